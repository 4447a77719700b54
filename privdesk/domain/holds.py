# SPDX-License-Identifier: MIT
"""Holds: data that must stay, whatever a rule or a request says, until somebody lifts it.

Law: GDPR Art. 17(3)(e), 18(2); FADP Art. 6(4) – what a claim or a proceeding needs is kept, and looked at again.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NewType

from privdesk.domain.errors import PrivdeskError
from privdesk.domain.people import PersonId
from privdesk.domain.vault import StaffId

HoldId = NewType("HoldId", int)
LONGEST_REVIEW = timedelta(days=366)
"""A hold is looked at again within a year."""


_WITHIN = {"contact": "identity"}
"""Parts of a data group that plans tell apart."""


def named_for(group: str) -> frozenset[str]:
    """The names under which a hold keeps this group: its own, and that of the group it is a part of."""
    return frozenset({group, _WITHIN.get(group, group)})


@dataclass(frozen=True, slots=True)
class Hold:
    """One hold on a person's data. Moments are aware, UTC."""

    id: HoldId
    person_id: PersonId
    groups: frozenset[str]
    """Data groups of the catalogue that stay; none named = everything."""
    reason: str
    review_on: date
    """The day by which somebody looks whether it is still needed; it does not end by itself."""
    set_at: datetime
    set_by: StaffId
    lifted_at: datetime | None = None
    lifted_by: StaffId | None = None
    lift_reason: str = ""

    @property
    def stands(self) -> bool:
        """Whether nobody has lifted it."""
        return self.lifted_at is None

    def covers(self, group: str) -> bool:
        """Whether this data group must stay; who somebody is holds the contact details as well."""
        return self.stands and (not self.groups or not self.groups.isdisjoint(named_for(group)))

    def to_review(self, today: date) -> bool:
        """Whether somebody should look at it now."""
        return self.stands and self.review_on <= today


def hold_on(holds: Iterable[Hold], group: str) -> Hold | None:
    """The hold that keeps this data group, the one to be reviewed last if there are several."""
    covering = [hold for hold in holds if hold.covers(group)]
    return max(covering, key=lambda hold: (hold.review_on, hold.id), default=None)


def refuse_held(holds: Sequence[Hold], groups: Collection[str] | None) -> None:
    """Refuse to let anything go on which a hold stands; `groups` None = the whole person. Raises: OpenHoldError."""
    for hold in holds:
        if hold.stands and (groups is None or any(hold.covers(group) for group in groups)):
            raise OpenHoldError(hold)


def require_sound_hold(reason: str, review_on: date, today: date) -> None:
    """Refuse a hold without a reason, or one that nobody would look at again within a year.

    Raises: HoldReasonMissingError, HoldReviewError.
    """
    if not reason.strip():
        raise HoldReasonMissingError
    if not today < review_on <= today + LONGEST_REVIEW:
        raise HoldReviewError(review_on, today + LONGEST_REVIEW)


class OpenHoldError(PrivdeskError):
    """Data on which a hold stands are neither erased nor disposed of."""

    def __init__(self, hold: Hold) -> None:
        super().__init__(str(hold.id))
        self.hold = hold


class HoldReasonMissingError(PrivdeskError):
    """Who sets or lifts a hold says why."""


class HoldReviewError(PrivdeskError):
    """The day of review lies in the past or too far away."""

    def __init__(self, day: date, latest: date) -> None:
        super().__init__(day.isoformat())
        self.day, self.latest = day, latest


class HoldLiftedError(PrivdeskError):
    """This hold was lifted already."""


class HoldOfRestrictionError(PrivdeskError):
    """This hold stands as long as the restriction that asked for it."""
