# SPDX-License-Identifier: MIT
"""How long a person's page takes in the real window, from asking for it until it is painted with its rows."""

import sys
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from benchmarks.records import PASSWORD
from benchmarks.stalls import SWITCH_SECONDS, WatchedProgram
from privdesk.domain.audit import Purpose
from privdesk.domain.people import PersonId
from privdesk.ui.app import LastRecords, Window, make_application
from privdesk.ui.frame import DeskFrame
from privdesk.ui.jobs import DeskJobs
from privdesk.ui.people.timeline_view import TimelineView

_LOOK_MS = 1
_REST_SECONDS = 0.3
_CLOSING_MS = 1_000
_PATIENCE_SECONDS = 120.0


def seconds_on_screen(vault: Path, people: Sequence[PersonId]) -> list[float]:
    """One page after the other, each begun when the window rests."""
    application = make_application()
    program, jobs = WatchedProgram(), DeskJobs()
    window = Window(program, jobs, vault, LastRecords(vault.parent / "window.ini"))
    before = sys.getswitchinterval()
    sys.setswitchinterval(SWITCH_SECONDS)
    window.main.show()
    watch = _Watch(application, window, jobs, people)
    try:
        watch.run()
    finally:
        sys.setswitchinterval(before)
        window.main.lock()
        QTimer.singleShot(_CLOSING_MS, application.quit)
        application.exec()  # what was shown goes before the window does
        jobs.close()
        program.close()
    return watch.times[1:]


class _Watch(QObject):
    """Looks each millisecond whether the page asked for is there, then has it painted at once."""

    def __init__(
        self, application: QApplication, window: Window, jobs: DeskJobs, people: Sequence[PersonId]
    ) -> None:
        super().__init__(application)
        self.times: list[float] = []
        self._application, self._main, self._jobs = application, window.main, jobs
        self._waiting = list(people)
        self._asked: PersonId | None = None
        self._signed_in = False
        self._began = self._rested = perf_counter()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._look)

    def run(self) -> None:
        """Until the last page was painted. Raises: TimeoutError."""
        self._timer.start(_LOOK_MS)
        self._application.exec()
        if self._waiting or self._asked is not None:
            raise TimeoutError("person page")

    def _look(self) -> None:
        now = perf_counter()
        if now - self._began > _PATIENCE_SECONDS:
            self._end()
        elif self._asked is not None:
            self._look_at_page()
        elif self._jobs.running:
            self._rested = now
        elif now - self._rested > _REST_SECONDS:
            self._next()

    def _next(self) -> None:
        frame = self._main.frame
        if frame is None:
            self._sign_in()
        elif self._waiting:
            self._open(frame, self._waiting.pop(0))
        else:
            self._end()

    def _open(self, frame: DeskFrame, person: PersonId) -> None:
        self._asked, self._began = person, perf_counter()
        frame.open("person", person=person, purpose=Purpose.ANSWER_CALL.value)

    def _look_at_page(self) -> None:
        shown = [view for view in self._main.findChildren(TimelineView) if view.isVisible() and view.entries]
        if shown and not self._jobs.running:
            shown[0].repaint()
            self.times.append(perf_counter() - self._began)
            self._asked, self._rested = None, perf_counter()
            assert self._main.frame is not None
            self._main.frame.open("today")

    def _sign_in(self) -> None:
        if self._signed_in:
            return
        fields = self._main.findChildren(QLineEdit)
        for each in fields:
            if each.echoMode() is QLineEdit.EchoMode.Password and each.isVisible():
                self._signed_in, self._rested, self._began = True, perf_counter(), perf_counter()
                each.setText(PASSWORD)
                QTest.keyClick(each, Qt.Key.Key_Return)
                return

    def _end(self) -> None:
        self._timer.stop()
        self._application.exit(0)
