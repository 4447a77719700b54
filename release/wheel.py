# SPDX-License-Identifier: MIT
"""Builds the wheel, installs it away from the sources and proves it: `python -m release.wheel`.

Works without a network: the build tool is the one installed here, and the throwaway environment borrows the
installed dependencies. A file on the path that leads to the sources is not borrowed.
"""

import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import venv
from pathlib import Path

from release.proof import prove

ROOT = Path(__file__).resolve().parents[1]


def build_wheel(target: Path) -> Path:
    """Build the wheel into `target` without a network and return its path."""
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(target)]
    subprocess.run(build, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    (wheel,) = target.glob("privdesk-*.whl")
    return wheel


def install(wheel: Path, folder: Path) -> Path:
    """Install the wheel alone into a new environment that borrows our packages; return the program."""
    venv.create(folder, with_pip=False, symlinks=os.name != "nt")
    scripts = folder / ("Scripts" if os.name == "nt" else "bin")
    python = scripts / ("python.exe" if os.name == "nt" else "python")
    here = sysconfig.get_path("purelib")
    asked = [str(python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
    site = Path(subprocess.run(asked, check=True, capture_output=True, text=True).stdout.strip())
    pip = [
        sys.executable,
        "-m",
        "pip",
        "--python",
        str(python),
        "install",
        "--quiet",
        "--no-deps",
        "--no-index",
    ]
    subprocess.run([*pip, "--disable-pip-version-check", str(wheel)], check=True)
    (site / "borrowed.pth").write_text(f"{here}\n", encoding="utf-8")
    return scripts / ("privdesk.exe" if os.name == "nt" else "privdesk")


def main() -> int:
    """Build, install, prove; the wheel stays in `dist`."""
    with tempfile.TemporaryDirectory(prefix="privdesk-wheel-") as given:
        wheel = build_wheel(Path(given))
        program = install(wheel, Path(given) / "env")
        kept = ROOT / "dist" / wheel.name
        kept.parent.mkdir(exist_ok=True)
        shutil.copyfile(wheel, kept)
        print(
            f"The installed wheel ({kept.stat().st_size / 1e6:.1f} MB), {kept.relative_to(ROOT)}:", flush=True
        )
        return prove([str(program)])


if __name__ == "__main__":
    sys.exit(main())
