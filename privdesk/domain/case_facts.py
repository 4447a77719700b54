# SPDX-License-Identifier: MIT
"""What a request may carry besides its rights: who speaks for the person, a fee, what kind of matter it is."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from privdesk.domain.inbox import DocumentId
from privdesk.domain.reckoning import Fee
from privdesk.domain.regimes import ChargeKind, ClockKind
from privdesk.domain.rights import Right
from privdesk.domain.vault import StaffId


class CaseKind(StrEnum):
    """What kind of matter a case is; each kind has its own clock."""

    REQUEST = "request"
    COMPLAINT = "complaint"
    """About us, to us. Law: DPA 2018 s. 164A (UK): receipt is confirmed within 30 days."""
    OPT_OUT = "opt_out"
    """Of sale or sharing. Law: 11 CCR 7026(f): 15 business days."""

    @property
    def clock(self) -> ClockKind:
        """The clock of this kind."""
        return _CLOCKS[self]


_CLOCKS = {
    CaseKind.REQUEST: ClockKind.REQUEST,
    CaseKind.COMPLAINT: ClockKind.COMPLAINT,
    CaseKind.OPT_OUT: ClockKind.OPT_OUT,
}


class RepresentativeKind(StrEnum):
    """Why somebody may speak for the person."""

    GUARDIAN = "guardian"
    AGENCY = "agency"
    LAWYER = "lawyer"
    POWER_OF_ATTORNEY = "power_of_attorney"


@dataclass(frozen=True, slots=True)
class Representative:
    """Who speaks for the person, for which rights and until when, and the paper that says so."""

    kind: RepresentativeKind
    name: str
    scope: frozenset[Right]
    """The rights they may ask and receive answers for; never empty."""
    document: str
    """The paper that was seen, such as `power of attorney of 4 Mar 2026`; empty while it is asked for."""
    valid_until: date | None = None
    """Last day of the authority; None: until it is withdrawn."""
    document_id: DocumentId | None = None
    """The scan of it, where one was kept."""
    recorded_at: datetime | None = None
    recorded_by: StaffId | None = None

    @property
    def proven(self) -> bool:
        """Whether a paper was seen that gives the authority."""
        return bool(self.document.strip())

    def expired(self, day: date) -> bool:
        """Whether the authority is over on `day`."""
        return self.valid_until is not None and day > self.valid_until


@dataclass(frozen=True, slots=True)
class CaseFee:
    """A fee told to the person; `minor` in hundredths of `currency` (ISO 4217)."""

    kind: ChargeKind
    minor: int
    currency: str
    told: date
    reason: str
    """Why, as the person may read it."""
    proof: str = ""
    """For a manifestly unfounded or excessive request: what shows it."""
    confirmed: date | None = None
    lapsed: bool = False
    """The time to confirm went by: the request counts as withdrawn, without cost."""

    @property
    def clock_fee(self) -> Fee:
        """The fee as the clock sees it."""
        return Fee(self.told, self.confirmed, self.lapsed)
