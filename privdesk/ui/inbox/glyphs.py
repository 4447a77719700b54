# SPDX-License-Identifier: MIT
"""The little pages drawn at the left of the rows: what kind of paper it is, at a glance."""

from functools import cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from privdesk.ui.inbox.rows import Glyph
from privdesk.ui.theme import Theme

WIDTH = 26
HEIGHT = 34
_ON_PAPER = Theme(dark=False)
"""Paper is white in both themes."""
_RATIO = 2


@cache
def glyph_image(glyph: Glyph) -> QImage:
    """The page as a picture of 26 × 34 logical pixels."""
    image = QImage(WIDTH * _RATIO, HEIGHT * _RATIO, QImage.Format.Format_RGB32)
    image.fill(_ON_PAPER.color("paper"))
    painter = QPainter(image)
    painter.scale(_RATIO, _RATIO)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    ink = QColor(_ON_PAPER.color("paper_text"))
    ink.setAlphaF(0.42)
    if glyph is Glyph.CROSS:
        _cross(painter)
    elif glyph is Glyph.FILLED:
        _boxes(painter, ink)
    else:
        _lines(painter, ink, 3 if glyph is Glyph.LETTER else 6)
        if glyph is Glyph.FORM:
            painter.fillRect(QRectF(4, 4.5, 7, 2.5), _ON_PAPER.color("accent"))
    painter.end()
    return image


def _lines(painter: QPainter, ink: QColor, count: int) -> None:
    for line in range(count):
        width = WIDTH - (8 if line % 3 else 12)
        painter.fillRect(QRectF(4, 9.5 + line * 3.6, width, 1.2), ink)


def _boxes(painter: QPainter, ink: QColor) -> None:
    for line in range(6):
        for left, width in ((4.0, 8.0), (14.0, 8.0)) if line % 3 else ((4.0, 18.0),):
            painter.fillRect(QRectF(left, 6.5 + line * 4.0, width, 1.2), ink)


def _cross(painter: QPainter) -> None:
    pen = QPen(_ON_PAPER.color("danger"), 1.6, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    middle, reach = QPointF(WIDTH / 2, HEIGHT / 2), 4.0
    painter.drawLine(middle + QPointF(-reach, -reach), middle + QPointF(reach, reach))
    painter.drawLine(middle + QPointF(reach, -reach), middle + QPointF(-reach, reach))
