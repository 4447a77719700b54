# SPDX-License-Identifier: MIT
"""What `privdesk retention …` takes."""

from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

MakeCommand = Callable[[str, str], ArgumentParser]
ReadDay = Callable[[str], date]
_YEARS, _MOST_MONTHS = (1900, 2200), 240


def add_retention_commands(command: MakeCommand, day: ReadDay) -> None:
    """All commands of the group."""
    due = command("due", "show what is past its retention period, by data group with its law")
    due.add_argument(
        "--on", type=partial(_near, day), metavar="DATE", help="as at another day (default: today)"
    )
    due.add_argument(
        "--months", type=_months, default=0, metavar="N", help="also what falls due in the next N months"
    )
    run = command("run", "dispose of what is due, as approved; goes on where it was stopped")
    run.add_argument(
        "--group", action="append", default=[], help="one data group only (default: everything that is due)"
    )
    run.add_argument("--propose", action="store_true", help="only plan it and ask a colleague to approve")
    run.add_argument("--out", metavar="FILE", type=Path, help="where the certificate goes (PDF)")
    end = _disposal(command("end", "end a disposal that was stopped where it stands"))
    end.add_argument("--out", metavar="FILE", type=Path, help="where the certificate goes (PDF)")
    _disposal(command("withdraw", "forget a plan that has not run"))
    command("list", "list the plan that waits and all disposals")
    certificate = _disposal(command("certificate", "write the certificate of a disposal"))
    certificate.add_argument("--out", metavar="FILE", type=Path, required=True, help="where it goes (PDF)")
    certificate.add_argument("--language", choices=("de", "fr", "it", "en"), help="default: the office's")
    papers = command("papers", "list originals on paper that are left to destroy")
    papers.add_argument(
        "--disposal", type=int, metavar="DISPOSAL", help="those of one disposal, done ones too"
    )
    destroyed = command("destroyed", "note that originals on paper were destroyed")
    destroyed.add_argument(
        "papers", type=int, nargs="+", metavar="PAPER", help="numbers, as papers shows them"
    )
    destroyed.add_argument("--on", type=day, metavar="DATE", help="default: today")


def _near(read: ReadDay, text: str) -> date:
    """A day from which periods can be reckoned in both directions."""
    found = read(text)
    if not _YEARS[0] <= found.year <= _YEARS[1]:
        raise ArgumentTypeError(f"{text} is too far away; years go from {_YEARS[0]} to {_YEARS[1]}")
    return found


def _months(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 0 <= int(text) <= _MOST_MONTHS:
        raise ArgumentTypeError(f"{text} is no number of months from 0 to {_MOST_MONTHS}")
    return int(text)


def _disposal(command: ArgumentParser) -> ArgumentParser:
    command.add_argument("disposal", type=int, metavar="DISPOSAL", help="its number, as list shows it")
    return command
