# SPDX-License-Identifier: MIT
# ruff: noqa: ANN401 -- answers and records of any kind are compared
"""One office with an agency A, real records and all services; the same history with or without an agency B.

Ids and numbers that agency clerks see are references under a key, so they are compared up to renaming: `Renamed` gives
each the next number in the order in which it is first seen. Anything else must be equal as it stands.
"""

import dataclasses
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

from privdesk.bootstrap.program import DeskProgram
from privdesk.bootstrap.records import JoinedRecords
from privdesk.domain.agencies import Agency, AgencyId, Building, BuildingId
from privdesk.domain.audit import Action, AuditEvent
from privdesk.domain.errors import FileNotReadableError, PrivdeskError
from privdesk.domain.incoming import PageImage, ReadFile, TableFile
from privdesk.domain.references import References
from privdesk.domain.staff import Role, StaffMember
from privdesk.domain.vault import StaffId
from privdesk.security.vault_files import VaultFiles
from privdesk.services.desk import Desk
from tests.security.desk_kit import MemoryStore
from tests.unit.services.vault_kit import FIRST, PASSWORD, WEAK, SmallVault

START = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
NOWHERE = 900_000
"""No record has so high an id."""
GUESSED = 1_000_000
_NUMBER = re.compile(r"(?<![\w-])(?:R-20\d\d-\d{4,8}|[FD]-\d\d-\d{5,8})(?![\w-])")
_NAME = re.compile(r"(?<![\w-])[RFD]-=\d+(?![\w-])")


class Plain(References):
    """B's clerk is no matter here: everything under its own number."""

    def __init__(self) -> None:
        super().__init__(b"not used")

    def hide(self, kind: str, number: int) -> int:
        return number

    def show(self, kind: str, hidden: int) -> int:
        return hidden

    def hide_numbers(self, text: str) -> str:
        return text

    def show_numbers(self, text: str) -> str:
        return text


class Renamed(Plain):
    """Names each id and number in the order in which they are first shown.

    `GUESSED` + k is a guess at the k-th record of B: it finds that record where there is a B, else nothing.
    """

    def __init__(self) -> None:
        super().__init__()
        self._ids: dict[tuple[str, int], int] = {}
        self._numbers: dict[str, str] = {}
        self.theirs: dict[str, list[int]] = {}

    def hide(self, kind: str, number: int) -> int:
        if number <= 0:
            return number
        if number >= NOWHERE:
            return GUESSED + number - NOWHERE
        if number in self.theirs.get(kind, ()):
            return GUESSED + self.theirs[kind].index(number)
        named = sum(one == kind for one, _id in self._ids) + 1
        return self._ids.setdefault((kind, number), named)

    def show(self, kind: str, hidden: int) -> int:
        if hidden >= GUESSED:
            theirs, place = self.theirs.get(kind, []), hidden - GUESSED
            return theirs[place] if place < len(theirs) else NOWHERE + place
        known = {name: number for (one, number), name in self._ids.items() if one == kind}
        return known.get(hidden, hidden)

    def hide_numbers(self, text: str) -> str:
        def name(found: re.Match[str]) -> str:
            return self._numbers.setdefault(found[0], f"{found[0][0]}-={len(self._numbers) + 1}")

        return _NUMBER.sub(name, text)

    def show_numbers(self, text: str) -> str:
        numbers = {name: number for number, name in self._numbers.items()}
        return _NAME.sub(lambda found: numbers.get(found[0], found[0]), text)


class PreparedFiles:
    """A worker that finds what was prepared under a file's name; anything else is damaged."""

    def __init__(self, found: dict[str, ReadFile]) -> None:
        self._found = found

    def read(self, name: str, data: bytes) -> ReadFile:
        if name not in self._found:
            raise FileNotReadableError("damaged")
        return self._found[name]

    def render(self, data: bytes, media_type: str, page: int, width: int) -> PageImage:
        return PageImage(1, 1, b"\xff\xff\xff")

    def read_table(self, name: str, data: bytes) -> TableFile:
        raise FileNotReadableError("no_table")

    def close(self) -> None:
        """Nothing was started."""


class World:
    """The records, as A's clerk, as the office, and as B's clerk."""

    program: DeskProgram
    opened: Any
    agency: Agency
    building: Building
    other: Agency | None
    other_building: Building | None
    a: Desk
    office: Desk
    shown: list[References]
    """What the next desk that is built shows instead of numbers."""
    b: Desk | None = None

    def __init__(self, folder: Path, references: Renamed, moment: list[datetime], drawing: list[str]) -> None:
        self.folder, self.references, self.moment, self.drawing = folder, references, moment, drawing
        self.known: dict[str, list[Any]] = {}
        """What A's clerk was given so far, by kind of id."""
        self.log: list[Any] = []
        """What A's clerk was answered while the history went on."""

    def learn(self, kind: str, hidden: Any) -> None:
        """Remember an id that A's clerk was given."""
        if hidden is not None and hidden not in self.known.setdefault(kind, []):
            self.known[kind].append(hidden)

    def pick(self, kind: str, number: int) -> Any:
        """One of A's own, or None while there is none."""
        own = self.known.get(kind)
        return own[number % len(own)] if own else None

    def raw(self, kind: str, number: int) -> Any:
        """The same as the office knows it."""
        hidden = self.pick(kind, number)
        return None if hidden is None else self.references.show(kind, hidden)

    def theirs(self, kind: str, number: int) -> Any:
        """One of B's, as the office knows it, or None while there is none."""
        own = self.references.theirs.get(kind)
        return own[number % len(own)] if own else None

    def came_about(self, kind: str, number: int | None) -> None:
        """Remember an id that came about for B."""
        if number is not None and number not in self.references.theirs.setdefault(kind, []):
            self.references.theirs[kind].append(number)

    def as_seen(self) -> Desk:
        """A's desk with the references that a clerk really sees."""
        self.shown[0] = References(b"k" * 32)
        desk = _member(self.program, self.opened, "mia", "Mia", self.agency.id)
        self.shown[0] = self.references
        return desk

    def at(self, step: int) -> None:
        """Set the office's clock to the step of the history, whoever acts."""
        self.moment[0] = START + timedelta(minutes=7 * step)

    @property
    def records(self) -> JoinedRecords:
        records = self.opened.records
        assert isinstance(records, JoinedRecords)
        return records


