# SPDX-License-Identifier: MIT
"""Backups joined: the database's copy, the folder of backups, the sealed documents, the ledger."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from privdesk.bootstrap.records import JoinedRecords
from privdesk.domain.backup_errors import BackupDamagedError, BackupNewerError
from privdesk.domain.backups import BackupFacts, Exported, Health
from privdesk.domain.errors import PrivdeskError
from privdesk.domain.vault import UnlockedVault
from privdesk.security.backups import Backup, BackupHome, Making, backups_in, home_of
from privdesk.security.ledger_file import LedgerStanding
from privdesk.security.vault_folder import DATABASE_NAME
from privdesk.services.backup_ports import FoundBackup, MadeBackup, MigrationCopy
from privdesk.services.progress import Progress
from privdesk.storage.export import document_ids, export_to, facts_of_copy, verify_copy

_COPIED, _PROVED = 50, 60
_WHOLE = 100


class JoinedBackups:
    """Backups of open records; implements `services.backup_ports.BackupVault`."""

    def __init__(
        self, vault: UnlockedVault, records: JoinedRecords, remember: Callable[[], None] = lambda: None
    ) -> None:
        """`remember` lets this computer's key store know how the records stand, after each backup."""
        self._vault = vault
        self._records = records
        self._remember = remember

    def make(self, chosen: Path, at: datetime, made_by: str, progress: Progress) -> MadeBackup:
        """Copy, prove, bring documents up to date, seal; the ledger first and last."""
        home = BackupHome(self._vault, chosen)
        home.require()
        mended = self._whole_ledgers(home)
        making = home.begin(at)
        try:
            exported = self._copied(making, progress)
            ids = document_ids(making.database, making.database_key)
            share = _Share(progress, _PROVED, _WHOLE)
            entries, lost, new = home.take_documents(ids, self._records.sealer, share)
            facts = _facts(exported, made_by, len(entries), lost)
            info = home.finish(making, entries, facts)
        except BaseException:
            home.abandon(making)
            raise
        self.copy_ledger(chosen)
        self._remember()
        progress.report(_WHOLE, _WHOLE)
        return MadeBackup(info, facts, new, mended)

    def _whole_ledgers(self, home: BackupHome) -> int:
        """Read both copies of the ledger through and bring them up; says how many were spoiled and are written anew."""
        spoiled = 0
        with self._records.reading() as records:
            for copy in (self._records.own_ledger, home.ledger):
                damaged = copy.standing(records.ledger) is LedgerStanding.DAMAGED
                copy.bring_up(records.ledger, whole=damaged)
                spoiled += damaged
        return spoiled

    def found(self, chosen: Path) -> Sequence[FoundBackup]:
        """By descriptions and sizes."""
        home = home_of(chosen, self._vault.vault_id, self._vault.name)
        return [found_backup(backup) for backup in backups_in(home)]

    def check(self, chosen: Path, name: str, progress: Progress, *, read_documents: bool) -> Health:
        """Open the copy with its key, compare with what the description says."""
        home = home_of(chosen, self._vault.vault_id, self._vault.name)
        backup = Backup(home / name)
        health = backup.health(read_documents=read_documents)
        if health not in (Health.GOOD, Health.DOCUMENTS_MISSING):
            return health
        progress.raise_if_cancelled()
        try:
            key = backup.key(self._vault.keys)
            facts = backup.facts(self._vault.keys)
            found = facts_of_copy(backup.folder / DATABASE_NAME, backup.database_key(key))
        except PrivdeskError:
            return Health.DAMAGED
        return health if found.heads == facts.heads else Health.DAMAGED

    def remove(self, chosen: Path, names: Sequence[str]) -> None:
        """Take backups away, and documents that none needs."""
        BackupHome(self._vault, chosen).remove(names)

    def copy_ledger(self, chosen: Path | None) -> None:
        """Bring both copies of the ledger up to date."""
        self._records.copy_ledger()
        if chosen is None:
            return
        home = BackupHome(self._vault, chosen)
        if home.reachable:
            with self._records.reading() as records:
                home.ledger.bring_up(records.ledger)

    def migration_copies(self) -> Sequence[MigrationCopy]:
        """Files beside the database."""
        copies = [
            MigrationCopy(path, datetime.fromtimestamp(path.stat().st_mtime, UTC), path.stat().st_size)
            for path in sorted(self._vault.folder.glob(f"{DATABASE_NAME}.before-*"))
            if path.name.rpartition("-")[2].isdigit()
        ]
        return sorted(copies, key=lambda copy: copy.made_at)

    def remove_migration_copy(self, path: Path) -> None:
        """Only what is one."""
        if path not in {copy.path for copy in self.migration_copies()}:
            raise FileNotFoundError(path.name)
        path.unlink()

    def _copied(self, making: Making, progress: Progress) -> Exported:
        def watch(done: int, expected: int) -> None:
            progress.raise_if_cancelled()
            progress.report(min(_COPIED, done * _COPIED // max(1, expected)), _WHOLE)

        path, key = self._records.database.path, self._vault.keys.database
        exported = export_to(path, key, making.database, making.database_key, watch)
        verify_copy(making.database, making.database_key, exported)
        progress.report(_PROVED, _WHOLE)
        return exported


class _Share:
    """Progress of one part, told as percent of the whole."""

    def __init__(self, progress: Progress, start: int, end: int) -> None:
        self._progress, self._start, self._end = progress, start, end

    def report(self, done: int, total: int) -> None:
        """Say where the part is."""
        share = (self._end - self._start) * done // max(1, total)
        self._progress.report(self._start + share, _WHOLE)

    def raise_if_cancelled(self) -> None:
        """Raises: Cancelled."""
        self._progress.raise_if_cancelled()


def found_backup(backup: Backup, *, read: bool = False) -> FoundBackup:
    """One backup as it lies in its folder; with `read` every byte is compared with the description."""
    try:
        info = backup.info()
        if read:
            return FoundBackup(backup.name, backup.folder, info, backup.health(read_documents=True))
        size = (backup.folder / DATABASE_NAME).stat().st_size
        missing = backup.missing_documents(read=False)
    except BackupNewerError:
        return FoundBackup(backup.name, backup.folder, None, Health.NEWER)
    except (BackupDamagedError, OSError):
        return FoundBackup(backup.name, backup.folder, None, Health.DAMAGED)
    if size != info.size:
        return FoundBackup(backup.name, backup.folder, info, Health.DAMAGED)
    return FoundBackup(backup.name, backup.folder, info, Health.DOCUMENTS_MISSING if missing else Health.GOOD)


def _facts(exported: Exported, made_by: str, documents: int, lost: tuple[str, ...]) -> BackupFacts:
    counts = exported.counts
    return BackupFacts(
        exported.heads, exported.revision, counts["person"], counts["submission"], counts["case_file"],
        documents, exported.last_audit_at, made_by, lost,
    )  # fmt: skip
