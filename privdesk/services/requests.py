# SPDX-License-Identifier: MIT
"""Rights requests: opened, checked, decided, answered, closed – each step recorded."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date

from privdesk.domain.audit import Action, AuditEvent, Purpose
from privdesk.domain.case_errors import ItemTakenError
from privdesk.domain.case_fact_errors import AssigneeError, NoteEmptyError
from privdesk.domain.cases import Case, CaseId, CaseKind, LetterDirection, Right
from privdesk.domain.errors import NotFoundError
from privdesk.domain.inbox import ItemId, ItemState
from privdesk.domain.people import Channel, PersonId
from privdesk.domain.staff import Permission, StaffMember
from privdesk.domain.vault import StaffId
from privdesk.i18n import _
from privdesk.services.case_clock import RegimeChoice as RegimeChoice
from privdesk.services.case_opening import NewRequest as NewRequest
from privdesk.services.case_opening import take_item
from privdesk.services.case_page import build_page
from privdesk.services.own_people import case_seen, meant, require_own, require_own_item
from privdesk.services.ports import Records
from privdesk.services.request_clock import RequestClock
from privdesk.services.request_decisions import RequestDecisions
from privdesk.services.request_drafts import keep_draft, read_draft
from privdesk.services.request_fees import RequestFees
from privdesk.services.request_identity import RequestIdentity
from privdesk.services.request_pages import CasePage
from privdesk.services.request_proposals import Proposal as Proposal
from privdesk.services.request_proposals import propose


class Requests(RequestIdentity, RequestClock, RequestFees, RequestDecisions):
    """Requests of the signed-in member of staff's office: opening, finding, and all acts on them."""

    def propose(self, item_id: ItemId, summary: str = "") -> Proposal:
        """Say what an item seems to ask and who wrote it; `summary` is what a scanned letter says. Writes nothing.

        Raises: NotFoundError, NotAllowedError.
        """
        self._place.require(Permission.TAKE_REQUESTS)
        with self._place.reading() as records:
            member = self._place.member
            item = require_own_item(member, records.inbox.get(item_id))
            return propose(records, self._opening.clock(records), item, member, summary)

    def regimes(
        self,
        person_id: PersonId | None,
        received_on: date,
        rights: Collection[Right] = (),
        kind: CaseKind = CaseKind.REQUEST,
    ) -> Sequence[RegimeChoice]:
        """The laws that may apply with their dates, the proposed one first.

        For a complaint or an opt-out: the laws that know one.
        """
        self._place.require(Permission.TAKE_REQUESTS)
        with self._place.reading() as records:
            if person_id is not None:
                require_own(records, self._place.member, person_id)
            clock = self._opening.clock(records)
            if kind is not CaseKind.REQUEST:
                return clock.laws_knowing(kind, received_on)
            person = None if person_id is None else records.people.get(person_id)
            return clock.choices(person, received_on, rights)

    def open(self, request: NewRequest) -> Case:
        """Open one case for all rights, with law, holidays and deadline kept as they are today; commits.

        Raises: ReceivedInFutureError, NoRightAskedError, PersonUnknownError, ItemTakenError, NotFoundError,
            NotAllowedError.
        """
        self._place.require(Permission.TAKE_REQUESTS)
        with self._place.work() as work:
            if request.person_id is not None:
                request = replace(request, person_id=meant(work, self._place.member, request.person_id))
            if request.person_id is not None:
                require_own(work, self._place.member, request.person_id)
            case = self._opening.put(work, request)
            seen = case_seen(work, self._place.member, case)
            work.commit()
        return seen

    def join(self, case_id: CaseId, item_id: ItemId) -> Case:
        """Put an item among the correspondence of an open case; no new clock; commits.

        A second letter in the same matter, a reminder or a complaint belongs to the case that is open.

        Raises: CaseClosedError, ItemTakenError, NotFoundError.
        """
        self._place.require(Permission.TAKE_REQUESTS)
        with self._place.work() as work:
            case = self._open(work, case_id)
            item = require_own_item(self._place.member, work.inbox.get(item_id))
            if item.state is ItemState.CASE_OPENED:
                raise ItemTakenError(item.id)
            letter = self._opening.letter(item.channel, item.received_on, item, "")
            take_item(work, item, case.person_id)
            changed = replace(case, letters=(*case.letters, letter))
            return self._keep(work, changed, Action.CASE_CHANGED, ("letters",))

    def get(self, case_id: CaseId) -> Case:
        """One case. Raises: NotFoundError."""
        self._place.require(Permission.TAKE_REQUESTS)
        with self._place.reading() as records:
            return self._shown(records, records.cases.get(case_id))

    def by_number(self, number: str) -> Case:
        """The case of that number, such as R-2026-0038. Raises: NotFoundError."""
        self._place.require(Permission.TAKE_REQUESTS)
        with self._place.reading() as records:
            case = records.cases.by_number(self._place.number(number))
            if case is None or not self._is_own(records, case):
                raise NotFoundError("case", number)
            return self._shown(records, case)

    def open_cases(self) -> Sequence[Case]:
        """Open cases, most urgent first: by the days left to the earlier of safe and legal date."""
        self._place.require(Permission.TAKE_REQUESTS)
        today = self._place.clock.today()
        with self._place.reading() as records:
            mine = self._mine(records, records.cases.open_cases())
        return sorted(mine, key=lambda case: (case.days_left(today), case.id))

    def closed_this_year(self) -> Sequence[Case]:
        """Cases closed since 1 January, the latest first."""
        self._place.require(Permission.TAKE_REQUESTS)
        new_year = self._place.clock.today().replace(month=1, day=1)
        with self._place.reading() as records:
            return self._mine(records, records.cases.closed_since(new_year))

    def of_person(self, person_id: PersonId) -> Sequence[Case]:
        """All cases of a person, newest first."""
        self._place.require(Permission.TAKE_REQUESTS)
        with self._place.reading() as records:
            require_own(records, self._place.member, person_id)
            cases = self._mine(records, records.cases.of_person(person_id))
        return sorted(cases, key=lambda case: (case.received_on, case.id), reverse=True)

    def page(
        self, case_id: CaseId, purpose: Purpose = Purpose.RIGHTS_REQUEST, *, again: bool = False
    ) -> CasePage:
        """Everything the page shows; the look-up of the person is recorded first, and commits.

        `again` shows the same page anew after an act, without a second look-up.
        """
        self._place.require(Permission.LOOK_UP_PEOPLE)
        if not again:
            self._record_look_up(case_id, purpose)
        with self._place.reading() as records:
            case = self._shown(records, records.cases.get(case_id))
            return build_page(records, self._place, self._opening.clock(records), case)

    def note(self, case_id: CaseId, text: str) -> Case:
        """Add a note to the correspondence; the person may read it; commits.

        Raises: NoteEmptyError, CaseClosedError, NotFoundError.
        """
        self._place.require(Permission.TAKE_REQUESTS)
        with self._place.work() as work:
            case = self._open(work, case_id)
            if not text.strip():
                raise NoteEmptyError
            handed_in = self._place.member.agency_id is not None
            direction = LetterDirection.IN if handed_in else LetterDirection.NOTE
            title = _("Note from the agency") if handed_in else _("Note")
            channel = Channel.COUNTER if handed_in else case.channel
            note = self._line(self._place.clock.today(), direction, channel, title, text)
            changed = replace(case, letters=(*case.letters, note))
            return self._keep(work, changed, Action.CASE_CHANGED, ("notes",))

    def colleagues(self) -> Sequence[StaffMember]:
        """Those of the office who may work on a request, by name."""
        self._place.require(Permission.GRANT_ACCESS)
        with self._place.reading() as records:
            return _colleagues(records)

    def assign(self, case_id: CaseId, staff_id: StaffId | None) -> Case:
        """Give the case to a colleague of the office, or to nobody in particular; commits.

        Raises: AssigneeError, CaseClosedError, NotFoundError.
        """
        self._place.require(Permission.GRANT_ACCESS)
        with self._place.work() as work:
            case = self._open(work, case_id)
            if staff_id is not None and staff_id not in {each.id for each in _colleagues(work)}:
                raise AssigneeError
            changed = replace(case, assigned_to=staff_id)
            return self._keep(work, changed, Action.CASE_ASSIGNED, ("assigned",))

    def keep_draft(self, key: str, values: Mapping[str, str]) -> None:
        """Make what is half typed durable under `key`; no values drop it; needs no audit entry."""
        self._place.require(Permission.TAKE_REQUESTS)
        keep_draft(self._place, key, values)

    def draft(self, key: str) -> Mapping[str, str]:
        """What this member left half typed under `key`; empty when nothing."""
        self._place.require(Permission.TAKE_REQUESTS)
        return read_draft(self._place, key)

    def _record_look_up(self, case_id: CaseId, purpose: Purpose) -> None:
        with self._place.work() as work:
            case = self._seen(work, work.cases.get(case_id))
            record = f"case:{case.id}" if case.person_id is None else f"person:{case.person_id}"
            event = AuditEvent(Action.PERSON_VIEWED, record, (), purpose, reference=case.number)
            work.audit.record(event)
            work.commit()


def _colleagues(records: Records) -> Sequence[StaffMember]:
    """Staff of the office who take requests; an agency clerk works on what was handed in there, unassigned."""
    able = [
        each for each in records.staff.all() if each.may(Permission.TAKE_REQUESTS) and each.agency_id is None
    ]
    return sorted(able, key=lambda each: (each.name.casefold(), each.id))
