# SPDX-License-Identifier: MIT
"""New slots for everybody at once: for a re-key, and for a change of what binds the records.

Nobody else's password is known, so only the one who does it keeps theirs. Everybody else gets a one-time code, and the
recovery sheet is made anew. All of it stands in memory, proven by opening, before anything on the disk changes.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime

from privdesk.domain.errors import KeysChangedMeanwhileError
from privdesk.domain.recovery_code import RecoveryCode
from privdesk.domain.vault import OneTimeCode, StaffId, UnlockedVault, VaultBinding
from privdesk.security.header import Header, write_header
from privdesk.security.keys import header_key, new_key, wrap_ledger_key
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

    def put_in_force(self, plan: KeyPlan) -> UnlockedVault:
        """Write the slots of a plan `for_binding`, in one step: before it the old ones open, after it the new.

        Raises:
            KeysChangedMeanwhileError: slots were changed since; nothing was written.
        """
        vault = plan.vault
        if sealed_header(vault).revision != plan.base_revision:
            raise KeysChangedMeanwhileError
        written = write_header(vault.folder, plan.draft, vault.keys.header)
        return replace(vault, binding=written.binding, header_revision=written.revision)

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


def seal_key_of(plan: KeyPlan) -> bytes:
    """The key that seals the header to come."""
    return header_key(plan.master, plan.draft.vault_id)
