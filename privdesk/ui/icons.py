# SPDX-License-Identifier: MIT
"""Lucide icons in the colour of the text beside them, and the drawings of our own."""

from functools import cache

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap, QPolygonF
from PySide6.QtSvg import QSvgRenderer

from privdesk.resources import resource_path
from privdesk.ui.theme import Theme, theme

_FILE_STROKE = 'stroke-width="2"'
_STROKE_PX = 1.5


@cache
def _renderer(name: str, size: int, color: str) -> QSvgRenderer:
    drawing = resource_path("icons", f"{name}.svg").read_text(encoding="utf-8")
    stroke = f'stroke-width="{_STROKE_PX * 24 / size:.3f}"'
    return QSvgRenderer(drawing.replace(_FILE_STROKE, stroke).replace("currentColor", color).encode())


def paint_icon(painter: QPainter, name: str, rect: QRectF, color: QColor) -> None:
    """Draw icon `name` into the square `rect`."""
    _renderer(name, max(1, round(rect.width())), color.name()).render(painter, rect)


def icon_pixmap(name: str, size: int = 16, role: str = "text", ratio: float = 1.0) -> QPixmap:
    """Icon `name` as a pixmap, `size` logical pixels wide, tinted with a token colour."""
    return _pixmap(name, size, theme().color(role).name(), ratio)


@cache
def _pixmap(name: str, size: int, color: str, ratio: float) -> QPixmap:
    pixmap = QPixmap(QSize(round(size * ratio), round(size * ratio)))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    paint_icon(painter, name, QRectF(0, 0, size, size), QColor(color))
    painter.end()
    return pixmap


def icon(name: str, role: str = "text", size: int = 16) -> QIcon:
    """Icon `name` for menus and the like: normal, selected, disabled; at one and two times the size."""
    made = QIcon()
    tints = {
        QIcon.Mode.Normal: role,
        QIcon.Mode.Selected: "selection_text",
        QIcon.Mode.Disabled: "text_disabled",
    }
    for mode, tint in tints.items():
        for ratio in (1.0, 2.0):
            made.addPixmap(icon_pixmap(name, size, tint, ratio), mode)
    return made


def paint_mark(painter: QPainter, rect: QRectF, color: QColor, ground: QColor) -> None:
    """The mark of privdesk: a square on its corner that holds a smaller one and two lines in the ground's colour."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(rect.center())
    unit = rect.width() / 24
    painter.setPen(
        QPen(color, 2.6 * unit, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap, Qt.PenJoinStyle.MiterJoin)
    )
    painter.drawPolygon(_diamond(9.6 * unit))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    painter.drawPolygon(_diamond(5.6 * unit))
    painter.setPen(
        QPen(theme().color("surface") if color.lightness() < 128 else theme().color("accent"), unit)
    )
    for y in (-1.1, 1.1):
        painter.drawLine(QPointF(-2.4 * unit, y * unit), QPointF(2.4 * unit, y * unit))
    painter.restore()


def _diamond(reach: float) -> QPolygonF:
    return QPolygonF([QPointF(0, -reach), QPointF(reach, 0), QPointF(0, reach), QPointF(-reach, 0)])


def paint_disc(painter: QPainter, kind: str, center: QPointF, look: Theme | None = None) -> None:
    """A sure reading is a full disc, one to look at a half disc: they differ in shape, not only in colour."""
    colors = look or theme()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if kind == "sure":
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colors.color("sure"))
        painter.drawEllipse(center, 4.5, 4.5)
    else:
        painter.setPen(QPen(colors.color("look"), 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        ring = QRectF(center.x() - 5.25, center.y() - 5.25, 10.5, 10.5)
        painter.drawEllipse(ring)
        painter.setBrush(colors.color("look"))
        painter.drawPie(ring, 90 * 16, 180 * 16)
    painter.restore()


def mark_icon() -> QIcon:
    """The mark for the window's frame and the task bar."""
    made = QIcon()
    for size in (16, 32, 64):
        pixmap = QPixmap(size, size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        colors = Theme(dark=False)
        paint_mark(painter, QRectF(0, 0, size, size), colors.color("accent"), colors.color("surface"))
        painter.end()
        made.addPixmap(pixmap)
    return made
