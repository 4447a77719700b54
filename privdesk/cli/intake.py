# SPDX-License-Identifier: MIT
"""`privdesk request read|join`: what a letter seems to ask, and putting it among an open request's correspondence."""

import sys
from argparse import Namespace
from pathlib import Path
from typing import Any

from privdesk.cli.inbox import find_item
from privdesk.cli.output import Output
from privdesk.cli.requests import describe_case, find_case, line_of
from privdesk.i18n import _
from privdesk.services.desk import Desk
from privdesk.services.intake_words import because, notice_name
from privdesk.services.names import right_name
from privdesk.services.requests import Proposal


def reading(desk: Desk, args: Namespace, out: Output) -> int:
    """Say what an item seems to ask; nothing is opened by it."""
    item = desk.inbox.item(find_item(desk, args.item))
    proposal = desk.requests.propose(item.id, _text(args.says))
    out.answer(
        {"number": item.number, **_described(proposal)},
        "\n".join(_lines(proposal)) or _("It asks for no right."),
    )
    return 0


def joining(desk: Desk, args: Namespace, out: Output) -> int:
    """Put an item among the correspondence of an open request."""
    case = desk.requests.join(find_case(desk, args.case), find_item(desk, args.item))
    out.answer({"ok": True, **describe_case(case)}, line_of(case))
    return 0


def _text(says: str | None) -> str:
    if says is None:
        return ""
    return sys.stdin.read() if says == "-" else Path(says).read_text(encoding="utf-8")


def _described(proposal: Proposal) -> dict[str, Any]:
    return {
        "item": proposal.item_id,
        "kind": proposal.kind,
        "rights": {right.value: list(words) for right, words in proposal.rights.items()},
        "consents": sorted(proposal.consents),
        "notices": {notice.value: list(words) for notice, words in proposal.notices.items()},
        "representative": proposal.representative,
        "language": proposal.language,
        "channel": proposal.channel,
        "received": proposal.received_on,
        "reminded_of": proposal.reminded_of,
        "person": proposal.person_id,
        "candidates": [{"person": hit.id, "by": proposal.found_by[hit.id]} for hit in proposal.candidates],
        "joins": proposal.joins.number if proposal.joins is not None else None,
    }


def _lines(proposal: Proposal) -> list[str]:
    """Each suggestion with the words that made it."""
    said = [(right_name(right), words) for right, words in proposal.rights.items()]
    said += [(notice_name(notice), words) for notice, words in proposal.notices.items()]
    return [f"{name}: {because(tuple(words))}" for name, words in said]
