# SPDX-License-Identifier: MIT
"""Who works at the desk: added, given other roles, sent away, let in again; and the recovery sheet renewed.

Records and key slots change together: rows and audit entry are prepared, the slots are written and proved to open,
then the rows are committed. What a power cut leaves between the two is noticed at the next sign-in.
"""

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from privdesk.domain.agencies import AgencyId
from privdesk.domain.audit import Action, AuditEvent
from privdesk.domain.errors import SlotMissingError, StaffNameTakenError
from privdesk.domain.incoming import PageImage
from privdesk.domain.staff import (
    OwnPasswordError,
    Permission,
    Role,
    StaffDisabledError,
    StaffMember,
    require_somebody_left,
    require_sound_roles,
)
from privdesk.domain.vault import PasswordHint, SlotInfo, StaffId
from privdesk.services.ports import Records, UnitOfWork
from privdesk.services.vaults import OpenVault, RecoveredAccess, Vaults, remember_revision
from privdesk.services.workplace import Workplace


@dataclass(frozen=True, slots=True)
class StaffEntry:
    """One member of staff as the Staff page lists them."""

    member: StaffMember
    agency_name: str
    """Empty but for agency clerks."""
    slots: tuple[SlotInfo, ...]
    """Where a password of theirs opens the records; empty for who cannot sign in."""
    signed_in_at: datetime | None
    """When they signed in last (aware, UTC)."""
    is_self: bool


