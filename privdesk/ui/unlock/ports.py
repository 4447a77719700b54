# SPDX-License-Identifier: MIT
"""What the unlock pages need: `services.vaults.Vaults` is one; tests hand in a small one."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:  # names only: the unlock page is in sight before these are loaded
    from privdesk.domain.catalogue import Office
    from privdesk.domain.vault import PasswordHint, VaultBinding, VaultPeek
    from privdesk.services.vaults import MadeVault, OpenVault, RecoveredAccess


class VaultsPort(Protocol):
    """Records before signing in. Every method is slow by intention and runs in a job."""

    def default_folder(self, name: str) -> Path: ...

    def known(self) -> Sequence[Path]: ...

    def can_bind(self) -> bool: ...

    def password_hint(self, password: str, own_words: Iterable[str] = ()) -> "PasswordHint": ...

    def peek(self, folder: Path) -> "VaultPeek": ...

    def wait_seconds(self, folder: Path) -> int: ...

    def put_previous_header_back(self, folder: Path) -> None: ...

    def prepare(
        self,
        folder: Path,
        *,
        name: str,
        staff_name: str,
        password: str,
        office: "Office",
        binding: "VaultBinding" = ...,
    ) -> "MadeVault": ...

    def finish(self, made: "MadeVault") -> Path: ...

    def abandon(self, made: "MadeVault") -> None: ...

    def unlock(self, folder: Path, staff_name: str, password: str) -> "OpenVault": ...

    def unlock_as_they_are(self, folder: Path, staff_name: str, password: str) -> "OpenVault": ...

    def use_code(self, folder: Path, *, staff_name: str, code: str, new_password: str) -> None: ...

    def lock(self, opened: "OpenVault") -> None: ...

    def change_own_password(
        self, opened: "OpenVault", old_password: str, new_password: str
    ) -> "OpenVault": ...

    def recover(
        self, folder: Path, *, staff_name: str, code: str, new_password: str
    ) -> "RecoveredAccess": ...
