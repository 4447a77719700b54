# SPDX-License-Identifier: MIT
"""Stand-ins for the tests of pages: work that is done at once, a navigator that remembers."""

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from PySide6.QtCore import QObject

from privdesk.domain.errors import Cancelled
from privdesk.services.progress import Progress
from privdesk.ui.jobs import Failed, Job, Lane, Reported

T = TypeVar("T")


class ImmediateJobs:
    """Runs work at once on the calling thread, so a page test needs no waiting at all."""

    def __init__(self) -> None:
        self.lanes: list[Lane] = []

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
        self.lanes.append(lane)
        job = Job(owner, on_done, on_failed, on_progress, lambda _job, call: call())
        try:
            result = work(job)
        except Cancelled:
            return job
        except Exception as error:  # noqa: BLE001
            on_failed(error)
        else:
            on_done(result)
        return job

    def soon(self, owner: QObject, step: Callable[[], None]) -> None:
        step()


class HeldJobs(ImmediateJobs):
    """Keeps work back until `release()`: for tests of waiting and of pages that go away meanwhile."""

    def __init__(self) -> None:
        super().__init__()
        self._held: list[Callable[[], Any]] = []

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
        def later() -> None:
            ImmediateJobs.start(
                self, owner, work, on_done=on_done, on_failed=on_failed, on_progress=on_progress, lane=lane
            )

        self._held.append(later)
        return Job(owner, on_done, on_failed, on_progress, lambda _job, call: call())

    def release(self) -> None:
        """Do everything that was held back."""
        held, self._held = self._held, []
        for call in held:
            call()


class FakeNavigator:
    """Remembers where a page wanted to go."""

    def __init__(self) -> None:
        self.opened: list[tuple[str, dict[str, object]]] = []
        self.backs = 0
        self.locks = 0
        self.refreshed = 0

    def open(self, place: str, **args: object) -> None:
        self.opened.append((place, args))

    def back(self) -> None:
        self.backs += 1

    def lock(self) -> None:
        self.locks += 1

    def refresh_counts(self) -> None:
        self.refreshed += 1
