# SPDX-License-Identifier: MIT
"""Charts drawn on paper: lying or upright bars of up to three parts, with their values and a legend."""

from collections.abc import Sequence
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.platypus import Flowable

from privdesk.documents.report_styles import (
    HAIRLINE,
    INK,
    LINE,
    MUTED,
    TABLE_FONT,
    TEAL,
    TEXT_WIDTH,
    printable,
    width_of,
)
from privdesk.domain.disclosure.document import Bar, Chart

_PARTS = (TEAL, HexColor("#7FB0AB"), HexColor("#D9D2C5"))
"""Dark to light, so that they differ in print without colour, too."""
_SIZE, _SMALL = 8.5, 7.5
_ROW, _BAR = 17.0, 9.0
_LEGEND = 18.0
_LABEL_MOST = 0.42
_COLUMNS_HIGH = 92.0
_TICK = 14.0


def chart_of(chart: Chart) -> Flowable:
    """The drawing of a chart."""
    return _Upright(chart) if chart.upright else _Lying(chart)


class _Drawing(Flowable):
    """What both kinds share: the legend, and never being cut in two."""

    def __init__(self, chart: Chart) -> None:
        super().__init__()
        self._chart = chart
        self.spaceBefore, self.spaceAfter = 6.0, 8.0
        self._legend_height = _LEGEND if chart.legend else 0.0

    def _draw_legend(self) -> None:
        canvas: Any = self.canv
        left = 0.0
        for words, colour in zip(self._chart.legend, _PARTS, strict=False):
            canvas.setFillColor(colour)
            canvas.rect(left, 2, 7, 7, stroke=0, fill=1)
            canvas.setFillColor(MUTED)
            canvas.setFont(TABLE_FONT, _SMALL)
            canvas.drawString(left + 11, 3, printable(words, TABLE_FONT))
            left += 11 + width_of(words, TABLE_FONT, _SMALL) + 16


class _Lying(_Drawing):
    """Words left, the bar, its value."""

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        return TEXT_WIDTH, _ROW * len(self._chart.bars) + self._legend_height

    def draw(self) -> None:
        canvas: Any = self.canv
        bars = self._chart.bars
        words = max((width_of(bar.label, TABLE_FONT, _SIZE) for bar in bars), default=0.0) + 10
        left = min(words, TEXT_WIDTH * _LABEL_MOST)
        values = max((width_of(bar.value, TABLE_FONT, _SIZE) for bar in bars), default=0.0) + 12
        unit = (TEXT_WIDTH - left - values) / _highest(bars)
        top = _ROW * len(bars) + self._legend_height
        for bar in bars:
            top -= _ROW
            canvas.setFont(TABLE_FONT, _SIZE)
            canvas.setFillColor(INK)
            canvas.drawString(0, top + 5, _fitted(bar.label, left - 8))
            at = left
            for part, colour in zip(bar.parts, _PARTS, strict=False):
                if part:
                    canvas.setFillColor(colour)
                    canvas.rect(
                        at, top + (_ROW - _BAR) / 2, max(1.0, part * unit - 0.6), _BAR, stroke=0, fill=1
                    )
                    at += part * unit
            canvas.setFillColor(MUTED)
            canvas.drawString(at + 6, top + 5, printable(bar.value, TABLE_FONT))
        self._draw_legend()


class _Upright(_Drawing):
    """Columns over their words, the value above each."""

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        return TEXT_WIDTH, _COLUMNS_HIGH + _TICK + 12 + self._legend_height

    def draw(self) -> None:
        canvas: Any = self.canv
        bars = self._chart.bars
        foot, slot = self._legend_height + _TICK, TEXT_WIDTH / max(1, len(bars))
        unit, wide = _COLUMNS_HIGH / _highest(bars), min(22.0, slot * 0.6)
        for number, bar in enumerate(bars):
            middle, top = slot * (number + 0.5), foot
            for part, colour in zip(bar.parts, _PARTS, strict=False):
                if part:
                    canvas.setFillColor(colour)
                    canvas.rect(middle - wide / 2, top, wide, max(1.0, part * unit - 0.6), stroke=0, fill=1)
                    top += part * unit
            canvas.setFont(TABLE_FONT, _SMALL)
            canvas.setFillColor(MUTED)
            canvas.drawCentredString(middle, top + 3, printable(bar.value, TABLE_FONT))
            canvas.drawCentredString(middle, foot - 11, _fitted(bar.label, slot))
        canvas.setStrokeColor(LINE)
        canvas.setLineWidth(HAIRLINE)
        canvas.line(0, foot, TEXT_WIDTH, foot)
        self._draw_legend()


def _highest(bars: Sequence[Bar]) -> float:
    return max((sum(bar.parts) for bar in bars), default=0.0) or 1.0


def _fitted(text: str, width: float) -> str:
    """`text`, cut with an ellipsis where it is too wide."""
    shown = printable(text, TABLE_FONT)
    while shown and width_of(shown, TABLE_FONT, _SIZE) > width:
        shown = shown[:-2].rstrip() + "…" if len(shown) > 2 else ""
    return shown
