# SPDX-License-Identifier: MIT
"""What `privdesk request …` takes."""

from argparse import ArgumentParser
from collections.abc import Callable
from datetime import date
from pathlib import Path

MakeCommand = Callable[[str, str], ArgumentParser]
ReadDay = Callable[[str], date]
_CHANNELS = ["post", "email", "web", "phone", "counter"]
_RIGHTS = "access, rectification, erasure, restriction, portability, objection, withdrawal"
_ITEM = "number such as F-26-00001, or id"
_REGIMES = ["gdpr", "uk-gdpr", "ch-fadp", "ccpa", "lgpd", "quebec"]


def add_request_commands(command: MakeCommand, day: ReadDay) -> None:
    """All commands of the group but `show`, which takes a purpose."""
    _opening(command("open", "open a request, a complaint or an opt-out"), day)
    reading = command("read", "say what an item of the Inbox seems to ask, and who wrote it; writes nothing")
    reading.add_argument("item", metavar="ITEM", help=_ITEM)
    reading.add_argument(
        "--says", metavar="FILE", help="what a scanned letter says, as text; - = standard input"
    )
    joining = _case(command("join", "put an item among an open request's correspondence; no new clock"))
    joining.add_argument("item", metavar="ITEM", help=_ITEM)
    command("list", "list open requests, most urgent first")
    _clock(command, day)
    _fee(_case(command("fee", "record a fee that was told, its confirmation, or that none came")), day)
    _people(command, day)
    _decisions(command, day)


def _opening(opening: ArgumentParser, day: ReadDay) -> None:
    opening.add_argument("person", type=int, metavar="PERSON")
    opening.add_argument("--right", action="append", default=[], metavar="RIGHT", help=_RIGHTS)
    opening.add_argument("--kind", choices=["request", "complaint", "opt_out"], default="request")
    opening.add_argument("--regime", choices=_REGIMES, help="the law (default: the office's)")
    opening.add_argument("--channel", choices=_CHANNELS, help="default: the item's, else post")
    opening.add_argument(
        "--received",
        type=day,
        metavar="DATE",
        help="day it reached the office (default: the item's, else today)",
    )
    opening.add_argument("--item", metavar="ITEM", help=f"the letter it came by: {_ITEM}")
    opening.add_argument("--note", default="")
    opening.add_argument("--agency", metavar="NAME", help="the agency that it reached first")
    for name, words in (
        ("--consent", "a consent that is withdrawn, by its purpose (default: every one)"),
        ("--against", "a purpose objected to besides advertising"),
    ):
        opening.add_argument(name, action="append", default=[], metavar="PURPOSE", help=words)
    opening.add_argument("--speaks", metavar="NAME", help="who speaks for the person")
    _speaker(opening, day)


def _clock(command: MakeCommand, day: ReadDay) -> None:
    acknowledge = _case(command("acknowledge", "record that receipt was confirmed"))
    acknowledge.add_argument("--on", type=day, metavar="DATE", help="default: today")
    acknowledge.add_argument("--channel", choices=_CHANNELS)
    acknowledge.add_argument("--note", default="", help="what it said (default: the dates)")
    pause = _case(command("pause", "record a question to the person, and the reply"))
    pause.add_argument("--for", dest="pause_for", choices=["identity", "clarification"], required=True)
    pause.add_argument("--asked", type=day, metavar="DATE")
    pause.add_argument("--answered", type=day, metavar="DATE", help="alone: the reply to the open question")
    pause.add_argument("--question", default="")
    pause.add_argument("--channel", choices=_CHANNELS)
    extend = _case(command("extend", "extend the time, once, with its reason"))
    extend.add_argument("--reason", required=True)
    extend.add_argument("--until", type=day, metavar="DATE", help="where the law sets no length")
    extend.add_argument("--told", type=day, metavar="DATE", help="day of the notice (default: today)")
    law = _case(command("law", "put a request under another law until it is answered"))
    law.add_argument("regime", metavar="REGIME", choices=_REGIMES)


