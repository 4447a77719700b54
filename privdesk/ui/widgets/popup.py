# SPDX-License-Identifier: MIT
"""What lies over the page: a raised box with one soft shadow, on a flat veil if it asks for a decision."""

import shiboken6
from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QFrame, QGraphicsDropShadowEffect, QVBoxLayout, QWidget
from typing_extensions import override

from privdesk.ui.theme import theme, tokens
from privdesk.ui.widgets.drawing import paint_box
from privdesk.ui.widgets.label import Label


class Popup(QFrame):
    """A raised box with a 1 px line, radius 10 and the one shadow; a child of the window, so that it is clipped by it."""

    def __init__(self, parent: QWidget, *, padding: int = 14) -> None:
        super().__init__(parent)
        self._host = parent
        self.column = QVBoxLayout(self)
        rim = max(1, padding - 2)
        self.column.setContentsMargins(max(1, padding), rim, max(1, padding), rim)
        self.column.setSpacing(6)
        shadow = QGraphicsDropShadowEffect(self)
        across, down = tokens()["shadow"]["offset"]
        shadow.setOffset(across, down)
        shadow.setBlurRadius(tokens()["shadow"]["blur"])
        shadow.setColor(theme().color("shadow"))
        self.setGraphicsEffect(shadow)
        self.hide()

    def show_at(self, place: QPoint) -> None:
        """Show with the top left corner at `place` of the window, kept inside it."""
        self.adjustSize()
        room = self._host.rect()
        left = max(8, min(place.x(), room.width() - self.width() - 8))
        top = max(8, min(place.y(), room.height() - self.height() - 8))
        self.move(left, top)
        self.show()
        self.raise_()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        used = theme()
        fill, line = used.color("surface_raised"), used.color("line")
        paint_box(QPainter(self), QRectF(self.rect()), fill, line, used.radius("popup"))


class Tip(Popup):
    """Where a value came from: a sentence and, muted, what stood there before. One for a page."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setMaximumWidth(424)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._words = Label("", wrap=True)
        self._before = Label("", "caption", "muted", wrap=True)
        self.column.addWidget(self._words)
        self.column.addWidget(self._before)

    def tell(self, words: str, before: str, place: QPoint) -> None:
        """Show at `place`, a point of the screen."""
        self._words.setText(words)
        self._before.setText(before)
        self._before.setVisible(bool(before))
        self._words.setFixedWidth(min(396, self._words.fontMetrics().horizontalAdvance(words) + 8))
        self.setAccessibleName(f"{words} {before}")
        self.show_at(self._host.mapFromGlobal(place))


class Veil(QWidget):
    """A flat veil over the whole window with one popup on it; Esc or a click beside it closes."""

    closed = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._host = window
        self._before: QWidget | None = None
        window.installEventFilter(self)
        self.hide()

    def open(self) -> None:
        """Cover the window."""
        self._before = QApplication.focusWidget()
        self.setGeometry(self._host.rect())
        self.show()
        self.raise_()

    def shut(self) -> None:
        """Uncover the window; the caret goes back to where it was."""
        if self.isHidden():
            return
        self.hide()
        if self._before is not None and shiboken6.isValid(self._before):
            self._before.setFocus(Qt.FocusReason.PopupFocusReason)
        self._before = None
        self.closed.emit()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.parent() and event.type() == QEvent.Type.Resize:
            self.setGeometry(self._host.rect())
        return super().eventFilter(watched, event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.shut()

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.shut()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), theme().color("scrim"))
