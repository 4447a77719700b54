# SPDX-License-Identifier: MIT
"""The status bar: which records, state of the backup, what the page says quietly, when the desk locks."""

from PySide6.QtCore import QEvent, QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget
from typing_extensions import override

from privdesk.ui.theme import theme
from privdesk.ui.widgets.label import IconLabel, Label


class StatusWords(QWidget):
    """An icon and a few words."""

    def __init__(self, icon: str, *, divided: bool, elide: bool = False) -> None:
        super().__init__()
        self._divided = divided
        self.icon = IconLabel(icon, "text_muted", "inline")
        self.words = Label("", "caption", "muted", elide=elide, digits=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(14 if divided else 0, 0, 0, 0)
        row.setSpacing(7)
        row.addWidget(self.icon)
        row.addWidget(self.words)
        self.hide()

    def say(self, words: str, icon: str | None = None, tone: str = "muted") -> None:
        """Show these words; empty ones hide the item."""
        self.words.setText(words)
        self.words.set_tone("look" if tone == "look" else "muted")
        role = "look" if tone == "look" else "text_muted"
        self.icon.set_icon(icon or self.icon.name, role)
        self.setVisible(bool(words))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if self._divided:
            QPainter(self).fillRect(QRectF(0, self.height() / 2 - 6, 1, 12), theme().color("line"))


class StatusBar(QWidget):
    """28 px at the foot of the window."""

    def __init__(self) -> None:
        super().__init__()
        self.records = StatusWords("lock-keyhole", divided=False)
        self.backup = StatusWords("hard-drive", divided=True)
        self.page = StatusWords("check", divided=False, elide=True)
        self.locks = StatusWords("clock", divided=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 0, 24, 0)
        row.setSpacing(14)
        row.addWidget(self.records)
        row.addWidget(self.backup)
        row.addStretch(1)
        self.page.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        row.addWidget(self.page)
        row.addWidget(self.locks)
        self.setFixedHeight(theme().size("status_bar"))

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.setFixedHeight(theme().size("status_bar"))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        used, painter = theme(), QPainter(self)
        painter.fillRect(self.rect(), used.color("window"))
        painter.fillRect(0, 0, self.width(), 1, used.color("line"))
