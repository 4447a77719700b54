# SPDX-License-Identifier: MIT
"""New slots for everybody at once: for a re-key, and for a change of what binds the records.

A re-key goes so that a power cut at any point leaves whole records:
1. `records.db.new` and `anchor.next` are written and proven: nothing counts yet. Broken off here, they are taken away.
2. One durable write of `vault.json` with both generations, `KeyPlan.announce`: from now on the new keys count. Broken off
   after it, the next opening finishes by itself, and needs no key: the header to come is there, sealed already.
3. The database is replaced, then the anchor, then the header by its successor: the old slots are retired last.

Nobody else's password is known, so only the one who does it keeps theirs. Everybody else gets a one-time code, and the
recovery sheet is made anew. All of it stands in memory, proven by opening, before anything on the disk changes.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime

from privdesk.domain.errors import HeaderDamagedError, KeysChangedMeanwhileError
from privdesk.domain.recovery_code import RecoveryCode
from privdesk.domain.vault import FormerKeys, OneTimeCode, StaffId, UnlockedVault, VaultBinding, VaultKeys
from privdesk.security.header import Header, read_header, sealed, write_header
from privdesk.security.key_switch import STAGED_DATABASE, sight
from privdesk.security.keys import header_key, keys_of, new_key, wrap_former, wrap_ledger_key
from privdesk.security.one_time_codes import OneTimeCodes, owners_of
from privdesk.security.opening import sealed_header
from privdesk.security.slot_changes import NewSlot
from privdesk.security.slot_keeper import SlotKeeper
from privdesk.security.slots import SlotKind, SlotOwner, Wrapper


@dataclass(frozen=True, slots=True)
class KeyPlan:
    """New slots that are not in force yet, with the sheet and codes to hand out; never written as it is."""

    vault: UnlockedVault = field(repr=False)
    """The records as they are now."""
    draft: Header = field(repr=False)
    """The header to come, not sealed yet."""
    master: bytes = field(repr=False)
    base_revision: int
    recovery_code: RecoveryCode = field(repr=False)
    codes: tuple[OneTimeCode, ...] = field(repr=False)

    def staged_keys(self, audit_until: int) -> VaultKeys:
        """Return the keys to come; `audit_until` is the number of the last audit entry sealed by the old ones."""
        vault = self.vault
        former = FormerKeys(vault.generation, audit_until, vault.keys.audit, vault.keys.backup)
        return keys_of(self.master, vault.vault_id, vault.keys.ledger, (*vault.keys.former, former))

    def announce(self, keys: VaultKeys) -> None:
        """Put both generations into the header: from here on the new keys count (`key_switch` does the rest).

        Raises:
            KeysChangedMeanwhileError: slots were changed since the plan was made; nothing was written.
            DiskFullError, FolderNotWritableError: the old keys still count.
        """
        vault, current = self.vault, self._current()
        draft = replace(self.draft, former=wrap_former(self.master, vault.vault_id, keys.former))
        both = replace(
            current,
            revision=current.revision + 1,
            next=sealed(draft, header_key(self.master, vault.vault_id)),
            staged=sight(vault.folder / STAGED_DATABASE),
        )
        written = write_header(vault.folder, both, vault.keys.header)
        if read_header(vault.folder) != written:
            raise HeaderDamagedError(folder=vault.folder, part="read back")

    def put_in_force(self) -> UnlockedVault:
        """Write slots for the same master key, in one step: before it the old ones open, after it the new.

        Raises:
            KeysChangedMeanwhileError: slots were changed since; nothing was written.
        """
        self._current()
        written = write_header(self.vault.folder, self.draft, self.vault.keys.header)
        return replace(self.vault, binding=written.binding, header_revision=written.revision)

    def _current(self) -> Header:
        current = sealed_header(self.vault)
        if current.revision != self.base_revision or current.next is not None:
            raise KeysChangedMeanwhileError
        return current

    @property
    def binding(self) -> VaultBinding:
        """What will open the records."""
        return self.draft.binding

    @property
    def revision(self) -> int:
        """The header's revision once the plan is in force."""
        return self.draft.revision

    @property
    def generation(self) -> int:
        """The generation of keys once the plan is in force."""
        return self.draft.generation


class KeyPlans:
    """Makes such plans, and puts in force those that do not change the master key."""

    def __init__(self, keeper: SlotKeeper, codes: OneTimeCodes) -> None:
        self._keeper = keeper
        self._codes = codes

    def for_new_keys(
        self,
        vault: UnlockedVault,
        password: str,
        others: Iterable[StaffId],
        until: datetime,
        binding: VaultBinding | None = None,
    ) -> KeyPlan:
        """Plan a re-key: a new master key, and the same erasure ledger key wrapped under it.

        Raises:
            WrongPasswordError, WaitBeforeTryError: `password` is not that of who is signed in.
            KeyringMissingError: the records shall be bound, and this computer has no key store.
        """
        header, master = sealed_header(vault), new_key()
        ledger = wrap_ledger_key(master, vault.vault_id, vault.keys.ledger)
        draft = Header(
            vault.vault_id,
            vault.name,
            binding or header.binding,
            (),
            ledger,
            header.revision + 2,
            header.generation + 1,
        )
        return self._plan(vault, header, draft, master, password, others, until)

    def for_binding(
        self,
        vault: UnlockedVault,
        password: str,
        others: Iterable[StaffId],
        until: datetime,
        binding: VaultBinding,
    ) -> KeyPlan:
        """Plan slots under another binding for the same master key; raises as `for_new_keys`."""
        header = sealed_header(vault)
        draft = replace(header, binding=binding, slots=(), revision=header.revision + 1, mac=b"")
        return self._plan(vault, header, draft, vault.keys.master, password, others, until)

    def _plan(
        self,
        vault: UnlockedVault,
        header: Header,
        draft: Header,
        master: bytes,
        password: str,
        others: Iterable[StaffId],
        until: datetime,
    ) -> KeyPlan:
        self._keeper.open_password(vault.folder, header, vault.staff_name, password)
        like = replace(draft, slots=header.slots)
        me = SlotOwner(SlotKind.PASSWORD, vault.staff_id, vault.staff_name)
        own = self._keeper.password_slot(like, me, password, master)
        sheet, code = self._keeper.sheet_slot(like, master)
        owners = owners_of(header, set(others) - {vault.staff_id})
        pairs = [self._codes.slot(like, owner, master, until) for owner in owners]
        new = [own, sheet, *(slot for slot, _made in pairs)]
        self._prove(draft, master, new)
        draft = replace(draft, slots=tuple(entry.slot for entry in new))
        return KeyPlan(vault, draft, master, header.revision, code, tuple(made for _slot, made in pairs))

    def _prove(self, draft: Header, master: bytes, new: Iterable[NewSlot]) -> None:
        wrapper = Wrapper(draft.context, self._keeper.derive)
        for entry in new:
            if wrapper.unwrap(entry.slot, entry.secret) != master:
                raise RuntimeError("a slot that was just wrapped does not open")
