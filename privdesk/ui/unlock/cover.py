# SPDX-License-Identifier: MIT
"""The left half: name of the records, where they lie, who closed them last – on a pattern as on share certificates."""

import math
from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen, QPixmap, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from privdesk.ui.icons import paint_icon, paint_mark
from privdesk.ui.theme import Theme, theme
from privdesk.ui.widgets.drawing import paint_text

_LINES, _STEP = 22, 8
_NAME_SIZES = (34, 28, 24, 20)
"""Pixels; a long name is set smaller."""
_PAPER = Theme(dark=False)
"""The cover keeps its dark teal in both themes; white stands on it at 8:1."""


def ribbon(y: float, part: float) -> float:
    """How far from the right edge the line `part` (0 to 1) of the ribbon runs at height `y`; both in pixels."""
    turn = 2 * math.pi * y / 640
    twist = math.cos(turn * 2 + 0.35 + 2.5 * part)
    return 96 + 74 * twist + 34 * math.sin(turn + 0.9 + 1.7 * part) - 118 * (part - 0.5)


def pattern(size: QSize, ratio: float) -> QPixmap:
    """The fine line pattern for a cover of this size: lines along the ribbon, lines across it."""
    pixmap = QPixmap(round(size.width() * ratio), round(size.height() * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    ink = QColor(_PAPER.color("accent_text"))
    ink.setAlphaF(0.24)
    painter.setPen(QPen(ink, 0.8))
    wide, high = size.width(), size.height()
    for line in range(_LINES):
        part = line / (_LINES - 1)
        along = QPolygonF([QPointF(wide - ribbon(y, part), y) for y in range(0, high + 8, 7)])
        painter.drawPolyline(along)
    for start in range(-80, high + 80, _STEP):
        across = QPolygonF()
        for at in range(_LINES):
            part = at / (_LINES - 1)
            y = start + 34 * part + 9 * math.sin(5 * part + start / 70)
            across.append(QPointF(wide - ribbon(y, part), y))
        painter.drawPolyline(across)
    painter.end()
    return pixmap


_LATER_MS = 40
"""The pattern costs more than the rest of the page: it comes when the password can be typed."""


class Cover(QWidget):
    """Painted; its accessible name says the same words."""

    def __init__(self) -> None:
        super().__init__()
        self._name = self._second = ""
        self._facts: tuple[tuple[str, str], ...] = ()
        self._pattern: QPixmap | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def set_words(self, name: str, second: str = "", facts: Sequence[tuple[str, str]] = ()) -> None:
        """Name of the records, a line under it, and facts as (icon, words)."""
        self._name, self._second, self._facts = name, second, tuple(facts)
        self.setAccessibleName(
            ". ".join(part for part in (name, second, *(words for _icon, words in facts)) if part)
        )
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter, rect = QPainter(self), QRectF(self.rect())
        painter.fillRect(rect, _PAPER.color("accent"))
        if self._pattern is None or self._pattern.deviceIndependentSize() != rect.size():
            QTimer.singleShot(_LATER_MS, self, self._draw_pattern)
        else:
            painter.drawPixmap(0, 0, self._pattern)
        white, used = _PAPER.color("accent_text"), theme()
        paint_mark(painter, QRectF(56, 56, 24, 24), white, _PAPER.color("accent"))
        paint_text(painter, QRectF(92, 56, 200, 24), "privdesk", used.font("heading"), white)
        self._paint_facts(painter, rect, white)

    def _draw_pattern(self) -> None:
        """Draw the pattern after the window is in sight: it costs more than all the rest of the page."""
        self._pattern = pattern(self.size(), self.devicePixelRatioF())
        self.update()

    def _paint_facts(self, painter: QPainter, rect: QRectF, white: QColor) -> None:
        used = theme()
        left, wide = 56.0, rect.width() - 112
        flags = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop
        painter.setFont(used.font())
        room = QRectF(0, 0, rect.width() - left - 26 - 24, 200)
        highs = [painter.boundingRect(room, int(flags), words).height() for _icon, words in self._facts]
        top = rect.bottom() - 44 - sum(highs) - 10 * len(highs)
        line_top = top - 21
        for (icon, words), high in zip(self._facts, highs, strict=True):
            paint_icon(painter, icon, QRectF(left, top + 1, 16, 16), white)
            painter.setPen(white)
            painter.drawText(QRectF(left + 26, top, room.width(), high + 2), int(flags), words)
            top += high + 10
        if self._facts:
            pale = QColor(white)
            pale.setAlphaF(0.4)
            painter.fillRect(QRectF(left, line_top, wide, 1), pale)
        foot = line_top - 21
        if self._second:
            foot -= 24
            paint_text(painter, QRectF(left, foot, wide, 22), self._second, used.font("heading", 400), white)
        if self._name:
            _paint_name(painter, QRectF(left, foot - 100, wide, 96), self._name, used)


def _paint_name(painter: QPainter, box: QRectF, name: str, used: Theme) -> None:
    """The name of the records in one or two lines on the foot of `box`; a longer one is set smaller."""
    flags = int(Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft) | int(Qt.TextFlag.TextWordWrap)
    for size in _NAME_SIZES:
        painter.setFont(used.paper_font(size, 600))
        needed = QFontMetricsF(painter.font()).boundingRect(box, flags, name)
        if needed.height() <= box.height() and needed.width() <= box.width():
            break
    painter.setPen(_PAPER.color("accent_text"))
    painter.drawText(box, flags, name)
