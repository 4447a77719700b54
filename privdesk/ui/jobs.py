# SPDX-License-Identifier: MIT
"""Work that must not freeze the window.

A job runs one service call off the GUI thread: in the write lane one at a time, in the read lane beside it.
Everything the window hears about it arrives on the GUI thread, and only while the owner still exists.
"""

import threading
from collections.abc import Callable, Hashable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, Literal, Protocol, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from privdesk.services.progress import Progress
from privdesk.ui.collecting import WindowCollector

Lane = Literal["write", "read"]
T = TypeVar("T")
Failed = Callable[[BaseException], None]
Reported = Callable[[int, int], None]
_READERS = 2


class Job:
    """One piece of work; it is also the `Progress` handed to the service."""

    def __init__(
        self,
        owner: QObject,
        on_done: Callable[[Any], None],
        on_failed: Failed,
        on_progress: Reported | None,
        post: Callable[["Job", Callable[[], None]], None],
    ) -> None:
        """Made by `Jobs.start` only."""
        self.owner = owner
        self.silent = False
        self.on_done = on_done
        self.on_failed = on_failed
        self._on_progress = on_progress
        self._post = post
        self._stop = threading.Event()
        self._lock = threading.Lock()
        self._latest: tuple[int, int] | None = None

    @property
    def cancelled(self) -> bool:
        return self._stop.is_set()

    def cancel(self) -> None:
        """Ask the work to stop at its next checkpoint."""
        self._stop.set()

    def report(self, done: int, total: int) -> None:
        """Say how far the work is; only the newest report is kept until the window has time for it."""
        if self._on_progress is None:
            return
        with self._lock:
            waiting, self._latest = self._latest is not None, (done, total)
        if not waiting:
            self._post(self, self._pass_on)

    def raise_if_cancelled(self) -> None:
        """Raise `Cancelled` if someone asked to stop."""
        if self._stop.is_set():
            from privdesk.domain.errors import Cancelled

            raise Cancelled

    def _pass_on(self) -> None:
        with self._lock:
            latest, self._latest = self._latest, None
        if latest is not None and self._on_progress is not None and not self.silent:
            self._on_progress(*latest)


class Jobs(Protocol):
    """What a page needs to start work."""

    def start(
        self,
        owner: QObject,
        work: Callable[[Progress], T],
        *,
        on_done: Callable[[T], None],
        on_failed: Failed,
        on_progress: Reported | None = None,
        lane: Lane = "write",
        latest: Hashable = None,
    ) -> Job:
        """Run `work`; a newer start of the same owner with the same `latest` makes the older one silent."""
        ...

    def soon(self, owner: QObject, step: Callable[[], None]) -> None:
        """Do the next part of building a page, after the window had its turn; not once `owner` is gone."""
        ...


class DeskJobs(QObject):
    """Runs work on threads: one that writes, two that read."""

    running_changed = Signal(bool)
    _posted = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._collector = WindowCollector(self)
        self._lanes = {
            "write": ThreadPoolExecutor(max_workers=1, thread_name_prefix="write"),
            "read": ThreadPoolExecutor(max_workers=_READERS, thread_name_prefix="read"),
        }
        self._running: set[Job] = set()
        self._latest: dict[tuple[int, Hashable], Job] = {}
        self._posted.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    @property
    def running(self) -> bool:
        """Whether any outcome is still to come."""
        return bool(self._running)

    def start(
        self,
        owner: QObject,
        work: Callable[[Progress], T],
        *,
        on_done: Callable[[T], None],
        on_failed: Failed,
        on_progress: Reported | None = None,
        lane: Lane = "write",
        latest: Hashable = None,
    ) -> Job:
        """Queue `work`; outcomes are dropped once `owner` is gone."""
        job = Job(owner, on_done, on_failed, on_progress, self._posted.emit)
        if latest is not None:
            self._silence_older((id(owner), latest), job)
        self._running.add(job)
        owner.destroyed.connect(job.cancel)
        if len(self._running) == 1:
            self.running_changed.emit(True)
        future = self._lanes[lane].submit(_unless_cancelled, work, job)
        future.add_done_callback(lambda ended: self._posted.emit(job, lambda: self._settle(job, ended)))
        return job

    def soon(self, owner: QObject, step: Callable[[], None]) -> None:
        """Do `step` in a turn of the window's own: a page that is built in parts never holds keys and painting."""
        job = Job(owner, lambda _nothing: step(), lambda _error: None, None, self._posted.emit)
        self._running.add(job)
        QTimer.singleShot(0, self, lambda: self._take_turn(job))

    def _take_turn(self, job: Job) -> None:
        self._forget(job)
        if shiboken6.isValid(job.owner) and not job.silent:
            job.on_done(None)

    def close(self) -> None:
        """Cancel everything and wait for the threads to end."""
        for job in self._running:
            job.silent = True
            job.cancel()
        for lane in self._lanes.values():
            lane.shutdown(wait=True, cancel_futures=True)
        self._collector.stop()

    def _silence_older(self, key: tuple[int, Hashable], job: Job) -> None:
        older = self._latest.get(key)
        if older is not None:
            older.silent = True
            older.cancel()
        self._latest[key] = job

    @Slot(object, object)
    def _deliver(self, job: Job, call: Callable[[], None]) -> None:
        if shiboken6.isValid(job.owner):
            call()
        else:
            job.cancel()
            self._forget(job)

    def _settle(self, job: Job, ended: "Future[Any]") -> None:
        self._forget(job)
        if job.silent or ended.cancelled():
            return
        error = ended.exception()
        if error is None:
            job.on_done(ended.result())
        elif not _is_cancelled(error):
            job.on_failed(error)

    def _forget(self, job: Job) -> None:
        self._running.discard(job)
        self._latest = {key: newest for key, newest in self._latest.items() if newest is not job}
        if not self._running:
            self.running_changed.emit(False)


def _unless_cancelled(work: Callable[[Progress], T], job: Job) -> T:
    job.raise_if_cancelled()
    return work(job)


def _is_cancelled(error: BaseException) -> bool:
    from privdesk.domain.errors import Cancelled

    return isinstance(error, Cancelled)
