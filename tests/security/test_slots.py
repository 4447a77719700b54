# SPDX-License-Identifier: MIT
"""Deriving and wrapping: what must fit, and what is refused."""

from dataclasses import replace
from pathlib import Path

import platformdirs
import pytest

from privdesk.domain.errors import MemoryShortError, StaffNameMissingError
from privdesk.domain.vault import (
    CEILING_STRENGTH,
    DEFAULT_STRENGTH,
    KdfStrength,
    StaffId,
    VaultBinding,
    VaultId,
)
from privdesk.security import slots as slots_module
from privdesk.security.keys import derive_key, new_key, unwrap_key, wrap_key
from privdesk.security.slots import (
    SlotContext,
    SlotKind,
    SlotOwner,
    SlotSecret,
    Wrapper,
    argon2id,
    within_ceiling,
)
from privdesk.security.staff_names import tidy_name
from privdesk.security.vault_files import default_folder
from tests.security.desk_kit import WEAK, Office

CONTEXT = SlotContext(VaultId("a" * 32), VaultBinding.PASSWORD_ONLY, 1)
OWNER = SlotOwner(SlotKind.PASSWORD, StaffId("s" * 32), "Anouk Klein")
SECRET = SlotSecret(b"password", b"d" * 32)


def test_a_slot_opens_only_with_everything_as_it_was() -> None:
    master = new_key()
    slot = Wrapper(CONTEXT, argon2id).wrap(OWNER, SECRET, WEAK, master)
    assert Wrapper(CONTEXT, argon2id).unwrap(slot, SECRET) == master
    for secret in (
        SlotSecret(b"Password", b"d" * 32),
        SlotSecret(b"password"),
        SlotSecret(b"password", b"e" * 32),
    ):
        assert Wrapper(CONTEXT, argon2id).unwrap(slot, secret) is None
    for context in (
        replace(CONTEXT, vault_id=VaultId("b" * 32)),
        replace(CONTEXT, binding=VaultBinding.DEVICE_BOUND),
        replace(CONTEXT, generation=2),
    ):
        assert Wrapper(context, argon2id).unwrap(slot, SECRET) is None
    for changed in (
        replace(slot, owner=replace(OWNER, staff_id=StaffId("t" * 32))),
        replace(slot, owner=replace(OWNER, device_id="x")),
        replace(slot, owner=replace(OWNER, kind=SlotKind.RECOVERY)),
        replace(slot, strength=replace(WEAK, memory_kib=128)),
        replace(slot, salt=b"\0" * 16),
    ):
        assert Wrapper(CONTEXT, argon2id).unwrap(changed, SECRET) is None


def test_parameters_are_bound_even_where_the_derivation_would_not_tell() -> None:
    def same(secret: bytes, salt: bytes, _strength: KdfStrength) -> bytes:
        return derive_key(secret, "same", salt)

    slot = Wrapper(CONTEXT, same).wrap(OWNER, SECRET, WEAK, new_key())
    assert Wrapper(CONTEXT, same).unwrap(replace(slot, strength=DEFAULT_STRENGTH), SECRET) is None


def test_the_same_password_gives_another_slot_each_time() -> None:
    master = new_key()
    first, second = (Wrapper(CONTEXT, argon2id).wrap(OWNER, SECRET, WEAK, master) for _ in range(2))
    assert first.salt != second.salt
    assert first.wrapped != second.wrapped
    assert SECRET.typed.decode() not in repr(SECRET)


def test_a_wrapped_key_opens_only_in_its_context() -> None:
    wrapping, key = new_key(), new_key()
    wrapped = wrap_key(wrapping, key, b"here")
    assert unwrap_key(wrapping, wrapped, b"here") == key
    assert unwrap_key(wrapping, wrapped, b"there") is None
    assert unwrap_key(new_key(), wrapped, b"here") is None
    for position in range(len(wrapped)):
        flipped = bytearray(wrapped)
        flipped[position] ^= 1
        assert unwrap_key(wrapping, bytes(flipped), b"here") is None


def test_purposes_and_salts_separate_keys() -> None:
    master = new_key()
    keys = {
        derive_key(master, purpose, salt) for purpose in ("audit", "anchor") for salt in (b"", b"a", b"b")
    }
    assert len(keys) == 6


def test_too_little_memory_has_its_own_error(monkeypatch: pytest.MonkeyPatch) -> None:
    class Starved:
        def __init__(self, **_parameters: object) -> None: ...

        def derive(self, _secret: bytes) -> bytes:
            raise MemoryError

    monkeypatch.setattr(slots_module, "Argon2id", Starved)
    with pytest.raises(MemoryShortError) as short:
        argon2id(b"x", b"s" * 16, DEFAULT_STRENGTH)
    assert short.value.memory_mib == 256


def test_the_usual_strength_and_the_ceiling_may_be_derived_with() -> None:
    assert within_ceiling(DEFAULT_STRENGTH)
    assert within_ceiling(CEILING_STRENGTH)


@pytest.mark.parametrize("name", ["", "   ", "a\0b", "x" * 121, "a\u202eb"])
def test_names_that_cannot_be_read_are_refused(name: str) -> None:
    with pytest.raises(StaffNameMissingError):
        tidy_name(name)


def test_names_are_tidied() -> None:
    assert tidy_name("  Zoe\u0308   Keller ") == "Zo\u00eb Keller"


def test_records_lie_in_the_application_data_of_this_computer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(platformdirs, "user_data_dir", lambda *_given, **_named: str(tmp_path))
    assert default_folder("Lavarelle SA/../x") == tmp_path / "Lavarelle SA----x.privdesk"
    assert default_folder("..").name == "records.privdesk"
    office = Office()
    assert office.files.known_vaults() == []
    office.create(office.files.default_folder("Lavarelle SA"))
    assert [folder.name for folder in office.files.known_vaults()] == ["Lavarelle SA.privdesk"]
