# SPDX-License-Identifier: MIT
"""The sidebar: where am I, and what waits where; 208 px wide, or the 56 px rail with names in tooltips."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from privdesk.i18n import _
from privdesk.ui.icons import paint_icon, paint_mark
from privdesk.ui.theme import theme
from privdesk.ui.widgets.drawing import paint_box, paint_focus, paint_text, tooltip_of


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry; `group` 0 stands above the line, 1 below it."""

    key: str
    title: str
    icon: str
    group: int
    keys: str = ""


class _EntryButton(QAbstractButton):
    """An entry: icon, name, count."""

    def __init__(self, entry: Entry) -> None:
        super().__init__()
        self.entry = entry
        self.count = 0
        self.rail = False
        self.setText(entry.title)
        self.setCheckable(True)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.tell()

    def tell(self) -> None:
        """Say name, count and key where they are not painted."""
        counted = f"{self.entry.title}, {self.count}" if self.count else self.entry.title
        self.setAccessibleName(counted)
        self.setToolTip(tooltip_of(f"{counted} ({self.entry.keys})" if self.entry.keys else counted))

    @override
    def sizeHint(self) -> QSize:
        return QSize(40, theme().size("nav"))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        used, painter, rect = theme(), QPainter(self), QRectF(self.rect())
        on = self.isChecked()
        if on or self.underMouse():
            paint_box(painter, rect, used.color("selection" if on else "hover"), None, used.radius("control"))
        edge = used.icon_size("nav")
        left = (rect.width() - edge) / 2 if self.rail else 10.0
        spot = QRectF(round(left), round(rect.center().y() - edge / 2), edge, edge)
        paint_icon(painter, self.entry.icon, spot, used.color("accent_ink" if on else "text_muted"))
        if self.rail:
            self._paint_dot(painter, spot)
        else:
            self._paint_words(painter, rect.adjusted(edge + 20, 0, -10, 0), on=on)
        if self.hasFocus():
            paint_focus(painter, rect, used.radius("control"))

    def _paint_dot(self, painter: QPainter, spot: QRectF) -> None:
        if self.count:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme().color("accent_ink"))
            painter.drawEllipse(QPointF(spot.right(), spot.top() + 1), 3.2, 3.2)

    def _paint_words(self, painter: QPainter, box: QRectF, *, on: bool) -> None:
        used = theme()
        ink = used.color("selection_text" if on else "text")
        count = str(self.count) if self.count else ""
        right = Qt.AlignmentFlag.AlignRight
        muted = used.color("accent_ink" if on else "text_muted")
        digits = used.font("caption", 600 if on else 400, digits=True)
        paint_text(painter, box, count, digits, muted, right)
        box.setRight(box.right() - (30 if count else 0))
        paint_text(painter, box, self.entry.title, used.font("body", 600 if on else 400), ink)


class Sidebar(QWidget):
    """The entries that the signed-in person's roles open."""

    asked = Signal(str)

    def __init__(self, entries: Sequence[Entry]) -> None:
        super().__init__()
        self.rail = False
        self._buttons: dict[str, _EntryButton] = {}
        self._column = QVBoxLayout(self)
        self._column.setSpacing(2)
        self.setAccessibleName(_("Places"))
        last = 0
        for entry in sorted(entries, key=lambda each: each.group):
            if entry.group != last:
                self._column.addSpacing(24)
                last = entry.group
            button = _EntryButton(entry)
            button.clicked.connect(lambda _on=False, key=entry.key: self._ask(key))
            self._buttons[entry.key] = button
            self._column.addWidget(button)
        self._column.addStretch(1)
        self.set_rail(False)

    @property
    def keys(self) -> list[str]:
        """The places in order."""
        return list(self._buttons)

    def set_rail(self, rail: bool) -> None:
        """Show the narrow rail or the whole sidebar."""
        used = theme()
        self.rail = rail
        side = 8 if rail else 12
        self._column.setContentsMargins(side, used.size("top_bar") + 8, side, 12)
        self.setFixedWidth(used.size("rail" if rail else "sidebar"))
        for button in self._buttons.values():
            button.rail = rail
            button.update()
        self.update()

    def light(self, key: str) -> None:
        """Light the entry of the place that is open; none if it has none."""
        for name, button in self._buttons.items():
            button.setChecked(name == key)

    def set_counts(self, counts: Mapping[str, int]) -> None:
        """Show what waits where."""
        for key, button in self._buttons.items():
            button.count = counts.get(key, 0)
            button.tell()
            button.update()

    def _ask(self, key: str) -> None:
        for name, button in self._buttons.items():
            if name == key:
                button.setChecked(True)
        self.asked.emit(key)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.set_rail(self.rail)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        used, painter, rect = theme(), QPainter(self), QRectF(self.rect())
        painter.fillRect(rect, used.color("window"))
        painter.fillRect(QRectF(rect.right() - 1, 0, 1, rect.height()), used.color("line"))
        middle, edge = used.size("top_bar") / 2, 21
        left = (rect.width() - edge) / 2 if self.rail else 20
        mark = QRectF(left, middle - edge / 2, edge, edge)
        paint_mark(painter, mark, used.color("accent_ink"), used.color("window"))
        if not self.rail:
            box = QRectF(mark.right() + 11, 0, 140, used.size("top_bar"))
            paint_text(painter, box, "privdesk", used.font("heading"), used.color("text"))
        below = [button for button in self._buttons.values() if button.entry.group == 1]
        if below and len(below) < len(self._buttons):
            inset = 18 if self.rail else 22
            line = QRectF(inset, below[0].y() - 13, rect.width() - 2 * inset, 1)
            painter.fillRect(line, used.color("line"))
