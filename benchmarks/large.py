# SPDX-License-Identifier: MIT
"""An office with a hundred thousand people and two million rows: more than its cache holds."""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from benchmarks.records import OpenOffice
from privdesk.demo.tables import STREAM_COLUMNS, csv_bytes
from privdesk.security.vault_folder import DATABASE_NAME
from privdesk.storage import dialect

FIRST = 1_000_000
PEOPLE = 100_000
ROWS_EACH = 20
_START = 1_700_000_000
_HOUR = 3_600
_PERSON = "INSERT INTO person (id, created_at, last_name, first_name, last_fold, first_fold) VALUES (?, ?, ?, ?, ?, ?)"
_CONTRACT = (
    "INSERT INTO contract (person_id, user_number, user_number_key, starts_on, badge, badge_key, product_number) "
    "VALUES (?, ?, ?, '2020-01-01', '', '', '')"
)
_USAGE = (
    "INSERT INTO usage (person_id, at, micro, mark, product_number_id, machine_type_id, machine_number_id, "
    "currency_id, duration, amount, balance_after, import_id) VALUES (?, ?, 0, ?, ?, ?, ?, ?, 40, 280, 900, ?)"
)


def fill(office: OpenOffice) -> None:
    """Put people, contracts and rows straight into the tables; only their number matters here."""
    vault = office.opened.vault
    connection: Any = dialect.connect(vault.folder / DATABASE_NAME, vault.keys.database)
    try:
        run = connection.execute("SELECT max(id) FROM import_run").fetchone()[0]
        term = connection.execute("SELECT max(id) FROM term").fetchone()[0]
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany(_PERSON, _people())
        connection.executemany(
            _CONTRACT, ((each, f"L{each}", f"L{each}") for each in range(FIRST, FIRST + PEOPLE))
        )
        connection.executemany(_USAGE, _rows(term, run))
        connection.execute("COMMIT")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    finally:
        connection.close()


def stream_file(folder: Path, count: int) -> Path:
    """A spreadsheet of usages of anybody, in the order in which they happened."""
    dice = random.Random(20261120)
    start = datetime(2026, 6, 1, 6, 0)  # noqa: DTZ001 - the office's wall clock
    rows = [
        (
            f"L{FIRST + dice.randrange(PEOPLE)}", str(start + timedelta(minutes=number)), f"{200 + number % 40:04}",
            ("washer", "dryer")[number % 2], str(1 + number % 6), str(40 + number % 15), ("2.80", "1.60")[number % 2],
            "CHF", f"{5 + number % 40}.00",
        )
        for number in range(count)
    ]  # fmt: skip
    path = folder / "usages.csv"
    path.write_bytes(csv_bytes(STREAM_COLUMNS["usages"], rows))
    return path


def _people() -> Iterator[tuple[object, ...]]:
    for each in range(FIRST, FIRST + PEOPLE):
        yield each, "2024-01-01 00:00:00.000000", f"Name{each}", "Vorname", f"name{each}", "vorname"


def _rows(term: int, run: int) -> Iterator[tuple[int, ...]]:
    for each in range(FIRST, FIRST + PEOPLE):
        for number in range(ROWS_EACH):
            yield each, _START + number * 170 * _HOUR, number, term, term, term, term, run
