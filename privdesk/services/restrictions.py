# SPDX-License-Identifier: MIT
"""Restricting the use of a person's data, telling the person, lifting it.

Law: GDPR Art. 18 and 19; FADP Art. 32(2)–(4).
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from privdesk.domain.audit import Action, AuditEvent, Purpose
from privdesk.domain.case_errors import CaseOfOtherPersonError, PersonUnknownError, ReasonMissingError
from privdesk.domain.cases import Case, CaseId
from privdesk.domain.holds import Hold, HoldId
from privdesk.domain.people import Channel, Person, PersonId
from privdesk.domain.restriction import (
    HOLDING,
    NotRestrictedError,
    NotToldBeforeLiftingError,
    RestrictedAlreadyError,
    Restriction,
    RestrictionDateError,
    RestrictionGround,
    RestrictionId,
)
from privdesk.domain.staff import Permission
from privdesk.domain.tellings import TellingCause
from privdesk.i18n import _
from privdesk.services.own_people import require_own
from privdesk.services.ports import Records, UnitOfWork
from privdesk.services.tellings import all_groups, note_tellings
from privdesk.services.workplace import Workplace


class Restrictions:
    """Restrictions of the people on file."""

    def __init__(self, place: Workplace) -> None:
        self._place = place

    def of_person(self, person_id: PersonId) -> Sequence[Restriction]:
        """Every restriction of a person, the newest first. Raises: NotAllowedError, NotFoundError."""
        self._place.require(Permission.GRANT_ACCESS)
        with self._place.reading() as records:
            require_own(records, self._place.member, person_id)
            return records.restrictions.of_person(person_id)

    def set(
        self,
        person_id: PersonId,
        ground: RestrictionGround,
        *,
        since: date | None = None,
        case_id: CaseId | None = None,
        note: str = "",
    ) -> Restriction:
        """Restrict use from now on; acts at once everywhere, and notes which recipients must be told; commits.

        `since`: the day from which it holds, today where not given. `note`: the office's own words.

        Law: GDPR Art. 18(1), 19; FADP Art. 32(2)(a)–(b), 32(3).

        Raises: RestrictedAlreadyError, RestrictionDateError, CaseOfOtherPersonError, NotFoundError, NotAllowedError.
        """
        self._place.require(Permission.DECIDE)
        with self._place.work() as work:
            require_own(work, self._place.member, person_id)
            person, case = work.people.get(person_id), _case_of(work, case_id, person_id)
            if person.restricted_since is not None:
                raise RestrictedAlreadyError
            done = restrict(work, self._place, person, ground, since=since, case=case, note=note)
            work.commit()
        return done

    def tell(self, person_id: PersonId, on: date, channel: Channel) -> Restriction:
        """Note that the person was told that the restriction will be lifted; commits. Law: GDPR Art. 18(3).

        Raises: NotRestrictedError, RestrictionDateError, NotFoundError, NotAllowedError.
        """
        self._place.require(Permission.DECIDE)
        with self._place.work() as work:
            held = self._in_force(work, person_id)
            today = self._place.clock.today()
            if not held.since <= on <= today:
                raise RestrictionDateError(on, today)
            told = replace(held, told_on=on, told_by=channel)
            work.restrictions.change(told)
            work.audit.record(_event(Action.RESTRICTION_TOLD, work, told, (channel.value,)))
            work.commit()
        return told

    def lift(self, person_id: PersonId, reason: str) -> Restriction:
        """Lift the restriction, after the person was told; notes which recipients must be told; commits.

        Law: GDPR Art. 18(3), 19.

        Raises: NotToldBeforeLiftingError, NotRestrictedError, ReasonMissingError, NotFoundError, NotAllowedError.
        """
        self._place.require(Permission.DECIDE)
        if not reason.strip():
            raise ReasonMissingError
        with self._place.work() as work:
            held = self._in_force(work, person_id)
            if held.told_on is None:
                raise NotToldBeforeLiftingError
            today, member = self._place.clock.today(), self._place.member
            lifted = replace(held, lifted_on=today, lifted_by=member.id, lifted_because=reason.strip())
            work.restrictions.change(lifted)
            person = work.people.get(person_id)
            work.people.mark(
                person_id, restricted_since=None, no_advertising_since=person.no_advertising_since
            )
            if held.hold_id is not None:
                self._release(work, held.hold_id, reason.strip())
            case = work.cases.get(held.case_id) if held.case_id is not None else None
            groups = all_groups(work)
            note_tellings(work, self._place, person_id, TellingCause.RESTRICTION_LIFTED, groups, case=case)
            work.audit.record(_event(Action.RESTRICTION_LIFTED, work, lifted))
            work.commit()
        return lifted

    def _release(self, work: UnitOfWork, hold_id: HoldId, reason: str) -> None:
        """The hold that the restriction asked for ends with it."""
        hold = work.holds.get(hold_id)
        if hold.stands:
            now, by = self._place.clock.now(), self._place.member.id
            work.holds.change(replace(hold, lifted_at=now, lifted_by=by, lift_reason=reason))
            work.audit.record(AuditEvent(Action.HOLD_LIFTED, f"person:{hold.person_id}"))

    def _in_force(self, work: UnitOfWork, person_id: PersonId) -> Restriction:
        """The restriction that holds; one set elsewhere, such as by a merge or a restore, gets its line here."""
        require_own(work, self._place.member, person_id)
        person = work.people.get(person_id)
        if person.restricted_since is None:
            raise NotRestrictedError
        held = next((each for each in work.restrictions.of_person(person_id) if each.in_force), None)
        if held is not None:
            return held
        now, member = self._place.clock.now(), self._place.member
        return work.restrictions.add(
            Restriction(
                RestrictionId(0),
                person_id,
                RestrictionGround.ASKED,
                person.restricted_since,
                now,
                member.id,
            )
        )


def restrict(
    work: UnitOfWork,
    place: Workplace,
    person: Person,
    ground: RestrictionGround,
    *,
    since: date | None = None,
    case: Case | None = None,
    note: str = "",
) -> Restriction:
    """Set the mark and its line, and note who must be told, within the running transaction. Raises: RestrictionDateError."""
    today, day = place.clock.today(), since or place.clock.today()
    if day > today:
        raise RestrictionDateError(day, today)
    done = work.restrictions.add(
        Restriction(
            RestrictionId(0),
            person.id,
            ground,
            day,
            place.clock.now(),
            place.member.id,
            case.id if case is not None else None,
            note.strip(),
            hold_id=_hold(work, place, person.id, ground),
        )
    )
    work.people.mark(person.id, restricted_since=day, no_advertising_since=person.no_advertising_since)
    note_tellings(work, place, person.id, TellingCause.RESTRICTED, all_groups(work), case=case)
    work.audit.record(_event(Action.RESTRICTION_SET, work, done, (ground.value,)))
    return done


def _hold(
    work: UnitOfWork, place: Workplace, person_id: PersonId, ground: RestrictionGround
) -> HoldId | None:
    """The hold that keeps what the person needs, where the ground asks for one. Law: GDPR Art. 18(1)(b)–(c)."""
    if ground not in HOLDING:
        return None
    why = {
        RestrictionGround.CLAIMS: _("Use is restricted: the person needs these data for legal claims."),
        RestrictionGround.UNLAWFUL: _("Use is restricted: the person wants no erasure."),
    }[ground]
    now, review = place.clock.now(), place.clock.today() + timedelta(days=365)
    hold = work.holds.add(Hold(HoldId(0), person_id, frozenset(), why, review, now, place.member.id))
    work.audit.record(AuditEvent(Action.HOLD_SET, f"person:{person_id}"))
    return hold.id


def _event(
    action: Action, records: Records, restriction: Restriction, fields: tuple[str, ...] = ()
) -> AuditEvent:
    number = records.cases.get(restriction.case_id).number if restriction.case_id is not None else ""
    record = f"person:{restriction.person_id}"
    return AuditEvent(action, record, fields, Purpose.RIGHTS_REQUEST, reference=number)


def _case_of(records: Records, case_id: CaseId | None, person_id: PersonId) -> Case | None:
    """The request it rests on. Raises: CaseOfOtherPersonError, PersonUnknownError, NotFoundError."""
    if case_id is None:
        return None
    case = records.cases.get(case_id)
    if case.person_id is None:
        raise PersonUnknownError
    if case.person_id != person_id:
        raise CaseOfOtherPersonError
    return case
