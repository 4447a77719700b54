# SPDX-License-Identifier: MIT
"""Objections: what is objected to, the grounds of both sides and what they weigh, and the wish to be told first.

Advertising ends with the objection, whatever the office's grounds; everything else is weighed.

Law: GDPR Art. 21(1)–(3); FADP Art. 30(2)(b), 31, 32(2)(a).
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from privdesk.domain.cases import CaseId, Outcome
from privdesk.domain.errors import PrivdeskError
from privdesk.domain.people import Channel, Contract, PersonId
from privdesk.domain.vault import StaffId


class Weighing(StrEnum):
    """Whose grounds weigh more."""

    PERSON = "person"
    """The person's, or the office shows none that compel: processing ends."""
    OFFICE = "office"
    """Compelling legitimate grounds of the office override. Law: GDPR Art. 21(1)."""
    CLAIMS = "claims"
    """Needed to establish, exercise or defend legal claims. Law: GDPR Art. 21(1)."""


@dataclass(frozen=True, slots=True)
class Objection:
    """What one request objects to; one a request."""

    case_id: CaseId
    person_id: PersonId | None
    advertising: bool = True
    """Against advertising: absolute, acts when it is saved."""
    purposes: tuple[str, ...] = ()
    """Keys of other purposes objected to."""
    grounds: str = ""
    """The person's grounds, in their words."""
    tell_before_closing: bool = False
    """The person wants to be told before the account is closed."""
    told_closing_on: date | None = None
    told_closing_by: Channel | None = None
    weighing: Weighing | None = None
    office_grounds: str = ""
    weighed_at: datetime | None = None
    """Aware, UTC."""
    weighed_by: StaffId | None = None

    @property
    def only_advertising(self) -> bool:
        """Whether nothing is to be weighed."""
        return self.advertising and not self.purposes and not self.grounds.strip()

    @property
    def must_be_told(self) -> bool:
        """Whether the person is still to be told before the account closes."""
        return self.tell_before_closing and self.told_closing_on is None


class AdvertisingAbsoluteError(PrivdeskError):
    """An objection to advertising is never refused or weighed. Law: GDPR Art. 21(3)."""


class GroundsNotWeighedError(PrivdeskError):
    """An objection is refused only after the grounds of both sides were recorded and weighed."""


class OfficeGroundsMissingError(PrivdeskError):
    """Processing goes on only for grounds that the office shows; it bears the burden. Law: GDPR Art. 21(1)."""


def outcome_of(objection: Objection, weighing: Weighing) -> Outcome:
    """What the weighing comes to: advertising always ends, the rest only where the office shows no grounds.

    Raises: AdvertisingAbsoluteError where nothing but advertising is objected to and the office would go on.
    """
    if weighing is Weighing.PERSON:
        return Outcome.GRANTED
    if objection.only_advertising:
        raise AdvertisingAbsoluteError
    return Outcome.PARTLY if objection.advertising else Outcome.REFUSED


def require_weighed(objection: Objection | None, outcome: Outcome) -> None:
    """Refuse an outcome against the person that no weighing carries. Raises: AdvertisingAbsoluteError, GroundsNotWeighedError."""
    if outcome not in {Outcome.REFUSED, Outcome.PARTLY}:
        return
    if objection is not None and objection.only_advertising:
        raise AdvertisingAbsoluteError
    if objection is None or objection.weighing in (None, Weighing.PERSON):
        raise GroundsNotWeighedError
    if objection.advertising and outcome is Outcome.REFUSED:
        raise AdvertisingAbsoluteError


def closing_day(contracts: tuple[Contract, ...]) -> date | None:
    """The last day of the account: the latest end where every contract has one; None while one runs."""
    ends = [contract.end for contract in contracts]
    known = [end for end in ends if end is not None]
    return max(known) if known and len(known) == len(ends) else None
