# SPDX-License-Identifier: MIT
"""What only SQLCipher and SQLite can do: opening with a raw key, pragmas, insert-or-leave.

Everything else in this room is portable SQL; another database would replace this module.
"""

import json
from collections.abc import Callable, Sequence
from itertools import chain
from pathlib import Path
from typing import Any, Protocol, TypeAlias

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Connection, Table

from privdesk.domain.errors import (
    DamagedDatabaseError,
    DatabaseMissingError,
    EmptyDatabaseError,
    NewerFormatError,
    WrongKeyError,
)
from privdesk.storage.faults import faults_typed, typed

APPLICATION_ID = 0x50445352
KEY_BYTES = 32
PAGE_BYTES = 4096
CACHE_KIB = 64 * 1024
BUSY_SECONDS = 5.0
_PLAIN_HEADER = b"SQLite format 3\0"
_NOT_A_DATABASE = 26
_MEMORY, _FULL_SYNC = 2, 2

_BEARERS = "SELECT * FROM (SELECT hash, person_id FROM match_key WHERE hash = ? LIMIT ?)"
_OWN_BEARERS = (
    "SELECT * FROM (SELECT hash, person_id FROM match_key WHERE hash = ? AND EXISTS (SELECT 1 FROM contract "
    "WHERE contract.person_id = match_key.person_id AND contract.agency_id = ?) LIMIT ?)"
)
_NEXT_KEYS = "SELECT hash, person_id FROM match_key WHERE hash > ? ORDER BY hash, person_id LIMIT ?"
_ROOMS = (2, 16, 64, 500)
_ROWS_AT_ONCE = (500, 50, 5, 1)

Value: TypeAlias = str | int | float | bytes | None


class _Cursor(Protocol):
    def fetchone(self) -> tuple[Value, ...] | None: ...
    def fetchall(self) -> list[tuple[Value, ...]]: ...


class Driver(Protocol):
    """A connection of the driver itself."""

    def execute(self, statement: str, parameters: Sequence[Value] = (), /) -> _Cursor: ...
    def set_progress_handler(self, handler: Callable[[], int] | None, steps: int, /) -> None: ...
    def close(self) -> None: ...


def look_at(path: Path) -> None:
    """Refuse what cannot be a database before it is opened; nothing is touched.

    Raises:
        DatabaseMissingError, EmptyDatabaseError, DamagedDatabaseError.
    """
    if not path.is_file():
        raise DatabaseMissingError(path)
    size = path.stat().st_size
    if size == 0:
        raise EmptyDatabaseError(path)
    with path.open("rb") as file:
        start = file.read(len(_PLAIN_HEADER))
    if size < PAGE_BYTES or start == _PLAIN_HEADER:
        raise DamagedDatabaseError(path)


def connect(path: Path, key: bytes, *, read_only: bool = False, create: bool = False) -> Driver:
    """Return a driver connection to the encrypted file, with every pragma set and the vital ones asserted."""
    if len(key) != KEY_BYTES:
        raise ValueError("a raw key has 32 bytes")
    mode = "rwc" if create else "rw"
    with faults_typed(path):
        connection: Driver = sqlcipher.connect(
            f"{path.absolute().as_uri()}?mode={mode}", uri=True, isolation_level=None,
            check_same_thread=False, timeout=BUSY_SECONDS,
        )  # fmt: skip
    try:
        _unlock(connection, path, key)
        _settle(connection, path, read_only=read_only)
    except BaseException:
        connection.close()
        raise
    return connection


def connect_frozen(path: Path, key: bytes) -> Driver:
    """Return a driver connection to a file that nobody writes; leaves nothing beside it.

    Raises:
        DatabaseMissingError, EmptyDatabaseError, DamagedDatabaseError, WrongKeyError.
    """
    look_at(path)
    with faults_typed(path):
        connection: Driver = sqlcipher.connect(
            f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, isolation_level=None
        )
    try:
        _unlock(connection, path, key)
        with faults_typed(path):
            connection.execute("PRAGMA temp_store = MEMORY").fetchall()
    except BaseException:
        connection.close()
        raise
    return connection


def peek_revision(path: Path, key: bytes, newest: int) -> int:
    """Return the file's revision without touching it.

    Raises:
        NewerFormatError: written by a newer program; DamagedDatabaseError: not one of ours;
        and those of `look_at` and `connect`.
    """
    look_at(path)
    log = path.with_name(f"{path.name}-wal")
    waiting = log.exists() and log.stat().st_size > 0
    how = "mode=ro" if waiting else "mode=ro&immutable=1"
    with faults_typed(path):
        connection: Driver = sqlcipher.connect(
            f"{path.absolute().as_uri()}?{how}", uri=True, isolation_level=None
        )
    try:
        _unlock(connection, path, key)
        with faults_typed(path):
            found = int(_value(connection, "PRAGMA user_version") or 0)
            application = _value(connection, "PRAGMA application_id")
    finally:
        connection.close()
    if application != APPLICATION_ID:
        raise DamagedDatabaseError(path)
    if found > newest:
        raise NewerFormatError(path, found, newest)
    return found


def _unlock(connection: Driver, path: Path, key: bytes) -> None:
    connection.execute("PRAGMA cipher_log_level = NONE").fetchall()
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    if not connection.execute("PRAGMA cipher_version").fetchall():
        raise RuntimeError("the driver does not encrypt")
    try:
        connection.execute(f"PRAGMA cipher_page_size = {PAGE_BYTES}").fetchall()
        connection.execute("SELECT count(*) FROM sqlite_master").fetchall()
    except sqlcipher.Error as error:
        code = getattr(error, "sqlite_errorcode", _NOT_A_DATABASE)
        if code == _NOT_A_DATABASE:
            raise WrongKeyError(path) from None
        raise typed(error, path) from None


