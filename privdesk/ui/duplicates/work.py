# SPDX-License-Identifier: MIT
"""One search over everybody at a time, going on while other pages are open; locking stops it after a batch."""

from PySide6.QtCore import QObject, Signal

from privdesk.domain.errors import Cancelled
from privdesk.domain.matching import DuplicateRun
from privdesk.services.duplicates import Duplicates
from privdesk.services.progress import Progress
from privdesk.ui.jobs import Job, Jobs


class SearchWork(QObject):
    """Begins, stops and goes on. `changed` follows each new state, `progressed` each batch.

    It goes beside the writing lane: storage lets a person's writes go first between batches.
    """

    changed = Signal()
    progressed = Signal(int, int)
    failed = Signal(object)

    def __init__(self, duplicates: Duplicates, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._duplicates, self._jobs = duplicates, jobs
        self._job: Job | None = None
        self.running = False
        self.done, self.total = 0, 0
        self.progressed.connect(self._note)

    def begin(self, *, anew: bool = False) -> None:
        """Look through everybody, or go on where it was stopped."""
        if self.running:
            return
        self.running = True
        self.changed.emit()

        def work(progress: Progress) -> DuplicateRun | None:
            try:
                return self._duplicates.run(progress, anew=anew)
            except Cancelled:
                return None

        self._job = self._jobs.start(
            self, work, on_done=lambda _run: self._ended(), on_failed=self._fail,
            on_progress=self.progressed.emit, lane="read",
        )  # fmt: skip

    def stop(self) -> None:
        """Stop after the batch under way; what was found stays."""
        if self._job is not None and self.running:
            self._job.cancel()

    def _note(self, done: int, total: int) -> None:
        self.done, self.total = done, total

    def _ended(self) -> None:
        self.running = False
        self.changed.emit()

    def _fail(self, error: BaseException) -> None:
        self._ended()
        self.failed.emit(error)
