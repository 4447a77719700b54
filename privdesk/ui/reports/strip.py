# SPDX-License-Identifier: MIT
"""All pages small, one below the other; a click or the arrows turn to one."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QWidget
from typing_extensions import override

from privdesk.i18n import _
from privdesk.ui.theme import Theme, theme
from privdesk.ui.widgets.drawing import paint_box, paint_text
from privdesk.ui.widgets.page_view import page_words
from privdesk.ui.widgets.pane import scrolling

_WIDE, _HIGH, _STEP, _TOP = 76, 104, 134, 16
_ON_PAPER = Theme(dark=False)


class _Thumbs(QWidget):
    """The pictures, painted; pages that are not ready yet are white."""

    chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._pictures: dict[int, QImage] = {}
        self._count = self.current = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(_("Pages"))

    def set_count(self, count: int) -> None:
        self._pictures, self._count, self.current = {}, count, 0
        self.setFixedSize(self.sizeHint())
        self.update()

    def put(self, page: int, picture: QImage) -> None:
        self._pictures[page] = picture
        self.update()

    def go_to(self, page: int) -> None:
        self.current = page
        self.setAccessibleDescription(page_words(page, self._count))
        self.update()

    def box(self, page: int) -> QRectF:
        """Where a page lies."""
        return QRectF((self.width() - _WIDE) / 2, _TOP + page * _STEP, _WIDE, _HIGH)

    @override
    def sizeHint(self) -> QSize:
        return QSize(124, _TOP + max(1, self._count) * _STEP)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        page = int((event.position().y() - _TOP / 2) // _STEP)
        if 0 <= page < self._count:
            self.chosen.emit(page)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        if step is not None and 0 <= self.current + step < self._count:
            self.chosen.emit(self.current + step)
        elif step is None:
            super().keyPressEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        used, painter = theme(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for page in range(self._count):
            box = self.box(page)
            if not box.adjusted(0, -8, 0, 40).intersects(QRectF(event.rect())):
                continue
            painter.fillRect(box, _ON_PAPER.color("paper"))
            if page in self._pictures:
                painter.drawImage(box, self._pictures[page])
            now = page == self.current
            frame = used.color("focus" if now else "line_button")
            paint_box(painter, box.adjusted(-1, -1, 1, 1), None, frame, 0, 2 if now else 1)
            words = QRectF(0, box.bottom() + 6, self.width(), 18)
            font = used.font("caption", 600 if now else 400, digits=True)
            ink = used.color("text" if now else "text_muted")
            paint_text(painter, words, str(page + 1), font, ink, Qt.AlignmentFlag.AlignHCenter)


class PageStrip(QWidget):
    """The strip with its scrolling; `chosen` carries the page from 0."""

    chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.thumbs = _Thumbs()
        self.thumbs.chosen.connect(self.chosen)
        self.area: QScrollArea = scrolling(self.thumbs)
        self.area.setParent(self)
        self.setFixedWidth(140)
        self.setFocusProxy(self.thumbs)

    def set_count(self, count: int) -> None:
        """That many pages, none of them ready yet."""
        self.thumbs.set_count(count)

    def put(self, page: int, picture: QImage) -> None:
        """A page is ready."""
        self.thumbs.put(page, picture)

    def go_to(self, page: int) -> None:
        """Mark the page in sight and keep it in view."""
        self.thumbs.go_to(page)
        middle = QPointF(self.thumbs.box(page).center())
        self.area.ensureVisible(round(middle.x()), round(middle.y()), 0, _STEP // 2 + 20)

    @override
    def resizeEvent(self, event: object) -> None:
        self.area.setGeometry(self.rect())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        used, painter = theme(), QPainter(self)
        painter.fillRect(self.rect(), used.color("window"))
        painter.fillRect(self.width() - 1, 0, 1, self.height(), used.color("line"))
