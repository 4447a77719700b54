# SPDX-License-Identifier: MIT
"""The wheel holds the program, its resources and its entry point, and nothing else."""

import configparser
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from release.wheel import build_wheel

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[zipfile.ZipFile]:
    with zipfile.ZipFile(build_wheel(tmp_path_factory.mktemp("wheel"))) as opened:
        yield opened


def test_every_bundled_file_is_inside_as_it_lies_here(wheel: zipfile.ZipFile) -> None:
    names = set(wheel.namelist())
    bundled = [
        path
        for path in (ROOT / "resources").rglob("*")
        if path.is_file() and path.suffix not in {".py", ".pyc"}
    ]
    assert bundled
    for path in bundled:
        name = f"privdesk/_resources/{path.relative_to(ROOT / 'resources').as_posix()}"
        assert name in names
        assert wheel.getinfo(name).file_size == path.stat().st_size


def test_every_module_is_inside_and_no_test_is(wheel: zipfile.ZipFile) -> None:
    names = set(wheel.namelist())
    modules = {path.relative_to(ROOT).as_posix() for path in (ROOT / "privdesk").rglob("*.py")}
    assert modules <= names
    inside = {name.split("/")[0] for name in names}
    assert {each for each in inside if not each.endswith(".dist-info")} == {"privdesk"}


def test_the_command_is_called_privdesk(wheel: zipfile.ZipFile) -> None:
    (name,) = [each for each in wheel.namelist() if each.endswith(".dist-info/entry_points.txt")]
    entry_points = configparser.ConfigParser()
    entry_points.read_string(wheel.read(name).decode())
    assert dict(entry_points["console_scripts"]) == {"privdesk": "privdesk.__main__:main"}
