# SPDX-License-Identifier: MIT
"""An office with a backup folder, whose recovery sheet is known; and a look into every decrypted page of a database."""

import hashlib
import hmac
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from privdesk.bootstrap.program import DeskProgram
from privdesk.demo.main import demo_office
from privdesk.domain.backups import BackupPlan
from privdesk.domain.people import Channel, PersonField, PersonId, Source
from privdesk.security.vault_files import VaultFiles
from privdesk.services.backup_ports import MadeBackup
from privdesk.services.desk import Desk
from privdesk.services.vaults import OpenVault
from tests.journeys.office_kit import PASSWORD, STAFF, WEAK, anywhere

PAGE, RESERVE, SALT = 4096, 80, 16


class LostAndFound:
    """Records in one place, backups in another, and a place for what is restored."""

    def __init__(self, root: Path) -> None:
        self.folder = root / "computer" / "Office.privdesk"
        self.usb = root / "usb"
        self.target = root / "new computer" / "Office.privdesk"
        for folder in (self.folder.parent, self.usb, self.target.parent):
            folder.mkdir()
        program = self.program()
        made = program.vaults.prepare(
            self.folder, name="Lavarelle", staff_name=STAFF, password=PASSWORD, office=demo_office()
        )
        self.code = made.code
        program.vaults.finish(made)

    def program(self, days: float = 0) -> DeskProgram:
        """The program, so many days from now."""
        moment = datetime.now(UTC) + timedelta(days=days)
        return DeskProgram(VaultFiles(strength=WEAK, floor=WEAK, require_place=anywhere), now=lambda: moment)

    @contextmanager
    def desk(self, folder: Path | None = None, days: float = 0, password: str = PASSWORD) -> Iterator[Desk]:
        with self.program(days).open_desk(folder or self.folder, STAFF, password) as desk:
            yield desk

    @contextmanager
    def opened(self, folder: Path | None = None) -> Iterator[OpenVault]:
        """Records without a desk around them."""
        program = self.program()
        opened = program.vaults.unlock(folder or self.folder, STAFF, PASSWORD)
        try:
            yield opened
        finally:
            program.vaults.lock(opened)

    def back_up(self, desk: Desk) -> MadeBackup:
        assert desk.backups is not None
        desk.backups.save_plan(replace(BackupPlan(), folder=self.usb))
        return desk.backups.make()

    @property
    def home(self) -> Path:
        (home,) = self.usb.iterdir()
        return home


def add_person(desk: Desk, last_name: str, **facts: str) -> PersonId:
    """A person typed in by hand."""
    values = {PersonField.LAST_NAME: last_name, PersonField.FIRST_NAME: "Amélie"}
    values |= {PersonField(name): value for name, value in facts.items()}
    day = desk.clock.today()
    return desk.people.add(values, None, source=Source.PERSON, channel=Channel.PHONE, received_on=day)


def decrypted_pages(path: Path, key: bytes) -> bytes:
    """Every page of an encrypted file as it really is, freed ones too; each page's seal is checked."""
    data = path.read_bytes()
    salt = data[:SALT]
    mac_key = hashlib.pbkdf2_hmac("sha512", key, bytes(byte ^ 0x3A for byte in salt), 2, 32)
    pages = []
    for number in range(len(data) // PAGE):
        page = data[number * PAGE : (number + 1) * PAGE]
        body = page[SALT if number == 0 else 0 : -RESERVE]
        iv, mac = page[-RESERVE : -RESERVE + 16], page[-RESERVE + 16 :]
        sealed = hmac.new(mac_key, body + iv + (number + 1).to_bytes(4, "little"), hashlib.sha512).digest()
        assert mac == sealed, number
        cipher = Cipher(algorithms.AES(key), modes.CBC(iv)).decryptor()
        pages.append(cipher.update(body) + cipher.finalize())
    return b"".join(pages)
