# SPDX-License-Identifier: MIT
"""Run revisions over an encrypted file: copy first, one transaction, all or nothing."""

import os
import shutil
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, Engine

from privdesk.domain.errors import DiskFullError
from privdesk.storage import dialect
from privdesk.storage.faults import faults_typed
from privdesk.storage.migrations import NEWEST
from privdesk.storage.migrations.versions import r0001_first

REVISIONS: tuple[ModuleType, ...] = (r0001_first,)
"""In order; each names the one before as `down_revision`."""
_ROOM_FACTOR = 2


def apply(connection: Connection, found: int, revisions: Sequence[ModuleType] = REVISIONS) -> None:
    """Run every revision after `found` within the running transaction; the caller commits."""
    context = MigrationContext.configure(connection)
    with Operations.context(context):
        for number, module in enumerate(revisions, start=1):
            if number > found:
                module.upgrade()
                dialect.set_revision(connection, number)


def upgrade(
    path: Path, key: bytes, engine: Engine, revisions: Sequence[ModuleType] = REVISIONS
) -> tuple[int, int]:
    """Bring the file to the newest revision and commit; returns the revisions before and after.

    The file is copied to `NAME.before-0002` and the like first: encrypted as it is, kept until staff remove it.

    Raises:
        NewerFormatError, WrongKeyError, DamagedDatabaseError, EmptyDatabaseError, DatabaseMissingError;
        DiskFullError: no room for the copy. The file is then as it was.
    """
    newest = len(revisions)
    found = dialect.peek_revision(path, key, newest)
    if found == newest:
        return found, found
    copy_before(path, key, newest)
    with engine.begin() as connection:
        apply(connection, found, revisions)
    return found, newest


def copy_before(path: Path, key: bytes, revision: int) -> Path:
    """Copy the whole file, its write-ahead log folded in, next to it; returns the copy's path."""
    connection = dialect.connect(path, key)
    try:
        with faults_typed(path):
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    finally:
        connection.close()
    free = shutil.disk_usage(path.parent).free
    needed = path.stat().st_size * _ROOM_FACTOR
    if free < needed:
        raise DiskFullError(path.parent, free, needed)
    copy = path.with_name(f"{path.name}.before-{revision:04d}")
    making = copy.with_name(f"{copy.name}.making")
    shutil.copyfile(path, making)
    with making.open("rb+") as file:
        os.fsync(file.fileno())
    making.replace(copy)
    return copy


def newest() -> int:
    """The newest revision there is a module for; a test compares it with `NEWEST`."""
    return max(NEWEST, len(REVISIONS))
