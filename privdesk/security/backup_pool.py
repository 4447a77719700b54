# SPDX-License-Identifier: MIT
"""Documents of backups: sealed files never change, so each lies once in a folder that all backups share.

Each backup lists the documents it needs with size and SHA-256 of the sealed file; what no backup lists any more is
taken away.
"""

import errno
import hashlib
import os
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from privdesk.domain.backup_errors import BackupDamagedError
from privdesk.security.durable import FOLDER_MODE, create_file, named_failures, sync, sync_folder, write_all

POOL_NAME = "documents"
LIST_NAME = "documents.txt"
_MAKING = ".making"
_LINE = re.compile(r"([0-9a-z][0-9a-z_-]{0,63}) (\d{1,15}) ([0-9a-f]{64})")
_BLOCK = 1024 * 1024
_CANNOT = frozenset({errno.EINVAL, errno.ENOTSUP, errno.ENOSYS, errno.EBADF})


@dataclass(frozen=True, slots=True)
class PoolEntry:
    """One sealed file as it must lie in the pool."""

    document_id: str
    size: int
    sha256: str


class Pool:
    """The shared documents of one backup folder."""

    def __init__(self, home: Path) -> None:
        """Nothing is touched yet; `home` is the folder that holds the backups."""
        self._root = home / POOL_NAME

    def prepare(self) -> None:
        """Make the folder, take away what an interrupted copy left."""
        with named_failures(self._root.parent):
            if not self._root.is_dir():
                new_folder(self._root)
            for leftover in self._root.glob(f"*/*{_MAKING}"):
                leftover.unlink()

    def path_of(self, document_id: str) -> Path:
        """Where a document lies."""
        shelf = hashlib.sha256(document_id.encode()).hexdigest()[:2]
        return self._root / shelf / document_id

    def take(self, source: Path, document_id: str, known: PoolEntry | None) -> tuple[PoolEntry, bool]:
        """Copy a sealed file into the pool unless it lies there whole; returns its entry and whether it was new.

        A copy is fsynced and read back before it counts; a pool file of another size or, where `known` is not
        given, another content is written anew.

        Raises:
            FileNotFoundError: there is no such sealed file.
            DiskFullError, FolderNotWritableError: as the names say.
            BackupDamagedError: what was read back is not what was written.
        """
        target = self.path_of(document_id)
        if known is not None and target.is_file() and target.stat().st_size == known.size:
            return known, False
        with named_failures(self._root.parent):
            if target.is_file():
                there, mine = hashed(target), hashed(source)
                if there == mine:
                    return PoolEntry(document_id, *mine), False
            if not target.parent.is_dir():
                new_folder(target.parent)
            entry = PoolEntry(document_id, *copy_file(source, target.with_name(target.name + _MAKING)))
            making = target.with_name(target.name + _MAKING)
            if hashed(making) != (entry.size, entry.sha256):
                making.unlink()
                raise BackupDamagedError(document_id, "documents")
            making.replace(target)
            settle(target.parent)
        return entry, True

    def fits(self, entry: PoolEntry, *, read: bool) -> bool:
        """Whether a document lies there with the right size and, with `read`, the right content."""
        path = self.path_of(entry.document_id)
        try:
            if not read:
                return path.stat().st_size == entry.size
            return hashed(path) == (entry.size, entry.sha256)
        except OSError:
            return False

    def keep_only(self, wanted: Collection[str]) -> int:
        """Take away every document that is not `wanted`; returns how many."""
        gone = 0
        with named_failures(self._root.parent):
            for shelf in self._root.iterdir() if self._root.is_dir() else ():
                before = gone
                for path in shelf.iterdir() if shelf.is_dir() else ():
                    if path.name not in wanted:
                        path.unlink()
                        gone += 1
                if gone != before:
                    settle(shelf)
        return gone


def settle(folder: Path) -> None:
    """See names in `folder` onto the medium where it can: not every share and every stick knows how."""
    try:
        sync_folder(folder)
    except OSError as error:
        if error.errno not in _CANNOT:
            raise


def new_folder(folder: Path) -> None:
    """Make a folder for this account alone."""
    folder.mkdir(mode=FOLDER_MODE)
    settle(folder.parent)


def copy_file(source: Path, target: Path) -> tuple[int, str]:
    """Copy to the new file `target`, fsynced; returns size and SHA-256. Half a file never stays."""
    digest, size = hashlib.sha256(), 0
    target.unlink(missing_ok=True)
    with source.open("rb") as file:
        descriptor = create_file(target)
        try:
            while block := file.read(_BLOCK):
                write_all(descriptor, block)
                digest.update(block)
                size += len(block)
            sync(descriptor)
        except BaseException:
            os.close(descriptor)
            target.unlink(missing_ok=True)
            raise
        os.close(descriptor)
    return size, digest.hexdigest()


def hashed(path: Path, watch: Callable[[], None] | None = None) -> tuple[int, str]:
    """Size and SHA-256 of a file."""
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
            size += len(block)
            if watch is not None:
                watch()
    return size, digest.hexdigest()


def list_text(entries: Iterable[PoolEntry]) -> bytes:
    """The list of a backup's documents, as the file's content."""
    return "".join(f"{each.document_id} {each.size} {each.sha256}\n" for each in entries).encode()


def read_list(folder: Path, sha256: str) -> Mapping[str, PoolEntry]:
    """The documents that a backup lists.

    Raises:
        BackupDamagedError: missing, or not what was written.
    """
    try:
        data = (folder / LIST_NAME).read_bytes()
    except OSError as error:
        raise BackupDamagedError(folder.name, "documents") from error
    if hashlib.sha256(data).hexdigest() != sha256:
        raise BackupDamagedError(folder.name, "documents")
    return {each.document_id: each for each in _entries(data, folder)}


def _entries(data: bytes, folder: Path) -> Iterator[PoolEntry]:
    for line in data.decode().splitlines():
        found = _LINE.fullmatch(line)
        if found is None:
            raise BackupDamagedError(folder.name, "documents")
        yield PoolEntry(found[1], int(found[2]), found[3])
