# SPDX-License-Identifier: MIT
"""A whole desk over real encrypted records for tests of pages: every service, files kept in memory."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from privdesk.domain.agencies import AgencyId
from privdesk.domain.staff import Role
from privdesk.services.agencies import Agencies
from privdesk.services.approvals import Approvals
from privdesk.services.audit_log import AuditLog
from privdesk.services.calls import Calls
from privdesk.services.capture import Capture
from privdesk.services.catalogue_desk import CatalogueDesk
from privdesk.services.catalogue_papers import CataloguePapers
from privdesk.services.desk import Desk
from privdesk.services.duplicates import Duplicates
from privdesk.services.half_typed import HalfTyped
from privdesk.services.imports import Imports
from privdesk.services.inbox import Inbox
from privdesk.services.objections import Objections
from privdesk.services.office import OfficeDesk
from privdesk.services.people import People
from privdesk.services.portability import Portability
from privdesk.services.reports import Reports
from privdesk.services.requests import Requests
from privdesk.services.restrictions import Restrictions
from privdesk.services.tellings import Tellings
from privdesk.services.today import Today
from privdesk.services.watch import WatchedFolder
from privdesk.services.workplace import Workplace
from tests.unit.services import places


@dataclass
class RealDesk:
    """The desk of one member of staff, and the records behind it."""

    behind: places.Desk
    desk: Desk

    def for_roles(self, *roles: Role, agency: AgencyId | None = None) -> Desk:
        """The same records, opened by somebody with other roles."""
        return desk_at(self.behind.as_member(*roles, agency=agency))


def real_desk(folder: Path) -> RealDesk:
    """New records; close with `close()`."""
    behind = places.open_desk(folder)
    return RealDesk(behind, desk_at(behind.place))


def desk_at(place: Workplace) -> Desk:
    """Every service at one workplace; reports are not rendered."""
    inbox = Inbox(place)
    return Desk(
        session=place.session,
        clock=place.clock,
        today=Today(place),
        inbox=inbox,
        watch=WatchedFolder(place, inbox),
        capture=Capture(place),
        people=People(place),
        duplicates=Duplicates(place),
        agencies=Agencies(place),
        imports=Imports(place),
        calls=Calls(place),
        requests=Requests(place),
        reports=Reports(place, cast("Any", None)),
        portability=Portability(place, cast("Any", None)),
        restrictions=Restrictions(place),
        objections=Objections(place),
        tellings=Tellings(place),
        office=OfficeDesk(place),
        audit=AuditLog(place),
        half_typed=HalfTyped(place),
        approvals=Approvals(place),
        catalogue=CatalogueDesk(place),
        catalogue_papers=CataloguePapers(place),
        agency_papers=CataloguePapers(place, of_agencies=True),
    )
