# SPDX-License-Identifier: MIT
"""Restoring a backup: to a new folder only, shown before it is done, and never without the newest list of erasures."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from privdesk.domain.recovery_code import RecoveryCode
from privdesk.domain.staff import Permission, StaffDisabledError
from privdesk.domain.vault import UnlockedVault
from privdesk.services.backup_ports import FoundBackup
from privdesk.services.progress import NO_PROGRESS, Progress
from privdesk.services.restore_ports import (
    RestoredAccess,
    RestoreOutcome,
    RestorePort,
    RestorePreview,
    Staged,
)
from privdesk.services.vault_ports import RecoverySheet, VaultStore


@dataclass(frozen=True, slots=True)
class Opener:
    """Who restores, and what proves it: a password of the time of the backup, or the recovery sheet."""

    staff_name: str
    password: str = field(default="", repr=False)
    code: str = field(default="", repr=False)
    """Of the recovery sheet; a new password goes with it."""
    new_password: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class PreparedRestore:
    """A backup that was opened and looked at; nothing of it stands yet."""

    preview: RestorePreview
    staged: Staged
    vault: UnlockedVault
    code: RecoveryCode | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Restored:
    """Records that stand again."""

    folder: Path
    outcome: RestoreOutcome
    access: RestoredAccess | None
    """The new recovery sheet, where the old one was used."""


class Restoring:
    """Everything about bringing a backup back. Slow by intention: call it in a job."""

    def __init__(self, store: VaultStore, port: RestorePort, sheet: RecoverySheet) -> None:
        self._store = store
        self._port = port
        self._sheet = sheet

    def found(self, place: Path, *, read: bool = False) -> Sequence[FoundBackup]:
        """Backups in a folder, newest first; needs no password. `read` compares every byte with the description."""
        return self._port.found(place, read=read)

    def proposed_folder(self, backup: FoundBackup) -> Path:
        """A folder that does not exist yet, where restored records would lie."""
        name = backup.info.vault_name if backup.info is not None else "records"
        first = self._store.default_folder(name)
        number, folder = 1, first
        while folder.exists():
            number += 1
            folder = first.with_name(f"{first.stem}-{number}{first.suffix}")
        return folder

    def prepare(
        self,
        place: Path,
        target: Path,
        opener: Opener,
        *,
        ledger: Path | None = None,
        near: Sequence[Path] = (),
    ) -> PreparedRestore:
        """Open a backup and say what it would bring back; nothing stands afterwards but a staged header.

        Args:
            place: one backup, or a folder of backups (then the newest).
            target: the new folder; must not exist or be empty.
            opener: who, and a password or the sheet. The sheet of the backup itself stays good until `finish`.
            ledger: another copy of the list of erasures, or the folder that holds it.
            near: folders of records to look at as well, besides the default place and those beside `target`.

        Raises:
            NoBackupError, BackupDamagedError, BackupNewerError, BackupForeignError: the backup.
            FolderTakenError, NetworkFolderError, SynchronisedFolderError, DiskFullError: the new folder.
            NotAllowedError, StaffDisabledError: backups are the administrator's, by the roles in the backup itself.
            WrongPasswordError, RecoveryRefusedError, WaitBeforeTryError, DeviceSecretMissingError: the opener.
            LedgerMissingError, LedgerOutdatedError, LedgerDamagedError, LedgerOtherHistoryError: erased people
            would come back; nothing is restored.
        """
        staged = self._port.stage(place, target)
        try:
            vault, code = self._opened(staged, opener)
            self._require_allowed(staged, vault)
            preview = self._port.look(staged, vault, ledger, near)
        except BaseException:
            self._port.discard(staged)
            raise
        return PreparedRestore(preview, staged, vault, code)

    def finish(self, prepared: PreparedRestore, progress: Progress = NO_PROGRESS) -> Restored:
        """Bring the backup back: database, what the ledger says done again, documents, a new history; recorded.

        Raises:
            Cancelled, CopyDiffersError, DamagedDatabaseError, DiskFullError, FolderNotWritableError: nothing stands.
        """
        staged, vault = prepared.staged, prepared.vault
        try:
            outcome = self._port.bring_back(staged, vault, prepared.preview, progress)
        except BaseException:
            self._port.discard(staged)
            raise
        return Restored(staged.target, outcome, self._new_sheet(prepared, outcome))

    def abandon(self, prepared: PreparedRestore) -> None:
        """Leave it: nothing was restored."""
        self._port.discard(prepared.staged)

    def _require_allowed(self, staged: Staged, vault: UnlockedVault) -> None:
        """Backups are the administrator's; nobody else learns how much is in one."""
        member = self._port.member(staged, vault)
        if member is None or member.disabled:
            raise StaffDisabledError
        member.require(Permission.BACK_UP)

    def _opened(self, staged: Staged, opener: Opener) -> tuple[UnlockedVault, RecoveryCode | None]:
        if not opener.code:
            return self._store.unlock(staged.making, opener.staff_name, opener.password), None
        recovered = self._store.recover(staged.making, opener.staff_name, opener.code, opener.new_password)
        return recovered.vault, recovered.recovery_code

    def _new_sheet(self, prepared: PreparedRestore, outcome: RestoreOutcome) -> RestoredAccess | None:
        code = prepared.code
        if code is None:
            return None
        vault = prepared.vault
        sheet = self._sheet(code.groups, vault.name, vault.staff_name, outcome.made_on, outcome.language)
        return RestoredAccess(code, sheet, self._store.groups_to_confirm())
