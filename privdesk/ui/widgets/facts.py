# SPDX-License-Identifier: MIT
"""Pairs of label and value: side panels, heads of persons, what a decision shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from privdesk.ui.theme import theme
from privdesk.ui.widgets.drawing import width_of
from privdesk.ui.widgets.label import IconLabel, Label, Tone
from privdesk.ui.widgets.pane import Line, empty_layout


@dataclass(frozen=True, slots=True)
class Fact:
    """A label with its value; `key` makes the value one that tells where it came from (hover or F4)."""

    label: str
    value: str
    key: str = ""
    tone: Tone = "normal"
    disc: str | None = None
    """`sure`, `look` or an icon at the right end."""


class Value(Label):
    """A value that tells where it came from: dotted line, hover or F4."""

    asked = Signal(str, QPoint)
    left = Signal()

    def __init__(self, text: str, key: str, kind: Literal["body", "number"] = "body") -> None:
        super().__init__(text, kind, wrap=True, digits=True)
        self._key = key
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.installEventFilter(self)

    def ask(self) -> None:
        """Ask where the value came from."""
        self.asked.emit(self._key, self.mapToGlobal(QPoint(0, self.height() + 4)))

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        pressed = (
            kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_F4
        )
        if kind == QEvent.Type.ToolTip or pressed:
            self.ask()
            return True
        if kind in (QEvent.Type.Leave, QEvent.Type.FocusOut):
            self.left.emit()
        return super().eventFilter(watched, event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        wide = min(self.width(), self.fontMetrics().horizontalAdvance(self.whole_text.split("\n")[0]))
        painter.setPen(QPen(theme().color("text_muted"), 1, Qt.PenStyle.DotLine))
        painter.drawLine(0, self.height() - 1, wide, self.height() - 1)
        if self.hasFocus():
            painter.setPen(QPen(theme().color("focus"), 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))


class Facts(QWidget):
    """Labels left, values right of them; `lines` puts a soft line under each."""

    asked = Signal(str, QPoint)
    asked_no_more = Signal()

    def __init__(self, *, label_width: int = 74, lines: bool = False, right: bool = False) -> None:
        """`right` puts the values at the right edge."""
        super().__init__()
        self._label_width, self._lines, self._right = label_width, lines, right
        self._end = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(4 if lines else 8)
        self._grid.setColumnStretch(1, 1)
        # not Maximum: that is the height of the hint, which knows no width and cuts what wraps into more lines
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)

    def set_facts(self, facts: Sequence[Fact]) -> None:
        """Show these facts."""
        empty_layout(self._grid)
        self._grid.setRowStretch(self._end, 0)
        row = 0
        for fact in facts:
            label = Label(fact.label, tone="muted", wrap=True)
            label.setMinimumWidth(theme().scaled(self._label_width))
            top = Qt.AlignmentFlag.AlignTop
            self._grid.addWidget(label, row, 0, top)
            value = self._value(fact)
            if self._right:
                value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(value, row, 1, top)
            if fact.disc is not None:
                self._grid.addWidget(IconLabel(fact.disc, "look"), row, 2, Qt.AlignmentFlag.AlignVCenter)
            row += 1
            if self._lines:
                self._grid.addWidget(Line(soft=True), row, 0, 1, 3)
                row += 1
        self._end = row
        self._grid.setRowStretch(row, 1)

    def _value(self, fact: Fact) -> Label:
        if not fact.key:
            value = Label(fact.value, tone=fact.tone, wrap=True, digits=True)
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            return value
        told = Value(fact.value, fact.key)
        told.asked.connect(self.asked)
        told.left.connect(self.asked_no_more)
        return told


class HeadFacts(QWidget):
    """Up to six facts side by side under a person's name; those that find no room are left out from the end."""

    asked = Signal(str, QPoint)
    asked_no_more = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 14)
        self._row.setSpacing(24)

    def set_facts(self, facts: Sequence[tuple[str, Sequence[tuple[str, str]], bool]]) -> None:
        """Show (label, lines as (value, key or empty), large)."""
        empty_layout(self._row)
        for label, values, large in facts[:6]:
            column = QVBoxLayout()
            column.setSpacing(1)
            column.addWidget(Label(label, "caption", "muted"))
            for text, key in values:
                left = Qt.AlignmentFlag.AlignLeft if key else Qt.AlignmentFlag(0)
                column.addWidget(self._line(text, key, large=large), 0, left)
            column.addStretch()
            self._row.addLayout(column, _share(label, values, large=large))

    def _line(self, text: str, key: str, *, large: bool) -> Label:
        if not key:
            return Label(text, "number" if large else "body", elide=not large, digits=True)
        told = Value(text, key, "number" if large else "body")
        told.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        told.setWordWrap(False)
        told.setMinimumHeight(theme().line("number" if large else "body") + 1)
        told.asked.connect(self.asked)
        told.left.connect(self.asked_no_more)
        return told


def _share(label: str, values: Sequence[tuple[str, str]], *, large: bool) -> int:
    """How much of the width a column gets: as its longest words, so that nothing is cut while there is room."""
    used = theme()
    font = used.font("number" if large else "body", digits=True)
    return round(
        max(width_of(label, used.font("caption")), *(width_of(text, font) for text, _key in values), 1)
    )
