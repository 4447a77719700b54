# SPDX-License-Identifier: MIT
"""The part of a change of keys that needs no key: files take each other's place, the old slots go last.

What `privdesk.security.key_plan` announced in the header is finished here, by the one who announced it or by whoever opens
the folder next.
"""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from privdesk.domain.vault import Settled, UnlockedVault
from privdesk.security.anchor import ANCHOR_NAME
from privdesk.security.durable import named_failures, sync_folder
from privdesk.security.header import Header, read_header, write_header, write_sealed
from privdesk.security.vault_folder import DATABASE_NAME, clear_half_written

STAGED_DATABASE = DATABASE_NAME + ".new"
STAGED_ANCHOR = ANCHOR_NAME + ".next"
_SIGHT_BYTES = 16
"""SQLCipher begins a file with 16 random bytes, drawn when it is made."""
_SIDES = ("-wal", "-shm", "-journal")


def replace_database(folder: Path, header: Header) -> bool:
    """Put the new database in its place; False when it is neither waiting nor there already."""
    new, standing = folder / STAGED_DATABASE, folder / DATABASE_NAME
    if sight(new) == header.staged:
        with named_failures(folder):
            for tail in _SIDES:
                standing.with_name(standing.name + tail).unlink(missing_ok=True)
            new.replace(standing)
            sync_folder(folder)
        return True
    return sight(standing) == header.staged


def replace_anchor(folder: Path) -> None:
    """Put the new anchor in its place; a second call does nothing."""
    new = folder / STAGED_ANCHOR
    if new.exists():
        with named_failures(folder):
            new.replace(folder / ANCHOR_NAME)
            sync_folder(folder)


def retire_old_keys(folder: Path, header: Header) -> None:
    """Let only the new generation stand in the header, and take copies away that only the old keys open."""
    if header.next is not None:
        write_sealed(folder, header.next)
    for copy in folder.glob(f"{DATABASE_NAME}.before-*"):
        copy.unlink()


def switch(folder: Path, step: Callable[[str], None]) -> None:
    """Finish a change of keys that was just announced; `step` is told after each part that it stands."""
    header = read_header(folder)
    replace_database(folder, header)
    step("database")
    replace_anchor(folder)
    step("anchor")
    retire_old_keys(folder, header)
    step("retired")


def settle(folder: Path) -> Settled:
    """Finish or take back a change of keys that was broken off. Whoever calls holds the desk lock; no key is needed.

    What a broken-off write left half-written beside header, anchor and ledger goes, too.

    Raises:
        VaultMissingError, HeaderDamagedError, VaultNewerError: the header; nothing was touched.
        DiskFullError, FolderNotWritableError: it is tried again at the next opening.
    """
    header = read_header(folder)
    clear_half_written(folder)
    if header.next is None:
        return clear_staged(folder)
    if not replace_database(folder, header):
        return (
            Settled.NOTHING
        )  # the new database is gone: the old slots still stand, and they open the old one
    replace_anchor(folder)
    retire_old_keys(folder, header)
    return Settled.FINISHED


def clear_staged(folder: Path) -> Settled:
    """Take away what was written before the new keys counted."""
    staged = [folder / STAGED_DATABASE, folder / STAGED_ANCHOR]
    staged += [folder / (STAGED_DATABASE + tail) for tail in _SIDES]
    left = [path for path in staged if path.exists()]
    if not left:
        return Settled.NOTHING
    with named_failures(folder):
        for path in left:
            path.unlink()
        sync_folder(folder)
    return Settled.TAKEN_BACK


def without_next(vault: UnlockedVault, header: Header) -> Header:
    """Drop a generation to come whose database is gone; the old keys, in hand, go on counting."""
    kept = replace(header, next=None, staged=b"", revision=header.revision + 1)
    written = write_header(vault.folder, kept, vault.keys.header)
    clear_staged(vault.folder)
    return written


def sight(path: Path) -> bytes:
    """The bytes by which a database file is known without a key; empty when there is none."""
    try:
        with path.open("rb") as file:
            return file.read(_SIGHT_BYTES) or b"-"
    except FileNotFoundError:
        return b""
