# SPDX-License-Identifier: MIT
"""What `privdesk erasure …` and `privdesk hold …` take."""

from argparse import ArgumentParser
from collections.abc import Callable
from datetime import date
from pathlib import Path

MakeCommand = Callable[[str, str], ArgumentParser]
ReadDay = Callable[[str], date]


def add_erasure_commands(command: MakeCommand, day: ReadDay) -> None:
    """All commands of the group."""
    plan = _person(command("plan", "show what an erasure would do, decide otherwise, ask a colleague"))
    plan.add_argument(
        "--set", metavar="GROUP=ACT", action="append", default=[], help="ACT is erase, restrict or keep"
    )
    plan.add_argument("--reason", default="", help="why it is decided otherwise than the rule says")
    plan.add_argument("--paid-back", metavar="TEXT", default="", help="when and how a balance was paid back")
    plan.add_argument("--propose", action="store_true", help="ask a colleague to approve exactly this plan")
    run = _person(command("run", "carry the plan out; goes on where it was stopped"))
    _certificate(run)
    resume = command("resume", "let an erasure that began go on to its end")
    resume.add_argument("erasure", type=int, metavar="ERASURE", help="its number, as list shows it")
    _certificate(resume)
    command("list", "list erasures and the originals on paper left to destroy")
    destroyed = command("destroyed", "note that an original on paper was destroyed")
    destroyed.add_argument("paper", type=int, metavar="PAPER", help="its number, as list shows it")
    destroyed.add_argument("--on", type=day, metavar="DATE", help="default: today")


def add_hold_commands(command: MakeCommand, day: ReadDay) -> None:
    """All commands of the group."""
    setting = command("set", "keep a person's data from erasure and disposal")
    setting.add_argument("person", type=int, metavar="PERSON")
    setting.add_argument("--reason", required=True)
    setting.add_argument(
        "--review", required=True, type=day, metavar="DATE", help="when to look again, within a year"
    )
    setting.add_argument("--group", action="append", default=[], help="one data group (default: everything)")
    lift = command("lift", "let the rules act again")
    lift.add_argument("hold", type=int, metavar="HOLD", help="its number, as list shows it")
    lift.add_argument("--reason", required=True)
    review = command("review", "note that a hold is still needed, and when to look again")
    review.add_argument("hold", type=int, metavar="HOLD", help="its number, as list shows it")
    review.add_argument("--until", required=True, type=day, metavar="DATE", help="within a year")
    command("list", "list holds that stand, the next to be reviewed first")


def _person(command: ArgumentParser) -> ArgumentParser:
    command.add_argument("person", type=int, metavar="PERSON")
    command.add_argument("--case", metavar="CASE", help="the request that asks for it, number or id")
    return command


def _certificate(command: ArgumentParser) -> None:
    command.add_argument("--out", metavar="FILE", type=Path, help="where the certificate goes (PDF)")
