# SPDX-License-Identifier: MIT
"""Bringing tables in: activity against the driver's own speed, people, and a person's page meanwhile."""

import shutil
import sys
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median, median_low
from time import perf_counter
from typing import Any

from benchmarks import large
from benchmarks.measures import Measure, milliseconds, seconds, share
from benchmarks.records import PEOPLE, OpenOffice, bring_in, inventor, open_office, people, stream_file
from privdesk.demo.tables import people_csv
from privdesk.domain.audit import Purpose
from privdesk.domain.imports import ImportKind
from privdesk.domain.people import PersonId
from privdesk.security.vault_folder import DATABASE_NAME
from privdesk.storage import dialect

ROWS = 60_000
ROUNDS = 3
GOAL_SHARE = 0.4
GOAL_PAGE_MS = 100.0
GOAL_PEOPLE = 500.0
PAUSE_SECONDS = 0.05
SWITCH_SECONDS = 0.0005
"""As the window sets it."""
NEW_PEOPLE = 2_000


def measure_activity() -> Iterator[Measure]:
    """A stream of usages, people in no order; then the same rows by the driver alone."""
    runs = []
    for _each in range(ROUNDS):
        with open_office() as office:
            runs.append(_against_driver(office, stream_file(office.folder, "usages", ROWS)))
    yield _share_of(
        "import",
        f"Activity import, an office of {PEOPLE:,} people, against the driver’s own executemany",
        runs,
    )


def measure_large() -> Iterator[Measure]:
    """The same in an office whose rows are more than the cache holds, as after some years."""
    with open_office() as office:
        large.fill(office)
        runs = [_against_driver(office, large.stream_file(office.folder, ROWS))]
    what = f"Activity import, {large.PEOPLE:,} people with {large.PEOPLE * large.ROWS_EACH:,} rows, against the driver’s own executemany"
    yield _share_of("import-large", what, runs)


def _against_driver(office: OpenOffice, path: Path) -> tuple[int, float, float]:
    """Rows that came in, seconds of the whole import, seconds of the driver."""
    mapping = office.desk.imports.inspect(ImportKind.USAGES, path).mapping
    before = _Copy(office)
    began = perf_counter()
    counts = office.desk.imports.run(ImportKind.USAGES, path, mapping).counts
    taken = perf_counter() - began
    return counts.new, taken, before.insert(_stored(office))


def _share_of(key: str, what: str, runs: Sequence[tuple[int, float, float]]) -> Measure:
    shares = [driver / whole for _rows, whole, driver in runs]
    rows, whole, driver = runs[shares.index(median_low(shares))]
    return Measure(
        key, what, median_low(shares), "×", GOAL_SHARE, at_least=True,
        detail={
            "rows": rows, "rows a second": round(rows / whole), "driver rows a second": round(rows / driver),
            "least ×": round(min(shares), 3), "most ×": round(max(shares), 3),
        },
    )  # fmt: skip


def measure_people() -> Iterator[Measure]:
    """People who are not on file yet come in beside those who are."""
    with open_office() as office:
        more = list(inventor().people(PEOPLE + NEW_PEOPLE))[PEOPLE:]
        path = office.folder / "people.csv"
        path.write_bytes(people_csv(more))
        taken = seconds(lambda: bring_in(office.desk, ImportKind.PEOPLE, path))
    yield Measure(
        "people", f"People import, {NEW_PEOPLE:,} beside {PEOPLE:,}", NEW_PEOPLE / taken, "rows/s", GOAL_PEOPLE, at_least=True,
        note="with the search for likely duplicates; the first version took in 100 rows/s",
    )  # fmt: skip


def measure_beside() -> Iterator[Measure]:
    """Pages of people are opened one after the other while an import runs."""
    with open_office() as office:
        path = stream_file(office.folder, "usages", ROWS)
        ids = [hit.id for each in people()[:200:5] for hit in office.desk.people.search(each.user_number, 1)]
        alone = [_page_seconds(office, person) for person in ids]
        beside: list[float] = []
        before = sys.getswitchinterval()
        sys.setswitchinterval(SWITCH_SECONDS)
        running = threading.Thread(target=bring_in, args=(office.desk, ImportKind.USAGES, path))
        pause = threading.Event()
        running.start()
        while running.is_alive():
            beside.append(_page_seconds(office, ids[len(beside) % len(ids)]))
            pause.wait(PAUSE_SECONDS)
        running.join()
        sys.setswitchinterval(before)
    yield Measure(
        "beside", "Person page while an import runs, 95 %", share(beside, 0.95) * 1000, "ms", GOAL_PAGE_MS,
        detail={
            "alone median ms": round(median(alone) * 1000, 1),
            "alone 95 % ms": round(share(alone, 0.95) * 1000, 1),
            **milliseconds(beside),
        },
        note="the look-up is recorded durably before a fact is shown",
    )  # fmt: skip


def _page_seconds(office: OpenOffice, person: PersonId) -> float:
    began = perf_counter()
    office.desk.people.open(person, Purpose.ANSWER_CALL)
    office.desk.people.timeline(person)
    return perf_counter() - began


@dataclass(frozen=True, slots=True)
class _Stored:
    """What an import wrote, in the order of its file."""

    columns: Sequence[str]
    rows: Sequence[tuple[Any, ...]]
    terms: Sequence[tuple[Any, ...]]
    runs: Sequence[tuple[Any, ...]]


def _stored(office: OpenOffice) -> _Stored:
    connection: Any = dialect.connect(
        office.opened.vault.folder / DATABASE_NAME, office.opened.vault.keys.database
    )
    try:
        newest = connection.execute("SELECT max(id) FROM import_run").fetchone()[0]
        cursor = connection.execute(f"SELECT * FROM usage WHERE import_id = {newest} ORDER BY at, micro")
        rows = cursor.fetchall()
        columns = [column[0] for column in cursor.description]
        terms = connection.execute("SELECT * FROM term").fetchall()
        runs = connection.execute("SELECT * FROM import_run").fetchall()
    finally:
        connection.close()
    return _Stored(columns, rows, terms, runs)


class _Copy:
    """The database as it was before the import, for the driver alone."""

    def __init__(self, office: OpenOffice) -> None:
        office.records.database.checkpoint()
        self._key = office.opened.vault.keys.database
        self._path = Path(
            shutil.copyfile(office.opened.vault.folder / DATABASE_NAME, office.folder / "bare.db")
        )

    def insert(self, stored: _Stored) -> float:
        """Seconds of one transaction with all rows; foreign keys, cipher and pragmas as ours."""
        connection: Any = dialect.connect(self._path, self._key)
        try:
            dialect.write_ahead(connection)
            connection.execute("BEGIN IMMEDIATE")
            _put(connection, "term", stored.terms)
            _put(connection, "import_run", stored.runs)
            connection.execute("COMMIT")
            marks = ", ".join("?" * len(stored.columns))
            statement = f"INSERT INTO usage ({', '.join(stored.columns)}) VALUES ({marks})"

            def work() -> None:
                connection.execute("BEGIN IMMEDIATE")
                connection.executemany(statement, stored.rows)
                connection.execute("COMMIT")

            return seconds(work)
        finally:
            connection.close()


def _put(connection: Any, table: str, rows: Sequence[tuple[Any, ...]]) -> None:
    marks = ", ".join("?" * len(rows[0]))
    connection.executemany(f"INSERT OR IGNORE INTO {table} VALUES ({marks})", rows)
