# SPDX-License-Identifier: MIT
"""Keeps what is half typed: at most a second after the last key, on leaving a field, and on leaving the page."""

from collections.abc import Callable

import shiboken6
from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal

from privdesk.ui.jobs import Jobs

_AFTER_MS = 600


class Saver(QObject):
    """Calls `take` on the window's thread to collect what is typed, and does what it returns in the write lane.

    The job belongs to the application, so that it is done even when the page goes away meanwhile.
    """

    saved = Signal()
    failed = Signal(object)

    def __init__(self, parent: QObject, jobs: Jobs, take: Callable[[], Callable[[], None]]) -> None:
        super().__init__(parent)
        self._jobs, self._take = jobs, take
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_AFTER_MS)
        self._timer.timeout.connect(self.save_now)

    @property
    def waiting(self) -> bool:
        """Whether something typed is not on its way to the records yet."""
        return self._timer.isActive()

    def touch(self) -> None:
        """Something was typed: it is kept at most a second after the first key of a burst."""
        if not self._timer.isActive():
            self._timer.start()

    def forget(self) -> None:
        """Nothing is to be kept any more."""
        self._timer.stop()

    def flush(self) -> None:
        """Save now if something waits."""
        if self._timer.isActive():
            self.save_now()

    def save_now(self) -> None:
        """Save as it stands."""
        self._timer.stop()
        application = QCoreApplication.instance()
        if application is None:
            return
        work = self._take()
        self._jobs.start(
            application, lambda _progress: work(), on_done=lambda _none: self._say(), on_failed=self._tell
        )

    def _say(self) -> None:
        if shiboken6.isValid(self):
            self.saved.emit()

    def _tell(self, error: BaseException) -> None:
        if shiboken6.isValid(self):
            self.failed.emit(error)
