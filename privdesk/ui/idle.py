# SPDX-License-Identifier: MIT
"""Locks an unattended desk: counts from the last key or click, and listens to the system's own lock."""

import sys
import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication, QWindow
from typing_extensions import override

from privdesk.domain.auto_lock import IdleTimer
from privdesk.i18n import _, ngettext

_ACTS = frozenset({
    QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.Wheel,
    QEvent.Type.TouchBegin, QEvent.Type.TabletPress, QEvent.Type.InputMethod,
})  # fmt: skip
_LOGIND = "org.freedesktop.login1"


def locks_in_words(seconds: int) -> str:
    """`Locks in 9 min`; seconds in the last minute."""
    if seconds <= 60:
        return ngettext("Locks in {n} second", "Locks in {n} seconds", seconds).format(n=seconds)
    return _("Locks in {n} min").format(n=seconds // 60)


class IdleWatch(QObject):
    """Tells each change of the time left, and once when the desk must lock; silent until `start`."""

    time_left = Signal(int)
    time_is_up = Signal()

    def __init__(self, clock: Callable[[], float] = time.monotonic, parent: QObject | None = None) -> None:
        super().__init__(parent)
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
        self._said = -1
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
        """Look at the clock: tell the time left, or that it is up."""
        if self._idle.should_lock:
            self.stop()
            self.time_is_up.emit()
            return
        left = self._idle.seconds_left
        if left != self._said:
            self._said = left
            self.time_left.emit(left)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if self._beat.isActive() and event.type() in _ACTS:
            if self._idle.should_lock:
                self.look()
                return True
            self._idle.touch()
        return False


class SystemLock(QObject):
    """Tells when the system locks its screen or goes to sleep.

    Linux: systemd-logind over D-Bus. Windows and macOS: not tried here, and not connected; the idle time still locks.
    """

    locked = Signal()

    def listen(self) -> bool:
        """Connect where possible; says whether anything listens."""
        if not sys.platform.startswith("linux"):
            return False
        try:
            from PySide6.QtDBus import QDBusConnection
        except ImportError:
            return False
        bus = QDBusConnection.systemBus()
        if not bus.isConnected():
            return False
        manager, session = f"{_LOGIND}.Manager", f"{_LOGIND}.Session"
        sleep = bus.connect(_LOGIND, "", manager, "PrepareForSleep", self, b"1on_sleep(bool)")
        lock = bus.connect(_LOGIND, "", session, "Lock", self, b"1on_lock()")
        return bool(sleep or lock)

    @Slot(bool)
    def on_sleep(self, begins: bool) -> None:
        """Lock before the computer sleeps."""
        if begins:
            self.locked.emit()

    @Slot()
    def on_lock(self) -> None:
        """Lock with the session."""
        self.locked.emit()
