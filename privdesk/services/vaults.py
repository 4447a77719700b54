# SPDX-License-Identifier: MIT
"""Records before and around signing in: made whole or not at all, opened, recovered, locked."""

import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from unicodedata import normalize

from privdesk.domain.audit import Action, AuditEvent
from privdesk.domain.catalogue import Office
from privdesk.domain.errors import FolderTakenError, HeaderOutdatedError
from privdesk.domain.recovery_code import RecoveryCode
from privdesk.domain.staff import (
    FIRST_ROLES,
    PasswordUnchangedError,
    Permission,
    StaffDisabledError,
    StaffMember,
)
from privdesk.domain.vault import (
    KeptHeads,
    OpenedVault,
    PasswordHint,
    SignInNote,
    UnlockedVault,
    VaultBinding,
    VaultPeek,
)
from privdesk.services.key_notes import note_pages, require_not_rolled_back, require_sound_pages, take_notes
from privdesk.services.office import OFFICE_KEY, office_of, office_to_json
from privdesk.services.ports import UnitOfWork
from privdesk.services.session import Session
from privdesk.services.vault_ports import DeskHold, OpenRecords, RecordsFactory, RecoverySheet, VaultStore

MAKING = ".making"
"""Added to the folder's name while new records are being made beside it."""
REVISION_KEY = "header_revision"


@dataclass(frozen=True, slots=True)
class MadeVault:
    """New records; they stand in their folder once `finish` was called."""

    folder: Path
    name: str
    binding: VaultBinding
    code: RecoveryCode = field(repr=False)
    sheet: bytes = field(repr=False)
    """The recovery sheet as PDF: shown once, kept nowhere."""
    confirm: tuple[int, ...]
    """Groups of the code, from 1, that are typed back before `finish`."""
    weaker_than_usual: bool
    opened: OpenedVault = field(repr=False)


