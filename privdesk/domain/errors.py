# SPDX-License-Identifier: MIT
"""What can go wrong that a member of staff can do something about.

Errors carry data and no text; `privdesk.services.explain` turns each into title, what happened, what to do.
Data in an error is never a person's value: ids, field names, file names, paths, counts and dates only.
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path


class PrivdeskError(Exception):
    """Base of every error shown to staff."""


class Cancelled(PrivdeskError):  # noqa: N818 -- the field’s word; nothing went wrong
    """The person at the desk stopped the job."""


# The vault: place, header, sign-in, documents, anchor.


@dataclass(eq=False)
class VaultMissingError(PrivdeskError):
    """There are no records in this folder."""

    folder: Path


@dataclass(eq=False)
class FolderTakenError(PrivdeskError):
    """New records need an empty or new folder."""

    folder: Path


@dataclass(eq=False)
class NetworkFolderError(PrivdeskError):
    """The folder lies on another computer; write-ahead logging is unsafe there."""

    folder: Path
    kind: str
    """File system or share, such as `nfs4`, `cifs`, `UNC`."""


@dataclass(eq=False)
class SynchronisedFolderError(PrivdeskError):
    """A cloud client copies this folder away."""

    folder: Path
    service: str


@dataclass(eq=False)
class FolderNotWritableError(PrivdeskError):
    """This account may not write here."""

    folder: Path


@dataclass(eq=False)
class DiskFullError(PrivdeskError):
    """There is no room; `free_bytes` is None where a write failed."""

    folder: Path
    free_bytes: int | None = None
    needed_bytes: int = 0


@dataclass(eq=False)
class HeaderDamagedError(PrivdeskError):
    """`vault.json` is not what was written; `part` names what is wrong with it."""

    folder: Path
    part: str
    has_previous: bool = False


@dataclass(eq=False)
class HeaderForgedError(PrivdeskError):
    """`vault.json` was changed by hand or by another program: its seal does not fit."""

    folder: Path


@dataclass(eq=False)
class HeaderOutdatedError(PrivdeskError):
    """`vault.json` is an older copy: slots were changed since, and the records remember it."""

    folder: Path


@dataclass(eq=False)
class VaultNewerError(PrivdeskError):
    """A newer privdesk wrote these records."""

    folder: Path
    found: int
    known: int


@dataclass(eq=False)
class WrongPasswordError(PrivdeskError):
    """The name or the password is not right – never said which."""

    tries_left: int
    """Tries before the next wait."""
    wait_seconds: int
    """The wait that has begun, or that comes after the tries left."""


@dataclass(eq=False)
class WaitBeforeTryError(PrivdeskError):
    """Too many wrong passwords: nothing is looked at for a while."""

    seconds: int


@dataclass(eq=False)
class PasswordTooShortError(PrivdeskError):
    """A new password has too few characters."""

    minimum: int


class StaffNameTakenError(PrivdeskError):
    """Another member of staff has this name."""


class StaffNameMissingError(PrivdeskError):
    """A name is empty, too long, or holds characters that cannot be read."""


class LastSlotError(PrivdeskError):
    """The only key slot cannot be removed."""


class SlotMissingError(PrivdeskError):
    """This member of staff has no key slot."""


@dataclass(eq=False)
class SlotTooWeakError(PrivdeskError):
    """A new key slot would be easier to guess than is allowed (MiB of memory a guess)."""

    memory_mib: int
    floor_mib: int


@dataclass(eq=False)
class MemoryShortError(PrivdeskError):
    """There is not enough free memory to derive a key."""

    memory_mib: int


class DeviceSecretMissingError(PrivdeskError):
    """These records are bound to computers, and this one does not hold its half of the key."""


class NotEnrolledHereError(PrivdeskError):
    """This member of staff signs in on another computer."""


class CodeWaitsError(PrivdeskError):
    """This member of staff has no password here: a one-time code waits to be exchanged for one."""


@dataclass(eq=False)
class CodeRefusedError(PrivdeskError):
    """The name or the one-time code is not right, or the code was used – never said which."""

    tries_left: int
    wait_seconds: int


@dataclass(eq=False)
class CodeExpiredError(PrivdeskError):
    """The one-time code was right, and counted until a moment that has passed (aware, UTC)."""

    until: datetime


class KeysChangedMeanwhileError(PrivdeskError):
    """Somebody changed who may open the records since the new keys were prepared."""


class KeysSwitchUnfinishedError(PrivdeskError):
    """The new keys count already, and the last files could not be put in their place: the next opening does it."""


@dataclass(eq=False)
class RollbackError(PrivdeskError):
    """This computer's key store remembers newer records than lie in the folder."""

    remembered_at: datetime
    """When the key store last noted them; aware, UTC."""
    commits: int
    """How many acknowledged changes are missing at least; 0 where the two histories parted."""


