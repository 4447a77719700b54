# SPDX-License-Identifier: MIT
"""Tables drawn row by row on the page: fast, with repeated heads, hairlines, and no row alone on a page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from reportlab.lib.colors import Color
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from privdesk.documents.report_styles import (
    CELL_LEADING,
    CELL_SIZE,
    FACT_LEADING,
    FACT_SIZE,
    HAIRLINE,
    INK,
    LINE,
    MUTED,
    TABLE_FONT,
    TABLE_HEAD_FONT,
    TEXT_HEIGHT,
    TEXT_WIDTH,
    printable,
    width_of,
    wrapped,
)
from privdesk.documents.typefaces import SERIF
from privdesk.domain.disclosure.document import Align, FactTable, GridTable

_TOGETHER = 2
"""Rows that stay together at either end of a page."""


@dataclass(frozen=True, slots=True)
class Ink:
    """How the cells of a column are set: font, size, colour, side, left edge and width."""

    font: str
    size: float
    colour: Color
    left: float
    width: float
    right_aligned: bool = False


Row = list[list[str]]


class RowTable(Flowable):
    """Rows of wrapped cells under an optional head; splits between rows, and within a row taller than a page."""

    def __init__(
        self,
        inks: Sequence[Ink],
        rows: Sequence[Row],
        *,
        leading: float,
        padding: float,
        head: Row | None = None,
        total: Row | None = None,
    ) -> None:
        super().__init__()
        self._inks, self._rows, self._head, self._total = inks, rows, head, total
        self._leading, self._padding = leading, padding
        self._heights = [self._height_of(row) for row in rows]
        self._head_height = self._height_of(head) if head else 0.0
        self._total_height = self._height_of(total) if total else 0.0
        self.spaceAfter = 4.0

    def first_height(self) -> float:
        """What must fit with a heading above it: the head and the first rows."""
        few = self._heights[:_TOGETHER]
        rest = self._total_height if len(self._heights) <= _TOGETHER else 0.0
        return float(self._head_height + sum(few) + rest)

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        """Width and height of the whole table."""
        self.width = TEXT_WIDTH
        self.height = self._head_height + sum(self._heights) + self._total_height
        return self.width, self.height

    def split(self, _width: float, height: float) -> list[Flowable]:
        """What fits into `height`, and the rest with the head again; nothing where too little would fit."""
        room = height - self._head_height
        count, used = self._fitting(room)
        if count < len(self._rows) and self._is_tall(count):
            cut = self._split_row(count, room - used)
            if cut:
                return cut
        else:
            alone = height > TEXT_HEIGHT - 1
            count = self._without_loners(count) or (count if alone else 0)
        if count == 0:
            return []
        return [self._part(self._rows[:count], last=False), self._part(self._rows[count:], last=True)]

    def draw(self) -> None:
        """Draw head, rows, hairlines and total downwards."""
        canvas: Any = self.canv
        top = self.height
        if self._head:
            top = self._draw_row(canvas, self._head, top, TABLE_HEAD_FONT, MUTED)
        for row in self._rows:
            top = self._draw_row(canvas, row, top)
        if self._total:
            self._draw_row(canvas, self._total, top, TABLE_HEAD_FONT)

    def _height_of(self, row: Row) -> float:
        return max(len(cell) for cell in row) * self._leading + 2 * self._padding

    def _fitting(self, room: float) -> tuple[int, float]:
        """How many rows fit, and the height they take."""
        used, count = 0.0, 0
        for height in self._heights:
            if used + height > room:
                break
            used, count = used + height, count + 1
        return count, used

    def _without_loners(self, count: int) -> int:
        """Fewer rows, where one would stand alone after the break; none, where too few would stand before it."""
        count = min(count, len(self._rows) - _TOGETHER)
        return count if count >= _TOGETHER else 0

    def _is_tall(self, number: int) -> bool:
        """Whether a row is too long to wait for a page of its own."""
        return self._heights[number] > TEXT_HEIGHT * 0.4

    def _split_row(self, number: int, room: float) -> list[Flowable]:
        """Cut a tall row between its lines; nothing where too little of it would fit."""
        row, lines = self._rows[number], int((room - 2 * self._padding) // self._leading)
        if lines < _TOGETHER:
            return []
        upper, lower = [cell[:lines] for cell in row], [cell[lines:] for cell in row]
        before, after = self._rows[:number], self._rows[number + 1 :]
        return [self._part([*before, upper], last=False), self._part([lower, *after], last=True)]

    def _part(self, rows: Sequence[Row], *, last: bool) -> "RowTable":
        return RowTable(
            self._inks,
            rows,
            leading=self._leading,
            padding=self._padding,
            head=self._head,
            total=self._total if last else None,
        )

    def _draw_row(
        self, canvas: Canvas, row: Row, top: float, font: str | None = None, colour: Color | None = None
    ) -> float:
        bottom = top - self._height_of(row)
        for ink, lines in zip(self._inks, row, strict=True):
            canvas.setFont(font or ink.font, ink.size)
            canvas.setFillColor(colour or ink.colour)
            y = top - self._padding - self._leading + (self._leading - ink.size) / 2 + ink.size * 0.12
            for line in lines:
                if ink.right_aligned:
                    canvas.drawRightString(ink.left + ink.width, y, line)
                else:
                    canvas.drawString(ink.left, y, line)
                y -= self._leading
        canvas.setStrokeColor(LINE)
        canvas.setLineWidth(HAIRLINE)
        canvas.line(0, bottom, TEXT_WIDTH, bottom)
        return bottom


_GAP = 10.0
_ORIGIN_SIZE = 9.0


def fact_table(table: FactTable) -> RowTable:
    """Label, value and origin in the letter's own face."""
    with_origin = any(row.origin for row in table.rows)
    shares = _shares(table, with_origin=with_origin)
    inks = [
        Ink(SERIF, size, colour, left, width)
        for (left, width), (size, colour) in zip(
            _edges(shares), ((FACT_SIZE, MUTED), (FACT_SIZE, INK), (_ORIGIN_SIZE, MUTED)), strict=True
        )
    ]
    rows = [_cells((row.label, row.value, row.origin), inks) for row in table.rows]
    return RowTable(inks, rows, leading=FACT_LEADING, padding=3.5)


