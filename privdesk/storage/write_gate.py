# SPDX-License-Identifier: MIT
"""One writer at a time; a person at the desk goes before a run such as an import, reading included."""

import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import Enum, auto
from time import monotonic

from privdesk.domain.errors import BusyError

PATIENCE_SECONDS = 30.0
READING_SECONDS = 0.1
"""How long a run lets whoever reads go first, before each of its transactions."""
STEP_SECONDS = 0.02
"""How long a run waits after a person's write: what was written is mostly read at once."""
RUNNING_SECONDS = 0.5
"""How long after a run's turn another one is expected."""
TYPING_SECONDS = 0.25
"""How long a run stands still, at each of its statements at most, while a search of somebody typing is under way."""


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
        self._writes = Priority.PERSON
        self._queue: deque[object] = deque()
        self._readers = 0
        self._typing = 0
        self._person_left = -STEP_SECONDS
        self._run_left = -RUNNING_SECONDS
        self.people_wrote = 0
        """How often a person's turn to write ended."""
        self.left: Callable[[], None] = lambda: None
        """Called after each turn to write."""

    @property
    def people_waiting(self) -> bool:
        """Whether a person's write waits now."""
        return bool(self._queue)

    def enter(self, priority: Priority) -> None:
        """Wait for the turn and take it.

        Raises:
            BusyError: the other writer did not finish in time.
            RuntimeError: this thread writes already; a second unit of work would wait for itself.
        """
        with self._condition:
            if self._holder == threading.get_ident():
                raise RuntimeError("a unit of work is open in this thread already")
            turn = object()
            if priority is Priority.PERSON:
                self._queue.append(turn)
                self._condition.notify_all()
            try:
                free = self._wait(priority, turn)
            finally:
                if priority is Priority.PERSON:
                    self._queue.remove(turn)
            if not free:
                self._condition.notify_all()
                raise BusyError
            self._holder, self._writes = threading.get_ident(), priority

    def leave(self) -> None:
        """Give the turn back."""
        with self._condition:
            self._holder = None
            if self._writes is Priority.PERSON:
                self._person_left = monotonic()
                self.people_wrote += 1
            else:
                self._run_left = monotonic()
            self._condition.notify_all()
        self.left()

    @property
    def runs_lately(self) -> bool:
        """Whether a run writes, or wrote a moment ago."""
        running = self._holder is not None and self._writes is Priority.RUN
        return running or monotonic() - self._run_left < RUNNING_SECONDS

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Somebody reads: a run does not begin its next transaction meanwhile, for a while."""
        with self._condition:
            self._readers += 1
        try:
            yield
        finally:
            with self._condition:
                self._readers -= 1
                self._condition.notify_all()

    @contextmanager
    def typing(self) -> Iterator[None]:
        """Somebody's keystroke is being answered: runs stand still meanwhile, even within a transaction."""
        with self._condition:
            self._typing += 1
        try:
            with self.reading():
                yield
        finally:
            with self._condition:
                self._typing -= 1
                self._condition.notify_all()

    def give_way(self) -> None:
        """Where a run stands still while a keystroke is being answered; readers never wait for it."""
        if self._typing:
            with self._condition:
                self._condition.wait_for(lambda: not self._typing, TYPING_SECONDS)

    def _wait(self, priority: Priority, turn: object) -> bool:
        """Wait for the turn; whether it came in time."""
        since = monotonic()
        while True:
            if not self._condition.wait_for(lambda: self._may_enter(priority, turn), self._patience):
                return False
            courtesy = self._courtesy(since) if priority is Priority.RUN else 0.0
            if courtesy <= 0:
                return True
            self._condition.wait(courtesy)

    def _may_enter(self, priority: Priority, turn: object) -> bool:
        """First come, first served: who writes without a pause does not keep others out."""
        if self._holder is not None:
            return False
        return self._queue[0] is turn if priority is Priority.PERSON else not self._queue

    def _courtesy(self, since: float) -> float:
        """Seconds that a run still leaves to people who read, or are about to."""
        now = monotonic()
        reading = since + READING_SECONDS - now if self._readers else 0.0
        return max(reading, self._person_left + STEP_SECONDS - now)
