# SPDX-License-Identifier: MIT
"""One desk at a time: an OS lock on the file `lock`, given back by the system however the program ends.

The file also says who has the records open and, afterwards, who closed them last. Linux is tried; the Windows
branch (`msvcrt.locking`, one byte far behind the text, so that others can still read it) is not tried here.
"""

import json
import os
import socket
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from privdesk.domain.errors import AnotherDeskError
from privdesk.domain.vault import DeskHolder, LastClosed
from privdesk.security.durable import named_failures, open_in_place, write_all

LOCK_NAME = "lock"
_TRIES = 3
_PAUSE = 0.02
_LOCK_OFFSET = 1 << 30
_MAXIMUM = 64 * 1024

if sys.platform == "win32":
    import msvcrt

    def _try_lock(descriptor: int) -> bool:
        os.lseek(descriptor, _LOCK_OFFSET, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _try_lock(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


class DeskLock:
    """The lock of one vault folder, for one desk or one run of the command line.

    Take it before unlocking with `acquire`, say whose it is with `announce` once the password was right, give
    it back with `release`.
    """

    def __init__(self, folder: Path) -> None:
        """Nothing is opened yet."""
        self._folder = folder
        self._path = folder / LOCK_NAME
        self._descriptor: int | None = None
        self._last_closed: dict[str, str] | None = None
        self._since: datetime | None = None

    @property
    def held(self) -> bool:
        """Whether this desk has the records."""
        return self._descriptor is not None

    def acquire(self, since: datetime, who: str = "") -> None:
        """Take the records for this desk; `since` is aware. Never pass what was typed before it was checked.

        Raises:
            AnotherDeskError: another desk has them; says who, where, since when.
            FolderNotWritableError: this account may not write there.
            DiskFullError: no room even for this.
        """
        if self._descriptor is not None:
            return
        with named_failures(self._folder):
            descriptor = open_in_place(self._path, create=True)
        if not _lock_patiently(descriptor):
            content = _read(descriptor)
            os.close(descriptor)
            holder = _holder(content)
            raise AnotherDeskError(
                who=holder.who if holder else "",
                host=holder.host if holder else "",
                since=holder.since if holder else None,
            )
        self._descriptor = descriptor
        self._since = since
        self._last_closed = _read(descriptor).get("last_closed")
        self.announce(who)

    def announce(self, who: str) -> None:
        """Say which member of staff has the records open."""
        if self._descriptor is None or self._since is None:
            return
        content: dict[str, Any] = {
            "who": who,
            "host": socket.gethostname(),
            "since": self._since.astimezone(UTC).isoformat(),
            "pid": os.getpid(),
        }
        if self._last_closed:
            content["last_closed"] = self._last_closed
        self._write(content)

    def release(self, closed_by: str = "", closed_at: datetime | None = None) -> None:
        """Give the records back; with both values the unlock page can say who closed them last."""
        if self._descriptor is None:
            return
        if closed_by and closed_at is not None:
            self._last_closed = {"who": closed_by, "at": closed_at.astimezone(UTC).isoformat()}
        try:
            self._write({"last_closed": self._last_closed} if self._last_closed else {})
        finally:
            os.close(self._descriptor)
            self._descriptor = None

    def _write(self, content: dict[str, Any]) -> None:
        if self._descriptor is None:
            return
        data = json.dumps(content, ensure_ascii=False).encode()
        with named_failures(self._folder):
            os.lseek(self._descriptor, 0, os.SEEK_SET)
            write_all(self._descriptor, data)
            os.ftruncate(self._descriptor, len(data))


def desk_holder(folder: Path) -> DeskHolder | None:
    """Tell who has the records open now, or None; leaves everything as it is."""
    try:
        descriptor = os.open(folder / LOCK_NAME, os.O_RDWR)
    except OSError:
        return None
    try:
        content = _read(descriptor)
        if _try_lock(descriptor):
            return None
    finally:
        os.close(descriptor)
    return _holder(content)


def last_closed(folder: Path) -> LastClosed | None:
    """Tell who closed the records last, as far as the lock file remembers."""
    try:
        content = json.loads((folder / LOCK_NAME).read_bytes()[:_MAXIMUM] or b"{}")["last_closed"]
        return LastClosed(str(content["who"]), _aware(content["at"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _lock_patiently(descriptor: int) -> bool:
    """Try thrice: somebody may be looking at this very moment who has it."""
    for _ in range(_TRIES):
        if _try_lock(descriptor):
            return True
        threading.Event().wait(_PAUSE)
    return False


def _read(descriptor: int) -> dict[str, Any]:
    os.lseek(descriptor, 0, os.SEEK_SET)
    try:
        content = json.loads(os.read(descriptor, _MAXIMUM) or b"{}")
    except ValueError:
        return {}
    return content if isinstance(content, dict) else {}


def _holder(content: dict[str, Any]) -> DeskHolder | None:
    try:
        since = _aware(content["since"])
        return DeskHolder(str(content["who"]), str(content["host"]), since, int(content["pid"]))
    except (KeyError, ValueError, TypeError):
        return None


def _aware(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
