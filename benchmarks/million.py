# SPDX-License-Identifier: MIT
"""Records of a million invented people, and the same with fifty million rows of activity; built once, kept under `cache`.

`PRIVDESK_BENCH_PEOPLE` makes fewer people (a beginning of the same million), `PRIVDESK_BENCH_ROWS` fewer rows each.
Rows go straight into the tables with the driver; what is derived (the search index) is made by the program itself.
"""

import hashlib
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from time import perf_counter
from typing import Any

from benchmarks.measures import Measure
from benchmarks.million_people import AGENCIES, Someone, invented
from benchmarks.records import CACHE, PASSWORD, STAFF, OpenOffice
from privdesk.bootstrap.program import DeskProgram
from privdesk.bootstrap.records import JoinedRecords
from privdesk.demo.main import demo_office
from privdesk.security.vault_folder import DATABASE_NAME
from privdesk.storage import dialect
from privdesk.storage.fold import code_key, fold

PEOPLE = int(os.environ.get("PRIVDESK_BENCH_PEOPLE", "1000000"))
ROWS_EACH = int(os.environ.get("PRIVDESK_BENCH_ROWS", "50"))
"""Rows of activity a person; all of them usages."""
_SOURCES = (
    "benchmarks/million_people.py",
    "benchmarks/million_words.py",
    "benchmarks/million_words.toml",
)
_MADE = 1
"""Counted up when the rows below are put in another way."""
_MIGRATIONS = "privdesk/storage/migrations/versions"
_DERIVED = (
    "privdesk/storage/fold.py",
    "privdesk/storage/lookup/rebuild.py",
    "privdesk/storage/lookup/words.py",
)
_CHUNK = 10_000
_NOON = "2026-11-20 11:00:00.000000"
_FACTS = (
    "civility", "last_name", "first_name", "street", "number", "postcode", "town", "country", "email",
    "phone_landline", "phone_mobile", "language", "date_of_birth",
)  # fmt: skip
_AGENCY = (
    "INSERT INTO agency (id, number, name, name_fold, street, postcode, town, country, email, phone, contact) "
    "VALUES (?, ?, ?, ?, '', '', '', 'CH', '', '', '')"
)
_ORIGIN = (
    "INSERT INTO origin (id, kind, reference, source, received_on, recorded_at, recorded_by) "
    "VALUES (1, 'import', 'people.csv', 'agency', '2026-11-20', ?, ?)"
)
_PERSON = (
    f"INSERT INTO person (id, created_at, {', '.join(_FACTS)}, last_fold, first_fold, email_fold) "
    f"VALUES (?, ?, {', '.join('?' for _ in _FACTS)}, ?, ?, ?)"
)
_CONTRACT = (
    "INSERT INTO contract (person_id, user_number, user_number_key, starts_on, ends_on, agency_id, badge, badge_key, "
    "product_number) VALUES (?, ?, ?, ?, ?, ?, ?, ?, '')"
)
_VERSIONS = (
    "INSERT INTO person_fact (person_id, sequence, field, value, origin_id) "
    "SELECT person.id, one.place, one.name, CASE one.place {cases} END, 1 FROM person CROSS JOIN "
    "(SELECT column1 AS place, column2 AS name FROM (VALUES {names})) AS one "
    "WHERE CASE one.place {cases} END IS NOT NULL ORDER BY person.id, one.place"
)
_TERMS = ("washer", "dryer", "0201", "0202", "1", "2", "3", "CHF")
_ROWS = (
    "INSERT INTO usage (person_id, at, micro, mark, product_number_id, machine_type_id, machine_number_id, currency_id, "
    "duration, amount, balance_after, import_id) "
    "WITH RECURSIVE one(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM one WHERE n < {last}) "
    "SELECT person.id, 1700000000 + n * 1800000 + (person.id * 7919) % 1700000, 0, (person.id * 2654435761 + n * 40503) % "
    "140737488355327, {term} + 2 + n % 2, {term} + n % 2, {term} + 4 + n % 3, {term} + 7, 40 + n % 15, 160 + 120 * (n % 2), "
    "500 + (n * 37) % 4000, {run} FROM person CROSS JOIN one ORDER BY person.id, n"
)


def measure() -> Iterator[Measure]:
    """Make the records ready for other measures; nothing is measured."""
    vault()
    yield from ()


def people() -> Iterator[Someone]:
    """Those on file, in the order of their ids."""
    return invented(PEOPLE)


def vault() -> Path:
    """The folder of the people's records (not a copy: only read it, or use `copied`)."""
    folder = CACHE / f"million-{PEOPLE}-{_MADE}-{_digest(*_SOURCES, _MIGRATIONS)}" / "Million.privdesk"
    if not folder.is_dir():
        _made(folder, _build)
    _derive(folder)
    return folder


def busy_vault() -> Path:
    """The same people with `ROWS_EACH` rows of activity each (not a copy)."""
    people_folder = vault()
    folder = people_folder.parent / f"rows-{ROWS_EACH}" / people_folder.name
    if not folder.is_dir():
        _made(folder, lambda making: _add_rows(people_folder, making))
        _index_mark(folder).touch()  # copied with the people
    _derive(folder)
    return folder


@contextmanager
def copied(folder: Path) -> Iterator[Path]:
    """A copy of one of these; it goes at the end."""
    place = Path(tempfile.mkdtemp(prefix="run-", dir=CACHE))
    try:
        yield Path(shutil.copytree(folder, place / folder.name))
    finally:
        shutil.rmtree(place, ignore_errors=True)


