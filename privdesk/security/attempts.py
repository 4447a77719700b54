# SPDX-License-Identifier: MIT
"""The growing delay after wrong passwords; it outlives the program, in a small file in the records' folder.

A try is written down before its password is looked at, so that ending the program does not undo it. The delay slows
down who sits at this computer. It does not stop somebody with a copy of the folder, who tries elsewhere, at the speed
that Argon2id allows; nor somebody who may delete the file or turn the clock forward.
"""

import json
import math
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from privdesk.domain.errors import PrivdeskError, WaitBeforeTryError
from privdesk.domain.vault import Attempts
from privdesk.security.durable import named_failures, replace_file

ATTEMPTS_NAME = "attempts"
_MOST = 1000
_LARGEST = 4096


@dataclass(frozen=True, slots=True)
class _Noted:
    """What the file says: tries that failed or were cut off, and when the last was (seconds of the wall clock)."""

    failures: int
    at: float


class AttemptLedger:
    """Wrong passwords and codes in a row, one count for each folder.

    `clock` gives monotonic seconds, which nobody can turn; `wall` those that outlive a restart.
    """

    def __init__(self, clock: Callable[[], float], wall: Callable[[], float]) -> None:
        """Nothing was tried yet in this run of the program."""
        self._clock, self._wall = clock, wall
        self._counts: dict[Path, Attempts] = {}
        self._written: dict[Path, _Noted] = {}
        self._guard = threading.Lock()

    def of(self, folder: Path) -> Attempts:
        """Return the count of one folder, with what earlier runs of the program noted."""
        with self._guard:
            return self._current(folder.absolute())

    def wait_seconds(self, folder: Path) -> int:
        """Whole seconds before another password is looked at."""
        return self.of(folder).wait_seconds(self._clock())

    def require_turn(self, folder: Path) -> None:
        """Refuse while a wait runs; else note the try that begins as if it had failed already.

        Raises:
            WaitBeforeTryError: says how many seconds are left.
        """
        with self._guard:
            count = self._current(folder.absolute())
            seconds = count.wait_seconds(self._clock())
            if seconds:
                raise WaitBeforeTryError(seconds=seconds)
            self._write(folder.absolute(), count.failures + 1)

    def failed(self, folder: Path) -> Attempts:
        """Count one more wrong password."""
        with self._guard:
            where = folder.absolute()
            count = self._counts.get(where, Attempts()).failed(self._clock())
            self._counts[where] = count
            self._write(where, count.failures)
            return count

    def succeeded(self, folder: Path) -> None:
        """Forget the count."""
        with self._guard:
            where = folder.absolute()
            self._counts.pop(where, None)
            self._written.pop(where, None)
            try:
                (where / ATTEMPTS_NAME).unlink(missing_ok=True)
            except OSError:
                return

    def _current(self, folder: Path) -> Attempts:
        """What this run knows, or what the file says where another run counted more."""
        known, noted = self._counts.get(folder, Attempts()), self._read(folder)
        if noted is None or noted == self._written.get(folder) or noted.failures <= known.failures:
            return known
        passed = self._wall() - noted.at
        if passed < 0:  # the clock was set back: the wait begins anew, once
            passed = 0.0
            self._write(folder, noted.failures)
        else:
            self._written[folder] = noted
        self._counts[folder] = Attempts(noted.failures, self._clock() - passed)
        return self._counts[folder]

    def _read(self, folder: Path) -> _Noted | None:
        """The file's count; a damaged file costs the first wait, a missing one nothing."""
        try:
            with (folder / ATTEMPTS_NAME).open("rb") as file:
                content = json.loads(file.read(_LARGEST))
            failures, at = int(content["failures"]), _finite(content["at"])
        except OSError:
            return None
        except (ValueError, KeyError, TypeError, RecursionError, OverflowError):
            failures, at = Attempts.FREE_TRIES, self._wall()
            self._write(folder, failures)
            self._written.pop(folder, None)
            return _Noted(failures, at)
        return _Noted(min(max(failures, 0), _MOST), at)

    def _write(self, folder: Path, failures: int) -> None:
        """Note a count durably; where the folder cannot be written, it holds for this run of the program only."""
        noted = _Noted(failures, self._wall())
        text = json.dumps({"failures": noted.failures, "at": noted.at})
        try:
            with named_failures(folder):
                replace_file(folder / ATTEMPTS_NAME, text.encode())
        except (OSError, PrivdeskError):
            return
        self._written[folder] = noted


def _finite(seconds: object) -> float:
    """Raises: ValueError for what is no moment."""
    at = float(str(seconds))
    if not math.isfinite(at):
        raise ValueError
    return at
