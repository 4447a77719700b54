# SPDX-License-Identifier: MIT
"""Files that leave the records at somebody's wish: written whole or not at all, beside each other for a moment only."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex

from privdesk.domain.errors import DiskFullError, FolderNotWritableError

_FULL = frozenset({28, 122})
"""ENOSPC and EDQUOT."""


class StagedExport:
    """A file written beside its place, put there by `finish`."""

    def __init__(self, path: Path, staged: Path) -> None:
        self._path, self._staged = path, staged

    def finish(self) -> None:
        """Put the file in its place, replacing what lies there. Raises: FolderNotWritableError."""
        try:
            self._staged.replace(self._path)
        except OSError:
            raise FolderNotWritableError(self._path.parent) from None


@contextmanager
def staged_export(path: Path, data: bytes) -> Iterator[StagedExport]:
    """Write `data` beside `path`, readable for this account only; what is not finished is removed on leaving.

    So the export can be recorded after the bytes are safe and before the file is there.

    Raises: DiskFullError, FolderNotWritableError.
    """
    staged = path.with_name(f".{token_hex(8)}.part")
    try:
        _write(staged, data)
        yield StagedExport(path, staged)
    finally:
        with suppress(OSError):
            staged.unlink(missing_ok=True)


def _write(path: Path, data: bytes) -> None:
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        if error.errno in _FULL:
            raise DiskFullError(path.parent, None, len(data)) from None
        raise FolderNotWritableError(path.parent) from None
