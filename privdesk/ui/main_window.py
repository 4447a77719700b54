# SPDX-License-Identifier: MIT
"""The one window: the unlock page or the open desk, never both; locking destroys every page."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QMainWindow, QWidget
from typing_extensions import override

from privdesk.i18n import _
from privdesk.services.progress import Progress
from privdesk.ui.idle import IdleWatch, SystemLock
from privdesk.ui.jobs import Jobs
from privdesk.ui.theme import tokens

if TYPE_CHECKING:  # the frame is loaded after unlocking
    from privdesk.ui.frame import DeskFrame
    from privdesk.ui.navigation import OpenDesk, Visit

MakeUnlock = Callable[["MainWindow", str], QWidget]
"""Makes the unlock page; the text is the name of the person who is to come back, or empty."""


class MainWindow(QMainWindow):
    """Holds the unlock page until `show_desk`, then the frame until `lock`.

    Locking keeps where the person was (place, ids, caret; no values), lets the page save its draft, destroys the
    frame, and closes the desk in the writing lane after what was still to be written.
    """

    locked = Signal()
    opened = Signal()

    def __init__(self, make_unlock: MakeUnlock, jobs: Jobs, idle: IdleWatch | None = None) -> None:
        super().__init__()
        self._make_unlock, self._jobs = make_unlock, jobs
        self.idle = idle or IdleWatch(parent=self)
        self.idle.time_is_up.connect(self.lock)
        self.idle.time_left.connect(self._tell_time_left)
        self.system_lock = SystemLock(self)
        self.system_lock.locked.connect(self.lock)
        self._desk: OpenDesk | None = None
        self._kept: tuple[str, str, Visit] | None = None
        self.frame: DeskFrame | None = None
        least = tokens()["size"]["window_min"]
        self.setMinimumSize(*least)
        self.resize(1440, 900)
        self.setWindowTitle("privdesk")
        self.show_unlock("")

    def show_unlock(self, staff_name: str) -> None:
        """Ask for name and password; `staff_name` is who was signed in."""
        page = self._make_unlock(self, staff_name)
        self.setCentralWidget(page)
        self.setWindowTitle("privdesk")
        page.setFocus()

    def show_desk(self, desk: "OpenDesk") -> None:
        """Put the open desk on the window; the same person in the same records comes back to the same place."""
        from privdesk.ui.frame import DeskFrame

        self._desk = desk
        self.frame = DeskFrame(desk, self._jobs, self)
        self.frame.lock_asked.connect(self.lock)
        self.setCentralWidget(self.frame)
        self.setWindowTitle(_("{records} – privdesk").format(records=desk.records))
        self.frame.reopen(self._kept_for(desk))
        self._kept = None
        self.idle.start(desk.lock_minutes)
        self.opened.emit()

    def lock(self) -> None:
        """Lock now: every page is destroyed, the keys are dropped, the same person is asked for the password."""
        desk, name = self._desk, self._leave_desk()
        if desk is None:
            return
        self.show_unlock(name)
        self._close_desk(desk)
        self.locked.emit()

    def forget_place(self) -> None:
        """Start at Today after the next sign-in."""
        self._kept = None

    def _leave_desk(self) -> str:
        if self._desk is None or self.frame is None:
            return ""
        self.idle.stop()
        desk, frame = self._desk, self.frame
        visit = frame.visit
        if visit is not None:
            self._kept = (desk.who.name, desk.records, visit)
        frame.close_page()
        self._desk = self.frame = None
        self.takeCentralWidget()
        frame.hide()
        frame.setParent(None)
        frame.deleteLater()
        return desk.who.name

    def _close_desk(self, desk: "OpenDesk") -> None:
        def close(_progress: Progress) -> None:
            desk.close()

        self._jobs.start(self, close, on_done=lambda _none: None, on_failed=lambda _error: None, lane="write")

    def _kept_for(self, desk: "OpenDesk") -> "Visit | None":
        if self._kept is None:
            return None
        name, records, visit = self._kept
        return visit if (name, records) == (desk.who.name, desk.records) else None

    def _tell_time_left(self, seconds: int) -> None:
        if self.frame is not None:
            self.frame.tell_time_left(seconds)

    def keep_geometry(self) -> QByteArray:
        """Where the window stands, for the next time."""
        return self.saveGeometry()

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        desk = self._desk
        self._leave_desk()
        if desk is not None:
            self._close_desk(desk)
        super().closeEvent(event)
