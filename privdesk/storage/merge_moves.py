# SPDX-License-Identifier: MIT
"""Everything else that names a person: rows that follow, rows that both have, pairs of people.

What names a person is read from the tables' references, so that a table added later follows by itself.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Column, Connection, Table, and_, select, update

from privdesk.storage.merge_parts import Parts, Raw, drop_raw, key_of, put_raw, raw_rows
from privdesk.storage.row_base import Row, table_of
from privdesk.storage.rows_activity import STREAMS
from privdesk.storage.rows_people import FactRow, PersonRow

_PERSON = table_of(PersonRow)
_CHUNK = 500
OWN_WAY = frozenset({FactRow.__tablename__, *(table.name for table in STREAMS.values())})
"""Tables that `merge_facts` and `merge_activity` take care of."""


def followers() -> Iterator[tuple[Table, Column[Any]]]:
    """Columns that name a person and are no part of the row's own key: the row simply follows."""
    for table, columns in _naming().items():
        yield from ((table, column) for column in columns if not column.primary_key)


def clustered() -> Iterator[tuple[Table, Column[Any]]]:
    """Tables with one person in their key."""
    for table, columns in _naming().items():
        keys = [column for column in columns if column.primary_key]
        if len(keys) == 1:
            yield table, keys[0]


def paired() -> Iterator[tuple[Table, Column[Any], Column[Any]]]:
    """Tables with two people in their key, the smaller number first."""
    for table, columns in _naming().items():
        keys = [column for column in columns if column.primary_key]
        if len(keys) > 1:
            yield table, keys[0], keys[1]


def join_rows(connection: Connection, parts: Parts, kept: int, gone: int) -> Mapping[str, int]:
    """Give every row of `gone` to `kept`; returns how many by table and column, such as `contract.person_id`."""
    counts: dict[str, int] = {}
    for table, column in followers():
        name = f"{table.name}.{column.name}"
        keys = connection.execute(select(*table.primary_key).where(column == gone)).all()
        connection.execute(update(table).where(column == gone).values({column.name: kept}))
        parts.put(name, [list(key) for key in keys])
        counts[name] = len(keys)
    for table, column in clustered():
        _join_cluster(connection, parts, table, column.name, kept, gone)
    for table, *columns in paired():
        _join_pairs(connection, parts, table, [column.name for column in columns], kept, gone)
    return counts


def part_rows(connection: Connection, parts: Parts, kept: int, gone: int) -> None:
    """Give them back; a row that went to somebody else meanwhile stays there."""
    for table, column in followers():
        for key in parts.get(f"{table.name}.{column.name}"):
            own = and_(*(part == value for part, value in zip(table.primary_key, key, strict=True)))
            statement = update(table).where(own, column == kept)
            connection.execute(statement.values({column.name: gone}))
    for table, column in clustered():
        moved, apart = f"{table.name}.moved", f"{table.name}.apart"
        for row in parts.get(moved):
            _rename(connection, table, column.name, row, kept, gone)
        put_raw(connection, table, parts.get(apart))
    for table, *columns in paired():
        _part_pairs(connection, parts, table, [column.name for column in columns])


def _naming() -> Mapping[Table, Sequence[Column[Any]]]:
    found: dict[Table, list[Column[Any]]] = {}
    for table in Row.metadata.sorted_tables:
        if table.name not in OWN_WAY:
            columns = [key.parent for key in table.foreign_keys if key.column.table is _PERSON]
            if columns:
                found[table] = sorted(columns, key=lambda column: list(table.columns).index(column))
    return found


def _join_cluster(
    connection: Connection, parts: Parts, table: Table, column: str, kept: int, gone: int
) -> None:
    """Rows whose key is free go over; what both have stays as it is with `kept` and is remembered for `gone`."""
    taken = {key_of(table, row) for row in raw_rows(connection, table, column, kept)}
    moved: list[Raw] = []
    apart: list[Raw] = []
    for row in raw_rows(connection, table, column, gone):
        free = key_of(table, {**row, column: kept}) not in taken
        (moved if free else apart).append(row)
    for row in moved:
        _rename(connection, table, column, row, gone, kept)
    drop_raw(connection, table, [key_of(table, row) for row in apart])
    parts.put(f"{table.name}.moved", moved)
    parts.put(f"{table.name}.apart", apart)


def _rename(connection: Connection, table: Table, column: str, row: Raw, before: int, after: int) -> None:
    key = {**row, column: before}
    own = and_(*(part == key[part.name] for part in table.primary_key))
    connection.execute(update(table).where(own).values({column: after}))


def _join_pairs(
    connection: Connection, parts: Parts, table: Table, columns: Sequence[str], kept: int, gone: int
) -> None:
    """What was noted of `gone` and others now holds of `kept` and them, unless something is noted there already."""
    first, second = columns
    theirs = [row for column in columns for row in raw_rows(connection, table, column, gone)]
    ours = {key_of(table, row) for column in columns for row in raw_rows(connection, table, column, kept)}
    carried: list[Raw] = []
    for row in theirs:
        other = row[second] if row[first] == gone else row[first]
        if other != kept:
            low, high = sorted((kept, other))
            new = {**row, first: low, second: high}
            if key_of(table, new) not in ours:
                carried.append(new)
    drop_raw(connection, table, [key_of(table, row) for row in theirs])
    put_raw(connection, table, carried)
    parts.put(f"{table.name}.apart", theirs)
    parts.put(f"{table.name}.carried", carried)


def _part_pairs(connection: Connection, parts: Parts, table: Table, columns: Sequence[str]) -> None:
    """Put the pairs back; one carried over goes, unless somebody decided on it meanwhile."""
    first, second = columns
    for row in parts.get(f"{table.name}.carried"):
        there = raw_rows(connection, table, first, row[first])
        drop_raw(connection, table, [key_of(table, each) for each in there if each == row])
    apart: list[Raw] = parts.get(f"{table.name}.apart")
    named = {person for row in apart for person in (row[first], row[second])}
    known = set(connection.scalars(select(_PERSON.c.id).where(_PERSON.c.id.in_(named))))
    put_raw(connection, table, [row for row in apart if {row[first], row[second]} <= known])