def _fee(fee: ArgumentParser, day: ReadDay) -> None:
    what = fee.add_mutually_exclusive_group(required=True)
    what.add_argument("--for", dest="fee_for", choices=["effort", "further-copies", "excessive"])
    what.add_argument("--confirmed", type=day, metavar="DATE", help="the person confirmed or paid")
    what.add_argument("--lapsed", action="store_true", help="nothing came in time: withdrawn, without cost")
    fee.add_argument("--amount", metavar="AMOUNT", help="such as 120.00", default="")
    fee.add_argument("--currency", metavar="CODE", default="CHF")
    fee.add_argument("--told", type=day, metavar="DATE", help="default: today")
    fee.add_argument("--reason", default="")
    fee.add_argument("--proof", default="", help="what shows that the request is excessive")


def _people(command: MakeCommand, day: ReadDay) -> None:
    assign = _case(command("assign", "give a request to a colleague; without --to to nobody in particular"))
    assign.add_argument("--to", metavar="NAME", help="the colleague's name at the desk")
    represent = _case(command("represent", "record who speaks for the person, or that nobody does any more"))
    represent.add_argument("--end", action="store_true", help="the person speaks for themselves again")
    represent.add_argument("--name", default="")
    _speaker(represent, day)
    represent.add_argument("--right", action="append", default=[], metavar="RIGHT", help=_RIGHTS)
    represent.add_argument(
        "--scan", type=Path, metavar="FILE", help="a scan of the paper, to be sealed with it"
    )


def _speaker(command: ArgumentParser, day: ReadDay) -> None:
    command.add_argument(
        "--as", dest="represents", choices=["guardian", "agency", "lawyer", "power_of_attorney"],
        default="power_of_attorney",
    )  # fmt: skip
    command.add_argument("--document", default="", help="the paper that was seen")
    command.add_argument("--until", type=day, metavar="DATE", help="last day of the authority")


def _decisions(command: MakeCommand, day: ReadDay) -> None:
    identity = _case(command("identity", "record an identity check; the result, never the answers"))
    identity.add_argument(
        "method", metavar="METHOD", choices=["call_back", "card_seen", "known_address", "authority_seen"]
    )
    identity.add_argument("--failed", action="store_true", help="the check was not passed")
    add = _case(command("add", "add a right named later in the same matter"))
    add.add_argument("right", metavar="RIGHT", help=_RIGHTS)
    add.add_argument("--wish", default="", help="the person's own words")
    decide = _case(command("decide", "record what becomes of one right"))
    decide.add_argument("right", metavar="RIGHT", help=_RIGHTS)
    decide.add_argument(
        "outcome", metavar="OUTCOME", choices=["granted", "partly", "refused", "nothing_held", "withdrawn"]
    )
    refuse = _case(command("refuse", "refuse one right, with the reason"))
    refuse.add_argument("right", metavar="RIGHT", help=_RIGHTS)
    for each in (decide, refuse):
        each.add_argument("--reason", default="", help="in the office's own words")
        each.add_argument("--reason-key", default="", metavar="KEY", help="a reason from the list of the law")
    answer = _case(command("answer", "record the one reply to all rights"))
    answer.add_argument("--channel", choices=_CHANNELS, default="post")
    answer.add_argument("--on", type=day, metavar="DATE", help="default: today")
    answer.add_argument("--note", default="")
    answer.add_argument(
        "--to-person", action="store_true", help="it went to the person, not the representative"
    )
    _case(command("note", "add a note to the correspondence")).add_argument("text", metavar="TEXT")
    _case(command("close", "close an answered request for good"))


def _case(command: ArgumentParser) -> ArgumentParser:
    command.add_argument("case", metavar="CASE", help="number such as R-2026-0001, or id")
    return command
