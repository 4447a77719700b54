# SPDX-License-Identifier: MIT
"""Objections: what is objected to, grounds noted and weighed, and who wants to be told before the account closes.

Law: GDPR Art. 21; FADP Art. 30(2)(b), 31, 32(2)(a).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from privdesk.domain.audit import Action, AuditEvent, Purpose
from privdesk.domain.case_errors import CaseClosedError, IdentityOpenError, RightNotAskedError
from privdesk.domain.cases import Case, CaseId, Outcome, Right
from privdesk.domain.decisions import right_of, with_answer
from privdesk.domain.errors import NotFoundError
from privdesk.domain.objections import (
    Objection,
    OfficeGroundsMissingError,
    Weighing,
    closing_day,
    outcome_of,
)
from privdesk.domain.people import Channel, PersonId
from privdesk.domain.restriction import RestrictionDateError
from privdesk.domain.staff import Permission
from privdesk.services.case_effects import take_effect
from privdesk.services.own_people import case_seen, own_case
from privdesk.services.ports import Records, UnitOfWork
from privdesk.services.workplace import Workplace


@dataclass(frozen=True, slots=True)
class ClosingWish:
    """Somebody who wants to be told before their account closes."""

    objection: Objection
    person_name: str
    case_number: str
    closes_on: date | None
    """Last day of the last contract, where all have one."""


class Objections:
    """What the office's requests object to."""

    def __init__(self, place: Workplace) -> None:
        self._place = place

    def of_case(self, case_id: CaseId) -> Objection | None:
        """What a request objects to; before anything was noted, advertising. None where it does not object.

        Raises: NotFoundError, NotAllowedError.
        """
        self._place.require(Permission.GRANT_ACCESS)
        with self._place.reading() as records:
            case = records.cases.get(case_id)
            held = records.objections.of_case(case_id)
            asked = right_of(case, Right.OBJECTION)
            return held or (Objection(case.id, case.person_id) if asked is not None else None)

    def note(
        self,
        case_id: CaseId,
        *,
        advertising: bool = True,
        purposes: Sequence[str] = (),
        grounds: str = "",
        tell_before_closing: bool = False,
    ) -> Objection:
        """Note what the person objects to and why, and whether they want to be told before the account closes; commits.

        Advertising stops when it is saved. What was weighed already is changed by an officer only.

        Law: GDPR Art. 21(3); FADP Art. 30(2)(b).

        Raises: RightNotAskedError, CaseClosedError, NotFoundError, NotAllowedError.
        """
        self._place.require(Permission.TAKE_REQUESTS)
        with self._place.work() as work:
            case = self._open(work, case_id)
            before = work.objections.of_case(case_id) or Objection(case.id, case.person_id)
            if before.weighing is not None:
                self._place.require(Permission.DECIDE)
            noted = replace(
                before,
                advertising=advertising,
                purposes=tuple(dict.fromkeys(purposes)),
                grounds=grounds.strip(),
                tell_before_closing=tell_before_closing,
                told_closing_on=before.told_closing_on if tell_before_closing else None,
                told_closing_by=before.told_closing_by if tell_before_closing else None,
            )
            work.objections.put(noted)
            if advertising:
                take_effect(work, self._place, case, Right.OBJECTION, Outcome.GRANTED)
            self._record(work, Action.OBJECTION_NOTED, case)
            work.commit()
        return noted

    def weigh(self, case_id: CaseId, weighing: Weighing, office_grounds: str = "") -> Case:
        """Weigh the grounds of both sides, and decide the right by what they weigh; commits.

        The office bears the burden: without grounds of its own it cannot go on. Advertising ends in any case.

        Law: GDPR Art. 21(1), 21(3); FADP Art. 31.

        Raises: OfficeGroundsMissingError, AdvertisingAbsoluteError, IdentityOpenError, RightNotAskedError,
            CaseClosedError, NotFoundError, NotAllowedError.
        """
        self._place.require(Permission.DECIDE)
        with self._place.work() as work:
            case = self._open(work, case_id)
            objection = work.objections.of_case(case_id) or Objection(case.id, case.person_id)
            outcome = outcome_of(objection, weighing)
            if weighing is not Weighing.PERSON and not office_grounds.strip():
                raise OfficeGroundsMissingError
            if outcome is not Outcome.REFUSED and not objection.advertising and not case.identity_stands:
                raise IdentityOpenError
            now, member = self._place.clock.now(), self._place.member
            weighed = replace(
                objection,
                weighing=weighing,
                office_grounds=office_grounds.strip(),
                weighed_at=now,
                weighed_by=member.id,
            )
            work.objections.put(weighed)
            take_effect(work, self._place, case, Right.OBJECTION, outcome)
            told = with_answer(case, Right.OBJECTION, outcome)
            decided = self._decided(told, outcome, office_grounds.strip())
            work.cases.change(decided)
            self._record(work, Action.OBJECTION_WEIGHED, case, (weighing.value, outcome.value))
            shown = case_seen(work, member, decided)
            work.commit()
        return shown

    def closing_wishes(self) -> Sequence[ClosingWish]:
        """Whose contract has an end and who is still to be told before, the soonest first. Raises: NotAllowedError."""
        self._place.require(Permission.GRANT_ACCESS)
        with self._place.reading() as records:
            return closing_wishes(records)

    def told_closing(self, case_id: CaseId, on: date, channel: Channel) -> Objection:
        """Note that the person was told before the account closes; commits.

        Raises: NotFoundError where nobody asked for it, RestrictionDateError, NotAllowedError.
        """
        self._place.require(Permission.GRANT_ACCESS)
        with self._place.work() as work:
            case, held = work.cases.get(case_id), work.objections.of_case(case_id)
            if held is None or not held.tell_before_closing:
                raise NotFoundError("objection", str(case_id))
            today = self._place.clock.today()
            if not case.received_on <= on <= today:
                raise RestrictionDateError(on, today)
            told = replace(held, told_closing_on=on, told_closing_by=channel)
            work.objections.put(told)
            self._record(work, Action.CLOSING_TOLD, case, (channel.value,))
            work.commit()
        return told

    def _open(self, records: Records, case_id: CaseId) -> Case:
        case = records.cases.get(case_id)
        if not own_case(records, self._place.member, case):
            raise NotFoundError("case", str(case_id))
        if case.closed_on is not None:
            raise CaseClosedError
        if right_of(case, Right.OBJECTION) is None:
            raise RightNotAskedError(Right.OBJECTION)
        return case

    def _decided(self, case: Case, outcome: Outcome, reason: str) -> Case:
        now, member = self._place.clock.now(), self._place.member
        rights = tuple(
            replace(each, outcome=outcome, reason=reason, decided_at=now, decided_by=member.id)
            if each.right is Right.OBJECTION
            else each
            for each in case.rights
        )
        return replace(case, rights=rights)

    def _record(self, work: UnitOfWork, action: Action, case: Case, fields: tuple[str, ...] = ()) -> None:
        event = AuditEvent(action, f"case:{case.id}", fields, Purpose.RIGHTS_REQUEST, reference=case.number)
        work.audit.record(event)


def closing_wish(records: Records, person_id: PersonId) -> Objection | None:
    """The wish of this person to be told before the account closes, while they are not told; for plans of erasure."""
    return next((each for each in records.objections.of_person(person_id) if each.must_be_told), None)


def closing_wishes(records: Records) -> Sequence[ClosingWish]:
    """Who is still to be told before an account closes, as far as its end is known, the soonest first."""
    found = []
    waiting = records.objections.to_tell_before_closing()
    people = records.people.many({each.person_id for each in waiting if each.person_id is not None})
    for objection in waiting:
        if objection.person_id is None or objection.person_id not in people:
            continue
        day = closing_day(tuple(records.contracts.of_person(objection.person_id)))
        if day is not None:
            case = records.cases.get(objection.case_id)
            found.append(ClosingWish(objection, people[objection.person_id].name, case.number, day))
    return sorted(found, key=lambda wish: (wish.closes_on or date.max, wish.case_number))
