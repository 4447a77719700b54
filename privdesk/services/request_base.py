# SPDX-License-Identifier: MIT
"""What all acts on requests share: who may see a case, whether it is open, and how a change is kept."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

from privdesk.domain.audit import Action, AuditEvent, Purpose
from privdesk.domain.case_errors import CaseClosedError, RightNotAskedError
from privdesk.domain.case_fact_errors import CaseAnsweredError, DayBeforeReceiptError, DayInFutureError
from privdesk.domain.cases import Case, CaseId, CaseLetter, CaseRight, LetterDirection, Outcome, Right
from privdesk.domain.decisions import right_of
from privdesk.domain.errors import NotFoundError
from privdesk.domain.people import Channel, Person
from privdesk.services.case_opening import CaseOpening
from privdesk.services.own_people import case_seen, own_case
from privdesk.services.ports import Records, UnitOfWork
from privdesk.services.regimes import Regimes
from privdesk.services.workplace import Workplace


class RequestBase:
    """The workplace, the clock, and the one way to read and to keep a case."""

    def __init__(self, place: Workplace, regimes: Regimes | None = None) -> None:
        self._place = place
        self._opening = CaseOpening(place, regimes or Regimes())

    def _open(self, records: Records, case_id: CaseId) -> Case:
        """An open case that this member may see. Raises: CaseClosedError, NotFoundError."""
        case = self._seen(records, records.cases.get(case_id))
        if case.closed_on is not None:
            raise CaseClosedError
        return case

    def _unanswered(self, records: Records, case_id: CaseId) -> Case:
        """An open case whose answer is not out yet. Raises: CaseAnsweredError, CaseClosedError, NotFoundError."""
        case = self._open(records, case_id)
        if case.answer is not None:
            raise CaseAnsweredError
        return case

    def _is_own(self, records: Records, case: Case) -> bool:
        """Whether this member may see the case."""
        return own_case(records, self._place.member, case)

    def _mine(self, records: Records, cases: Iterable[Case]) -> list[Case]:
        """Those that this member may see, as far as they may."""
        return [self._shown(records, case) for case in cases if self._is_own(records, case)]

    def _shown(self, records: Records, case: Case) -> Case:
        """The case as this member may see it. Raises: NotFoundError."""
        return case_seen(records, self._place.member, self._seen(records, case))

    def _seen(self, records: Records, case: Case) -> Case:
        """The case, or the same error as for one that does not exist."""
        if not self._is_own(records, case):
            raise NotFoundError("case", str(case.id))
        return case

    def _asked(self, case: Case, right: Right) -> CaseRight:
        asked = right_of(case, right)
        if asked is None:
            raise RightNotAskedError(right)
        return asked

    def _with(self, case: Case, decided: CaseRight) -> Case:
        """The case with that right as now decided, by this member of staff, now."""
        made = decided.outcome is not Outcome.TO_DECIDE
        signed = replace(
            decided,
            decided_at=self._place.clock.now() if made else None,
            decided_by=self._place.member.id if made else None,
        )
        rights = tuple(signed if each.right is signed.right else each for each in case.rights)
        return replace(case, rights=rights)

    def _keep(self, work: UnitOfWork, case: Case, action: Action, fields: tuple[str, ...] = ()) -> Case:
        """Write the case and its audit entry, and commit."""
        work.cases.change(case)
        event = AuditEvent(action, f"case:{case.id}", fields, Purpose.RIGHTS_REQUEST, reference=case.number)
        work.audit.record(event)
        shown = case_seen(work, self._place.member, case)
        work.commit()
        return shown

    def _happened(self, case: Case, day: date) -> None:
        """Refuse a day before receipt or after today. Raises: DayBeforeReceiptError, DayInFutureError."""
        if day > self._place.clock.today():
            raise DayInFutureError(day, self._place.clock.today())
        if day < case.received_on:
            raise DayBeforeReceiptError(day, case.received_on)

    def _moment(self, day: date) -> datetime:
        """The moment of something that happened on `day`."""
        clock = self._place.clock
        return clock.now() if day == clock.today() else clock.start_of(day)

    def _line(
        self, day: date, direction: LetterDirection, channel: Channel, title: str, detail: str = ""
    ) -> CaseLetter:
        """One line of the correspondence."""
        return CaseLetter(self._moment(day), direction, channel, title, detail.strip())

    def _person(self, records: Records, case: Case) -> Person | None:
        return None if case.person_id is None else records.people.get(case.person_id)
