# SPDX-License-Identifier: MIT
"""The consent ledger: what was agreed to, withdrawn, when and by which form."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from privdesk.domain.errors import PrivdeskError
from privdesk.domain.people import PersonId
from privdesk.domain.vault import StaffId


class ConsentState(StrEnum):
    """Given or withdrawn."""

    GIVEN = "given"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class ConsentEntry:
    """One line of the ledger; the newest line of a purpose is in force.

    Law: GDPR Art. 7(1) and 7(3); FADP Art. 6(6)–(7).
    """

    person_id: PersonId
    purpose: str
    """Purpose key of the catalogue."""
    state: ConsentState
    on: date
    form: str
    """Form or case number by which it came."""
    wording: str
    """The words that were agreed to."""
    notice_version: str
    recorded_at: datetime
    recorded_by: StaffId


@dataclass(eq=False)
class ConsentDateError(PrivdeskError):
    """A consent is given or withdrawn today at the latest."""

    on: date
    today: date
