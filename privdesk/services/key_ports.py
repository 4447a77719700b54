# SPDX-License-Identifier: MIT
"""What changing keys, computers and binding needs from the outside world; `bootstrap` joins the adapters."""

from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import Protocol

from privdesk.domain.recovery_code import RecoveryCode
from privdesk.domain.vault import (
    OneTimeCode,
    SlotInfo,
    StaffId,
    UnlockedVault,
    VaultBinding,
    VaultKeys,
)
from privdesk.services.ports import UnitOfWork
from privdesk.services.progress import Progress

Step = Callable[[str], None]
"""Told the name of each part once it stands: tests break off there."""


class KeyPlan(Protocol):
    """New slots that are not in force yet, with the sheet and codes to hand out."""

    @property
    def recovery_code(self) -> RecoveryCode: ...
    @property
    def codes(self) -> tuple[OneTimeCode, ...]: ...
    @property
    def binding(self) -> VaultBinding: ...
    @property
    def revision(self) -> int:
        """The header's revision once the plan is in force."""
        ...

    @property
    def generation(self) -> int: ...
    def staged_keys(self, audit_until: int) -> VaultKeys: ...
    def announce(self, keys: VaultKeys) -> None:
        """From here on the new keys count. Raises: KeysChangedMeanwhileError."""
        ...

    def put_in_force(self) -> UnlockedVault:
        """For a plan that keeps the master key. Raises: KeysChangedMeanwhileError."""
        ...


class KeyStore(Protocol):
    """Slots and header; see `privdesk.security.key_changes` for what each raises."""

    def plan_new_keys(
        self,
        vault: UnlockedVault,
        password: str,
        others: Iterable[StaffId],
        until: datetime,
        binding: VaultBinding | None = None,
    ) -> KeyPlan: ...
    def plan_binding(
        self,
        vault: UnlockedVault,
        password: str,
        others: Iterable[StaffId],
        until: datetime,
        binding: VaultBinding,
    ) -> KeyPlan: ...
    def switch(self, folder: Path, step: Step) -> None: ...
    def clear_staged(self, folder: Path) -> None: ...
    def make_code(self, vault: UnlockedVault, staff_id: StaffId, until: datetime) -> OneTimeCode: ...
    def use_code(
        self, folder: Path, staff_name: str, typed: str, new_password: str, now: datetime
    ) -> UnlockedVault: ...
    def waiting_codes(self, vault: UnlockedVault) -> tuple[SlotInfo, ...]: ...
    def withdraw_code(self, vault: UnlockedVault, staff_id: StaffId) -> None: ...
    def drop_computer(self, vault: UnlockedVault, staff_id: StaffId, device_id: str) -> None: ...


class RekeyRecords(Protocol):
    """The records' database, put under new keys beside the old one."""

    def stage(
        self,
        vault: UnlockedVault,
        plan: KeyPlan,
        note: Callable[[UnitOfWork], None],
        progress: Progress,
        step: Step,
    ) -> VaultKeys:
        """Write and prove the database and the anchor to come; nothing in use is touched. Nobody has it open.

        `note` writes what the new database says of its own making, and commits. Returns the keys to come.

        Raises:
            DiskFullError, DamagedDatabaseError, CopyDiffersError, Cancelled: nothing was switched.
        """
        ...
