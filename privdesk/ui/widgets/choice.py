# SPDX-License-Identifier: MIT
"""Choice boxes, check boxes and radio buttons, painted from tokens."""

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QResizeEvent, QShowEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QComboBox, QRadioButton, QSizePolicy, QWidget
from typing_extensions import override

from privdesk.ui.icons import paint_icon
from privdesk.ui.theme import theme
from privdesk.ui.widgets.drawing import paint_box, paint_focus, paint_text, paint_tick, width_of


class Combo(QComboBox):
    """A box that opens a list; the wheel never changes it by accident."""

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        tall: bool = False,
        editable: bool = False,
        quiet: bool = False,
    ) -> None:
        """`quiet` leaves the border out and writes small, for choices at the edge of a page."""
        super().__init__(parent)
        self._tall, self._quiet = tall, quiet
        self.setEditable(editable)
        line = self.lineEdit()
        if line is not None:
            line.setFrame(False)
            line.installEventFilter(self)
            self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self._dress()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(6)
        self.setMaxVisibleItems(14)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._dress()

    def _dress(self) -> None:
        self.setFont(theme().font("caption" if self._quiet else "field"))
        line = self.lineEdit()
        if line is not None:
            line.setFont(theme().font("field"))
            palette = line.palette()
            palette.setColor(QPalette.ColorRole.Base, theme().color("surface_raised"))
            line.setPalette(palette)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_line()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._place_line()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Move, QEvent.Type.Resize):
            self._place_line()
        return super().eventFilter(watched, event)

    def _place_line(self) -> None:
        line, place = self.lineEdit(), self.rect().adjusted(8, 3, -34, -3)
        if line is not None and line.geometry() != place:
            line.setGeometry(place)

    @override
    def sizeHint(self) -> QSize:
        longest = max((width_of(self.itemText(at), self.font()) for at in range(self.count())), default=60)
        height = theme().size("field_unlock" if self._tall else "field")
        return QSize(min(420, round(longest) + 46), height)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(72, self.sizeHint().height())

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        used, painter, rect = theme(), QPainter(self), QRectF(self.rect())
        enabled = self.isEnabled()
        wrong = bool(self.property("wrong"))
        border = "danger" if wrong else "line_control" if enabled else "line_button"
        fill = used.color("surface_raised" if enabled else "surface")
        if not self._quiet:
            paint_box(painter, rect, fill, used.color(border), used.radius("control"))
        if not self.isEditable():
            color = used.color("text_muted" if self._quiet else "text" if enabled else "text_disabled")
            words = self.currentText()
            if self.currentIndex() < 0 and self.placeholderText():
                words, color = self.placeholderText(), used.color("text_muted")
            paint_text(painter, rect.adjusted(10, 0, -32, 0), words, self.font(), color)
        edge = used.icon_size("row")
        spot = QRectF(rect.right() - edge - 10, round(rect.center().y() - edge / 2), edge, edge)
        paint_icon(painter, "chevron-down", spot, used.color("text_muted" if enabled else "text_disabled"))
        line = self.lineEdit()
        if self.hasFocus() or (line is not None and line.hasFocus()):
            paint_focus(painter, rect, used.radius("control"))


class _Ticked:
    """What check boxes and radio buttons paint alike: the box, words, muted words under them."""

    @staticmethod
    def size(button: QAbstractButton, second: str) -> QSize:
        used = theme()
        words = width_of(button.text(), used.font())
        words = max(words, width_of(second, used.font("caption")))
        height = used.scaled(28) + (used.line("caption") if second else 0)
        return QSize(round(words) + used.size("check") + 14, height)

    @staticmethod
    def paint(button: QAbstractButton, second: str, *, round_box: bool) -> None:
        used, painter = theme(), QPainter(button)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge, line = used.size("check"), used.scaled(28)
        box = QRectF(1, (line - edge) / 2, edge, edge)
        radius = edge / 2 if round_box else used.radius("tag")
        enabled, on = button.isEnabled(), button.isChecked()
        if on:
            paint_box(painter, box, used.color("accent" if enabled else "text_disabled"), None, radius)
        else:
            border = used.color("line_control" if enabled else "line_button")
            paint_box(painter, box, used.color("surface_raised"), border, radius)
        if on and round_box:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(used.color("accent_text"))
            painter.drawEllipse(QPointF(box.center()), edge * 0.19, edge * 0.19)
        elif on:
            paint_tick(painter, box, used.color("accent_text"))
        ink = used.color("text" if enabled else "text_disabled")
        left = box.right() + 10
        words = QRectF(left, 0, button.width() - left, line)
        paint_text(painter, words, button.text(), used.font("body", 500 if on and second else None), ink)
        if second:
            under = QRectF(left, line - 5, button.width() - left, used.line("caption"))
            muted = used.color("text_muted" if enabled else "text_disabled")
            paint_text(painter, under, second, used.font("caption"), muted)
        if button.hasFocus():
            paint_focus(painter, box.adjusted(-1, -1, 1, 1), radius + 1)


class Check(QCheckBox):
    """A check box; `second` is a muted line under its words."""

    def __init__(self, text: str, second: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.second = second
        self.setAccessibleName(f"{text}, {second}" if second else text)

    @override
    def sizeHint(self) -> QSize:
        return _Ticked.size(self, self.second)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(theme().size("check") + 40, self.sizeHint().height())

    @override
    def hitButton(self, pos: object) -> bool:
        return True

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        _Ticked.paint(self, self.second, round_box=False)


class Radio(QRadioButton):
    """One choice of several; `second` is a muted line under its words."""

    def __init__(self, text: str, second: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.second = second
        self.setAccessibleName(f"{text}, {second}" if second else text)

    @override
    def sizeHint(self) -> QSize:
        return _Ticked.size(self, self.second)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(theme().size("check") + 40, self.sizeHint().height())

    @override
    def hitButton(self, pos: object) -> bool:
        return True

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        _Ticked.paint(self, self.second, round_box=True)
