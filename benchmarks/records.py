# SPDX-License-Identifier: MIT
"""The invented office on which everything is measured; built once, copied for each measure."""

import hashlib
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from privdesk.bootstrap.program import DeskProgram
from privdesk.bootstrap.records import JoinedRecords
from privdesk.demo.invented import InventedPerson, Inventor
from privdesk.demo.main import demo_office
from privdesk.demo.tables import STREAM_COLUMNS, agencies_csv, csv_bytes, people_csv, streams
from privdesk.domain.imports import ImportKind
from privdesk.domain.people import PersonId
from privdesk.services.desk import Desk
from privdesk.services.vaults import OpenVault

STAFF = "Ada Example"
PASSWORD = "seven harbour trams at noon"
PEOPLE = 2_000
BUSY_ROWS = 1_000
TODAY = date(2026, 11, 20)
CACHE = Path(__file__).with_name("cache")
SOURCES = ("privdesk/storage/migrations/versions", "privdesk/demo/invented.py", "benchmarks/records.py")


@dataclass(frozen=True, slots=True)
class OpenOffice:
    """The office's records, open; `folder` is on the disk on which is measured and goes at the end."""

    program: DeskProgram
    opened: OpenVault
    desk: Desk
    folder: Path

    @property
    def records(self) -> JoinedRecords:
        """The joined records, for measuring below the services."""
        records = self.opened.records
        assert isinstance(records, JoinedRecords)
        return records


def inventor() -> Inventor:
    """The same people each time."""
    return Inventor(20261120, TODAY)


def people() -> list[InventedPerson]:
    """The people on file."""
    return list(inventor().people(PEOPLE))


def stream_file(folder: Path, stream: str, most: int) -> Path:
    """A spreadsheet of one stream in the order in which things happened: people in no order at all."""
    made = inventor()
    rows = streams(made, list(made.people(PEOPLE)))[stream].decode("utf-8-sig").splitlines()
    body = sorted(rows[1:], key=lambda row: row.split(";")[1])[:most]
    path = folder / f"{stream}.csv"
    path.write_text("\n".join([rows[0], *body]) + "\n", encoding="utf-8")
    return path


def busy_person(desk: Desk) -> PersonId:
    """The person with a thousand rows."""
    return desk.people.search(people()[0].user_number, 1)[0].id


@contextmanager
def copied() -> Iterator[Path]:
    """A copy of the built records; yields the vault's folder."""
    built = _built()
    folder = Path(tempfile.mkdtemp(prefix="run-", dir=CACHE))
    try:
        yield Path(shutil.copytree(built, folder / built.name))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def open_office() -> Iterator[OpenOffice]:
    """A copy of the records, unlocked, with the worker warm."""
    with copied() as vault:
        program = DeskProgram()
        opened = program.vaults.unlock(vault, STAFF, PASSWORD)
        try:
            program.own_work.run("warm", {}, ())
            program.files.warm_up()
            yield OpenOffice(program, opened, program.build_desk(opened), vault.parent)
        finally:
            program.vaults.lock(opened)
            program.close()


def bring_in(desk: Desk, kind: ImportKind, path: Path) -> int:
    """Import a file with the mapping its columns suggest; returns how many rows came in."""
    return desk.imports.run(kind, path, desk.imports.inspect(kind, path).mapping).counts.new


def _built() -> Path:
    digest = hashlib.sha256()
    for source in SOURCES:
        path = CACHE.parents[1] / source
        for file in sorted(path.glob("*.py")) if path.is_dir() else [path]:
            digest.update(file.read_bytes())
    vault = CACHE / digest.hexdigest()[:12] / "Office.privdesk"
    if not vault.is_dir():
        _build(vault)
    return vault


def _build(vault: Path) -> None:
    print("Building the invented office, once …", flush=True)
    shutil.rmtree(vault.parent, ignore_errors=True)
    vault.parent.mkdir(parents=True)
    making = vault.with_name("Half.privdesk")
    program = DeskProgram()
    program.vaults.create(making, name="Office", staff_name=STAFF, password=PASSWORD, office=demo_office())
    with program.open_desk(making, STAFF, PASSWORD) as desk:
        for kind, data in _tables().items():
            path = vault.parent / f"{kind.value}.csv"
            path.write_bytes(data)
            bring_in(desk, kind, path)
    making.rename(vault)


def _tables() -> dict[ImportKind, bytes]:
    made = inventor()
    who = list(made.people(PEOPLE))
    return {
        ImportKind.AGENCIES: agencies_csv(made),
        ImportKind.PEOPLE: people_csv(who),
        ImportKind.USAGES: _busy(who[0]),
    }


def _busy(person: InventedPerson) -> bytes:
    """A thousand usages of one person."""
    start = datetime(2024, 12, 1, 7, 30)  # noqa: DTZ001 - the office's wall clock
    rows = [
        (
            person.user_number, str(start + timedelta(hours=17 * count)), f"{200 + count % 60:04}",
            ("washer", "dryer")[count % 2], str(1 + count % 6), str(40 + count % 15),
            ("2.80", "1.60")[count % 2], "CHF", f"{5 + count % 40}.00",
        )
        for count in range(BUSY_ROWS)
    ]  # fmt: skip
    return csv_bytes(STREAM_COLUMNS["usages"], rows)
