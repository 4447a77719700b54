# SPDX-License-Identifier: MIT
"""The folder of backups: one folder a backup, sealed documents shared among them, the ledger beside them.

    CHOSEN/NAME-1a2b3c4d.backups/
        ledger                       what must stay so after a restore
        documents/ab/…               sealed documents, each once
        2026-11-23T081500Z-5e6f/     manifest.json  records.db  documents.txt  vault.json

A backup is written as `….making` and renamed when it is whole, so that a cut at any moment leaves those before it.
"""

import hashlib
import re
import secrets
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from privdesk.domain.backup_errors import (
    BackupDamagedError,
    BackupFolderMissingError,
    BackupInsideRecordsError,
    BackupNewerError,
    NoBackupError,
)
from privdesk.domain.backups import BackupFacts, BackupInfo, Health
from privdesk.domain.vault import UnlockedVault, VaultId, VaultKeys, VaultName
from privdesk.security.backup_manifest import (
    MANIFEST_NAME,
    FileSeal,
    Manifest,
    database_key,
    facts_in,
    key_of,
    read_manifest,
    sealed_facts,
    text_of,
    wrapped_for,
)
from privdesk.security.backup_pool import (
    LIST_NAME,
    Pool,
    PoolEntry,
    copy_file,
    hashed,
    list_text,
    new_folder,
    read_list,
    settle,
)
from privdesk.security.durable import named_failures, write_new
from privdesk.security.header import HEADER_NAME, read_header
from privdesk.security.keys import new_key
from privdesk.security.ledger_file import LedgerFile
from privdesk.security.sealed import SealedDocuments
from privdesk.security.vault_folder import DATABASE_NAME
from privdesk.services.progress import Progress

SUFFIX = ".backups"
MAKING = ".making"
_GOING = ".going"
_NAME = re.compile(r"\d{4}-\d{2}-\d{2}T\d{6}Z-[0-9a-f]{4}")


@dataclass(frozen=True, slots=True)
class Making:
    """A backup that is being written."""

    name: str
    folder: Path
    made_at: datetime
    key: bytes = field(repr=False)

    @property
    def database(self) -> Path:
        """Where the copy of the database goes."""
        return self.folder / DATABASE_NAME

    @property
    def database_key(self) -> bytes:
        """The raw key of that copy."""
        return database_key(self.key, self.name)


def home_of(chosen: Path, vault_id: VaultId, vault_name: VaultName) -> Path:
    """The folder of one vault's backups in the folder that the office chose; renaming the records keeps it."""
    tail = f"-{vault_id[:8]}{SUFFIX}"
    if chosen.name.endswith(tail):
        return chosen
    found = sorted(chosen.glob(f"*{tail}")) if chosen.is_dir() else []
    plain = "".join(c if c.isalnum() or c in "-_" else "-" for c in vault_name).strip("-")[:40] or "records"
    return found[0] if found else chosen / f"{plain}{tail}"


