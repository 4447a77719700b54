# SPDX-License-Identifier: MIT
"""Sums of the streams by day, kept in step with every row that comes, goes or changes hands.

Counting fifty million rows takes a minute; adding up a few thousand sums does not. Whoever writes rows of a stream
goes through here, within the same transaction; `vault check` counts anew and compares.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any

from sqlalchemy import Column, Connection, Select, Table, delete, func, insert, select

from privdesk.domain.activity import ActivityKind
from privdesk.services.progress import NO_PROGRESS, Progress
from privdesk.storage import dialect
from privdesk.storage.rows_activity import STREAMS
from privdesk.storage.rows_retention import STREAM_DAY, STREAM_ZONE, USAGE_MONTH
from privdesk.storage.scope import Scope

COUNTED = {table.name: table for table in (*STREAMS.values(), USAGE_MONTH)}
"""Tables of which sums are kept."""
_QUARTER = 900
"""Every time zone's days begin at a quarter of an hour of UTC."""
_DAY = 86_400
_MOST_REMEMBERED = 50_000
_CHUNK = 20_000
_AT_ONCE = 500
_BOOK = (
    "INSERT INTO stream_day (stream, day, entries, people) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET "
    "entries = entries + excluded.entries, people = people + excluded.people"
)
_SWEEP = "DELETE FROM stream_day WHERE stream = ? AND day = ? AND entries = 0 AND people = 0"


@dataclass(slots=True)
class Sums:
    """Entries by day, and people by the day of their oldest entry; also how they change."""

    entries: Counter[int] = field(default_factory=Counter)
    people: Counter[int] = field(default_factory=Counter)

    def moved(self, before: int | None, after: int | None) -> None:
        """The oldest entry of a person was of another day before, or of none."""
        if before != after:
            if before is not None:
                self.people[before] -= 1
            if after is not None:
                self.people[after] += 1

    def rows(self, name: str) -> list[tuple[str, int, int, int]]:
        """What to book."""
        days = sorted(
            day for day in self.entries.keys() | self.people.keys() if self.entries[day] or self.people[day]
        )
        return [(name, day, self.entries[day], self.people[day]) for day in days]


class StreamDays:
    """The kept sums, within one transaction."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._days = days_of(scope.zone)

    def add(self, kind: ActivityKind, rows: Sequence[tuple[Any, ...]]) -> int:
        """Insert rows of a stream, ordered by person and time, that are not there yet; returns how many were new."""
        if not rows:
            return 0
        connection = self._scope.connection
        table = STREAMS[kind]
        oldest = dialect.oldest_of(connection, table, sorted({row[0] for row in rows}))
        fresh = sorted(dialect.insert_new_keyed(connection, table, rows))
        sums, day = Sums(), self._days
        sums.entries.update([day(at) for _person, at in fresh])
        for person, at in dict(reversed(fresh)).items():
            before = oldest.get(person)
            if before is None or at < before:
                sums.moved(None if before is None else day(before), day(at))
        self._book(table.name, sums)
        return len(fresh)

    @contextmanager
    def in_step(self, names: Collection[str], people: Collection[int]) -> Iterator[None]:
        """Whatever happens within to these people's rows of these tables is booked at its end."""
        before = {name: self._held(name, people) for name in names}
        yield
        for name, sums in before.items():
            change = self._held(name, people)
            change.entries.subtract(sums.entries)
            change.people.subtract(sums.people)
            self._book(name, change)

    def _book(self, name: str, change: Sums) -> None:
        """Book a change; where the office moved to another time zone since, whose days begin elsewhere, count anew."""
        rows, connection = change.rows(name), self._scope.connection
        if not rows:
            return
        if connection.scalar(select(STREAM_ZONE.c.zone)) == str(self._scope.zone):
            connection.exec_driver_sql(_BOOK, rows)
            fewer = [row[:2] for row in rows if min(row[2:]) < 0]
            if fewer:
                connection.exec_driver_sql(_SWEEP, fewer)
        else:
            recount(connection, self._scope.zone)

    def _held(self, name: str, people: Collection[int]) -> Sums:
        table, sums = COUNTED[name], Sums()
        column, day = _dated(table), self._days if name != USAGE_MONTH.name else last_day_of
        whose, everybody = table.c.person_id, sorted(set(people))
        for start in range(0, len(everybody), _AT_ONCE):
            some = whose.in_(everybody[start : start + _AT_ONCE])
            asked = select(whose, column).where(some).order_by(whose, column)
            last = None
            for person, dated in self._scope.connection.execute(asked):
                number = day(dated)
                sums.entries[number] += 1
                if person != last:
                    sums.people[number] += 1
                    last = person
        return sums


