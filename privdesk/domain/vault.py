# SPDX-License-Identifier: MIT
"""The vault as the other rooms see it: names, keys handed on, key slots, the anchor's heads, attempts."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import NewType

from privdesk.domain.recovery_code import RecoveryCode

StaffId = NewType("StaffId", str)
"""A member of staff: 32 lower-case hexadecimal digits, made when the key slot is made."""
VaultId = NewType("VaultId", str)
VaultName = NewType("VaultName", str)

KEY_BYTES = 32
HEAD_BYTES = 32
NO_HEAD = bytes(HEAD_BYTES)
MINIMUM_PASSWORD = 10
"""Characters that a new password must have."""


class VaultBinding(StrEnum):
    """What opens the records: a password alone, or a password and a secret that this computer keeps."""

    PASSWORD_ONLY = "password-only"  # noqa: S105
    DEVICE_BOUND = "device-bound"


@dataclass(frozen=True, slots=True)
class KdfStrength:
    """How much one guess at a password costs (Argon2id)."""

    memory_kib: int
    iterations: int
    lanes: int


DEFAULT_STRENGTH = KdfStrength(memory_kib=256 * 1024, iterations=4, lanes=4)
FLOOR_STRENGTH = KdfStrength(memory_kib=64 * 1024, iterations=3, lanes=1)
"""The weakest that a new key slot may have."""
CEILING_STRENGTH = KdfStrength(memory_kib=2 * 1024 * 1024, iterations=32, lanes=16)
"""The most that a header may ask for; looked at before anything is derived."""


@dataclass(frozen=True, slots=True)
class FormerKeys:
    """What a generation of keys before a re-key must still open: its part of the audit chain, its backups."""

    generation: int
    audit_until: int
    """Number of the last audit entry that its audit key seals."""
    audit: bytes = field(repr=False)
    backup: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class VaultKeys:
    """The keys of open records, 32 bytes each; never shown, logged or written.

    Python cannot wipe bytes: locking drops these references and no more is promised.
    """

    master: bytes = field(repr=False)
    database: bytes = field(repr=False)
    """The raw SQLCipher key."""
    documents: bytes = field(repr=False)
    """Wraps each sealed document's own key."""
    audit: bytes = field(repr=False)
    anchor: bytes = field(repr=False)
    ledger: bytes = field(repr=False)
    """The erasure ledger's own key: random, kept wrapped in the header, carried through re-keys."""
    header: bytes = field(repr=False)
    search: bytes = field(repr=False)
    """Keyed hashes for blocking and look-up tokens."""
    backup: bytes = field(repr=False)
    """Wraps each backup's own key."""
    former: tuple[FormerKeys, ...] = field(default=(), repr=False)
    """Earlier generations, oldest first: kept wrapped under this master key, never the other way round."""

    @property
    def former_audit(self) -> tuple[tuple[int, bytes], ...]:
        """Audit keys of earlier generations: number of the last entry that each sealed, and the key."""
        return tuple((each.audit_until, each.audit) for each in self.former)


@dataclass(frozen=True, slots=True)
class SlotInfo:
    """One key slot as the Staff page may list it; `here` is None in password-only records."""

    staff_id: StaffId
    staff_name: str
    computer: str
    here: bool | None
    strength: KdfStrength
    device_id: str = ""
    """Names the computer; empty in password-only records and for a code."""
    code_until: datetime | None = None
    """For a one-time code that waits to be used: until when (aware, UTC); None for a password."""


@dataclass(frozen=True, slots=True)
class OneTimeCode:
    """A code that lets one member of staff set a password on one computer, once; shown once and kept nowhere."""

    staff_id: StaffId
    staff_name: str
    code: RecoveryCode = field(repr=False)
    until: datetime
    """Aware, UTC; the program refuses it afterwards."""


class SignInNote(StrEnum):
    """What the one who signs in is told once about how the records were found; nothing that keeps the desk closed."""

    REKEY_BROKEN_OFF = "rekey-broken-off"
    """A change of keys did not come to its end: the old sheet and passwords count, the new ones never did."""
    REKEYED = "rekeyed"
    """The keys were changed: old sheets and passwords open nothing any more."""
    ANCHOR_TORN = "anchor-torn"
    """The power went while the anchor was written: half of it was spoiled, the rest and the database agree."""
    NOT_CLOSED = "not-closed"
    """The desk was not closed properly: whether an old page was put back cannot be told by its seal."""
    DONE_AGAIN = "done-again"
    """The database was older than the list of erasures; what the list knows beyond it was done again."""


class Settled(StrEnum):
    """What an interrupted change of keys was found to be, and was made of it, before anybody signed in."""

    NOTHING = "nothing"
    FINISHED = "finished"
    """The new keys were whole: they count now."""
    TAKEN_BACK = "taken-back"
    """They were not: the old keys count, what was half made is gone."""


@dataclass(frozen=True, slots=True)
class KeptHeads:
    """What this computer's key store remembers of the records, outside their folder; may lag, never leads."""

    heads: "AnchorHeads"
    generation: int
    revision: int
    at: datetime
    """When it was noted; aware, UTC."""


@dataclass(frozen=True, slots=True)
class UnlockedVault:
    """Records opened by a member of staff."""

    folder: Path
    vault_id: VaultId
    name: VaultName
    binding: VaultBinding
    staff_id: StaffId
    staff_name: str
    header_revision: int
    """Rises with each change of slots: keep the highest in the database and compare at sign-in."""
    keys: VaultKeys = field(repr=False)
    generation: int = 1
    """Rises with each re-key."""


