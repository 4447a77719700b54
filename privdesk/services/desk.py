# SPDX-License-Identifier: MIT
"""Everything a signed-in member of staff can do, by task area."""

from dataclasses import dataclass

from privdesk.services.account import Account
from privdesk.services.agencies import Agencies
from privdesk.services.approvals import Approvals
from privdesk.services.audit_log import AuditLog
from privdesk.services.backups import Backups
from privdesk.services.calls import Calls
from privdesk.services.capture import Capture
from privdesk.services.catalogue_desk import CatalogueDesk
from privdesk.services.catalogue_papers import CataloguePapers
from privdesk.services.checking import Checking
from privdesk.services.clock import OfficeClock
from privdesk.services.computers import Computers
from privdesk.services.duplicates import Duplicates
from privdesk.services.erasure import Erasure
from privdesk.services.figures import Figures
from privdesk.services.half_typed import HalfTyped
from privdesk.services.holds import Holds
from privdesk.services.imports import Imports
from privdesk.services.inbox import Inbox
from privdesk.services.letterhead import LetterSettings
from privdesk.services.letters import Letters
from privdesk.services.objections import Objections
from privdesk.services.office import OfficeDesk
from privdesk.services.people import People
from privdesk.services.portability import Portability
from privdesk.services.processing import ProcessingRecords
from privdesk.services.reports import Reports
from privdesk.services.requests import Requests
from privdesk.services.restrictions import Restrictions
from privdesk.services.retention import Retention
from privdesk.services.session import Session
from privdesk.services.staff import Staff
from privdesk.services.tellings import Tellings
from privdesk.services.today import Today
from privdesk.services.watch import WatchedFolder


@dataclass(frozen=True, slots=True)
class Desk:
    """The open desk: built by `bootstrap.build_desk()` after unlocking, dropped on locking."""

    session: Session
    clock: OfficeClock
    today: Today
    inbox: Inbox
    watch: WatchedFolder
    capture: Capture
    people: People
    duplicates: Duplicates
    agencies: Agencies
    imports: Imports
    calls: Calls
    requests: Requests
    reports: Reports
    portability: Portability
    restrictions: Restrictions
    objections: Objections
    tellings: Tellings
    office: OfficeDesk
    audit: AuditLog
    half_typed: HalfTyped
    approvals: Approvals
    backups: Backups | None = None
    """None where the desk was opened without signing in, as in tests."""
    account: Account | None = None
    """None where the desk was opened without signing in, as in tests."""
    staff: Staff | None = None
    """None as for `account`."""
    checking: Checking | None = None
    """None as `account`."""
    holds: Holds | None = None
    """None as `account`."""
    erasure: Erasure | None = None
    """None as `account`."""
    computers: Computers | None = None
    """None as `account`."""
    letters: Letters | None = None
    """None as `account`."""
    letter_settings: LetterSettings | None = None
    """None as `account`."""
    catalogue: CatalogueDesk | None = None
    """None as `account`."""
    catalogue_papers: CataloguePapers | None = None
    """None as `account`."""
    agency_papers: CataloguePapers | None = None
    """None as `account`."""
    retention: Retention | None = None
    """None as `account`."""
    figures: Figures | None = None
    """None as `account`."""
    processing: ProcessingRecords | None = None
    """None as `account`."""
