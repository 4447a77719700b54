# SPDX-License-Identifier: MIT
"""What can go wrong with backups, with restoring one, and with the list of erasures."""

from dataclasses import dataclass
from pathlib import Path

from privdesk.domain.errors import PrivdeskError


@dataclass(eq=False)
class NoBackupFolderError(PrivdeskError):
    """Nobody has chosen where backups go."""


@dataclass(eq=False)
class BackupFolderMissingError(PrivdeskError):
    """The chosen folder is not there: a disk that is not plugged in, a share that is not reached."""

    folder: Path


@dataclass(eq=False)
class BackupInsideRecordsError(PrivdeskError):
    """The chosen folder lies inside the records: it would be lost with them."""

    folder: Path


@dataclass(eq=False)
class CopyDiffersError(PrivdeskError):
    """A copy of the database is not what was copied; `part` names the check that failed."""

    part: str


@dataclass(eq=False)
class NoBackupError(PrivdeskError):
    """There is no backup in this folder."""

    folder: Path


@dataclass(eq=False)
class BackupDamagedError(PrivdeskError):
    """A backup is not what was written; `part` is one of manifest, seal, database, documents, header."""

    name: str
    part: str


@dataclass(eq=False)
class BackupNewerError(PrivdeskError):
    """Written by a newer program."""

    name: str
    found: int
    known: int


@dataclass(eq=False)
class BackupForeignError(PrivdeskError):
    """The password opened the backup's key slots, but its key was wrapped under another master key."""

    name: str


@dataclass(eq=False)
class LedgerOutdatedError(PrivdeskError):
    """The newest list of erasures is not at hand; `needed` entries exist, the best list found has `found`."""

    needed: int
    found: int
    place: str
    """Where an entry count of `needed` was seen: manifest, anchor or keyring."""


@dataclass(eq=False)
class LedgerMissingError(PrivdeskError):
    """The list of erasures that belongs beside the backups is not there."""

    folder: Path


@dataclass(eq=False)
class LedgerDamagedError(PrivdeskError):
    """The list of erasures is not what was written; `number` is the first entry that does not fit."""

    number: int


@dataclass(eq=False)
class LedgerOtherHistoryError(PrivdeskError):
    """The list of erasures at hand tells another history than the records that wrote the backup."""


@dataclass(eq=False)
class CopyStillNeededError(PrivdeskError):
    """A copy made before an update stays for 30 days, and until a good backup is newer than it."""
