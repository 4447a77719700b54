# SPDX-License-Identifier: MIT
"""The access report of a person with a thousand rows, up to its first page."""

from collections.abc import Iterator
from statistics import median
from time import perf_counter

from benchmarks.measures import Measure, milliseconds
from benchmarks.records import BUSY_ROWS, busy_person, open_office

ROUNDS = 7
GOAL_SECONDS = 1.0
PAGE_WIDTH = 1_000


def measure() -> Iterator[Measure]:
    """Prepare, make, first page as a picture; the worker is warm, as it is when the page is opened."""
    with open_office() as office:
        reports, person = office.desk.reports, busy_person(office.desk)
        steps: dict[str, list[float]] = {"prepare": [], "make": [], "page": []}
        pages = 0
        for _each in range(ROUNDS):
            began = perf_counter()
            plan = reports.prepare(person)
            prepared = perf_counter()
            made = reports.make(plan)
            rendered = perf_counter()
            reports.page(made, 0, PAGE_WIDTH)
            steps["prepare"].append(prepared - began)
            steps["make"].append(rendered - prepared)
            steps["page"].append(perf_counter() - rendered)
            pages = made.pages
    whole = [sum(parts) for parts in zip(*steps.values(), strict=True)]
    yield Measure(
        "report", f"Report for a person with {BUSY_ROWS:,} rows, to its first page", median(whole), "s", GOAL_SECONDS,
        detail={
            "pages": pages, **{f"{name} ms": round(median(each) * 1000) for name, each in steps.items()},
            **milliseconds(whole),
        },
    )  # fmt: skip
