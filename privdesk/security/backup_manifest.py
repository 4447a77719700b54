# SPDX-License-Identifier: MIT
"""What a backup says of itself: `manifest.json`, readable without a password, sealed under the backup's own key.

The backup's key is random and stands in the manifest, wrapped under the records' backup key. That key comes from
the master key, which the slots of the `vault.json` beside it give: a password, or the recovery sheet.
"""

import hashlib
import hmac
import json
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from privdesk.domain.backup_errors import BackupDamagedError, BackupForeignError, BackupNewerError
from privdesk.domain.backups import FORMAT, BackupFacts
from privdesk.domain.vault import AnchorHeads, VaultId, VaultKeys
from privdesk.security.keys import derive_key, unwrap_key, wrap_key

MANIFEST_NAME = "manifest.json"
_NONCE = 12
_MAXIMUM = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class FileSeal:
    """Size and SHA-256 of a file of the backup."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """One backup's description; `facts` are sealed."""

    name: str
    vault_id: VaultId
    vault_name: str
    made_at: datetime
    generation: int
    wrapped_key: bytes
    database: FileSeal
    documents: FileSeal
    header: FileSeal
    document_count: int
    document_bytes: int
    facts: bytes
    mac: bytes = b""


def database_key(key: bytes, name: str) -> bytes:
    """The raw key of the backup's copy of the database."""
    return derive_key(key, "backup database", name.encode())


def wrapped_for(keys: VaultKeys, key: bytes, vault_id: VaultId, name: str) -> bytes:
    """Wrap a backup's key under the records' backup key."""
    return wrap_key(keys.backup, key, _context(vault_id, name))


def key_of(manifest: Manifest, keys: VaultKeys) -> bytes:
    """Return the backup's key and check the manifest's seal with it.

    Raises:
        BackupForeignError: wrapped under another master key than these and those before a re-key.
        BackupDamagedError: the manifest was changed after it was made.
    """
    context = _context(manifest.vault_id, manifest.name)
    for wrapping in (keys.backup, *(former.backup for former in keys.former)):
        key = unwrap_key(wrapping, manifest.wrapped_key, context)
        if key is not None:
            if not hmac.compare_digest(manifest.mac, _mac(manifest, key)):
                raise BackupDamagedError(manifest.name, "seal")
            return key
    raise BackupForeignError(manifest.name)


def sealed_facts(facts: BackupFacts, key: bytes, name: str) -> bytes:
    """Encrypt what only whoever opens the backup may know."""
    heads = facts.heads
    content = {
        "counter": heads.counter, "audit_head": heads.audit_head.hex(), "ledger_head": heads.ledger_head.hex(),
        "ledger_count": heads.ledger_count, "epoch": heads.epoch, "revision": facts.revision,
        "people": facts.people, "forms": facts.forms, "cases": facts.cases, "documents": facts.documents,
        "last_audit_at": facts.last_audit_at.isoformat() if facts.last_audit_at else None,
        "made_by": facts.made_by, "missing": list(facts.missing_documents),
    }  # fmt: skip
    nonce = os.urandom(_NONCE)
    return nonce + _facts_cipher(key).encrypt(nonce, json.dumps(content).encode(), name.encode())


def facts_in(manifest: Manifest, key: bytes) -> BackupFacts:
    """Open the sealed facts. Raises: BackupDamagedError."""
    try:
        sealed = manifest.facts
        plain = json.loads(
            _facts_cipher(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], manifest.name.encode())
        )
    except (InvalidTag, ValueError) as error:
        raise BackupDamagedError(manifest.name, "seal") from error
    heads = AnchorHeads(
        plain["counter"], bytes.fromhex(plain["audit_head"]), bytes.fromhex(plain["ledger_head"]),
        plain["ledger_count"], plain["epoch"],
    )  # fmt: skip
    last = plain["last_audit_at"]
    return BackupFacts(
        heads, plain["revision"], plain["people"], plain["forms"], plain["cases"], plain["documents"],
        datetime.fromisoformat(last) if last else None, plain["made_by"], tuple(plain["missing"]),
    )  # fmt: skip


def text_of(manifest: Manifest, key: bytes) -> bytes:
    """Seal the manifest and return the file's content."""
    content = _plain(manifest) | {"mac": _mac(manifest, key).hex()}
    content["checksum"] = hashlib.sha256(_canonical(content)).hexdigest()
    return json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n"


def read_manifest(folder: Path) -> Manifest:
    """Read a backup's description and notice damage; needs no password.

    Raises:
        BackupDamagedError: missing, or not what was written.
        BackupNewerError: written by a newer program.
    """
    try:
        content = json.loads(_bounded(folder / MANIFEST_NAME))
        found = content["format"]
        if type(found) is not int or found <= FORMAT:
            return _whole(content, folder.name)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise BackupDamagedError(folder.name, "manifest") from error
    raise BackupNewerError(folder.name, found, FORMAT)


def _bounded(path: Path) -> bytes:
    if path.stat().st_size > _MAXIMUM:
        raise ValueError(path.name)
    return path.read_bytes()


def _whole(content: dict[str, Any], name: str) -> Manifest:
    checksum = content.pop("checksum")
    manifest = _manifest(content)
    if checksum != hashlib.sha256(_canonical(content)).hexdigest() or manifest.name != name:
        raise ValueError(name)
    return manifest


def _manifest(content: dict[str, Any]) -> Manifest:
    def seal(name: str) -> FileSeal:
        return FileSeal(int(content[name]["size"]), str(content[name]["sha256"]))

    return Manifest(
        content["name"], VaultId(content["vault"]), content["vault_name"],
        datetime.fromisoformat(content["made_at"]).astimezone(UTC), content["generation"],
        bytes.fromhex(content["wrapped_key"]), seal("database"), seal("documents"), seal("header"),
        content["document_count"], content["document_bytes"], bytes.fromhex(content["facts"]),
        bytes.fromhex(content["mac"]),
    )  # fmt: skip


def _plain(manifest: Manifest) -> dict[str, Any]:
    def seal(file: FileSeal) -> dict[str, Any]:
        return {"size": file.size, "sha256": file.sha256}

    return {
        "format": FORMAT, "name": manifest.name, "vault": manifest.vault_id, "vault_name": manifest.vault_name,
        "made_at": manifest.made_at.astimezone(UTC).isoformat(), "generation": manifest.generation,
        "wrapped_key": manifest.wrapped_key.hex(), "database": seal(manifest.database),
        "documents": seal(manifest.documents), "header": seal(manifest.header),
        "document_count": manifest.document_count, "document_bytes": manifest.document_bytes,
        "facts": manifest.facts.hex(),
    }  # fmt: skip


def _mac(manifest: Manifest, key: bytes) -> bytes:
    sealing = derive_key(key, "backup manifest", manifest.name.encode())
    return hmac.new(sealing, _canonical(_plain(manifest)), hashlib.sha256).digest()


def _canonical(content: dict[str, Any]) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def _facts_cipher(key: bytes) -> AESGCM:
    return AESGCM(derive_key(key, "backup facts"))


def _context(vault_id: VaultId, name: str) -> bytes:
    return f"backup {vault_id} {name}".encode()
