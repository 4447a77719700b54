# SPDX-License-Identifier: MIT
"""Lying bars in parts, such as rights by outcome; the same numbers are said to a screen reader."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from privdesk.domain.disclosure.document import Bar
from privdesk.ui.theme import theme
from privdesk.ui.widgets.drawing import paint_text, width_of

ROLES = ("chart_1", "chart_2", "chart_3")
_MOST_WORDS = 0.5
"""Words take at most this share of the width."""


class PartBars(QWidget):
    """Words left, a bar of up to three parts, its number; a legend below."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._bars: tuple[Bar, ...] = ()
        self._legend: tuple[str, ...] = ()
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_bars(self, bars: Sequence[Bar], legend: Sequence[str]) -> None:
        """Show these bars."""
        self._bars, self._legend = tuple(bars), tuple(legend)
        self.setAccessibleDescription("; ".join(spoken(bar, self._legend) for bar in bars))
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        lines = len(self._bars) + (1 if self._legend else 0)
        return QSize(300, theme().scaled(26) * lines + (theme().scaled(6) if self._legend else 0))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        used, line, font = theme(), theme().scaled(26), theme().font()
        words = max((width_of(bar.label, font) for bar in self._bars), default=0) + 12
        left = min(words, self.width() * _MOST_WORDS)
        numbers = max((width_of(bar.value, used.font("caption")) for bar in self._bars), default=0) + 14
        highest = max((sum(bar.parts) for bar in self._bars), default=0) or 1
        unit = max(10.0, self.width() - left - numbers) / highest
        painter = QPainter(self)
        for at, bar in enumerate(self._bars):
            top, foot = at * line, left
            box = QRectF(0, top, left - 8, line)
            paint_text(painter, box, bar.label, font, used.color("text"))
            for part, role in zip(bar.parts, ROLES, strict=False):
                if part:
                    wide = max(1.0, part * unit - 1)
                    painter.fillRect(QRectF(foot, top + line / 2 - 5, wide, 10), used.color(role))
                    foot += part * unit
            rest = QRectF(foot + 7, top, numbers, line)
            caption = used.font("caption", digits=True)
            paint_text(painter, rest, bar.value, caption, used.color("text_muted"))
        self._paint_legend(painter, len(self._bars) * line + used.scaled(6))

    def _paint_legend(self, painter: QPainter, top: float) -> None:
        used, left, line = theme(), 0.0, theme().scaled(26)
        font = used.font("caption")
        for words, role in zip(self._legend, ROLES, strict=False):
            painter.fillRect(QRectF(left, top + line / 2 - 4, 8, 8), used.color(role))
            box = QRectF(left + 15, top, width_of(words, font) + 2, line)
            paint_text(painter, box, words, font, used.color("text_muted"))
            left = box.right() + 16


def spoken(bar: Bar, legend: Sequence[str]) -> str:
    """One bar as it is read aloud: `Access 41: granted 20, refused 5, open 16`."""
    if not legend:
        return f"{bar.label} {bar.value}"
    parts = ", ".join(f"{words} {part:g}" for words, part in zip(legend, bar.parts, strict=False))
    return f"{bar.label} {bar.value}: {parts}"
