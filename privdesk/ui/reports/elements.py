# SPDX-License-Identifier: MIT
"""Every element that the law asks for, and where it stands in the report."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from privdesk.i18n import _
from privdesk.services.reports import LawElement, ReportPlan
from privdesk.ui.widgets.pane import SectionBar
from privdesk.ui.widgets.row_list import RowList
from privdesk.ui.widgets.rows import Cell, Column, Row


class ElementsView(QWidget):
    """A row an element: its article, and the heading under which it stands."""

    def __init__(self) -> None:
        super().__init__()
        self.bar = SectionBar("", line=True)
        columns = [
            Column("", 28),
            Column(_("Element"), stretch=3),
            Column(_("Article"), 190),
            Column(_("Stands under"), stretch=2),
        ]
        self.list = RowList(_("Elements under the law"), columns)
        self.list.view.setObjectName("elements")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self.list, 1)

    def show_plan(self, plan: ReportPlan) -> None:
        """Show the elements of this report."""
        applies = [element for element in plan.elements if element.applies]
        words = _("{shown} of {count} that apply stand in the report").format(
            shown=sum(element.shown for element in applies), count=len(applies)
        )
        self.bar.set_words(plan.law, words)
        self.list.set_rows([_row(element) for element in plan.elements])


def _row(element: LawElement) -> Row:
    missing = element.applies and not element.shown
    if missing:
        where = Cell(_("missing"), icon="triangle-alert", icon_tone="danger", tone="danger")
    elif element.applies:
        where = Cell(element.where, icon="circle-check", icon_tone="sure")
    else:
        where = Cell(_("does not apply"), icon="minus", tone="muted")
    return Row(
        element.key,
        (
            Cell(str(element.number), tone="muted", digits=True),
            Cell(element.title, tone="danger" if missing else "normal"),
            Cell(element.article, tone="muted"),
            where,
        ),
        tooltip=element.title,
    )