def _shares(table: FactTable, *, with_origin: bool) -> tuple[float, float, float]:
    """Labels and origins get what they need within bounds, values the rest."""
    label = max(width_of(printable(row.label, SERIF), SERIF, FACT_SIZE) for row in table.rows) + _GAP + 4
    label_share = min(max(label / TEXT_WIDTH, 0.2), 0.33)
    if not with_origin:
        return label_share, 1 - label_share, 0.0
    origin = max(width_of(printable(row.origin, SERIF), SERIF, _ORIGIN_SIZE) for row in table.rows) + 2
    origin_share = min(max(origin / TEXT_WIDTH, 0.14), 0.66 - label_share)
    return label_share, 1 - label_share - origin_share, origin_share


def grid_table(table: GridTable) -> RowTable:
    """A dense table with its head."""
    inks = [
        Ink(TABLE_FONT, CELL_SIZE, INK, left, width, column.align is Align.RIGHT)
        for (left, width), column in zip(
            _edges([column.share for column in table.columns]), table.columns, strict=True
        )
    ]
    heads = [
        wrapped(column.title, TABLE_HEAD_FONT, CELL_SIZE, ink.width)
        for column, ink in zip(table.columns, inks, strict=True)
    ]
    rows = [_cells(row, inks) for row in table.rows]
    total = [[text] for text in table.total] if table.total else None
    return RowTable(inks, rows, leading=CELL_LEADING, padding=2.6, head=heads, total=total)


def _edges(shares: Sequence[float]) -> list[tuple[float, float]]:
    """Left edge and width of each column, a gap between them."""
    whole, left, edges = sum(shares), 0.0, []
    for index, share in enumerate(shares):
        width = TEXT_WIDTH * share / whole
        edges.append((left, max(1.0, width - (_GAP if index < len(shares) - 1 else 0.0))))
        left += width
    return edges


def _cells(texts: Sequence[str], inks: Sequence[Ink]) -> Row:
    return [
        [text]
        if "\n" not in text and width_of(text, ink.font, ink.size) <= ink.width and text.isascii()
        else wrapped(text, ink.font, ink.size, ink.width)
        for text, ink in zip(texts, inks, strict=True)
    ]
