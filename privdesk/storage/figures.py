# SPDX-License-Identifier: MIT
"""What the figures of a year count, read as narrow rows: no names, no wishes, no words of anybody."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import and_, exists, func, or_, select

from privdesk.domain.case_facts import CaseKind
from privdesk.domain.cases import IdentityMethod, Outcome
from privdesk.domain.figures import CaseFacts, CheckFacts, RightFacts
from privdesk.domain.people import Channel
from privdesk.domain.rights import Right
from privdesk.services.figures_ports import CallAnswers
from privdesk.storage.row_base import table_of
from privdesk.storage.rows_cases import CallRow, CaseRow, IdentityRow, RightRow
from privdesk.storage.scope import Scope

_CASE, _RIGHT = table_of(CaseRow), table_of(RightRow)
_IDENTITY, _CALL = table_of(IdentityRow), table_of(CallRow)
_KINDS, _CHANNELS = {each.value: each for each in CaseKind}, {each.value: each for each in Channel}
_RIGHTS, _OUTCOMES = {each.value: each for each in Right}, {each.value: each for each in Outcome}
"""By value: looked up tens of thousands of times."""


class SqlFigures:
    """Implements `services.figures_ports.FigureRows`."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def first_received(self) -> date | None:
        """The earliest day of receipt."""
        earliest = select(_CASE.c.received_on).order_by(_CASE.c.received_on).limit(1)
        return self._scope.session.scalar(earliest)

    def cases(self, first: date, last: date) -> Sequence[CaseFacts]:
        """Cases received in that time, by day of receipt."""
        case, within = _CASE.c, _CASE.c.received_on.between(first, last)
        rights = self._rights(first, last)
        rows = self._scope.connection.execute(
            select(
                case.id, case.kind, case.channel, case.regime, case.received_on, case.answered_on,
                case.closed_on, case.extended, func.json_extract(case.deadline, "$.legal").label("legal"),
            )
            .where(within)
            .order_by(case.received_on, case.id)
        )  # fmt: skip
        return [
            CaseFacts(
                _KINDS[kind], _CHANNELS[channel], regime, received, answered, closed, date.fromisoformat(legal), extended,
                tuple(rights.get(case_id, ())),
            )
            for case_id, kind, channel, regime, received, answered, closed, extended, legal in rows
        ]  # fmt: skip

    def checks(self, start: datetime, end: datetime) -> Sequence[CheckFacts]:
        """Checks kept with cases."""
        check = _IDENTITY.c
        rows = self._scope.connection.execute(
            select(check.method, check.passed, func.count())
            .where(check.at >= start, check.at < end)
            .group_by(check.method, check.passed)
        )
        return [CheckFacts(IdentityMethod(method), passed, count=count) for method, passed, count in rows]

    def calls(self, start: datetime, end: datetime) -> Sequence[CallAnswers]:
        """Calls whose check no case keeps: the request that a call opened keeps it, with its moment in the call."""
        call, check = _CALL.c, _IDENTITY.c
        kept = exists().where(
            and_(check.case_id == call.case_id, check.at >= call.started_at, check.at <= call.ended_at)
        )
        asked = or_(call.answers != {}, call.called_back.is_not(None))
        rows = self._scope.connection.execute(
            select(call.answers, call.called_back, call.wishes).where(
                call.ended_at >= start, call.ended_at < end, asked, ~kept
            )
        )
        return [
            CallAnswers(row.answers, row.called_back is not None, frozenset(map(Right, row.wishes)))
            for row in rows
        ]

    def _rights(self, first: date, last: date) -> dict[int, list[RightFacts]]:
        right = _RIGHT.c
        rows = self._scope.connection.execute(
            select(right.case_id, right.asked, right.outcome, right.reason_key, right.reason != "")
            .join(_CASE, _CASE.c.id == right.case_id)
            .where(_CASE.c.received_on.between(first, last))
            .order_by(right.case_id, right.position)
        )
        found: dict[int, list[RightFacts]] = defaultdict(list)
        for case_id, asked, outcome, key, own in rows:
            found[case_id].append(RightFacts(_RIGHTS[asked], _OUTCOMES[outcome], key, bool(own)))
        return found
