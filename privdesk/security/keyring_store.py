# SPDX-License-Identifier: MIT
"""This computer's half of the key, kept in the key store of the operating system. Never the only way in.

Windows keeps at most 1,280 characters a secret; ours has 64. A frozen program finds no key store by itself:
the modules are named here, and `privdesk.spec` takes the same list. Only Linux is tried.
"""

import importlib
import secrets
from typing import TYPE_CHECKING, Protocol

from privdesk.domain.vault import KEY_BYTES, VaultId

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

SERVICE = "privdesk"
MAXIMUM_CHARACTERS = 1280
BACKEND_MODULES = (
    "keyring.backends.Windows",
    "keyring.backends.macOS",
    "keyring.backends.SecretService",
    "keyring.backends.libsecret",
    "keyring.backends.kwallet",
    "keyring.backends.chainer",
    "keyring.backends.fail",
    "keyring.backends.null",
)
"""Hidden imports of the frozen program."""


class SecretStore(Protocol):
    """A place that keeps short texts for this account on this computer."""

    @property
    def name(self) -> str:
        """What the store is called; empty when there is none."""
        ...

    def get(self, key: str) -> str | None:
        """Return the text, or None when there is none or the store does not answer."""
        ...

    def put(self, key: str, text: str) -> bool:
        """Keep the text; False when the store does not take it."""
        ...

    def drop(self, key: str) -> None:
        """Forget the text, if it is there."""
        ...


class KeyringStore:
    """The operating system's key store, through `keyring`; every failure is "there is none"."""

    @property
    def name(self) -> str:
        """Name of the store in use, such as `Windows Credential Locker`."""
        backend = _backend()
        return "" if backend is None else str(getattr(backend, "name", type(backend).__name__))

    def get(self, key: str) -> str | None:
        """Return the text, or None."""
        backend = _backend()
        if backend is None:
            return None
        try:
            text = backend.get_password(SERVICE, key)
        except Exception:  # noqa: BLE001 - each store has errors of its own: locked, refused, gone
            return None
        return text if isinstance(text, str) else None

    def put(self, key: str, text: str) -> bool:
        """Keep the text and read it back."""
        backend = _backend()
        if backend is None or len(text) > MAXIMUM_CHARACTERS:
            return False
        try:
            backend.set_password(SERVICE, key, text)
        except Exception:  # noqa: BLE001
            return False
        return self.get(key) == text

    def drop(self, key: str) -> None:
        """Forget the text."""
        backend = _backend()
        if backend is None:
            return
        try:
            backend.delete_password(SERVICE, key)
        except Exception:  # noqa: BLE001
            return


def device_secret_available(store: SecretStore) -> bool:
    """Whether this computer can keep its half of a key: a probe is kept, read back and forgotten."""
    probe, text = f"probe-{secrets.token_hex(4)}", secrets.token_hex(KEY_BYTES)
    kept = store.put(probe, text) and store.get(probe) == text
    if kept:
        store.drop(probe)
    return kept


def device_secret(store: SecretStore, vault_id: VaultId) -> bytes | None:
    """Return this computer's half of the key of a vault, or None."""
    text = store.get(_entry(vault_id))
    try:
        secret = bytes.fromhex(text or "")
    except ValueError:
        return None
    return secret if len(secret) == KEY_BYTES else None


def new_device_secret(store: SecretStore, vault_id: VaultId) -> bytes | None:
    """Make and keep this computer's half of the key; None when there is no key store. Never replaces one."""
    secret = device_secret(store, vault_id)
    if secret is not None:
        return secret
    secret = secrets.token_bytes(KEY_BYTES)
    return secret if store.put(_entry(vault_id), secret.hex()) else None


def forget_device_secret(store: SecretStore, vault_id: VaultId) -> None:
    """Take this computer's half away: its slots open nothing any more."""
    store.drop(_entry(vault_id))


def keyring_backends() -> list[str]:
    """Names of the key-store modules that this program carries and can load, for its self-test."""
    return [module for module in BACKEND_MODULES if _loads(module)]


def _loads(module: str) -> bool:
    """Import a store by name, so that a frozen program knows it too."""
    try:
        importlib.import_module(module)
    except Exception:  # noqa: BLE001 - a store of another system
        return False
    return True


def _backend() -> "KeyringBackend | None":
    for module in BACKEND_MODULES:
        _loads(module)
    import keyring

    try:
        backend = keyring.get_keyring()
    except Exception:  # noqa: BLE001
        return None
    unusable = type(backend).__module__ in ("keyring.backends.fail", "keyring.backends.null")
    return None if unusable else backend


def _entry(vault_id: VaultId) -> str:
    return f"records-{vault_id}"
