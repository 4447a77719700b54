# SPDX-License-Identifier: MIT
"""Notices the moment at which a window can be seen, for the self-test and the benchmarks."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget

PATIENCE_MS = 30_000


class FirstPaint(QObject):
    """Tells once that a window was painted; make it before the window is shown."""

    painted = Signal()

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self._application = application
        application.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Wait for the first painting, then look no longer."""
        if event.type() == QEvent.Type.Paint and isinstance(watched, QWidget) and watched.isWindow():
            self._application.removeEventFilter(self)
            QTimer.singleShot(0, self.painted.emit)
        return False


def opens_and_closes(open_window: Callable[[Callable[[], object]], int]) -> bool:
    """Open the window as the program does, end it once the unlock page was painted; whether it was, in time.

    `open_window` takes what is to be called when the page was painted.
    """
    application = QApplication.instance() or QApplication(["privdesk"])
    if not isinstance(application, QApplication):
        return False
    painted = False

    def end() -> None:
        nonlocal painted
        painted = True
        application.exit(0)

    late = QTimer(application, interval=PATIENCE_MS, singleShot=True)
    late.timeout.connect(lambda: application.exit(1))
    late.start()
    return open_window(end) == 0 and painted
