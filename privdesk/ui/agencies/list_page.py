# SPDX-License-Identifier: MIT
"""Agencies through whom people come, with their counts and undertakings."""

from collections.abc import Sequence

from typing_extensions import override

from privdesk.domain.agencies import AgencySummary
from privdesk.domain.imports import ImportKind
from privdesk.domain.staff import Permission
from privdesk.i18n import _, ngettext
from privdesk.services.case_acts import who_may
from privdesk.services.desk import Desk
from privdesk.services.imports import may_import
from privdesk.ui.agencies.rows import agency_columns, agency_row
from privdesk.ui.jobs import Jobs
from privdesk.ui.navigation import Navigator
from privdesk.ui.widgets.button import Button, PrimaryButton
from privdesk.ui.widgets.empty import Empty
from privdesk.ui.widgets.page import Page
from privdesk.ui.widgets.row_list import RowList


class AgenciesPage(Page):
    """The list; Enter opens an agency, Ctrl+N makes a new one, a file brings in many."""

    def __init__(self, desk: Desk, jobs: Jobs, navigator: Navigator) -> None:
        super().__init__(_("Agencies"), jobs)
        self._desk, self._navigator = desk, navigator
        member = desk.session.member
        new = Button(_("New agency"), "building-2", "Ctrl+N")
        new.allow(member.may(Permission.MANAGE_AGENCIES), who_may(Permission.MANAGE_AGENCIES))
        new.clicked.connect(lambda: navigator.open("agency", agency=0))
        bring = PrimaryButton(_("Import from a file"), "folder-input", "Ctrl+O")
        bring.allow(may_import(member, ImportKind.AGENCIES), who_may(Permission.IMPORT))
        bring.clicked.connect(lambda: navigator.open("imports", kind=ImportKind.AGENCIES.value))
        self.head.add_act(new)
        self.head.add_act(bring)
        self.list = RowList(_("Agencies"), agency_columns())
        self.list.view.setObjectName("agencies")
        self.list.opened.connect(lambda agency: navigator.open("agency", agency=agency))
        self.nothing = Empty(
            _(
                "No agency is on file. Import the agencies with their buildings from a file, or enter one by hand."
            )
        )
        self.nothing.hide()
        self.content.addWidget(self.list, 1)
        self.content.addWidget(self.nothing, 1)

    @override
    def load(self) -> None:
        self.run(lambda _p: self._desk.agencies.summaries(), self._show, lane="read")

    def _show(self, summaries: Sequence[AgencySummary]) -> None:
        count = len(summaries)
        words = ngettext("{n} agency", "{n} agencies", count).format(n=count) if count else ""
        self.set_title(_("Agencies"), words)
        today = self._desk.clock.today()
        self.list.set_rows([agency_row(summary, today) for summary in summaries])
        self.list.setVisible(bool(summaries))
        self.nothing.setVisible(not summaries)
        self.settle_place()
