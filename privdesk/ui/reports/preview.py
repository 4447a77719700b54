# SPDX-License-Identifier: MIT
"""The pages as they will print: strip, page, and the bar to turn and zoom. Everything stays in memory."""

from collections import OrderedDict

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from privdesk.domain.incoming import PageImage
from privdesk.i18n import _
from privdesk.ui.page_images import picture_of
from privdesk.ui.reports.strip import PageStrip
from privdesk.ui.widgets.button import IconButton
from privdesk.ui.widgets.empty import Empty
from privdesk.ui.widgets.label import Label
from privdesk.ui.widgets.page_view import PageView, page_words
from privdesk.ui.widgets.pane import Pane

PAGE_WIDTH = 1240
THUMB_WIDTH = 152
_A4_INCHES = 8.27
_STRIP_FROM = 620
_KEPT = 6
"""Large pictures kept in memory; the rest is asked for again."""


class Preview(QWidget):
    """Asks for pages by `page_asked(number, width)`; `put` takes each as it is ready."""

    page_asked = Signal(int, int)

    def __init__(self) -> None:
        super().__init__()
        self._count = self._at = self._wanted = 0
        self._large: OrderedDict[int, QImage] = OrderedDict()
        self.strip = PageStrip()
        self.strip.chosen.connect(self.go_to)
        self.view = PageView(_("Page of the report"))
        self.words = Empty("")
        self.stack = QStackedWidget()
        self.stack.addWidget(self.words)
        self.stack.addWidget(self.view)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.strip)
        middle = QVBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.stack, 1)
        middle.addWidget(self._bar())
        row.addLayout(middle, 1)
        self.view.zoom_changed.connect(lambda percent: self.zoom.setText(f"{percent}\u202f%"))
        self.say("")

    def _bar(self) -> QWidget:
        self.before = IconButton("chevron-left", _("Page before"), "PgUp")
        self.after = IconButton("chevron-right", _("Next page"), "PgDown")
        self.before.clicked.connect(lambda: self.turn(-1))
        self.after.clicked.connect(lambda: self.turn(1))
        self.page = Label("", weight=600, digits=True)
        self.zoom = Label("", "caption", "muted", digits=True)
        smaller = IconButton("zoom-out", _("Smaller"), "Ctrl+-", bind=False)
        larger = IconButton("zoom-in", _("Larger"), "Ctrl++", bind=False)
        smaller.clicked.connect(self.view.zoom_out)
        larger.clicked.connect(self.view.zoom_in)
        bar = Pane("top", "window", padding=0)
        row = QHBoxLayout()
        row.setContentsMargins(12, 2, 12, 2)
        row.setSpacing(8)
        for widget in (self.before, self.page, self.after):
            row.addWidget(widget)
        row.addStretch()
        for widget in (smaller, self.zoom, larger):
            row.addWidget(widget)
        bar.column.setContentsMargins(0, 4, 0, 4)
        bar.column.addLayout(row)
        self._turning = bar
        return bar

    @property
    def at(self) -> int:
        """The page in sight, from 0."""
        return self._at

    @property
    def shown(self) -> bool:
        """Whether a page is on the window."""
        return self.stack.currentWidget() is self.view and self.view.page_count > 0

    def fit(self) -> None:
        """Leave the strip out where the window is narrow or there are no pages."""
        self.strip.setVisible(self._count > 0 and self.width() >= _STRIP_FROM)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def start_at(self, page: int) -> None:
        """Turn to this page as soon as there are pages."""
        if self._count:
            self.go_to(page)
        else:
            self._wanted = page

    def say(self, words: str) -> None:
        """Words instead of pages, such as what is missing."""
        self._count = self._at = 0
        self._large.clear()
        self.words.set_sentence(words)
        self.stack.setCurrentWidget(self.words)
        self.strip.set_count(0)
        self.strip.hide()
        self._turning.hide()

    def begin(self, count: int) -> None:
        """A new report of that many pages: the one in sight first, then all small ones."""
        at = min(self._wanted or self._at, max(0, count - 1))
        self._wanted = 0
        self._count, self._at = count, at
        self._large.clear()
        self.strip.set_count(count)
        self.fit()
        self._turning.show()
        self.go_to(at)
        for page in range(count):
            self.page_asked.emit(page, THUMB_WIDTH)

    def put(self, page: int, width: int, image: PageImage) -> None:
        """A page that was asked for."""
        picture = picture_of(image)
        if width == THUMB_WIDTH:
            self.strip.put(page, picture)
            return
        self._large[page] = picture
        self._large.move_to_end(page)
        while len(self._large) > _KEPT:
            self._large.popitem(last=False)
        if page == self._at:
            self._show(picture)

    def turn(self, step: int) -> None:
        """One page on or back."""
        self.go_to(self._at + step)

    def go_to(self, page: int) -> None:
        """Turn to a page."""
        if not 0 <= page < self._count:
            return
        self._at = page
        self.strip.go_to(page)
        self.page.setText(page_words(page, self._count))
        self.before.setEnabled(page > 0)
        self.after.setEnabled(page + 1 < self._count)
        picture = self._large.get(page)
        if picture is not None:
            self._show(picture)
        else:
            self.page_asked.emit(page, PAGE_WIDTH)

    def _show(self, picture: QImage) -> None:
        self.view.set_pages([picture], dpi=PAGE_WIDTH / _A4_INCHES)
        self.view.setAccessibleDescription(page_words(self._at, self._count))
        self.view.verticalScrollBar().setValue(self.view.verticalScrollBar().minimum())
        self.stack.setCurrentWidget(self.view)

    def focus_page(self) -> None:
        """Put the caret on the page, for scrolling by keys."""
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)
