# SPDX-License-Identifier: MIT
"""Pieces of the call sheet: numbered heads, and the words to read aloud."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent, QTextLayout, QTextLine, QTextOption
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget
from typing_extensions import override

from privdesk.services.scripts import ScriptPart
from privdesk.ui.theme import theme
from privdesk.ui.widgets.drawing import paint_box, paint_text
from privdesk.ui.widgets.label import Label

_LEAST = 72


class _Number(QWidget):
    """A number in a soft ring."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self._number = str(number)
        edge = theme().scaled(22)
        self.setFixedSize(QSize(edge, edge))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        used, painter, rect = theme(), QPainter(self), QRectF(self.rect())
        paint_box(painter, rect, used.color("accent_soft"), None, rect.height() / 2)
        font, centre = used.font("caption", 600), Qt.AlignmentFlag.AlignHCenter
        paint_text(painter, rect, self._number, font, used.color("accent_ink"), centre)


class StepHead(QWidget):
    """`1 Caller found`, with room at the right end and a line below."""

    def __init__(self, number: int, title: str, *right: QWidget) -> None:
        super().__init__()
        self.after = Label("", tone="muted", elide=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 0, 24, 0)
        row.setSpacing(10)
        row.addWidget(_Number(number))
        self._others: list[QWidget] = [Label(title, "heading"), *right]
        row.addWidget(self._others[0])
        row.addWidget(self.after)
        row.addStretch(1)
        for widget in right:
            row.addWidget(widget)
        self.setFixedHeight(theme().scaled(48))

    def say(self, after: str) -> None:
        """The muted words after the title."""
        self.after.setText(after)
        self._fit()

    def _fit(self) -> None:
        """Leave the words out where they would be cut to pieces."""
        taken = sum(widget.sizeHint().width() + 10 for widget in self._others) + theme().scaled(22) + 68
        self.after.setVisible(self.width() - taken >= min(_LEAST, self.after.sizeHint().width()))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(0, self.height() - 1, self.width(), 1, theme().color("line"))


class ScriptText(QWidget):
    """Words to read aloud, large, the question or the date marked; plain text always."""

    def __init__(self) -> None:
        super().__init__()
        self._text = ""
        self._marks: list[tuple[int, int]] = []
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setSizePolicy(policy)

    @property
    def text(self) -> str:
        """What is read aloud."""
        return self._text

    @property
    def marked(self) -> list[str]:
        """The marked pieces."""
        return [self._text[start : start + length] for start, length in self._marks]

    def set_parts(self, parts: Sequence[ScriptPart]) -> None:
        """Show these pieces one after the other."""
        self._text, self._marks = "", []
        for part in parts:
            gap = " " if self._text else ""
            self._text += gap
            if part.marked:
                self._marks.append((len(self._text), len(part.text)))
            self._text += part.text
        self.setAccessibleName(self._text)
        self._fit()
        self.update()

    def _laid(self) -> tuple[QTextLayout, float]:
        used = theme()
        layout = QTextLayout(self._text, used.font("script"))
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WordWrap)
        layout.setTextOption(option)
        height, top = used.line("script"), 0.0
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(max(80, self.width()))
            line.setPosition(QPointF(0, top + (height - line.height()) / 2))
            top += height
        layout.endLayout()
        return layout, top

    def _fit(self) -> None:
        _layout, height = self._laid()
        self.setFixedHeight(max(theme().line("script"), round(height)))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        used, painter = theme(), QPainter(self)
        layout, _height = self._laid()
        for start, length in self._marks:
            self._paint_mark(painter, layout, start, start + length)
        painter.setPen(QPen(used.color("text")))
        layout.draw(painter, QPointF(0, 0))

    def _paint_mark(self, painter: QPainter, layout: QTextLayout, start: int, end: int) -> None:
        ground = theme().color("match")
        for at in range(layout.lineCount()):
            line = layout.lineAt(at)
            first, last = max(start, line.textStart()), min(end, line.textStart() + line.textLength())
            if first >= last:
                continue
            left, right = (_x_of(line, place) for place in (first, last))
            right = min(right, line.naturalTextWidth())
            box = QRectF(left - 3, line.position().y() - 1, right - left + 6, line.height() + 2)
            paint_box(painter, box, ground, None, 4)


def _x_of(line: QTextLine, place: int) -> float:
    """Where a place of the text lies in its line; the binding returns it alone or with the place it found."""
    found = line.cursorToX(place)
    return float(found[0]) if isinstance(found, tuple) else float(str(found))
