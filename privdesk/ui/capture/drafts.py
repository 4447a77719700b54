# SPDX-License-Identifier: MIT
"""Keeps what is typed: at most a second after the last key, at once on leaving a field, and on leaving the page."""

from collections.abc import Callable, Mapping
from typing import Any

import shiboken6
from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal

from privdesk.domain.inbox import ItemId
from privdesk.services.capture import Capture
from privdesk.services.progress import Progress
from privdesk.ui.jobs import Jobs

AFTER_MS = 700
"""After the last key; with the writing itself it stays under a second."""
Snapshot = Callable[[], tuple[Mapping[str, Any], str]]
"""The values and the place of the caret as they are now."""


class DraftSaver(QObject):
    """Belongs to one item on one page; writes are owned by the program, so that leaving the page loses none."""

    kept = Signal()
    failed = Signal(object)

    def __init__(
        self, capture: Capture, jobs: Jobs, item_id: ItemId, snapshot: Snapshot, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._capture = capture
        self._jobs = jobs
        self._item_id = item_id
        self._snapshot = snapshot
        self._dirty = False
        self._closed = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(AFTER_MS)
        self._timer.timeout.connect(self.keep_now)

    @property
    def waits(self) -> bool:
        """Whether something typed is not kept yet."""
        return self._dirty

    def touch(self) -> None:
        """Something changed: it is kept soon, at the latest a second after the first key of a burst."""
        if not self._closed:
            self._dirty = True
            if not self._timer.isActive():
                self._timer.start()

    def keep_now(self) -> None:
        """Keep what changed, if anything did."""
        self._timer.stop()
        if self._dirty and not self._closed:
            self._dirty = False
            self._write()

    def close(self) -> None:
        """The form is saved or set aside: a draft must not come back."""
        self._closed = True
        self._dirty = False
        self._timer.stop()

    def reopen(self) -> None:
        """Saving failed: what is typed is kept again."""
        self._closed = False
        self.touch()

    def _write(self) -> None:
        body, place = self._snapshot()
        capture, item_id = self._capture, self._item_id

        def work(_progress: Progress) -> None:
            capture.keep(item_id, body, place)

        owner = QCoreApplication.instance() or self
        self._jobs.start(owner, work, on_done=_Later(self).done, on_failed=_Later(self).failed)


class _Later:
    """Tells the saver what became of a write, if it is still there."""

    def __init__(self, saver: DraftSaver) -> None:
        self._saver = saver

    def done(self, _none: None) -> None:
        if _lives(self._saver):
            self._saver.kept.emit()

    def failed(self, error: BaseException) -> None:
        if _lives(self._saver):
            self._saver.failed.emit(error)


def _lives(thing: QObject) -> bool:
    return bool(shiboken6.isValid(thing))
