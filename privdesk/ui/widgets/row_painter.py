# SPDX-License-Identifier: MIT
"""The one delegate of all lists: paints a `Row` or a `Section` from tokens."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QTextLayout, QTextOption
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem
from typing_extensions import override

from privdesk.ui.icons import paint_disc, paint_icon
from privdesk.ui.theme import theme
from privdesk.ui.widgets.deadline_bar import paint_deadline_bar
from privdesk.ui.widgets.drawing import (
    paint_box,
    paint_tag,
    paint_text,
    paint_tick,
    tag_width,
    text_role,
    width_of,
)
from privdesk.ui.widgets.rows import Cell, Column, Row, RowModel, Section, column_edges

_EMPTY = Cell()
_Index = QModelIndex | QPersistentModelIndex
_RIGHT = Qt.AlignmentFlag.AlignRight
_LEFT = Qt.AlignmentFlag.AlignLeft


class RowPainter(QStyledItemDelegate):
    """Paints rows; knows where cells lie, for clicks."""

    def __init__(self, columns: Sequence[Column], *, dense: bool, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._dense = dense
        self.has_focus = False

    def edges(self, width: float) -> list[tuple[int, float, float]]:
        """The columns as placed in `width`."""
        return column_edges(self.columns, width, theme().factor)

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        model = index.model()
        assert isinstance(model, RowModel)
        used, row = theme(), model.row_at(index)
        if row is None:
            head = model.section_at(index)
            small = head is not None and head[1].style == "month"
            return QSize(
                10, used.scaled(34) if small else used.size("section_head") + (8 if index.row() else 0)
            )
        if row.tall:
            return QSize(10, used.size("row_tall"))
        if row.two_lines:
            return QSize(10, used.size("row_two_lines"))
        return QSize(10, used.size("row_dense" if self._dense else "row"))

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        model = index.model()
        assert isinstance(model, RowModel)
        rect = QRectF(option.rect)
        row = model.row_at(index)
        painter.save()
        if row is not None:
            self._paint_ground(painter, rect, option.state)
            self._paint_cells(painter, rect, row)
        elif (head := model.section_at(index)) is not None:
            _paint_section(painter, rect, head[1])
        painter.restore()

    def _paint_ground(self, painter: QPainter, rect: QRectF, state: QStyle.StateFlag) -> None:
        used = theme()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, used.color("selection" if self.has_focus else "selection_idle"))
            bar = QRectF(rect.left(), rect.top(), 2, rect.height())
            painter.fillRect(bar, used.color("accent_ink" if self.has_focus else "line_control"))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, used.color("hover"))
        below = QRectF(rect.left(), rect.bottom() - 1, rect.width(), 1)
        painter.fillRect(below, used.color("line_soft"))

    def _paint_cells(self, painter: QPainter, rect: QRectF, row: Row) -> None:
        for at, left, width in self.cell_spans(rect.width(), row):
            box = QRectF(rect.left() + left, rect.top(), width, rect.height() - 1)
            _paint_cell(painter, box, row.cells[at], enabled=row.enabled)

    def cell_spans(self, width: float, row: Row) -> list[tuple[int, float, float]]:
        """Where the cells of `row` lie: words run on over empty cells that follow."""
        edges = self.edges(width)
        spans = []
        for place, (at, left, wide) in enumerate(edges):
            if at >= len(row.cells) or row.cells[at] == _EMPTY:
                continue
            end = left + wide
            for next_at, next_left, next_wide in edges[place + 1 :]:
                if next_at < len(row.cells) and row.cells[next_at] != _EMPTY:
                    break
                end = next_left + next_wide
            spans.append((at, left, end - left))
        return spans


def _paint_section(painter: QPainter, rect: QRectF, head: Section) -> None:
    used = theme()
    if head.style == "month":
        box = QRectF(rect.left() + 24, rect.top() + 2, rect.width() - 48, rect.height() - 2)
        paint_text(painter, box, head.title, used.font("caption", 600), used.color("text"))
        return
    box = QRectF(
        rect.left() + 24,
        rect.bottom() - used.size("section_head"),
        rect.width() - 48,
        used.size("section_head"),
    )
    ink = used.color(text_role(head.tone))
    if head.icon:
        edge = used.icon_size("nav")
        paint_icon(
            painter, head.icon, QRectF(box.left(), round(box.center().y() - edge / 2), edge, edge), ink
        )
        box.setLeft(box.left() + edge + 10)
    box.setLeft(box.left() + paint_text(painter, box, head.title, used.font("heading"), ink) + 9)
    paint_text(painter, box.adjusted(0, 1, 0, 1), head.after, used.font(), used.color("text_muted"))
    if head.act:
        paint_text(painter, box, head.act, used.font("body", 500), used.color("accent_ink"), _RIGHT)
    painter.fillRect(QRectF(rect.left(), rect.bottom() - 1, rect.width(), 1), used.color("line"))


def _paint_cell(painter: QPainter, box: QRectF, cell: Cell, *, enabled: bool) -> None:
    used = theme()
    if cell.bar is not None:
        paint_deadline_bar(painter, QRectF(box.left(), box.center().y() - 3, box.width(), 6), cell.bar)
        return
    if cell.choices:
        paint_choices(painter, box, cell, enabled=enabled)
        return
    if cell.number:
        _paint_number(painter, box, cell)
        return
    box = _paint_before(painter, box, cell, enabled=enabled)
    lines = _line_boxes(box, cell)
    ink = used.color(text_role(cell.tone if enabled else "disabled"))
    if cell.wrap:
        _paint_wrapped(painter, box, cell.text, used.font(), ink)
        return
    align = _RIGHT if cell.align == "right" else _LEFT
    font = _cell_font(cell)
    first = QRectF(lines[0])
    if cell.highlights:
        paint_highlights(painter, first, cell.text, cell.highlights, font)
    never = cell.digits or cell.align == "right"
    elide = Qt.TextElideMode.ElideNone if never else Qt.TextElideMode.ElideMiddle
    used_width = paint_text(painter, first, cell.text, font, ink, align, elide)
    first.setLeft(first.left() + used_width + (8 if cell.text else 0))
    if cell.after:
        plain = used.font(digits=cell.digits)
        if cell.after_highlights:
            paint_highlights(painter, first, cell.after, cell.after_highlights, plain)
        after = used.color(text_role(cell.after_tone if enabled else "disabled"))
        first.setLeft(first.left() + paint_text(painter, first, cell.after, plain, after, align) + 8)
    if cell.second:
        muted = used.color("text_muted" if enabled else "text_disabled")
        paint_text(painter, lines[1], cell.second, used.font("caption"), muted, align)
    for tag in cell.tags:
        if first.left() + tag_width(tag.text, tag.icon) > box.right() + 1:
            break
        start = first.left()
        first.setLeft(start + paint_tag(painter, start, first.center().y(), tag.text, tag.tone, tag.icon) + 6)


def _cell_font(cell: Cell) -> QFont:
    weight = 600 if cell.tone == "strong" else 500 if cell.tone == "link" else None
    return theme().font("body", weight, digits=cell.digits or cell.align == "right")


def _line_boxes(box: QRectF, cell: Cell) -> tuple[QRectF, QRectF]:
    used = theme()
    if not cell.second:
        return box, box
    first, second = used.line("body"), used.line("caption")
    top = box.top() + (box.height() - first - second) / 2
    return (
        QRectF(box.left(), top, box.width(), first),
        QRectF(box.left(), top + first - 1, box.width(), second),
    )


def _paint_before(painter: QPainter, box: QRectF, cell: Cell, *, enabled: bool) -> QRectF:
    used, box, middle = theme(), QRectF(box), round(box.center().y())
    if cell.image is not None:
        spot = QRectF(box.left(), round(box.top() + (box.height() - 34) / 2), 26, 34)
        painter.drawImage(spot, cell.image)
        paint_box(painter, spot, None, used.color("line_button"), 2)
        box.setLeft(spot.right() + 18)
    if cell.tick is not None:
        edge = used.size("check")
        spot = QRectF(box.left(), middle - edge / 2, edge, edge)
        if cell.tick:
            paint_box(
                painter, spot, used.color("accent" if enabled else "text_disabled"), None, used.radius("tag")
            )
            paint_tick(painter, spot, used.color("accent_text"))
        else:
            paint_box(
                painter, spot, used.color("surface_raised"), used.color("line_control"), used.radius("tag")
            )
        box.setLeft(spot.right() + 10)
    if cell.disc is not None:
        paint_disc(painter, cell.disc, QPointF(box.left() + 7, middle))
        box.setLeft(box.left() + 22)
    if cell.icon is not None:
        edge = used.icon_size("row")
        ink = used.color(text_role(cell.icon_tone if enabled else "disabled"))
        paint_icon(painter, cell.icon, QRectF(box.left(), middle - edge // 2, edge, edge), ink)
        box.setLeft(box.left() + edge + (10 if cell.text else 0))
    return box


def _paint_number(painter: QPainter, box: QRectF, cell: Cell) -> None:
    used = theme()
    big = used.font("number", digits=True)
    width = paint_text(painter, box, cell.text, big, used.color(text_role(cell.tone)))
    rest = QRectF(box.left() + max(width + 6, 29 * used.factor), box.top() + 1, box.width(), box.height())
    rest.setRight(box.right())
    paint_text(painter, rest, cell.after, used.font("caption"), used.color("text_muted"))


def paint_highlights(
    painter: QPainter, box: QRectF, text: str, spans: Sequence[tuple[int, int]], font: QFont
) -> None:
    """Colour the letters of `text` that matched a search, before the text is painted over them."""
    metrics = QFontMetricsF(font)
    for start, end in spans:
        left = box.left() + metrics.horizontalAdvance(text[:start])
        right = min(box.left() + metrics.horizontalAdvance(text[:end]), box.right())
        if right > left:
            height = metrics.height() + 1
            spot = QRectF(left - 1, round(box.center().y() - height / 2), right - left + 2, height)
            paint_box(painter, spot, theme().color("match"), None, 3)


def _paint_wrapped(painter: QPainter, box: QRectF, text: str, font: QFont, ink: QColor) -> None:
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WordWrap)
    layout.setTextOption(option)
    layout.beginLayout()
    lines, height = 0, theme().line("body")
    while (line := layout.createLine()).isValid() and lines < 2:
        line.setLineWidth(box.width())
        line.setPosition(QPointF(0, lines * height))
        lines += 1
    layout.endLayout()
    painter.setPen(QPen(ink))
    layout.draw(painter, QPointF(box.left(), box.center().y() - lines * height / 2 + 1))


def choice_boxes(box: QRectF, cell: Cell) -> list[QRectF]:
    """Where the segments of a cell lie, right-aligned in the cell."""
    used = theme()
    font, height = used.font("caption", 500), used.size("segment")
    widths = [width_of(text, font) + 18 for text in cell.choices]
    left, boxes = box.right() - sum(widths), []
    for width in widths:
        boxes.append(QRectF(round(left), round(box.center().y() - height / 2), round(width), height))
        left += width
    return boxes


def paint_choices(painter: QPainter, box: QRectF, cell: Cell, *, enabled: bool) -> None:
    """Segments: the one in force is boxed."""
    used, centre = theme(), Qt.AlignmentFlag.AlignHCenter
    for at, (spot, text) in enumerate(zip(choice_boxes(box, cell), cell.choices, strict=True)):
        on = at == cell.chosen
        if on:
            raised, line = used.color("surface_raised"), used.color("line_control")
            paint_box(painter, spot, raised, line, used.radius("control"))
        role = "text_disabled" if not enabled else "text" if on else "text_muted"
        paint_text(painter, spot, text, used.font("caption", 600 if on else 400), used.color(role), centre)
