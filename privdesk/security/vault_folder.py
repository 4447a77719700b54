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
DOCUMENTS_NAME = "documents"
INCOMING_NAME = "incoming"
QUARANTINE_NAME = "quarantine"


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
        made = (HEADER_NAME, PREVIOUS_NAME, ANCHOR_NAME, LOCK_NAME, ATTEMPTS_NAME, DATABASE_NAME, LEDGER_NAME)
        tails = ("", ".new", ".next", "-wal", "-shm", "-journal", ".new-wal", ".new-shm", ".new-journal")
        for name in (made_name + tail for made_name in made for tail in tails):
            (folder / name).unlink(missing_ok=True)
        if not any(folder.iterdir()):
            folder.rmdir()
            sync_folder(folder.parent)
