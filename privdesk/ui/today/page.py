# SPDX-License-Identifier: MIT
"""Today: what is due, most urgent first, and the next move."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from privdesk.domain.agencies import AgencyId
from privdesk.domain.catalogue import PaperHolder
from privdesk.domain.inbox import ItemId
from privdesk.domain.staff import Permission
from privdesk.i18n import _, ngettext
from privdesk.services import wording
from privdesk.services.approvals import ApprovalEntry
from privdesk.services.backup_words import warning_words
from privdesk.services.backups import BackupState
from privdesk.services.desk import Desk
from privdesk.services.progress import Progress
from privdesk.services.retention_tasks import RetentionTask, TaskKind
from privdesk.services.today_page import StepKey, TodayPage
from privdesk.ui.jobs import Jobs
from privdesk.ui.navigation import Navigator
from privdesk.ui.today.first_steps import FirstSteps, StepAct
from privdesk.ui.today.rows import (
    APPROVALS,
    CALLS,
    CLOSINGS,
    FORMS,
    RETENTION,
    TELLINGS,
    UNDERTAKINGS,
    closings_title,
    first_group,
    retention_title,
    sections,
    tellings_title,
    today_rows,
    undertakings_title,
)
from privdesk.ui.today.side import TodaySide
from privdesk.ui.widgets.button import LinkButton, PrimaryButton
from privdesk.ui.widgets.due_rows import DUE, columns, due_words
from privdesk.ui.widgets.empty import Empty
from privdesk.ui.widgets.page import Page
from privdesk.ui.widgets.pane import SectionBar
from privdesk.ui.widgets.row_list import RowList


class TodayView(Page):
    """One list of everything that waits; Enter opens, Ctrl+Enter takes the next form."""

    def __init__(self, desk: Desk, jobs: Jobs, navigator: Navigator) -> None:
        super().__init__(_("Today"), jobs, sentence=wording.date_long(desk.clock.today()))
        self._desk, self._navigator = desk, navigator
        self._page: TodayPage | None = None
        self._waiting: Sequence[ApprovalEntry] = ()
        self._tasks: Sequence[RetentionTask] = ()
        self._settled = False
        self.next_form = PrimaryButton(_("Open next form"), "scan-text", "Ctrl+Return")
        self.next_form.clicked.connect(self._open_next_form)
        self.next_form.hide()
        self.head.add_act(self.next_form)
        self._all = LinkButton(_("All requests"), keys="Ctrl+R")
        self._all.clicked.connect(lambda: navigator.open("requests"))
        self.bar = SectionBar("", act=self._all)
        self.list = RowList(_("What is due"), columns())
        self.list.view.setObjectName("today")
        self.list.opened.connect(self._open)
        self.steps = FirstSteps()
        self.empty = Empty("")
        self._stack = QStackedWidget()
        for view in (self._listing(), self.steps, self.empty):
            self._stack.addWidget(view)
        self.content.addWidget(self._stack, 1)
        self.side = TodaySide("left")
        self.set_side(self.side)

    def _listing(self) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self.list, 1)
        return holder

    @override
    def load(self) -> None:
        backups = self._desk.backups

        def read(_progress: Progress) -> tuple[TodayPage, Sequence[ApprovalEntry], BackupState | None]:
            state = backups.state() if backups is not None else None
            return self._desk.today.overview(), self._desk.approvals.waiting(), state

        def show(found: tuple[TodayPage, Sequence[ApprovalEntry], BackupState | None]) -> None:
            page, waiting, state = found
            self._show(page, waiting)
            if state is not None:
                self._tell_backup(state)

        self.run(read, show, lane="read", latest="overview")
        erasure = self._desk.erasure
        if erasure is not None and self._desk.session.member.may(Permission.ERASE):
            self.run(
                lambda _progress: len(erasure.unfinished()), self._tell_erasures, lane="read", quiet=True
            )

        retention = self._desk.retention
        if retention is not None and self._desk.session.member.may(Permission.MANAGE_RETENTION):
            self.run(
                lambda _progress: retention.tasks(), self._tell_tasks, lane="read", latest="tasks", quiet=True
            )

    def _tell_tasks(self, tasks: Sequence[RetentionTask]) -> None:
        """What retention asks for comes after the rest: counting it takes longer than a page may."""
        self._tasks = tasks
        if self._page is not None:
            self._show(self._page, self._waiting)

    def _tell_erasures(self, unfinished: int) -> None:
        """What began to be erased must come to its end: words of the person may stand in pages and files until then."""
        if unfinished:
            self.banner.show_words(
                "error",
                ngettext("{n} erasure is not finished.", "{n} erasures are not finished.", unfinished).format(
                    n=unfinished
                ),
                _("It was stopped, by a person or by a power cut. What is erased stays erased."),
                _("Look at the erasures"),
                lambda: self._navigator.open("erasures"),
            )

    def _tell_backup(self, state: BackupState) -> None:
        """Shout when a backup failed, is too old, or was never made and there is something to lose."""
        words = warning_words(state)
        empty = self._stack.currentWidget() is self.steps and state.plan.folder is None
        if words is None or empty:
            return
        tone: Literal["error", "warning"] = "error" if state.record.failing else "warning"
        if self._desk.session.member.may(Permission.BACK_UP):
            act = _("Look at the backups")
            self.banner.show_words(
                tone, *words, act, lambda: self._navigator.open("settings", section="backups")
            )
        else:
            self.banner.show_words(tone, *words)

    def _show(self, page: TodayPage, waiting: Sequence[ApprovalEntry]) -> None:
        page = replace(page, retention=self._tasks)
        self._page, self._waiting = page, waiting
        enters = self._desk.session.member.may(Permission.ENTER_FORMS)
        self.next_form.setVisible(bool(page.waiting) and enters)
        self.side.show_page(page, self._desk.clock.today())
        rows = today_rows(page, self._desk.clock, waiting)
        if rows:
            self._show_rows(page)
        elif page.steps:
            self.show_side(False)
            self.steps.set_steps(page.steps, self._step_acts())
            self._stack.setCurrentWidget(self.steps)
            self.steps.take_caret()
        else:
            self.show_side(True)
            self.empty.set_sentence(_nothing_due(page.waiting))
            self._stack.setCurrentWidget(self.empty)

    def _show_rows(self, page: TodayPage) -> None:
        self.show_side(True)
        first = first_group(page, self._waiting)
        titles = {
            APPROVALS: (_("Waits for your approval"), wording.number(len(self._waiting))),
            CALLS: (_("Unfinished calls"), wording.number(len(page.unfinished_calls))),
            DUE: (_("Due"), due_words(len(page.due))),
            CLOSINGS: closings_title(page),
            TELLINGS: tellings_title(page),
            RETENTION: retention_title(),
            UNDERTAKINGS: undertakings_title(page),
            FORMS: (_("Incomplete forms"), wording.number(len(page.incomplete))),
        }
        self.bar.set_words(*titles[first])
        self._all.setVisible(bool(page.due))
        self.list.head.setVisible(first == DUE)
        self._stack.setCurrentIndex(0)
        rows = today_rows(page, self._desk.clock, self._waiting)
        self.list.set_rows(rows, sections(page, self._waiting))
        if self.list.current_id() is None:
            self.list.choose_first()
        if not self._settled:
            self._settled = True
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open(self, row_id: tuple[str, int]) -> None:
        kind, number = row_id
        if kind == APPROVALS:
            self._navigator.open("approvals", approval=number)
        elif kind == CALLS:
            self._navigator.open("call", call=number)
        elif kind in (DUE, CLOSINGS):
            self._navigator.open("case" if kind == DUE else "objection", case=number)
        elif kind == TELLINGS:
            self._open_telling(number)
        elif kind == UNDERTAKINGS:
            self._open_undertaking(str(number))
        elif kind == RETENTION:
            tab = {TaskKind.HOLDS: "holds", TaskKind.PAPERS: "papers"}.get(TaskKind(str(number)), "")
            self._navigator.open("retention", tab=tab)
        elif self._page is not None:
            item = next((row.item_id for row in self._page.incomplete if row.submission_id == number), None)
            if item is not None:
                self._navigator.open("capture", submission=number)

    def _open_telling(self, number: int) -> None:
        lines = self._page.tellings if self._page is not None else ()
        telling = next((line.telling for line in lines if line.telling.id == number), None)
        if telling is not None and telling.case_id is not None:
            self._navigator.open("tellings", case=telling.case_id)
        elif telling is not None and telling.person_id is not None:
            self._navigator.open("tellings", person=telling.person_id)
        elif telling is not None:
            self._navigator.open("letter", telling=telling.id)

    def _open_undertaking(self, record: str) -> None:
        holder, _colon, key = record.partition(":")
        if holder == PaperHolder.AGENCY.value:
            self._navigator.open("agency", agency=AgencyId(int(key)))
        else:
            self._navigator.open("catalogue", part="recipients", entry=key)

    def _open_next_form(self) -> None:
        def opened(item: ItemId | None) -> None:
            if item is not None:
                self._navigator.open("capture", item=item)
            else:
                self.banner.show_words("notice", _("No form waits in the Inbox."))

        self.run(lambda _progress: self._desk.capture.next_item(None), opened, lane="read")

    def _step_acts(self) -> Mapping[StepKey, StepAct]:
        acts = {
            StepKey.FIRST_FORM: StepAct(
                _("Choose a file"), "file-plus", "Ctrl+O", lambda: self._navigator.open("inbox")
            )
        }
        if self._desk.session.member.may(Permission.IMPORT):
            acts[StepKey.PEOPLE] = StepAct(
                _("Import a list"), "folder-input", "", lambda: self._navigator.open("imports", kind="people")
            )
        return acts

    @override
    def place_state(self) -> dict[str, Any]:
        return {**super().place_state(), "current": self.list.current_id()}

    @override
    def restore_place(self, state: Mapping[str, Any]) -> None:
        current = state.get("current")
        if current is not None:
            self.list.choose_when_there(current)
        super().restore_place(state)


def _nothing_due(waiting: int) -> str:
    """What to say where nothing is due."""
    if not waiting:
        return _("Nothing is due, and nothing waits in the Inbox.")
    return ngettext(
        "Nothing is due. {count} form waits in the Inbox.",
        "Nothing is due. {count} forms wait in the Inbox.",
        waiting,
    ).format(count=wording.number(waiting))
