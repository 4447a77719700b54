# SPDX-License-Identifier: MIT
"""Retention at a million people: what is due, and a disposal of ten thousand people with all they have."""

import os
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from time import perf_counter

from benchmarks.measures import Measure, resident, seconds, share
from benchmarks.million import busy_vault, copied, unlocked
from benchmarks.records import OpenOffice
from privdesk.domain.audit import Action, AuditEvent
from privdesk.domain.ledger import EVERYTHING, LedgerKind
from privdesk.domain.people import PersonId
from privdesk.domain.retention_due import IDENTITY, DueRule, due_rules, due_spans
from privdesk.services.catalogue import default_catalogue
from privdesk.services.disposal_run import FEW, PEOPLE_AT_ONCE, next_size

GOAL_DUE, GOAL_DISPOSAL = 2.0, 300.0
DISPOSED = int(os.environ.get("PRIVDESK_BENCH_DISPOSED", "10000"))
"""People of whom everything goes."""
_TODAY = date(2026, 11, 23)
_YEARS_LATER = 5
_MONTHS = 12
_ROUNDS = 3


def measure() -> Iterator[Measure]:
    """On a copy of the records with every row of activity."""
    with copied(busy_vault()) as folder:
        _recount(folder)
        with unlocked(folder) as office:
            yield _due(office)
            yield _months(office)
            yield from _disposal(office)


def _recount(folder: Path) -> None:
    """The rows were put there past the program: their sums are counted as a repair counts them."""
    with unlocked(folder) as office:
        office.records.recount_sums()
        office.records.database.checkpoint()


def _rules(today: date) -> tuple[DueRule, ...]:
    catalogue = default_catalogue("CH")
    return due_rules(catalogue.groups, {rule.key: rule for rule in catalogue.rules}, today)


def _due(office: OpenOffice) -> Measure:
    taken = []
    for _round in range(_ROUNDS):
        with office.records.reading() as records:
            began = perf_counter()
            counts = records.retention.due(_rules(_TODAY))
            taken.append(perf_counter() - began)
    detail = {
        "people": max(count.people for count in counts),
        "entries": sum(count.entries for count in counts),
        "first s": round(taken[0], 2),
        "least s": round(min(taken), 2),
    }
    what = "What is due, every data group"
    return Measure("retention-due", what, max(taken), "s", GOAL_DUE, detail=detail)


def _months(office: OpenOffice) -> Measure:
    catalogue = default_catalogue("CH")
    spans = due_spans(catalogue.groups, {rule.key: rule for rule in catalogue.rules}, _TODAY, _MONTHS)
    with office.records.reading() as records:
        taken = seconds(lambda: records.retention.by_month(spans))
    return Measure("retention-months", f"What falls due in the next {_MONTHS} months", taken, "s")


def _disposal(office: OpenOffice) -> Iterator[Measure]:
    """Whole records with contract, facts, use and index, as a disposal takes them; due on some later day."""
    later = _TODAY + timedelta(days=_YEARS_LATER * 366)
    rule = next(each for each in _rules(later) if each.group == IDENTITY)
    began, gone, last, size = perf_counter(), 0, PersonId(0), FEW
    batches, half = list[float](), 0.0
    while gone < DISPOSED:
        start = perf_counter()
        with office.records.runs() as work:
            people = work.retention.people_due(rule, last, min(size, PEOPLE_AT_ONCE, DISPOSED - gone))
            if not people:
                break
            work.ledger.add_all(LedgerKind.DISPOSED, people, EVERYTHING, None)
            work.eraser.erase_many(people)
            work.audit.record(AuditEvent(Action.DISPOSED, "disposal:1", (IDENTITY,), count=len(people)))
            work.commit()
        last, gone = people[-1], gone + len(people)
        batches.append(perf_counter() - start)
        size = next_size(size, batches[-1])
        half = half or (resident() if gone >= DISPOSED // 2 else 0.0)
    taken = perf_counter() - began
    yield Measure(
        "disposal",
        f"Disposal of {gone:,} whole records",
        taken,
        "s",
        GOAL_DISPOSAL,
        detail={
            "ms a person": round(taken / max(gone, 1) * 1000, 2),
            "batches": len(batches),
            "95 % batch ms": round(share(batches, 0.95) * 1000),
            "MiB at the middle": round(half),
            "MiB at the end": round(resident()),
        },
    )
