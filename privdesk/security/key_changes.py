# SPDX-License-Identifier: MIT
"""Everything that changes keys, computers and binding, as services see it."""

from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path

from privdesk.domain.vault import OneTimeCode, SlotInfo, StaffId, UnlockedVault, VaultBinding
from privdesk.security import key_switch
from privdesk.security.key_plan import KeyPlan, KeyPlans
from privdesk.security.one_time_codes import OneTimeCodes
from privdesk.security.slot_keeper import SlotKeeper


class KeyChanges:
    """Implements `services.key_ports.KeyStore`. Whoever calls holds the desk lock of the folder."""

    def __init__(self, keeper: SlotKeeper) -> None:
        self.codes = OneTimeCodes(keeper)
        self._plans = KeyPlans(keeper, self.codes)

    def plan_new_keys(
        self,
        vault: UnlockedVault,
        password: str,
        others: Iterable[StaffId],
        until: datetime,
        binding: VaultBinding | None = None,
    ) -> KeyPlan:
        """Plan a re-key. Raises: WrongPasswordError, WaitBeforeTryError, KeyringMissingError."""
        return self._plans.for_new_keys(vault, password, others, until, binding)

    def plan_binding(
        self,
        vault: UnlockedVault,
        password: str,
        others: Iterable[StaffId],
        until: datetime,
        binding: VaultBinding,
    ) -> KeyPlan:
        """Plan another binding for the same keys. Raises: as `plan_new_keys`."""
        return self._plans.for_binding(vault, password, others, until, binding)

    def switch(self, folder: Path, step: Callable[[str], None]) -> None:
        """Finish a re-key that was announced."""
        key_switch.switch(folder, step)

    def clear_staged(self, folder: Path) -> None:
        """Take away what a re-key wrote before it was announced."""
        key_switch.clear_staged(folder)

    def make_code(self, vault: UnlockedVault, staff_id: StaffId, until: datetime) -> OneTimeCode:
        """Make a one-time code. Raises: SlotMissingError."""
        return self.codes.make(vault, staff_id, until)

    def use_code(
        self, folder: Path, staff_name: str, typed: str, new_password: str, now: datetime
    ) -> UnlockedVault:
        """Exchange a code for a password on this computer. Raises: as `OneTimeCodes.use`."""
        return self.codes.use(folder, staff_name, typed, new_password, now)

    def waiting_codes(self, vault: UnlockedVault) -> tuple[SlotInfo, ...]:
        """Codes that were made and not used yet."""
        return self.codes.waiting(vault)

    def withdraw_code(self, vault: UnlockedVault, staff_id: StaffId) -> None:
        """Let a code count no more. Raises: SlotMissingError."""
        self.codes.withdraw(vault, staff_id)

    def drop_computer(self, vault: UnlockedVault, staff_id: StaffId, device_id: str) -> None:
        """Take away somebody's slot on one computer. Raises: SlotMissingError, LastSlotError."""
        self.codes.drop_computer(vault, staff_id, device_id)
