# SPDX-License-Identifier: MIT
"""A real office for journeys: real vault, real workers, real documents; only the key slots are weak on purpose."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from privdesk.bootstrap.program import DeskProgram
from privdesk.demo.invented import InventedPerson, Inventor
from privdesk.demo.main import demo_office
from privdesk.demo.papers import Papers
from privdesk.demo.tables import agencies_csv, people_csv, streams
from privdesk.domain.forms import FormSender
from privdesk.domain.imports import ImportKind
from privdesk.domain.vault import KdfStrength
from privdesk.security.vault_files import VaultFiles
from privdesk.services.desk import Desk

WEAK = KdfStrength(memory_kib=64, iterations=1, lanes=1)
STAFF, PASSWORD = "Claire Maillard", "invented people only"
SENDER = FormSender(
    "Lavarelle SA", "", ("Chemin des Tilleuls 12", "1006 Lausanne"), "privacy@lavarelle.example"
)


def anywhere(_folder: Path) -> None:
    """Temporary folders are good enough for tests."""


class Office:
    """One vault folder that can be opened again and again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "Office.privdesk"
        self.today = datetime.now(UTC).date()
        self.inventor = Inventor(11, self.today)
        self.people: list[InventedPerson] = []
        self.papers = Papers(SENDER, self.today)

    def program(self) -> DeskProgram:
        return DeskProgram(VaultFiles(strength=WEAK, floor=WEAK, require_place=anywhere))

    def create(self) -> "Office":
        program = self.program()
        made = program.vaults.prepare(
            self.folder, name="Lavarelle", staff_name=STAFF, password=PASSWORD, office=demo_office()
        )
        program.vaults.finish(made)
        return self

    @contextmanager
    def desk(self) -> Iterator[Desk]:
        with self.program().open_desk(self.folder, STAFF, PASSWORD) as desk:
            yield desk

    def bring_in(self, desk: Desk, count: int, source: Path) -> None:
        """Agencies, `count` people and their activity, as on day one."""
        self.people = list(self.inventor.people(count))
        files = {ImportKind.AGENCIES: agencies_csv(self.inventor), ImportKind.PEOPLE: people_csv(self.people)}
        files |= {ImportKind(name): data for name, data in streams(self.inventor, self.people).items()}
        for kind, data in files.items():
            path = source / f"{kind.value}.csv"
            path.write_bytes(data)
            desk.imports.run(kind, path, desk.imports.inspect(kind, path).mapping)
            path.unlink()

    def stranger(self, **changes: str) -> dict[str, str]:
        """Values of a registration form of somebody who is not on file."""
        person = next(self.inventor.people(1))
        start = f"{self.today + timedelta(days=5):%d.%m.%Y}"
        return self.papers.registration(person, start=start, **changes)