def recount(connection: Connection, zone: tzinfo, progress: Progress = NO_PROGRESS) -> None:
    """Make the sums anew from the rows; a minute with fifty million. Raises: Cancelled."""
    counted = counted_sums(connection, zone, progress)
    connection.execute(delete(STREAM_DAY))
    connection.execute(delete(STREAM_ZONE))
    connection.execute(insert(STREAM_ZONE), {"id": 1, "zone": str(zone)})
    rows = [row for name, sums in counted.items() for row in sums.rows(name)]
    if rows:
        connection.exec_driver_sql(_BOOK, rows)


def differences(connection: Connection, zone: tzinfo, progress: Progress = NO_PROGRESS) -> int:
    """On how many days the kept sums are not what the rows say. Raises: Cancelled."""
    kept = connection.scalar(select(STREAM_ZONE.c.zone))
    if kept is not None and kept != str(zone):
        return 0  # counted anew with the next row that comes or goes
    held = {tuple(row) for row in connection.execute(select(STREAM_DAY)) if row.entries or row.people}
    right = {
        row for kind, sums in counted_sums(connection, zone, progress).items() for row in sums.rows(kind)
    }
    return len({row[:2] for row in held ^ right})


def counted_sums(
    connection: Connection, zone: tzinfo, progress: Progress = NO_PROGRESS
) -> Mapping[str, Sums]:
    """The sums as the rows say them, by table. Raises: Cancelled."""
    found, day = {}, days_of(zone)
    for name, table in COUNTED.items():
        column, monthly = _dated(table), name == USAGE_MONTH.name
        entries: Counter[int] = Counter()
        people: Counter[int] = Counter()
        oldest = select(func.min(column)).group_by(table.c.person_id)
        for counter, statement in ((entries, select(column)), (people, oldest)):
            for rows in _partly(connection, statement):
                counter.update(dated if monthly else dated // _QUARTER for (dated,) in rows)
                progress.raise_if_cancelled()
        by_day = last_day_of if monthly else lambda quarter: day(quarter * _QUARTER)
        found[name] = Sums(_by_day(entries, by_day), _by_day(people, by_day))
    return found


def days_of(zone: tzinfo) -> Callable[[int], int]:
    """A function from seconds since 1970 to the number of the day at the office; it remembers what it worked out."""
    known: dict[int, tuple[int, int]] = {}

    def day(at: int) -> int:
        held = known.get(at // _DAY)
        if held is None:
            if len(known) > _MOST_REMEMBERED:
                known.clear()
            held = known[at // _DAY] = _first_and_turn(at // _DAY * _DAY, zone)
        number, turn = held
        return number if at < turn else number + 1

    return day


def _first_and_turn(start: int, zone: tzinfo) -> tuple[int, int]:
    """The office's day at the beginning of a day of UTC, and the second at which the next one begins there."""
    local = datetime.fromtimestamp(start, zone).date()
    following = datetime.combine(local + timedelta(days=1), time(), zone)
    return local.toordinal(), int(following.timestamp())


def last_day_of(month: int) -> int:
    """The number of the last day of a month, which is numbered year * 12 + month - 1."""
    following = month + 1
    return date(following // 12, following % 12 + 1, 1).toordinal() - 1


def summed(connection: Connection, name: str, up_to: date, after: date | None = None) -> tuple[int, int]:
    """Entries dated up to and including a day, and people who have one; with `after` only entries after that day."""
    where = [STREAM_DAY.c.stream == name, STREAM_DAY.c.day <= up_to.toordinal()]
    if after is not None:
        where.append(STREAM_DAY.c.day > after.toordinal())
    asked = select(
        func.coalesce(func.sum(STREAM_DAY.c.entries), 0), func.coalesce(func.sum(STREAM_DAY.c.people), 0)
    )
    entries, people = connection.execute(asked.where(*where)).one()
    return int(entries), int(people)


def _dated(table: Table) -> Column[Any]:
    return table.c.month if table is USAGE_MONTH else table.c.at


def _by_day(counts: Mapping[int, int], day: Callable[[int], int]) -> Counter[int]:
    found: Counter[int] = Counter()
    for dated, count in counts.items():
        found[day(dated)] += count
    return found


def _partly(connection: Connection, statement: Select[Any]) -> Iterator[Sequence[tuple[int, ...]]]:
    """Rows as the driver gives them: with fifty million, dressing each would take longer than reading it."""
    cursor = connection.exec_driver_sql(str(statement.compile(connection))).cursor
    while cursor is not None and (rows := cursor.fetchmany(_CHUNK)):
        yield rows
