# SPDX-License-Identifier: MIT
"""The head of a page: way back, title, marks, one sentence; acts at the right."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from privdesk.i18n import _
from privdesk.ui.theme import theme
from privdesk.ui.widgets.button import IconButton, QuietButton, back_button
from privdesk.ui.widgets.label import IconLabel, Label, TagLabel


class PageHead(QWidget):
    """Title and sentence on one base line; `below` takes facts under them."""

    side_asked = Signal()

    def __init__(self, title: str, sentence: str = "") -> None:
        super().__init__()
        self.title = Label(title, "title", elide=True)
        self.sentence = Label(sentence, tone="muted", elide=True)
        self.side_button = IconButton("info", _("Side panel"), "F6", bind=False)
        self.side_button.clicked.connect(self.side_asked)
        self.side_button.hide()
        self._row = QHBoxLayout()
        self._row.setSpacing(12)
        self._before = QHBoxLayout()
        self._before.setSpacing(12)
        self._tags = QHBoxLayout()
        self._tags.setSpacing(6)
        self._acts = QHBoxLayout()
        self._acts.setSpacing(12)
        self._row.addLayout(self._before)
        self._row.addWidget(self.title)
        self._row.addLayout(self._tags)
        self.sentence.setContentsMargins(0, 5, 0, 0)
        self._row.addWidget(self.sentence, 1)
        self._row.addLayout(self._acts)
        self._row.addWidget(self.side_button)
        self.below = QVBoxLayout()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(24, 0, 24, 0)
        outer.setSpacing(0)
        self._holder = QWidget()
        self._holder.setFixedHeight(theme().size("page_head"))
        self._holder.setLayout(self._row)
        self._row.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._holder)
        outer.addLayout(self.below)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def set_title(self, title: str, sentence: str = "") -> None:
        """Change title and sentence."""
        self.title.setText(title)
        self.sentence.setText(sentence)

    def set_tags(self, *tags: tuple[str, str, str | None]) -> None:
        """Marks beside the title: (words, tone, icon)."""
        while (item := self._tags.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.deleteLater()
        for words, tone, icon in tags:
            self._tags.addWidget(TagLabel(words, tone, icon))

    def set_icon(self, icon: str, role: str = "accent_ink") -> None:
        """An icon before the title."""
        self._before.addWidget(IconLabel(icon, role, "large"))

    def set_back(self, where: str) -> QuietButton:
        """Show the way back with the place it leads to; connect its `clicked`."""
        button = back_button(where)
        self._before.insertWidget(0, button, 0, Qt.AlignmentFlag.AlignVCenter)
        return button

    def add_act(self, widget: QWidget) -> None:
        """Add a button at the right; the filled one comes last."""
        self._acts.addWidget(widget)

    def show_side_button(self, shown: bool) -> None:
        """Offer the folded side panel."""
        self.side_button.setVisible(shown)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._holder.setFixedHeight(theme().size("page_head"))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(0, self.height() - 1, self.width(), 1, theme().color("line"))
