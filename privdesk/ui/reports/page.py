# SPDX-License-Identifier: MIT
"""The access report: exactly what goes out, complete under the law, and the hand-over with its proof."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget
from typing_extensions import override

from privdesk.domain.cases import Case, CaseId, Outcome, Right
from privdesk.domain.decisions import right_of
from privdesk.domain.people import PersonId
from privdesk.i18n import _
from privdesk.services import wording
from privdesk.services.desk import Desk
from privdesk.services.progress import Progress
from privdesk.services.reports import HandOut, MadeReport, ReportPlan
from privdesk.services.urgency import tone_of
from privdesk.ui.dialogs import ask
from privdesk.ui.errors import show_error
from privdesk.ui.jobs import Jobs
from privdesk.ui.navigation import Navigator
from privdesk.ui.page_images import picture_of
from privdesk.ui.reports.elements import ElementsView
from privdesk.ui.reports.handing import PRINT_WIDTH, AskPath, AskPrinter, PrintRun, ask_path, ask_printer
from privdesk.ui.reports.options import OptionsPane, way_words
from privdesk.ui.reports.paper_page import PaperPage, open_file
from privdesk.ui.reports.preview import Preview
from privdesk.ui.widgets.due_rows import cell_tone
from privdesk.ui.widgets.label import IconLabel, Label
from privdesk.ui.widgets.pane import UprightLine
from privdesk.ui.widgets.saver import Saver

_ANEW_MS = 350


@dataclass(frozen=True, slots=True)
class _Prepared:
    plan: ReportPlan
    case: Case | None


class ReportPage(PaperPage):
    """PgUp and PgDn turn, Ctrl++ and Ctrl+− zoom, Ctrl+Enter hands out the way it was asked; Esc to the request."""

    def __init__(
        self, desk: Desk, jobs: Jobs, navigator: Navigator, person: int | None = None, case: int | None = None
    ) -> None:
        super().__init__(_("Access report"), jobs)
        self._desk, self._navigator = desk, navigator
        self._person_id = None if person is None else PersonId(person)
        self._case_id = None if case is None else CaseId(case)
        self._language: str | None = None
        self._plan: ReportPlan | None = None
        self._case: Case | None = None
        self._made: MadeReport | None = None
        self._print: PrintRun | None = None
        self.ask_path: AskPath = ask_path
        self.ask_printer: AskPrinter = ask_printer
        back = self.head.set_back(_("Request") if case is not None else _("Back"))
        back.clicked.connect(self._go_back)
        self.due_icon, self.due = IconLabel("clock"), Label("", weight=500)
        for widget in (self.due_icon, self.due):
            widget.hide()
            self.head.add_act(widget)
        self.preview, self.elements = Preview(), ElementsView()
        self.options = OptionsPane(desk.clock)
        self._middle = QStackedWidget()
        self._middle.addWidget(self.preview)
        self._middle.addWidget(self.elements)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self._middle, 1)
        row.addWidget(UprightLine())
        row.addWidget(self.options)
        self.content.addLayout(row, 1)
        self._saver = Saver(self, jobs, self._take_draft)
        self._anew = QTimer(self)
        self._anew.setSingleShot(True)
        self._anew.setInterval(_ANEW_MS)
        self._anew.timeout.connect(self.prepare)
        self._connect()

    def _connect(self) -> None:
        self.preview.page_asked.connect(self._read_page)
        self.options.options_changed.connect(self._options_changed)
        self.options.elements_asked.connect(self._turn_elements)
        self.options.asked.connect(self.hand_out)

    # Preparing and making

    @override
    def load(self) -> None:
        self.set_status(_("The preview stays in memory; nothing is written to disk"), "shield-check")
        if self._plan is not None:
            self.prepare()
            return
        key = self._draft_key
        self.run(lambda _progress: self._desk.requests.draft(key), self._put_back, lane="read")

    def _put_back(self, values: Mapping[str, str]) -> None:
        self._language = values.get("language") or None
        self.options.reason.blockSignals(True)
        self.options.reason.set_value(values.get("reason", ""))
        self.options.reason.blockSignals(False)
        groups = frozenset(values["groups"].split()) if "groups" in values else None
        self._prepare(groups)

    def prepare(self) -> None:
        """Plan the report anew with the options chosen."""
        self._prepare(self.options.groups.included)

    def _prepare(self, groups: frozenset[str] | None) -> None:
        person, case, language, reason = (
            self._person_id,
            self._case_id,
            self._language,
            self.options.reason.value,
        )
        desk = self._desk
        self._made = None
        self.options.set_ready(False)

        def read() -> _Prepared:
            plan = desk.reports.prepare(person, case_id=case, language=language, groups=groups, reason=reason)
            return _Prepared(plan, desk.requests.get(case) if case is not None else None)

        self.run(lambda _progress: read(), self._prepared, lane="read", latest="plan")

    def _prepared(self, prepared: _Prepared) -> None:
        plan = self._plan = prepared.plan
        self._case = prepared.case
        name = plan.person_name or _("Nobody on file")
        self.set_title(_("Access report"), f"{name}, {plan.reference}")
        self._show_due(prepared.case)
        self.options.show_plan(plan, prepared.case)
        self.elements.show_plan(plan)
        if not plan.complete:
            self.preview.say(_("The report is made once nothing is missing under the law."))
            return
        if not self.preview.shown:
            self.preview.say(_("The pages appear as they are ready."))
        self.run(
            lambda progress: self._desk.reports.make(plan, progress),
            self._finished,
            lane="read",
            latest="make",
            words=_("Making the report…"),
        )
        self.settle_place()

    def _finished(self, made: MadeReport) -> None:
        self._made = made
        self.options.set_ready(True)
        self.preview.begin(made.pages)
        self.preview.focus_page()

    def _show_due(self, case: Case | None) -> None:
        shown = case is not None and case.closed_on is None
        self.due.setVisible(shown)
        self.due_icon.setVisible(shown)
        if case is None or not shown:
            return
        today = self._desk.clock.today()
        tone = cell_tone(tone_of(case, today))
        day = min(case.deadline.safe, case.deadline.legal)
        left = case.days_left(today)
        words = (
            wording.days_left(left) if left <= 0 else _("{days} left").format(days=wording.days_left(left))
        )
        date_words = f"{wording.weekday(day)} {wording.date_short(day, today)}"
        self.due.setText(_("Due {day}, {left}").format(day=date_words, left=words))
        self.due.set_tone(tone)
        self.due_icon.set_icon("clock", "text_muted" if tone == "normal" else tone)

    def _read_page(self, number: int, width: int) -> None:
        made = self._made
        if made is None:
            return
        self.run(
            lambda _progress: self._desk.reports.page(made, number, width),
            lambda image: self.preview.put(number, width, image) if made is self._made else None,
            lane="read",
            quiet=True,
        )

    def _options_changed(self) -> None:
        self._language = self.options.language.value or None
        self._saver.touch()
        if self.options.groups.included is not None and not self.options.reason.value:
            self.options.set_ready(False)
        self._anew.start()

    def _turn_elements(self) -> None:
        shown = self._middle.currentWidget() is self.elements
        self._middle.setCurrentWidget(self.preview if shown else self.elements)
        self.options.elements.setText(_("Show them") if shown else _("Show the report"))
        if not shown:
            self.elements.list.setFocus(Qt.FocusReason.OtherFocusReason)

    # Handing out

    def hand_out(self, way: HandOut) -> None:
        """Print, save or draft the report that is shown; afterwards it is recorded."""
        made = self._made
        if made is None or self._print is not None:
            return
        if way is HandOut.PRINTED:
            self.ask_printer(self, made.pages, lambda printer: self._print_on(printer, made))
            return
        draft = way is HandOut.EMAIL_DRAFT
        name = made.file_name if not draft else str(Path(made.file_name).with_suffix(".eml"))
        title = _("Save the e-mail draft") if draft else _("Save the report")
        words = _(
            "The file holds personal data in plain. Keep it where only you can read it, and delete it once it is sent."
        )
        ask(
            self,
            title,
            words,
            _("Choose the place"),
            lambda: self.ask_path(self, title, name, lambda path: self._record(made, way, path)),
        )

    def _print_on(self, printer: QPrinter, made: MadeReport) -> None:
        run = PrintRun(printer, made.pages, self)
        run.wanted.connect(lambda number: self._read_for_print(run, made, number))
        run.done.connect(lambda: self._printed(made))
        self._print = run
        if not run.start():
            self._print = None
            self.banner.show_words(
                "error", _("The printer does not take the job."), _("Nothing was printed. Look at the printer, then try again.")
            )  # fmt: skip

    def _read_for_print(self, run: PrintRun, made: MadeReport, number: int) -> None:
        def failed(error: BaseException) -> None:
            run.stop()
            self._print = None
            show_error(self.banner, error)

        words = _("Printing page {page} of {count}").format(page=number + 1, count=made.pages)
        self.run(
            lambda _progress: self._desk.reports.page(made, number, PRINT_WIDTH),
            lambda image: run.put(picture_of(image)),
            lane="read",
            words=words,
            on_failed=failed,
        )

    def _printed(self, made: MadeReport) -> None:
        self._print = None
        self._record(made, HandOut.PRINTED, None)

    def _record(self, made: MadeReport, way: HandOut, path: Path | None) -> None:
        desk, case_id, confirmed = self._desk, self._case_id, self.options.confirmed.isChecked()
        key = self._draft_key

        def work(_progress: Progress) -> None:
            case = desk.reports.hand_out(made, way, case_id, path, contact_confirmed=confirmed)
            asked = right_of(case, Right.ACCESS) if case is not None else None
            if case is not None and asked is not None and asked.outcome is Outcome.TO_DECIDE:
                desk.requests.decide(case.id, Right.ACCESS, Outcome.GRANTED)
            desk.requests.keep_draft(key, {})

        self._saver.forget()
        self.run(work, lambda _none: self._recorded(way, path))

    def _recorded(self, way: HandOut, path: Path | None) -> None:
        today = wording.date_plain(self._desk.clock.today())
        title = _("Handed out: {day}, {way}.").format(day=today, way=way_words(way))
        if way is HandOut.EMAIL_DRAFT and path is not None:
            words = _("The draft is a file; your mail program opens it and you send it.")
            self.banner.show_words("done", title, words, _("Open the draft"), lambda: open_file(path))
        elif self._case_id is not None:
            words = _("It is recorded in the request. Next: record the answer and close it.")
            self.banner.show_words("done", title, words, _("Back to the request"), self._go_to_case)
        else:
            self.banner.show_words("done", title, _("It is recorded with the person."))
        self.counts_changed.emit()
        self._read_earlier()

    def _read_earlier(self) -> None:
        """Show the new hand-over among the earlier ones; the report on the window stays."""
        plan, made = self._plan, self._made
        if plan is None:
            return
        included = frozenset(group.key for group in plan.groups if group.included)
        groups = None if len(included) == len(plan.groups) else included
        reason = self.options.reason.value

        def read() -> ReportPlan:
            return self._desk.reports.prepare(
                self._person_id, case_id=self._case_id, language=plan.language, groups=groups, reason=reason
            )

        def show(newer: ReportPlan) -> None:
            if made is self._made:
                self.options.show_plan(newer, self._case)

        self.run(lambda _progress: read(), show, lane="read", quiet=True)

    def _go_to_case(self) -> None:
        if self._case_id is not None:
            self._navigator.open("case", case=self._case_id)

    def _go_back(self) -> None:
        self._navigator.back()

    # Leaving, locking, keys

    @property
    def _draft_key(self) -> str:
        return f"report:{self._case_id or ''}:{self._person_id or ''}"

    def _take_draft(self) -> Callable[[], None]:
        included, requests, key = self.options.groups.included, self._desk.requests, self._draft_key
        values = {"language": self._language or "", "reason": self.options.reason.value}
        if included is not None:
            values["groups"] = " ".join(sorted(included))
        kept = {name: value for name, value in values.items() if value or name == "groups"}
        return lambda: requests.keep_draft(key, kept)

    @override
    def person_in_sight(self) -> PersonId | None:
        return self._person_id

    @override
    def step_back(self) -> bool:
        if self._middle.currentWidget() is self.elements:
            self._turn_elements()
            return True
        return super().step_back()

    @override
    def leave(self) -> None:
        self._saver.flush()
        if self._print is not None:
            self._print.stop()
