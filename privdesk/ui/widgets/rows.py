# SPDX-License-Identifier: MIT
"""What a list shows, as plain values: rows of cells, in sections, under columns."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QImage
from typing_extensions import override

from privdesk.ui.widgets.drawing import tooltip_of

Tone = Literal["normal", "strong", "muted", "danger", "look", "sure", "info", "link", "disabled"]
TagTone = Literal["neutral", "danger", "look", "sure", "info", "accent"]
RowId = Hashable
_Index = QModelIndex | QPersistentModelIndex
ROW_ROLE = Qt.ItemDataRole.UserRole + 1
SECTION_ROLE = Qt.ItemDataRole.UserRole + 2


@dataclass(frozen=True, slots=True)
class Tag:
    """A short mark in a row."""

    text: str
    tone: TagTone = "neutral"
    icon: str | None = None


@dataclass(frozen=True, slots=True)
class DeadlineBar:
    """The time from receipt to the legal date: how much is over, and where the safe date's tick stands (0 to 1).

    `tone` is normal, look (ten days or fewer) or danger (three or fewer, or late).
    """

    share: float
    safe_share: float | None = None
    tone: Literal["normal", "look", "danger"] = "normal"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell. `after` follows the text on its line, muted unless `after_tone` says otherwise; `second` stands below.

    `number` shows the text large, with `after` as its unit. `highlights` are (start, end) places in `text` that
    matched a search. `tick` is a check box; `choices` are segments of which number `chosen` is the one in force.
    `digits` and right-aligned cells (dates, amounts, law) are never elided. `wrap` breaks the text into two lines
    in tall rows. `span` is how many columns the cell takes; the cells it covers are left empty.
    """

    text: str = ""
    second: str = ""
    after: str = ""
    icon: str | None = None
    icon_tone: Tone = "muted"
    align: Literal["left", "right"] = "left"
    tone: Tone = "normal"
    after_tone: Tone = "muted"
    number: bool = False
    digits: bool = False
    wrap: bool = False
    disc: Literal["sure", "look"] | None = None
    tags: tuple[Tag, ...] = ()
    bar: DeadlineBar | None = None
    image: QImage | None = None
    tick: bool | None = None
    choices: tuple[str, ...] = ()
    chosen: int = -1
    highlights: tuple[tuple[int, int], ...] = ()
    after_highlights: tuple[tuple[int, int], ...] = ()
    span: int = 1

    def spoken(self) -> str:
        """The cell as a screen reader says it."""
        choice = self.choices[self.chosen] if 0 <= self.chosen < len(self.choices) else ""
        parts = (self.text, self.after, self.second, *(tag.text for tag in self.tags), choice)
        return ", ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Row:
    """One row; `id` is whatever the page opens by. `tall` is for two lines of plain words."""

    id: RowId
    cells: tuple[Cell, ...]
    section: str = ""
    tooltip: str = ""
    tall: bool = False
    enabled: bool = True
    jump: str = ""
    """What letters typed on the list jump to; the spoken text when empty."""

    def spoken(self) -> str:
        """The row as a screen reader says it."""
        return "; ".join(text for cell in self.cells if (text := cell.spoken()))

    @property
    def two_lines(self) -> bool:
        return any(cell.second or cell.image is not None for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Section:
    """A head between rows: `group` is a heading with a line, `month` a small bold line; `act` is a link at its end."""

    title: str
    after: str = ""
    icon: str | None = None
    tone: Tone = "normal"
    style: Literal["group", "month"] = "group"
    act: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: `width` in pixels at text size 1, or 0 to share the rest by `stretch`; left out under `hide_below`.

    Words of a cell run on over the empty cells that follow it.
    """

    title: str = ""
    width: int = 0
    stretch: int = 1
    align: Literal["left", "right"] = "left"
    hide_below: int = 0


def column_edges(columns: Sequence[Column], width: float, factor: float) -> list[tuple[int, float, float]]:
    """Place the columns in `width`: (number, left, width) of those that are shown; 24 px margins, 16 px gaps."""
    shown = [(at, column) for at, column in enumerate(columns) if width >= column.hide_below * factor]
    gap, margin = 16.0, 24.0
    fixed = sum(column.width * factor for _at, column in shown)
    rest = width - 2 * margin - gap * (len(shown) - 1) - fixed
    parts = sum(column.stretch for _at, column in shown if not column.width) or 1
    edges, left = [], margin
    for at, column in shown:
        wide = column.width * factor if column.width else max(40.0, rest * column.stretch / parts)
        edges.append((at, left, wide))
        left += wide + gap
    return edges


class RowModel(QAbstractListModel):
    """Rows with their section heads in between, as one list; heads cannot be chosen."""

    def __init__(self) -> None:
        super().__init__()
        self._items: list[Row | Section] = []
        self._keys: list[str] = []
        self._at: dict[RowId, int] = {}

    def set_rows(self, rows: Sequence[Row], sections: Mapping[str, Section]) -> None:
        """Show these rows; a section head stands before the first row of its key."""
        self.beginResetModel()
        self._items, self._keys, last = [], [], ""
        for row in rows:
            if row.section != last and row.section in sections:
                self._items.append(sections[row.section])
                self._keys.append(row.section)
            last = row.section
            self._items.append(row)
            self._keys.append(row.section)
        self._at = {item.id: at for at, item in enumerate(self._items) if isinstance(item, Row)}
        self.endResetModel()

    def replace(self, row: Row) -> None:
        """Show one row anew in its place."""
        at = self._at.get(row.id)
        if at is not None:
            self._items[at] = row
            self.dataChanged.emit(self.index(at), self.index(at))

    def row_at(self, index: _Index) -> Row | None:
        """The row at `index`, if it is one."""
        item = self._items[index.row()] if index.isValid() else None
        return item if isinstance(item, Row) else None

    def section_at(self, index: _Index) -> tuple[str, Section] | None:
        """Key and head at `index`, if it is one."""
        item = self._items[index.row()] if index.isValid() else None
        return (self._keys[index.row()], item) if isinstance(item, Section) else None

    def index_of(self, row_id: RowId) -> QModelIndex:
        """Where the row stands; an invalid index when it does not."""
        at = self._at.get(row_id)
        return self.index(at) if at is not None else QModelIndex()

    def rows(self) -> list[Row]:
        """All rows in order."""
        return [item for item in self._items if isinstance(item, Row)]

    @override
    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._items)

    @override
    def flags(self, index: _Index) -> Qt.ItemFlag:
        row = self.row_at(index)
        if row is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    @override
    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.row_at(index)
        if row is None:
            section = self.section_at(index)
            spoken = section is not None and role == Qt.ItemDataRole.AccessibleTextRole
            return section[1].title if spoken and section is not None else None
        if role == Qt.ItemDataRole.DisplayRole:
            return row.jump or row.spoken()
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.AccessibleDescriptionRole):
            return row.spoken()
        if role == Qt.ItemDataRole.ToolTipRole:
            return tooltip_of(row.tooltip) if row.tooltip else None
        return None
