# SPDX-License-Identifier: MIT
"""Usage by month, kept as the accounts need it once the detail went.

Law: CO Art. 958f; GDPR Art. 5(1)(c), 5(1)(e); FADP Art. 6(2), 6(4).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import Connection, delete, func, select, update

from privdesk.domain.activity import UsageMonth
from privdesk.domain.people import PersonId
from privdesk.storage.balances import Balance, last_balance
from privdesk.storage.merge_parts import Parts
from privdesk.storage.rows_activity import TERM, USAGE
from privdesk.storage.rows_retention import USAGE_MONTH
from privdesk.storage.scope import Scope

_MONTHS = 12
_MICRO = 1_000_000
_MONTH = USAGE_MONTH.c
_APART = f"{USAGE_MONTH.name}.apart"
_BOOK = (
    "INSERT INTO usage_month (person_id, month, currency_id, times, amount, balance, up_to) VALUES (?, ?, ?, ?, ?, ?, ?) "
    "ON CONFLICT DO UPDATE SET times = times + excluded.times, amount = amount + excluded.amount, "
    "balance = CASE WHEN excluded.up_to >= up_to THEN coalesce(excluded.balance, balance) ELSE balance END, "
    "up_to = max(up_to, excluded.up_to)"
)


@dataclass(slots=True)
class _Sum:
    times: int = 0
    amount: int = 0


def book_months(scope: Scope, person_id: PersonId, cut_off: date) -> int:
    """Add a person's usage up to and including `cut_off` to their monthly sums; the detail is for the caller to delete.

    Returns how many rows of detail that is.
    """
    rows = scope.connection.execute(
        select(USAGE.c.at, USAGE.c.amount, USAGE.c.currency_id)
        .where(USAGE.c.person_id == person_id, USAGE.c.at < _end(scope, cut_off))
        .order_by(USAGE.c.at)
    ).all()
    sums: dict[tuple[int, int], _Sum] = {}
    for at, amount, currency in rows:
        day = datetime.fromtimestamp(at, scope.zone).date()
        held = sums.setdefault((month_of(day), currency), _Sum())
        held.times += 1
        held.amount += amount
    booked = []
    for (month, currency), held in sums.items():
        until = min(cut_off, _last_day(month))
        left = last_balance(scope.connection, person_id, _end(scope, until))
        amount_left = left.amount if left is not None and left.currency == currency else None
        booked.append((person_id, month, currency, held.times, held.amount, amount_left, until.toordinal()))
    if booked:
        scope.connection.exec_driver_sql(_BOOK, booked)
    return len(rows)


def booked_until(connection: Connection, people: Iterable[int]) -> Mapping[int, int]:
    """The last day booked (numbered as `date.toordinal`) of each of these people who has monthly sums."""
    if connection.scalar(select(_MONTH.person_id).limit(1)) is None:
        return {}
    wanted = sorted(set(people))
    found: dict[int, int] = {}
    for start in range(0, len(wanted), 500):
        some = _MONTH.person_id.in_(wanted[start : start + 500])
        rows = connection.execute(
            select(_MONTH.person_id, func.max(_MONTH.up_to)).where(some).group_by(_MONTH.person_id)
        )
        found.update((person, until) for person, until in rows)
    return found


def of_person(connection: Connection, person_id: PersonId) -> Sequence[UsageMonth]:
    """A person's monthly sums, oldest first."""
    asked = (
        select(USAGE_MONTH, TERM.c.text)
        .join(TERM, TERM.c.id == _MONTH.currency_id)
        .where(_MONTH.person_id == person_id)
        .order_by(_MONTH.month, TERM.c.text)
    )
    return [
        UsageMonth(
            row.month // _MONTHS, row.month % _MONTHS + 1, row.text, row.times, row.amount, row.balance
        )
        for row in connection.execute(asked)
    ]


def sums_between(
    scope: Scope, person_id: PersonId, first: int, last: int
) -> Mapping[int, tuple[int, Balance | None]]:
    """What was used in each month from `first` to `last` as far as it was booked, and the newest balance booked."""
    found: dict[int, tuple[int, Balance | None]] = {}
    mine = select(USAGE_MONTH).where(_MONTH.person_id == person_id, _MONTH.month.between(first, last))
    for row in scope.connection.execute(mine.order_by(_MONTH.month, _MONTH.up_to)):
        used, held = found.get(row.month, (0, None))
        left = (
            Balance(_moment(scope, row.up_to), row.balance, row.currency_id)
            if row.balance is not None
            else held
        )
        found[row.month] = used + row.amount, left
    return found


def last_booked(scope: Scope, person_id: PersonId, before: int | None = None) -> Balance | None:
    """The newest balance among a person's monthly sums, of months before `before` where one is given."""
    asked = select(USAGE_MONTH).where(_MONTH.person_id == person_id, _MONTH.balance.is_not(None))
    if before is not None:
        asked = asked.where(_MONTH.month < before)
    row = scope.connection.execute(asked.order_by(_MONTH.up_to.desc()).limit(1)).first()
    return Balance(_moment(scope, row.up_to), row.balance, row.currency_id) if row is not None else None


def drop_booked(scope: Scope, person_id: PersonId, cut_off: date) -> None:
    """Take the detail away that `book_months` booked."""
    past = USAGE.c.at < _end(scope, cut_off)
    scope.connection.execute(delete(USAGE).where(USAGE.c.person_id == person_id, past))


def join_months(connection: Connection, parts: Parts, kept: int) -> None:
    """After a merge: add what `merge_moves` left apart, because both have that month, to the kept person's sums."""
    _add(connection, parts, kept, 1)


def part_months(connection: Connection, parts: Parts, kept: int) -> None:
    """Before a merge is taken back: take it out again."""
    _add(connection, parts, kept, -1)


def month_of(day: date) -> int:
    """The month's number: year * 12 + month - 1."""
    return day.year * _MONTHS + day.month - 1


def first_after(cut_off: date) -> int:
    """The first month that has not ended by the end of this day."""
    return month_of(cut_off + timedelta(days=1))


def _add(connection: Connection, parts: Parts, kept: int, sign: int) -> None:
    for row in parts.get(_APART):
        same = (
            _MONTH.person_id == kept,
            _MONTH.month == row["month"],
            _MONTH.currency_id == row["currency_id"],
        )
        more = {"times": _MONTH.times + sign * row["times"], "amount": _MONTH.amount + sign * row["amount"]}
        connection.execute(update(USAGE_MONTH).where(*same).values(more))


def _last_day(month: int) -> date:
    following = month + 1
    return date(following // _MONTHS, following % _MONTHS + 1, 1) - timedelta(days=1)


def _end(scope: Scope, day: date) -> int:
    """Seconds since 1970 at which a day ends at the office."""
    return int(datetime.combine(day + timedelta(days=1), time(), scope.zone).timestamp())


def _moment(scope: Scope, day: int) -> int:
    return _end(scope, date.fromordinal(day)) * _MICRO - 1
