# SPDX-License-Identifier: MIT
"""The four streams: nothing twice, nothing lost, quick sums."""

from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privdesk.domain.activity import (
    Activity,
    ActivityCounts,
    ActivityKind,
    Connection,
    MonthSum,
    SurveyAnswer,
    TopUp,
    Usage,
)
from privdesk.domain.audit import Action, AuditEvent
from privdesk.domain.errors import StorageFaultError
from privdesk.domain.imports import ImportId, ImportKind
from privdesk.domain.people import PersonField, PersonId
from privdesk.storage.activity_codec import pack_address, unpack_address
from privdesk.storage.unit_of_work import SqlUnitOfWork
from tests.storage_fixtures import OpenRecords, an_origin

NOON = datetime(2026, 3, 5, 12, 0, tzinfo=UTC)


def begin(work: SqlUnitOfWork) -> tuple[PersonId, ImportId]:
    person = work.people.add({PersonField.LAST_NAME: "Moser"}, an_origin())
    return person.id, work.imports.start(ImportKind.USAGES, "a.csv", "a" * 64).id


def a_usage(person: PersonId, at: datetime = NOON, amount: int = 150, balance: int | None = None) -> Usage:
    return Usage(person, at, "P-1", "Washer", "W-7", 45, amount, "CHF", balance)


def one_of_each(person: PersonId) -> list[Activity]:
    return [
        Connection(person, NOON + timedelta(microseconds=7), "Firefox 142", "de-CH", "Linux", "203.0.113.9"),
        TopUp(person, NOON, "TWINT", 2000, "CHF", None),
        a_usage(person, balance=-30),
        SurveyAnswer(person, NOON, "Spring 2026", (("How clean?", "gut, fast immer"), ("Again?", ""))),
    ]


def test_each_stream_comes_back_as_it_was(records: OpenRecords) -> None:
    with records.open_work() as work:
        person, run = begin(work)
        rows = one_of_each(person)
        assert work.activity.add(rows, run) == 4
        for kind, row in zip(ActivityKind, rows, strict=True):
            assert work.activity.of_person(person, kind, 10) == [row]
            assert list(work.activity.all_of_person(person, kind)) == [row]
        assert work.activity.counts(person) == ActivityCounts(1, 1, 1, 1)
        assert work.activity.counts(PersonId(person + 1)) == ActivityCounts()


def test_the_same_file_twice_changes_nothing(records: OpenRecords) -> None:
    with records.open_work() as work:
        person, run = begin(work)
        rows = one_of_each(person)
        assert work.activity.add([*rows, *rows], run) == 4, "equal rows count as one"
        assert work.activity.add(rows, run) == 0
        moved: list[Activity] = [
            TopUp(person, NOON, "TWINT", 2001, "CHF", None),
            a_usage(person, NOON + timedelta(seconds=1)),
        ]
        assert work.activity.add([*rows, *moved], run) == 2


def test_a_moment_is_the_same_in_every_time_zone(records: OpenRecords) -> None:
    zurich = NOON.astimezone(timezone(timedelta(hours=1)))
    with records.open_work() as work:
        person, run = begin(work)
        assert work.activity.add([a_usage(person), a_usage(person, zurich)], run) == 1
        assert work.activity.of_person(person, ActivityKind.USAGE, 1)[0].at == NOON


def test_activity_must_be_audited(records: OpenRecords) -> None:
    with records.open_work() as work:
        person, run = begin(work)
        work.audit.record(AuditEvent(Action.IMPORT_STARTED))
        work.commit()
        work.activity.add([a_usage(person)], run)
        assert "usage" in work._touched


def test_what_breaks_a_rule_is_not_left_out_silently(records: OpenRecords) -> None:
    with records.open_work() as work:
        person, run = begin(work)
        with pytest.raises(StorageFaultError):
            work.activity.add([Usage(person, NOON, "P", "W", "7", -1, 1, "CHF", None)], run)
    with records.open_work() as work, pytest.raises(StorageFaultError):
        work.activity.add([a_usage(PersonId(404))], ImportId(1))


