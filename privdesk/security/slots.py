# SPDX-License-Identifier: MIT
"""Key slots: Argon2id makes a key of a password, AES-256-GCM wraps the master key with it.

The vault id, the binding, whose slot it is, the computer, the parameters and the salt are authenticated with
the wrapped key, so that no slot can be moved to another name, computer or vault.
"""

import hashlib
import hmac
import json
import secrets
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from privdesk.domain.errors import MemoryShortError, SlotTooWeakError
from privdesk.domain.vault import CEILING_STRENGTH, KEY_BYTES, KdfStrength, StaffId, VaultBinding, VaultId
from privdesk.security.keys import derive_key, unwrap_key, wrap_key

Deriver = Callable[[bytes, bytes, KdfStrength], bytes]
"""Password bytes, 16 bytes of salt, strength → 32 bytes."""
SALT_BYTES = 16


class SlotKind(StrEnum):
    """What opens the slot."""

    PASSWORD = "password"  # noqa: S105
    RECOVERY = "recovery"
    CODE = "code"
    """A one-time code that a member of staff exchanges for a password of their own."""


@dataclass(frozen=True, slots=True)
class SlotOwner:
    """Whose slot, on which computer; staff and computer are empty for the recovery sheet."""

    kind: SlotKind
    staff_id: StaffId
    staff_name: str
    device_id: str = ""
    computer: str = ""
    until: str = ""
    """ISO moment in UTC until which a one-time code counts; empty for what does not expire."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One wrapped copy of the master key."""

    owner: SlotOwner
    strength: KdfStrength
    salt: bytes
    wrapped: bytes


RECOVERY_OWNER = SlotOwner(SlotKind.RECOVERY, StaffId(""), "")


@dataclass(frozen=True, slots=True)
class SlotContext:
    """The vault that a slot belongs to."""

    vault_id: VaultId
    binding: VaultBinding
    generation: int


def argon2id(secret: bytes, salt: bytes, strength: KdfStrength) -> bytes:
    """Derive 32 bytes; other threads go on meanwhile.

    Raises:
        MemoryShortError: not enough free memory.
    """
    kdf = Argon2id(
        salt=salt,
        length=KEY_BYTES,
        iterations=strength.iterations,
        lanes=strength.lanes,
        memory_cost=strength.memory_kib,
    )
    try:
        return kdf.derive(secret)
    except MemoryError as error:
        raise MemoryShortError(memory_mib=strength.memory_kib // 1024) from error


def password_bytes(password: str) -> bytes:
    """Return the bytes of a password, the same however the keyboard composes its accents."""
    return unicodedata.normalize("NFC", password).encode("utf-8", "surrogatepass")


def within_ceiling(strength: KdfStrength) -> bool:
    """Whether a header's parameters are ones that may be derived with at all."""
    return (
        1 <= strength.lanes <= CEILING_STRENGTH.lanes
        and 1 <= strength.iterations <= CEILING_STRENGTH.iterations
        and 8 * strength.lanes <= strength.memory_kib <= CEILING_STRENGTH.memory_kib
    )


def require_floor(strength: KdfStrength, floor: KdfStrength) -> None:
    """Refuse a slot that would be easier to guess than policy allows.

    Raises:
        SlotTooWeakError: less memory or fewer passes than `floor`, or out of any range.
    """
    if (
        strength.memory_kib < floor.memory_kib
        or strength.iterations < floor.iterations
        or not within_ceiling(strength)
    ):
        raise SlotTooWeakError(memory_mib=strength.memory_kib // 1024, floor_mib=floor.memory_kib // 1024)


def device_id_of(device_secret: bytes | None) -> str:
    """Return the name of a computer in slots: says which secret belongs to it, tells nothing of it."""
    if device_secret is None:
        return ""
    return hmac.new(device_secret, b"privdesk 1 device id", hashlib.sha256).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class SlotSecret:
    """What opens a slot: what a person types, and this computer's half where the vault is bound."""

    typed: bytes = field(repr=False)
    device: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Wrapper:
    """Wraps and unwraps master keys of one vault with one way of deriving."""

    context: SlotContext
    derive: Deriver

    def wrap(self, owner: SlotOwner, secret: SlotSecret, strength: KdfStrength, master: bytes) -> Slot:
        """Return a new slot with fresh salt and nonce; costs one derivation."""
        salt = secrets.token_bytes(SALT_BYTES)
        key = self._slot_key(secret, salt, strength)
        return Slot(owner, strength, salt, wrap_key(key, master, self._authenticated(owner, strength, salt)))

    def unwrap(self, slot: Slot, secret: SlotSecret) -> bytes | None:
        """Return the master key, or None when password, computer or slot do not fit; costs one derivation."""
        key = self._slot_key(secret, slot.salt, slot.strength)
        return unwrap_key(key, slot.wrapped, self._authenticated(slot.owner, slot.strength, slot.salt))

    def waste(self, secret: SlotSecret, strength: KdfStrength) -> None:
        """Cost what a real try costs, for a name that is not there."""
        self._slot_key(secret, secrets.token_bytes(SALT_BYTES), strength)

    def _slot_key(self, secret: SlotSecret, salt: bytes, strength: KdfStrength) -> bytes:
        stretched = self.derive(secret.typed, salt, strength)
        if secret.device is None:
            return derive_key(stretched, "slot", salt)
        return derive_key(stretched + secret.device, "slot and device", salt)

    def _authenticated(self, owner: SlotOwner, strength: KdfStrength, salt: bytes) -> bytes:
        vault, kdf = self.context, (strength.memory_kib, strength.iterations, strength.lanes)
        facts: list[str | int] = ["privdesk slot 1", vault.vault_id, vault.binding, vault.generation]
        facts += [owner.kind, owner.staff_id, owner.device_id, owner.until, "argon2id", *kdf, salt.hex()]
        return json.dumps(facts, separators=(",", ":")).encode()