@dataclass(eq=False)
class PagesError(PrivdeskError):
    """Pages of the database are not those that the desk closed."""

    path: Path


class KeyringMissingError(PrivdeskError):
    """This computer has no key store, so records cannot be bound to it."""


@dataclass(eq=False)
class RecoveryCodeMistypedError(PrivdeskError):
    """The code cannot be as printed; `group` counts from 1, 0 when the length is wrong."""

    group: int


@dataclass(eq=False)
class RecoveryRefusedError(PrivdeskError):
    """The name or the code is not right, or the sheet is used up – never said which."""

    tries_left: int
    wait_seconds: int


@dataclass(eq=False)
class AnotherDeskError(PrivdeskError):
    """The records are open at another desk (`since` aware, UTC; empty and None while it is just opening)."""

    who: str
    host: str
    since: datetime | None


@dataclass(eq=False)
class SealedDocumentError(PrivdeskError):
    """A sealed file cannot be opened."""

    document_id: str


@dataclass(eq=False)
class DocumentMissingError(SealedDocumentError):
    """A sealed file is not where it should be."""


@dataclass(eq=False)
class DocumentDamagedError(SealedDocumentError):
    """A sealed file was altered, cut, swapped or reordered, or its key does not fit."""

    chunk: int
    """Number of the first bad chunk from 0; -1 for its head or key."""


@dataclass(eq=False)
class AnchorError(PrivdeskError):
    """The anchor and the database do not fit; `state` is a value of `AnchorState`."""

    state: str


# Paper and files from outside.


@dataclass(eq=False)
class FileNotReadableError(PrivdeskError):
    """A received file could not be read; the original is kept.

    `reason_key`: empty, unknown_kind, archive, office_file, damaged, locked, crashed, too_slow, too_large, too_many_pages, no_table.
    """

    reason_key: str


@dataclass(eq=False)
class WorkerFailedError(PrivdeskError):
    """Work outside the window's process did not finish: `task` by name, `reason_key` crashed, too_slow, too_large, failed."""

    task: str
    reason_key: str


@dataclass(eq=False)
class FormDefinitionError(PrivdeskError):
    """The definition of a form template is wrong at `place`, such as `postcode.kind`."""

    place: str


# The database.


@dataclass(eq=False)
class NotFoundError(PrivdeskError):
    """There is no such record; `kind` such as `person`, `key` its id or number."""

    kind: str
    key: str


@dataclass(eq=False)
class UserNumberTakenError(PrivdeskError):
    """A user number belongs to another contract already; `person_id` is whose."""

    person_id: int


@dataclass(eq=False)
class UnauditedChangeError(PrivdeskError):
    """A slip of the program: a change without an audit entry was refused; `tables` names what had changed."""

    tables: tuple[str, ...]


@dataclass(eq=False)
class DatabaseMissingError(PrivdeskError):
    """The records' database is not in their folder."""

    path: Path


@dataclass(eq=False)
class EmptyDatabaseError(PrivdeskError):
    """The records' database has no content: 0 bytes where people should be."""

    path: Path


@dataclass(eq=False)
class WrongKeyError(PrivdeskError):
    """The database does not open with these records' key."""

    path: Path


@dataclass(eq=False)
class DamagedDatabaseError(PrivdeskError):
    """The database is not what was written."""

    path: Path


@dataclass(eq=False)
class NewerFormatError(PrivdeskError):
    """A newer privdesk wrote this database."""

    path: Path
    found: int
    known: int


@dataclass(eq=False)
class ReadOnlyError(PrivdeskError):
    """The database may not be written by this account."""

    folder: Path


class BusyError(PrivdeskError):
    """Something else is being written and did not make way in time."""


@dataclass(eq=False)
class StorageFaultError(PrivdeskError):
    """The database refused a statement; `fault` is the kind of fault, never its text."""

    fault: str


# The command line.


@dataclass(eq=False)
class TemplateUnknownError(PrivdeskError):
    """There is no form of this code; empty when the item's form is not known yet."""

    code: str


@dataclass(eq=False)
class PurposeUnknownError(PrivdeskError):
    """There is no such purpose for opening a person's record."""

    code: str


@dataclass(eq=False)
class RightUnknownError(PrivdeskError):
    """There is no such right."""

    code: str


@dataclass(eq=False)
class FileThereError(PrivdeskError):
    """A file of this name is there already, and nobody said that it may go."""

    path: Path


@dataclass(eq=False)
class PairMalformedError(PrivdeskError):
    """An option that should read FIELD=VALUE; `position` counts from 1."""

    position: int


@dataclass(eq=False)
class SecretFileReadableError(PrivdeskError):
    """A password file that others on this computer can read."""

    path: Path


@dataclass(eq=False)
class SecretMissingError(PrivdeskError):
    """No password was given and nobody is there to ask."""

    option: str
