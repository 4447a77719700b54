# SPDX-License-Identifier: MIT
"""The watched folder: looked at every few seconds while the desk is open, in the writing lane."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from privdesk.services.desk import Desk
from privdesk.services.inbox_view import Added
from privdesk.services.progress import Progress
from privdesk.ui.jobs import Jobs

EVERY_MS = 4000


@dataclass(frozen=True, slots=True)
class Sweep:
    """One look into the folder; `folder` is empty while none is watched."""

    folder: str
    added: Added
    missing: bool = False
    """The folder is not there."""


class FolderWatch(QObject):
    """Sweeps the folder that the signed-in member chose in Settings."""

    swept = Signal(object)
    arrived = Signal()

    def __init__(self, desk: Desk, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._jobs = jobs
        self._busy = False
        self.last: Sweep | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self.sweep)

    def begin(self, *, at_once: bool = True) -> None:
        """Start looking, again after a failure too; the first look is taken `at_once` or after a few seconds."""
        if not self._timer.isActive():
            self._timer.start()
            if at_once:
                self.sweep()

    def stop(self) -> None:
        """Look no longer."""
        self._timer.stop()

    def sweep(self) -> None:
        """Look once; a look that still runs is not started twice."""
        if self._busy:
            return
        self._busy = True
        self._jobs.start(self, self._look, on_done=self._done, on_failed=self._failed, latest="sweep")

    def _look(self, _progress: Progress) -> Sweep:
        chosen = self._desk.office.preferences()
        if not chosen.watched_folder:
            return Sweep("", Added())
        folder = Path(chosen.watched_folder)
        if not folder.is_dir():
            return Sweep(chosen.watched_folder, Added(), missing=True)
        return Sweep(chosen.watched_folder, self._desk.watch.sweep(folder, chosen.watched_after))

    def _done(self, sweep: Sweep) -> None:
        self._busy = False
        self.last = sweep
        self.swept.emit(sweep)
        if sweep.added.items:
            self.arrived.emit()

    def _failed(self, _error: BaseException) -> None:
        """A look that fails is not repeated every four seconds: it starts again with the next visit to the Inbox."""
        self._busy = False
        self._timer.stop()
