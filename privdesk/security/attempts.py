# SPDX-License-Identifier: MIT
"""The growing delay after wrong passwords, for as long as the program runs."""

import threading
from collections.abc import Callable
from pathlib import Path

from privdesk.domain.errors import WaitBeforeTryError
from privdesk.domain.vault import Attempts


class AttemptLedger:
    """Wrong passwords and codes in a row, one count for each folder; `clock` gives monotonic seconds."""

    def __init__(self, clock: Callable[[], float]) -> None:
        """Nothing was tried yet."""
        self._clock = clock
        self._counts: dict[Path, Attempts] = {}
        self._guard = threading.Lock()

    def of(self, folder: Path) -> Attempts:
        """Return the count of one folder."""
        with self._guard:
            return self._counts.get(folder.absolute(), Attempts())

    def wait_seconds(self, folder: Path) -> int:
        """Whole seconds before another password is looked at."""
        return self.of(folder).wait_seconds(self._clock())

    def require_turn(self, folder: Path) -> None:
        """Refuse while a wait runs.

        Raises:
            WaitBeforeTryError: says how many seconds are left.
        """
        seconds = self.wait_seconds(folder)
        if seconds:
            raise WaitBeforeTryError(seconds=seconds)

    def failed(self, folder: Path) -> Attempts:
        """Count one more wrong password."""
        with self._guard:
            count = self._counts.get(folder.absolute(), Attempts()).failed(self._clock())
            self._counts[folder.absolute()] = count
            return count

    def succeeded(self, folder: Path) -> None:
        """Forget the count."""
        with self._guard:
            self._counts.pop(folder.absolute(), None)
