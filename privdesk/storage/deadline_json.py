# SPDX-License-Identifier: MIT
"""A computed deadline as plain values and back: a case keeps its snapshot."""

from datetime import date
from typing import Any

from privdesk.domain.deadlines import Deadline
from privdesk.domain.reckoning import Reason
from privdesk.domain.regimes import RegimeId
from privdesk.storage.row_base import Plain


def deadline_to_json(deadline: Deadline) -> dict[str, Any]:
    """Plain values; dates in ISO form."""
    return {
        "legal": deadline.legal.isoformat(),
        "safe": deadline.safe.isoformat(),
        "act_by": deadline.act_by.isoformat(),
        "extension_notice": _iso(deadline.extension_notice),
        "acknowledge_by": _iso(deadline.acknowledge_by),
        "reasons": [[reason.key, dict(reason.values)] for reason in deadline.reasons],
        "regime": deadline.regime,
        "closed": deadline.closed,
    }


def deadline_from_json(body: Plain) -> Deadline:
    """What `deadline_to_json` made."""
    return Deadline(
        legal=date.fromisoformat(body["legal"]),
        safe=date.fromisoformat(body["safe"]),
        act_by=date.fromisoformat(body["act_by"]),
        extension_notice=_day(body["extension_notice"]),
        acknowledge_by=_day(body["acknowledge_by"]),
        reasons=tuple(Reason(key, values) for key, values in body["reasons"]),
        regime=RegimeId(body["regime"]),
        closed=body["closed"],
    )


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
