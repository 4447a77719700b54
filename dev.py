#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Set privdesk up and run it: `python3 dev.py demo | test | run | check | bench | faults | pictures | strings | package | lock`.

Needs Python 3.11 or newer and nothing else: makes `.venv`, installs the locked packages, then runs. On Debian
as root it also installs the system libraries that Qt needs; elsewhere it says exactly what is missing.
"""

import argparse
import ctypes.util
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
WINDOWS = sys.platform == "win32"
PYTHON = VENV / ("Scripts/python.exe" if WINDOWS else "bin/python")
LOCK = ROOT / "requirements-dev.lock"
MEMORY, MEMORY_BYTES = Path("/dev/shm"), 2 * 1024**3
BENCH_LOCK = ROOT / "requirements-bench.lock"

# library as the loader knows it -> Debian package; what Qt needs to paint without a screen
OFFSCREEN = {
    "EGL": "libegl1",
    "GL": "libgl1",
    "xkbcommon": "libxkbcommon0",
    "fontconfig": "libfontconfig1",
    "freetype": "libfreetype6",
    "glib-2.0": "libglib2.0-0",
    "dbus-1": "libdbus-1-3",
}
# what it needs besides for a real window under X11
WINDOWED = {
    "xcb-icccm": "libxcb-icccm4",
    "xcb-keysyms": "libxcb-keysyms1",
    "xcb-cursor": "libxcb-cursor0",
    "xcb-image": "libxcb-image0",
    "xcb-randr": "libxcb-randr0",
    "xcb-render-util": "libxcb-render-util0",
    "xcb-shape": "libxcb-shape0",
    "xcb-sync": "libxcb-sync1",
    "xcb-xfixes": "libxcb-xfixes0",
    "xcb-xkb": "libxcb-xkb1",
    "xkbcommon-x11": "libxkbcommon-x11-0",
    "X11-xcb": "libx11-xcb1",
}


# program -> Debian package; a key store of its own for one test, which says that it is skipped where they are missing
KEY_STORE = {"dbus-daemon": "dbus-daemon", "gnome-keyring-daemon": "gnome-keyring"}


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def has_screen() -> bool:
    """Whether a window can open here."""
    if not sys.platform.startswith("linux"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def ensure_system_libraries(wanted: dict[str, str]) -> None:
    """Install the libraries that Qt needs (Debian, as root) or say exactly which are missing."""
    if not sys.platform.startswith("linux"):
        return
    missing = sorted(
        package for library, package in wanted.items() if ctypes.util.find_library(library) is None
    )
    if not missing:
        return
    if may_install():
        install(missing, check=True)
        return
    sys.exit(
        "Qt needs system libraries that are missing here. On Debian or Ubuntu run\n"
        f"  sudo apt-get install {' '.join(missing)}\n"
        "elsewhere install the packages that hold these libraries, then run this command again."
    )


def ensure_key_store() -> None:
    """Install a key store for the test that needs a real one (Debian, as root); elsewhere that test is skipped."""
    missing = sorted(package for program, package in KEY_STORE.items() if shutil.which(program) is None)
    if missing and may_install():
        install(missing, check=False)


def may_install() -> bool:
    """Whether this is Debian, or alike, and we are root."""
    return shutil.which("apt-get") is not None and hasattr(os, "geteuid") and os.geteuid() == 0


def install(packages: list[str], *, check: bool) -> None:
    say(f"Installing system packages: {' '.join(packages)}")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command, needed in (
        (["update", "-qq"], False),
        (["install", "-y", "-qq", "--no-install-recommends", *packages], check),
    ):
        subprocess.run(["apt-get", *command], check=needed, env=environment, stdout=subprocess.DEVNULL)


def ensure_environment() -> None:
    """Make `.venv` and install exactly what the lock file names; again only when the lock changed."""
    if sys.version_info < (3, 11):  # noqa: UP036 -- run by whatever Python is there
        sys.exit(f"privdesk needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
    stamp = VENV / "privdesk.stamp"
    wanted = hashlib.sha256(LOCK.read_bytes() + sys.version.encode()).hexdigest()
    if stamp.is_file() and stamp.read_text() == wanted and PYTHON.exists():
        return
    if not PYTHON.exists():
        say("Making .venv …")
        try:
            venv.create(VENV, with_pip=True)
        except (subprocess.CalledProcessError, ImportError):
            shutil.rmtree(VENV, ignore_errors=True)
            sys.exit(
                "Python's venv module is incomplete here. On Debian or Ubuntu: sudo apt-get install python3-venv"
            )
    say("Installing the locked packages …")
    install = [
        str(PYTHON),
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--require-hashes",
    ]
    subprocess.run([*install, "-r", str(LOCK)], check=True)
    site = subprocess.run(
        [str(PYTHON), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
        check=True, capture_output=True, text=True,
    ).stdout.strip()  # fmt: skip
    (Path(site) / "privdesk-here.pth").write_text(f"{ROOT}\n", encoding="utf-8")
    stamp.write_text(wanted)


def ensure_bench() -> None:
    """Install what only measuring needs: data sets that are read and never imported, without their own needs."""
    stamp = VENV / "privdesk-bench.stamp"
    wanted = hashlib.sha256(BENCH_LOCK.read_bytes() + sys.version.encode()).hexdigest()
    if stamp.is_file() and stamp.read_text() == wanted:
        return
    say("Installing the data sets for measuring …")
    install = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*install, "--no-deps", "--require-hashes", "-r", str(BENCH_LOCK)], check=True)
    stamp.write_text(wanted)


def run(*command: str, offscreen: bool = False, scratch: str = "") -> int:
    """Run a command in the environment, with its temporary files in `scratch`; return its exit code."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **({"TMPDIR": scratch} if scratch else {})}
    if offscreen:
        environment["QT_QPA_PLATFORM"] = "offscreen"
    return subprocess.run([str(PYTHON), *command], cwd=ROOT, env=environment, check=False).returncode


