# SPDX-License-Identifier: MIT
"""`vault.json`: what the records are called, what binds them, and the key slots. Nothing of data subjects.

Two guards: a checksum without a key, so that damage is called damage before anybody types a password; and a
MAC under a key made of the master key, so that what was changed on purpose is noticed once a slot has opened.
The text on disk is canonical: one flipped bit anywhere, even in a space, is noticed.
"""

import hashlib
import hmac
import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from privdesk.domain.errors import (
    HeaderDamagedError,
    HeaderForgedError,
    VaultMissingError,
    VaultNewerError,
)
from privdesk.domain.vault import KdfStrength, StaffId, VaultBinding, VaultId, VaultName
from privdesk.security.anchor import ANCHOR_NAME
from privdesk.security.durable import named_failures, replace_file, sync_folder
from privdesk.security.keys import WRAPPED_BYTES, FormerWrapped
from privdesk.security.slots import SALT_BYTES, Slot, SlotContext, SlotKind, SlotOwner, within_ceiling

FORMAT = 1
HEADER_NAME = "vault.json"
PREVIOUS_NAME = "vault.json.previous"
DAMAGED_NAME = "vault.json.damaged"
_BESIDE = (ANCHOR_NAME, "records.db")
"""Where one of these lies, records are, and a header belongs to them."""
MAXIMUM_BYTES = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Header:
    """The header as a value; `revision` rises with each write, `generation` with each re-key."""

    vault_id: VaultId
    name: VaultName
    binding: VaultBinding
    slots: tuple[Slot, ...]
    ledger: bytes
    revision: int = 1
    generation: int = 1
    mac: bytes = b""
    former: tuple[FormerWrapped, ...] = ()
    """What earlier generations of keys must still open, wrapped under this one."""
    next: "Header | None" = None
    """While a re-key is being switched in: the whole header that follows, sealed under the new keys."""
    staged: bytes = b""
    """The first bytes of the database that belongs to what follows, so that it is known by sight."""

    @property
    def context(self) -> SlotContext:
        """What slots of this vault are tied to."""
        return SlotContext(self.vault_id, self.binding, self.generation)

    def of_kind(self, kind: SlotKind) -> tuple[Slot, ...]:
        """The slots that a password, or the sheet, opens."""
        return tuple(slot for slot in self.slots if slot.owner.kind is kind)

    def with_slots(self, slots: tuple[Slot, ...]) -> "Header":
        """Return the next revision with these slots."""
        return replace(self, slots=slots, revision=self.revision + 1, mac=b"")


def write_header(folder: Path, header: Header, header_key: bytes, *, keep_previous: bool = True) -> Header:
    """Seal and write the header durably; the copy before it is kept until the new one has opened.

    Raises:
        DiskFullError: no room; the old header stands.
        FolderNotWritableError: the old header stands.
    """
    closed = sealed(header, header_key)
    keep = folder / PREVIOUS_NAME if keep_previous else None
    with named_failures(folder):
        replace_file(folder / HEADER_NAME, _text(closed), keep=keep)
    return closed


def sealed(header: Header, header_key: bytes) -> Header:
    """Return the header with its seal, without writing it."""
    return replace(header, mac=_mac(header, header_key))


def write_sealed(folder: Path, header: Header) -> None:
    """Write a header whose seal was made before; raises as `write_header`."""
    with named_failures(folder):
        replace_file(folder / HEADER_NAME, _text(header), keep=folder / PREVIOUS_NAME)


def read_header(folder: Path, name: str = HEADER_NAME) -> Header:
    """Read the header and notice damage; never writes.

    Raises:
        VaultMissingError: no header here.
        HeaderDamagedError: not what was written.
        VaultNewerError: written by a newer program.
    """
    path = folder / name
    try:
        data = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError) as error:
        if has_previous(folder) and name == HEADER_NAME:
            raise HeaderDamagedError(folder=folder, part="missing", has_previous=True) from error
        if name == HEADER_NAME and any((folder / each).is_file() for each in _BESIDE):
            raise HeaderDamagedError(folder=folder, part="missing", has_previous=False) from error
        raise VaultMissingError(folder=folder) from error
    try:
        return _parse(data)
    except _NewerError as newer:
        raise VaultNewerError(folder=folder, found=newer.found, known=FORMAT) from None
    except _DamagedError as damage:
        raise HeaderDamagedError(
            folder=folder, part=damage.part, has_previous=name == HEADER_NAME and has_previous(folder)
        ) from None


def check_seal(folder: Path, header: Header, header_key: bytes) -> None:
    """Refuse a header that was changed by somebody without the master key, its binding above all.

    Raises:
        HeaderForgedError: the seal does not fit.
    """
    if not hmac.compare_digest(header.mac, _mac(header, header_key)):
        raise HeaderForgedError(folder=folder)


def has_previous(folder: Path) -> bool:
    """Whether a copy from before the last change of slots is kept."""
    return (folder / PREVIOUS_NAME).is_file()


def drop_previous(folder: Path) -> None:
    """Forget the copy from before the last change: the new header has opened."""
    if has_previous(folder):
        with named_failures(folder):
            (folder / PREVIOUS_NAME).unlink()
            sync_folder(folder)


def put_previous_back(folder: Path) -> None:
    """Put the kept copy in the place of a damaged header, which is kept beside it as `vault.json.damaged`.

    Raises:
        VaultMissingError: no copy is kept.
        HeaderDamagedError: the copy is damaged too; nothing was changed.
    """
    read_header(folder, PREVIOUS_NAME)
    damaged = folder / HEADER_NAME
    with named_failures(folder):
        if damaged.exists():
            replace_file(folder / DAMAGED_NAME, damaged.read_bytes())
        replace_file(damaged, (folder / PREVIOUS_NAME).read_bytes())


