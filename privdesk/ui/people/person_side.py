# SPDX-License-Identifier: MIT
"""The right side of a person: what may be done, usage and balance, until when it is kept."""

from collections.abc import Sequence

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from privdesk.i18n import _, ngettext
from privdesk.services.person_page import PersonPage
from privdesk.ui.people.person_facts import chart_points
from privdesk.ui.theme import theme
from privdesk.ui.widgets.act_list import Act, ActList
from privdesk.ui.widgets.charts import BarsAndLine
from privdesk.ui.widgets.facts import Fact, Facts
from privdesk.ui.widgets.pane import Heading, Line, Pane, scrolling


class PersonSide(Pane):
    """Acts with their keys, the chart, kept until; scrolls where it is too long."""

    def __init__(self) -> None:
        super().__init__("left", padding=0)
        self.column.setContentsMargins(1, 0, 10, 0)
        inner = self._inner = QWidget()
        self._column = QVBoxLayout(inner)
        self._column.setContentsMargins(23, 20, 14, 16)
        self._column.setSpacing(12)
        self.acts = ActList()
        self._chart_head = Heading(_("Usage and balance"))
        self.chart = BarsAndLine(_("Usage and balance by month"), _("Used"), _("Balance"))
        self._chart_line = Line()
        self._kept_head = Heading(_("Kept until"))
        self._kept_line = Line()
        self.kept = Facts(label_width=96, right=True)
        self._column.addWidget(Heading(_("What may be done")))
        for widget in (
            self.acts, self._chart_line, self._chart_head, self.chart, self._kept_line, self._kept_head, self.kept,
        ):  # fmt: skip
            self._column.addWidget(widget)
        self._column.addStretch(1)
        self.column.addWidget(scrolling(inner))

    def show_page(self, page: PersonPage, acts: Sequence[Act]) -> None:
        """Show what the page says; parts without data are left out."""
        self.acts.set_acts(acts)
        charted = page.sees_activity and any(month.used or month.balance for month in page.months)
        for widget in (self._chart_line, self._chart_head, self.chart):
            widget.setVisible(charted)
        if charted:
            count = len(page.months)
            after = ngettext("{n} month", "{n} months", count).format(n=count)
            self._chart_head.set_words(_("Usage and balance"), after if theme().factor <= 1 else "")
            self.chart.set_points(chart_points(page.months))
        for part in (self._kept_line, self._kept_head, self.kept):
            part.setVisible(bool(page.kept_until))
        self.kept.set_facts([Fact(group, until) for group, until in page.kept_until])
        QTimer.singleShot(0, self, self._settle)

    def _settle(self) -> None:
        """Wrapped words know their height only once they know their width."""
        self._column.invalidate()
        self._inner.updateGeometry()