class BackupHome:
    """The backups of open records in one chosen folder. Used from one thread at a time."""

    def __init__(self, vault: UnlockedVault, chosen: Path) -> None:
        """Nothing is touched yet."""
        self._vault = vault
        self.chosen = chosen
        self.folder = home_of(chosen, vault.vault_id, vault.name)
        self._pool = Pool(self.folder)
        self.ledger = LedgerFile(self.folder, vault.keys.ledger, vault.vault_id)

    def require(self) -> None:
        """Refuse a folder that is not there or lies inside the records, make the own folder in it, tidy up.

        Raises:
            BackupFolderMissingError, BackupInsideRecordsError, FolderNotWritableError, DiskFullError.
        """
        records = self._vault.folder.resolve()
        if self.chosen.resolve().is_relative_to(records):
            raise BackupInsideRecordsError(self.chosen)
        if not self.chosen.is_dir():
            raise BackupFolderMissingError(self.chosen)
        with named_failures(self.chosen):
            if not self.folder.is_dir():
                new_folder(self.folder)
            for leftover in (*self.folder.glob(f"*{MAKING}"), *self.folder.glob(f"*{_GOING}")):
                shutil.rmtree(leftover)
        self._pool.prepare()

    @property
    def reachable(self) -> bool:
        """Whether the own folder is there."""
        return self.folder.is_dir()

    def begin(self, at: datetime) -> Making:
        """Make the folder of a new backup, with a random key."""
        name = f"{at.astimezone(UTC):%Y-%m-%dT%H%M%SZ}-{secrets.token_hex(2)}"
        folder = self.folder / f"{name}{MAKING}"
        with named_failures(self.chosen):
            new_folder(folder)
        return Making(name, folder, at, new_key())

    def abandon(self, making: Making) -> None:
        """Take away what was written so far."""
        shutil.rmtree(making.folder, ignore_errors=True)

    def take_documents(
        self, ids: Sequence[str], sealed: SealedDocuments, progress: Progress
    ) -> tuple[Sequence[PoolEntry], tuple[str, ...], int]:
        """Bring the pool up to date; returns the list, ids that the records themselves have lost, how many were new.

        Raises: Cancelled, DiskFullError, FolderNotWritableError, BackupDamagedError.
        """
        known = self._known()
        entries: list[PoolEntry] = []
        lost, new = [], 0
        for number, document_id in enumerate(ids):
            progress.raise_if_cancelled()
            progress.report(number, len(ids))
            try:
                entry, added = self._taken(sealed, document_id, known.get(document_id))
            except FileNotFoundError:
                kept = known.get(document_id)
                if kept is None or not self._pool.fits(kept, read=True):
                    lost.append(document_id)
                    continue
                entry, added = kept, False
            entries.append(entry)
            new += added
        return entries, tuple(lost), new

    def _taken(
        self, sealed: SealedDocuments, document_id: str, known: PoolEntry | None
    ) -> tuple[PoolEntry, bool]:
        try:
            return self._pool.take(sealed.path_of(document_id), document_id, known)
        except FileNotFoundError:  # it may have been moved into place this very moment
            return self._pool.take(sealed.path_of(document_id), document_id, known)

    def finish(self, making: Making, entries: Sequence[PoolEntry], facts: BackupFacts) -> BackupInfo:
        """Write list, header and manifest, read all back, give the backup its name.

        Raises:
            BackupDamagedError: what was read back is not what was written.
        """
        vault = self._vault
        text = list_text(entries)
        with named_failures(self.chosen):
            write_new(making.folder / LIST_NAME, text)
            header = FileSeal(*copy_file(vault.folder / HEADER_NAME, making.folder / HEADER_NAME))
            generation = read_header(making.folder).generation
            manifest = Manifest(
                making.name, vault.vault_id, vault.name, making.made_at, generation,
                wrapped_for(vault.keys, making.key, vault.vault_id, making.name),
                FileSeal(*hashed(making.database)), FileSeal(len(text), hashlib.sha256(text).hexdigest()),
                header, len(entries), sum(each.size for each in entries),
                sealed_facts(facts, making.key, making.name),
            )  # fmt: skip
            write_new(making.folder / MANIFEST_NAME, text_of(manifest, making.key))
            settle(making.folder)
            target = self.folder / making.name
            making.folder.rename(target)
            settle(self.folder)
        written = Backup(target)
        written.key(vault.keys)
        if written.health(read_documents=False) is not Health.GOOD:
            raise BackupDamagedError(making.name, "documents")
        return written.info()

    def backups(self) -> Sequence["Backup"]:
        """Every finished backup, newest first; damaged ones too."""
        return backups_in(self.folder)

    def remove(self, names: Sequence[str]) -> None:
        """Take these backups away, then the documents that none lists any more."""
        with named_failures(self.chosen):
            for name in names:
                going = self.folder / f"{name}{_GOING}"
                (self.folder / name).rename(going)
                shutil.rmtree(going)
            settle(self.folder)
        self._drop_unlisted()

    def _drop_unlisted(self) -> None:
        wanted: set[str] = set()
        for backup in self.backups():
            try:
                wanted.update(backup.documents())
            except (BackupDamagedError, BackupNewerError):
                return  # nobody can tell what it needs: keep everything
        self._pool.keep_only(wanted)

    def _known(self) -> dict[str, PoolEntry]:
        """What earlier backups say of documents, the newest word last."""
        known: dict[str, PoolEntry] = {}
        for backup in reversed(self.backups()[:2]):
            try:
                known.update(backup.documents())
            except (BackupDamagedError, BackupNewerError):
                continue
        return known


