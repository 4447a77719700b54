# SPDX-License-Identifier: MIT
"""The bar from receipt to the legal date, with a tick at the safe date."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from privdesk.ui.theme import theme
from privdesk.ui.widgets.drawing import paint_box, paint_text
from privdesk.ui.widgets.rows import DeadlineBar

_RIGHT = Qt.AlignmentFlag.AlignRight


def bar_role(bar: DeadlineBar) -> str:
    """The colour role of the part that is over."""
    return {"normal": "chart_1", "look": "look", "danger": "danger"}[bar.tone]


def paint_deadline_bar(painter: QPainter, rect: QRectF, bar: DeadlineBar) -> None:
    """Draw the bar into `rect`, which is six pixels high."""
    used, radius = theme(), rect.height() / 2
    paint_box(painter, rect, used.color("surface_sunken"), None, radius)
    share = min(1.0, max(0.0, bar.share))
    over = QRectF(rect)
    over.setWidth(max(4.0, rect.width() * share))
    paint_box(painter, over, used.color(bar_role(bar)), None, min(radius, over.width() / 2))
    if bar.safe_share is not None and bar.safe_share < 0.995:
        at = round(rect.left() + rect.width() * bar.safe_share)
        tick = QRectF(at - 1, round(rect.center().y() - 6), 2, 12)
        painter.fillRect(tick, used.color("text"))


class DeadlineBarView(QWidget):
    """The bar of a case with its three dates in words; the same facts are its accessible name."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bar = DeadlineBar(0)
        self._received = self._safe = self._legal = ""
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def set_bar(self, bar: DeadlineBar, received: str = "", safe: str = "", legal: str = "") -> None:
        """Show `bar` with words such as `4 Mar`, `safe 3 Apr`, `legal 7 Apr`."""
        self._bar, self._received, self._safe, self._legal = bar, received, safe, legal
        self.setAccessibleName(", ".join(words for words in (received, safe, legal) if words))
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(232, theme().scaled(52))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        used, painter, wide = theme(), QPainter(self), float(self.width())
        line = used.line("caption")
        font, muted = used.font("caption"), used.color("text_muted")
        if self._safe and self._bar.safe_share is not None:
            right = min(wide, max(wide * self._bar.safe_share, 60.0))
            paint_text(painter, QRectF(0, 0, right, line), self._safe, font, muted, _RIGHT)
        bar = QRectF(0, line + 5, wide, used.size("bar"))
        paint_deadline_bar(painter, bar, self._bar)
        below = QRectF(0, bar.bottom() + 6, wide, line)
        paint_text(painter, below, self._received, font, muted)
        paint_text(painter, below, self._legal, font, muted, _RIGHT)
