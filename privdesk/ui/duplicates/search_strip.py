# SPDX-License-Identifier: MIT
"""The strip over the list: how far the search over everybody has come, with its bar, and stop or go on."""

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from privdesk.i18n import _
from privdesk.ui.theme import theme
from privdesk.ui.widgets.button import Button
from privdesk.ui.widgets.drawing import paint_box
from privdesk.ui.widgets.label import Label


class ShareBar(QWidget):
    """A bar that fills from the left; the words beside it say the same."""

    def __init__(self) -> None:
        super().__init__()
        self.share = 0.0
        self.setFixedHeight(6)

    def set_share(self, share: float) -> None:
        """From 0 to 1."""
        self.share = min(1.0, max(0.0, share))
        self.setAccessibleName(_("{percent} % done").format(percent=round(self.share * 100)))
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        used, painter = theme(), QPainter(self)
        whole = QRectF(self.rect())
        paint_box(painter, whole, used.color("line"), None, 3)
        if self.share > 0:
            filled = QRectF(whole.left(), whole.top(), max(6.0, whole.width() * self.share), whole.height())
            paint_box(painter, filled, used.color("accent_ink"), None, 3)


class SearchStrip(QWidget):
    """Words, bar, and one button that begins, stops or goes on."""

    begin_asked = Signal()
    stop_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.words = Label("", tone="muted", wrap=True, digits=True)
        self.bar = ShareBar()
        self.button = Button(_("Look through everybody"), "search", "Ctrl+G")
        self.button.clicked.connect(self._pressed)
        self._running = False
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 10, 24, 10)
        row.setSpacing(16)
        column = QVBoxLayout()
        column.setSpacing(6)
        column.addWidget(self.words)
        column.addWidget(self.bar)
        row.addLayout(column, 1)
        row.addWidget(self.button)

    def show_search(self, words: str, share: float | None, act: str, *, running: bool) -> None:
        """Show where it stands; `share` None leaves the bar out."""
        self._running = running
        self.words.setText(words)
        self.bar.setVisible(share is not None)
        if share is not None:
            self.bar.set_share(share)
        if self.button.text() != act:
            self.button.setText(act)
            self.button.set_icon("x" if running else "search")

    def _pressed(self) -> None:
        (self.stop_asked if self._running else self.begin_asked).emit()
