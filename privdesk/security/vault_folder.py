# SPDX-License-Identifier: MIT
"""The folder of a vault: its names, made for this account alone, and taken away when the making failed."""

import shutil
from pathlib import Path

from privdesk.domain.errors import FolderTakenError
from privdesk.security.anchor import ANCHOR_NAME
from privdesk.security.attempts import ATTEMPTS_NAME
from privdesk.security.desk_lock import LOCK_NAME
from privdesk.security.durable import FOLDER_MODE, make_folder, named_failures, sync_folder
from privdesk.security.header import HEADER_NAME, PREVIOUS_NAME
from privdesk.security.ledger_file import LEDGER_NAME

SUFFIX = ".privdesk"
DATABASE_NAME = "records.db"
DAMAGED = ".damaged"
"""Marks what was damaged and is kept beside what took its place."""
DOCUMENTS_NAME = "documents"
INCOMING_NAME = "incoming"
QUARANTINE_NAME = "quarantine"
_MADE = (HEADER_NAME, PREVIOUS_NAME, ANCHOR_NAME, LOCK_NAME, ATTEMPTS_NAME, DATABASE_NAME, LEDGER_NAME)
_TAILS = (
    "", ".new", ".next", ".next.new", "-wal", "-shm", "-journal", ".new-wal", ".new-shm", ".new-journal",
)  # fmt: skip
_HALF_WRITTEN = tuple(
    name + ".new"
    for name in (HEADER_NAME, PREVIOUS_NAME, ANCHOR_NAME, f"{ANCHOR_NAME}.next", ATTEMPTS_NAME, LEDGER_NAME)
)
"""What `durable.replace_file` leaves when it is broken off before the rename: never in force, never acknowledged."""


def make_vault_folder(folder: Path) -> None:
    """Make the folder with its places for documents; folders above it are made as the system does.

    Raises:
        DiskFullError, FolderNotWritableError: as the names say.
    """
    with named_failures(folder):
        folder.parent.mkdir(parents=True, exist_ok=True)
        if folder.is_dir():
            folder.chmod(FOLDER_MODE)
        else:
            make_folder(folder)
    make_document_folders(folder)


def make_document_folders(folder: Path) -> None:
    """Make the places for documents that are not there yet."""
    documents = folder / DOCUMENTS_NAME
    with named_failures(folder):
        for place in (documents, documents / INCOMING_NAME, documents / QUARANTINE_NAME):
            if not place.is_dir():
                make_folder(place)


def discard_folder(folder: Path) -> None:
    """Take away a folder that was just made: only names that the program gives, only without documents.

    Raises:
        FolderTakenError: it holds a sealed document.
    """
    documents = folder / DOCUMENTS_NAME
    if any(entry.is_file() for entry in documents.rglob("*")):
        raise FolderTakenError(folder=folder)
    with named_failures(folder):
        if documents.is_dir():
            shutil.rmtree(documents)
        for name in (made + tail for made in _MADE for tail in _TAILS):
            (folder / name).unlink(missing_ok=True)
        if not any(folder.iterdir()):
            folder.rmdir()
            sync_folder(folder.parent)


def clear_half_written(folder: Path) -> tuple[str, ...]:
    """Take away what a write of header, anchor, ledger or tries left that was broken off; returns the names.

    Whoever calls holds the desk lock. Such a file never took the place of the one it was made for.
    """
    left = [name for name in _HALF_WRITTEN if (folder / name).is_file()]
    if left:
        with named_failures(folder):
            for name in left:
                (folder / name).unlink()
            sync_folder(folder)
    return tuple(left)


def foreign_names(folder: Path) -> list[str]:
    """Names in the vault folder itself that the program does not give; documents are looked at by `sealed`."""
    given = {made + tail for made in _MADE for tail in _TAILS} | {DOCUMENTS_NAME}

    def known(name: str) -> bool:
        return name in given or DAMAGED in name or name.startswith(f"{DATABASE_NAME}.before-")

    return sorted(entry.name for entry in folder.iterdir() if entry.is_symlink() or not known(entry.name))
