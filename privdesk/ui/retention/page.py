# SPDX-License-Identifier: MIT
"""Retention: what is due by group, the holds to look at again, disposals, originals on paper."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QWidget
from typing_extensions import override

from privdesk.domain.approvals import ApprovalMissingError, ApprovalState
from privdesk.domain.disposal_errors import DisposalChangedError
from privdesk.domain.disposals import Disposal, DisposalId
from privdesk.domain.retention_due import DueMonth
from privdesk.i18n import _, ngettext
from privdesk.services.desk import Desk
from privdesk.services.holds import HoldLine, Holds
from privdesk.services.retention import Retention, Standing
from privdesk.services.retention_reading import NAMES, WhatIsDue
from privdesk.services.retention_words import entries_words
from privdesk.ui.dialogs import ask
from privdesk.ui.errors import show_error
from privdesk.ui.jobs import Jobs
from privdesk.ui.navigation import Navigator
from privdesk.ui.retention.holds_tab import HoldsTab
from privdesk.ui.retention.papers_tab import PapersTab
from privdesk.ui.retention.rows import disposal_columns, disposal_row, due_columns, due_rows
from privdesk.ui.retention.side import DuePane
from privdesk.ui.retention.strip import DisposalStrip
from privdesk.ui.retention.work import DisposalWork
from privdesk.ui.widgets.button import Button, DangerButton
from privdesk.ui.widgets.empty import Empty
from privdesk.ui.widgets.page import Page
from privdesk.ui.widgets.pane import Footer, Line
from privdesk.ui.widgets.row_list import RowList
from privdesk.ui.widgets.rows import Column
from privdesk.ui.widgets.tabs import FilterTabs

DUE, HOLDS, DISPOSALS, PAPERS = "due", "holds", "disposals", "papers"


@dataclass(frozen=True, slots=True)
class _Read:
    due: WhatIsDue
    standing: Standing
    holds: Sequence[HoldLine]


class RetentionPage(Page):
    """1 to 4 choose what is listed, Space takes a group in or out; no key disposes of anything."""

    def __init__(
        self,
        desk: Desk,
        retention: Retention,
        holds: Holds,
        jobs: Jobs,
        navigator: Navigator,
        work: DisposalWork,
        tab: str = "",
    ) -> None:
        super().__init__(_("Retention"), jobs)
        self._desk, self._retention, self._navigator, self.work = desk, retention, navigator, work
        self._read: _Read | None = None
        self._left_out: set[str] = set()
        self._refused: DisposalId | None = None
        """A plan that could not be carried out: it is proposed anew."""
        self.tabs = FilterTabs(_("What is listed"), [(DUE, _("Due"), None)])
        self.tabs.setObjectName("tabs")
        self.tabs.chosen.connect(self._choose_tab)
        self.strip = DisposalStrip()
        self.list = self._made_list(_("Data groups"), "groups", due_columns())
        self.list.ticked.connect(self._tick)
        self.disposals = self._made_list(_("Disposals"), "disposals", disposal_columns())
        self.disposals.opened.connect(lambda each: navigator.open("disposal", disposal=each))
        self.holds = HoldsTab(self, desk, holds, navigator)
        self.papers = PapersTab(self, retention, desk.clock)
        for each in (self.holds, self.papers):
            each.changed.connect(self.load)
            each.list.digit_pressed.connect(lambda _row, number: self.tabs.choose_number(number))
        self.set_first = Button(_("Set a hold"), "plus", "Ctrl+H", bind=False)
        self.set_first.clicked.connect(self.holds.ask_whose)
        self.none = Empty("", self.set_first)
        self._hold_key = QShortcut(QKeySequence("Ctrl+H"), self)
        self._hold_key.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._hold_key.activated.connect(self._set_hold)
        self._stack = QStackedWidget()
        for part in (self.list, self.holds, self.disposals, self.papers, self.none):
            self._stack.addWidget(part)
        for above in (self.tabs, Line(), self.strip):
            self.content.addWidget(above)
        self.content.addWidget(self._stack, 1)
        self.pane = DuePane()
        self.set_side(self.pane)
        self.footer = Footer()
        self.act = DangerButton("", "hourglass")
        self.act.setObjectName("act")
        self.act.clicked.connect(self.go)
        self.footer.add_act(self.act)
        self.set_footer(self.footer)
        self._wanted = tab
        self._connect_work()

    def _made_list(self, name: str, key: str, columns: list[Column]) -> RowList:
        made = RowList(name, columns)
        made.view.setObjectName(key)
        made.digit_pressed.connect(lambda _row, number: self.tabs.choose_number(number))
        return made

    def _connect_work(self) -> None:
        work, strip = self.work, self.strip
        work.changed.connect(self._work_changed)
        work.progressed.connect(self._progressed)
        work.failed.connect(self._failed)
        work.ended.connect(self._disposed)
        strip.stop_asked.connect(self._stop)
        strip.go_on_asked.connect(self.go_on)
        strip.end_asked.connect(self.end_here)

    @override
    def load(self) -> None:
        self.run(lambda _progress: self._reading(), self._show, lane="read", latest="retention")
        self.run(
            lambda _progress: self._retention.will_be_due(), self._show_months, lane="read", latest="months", quiet=True
        )  # fmt: skip

    def _reading(self) -> _Read:
        return _Read(self._retention.due(), self._retention.standing(), self.holds.holds.standing())

    def _show_months(self, months: Sequence[DueMonth]) -> None:
        self.pane.show_months(months)

    def _show(self, read: _Read) -> None:
        self._read = read
        due, standing = read.due, read.standing
        if standing.planned is not None and not self._left_out:
            planned = {each.group for each in standing.planned.disposal.groups}
            self._left_out = {line.group for line in due.now} - planned
        words = _("{entries} past the period").format(entries=entries_words(due.entries))
        self.set_title(_("Retention"), words if due.entries else _("nothing is due"))
        late = sum(line.to_review for line in read.holds)
        self.tabs.set_filters(
            [
                (DUE, _("Due"), len(due.now)),
                (HOLDS, _("Holds"), len(read.holds)),
                (DISPOSALS, _("Disposals"), len(standing.recent)),
                (PAPERS, _("Paper originals"), len(standing.papers)),
            ],
            self._wanted or None,
        )
        self._wanted = ""
        self.holds.fill(read.holds, due)
        self.papers.fill(standing.papers)
        self.disposals.set_rows([disposal_row(each, self._desk.clock) for each in standing.recent])
        self._fill_due()
        self._show_strip()
        if late:
            self.set_status(
                ngettext("{n} hold to review", "{n} holds to review", late).format(n=late), "clock"
            )
        self._choose_tab(self.tabs.current)
        self.settle_place()

    def _fill_due(self) -> None:
        read = self._read
        if read is None:
            return
        rows, sections = due_rows(read.due, self.chosen)
        self.list.set_rows(rows, sections)
        self.pane.show_notes(read.due, read.standing)
        self._show_act(read)

    def _choose_tab(self, key: str) -> None:
        """Show one of the four lists, or the sentence that says what would stand there."""
        parts: dict[str, tuple[QWidget, RowList, str]] = {
            DUE: (self.list, self.list, _("No data group has a rule that a disposal looks after.")),
            HOLDS: (self.holds, self.holds.list, _("No hold stands. It keeps a person’s data that a proceeding needs.")),
            DISPOSALS: (self.disposals, self.disposals, _("Nothing was disposed of yet. The certificates stand here.")),
            PAPERS: (self.papers, self.papers.list, _("No original on paper is left to destroy.")),
        }  # fmt: skip
        part, rows, sentence = parts.get(key, parts[DUE])
        self.none.set_sentence(sentence)
        self.set_first.setVisible(key == HOLDS)
        empty = not rows.rows()
        self._stack.setCurrentWidget(self.none if empty else part)
        self.show_side(key == DUE)
        self.footer.setVisible(key == DUE and bool(self._read and self._read.due.now))
        if empty:
            self.tabs.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        if rows.current_id() is None:
            rows.choose_first()
        if not self._place.get("focus") and self.panel is None:
            rows.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def panel(self) -> object | None:
        """The small form that is open."""
        return self.holds.panel

    def _set_hold(self) -> None:
        if self.tabs.current == HOLDS:
            self.holds.ask_whose()

    # What goes along

    @property
    def chosen(self) -> frozenset[str]:
        """Groups that are due and not left out; who somebody is only with everything else."""
        if self._read is None:
            return frozenset()
        due = {line.group for line in self._read.due.now}
        wanted = due - self._left_out
        keeps = due - wanted - NAMES or self._read.due.troubles
        return frozenset(wanted - NAMES if keeps else wanted)

    def _tick(self, group: object, on: bool) -> None:
        read = self._read
        if read is None or not isinstance(group, str):
            return
        (self._left_out.discard if on else self._left_out.add)(group)
        if on and group in NAMES:
            self._left_out.clear()
        if group not in NAMES and NAMES & {line.group for line in read.due.now} and self._left_out - NAMES:
            self.set_status(_("Who somebody is goes only with everything else"), "info")
        self._fill_due()

    # The one button

    def _show_act(self, read: _Read) -> None:
        standing = read.standing
        planned = self._ready_plan(read)
        count = sum(line.count.entries for line in read.due.now if line.group in self.chosen)
        if planned is not None:
            count = planned.entries
        amount = entries_words(count)
        self.footer.words.setText(self._footer_words(read, amount) if count else "")
        state = standing.planned.state if standing.planned is not None else None
        if not standing.needs_two or (planned is not None and state is ApprovalState.APPROVED):
            self.act.setText(_("Dispose of {entries}").format(entries=amount))
        elif planned is not None and state is ApprovalState.WAITING:
            self.act.setText(_("Open the approvals"))
        else:
            self.act.setText(_("Ask a colleague to approve"))
        mine = planned is None or state is not ApprovalState.APPROVED or self._own(standing)
        free = standing.unfinished is None and not self.work.running
        self.act.setEnabled(bool(count) and free and mine)

    def _footer_words(self, read: _Read, amount: str) -> str:
        left_out = len(read.due.now) - len(self.chosen)
        words = _("{entries} go at most, up to the days above").format(entries=amount)
        if not left_out:
            return words
        more = ngettext("{n} group is left out", "{n} groups are left out", left_out).format(n=left_out)
        return f"{words} · {more}"

    def _own(self, standing: Standing) -> bool:
        return standing.planned is None or standing.planned.own

    def _ready_plan(self, read: _Read) -> Disposal | None:
        """The plan that was proposed, where it is of exactly the groups that are ticked and can still run."""
        planned = read.standing.planned
        if planned is None or not planned.stands or planned.disposal.id == self._refused:
            return None
        if {each.group for each in planned.disposal.groups} != self.chosen:
            return None
        return planned.disposal

    def go(self) -> None:
        """Ask a colleague, or ask once more and begin."""
        read = self._read
        if read is None or self.work.running or not self.act.isEnabled():
            return
        planned, standing = self._ready_plan(read), read.standing
        state = standing.planned.state if standing.planned is not None else None
        if not standing.needs_two or (planned is not None and state is ApprovalState.APPROVED):
            self._ask(planned)
        elif planned is not None and state is ApprovalState.WAITING:
            approval = standing.planned.approval if standing.planned is not None else None
            self._navigator.open("approvals", approval=approval.id if approval is not None else None)
        else:
            chosen = self.chosen
            self.run(lambda _progress: self._retention.propose(chosen), self._proposed)

    def _proposed(self, _disposal: Disposal) -> None:
        self.set_status(_("Proposed; a colleague approves it"))
        self._navigator.refresh_counts()
        self.load()

    def _ask(self, planned: Disposal | None) -> None:
        chosen, words = self.chosen, self.act.text()
        sentence = _(
            "What goes cannot be brought back. People under a hold are left out, "
            "and those who had the use restricted or whose request is open."
        )

        def begin() -> None:
            self.banner.clear()
            if planned is not None and self._read is not None and self._read.standing.needs_two:
                self.work.begin(planned.id)
            else:
                self.work.begin_at_once(chosen)

        ask(self, f"{words}?", sentence, words, begin, keep=_("Look again"), danger=True)

    # The run

    def _stop(self) -> None:
        self.work.stop()
        self.set_status(_("Stopping after this batch"), "clock")

    def go_on(self) -> None:
        """Let a disposal that was stopped go on."""
        unfinished = self._read.standing.unfinished if self._read is not None else None
        if unfinished is not None:
            self.banner.clear()
            self.work.go_on(unfinished.id)

    def end_here(self) -> None:
        """Ask once more, then end a disposal that was stopped where it stands."""
        unfinished = self._read.standing.unfinished if self._read is not None else None
        if unfinished is None:
            return
        left = max(0, unfinished.entries - unfinished.disposed)
        words = _("{entries} of the plan stay. What went stays gone; the certificate says both.")
        ask(
            self,
            _("End {number} here?").format(number=unfinished.number),
            words.format(entries=entries_words(left)),
            _("End it here"),
            lambda: self.work.end_here(unfinished.id),
            keep=_("Look again"),
        )

    def _progressed(self, done: int, total: int) -> None:
        self.strip.show_running(done, total)

    def _failed(self, error: BaseException) -> None:
        planned = self._read.standing.planned if self._read is not None else None
        if planned is not None and isinstance(error, (ApprovalMissingError, DisposalChangedError)):
            self._refused = planned.disposal.id
            self._fill_due()
        show_error(self.banner, error)

    def _work_changed(self) -> None:
        self._show_strip()
        if self.work.running:
            self.act.setEnabled(False)
        else:
            self._left_out.clear()
            self.load()

    def _show_strip(self) -> None:
        unfinished = self._read.standing.unfinished if self._read is not None else None
        if self.work.running:
            self.strip.show_running(self.work.done, self.work.total)
        elif unfinished is not None:
            self.strip.show_stopped(unfinished.number, unfinished.disposed, unfinished.entries)
        else:
            self.strip.hide()

    def _disposed(self, disposal: Disposal) -> None:
        words = _("{entries} went. {number} stands under Disposals, with its certificate.")
        self.banner.show_words(
            "done",
            _("The disposal is finished."),
            words.format(entries=entries_words(disposal.disposed), number=disposal.number),
            _("Open the certificate"),
            lambda: self._navigator.open("disposal", disposal=disposal.id),
        )

    @override
    def step_back(self) -> bool:
        return self.holds.step_back() or super().step_back()

    @override
    def open_again(self, key: str) -> None:
        if self.tabs.current == HOLDS:
            self.holds.open_again(key)

    @override
    def place_state(self) -> dict[str, Any]:
        return {**super().place_state(), "tab": self.tabs.current}

    @override
    def restore_place(self, state: Mapping[str, Any]) -> None:
        self._wanted = str(state.get("tab") or self._wanted)
        if self._read is not None:
            self._show(self._read)
        super().restore_place(state)