def template_vault(parent: Path) -> Path:
    """Records with an office and nobody else, copied for each world."""
    return SmallVault(parent).folder


@contextmanager
def world(template: Path, folder: Path, found: dict[str, ReadFile], *, both: bool) -> Iterator[World]:
    """New records with agency A; with B and its own past before A came, when `both`."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.parent.mkdir(exist_ok=True)
    shutil.copytree(template, folder)
    moment, drawing = [START], ["a"]
    program = DeskProgram(_files(), now=lambda: moment[0])
    program.__dict__["files"] = PreparedFiles(found)
    opened = program.vaults.unlock(folder, FIRST, PASSWORD)
    renamed = Renamed()
    shown: list[References] = [renamed]
    counters = {"a": 0, "b": 0}

    def draw(most: int) -> int:
        counters[drawing[0]] += 1
        return counters[drawing[0]] * 2 + (drawing[0] == "b")

    try:
        with (
            patch.object(JoinedRecords, "references", property(lambda _records: shown[0])),
            patch("privdesk.services.user_numbers.secrets.randbelow", draw),
        ):
            yield _open(program, opened, shown, World(folder, renamed, moment, drawing), both=both)
    finally:
        program.vaults.lock(opened)
        program.close()


def _open(
    program: DeskProgram, opened: Any, shown: list[References], made: "World", *, both: bool
) -> "World":
    made.program, made.opened, made.office = program, opened, program.build_desk(opened)
    made.shown = shown
    made.other, made.other_building = _agency(made.office, "B-7", "Agence du Port") if both else (None, None)
    made.agency, made.building = _agency(made.office, "A-1", "Régie du Lac")
    made.a = _member(program, opened, "mia", "Mia", made.agency.id)
    if made.other is not None and made.other_building is not None:
        made.references.theirs["AgencyId"] = [made.other.id]
        made.references.theirs["BuildingId"] = [made.other_building.id]
        shown[0] = Plain()
        made.b = _member(program, opened, "ben", "Ben", made.other.id)
        shown[0] = made.references
    return made


def _agency(office: Desk, number: str, name: str) -> tuple[Agency, Building]:
    agency = office.agencies.save(Agency(AgencyId(0), number, name))
    building = Building(BuildingId(0), agency.id, f"{number}-B1", "Rue de Bourg 14", "1003", "Lausanne")
    return agency, office.agencies.save_building(building)


def _member(program: DeskProgram, opened: Any, key: str, name: str, agency: AgencyId) -> Desk:
    member = StaffMember(StaffId(key), name, frozenset({Role.AGENCY_CLERK}), agency)
    with opened.records.work() as work:
        work.staff.put(member)
        work.audit.record(AuditEvent(Action.STAFF_ADDED, f"staff:{key}"))
        work.commit()
    session = dataclasses.replace(opened.session, member=member)
    return program.build_desk(dataclasses.replace(opened, session=session))


def answer(call: Callable[[], Any]) -> Any:
    """What a call gave, or the error it ended with, in plain values that can be compared."""
    try:
        return plain(call())
    except PrivdeskError as error:
        return type(error).__name__, plain(dict(vars(error))), plain(error.args)


_SEALED = re.compile(r"[0-9a-f]{32}")


def plain(value: Any) -> Any:
    """Dataclasses as nested tuples, so that a difference reads well; what is random is named as such.

    Random are only: the id and wrapped key of a sealed file, and the code that goes by letter.
    """
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        named = [(each.name, getattr(value, each.name)) for each in dataclasses.fields(value) if each.compare]
        kept = [(name, "random" if name == "wrapped_key" else plain(one)) for name, one in named]
        return (type(value).__name__, *kept)
    if isinstance(value, dict):
        return {str(plain(key)): plain(one) for key, one in value.items()}
    if isinstance(value, str):
        return _SEALED.sub("sealed", str(value))
    if isinstance(value, frozenset | set):
        return sorted((plain(each) for each in value), key=repr)
    if isinstance(value, Path):
        return value.name
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    return value


def _files() -> VaultFiles:
    return VaultFiles(
        store=MemoryStore(), strength=WEAK, floor=WEAK, require_place=lambda _folder: None, computer="desk-1"
    )
