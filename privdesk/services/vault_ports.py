# SPDX-License-Identifier: MIT
"""What making, opening and recovering records needs from the outside world; `bootstrap` joins the adapters."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Protocol

from privdesk.domain.catalogue import Office
from privdesk.domain.recovery_code import RecoveryCode
from privdesk.domain.references import References
from privdesk.domain.vault import (
    AnchorHeads,
    Attempts,
    KeptHeads,
    OpenedVault,
    PasswordHint,
    RecoveredVault,
    SignInNote,
    SlotInfo,
    StaffId,
    UnlockedVault,
    VaultBinding,
    VaultPeek,
)
from privdesk.services.clock import OfficeClock
from privdesk.services.key_ports import KeyStore
from privdesk.services.look_up_ports import LookUp
from privdesk.services.ports import OpenReading, OpenWork, Sealer, UnitOfWork


class VaultStore(Protocol):
    """Vault folders, headers and key slots; see `privdesk.security.vault_files` for what each raises."""

    def default_folder(self, name: str) -> Path: ...
    def known_vaults(self) -> Sequence[Path]: ...
    def can_bind(self) -> bool: ...
    def password_hint(self, password: str, own_words: Iterable[str] = ()) -> PasswordHint: ...
    def groups_to_confirm(self) -> tuple[int, ...]: ...
    def attempts(self, folder: Path) -> Attempts: ...
    def wait_seconds(self, folder: Path) -> int: ...
    def peek(self, folder: Path) -> VaultPeek: ...
    def recall(self, folder: Path) -> Callable[[], KeptHeads | None]: ...
    def remember(self, vault: UnlockedVault, heads: AnchorHeads, at: datetime) -> None: ...
    def put_previous_header_back(self, folder: Path) -> None: ...
    def create(
        self,
        folder: Path,
        name: str,
        staff_name: str,
        password: str,
        *,
        binding: VaultBinding = VaultBinding.PASSWORD_ONLY,
    ) -> OpenedVault: ...
    def discard(self, opened: OpenedVault) -> None: ...
    def unlock(self, folder: Path, staff_name: str, password: str) -> UnlockedVault: ...
    def recover(
        self, folder: Path, staff_name: str, recovery_code: str, new_password: str
    ) -> RecoveredVault: ...
    def change_password(self, vault: UnlockedVault, password: str, new_password: str) -> None: ...
    def revision(self, vault: UnlockedVault) -> int: ...
    def slots(self, vault: UnlockedVault) -> Sequence[SlotInfo]: ...
    def add_slot(self, vault: UnlockedVault, staff_name: str, password: str) -> StaffId: ...
    def readmit(self, vault: UnlockedVault, staff_id: StaffId, staff_name: str, password: str) -> None: ...
    def remove_slot(self, vault: UnlockedVault, staff_id: StaffId) -> None: ...
    def remove_strays(self, vault: UnlockedVault, may_sign_in: Iterable[StaffId]) -> bool: ...
    def new_sheet(self, vault: UnlockedVault) -> RecoveryCode: ...
    def settle_sheet(self, vault: UnlockedVault, *, keep_new: bool) -> None: ...
    @property
    def changes(self) -> KeyStore:
        """Keys, computers and binding."""
        ...


class OpenRecords(Protocol):
    """Database and sealed files of unlocked records, as the member of staff who unlocked them."""

    @property
    def clock(self) -> OfficeClock:
        """Time at the office, in the zone that the records name."""
        ...

    @property
    def work(self) -> OpenWork:
        """Begin a writing transaction."""
        ...

    @property
    def runs(self) -> OpenWork:
        """Begin a writing transaction of a long run, which lets a person's writes go first."""
        ...

    @property
    def reading(self) -> OpenReading:
        """Begin a consistent read."""
        ...

    @property
    def look_up(self) -> LookUp:
        """Finds people while somebody types."""
        ...

    @property
    def sealer(self) -> Sealer:
        """Sealed files."""
        ...

    @property
    def references(self) -> References:
        """What agency clerks see instead of numbers that count everybody."""
        ...

    @property
    def notes(self) -> tuple[SignInNote, ...]:
        """How the records were found, for the one who signs in."""
        ...

    @property
    def pages_wrong(self) -> bool:
        """Whether the comparing of a large file, which goes on while people work, found another's pages."""
        ...

    def heads(self) -> AnchorHeads:
        """What the database says of itself."""
        ...

    def audit_has(self, head: bytes) -> bool:
        """Whether `head` is in the audit chain."""
        ...

    def settle(self) -> None:
        """Move into place what a crash left on its way there; `RecordsFactory.open` does it unless with `trust`."""
        ...

    def begin_anew(self, work: UnitOfWork, epoch: int) -> int:
        """Begin another history within `work`, because somebody who may decided to go on with an older database.

        What copies of the list of erasures know beyond it is done again, so that erased people stay erased; returns how
        many lines that were. Does not commit.
        """
        ...

    def close(self) -> None:
        """Let go of files and keys."""
        ...


class RecordsFactory(Protocol):
    """Makes and opens what lies inside a vault folder."""

    def create(self, vault: UnlockedVault, office: Office) -> OpenRecords:
        """Make an empty database and the anchor of new records; `office` names the time zone."""
        ...

    def open(self, vault: UnlockedVault, *, trust: bool = False) -> OpenRecords:
        """Open database and sealed files, compare the anchor, settle what a crash left in `incoming`.

        With `trust` the database is taken as it is, and nothing outside it is touched before the first commit, with
        which the anchor begins anew: whoever calls refuses everybody who may not decide so before that.

        Raises: PagesError, DatabaseMissingError, EmptyDatabaseError, DamagedDatabaseError, NewerFormatError, AnchorError.
        """
        ...


class DeskHold(Protocol):
    """One desk at a time: the lock of one vault folder."""

    def acquire(self, since: datetime, who: str = "") -> None:
        """Raises: AnotherDeskError."""
        ...

    def announce(self, who: str) -> None: ...
    def release(self, closed_by: str = "", closed_at: datetime | None = None) -> None: ...


class RecoverySheet(Protocol):
    """Prints the recovery sheet as a one-page PDF, in memory only."""

    def __call__(
        self, groups: Sequence[str], vault_name: str, staff_name: str, made_on: date, language: str
    ) -> bytes: ...
