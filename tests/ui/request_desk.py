# SPDX-License-Identifier: MIT
"""A whole desk over real records for the tests of pages: people, requests, calls and forms of invented people."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from privdesk.domain.activity import Activity, TopUp, Usage
from privdesk.domain.audit import Action, AuditEvent
from privdesk.domain.cases import Case, CaseId, Right
from privdesk.domain.catalogue import Office
from privdesk.domain.imports import ImportKind
from privdesk.domain.incoming import PageImage
from privdesk.domain.people import (
    Channel,
    Contract,
    ContractId,
    Facts,
    Origin,
    OriginKind,
    PersonField,
    PersonId,
    Source,
)
from privdesk.domain.staff import FIRST_ROLES, Role
from privdesk.services.agencies import Agencies
from privdesk.services.approvals import Approvals
from privdesk.services.audit_log import AuditLog
from privdesk.services.calls import Calls
from privdesk.services.capture import Capture
from privdesk.services.catalogue_desk import CatalogueDesk
from privdesk.services.desk import Desk
from privdesk.services.duplicates import Duplicates
from privdesk.services.half_typed import HalfTyped
from privdesk.services.imports import Imports
from privdesk.services.inbox import Inbox
from privdesk.services.objections import Objections
from privdesk.services.office import OfficeDesk
from privdesk.services.people import People
from privdesk.services.portability import Portability
from privdesk.services.report_plan import ReportRenderer
from privdesk.services.reports import Reports
from privdesk.services.requests import NewRequest, Requests
from privdesk.services.restrictions import Restrictions
from privdesk.services.tellings import Tellings
from privdesk.services.today import Today
from privdesk.services.watch import WatchedFolder
from privdesk.services.workplace import Workplace
from tests.unit.services.places import Desk as Records
from tests.unit.services.places import PreparedFiles, open_desk

OFFICE = Office(
    "Lavarelle SA",
    "Chemin des Tilleuls 12",
    "1006",
    "Lausanne",
    phone="+41215550400",
    email="desk@lavarelle.example",
)
NOW = datetime(2026, 3, 24, 9, 42, tzinfo=UTC)
MARCO: Facts = {
    PersonField.CIVILITY: "mr", PersonField.FIRST_NAME: "Marco", PersonField.LAST_NAME: "Bianchi",
    PersonField.STREET: "Via Nassa", PersonField.NUMBER: "21", PersonField.POSTCODE: "6900",
    PersonField.TOWN: "Lugano", PersonField.COUNTRY: "CH", PersonField.EMAIL: "marco.bianchi@example.ch",
    PersonField.LANGUAGE: "it",
}  # fmt: skip
ZOE: Facts = {
    PersonField.CIVILITY: "ms", PersonField.FIRST_NAME: "Zoë", PersonField.LAST_NAME: "Keller",
    PersonField.STREET: "Rue de Bourg", PersonField.NUMBER: "14", PersonField.POSTCODE: "1003",
    PersonField.TOWN: "Lausanne", PersonField.COUNTRY: "CH", PersonField.EMAIL: "zoe.keller@example.ch",
    PersonField.PHONE_LANDLINE: "+41215550812", PersonField.PHONE_MOBILE: "+41795550147",
    PersonField.LANGUAGE: "fr",
}  # fmt: skip


class PaperRenderer:
    """Stands in for the worker: a report of three pages."""

    def figure(self, data: bytes, media_type: str, page: int) -> bytes:
        return b"jpeg"

    def render(self, document: bytes, figures: object) -> tuple[bytes, int]:
        return b"%PDF-1.7 three pages", 3

    def render_paper(self, document: bytes) -> tuple[bytes, int]:
        return b"%PDF-1.7 three pages", 3

    def attach(self, pdf: bytes, files: Mapping[str, bytes]) -> bytes:
        return pdf + b"".join(files.values())


class PaperFiles(PreparedFiles):
    """Renders white pages of the shape of A4, small."""

    def render(self, data: bytes, media_type: str, page: int, width: int) -> PageImage:
        super().render(data, media_type, page, width)
        return PageImage(124, 175, b"\xff" * (124 * 175 * 3))


@dataclass
class RealDesk:
    """The services of one signed-in member of staff over records that a test can look into."""

    records: Records
    desk: Desk

    def as_member(self, *roles: Role) -> Desk:
        """The same records for somebody with other roles."""
        return desk_at(self.records.as_member(*roles))

    def later(self, **span: float) -> None:
        """Let time pass."""
        self.records.records.clock.forward(**span)

    def add_person(self, facts: Facts = ZOE, user_number: str = "1048 8273", days_ago: int = 900) -> PersonId:
        """A person on file since then, with a contract, top-ups and usages."""
        at = NOW - timedelta(days=days_ago)
        origin = Origin(
            OriginKind.FORM,
            "F-26-00001",
            Channel.POST,
            Source.PERSON,
            at.date(),
            at,
            self.records.place.member.id,
        )
        with self.records.records.open_work() as work:
            person = work.people.add(facts, origin)
            work.audit.record(AuditEvent(Action.PERSON_ADDED))
            work.commit()
        with self.records.records.open_work() as work:
            work.contracts.add(Contract(ContractId(0), person.id, user_number, date(2019, 5, 2)))
            run = work.imports.start(ImportKind.TOP_UPS, "activity.csv", f"{person.id:064d}")
            work.activity.add(_activity(person.id), run.id)
            work.audit.record(AuditEvent(Action.IMPORT_BATCH))
            work.commit()
        return person.id

    def open_case(
        self,
        person_id: PersonId,
        *rights: Right,
        received: date = date(2026, 3, 4),
        channel: Channel = Channel.EMAIL,
        changes: Facts | None = None,
    ) -> Case:
        """A request of that person."""
        asked = dict.fromkeys(rights or (Right.ACCESS,), "")
        return self.desk.requests.open(NewRequest(person_id, asked, channel, received, changes=changes or {}))

    def case(self, case_id: int) -> Case:
        """The case as it stands in the records now."""
        return self.desk.requests.get(CaseId(case_id))


def desk_at(place: Workplace, renderer: ReportRenderer | None = None) -> Desk:
    """All services at one workplace."""
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
        reports=Reports(place, renderer or PaperRenderer()),
        portability=Portability(place, PaperRenderer()),
        restrictions=Restrictions(place),
        objections=Objections(place),
        tellings=Tellings(place),
        office=OfficeDesk(place),
        audit=AuditLog(place),
        half_typed=HalfTyped(place),
        approvals=Approvals(place),
        catalogue=CatalogueDesk(place),
    )


def real_desk_in(folder: Path) -> RealDesk:
    """New records with their desk; close with `desk.records.records.database.close()`."""
    records = open_desk(folder)
    records.records.clock.moment = NOW
    records.files = PaperFiles()
    records.place = replace(records.place, files=records.files)
    desk = desk_at(records.as_member(*FIRST_ROLES))
    desk.office.save(OFFICE)
    return RealDesk(records, desk)


@pytest.fixture
def real(tmp_path: Path) -> Iterator[RealDesk]:
    """A desk over new records, closed at the end."""
    folder = tmp_path / "records"
    folder.mkdir()
    desk = real_desk_in(folder)
    yield desk
    desk.records.records.database.close()


def _activity(person_id: PersonId) -> list[Activity]:
    rows: list[Activity] = [
        TopUp(person_id, NOW - timedelta(days=day), method, amount, "CHF", 2340)
        for day, method, amount in ((10, "TWINT", 2000), (60, "card", 5000))
    ]
    rows += [
        Usage(person_id, NOW - timedelta(days=day), "P-1", machine, "M-1", 45, 310, "CHF", 2340)
        for day, machine in ((2, "washer"), (6, "dryer"), (9, "washer"))
    ]
    return rows
