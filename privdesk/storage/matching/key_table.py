# SPDX-License-Identifier: MIT
"""The table of blocking keys: kept in step with the people in the same transaction, rebuilt, compared with them."""

from collections.abc import Iterator, Sequence
from typing import TypeAlias

import numpy as np
from sqlalchemy import Connection, delete, select

from privdesk.domain.people import Facts, PersonId
from privdesk.services.progress import NO_PROGRESS, Progress
from privdesk.storage import dialect
from privdesk.storage.matching.keys import hashes_of
from privdesk.storage.matching.prepared import COMPARED, Memo, Prepared, prepare, prepared
from privdesk.storage.row_base import table_of
from privdesk.storage.rows_matching import MatchKeyRow, PairRow
from privdesk.storage.rows_people import PersonRow

KEYS = table_of(MatchKeyRow)
_PAIRS = table_of(PairRow)
_PERSON = table_of(PersonRow)
_COLUMNS = (_PERSON.c.id, *(_PERSON.c[name.value] for name in COMPARED))
_NAMES = tuple(column.name for column in _COLUMNS)
_AT_ONCE = 20_000
_SORTED_AT_ONCE = 2_000_000
_CHUNK = 500
_MIX = np.uint64(0x9E3779B97F4A7C15)
_SHIFT = np.uint64(29)
_Rows: TypeAlias = Sequence[tuple[int, int]]


def put_keys(
    connection: Connection, key: bytes, person_id: PersonId, before: Facts | None, after: Facts
) -> None:
    """Bring a person's keys up to date; `before` is None for a new person."""
    old = hashes_of(prepare(before), key) if before else frozenset()
    new = hashes_of(prepare(after), key) if after else frozenset()
    if old - new:
        connection.execute(delete(KEYS).where(KEYS.c.person_id == person_id, KEYS.c.hash.in_(old - new)))
    dialect.insert_new(connection, KEYS, [(each, person_id) for each in sorted(new - old)])


def forget_person(connection: Connection, key: bytes, person_id: PersonId, facts: Facts) -> None:
    """Take out everything that matching holds of a person who is erased: keys and pairs."""
    put_keys(connection, key, person_id, facts, {})
    connection.execute(
        delete(_PAIRS).where((_PAIRS.c.first_id == person_id) | (_PAIRS.c.second_id == person_id))
    )


def rebuild(connection: Connection, key: bytes, progress: Progress = NO_PROGRESS) -> int:
    """Make all keys anew within the running transaction, in parts of constant memory; returns how many people.

    Raises: Cancelled.
    """
    connection.execute(delete(KEYS))
    people = 0
    waiting: list[tuple[int, int]] = []
    memo = Memo()
    for rows in _batches(connection, progress):
        people += len(rows)
        waiting += _keys(rows, key, memo)
        if len(waiting) >= _SORTED_AT_ONCE:
            _insert_sorted(connection, waiting)
    _insert_sorted(connection, waiting)
    return people


def _insert_sorted(connection: Connection, waiting: list[tuple[int, int]]) -> None:
    """In the order in which they will lie: each page is touched once a part."""
    waiting.sort()
    for start in range(0, len(waiting), _AT_ONCE):
        dialect.insert_new(connection, KEYS, waiting[start : start + _AT_ONCE])
    waiting.clear()


def differences(connection: Connection, key: bytes, progress: Progress = NO_PROGRESS) -> int:
    """How many keys there are too many or too few; 1 at least when any key is another than it should be.

    Raises: Cancelled.
    """
    wanted = held = 0
    memo = Memo()
    wanted_sum = held_sum = 0
    for rows in _batches(connection, progress):
        keys = _keys(rows, key, memo)
        wanted += len(keys)
        wanted_sum = (wanted_sum + _fingerprint(keys)) & 0xFFFFFFFFFFFFFFFF
    found = connection.execution_options(yield_per=_AT_ONCE).execute(select(KEYS.c.hash, KEYS.c.person_id))
    for part in found.partitions():
        held += len(part)
        held_sum = (held_sum + _fingerprint([(row[0], row[1]) for row in part])) & 0xFFFFFFFFFFFFFFFF
    return max(abs(wanted - held), int(wanted_sum != held_sum))


def read_prepared(connection: Connection, person_ids: Sequence[int], memo: Memo) -> dict[int, Prepared]:
    """Those of these people who are on file, ready for comparing."""
    found: dict[int, Prepared] = {}
    for start in range(0, len(person_ids), _CHUNK):
        some = person_ids[start : start + _CHUNK]
        for row in dialect.rows_by_id(connection, _PERSON, _NAMES, some):
            found[row[0]] = prepared(row[1:], memo)
    return found


def _batches(connection: Connection, progress: Progress) -> Iterator[Sequence[Sequence[str | None]]]:
    after = 0
    while True:
        progress.raise_if_cancelled()
        statement = select(*_COLUMNS).where(_PERSON.c.id > after).order_by(_PERSON.c.id).limit(_AT_ONCE)
        rows = connection.execute(statement).fetchall()
        if not rows:
            return
        yield [tuple(row) for row in rows]
        after = rows[-1][0]


def _keys(rows: Sequence[Sequence[str | None]], key: bytes, memo: Memo) -> list[tuple[int, int]]:
    return [(each, int(row[0] or 0)) for row in rows for each in hashes_of(prepared(row[1:], memo), key)]


def _fingerprint(rows: _Rows) -> int:
    """A sum over rows that tells sets of them apart, whatever their order."""
    pairs = np.array(rows, dtype=np.int64).reshape(len(rows), 2).view(np.uint64)
    mixed = (pairs[:, 0] ^ pairs[:, 1] * _MIX) * _MIX
    mixed ^= mixed >> _SHIFT
    return int((mixed * _MIX).sum(dtype=np.uint64))
