# SPDX-License-Identifier: MIT
"""The vault folder as services see it: make, peek, unlock, and change who may open it."""

import socket
import time
import uuid
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import platformdirs

from privdesk.domain.errors import (
    FolderTakenError,
    LastSlotError,
    StaffNameTakenError,
)
from privdesk.domain.recovery_code import RecoveryCode, parse_code
from privdesk.domain.vault import (
    FLOOR_STRENGTH,
    AnchorHeads,
    Attempts,
    KdfStrength,
    KeptHeads,
    OpenedVault,
    PasswordHint,
    RecoveredVault,
    SlotInfo,
    StaffId,
    UnlockedVault,
    VaultBinding,
    VaultId,
    VaultName,
    VaultPeek,
)
from privdesk.security import desk_lock, kept_heads, passwords, recovery
from privdesk.security.attempts import AttemptLedger
from privdesk.security.header import (
    FORMAT,
    HEADER_NAME,
    Header,
    drop_previous,
    put_previous_back,
    read_header,
    write_header,
)
from privdesk.security.kept_heads import Recall
from privdesk.security.key_changes import KeyChanges
from privdesk.security.key_switch import settle, without_next
from privdesk.security.keyring_store import (
    KeyringStore,
    SecretStore,
    device_secret,
    device_secret_available,
)
from privdesk.security.keys import header_key, new_key, wrap_ledger_key
from privdesk.security.one_time_codes import owner_with_any_slot
from privdesk.security.opening import sealed_header, unlocked
from privdesk.security.place import require_good_place
from privdesk.security.slot_changes import change_slots, tidied
from privdesk.security.slot_keeper import SlotKeeper, codes_named, owner_of, slots_named
from privdesk.security.slots import (
    Deriver,
    Slot,
    SlotKind,
    SlotOwner,
    argon2id,
    device_id_of,
    require_floor,
)
from privdesk.security.staff_names import tidy_name
from privdesk.security.strengths import fitting_strength, total_memory
from privdesk.security.vault_folder import DATABASE_NAME, SUFFIX, discard_folder, make_vault_folder


def default_folder(name: str) -> Path:
    """Return where new records lie unless the office says otherwise: application data of this computer."""
    plain = "".join(c if c.isalnum() or c in " -_" else "-" for c in name).strip(" -") or "records"
    return Path(platformdirs.user_data_dir("privdesk", appauthor=False)) / f"{plain}{SUFFIX}"


