# SPDX-License-Identifier: MIT
"""What the driver reports, as typed errors: kinds and places, never a statement, a parameter or a text."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Engine, event
from sqlalchemy.engine import ExceptionContext

from privdesk.domain.errors import (
    BusyError,
    DamagedDatabaseError,
    DiskFullError,
    PrivdeskError,
    ReadOnlyError,
    StorageFaultError,
)

_PRIMARY = 0xFF
_LEAST_FREE = 256 * 1024
_PERMISSION, _BUSY, _LOCKED, _READ_ONLY, _INPUT_OUTPUT = 3, 5, 6, 8, 10
_CORRUPT, _FULL, _CANNOT_OPEN, _NOT_A_DATABASE = 11, 13, 14, 26
_BY_WORDS = (
    ("disk is full", _FULL),
    ("is locked", _BUSY),
    ("readonly", _READ_ONLY),
    ("malformed", _CORRUPT),
    ("not a database", _NOT_A_DATABASE),
    ("disk i/o", _INPUT_OUTPUT),
    ("unable to open", _CANNOT_OPEN),
)


def typed(error: BaseException, path: Path) -> PrivdeskError:
    """Return the typed error for what the driver raised on the database at `path`."""
    code = _code(error)
    if code == _FULL or (code == _INPUT_OUTPUT and _no_room(path.parent)):
        return DiskFullError(path.parent)
    if code in {_BUSY, _LOCKED}:
        return BusyError()
    if code in {_READ_ONLY, _PERMISSION, _CANNOT_OPEN}:
        return ReadOnlyError(path.parent)
    if code in {_CORRUPT, _NOT_A_DATABASE, _INPUT_OUTPUT}:
        return DamagedDatabaseError(path)
    name = getattr(error, "sqlite_errorname", None)
    return StorageFaultError(name if isinstance(name, str) else type(error).__name__)


def _no_room(folder: Path) -> bool:
    """Whether the disk is full: the driver says so of the database, but not of the files beside it."""
    try:
        return shutil.disk_usage(folder).free < _LEAST_FREE
    except OSError:
        return False


def _code(error: BaseException) -> int:
    code = getattr(error, "sqlite_errorcode", None)
    if isinstance(code, int):
        return code & _PRIMARY
    words = str(error).lower()
    return next((code for part, code in _BY_WORDS if part in words), 0)


@contextmanager
def faults_typed(path: Path) -> Iterator[None]:
    """Turn driver errors raised inside into typed ones."""
    try:
        yield
    except sqlcipher.Error as error:
        raise typed(error, path) from None


def type_faults(engine: Engine, path: Path) -> None:
    """Make `engine` raise typed errors instead of the driver's."""

    def handle(context: ExceptionContext) -> None:
        original = context.original_exception
        if isinstance(original, sqlcipher.Error):
            raise typed(original, path) from None

    event.listen(engine, "handle_error", handle)
