# SPDX-License-Identifier: MIT
"""What `privdesk duplicates …` takes."""

from argparse import ArgumentParser
from collections.abc import Callable

MakeCommand = Callable[[str, str], ArgumentParser]


def add_duplicate_commands(command: MakeCommand) -> None:
    """All commands of the group."""
    run = command("run", "look through everybody for duplicates; goes on where it was stopped")
    run.add_argument("--anew", action="store_true", help="begin from the start although a search was stopped")
    run.add_argument("--learn", action="store_true", help="learn first how much each fact tells here")
    listing = command("list", "list pairs that wait, the likeliest first")
    listing.add_argument("--limit", type=int, default=20)
    show = command("show", "show two people side by side; both look-ups are recorded")
    merge = command("merge", "make two people one")
    merge.add_argument("kept", metavar="KEPT", type=int, help="number of the person who is kept")
    merge.add_argument("gone", metavar="GONE", type=int, help="number that leads to the other from then on")
    merge.add_argument(
        "--take", metavar="FIELD=PERSON", action="append", default=[], help="whose value of a fact stands"
    )
    unmerge = command("unmerge", "take a merge back")
    unmerge.add_argument("merge", metavar="MERGE", type=int, help="its number, as history lists it")
    different = command("different", "note that two people are not the same")
    different.add_argument("--undo", action="store_true", help="take the note back: the pair waits again")
    history = command("history", "list merges, newest first, those taken back too")
    history.add_argument("--limit", type=int, default=20)
    for each in (show, different):
        each.add_argument("first", metavar="FIRST", type=int, help="number of one person")
        each.add_argument("second", metavar="SECOND", type=int, help="number of the other")
