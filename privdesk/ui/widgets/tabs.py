# SPDX-License-Identifier: MIT
"""Filters over a list, with counts; and segments, where one of a few is in force."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from privdesk.ui.theme import theme
from privdesk.ui.widgets.drawing import paint_box, paint_focus, paint_text, width_of


class FilterTabs(QWidget):
    """A row of filters such as `All 14`, `Ready 8`; arrows move, the chosen one is lit.

    Filters that find no room are left out from the end of the row until the window is wider, save the chosen one.
    """

    chosen = Signal(str)

    def __init__(
        self, name: str, filters: Sequence[tuple[str, str, int | None]] = (), *, tight: bool = False
    ) -> None:
        """`filters` are (key, words, count or None); `name` is what a screen reader calls the row.

        `tight` puts many filters closer together.
        """
        super().__init__()
        self._padding = 7 if tight else 10
        self._filters: list[tuple[str, str, int | None]] = []
        self._current = ""
        self._name = name
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_filters(filters)

    @property
    def current(self) -> str:
        """Key of the filter in force."""
        return self._current

    def set_filters(self, filters: Sequence[tuple[str, str, int | None]], current: str | None = None) -> None:
        """Show these filters; keeps the one in force where it still exists."""
        self._filters = list(filters)
        keys = [key for key, _words, _count in self._filters]
        wanted = self._current if current is None else current
        self._current = wanted if wanted in keys else (keys[0] if keys else "")
        self._say()

    def choose(self, key: str) -> None:
        """Put a filter in force."""
        if key != self._current and any(key == known for known, _words, _count in self._filters):
            self._current = key
            self._say()
            self.chosen.emit(key)

    def choose_number(self, number: int) -> None:
        """Put the filter with this number in force: 1 is the first."""
        if 1 <= number <= len(self._filters):
            self.choose(self._filters[number - 1][0])

    def _say(self) -> None:
        words = next((words for key, words, _count in self._filters if key == self._current), "")
        self.setAccessibleName(f"{self._name}: {words}")
        self.update()

    def _boxes(self) -> list[tuple[int, QRectF]]:
        used, left, boxes = theme(), 24.0 - self._padding, []
        height = used.scaled(28)
        for at, (_key, words, count) in enumerate(self._filters):
            width = width_of(words, used.font("body", 500)) + 2 * self._padding
            if count is not None:
                width += width_of(str(count), used.font(digits=True)) + 6
            if left + width > self.width() and at:
                break
            boxes.append((at, QRectF(left, (self.height() - height) / 2, round(width), height)))
            left += round(width) + 2
        return boxes

    @override
    def sizeHint(self) -> QSize:
        return QSize(200, theme().scaled(44))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        used, painter = theme(), QPainter(self)
        for at, box in self._boxes():
            key, words, count = self._filters[at]
            on = key == self._current
            if on:
                paint_box(painter, box, used.color("selection"), None, used.radius("control"))
            font = used.font("body", 600 if on else 400)
            ink = used.color("selection_text" if on else "text_muted")
            inner = box.adjusted(self._padding, 0, 0, 0)
            end = inner.left() + paint_text(painter, inner, words, font, ink)
            if count is not None:
                rest = QRectF(end + 6, box.top(), box.right() - end, box.height())
                paint_text(painter, rest, str(count), used.font(digits=True), used.color("text_muted"))
            if on and self.hasFocus():
                paint_focus(painter, box, used.radius("control"))

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        for at, box in self._boxes():
            if box.contains(QPointF(event.position())):
                self.choose(self._filters[at][0])

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        number = event.key() - Qt.Key.Key_0.value
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if plain and 1 <= number <= len(self._filters):
            self.choose_number(number)
            return
        step = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}.get(Qt.Key(event.key()))
        if step is None or not self._filters:
            super().keyPressEvent(event)
            return
        keys = [key for key, _words, _count in self._filters]
        self.choose(keys[(keys.index(self._current) + step) % len(keys)])

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        self.update()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.update()


class Segment(FilterTabs):
    """A few choices side by side of which one is boxed, such as Erase / Restrict / Keep."""

    def __init__(self, name: str, options: Sequence[tuple[str, str]], value: str = "") -> None:
        super().__init__(name, [(key, words, None) for key, words in options])
        if value:
            self.set_filters(self._filters, value)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @override
    def _boxes(self) -> list[tuple[int, QRectF]]:
        used, left, boxes = theme(), 0.0, []
        for at, (_key, words, _count) in enumerate(self._filters):
            width = round(width_of(words, used.font("caption", 600)) + 20)
            boxes.append((at, QRectF(left, 1, width, used.size("segment"))))
            left += width
        return boxes

    @override
    def sizeHint(self) -> QSize:
        wide = sum(
            width_of(words, theme().font("caption", 600)) + 21 for _key, words, _count in self._filters
        )
        return QSize(round(wide), theme().size("segment") + 2)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        used, painter = theme(), QPainter(self)
        for at, box in self._boxes():
            key, words, _count = self._filters[at]
            on = key == self._current
            if on:
                raised, line = used.color("surface_raised"), used.color("line_control")
                paint_box(painter, box, raised, line, used.radius("control"))
            role = "text_disabled" if not self.isEnabled() else "text" if on else "text_muted"
            centre = Qt.AlignmentFlag.AlignHCenter
            font = used.font("caption", 600 if on else 400)
            paint_text(painter, box, words, font, used.color(role), centre)
            if on and self.hasFocus():
                paint_focus(painter, box, used.radius("control"))
