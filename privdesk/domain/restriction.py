# SPDX-License-Identifier: MIT
"""Restriction: data that may only be stored, why and since when, what is still allowed, and how it ends.

Law: GDPR Art. 18; FADP Art. 32(2)(a)–(b) and the note of dispute of 32(3).
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NewType

from privdesk.domain.cases import CaseId
from privdesk.domain.errors import PrivdeskError
from privdesk.domain.holds import HoldId
from privdesk.domain.people import Channel, PersonId
from privdesk.domain.vault import StaffId

RestrictionId = NewType("RestrictionId", int)


class RestrictionGround(StrEnum):
    """Why use is restricted."""

    ACCURACY = "accuracy"
    """The person says the data are wrong, until that is checked. Law: GDPR Art. 18(1)(a)."""
    UNLAWFUL = "unlawful"
    """Use is unlawful, and the person wants no erasure. Law: GDPR Art. 18(1)(b)."""
    CLAIMS = "claims"
    """The person needs them for legal claims. Law: GDPR Art. 18(1)(c)."""
    OBJECTION = "objection"
    """The person objected, until the grounds are weighed. Law: GDPR Art. 18(1)(d)."""
    DISPUTE = "dispute"
    """Neither right nor wrong can be shown. Law: FADP Art. 32(3)."""
    KEPT_BY_LAW = "kept_by_law"
    """Asked to be erased, but a law has them kept. Law: GDPR Art. 17(3)(b); FADP Art. 31(1)."""
    ASKED = "asked"
    """The person asked for it; the request says why. Law: FADP Art. 30(2)(b), 32(2)(a)–(b)."""


HOLDING = frozenset({RestrictionGround.UNLAWFUL, RestrictionGround.CLAIMS})
"""Grounds for which the person wants the data kept: they are neither erased nor disposed of meanwhile."""


class AllowedUse(StrEnum):
    """For what restricted data may be used all the same. Law: GDPR Art. 18(2)."""

    CONSENT = "consent"
    LEGAL_CLAIMS = "legal_claims"
    RIGHTS_OF_OTHERS = "rights_of_others"
    PUBLIC_INTEREST = "public_interest"


@dataclass(frozen=True, slots=True)
class Restriction:
    """One restriction from its setting to its lifting; the person's mark says whether one is in force."""

    id: RestrictionId
    person_id: PersonId
    ground: RestrictionGround
    since: date
    set_at: datetime
    """Aware, UTC."""
    set_by: StaffId
    case_id: CaseId | None = None
    note: str = ""
    told_on: date | None = None
    """Day on which the person was told that it will be lifted. Law: GDPR Art. 18(3)."""
    told_by: Channel | None = None
    lifted_on: date | None = None
    lifted_by: StaffId | None = None
    lifted_because: str = ""
    hold_id: HoldId | None = None
    """The hold that keeps the data, where the ground asks for one. Law: GDPR Art. 18(1)(b)–(c)."""

    @property
    def in_force(self) -> bool:
        """Whether it holds."""
        return self.lifted_on is None


@dataclass(eq=False)
class PersonRestrictedError(PrivdeskError):
    """Use of this person's data is restricted: they are stored and given to the person, nothing else."""

    person_id: PersonId
    since: date | None


class RestrictedAlreadyError(PrivdeskError):
    """Use of these data is restricted already."""


class NotRestrictedError(PrivdeskError):
    """Use of these data is not restricted."""


class NotToldBeforeLiftingError(PrivdeskError):
    """The person is told before a restriction is lifted, and has not been."""


@dataclass(eq=False)
class RestrictionDateError(PrivdeskError):
    """A restriction begins and the person is told between the setting and today."""

    on: date
    today: date
