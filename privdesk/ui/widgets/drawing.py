# SPDX-License-Identifier: MIT
"""Strokes that several controls share: rounded boxes, tags, keys, focus frames, text in one line."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen

from privdesk.ui.icons import paint_icon
from privdesk.ui.theme import theme

TAG_TONES = {
    "neutral": ("text", "selection_idle"),
    "danger": ("danger", "danger_soft"),
    "look": ("look", "look_soft"),
    "sure": ("sure", "sure_soft"),
    "info": ("info", "info_soft"),
    "accent": ("accent_ink", "accent_soft"),
}
TEXT_ROLES = {"normal": "text", "strong": "text", "muted": "text_muted", "link": "accent_ink"}
CENTRE = Qt.AlignmentFlag.AlignVCenter


def text_role(tone: str) -> str:
    """The colour role of a tone of words: normal, strong, muted, link, danger, look, sure, info, disabled."""
    return TEXT_ROLES.get(tone, "text_disabled" if tone == "disabled" else tone)


def tooltip_of(text: str) -> str:
    """`text` as a tooltip that is never read as markup, whatever stands in it."""
    if "<" not in text and "&" not in text:
        return text
    plain = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f"<qt>{plain}</qt>"


def width_of(text: str, font: QFont) -> float:
    """How wide `text` is in one line."""
    return QFontMetricsF(font).horizontalAdvance(text)


def paint_box(
    painter: QPainter,
    rect: QRectF,
    fill: QColor | None,
    border: QColor | None,
    radius: float,
    width: float = 1,
) -> None:
    """A rounded box with its border drawn inside the edge."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    inset = width / 2 if border is not None else 0
    inner = rect.adjusted(inset, inset, -inset, -inset)
    painter.setPen(QPen(border, width) if border is not None else Qt.PenStyle.NoPen)
    painter.setBrush(fill if fill is not None else Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(inner, radius, radius)
    painter.restore()


def paint_text(
    painter: QPainter,
    rect: QRectF,
    text: str,
    font: QFont,
    color: QColor,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    elide: Qt.TextElideMode = Qt.TextElideMode.ElideMiddle,
) -> float:
    """One line of plain text, elided when it must be; returns the width used."""
    metrics = QFontMetricsF(font)
    shown = metrics.elidedText(text, elide, rect.width() + 0.5)
    painter.setFont(font)
    painter.setPen(color)
    painter.drawText(rect, int(align | CENTRE | Qt.TextFlag.TextSingleLine), shown)
    return min(metrics.horizontalAdvance(shown), rect.width())


def tag_width(text: str, icon: str | None = None) -> float:
    """How wide a tag is."""
    used = theme()
    return width_of(text, used.font("caption", 500)) + 14 + (used.icon_size("inline") + 5 if icon else 0)


def paint_tag(painter: QPainter, left: float, middle: float, text: str, tone: str, icon: str | None) -> float:
    """A tag with its left edge at `left`; returns its width."""
    used = theme()
    fore, ground = (used.color(role) for role in TAG_TONES[tone])
    width, height = tag_width(text, icon), used.size("tag")
    rect = QRectF(round(left), round(middle - height / 2), width, height)
    paint_box(painter, rect, ground, None, used.radius("tag"))
    start = rect.left() + 7
    if icon:
        edge = used.icon_size("inline")
        paint_icon(painter, icon, QRectF(start, round(middle - edge / 2), edge, edge), fore)
        start += edge + 5
    font = used.font("caption", 500)
    paint_text(painter, QRectF(start, rect.top(), rect.right() - start, height), text, font, fore)
    return width


_KEY_ICONS = {"Enter": "corner-down-left", "Up": "arrow-up", "Down": "arrow-down", "Left": "chevron-left"}


def key_words(keys: str) -> str:
    """A key sequence as it is said: `Ctrl+Return` becomes `Ctrl+Enter`."""
    return keys.replace("Return", "Enter")


def key_cap_width(key: str) -> float:
    """How wide one boxed key is."""
    used = theme()
    if key in _KEY_ICONS:
        return used.scaled(22)
    return max(used.scaled(20), width_of(key, used.font("micro")) + 12)


def paint_key_cap(painter: QPainter, left: float, middle: float, key: str) -> float:
    """One boxed key with its left edge at `left`; returns its width."""
    used = theme()
    width, height = key_cap_width(key), used.scaled(20)
    rect = QRectF(round(left), round(middle - height / 2), round(width), height)
    paint_box(painter, rect, used.color("surface"), used.color("line"), used.radius("tag"))
    drawing = _KEY_ICONS.get(key)
    if drawing is not None:
        edge = used.scaled(12)
        spot = QRectF(0, 0, edge, edge)
        spot.moveCenter(rect.center())
        paint_icon(painter, drawing, spot, used.color("text"))
    else:
        centre = Qt.AlignmentFlag.AlignHCenter
        paint_text(painter, rect, key, used.font("micro"), used.color("text_muted"), centre)
    return width


def paint_focus(painter: QPainter, rect: QRectF, radius: float) -> None:
    """The 2 px frame of what has the keyboard, drawn inside."""
    paint_box(painter, rect, None, theme().color("focus"), radius, 2)


def tick_path(rect: QRectF) -> QPainterPath:
    """The tick of a check box or a finished step inside `rect`."""
    path = QPainterPath(QPointF(rect.left() + rect.width() * 0.26, rect.top() + rect.height() * 0.52))
    path.lineTo(rect.left() + rect.width() * 0.44, rect.top() + rect.height() * 0.69)
    path.lineTo(rect.left() + rect.width() * 0.76, rect.top() + rect.height() * 0.34)
    return path


def paint_tick(painter: QPainter, rect: QRectF, color: QColor) -> None:
    """Draw that tick."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(color, 1.6, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(tick_path(rect))
    painter.restore()
