# SPDX-License-Identifier: MIT
"""Three small charts; each says the same facts as text to a screen reader."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from privdesk.services import wording
from privdesk.ui.theme import theme
from privdesk.ui.widgets.drawing import paint_box, paint_text, width_of

_CENTRE, _RIGHT = Qt.AlignmentFlag.AlignHCenter, Qt.AlignmentFlag.AlignRight


def nice_top(highest: float) -> float:
    """The round number at or above `highest` that halves into a whole one: 2, 4, 10, 20, 60, 100, 200, 600, 1000."""
    if highest <= 0:
        return 2
    power = 1.0
    while power * 10 < highest:
        power *= 10
    steps = (2, 4, 6, 8, 10) if power == 1 else (1, 2, 3, 4, 5, 6, 8, 10)
    return next(step * power for step in steps if step * power >= highest)


def axis_words(value: float) -> str:
    """What stands at a line of the axis: 500, 1’500."""
    return wording.number(int(value)) if value == int(value) else f"{value:g}"


class _Chart(QWidget):
    """Axis, lines and legend that the column charts share."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name)

    @override
    def sizeHint(self) -> QSize:
        return QSize(272, theme().scaled(170))

    def field_for(self, top: float) -> QRectF:
        """Where the columns stand when the axis ends at `top`: beside its numbers, which are never cut."""
        used = theme()
        font = used.font("micro", digits=True)
        left = max(30.0, width_of(axis_words(top), font) + 9, width_of(axis_words(top / 2), font) + 9)
        return QRectF(left, 8, self.width() - left, self.height() - used.scaled(20) - used.scaled(32) - 8)

    def _paint_axis(self, painter: QPainter, field: QRectF, top: float) -> None:
        used = theme()
        for value in (0.0, top / 2, top):
            y = round(field.bottom() - field.height() * value / top)
            painter.fillRect(QRectF(field.left(), y, field.width(), 1), used.color("line"))
            box = QRectF(0, y - 8, field.left() - 7, 16)
            words = axis_words(value)
            paint_text(painter, box, words, used.font("micro", digits=True), used.color("text_muted"), _RIGHT)

    def _paint_tick(
        self, painter: QPainter, field: QRectF, left: float, width: float, words: str, *, now: bool
    ) -> None:
        used = theme()
        box = QRectF(left, field.bottom() + 4, width, used.scaled(16))
        ink = used.color("text" if now else "text_muted")
        paint_text(painter, box, words, used.font("micro", 600 if now else 500, digits=True), ink, _CENTRE)

    def _paint_legend(self, painter: QPainter, entries: Sequence[tuple[str, str, bool]]) -> None:
        used, left = theme(), 30.0
        middle = self.height() - used.scaled(12)
        for words, role, as_line in entries:
            spot = QRectF(left, middle - 1, 13, 2) if as_line else QRectF(left, middle - 4, 8, 8)
            painter.fillRect(spot, used.color(role))
            left = spot.right() + 7
            font = used.font("caption")
            box = QRectF(left, middle - 9, width_of(words, font) + 2, 18)
            paint_text(painter, box, words, font, used.color("text_muted"))
            left += box.width() + 14


@dataclass(frozen=True, slots=True)
class Stack:
    """One column: what stands under it and its parts from the bottom up; `now` writes the tick strong."""

    tick: str
    parts: tuple[float, ...]
    now: bool = False


