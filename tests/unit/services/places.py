# SPDX-License-Identifier: MIT
"""A workplace over real encrypted records, with sealed and foreign files kept in memory."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from privdesk.documents.electronic import read_table
from privdesk.domain.agencies import Agency, AgencyId, Building, BuildingId
from privdesk.domain.audit import Action, AuditEvent
from privdesk.domain.catalogue import Office
from privdesk.domain.errors import FileNotReadableError
from privdesk.domain.forms import Certainty, FieldReading, ReadingOrigin, TemplateId, TemplateRef
from privdesk.domain.inbox import DocumentId
from privdesk.domain.incoming import IncomingKind, PageImage, ReadFile, TableFile
from privdesk.domain.people import Contract, ContractId, Facts, PersonField, PersonId
from privdesk.domain.staff import FIRST_ROLES, Role, StaffMember
from privdesk.services.clock import OfficeClock
from privdesk.services.office import OFFICE_KEY, office_to_json
from privdesk.services.ports import SealedFile
from privdesk.services.session import Session
from privdesk.services.workplace import Workplace
from tests.storage_fixtures import STAFF, OpenRecords, an_origin, open_records

REGISTRATION = TemplateRef(TemplateId("registration"), 3, "fr")
OFFICE = Office("Lavarelle SA", town="Lausanne")
ZOE: Facts = {
    PersonField.LAST_NAME: "Keller", PersonField.FIRST_NAME: "Zoë", PersonField.STREET: "Rue de Bourg",
    PersonField.NUMBER: "14", PersonField.POSTCODE: "1003", PersonField.TOWN: "Lausanne", PersonField.COUNTRY: "CH",
    PersonField.EMAIL: "zoe.keller@example.ch", PersonField.LANGUAGE: "fr",
}  # fmt: skip
FORM_VALUES: Mapping[str, str] = {
    "last_name": "Keller", "first_name": "Zoë", "street": "Rue de Bourg", "number": "14", "postcode": "1003",
    "town": "Lausanne", "email": "zoe.keller@example.ch", "phone_mobile": "079 555 01 47", "language": "fr",
    "agency": "Régie du Lac", "badge": "B-778", "start": "2026-12-01", "wants_information": "yes",
    "wants_service_notices": "no",
}  # fmt: skip


@dataclass
class KeptSealer:
    """Sealed files in memory; `settled` in order."""

    files: dict[DocumentId, bytes] = field(default_factory=dict)
    settled: list[DocumentId] = field(default_factory=list)

    def seal(self, data: bytes) -> SealedFile:
        document_id = DocumentId(f"{len(self.files) + 1:032x}")
        self.files[document_id] = data
        return SealedFile(document_id, b"wrapped", hashlib.sha256(data).hexdigest(), len(data))

    def settle(self, document_id: DocumentId) -> None:
        self.settled.append(document_id)

    def open(self, document_id: DocumentId, wrapped_key: bytes) -> bytes:
        assert wrapped_key == b"wrapped"
        return self.files[document_id]


@dataclass
class PreparedFiles:
    """A worker that finds what the test prepared, by file name; anything else is damaged."""

    found: dict[str, ReadFile] = field(default_factory=dict)
    rendered: list[tuple[bytes, int, int]] = field(default_factory=list)

    def read(self, name: str, data: bytes) -> ReadFile:
        if name not in self.found:
            raise FileNotReadableError("damaged")
        return self.found[name]

    def render(self, data: bytes, media_type: str, page: int, width: int) -> PageImage:
        self.rendered.append((data, page, width))
        return PageImage(1, 1, b"\xff\xff\xff")

    def read_table(self, name: str, data: bytes) -> TableFile:
        return read_table(data)


@dataclass
class Desk:
    """Records, files and a workplace for the member of staff."""

    records: OpenRecords
    sealer: KeptSealer
    files: PreparedFiles
    place: Workplace

    def as_member(self, *roles: Role, agency: AgencyId | None = None) -> Workplace:
        """The same records for somebody with other roles."""
        member = StaffMember(STAFF, "A. Klein", frozenset(roles), agency)
        place = self.place
        session = Session(member, "Lavarelle SA", place.session.folder)
        return Workplace(session, place.work, place.reading, place.clock, place.sealer, place.files)

    def add_agency(self, number: str = "A-1", name: str = "Régie du Lac") -> Agency:
        with self.records.open_work() as work:
            agency = work.agencies.put(Agency(AgencyId(0), number, name))
            work.agencies.put_building(
                Building(BuildingId(0), agency.id, f"{number}-B1", "Rue de Bourg 14", "1003", "Lausanne")
            )
            work.audit.record(AuditEvent(Action.AGENCY_CHANGED))
            work.commit()
        return agency

    def add_person(
        self, facts: Facts = ZOE, user_number: str = "300900", agency_id: AgencyId | None = None
    ) -> PersonId:
        with self.records.open_work() as work:
            person = work.people.add(facts, an_origin())
            work.contracts.add(
                Contract(ContractId(0), person.id, user_number, date(2024, 5, 1), None, agency_id)
            )
            work.audit.record(AuditEvent(Action.PERSON_ADDED))
            work.commit()
        return person.id

    def actions(self, *only: Action) -> list[AuditEvent]:
        """What was recorded, oldest first."""
        with self.records.open_reading() as records:
            return [entry.event for entry in reversed(records.audit.entries(actions=only))]

    def fact(self, person_id: PersonId, name: PersonField) -> str:
        with self.records.open_reading() as records:
            return records.people.get(person_id).fact(name)


def open_desk(folder: Path) -> Desk:
    """New records with their office and first member of staff; close with `desk.records.database.close()`."""
    records = open_records(folder)
    member = StaffMember(STAFF, "A. Klein", FIRST_ROLES)
    with records.open_work() as work:
        work.settings.put(OFFICE_KEY, office_to_json(OFFICE))
        work.staff.put(member)
        work.audit.record(AuditEvent(Action.VAULT_CREATED))
        work.commit()
    clock = OfficeClock("Europe/Zurich", lambda: records.clock.moment)
    sealer, files = KeptSealer(), PreparedFiles()
    session = Session(member, "Lavarelle SA", folder)
    place = Workplace(session, records.open_work, records.open_reading, clock, sealer, files)
    return Desk(records, sealer, files, place)


def filled_pdf(values: Mapping[str, str] = FORM_VALUES, template: TemplateRef = REGISTRATION) -> ReadFile:
    """A filled form as the worker reads it."""
    readings = {
        key: FieldReading(value, Certainty.SURE, ReadingOrigin.FILLED_PDF) for key, value in values.items()
    }
    return ReadFile(IncomingKind.FILLED_FORM, "application/pdf", 1, template, readings)