@dataclass(frozen=True, slots=True)
class RecoveredAccess:
    """A new password was set with the sheet; the old sheet no longer works."""

    code: RecoveryCode = field(repr=False)
    sheet: bytes = field(repr=False)
    confirm: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class OpenVault:
    """Records opened by a member of staff: what `bootstrap` builds the desk from."""

    vault: UnlockedVault
    session: Session
    office: Office
    records: OpenRecords
    hold: DeskHold

    @property
    def notes(self) -> tuple[SignInNote, ...]:
        """What the one who signed in is told once about how the records were found."""
        return self.session.notes

    @property
    def must_change(self) -> bool:
        """Whether the password was given by somebody else: no desk is built before another one is chosen."""
        return self.session.member.must_change


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Vaults:
    """Everything about records that happens before the desk stands. Slow by intention: call it in a job."""

    def __init__(
        self,
        store: VaultStore,
        records: RecordsFactory,
        sheet: RecoverySheet,
        hold: Callable[[Path], DeskHold],
        now: Callable[[], datetime] = _utc_now,
    ) -> None:
        self._store = store
        self._records = records
        self._sheet = sheet
        self._hold = hold
        self._now = now

    @property
    def store(self) -> VaultStore:
        """Headers and key slots."""
        return self._store

    def default_folder(self, name: str) -> Path:
        """The folder proposed for records of this name."""
        return self._store.default_folder(name)

    def known(self) -> Sequence[Path]:
        """Records in the default place, by name."""
        return self._store.known_vaults()

    def can_bind(self) -> bool:
        """Whether this computer can keep half of the key."""
        return self._store.can_bind()

    def password_hint(self, password: str, own_words: Iterable[str] = ()) -> PasswordHint:
        """How hard a new password is to guess, and the one hint that helps most."""
        return self._store.password_hint(password, own_words)

    def peek(self, folder: Path) -> VaultPeek:
        """What may be shown before anybody signed in. Raises: VaultMissingError, HeaderDamagedError, VaultNewerError."""
        return self._store.peek(folder)

    def wait_seconds(self, folder: Path) -> int:
        """Seconds before another password is looked at."""
        return self._store.wait_seconds(folder)

    def put_previous_header_back(self, folder: Path) -> None:
        """Use the kept copy of a damaged `vault.json`."""
        self._store.put_previous_header_back(folder)

    def prepare(
        self,
        folder: Path,
        *,
        name: str,
        staff_name: str,
        password: str,
        office: Office,
        binding: VaultBinding = VaultBinding.PASSWORD_ONLY,
    ) -> MadeVault:
        """Make new records beside `folder`; nothing stands there before `finish`.

        Raises:
            FolderTakenError: the folder exists and is not empty.
            NetworkFolderError, SynchronisedFolderError, FolderNotWritableError, DiskFullError: the place.
            PasswordTooShortError, StaffNameMissingError, KeyringMissingError: what was given.
        """
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise FolderTakenError(folder)
        making = folder.with_name(folder.name + MAKING)
        _clear(making)
        opened = self._store.create(making, name, staff_name, password, binding=binding)
        try:
            records = self._records.create(opened.vault, office)
            try:
                _first_rows(records, opened.vault, office)
                made_on = records.clock.today()
            finally:
                records.close()
            code = opened.recovery_code
            sheet = self._sheet(
                code.groups, opened.vault.name, opened.vault.staff_name, made_on, office.language
            )
        except BaseException:
            self._store.discard(opened)
            raise
        confirm = self._store.groups_to_confirm()
        return MadeVault(
            folder, opened.vault.name, binding, code, sheet, confirm, opened.weaker_than_usual, opened
        )

    def finish(self, made: MadeVault) -> Path:
        """Put prepared records in their place, in one step; returns the folder."""
        if made.folder.is_dir():
            made.folder.rmdir()
        made.opened.vault.folder.rename(made.folder)
        _sync_folder(made.folder.parent)
        return made.folder

    def abandon(self, made: MadeVault) -> None:
        """Take prepared records away: the recovery sheet was not confirmed."""
        self._store.discard(made.opened)

    def create(
        self,
        folder: Path,
        *,
        name: str,
        staff_name: str,
        password: str,
        office: Office,
        binding: VaultBinding = VaultBinding.PASSWORD_ONLY,
    ) -> MadeVault:
        """Make new records and put them in their place. Raises: as `prepare`."""
        made = self.prepare(
            folder, name=name, staff_name=staff_name, password=password, office=office, binding=binding
        )
        self.finish(made)
        return made

    def unlock(self, folder: Path, staff_name: str, password: str) -> OpenVault:
        """Open records and note who signed in; the caller builds the desk and calls `lock` at the end.

        Raises:
            AnotherDeskError: another desk has them; says who and since when.
            WrongPasswordError, WaitBeforeTryError: the password.
            VaultMissingError, HeaderDamagedError, HeaderForgedError, HeaderOutdatedError, VaultNewerError,
            DatabaseMissingError, EmptyDatabaseError, DamagedDatabaseError, AnchorError: the records.
            StaffDisabledError: this member of staff may not sign in any more.
        """
        return self._sign_in(folder, staff_name, password, trust=False)

    def unlock_as_they_are(self, folder: Path, staff_name: str, password: str) -> OpenVault:
        """Open records that something is wrong with, and go on with them as they lie there; recorded.

        Another history begins: no older copy of the folder is taken for these records afterwards. What is lost stays
        lost. Raises: NotAllowedError: only an administrator decides this; and what `unlock` raises for the rest.
        """
        return self._sign_in(folder, staff_name, password, trust=True)

    def _sign_in(self, folder: Path, staff_name: str, password: str, *, trust: bool) -> OpenVault:
        self._store.peek(folder)
        remembered = self._store.recall(folder)
        hold = self._hold(folder)
        hold.acquire(self._now())
        try:
            vault = self._store.unlock(folder, staff_name, password)
            hold.announce(vault.staff_name)
            return self._open(vault, hold, Action.SIGNED_IN, remembered(), trust=trust)
        except BaseException:
            hold.release()
            raise

    def remember(self, opened: OpenVault) -> None:
        """Let this computer's key store remember how the records stand: at locking, and after each backup."""
        self._store.remember(opened.vault, opened.records.heads(), self._now())

    def lock(self, opened: OpenVault) -> None:
        """Note who left, close everything and let the next desk in."""
        try:
            with opened.records.work() as work:
                if opened.records.pages_wrong:
                    note_pages(work, wrong=True)
                work.audit.record(AuditEvent(Action.LOCKED, f"staff:{opened.vault.staff_id}"))
                work.commit()
            self.remember(opened)
        finally:
            opened.records.close()
            opened.hold.release(opened.vault.staff_name, self._now())

    def change_own_password(self, opened: OpenVault, old_password: str, new_password: str) -> OpenVault:
        """Change the password of the one who is signed in; recorded. Returns the records without a change due.

        Raises: PasswordUnchangedError, WrongPasswordError, WaitBeforeTryError, PasswordTooShortError.
        """
        if normalize("NFC", new_password) == normalize("NFC", old_password):
            raise PasswordUnchangedError
        self._store.change_password(opened.vault, old_password, new_password)
        with opened.records.work() as work:
            member = _own_choice(work, opened.vault, self._store.revision(opened.vault))
            work.audit.record(AuditEvent(Action.PASSWORD_CHANGED, f"staff:{opened.vault.staff_id}"))
            work.commit()
        return replace(opened, session=replace(opened.session, member=member))

    def new_sheet(self, opened: OpenVault) -> RecoveredAccess:
        """Make a recovery sheet beside the one in force; the caller settles which of them stays."""
        code = self._store.new_sheet(opened.vault)
        made_on, language = opened.records.clock.today(), opened.office.language
        sheet = self._sheet(code.groups, opened.vault.name, opened.vault.staff_name, made_on, language)
        return RecoveredAccess(code, sheet, self._store.groups_to_confirm())

    def change_password(self, folder: Path, *, staff_name: str, old_password: str, new_password: str) -> None:
        """Change a password without opening the desk; recorded. Raises: as `unlock`, PasswordTooShortError."""
        opened = self.unlock(folder, staff_name, old_password)
        try:
            self.change_own_password(opened, old_password, new_password)
        finally:
            self.lock(opened)

    def recover(self, folder: Path, *, staff_name: str, code: str, new_password: str) -> RecoveredAccess:
        """Set a new password with the recovery sheet; the desk stays closed, a new sheet comes back.

        Raises:
            RecoveryCodeMistypedError: names the group that is wrong; not counted as a try.
            RecoveryRefusedError, WaitBeforeTryError: name or code not right, never said which.
            PasswordTooShortError, AnotherDeskError, and what `unlock` raises for the records.
        """
        self._store.peek(folder)
        with self._held(folder) as hold:
            recovered = self._store.recover(folder, staff_name, code, new_password)
            vault = recovered.vault
            opened = self._open(vault, hold, Action.RECOVERED)
            made_on, language = opened.records.clock.today(), opened.office.language
            opened.records.close()
        new = recovered.recovery_code
        sheet = self._sheet(new.groups, vault.name, vault.staff_name, made_on, language)
        return RecoveredAccess(new, sheet, self._store.groups_to_confirm())

    def use_code(self, folder: Path, *, staff_name: str, code: str, new_password: str) -> None:
        """Exchange a one-time code for a password on this computer; recorded. The desk stays closed.

        Raises:
            RecoveryCodeMistypedError: names the group that is wrong; not counted as a try.
            CodeRefusedError, WaitBeforeTryError: name or code not right, never said which.
            CodeExpiredError, PasswordTooShortError, KeyringMissingError, AnotherDeskError, and what `unlock` raises
            for the records.
        """
        self._store.peek(folder)
        with self._held(folder) as hold:
            vault = self._store.changes.use_code(folder, staff_name, code, new_password, self._now())
            self._open(vault, hold, Action.COMPUTER_ENROLLED).records.close()

    def _open(
        self,
        vault: UnlockedVault,
        hold: DeskHold,
        action: Action,
        remembered: KeptHeads | None = None,
        *,
        trust: bool = False,
    ) -> OpenVault:
        records = self._records.open(vault, trust=trust)
        try:
            if remembered is not None and not trust:
                require_not_rolled_back(vault, records, remembered)
            with records.work() as work:
                member = _signed_in(work, vault, action)
                again = 0
                if trust:
                    note_pages(work, wrong=False)
                    again = _begin_anew(work, member, records, remembered, self._now())
                require_sound_pages(work, vault)
                office, notes = office_of(work), (*records.notes, *take_notes(work, member))
                if again:
                    notes = (*notes, SignInNote.DONE_AGAIN)
                enabled = [each.id for each in work.staff.all() if not each.disabled]
                if self._store.remove_strays(vault, enabled):
                    remember_revision(work, self._store.revision(vault))
                work.audit.record(AuditEvent(action, f"staff:{vault.staff_id}"))
                work.commit()
            if trust:
                records.settle()
        except BaseException:
            records.close()
            raise
        session = Session(member, vault.name, vault.folder, notes)
        return OpenVault(vault, session, office, records, hold)

    @contextmanager
    def _held(self, folder: Path) -> Iterator[DeskHold]:
        hold = self._hold(folder)
        hold.acquire(self._now())
        try:
            yield hold
        finally:
            hold.release()


