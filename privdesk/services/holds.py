# SPDX-License-Identifier: MIT
"""Holds: setting, lifting and listing what must stay.

Law: GDPR Art. 17(3)(e); FADP Art. 6(4).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from privdesk.domain.audit import Action, AuditEvent
from privdesk.domain.erasure_plan import CONTACT, GroupUnknownError
from privdesk.domain.holds import (
    Hold,
    HoldId,
    HoldLiftedError,
    HoldOfRestrictionError,
    HoldReasonMissingError,
    require_sound_hold,
)
from privdesk.domain.people import PersonId
from privdesk.domain.staff import Permission
from privdesk.services.office import catalogue_of
from privdesk.services.own_people import require_own
from privdesk.services.ports import Records, UnitOfWork
from privdesk.services.workplace import Workplace


@dataclass(frozen=True, slots=True)
class HoldLine:
    """One hold as it is listed."""

    hold: Hold
    person_name: str
    set_by: str
    """Name of the member of staff."""
    to_review: bool


class Holds:
    """What must stay, whatever a rule or a request says."""

    def __init__(self, place: Workplace) -> None:
        self._place = place

    def set(self, person_id: PersonId, reason: str, review_on: date, groups: Collection[str] = ()) -> Hold:
        """Keep a person's data from erasure and disposal, all of them or the named groups; commits.

        Raises: HoldReasonMissingError, HoldReviewError, GroupUnknownError, NotFoundError, NotAllowedError.
        """
        self._place.require(Permission.MANAGE_RETENTION)
        require_sound_hold(reason, review_on, self._place.clock.today())
        with self._place.work() as work:
            require_own(work, self._place.member, person_id)
            work.people.get(person_id)
            _require_known(work, groups)
            hold = work.holds.add(
                Hold(
                    HoldId(0),
                    person_id,
                    frozenset(groups),
                    reason.strip(),
                    review_on,
                    self._place.clock.now(),
                    self._place.member.id,
                )
            )
            self._note(work, Action.HOLD_SET, hold)
            work.commit()
        return hold

    def name_of(self, person_id: PersonId) -> str:
        """Whose data a hold would keep, by name. Raises: NotFoundError, NotAllowedError."""
        self._place.require(Permission.MANAGE_RETENTION)
        with self._place.reading() as records:
            require_own(records, self._place.member, person_id)
            return records.people.get(person_id).name

    def lift(self, hold_id: HoldId, reason: str) -> Hold:
        """Let the rules act again; commits.

        Raises: HoldReasonMissingError, HoldLiftedError, HoldOfRestrictionError, NotFoundError, NotAllowedError.
        """
        self._place.require(Permission.MANAGE_RETENTION)
        if not reason.strip():
            raise HoldReasonMissingError
        with self._place.work() as work:
            held = work.holds.get(hold_id)
            if not held.stands:
                raise HoldLiftedError
            if any(
                each.in_force and each.hold_id == held.id
                for each in work.restrictions.of_person(held.person_id)
            ):
                raise HoldOfRestrictionError
            lifted = replace(
                held,
                lifted_at=self._place.clock.now(),
                lifted_by=self._place.member.id,
                lift_reason=reason.strip(),
            )
            work.holds.change(lifted)
            self._note(work, Action.HOLD_LIFTED, lifted)
            work.commit()
        return lifted

    def keep_until(self, hold_id: HoldId, review_on: date) -> Hold:
        """Note that a hold is still needed, and when somebody looks at it again; commits.

        Law: GDPR Art. 5(1)(e), 17(3)(e); FADP Art. 6(4).

        Raises: HoldLiftedError, HoldReviewError, NotFoundError, NotAllowedError.
        """
        self._place.require(Permission.MANAGE_RETENTION)
        with self._place.work() as work:
            held = work.holds.get(hold_id)
            if not held.stands:
                raise HoldLiftedError
            require_sound_hold(held.reason, review_on, self._place.clock.today())
            kept = replace(held, review_on=review_on)
            work.holds.change(kept)
            self._note(work, Action.HOLD_REVIEWED, kept)
            work.commit()
        return kept

    def standing(self) -> Sequence[HoldLine]:
        """Every hold that stands, the one to be reviewed next first. Raises: NotAllowedError."""
        self._place.require(Permission.MANAGE_RETENTION)
        with self._place.reading() as records:
            return self._lines(records, records.holds.standing())

    def of_person(self, person_id: PersonId) -> Sequence[HoldLine]:
        """A person's holds, lifted ones too, those that stand first. Raises: NotAllowedError."""
        self._place.require(Permission.MANAGE_RETENTION)
        with self._place.reading() as records:
            return self._lines(records, records.holds.of_person(person_id))

    def _lines(self, records: Records, holds: Sequence[Hold]) -> Sequence[HoldLine]:
        people = records.people.many({hold.person_id for hold in holds})
        staff = {each.id: each.name for each in records.staff.all()}
        today = self._place.clock.today()
        return [
            HoldLine(
                hold,
                people[hold.person_id].name if hold.person_id in people else "",
                staff.get(hold.set_by, ""),
                hold.to_review(today),
            )
            for hold in holds
        ]

    def _note(self, work: UnitOfWork, action: Action, hold: Hold) -> None:
        groups = tuple(sorted(hold.groups))
        work.audit.record(AuditEvent(action, f"person:{hold.person_id}", groups, reference=f"hold:{hold.id}"))


def _require_known(records: Records, groups: Collection[str]) -> None:
    known = {group.key for group in catalogue_of(records).groups} | {CONTACT}
    for group in sorted(groups):
        if group not in known:
            raise GroupUnknownError(group)