class Backup:
    """One finished backup, looked at without a password or with the keys of its records."""

    def __init__(self, folder: Path) -> None:
        """Nothing is read yet."""
        self.folder = folder
        self.name = folder.name
        self.pool = Pool(folder.parent)

    def manifest(self) -> Manifest:
        """Raises: BackupDamagedError, BackupNewerError."""
        return read_manifest(self.folder)

    def info(self) -> BackupInfo:
        """What can be read without a password. Raises: BackupDamagedError, BackupNewerError."""
        found = self.manifest()
        return BackupInfo(
            self.folder, self.name, found.vault_id, found.vault_name, found.made_at, found.database.size,
            found.document_count,
        )  # fmt: skip

    def documents(self) -> dict[str, PoolEntry]:
        """The documents it needs. Raises: BackupDamagedError, BackupNewerError."""
        return dict(read_list(self.folder, self.manifest().documents.sha256))

    def key(self, keys: VaultKeys) -> bytes:
        """Its own key; checks the manifest's seal. Raises: BackupForeignError, BackupDamagedError."""
        return key_of(self.manifest(), keys)

    def database_key(self, key: bytes) -> bytes:
        """The raw key of its copy of the database, made of its own key."""
        return database_key(key, self.name)

    def facts(self, keys: VaultKeys) -> BackupFacts:
        """What it says of itself. Raises: BackupForeignError, BackupDamagedError."""
        manifest = self.manifest()
        return facts_in(manifest, key_of(manifest, keys))

    def require_whole_database(self) -> None:
        """Compare database and header with the manifest. Raises: BackupDamagedError."""
        manifest = self.manifest()
        for part, name, seal in (
            ("header", HEADER_NAME, manifest.header),
            ("database", DATABASE_NAME, manifest.database),
        ):
            try:
                found = hashed(self.folder / name)
            except OSError as error:
                raise BackupDamagedError(self.name, part) from error
            if found != (seal.size, seal.sha256):
                raise BackupDamagedError(self.name, part)

    def missing_documents(self, *, read: bool) -> tuple[str, ...]:
        """Documents that it lists and the pool does not hold as listed. Raises: BackupDamagedError."""
        entries = self.documents().values()
        return tuple(each.document_id for each in entries if not self.pool.fits(each, read=read))

    def health(self, *, read_documents: bool) -> Health:
        """Whether it can be restored; needs no password. Reads the database, and every document if asked to."""
        try:
            self.require_whole_database()
            missing = self.missing_documents(read=read_documents)
        except BackupNewerError:
            return Health.NEWER
        except BackupDamagedError:
            return Health.DAMAGED
        return Health.DOCUMENTS_MISSING if missing else Health.GOOD


def backups_in(home: Path) -> Sequence[Backup]:
    """Every finished backup in one folder of backups, newest first."""
    if not home.is_dir():
        return []
    names = sorted((each.name for each in home.iterdir() if _NAME.fullmatch(each.name)), reverse=True)
    return [Backup(home / name) for name in names]


def homes_in(chosen: Path) -> Sequence[Path]:
    """The folders of backups that a folder is or holds."""
    if chosen.name.endswith(SUFFIX):
        return [chosen]
    return sorted(each for each in chosen.glob(f"*{SUFFIX}") if each.is_dir()) if chosen.is_dir() else []


def backup_at(place: Path) -> Backup:
    """The backup that a path means: one backup, or the newest in a folder of backups.

    Raises:
        NoBackupError: there is none.
    """
    if _NAME.fullmatch(place.name) and place.is_dir():
        return Backup(place)
    found = [backup for home in homes_in(place) for backup in backups_in(home)]
    if not found:
        raise NoBackupError(place)
    return max(found, key=lambda backup: backup.name)
