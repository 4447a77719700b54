# SPDX-License-Identifier: MIT
"""The one window: the unlock page or the open desk, never both; locking destroys every page."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QMainWindow, QWidget

if TYPE_CHECKING:  # the window is in sight before these are loaded
    from collections.abc import Callable

    from PySide6.QtGui import QCloseEvent, QColor, QPaintEvent

    from privdesk.services.progress import Progress
    from privdesk.ui.clipboard import ClipboardKeeper
    from privdesk.ui.frame import DeskFrame
    from privdesk.ui.idle import IdleWatch
    from privdesk.ui.jobs import Jobs
    from privdesk.ui.navigation import OpenDesk, Visit
    from privdesk.ui.system_lock import SystemLock

    MakeUnlock = Callable[["MainWindow", str], QWidget]
    """Makes the unlock page; the text is the name of the person who is to come back, or empty."""

_LEAST, _USUAL = (1024, 700), (1440, 900)
COVER_SHARE = 0.389
"""How much of the width the cover of the unlock page takes."""


class MainWindow(QMainWindow):
    """Holds the unlock page until `show_desk`, then the frame until `lock`.

    It is in sight at once, with the two grounds of the unlock page; `arm` brings the rest. Locking keeps where the
    person was (place, ids, caret; no values), lets the page save its draft, destroys the frame, and closes the
    desk in the writing lane after what was still to be written.
    """

    seen = Signal()
    """The window was painted for the first time."""
    locked = Signal()
    desk_closed = Signal()
    """The records are closed and may be opened by somebody else."""
    opened = Signal()
    idle: "IdleWatch"
    system_lock: "SystemLock"

    def __init__(self) -> None:
        super().__init__()
        self._desk: OpenDesk | None = None
        self._kept: tuple[str, str, Visit] | None = None
        self._was_seen = False
        self.closing = False
        """The window is being closed for good, not locked."""
        self.frame: DeskFrame | None = None
        self.wanted_next = ""
        """What the next unlock page begins with once the records are closed."""
        self.clipboard: ClipboardKeeper | None = None
        self.setMinimumSize(*_LEAST)
        self.resize(*_USUAL)
        self.setWindowTitle("privdesk")

    def arm(self, make_unlock: "MakeUnlock", jobs: "Jobs", idle: "IdleWatch | None" = None) -> "MainWindow":
        """Make the window work, beginning with the unlock page."""
        from privdesk.ui.idle import IdleWatch
        from privdesk.ui.system_lock import SystemLock
        from privdesk.ui.theme import keeper

        keeper().dress(self)
        self._make_unlock, self._jobs = make_unlock, jobs
        self.idle = idle or IdleWatch(parent=self)
        self.idle.time_is_up.connect(self.lock)
        self.idle.time_left.connect(self._tell_time_left)
        self.system_lock = SystemLock(self)
        self.system_lock.locked.connect(self.lock)
        self.show_unlock("")
        return self

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
        self.setWindowTitle(f"{desk.records} – privdesk")
        kept, self._kept = self._kept_for(desk), None
        self.idle.start(desk.lock_minutes)
        self._keep_clipboard()
        self._jobs.soon(self.frame, lambda: self._open_first(kept))

    def _open_first(self, kept: "Visit | None") -> None:
        """The first page, in a turn of its own after the frame around it."""
        if self.frame is not None:
            self.frame.reopen(kept, self.opened.emit)

    def lock(self) -> None:
        """Lock now: every page is destroyed, the keys are dropped, the same person is asked for the password."""
        desk, name = self._desk, self._leave_desk()
        if desk is None:
            return
        self.show_unlock(name)
        self._close_desk(desk)
        self.locked.emit()

    def lock_for(self, wanted: str) -> None:
        """Lock, and begin on the unlock page what needs closed records: `keys`, or a binding."""
        self.wanted_next = wanted
        self.lock()

    def _keep_clipboard(self) -> None:
        """From the first desk on, what is copied here is cleared after a while and on locking."""
        from privdesk.ui.clipboard import ClipboardKeeper

        if self.clipboard is None:
            self.clipboard = ClipboardKeeper(self)

    def forget_place(self) -> None:
        """Start at Today after the next sign-in."""
        self._kept = None

    def _leave_desk(self) -> str:
        if self._desk is None or self.frame is None:
            return ""
        self.idle.stop()
        if self.clipboard is not None:
            self.clipboard.clear()
        desk, frame = self._desk, self.frame
        visit = frame.visit
        if visit is not None:
            self._kept = (desk.who.name, desk.records, visit)
        frame.close_page()
        self._desk = self.frame = None
        self.takeCentralWidget()
        for shown in (frame, *self.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)):
            shown.hide()  # dialogs and what covers the window go with the pages
            shown.setParent(None)
            shown.deleteLater()
        return desk.who.name

    def _close_desk(self, desk: "OpenDesk") -> None:
        def close(_progress: "Progress") -> None:
            desk.close()

        def closed(_outcome: object) -> None:
            self.desk_closed.emit()

        self._jobs.start(self, close, on_done=closed, on_failed=closed, lane="write")

    def _kept_for(self, desk: "OpenDesk") -> "Visit | None":
        if self._kept is None:
            return None
        name, records, visit = self._kept
        return visit if (name, records) == (desk.who.name, desk.records) else None

    def _tell_time_left(self, seconds: int) -> None:
        if self.frame is not None:
            self.frame.tell_time_left(seconds)

    def paintEvent(self, event: "QPaintEvent") -> None:  # noqa: N802
        """The two grounds of the unlock page, until that page covers them."""
        if self.centralWidget() is None:
            self._paint_grounds()
        if not self._was_seen:
            self._was_seen = True
            QTimer.singleShot(0, self.seen.emit)

    def _paint_grounds(self) -> None:
        from PySide6.QtGui import QPainter

        dark = self.palette().window().color().lightness() < 128
        painter, cover = QPainter(self), round(self.width() * COVER_SHARE)
        painter.fillRect(self.rect(), _colour("dark" if dark else "light", "surface"))
        painter.fillRect(0, 0, cover, self.height(), _colour("light", "accent"))

    def closeEvent(self, event: "QCloseEvent") -> None:  # noqa: N802
        """Save what the page holds and close the records."""
        desk, self.closing = self._desk, True
        self._leave_desk()
        if desk is not None:
            self._close_desk(desk)
        leave = getattr(self.centralWidget(), "leave", None)
        if leave is not None:
            leave()
        super().closeEvent(event)


def _colour(table: str, role: str) -> "QColor":
    """One colour out of the token file, without reading the rest: this is before the window is in sight."""
    from PySide6.QtGui import QColor

    from privdesk.resources import resource_path

    _before, _head, body = resource_path("themes", "tokens.toml").read_text("utf-8").partition(f"[{table}]")
    line = next(each for each in body.splitlines() if each.split(" ", 1)[0] == role)
    return QColor(line.split('"')[1])
