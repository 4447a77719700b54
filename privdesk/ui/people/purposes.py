# SPDX-License-Identifier: MIT
"""Why a person's record is opened: asked once where it is not clear, recorded with each look-up."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from privdesk.domain.audit import Purpose
from privdesk.i18n import _
from privdesk.services.names import purpose_name
from privdesk.ui.widgets.panel import Panel
from privdesk.ui.widgets.row_list import RowList
from privdesk.ui.widgets.rows import Cell, Column, Row

PURPOSES = tuple(Purpose)
"""In the order of their number keys."""


class PurposeMemory:
    """The purpose chosen last since unlocking: what the next question has marked. Dropped on locking."""

    def __init__(self) -> None:
        self.last: Purpose | None = None


class PurposeList(QWidget):
    """The seven purposes with their number keys; Enter takes the marked one."""

    chosen = Signal(object)

    def __init__(self, memory: PurposeMemory) -> None:
        super().__init__()
        self._memory = memory
        self.list = RowList(
            _("What it is for"), [Column(width=14), Column(stretch=1)], dense=True, head=False
        )
        self.list.view.setObjectName("purposes")
        rows = [
            Row(each, (Cell(str(number), tone="muted", digits=True), Cell(purpose_name(each))))
            for number, each in enumerate(PURPOSES, start=1)
        ]
        self.list.set_rows(rows)
        self.list.fit_height()
        self.list.choose(memory.last or PURPOSES[0])
        self.list.opened.connect(self._take)
        self.list.digit_pressed.connect(lambda _row, number: self.take_number(number))
        self.list.view.clicked.connect(lambda _index: self._take(self.list.current_id()))
        self.setFocusProxy(self.list)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.list)

    def take_number(self, number: int) -> None:
        """Take the purpose with this number key."""
        if number <= len(PURPOSES):
            self._take(PURPOSES[number - 1])

    def _take(self, purpose: object) -> None:
        if isinstance(purpose, Purpose):
            self._memory.last = purpose
            self.chosen.emit(purpose)


def ask_purpose(
    page: QWidget, memory: PurposeMemory, name: str, on_chosen: Callable[[Purpose], None]
) -> Panel:
    """Ask over `page` why the record of `name` is opened."""
    title = _("What do you open {name} for?").format(name=name) if name else _("What is it for?")
    words = _("Each look-up is recorded with its purpose.")
    panel = Panel(page, title, words, close_hint=_("Do not open"), width=400)
    purposes = PurposeList(memory)

    def take(purpose: Purpose) -> None:
        panel.shut()
        on_chosen(purpose)

    purposes.chosen.connect(take)
    panel.fields.addWidget(purposes)
    panel.open_panel(purposes)
    return panel
