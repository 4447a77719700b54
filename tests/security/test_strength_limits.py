# SPDX-License-Identifier: MIT
"""No new slot is easier to guess than the floor, and nothing above the ceiling is ever derived with."""

from dataclasses import replace
from pathlib import Path

import pytest

from privdesk.domain.errors import SlotTooWeakError
from privdesk.domain.vault import CEILING_STRENGTH, DEFAULT_STRENGTH, FLOOR_STRENGTH, KdfStrength
from privdesk.security.attempts import AttemptLedger
from privdesk.security.slot_keeper import SlotKeeper
from privdesk.security.slots import require_floor, within_ceiling
from privdesk.security.strengths import fitting_strength
from privdesk.security.vault_files import VaultFiles
from tests.security.desk_kit import (
    OTHER_PASSWORD,
    STAFF,
    WEAK,
    CountingDeriver,
    MemoryStore,
    Office,
    TurnedClock,
)

MEBIBYTE = 1024


def strict(derive: CountingDeriver, strength: KdfStrength) -> VaultFiles:
    """A program with the real floor, which would make slots of this strength."""
    return VaultFiles(
        store=MemoryStore(),
        derive=derive,
        strength=strength,
        require_place=lambda _folder: None,
        computer="desk-1",
    )


def test_the_floor_is_64_mebibytes_and_the_usual_strength_four_times_that() -> None:
    assert FLOOR_STRENGTH.memory_kib == 64 * MEBIBYTE
    assert DEFAULT_STRENGTH.memory_kib == 256 * MEBIBYTE


@pytest.mark.parametrize("gibibytes", [None, 0.25, 0.5, 1, 2, 3.9, 4, 64])
def test_small_computers_are_tuned_down_never_below_the_floor(gibibytes: float | None) -> None:
    memory = None if gibibytes is None else int(gibibytes * 1024**3)
    strength = fitting_strength(memory)
    require_floor(strength, FLOOR_STRENGTH)
    assert within_ceiling(strength)


@pytest.mark.parametrize(
    "change",
    [
        {"memory_kib": FLOOR_STRENGTH.memory_kib - 1}, {"iterations": FLOOR_STRENGTH.iterations - 1}, {"lanes": 0},
        {"memory_kib": CEILING_STRENGTH.memory_kib + 1}, {"iterations": CEILING_STRENGTH.iterations + 1},
        {"lanes": CEILING_STRENGTH.lanes + 1},
    ],
)  # fmt: skip
def test_every_way_of_making_a_slot_keeps_to_the_limits(
    office: Office, folder: Path, change: dict[str, int]
) -> None:
    vault = office.create(folder).vault
    derive = CountingDeriver()
    files = strict(derive, replace(FLOOR_STRENGTH, **change))
    before = (folder / "vault.json").read_bytes()
    ways = (
        lambda: files.add_slot(vault, "Marc Duvoisin", OTHER_PASSWORD),
        lambda: files.set_password(vault, vault.staff_id, OTHER_PASSWORD),
        lambda: files.readmit(vault, vault.staff_id, STAFF, OTHER_PASSWORD),
        lambda: files.new_sheet(vault),
    )
    for way in ways:
        with pytest.raises(SlotTooWeakError):
            way()
    assert derive.count == 0
    assert (folder / "vault.json").read_bytes() == before


def test_a_weak_slot_that_stands_already_makes_no_new_one_weak(office: Office, folder: Path) -> None:
    vault = office.create(folder).vault
    derive = CountingDeriver()
    keeper = SlotKeeper(
        MemoryStore(), derive, FLOOR_STRENGTH, "desk-1", AttemptLedger(TurnedClock(), TurnedClock())
    )
    assert {slot.strength for slot in office.files.slots(vault)} == {WEAK}
    files = strict(derive, FLOOR_STRENGTH)
    files._keeper = keeper
    files.add_slot(vault, "Marc Duvoisin", OTHER_PASSWORD)
    assert {slot.strength for slot in files.slots(vault)} == {WEAK, FLOOR_STRENGTH}
