# SPDX-License-Identifier: MIT
"""The anchor: what the database must not have forgotten, kept outside it.

A file of two slots of 4 KiB (a torn write spoils one only), written in turn and in place: no rename, no
change of size, one flush. Each slot is sealed under the anchor key. Used from the writer thread alone.
"""

import hashlib
import hmac
import os
import struct
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from privdesk.domain.vault import AnchorHeads, AnchorState, VaultId, compare_heads
from privdesk.security.durable import named_failures, open_in_place, replace_file, sync_data

ANCHOR_NAME = "anchor"
SLOT_BYTES = 4096
_LAYOUT = struct.Struct(">8sQQQ32s32s32s")
_MAGIC = b"PDANCH02"
_MAC_BYTES = 32
NO_PAGES = bytes(32)
"""Stands where no digest of the database's pages is kept: while the desk is open, and after a crash."""


@dataclass(frozen=True, slots=True)
class AnchorReading:
    """What the file holds: the newest whole slot, and how many are spoiled (one: a write was cut off)."""

    heads: AnchorHeads | None
    spoiled: int
    missing: bool = False
    pages: bytes = NO_PAGES
    """Digest of the database's pages as the desk closed it at these heads."""


class Anchor:
    """The anchor file of an open vault."""

    def __init__(self, folder: Path, key: bytes, vault_id: VaultId, name: str = ANCHOR_NAME) -> None:
        """Nothing is opened yet; `key` is the vault's anchor key."""
        self._path = folder / name
        self._key = key
        self._vault = vault_id.encode()
        self._descriptor: int | None = None
        self._next_slot = 0
        self._newest: _Entry | None = None
        self._anew = False

    def begin_anew(self) -> None:
        """Let the next write make the file anew, whatever it holds; until then it stays as it is.

        For going on with a database that the anchor does not fit: who asks for it may still be refused.
        """
        self._anew = True

    def start(self, heads: AnchorHeads, pages: bytes = NO_PAGES) -> None:
        """Write the file anew: for new records, and after a restore.

        Raises:
            DiskFullError: no room.
            FolderNotWritableError: this account may not write there.
        """
        self.close()
        with named_failures(self._path.parent):
            replace_file(self._path, self._pack(_Entry(heads, pages)) * 2)

    def read(self) -> AnchorReading:
        """Read the newest heads whose seal fits; never writes."""
        try:
            data = self._path.read_bytes()
        except FileNotFoundError:
            return AnchorReading(None, 0, missing=True)
        slots = [self._unpack(data[start : start + SLOT_BYTES]) for start in (0, SLOT_BYTES)]
        whole = [entry for entry in slots if entry is not None]
        spoiled = 2 - len(whole) if len(data) == 2 * SLOT_BYTES else max(1, 2 - len(whole))
        newest = max(whole, key=_age, default=None)
        if newest is None:
            return AnchorReading(None, spoiled)
        return AnchorReading(newest.heads, spoiled, pages=newest.pages)

    def write(self, heads: AnchorHeads) -> None:
        """Remember `heads` durably: after the commit, before it is acknowledged.

        Raises:
            ValueError: the counter does not rise, or the file was not whole when it was opened.
            DiskFullError: no room.
        """
        self._write(_Entry(heads, NO_PAGES))

    def seal(self, heads: AnchorHeads, pages: bytes) -> None:
        """Remember how the desk left the database: the same heads, and the digest of its pages.

        Raises:
            ValueError: a digest of these heads is kept already, the file was not whole when it was opened, or it was to
                begin anew and nothing was written since.
            DiskFullError: no room.
        """
        if self._anew:
            raise ValueError(ANCHOR_NAME)
        self._write(_Entry(heads, pages))

    def _write(self, entry: "_Entry") -> None:
        if self._anew:
            self.start(entry.heads, entry.pages)
            self._anew = False
            return
        with named_failures(self._path.parent):
            descriptor = self._open()
            if self._newest is not None and _age(entry) <= _age(self._newest):
                raise ValueError(entry.heads.counter)
            _write_at(descriptor, self._pack(entry), self._next_slot * SLOT_BYTES)
            sync_data(descriptor)
        self._next_slot = 1 - self._next_slot
        self._newest = entry

    def compare(
        self,
        database: AnchorHeads,
        audit_has: Callable[[bytes], bool],
        ledger_has: Callable[[bytes], bool] | None = None,
    ) -> AnchorState:
        """Tell how the anchor stands to what the database says of itself."""
        reading = self.read()
        if reading.missing:
            return AnchorState.MISSING
        if reading.heads is None:
            return AnchorState.DAMAGED
        return compare_heads(reading.heads, database, audit_has, ledger_has)

    def close(self) -> None:
        """Let go of the file; the next write opens it again."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def _open(self) -> int:
        if self._descriptor is None:
            slots = [self._unpack(part) for part in _slots_of(self._path)]
            newest = max((entry for entry in slots if entry is not None), key=_age, default=None)
            if newest is None:
                raise ValueError(ANCHOR_NAME)
            self._newest = newest
            self._next_slot = 1 if slots[0] == newest else 0
            self._descriptor = open_in_place(self._path)
        return self._descriptor

    def _pack(self, entry: "_Entry") -> bytes:
        heads = entry.heads
        numbers = (heads.epoch, heads.counter, heads.ledger_count)
        content = _LAYOUT.pack(_MAGIC, *numbers, heads.audit_head, heads.ledger_head, entry.pages)
        padded = content.ljust(SLOT_BYTES - _MAC_BYTES, b"\0")
        return padded + self._mac(padded)

    def _unpack(self, slot: bytes) -> "_Entry | None":
        content, mac = slot[:-_MAC_BYTES], slot[-_MAC_BYTES:]
        if len(slot) != SLOT_BYTES or not hmac.compare_digest(mac, self._mac(content)):
            return None
        _, epoch, counter, ledger_count, audit_head, ledger_head, pages = _LAYOUT.unpack_from(content)
        return _Entry(AnchorHeads(counter, audit_head, ledger_head, ledger_count, epoch), pages)

    def _mac(self, content: bytes) -> bytes:
        return hmac.new(self._key, self._vault + content, hashlib.sha256).digest()


@dataclass(frozen=True, slots=True)
class _Entry:
    """What one slot holds."""

    heads: AnchorHeads
    pages: bytes


def _age(entry: _Entry) -> tuple[int, int, bool]:
    return entry.heads.epoch, entry.heads.counter, entry.pages != NO_PAGES


def _slots_of(path: Path) -> tuple[bytes, bytes]:
    data = path.read_bytes()
    return data[:SLOT_BYTES], data[SLOT_BYTES:]


def _write_at(descriptor: int, data: bytes, offset: int) -> None:
    """Write in place; the file has its size already, so that only content changes."""
    os.lseek(descriptor, offset, os.SEEK_SET)
    written = 0
    while written < len(data):
        written += os.write(descriptor, data[written:])
