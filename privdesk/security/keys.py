# SPDX-License-Identifier: MIT
"""One random master key, and the keys that HKDF-SHA256 makes of it."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from privdesk.domain.vault import KEY_BYTES, FormerKeys, VaultId, VaultKeys

_NONCE = 12
WRAPPED_BYTES = _NONCE + KEY_BYTES + 16


def new_key() -> bytes:
    """Return 256 random bits."""
    return secrets.token_bytes(KEY_BYTES)


def derive_key(source: bytes, purpose: str, salt: bytes = b"") -> bytes:
    """Return the 32-byte key for `purpose`; different purposes tell nothing of each other."""
    hkdf = HKDF(
        algorithm=hashes.SHA256(), length=KEY_BYTES, salt=salt or None, info=b"privdesk 1 " + purpose.encode()
    )
    return hkdf.derive(source)


def header_key(master: bytes, vault_id: VaultId) -> bytes:
    """Return the key that seals `vault.json`."""
    return derive_key(master, "header", vault_id.encode())


@dataclass(frozen=True, slots=True)
class FormerWrapped:
    """Keys of an earlier generation as the header keeps them, each wrapped under the newest master key."""

    generation: int
    audit_until: int
    audit: bytes
    backup: bytes


def keys_of(
    master: bytes, vault_id: VaultId, ledger: bytes, former: tuple[FormerKeys, ...] = ()
) -> VaultKeys:
    """Return all keys of the vault; `ledger` is the erasure ledger's own key, unwrapped."""
    salt = vault_id.encode()
    return VaultKeys(
        master=master,
        database=derive_key(master, "database", salt),
        documents=derive_key(master, "documents", salt),
        audit=derive_key(master, "audit", salt),
        anchor=derive_key(master, "anchor", salt),
        ledger=ledger,
        header=header_key(master, vault_id),
        search=derive_key(master, "search", salt),
        backup=derive_key(master, "backup", salt),
        former=former,
    )


def wrap_key(wrapping: bytes, key: bytes, context: bytes) -> bytes:
    """Return `key` under AES-256-GCM: nonce (12 bytes), key, tag (16); `context` must be the same later."""
    nonce = secrets.token_bytes(_NONCE)
    return nonce + AESGCM(wrapping).encrypt(nonce, key, context)


def unwrap_key(wrapping: bytes, wrapped: bytes, context: bytes) -> bytes | None:
    """Return the key, or None when wrapping key, content or context is not the one that wrapped it."""
    if len(wrapped) != WRAPPED_BYTES:
        return None
    try:
        return AESGCM(wrapping).decrypt(wrapped[:_NONCE], wrapped[_NONCE:], context)
    except InvalidTag:
        return None


def wrap_ledger_key(master: bytes, vault_id: VaultId, ledger: bytes) -> bytes:
    """Wrap the erasure ledger's own key for the header; a re-key wraps the same one again."""
    return wrap_key(_ledger_wrapping(master, vault_id), ledger, b"ledger")


def unwrap_ledger_key(master: bytes, vault_id: VaultId, wrapped: bytes) -> bytes | None:
    """Return the erasure ledger's own key, or None when the header does not hold it."""
    return unwrap_key(_ledger_wrapping(master, vault_id), wrapped, b"ledger")


def wrap_former(master: bytes, vault_id: VaultId, former: Iterable[FormerKeys]) -> tuple[FormerWrapped, ...]:
    """Wrap what earlier generations must still open for the header."""
    wrapping = _former_wrapping(master, vault_id)
    return tuple(
        FormerWrapped(
            each.generation,
            each.audit_until,
            wrap_key(wrapping, each.audit, _former_context("audit", each)),
            wrap_key(wrapping, each.backup, _former_context("backup", each)),
        )
        for each in former
    )


def unwrap_former(
    master: bytes, vault_id: VaultId, wrapped: Iterable[FormerWrapped]
) -> tuple[FormerKeys, ...] | None:
    """Return the keys of earlier generations, or None when one is not what was wrapped."""
    wrapping = _former_wrapping(master, vault_id)
    found = []
    for each in wrapped:
        audit = unwrap_key(wrapping, each.audit, _former_context("audit", each))
        backup = unwrap_key(wrapping, each.backup, _former_context("backup", each))
        if audit is None or backup is None:
            return None
        found.append(FormerKeys(each.generation, each.audit_until, audit, backup))
    return tuple(found)


def _former_context(name: str, of: FormerKeys | FormerWrapped) -> bytes:
    return f"former {name} {of.generation} {of.audit_until}".encode()


def _former_wrapping(master: bytes, vault_id: VaultId) -> bytes:
    return derive_key(master, "former wrapping", vault_id.encode())


def _ledger_wrapping(master: bytes, vault_id: VaultId) -> bytes:
    return derive_key(master, "ledger wrapping", vault_id.encode())
