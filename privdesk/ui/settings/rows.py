# SPDX-License-Identifier: MIT
"""One row a setting: what it is, one sentence, its control at the right."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from privdesk.ui.widgets.label import Label
from privdesk.ui.widgets.pane import Heading, Line

CONTROL_WIDTH = 360


class SettingRow(QWidget):
    """Label and sentence left, control right."""

    def __init__(self, title: str, sentence: str, control: QWidget) -> None:
        super().__init__()
        self._words = sentence
        self.sentence = Label(sentence, "caption", "muted", wrap=True)
        self.title = Label(title, weight=500)
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(self.title)
        words.addWidget(self.sentence)
        words.addStretch(1)
        control.setAccessibleName(title)
        control.setAccessibleDescription(sentence)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 10, 0, 10)
        grid.setHorizontalSpacing(32)
        grid.addLayout(words, 0, 0)
        holder = QHBoxLayout()
        holder.setContentsMargins(0, 0, 0, 0)
        holder.addWidget(control)
        room = QWidget()
        room.setFixedWidth(CONTROL_WIDTH)
        room.setLayout(holder)
        grid.addWidget(room, 0, 1, Qt.AlignmentFlag.AlignTop)
        grid.setColumnStretch(0, 1)

    def set_problem(self, words: str) -> None:
        """Say in place of the sentence what cannot be kept; an empty text brings the sentence back."""
        self.sentence.setText(words or self._words)
        self.sentence.set_tone("danger" if words else "muted")


class SettingGroup(QWidget):
    """Rows under a heading, with a soft line between them."""

    def __init__(self, title: str, after: str = "") -> None:
        super().__init__()
        self.heading = Heading(title, after)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 20)
        self._column.setSpacing(0)
        self._column.addWidget(self.heading)
        self._column.addSpacing(4)

    def add(self, title: str, sentence: str, control: QWidget, name: str = "") -> SettingRow:
        """Add a row; `name` lets lock and unlock find the control again."""
        if name:
            control.setObjectName(name)
        row = SettingRow(title, sentence, control)
        self._column.addWidget(Line(soft=True))
        self._column.addWidget(row)
        return row

    def add_below(self, widget: QWidget) -> None:
        """Add something without a label, such as the button that saves the group."""
        self._column.addWidget(widget)


def at_left(widget: QWidget) -> QWidget:
    """`widget` at the left edge of its column, as wide as it is."""
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(widget)
    row.addStretch(1)
    holder.setFocusProxy(widget)
    return holder
