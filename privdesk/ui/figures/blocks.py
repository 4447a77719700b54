# SPDX-License-Identifier: MIT
"""One group of figures on the page: its chart, the table beside it, and what the figures mean."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from privdesk.services.figures_tables import FigureRow, FigureTable, shown
from privdesk.services.figures_words import FigureWords
from privdesk.ui.figures.charts import PartBars
from privdesk.ui.theme import theme
from privdesk.ui.widgets.charts import Stack, StackedBars
from privdesk.ui.widgets.label import Label
from privdesk.ui.widgets.pane import Heading
from privdesk.ui.widgets.row_list import RowList
from privdesk.ui.widgets.rows import Cell, Column, Row, Tone

_BESIDE_FROM = 900
"""From this width on the table stands beside its chart."""
_WIDE_TABLE = 5
"""A table with more columns than these always stands below its chart."""


class FigureBlock(QWidget):
    """Heading, chart and table, meaning."""

    def __init__(self, table: FigureTable, words: FigureWords) -> None:
        super().__init__()
        self.list: RowList | None = None
        self._wide = len(table.columns) > _WIDE_TABLE
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 20, 0, 4)
        column.setSpacing(8)
        column.addWidget(_inset(Heading(table.title)))
        self._row = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._row.setSpacing(16)
        column.addLayout(self._row)
        self.chart = _chart(table)
        if self.chart is not None:
            self._row.addWidget(_inset(self.chart), 2, Qt.AlignmentFlag.AlignTop)
        if table.rows:
            self.list = _list(table, words)
            self._row.addWidget(self.list, 3, Qt.AlignmentFlag.AlignTop)
        else:
            self._row.addWidget(_inset(Label(words("none"), tone="muted")))
        column.addWidget(_inset(Label(table.means, "caption", "muted", wrap=True)))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        beside = not self._wide and self.width() >= theme().scaled(_BESIDE_FROM)
        kinds = QBoxLayout.Direction
        self._row.setDirection(kinds.LeftToRight if beside else kinds.TopToBottom)
        if self.list is not None:
            self.list.fit_height()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and self.list is not None:
            self.list.fit_height()


def _inset(widget: QWidget) -> QWidget:
    """`widget` at the edge where the rows of a list begin."""
    box = QWidget()
    row = QVBoxLayout(box)
    row.setContentsMargins(24, 0, 24, 0)
    row.addWidget(widget)
    return box


def _chart(table: FigureTable) -> QWidget | None:
    if not table.bars:
        return None
    if table.upright:
        columns = StackedBars(table.title, table.legend)
        columns.set_stacks([Stack(bar.label, bar.parts) for bar in table.bars])
        return columns
    lying = PartBars(table.title)
    lying.set_bars(table.bars, table.legend)
    return lying


def _list(table: FigureTable, words: FigureWords) -> RowList:
    """The table as a list that arrows walk through; no row leads anywhere."""
    wide = len(table.columns) > _WIDE_TABLE
    columns = [Column(table.columns[0], stretch=2 if table.text_columns else 3)]
    for number, title in enumerate(table.columns[1:]):
        if number < table.text_columns:
            columns.append(Column(title, stretch=2 if number == 0 else 5))
        else:
            narrow = 58 if number == 0 else 78
            columns.append(Column(title, narrow if wide else 110, align="right"))
    rows = RowList(table.title, columns, dense=not table.text_columns, head=True)
    rows.view.setObjectName(f"figures-{table.key}")
    rows.set_rows([_row(at, row, table, words) for at, row in enumerate(table.rows)])
    rows.fit_height()
    return rows


def _row(at: int, row: FigureRow, table: FigureTable, words: FigureWords) -> Row:
    tone: Tone = "strong" if row.total else "normal"
    cells = [Cell(row.words, tone=tone)]
    for number, entry in enumerate(row.entries):
        text = shown(entry, words)
        if number < table.text_columns:
            cells.append(Cell(text, tone="muted", wrap=True))
        else:
            cells.append(Cell(text, align="right", digits=True, tone=tone))
    full = "; ".join(shown(entry, words) for entry in row.entries if isinstance(entry, str))
    return Row(at, tuple(cells), tooltip=full, tall=bool(table.text_columns))
