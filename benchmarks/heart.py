# SPDX-License-Identifier: MIT
"""A heartbeat in the window's own thread: how much too late a tick comes is how long the window stood still."""

from collections.abc import Callable, Iterator
from time import perf_counter

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

BEAT_MS = 5
QUIET_BEATS = 4
PATIENCE_SECONDS = 60.0

Step = tuple[str, Callable[[], object], Callable[[], bool]]
"""Name, what is done in the window's thread, and whether it has come to its end."""


class Heart(QObject):
    """Does one step after the other and notes, by step, every gap between two ticks beyond the beat, in seconds."""

    def __init__(self, application: QApplication, steps: Iterator[Step]) -> None:
        super().__init__(application)
        self.gaps: dict[str, list[float]] = {}
        self.error = ""
        self._application, self._steps = application, steps
        self._over: Callable[[], bool] = lambda: True
        self._name, self._quiet, self._began = "start", 0, perf_counter()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._last = perf_counter()

    def run(self) -> None:
        """Until the last step has come to its end. Raises: TimeoutError."""
        self._last = perf_counter()
        self._timer.start(BEAT_MS)
        self._application.exec()
        if self.error:
            raise TimeoutError(self.error)

    def _beat(self) -> None:
        now = perf_counter()
        self.gaps.setdefault(self._name, []).append(max(0.0, now - self._last - BEAT_MS / 1000))
        self._quiet = self._quiet + 1 if self._over() else 0
        if now - self._began > PATIENCE_SECONDS:
            self.error = self._name
            self._end()
        elif self._quiet >= QUIET_BEATS:
            self._next()
            self._last = now
            return
        self._last = perf_counter()

    def _next(self) -> None:
        following = next(self._steps, None)
        if following is None:
            self._end()
            return
        self._name, act, self._over = following
        self._quiet, self._began = 0, perf_counter()
        act()

    def _end(self) -> None:
        self._timer.stop()
        self._application.exit(0)
