# SPDX-License-Identifier: MIT
"""Restoring joined: a backup's files, the database made of its copy, the ledger done again, documents, anchor."""

import shutil
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from privdesk.bootstrap.backups import found_backup
from privdesk.bootstrap.records import leave_sealed
from privdesk.domain.audit import Action, AuditEvent
from privdesk.domain.backup_errors import CopyDiffersError
from privdesk.domain.inbox import DocumentId
from privdesk.domain.staff import StaffMember
from privdesk.domain.vault import UnlockedVault
from privdesk.security.anchor import Anchor
from privdesk.security.backup_manifest import MANIFEST_NAME
from privdesk.security.backup_pool import PoolEntry, settle
from privdesk.security.backups import Backup, backup_at, backups_in, homes_in
from privdesk.security.ledger_file import LedgerFile
from privdesk.security.restoring import Remembered, around, neighbours, newest_ledger, stage_header
from privdesk.security.sealed import SealedDocuments
from privdesk.security.slots import SlotKind
from privdesk.security.vault_files import VaultFiles
from privdesk.security.vault_folder import DATABASE_NAME
from privdesk.services.backup_ports import FoundBackup
from privdesk.services.clock import OfficeClock
from privdesk.services.office import office_of
from privdesk.services.progress import Progress
from privdesk.services.restore_ports import RestoreOutcome, RestorePreview, Staged
from privdesk.storage.database import Database
from privdesk.storage.export import facts_of_copy, import_from, member_of_copy
from privdesk.storage.replaying import Replayed

_COPIED, _PROVED, _WHOLE = 50, 60, 100


