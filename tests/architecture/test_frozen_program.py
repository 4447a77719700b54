# SPDX-License-Identifier: MIT
"""What the frozen program leaves out is nothing that the program needs."""

import ast
import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]


def left_out() -> list[str]:
    for line in ast.parse((ROOT / "privdesk.spec").read_text(encoding="utf-8")).body:
        if isinstance(line, ast.Assign) and ast.unparse(line.targets[0]) == "LEFT_OUT":
            return list(ast.literal_eval(line.value))
    raise AssertionError("privdesk.spec says nowhere what it leaves out")


def test_no_package_that_the_program_needs_is_left_out() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needed = {re.split(r"[^\w.-]", each)[0].lower().replace("-", "_") for each in project["dependencies"]}
    assert "numpy" in needed
    assert not needed & {name.lower() for name in left_out()}
