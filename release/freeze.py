# SPDX-License-Identifier: MIT
"""Freezes the program and proves what came out: `python -m release.freeze`, from the project's folder."""

import subprocess
import sys
from pathlib import Path

from release.proof import prove

ROOT = Path(__file__).resolve().parents[1]


def freeze() -> int:
    """Build `dist/privdesk`; returns PyInstaller's exit status."""
    build = [
        sys.executable,
        "-m",
        "PyInstaller",
        "--noconfirm",
        "--clean",
        "--log-level",
        "WARN",
        "privdesk.spec",
    ]
    return subprocess.run(build, cwd=ROOT, check=False).returncode


def frozen_program() -> Path:
    """The program in the frozen folder."""
    return ROOT / "dist" / "privdesk" / ("privdesk.exe" if sys.platform == "win32" else "privdesk")


def main() -> int:
    """Freeze, say how large it is, prove it."""
    status = freeze()
    if status != 0:
        return status
    program = frozen_program()
    files = (path for path in program.parent.rglob("*") if path.is_file() and not path.is_symlink())
    size = sum(path.stat().st_size for path in files)
    print(f"The frozen program ({size / 1e6:.0f} MB) in {program.parent.relative_to(ROOT)}:", flush=True)
    return prove([str(program)])


if __name__ == "__main__":
    sys.exit(main())
