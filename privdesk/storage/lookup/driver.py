# SPDX-License-Identifier: MIT
"""The driver itself, without the toolkit above it, which costs five times as much per question.

Each question gives one row with one JSON text: a thread that asks row by row must win the interpreter anew for each
while another thread is busy.
"""

import json
from collections.abc import Iterable, Sequence
from typing import Any, Protocol

from sqlalchemy import Connection


class Cursor(Protocol):
    """What a statement gives."""

    def fetchone(self) -> Any: ...  # noqa: ANN401 -- a row
    def fetchall(self) -> list[Any]: ...


class Driver(Protocol):
    """A connection of the driver."""

    def execute(self, statement: str, values: Sequence[object] = (), /) -> Cursor: ...
    def executemany(self, statement: str, values: Iterable[Sequence[object]], /) -> object: ...


class _Rows:
    """Rows that were read at once."""

    def __init__(self, rows: list[Any]) -> None:
        self._rows = rows

    def fetchone(self) -> Any:  # noqa: ANN401 -- a row
        return self._rows.pop(0) if self._rows else None

    def fetchall(self) -> list[Any]:
        return self._rows


class Transaction:
    """The driver through the toolkit's running transaction: its faults come typed, its writes are noted."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def execute(self, statement: str, values: Sequence[object] = (), /) -> Cursor:
        """Run one statement and read what it gives."""
        done = self._connection.exec_driver_sql(statement, tuple(values))
        return _Rows([tuple(row) for row in done] if done.returns_rows else [])

    def executemany(self, statement: str, values: Iterable[Sequence[object]], /) -> object:
        """Run one statement for each row of values."""
        rows = [tuple(row) for row in values]
        return self._connection.exec_driver_sql(statement, rows) if rows else None


def one_json(driver: Driver, statement: str, values: Sequence[object]) -> list[Any]:
    """The one JSON list that a statement gives."""
    found = driver.execute(statement, values).fetchone()
    rows: list[Any] = json.loads(found[0]) if found and found[0] else []
    return rows
