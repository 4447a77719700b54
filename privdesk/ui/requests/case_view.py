# SPDX-License-Identifier: MIT
"""The middle of a request's page: steps, clock, rights with the open act under its row, corrections, letters."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from privdesk.i18n import _
from privdesk.services.clock import OfficeClock
from privdesk.services.request_pages import CasePage, StepState
from privdesk.ui.requests.act_panel import ActPanel
from privdesk.ui.requests.case_clock_pane import ClockPane
from privdesk.ui.requests.case_rows import (
    change_columns,
    change_rows,
    letter_columns,
    letter_rows,
    letters_after,
    right_columns,
    right_rows,
    rights_title,
)
from privdesk.ui.widgets.banner import Banner
from privdesk.ui.widgets.button import LinkButton
from privdesk.ui.widgets.pane import SectionBar
from privdesk.ui.widgets.row_list import RowList
from privdesk.ui.widgets.steps import StepMark, Steps
from privdesk.ui.widgets.steps import StepState as MarkState

_STEP_STATES: dict[StepState, MarkState] = {
    StepState.DONE: "done",
    StepState.NOW: "now",
    StepState.OPEN: "later",
}


class CaseView(QWidget):
    """Shows a `CasePage`. One panel at a time is open: under the row of its right, or above all rights."""

    right_opened = Signal(object)
    letter_opened = Signal(object)
    add_right_asked = Signal()
    note_asked = Signal()

    def __init__(self, clock: OfficeClock) -> None:
        super().__init__()
        self.panel: ActPanel | None = None
        self._page: CasePage | None = None
        self.late = Banner()
        self.steps = Steps()
        self.clock = ClockPane(clock)
        self.add_right = LinkButton(_("Add a right"), keys="Ctrl+Shift+A")
        self.add_right.clicked.connect(self.add_right_asked)
        self.rights_bar = SectionBar("", act=self.add_right, line=True)
        self.rights = self._list(_("Rights"), "rights")
        self.rest = self._list(_("Further rights"), "rights_rest")
        self.changes_bar = SectionBar(_("Corrections"), line=True)
        self.changes = RowList(_("Corrections"), change_columns(), head=False)
        self.changes.view.setObjectName("changes")
        self.note = LinkButton(_("Add a note"), keys="Ctrl+J")
        self.note.clicked.connect(self.note_asked)
        self.letters_bar = SectionBar(_("Correspondence"), act=self.note, line=True)
        self.letters = RowList(_("Correspondence"), letter_columns(), head=False)
        self.letters.view.setObjectName("letters")
        self.letters.opened.connect(self.letter_opened)
        self.letters.peeked.connect(self.letter_opened)
        self._top, self._under = QVBoxLayout(), QVBoxLayout()
        self._lay()

    def _list(self, name: str, key: str) -> RowList:
        rows = RowList(name, right_columns(), head=False)
        rows.view.setObjectName(key)
        rows.opened.connect(self.right_opened)
        rows.link_clicked.connect(lambda row_id, _column: self.right_opened.emit(row_id))
        return rows

    def _lay(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.late, self.steps, self.clock):
            column.addWidget(part)
        column.addLayout(self._top)
        column.addWidget(self.rights_bar)
        column.addWidget(self.rights)
        column.addLayout(self._under)
        for below in (self.rest, self.changes_bar, self.changes, self.letters_bar, self.letters):
            column.addWidget(below)
        column.addStretch(1)

    def show_page(self, page: CasePage) -> None:
        """Show the request as it stands."""
        self._page = page
        self.late.setVisible(bool(page.banner))
        if page.banner:
            late = page.clock.days_left < 0
            title = page.clock.left.capitalize() if late else _("Nothing goes to the representative now")
            self.late.show_words("error" if late else "warning", title, page.banner, closable=False)
        marks = [StepMark(step.title, step.when, _STEP_STATES[step.state]) for step in page.steps]
        self.steps.set_steps(marks)
        self.clock.show_page(page)
        self.rights_bar.set_words(*rights_title(page))
        self.add_right.setVisible(not page.read_only and len(page.rights) < 7)
        self.note.setVisible(not page.read_only)
        self._show_rights(None)
        self.changes.set_rows(change_rows(page.changes))
        self.letters.set_rows(letter_rows(page.letters))
        self.letters_bar.set_words(_("Correspondence"), letters_after(len(page.letters)))
        for part in (self.changes_bar, self.changes):
            part.setVisible(bool(page.changes))
        for rows in (self.changes, self.letters):
            rows.fit_height()

    def open_panel(self, panel: ActPanel, right: str | None) -> None:
        """Open a panel under the row of `right`, or above the rights."""
        self.close_panel()
        self.panel = panel
        self._show_rights(right)
        (self._top if right is None else self._under).addWidget(panel)
        panel.show()

    def close_panel(self) -> None:
        """Take the open panel away."""
        panel, self.panel = self.panel, None
        if panel is None:
            return
        panel.hide()
        panel.setParent(None)
        panel.deleteLater()
        self._show_rights(None)

    def _show_rights(self, last: str | None) -> None:
        """All rights in one list, or split after `last` so that its panel stands under its row."""
        if self._page is None:
            return
        rows = right_rows(self._page)
        at = next((place for place, row in enumerate(rows) if row.id == last), len(rows) - 1)
        self.rights.set_rows(rows[: at + 1])
        self.rest.set_rows(rows[at + 1 :])
        self.rest.setVisible(at + 1 < len(rows))
        self.rights.fit_height()
        self.rest.fit_height()
        if last is not None:
            self.rights.choose(last)
