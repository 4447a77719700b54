# SPDX-License-Identifier: MIT
"""One's own way into the records: the password, and where this computer's half of the key lies."""

from collections.abc import Iterable
from pathlib import Path

from privdesk.domain.staff import Permission
from privdesk.domain.vault import PasswordHint, VaultBinding
from privdesk.services.vaults import OpenVault, Vaults


class Account:
    """The account of the member who is signed in; dropped on locking."""

    def __init__(self, vaults: Vaults, opened: OpenVault) -> None:
        self._vaults, self._opened = vaults, opened

    @property
    def folder(self) -> Path:
        """Where the records lie."""
        self._require()
        return self._opened.vault.folder

    @property
    def binding(self) -> VaultBinding:
        """Whether a password alone opens the records."""
        self._require()
        return self._opened.vault.binding

    def can_bind(self) -> bool:
        """Whether this computer has a key store that could keep half of the key."""
        self._require()
        return self._vaults.can_bind()

    def password_hint(self, password: str, own_words: Iterable[str] = ()) -> PasswordHint:
        """How hard a new password is to guess, and the one hint that helps most."""
        self._require()
        return self._vaults.password_hint(password, own_words)

    def change_password(self, old_password: str, new_password: str) -> None:
        """Change one's own password; recorded. Raises: WrongPasswordError, PasswordTooShortError, WaitBeforeTryError."""
        self._require()
        self._vaults.change_own_password(self._opened, old_password, new_password)

    def _require(self) -> None:
        self._opened.session.member.require(Permission.USE_DESK)
