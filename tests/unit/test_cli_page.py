# SPDX-License-Identifier: MIT
"""docs/cli.md names every command and option that the parser knows, and no other."""

import argparse
import re
from collections.abc import Iterator
from pathlib import Path

from privdesk.cli.parser import build_parser

PAGE = (Path(__file__).parents[2] / "docs" / "cli.md").read_text(encoding="utf-8")


def commands(
    parser: argparse.ArgumentParser, name: str = "privdesk"
) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    groups = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    if not groups:
        yield name, parser
    for group in groups:
        for word, child in group.choices.items():
            yield from commands(child, f"{name} {word}")


def row_of(command: str) -> str:
    rows = [line for line in PAGE.splitlines() if line.startswith((f"| `{command} ", f"| `{command}`"))]
    assert len(rows) == 1, command
    return rows[0]


def options(parser: argparse.ArgumentParser) -> set[str]:
    return {text for action in parser._actions for text in action.option_strings if text.startswith("--")}


def test_every_command_and_option_stands_on_the_page() -> None:
    shared = {"--help", "--json", "--staff", "--password-file"}
    for name, parser in commands(build_parser()):
        row = row_of(name)
        described = PAGE if "as `" in row else row
        for option in options(parser) - shared:
            assert option in described, f"{name} {option}"


def test_the_page_promises_no_option_that_does_not_exist() -> None:
    known = set().union(*(options(parser) for _, parser in commands(build_parser()))) | options(
        build_parser()
    )
    assert set(re.findall(r"--[a-z][a-z-]+", PAGE)) <= known
