# SPDX-License-Identifier: MIT
"""What a repository works with: the session, who writes, when, and the numbers that are given out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from functools import cache
from typing import TypeVar

from sqlalchemy import Connection, Insert, Table, insert
from sqlalchemy.orm import Session

from privdesk.domain.errors import NotFoundError
from privdesk.domain.vault import StaffId
from privdesk.services.ports import Clock
from privdesk.storage.lookup.vocabulary import Vocabularies
from privdesk.storage.matching.memory import Matching
from privdesk.storage.row_base import Row
from privdesk.storage.rows_office import SeriesRow
from privdesk.storage.state import State

_Row = TypeVar("_Row", bound=Row)
GIVE_WAY = "give_way"
"""Where the connection of a run keeps how it makes way for keystrokes."""


@cache
def _insert_into(table: Table) -> Insert:
    return insert(table)


@dataclass(frozen=True, slots=True)
class Writer:
    """Who writes, by which clock."""

    staff_id: StaffId
    clock: Clock


@dataclass(frozen=True, slots=True)
class Scope:
    """One open transaction; `writer` is None while only reading."""

    session: Session
    zone: tzinfo
    audit_key: bytes = field(repr=False)
    vocabulary: Vocabularies
    writer: Writer | None = None
    state: State = field(default_factory=State)
    ledger_key: bytes = field(default=b"", repr=False)
    matching: Matching = field(default_factory=Matching)
    former_audit: tuple[tuple[int, bytes], ...] = field(default=(), repr=False)
    """Audit keys before a re-key: number of the last entry that each sealed, and the key; oldest first."""

    def audit_key_of(self, sequence: int) -> bytes:
        """The key that seals the entry of this number."""
        return next((key for until, key in self.former_audit if sequence <= until), self.audit_key)

    @property
    def connection(self) -> Connection:
        """The transaction's connection."""
        return self.session.connection()

    def give_way(self) -> None:
        """Stand still while a keystroke is being answered, if this is a run's transaction."""
        stand_still = self.connection.info.get(GIVE_WAY)
        if stand_still is not None:
            stand_still()

    def now(self) -> datetime:
        """The moment, aware, UTC."""
        return self.who().clock.now()

    def who(self) -> Writer:
        """Who writes; reading has none."""
        if self.writer is None:
            raise RuntimeError("this is a reading: nothing can be written")
        return self.writer

    def found(self, kind: type[_Row], name: str, key: object) -> _Row:
        """The row of that key.

        Raises:
            NotFoundError: there is none.
        """
        row = self.session.get(kind, key)
        if row is None:
            raise NotFoundError(name, str(key))
        return row

    def insert(self, table: Table, values: Mapping[str, object]) -> int:
        """Insert one row past the session, for what is written most often; returns its number."""
        done = self.connection.execute(_insert_into(table), values)
        key = done.inserted_primary_key
        if key is None:
            raise RuntimeError("the row has no number of its own")
        return int(key[0])

    def next_number(self, letter: str, year: str, digits: int) -> str:
        """Give out the next number of a series, such as `F-26-00001`; it is used up only by a commit."""
        series = f"{letter}-{year}"
        row = self.session.get(SeriesRow, series)
        if row is None:
            row = SeriesRow(series=series, last=0)
            self.session.add(row)
        row.last += 1
        self.session.flush()
        return f"{series}-{row.last:0{digits}d}"

    def year(self, at: datetime) -> int:
        """The civil year at the office."""
        return at.astimezone(self.zone).year
