# SPDX-License-Identifier: MIT
"""Notices the moment at which a window can be seen, for the self-test and the benchmarks."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget


class FirstPaint(QObject):
    """Tells once that a window was painted; make it before the window is shown."""

    painted = Signal()

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self._application = application
        application.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Wait for the first painting of a window, then look no longer."""
        if event.type() == QEvent.Type.Paint and isinstance(watched, QWidget) and watched.isWindow():
            self._application.removeEventFilter(self)
            QTimer.singleShot(0, self.painted.emit)
        return False


def opens_and_closes(open_window: Callable[[], int]) -> bool:
    """Open the window as the program does, end it once it was painted; whether it was."""
    application = QApplication.instance() or QApplication(["privdesk"])
    if not isinstance(application, QApplication):
        return False
    seen = False

    def end() -> None:
        nonlocal seen
        seen = True
        application.exit(0)

    FirstPaint(application).painted.connect(end)
    return open_window() == 0 and seen