@dataclass(frozen=True, slots=True)
class OpenedVault:
    """New records, with the recovery code that is shown once and kept nowhere."""

    vault: UnlockedVault
    recovery_code: RecoveryCode = field(repr=False)
    strength: KdfStrength

    @property
    def weaker_than_usual(self) -> bool:
        """Whether the slots were tuned down for a small computer: the desk says so."""
        return self.strength.memory_kib < DEFAULT_STRENGTH.memory_kib


@dataclass(frozen=True, slots=True)
class RecoveredVault:
    """A new password was set with the sheet: write the audit entry, hand out the new code, then lock."""

    vault: UnlockedVault
    recovery_code: RecoveryCode = field(repr=False)


@dataclass(frozen=True, slots=True)
class DeskHolder:
    """Who has the records open: staff name, computer, since when (aware, UTC), process."""

    who: str
    host: str
    since: datetime
    pid: int


@dataclass(frozen=True, slots=True)
class LastClosed:
    """Who closed the records last, and when (aware, UTC)."""

    who: str
    at: datetime


@dataclass(frozen=True, slots=True)
class VaultPeek:
    """What the unlock page may show before anybody signed in; nothing of data subjects."""

    folder: Path
    vault_id: VaultId
    name: VaultName
    format: int
    binding: VaultBinding
    staff_names: tuple[str, ...]
    device_secret: bool | None
    """Whether this computer holds its half of the key; None for password-only records."""
    keyring_name: str
    """Where that half lives, such as `Windows Credential Locker`; empty without one."""
    held_by: DeskHolder | None
    last_closed: LastClosed | None
    has_database: bool
    """False when the making of these records was interrupted before the first entry."""
    waiting_names: tuple[str, ...] = ()
    """Staff for whom a one-time code waits."""


@dataclass(frozen=True, slots=True)
class SweepResult:
    """What opening did with `documents/incoming`: ids moved into place, ids set aside."""

    moved: tuple[str, ...]
    quarantined: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AnchorHeads:
    """What the anchor remembers outside the database; heads are 32 bytes, numbers start at 0."""

    counter: int
    audit_head: bytes = NO_HEAD
    ledger_head: bytes = NO_HEAD
    ledger_count: int = 0
    epoch: int = 1


class AnchorState(StrEnum):
    """How the anchor stands to the database."""

    AGREES = "agrees"
    BEHIND = "behind"
    """An ordinary crash between commit and anchor."""
    AHEAD = "ahead"
    """The database has lost what was acknowledged."""
    OTHER_HISTORY = "other-history"
    MISSING = "missing"
    DAMAGED = "damaged"


def compare_heads(
    anchor: AnchorHeads,
    database: AnchorHeads,
    audit_has: Callable[[bytes], bool],
    ledger_has: Callable[[bytes], bool] | None = None,
) -> AnchorState:
    """Tell how `anchor` stands to `database`; `audit_has` says whether a head is in the database's chain."""
    if anchor.epoch != database.epoch:
        return AnchorState.OTHER_HISTORY
    if anchor.counter > database.counter:
        return AnchorState.AHEAD
    if anchor.counter == database.counter:
        return AnchorState.AGREES if anchor == database else AnchorState.OTHER_HISTORY
    if anchor.ledger_count > database.ledger_count:
        return AnchorState.AHEAD
    known = anchor.audit_head == NO_HEAD or audit_has(anchor.audit_head)
    if known and ledger_has is not None and anchor.ledger_head != NO_HEAD:
        known = ledger_has(anchor.ledger_head)
    return AnchorState.BEHIND if known else AnchorState.OTHER_HISTORY


class PasswordHintKey(StrEnum):
    """What would make a password better; the window has the words."""

    TOO_SHORT = "too-short"
    OWN_WORDS = "own-words"
    COMMON = "common"
    NAME = "name"
    WORD = "word"
    KEYBOARD = "keyboard"
    REPEAT = "repeat"
    SEQUENCE = "sequence"
    DATE = "date"
    LONGER = "longer"
    GOOD = "good"


@dataclass(frozen=True, slots=True)
class PasswordHint:
    """How hard a password is to guess, 0 (at once) to 4 (out of reach), and the one hint that helps most."""

    score: int
    key: PasswordHintKey

    @property
    def acceptable(self) -> bool:
        """Whether the desk takes it at all."""
        return self.key is not PasswordHintKey.TOO_SHORT


@dataclass(frozen=True, slots=True)
class Attempts:
    """Wrong passwords in a row and the wait they cost. Times are seconds of one monotonic clock."""

    failures: int = 0
    last_failure: float = 0.0

    FREE_TRIES = 3
    WAITS = (60, 120, 300, 900)
    """Seconds after the third, fourth, fifth, and every later wrong password."""

    def failed(self, now: float) -> "Attempts":
        """Return the count after one more wrong password."""
        return Attempts(self.failures + 1, now)

    @property
    def tries_left(self) -> int:
        """Tries before the next wait; 0 while a wait is due or has just begun."""
        return max(0, self.FREE_TRIES - self.failures)

    @property
    def next_wait(self) -> int:
        """Seconds of the wait that has begun, or of the one that comes after the tries left."""
        return self.WAITS[min(max(0, self.failures - self.FREE_TRIES), len(self.WAITS) - 1)]

    def wait_seconds(self, now: float) -> int:
        """Whole seconds, rounded up, before another password is looked at."""
        if self.failures < self.FREE_TRIES:
            return 0
        left = self.last_failure + self.next_wait - now
        return max(0, -int(-left // 1))
