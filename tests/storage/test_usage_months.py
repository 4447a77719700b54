# SPDX-License-Identifier: MIT
"""Monthly sums say what the detail said, are booked once, and follow the person through merges."""

from datetime import UTC, date, datetime

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from privdesk.domain.activity import Activity, TopUp, Usage, UsageMonth
from privdesk.domain.imports import ImportId, ImportKind
from privdesk.domain.merging import MergePlan
from privdesk.domain.people import PersonField, PersonId
from privdesk.storage.unit_of_work import SqlUnitOfWork
from tests.storage_fixtures import OpenRecords, an_origin

F = PersonField


def a_person(work: SqlUnitOfWork, name: str = "Moser") -> PersonId:
    return work.people.add({F.LAST_NAME: name}, an_origin("F-1")).id


def a_run(work: SqlUnitOfWork) -> ImportId:
    return work.imports.start(ImportKind.USAGES, "u.csv", "0" * 64).id


def used(person: PersonId, month: int, day: int, balance: int | None, currency: str = "CHF") -> Usage:
    at = datetime(2024, month, day, 12, tzinfo=UTC)
    return Usage(person, at, "P1", "washer", "W1", 40, 300, currency, balance)


def test_each_month_keeps_times_amount_and_the_balance_at_its_end(records: OpenRecords) -> None:
    with records.open_work() as work:
        person, run = a_person(work), a_run(work)
        later = TopUp(person, datetime(2024, 2, 20, tzinfo=UTC), "twint", 1000, "CHF", 1400)
        rows: list[Activity] = [
            used(person, 1, 5, 900),
            used(person, 1, 9, 600),
            used(person, 2, 3, 400),
            later,
            used(person, 4, 1, 50),
        ]
        work.activity.add([*rows, used(person, 2, 4, 7, "EUR")], run)
        assert work.retention.fold_usage(person, date(2024, 3, 31)) == 4
        assert list(work.activity.usage_months(person)) == [
            UsageMonth(2024, 1, "CHF", 2, 600, 600),
            UsageMonth(2024, 2, "CHF", 1, 300, 1400),
            UsageMonth(2024, 2, "EUR", 1, 300, None),
        ]
        assert work.activity.counts(person).usages == 1
        assert work.retention.fold_usage(person, date(2024, 3, 31)) == 0
        assert work.activity.balance(person) == (50, "CHF")


def test_a_month_booked_in_two_parts_is_one_sum(records: OpenRecords) -> None:
    with records.open_work() as work:
        person, run = a_person(work), a_run(work)
        work.activity.add([used(person, 1, 5, 900), used(person, 1, 25, 600)], run)
        assert work.retention.fold_usage(person, date(2024, 1, 10)) == 1
        assert work.retention.fold_usage(person, date(2024, 2, 10)) == 1
        assert list(work.activity.usage_months(person)) == [UsageMonth(2024, 1, "CHF", 2, 600, 600)]
        assert work.activity.balance(person) == (600, "CHF")


def test_the_same_file_again_is_not_counted_twice(records: OpenRecords) -> None:
    with records.open_work() as work:
        person, other, run = a_person(work), a_person(work, "Keller"), a_run(work)
        rows = [used(person, 1, 5, 900), used(person, 2, 20, 600), used(other, 1, 5, 300)]
        assert work.activity.add(rows, run) == 3
        work.retention.fold_usage(person, date(2024, 2, 10))
        assert work.activity.add(rows, run) == 0
        assert work.activity.counts(person).usages == 1
        assert work.activity.usage_months(person)[0].times == 1


amounts = st.lists(
    st.tuples(
        st.integers(1, 12),
        st.integers(1, 28),
        st.integers(1, 900),
        st.one_of(st.none(), st.integers(0, 5000)),
    ),
    max_size=20,
    unique_by=lambda row: row[:2],
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    amounts, st.dates(date(2023, 12, 1), date(2025, 1, 31)), st.dates(date(2023, 12, 1), date(2025, 1, 31))
)
def test_the_chart_shows_the_same_before_and_after(
    records: OpenRecords, lived: list[tuple[int, int, int, int | None]], first: date, second: date
) -> None:
    with records.open_work() as work:
        person, run = a_person(work), a_run(work)
        rows = [
            Usage(person, datetime(2024, m, d, 12, tzinfo=UTC), "P1", "washer", "W", 4, paid, "CHF", left)
            for m, d, paid, left in lived
        ]
        work.activity.add(rows, run)
        before = work.activity.months(person, date(2025, 1, 31), 15), work.activity.balance(person)
        for cut_off in sorted((first, second)):
            work.retention.fold_usage(person, cut_off)
            after = work.activity.months(person, date(2025, 1, 31), 15), work.activity.balance(person)
            assert after == before


def test_merged_people_have_the_sums_of_both_and_get_their_own_back(records: OpenRecords) -> None:
    with records.open_work() as work:
        one, other, run = a_person(work), a_person(work, "Keller"), a_run(work)
        rows = [used(one, 1, 5, 900), used(other, 1, 6, 100), used(other, 2, 6, None)]
        work.activity.add(rows, run)
        for person in (one, other):
            work.retention.fold_usage(person, date(2024, 12, 31))
        own = {person: list(work.activity.usage_months(person)) for person in (one, other)}
        record = work.merging.merge(MergePlan(one, other, {}))
        sums = [(each.month, each.times, each.amount) for each in work.activity.usage_months(one)]
        assert sums == [(1, 2, 600), (2, 1, 300)]
        work.merging.unmerge(record.id)
        assert {person: list(work.activity.usage_months(person)) for person in (one, other)} == own


def test_on_request_use_goes_without_a_sum_but_by_rule_with_one(records: OpenRecords) -> None:
    with records.open_work() as work:
        one, other, run = a_person(work), a_person(work, "Keller"), a_run(work)
        work.activity.add([used(one, 1, 5, 900), used(other, 1, 6, 100)], run)
        work.eraser.erase(one, ("usage",))
        work.eraser.erase(other, ("usage",), date(2024, 12, 31))
        assert list(work.activity.usage_months(one)) == []
        assert len(work.activity.usage_months(other)) == 1
        work.eraser.erase(other, ("usage_sums",), date(2024, 1, 30))
        assert len(work.activity.usage_months(other)) == 1
        work.eraser.erase(other, ("usage_sums",), date(2024, 1, 31))
        assert list(work.activity.usage_months(other)) == []
