# SPDX-License-Identifier: MIT
"""Sealed documents: one file each, AES-256-GCM in chunks of 64 KiB under a random key of its own.

The key is kept wrapped in the document's record; destroy that and every copy of the file is unreadable.
Document id, chunk number and last-chunk flag are authenticated, so that nothing can be cut, swapped or
reordered.

A file is written to `documents/incoming/`, then its record is committed, then it is moved into place.
"""

import hashlib
import os
import re
import struct
import uuid
from collections.abc import Collection, Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from privdesk.domain.errors import DocumentDamagedError, DocumentMissingError
from privdesk.domain.inbox import DocumentId
from privdesk.domain.vault import SweepResult
from privdesk.security.durable import create_file, make_folder, named_failures, sync, sync_folder, write_new
from privdesk.security.keys import new_key, unwrap_key, wrap_key
from privdesk.security.vault_folder import (
    DOCUMENTS_NAME,
    INCOMING_NAME,
    QUARANTINE_NAME,
    make_document_folders,
)
from privdesk.services.ports import SealedFile

CHUNK_BYTES = 64 * 1024
QUARANTINE_DAYS = 30
_HEAD = struct.Struct(">8sI")
_MAGIC = b"PDSEAL01"
_TAG = 16
_ID = re.compile(r"[0-9a-z][0-9a-z_-]{0,63}")
_SHELF = re.compile(r"[0-9a-f]{2}")
_KEPT = re.compile(r"(\d{4}-\d{2}-\d{2})_(.+)")


