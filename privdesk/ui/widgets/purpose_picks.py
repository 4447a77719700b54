# SPDX-License-Identifier: MIT
"""Purposes to tick below a right: which consents are withdrawn, what is objected to besides advertising."""

from collections.abc import Collection, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from privdesk.ui.theme import theme
from privdesk.ui.widgets.choice import Check
from privdesk.ui.widgets.label import Label
from privdesk.ui.widgets.pane import empty_layout


class _PickLine(QWidget):
    """A box with words that may take two lines; a click on the words ticks, too."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self.box = Check("")
        self.box.setAccessibleName(words)
        self.box.setFixedWidth(theme().size("check") + 12)
        label = Label(words, wrap=True)
        label.setContentsMargins(0, 4, 0, 4)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.box, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(label, 1)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.box.toggle()


class PurposePicks(QWidget):
    """One box a purpose; `value` has the keys that are ticked, kept through a new offer."""

    changed = Signal()

    def __init__(self, name: str, none_ticked: str) -> None:
        """`none_ticked` says what it means that nothing is ticked."""
        super().__init__()
        self._name = name
        self._kept: frozenset[str] = frozenset()
        self.boxes: dict[str, Check] = {}
        self.words = Label(none_ticked, "caption", "muted", wrap=True)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(self._rows)
        column.addWidget(self.words)

    @property
    def value(self) -> frozenset[str]:
        """What is ticked; before anything was offered, what was put back."""
        if not self.boxes:
            return self._kept
        return frozenset(key for key, box in self.boxes.items() if box.isChecked())

    def set_value(self, keys: Collection[str]) -> None:
        """Tick exactly these; those that are not offered yet are ticked when they are."""
        self._kept = frozenset(keys)
        for key, box in self.boxes.items():
            box.setChecked(key in self._kept)
        self._say()

    def offer(self, options: Sequence[tuple[str, str]]) -> None:
        """Offer these purposes; what is ticked stays."""
        kept = self.value
        empty_layout(self._rows)
        self.boxes = {}
        for key, words in options:
            line = _PickLine(words)
            line.box.setObjectName(f"{self._name}_{key}")
            line.box.setChecked(key in kept)
            line.box.toggled.connect(self._ticked)
            self.boxes[key] = line.box
            self._rows.addWidget(line)
        self._kept = kept & frozenset(self.boxes) if self.boxes else frozenset()
        self._say()

    def _ticked(self) -> None:
        self._kept = self.value
        self._say()
        self.changed.emit()

    def _say(self) -> None:
        self.words.setVisible(not self.value)
