# SPDX-License-Identifier: MIT
"""The options of `privdesk letter …`."""

from argparse import ArgumentParser
from collections.abc import Callable
from datetime import date
from pathlib import Path

from privdesk.domain.letters import LETTER_LANGUAGES, LetterKind


def add_letter_commands(command: Callable[[str, str], ArgumentParser], day: Callable[[str], date]) -> None:
    """Add `list` and `make`."""
    listed = command("list", "the letters of a request, the next one first")
    listed.add_argument("case", metavar="CASE", help="its number or id")
    made = command("make", "write a letter as a PDF and file it in the request")
    made.add_argument("case", metavar="CASE", help="its number or id")
    made.add_argument("kind", metavar="KIND", choices=[kind.value for kind in LetterKind])
    made.add_argument("--out", metavar="FILE", type=Path, required=True)
    made.add_argument("--language", choices=list(LETTER_LANGUAGES))
    made.add_argument(
        "--say", metavar="PART=TEXT", action="append", default=[], help="a free part; may be given again"
    )
    made.add_argument(
        "--reason",
        metavar="KEY",
        action="append",
        default=[],
        help="a reason of the lists; may be given again",
    )
    made.add_argument("--enclosure", metavar="TEXT", action="append", default=[], help="may be given again")
    made.add_argument(
        "--until", metavar="DATE", type=day, help="the new date of an extension that the office names"
    )
    made.add_argument("--replace", action="store_true", help="write over a file that is there")