class StackedBars(_Chart):
    """Columns of up to three parts, such as forms a day by channel."""

    _ROLES = ("chart_1", "chart_2", "chart_3")

    def __init__(self, name: str, series: Sequence[str]) -> None:
        super().__init__(name)
        self._series, self._stacks = tuple(series), ()  # type: tuple[str, ...], tuple[Stack, ...]

    def set_series(self, series: Sequence[str]) -> None:
        """Name the parts anew; before `set_stacks`."""
        self._series = tuple(series)

    def set_stacks(self, stacks: Sequence[Stack]) -> None:
        """Show these columns."""
        self._stacks = tuple(stacks)
        facts = "; ".join(
            f"{stack.tick}: "
            + ", ".join(f"{name} {part:g}" for name, part in zip(self._series, stack.parts, strict=False))
            for stack in stacks
        )
        self.setAccessibleDescription(facts)
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        used, painter = theme(), QPainter(self)
        top = nice_top(max((sum(stack.parts) for stack in self._stacks), default=0))
        field = self.field_for(top)
        self._paint_axis(painter, field, top)
        slot = field.width() / max(1, len(self._stacks))
        for at, stack in enumerate(self._stacks):
            wide = min(14.0, slot * 0.62)
            left, foot = round(field.left() + slot * at + (slot - wide) / 2), field.bottom()
            for part, role in zip(stack.parts, self._ROLES, strict=False):
                height = field.height() * part / top
                if height >= 1:
                    painter.fillRect(
                        QRectF(left, foot - height, wide, max(1.0, height - 1)), used.color(role)
                    )
                foot -= height
            self._paint_tick(painter, field, left - 8, wide + 16, stack.tick, now=stack.now)
        self._paint_legend(
            painter, [(name, self._ROLES[at], False) for at, name in enumerate(self._series[:3])]
        )


class BarsAndLine(_Chart):
    """Columns with a line over them, such as use and balance by month."""

    def __init__(self, name: str, bars: str, line: str) -> None:
        super().__init__(name)
        self._legend = (bars, line)
        self._points: tuple[tuple[str, float, float], ...] = ()

    def set_points(self, points: Sequence[tuple[str, float, float]]) -> None:
        """Show (tick, column, line) for each month; amounts in one unit."""
        self._points = tuple(points)
        bars, line = self._legend
        self.setAccessibleDescription(
            "; ".join(f"{tick}: {bars} {bar:g}, {line} {value:g}" for tick, bar, value in points)
        )
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        used, painter = theme(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        top = nice_top(max((max(bar, value) for _tick, bar, value in self._points), default=0))
        field = self.field_for(top)
        self._paint_axis(painter, field, top)
        slot = field.width() / max(1, len(self._points))
        line = QPolygonF()
        for at, (tick, bar, value) in enumerate(self._points):
            middle = field.left() + slot * (at + 0.5)
            height = field.height() * max(0.0, bar) / top
            painter.fillRect(QRectF(middle - 6, field.bottom() - height, 12, height), used.color("chart_3"))
            line.append(QPointF(middle, field.bottom() - field.height() * max(0.0, value) / top))
            self._paint_tick(painter, field, middle - 12, 24, tick, now=False)
        painter.setPen(QPen(used.color("chart_1"), 1.6))
        painter.drawPolyline(line)
        if not line.isEmpty():
            painter.setBrush(used.color("chart_1"))
            painter.drawEllipse(line.last(), 2.4, 2.4)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        self._paint_legend(painter, [(self._legend[0], "chart_3", False), (self._legend[1], "chart_1", True)])


class Bars(QWidget):
    """Lying bars with their words left and number right, such as requests by step."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._bars: tuple[tuple[str, int, bool], ...] = ()
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_bars(self, bars: Sequence[tuple[str, int, bool]]) -> None:
        """Show (words, number, muted)."""
        self._bars = tuple(bars)
        self.setAccessibleDescription("; ".join(f"{words} {number}" for words, number, _muted in bars))
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(272, theme().scaled(26) * len(self._bars))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        used, painter = theme(), QPainter(self)
        line = used.scaled(26)
        words_wide = (
            max((width_of(words, used.font()) for words, _number, _muted in self._bars), default=0) + 10
        )
        highest = max((number for _words, number, _muted in self._bars), default=0) or 1
        room = max(20.0, self.width() - words_wide - used.scaled(34))
        unit = min(room / highest, 9.0)
        for at, (words, number, muted) in enumerate(self._bars):
            top = at * line
            ink = used.color("text_muted" if muted else "text")
            paint_text(painter, QRectF(0, top, words_wide, line), words, used.font(), ink)
            bar = QRectF(words_wide, top + line / 2 - 5, number * unit, 10)
            if number:
                paint_box(painter, bar, used.color("chart_3" if muted else "chart_1"), None, 1.5)
            rest = QRectF(bar.right() + (8 if number else 0), top, 60, line)
            paint_text(
                painter, rest, str(number), used.font("caption", digits=True), used.color("text_muted")
            )
