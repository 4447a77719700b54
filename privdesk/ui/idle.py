# SPDX-License-Identifier: MIT
"""Locks an unattended desk: counts from the last key or click, and notices that the computer slept."""

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWindow
from typing_extensions import override

from privdesk.domain.auto_lock import IdleTimer
from privdesk.i18n import _, ngettext

_ACTS = frozenset({
    QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.Wheel,
    QEvent.Type.TouchBegin, QEvent.Type.TabletPress, QEvent.Type.InputMethod,
})  # fmt: skip
SLEPT_SECONDS = 60
"""By so much the wall's clock is ahead of the one that stands still while the computer sleeps."""


def locks_in_words(seconds: int) -> str:
    """`Locks in 9 min`; seconds in the last minute."""
    if seconds <= 60:
        return ngettext("Locks in {n} second", "Locks in {n} seconds", seconds).format(n=seconds)
    return _("Locks in {n} min").format(n=seconds // 60)


class IdleWatch(QObject):
    """Tells each change of the time left, and once when the desk must lock; silent until `start`."""

    time_left = Signal(int)
    time_is_up = Signal()

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        parent: QObject | None = None,
        wall: Callable[[], float] = time.time,
    ) -> None:
        super().__init__(parent)
        self._clock, self._wall = clock, wall
        self._ahead = 0.0
        self._idle = IdleTimer(clock)
        self._beat = QTimer(self)
        self._beat.setInterval(1000)
        self._beat.timeout.connect(self.look)
        self._said = -1
        self._watching = False

    def start(self, minutes: int) -> None:
        """Count from now; `minutes` without a key or click lock the desk."""
        self._idle.allow(minutes)
        self._idle.restart()
        self._said, self._ahead = -1, self._wall() - self._clock()
        self._watch_windows()
        self._beat.start()
        self.look()

    def stop(self) -> None:
        """Stop counting: the desk is locked."""
        self._beat.stop()

    def _watch_windows(self) -> None:
        for window in QGuiApplication.allWindows():
            self.watch(window)
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication) and not self._watching:
            self._watching = True
            application.focusWindowChanged.connect(self.watch)

    def watch(self, window: QWindow | None) -> None:
        """Count what is typed and clicked in this window too; only windows are listened to, not every widget."""
        if window is not None:
            window.installEventFilter(self)

    def allow(self, minutes: int) -> None:
        """Change the time; what has passed counts."""
        self._idle.allow(minutes)
        self.look()

    def look(self) -> None:
        """Look at the clock: tell the time left, or that it is up – also because the computer slept meanwhile."""
        if self._idle.should_lock or self._slept():
            self.stop()
            self.time_is_up.emit()
            return
        left = self._idle.seconds_left
        if left != self._said:
            self._said = left
            self.time_left.emit(left)

    def _slept(self) -> bool:
        """Whether the wall's clock went on while the other stood still; set back or by a little says nothing."""
        ahead, before = self._wall() - self._clock(), self._ahead
        self._ahead = ahead
        return self._beat.isActive() and ahead - before >= SLEPT_SECONDS

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if self._beat.isActive() and event.type() in _ACTS:
            if self._idle.should_lock:
                self.look()
                return True
            self._idle.touch()
        return False