class SealedDocuments:
    """The documents folder of an open vault. Any thread may call, one document at a time.

    It is the `Sealer` of the services, and more for opening and checking.
    """

    def __init__(self, folder: Path, wrapping_key: bytes) -> None:
        """`folder` is the vault's, `wrapping_key` its document wrapping key."""
        self._root = folder / DOCUMENTS_NAME
        self._incoming = self._root / INCOMING_NAME
        self._quarantine = self._root / QUARANTINE_NAME
        self._wrapping_key = wrapping_key

    def prepare(self) -> None:
        """Make the folders that are not there yet, for this account alone; call it at each opening."""
        make_document_folders(self._root.parent)

    def seal(self, data: bytes | Iterable[bytes], document_id: DocumentId | None = None) -> SealedFile:
        """Seal `data` durably into `incoming`; then commit the document's record, then call `settle`.

        An id is made unless one is given.

        Raises:
            DiskFullError: no room; nothing of the document stays.
            FolderNotWritableError: this account may not write there.
            FileExistsError: the id is taken.
        """
        document_id = document_id or DocumentId(uuid.uuid4().hex)
        path = self._incoming / _checked(document_id)
        if self._place(document_id).exists():
            raise FileExistsError(document_id)
        key = new_key()
        with named_failures(self._root.parent):
            digest, size = _write_sealed(path, AESGCM(key), document_id, _chunks(data))
            sync_folder(self._incoming)
        wrapped = wrap_key(self._wrapping_key, key, _key_context(document_id))
        return SealedFile(document_id, wrapped, digest, size)

    def settle(self, document_id: DocumentId) -> None:
        """Move a document, whose record is committed, into place; a second call does nothing.

        Raises:
            DocumentMissingError: it is neither in `incoming` nor in place.
        """
        source, target = self._incoming / _checked(document_id), self._place(document_id)
        with named_failures(self._root.parent):
            if not target.parent.is_dir():
                make_folder(target.parent)
            try:
                source.rename(target)
            except FileNotFoundError:
                if not target.exists():
                    raise DocumentMissingError(document_id=document_id) from None
                return
            sync_folder(target.parent)
            sync_folder(self._incoming)

    def open(self, document_id: DocumentId, wrapped_key: bytes) -> bytes:
        """Return the whole document, all of it checked.

        Raises:
            DocumentMissingError: there is no such file.
            DocumentDamagedError: it was altered, cut, swapped or reordered, or the key does not fit.
        """
        return b"".join(self.read(document_id, wrapped_key))

    def read(self, document_id: DocumentId, wrapped_key: bytes) -> Iterator[bytes]:
        """Yield the document chunk by chunk; it is whole only once the iterator has ended without an error.

        Raises:
            DocumentMissingError: there is no such file.
            DocumentDamagedError: at the first chunk that is not what was sealed.
        """
        key = unwrap_key(self._wrapping_key, wrapped_key, _key_context(_checked(document_id)))
        if key is None:
            raise DocumentDamagedError(document_id=document_id, chunk=-1)
        for place in (self._place(document_id), self._incoming / document_id):
            try:
                file = place.open("rb")
            except FileNotFoundError:
                continue
            with file:
                yield from _read_sealed(file, AESGCM(key), document_id)
            return
        raise DocumentMissingError(document_id=document_id)

    def verify(self, sealed: SealedFile) -> None:
        """Read a document through and compare it with its record.

        Raises:
            DocumentMissingError: there is no such file.
            DocumentDamagedError: it is not what was sealed.
        """
        digest, size = hashlib.sha256(), 0
        for chunk in self.read(sealed.document_id, sealed.wrapped_key):
            digest.update(chunk)
            size += len(chunk)
        if digest.hexdigest() != sealed.sha256 or size != sealed.size:
            raise DocumentDamagedError(document_id=sealed.document_id, chunk=-1)

    def exists(self, document_id: DocumentId) -> bool:
        """Whether the file is in place or still in `incoming`."""
        return self._place(_checked(document_id)).exists() or (self._incoming / document_id).exists()

    def remove(self, document_id: DocumentId) -> None:
        """Delete the file of a document whose wrapped key is destroyed; a second call does nothing."""
        for path in (self._place(_checked(document_id)), self._incoming / document_id):
            if path.exists():
                path.unlink()
                sync_folder(path.parent)

    def path_of(self, document_id: str) -> Path:
        """Where the sealed file lies, settled or still in `incoming`; it may be missing."""
        place = self._place(_checked(document_id))
        return place if place.exists() else self._incoming / document_id

    def take_in(self, document_id: DocumentId, source: Path) -> tuple[int, str]:
        """Copy a sealed file from elsewhere into its place; returns size and SHA-256 of the sealed file.

        Raises:
            FileNotFoundError, DiskFullError, FolderNotWritableError: as the names say.
        """
        target = self._place(_checked(document_id))
        with named_failures(self._root.parent):
            if not target.parent.is_dir():
                make_folder(target.parent)
            data = source.read_bytes()
            write_new(target, data)
        return len(data), hashlib.sha256(data).hexdigest()

    def incoming_ids(self) -> list[DocumentId]:
        """Names in `incoming`: after an ordinary end there are none."""
        if not self._incoming.is_dir():
            return []
        return sorted(DocumentId(entry.name) for entry in self._incoming.iterdir() if entry.is_file())

    def sweep_incoming(self, known_ids: Collection[DocumentId], today: date) -> SweepResult:
        """After a crash: move into place what has a record, set aside what has none; deletes nothing.

        Call it once at opening, after the anchor agreed. `known_ids` holds at least those
        of `incoming_ids` that have a record; `today` is the date at the office.
        """
        moved: list[DocumentId] = []
        quarantined: list[DocumentId] = []
        for name in self.incoming_ids():
            if name in known_ids:
                self.settle(name)
                moved.append(name)
            else:
                self._set_aside(self._incoming / name, today)
                quarantined.append(name)
        return SweepResult(tuple(moved), tuple(quarantined))

    def may_go(self, today: date) -> list[str]:
        """Names of files set aside more than 30 days ago, oldest first; nothing goes by itself."""
        return [name for name in self.quarantined() if _long_aside(name, today)]

    def remove_aside(self, names: Collection[str], today: date) -> list[str]:
        """Delete those of `names` that were set aside more than 30 days ago, because somebody said so."""
        gone = [name for name in self.may_go(today) if name in names]
        with named_failures(self._root.parent):
            for name in gone:
                (self._quarantine / name).unlink()
            if gone:
                sync_folder(self._quarantine)
        return gone

    def quarantined(self) -> list[str]:
        """Names of the files set aside, oldest first."""
        if not self._quarantine.is_dir():
            return []
        return sorted(entry.name for entry in self._quarantine.iterdir() if entry.is_file())

    def set_aside(self, document_id: DocumentId, today: date) -> None:
        """Move files of this name, that no record names, into the quarantine; a second call does nothing."""
        for shelf in self._shelves():
            if (shelf / document_id).is_file():
                self._set_aside(shelf / document_id, today)

    def settled_ids(self) -> Iterator[DocumentId]:
        """Yield the ids of all files in place, for the check of the records."""
        for folder in self._shelves():
            names = (each.name for each in folder.iterdir() if each.is_file() and not each.is_symlink())
            yield from sorted(DocumentId(name) for name in names if _ID.fullmatch(name))

    def foreign_names(self, known: Collection[DocumentId]) -> list[str]:
        """Paths of what is no sealed document in its place: other names, folders, links, copies of a document.

        `known` are the ids that have a record. What only lacks a record is not told here: see `settled_ids`.
        """
        found = [each for each in self._root.iterdir() if not self._is_place(each)]
        for shelf in self._shelves():
            found += [each for each in shelf.iterdir() if not self._is_document(each, known)]
        for aside in (self._incoming, self._quarantine):
            if aside.is_dir():
                found += [each for each in aside.iterdir() if each.is_symlink() or not each.is_file()]
        return sorted(each.relative_to(self._root.parent).as_posix() for each in found)

    def _is_place(self, entry: Path) -> bool:
        named = entry in (self._incoming, self._quarantine) or _SHELF.fullmatch(entry.name)
        return bool(named) and entry.is_dir() and not entry.is_symlink()

    def _is_document(self, entry: Path, known: Collection[DocumentId]) -> bool:
        if entry.is_symlink() or not entry.is_file() or not _ID.fullmatch(entry.name):
            return False
        return entry.name not in known or entry == self._place(entry.name)

    def _shelves(self) -> list[Path]:
        return sorted(each for each in self._root.iterdir() if each.is_dir() and _SHELF.fullmatch(each.name))

    def _place(self, document_id: str) -> Path:
        shelf = hashlib.sha256(document_id.encode()).hexdigest()[:2]
        return self._root / shelf / document_id

    def _set_aside(self, path: Path, today: date) -> None:
        name = path.name
        with named_failures(self._root.parent):
            if not self._quarantine.is_dir():
                make_folder(self._quarantine)
            target = self._quarantine / f"{today.isoformat()}_{name}"
            number = 1
            while target.exists():
                number += 1
                target = self._quarantine / f"{today.isoformat()}_{name}.{number}"
            path.rename(target)
            sync_folder(self._quarantine)
            sync_folder(path.parent)


