# SPDX-License-Identifier: MIT
"""Opens and makes slots on this computer: joins what a person types with the computer's half of the key."""

from collections.abc import Callable
from pathlib import Path

from privdesk.domain.errors import (
    CodeWaitsError,
    DeviceSecretMissingError,
    KeyringMissingError,
    NotEnrolledHereError,
    RecoveryRefusedError,
    SlotMissingError,
    WrongPasswordError,
)
from privdesk.domain.recovery_code import RecoveryCode
from privdesk.domain.vault import (
    FLOOR_STRENGTH,
    KdfStrength,
    StaffId,
    UnlockedVault,
    VaultBinding,
    VaultId,
)
from privdesk.security.attempts import AttemptLedger
from privdesk.security.header import Header
from privdesk.security.keyring_store import SecretStore, device_secret, new_device_secret
from privdesk.security.passwords import require_acceptable
from privdesk.security.recovery import new_recovery_code
from privdesk.security.slot_changes import NewSlot, change_slots
from privdesk.security.slots import (
    RECOVERY_OWNER,
    Deriver,
    Slot,
    SlotKind,
    SlotOwner,
    SlotSecret,
    Wrapper,
    device_id_of,
    password_bytes,
    require_floor,
)
from privdesk.security.staff_names import same_name


class SlotKeeper:
    """The slots of vaults, with one way of deriving and one store of secrets; counts wrong tries."""

    def __init__(
        self,
        store: SecretStore,
        derive: Deriver,
        strength: KdfStrength,
        computer: str,
        attempts: AttemptLedger,
        floor: KdfStrength = FLOOR_STRENGTH,
    ) -> None:
        """`strength` is what new slots get; those beside stronger ones are made as strong, none weaker than `floor`."""
        self.store = store
        self.derive = derive
        self.strength = strength
        self.attempts = attempts
        self._floor = floor
        self._computer = computer

    def open_password(
        self, folder: Path, header: Header, staff_name: str, password: str
    ) -> tuple[Slot, bytes]:
        """Return the slot that the password opens and the master key; in every case a derivation is paid.

        Raises:
            DeviceSecretMissingError, NotEnrolledHereError: bound records, this computer.
            WrongPasswordError, WaitBeforeTryError: the name or the password, never said which.
        """
        device = self._half(header)
        self.attempts.require_turn(folder)
        secret, here = SlotSecret(password_bytes(password), device), device_id_of(device)
        wrapper = Wrapper(header.context, self.derive)
        named = slots_named(header, staff_name)
        mine = [slot for slot in named if slot.owner.device_id == here]
        for slot in mine:
            master = wrapper.unwrap(slot, secret)
            if master is not None:
                self.attempts.succeeded(folder)
                return slot, master
        if not mine:
            wrapper.waste(secret, header.of_kind(SlotKind.PASSWORD)[0].strength)
        if not named and codes_named(header, staff_name):
            raise CodeWaitsError
        count = self.attempts.failed(folder)
        if named and not mine:
            raise NotEnrolledHereError
        raise WrongPasswordError(tries_left=count.tries_left, wait_seconds=count.next_wait)

    def open_sheet(
        self, folder: Path, header: Header, staff_name: str, code: RecoveryCode
    ) -> tuple[SlotOwner, bytes]:
        """Return the one whose password is to be set and the master key; in every case a derivation is paid.

        Raises:
            RecoveryRefusedError, WaitBeforeTryError: the name or the code, never said which.
        """
        self.attempts.require_turn(folder)
        wrapper, secret = Wrapper(header.context, self.derive), SlotSecret(code.secret)
        opened = (wrapper.unwrap(slot, secret) for slot in header.of_kind(SlotKind.RECOVERY))
        master = next((key for key in opened if key is not None), None)
        named = slots_named(header, staff_name) or codes_named(header, staff_name)
        if master is None or not named:
            count = self.attempts.failed(folder)
            raise RecoveryRefusedError(tries_left=count.tries_left, wait_seconds=count.next_wait)
        self.attempts.succeeded(folder)
        return named[0].owner, master

    def password_slot(
        self,
        header: Header,
        owner: SlotOwner,
        password: str,
        master: bytes,
        strength: KdfStrength | None = None,
    ) -> NewSlot:
        """Wrap the master key for the staff member that `owner` names, on this computer.

        Raises:
            PasswordTooShortError: too few characters.
            KeyringMissingError: bound records, and no key store here.
        """
        require_acceptable(password)
        device = self.own_half(header)
        computer = self._computer if device is not None else ""
        here = SlotOwner(SlotKind.PASSWORD, owner.staff_id, owner.staff_name, device_id_of(device), computer)
        secret = SlotSecret(password_bytes(password), device)
        return NewSlot(self._wrap(header, here, secret, master, strength), secret)

    def sheet_slot(
        self, header: Header, master: bytes, strength: KdfStrength | None = None
    ) -> tuple[NewSlot, RecoveryCode]:
        """Wrap the master key for a new recovery sheet."""
        code = new_recovery_code()
        secret = SlotSecret(code.secret)
        return self.secret_slot(header, RECOVERY_OWNER, secret, master, strength), code

    def secret_slot(
        self,
        header: Header,
        owner: SlotOwner,
        secret: SlotSecret,
        master: bytes,
        strength: KdfStrength | None = None,
    ) -> NewSlot:
        """Wrap the master key for a secret that the program made."""
        return NewSlot(self._wrap(header, owner, secret, master, strength), secret)

    def put_slot(
        self,
        vault: UnlockedVault,
        header: Header,
        owner: SlotOwner,
        password: str,
        retire: Callable[[Slot], bool],
    ) -> None:
        """Add a slot for `owner` on this computer and retire those that `retire` names; raises as its parts."""
        new = self.password_slot(header, owner, password, vault.keys.master)
        change_slots(vault.folder, header, vault.keys, (new,), retire, self.derive)

    def own_half(self, header: Header) -> bytes | None:
        """Return this computer's half of the key, made if there is none yet; None for password-only records.

        Raises:
            KeyringMissingError: there is no key store here.
        """
        if header.binding is not VaultBinding.DEVICE_BOUND:
            return None
        device = new_device_secret(self.store, header.vault_id)
        if device is None:
            raise KeyringMissingError
        return device

    def here(self, vault_id: VaultId) -> str:
        """Return the name that slots give this computer; empty without its half."""
        return device_id_of(device_secret(self.store, vault_id))

    def _half(self, header: Header) -> bytes | None:
        if header.binding is not VaultBinding.DEVICE_BOUND:
            return None
        device = device_secret(self.store, header.vault_id)
        if device is None:
            raise DeviceSecretMissingError
        return device

    def _wrap(
        self,
        header: Header,
        owner: SlotOwner,
        secret: SlotSecret,
        master: bytes,
        strength: KdfStrength | None,
    ) -> Slot:
        standing = [slot.strength for slot in header.slots]
        chosen = strength or max([self.strength, *standing], key=lambda s: s.memory_kib * s.iterations)
        require_floor(chosen, self._floor)
        return Wrapper(header.context, self.derive).wrap(owner, secret, chosen, master)


def slots_named(header: Header, staff_name: str) -> list[Slot]:
    """Return the slots of the staff member with this name, on every computer."""
    return [s for s in header.of_kind(SlotKind.PASSWORD) if same_name(s.owner.staff_name, staff_name)]


def codes_named(header: Header, staff_name: str) -> list[Slot]:
    """Return the one-time codes that wait for the member of staff with this name."""
    return [s for s in header.of_kind(SlotKind.CODE) if same_name(s.owner.staff_name, staff_name)]


def owner_of(header: Header, staff_id: StaffId) -> SlotOwner:
    """Return a slot owner of the staff member with this id.

    Raises:
        SlotMissingError: there is none.
    """
    for slot in header.of_kind(SlotKind.PASSWORD):
        if slot.owner.staff_id == staff_id:
            return slot.owner
    raise SlotMissingError
