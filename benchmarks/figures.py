# SPDX-License-Identifier: MIT
"""The figures of a year with ten thousand requests, and their paper."""

from collections.abc import Iterator
from datetime import date, timedelta
from statistics import median
from time import perf_counter

from sqlalchemy import insert, select

from benchmarks.measures import Measure, milliseconds
from benchmarks.records import OpenOffice, open_office, people
from privdesk.domain.audit import Action, AuditEvent
from privdesk.domain.cases import IdentityMethod, Right
from privdesk.domain.people import Channel
from privdesk.services.requests import NewRequest
from privdesk.storage.row_base import table_of
from privdesk.storage.rows_cases import CaseRow, IdentityRow, RightRow
from privdesk.storage.unit_of_work import SqlUnitOfWork

REQUESTS = 10_000
ROUNDS = 7
GOAL_SECONDS = 1.0


def measure() -> Iterator[Measure]:
    """Count the year, then make its paper; the worker is warm."""
    with open_office() as office:
        year = _fill(office)
        figures = office.desk.figures
        if figures is None:
            raise RuntimeError("a desk without figures")
        counted, made = [], []
        for _each in range(ROUNDS):
            began = perf_counter()
            found = figures.of_year(year)
            counted.append(perf_counter() - began)
            began = perf_counter()
            figures.made(year)
            made.append(perf_counter() - began)
    yield Measure(
        "figures", f"Figures of a year with {found.requests.received:,} requests", median(counted), "s", GOAL_SECONDS,
        detail={"with the paper ms": round(median(made) * 1000), **milliseconds(counted)},
    )  # fmt: skip


def _fill(office: OpenOffice) -> int:
    """One real request with two rights and a check, and copies of it over the year; the year."""
    desk, today = office.desk, office.desk.clock.today()
    person = desk.people.search(people()[1].user_number, 1)[0].id
    rights = {Right.ACCESS: "", Right.ERASURE: ""}
    case = desk.requests.open(NewRequest(person, rights, Channel.EMAIL, today))
    desk.requests.check_identity(case.id, IdentityMethod.CARD_SEEN, True)
    with office.records.work() as work:
        assert isinstance(work, SqlUnitOfWork)
        connection = work._scope.connection
        for kind in (CaseRow, RightRow, IdentityRow):
            table = table_of(kind)
            key = table.c.id if kind is CaseRow else table.c.case_id
            rows = [dict(row._mapping) for row in connection.execute(select(table).where(key == case.id))]
            connection.execute(
                insert(table), [_copy(row, key.name, case.id + number, today) for row in rows for number in range(1, REQUESTS)]
            )  # fmt: skip
        work.audit.record(AuditEvent(Action.CASE_OPENED))
        work.commit()
    return today.year


def _copy(row: dict[str, object], key: str, number: int, today: date) -> dict[str, object]:
    """The same row of another request, received on another day of the year, nine in ten answered."""
    copy = {**row, key: number}
    if key == "id":
        received = date(today.year, 1, 1) + timedelta(days=number % today.timetuple().tm_yday)
        answered = received + timedelta(days=number % 50) if number % 10 else None
        copy |= {
            "number": f"R-{today.year}-{number:06d}", "received_on": received, "answered_on": answered,
            "closed_on": answered, "answer_channel": "email", "answered_by": "x",
        }  # fmt: skip
    return copy