class JoinedRestore:
    """Implements `services.restore_ports.RestorePort`."""

    def __init__(
        self,
        files: VaultFiles,
        now: Callable[[], datetime],
        remembered: Remembered = lambda _vault: None,
    ) -> None:
        self._files = files
        self._now = now
        self._remembered = remembered

    def found(self, place: Path, *, read: bool = False) -> Sequence[FoundBackup]:
        """One backup, a folder of backups, or a folder that holds such folders."""
        backups = [backup for home in homes_in(place) for backup in backups_in(home)]
        if not backups and (place / MANIFEST_NAME).is_file():
            backups = [Backup(place)]
        return [
            found_backup(backup, read=read)
            for backup in sorted(backups, key=lambda backup: backup.name, reverse=True)
        ]

    def stage(self, place: Path, target: Path) -> Staged:
        """Lay out the header."""
        backup = backup_at(place)
        making, header = stage_header(backup, target)
        names = tuple(dict.fromkeys(slot.owner.staff_name for slot in header.of_kind(SlotKind.PASSWORD)))
        return Staged(backup.info(), making, target, header.binding, names)

    def member(self, staged: Staged, vault: UnlockedVault) -> StaffMember | None:
        """Who opened it, as the copy knows them."""
        backup = Backup(staged.info.folder)
        key = backup.database_key(backup.key(vault.keys))
        backup.require_whole_database()
        return member_of_copy(backup.folder / DATABASE_NAME, key, vault.staff_id)

    def look(
        self, staged: Staged, vault: UnlockedVault, ledger: Path | None, near: Sequence[Path] = ()
    ) -> RestorePreview:
        """Check the backup, find the newest ledger."""
        backup = Backup(staged.info.folder)
        facts = backup.facts(vault.keys)
        backup.require_whole_database()
        folders = neighbours(vault.vault_id, around(staged.target, [*self._files.known_vaults(), *near]))
        folders = [each for each in folders if each != staged.making]
        lines = newest_ledger(backup, vault, folders, ledger, self._remembered)
        after = tuple(lines[facts.heads.ledger_count :])
        return RestorePreview(
            staged.info,
            facts,
            Counter(line.kind for line in after),
            backup.missing_documents(read=False),
            after,
        )

    def bring_back(
        self, staged: Staged, vault: UnlockedVault, preview: RestorePreview, progress: Progress
    ) -> RestoreOutcome:
        """Database, ledger, documents, anchor; then the name."""
        backup = Backup(staged.info.folder)
        self._copy_database(backup, staged, vault, progress)
        anchor = Anchor(staged.making, vault.keys.anchor, vault.vault_id)
        database = _database(staged.making, vault, anchor)
        try:
            database.open()
            outcome = self._begin(backup, staged, vault, preview, database, anchor, progress)
            heads = database.heads()
            database.close()
            leave_sealed(anchor, heads, database.path)
        finally:
            database.close()
            anchor.close()
        self._name(staged)
        progress.report(_WHOLE, _WHOLE)
        return outcome

    def discard(self, staged: Staged) -> None:
        """The staged folder holds only what this restore wrote."""
        shutil.rmtree(staged.making, ignore_errors=True)

    def _copy_database(
        self, backup: Backup, staged: Staged, vault: UnlockedVault, progress: Progress
    ) -> None:
        def watch(done: int, expected: int) -> None:
            progress.raise_if_cancelled()
            progress.report(min(_COPIED, done * _COPIED // max(1, expected)), _WHOLE)

        source, key = backup.folder / DATABASE_NAME, backup.database_key(backup.key(vault.keys))
        copied = import_from(source, key, staged.making / DATABASE_NAME, vault.keys.database, watch)
        if copied.heads != backup.facts(vault.keys).heads:
            raise CopyDiffersError("heads")
        proved = facts_of_copy(staged.making / DATABASE_NAME, vault.keys.database)
        if proved != copied:
            raise CopyDiffersError("counts")
        progress.report(_PROVED, _WHOLE)

    def _begin(
        self,
        backup: Backup,
        staged: Staged,
        vault: UnlockedVault,
        preview: RestorePreview,
        database: Database,
        anchor: Anchor,
        progress: Progress,
    ) -> RestoreOutcome:
        with database.reading() as records:
            office = office_of(records)
        clock = OfficeClock(office.time_zone, self._now)
        database.zone = clock.zone
        anchor.start(database.heads())
        replayed = self._replay(backup, vault, preview, database, clock)
        database.scrub()
        if database.check():
            raise CopyDiffersError("check")
        with database.reading() as records:
            ids, people = sorted(records.documents.ids()), records.people.count()
            LedgerFile(staged.making, vault.keys.ledger, vault.vault_id).bring_up(records.ledger)
        missing = _documents(backup, staged.making, vault, ids, progress)
        return RestoreOutcome(
            replayed.done, people, len(ids) - len(missing), missing, clock.today(), office.language
        )

    def _replay(
        self,
        backup: Backup,
        vault: UnlockedVault,
        preview: RestorePreview,
        database: Database,
        clock: OfficeClock,
    ) -> Replayed:
        """One transaction: either the copy with everything done again, or nothing."""
        kept = self._remembered(vault)
        newest = max(database.heads().epoch, kept.epoch if kept is not None else 0)
        epoch = max(newest + 1, int(self._now().timestamp()))
        with database.work(vault.staff_id, clock) as work:
            replayed = work.begin_after_restore(preview.lines, epoch)
            work.audit.record(AuditEvent(Action.RESTORED, count=len(preview.lines), reference=backup.name))
            work.commit()
        return replayed

    def _name(self, staged: Staged) -> None:
        if staged.target.is_dir():
            staged.target.rmdir()
        staged.making.rename(staged.target)
        settle(staged.target.parent)


def _database(folder: Path, vault: UnlockedVault, anchor: Anchor) -> Database:
    keys = vault.keys
    return Database(
        folder / DATABASE_NAME, keys.database, keys.audit, anchor, ZoneInfo("UTC"), ledger_key=keys.ledger,
        search_key=keys.search, former_audit=keys.former_audit,
    )  # fmt: skip


def _documents(
    backup: Backup, making: Path, vault: UnlockedVault, ids: Sequence[DocumentId], progress: Progress
) -> tuple[str, ...]:
    """Bring back what the rows still name; returns what is not there or not as listed."""
    listed, sealed = backup.documents(), SealedDocuments(making, vault.keys.documents)
    missing = []
    for number, document_id in enumerate(ids):
        progress.raise_if_cancelled()
        progress.report(_PROVED + (_WHOLE - _PROVED) * number // max(1, len(ids)), _WHOLE)
        entry: PoolEntry | None = listed.get(document_id)
        try:
            if entry is not None and backup.pool.fits(entry, read=True):
                sealed.take_in(document_id, backup.pool.path_of(document_id))
                continue
        except FileNotFoundError:
            pass
        missing.append(str(document_id))
    return tuple(missing)
