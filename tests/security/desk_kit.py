# SPDX-License-Identifier: MIT
"""What the tests of this room share: weak derivations that are counted, a key store in memory, a clock to turn."""

from collections.abc import Callable
from pathlib import Path

from privdesk.domain.vault import KdfStrength, OpenedVault, VaultBinding
from privdesk.security.slots import argon2id
from privdesk.security.vault_files import VaultFiles

WEAK = KdfStrength(memory_kib=64, iterations=1, lanes=1)
PASSWORD = "correct horse battery"
OTHER_PASSWORD = "staple lake window"
STAFF = "Anouk Klein"


class CountingDeriver:
    def __init__(self) -> None:
        self.calls: list[KdfStrength] = []

    def __call__(self, secret: bytes, salt: bytes, strength: KdfStrength) -> bytes:
        self.calls.append(strength)
        return argon2id(secret, salt, strength)

    @property
    def count(self) -> int:
        return len(self.calls)


class MemoryStore:
    """A key store as the system would keep one; `works` False is a computer without one."""

    def __init__(self, works: bool = True) -> None:
        self.works = works
        self.kept: dict[str, str] = {}

    @property
    def name(self) -> str:
        return "Test store" if self.works else ""

    def get(self, key: str) -> str | None:
        return self.kept.get(key) if self.works else None

    def put(self, key: str, text: str) -> bool:
        if self.works:
            self.kept[key] = text
        return self.works

    def drop(self, key: str) -> None:
        self.kept.pop(key, None)


class TurnedClock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


class Office:
    """One computer with its program."""

    def __init__(
        self,
        store: MemoryStore | None = None,
        computer: str = "desk-1",
        place: Callable[[Path], None] = lambda _folder: None,
        clock: TurnedClock | None = None,
        wall: TurnedClock | None = None,
    ) -> None:
        self.derive = CountingDeriver()
        self.store = store or MemoryStore()
        self.clock = clock or TurnedClock()
        self.wall = wall or TurnedClock()
        self.files = VaultFiles(
            store=self.store,
            derive=self.derive,
            strength=WEAK,
            floor=WEAK,
            require_place=place,
            clock=self.clock,
            wall=self.wall,
            computer=computer,
        )

    def create(self, folder: Path, binding: VaultBinding = VaultBinding.PASSWORD_ONLY) -> OpenedVault:
        return self.files.create(folder, "Lavarelle SA", STAFF, PASSWORD, binding=binding)
