# SPDX-License-Identifier: MIT
"""What was used and left, month by month, is what one would add up by hand."""

import random
from datetime import UTC, date, datetime, timedelta

import pytest

from privdesk.domain.activity import Activity, MonthSum, TopUp, Usage
from privdesk.domain.audit import Action, AuditEvent
from privdesk.domain.imports import ImportKind
from privdesk.domain.people import PersonField, PersonId
from tests.storage_fixtures import OpenRecords, an_origin

START = datetime(2025, 1, 1, tzinfo=UTC)


def some_rows(person: PersonId, seed: int) -> list[TopUp | Usage]:
    """Rows at whole hours and at half seconds, some at one moment, some without a balance."""
    dice = random.Random(seed)
    rows: list[TopUp | Usage] = []
    for number in range(120):
        at = START + timedelta(hours=dice.randrange(0, 12_000, 7), milliseconds=dice.choice((0, 0, 500)))
        balance = None if dice.random() < 0.3 else number
        if dice.random() < 0.4:
            rows.append(TopUp(person, at, "cash", 1000 + number, "CHF", balance))
        else:
            rows.append(Usage(person, at, "0201", "washer", "1", 40, 100 + number, "CHF", balance))
    return rows


def by_hand(rows: list[TopUp | Usage], year: int, month: int) -> tuple[int, set[int | None]]:
    """Used in the month, and the balances that may stand at its end (two can have come at one moment)."""
    end = datetime(year + month // 12, month % 12 + 1, 1, tzinfo=UTC)
    within = [row for row in rows if isinstance(row, Usage) and (row.at.year, row.at.month) == (year, month)]
    before = [row for row in rows if row.at < end and row.balance_after is not None]
    newest = max((row.at for row in before), default=None)
    return sum(row.amount for row in within), {row.balance_after for row in before if row.at == newest} or {
        None
    }


@pytest.mark.parametrize("seed", range(5))
def test_months_are_what_one_adds_up_by_hand(records: OpenRecords, seed: int) -> None:
    with records.open_work() as work:
        person = work.people.add({PersonField.LAST_NAME: "M"}, an_origin()).id
        run = work.imports.start(ImportKind.USAGES, "rows.csv", "0" * 64).id
        rows = some_rows(person, seed)
        added: list[Activity] = [*rows]
        work.activity.add(added, run)
        work.audit.record(AuditEvent(Action.IMPORT_BATCH))
        months = work.activity.months(person, date(2026, 5, 31), 14)
        last = work.activity.balance(person)
    assert [(each.year, each.month) for each in months] == [(2025, month) for month in range(4, 13)] + [
        (2026, month) for month in range(1, 6)
    ]
    for each in months:
        used, balances = by_hand(rows, each.year, each.month)
        assert each.used == used
        assert each.balance in balances
    assert last is not None
    assert last[0] == months[-1].balance


def test_months_before_anything_was_known_have_no_balance(records: OpenRecords) -> None:
    with records.open_work() as work:
        person = work.people.add({PersonField.LAST_NAME: "M"}, an_origin()).id
        run = work.imports.start(ImportKind.USAGES, "rows.csv", "0" * 64).id
        work.activity.add([TopUp(person, START, "cash", 1000, "CHF", 1000)], run)
        assert work.activity.months(person, date(2025, 2, 28), 3) == [
            MonthSum(2024, 12, 0, None), MonthSum(2025, 1, 0, 1000), MonthSum(2025, 2, 0, 1000),
        ]  # fmt: skip