class VaultFiles:
    """Makes and opens vault folders. Slow by intention where a password is looked at: call it in a job.

    Whoever unlocks or changes slots holds the folder's desk lock.
    """

    def __init__(
        self,
        *,
        store: SecretStore | None = None,
        derive: Deriver = argon2id,
        strength: KdfStrength | None = None,
        floor: KdfStrength = FLOOR_STRENGTH,
        require_place: Callable[[Path], None] = require_good_place,
        clock: Callable[[], float] = time.monotonic,
        wall: Callable[[], float] = time.time,
        computer: str | None = None,
    ) -> None:
        """`strength` is that of new slots (by default what fits this computer), `floor` the least allowed."""
        self._floor = floor
        self._require_place = require_place
        self._attempts = AttemptLedger(clock, wall)
        self._keeper = SlotKeeper(
            KeyringStore() if store is None else store,
            derive,
            strength or fitting_strength(total_memory()),
            socket.gethostname() if computer is None else computer,
            self._attempts,
            floor,
        )
        self.changes = KeyChanges(self._keeper)

    # Before anybody signed in

    def default_folder(self, name: str) -> Path:
        """Return the folder proposed for records of this name."""
        return default_folder(name)

    def known_vaults(self) -> list[Path]:
        """Vault folders in the default place, by name."""
        return sorted(entry.parent for entry in default_folder("").parent.glob(f"*{SUFFIX}/{HEADER_NAME}"))

    def can_bind(self) -> bool:
        """Whether this computer has a key store, so that new records can be bound to it."""
        return device_secret_available(self._keeper.store)

    def password_hint(self, password: str, own_words: Iterable[str] = ()) -> PasswordHint:
        """Rate a new password."""
        return passwords.strength(password, own_words)

    def groups_to_confirm(self) -> tuple[int, ...]:
        """Choose the groups of a new recovery code, from 1, that are typed back."""
        return recovery.groups_to_confirm()

    def attempts(self, folder: Path) -> Attempts:
        """Wrong tries in a row so far, also before the program was started again."""
        return self._attempts.of(folder)

    def wait_seconds(self, folder: Path) -> int:
        """Seconds before another password is looked at."""
        return self._attempts.wait_seconds(folder)

    def recall(self, folder: Path) -> Callable[[], KeptHeads | None]:
        """Ask this computer's key store what it remembers of the records; the answer is waited for when it is asked.

        Raises:
            VaultMissingError, HeaderDamagedError, VaultNewerError: by what is found.
        """
        return Recall(self._keeper.store, read_header(folder).vault_id).answer

    def remember(self, vault: UnlockedVault, heads: AnchorHeads, at: datetime) -> None:
        """Let this computer's key store remember how the records stand; a store that is not there is no failure."""
        revision = sealed_header(vault).revision
        kept = KeptHeads(heads, vault.generation, revision, at)
        kept_heads.remember(self._keeper.store, vault.vault_id, kept)

    def peek(self, folder: Path) -> VaultPeek:
        """Return what the unlock page may show; changes nothing.

        Raises:
            VaultMissingError, HeaderDamagedError, VaultNewerError: by what is found.
        """
        header = read_header(folder)
        header = header.next or header
        bound = header.binding is VaultBinding.DEVICE_BOUND
        return VaultPeek(
            folder=folder,
            vault_id=header.vault_id,
            name=header.name,
            format=FORMAT,
            binding=header.binding,
            staff_names=_names(header, SlotKind.PASSWORD, SlotKind.CODE),
            device_secret=device_secret(self._keeper.store, header.vault_id) is not None if bound else None,
            keyring_name=self._keeper.store.name if bound else "",
            held_by=desk_lock.desk_holder(folder),
            last_closed=desk_lock.last_closed(folder),
            has_database=(folder / DATABASE_NAME).is_file(),
            waiting_names=_names(header, SlotKind.CODE),
        )

    def put_previous_header_back(self, folder: Path) -> None:
        """Use the kept copy of a damaged header; the damaged one stays beside it.

        Raises:
            VaultMissingError, HeaderDamagedError: there is no good copy; nothing was changed.
        """
        put_previous_back(folder)

    # Making and opening

    def create(
        self,
        folder: Path,
        name: str,
        staff_name: str,
        password: str,
        strength: KdfStrength | None = None,
        binding: VaultBinding = VaultBinding.PASSWORD_ONLY,
    ) -> OpenedVault:
        """Make the folder of new records and its header; database and anchor are made by storage, or `discard`.

        Raises:
            NetworkFolderError, SynchronisedFolderError, FolderNotWritableError, DiskFullError: the place.
            FolderTakenError: the folder exists and is not empty.
            PasswordTooShortError, StaffNameMissingError, SlotTooWeakError: what was given.
            KeyringMissingError: bound records were asked for and this computer has no key store.
        """
        strength = strength or self._keeper.strength
        require_floor(strength, self._floor)
        passwords.require_acceptable(password)
        vault_name, owner_name = VaultName(tidy_name(name)), tidy_name(staff_name)
        self._require_place(folder)
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise FolderTakenError(folder=folder)
        vault_id, master = VaultId(uuid.uuid4().hex), new_key()
        empty = Header(vault_id, vault_name, binding, (), wrap_ledger_key(master, vault_id, new_key()))
        first = SlotOwner(SlotKind.PASSWORD, StaffId(uuid.uuid4().hex), owner_name)
        own = self._keeper.password_slot(empty, first, password, master, strength)
        sheet, code = self._keeper.sheet_slot(empty, master, strength)
        make_vault_folder(folder)
        header = replace(empty, slots=(own.slot, sheet.slot))
        header = write_header(folder, header, header_key(master, vault_id))
        return OpenedVault(unlocked(folder, header, first, master), code, strength)

    def discard(self, opened: OpenedVault) -> None:
        """Take away records whose making failed; refuses when a document was sealed in them.

        Raises:
            FolderTakenError: these are not the records just made, or they hold documents.
        """
        folder = opened.vault.folder
        if read_header(folder).vault_id != opened.vault.vault_id:
            raise FolderTakenError(folder=folder)
        discard_folder(folder)

    def unlock(self, folder: Path, staff_name: str, password: str) -> UnlockedVault:
        """Open the records for a member of staff. An unknown name costs and says the same as a wrong password.

        Raises:
            VaultMissingError, HeaderDamagedError, VaultNewerError, HeaderForgedError: the header.
            NetworkFolderError, SynchronisedFolderError, FolderNotWritableError, DiskFullError: the place.
            DeviceSecretMissingError, NotEnrolledHereError: bound records, this computer.
            WrongPasswordError, WaitBeforeTryError: the password.
        """
        settle(folder)
        header = read_header(folder)
        self._require_place(folder)
        slot, master = self._keeper.open_password(folder, header, staff_name, password)
        vault = unlocked(folder, header, slot.owner, master)
        if header.next is not None:
            header = without_next(vault, header)
        drop_previous(folder)
        left_behind = tidied(header, slot)
        if left_behind is not None:
            header = write_header(folder, left_behind, vault.keys.header)
        return replace(vault, header_revision=header.revision)

    def recover(self, folder: Path, staff_name: str, recovery_code: str, new_password: str) -> RecoveredVault:
        """Set a new password with the recovery sheet, which is used up by this; a new code comes back.

        It does not open the desk: audit it with the keys that come back, show the code, then lock.
        The named one's slots on other computers are retired too.

        Raises:
            RecoveryCodeMistypedError: names the group that is wrong; not counted as a try.
            RecoveryRefusedError, WaitBeforeTryError: name or code not right, never said which.
            PasswordTooShortError, KeyringMissingError, and what `unlock` raises for header and place.
        """
        settle(folder)
        header = read_header(folder)
        self._require_place(folder)
        passwords.require_acceptable(new_password)
        code = parse_code(recovery_code)
        owner, master = self._keeper.open_sheet(folder, header, staff_name, code)
        vault = unlocked(folder, header, owner, master)
        if header.next is not None:
            header = without_next(vault, header)
        sheet, new_code = self._keeper.sheet_slot(header, master)
        new = self._keeper.password_slot(header, owner, new_password, master)

        def retire(slot: Slot) -> bool:
            return slot.owner.kind is SlotKind.RECOVERY or slot.owner.staff_id == owner.staff_id

        header = change_slots(folder, header, vault.keys, (new, sheet), retire, self._keeper.derive)
        return RecoveredVault(replace(vault, header_revision=header.revision), new_code)

    # Changing who may open

    def revision(self, vault: UnlockedVault) -> int:
        """Return the header's revision, sealed by the keys in hand; it rises with each change of slots."""
        return sealed_header(vault).revision

    def slots(self, vault: UnlockedVault) -> tuple[SlotInfo, ...]:
        """List the key slots of staff members."""
        header = sealed_header(vault)
        here = self._keeper.here(vault.vault_id)
        bound = header.binding is VaultBinding.DEVICE_BOUND
        return tuple(
            SlotInfo(
                slot.owner.staff_id,
                slot.owner.staff_name,
                slot.owner.computer,
                slot.owner.device_id == here if bound else None,
                slot.strength,
                slot.owner.device_id,
            )
            for slot in header.of_kind(SlotKind.PASSWORD)
        )

    def change_password(self, vault: UnlockedVault, password: str, new_password: str) -> None:
        """Change the password of the one who is signed in; slots on other computers are retired.

        Raises:
            WrongPasswordError, WaitBeforeTryError: the password that was to be changed.
            PasswordTooShortError: the new one.
        """
        passwords.require_acceptable(new_password)
        header = sealed_header(vault)
        self._keeper.open_password(vault.folder, header, vault.staff_name, password)
        self.set_password(vault, vault.staff_id, new_password)

    def set_password(self, vault: UnlockedVault, staff_id: StaffId, new_password: str) -> None:
        """Give a member of staff a new password on this computer; every older slot of theirs is retired.

        Raises:
            SlotMissingError: no such member of staff.
            PasswordTooShortError, KeyringMissingError: as the names say.
        """
        header = sealed_header(vault)
        owner = owner_with_any_slot(header, staff_id)
        self._keeper.put_slot(vault, header, owner, new_password, lambda s: s.owner.staff_id == staff_id)

    def enrol(self, vault: UnlockedVault, staff_id: StaffId, password: str) -> None:
        """Give a member of staff a slot on this computer, beside those on others (bound records).

        Raises:
            SlotMissingError, PasswordTooShortError, KeyringMissingError: as the names say.
        """
        header = sealed_header(vault)
        here = device_id_of(self._keeper.own_half(header))

        def retire(slot: Slot) -> bool:
            return slot.owner.staff_id == staff_id and slot.owner.device_id == here

        self._keeper.put_slot(vault, header, owner_of(header, staff_id), password, retire)

    def add_slot(self, vault: UnlockedVault, staff_name: str, password: str) -> StaffId:
        """Let another member of staff in, and return their id.

        Raises:
            StaffNameTakenError, StaffNameMissingError: the name.
            PasswordTooShortError, KeyringMissingError: as the names say.
        """
        header = sealed_header(vault)
        name = tidy_name(staff_name)
        if slots_named(header, name) or codes_named(header, name):
            raise StaffNameTakenError
        owner = SlotOwner(SlotKind.PASSWORD, StaffId(uuid.uuid4().hex), name)
        self._keeper.put_slot(vault, header, owner, password, lambda _slot: False)
        return owner.staff_id

    def readmit(self, vault: UnlockedVault, staff_id: StaffId, staff_name: str, password: str) -> None:
        """Give a slot on this computer to somebody whose slots were taken away.

        Raises:
            PasswordTooShortError, KeyringMissingError: as the names say.
        """
        header = sealed_header(vault)
        owner = SlotOwner(SlotKind.PASSWORD, staff_id, staff_name)
        self._keeper.put_slot(vault, header, owner, password, lambda slot: slot.owner.staff_id == staff_id)

    def remove_strays(self, vault: UnlockedVault, may_sign_in: Iterable[StaffId]) -> bool:
        """Take away slots of everybody but `may_sign_in`; says whether there were any.

        A power cut between records and header leaves such a slot; whose it is, could not sign in with it anyway.
        """
        header, known = sealed_header(vault), {*may_sign_in, vault.staff_id}
        kept = tuple(
            slot
            for slot in header.slots
            if slot.owner.kind is SlotKind.RECOVERY or slot.owner.staff_id in known
        )
        if kept == header.slots:
            return False
        write_header(vault.folder, header.with_slots(kept), vault.keys.header)
        return True

    def remove_slot(self, vault: UnlockedVault, staff_id: StaffId) -> None:
        """Take a member of staff's slots away. Old copies of the header still hold them: offer a re-key.

        Raises:
            SlotMissingError: no such member of staff.
            LastSlotError: nobody could sign in any more.
        """
        header = sealed_header(vault)
        owner_with_any_slot(header, staff_id)
        if all(slot.owner.staff_id == staff_id for slot in header.of_kind(SlotKind.PASSWORD)):
            raise LastSlotError
        kept = tuple(slot for slot in header.slots if slot.owner.staff_id != staff_id)
        write_header(vault.folder, header.with_slots(kept), vault.keys.header)

    def new_sheet(self, vault: UnlockedVault) -> RecoveryCode:
        """Make a recovery sheet's code beside the one in force, which works until `settle_sheet`.

        A sheet that was made before and never settled is dropped.
        """
        header = sealed_header(vault)
        sheet, code = self._keeper.sheet_slot(header, vault.keys.master)
        unsettled = header.of_kind(SlotKind.RECOVERY)[1:]
        change_slots(
            vault.folder, header, vault.keys, (sheet,), lambda slot: slot in unsettled, self._keeper.derive
        )
        return code

    def settle_sheet(self, vault: UnlockedVault, *, keep_new: bool) -> None:
        """Leave one recovery sheet: the new one, or the one that was in force."""
        header = sealed_header(vault)
        sheets = header.of_kind(SlotKind.RECOVERY)
        if len(sheets) < 2:
            return
        stays = sheets[-1] if keep_new else sheets[0]
        kept = tuple(slot for slot in header.slots if slot == stays or slot not in sheets)
        write_header(vault.folder, header.with_slots(kept), vault.keys.header)

    def renew_recovery(self, vault: UnlockedVault) -> RecoveryCode:
        """Make a new recovery sheet's code; the sheet before it opens nothing any more."""
        code = self.new_sheet(vault)
        self.settle_sheet(vault, keep_new=True)
        return code


def _names(header: Header, *kinds: SlotKind) -> tuple[str, ...]:
    return tuple(dict.fromkeys(slot.owner.staff_name for slot in header.slots if slot.owner.kind in kinds))