class _DamagedError(Exception):
    def __init__(self, part: str) -> None:
        super().__init__(part)
        self.part = part


class _NewerError(Exception):
    def __init__(self, found: int) -> None:
        super().__init__(found)
        self.found = found


def _mac(header: Header, header_key: bytes) -> bytes:
    return hmac.new(header_key, _canonical(_plain(header)), hashlib.sha256).digest()


def _text(header: Header) -> bytes:
    content = _plain(header) | {"mac": header.mac.hex()}
    content["checksum"] = hashlib.sha256(_canonical(content)).hexdigest()
    return json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n"


def _canonical(content: dict[str, Any]) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def _plain(header: Header) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "vault": header.vault_id,
        "name": header.name,
        "binding": header.binding.value,
        "revision": header.revision,
        "generation": header.generation,
        "ledger": header.ledger.hex(),
        "former": [_plain_former(former) for former in header.former],
        "slots": [_plain_slot(slot) for slot in header.slots],
        "staged": header.staged.hex(),
        "next": None if header.next is None else _plain(header.next) | {"mac": header.next.mac.hex()},
    }


def _plain_former(former: FormerWrapped) -> dict[str, Any]:
    return {
        "generation": former.generation,
        "audit_until": former.audit_until,
        "audit": former.audit.hex(),
        "backup": former.backup.hex(),
    }


def _plain_slot(slot: Slot) -> dict[str, Any]:
    owner, strength = slot.owner, slot.strength
    return {
        "kind": owner.kind.value,
        "staff": owner.staff_id,
        "name": owner.staff_name,
        "device": owner.device_id,
        "computer": owner.computer,
        "until": owner.until,
        "kdf": "argon2id",
        "memory_kib": strength.memory_kib,
        "iterations": strength.iterations,
        "lanes": strength.lanes,
        "salt": slot.salt.hex(),
        "wrapped": slot.wrapped.hex(),
    }


def _parse(data: bytes) -> Header:
    if not data:
        raise _DamagedError("empty")
    if len(data) > MAXIMUM_BYTES:
        raise _DamagedError("size")
    try:
        content = json.loads(data)
        found = content["format"]
    except (ValueError, RecursionError, KeyError, TypeError) as error:
        raise _DamagedError("text") from error
    if type(found) is int and found > FORMAT:
        raise _NewerError(found)
    try:
        header = _header(content)
        whole = found == FORMAT and _text(header) == data
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise _DamagedError("content") from error
    if not whole:
        raise _DamagedError("checksum")
    _require_sense(header)
    return header


def _header(content: dict[str, Any]) -> Header:
    return Header(
        vault_id=VaultId(content["vault"]),
        name=VaultName(content["name"]),
        binding=VaultBinding(content["binding"]),
        slots=tuple(_slot(entry) for entry in content["slots"]),
        ledger=bytes.fromhex(content["ledger"]),
        revision=content["revision"],
        generation=content["generation"],
        mac=bytes.fromhex(content["mac"]),
        former=tuple(_former(entry) for entry in content["former"]),
        next=None if content["next"] is None else _header(content["next"]),
        staged=bytes.fromhex(content["staged"]),
    )


def _former(entry: dict[str, Any]) -> FormerWrapped:
    return FormerWrapped(
        entry["generation"],
        entry["audit_until"],
        bytes.fromhex(entry["audit"]),
        bytes.fromhex(entry["backup"]),
    )


def _slot(entry: dict[str, Any]) -> Slot:
    owner = SlotOwner(
        SlotKind(entry["kind"]),
        StaffId(entry["staff"]),
        entry["name"],
        entry["device"],
        entry["computer"],
        entry["until"],
    )
    strength = KdfStrength(entry["memory_kib"], entry["iterations"], entry["lanes"])
    return Slot(owner, strength, bytes.fromhex(entry["salt"]), bytes.fromhex(entry["wrapped"]))


def _require_sense(header: Header) -> None:
    """Notice what a checksum that was made anew would hide and what must not be derived with."""
    strings = [header.vault_id, header.name]
    numbers = [header.revision, header.generation]
    for former in header.former:
        numbers += [former.generation, former.audit_until]
        if {len(former.audit), len(former.backup)} != {WRAPPED_BYTES}:
            raise _DamagedError("former")
    for slot in header.slots:
        owner = slot.owner
        strings += [owner.staff_id, owner.staff_name, owner.device_id, owner.computer, owner.until]
        numbers += [slot.strength.memory_kib, slot.strength.iterations, slot.strength.lanes]
        if len(slot.salt) != SALT_BYTES or len(slot.wrapped) != WRAPPED_BYTES:
            raise _DamagedError("slot")
    if not all(isinstance(text, str) for text in strings) or not all(type(n) is int for n in numbers):
        raise _DamagedError("types")
    if not all(within_ceiling(slot.strength) for slot in header.slots):
        raise _DamagedError("strength")
    bound = header.binding is VaultBinding.DEVICE_BOUND
    if any(bool(slot.owner.device_id) != bound for slot in header.of_kind(SlotKind.PASSWORD)):
        raise _DamagedError("binding")
    if len(header.mac) != hashlib.sha256().digest_size or not header.of_kind(SlotKind.PASSWORD):
        raise _DamagedError("slots")
    if header.next is not None:
        _require_sense_of_next(header, header.next)


def _require_sense_of_next(header: Header, following: Header) -> None:
    """What follows is the same records with newer keys, and nothing follows it in turn."""
    if (
        following.next is not None
        or following.vault_id != header.vault_id
        or following.generation != header.generation + 1
        or following.revision <= header.revision
    ):
        raise _DamagedError("next")
    _require_sense(following)
