# SPDX-License-Identifier: MIT
"""A small real vault with weak key slots, opened again and again by anybody who works there."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from privdesk.bootstrap.program import DeskProgram
from privdesk.domain.vault import KdfStrength, StaffId, VaultBinding
from privdesk.security.vault_files import VaultFiles
from privdesk.services.desk import Desk
from privdesk.services.office import office_of_place
from privdesk.services.staff import Staff
from tests.security.desk_kit import MemoryStore

WEAK = KdfStrength(memory_kib=64, iterations=1, lanes=1)
FIRST, PASSWORD = "Claire Maillard", "invented people only"
OTHER = "quiet meadow window 4"


class SmallVault:
    """One vault folder and the programs that open it."""

    def __init__(self, parent: Path, binding: VaultBinding = VaultBinding.PASSWORD_ONLY) -> None:
        self.folder = parent / "Small.privdesk"
        self.store = MemoryStore()
        made = self.program().vaults.create(
            self.folder, name="Small", staff_name=FIRST, password=PASSWORD,
            office=office_of_place("Lavarelle SA", "CH-VD"), binding=binding,
        )  # fmt: skip
        self.code = made.code

    def files(self, computer: str = "desk-1") -> VaultFiles:
        return VaultFiles(
            store=self.store, strength=WEAK, floor=WEAK, require_place=lambda _folder: None, computer=computer
        )

    def program(self, computer: str = "desk-1") -> DeskProgram:
        return DeskProgram(self.files(computer))

    @contextmanager
    def desk(self, name: str = FIRST, password: str = PASSWORD) -> Iterator[Desk]:
        with self.program().open_desk(self.folder, name, password) as desk:
            yield desk

    def opens(self, name: str, password: str) -> None:
        """Sign in and leave again."""
        program = self.program()
        program.vaults.lock(program.vaults.unlock(self.folder, name, password))


def staff_of(desk: Desk) -> Staff:
    assert desk.staff is not None
    return desk.staff


def id_of(desk: Desk, name: str) -> StaffId:
    return next(each.member.id for each in staff_of(desk).entries() if each.member.name == name)
