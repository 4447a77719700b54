# SPDX-License-Identifier: MIT
"""Records with people whose periods are over, for the tests of retention."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import func, select

from privdesk.domain.activity import Connection, TopUp, Usage
from privdesk.domain.audit import Action, AuditEvent
from privdesk.domain.errors import Cancelled
from privdesk.domain.imports import ImportKind
from privdesk.domain.inbox import DocumentId
from privdesk.domain.people import Channel, PersonField, PersonId, Source
from privdesk.domain.staff import Role, StaffMember
from privdesk.domain.submissions import FormEntry, Submission, SubmissionId, SubmissionState
from privdesk.domain.vault import StaffId
from privdesk.services.retention import Retention
from privdesk.services.workplace import Workplace
from privdesk.storage.row_base import Row
from tests.storage_fixtures import STAFF
from tests.unit.services.places import REGISTRATION, ZOE, Desk

SECOND = StaffId("b" * 32)
ENDED = date(2014, 6, 30)
"""Twelve years before the day of the tests: everything of such a contract is past its period."""


class Killed(BaseException):
    """The power went."""


@dataclass
class Clearing:
    """Remembers what was cleared; may fail as the power does, after so many batches."""

    removed: list[DocumentId] = field(default_factory=list)
    scrubbed: int = 0
    calls: int = 0
    dies_at: int = 0

    def remove(self, document_ids: Sequence[DocumentId]) -> None:
        self.calls += 1
        if self.calls == self.dies_at:
            raise Killed
        self.removed += document_ids

    def scrub(self) -> None:
        self.scrubbed += 1


class NoPaper:
    """Stands in for the worker."""

    def figure(self, data: bytes, media_type: str, page: int) -> bytes:
        return data

    def render(self, document: bytes, figures: Mapping[str, bytes]) -> tuple[bytes, int]:
        return document, 2

    def attach(self, pdf: bytes, files: Mapping[str, bytes]) -> bytes:
        return pdf


@dataclass
class StopAfter:
    """Somebody who presses Stop after so many batches."""

    batches: int
    seen: list[tuple[int, int]] = field(default_factory=list)

    def report(self, done: int, total: int) -> None:
        self.seen.append((done, total))

    def raise_if_cancelled(self) -> None:
        if len(self.seen) > self.batches:
            raise Cancelled


@dataclass
class Office:
    """A desk with its retention."""

    desk: Desk
    clearing: Clearing = field(default_factory=Clearing)

    @property
    def retention(self) -> Retention:
        return Retention(self.desk.place, self.clearing, NoPaper())

    def second(self) -> Workplace:
        """A second privacy officer, put on the staff."""
        with self.desk.records.open_work() as work:
            work.staff.put(StaffMember(SECOND, "B. Roth", frozenset({Role.PRIVACY_OFFICER})))
            work.audit.record(AuditEvent(Action.STAFF_ADDED))
            work.commit()
        place = self.desk.as_member(Role.PRIVACY_OFFICER)
        member = replace(place.member, id=SECOND)
        return replace(place, session=replace(place.session, member=member))

    def person(self, number: int, ended: date | None = ENDED, place: str = "", year: int = 2012) -> PersonId:
        """Somebody with a contract, a form, connections, top-ups and usage of `year`."""
        facts = {**ZOE, PersonField.LAST_NAME: f"Old{number}", PersonField.EMAIL: f"old{number}@example.org"}
        person_id = self.desk.add_person(facts, user_number=f"U{number}")
        with self.desk.records.open_work() as work:
            (contract,) = work.contracts.of_person(person_id)
            work.contracts.change(replace(contract, start=date(2011, 1, 1), end=ended))
            entry = FormEntry(
                None, REGISTRATION, {"last_name": f"Old{number}"}, Channel.POST, date(2011, 1, 1), Source.PERSON, None,
                "1", paper_place=place,
            )  # fmt: skip
            now = self.desk.place.clock.now()
            work.submissions.add(
                Submission(SubmissionId(0), f"F-11-{number:05d}", SubmissionState.SAVED, entry, person_id, now, STAFF)
            )  # fmt: skip
            run = work.imports.start(ImportKind.USAGES, "old.csv", f"{number:064x}")
            at = datetime(year, 5, 1, 12, tzinfo=UTC)
            rows = (
                Connection(person_id, at, "Firefox", "de", "Linux", "192.0.2.1"),
                TopUp(person_id, at, "twint", 1000, "CHF", 1000),
                Usage(person_id, at, "P1", "washer", "W1", 40, 300, "CHF", 700),
            )
            work.activity.add(rows, run.id)
            work.audit.record(AuditEvent(Action.IMPORT_BATCH))
            work.commit()
        return person_id

    def rows(self, table: str) -> int:
        """How many rows of a table there are."""
        with self.desk.records.open_work() as work:
            found: Any = work._scope.connection.scalar(
                select(func.count()).select_from(Row.metadata.tables[table])
            )
        return int(found)

    def people(self) -> set[PersonId]:
        """Who is on file."""
        with self.desk.records.open_work() as work:
            table = Row.metadata.tables["person"]
            return {PersonId(each) for each in work._scope.connection.scalars(select(table.c.id))}


@contextmanager
def office(desk: Desk) -> Iterator[Office]:
    """Closed at the end."""
    try:
        yield Office(desk)
    finally:
        desk.records.database.close()
