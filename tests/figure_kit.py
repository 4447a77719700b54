# SPDX-License-Identifier: MIT
"""Requests for the tests of the figures, with only what counts in them set."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time

from privdesk.domain.cases import (
    Answer,
    Case,
    CaseId,
    CaseKind,
    CaseRight,
    IdentityCheck,
    IdentityMethod,
    Outcome,
    Right,
)
from privdesk.domain.deadlines import Deadline
from privdesk.domain.people import Channel
from privdesk.domain.regimes import RegimeId
from privdesk.domain.retention import add_months
from privdesk.domain.vault import StaffId

STAFF = StaffId("a" * 32)


def noon(day: date) -> datetime:
    """A moment of this day, in UTC."""
    return datetime.combine(day, time(11), UTC)


def a_case(
    received: date,
    answered: date | None = None,
    rights: Mapping[Right, Outcome] | None = None,
    *,
    kind: CaseKind = CaseKind.REQUEST,
    channel: Channel = Channel.EMAIL,
    regime: str = "ch-fadp",
    reason_key: str = "",
    reason: str = "",
    checks: Mapping[IdentityMethod, bool] | None = None,
    name: str = "Zoë Keller",
) -> Case:
    """A request with its rights and outcomes; closed where it is answered."""
    legal = add_months(received, 1)
    decided = rights or {Right.ACCESS: Outcome.GRANTED if answered else Outcome.TO_DECIDE}
    answer = Answer(answered, channel, None, "the answer", STAFF) if answered is not None else None
    return Case(
        id=CaseId(0), number="", person_id=None, person_name=name, channel=channel, received_on=received,
        entered_at=noon(received), language="fr", regime=regime, regime_version="1", holiday_place="CH-VD",
        holiday_digest="0" * 64,
        deadline=Deadline(legal, legal, legal, None, None, (), RegimeId(regime)),
        rights=tuple(
            CaseRight(right, outcome, reason=reason, reason_key=reason_key) for right, outcome in decided.items()
        ),
        identity=tuple(
            IdentityCheck(method, passed, noon(received), STAFF, ("last_top_up",), 1, 3)
            for method, passed in (checks or {}).items()
        ),
        answer=answer, closed_on=answered, kind=kind,
    )  # fmt: skip
