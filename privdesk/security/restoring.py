# SPDX-License-Identifier: MIT
"""The files of a restore: a header laid out to be opened, and the newest ledger that can be found."""

import shutil
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from privdesk.domain.backup_errors import (
    BackupDamagedError,
    LedgerDamagedError,
    LedgerMissingError,
    LedgerOtherHistoryError,
    LedgerOutdatedError,
)
from privdesk.domain.errors import FolderTakenError, PrivdeskError
from privdesk.domain.ledger import LEDGER_START, LedgerLine
from privdesk.domain.vault import AnchorHeads, UnlockedVault, VaultId
from privdesk.security.anchor import Anchor
from privdesk.security.backups import Backup, backups_in
from privdesk.security.durable import named_failures, write_new
from privdesk.security.header import HEADER_NAME, Header, read_header
from privdesk.security.ledger_file import LedgerFile
from privdesk.security.vault_folder import SUFFIX, make_vault_folder

STAGED = ".restoring"

Remembered = Callable[[UnlockedVault], AnchorHeads | None]
"""The copy of the anchor that this computer's key store keeps, if any."""


@dataclass(frozen=True, slots=True)
class Known:
    """Somewhere it is known how long the ledger is."""

    place: str
    count: int
    head: bytes


def stage_header(backup: Backup, target: Path) -> tuple[Path, Header]:
    """Make the folder beside `target` in which records are put together, with the backup's header in it.

    Raises:
        FolderTakenError: `target` exists and is not empty.
        BackupDamagedError, BackupNewerError: the backup.
        DiskFullError, FolderNotWritableError: the place.
    """
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise FolderTakenError(target)
    backup.manifest()
    making = target.with_name(target.name + STAGED)
    header = _header_of(backup)
    with named_failures(target.parent):
        if making.is_dir():
            shutil.rmtree(making)
        make_vault_folder(making)
        write_new(making / HEADER_NAME, (backup.folder / HEADER_NAME).read_bytes())
    return making, header


def _header_of(backup: Backup) -> Header:
    try:
        header = read_header(backup.folder)
    except (PrivdeskError, OSError) as error:
        raise BackupDamagedError(backup.name, "header") from error
    if header.vault_id != backup.manifest().vault_id:
        raise BackupDamagedError(backup.name, "header")
    return header


def neighbours(vault_id: VaultId, places: Iterable[Path]) -> Sequence[Path]:
    """Folders of the same records among `places`: where the newest ledger and the anchor may lie."""
    found = []
    for place in dict.fromkeys(places):
        try:
            if read_header(place).vault_id == vault_id:
                found.append(place)
        except (PrivdeskError, OSError):
            continue
    return found


def around(target: Path, known: Iterable[Path]) -> Sequence[Path]:
    """Where records may lie: the default place, and beside the new folder."""
    siblings = target.parent.glob(f"*{SUFFIX}") if target.parent.is_dir() else ()
    return [each for each in (*known, *siblings) if each != target]


def newest_ledger(
    backup: Backup,
    vault: UnlockedVault,
    folders: Sequence[Path],
    named: Path | None = None,
    remembered: Remembered = lambda _vault: None,
) -> list[LedgerLine]:
    """Return every line of the newest ledger, or refuse when a newer one is known of than can be found.

    Raises:
        LedgerMissingError: no copy at all.
        LedgerDamagedError: copies, but none that can be read.
        LedgerOutdatedError: more lines are known of than any copy has.
        LedgerOtherHistoryError: a copy of another history.
    """
    home = backup.folder.parent
    places = [home, *folders, *([named.parent if named.is_file() else named] if named is not None else [])]
    lines = _longest(places, vault, home)
    heads = backup.facts(vault.keys).heads
    known = [Known("backup", heads.ledger_count, heads.ledger_head)]
    known += _manifests(home, vault)
    known += _anchors(folders, vault)
    copy = remembered(vault)
    if copy is not None:
        known.append(Known("keyring", copy.ledger_count, copy.ledger_head))
    for each in sorted(known, key=lambda one: -one.count):
        if each.count > len(lines):
            raise LedgerOutdatedError(each.count, len(lines), each.place)
        if (lines[each.count - 1].mac if each.count else LEDGER_START) != each.head:
            raise LedgerOtherHistoryError
    return lines


def _longest(places: Sequence[Path], vault: UnlockedVault, home: Path) -> list[LedgerLine]:
    best: list[LedgerLine] | None = None
    damage: LedgerDamagedError | None = None
    for place in dict.fromkeys(places):
        try:
            lines = LedgerFile(place, vault.keys.ledger, vault.vault_id).lines()
        except LedgerDamagedError as error:
            damage = error
        except OSError:
            continue
        else:
            if best is None or len(lines) > len(best):
                best = lines
    if best is None:
        raise damage or LedgerMissingError(home)
    return best


def _manifests(home: Path, vault: UnlockedVault) -> Iterable[Known]:
    for other in backups_in(home):
        try:
            heads = other.facts(vault.keys).heads
        except PrivdeskError:
            continue  # of other keys, or damaged: it proves nothing
        yield Known("manifest", heads.ledger_count, heads.ledger_head)


def _anchors(folders: Sequence[Path], vault: UnlockedVault) -> Iterable[Known]:
    for folder in folders:
        heads = Anchor(folder, vault.keys.anchor, vault.vault_id).read().heads
        if heads is not None:
            yield Known("anchor", heads.ledger_count, heads.ledger_head)
