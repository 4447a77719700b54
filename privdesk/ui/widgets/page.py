# SPDX-License-Identifier: MIT
"""A page of the desk: head, banner, content, side panel, footer – and the waiting and errors of its jobs."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol, TypeVar

from PySide6.QtCore import QRect, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget
from typing_extensions import override

from privdesk.services.progress import Progress
from privdesk.ui.errors import show_error
from privdesk.ui.jobs import Job, Jobs, Lane
from privdesk.ui.theme import theme
from privdesk.ui.widgets.banner import Banner
from privdesk.ui.widgets.busy import BusyLine, Waiting
from privdesk.ui.widgets.page_head import PageHead
from privdesk.ui.widgets.page_view import PageView
from privdesk.ui.widgets.pane import SideArea
from privdesk.ui.widgets.row_list import RowList

T = TypeVar("T")
_FOLD_BELOW = 1200


class Keeper(Protocol):
    """Keeps what is half typed on the page or in a panel over it."""

    def flush(self) -> None: ...


class Page(QWidget):
    """Base of every page. Put widgets into `content`, a side panel by `set_side`, a footer by `set_footer`.

    `run()` starts a service call: the moving line, Cancel, the error banner with Try again are done here.
    Class attributes: `rail` asks for the narrow sidebar, `own_top` hides the top bar (Capture, Report),
    `filters` makes the search field of the top bar call `search()` while typing, `own_drops` leaves files dropped on
    the window to the page.
    """

    rail = False
    own_top = False
    filters = False
    own_drops = False
    search_hint = ""
    status_changed = Signal(str, str)
    """Words and icon for the right end of the status bar, such as `Kept as you type`, `check`."""
    counts_changed = Signal()
    """The counts in the sidebar may have changed."""

    def __init__(self, title: str, jobs: Jobs, *, sentence: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.jobs = jobs
        self.head = PageHead(title, sentence)
        self.banner = Banner()
        self._line = BusyLine(self)
        self.waiting = Waiting(self._line)
        self.waiting.cancelled.connect(self.cancel_jobs)
        self._started: set[Job] = set()
        self._pending: dict[Hashable, object] = {}
        self._side: QWidget | None = None
        self._side_open = False
        self._side_shown = True
        self._place: dict[str, Any] = {}
        self.finished = False
        """What this page was opened for is done: nobody wants to come back to it."""
        self.keepers: list[Keeper] = []
        self.panel_key = ""
        """What the open panel keeps its words under; empty while none is open that keeps any."""
        self._build()

    def _build(self) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.head)
        outer.addWidget(self.waiting)
        outer.addWidget(self.banner)
        self.body = QWidget()
        self._row = QHBoxLayout(self.body)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self.content = QVBoxLayout()
        self.content.setContentsMargins(0, 0, 0, 0)
        self.content.setSpacing(0)
        self._row.addLayout(self.content, 1)
        outer.addWidget(self.body, 1)
        self._outer = outer
        self.head.side_asked.connect(self.toggle_side)

    def set_title(self, title: str, sentence: str = "") -> None:
        """Change the head."""
        self.head.set_title(title, sentence)

    def set_side(self, side: QWidget) -> None:
        """Give the page a side panel of 320 px; it folds under 1200 px width."""
        if self._side is not None:
            self._side.deleteLater()
        self._side = SideArea(side, self.body)
        self._side.show()
        self._lay_side()

    def show_side(self, shown: bool) -> None:
        """Leave the side panel out while it has nothing to say."""
        self._side_shown = shown
        self._lay_side()

    def set_footer(self, footer: QWidget) -> None:
        """Put a footer under the content; the main action stays visible there."""
        self._outer.addWidget(footer)

    @property
    def side_is_folded(self) -> bool:
        """Whether the window is too narrow to show the side panel beside the content."""
        return self.window().width() < _FOLD_BELOW

    def toggle_side(self) -> None:
        """Open or close the folded side panel over the page."""
        self._side_open = not self._side_open
        self._lay_side()
        if self._side is not None and self._side_open:
            self._side.setFocus(Qt.FocusReason.OtherFocusReason)
        elif not self.isAncestorOf(QApplication.focusWidget() or self):
            self.take_keyboard()

    def take_keyboard(self) -> None:
        """Put the caret where the keys of this page begin."""
        shown = (pane for pane in self.panes() if pane.isVisible())
        first_control(next(shown, self.body)).setFocus(Qt.FocusReason.OtherFocusReason)

    def run(
        self,
        work: Callable[[Progress], T],
        on_done: Callable[[T], None],
        *,
        lane: Lane = "write",
        latest: Hashable = None,
        words: str = "",
        quiet: bool = False,
        on_failed: Callable[[BaseException], None] | None = None,
    ) -> Job:
        """Run one service call; errors become the banner with Try again unless `on_failed` takes them.

        Reading goes to `lane="read"`; `latest` makes a newer call silence the older one; `quiet` shows no waiting.
        """
        token = object()
        key: Hashable = token if latest is None else latest

        def retry() -> None:
            self.run(work, on_done, lane=lane, latest=latest, words=words, quiet=quiet, on_failed=on_failed)

        def done(result: T) -> None:
            self._settle(key, token)
            on_done(result)
            self._settled_soon()

        def failed(error: BaseException) -> None:
            self._settle(key, token)
            if on_failed is not None:
                on_failed(error)
            else:
                show_error(self.banner, error, retry)

        if not quiet:
            self.waiting.begin(words)
        self._pending[key] = token
        report = None if quiet else self.waiting.report
        job = self.jobs.start(
            self, work, on_done=done, on_failed=failed, on_progress=report, lane=lane, latest=latest
        )
        self._started.add(job)
        return job

    def cancel_jobs(self) -> None:
        """Ask everything this page started to stop."""
        for job in self._started:
            job.cancel()
        self._started.clear()
        self._pending.clear()
        self.waiting.end()

    def _settle(self, key: Hashable, token: object) -> None:
        if self._pending.get(key) is token:
            del self._pending[key]
        if not self._pending:
            self.waiting.end()

    def load(self) -> None:
        """Called when the page is shown, also again after `Alt+Left`: read what it shows."""

    def search(self, text: str) -> None:
        """The text of the top bar's search field, while typing; only where `filters` is set."""

    def search_step(self, step: int) -> None:
        """Up or down in the search field: move the current row."""

    def search_enter(self) -> None:
        """Enter in the search field: open the current or the first row."""

    def take_files(self, paths: Sequence[Path]) -> None:
        """Files were dropped on the window; only the place that takes files is told."""

    def step_back(self) -> bool:
        """Esc: close what is open on the page; False lets the desk go to the page before."""
        if self._side_open and self.side_is_folded:
            self.toggle_side()
            return True
        return False

    def zoom(self, step: int) -> bool:
        """Ctrl++ (1), Ctrl+- (-1), Ctrl+0 (0): zoom the page of paper; False lets the text size change instead."""
        view = QApplication.focusWidget()
        if not isinstance(view, PageView):
            return False
        {1: view.zoom_in, -1: view.zoom_out, 0: view.fit_width}[step]()
        return True

    def leave(self) -> None:
        """Called before the page is destroyed, on leaving and on locking: save drafts now."""
        for keeper in tuple(self.keepers):
            keeper.flush()

    def open_again(self, key: str) -> None:
        """Open the panel that stood open before locking; `key` is what it keeps its words under."""

    def keep(self, work: Callable[[Progress], object]) -> None:
        """Write something that must be kept although the page goes away, such as a draft; from `leave()`."""
        owner = QApplication.instance()
        if owner is not None:
            self.jobs.start(owner, work, on_done=_nothing, on_failed=_nothing, lane="write")

    def way_back(self) -> Mapping[str, Any]:
        """Arguments that bring the page back as it stands, for Alt+Left only; forgotten on locking."""
        return {}

    def person_in_sight(self) -> object | None:
        """Id of the person this page is about, so that F9 starts a call with them; None where there is none."""
        return None

    def panes(self) -> list[QWidget]:
        """What F6 goes through."""
        lists: list[QWidget] = [found for found in self.findChildren(RowList) if found.isVisible()]
        return lists + ([self._side] if self._side is not None else [])

    def set_status(self, words: str, icon: str = "check") -> None:
        """Say something quietly at the right end of the status bar."""
        self.status_changed.emit(words, icon)

    def place_state(self) -> dict[str, Any]:
        """What is kept over a lock: the field with the caret, the caret, current rows. Names and ids, no values.

        A widget needs an object name to be found again.
        """
        state: dict[str, Any] = {"rows": {}}
        for rows in self.findChildren(RowList):
            if rows.current_id() is not None:
                state["rows"][rows.view.objectName()] = rows.current_id()
        if self.panel_key:
            state["panel"] = self.panel_key
        focus = QApplication.focusWidget()
        if focus is not None and focus.objectName() and self.isAncestorOf(focus):
            state["focus"] = focus.objectName()
            if isinstance(focus, QLineEdit):
                state["caret"] = focus.cursorPosition()
            elif isinstance(focus, QPlainTextEdit):
                state["caret"] = focus.textCursor().position()
        return state

    def restore_place(self, state: Mapping[str, Any]) -> None:
        """Put caret and current rows back. Call `settle_place()` again when late fields are filled."""
        self._place = dict(state)
        self.settle_place()
        self._settled_soon()

    def _settled_soon(self) -> None:
        """Once nothing is read any more the person is back; from then on nothing moves caret or rows again."""
        if self._place:
            QTimer.singleShot(0, self, self._forget_place)

    def _forget_place(self) -> None:
        if self._pending:
            return
        if self._open_panel_again():
            self._settled_soon()
        else:
            self._place = {}

    def _open_panel_again(self) -> bool:
        """Once all is read, so that its row is chosen again; its own words come after it."""
        wanted = str(self._place.pop("panel", "")) if not self._pending else ""
        if wanted and not self.panel_key:
            self.open_again(wanted)
        return bool(wanted)

    def settle_place(self) -> None:
        """Apply what `restore_place` was given, as far as the widgets are there."""
        for rows in self.findChildren(RowList):
            wanted = self._place.get("rows", {}).get(rows.view.objectName())
            if wanted is not None:
                rows.choose_when_there(wanted)
        self._open_panel_again()
        name = self._place.get("focus")
        named = self.findChildren(QWidget, name) if name else []
        if not named:
            return
        found = named[-1]  # those before it are of a part that is on its way out
        found.setFocus(Qt.FocusReason.OtherFocusReason)
        caret = self._place.get("caret", 0)
        if isinstance(found, QLineEdit):
            found.setCursorPosition(caret)
        elif isinstance(found, QPlainTextEdit):
            cursor = found.textCursor()
            cursor.setPosition(min(caret, len(found.toPlainText())))
            found.setTextCursor(cursor)

    def _lay_side(self) -> None:
        if self._side is None:
            return
        if not self._side_shown:
            self.head.show_side_button(False)
            self._row.setContentsMargins(0, 0, 0, 0)
            self._side.hide()
            return
        wide, folded = theme().size("side_panel"), self.side_is_folded
        self.head.show_side_button(folded)
        self._row.setContentsMargins(0, 0, 0 if folded else wide, 0)
        self._row.activate()
        self._side.setVisible(not folded or self._side_open)
        self._side.setGeometry(QRect(self.body.width() - wide, 0, wide, self.body.height()))
        self._side.raise_()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._outer.activate()
        self._lay_side()
        self._line.setGeometry(0, self.head.height() - 2, self.width(), 2)
        self._line.raise_()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), theme().color("surface"))


def first_control(pane: QWidget) -> QWidget:
    """The first control of a pane by the order of Tab that takes the keyboard, or the pane itself."""
    if pane.focusPolicy() & Qt.FocusPolicy.TabFocus or pane.focusProxy() is not None:
        return pane
    each = pane.nextInFocusChain()
    while each is not None and each is not pane:
        takes = each.focusPolicy() & Qt.FocusPolicy.TabFocus and each.isVisible() and each.isEnabled()
        if takes and pane.isAncestorOf(each):
            return each
        each = each.nextInFocusChain()
    return pane


def _nothing(_outcome: object) -> None:
    """Nobody is left to be told."""
