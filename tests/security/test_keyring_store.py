# SPDX-License-Identifier: MIT
"""This computer's half of the key: kept, read back, never replaced, and missing without a crash."""

import keyring
import keyring.backend
import keyring.errors
import pytest

from privdesk.domain.vault import VaultId
from privdesk.security.keyring_store import (
    BACKEND_MODULES,
    MAXIMUM_CHARACTERS,
    KeyringStore,
    device_secret,
    device_secret_available,
    forget_device_secret,
    keyring_backends,
    new_device_secret,
)
from tests.security.desk_kit import MemoryStore

VAULT = VaultId("a" * 32)


class Backend(keyring.backend.KeyringBackend):
    """A key store of an operating system."""

    priority = 1
    broken = False

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        if self.broken:
            raise keyring.errors.KeyringLocked
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        if self.broken:
            raise keyring.errors.PasswordSetError
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.broken or self.kept.pop((service, username), None) is None:
            raise keyring.errors.PasswordDeleteError


@pytest.fixture
def backend(monkeypatch: pytest.MonkeyPatch) -> Backend:
    store = Backend()
    monkeypatch.setattr(keyring, "get_keyring", lambda: store)
    return store


def test_a_half_is_kept_read_back_and_never_replaced(backend: Backend) -> None:
    store = KeyringStore()
    assert device_secret(store, VAULT) is None
    secret = new_device_secret(store, VAULT)
    assert secret is not None
    assert len(secret) == 32
    assert new_device_secret(store, VAULT) == secret == device_secret(store, VAULT)
    assert device_secret(store, VaultId("b" * 32)) is None
    assert [len(text) for text in backend.kept.values()] == [64]
    assert max(len(text) for text in backend.kept.values()) <= MAXIMUM_CHARACTERS
    forget_device_secret(store, VAULT)
    forget_device_secret(store, VAULT)
    assert backend.kept == {}


def test_the_probe_is_forgotten(backend: Backend) -> None:
    assert device_secret_available(KeyringStore())
    assert backend.kept == {}


def test_a_locked_or_broken_store_is_no_store_and_no_crash(backend: Backend) -> None:
    backend.broken = True
    store = KeyringStore()
    assert not device_secret_available(store)
    assert new_device_secret(store, VAULT) is None
    assert device_secret(store, VAULT) is None
    store.drop("x")


def test_the_empty_store_of_this_suite_is_no_store() -> None:
    store = KeyringStore()
    assert store.name == ""
    assert not device_secret_available(store)
    assert new_device_secret(store, VAULT) is None


def test_a_text_too_long_for_windows_is_not_kept(backend: Backend) -> None:
    assert not KeyringStore().put("x", "y" * (MAXIMUM_CHARACTERS + 1))
    assert backend.kept == {}


@pytest.mark.parametrize("text", ["", "zz", "00" * 31, "00" * 33])
def test_rubbish_in_the_store_is_no_half(text: str) -> None:
    store = MemoryStore()
    store.kept[f"records-{VAULT}"] = text
    assert device_secret(store, VAULT) is None


def test_the_program_names_the_stores_it_carries() -> None:
    names = keyring_backends()
    assert {"keyring.backends.Windows", "keyring.backends.SecretService"} <= set(names)
    assert set(names) <= set(BACKEND_MODULES)
