# SPDX-License-Identifier: MIT
"""Who may sign in on which computer, and the one-time codes by which another one is let in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from privdesk.domain.audit import Action, AuditEvent
from privdesk.domain.staff import Permission
from privdesk.domain.vault import OneTimeCode, SlotInfo, StaffId, VaultBinding
from privdesk.services.vaults import OpenVault, Vaults, remember_revision
from privdesk.services.workplace import Workplace

CODE_HOURS = 48
"""How long a code counts unless the administrator says otherwise."""
MOST_HOURS = 14 * 24


@dataclass(frozen=True, slots=True)
class Computer:
    """One computer on which a member of staff signs in."""

    device_id: str
    name: str
    here: bool


@dataclass(frozen=True, slots=True)
class StaffComputers:
    """A member of staff with their computers; password-only records name none."""

    staff_id: StaffId
    name: str
    computers: tuple[Computer, ...]
    code_until: datetime | None
    """Until when a code that waits for them counts (aware, UTC); None when none waits."""


class Computers:
    """Computers of staff at device-bound records, and codes for whoever needs a way in."""

    def __init__(self, place: Workplace, vaults: Vaults, opened: OpenVault) -> None:
        self._place, self._vaults, self._opened = place, vaults, opened

    @property
    def binding(self) -> VaultBinding:
        """What opens the records: a password alone, or a password on computers that were let in."""
        self._place.require(Permission.USE_DESK)
        return self._opened.vault.binding

    def of_staff(self) -> Sequence[StaffComputers]:
        """Everybody who has a way in, by name, with computers and waiting codes. Raises: NotAllowedError."""
        self._place.require(Permission.MANAGE_STAFF)
        store, vault = self._vaults.store, self._opened.vault
        slots, codes = list(store.slots(vault)), list(store.changes.waiting_codes(vault))
        names = {slot.staff_id: slot.staff_name for slot in (*slots, *codes)}
        return sorted(
            (_entry(staff_id, name, slots, codes) for staff_id, name in names.items()),
            key=lambda entry: entry.name.casefold(),
        )

    def make_code(self, staff_id: StaffId, hours: int = CODE_HOURS) -> OneTimeCode:
        """Make a code with which `staff_id` sets a password on the computer where it is typed; recorded.

        Shown once; a code that waited for the same person no longer counts. Commits.

        Raises:
            NotAllowedError, SlotMissingError.
        """
        self._place.require(Permission.MANAGE_STAFF)
        until = self._place.clock.now() + timedelta(hours=max(1, min(hours, MOST_HOURS)))
        made = self._vaults.store.changes.make_code(self._opened.vault, staff_id, until)
        self._note(staff_id, "one_time_code")
        return made

    def withdraw_code(self, staff_id: StaffId) -> None:
        """Let a waiting code count no more; recorded, commits. Raises: NotAllowedError, SlotMissingError."""
        self._place.require(Permission.MANAGE_STAFF)
        self._vaults.store.changes.withdraw_code(self._opened.vault, staff_id)
        self._note(staff_id, "one_time_code")

    def remove(self, staff_id: StaffId, device_id: str) -> None:
        """Let somebody sign in on this computer no more; recorded, commits.

        Raises:
            NotAllowedError, SlotMissingError; LastSlotError: nobody could sign in any more.
        """
        self._place.require(Permission.MANAGE_STAFF)
        self._vaults.store.changes.drop_computer(self._opened.vault, staff_id, device_id)
        self._note(staff_id, "computer")

    def _note(self, staff_id: StaffId, what: str) -> None:
        with self._place.work() as work:
            remember_revision(work, self._vaults.store.revision(self._opened.vault))
            work.audit.record(AuditEvent(Action.STAFF_CHANGED, f"staff:{staff_id}", (what,)))
            work.commit()


def _entry(
    staff_id: StaffId, name: str, slots: Sequence[SlotInfo], codes: Sequence[SlotInfo]
) -> StaffComputers:
    computers = tuple(
        Computer(slot.device_id, slot.computer, bool(slot.here))
        for slot in slots
        if slot.staff_id == staff_id and slot.device_id
    )
    until = next((code.code_until for code in codes if code.staff_id == staff_id), None)
    return StaffComputers(staff_id, name, computers, until)
