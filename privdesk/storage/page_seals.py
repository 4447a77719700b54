# SPDX-License-Identifier: MIT
"""One digest over the seals of all pages, by which an old page that was put back is noticed.

SQLCipher ends each page with 64 bytes that seal its content and its number, but not its age: an old page in its own
place is accepted. All seals together name one state of the file. The digest is kept in the anchor when the desk closes,
and compared when it opens; reading the file once is nearly all it costs.
"""

import threading
from collections.abc import Callable
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path

import numpy as np

from privdesk.storage.dialect import PAGE_BYTES

SEAL_BYTES = 64
DIGEST_BYTES = 32
AT_ONCE = 128 * 1024 * 1024
"""Bytes up to which a file is compared before the desk opens; a larger one meanwhile."""
_PAGES_READ = 8192


def digest_of(path: Path, stopped: Callable[[], bool] = lambda: False) -> bytes | None:
    """Return the digest of a file that nobody changes meanwhile; None once `stopped` says so. 32 bytes."""
    digest = blake2b(digest_size=DIGEST_BYTES)
    buffer = bytearray(_PAGES_READ * PAGE_BYTES)
    with path.open("rb", buffering=0) as file:
        while read := _fill(file.readinto, memoryview(buffer)):
            if stopped():
                return None
            whole, rest = divmod(read, PAGE_BYTES)
            pages = np.frombuffer(buffer, np.uint8, whole * PAGE_BYTES).reshape(whole, PAGE_BYTES)
            digest.update(np.ascontiguousarray(pages[:, -SEAL_BYTES:]).data)
            digest.update(bytes(buffer[read - rest : read]))
    return digest.digest()


def log_waits(path: Path) -> bool:
    """Whether a write-ahead log with content lies beside the file: after a desk that closed there is none."""
    log = path.with_name(f"{path.name}-wal")
    return log.exists() and log.stat().st_size > 0


class PageWatch:
    """Compares a large file with its digest while people work; nobody may fold the log in before it ended."""

    def __init__(self, path: Path, expected: bytes, on_ended: Callable[[bool | None], None]) -> None:
        """`on_ended` is told, on the watch's thread: True when the pages fit, False when not, None when stopped."""
        self._path, self._expected, self._on_ended = path, expected, on_ended
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._look, name="page seals", daemon=True)

    @property
    def stopped(self) -> bool:
        """Whether somebody wants it to end."""
        return self._stop.is_set()

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def finish(self) -> None:
        """Wait until it ended."""
        if self._thread.is_alive() and self._thread is not threading.current_thread():
            self._thread.join()

    def stop(self) -> None:
        """End it now, whatever it found so far."""
        self._stop.set()
        self.finish()

    def _look(self) -> None:
        fits: bool | None = None
        with suppress(OSError):
            found = digest_of(self._path, self._stop.is_set)
            fits = None if found is None else found == self._expected
        self._on_ended(fits)


def _fill(read: Callable[[memoryview], int | None], room: memoryview) -> int:
    """Fill `room` however often the system stops half-way; returns the bytes read."""
    done = 0
    while done < len(room):
        count = read(room[done:])
        if not count:
            break
        done += count
    return done
