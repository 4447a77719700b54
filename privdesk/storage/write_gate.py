# SPDX-License-Identifier: MIT
"""One writer at a time; a person at the desk goes before a run such as an import."""

import threading
from enum import Enum, auto

from privdesk.domain.errors import BusyError

PATIENCE_SECONDS = 30.0


class Priority(Enum):
    """Who wants to write."""

    PERSON = auto()
    RUN = auto()


class WriteGate:
    """Lets one unit of work write; runs give way to waiting people between their transactions."""

    def __init__(self, patience: float = PATIENCE_SECONDS) -> None:
        """`patience` in seconds: how long anybody waits before `BusyError`."""
        self._condition = threading.Condition()
        self._patience = patience
        self._holder: int | None = None
        self._people_waiting = 0

    @property
    def people_waiting(self) -> bool:
        """Whether a person's write waits now."""
        return self._people_waiting > 0

    def enter(self, priority: Priority) -> None:
        """Wait for the turn and take it.

        Raises:
            BusyError: the other writer did not finish in time.
            RuntimeError: this thread writes already; a second unit of work would wait for itself.
        """
        with self._condition:
            if self._holder == threading.get_ident():
                raise RuntimeError("a unit of work is open in this thread already")
            if priority is Priority.PERSON:
                self._people_waiting += 1
                self._condition.notify_all()
            try:
                free = self._condition.wait_for(lambda: self._may_enter(priority), self._patience)
            finally:
                if priority is Priority.PERSON:
                    self._people_waiting -= 1
            if not free:
                self._condition.notify_all()
                raise BusyError
            self._holder = threading.get_ident()

    def leave(self) -> None:
        """Give the turn back."""
        with self._condition:
            self._holder = None
            self._condition.notify_all()

    def _may_enter(self, priority: Priority) -> bool:
        if self._holder is not None:
            return False
        return priority is Priority.PERSON or self._people_waiting == 0
