# SPDX-License-Identifier: MIT
"""One-time codes: how a colleague gets a slot on another computer, or after the keys were changed.

A code is a slot of its own kind, wrapped by 160 random bits under Argon2id like every other; whose it is and until when
it counts are authenticated with it. Used, it is replaced by a slot with the person's own password, on the computer on
which it was typed.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from privdesk.domain.errors import CodeExpiredError, CodeRefusedError, LastSlotError, SlotMissingError
from privdesk.domain.recovery_code import RecoveryCode, parse_code
from privdesk.domain.vault import OneTimeCode, SlotInfo, StaffId, UnlockedVault, VaultBinding
from privdesk.security.header import Header, read_header, write_header
from privdesk.security.key_switch import settle, without_next
from privdesk.security.opening import sealed_header, unlocked
from privdesk.security.passwords import require_acceptable
from privdesk.security.recovery import new_recovery_code
from privdesk.security.slot_changes import NewSlot, change_slots
from privdesk.security.slot_keeper import SlotKeeper, codes_named
from privdesk.security.slots import Slot, SlotKind, SlotOwner, SlotSecret, Wrapper


class OneTimeCodes:
    """Makes codes at an open desk, and takes them at a closed one. Whoever calls holds the desk lock."""

    def __init__(self, keeper: SlotKeeper) -> None:
        self._keeper = keeper

    def make(self, vault: UnlockedVault, staff_id: StaffId, until: datetime) -> OneTimeCode:
        """Make a code for a member of staff; one that waited for them already no longer counts.

        Raises:
            SlotMissingError: nobody of this id may sign in.
        """
        header = sealed_header(vault)
        owner = owner_with_any_slot(header, staff_id)
        new, made = self.slot(header, owner, vault.keys.master, until)

        def retire(slot: Slot) -> bool:
            return slot.owner.kind is SlotKind.CODE and slot.owner.staff_id == staff_id

        change_slots(vault.folder, header, vault.keys, (new,), retire, self._keeper.derive)
        return made

    def slot(
        self, header: Header, owner: SlotOwner, master: bytes, until: datetime
    ) -> tuple[NewSlot, OneTimeCode]:
        """Wrap the master key for a new code; nothing is written."""
        code = new_recovery_code()
        moment = until.astimezone(UTC).replace(microsecond=0)
        named = SlotOwner(SlotKind.CODE, owner.staff_id, owner.staff_name, until=moment.isoformat())
        new = self._keeper.secret_slot(header, named, SlotSecret(code.secret), master)
        return new, OneTimeCode(owner.staff_id, owner.staff_name, code, moment)

    def use(
        self, folder: Path, staff_name: str, typed: str, new_password: str, now: datetime
    ) -> UnlockedVault:
        """Exchange a code for a password on this computer; opens nothing else, the caller writes the audit entry.

        The slots of the same person on this computer are retired with the code; in password-only records all of them.

        Raises:
            RecoveryCodeMistypedError: names the group that is wrong; not counted as a try.
            CodeRefusedError, WaitBeforeTryError: name or code not right, never said which.
            CodeExpiredError: it was right, and it counted until a moment that has passed.
            PasswordTooShortError, KeyringMissingError: as the names say.
        """
        settle(folder)
        header = read_header(folder)
        require_acceptable(new_password)
        slot, master = self._open(folder, header, staff_name, parse_code(typed), now)
        vault = unlocked(folder, header, slot.owner, master)
        if header.next is not None:
            header = without_next(vault, header)
        new = self._keeper.password_slot(header, slot.owner, new_password, master)

        def retire(old: Slot) -> bool:
            mine = old.owner.staff_id == slot.owner.staff_id
            return mine and (
                old.owner.kind is SlotKind.CODE or old.owner.device_id == new.slot.owner.device_id
            )

        header = change_slots(folder, header, vault.keys, (new,), retire, self._keeper.derive)
        return replace(vault, header_revision=header.revision)

    def waiting(self, vault: UnlockedVault) -> tuple[SlotInfo, ...]:
        """Codes that were made and not used yet, expired ones included."""
        return tuple(
            SlotInfo(
                slot.owner.staff_id,
                slot.owner.staff_name,
                "",
                None,
                slot.strength,
                code_until=until_of(slot.owner),
            )
            for slot in sealed_header(vault).of_kind(SlotKind.CODE)
        )

    def withdraw(self, vault: UnlockedVault, staff_id: StaffId) -> None:
        """Let the code of a member of staff count no more. Raises: SlotMissingError, none waits."""
        self._drop(vault, lambda slot: slot.owner.kind is SlotKind.CODE and slot.owner.staff_id == staff_id)

    def withdraw_expired(self, vault: UnlockedVault, now: datetime) -> None:
        """Take expired codes out of the header, if there are any."""
        header = sealed_header(vault)
        expired = [slot for slot in header.of_kind(SlotKind.CODE) if until_of(slot.owner) <= now]
        if expired:
            kept = tuple(slot for slot in header.slots if slot not in expired)
            write_header(vault.folder, header.with_slots(kept), vault.keys.header)

    def drop_computer(self, vault: UnlockedVault, staff_id: StaffId, device_id: str) -> None:
        """Take away the slot of a member of staff on one computer.

        Raises:
            SlotMissingError: there is none.
            LastSlotError: nobody could sign in any more.
        """
        others = [
            slot
            for slot in sealed_header(vault).of_kind(SlotKind.PASSWORD)
            if (slot.owner.staff_id, slot.owner.device_id) != (staff_id, device_id)
        ]
        if not others:
            raise LastSlotError
        if not device_id:
            raise SlotMissingError
        self._drop(
            vault,
            lambda slot: (
                slot.owner.kind is SlotKind.PASSWORD
                and (slot.owner.staff_id, slot.owner.device_id) == (staff_id, device_id)
            ),
        )

    def is_here(self, vault: UnlockedVault, device_id: str) -> bool:
        """Whether slots call this very computer so."""
        return vault.binding is VaultBinding.DEVICE_BOUND and device_id == self._keeper.here(vault.vault_id)

    def _drop(self, vault: UnlockedVault, which: Callable[[Slot], bool]) -> None:
        header = sealed_header(vault)
        kept = tuple(slot for slot in header.slots if not which(slot))
        if kept == header.slots:
            raise SlotMissingError
        write_header(vault.folder, header.with_slots(kept), vault.keys.header)

    def _open(
        self, folder: Path, header: Header, staff_name: str, code: RecoveryCode, now: datetime
    ) -> tuple[Slot, bytes]:
        """In every case a derivation is paid."""
        attempts = self._keeper.attempts
        attempts.require_turn(folder)
        wrapper, secret = Wrapper(header.context, self._keeper.derive), SlotSecret(code.secret)
        named = codes_named(header, staff_name)
        for slot in named:
            master = wrapper.unwrap(slot, secret)
            if master is None:
                continue
            attempts.succeeded(folder)
            if until_of(slot.owner) <= now:
                raise CodeExpiredError(until=until_of(slot.owner))
            return slot, master
        if not named:
            wrapper.waste(secret, header.of_kind(SlotKind.PASSWORD)[0].strength)
        count = attempts.failed(folder)
        raise CodeRefusedError(tries_left=count.tries_left, wait_seconds=count.next_wait)


def until_of(owner: SlotOwner) -> datetime:
    """Until when a code counts; one without a moment counts no more."""
    try:
        moment = datetime.fromisoformat(owner.until)
    except ValueError:
        return datetime.min.replace(tzinfo=UTC)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def owner_with_any_slot(header: Header, staff_id: StaffId) -> SlotOwner:
    """Return an owner of the member of staff with this id, by password or waiting code. Raises: SlotMissingError."""
    for slot in header.slots:
        if slot.owner.kind is not SlotKind.RECOVERY and slot.owner.staff_id == staff_id:
            return slot.owner
    raise SlotMissingError


def owners_of(header: Header, staff_ids: Iterable[StaffId]) -> list[SlotOwner]:
    """Return one owner for each of these members of staff who has a slot, in the header's order."""
    wanted, found = set(staff_ids), dict[StaffId, SlotOwner]()
    for slot in header.slots:
        if slot.owner.kind is not SlotKind.RECOVERY and slot.owner.staff_id in wanted:
            found.setdefault(slot.owner.staff_id, slot.owner)
    return list(found.values())
