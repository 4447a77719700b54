# SPDX-License-Identifier: MIT
"""Real encrypted records for tests of any room: `records = open_records(tmp_path)`."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from privdesk.domain.people import Channel, Origin, OriginKind, Source
from privdesk.domain.vault import AnchorHeads, StaffId
from privdesk.storage.database import Database
from privdesk.storage.unit_of_work import SqlRecords, SqlUnitOfWork

STAFF = StaffId("a" * 32)
KEY = bytes(range(32))
AUDIT_KEY = bytes(range(32, 64))
ZONE = ZoneInfo("Europe/Zurich")
START = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


@dataclass
class FixedClock:
    """Time that moves only when told to."""

    moment: datetime = START
    zone: ZoneInfo = ZONE

    def now(self) -> datetime:
        return self.moment

    def today(self) -> date:
        return self.moment.astimezone(self.zone).date()

    def forward(self, **span: float) -> None:
        self.moment += timedelta(**span)


@dataclass
class RememberedAnchor:
    """An anchor in memory; `heads` lists what it was told."""

    heads: list[AnchorHeads] = field(default_factory=list)

    def write(self, heads: AnchorHeads) -> None:
        self.heads.append(heads)


@dataclass
class OpenRecords:
    """An open database with its clock and anchor; `open_work` and `open_reading` are the ports."""

    database: Database
    clock: FixedClock
    anchor: RememberedAnchor
    staff_id: StaffId = STAFF

    def open_work(self) -> SqlUnitOfWork:
        return self.database.work(self.staff_id, self.clock)

    def open_reading(self) -> AbstractContextManager[SqlRecords]:
        return self.database.reading()


@lru_cache(maxsize=1)
def _empty_records() -> bytes:
    """A new database's bytes, made once a test process."""
    folder = Path(tempfile.mkdtemp())
    try:
        database = Database(folder / "records.db", KEY, AUDIT_KEY, RememberedAnchor(), ZONE)
        database.create()
        database.close()
        return (folder / "records.db").read_bytes()
    finally:
        shutil.rmtree(folder)


def open_records(folder: Path, clock: FixedClock | None = None) -> OpenRecords:
    """Open new, empty records in `folder`; close with `records.database.close()`."""
    path = folder / "records.db"
    path.write_bytes(_empty_records())
    anchor = RememberedAnchor()
    database = Database(path, KEY, AUDIT_KEY, anchor, ZONE)
    database.open()
    return OpenRecords(database, clock or FixedClock(), anchor)


def an_origin(reference: str = "F-26-00001", at: datetime = START) -> Origin:
    """Where values came from: a form by post, from the person."""
    return Origin(OriginKind.FORM, reference, Channel.POST, Source.PERSON, at.date(), at, STAFF)


@pytest.fixture
def records(tmp_path: Path) -> Iterator[OpenRecords]:
    """New, empty records, closed at the end."""
    opened = open_records(tmp_path)
    yield opened
    opened.database.close()