CHECKS = (
    ("ruff", ("-m", "ruff", "check", "privdesk", "tests", "benchmarks", "release", "dev.py")),
    (
        "format",
        (
            "-m",
            "ruff",
            "format",
            "--check",
            "--quiet",
            "privdesk",
            "tests",
            "benchmarks",
            "release",
            "dev.py",
        ),
    ),
    ("layers", ("-c", "from importlinter.cli import lint_imports_command; lint_imports_command()")),
    ("types", ("-m", "mypy")),
)


def check() -> int:
    """Style, layers, types."""
    failed = [name for name, command in CHECKS if run(*command) != 0]
    if failed:
        say(f"Not clean: {', '.join(failed)}")
    return 1 if failed else 0


def test(more: list[str]) -> int:
    """All checks, then all tests on two workers in random order."""
    ensure_key_store()
    checked = check()
    workers = [] if any(each.startswith(("-n", "-k")) or "::" in each for each in more) else ["-n", "2"]
    with scratch_in_memory() as scratch:
        tested = run("-m", "pytest", "-q", *workers, *more, offscreen=True, scratch=scratch)
    return tested or checked


@contextmanager
def scratch_in_memory() -> Iterator[str]:
    """Room in memory for temporary files where there is enough, else nothing: the tests wait mostly for flushing."""
    if not MEMORY.is_dir() or not os.access(MEMORY, os.W_OK) or shutil.disk_usage(MEMORY).free < MEMORY_BYTES:
        yield ""
        return
    with tempfile.TemporaryDirectory(dir=MEMORY, prefix="privdesk-", ignore_cleanup_errors=True) as made:
        yield made


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "task",
        choices=["demo", "test", "run", "check", "bench", "faults", "pictures", "strings", "package", "lock"],
    )
    task, more = parser.parse_known_args()
    ensure_environment()
    screen = has_screen()
    ensure_system_libraries(OFFSCREEN | (WINDOWED if screen and task.task in {"demo", "run"} else {}))
    match task.task:
        case "demo":
            return run("-m", "privdesk", "demo", *more, offscreen=not screen)
        case "run":
            return run("-m", "privdesk", *more)
        case "check":
            return check()
        case "bench":
            ensure_bench()
            return run("-m", "benchmarks", *more, offscreen=True)
        case "faults":
            return run("-m", "tests.faults", *more, offscreen=True)
        case "pictures":
            return run(
                "-m", "privdesk", "demo", "--no-window", "--pictures", "docs/pictures", *more, offscreen=True
            )
        case "strings":
            return strings()
        case "package":
            return run("-m", "release.freeze", *more) or run("-m", "release.wheel", *more)
        case "lock":
            return lock()
    return test(more)


def strings() -> int:
    """Collect every word on screen into the template for translators."""
    target = "resources/translations/privdesk.pot"
    extract = ["-m", "babel.messages.frontend", "-q", "extract", "--no-location", "--sort-output", "-k", "_"]
    extract += ["-k", "ngettext:1,2", "--project", "privdesk", "-o", target, "privdesk"]
    return run(*extract)


def lock() -> int:
    """Pin every dependency with hashes for all platforms; needs `uv` on the path. No addresses are written."""
    common = ["uv", "pip", "compile", "--universal", "--generate-hashes", "--no-annotate", "--no-header"]
    common += ["--no-emit-index-url", "--no-emit-find-links", "--python-version", "3.11", "--quiet"]
    locks = (
        ("requirements.lock", ["pyproject.toml"]),
        ("requirements-dev.lock", ["pyproject.toml", "--group", "dev"]),
        ("requirements-bench.lock", ["--group", "bench", "--no-deps"]),
    )
    for name, what in locks:
        failed = subprocess.run([*common, *what, "-o", name], cwd=ROOT, check=False).returncode
        if failed:
            return failed
    return 0


if __name__ == "__main__":
    sys.exit(main())
