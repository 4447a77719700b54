# SPDX-License-Identifier: MIT
"""Where nothing stands yet: one sentence what would stand here, and one act."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from privdesk.ui.theme import theme
from privdesk.ui.widgets.label import Label


class Empty(QWidget):
    """One sentence, and if wanted an act, in the upper third of the room."""

    def __init__(self, sentence: str, act: QWidget | None = None) -> None:
        super().__init__()
        self.sentence = Label(sentence, "field", "muted", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, theme().space("huge"), 24, 24)
        column.setSpacing(16)
        column.addWidget(self.sentence)
        if act is not None:
            row = QHBoxLayout()
            row.addWidget(act)
            row.addStretch()
            column.addLayout(row)
        column.addStretch(1)

    def set_sentence(self, sentence: str) -> None:
        """Change the sentence."""
        self.sentence.setText(sentence)


class Envelope(QWidget):
    """The one drawing of the desk: an open envelope with a form in it."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @override
    def sizeHint(self) -> QSize:
        return QSize(108, 84)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        used, painter = theme(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(used.color("accent_ink"), 1.5)
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        painter.setPen(pen)
        painter.setBrush(used.color("accent_soft"))
        painter.drawRect(QRectF(1, 28, 106, 55))
        painter.setBrush(used.color("surface_raised"))
        sheet = [(17, 2), (76, 2), (90, 16), (90, 38), (54, 64), (17, 38)]
        painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in sheet]))
        painter.setBrush(used.color("accent_soft"))
        painter.drawPolygon(QPolygonF([QPointF(76, 2), QPointF(76, 16), QPointF(90, 16)]))
        painter.setPen(QPen(used.color("accent_ink"), 1.2))
        for y, right in ((18, 63), (28, 79), (38, 79)):
            painter.drawLine(QPointF(29, y), QPointF(right, y))
        painter.setPen(pen)
        for points in (
            [(1, 28), (17, 38)],
            [(107, 28), (90, 38)],
            [(1, 83), (40, 54)],
            [(107, 83), (68, 54)],
        ):
            painter.drawLine(*(QPointF(x, y) for x, y in points))
        painter.drawPolyline(QPolygonF([QPointF(17, 38), QPointF(54, 64), QPointF(90, 38)]))
