# SPDX-License-Identifier: MIT
"""Notices the moment at which a window can be seen, for the self-test and the benchmarks."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

PATIENCE_MS = 30_000


class FirstPaint(QObject):
    """Tells once that a window, or the first field in it, was painted; make it before the window is shown."""

    painted = Signal()

    def __init__(self, application: QApplication, *, field: bool = False) -> None:
        super().__init__(application)
        self._application = application
        self._field = field
        application.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Wait for the first painting, then look no longer."""
        if event.type() == QEvent.Type.Paint and self._is_wanted(watched):
            self._application.removeEventFilter(self)
            QTimer.singleShot(0, self.painted.emit)
        return False

    def _is_wanted(self, watched: QObject) -> bool:
        if self._field:
            return isinstance(watched, QLineEdit) and watched.isVisible()
        return isinstance(watched, QWidget) and watched.isWindow()


def opens_and_closes(open_window: Callable[[], int]) -> bool:
    """Open the window as the program does, end it once its first field was painted; whether it was, in time."""
    application = QApplication.instance() or QApplication(["privdesk"])
    if not isinstance(application, QApplication):
        return False
    seen = False

    def end() -> None:
        nonlocal seen
        seen = True
        application.exit(0)

    FirstPaint(application, field=True).painted.connect(end)
    late = QTimer(application, interval=PATIENCE_MS, singleShot=True)
    late.timeout.connect(lambda: application.exit(1))
    late.start()
    return open_window() == 0 and seen
