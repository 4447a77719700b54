# SPDX-License-Identifier: MIT
"""A look at the page of a form, letter or report over the person's page; every look is recorded."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout
from typing_extensions import override

from privdesk.domain.inbox import DocumentId
from privdesk.domain.incoming import PageImage
from privdesk.i18n import _
from privdesk.ui.page_images import picture_of
from privdesk.ui.widgets.button import IconButton
from privdesk.ui.widgets.label import Label
from privdesk.ui.widgets.page import Page
from privdesk.ui.widgets.page_view import PageView, page_words
from privdesk.ui.widgets.popup import Popup

PAGE_WIDTH = 1000
ReadPage = Callable[[DocumentId, int, int], PageImage]


class Peek(Popup):
    """Pages one after the other; Page Up and Page Down turn, Space or Esc closes."""

    closed = Signal()

    def __init__(
        self, page: Page, title: str, papers: Sequence[tuple[DocumentId, int]], read: ReadPage
    ) -> None:
        super().__init__(page, padding=12)
        self._owner, self._read, self._shut = page, read, False
        self._pages = [(document, at) for document, count in papers for at in range(count)]
        self.setAccessibleName(title)
        self.view = PageView(title)
        self.view.setObjectName("peek")
        self.view.page_changed.connect(self._say_page)
        self.where = Label("", "caption", "muted", digits=True)
        head = QHBoxLayout()
        head.addWidget(Label(title, weight=600, elide=True), 1)
        head.addWidget(self.where)
        self.earlier = IconButton("chevron-left", _("Page before"), "PgUp", bind=False)
        self.later = IconButton("chevron-right", _("Next page"), "PgDown", bind=False)
        close = IconButton("x", _("Close"), "Esc", bind=False)
        for button, act in (
            (self.earlier, self.view.previous_page),
            (self.later, self.view.next_page),
            (close, self.shut),
        ):
            button.clicked.connect(act)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            head.addWidget(button)
        self.column.addLayout(head)
        self.column.addWidget(self.view, 1)
        self.setFocusProxy(self.view)

    def open_peek(self) -> None:
        """Show at the right of the page and read the pages one by one."""
        room = self._owner.rect()
        self.setFixedSize(min(640, room.width() - 32), max(320, room.height() - 32))
        self.show_at(QPoint(room.width() - self.width() - 16, 16))
        self.view.setFocus(Qt.FocusReason.PopupFocusReason)
        self._read_next(0)

    def shut(self) -> None:
        """Close the look."""
        if not self._shut:
            self._shut = True
            self.hide()
            self.closed.emit()
            self.deleteLater()

    def _read_next(self, at: int) -> None:
        if self._shut or at >= len(self._pages):
            return
        document, page = self._pages[at]
        # the first look at a document writes its audit entry
        self._owner.run(
            lambda _progress: self._read(document, page, PAGE_WIDTH),
            lambda image: self._show(at, image),
            words=_("Reading the page…"),
        )

    def _show(self, at: int, image: PageImage) -> None:
        if self._shut:
            return
        self.view.set_page(at, picture_of(image))
        self.where.setText(page_words(self.view.page, len(self._pages)))
        self._read_next(at + 1)

    def _say_page(self, page: int, _count: int) -> None:
        self.where.setText(page_words(page, len(self._pages)))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.shut()
        else:
            super().keyPressEvent(event)