def _first_rows(records: OpenRecords, vault: UnlockedVault, office: Office) -> None:
    with records.work() as work:
        work.staff.put(StaffMember(vault.staff_id, vault.staff_name, FIRST_ROLES))
        work.settings.put(OFFICE_KEY, office_to_json(office))
        work.settings.put(REVISION_KEY, vault.header_revision)
        work.audit.record(AuditEvent(Action.VAULT_CREATED, f"staff:{vault.staff_id}"))
        work.commit()


def remember_revision(work: UnitOfWork, revision: int) -> None:
    """Keep the header's revision in the records, so that no older header is put back unnoticed."""
    work.settings.put(REVISION_KEY, max(revision, work.settings.get(REVISION_KEY) or 0))


def _signed_in(work: UnitOfWork, vault: UnlockedVault, action: Action) -> StaffMember:
    """The member of staff, who may still sign in; remembers the header's revision so that no older one returns.

    A header that is newer than the records know was changed when the power went: that is recorded.
    """
    member = next((each for each in work.staff.all() if each.id == vault.staff_id), None)
    if member is None or member.disabled:
        raise StaffDisabledError
    known = work.settings.get(REVISION_KEY) or 0
    if vault.header_revision < known:
        raise HeaderOutdatedError(vault.folder)
    if action in {Action.RECOVERED, Action.COMPUTER_ENROLLED}:
        return _own_choice(work, vault, vault.header_revision)
    if vault.header_revision > known:
        remember_revision(work, vault.header_revision)
        steps = f"revision:{known}-{vault.header_revision}"
        work.audit.record(AuditEvent(Action.STAFF_CHANGED, "staff", ("slots",), reference=steps))
    return member


