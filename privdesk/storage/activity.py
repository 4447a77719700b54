# SPDX-License-Identifier: MIT
"""The four streams, read and written straight from their clusters."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import chain
from operator import itemgetter
from typing import Any

from sqlalchemy import BigInteger, Integer, Select, bindparam, func, insert, select, tuple_

from privdesk.domain.activity import Activity, ActivityCounts, ActivityKind, MonthSum, UsageMonth
from privdesk.domain.imports import ImportId
from privdesk.domain.people import PersonId
from privdesk.storage.activity_codec import Encoder, StoredRow, decode, kind_of, terms_in, terms_of
from privdesk.storage.balances import by_span, last_balance, later_of
from privdesk.storage.rows_activity import STREAMS, TERM
from privdesk.storage.scope import Scope
from privdesk.storage.stream_days import StreamDays, days_of
from privdesk.storage.usage_months import booked_until, last_booked, of_person, sums_between

_CHUNK = 500
_MONTHS = 12
_ROWS_IN_A_ROW = 64
"""Rows that a run works on before it looks whether somebody types."""
_PLACE = itemgetter(0, 1, 2, 3)


@cache
def _newest(kind: ActivityKind, *, earlier: bool) -> Select[*tuple[Any, ...]]:
    """The newest rows of a person, of all or of those before a moment; put together once."""
    table = STREAMS[kind]
    statement = select(table).where(table.c.person_id == bindparam("person", type_=Integer))
    if earlier:
        moment = tuple_(bindparam("second", type_=BigInteger), bindparam("micro", type_=Integer))
        statement = statement.where(tuple_(table.c.at, table.c.micro) < moment)
    newest = statement.order_by(table.c.at.desc(), table.c.micro.desc(), table.c.mark.desc())
    return newest.limit(bindparam("most", type_=Integer))


class SqlActivity:
    """Connections, top-ups, usages, surveys of people."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._texts: dict[int, str] = {}
        self._sums = StreamDays(scope)

    def add(self, rows: Sequence[Activity], import_id: ImportId) -> int:
        """Insert; rows already held (same person, time and content) are left out. Returns how many were new.

        So is usage of days that already stand in the person's monthly sums: it would be counted twice.
        """
        encode = Encoder(self._numbers(set(chain.from_iterable(map(terms_of, rows)))), import_id).encode
        by_kind: dict[ActivityKind, list[tuple[Any, ...]]] = {}
        for place, row in enumerate(rows):
            if not place % _ROWS_IN_A_ROW:
                self._scope.give_way()
            by_kind.setdefault(kind_of(row), []).append(encode(row))
        new = 0
        for kind, encoded in by_kind.items():
            encoded.sort(key=_PLACE)
            kept = self._not_booked(encoded) if kind is ActivityKind.USAGE else encoded
            new += self._sums.add(kind, kept)
        return new

    def of_person(
        self, person_id: PersonId, kind: ActivityKind, limit: int, before: datetime | None = None
    ) -> Sequence[Activity]:
        """Newest first; `before` itself is left out."""
        asked = {"person": person_id, "most": limit}
        if before is not None:
            second, micro = _instant(before)
            asked |= {"second": second, "micro": micro}
        rows = self._scope.connection.execute(_newest(kind, earlier=before is not None), asked)
        return self._decoded(kind, rows.all())

    def all_of_person(self, person_id: PersonId, kind: ActivityKind) -> Iterator[Activity]:
        """Oldest first, without a limit, read in chunks."""
        table = STREAMS[kind]
        key = (table.c.at, table.c.micro, table.c.mark)
        statement = select(table).where(table.c.person_id == person_id).order_by(*key).limit(_CHUNK)
        rows = self._scope.session.execute(statement).all()
        while rows:
            yield from self._decoded(kind, rows)
            last = rows[-1]
            further = statement.where(tuple_(*key) > tuple_(last.at, last.micro, last.mark))
            rows = self._scope.session.execute(further).all() if len(rows) == _CHUNK else []

    def counts(self, person_id: PersonId) -> ActivityCounts:
        """Rows of this person by stream."""
        found = [
            self._scope.session.scalar(select(func.count()).where(table.c.person_id == person_id)) or 0
            for table in STREAMS.values()
        ]
        return ActivityCounts(*found)

    def months(self, person_id: PersonId, last: date, count: int) -> Sequence[MonthSum]:
        """The `count` civil months at the office up to that of `last`, oldest first."""
        first = last.year * _MONTHS + last.month - count
        months = [divmod(first + place, _MONTHS) for place in range(count + 1)]
        bounds = [self._start(year, month + 1) for year, month in months]
        booked = sums_between(self._scope, person_id, first, first + count - 1)
        spans = {month - first: held for month, held in booked.items()}
        earlier = last_booked(self._scope, person_id, first)
        sums = by_span(self._scope.connection, person_id, bounds, spans, earlier)
        return [
            MonthSum(year, month + 1, used, balance)
            for (year, month), (used, balance) in zip(months, sums, strict=False)
        ]

    def usage_months(self, person_id: PersonId) -> Sequence[UsageMonth]:
        """Monthly sums of usage whose detail went, oldest first."""
        return of_person(self._scope.connection, person_id)

    def balance(self, person_id: PersonId) -> tuple[int, str] | None:
        """Latest known balance in minor units and its currency."""
        last = later_of(last_balance(self._scope.connection, person_id), last_booked(self._scope, person_id))
        return None if last is None else (last.amount, self._texts_of({last.currency})[last.currency])

    def _not_booked(self, rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
        booked = booked_until(self._scope.connection, {row[0] for row in rows})
        if not booked:
            return rows
        day = days_of(self._scope.zone)
        return [row for row in rows if day(row[1]) > booked.get(row[0], 0)]

    def _start(self, year: int, month: int) -> int:
        """Seconds since 1970 at which a civil month begins at the office."""
        return _instant(datetime.combine(date(year, month, 1), time(), self._scope.zone))[0]

    def _decoded(self, kind: ActivityKind, rows: Sequence[StoredRow]) -> list[Activity]:
        texts = self._texts_of({number for row in rows for number in terms_in(kind, row)})
        return [decode(kind, row, texts) for row in rows]

    def _numbers(self, texts: set[str]) -> dict[str, int]:
        """The number of each text; texts not met before are added."""
        session = self._scope.session
        found = self._known(texts)
        fresh = sorted(texts - found.keys())
        if fresh:
            session.execute(insert(TERM), [{"text": text} for text in fresh])
            found |= self._known(set(fresh))
        return found

    def _known(self, texts: set[str]) -> dict[str, int]:
        wanted = sorted(texts)
        found: dict[str, int] = {}
        for start in range(0, len(wanted), _CHUNK):
            statement = select(TERM.c.text, TERM.c.id).where(TERM.c.text.in_(wanted[start : start + _CHUNK]))
            found.update(self._scope.session.execute(statement).all())
        return found

    def _texts_of(self, numbers: set[int]) -> dict[int, str]:
        missing = sorted(numbers - self._texts.keys())
        for start in range(0, len(missing), _CHUNK):
            statement = select(TERM.c.id, TERM.c.text).where(TERM.c.id.in_(missing[start : start + _CHUNK]))
            self._texts.update(self._scope.session.execute(statement).all())
        return self._texts


def _instant(at: datetime) -> tuple[int, int]:
    """Whole seconds since 1970 in UTC, and microseconds."""
    since = at - datetime(1970, 1, 1, tzinfo=UTC)
    return since // timedelta(seconds=1), since.microseconds