def _settle(connection: Driver, path: Path, *, read_only: bool) -> None:
    """Set what holds for one connection.

    Law: FADP Art. 8, GDPR Art. 32: nothing of a person in a temporary file, nothing left in freed pages.
    """
    settings = {
        "temp_store": "MEMORY", "secure_delete": "ON", "foreign_keys": "ON", "cell_size_check": "ON",
        "trusted_schema": "OFF", "synchronous": "FULL", "fullfsync": "ON", "checkpoint_fullfsync": "ON",
        "cache_size": str(-CACHE_KIB),
    }  # fmt: skip
    with faults_typed(path):
        for name, value in settings.items():
            connection.execute(f"PRAGMA {name} = {value}").fetchall()
        if read_only:
            connection.execute("PRAGMA query_only = ON").fetchall()
        vital = {"temp_store": _MEMORY, "secure_delete": 1, "foreign_keys": 1, "synchronous": _FULL_SYNC}
        for name, wanted in vital.items():
            if _value(connection, f"PRAGMA {name}") != wanted:
                raise RuntimeError(f"the driver does not keep {name}")


def _value(connection: Driver, statement: str) -> Value:
    row = connection.execute(statement).fetchone()
    return None if row is None else row[0]


def write_ahead(connection: Driver) -> None:
    """Turn write-ahead logging on for the file."""
    if _value(connection, "PRAGMA journal_mode = WAL") != "wal":
        raise RuntimeError("the database does not keep a write-ahead log")


def set_revision(connection: Connection, revision: int) -> None:
    """Note the schema's revision and whose file it is, within the running transaction."""
    connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.exec_driver_sql(f"PRAGMA user_version = {int(revision)}")


def settle_search_tables(connection: Connection) -> None:
    """Write every full-text table anew without what was taken out: words of deleted rows leave its pages."""
    tables = connection.exec_driver_sql(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql LIKE 'CREATE VIRTUAL TABLE%fts5%'"
    ).fetchall()
    for (name,) in tables:
        connection.exec_driver_sql(f"INSERT INTO {name} ({name}) VALUES ('optimize')")  # noqa: S608 - our own names


def insert_new(connection: Connection, table: Table, rows: Sequence[tuple[object, ...]]) -> int:
    """Insert the rows whose key is not there yet, columns in the table's order; return how many were new."""
    if not rows:
        return 0
    names = [column.name for column in table.columns]
    marks = ", ".join("?" for _ in names)
    statement = (
        f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({marks}) "  # noqa: S608 - our own names
        "ON CONFLICT DO NOTHING"
    )
    result = connection.exec_driver_sql(statement, list(rows))
    return int(result.rowcount)


def insert_new_keyed(
    connection: Connection, table: Table, rows: Sequence[tuple[object, ...]]
) -> list[tuple[int, int]]:
    """As `insert_new`; returns the first two columns, whole numbers, of each row that was new."""
    names = [column.name for column in table.columns]
    one, fresh, start = f"({', '.join('?' for _ in names)})", list[tuple[int, int]](), 0
    for size in _ROWS_AT_ONCE:
        statement = (
            f"INSERT INTO {table.name} ({', '.join(names)}) VALUES {', '.join([one] * size)} "  # noqa: S608 - our names
            f"ON CONFLICT DO NOTHING RETURNING {names[0]}, {names[1]}"
        )
        while len(rows) - start >= size:
            values = tuple(chain.from_iterable(rows[start : start + size]))
            fresh += _plain_rows(connection, statement, values)
            start += size
    return fresh


def oldest_of(connection: Connection, table: Table, people: Sequence[int]) -> dict[int, int]:
    """Each of these people with the second of their first row in a stream, whoever has one."""
    statement = (
        f"SELECT value, (SELECT at FROM {table.name} WHERE person_id = value ORDER BY at LIMIT 1) AS oldest "  # noqa: S608
        "FROM json_each(?) WHERE oldest IS NOT NULL"
    )
    return dict(_plain_rows(connection, statement, (json.dumps(list(people)),)))


def find_keys(
    connection: Connection, hashes: Sequence[int], limit: int, agency: int | None = None
) -> list[tuple[int, int]]:
    """Return hash and person of at most `limit` bearers of each blocking key; with `agency` its people only."""
    if not hashes:
        return []
    one = _BEARERS if agency is None else _OWN_BEARERS
    statement = " UNION ALL ".join([one] * len(hashes))
    values = [value for key in hashes for value in ((key, limit) if agency is None else (key, agency, limit))]
    return _plain_rows(connection, statement, tuple(values))


def keys_after(connection: Connection, key: int, limit: int) -> list[tuple[int, int]]:
    """Return hash and person of the next blocking keys in the order of hashes."""
    return _plain_rows(connection, _NEXT_KEYS, (key, limit))


def rows_by_id(
    connection: Connection, table: Table, names: Sequence[str], ids: Sequence[int]
) -> list[tuple[Any, ...]]:
    """Return these columns of the rows with these ids, at most 500, past the compiler."""
    room = next(size for size in _ROOMS if size >= len(ids))
    marks = ", ".join(["?"] * room)
    statement = f"SELECT {', '.join(names)} FROM {table.name} WHERE id IN ({marks})"  # noqa: S608 - our own names
    padded = (*ids, *[None] * (room - len(ids)))
    return _plain_rows(connection, statement, padded)


def _plain_rows(connection: Connection, statement: str, values: tuple[object, ...]) -> list[tuple[Any, ...]]:
    """Rows as the driver gives them: where many are read, dressing each costs more than reading it."""
    cursor = connection.exec_driver_sql(statement, values).cursor
    return [] if cursor is None else list(cursor.fetchall())