def _begin_anew(
    work: UnitOfWork, member: StaffMember, records: OpenRecords, remembered: KeptHeads | None, now: datetime
) -> int:
    """Begin another history, so that this one and what the key store remembers are not taken for each other.

    Erasures, restrictions, objections and withdrawals that the database forgot are done again; returns how many.
    """
    member.require(Permission.RE_KEY)
    epochs = (records.heads().epoch, remembered.heads.epoch if remembered else 0)
    epoch = max(int(now.timestamp()), *(each + 1 for each in epochs))
    again = records.begin_anew(work, epoch)
    fields = ("anchor", "ledger") if again else ("anchor",)
    work.audit.record(AuditEvent(Action.REPAIRED, "vault", fields, count=again or None))
    return again


def _own_choice(work: UnitOfWork, vault: UnlockedVault, revision: int) -> StaffMember:
    """The member, whose password is now one of their own choice."""
    member = replace(work.staff.get(vault.staff_id), must_change=False)
    work.staff.put(member)
    remember_revision(work, revision)
    return member


def _clear(making: Path) -> None:
    """Take away what an interrupted making left; never a folder in which a document was sealed."""
    documents = making / "documents"
    if any(each.is_file() for each in documents.rglob("*")):
        raise FolderTakenError(making)
    if making.is_dir():
        shutil.rmtree(making)


def _sync_folder(folder: Path) -> None:
    """Make a rename durable; Windows does this by itself and cannot open folders."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
