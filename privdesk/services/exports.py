# SPDX-License-Identifier: MIT
"""Files that leave the records at somebody's wish: written whole or not at all, beside each other for a moment only."""

import io
import os
import shutil
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex

from privdesk.domain.errors import DiskFullError, FileThereError, FolderNotWritableError

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
def staged_export(path: Path, data: bytes, *, over: bool = True) -> Iterator[StagedExport]:
    """Write `data` beside `path`, readable for this account only; what is not finished is removed on leaving.

    So the export can be recorded after the bytes are safe and before the file is there.

    Raises: FileThereError where one is there and is not to be written `over`, DiskFullError, FolderNotWritableError.
    """
    if not over and path.exists():
        raise FileThereError(path)
    staged = path.with_name(f".{token_hex(8)}.part")
    try:
        _write(staged, data)
        yield StagedExport(path, staged)
    finally:
        with suppress(OSError):
            staged.unlink(missing_ok=True)


@contextmanager
def staged_folder(folder: Path, files: Mapping[str, bytes]) -> Iterator[StagedExport]:
    """Write files into a folder beside `folder`, which takes its place at `finish`: all of them or none.

    Raises: FileThereError where something lies in `folder` already, DiskFullError, FolderNotWritableError.
    """
    _require_empty(folder)
    staged = folder.with_name(f".{token_hex(8)}.part")
    try:
        try:
            staged.mkdir(mode=0o700, parents=True)
        except OSError:
            raise FolderNotWritableError(folder.parent) from None
        for name, data in files.items():
            _write(staged / name, data)
        with suppress(OSError):
            folder.rmdir()
        yield StagedExport(folder, staged)
    finally:
        shutil.rmtree(staged, ignore_errors=True)


def zipped(files: Mapping[str, bytes]) -> bytes:
    """The files in one archive; equal files give equal bytes, since no moment of now stands in it."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            archive.writestr(entry, data)
    return held.getvalue()


def _require_empty(folder: Path) -> None:
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise FileThereError(folder)
    except OSError:
        raise FolderNotWritableError(folder) from None


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
