# SPDX-License-Identifier: MIT
"""One import at a time, going on while other pages are open; locking stops it at the end of a batch."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from privdesk.domain.errors import Cancelled
from privdesk.domain.imports import ColumnMapping, ImportKind, ImportRun, Reject
from privdesk.services.desk import Desk
from privdesk.services.import_plan import DryRun, Inspection
from privdesk.services.progress import Progress
from privdesk.ui.jobs import Job, Jobs

T = TypeVar("T")
Outcome = tuple[ImportRun | None, Sequence[Reject]]


class Stage(StrEnum):
    """Where an import stands."""

    NO_FILE = "no_file"
    MAPPING = "mapping"
    TRYING = "trying"
    TRIED = "tried"
    RUNNING = "running"
    STOPPED = "stopped"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class State:
    """All that the page shows."""

    kind: ImportKind = ImportKind.PEOPLE
    stage: Stage = Stage.NO_FILE
    path: Path | None = None
    inspection: Inspection | None = None
    mapping: ColumnMapping = field(default_factory=lambda: ColumnMapping({}))
    tried: DryRun | None = None
    run: ImportRun | None = None
    rejects: Sequence[Reject] = ()
    """Of the run that is shown, all of them."""


class ImportWork(QObject):
    """Looks into a file, tries, runs. `changed` follows each new state, `progressed` each batch.

    Runs go beside the writing lane: storage lets a person's writes go first between batches.
    """

    changed = Signal()
    progressed = Signal(int, int)
    failed = Signal(object)

    def __init__(self, desk: Desk, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._jobs = desk, jobs
        self._job: Job | None = None
        self._begun = False
        self.state = State()

    @property
    def busy(self) -> bool:
        """Whether a try or a run goes on."""
        return self.state.stage in (Stage.TRYING, Stage.RUNNING)

    def choose_kind(self, kind: ImportKind) -> None:
        """Take another kind of file; a file already chosen is looked at anew."""
        if kind is self.state.kind or self.busy:
            return
        path = self.state.path
        self._now(State(kind))
        if path is not None:
            self.choose_file(path)

    def choose_file(self, path: Path) -> None:
        """Look into a file."""
        if self.busy:
            return
        kind = self.state.kind

        def seen(inspection: Inspection) -> None:
            self._now(State(kind, Stage.MAPPING, path, inspection, inspection.mapping))

        self._start(lambda _progress: self._desk.imports.inspect(kind, path), seen)

    def set_mapping(self, mapping: ColumnMapping) -> None:
        """Another mapping: what was tried before no longer counts."""
        if not self.busy and self.state.inspection is not None:
            self._now(
                replace(self.state, mapping=mapping, stage=Stage.MAPPING, tried=None, run=None, rejects=())
            )

    def try_it(self) -> None:
        """Say what a run would do; nothing is written."""
        state, path = self.state, self.state.path
        if path is None or self.busy:
            return
        self._now(replace(state, stage=Stage.TRYING, tried=None, run=None, rejects=()))

        def work(progress: Progress) -> DryRun | None:
            try:
                return self._desk.imports.dry_run(state.kind, path, state.mapping, progress)
            except Cancelled:
                return None

        def tried(result: DryRun | None) -> None:
            self._now(replace(self.state, stage=Stage.TRIED if result else Stage.MAPPING, tried=result))

        self._start(work, tried)

    def run(self) -> None:
        """Take the file in."""
        state, path = self.state, self.state.path
        if path is None or self.busy or state.stage not in (Stage.TRIED, Stage.STOPPED):
            return
        self._now(replace(state, stage=Stage.RUNNING))

        def work(progress: Progress) -> Outcome:
            try:
                run: ImportRun | None = self._desk.imports.run(state.kind, path, state.mapping, progress)
            except Cancelled:
                run = self._desk.imports.inspect(state.kind, path).known
            return run, self._desk.imports.rejects(run.id) if run is not None else ()

        def ended(outcome: Outcome) -> None:
            run, rejects = outcome
            whole = run is not None and run.ended_at is not None
            stage = Stage.DONE if whole else Stage.STOPPED
            self._now(replace(self.state, stage=stage, run=run, rejects=rejects))

        self._start(work, ended)

    def stop(self) -> None:
        """Stop after the batch under way; what came in stays, and the rest can follow."""
        if self._job is None or not self.busy:
            return
        self._job.cancel()
        if not self._begun:
            stage = Stage.STOPPED if self.state.stage is Stage.RUNNING else Stage.MAPPING
            self._now(replace(self.state, stage=stage))

    def show_run(self, run: ImportRun) -> None:
        """Show what came of an earlier run."""
        if self.busy:
            return

        def read(rejects: Sequence[Reject]) -> None:
            self._now(State(run.kind, Stage.DONE, None, None, ColumnMapping({}), None, run, rejects))

        self._start(lambda _progress: self._desk.imports.rejects(run.id), read)

    def start_over(self) -> None:
        """Forget the file."""
        if not self.busy:
            self._now(State(self.state.kind))

    def _now(self, state: State) -> None:
        self.state = state
        self.changed.emit()

    def _start(self, work: Callable[[Progress], T], done: Callable[[T], None]) -> None:
        before = self.state.stage

        def failed(error: BaseException) -> None:
            back = {Stage.TRYING: Stage.MAPPING, Stage.RUNNING: Stage.STOPPED}
            self._now(replace(self.state, stage=back.get(self.state.stage, before)))
            self.failed.emit(error)

        def begin(progress: Progress) -> T:
            self._begun = True
            return work(progress)

        self._begun = False
        self._job = self._jobs.start(
            self, begin, on_done=done, on_failed=failed, on_progress=self.progressed.emit, lane="read"
        )