def rewrapped(document_id: DocumentId, wrapped: bytes, old: bytes, new: bytes) -> bytes:
    """Return a document's key wrapped under `new` instead of `old`; what opens no document stays as it is."""
    key = unwrap_key(old, wrapped, _key_context(document_id))
    return wrapped if key is None else wrap_key(new, key, _key_context(document_id))


def _long_aside(name: str, today: date) -> bool:
    kept = _KEPT.fullmatch(name)
    return kept is not None and date.fromisoformat(kept[1]) + timedelta(days=QUARANTINE_DAYS) < today


def _checked(document_id: str) -> str:
    """Refuse an id that could leave the folder or mean two files on one disk and one on another."""
    if not _ID.fullmatch(document_id):
        raise ValueError(len(document_id))
    return document_id


def _key_context(document_id: str) -> bytes:
    return b"document key " + document_id.encode()


def _chunk_context(document_id: str, number: int, *, last: bool) -> bytes:
    return _HEAD.pack(_MAGIC, CHUNK_BYTES) + struct.pack(">Q?", number, last) + document_id.encode()


def _nonce(number: int) -> bytes:
    """The chunk number: each document has a key of its own, used for this one writing only."""
    return number.to_bytes(12)


def _chunks(data: bytes | Iterable[bytes]) -> Iterator[bytes]:
    """Cut into chunks of full size; the last may be shorter, and is empty only for an empty document."""
    if isinstance(data, bytes):
        for start in range(0, max(1, len(data)), CHUNK_BYTES):
            yield data[start : start + CHUNK_BYTES]
        return
    waiting = bytearray()
    for part in data:
        waiting += part
        while len(waiting) > CHUNK_BYTES:
            yield bytes(waiting[:CHUNK_BYTES])
            del waiting[:CHUNK_BYTES]
    yield bytes(waiting)


def _write_sealed(path: Path, cipher: AESGCM, document_id: str, chunks: Iterator[bytes]) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    descriptor = create_file(path)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(_HEAD.pack(_MAGIC, CHUNK_BYTES))
            number, current = 0, next(chunks)
            for following in chunks:
                _write_chunk(file, cipher, document_id, number, current, last=False)
                digest.update(current)
                size += len(current)
                number, current = number + 1, following
            _write_chunk(file, cipher, document_id, number, current, last=True)
            digest.update(current)
            size += len(current)
            file.flush()
            sync(file.fileno())
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return digest.hexdigest(), size


def _write_chunk(
    file: BinaryIO, cipher: AESGCM, document_id: str, number: int, chunk: bytes, *, last: bool
) -> None:
    file.write(cipher.encrypt(_nonce(number), chunk, _chunk_context(document_id, number, last=last)))


def _read_sealed(file: BinaryIO, cipher: AESGCM, document_id: str) -> Iterator[bytes]:
    if file.read(_HEAD.size) != _HEAD.pack(_MAGIC, CHUNK_BYTES):
        raise DocumentDamagedError(document_id=document_id, chunk=-1)
    number, current = 0, file.read(CHUNK_BYTES + _TAG)
    while True:
        following = file.read(CHUNK_BYTES + _TAG)
        context = _chunk_context(document_id, number, last=not following)
        try:
            yield cipher.decrypt(_nonce(number), current, context)
        except (InvalidTag, ValueError) as error:
            raise DocumentDamagedError(document_id=document_id, chunk=number) from error
        if not following:
            return
        number, current = number + 1, following
