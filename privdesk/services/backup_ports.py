# SPDX-License-Identifier: MIT
"""What backups need from the outside world; `bootstrap` joins the database's copy and the folder of backups."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from privdesk.domain.backups import BackupFacts, BackupInfo, Health
from privdesk.services.progress import Progress


@dataclass(frozen=True, slots=True)
class MadeBackup:
    """A backup that was written, opened and found whole."""

    info: BackupInfo
    facts: BackupFacts
    new_documents: int
    """How many had to be copied; the others lay there from earlier backups."""
    mended_ledgers: int = 0
    """Copies of the list of erasures that were found spoiled, kept, and written again."""


@dataclass(frozen=True, slots=True)
class FoundBackup:
    """One backup in the folder; `info` is None when its description cannot be read."""

    name: str
    folder: Path
    info: BackupInfo | None
    health: Health


@dataclass(frozen=True, slots=True)
class MigrationCopy:
    """The database as it was before a newer program changed its form; lies in the records' own folder."""

    path: Path
    made_at: datetime
    size: int


class BackupVault(Protocol):
    """Open records as backups see them, and the folders that backups go to."""

    def make(self, chosen: Path, at: datetime, made_by: str, progress: Progress) -> MadeBackup:
        """Write one backup and prove that it opens; nothing of it stays when that fails.

        Raises: BackupFolderMissingError, BackupInsideRecordsError, FolderNotWritableError, DiskFullError,
        CopyDiffersError, BackupDamagedError, Cancelled.
        """
        ...

    def found(self, chosen: Path) -> Sequence[FoundBackup]:
        """Backups of these records, newest first; looks at descriptions and sizes only."""
        ...

    def check(self, chosen: Path, name: str, progress: Progress, *, read_documents: bool) -> Health:
        """Open one backup for real. Raises: Cancelled."""
        ...

    def remove(self, chosen: Path, names: Sequence[str]) -> None:
        """Take backups away, and the documents that none needs any more."""
        ...

    def copy_ledger(self, chosen: Path | None) -> None:
        """Bring the ledger's copies up to date: in the records' folder and, where it is reached, beside the backups.

        Raises: LedgerOtherHistoryError, DiskFullError, FolderNotWritableError, OSError.
        """
        ...

    def migration_copies(self) -> Sequence[MigrationCopy]:
        """Copies made before a change of form, oldest first."""
        ...

    def remove_migration_copy(self, path: Path) -> None:
        """Take one of them away."""
        ...
