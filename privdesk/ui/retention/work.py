# SPDX-License-Identifier: MIT
"""One disposal at a time, going on while other pages are open; locking stops it after a batch."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from privdesk.domain.disposals import Disposal, DisposalId
from privdesk.domain.errors import Cancelled
from privdesk.services.progress import Progress
from privdesk.services.retention import Retention
from privdesk.ui.jobs import Job, Jobs


class DisposalWork(QObject):
    """Begins, stops, goes on, ends. `changed` follows each new state, `progressed` each batch.

    It goes beside the writing lane: storage lets a person's writes go first between batches.
    """

    changed = Signal()
    progressed = Signal(int, int)
    failed = Signal(object)
    ended = Signal(object)
    """The disposal that came to its end."""

    def __init__(self, retention: Retention, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._retention, self._jobs = retention, jobs
        self._job: Job | None = None
        self.running = False
        self.done, self.total = 0, 0
        self.progressed.connect(self._note)

    def begin(self, disposal_id: DisposalId) -> None:
        """Carry out the plan that was approved."""
        self._start(lambda progress: self._retention.run(disposal_id, progress))

    def begin_at_once(self, groups: frozenset[str]) -> None:
        """Plan and carry out, where nobody else could approve."""
        self._start(lambda progress: self._retention.run(self._retention.propose(groups).id, progress))

    def go_on(self, disposal_id: DisposalId) -> None:
        """Go on where it was stopped."""
        self._start(lambda progress: self._retention.go_on(disposal_id, progress))

    def end_here(self, disposal_id: DisposalId) -> None:
        """End it where it stands."""
        self._start(lambda progress: self._retention.end_here(disposal_id, progress))

    def stop(self) -> None:
        """Stop after the batch under way; what went stays gone."""
        if self._job is not None and self.running:
            self._job.cancel()

    def _start(self, run: Callable[[Progress], Disposal]) -> None:
        if self.running:
            return
        self.running, self.done, self.total = True, 0, 0
        self.changed.emit()

        def work(progress: Progress) -> Disposal | None:
            try:
                return run(progress)
            except Cancelled:
                return None

        self._job = self._jobs.start(
            self, work, on_done=self._done, on_failed=self._fail, on_progress=self.progressed.emit, lane="read"
        )  # fmt: skip

    def _note(self, done: int, total: int) -> None:
        self.done, self.total = done, total

    def _done(self, disposal: Disposal | None) -> None:
        self.running = False
        self.changed.emit()
        if disposal is not None:
            self.ended.emit(disposal)

    def _fail(self, error: BaseException) -> None:
        self.running = False
        self.changed.emit()
        self.failed.emit(error)
