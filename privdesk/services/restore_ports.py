# SPDX-License-Identifier: MIT
"""What restoring a backup needs from the outside world; `bootstrap` joins the adapters."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Protocol

from privdesk.domain.backups import BackupFacts, BackupInfo
from privdesk.domain.ledger import LedgerKind, LedgerLine
from privdesk.domain.recovery_code import RecoveryCode
from privdesk.domain.staff import StaffMember
from privdesk.domain.vault import UnlockedVault, VaultBinding
from privdesk.services.backup_ports import FoundBackup
from privdesk.services.progress import Progress


@dataclass(frozen=True, slots=True)
class Staged:
    """A backup whose header was laid beside the new folder, so that a password can be tried on it."""

    info: BackupInfo
    making: Path
    """Becomes the new folder; holds nothing but the header yet."""
    target: Path
    binding: VaultBinding
    staff_names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RestorePreview:
    """What a restore would bring back, and what it will do again before anybody sees it."""

    info: BackupInfo
    facts: BackupFacts
    again: Mapping[LedgerKind, int]
    """Entries of the ledger made after the backup, by kind."""
    missing_documents: tuple[str, ...]
    """Documents that the backup lists and its folder does not hold."""
    lines: tuple[LedgerLine, ...] = field(repr=False, default=())


@dataclass(frozen=True, slots=True)
class RestoreOutcome:
    """What a restore did."""

    again: Mapping[LedgerKind, int]
    people: int
    documents: int
    missing_documents: tuple[str, ...]
    made_on: date
    """Today at the office."""
    language: str
    """Of the office; both for a new recovery sheet."""


@dataclass(frozen=True, slots=True)
class RestoredAccess:
    """A new sheet, where the old one was used up by the restore: shown once, kept nowhere."""

    code: RecoveryCode = field(repr=False)
    sheet: bytes = field(repr=False)
    confirm: tuple[int, ...]


class RestorePort(Protocol):
    """Backups in a folder, and new records made of one."""

    def found(self, place: Path, *, read: bool = False) -> Sequence[FoundBackup]:
        """Backups that a folder is, holds, or holds folders of; newest first. `read` looks at every byte."""
        ...

    def stage(self, place: Path, target: Path) -> Staged:
        """Lay the backup's header into a folder beside `target`.

        Raises: NoBackupError, BackupDamagedError, BackupNewerError, FolderTakenError, DiskFullError,
        FolderNotWritableError.
        """
        ...

    def member(self, staged: Staged, vault: UnlockedVault) -> StaffMember | None:
        """Who opened the backup, with the roles they had in it; None for somebody it does not know.

        Raises: BackupForeignError, BackupDamagedError.
        """
        ...

    def look(
        self, staged: Staged, vault: UnlockedVault, ledger: Path | None, near: Sequence[Path] = ()
    ) -> RestorePreview:
        """Check the backup and find the newest ledger; writes nothing.

        Raises: BackupForeignError, BackupDamagedError, LedgerMissingError, LedgerOutdatedError,
        LedgerDamagedError, LedgerOtherHistoryError.
        """
        ...

    def bring_back(
        self, staged: Staged, vault: UnlockedVault, preview: RestorePreview, progress: Progress
    ) -> RestoreOutcome:
        """Make database, documents and anchor in the staged folder and give it its name.

        Raises: Cancelled, CopyDiffersError, DamagedDatabaseError, DiskFullError, FolderNotWritableError.
        """
        ...

    def discard(self, staged: Staged) -> None:
        """Take the staged folder away; a second call does nothing."""
        ...
