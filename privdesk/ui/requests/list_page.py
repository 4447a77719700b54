# SPDX-License-Identifier: MIT
"""All requests: open ones most urgent first, closed ones of this year behind a filter."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget
from typing_extensions import override

from privdesk.domain.staff import Permission
from privdesk.i18n import _, ngettext
from privdesk.services import wording
from privdesk.services.desk import Desk
from privdesk.ui.jobs import Jobs
from privdesk.ui.navigation import Navigator
from privdesk.ui.requests.list_rows import CaseFilter, CaseLists, case_rows, filter_words
from privdesk.ui.widgets.button import Button, IconButton, PrimaryButton
from privdesk.ui.widgets.due_rows import DUE, columns
from privdesk.ui.widgets.empty import Empty
from privdesk.ui.widgets.page import Page
from privdesk.ui.widgets.pane import Line
from privdesk.ui.widgets.row_list import RowList
from privdesk.ui.widgets.tabs import FilterTabs


class RequestsPage(Page):
    """Filters by step, digits choose one; Enter opens, Ctrl+Enter the most urgent."""

    def __init__(self, desk: Desk, jobs: Jobs, navigator: Navigator) -> None:
        super().__init__(_("Requests"), jobs)
        self._desk, self._navigator = desk, navigator
        self._lists = CaseLists((), ())
        new = Button(_("New request"), "shield-plus", "Ctrl+N")
        new.clicked.connect(lambda: navigator.open("new_request"))
        new.allow(desk.session.member.may(Permission.TAKE_REQUESTS), _("clerk"))
        self.urgent = PrimaryButton(_("Open the most urgent"), "clock", "Ctrl+Return")
        self.urgent.clicked.connect(self._open_urgent)
        self.urgent.hide()
        if desk.figures is not None and desk.session.member.may(Permission.DECIDE):
            figures = IconButton("file-badge", _("Figures of the year"), "Ctrl+Shift+F")
            figures.clicked.connect(lambda: navigator.open("figures"))
            self.head.add_act(figures)
        self.head.add_act(new)
        self.head.add_act(self.urgent)
        self.tabs = FilterTabs(_("Filter"))
        self.tabs.chosen.connect(lambda _key: self._fill())
        self.list = RowList(_("Requests"), columns())
        self.list.view.setObjectName("requests")
        self.list.opened.connect(lambda row: navigator.open("case", case=row[1]))
        self.list.digit_pressed.connect(lambda _row, number: self.tabs.choose_number(number))
        self.empty = Empty("")
        self._stack = QStackedWidget()
        self._stack.addWidget(self.list)
        self._stack.addWidget(self.empty)
        self.content.addWidget(self.tabs)
        self.content.addWidget(Line())
        self.content.addWidget(self._stack, 1)

    @override
    def load(self) -> None:
        requests, me = self._desk.requests, self._desk.session.member.id
        self.run(
            lambda _progress: CaseLists(requests.open_cases(), requests.closed_this_year(), me),
            self._show,
            lane="read",
            latest="requests",
        )
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self, lists: CaseLists) -> None:
        self._lists = lists
        count = len(lists.open)
        words = ngettext("{count} open, most urgent first", "{count} open, most urgent first", count)
        self.set_title(_("Requests"), words.format(count=wording.number(count)) if count else "")
        self.urgent.setVisible(bool(count))
        self.tabs.set_filters(filter_words(lists))
        self._fill()
        self.settle_place()

    def _fill(self) -> None:
        which = CaseFilter(self.tabs.current or CaseFilter.OPEN)
        rows = case_rows(self._lists, which, self._desk.session.member, self._desk.clock.today())
        self.list.set_rows(rows)
        if rows and self.list.current_id() is None:
            self.list.choose_first()
        self.empty.set_sentence(_empty_words(which))
        self._stack.setCurrentWidget(self.list if rows else self.empty)

    def _open_urgent(self) -> None:
        if self._lists.open:
            self._navigator.open("case", case=self._lists.open[0].id)

    @override
    def place_state(self) -> dict[str, Any]:
        return {**super().place_state(), "filter": self.tabs.current, "current": self.list.current_id()}

    @override
    def restore_place(self, state: Mapping[str, Any]) -> None:
        self.tabs.set_filters(filter_words(self._lists), state.get("filter") or CaseFilter.OPEN.value)
        current = state.get("current")
        if isinstance(current, tuple) and current[:1] == (DUE,):
            self.list.choose_when_there(current)
        super().restore_place(state)
        self._fill()


def _empty_words(which: CaseFilter) -> str:
    return {
        CaseFilter.OPEN: _(
            "No request is open. A call, an e-mail or a letter opens one: Ctrl+N, or F9 for a call."
        ),
        CaseFilter.MINE: _("No request was given to you."),
        CaseFilter.IDENTITY: _("No request waits for an identity check."),
        CaseFilter.DECISION: _("No request waits for a decision."),
        CaseFilter.FULFILLED: _("No request waits for its answer."),
        CaseFilter.CLOSED: _("No request was closed this year."),
    }[which]
