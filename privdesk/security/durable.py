# SPDX-License-Identifier: MIT
"""Writing so that what was acknowledged survives a power cut, and so that a full disk has its own name."""

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from privdesk.domain.errors import DiskFullError, FolderNotWritableError

FILE_MODE = 0o600
FOLDER_MODE = 0o700
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
_REFUSED = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})
_BINARY = getattr(os, "O_BINARY", 0)


def sync(descriptor: int) -> None:
    """Return when the file's content and size are on the medium (`F_FULLFSYNC` on macOS)."""
    if sys.platform == "darwin":
        import fcntl

        fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
        return
    os.fsync(descriptor)


def sync_data(descriptor: int) -> None:
    """As `sync`, but where the system can, without waiting for times and other facts about the file."""
    if sys.platform.startswith("linux"):
        os.fdatasync(descriptor)
        return
    sync(descriptor)


def sync_folder(folder: Path) -> None:
    """Return when names made, moved or removed in `folder` are on the medium; Windows has no such call."""
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def named_failures(folder: Path) -> Iterator[None]:
    """Turn the system's refusals to write into the desk's errors.

    Raises:
        DiskFullError: no room, or the quota is used up.
        FolderNotWritableError: this account may not write there.
    """
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise DiskFullError(folder=folder) from error
        if error.errno in _REFUSED:
            raise FolderNotWritableError(folder=folder) from error
        raise


def make_folder(folder: Path) -> None:
    """Make `folder` for this account alone, and see its name onto the medium."""
    folder.mkdir(mode=FOLDER_MODE)
    sync_folder(folder.parent)


def create_file(path: Path) -> int:
    """Open a new file for this account alone; it must not exist."""
    return os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR | _BINARY, FILE_MODE)


def open_in_place(path: Path, *, create: bool = False) -> int:
    """Open a file to be read and written in place."""
    return os.open(path, os.O_RDWR | _BINARY | (os.O_CREAT if create else 0), FILE_MODE)


def write_all(descriptor: int, data: bytes) -> None:
    """Write all of `data`, however often the system stops half-way."""
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]


def write_new(path: Path, data: bytes) -> None:
    """Write a file that does not exist yet, content on the medium; half a file never stays."""
    descriptor = create_file(path)
    try:
        write_all(descriptor, data)
        sync(descriptor)
    except BaseException:
        os.close(descriptor)
        path.unlink(missing_ok=True)
        raise
    os.close(descriptor)


def replace_file(path: Path, data: bytes, *, keep: Path | None = None) -> None:
    """Put `data` in the place of `path` so that a reader sees the old or the new, never half.

    Temporary file, fsync, rename, fsync of the folder. With `keep`, the old content is first kept there.
    """
    if keep is not None and path.exists():
        replace_file(keep, path.read_bytes())
    temporary = path.with_name(path.name + ".new")
    temporary.unlink(missing_ok=True)
    write_new(temporary, data)
    os.replace(temporary, path)  # noqa: PTH105 - the name of the act
    sync_folder(path.parent)
