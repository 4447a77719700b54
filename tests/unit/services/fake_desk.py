# SPDX-License-Identifier: MIT
"""A desk in memory for the service tests: transactions that are all or nothing, an audit list, a clock to set."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Self, cast

from privdesk.domain.activity import Activity, ActivityKind, TopUp, Usage
from privdesk.domain.agencies import AgencyId
from privdesk.domain.audit import Action, AuditEvent
from privdesk.domain.cases import CallId, CallSheet, Case, CaseId
from privdesk.domain.catalogue import Office
from privdesk.domain.consent import ConsentEntry
from privdesk.domain.errors import NotFoundError
from privdesk.domain.inbox import DocumentId, InboxItem, ItemId
from privdesk.domain.people import (
    Channel,
    Contract,
    ContractId,
    Facts,
    FactVersion,
    Origin,
    OriginKind,
    Person,
    PersonField,
    PersonHit,
    PersonId,
    Source,
)
from privdesk.domain.staff import FIRST_ROLES, Role, StaffMember
from privdesk.domain.vault import StaffId
from privdesk.services.clock import OfficeClock
from privdesk.services.office import OFFICE_KEY, office_to_json
from privdesk.services.ports import ForeignFiles, OpenReading, OpenWork, Sealer
from privdesk.services.session import Session
from privdesk.services.workplace import Workplace
from tests.unit.services.fake_rights import (
    FakeObjections,
    FakeRestrictions,
    FakeTellings,
    NoAgencies,
    NoErasures,
)

NOW = datetime(2026, 3, 24, 9, 30, tzinfo=UTC)
CLERK = StaffMember(StaffId("claire"), "Claire Maillard", frozenset({Role.CLERK}))
OFFICER = StaffMember(StaffId("paul"), "Paul Roth", FIRST_ROLES)
OFFICE = Office("Lavarelle SA", place="CH-VD", regime="ch-fadp", language="en")
ZOE: Facts = {
    PersonField.CIVILITY: "ms", PersonField.FIRST_NAME: "Zoë", PersonField.LAST_NAME: "Keller",
    PersonField.STREET: "Rue de Bourg", PersonField.NUMBER: "14", PersonField.POSTCODE: "1003",
    PersonField.TOWN: "Lausanne", PersonField.COUNTRY: "CH", PersonField.EMAIL: "zoe.keller@example.ch",
    PersonField.PHONE_LANDLINE: "+41215550812", PersonField.PHONE_MOBILE: "+41795550147",
    PersonField.LANGUAGE: "fr",
}  # fmt: skip


class FakePeople:
    def __init__(self) -> None:
        self.rows: dict[PersonId, Person] = {}
        self.versions: dict[PersonId, list[FactVersion]] = {}

    def add(self, facts: Facts, origin: Origin) -> Person:
        person = Person(PersonId(len(self.rows) + 1), dict(facts), origin.recorded_at)
        self.rows[person.id] = person
        self.versions[person.id] = [FactVersion(name, value, origin) for name, value in facts.items()]
        return person

    def get(self, person_id: PersonId) -> Person:
        if person_id not in self.rows:
            raise NotFoundError("person", str(person_id))
        return self.rows[person_id]

    def many(self, person_ids: Sequence[PersonId]) -> Mapping[PersonId, Person]:
        return {each: self.rows[each] for each in person_ids}

    def change(self, person_id: PersonId, changes: Facts, origin: Origin) -> Sequence[FactVersion]:
        person = self.get(person_id)
        self.versions[person_id] = [
            replace(version, superseded_at=origin.recorded_at)
            if version.field in changes and version.superseded_at is None
            else version
            for version in self.versions[person_id]
        ]
        new = [FactVersion(name, value, origin) for name, value in changes.items()]
        self.versions[person_id] = [*new, *self.versions[person_id]]
        facts = {name: value for name, value in {**person.facts, **changes}.items() if value}
        self.rows[person_id] = replace(person, facts=facts)
        return new

    def history(self, person_id: PersonId) -> Sequence[FactVersion]:
        return list(self.versions[person_id])

    def confirm(self, person_id: PersonId, name: PersonField, on: date) -> None:
        self.versions[person_id] = [
            replace(version, origin=replace(version.origin, confirmed_on=on))
            if version.field is name and version.superseded_at is None
            else version
            for version in self.versions[person_id]
        ]

    def mark(
        self, person_id: PersonId, *, restricted_since: date | None, no_advertising_since: date | None
    ) -> None:
        person = self.get(person_id)
        self.rows[person_id] = replace(
            person, restricted_since=restricted_since, no_advertising_since=no_advertising_since
        )

    def search(self, text: str, limit: int, agency: AgencyId | None = None) -> Sequence[PersonHit]:
        wanted = text.casefold().split()
        return [
            PersonHit(person.id, person.name, person.address_line, "", "", ())
            for person in self.rows.values()
            if any(word in f"{person.name} {person.fact(PersonField.EMAIL)}".casefold() for word in wanted)
        ][:limit]


class FakeRows:
    """Contracts, activity, consents, documents, agencies, staff, catalogue and settings, as far as needed."""

    def __init__(self) -> None:
        self.contracts: list[Contract] = []
        self.activity: list[Activity] = []
        self.balances: dict[PersonId, tuple[int, str]] = {}
        self.entries: list[ConsentEntry] = []
        self.given: dict[DocumentId, PersonId] = {}
        self.values: dict[str, Any] = {OFFICE_KEY: office_to_json(OFFICE)}
        self.members = {member.id: member for member in (CLERK, OFFICER)}
        self.tellings, self.restrictions, self.objections = (
            FakeTellings(),
            FakeRestrictions(),
            FakeObjections(),
        )


class _Contracts:
    def __init__(self, rows: FakeRows) -> None:
        self._rows = rows

    def of_person(self, person_id: PersonId) -> Sequence[Contract]:
        mine = [each for each in self._rows.contracts if each.person_id == person_id]
        return sorted(mine, key=lambda each: each.start, reverse=True)

    def by_user_number(self, user_number: str) -> Contract | None:
        return next((each for each in self._rows.contracts if each.user_number == user_number.strip()), None)


class _Activity:
    def __init__(self, rows: FakeRows) -> None:
        self._rows = rows

    def of_person(self, person_id: PersonId, kind: ActivityKind, limit: int) -> Sequence[Activity]:
        wanted = {ActivityKind.TOP_UP: TopUp, ActivityKind.USAGE: Usage}[kind]
        mine = [row for row in self._rows.activity if row.person_id == person_id and isinstance(row, wanted)]
        return sorted(mine, key=lambda row: row.at, reverse=True)[:limit]

    def balance(self, person_id: PersonId) -> tuple[int, str] | None:
        return self._rows.balances.get(person_id)


class _Settings:
    def __init__(self, rows: FakeRows) -> None:
        self._rows = rows

    def get(self, key: str) -> Any:  # noqa: ANN401
        return self._rows.values.get(key)

    def put(self, key: str, value: Any) -> None:  # noqa: ANN401
        self._rows.values[key] = value


class _Consents:
    def __init__(self, rows: FakeRows) -> None:
        self._rows = rows

    def add(self, entry: ConsentEntry) -> None:
        self._rows.entries.append(entry)

    def of_person(self, person_id: PersonId) -> Sequence[ConsentEntry]:
        return [entry for entry in reversed(self._rows.entries) if entry.person_id == person_id]


class _Documents:
    def __init__(self, rows: FakeRows) -> None:
        self._rows = rows

    def give_to(self, document_id: DocumentId, person_id: PersonId) -> None:
        self._rows.given[document_id] = person_id


class _Catalogue:
    def recipients(self) -> Sequence[Any]:
        return ()

    def notices(self) -> Sequence[Any]:
        return ()

    groups = purposes = rules = authorities = notices


class _Staff:
    def __init__(self, rows: FakeRows) -> None:
        self._rows = rows

    def get(self, staff_id: StaffId) -> StaffMember:
        if staff_id not in self._rows.members:
            raise NotFoundError("staff", staff_id)
        return self._rows.members[staff_id]

    def all(self) -> Sequence[StaffMember]:
        return list(self._rows.members.values())


class FakeInbox:
    def __init__(self) -> None:
        self.rows: dict[ItemId, InboxItem] = {}

    def put(self, item: InboxItem) -> InboxItem:
        self.rows[item.id] = item
        return item

    def get(self, item_id: ItemId) -> InboxItem:
        if item_id not in self.rows:
            raise NotFoundError("item", str(item_id))
        return self.rows[item_id]

    def change(self, item: InboxItem) -> None:
        self.rows[item.id] = item


class FakeCases:
    def __init__(self) -> None:
        self.rows: dict[CaseId, Case] = {}

    def add(self, case: Case) -> Case:
        number = len(self.rows) + 1
        added = replace(case, id=CaseId(number), number=f"R-{case.received_on.year}-{number:04d}")
        self.rows[added.id] = added
        return added

    def change(self, case: Case) -> None:
        self.rows[case.id] = case

    def get(self, case_id: CaseId) -> Case:
        if case_id not in self.rows:
            raise NotFoundError("case", str(case_id))
        return self.rows[case_id]

    def by_number(self, number: str) -> Case | None:
        return next((case for case in self.rows.values() if case.number == number), None)

    def open_cases(self) -> Sequence[Case]:
        return [case for case in self.rows.values() if case.closed_on is None]

    def of_person(self, person_id: PersonId) -> Sequence[Case]:
        return [case for case in self.rows.values() if case.person_id == person_id]


class FakeCalls:
    def __init__(self) -> None:
        self.rows: dict[CallId, CallSheet] = {}

    def add(self, sheet: CallSheet) -> CallSheet:
        added = replace(sheet, id=CallId(len(self.rows) + 1))
        self.rows[added.id] = added
        return added

    def change(self, sheet: CallSheet) -> None:
        self.rows[sheet.id] = sheet

    def get(self, call_id: CallId) -> CallSheet:
        if call_id not in self.rows:
            raise NotFoundError("call", str(call_id))
        return self.rows[call_id]

    def unfinished(self) -> Sequence[CallSheet]:
        return [sheet for sheet in self.rows.values() if sheet.ended_at is None]

    def of_person(self, person_id: PersonId) -> Sequence[CallSheet]:
        return [sheet for sheet in self.rows.values() if sheet.person_id == person_id]


class FakeAudit:
    def __init__(self) -> None:
        self.events: list[AuditEvent] = []

    def record(self, event: AuditEvent) -> None:
        self.events.append(event)


class _Merging:
    """Nobody was merged."""

    def resolve(self, person_id: PersonId) -> PersonId:
        return person_id


@dataclass
class FakeRecords:
    people: FakePeople = field(default_factory=FakePeople)
    inbox: FakeInbox = field(default_factory=FakeInbox)
    cases: FakeCases = field(default_factory=FakeCases)
    calls: FakeCalls = field(default_factory=FakeCalls)
    audit: FakeAudit = field(default_factory=FakeAudit)
    rows: FakeRows = field(default_factory=FakeRows)

    @property
    def contracts(self) -> _Contracts:
        return _Contracts(self.rows)

    @property
    def activity(self) -> _Activity:
        return _Activity(self.rows)

    @property
    def settings(self) -> _Settings:
        return _Settings(self.rows)

    @property
    def consents(self) -> _Consents:
        return _Consents(self.rows)

    @property
    def documents(self) -> _Documents:
        return _Documents(self.rows)

    @property
    def merging(self) -> _Merging:
        return _Merging()

    @property
    def catalogue(self) -> _Catalogue:
        return _Catalogue()

    @property
    def staff(self) -> _Staff:
        return _Staff(self.rows)

    @property
    def tellings(self) -> FakeTellings:
        return self.rows.tellings

    @property
    def restrictions(self) -> FakeRestrictions:
        return self.rows.restrictions

    @property
    def objections(self) -> FakeObjections:
        return self.rows.objections

    @property
    def erasures(self) -> NoErasures:
        return NoErasures()

    @property
    def agencies(self) -> NoAgencies:
        return NoAgencies()


class UnauditedError(Exception):
    """A change was committed without an audit entry."""


class FakeWork(FakeRecords):
    """A copy of the records that takes their place at commit."""

    def __init__(self, desk: FakeDesk) -> None:
        super().__init__(**{key: copy.deepcopy(value) for key, value in vars(desk.records).items()})
        self._desk = desk

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        return None

    @property
    def people_waiting(self) -> bool:
        return False

    def give_way(self) -> None: ...

    def commit(self) -> None:
        if len(self.audit.events) == len(self._desk.records.audit.events):
            raise UnauditedError
        self.commit_draft()

    def commit_draft(self) -> None:
        self._desk.records = FakeRecords(
            self.people, self.inbox, self.cases, self.calls, self.audit, self.rows
        )


class FakeDesk:
    """The records, a clock to set, and a workplace for any member of staff."""

    def __init__(self) -> None:
        self.records = FakeRecords()
        self.now = NOW

    def workplace(self, member: StaffMember = CLERK) -> Workplace:
        return Workplace(
            session=Session(member, "Lavarelle SA", Path("records")),
            work=cast("OpenWork", lambda: FakeWork(self)),
            reading=cast("OpenReading", self._reading),
            clock=OfficeClock("Europe/Zurich", lambda: self.now),
            sealer=cast("Sealer", None),
            files=cast("ForeignFiles", None),
        )

    @contextmanager
    def _reading(self) -> Iterator[FakeRecords]:
        yield self.records

    def origin(self, days_ago: int = 0) -> Origin:
        """Where a value came from, recorded that many days before now."""
        at = self.now - timedelta(days=days_ago)
        return Origin(OriginKind.FORM, "F-26-00001", Channel.POST, Source.PERSON, at.date(), at, CLERK.id)

    def add_person(self, facts: Facts = ZOE, days_ago: int = 900) -> PersonId:
        """A person on file, entered that many days ago."""
        return self.records.people.add(facts, self.origin(days_ago)).id

    def add_account(self, person_id: PersonId, agency: AgencyId | None = None) -> None:
        """A contract, two top-ups, three usages and a balance of CHF 23.40."""
        rows = self.records.rows
        rows.contracts.append(
            Contract(ContractId(1), person_id, "1046 2213", date(2019, 5, 2), agency_id=agency)
        )
        for day, method, amount in ((10, "TWINT", 2000), (60, "card", 5000)):
            rows.activity.append(
                TopUp(person_id, self.now - timedelta(days=day), method, amount, "CHF", None)
            )
        for day, machine in ((2, "washer"), (6, "dryer"), (9, "washer")):
            at = self.now - timedelta(days=day)
            rows.activity.append(Usage(person_id, at, "P-1", machine, "M-1", 45, 310, "CHF", None))
        rows.balances[person_id] = (2340, "CHF")

    def actions(self) -> list[Action]:
        """What was recorded, oldest first."""
        return [event.action for event in self.records.audit.events]