@contextmanager
def unlocked(folder: Path) -> Iterator[OpenOffice]:
    """Those records, signed in."""
    program = DeskProgram()
    opened = program.vaults.unlock(folder, STAFF, PASSWORD)
    try:
        yield OpenOffice(program, opened, program.build_desk(opened), folder.parent)
    finally:
        program.vaults.lock(opened)
        program.close()


def _made(folder: Path, build: Callable[[Path], None]) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    place = Path(tempfile.mkdtemp(prefix="making-", dir=CACHE))
    began = perf_counter()
    try:
        build(place / folder.name)
        if not folder.exists():
            (place / folder.name).rename(folder)
    finally:
        shutil.rmtree(place, ignore_errors=True)
    size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
    _say(f"Built in {perf_counter() - began:.0f} s: {size:,} bytes")


def _build(making: Path) -> None:
    _say(f"Building the records of {PEOPLE:,} invented people, once …")
    program = DeskProgram()
    program.vaults.create(making, name="Million", staff_name=STAFF, password=PASSWORD, office=demo_office())
    with _driver(program, making) as connection:
        staff = connection.execute("SELECT id FROM staff_member").fetchone()[0]
        connection.execute(_ORIGIN, (_NOON, staff))
        connection.executemany(
            _AGENCY,
            [(n, str(n), f"Agency {n} Example", f"agency {n} example") for n in range(1, AGENCIES + 1)],
        )
        made = people()
        while some := list(islice(made, _CHUNK)):
            connection.executemany(_PERSON, list(map(_person, some)))
            connection.executemany(_CONTRACT, list(map(_contract, some)))
        cases = " ".join(f"WHEN {place} THEN person.{name}" for place, name in enumerate(_FACTS, 1))
        names = ", ".join(f"({place}, '{name}')" for place, name in enumerate(_FACTS, 1))
        connection.execute(_VERSIONS.format(cases=cases, names=names))


def _add_rows(people_folder: Path, making: Path) -> None:
    _say(f"Adding {PEOPLE * ROWS_EACH:,} rows of activity, once …")
    shutil.copytree(people_folder, making)
    with _driver(DeskProgram(), making) as connection:
        staff = connection.execute("SELECT id FROM staff_member").fetchone()[0]
        first = connection.execute("SELECT coalesce(max(id), 0) + 1 FROM term").fetchone()[0]
        connection.executemany("INSERT INTO term (id, text) VALUES (?, ?)", list(enumerate(_TERMS, first)))
        columns = {row[1]: row for row in connection.execute("PRAGMA table_info(import_run)").fetchall()}
        run = _insert_run(connection, columns, staff)
        connection.execute(_ROWS.format(last=ROWS_EACH - 1, term=first, run=run))


def _insert_run(connection: Any, columns: dict[str, Any], staff: str) -> int:
    """An import run, whatever further columns it has come to need."""
    known = {
        "kind": "usages",
        "file_name": "usages.csv",
        "sha256": "0" * 64,
        "started_at": _NOON,
        "started_by": staff,
    }
    needed = [row for name, row in columns.items() if name != "id" and row[3] and row[4] is None]
    names = [row[1] for row in needed]
    values = [
        known.get(row[1], 0 if row[2].upper() in ("INTEGER", "BOOLEAN", "BIGINT") else "") for row in needed
    ]
    marks = ", ".join("?" for _ in names)
    done = connection.execute(
        f"INSERT INTO import_run ({', '.join(names)}) VALUES ({marks}) RETURNING id", values
    )
    return int(done.fetchone()[0])


def _index_mark(folder: Path) -> Path:
    """Says of which making the search index is."""
    return folder.parent / f"{folder.name}.index-{_digest(*_DERIVED)}"


def _derive(folder: Path) -> None:
    """Make the search index anew when its way of making has changed."""
    mark = _index_mark(folder)
    if mark.exists():
        return
    _say("Making the search index …")
    began = perf_counter()
    with unlocked(folder) as office:
        office.records.rebuild_index()
        office.records.database.checkpoint()
    for old in folder.parent.glob(f"{folder.name}.index-*"):
        old.unlink()
    mark.touch()
    _say(f"Made in {perf_counter() - began:.0f} s")


@contextmanager
def _driver(program: DeskProgram, folder: Path) -> Iterator[Any]:
    """One transaction of the bare driver."""
    opened = program.vaults.unlock(folder, STAFF, PASSWORD)
    try:
        assert isinstance(opened.records, JoinedRecords)
        connection: Any = dialect.connect(folder / DATABASE_NAME, opened.vault.keys.database)
        try:
            connection.execute("PRAGMA foreign_keys = OFF").fetchall()
            connection.execute("BEGIN IMMEDIATE")
            yield connection
            connection.execute("COMMIT")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        finally:
            connection.close()
    finally:
        program.vaults.lock(opened)
        program.close()


def _person(one: Someone) -> tuple[object, ...]:
    facts = [getattr(one, name) or None for name in _FACTS]
    return (one.id, _NOON, *facts, fold(one.last_name), fold(one.first_name), one.email.casefold() or None)


def _contract(one: Someone) -> tuple[object, ...]:
    return (
        one.id, one.user_number, code_key(one.user_number), one.starts_on, one.ends_on or None, one.agency or None,
        one.badge, code_key(one.badge),
    )  # fmt: skip


def _digest(*sources: str) -> str:
    digest = hashlib.sha256()
    for source in sources:
        path = CACHE.parents[1] / source
        for file in sorted(path.glob("*.py")) if path.is_dir() else [path]:
            digest.update(file.read_bytes() if file.exists() else b"")
    return digest.hexdigest()[:12]


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)
