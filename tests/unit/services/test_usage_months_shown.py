# SPDX-License-Identifier: MIT
"""Months of which only sums are left stand on the timeline, in the chart and in the report's data, page by page."""

from datetime import UTC, date, datetime, timedelta

import pytest

from privdesk.domain.activity import Usage
from privdesk.domain.audit import Action, AuditEvent, Purpose
from privdesk.domain.imports import ImportKind
from privdesk.domain.people import PersonId
from privdesk.services.people import People
from privdesk.services.report_reading import read_dossier
from privdesk.services.timeline import TimelineEntry, TimelineKind
from tests.unit.services.places import Desk

NOON = datetime(2026, 11, 20, 11, 0, tzinfo=UTC)


def folded(desk: Desk, person_id: PersonId, cut_off: date) -> None:
    """A use every ten days for half a year; what is dated up to the cut-off is left as sums."""
    rows = [
        Usage(person_id, NOON - timedelta(days=10 * back), "0231", "Washing", "2", 54, 280, "CHF", 340 + back)
        for back in range(18)
    ]
    with desk.records.open_work() as work:
        run = work.imports.start(ImportKind.USAGES, "a.csv", "0" * 64)
        work.activity.add(rows, run.id)
        work.retention.fold_usage(person_id, cut_off)
        work.audit.record(AuditEvent(Action.IMPORT_BATCH))
        work.commit()


def test_a_month_that_is_only_a_sum_is_one_line(desk: Desk) -> None:
    person_id = desk.add_person()
    folded(desk, person_id, date(2026, 9, 30))
    only = frozenset({TimelineKind.USAGE})
    lines = People(desk.place).timeline(person_id, only)
    sums = [line for line in lines if line.title.startswith("Machines used in")]
    assert (sums[0].title, sums[0].right) == ("Machines used in Sep 2026", "CHF −8.40")
    assert sums[0].detail == "3 uses, balance after: 3.46"
    assert [line.at for line in lines] == sorted((line.at for line in lines), reverse=True)
    page = People(desk.place).open(person_id, Purpose.CONTRACT)
    assert page.counts[TimelineKind.USAGE] == len(lines)
    assert sum(month.used for month in page.months) == 18 * 280


@pytest.mark.parametrize("limit", [1, 3])
def test_pages_with_sums_are_the_whole_timeline(desk: Desk, limit: int) -> None:
    person_id = desk.add_person()
    folded(desk, person_id, date(2026, 8, 15))
    people = People(desk.place)
    whole = list(people.timeline(person_id, limit=1000))
    pages: list[TimelineEntry] = []
    before = None
    while page := people.timeline(person_id, before=before, limit=limit):
        pages.extend(page)
        before = page[-1].at
    assert pages == whole


def test_the_report_reads_them(desk: Desk) -> None:
    person_id = desk.add_person()
    folded(desk, person_id, date(2026, 9, 30))
    with desk.records.open_reading() as records:
        dossier = read_dossier(records, person_id, None)
    assert sum(row.times for row in dossier.usage_months) + len(dossier.usages) == 18
