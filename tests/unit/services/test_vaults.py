# SPDX-License-Identifier: MIT
"""Records are made whole or not at all; who opens, recovers and leaves is recorded."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from privdesk.domain.audit import Action
from privdesk.domain.catalogue import Office
from privdesk.domain.errors import (
    FolderTakenError,
    HeaderOutdatedError,
    StaffNameMissingError,
    WrongPasswordError,
)
from privdesk.domain.references import References
from privdesk.domain.staff import FIRST_ROLES, StaffDisabledError
from privdesk.domain.vault import AnchorHeads, KdfStrength, SignInNote, UnlockedVault
from privdesk.security.desk_lock import DeskLock
from privdesk.security.vault_files import VaultFiles
from privdesk.services.clock import OfficeClock
from privdesk.services.look_up_ports import LookUp
from privdesk.services.office import office_of_place
from privdesk.services.ports import OpenReading, OpenWork, Sealer, UnitOfWork
from privdesk.services.vaults import MAKING, OpenVault, Vaults
from privdesk.storage.database import Database
from tests.unit.services.places import KeptSealer

WEAK = KdfStrength(memory_kib=64, iterations=1, lanes=1)
OFFICE = Office("Lavarelle SA", language="fr")
PASSWORD, OTHER = "river stone lantern 7", "quiet meadow window 4"
NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


class NoAnchor:
    def write(self, heads: AnchorHeads) -> None:
        """Forget them."""


@dataclass
class Joined:
    """Database and clock of one vault."""

    database: Database
    vault: UnlockedVault
    clock: OfficeClock = field(default_factory=lambda: OfficeClock("Europe/Zurich", lambda: NOW))
    sealer: Sealer = field(default_factory=KeptSealer)

    @property
    def work(self) -> OpenWork:
        return lambda: self.database.work(self.vault.staff_id, self.clock)

    @property
    def runs(self) -> OpenWork:
        return self.work

    @property
    def reading(self) -> OpenReading:
        return self.database.reading

    notes: tuple[SignInNote, ...] = ()
    pages_wrong: bool = False

    @property
    def references(self) -> References:
        return References(b"r" * 32)

    @property
    def look_up(self) -> LookUp:
        return self.database.look_up

    def heads(self) -> AnchorHeads:
        return self.database.heads()

    def audit_has(self, head: bytes) -> bool:
        return self.database.audit_has(head)

    def settle(self) -> None:
        """Nothing waits in `incoming` here."""

    def begin_anew(self, work: UnitOfWork, epoch: int) -> int:
        work.begin_epoch(epoch)
        return 0

    def close(self) -> None:
        self.database.close()


@dataclass
class Factory:
    """Real databases; `broken` fails after the file was made."""

    broken: bool = False

    def create(self, vault: UnlockedVault, office: Office) -> Joined:
        joined = self._joined(vault)
        joined.database.create()
        if self.broken:
            joined.close()
            raise OSError
        return joined

    def open(self, vault: UnlockedVault, *, trust: bool = False) -> Joined:
        joined = self._joined(vault)
        joined.database.open()
        return joined

    def _joined(self, vault: UnlockedVault) -> Joined:
        path = vault.folder / "records.db"
        return Joined(Database(path, vault.keys.database, vault.keys.audit, NoAnchor()), vault)


def sheet(groups: Sequence[str], vault_name: str, staff_name: str, made_on: date, language: str) -> bytes:
    return f"{vault_name}|{staff_name}|{made_on}|{language}|{'-'.join(groups)}".encode()


def vaults(factory: Factory | None = None) -> Vaults:
    store = VaultFiles(strength=WEAK, floor=WEAK, require_place=lambda _folder: None)
    return Vaults(store, factory or Factory(), sheet, DeskLock, lambda: NOW)


def make(folder: Path, using: Vaults | None = None) -> str:
    made = (using or vaults()).create(
        folder, name="Lavarelle", staff_name="A. Klein", password=PASSWORD, office=OFFICE
    )
    return made.code.text


def actions(opened: OpenVault) -> list[Action]:
    with opened.records.reading() as records:
        return [entry.event.action for entry in reversed(records.audit.entries())]


def test_new_records_hold_the_office_and_their_first_member_of_staff(tmp_path: Path) -> None:
    folder = tmp_path / "Lavarelle.privdesk"
    make(folder)
    desk = vaults()
    assert desk.peek(folder).staff_names == ("A. Klein",)
    opened = desk.unlock(folder, "A. Klein", PASSWORD)
    assert opened.session.member.roles == FIRST_ROLES
    assert (opened.session.vault_name, opened.office) == ("Lavarelle", OFFICE)
    assert actions(opened) == [Action.VAULT_CREATED, Action.SIGNED_IN]
    desk.lock(opened)
    last = desk.peek(folder).last_closed
    assert last is not None
    assert (last.who, last.at) == ("A. Klein", NOW)
    assert not folder.with_name(folder.name + MAKING).exists()


def test_nothing_stands_there_before_the_sheet_was_confirmed(tmp_path: Path) -> None:
    folder = tmp_path / "Lavarelle.privdesk"
    desk = vaults()
    made = desk.prepare(folder, name="Lavarelle", staff_name="A. Klein", password=PASSWORD, office=OFFICE)
    assert not folder.exists()
    assert made.sheet.decode().startswith("Lavarelle|A. Klein|2026-11-23|fr|")
    assert made.sheet.decode().endswith(made.code.text)
    desk.abandon(made)
    assert list(tmp_path.iterdir()) == []


def test_what_an_interrupted_making_left_does_not_stand_in_the_way(tmp_path: Path) -> None:
    folder = tmp_path / "Lavarelle.privdesk"
    vaults().prepare(folder, name="Lavarelle", staff_name="A. Klein", password=PASSWORD, office=OFFICE)
    make(folder)
    assert [path.name for path in tmp_path.iterdir()] == ["Lavarelle.privdesk"]


def test_a_failure_leaves_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "Lavarelle.privdesk"
    with pytest.raises(OSError):
        make(folder, vaults(Factory(broken=True)))
    with pytest.raises(StaffNameMissingError):
        vaults().create(folder, name="Lavarelle", staff_name=" ", password=PASSWORD, office=OFFICE)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_in_use_is_refused_untouched(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("mine")
    with pytest.raises(FolderTakenError):
        make(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["note.txt"]


def test_a_wrong_password_leaves_the_records_free_for_the_next(tmp_path: Path) -> None:
    folder = tmp_path / "L.privdesk"
    make(folder)
    desk = vaults()
    with pytest.raises(WrongPasswordError):
        desk.unlock(folder, "A. Klein", "wrong wrong wrong")
    desk.lock(desk.unlock(folder, "A. Klein", PASSWORD))


def test_a_changed_password_is_recorded_and_opens(tmp_path: Path) -> None:
    folder = tmp_path / "L.privdesk"
    make(folder)
    desk = vaults()
    desk.change_password(folder, staff_name="A. Klein", old_password=PASSWORD, new_password=OTHER)
    opened = desk.unlock(folder, "A. Klein", OTHER)
    assert Action.PASSWORD_CHANGED in actions(opened)
    desk.lock(opened)


def test_the_sheet_sets_a_new_password_and_gives_a_new_sheet(tmp_path: Path) -> None:
    folder = tmp_path / "L.privdesk"
    code = make(folder)
    desk = vaults()
    recovered = desk.recover(folder, staff_name="A. Klein", code=code, new_password=OTHER)
    assert recovered.code.text != code
    assert recovered.sheet.decode().endswith(recovered.code.text)
    opened = desk.unlock(folder, "A. Klein", OTHER)
    assert actions(opened)[-2:] == [Action.RECOVERED, Action.SIGNED_IN]
    desk.lock(opened)


def test_an_older_copy_of_the_header_is_noticed(tmp_path: Path) -> None:
    folder = tmp_path / "L.privdesk"
    make(folder)
    desk = vaults()
    old = (folder / "vault.json").read_bytes()
    desk.change_password(folder, staff_name="A. Klein", old_password=PASSWORD, new_password=OTHER)
    desk.lock(desk.unlock(folder, "A. Klein", OTHER))
    (folder / "vault.json").write_bytes(old)
    with pytest.raises(HeaderOutdatedError):
        vaults().unlock(folder, "A. Klein", PASSWORD)


def test_a_closed_account_does_not_open(tmp_path: Path) -> None:
    folder = tmp_path / "L.privdesk"
    make(folder)
    desk = vaults()
    opened = desk.unlock(folder, "A. Klein", PASSWORD)
    with opened.records.work() as work:
        member = work.staff.get(opened.vault.staff_id)
        work.staff.put(type(member)(member.id, member.name, member.roles, None, True))
        work.audit.record(work.audit.entries()[0].event)
        work.commit()
    desk.lock(opened)
    with pytest.raises(StaffDisabledError):
        desk.unlock(folder, "A. Klein", PASSWORD)


def test_the_office_of_a_place_has_its_law_time_and_money() -> None:
    office = office_of_place("Desk", "us-ca")
    assert (office.regime, office.time_zone, office.currency, office.country) == (
        "ccpa", "America/Los_Angeles", "USD", "US",
    )  # fmt: skip
    swiss = office_of_place("Desk", "CH-VD", "gdpr", "fr")
    assert (swiss.regime, swiss.currency, swiss.language) == ("gdpr", "CHF", "fr")