def test_pages_of_a_stream_meet_without_a_gap(records: OpenRecords) -> None:
    with records.open_work() as work:
        person, run = begin(work)
        other, _ = begin(work)
        rows = [a_usage(person, NOON + timedelta(milliseconds=300 * number)) for number in range(1250)]
        rows.append(a_usage(other))
        assert work.activity.add(rows, run) == 1251
        assert list(work.activity.all_of_person(person, ActivityKind.USAGE)) == rows[:-1]
        newest = work.activity.of_person(person, ActivityKind.USAGE, 100)
        next_page = work.activity.of_person(person, ActivityKind.USAGE, 100, newest[-1].at)
        assert [*newest, *next_page] == rows[-2:-202:-1]


def test_rows_of_one_moment_are_all_kept(records: OpenRecords) -> None:
    with records.open_work() as work:
        person, run = begin(work)
        rows = [a_usage(person, NOON, number) for number in range(1200)]
        assert work.activity.add(rows, run) == 1200
        found = list(work.activity.all_of_person(person, ActivityKind.USAGE))
        assert sorted(row.amount for row in found if isinstance(row, Usage)) == list(range(1200))


def test_months_are_the_office_s(records: OpenRecords) -> None:
    last_minute_of_march = datetime(2026, 3, 31, 21, 59, tzinfo=UTC)
    with records.open_work() as work:
        person, run = begin(work)
        rows: list[Activity] = [
            TopUp(person, datetime(2026, 1, 10, tzinfo=UTC), "cash", 5000, "CHF", 5000),
            a_usage(person, datetime(2026, 1, 20, tzinfo=UTC), 150, 4850),
            a_usage(person, last_minute_of_march, 100, 4750),
            a_usage(person, last_minute_of_march + timedelta(minutes=1), 300, 4450),
        ]
        work.activity.add(rows, run)
        assert work.activity.months(person, date(2026, 4, 7), 5) == [
            MonthSum(2025, 12, 0, None),
            MonthSum(2026, 1, 150, 4850),
            MonthSum(2026, 2, 0, 4850),
            MonthSum(2026, 3, 100, 4750),
            MonthSum(2026, 4, 300, 4450),
        ]
        assert work.activity.balance(person) == (4450, "CHF")


def test_without_a_known_balance_there_is_none(records: OpenRecords) -> None:
    with records.open_work() as work:
        person, run = begin(work)
        assert work.activity.balance(person) is None
        work.activity.add([a_usage(person), TopUp(person, NOON, "cash", 1, "CHF", None)], run)
        assert work.activity.balance(person) is None
        assert work.activity.months(person, date(2026, 3, 31), 1) == [MonthSum(2026, 3, 150, None)]


@given(
    st.one_of(
        st.ip_addresses().map(str),
        st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20),
        st.sampled_from(["2001:0DB8::1", "fe80::1%eth0", "1.2.3", "", "10.0.0.01", "abc", "x" * 15]),
    )
)
def test_addresses_come_back_as_written(text: str) -> None:
    assert unpack_address(pack_address(text)) == text


def test_a_row_stays_small(records: OpenRecords) -> None:
    rows = 20_000
    with records.open_work() as work:
        _, run = begin(work)
        people = [work.people.add({PersonField.LAST_NAME: "M"}, an_origin()).id for _ in range(20)]
        made = [
            a_usage(people[number % 20], NOON + timedelta(seconds=37 * number), number % 700, number % 9000)
            for number in range(rows)
        ]
        work.activity.add(made, run)
        work.audit.record(AuditEvent(Action.IMPORT_BATCH))
        work.commit()
    records.database.checkpoint()
    assert path_size(records.database.path) / rows < 75


def path_size(path: Path) -> int:
    return path.stat().st_size
