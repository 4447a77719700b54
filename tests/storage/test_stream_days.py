# SPDX-License-Identifier: MIT
"""The sums kept of the streams are what a recount says, whatever came, went or changed hands."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from privdesk.domain.activity import Activity, Connection, SurveyAnswer, TopUp, Usage
from privdesk.domain.audit import Action, AuditEvent
from privdesk.domain.errors import Cancelled
from privdesk.domain.imports import ImportId, ImportKind
from privdesk.domain.merging import MergeId, MergePlan, Side
from privdesk.domain.people import PersonField, PersonId
from privdesk.services.progress import NoProgress
from privdesk.storage.rows_retention import STREAM_DAY, STREAM_ZONE
from privdesk.storage.stream_days import COUNTED, differences, recount, summed
from privdesk.storage.unit_of_work import SqlUnitOfWork
from tests.storage_fixtures import ZONE, OpenRecords, an_origin

F = PersonField
GROUPS = ("connections", "topups", "usage", "usage_sums", "surveys")
BEGIN = datetime(2019, 12, 30, 22, 30, tzinfo=UTC)
events = st.lists(
    st.tuples(
        st.sampled_from(("come", "come", "come", "merge", "unmerge", "erase", "dispose", "whole", "fold")),
        st.integers(0, 5),
        st.integers(0, 60),
        st.integers(0, 60),
    ),
    min_size=4,
    max_size=25,
)


def rows_of(person: PersonId, at: datetime, number: int) -> list[Activity]:
    return [
        Connection(person, at, "Firefox", "de", "Linux", f"192.0.2.{number}"),
        TopUp(person, at, "twint", 1000 + number, "CHF", 5000),
        Usage(person, at, "P1", "washer", "W1", 40, 300 + number, "CHF" if number % 5 else "EUR", 4700),
        SurveyAnswer(person, at, "Survey", (("Happy?", f"yes {number}"),)),
    ]


@dataclass
class Office:
    """People to whom things happen in one open transaction."""

    work: SqlUnitOfWork
    people: list[PersonId] = field(default_factory=list)
    merges: list[tuple[MergeId, PersonId]] = field(default_factory=list)
    run: ImportId = field(init=False)

    def begin(self) -> None:
        self.run = self.work.imports.start(ImportKind.USAGES, "u.csv", "0" * 64).id
        for number in range(6):
            facts = {F.LAST_NAME: f"Moser {number}", F.FIRST_NAME: "Lea"}
            self.people.append(self.work.people.add(facts, an_origin(f"F-{number}")).id)

    def happen(self, event: tuple[str, int, int, int]) -> None:
        name, whose, one, other = event
        if self.people:
            acts: Mapping[str, Callable[[PersonId, int, int], None]] = {
                "come": self.come, "merge": self.merge, "unmerge": self.unmerge, "erase": self.erase,
                "dispose": self.dispose, "whole": self.whole, "fold": self.fold,
            }  # fmt: skip
            acts[name](self.people[whose % len(self.people)], one, other)

    def come(self, person: PersonId, one: int, other: int) -> None:
        rows: list[Activity] = []
        for number in range(one % 4 + 1):
            at = BEGIN + timedelta(hours=other * 13 + number * 1100, microseconds=one % 2)
            rows += rows_of(person, at, one % 3)
        self.work.activity.add([*rows, *rows[: one % 3]], self.run)

    def merge(self, person: PersonId, one: int, _other: int) -> None:
        gone = self.people[one % len(self.people)]
        if gone != person:
            self.people.remove(gone)
            record = self.work.merging.merge(MergePlan(person, gone, {F.LAST_NAME: Side.GONE}))
            self.merges.append((record.id, gone))

    def unmerge(self, _person: PersonId, _one: int, _other: int) -> None:
        while self.merges:
            merge, gone = self.merges.pop()
            if self.work.merging.gone(merge) is not None:
                self.work.merging.unmerge(merge)
                self.people.append(gone)
                return

    def erase(self, person: PersonId, one: int, _other: int) -> None:
        self.work.eraser.erase(person, (GROUPS[one % 5],))

    def dispose(self, person: PersonId, one: int, other: int) -> None:
        self.work.eraser.erase(person, (GROUPS[one % 5],), date(2020, 1, 1) + timedelta(days=other * 9))

    def fold(self, person: PersonId, _one: int, other: int) -> None:
        self.work.retention.fold_usage(person, date(2020, 1, 1) + timedelta(days=other * 9))

    def whole(self, person: PersonId, one: int, _other: int) -> None:
        if one % 3 == 0 and len(self.people) > 3:
            self.people.remove(person)
            self.work.eraser.erase(person)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(events)
def test_the_sums_are_a_recount_after_any_mix(
    records: OpenRecords, lived: list[tuple[str, int, int, int]]
) -> None:
    with records.open_work() as work:
        office = Office(work)
        office.begin()
        for event in lived:
            office.happen(event)
            assert differences(work._scope.connection, ZONE) == 0, event


def an_office(work: SqlUnitOfWork) -> Office:
    office = Office(work)
    office.begin()
    for person, number in zip(office.people, range(6), strict=True):
        office.come(person, 3, number * 7)
    return office


def test_a_wrong_sum_is_found_and_a_recount_puts_it_right(records: OpenRecords) -> None:
    with records.open_work() as work:
        an_office(work)
        connection = work._scope.connection
        wrong = STREAM_DAY.c.stream == "topup"
        connection.execute(update(STREAM_DAY).where(wrong).values(entries=STREAM_DAY.c.entries + 1))
        days = len(connection.execute(select(STREAM_DAY).where(wrong)).all())
        assert differences(connection, ZONE) == days > 0
        recount(connection, ZONE)
        assert differences(connection, ZONE) == 0


def test_days_are_those_of_the_office(records: OpenRecords) -> None:
    """Half past eleven at night in UTC is the next day in Zurich."""
    with records.open_work() as work:
        office = Office(work)
        office.begin()
        late = datetime(2025, 6, 30, 22, 30, tzinfo=UTC)
        work.activity.add(rows_of(office.people[0], late, 1), office.run)
        connection = work._scope.connection
        assert summed(connection, "usage", date(2025, 6, 30)) == (0, 0)
        assert summed(connection, "usage", date(2025, 7, 1)) == (1, 1)
        assert summed(connection, "usage", date(2025, 7, 1), date(2025, 6, 30)) == (1, 1)
        assert summed(connection, "usage", date(2025, 7, 2), date(2025, 7, 1)) == (0, 0)


def test_an_office_that_moves_to_another_zone_counts_anew_with_the_next_row(records: OpenRecords) -> None:
    with records.open_work() as work:
        office = an_office(work)
        connection = work._scope.connection
        connection.execute(update(STREAM_ZONE).values(zone="Asia/Kolkata"))
        connection.execute(update(STREAM_DAY).values(entries=0))
        office.come(office.people[0], 2, 60)
        assert connection.scalar(select(STREAM_ZONE.c.zone)) == "Europe/Zurich"
        assert differences(connection, ZONE) == 0
        assert differences(connection, ZoneInfo("Asia/Kolkata")) == 0


def test_counting_anew_can_be_stopped(records: OpenRecords) -> None:
    class Stopped(NoProgress):
        def raise_if_cancelled(self) -> None:
            raise Cancelled

    with records.open_work() as work:
        an_office(work)
        with pytest.raises(Cancelled):
            recount(work._scope.connection, ZONE, Stopped())
        assert differences(work._scope.connection, ZONE) == 0


def test_every_stream_and_the_monthly_sums_are_counted(records: OpenRecords) -> None:
    with records.open_work() as work:
        office = an_office(work)
        office.fold(office.people[0], 0, 60)
        held = {row.stream for row in work._scope.connection.execute(select(STREAM_DAY))}
        assert held == set(COUNTED)


def test_the_check_finds_wrong_sums_and_counts_them_anew(records: OpenRecords) -> None:
    with records.open_work() as work:
        an_office(work)
        work._scope.connection.execute(update(STREAM_DAY).values(people=STREAM_DAY.c.people + 1))
        work.audit.record(AuditEvent(Action.IMPORT_ENDED))
        work.commit()
    assert records.database.sums_differences() > 0
    records.database.recount_sums(records.open_work)
    assert records.database.sums_differences() == 0
    with records.open_reading() as reading:
        assert len(reading.audit.entries(actions=[Action.SUMS_RECOUNTED])) == 1
