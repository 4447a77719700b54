# SPDX-License-Identifier: MIT
"""What a person used and had left: month by month, and last. A handful of statements, however many months."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any, TypeAlias

from sqlalchemy import BigInteger, Connection, Row, Select, Table, bindparam, case, func, select

from privdesk.domain.people import PersonId
from privdesk.storage.rows_activity import TOP_UP, USAGE

_MICRO = 1_000_000
_Stored: TypeAlias = Row[*tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Balance:
    """A balance in minor units; `moment` in microseconds since 1970, `currency` the number of its text."""

    moment: int
    amount: int
    currency: int


def last_balance(connection: Connection, person_id: PersonId, before: int | None = None) -> Balance | None:
    """The newest balance known, before `before` (seconds since 1970; None: now); of two at once that after usage."""
    found = [
        Balance(row.at * _MICRO + row.micro, row.balance_after, row.currency_id)
        for table in (USAGE, TOP_UP)
        if (row := _last(connection, table, person_id, before)) is not None
    ]
    return max(found, key=lambda each: each.moment, default=None)


def later_of(*balances: Balance | None) -> Balance | None:
    """The newest of these; of two of one moment the first."""
    return max((each for each in balances if each is not None), key=lambda each: each.moment, default=None)


def by_span(
    connection: Connection,
    person_id: PersonId,
    bounds: Sequence[int],
    booked: Mapping[int, tuple[int, Balance | None]],
    earlier: Balance | None,
) -> list[tuple[int, int | None]]:
    """For each span between two bounds (seconds since 1970) what was used, and the balance at its end or None.

    `booked` is what monthly sums add to a span, `earlier` the newest balance among those before the first span.
    """
    used: dict[int, int] = {}
    balances: dict[int, Balance] = {}
    for table in (USAGE, TOP_UP):
        sums = connection.execute(_summed(table, len(bounds)), _asked(person_id, bounds)).all()
        newest = {row.span: row.newest for row in sums if row.newest is not None}
        if table is USAGE:
            used = {row.span: row.used for row in sums}
        for span, balance in _at(connection, table, person_id, newest).items():
            held = balances.get(span)
            balances[span] = balance if held is None or balance.moment > held.moment else held
    for span, (amount, left) in booked.items():
        used[span] = used.get(span, 0) + amount
        newest_there = later_of(balances.get(span), left)
        if newest_there is not None:
            balances[span] = newest_there
    earliest = (
        later_of(last_balance(connection, person_id, bounds[0]), earlier) if 0 not in balances else None
    )
    last: Balance | None = earliest
    found: list[tuple[int, int | None]] = []
    for span in range(len(bounds) - 1):
        last = balances.get(span, last)
        found.append((used.get(span, 0), last.amount if last is not None else None))
    return found


def _last(connection: Connection, table: Table, person_id: PersonId, before: int | None) -> _Stored | None:
    asked = {"person": person_id} if before is None else {"person": person_id, "before": before}
    return connection.execute(_newest(table, bounded=before is not None), asked).first()


def _at(
    connection: Connection, table: Table, person_id: PersonId, newest: Mapping[int, int]
) -> dict[int, Balance]:
    """The balances at these moments by span; of several at one moment the one with the greatest mark."""
    if not newest:
        return {}
    spans = {moment: span for span, moment in newest.items()}
    asked = {"person": person_id, "seconds": [moment // _MICRO for moment in newest.values()]}
    rows = connection.execute(_of_seconds(table), asked)
    moments = ((row.at * _MICRO + row.micro, row) for row in rows)
    return {
        spans[moment]: Balance(moment, row.balance_after, row.currency_id)
        for moment, row in moments
        if moment in spans
    }


def _asked(person_id: PersonId, bounds: Sequence[int]) -> dict[str, int]:
    return {"person": person_id, **{f"bound{place}": bound for place, bound in enumerate(bounds)}}


@cache
def _newest(table: Table, *, bounded: bool) -> Select[*tuple[Any, ...]]:
    row = table.c
    statement = select(row.at, row.micro, row.balance_after, row.currency_id).where(
        row.person_id == bindparam("person"), row.balance_after.is_not(None)
    )
    if bounded:
        statement = statement.where(row.at < bindparam("before"))
    return statement.order_by(row.at.desc(), row.micro.desc(), row.mark.desc()).limit(1)


@cache
def _of_seconds(table: Table) -> Select[*tuple[Any, ...]]:
    row = table.c
    seconds = bindparam("seconds", expanding=True, type_=BigInteger)
    return (
        select(row.at, row.micro, row.balance_after, row.currency_id)
        .where(row.person_id == bindparam("person"), row.at.in_(seconds), row.balance_after.is_not(None))
        .order_by(row.at, row.micro, row.mark)
    )


@cache
def _summed(table: Table, bounds: int) -> Select[*tuple[Any, ...]]:
    """Used and newest moment with a balance, of each span that has rows."""
    row = table.c
    names = [bindparam(f"bound{place}", type_=BigInteger) for place in range(bounds)]
    span = case(*((row.at < end, place) for place, (_start, end) in enumerate(pairwise(names))))
    moment = case((row.balance_after.is_not(None), row.at * _MICRO + row.micro))
    return (
        select(span.label("span"), func.sum(row.amount).label("used"), func.max(moment).label("newest"))
        .where(row.person_id == bindparam("person"), row.at >= names[0], row.at < names[-1])
        .group_by(span)
    )