class Staff:
    """The people at the desk, for an administrator. Slow where a password is set: call it in a job."""

    def __init__(self, place: Workplace, vaults: Vaults, opened: OpenVault) -> None:
        self._place, self._vaults, self._opened = place, vaults, opened

    def entries(self) -> Sequence[StaffEntry]:
        """Everybody, by name, the disabled included. Raises: NotAllowedError."""
        self._place.require(Permission.MANAGE_STAFF)
        slots = self._vaults.store.slots(self._opened.vault)
        with self._place.reading() as records:
            return [self._entry(records, member, slots) for member in records.staff.all()]

    def password_hint(self, password: str, own_words: Iterable[str] = ()) -> PasswordHint:
        """How hard a first password is to guess, and the one hint that helps most."""
        self._place.require(Permission.MANAGE_STAFF)
        return self._vaults.password_hint(password, own_words)

    def add(
        self, name: str, roles: Iterable[Role], password: str, agency_id: AgencyId | None = None
    ) -> StaffMember:
        """Let somebody in with a first password, which they change at their first sign-in; commits.

        Raises:
            StaffNameTakenError, StaffNameMissingError: the name; also of somebody disabled.
            RolesNotPossibleError: the roles; NotFoundError: the agency.
            PasswordTooShortError, KeyringMissingError, DiskFullError: nothing was changed.
        """
        self._place.require(Permission.MANAGE_STAFF)
        wanted = frozenset(roles)
        require_sound_roles(wanted, agency_id)
        store, vault = self._vaults.store, self._opened.vault
        with self._place.work() as work:
            _require_agency(work, agency_id)
            if any(_same(member.name, name) for member in work.staff.all()):
                raise StaffNameTakenError
            staff_id = store.add_slot(vault, name, password)
            try:
                named = next(each for each in store.slots(vault) if each.staff_id == staff_id)
                member = StaffMember(staff_id, named.staff_name, wanted, agency_id, must_change=True)
                work.staff.put(member)
                self._note(work, Action.STAFF_ADDED, member, tuple(sorted(wanted)))
                work.commit()
            except BaseException:
                store.remove_slot(vault, staff_id)
                raise
        return member

    def change_roles(
        self,
        staff_id: StaffId,
        roles: Iterable[Role],
        agency_id: AgencyId | None = None,
        *,
        warned: bool = False,
    ) -> StaffMember:
        """Give somebody another set of roles; one's own desk locks with it. Commits.

        `warned` goes on although nobody would be privacy officer any more.

        Raises: RolesNotPossibleError, LastAdministratorError, LastPrivacyOfficerError, NotFoundError.
        """
        self._place.require(Permission.MANAGE_STAFF)
        wanted = frozenset(roles)
        require_sound_roles(wanted, agency_id)
        with self._place.work() as work:
            _require_agency(work, agency_id)
            member = work.staff.get(staff_id)
            changed = replace(member, roles=wanted, agency_id=agency_id)
            if changed == member:
                return member
            _require_somebody_left(work, changed, warned=warned)
            work.staff.put(changed)
            self._note(work, Action.STAFF_CHANGED, changed, tuple(sorted(wanted)))
            work.commit()
        self._end_own(staff_id)
        return changed

    def disable(self, staff_id: StaffId, *, warned: bool = False) -> StaffMember:
        """Let somebody in no more: their slots are taken out of the header. Commits.

        Old copies of the header still hold them, so a re-key is offered for who goes for good. `warned` goes on
        although nobody would be privacy officer any more.

        Raises: LastAdministratorError, LastPrivacyOfficerError, NotFoundError.
        """
        self._place.require(Permission.MANAGE_STAFF)
        with self._place.work() as work:
            member = work.staff.get(staff_id)
            if member.disabled:
                return member
            changed = replace(member, disabled=True)
            _require_somebody_left(work, changed, warned=warned)
            work.staff.put(changed)
            self._change_slots(work, Action.STAFF_DISABLED, changed, self._take_slots)
        self._end_own(staff_id)
        return changed

    def enable(self, staff_id: StaffId, password: str) -> StaffMember:
        """Let somebody in again, with a password that they change at their next sign-in; commits.

        Raises: PasswordTooShortError, KeyringMissingError, DiskFullError, NotFoundError.
        """
        self._place.require(Permission.MANAGE_STAFF)
        with self._place.work() as work:
            member = replace(work.staff.get(staff_id), disabled=False, must_change=True)
            work.staff.put(member)
            self._change_slots(work, Action.STAFF_ENABLED, member, lambda who: self._give_slot(who, password))
        return member

    def reset_password(self, staff_id: StaffId, password: str) -> StaffMember:
        """Give somebody another password, which they change at their next sign-in; the old one is retired last.

        The new slot is written, flushed to the disk, read back and really opened before the old ones go. Commits.

        Raises: OwnPasswordError, StaffDisabledError, PasswordTooShortError, KeyringMissingError,
            DiskFullError, NotFoundError.
        """
        self._place.require(Permission.MANAGE_STAFF)
        if staff_id == self._place.member.id:
            raise OwnPasswordError
        with self._place.work() as work:
            member = replace(work.staff.get(staff_id), must_change=True)
            if member.disabled:
                raise StaffDisabledError
            work.staff.put(member)
            self._change_slots(
                work, Action.PASSWORD_RESET, member, lambda who: self._give_slot(who, password)
            )
        return member

    # The recovery sheet

    def new_sheet(self) -> RecoveredAccess:
        """Make a new recovery sheet beside the old one, which works until `confirm_sheet`; not recorded yet."""
        self._place.require(Permission.MANAGE_STAFF)
        return self._vaults.new_sheet(self._opened)

    def confirm_sheet(self) -> None:
        """The new sheet is in somebody's hands: the old one opens nothing any more. Recorded."""
        self._place.require(Permission.MANAGE_STAFF)
        with self._place.work() as work:
            self._vaults.store.settle_sheet(self._opened.vault, keep_new=True)
            self._note(work, Action.SHEET_RENEWED, self._place.member, ())
            work.commit()

    def drop_sheet(self) -> None:
        """The new sheet was not kept: the old one stays in force, alone."""
        self._place.require(Permission.MANAGE_STAFF)
        self._vaults.store.settle_sheet(self._opened.vault, keep_new=False)

    def sheet_picture(self, sheet: bytes, width: int) -> PageImage:
        """The sheet's page for the printer, `width` pixels wide; made in memory."""
        self._place.require(Permission.MANAGE_STAFF)
        return self._place.files.render(sheet, "application/pdf", 0, width)

    # Parts

    def _entry(self, records: Records, member: StaffMember, slots: Sequence[SlotInfo]) -> StaffEntry:
        agency = records.agencies.get(member.agency_id).name if member.agency_id is not None else ""
        seen = records.audit.entries(record=f"staff:{member.id}", actions=(Action.SIGNED_IN,), limit=1)
        mine = tuple(slot for slot in slots if slot.staff_id == member.id)
        at = seen[0].at if seen else None
        return StaffEntry(member, agency, mine, at, member.id == self._place.member.id)

    def _change_slots(
        self, work: UnitOfWork, action: Action, member: StaffMember, change: Callable[[StaffMember], None]
    ) -> None:
        change(member)
        self._note(work, action, member, ())
        work.commit()

    def _take_slots(self, member: StaffMember) -> None:
        try:
            self._vaults.store.remove_slot(self._opened.vault, member.id)
        except SlotMissingError:
            return

    def _give_slot(self, member: StaffMember, password: str) -> None:
        self._vaults.store.readmit(self._opened.vault, member.id, member.name, password)

    def _note(self, work: UnitOfWork, action: Action, member: StaffMember, fields: tuple[str, ...]) -> None:
        remember_revision(work, self._vaults.store.revision(self._opened.vault))
        work.audit.record(AuditEvent(action, f"staff:{member.id}", fields))

    def _end_own(self, staff_id: StaffId) -> None:
        if staff_id == self._place.member.id:
            self._place.session.roles_changed.set()


def _require_somebody_left(work: UnitOfWork, changed: StaffMember, *, warned: bool) -> None:
    before = work.staff.all()
    after = [changed if member.id == changed.id else member for member in before]
    require_somebody_left(before, after, warned=warned)


def _require_agency(work: UnitOfWork, agency_id: AgencyId | None) -> None:
    if agency_id is not None:
        work.agencies.get(agency_id)


def _same(left: str, right: str) -> bool:
    return _folded(left) == _folded(right)


def _folded(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).split()).casefold()
