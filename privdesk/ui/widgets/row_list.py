# SPDX-License-Identifier: MIT
"""A list that is worked by keyboard: arrows, Home, End, Enter, Space, letters; rows are painted, never widgets."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPointF,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QAbstractScrollArea, QListView, QVBoxLayout, QWidget
from shiboken6 import isValid
from typing_extensions import override

from privdesk.ui.theme import theme
from privdesk.ui.widgets.drawing import paint_text
from privdesk.ui.widgets.row_painter import RowPainter, choice_boxes
from privdesk.ui.widgets.rows import Column, Row, RowId, RowModel, Section

_NOTHING: Mapping[str, Section] = {}


class _View(QListView):
    """The list itself; `RowList` speaks for it."""

    entered = Signal(QModelIndex)
    spaced = Signal(QModelIndex)
    digit = Signal(int)
    deleted = Signal()
    clicked_at = Signal(QModelIndex, QRectF, object)

    def __init__(self, painter: RowPainter) -> None:
        super().__init__()
        self._painter = painter
        self.setItemDelegate(painter)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.viewport().setAutoFillBackground(False)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() or event.modifiers() == Qt.KeyboardModifier.KeypadModifier
        if plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit(self.currentIndex())
        elif plain and event.key() == Qt.Key.Key_Space:
            self.spaced.emit(self.currentIndex())
        elif plain and event.key() == Qt.Key.Key_Delete:
            self.deleted.emit()
        elif plain and Qt.Key.Key_1 <= event.key() <= Qt.Key.Key_9:
            self.digit.emit(event.key() - Qt.Key.Key_0)
        elif event.key() == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)

    @override
    def moveCursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        """Where a key leads: heads between the rows are passed over, in the direction of the key."""
        index = super().moveCursor(action, modifiers)
        model, kinds = self.model(), QAbstractItemView.CursorAction
        at, step = index.row(), 1 if action in (kinds.MoveHome, kinds.MoveDown, kinds.MovePageDown) else -1
        while 0 <= at < model.rowCount():
            found = model.index(at, 0)
            if model.flags(found) & Qt.ItemFlag.ItemIsSelectable:
                return found
            at += step
        return self.currentIndex()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.scheduleDelayedItemsLayout()

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and event.button() == Qt.MouseButton.LeftButton:
            self.clicked_at.emit(index, QRectF(self.visualRect(index)), event.position())

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        self._painter.has_focus = True
        if not self.currentIndex().isValid():
            self._choose_first()
        super().focusInEvent(event)
        self.viewport().update()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._painter.has_focus = False
        super().focusOutEvent(event)
        self.viewport().update()

    def _choose_first(self) -> None:
        model = self.model()
        for at in range(model.rowCount()):
            index = model.index(at, 0)
            if model.flags(index) & Qt.ItemFlag.ItemIsSelectable:
                self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
                break


class RowHead(QWidget):
    """The names of the columns, where the list has names for them; as wide as `rows`, without the scroll bar."""

    def __init__(self, painter: RowPainter, rows: QAbstractScrollArea) -> None:
        super().__init__()
        self._painter, self._rows = painter, rows
        self.setAccessibleName(", ".join(column.title for column in painter.columns if column.title))
        self.setFixedHeight(theme().size("table_head"))

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.setFixedHeight(theme().size("table_head"))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        used = theme()
        font, ink = used.font("caption", 500), used.color("text_muted")
        edges = list(self._painter.edges(self._rows.viewport().width())) if isValid(self._rows) else []
        painter = QPainter(self)  # made last: an error while one is open takes the whole program down
        for at, left, width in edges:
            column = self._painter.columns[at]
            right = Qt.AlignmentFlag.AlignRight if column.align == "right" else Qt.AlignmentFlag.AlignLeft
            paint_text(painter, QRectF(left, 0, width, self.height()), column.title, font, ink, right)
        painter.fillRect(0, self.height() - 1, self.width(), 1, used.color("line"))


class RowList(QWidget):
    """Rows under columns. `opened` and the rest carry the row's id.

    Arrows move, Enter opens, Space peeks, letters jump; `chosen` tells each change of the current row, with None
    when there is none. Digits arrive as `digit_pressed`, Delete as `delete_pressed`.
    """

    opened = Signal(object)
    chosen = Signal(object)
    peeked = Signal(object)
    ticked = Signal(object, bool)
    choice_made = Signal(object, int)
    link_clicked = Signal(object, int)
    section_act = Signal(str)
    digit_pressed = Signal(object, int)
    delete_pressed = Signal()
    selection_changed = Signal()

    def __init__(
        self,
        name: str,
        columns: Sequence[Column],
        *,
        dense: bool = False,
        multiple: bool = False,
        head: bool | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """`name` is what a screen reader calls the list; `head` shows the columns' names."""
        super().__init__(parent)
        self._painter = RowPainter(columns, dense=dense, parent=self)
        self._model = RowModel()
        self.view = _View(self._painter)
        self.view.setModel(self._model)
        self.view.setAccessibleName(name)
        self.view.setObjectName("rows")
        self._wanted: RowId | None = None
        if multiple:
            self.view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setFocusProxy(self.view)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        shown = any(column.title for column in columns) if head is None else head
        self.head = RowHead(self._painter, self.view)
        self.view.verticalScrollBar().rangeChanged.connect(lambda _least, _most: self.head.update())
        layout.addWidget(self.head)
        self.head.setVisible(shown)
        layout.addWidget(self.view)
        self._connect()

    def _connect(self) -> None:
        self.view.entered.connect(self._open)
        self.view.doubleClicked.connect(self._open)
        self.view.spaced.connect(self._space)
        self.view.digit.connect(lambda number: self.digit_pressed.emit(self.current_id(), number))
        self.view.deleted.connect(self.delete_pressed)
        self.view.clicked_at.connect(self._clicked)
        picked = self.view.selectionModel()
        picked.currentChanged.connect(lambda now, _before: self._announce(now))
        picked.selectionChanged.connect(lambda _on, _off: self.selection_changed.emit())

    def set_rows(self, rows: Sequence[Row], sections: Mapping[str, Section] = _NOTHING) -> None:
        """Show these rows; the current row stays where it still exists, without moving the view."""
        keep, picked = self.current_id(), self.selected_ids()
        if self._wanted is not None:
            keep, picked, self._wanted = self._wanted, [self._wanted], None
        before = self.current_id()
        scrolled = self.view.verticalScrollBar().value()
        blocked = self.blockSignals(True)
        self._model.set_rows(rows, sections)
        for row_id in picked:
            self._pick(row_id)
        if keep is not None and self._model.index_of(keep).isValid():
            flag = QItemSelectionModel.SelectionFlag.NoUpdate
            self.view.selectionModel().setCurrentIndex(self._model.index_of(keep), flag)
        self.view.verticalScrollBar().setValue(scrolled)
        self.blockSignals(blocked)
        if self.current_id() != before:
            self.chosen.emit(self.current_id())

    def set_columns(self, columns: Sequence[Column]) -> None:
        """Lay the rows out under other columns."""
        self._painter.columns = tuple(columns)
        self.head.update()
        self.view.viewport().update()

    def replace_row(self, row: Row) -> None:
        """Show one row anew."""
        self._model.replace(row)

    def rows(self) -> list[Row]:
        """All rows in order."""
        return self._model.rows()

    def current_id(self) -> RowId | None:
        """The row with the caret, or None."""
        row = self._model.row_at(self.view.currentIndex())
        return row.id if row is not None else None

    def selected_ids(self) -> list[RowId]:
        """Selected rows, top to bottom."""
        indexes = sorted(self.view.selectionModel().selectedIndexes(), key=QModelIndex.row)
        return [row.id for index in indexes if (row := self._model.row_at(index)) is not None]

    def choose(self, row_id: RowId | None) -> None:
        """Make this row the current one; None takes the choice away."""
        index = self._model.index_of(row_id) if row_id is not None else QModelIndex()
        picked = self.view.selectionModel()
        if not index.isValid():
            picked.clear()
            self.chosen.emit(None)
            return
        picked.setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.view.scrollTo(index)

    def choose_when_there(self, row_id: RowId) -> None:
        """Make this row the current one now, or with the next rows that hold it."""
        if self._model.index_of(row_id).isValid():
            self.choose(row_id)
        else:
            self._wanted = row_id

    def choose_first(self) -> None:
        """Make the first row the current one."""
        rows = self._model.rows()
        self.choose(rows[0].id if rows else None)

    def select_all(self) -> None:
        """Select every row of a list that allows several."""
        self.view.selectAll()

    def step(self, step: int) -> None:
        """Move the current row by `step`, from a search field that keeps the caret."""
        rows = self._model.rows()
        if not rows:
            return
        at = next((place for place, row in enumerate(rows) if row.id == self.current_id()), None)
        self.choose(rows[0 if at is None else min(max(at + step, 0), len(rows) - 1)].id)

    def fit_height(self) -> None:
        """Take exactly the height of the rows, for short lists inside a scrolling page."""
        rows = sum(self.view.sizeHintForRow(at) for at in range(self._model.rowCount()))
        self.view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedHeight(rows + (self.head.height() if not self.head.isHidden() else 0))

    def _pick(self, row_id: RowId) -> None:
        index = self._model.index_of(row_id)
        if index.isValid():
            chosen = QItemSelection(index, index)
            self.view.selectionModel().select(chosen, QItemSelectionModel.SelectionFlag.Select)

    def _announce(self, index: QModelIndex) -> None:
        row = self._model.row_at(index)
        self.chosen.emit(row.id if row is not None else None)

    def _open(self, index: QModelIndex) -> None:
        row = self._model.row_at(index)
        if row is not None and row.enabled:
            self.opened.emit(row.id)

    def _space(self, index: QModelIndex) -> None:
        row = self._model.row_at(index)
        if row is None:
            return
        if not self._toggle(row):
            self.peeked.emit(row.id)

    def _toggle(self, row: Row) -> bool:
        for cell in row.cells:
            if cell.tick is not None and row.enabled:
                self.ticked.emit(row.id, not cell.tick)
                return True
        return False

    def _clicked(self, index: QModelIndex, rect: QRectF, place: QPointF) -> None:
        head = self._model.section_at(index)
        if head is not None:
            if head[1].act and place.x() > rect.right() - 160:
                self.section_act.emit(head[0])
            return
        row = self._model.row_at(index)
        if row is None or not row.enabled:
            return
        for at, left, width in self._painter.cell_spans(rect.width(), row):
            if left - 8 <= place.x() - rect.left() <= left + width + 8:
                self._cell_clicked(
                    row, at, QRectF(rect.left() + left, rect.top(), width, rect.height() - 1), place
                )

    def _cell_clicked(self, row: Row, at: int, box: QRectF, place: QPointF) -> None:
        cell = row.cells[at]
        if cell.tick is not None and place.x() <= box.left() + 28:
            self._toggle(row)
        elif cell.choices:
            for number, spot in enumerate(choice_boxes(box, cell)):
                if spot.contains(place):
                    self.choice_made.emit(row.id, number)
        elif cell.tone == "link":
            self.link_clicked.emit(row.id, at)
