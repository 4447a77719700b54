# SPDX-License-Identifier: MIT
"""The call sheet: in any order, kept as it is typed, ended with one request for all wishes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QWidget
from typing_extensions import override

from privdesk.domain.case_errors import PersonUnknownError
from privdesk.domain.case_fact_errors import AuthorityExpiredError, RepresentativeIncompleteError
from privdesk.domain.cases import CallId, CallSheet, Case, Right
from privdesk.domain.letters import LetterKind
from privdesk.domain.people import PersonField, PersonHit, PersonId
from privdesk.i18n import _, desk_language
from privdesk.services.calls import Caller
from privdesk.services.desk import Desk
from privdesk.services.identity import CallBackNumber, CodeByLetter, IdentityVerdict
from privdesk.services.intake_choices import IntakeChoices
from privdesk.services.names import language_name
from privdesk.services.scripts import ScriptPart, script_language
from privdesk.ui.calls.caller_pane import CallerPane
from privdesk.ui.calls.say_pane import SayPane
from privdesk.ui.calls.wishes_pane import WishesPane
from privdesk.ui.errors import sentence_of, show_error
from privdesk.ui.jobs import Jobs
from privdesk.ui.navigation import Navigator
from privdesk.ui.widgets.button import Button, PrimaryButton
from privdesk.ui.widgets.half_typed import HalfTypedKeeper
from privdesk.ui.widgets.label import IconLabel, Label
from privdesk.ui.widgets.page import Page
from privdesk.ui.widgets.pane import Footer, UprightLine
from privdesk.ui.widgets.question_list import Question
from privdesk.ui.widgets.saver import Saver


@dataclass(frozen=True, slots=True)
class _Known:
    """What is read once for a caller."""

    caller: Caller | None = None
    questions: Sequence[Question] = ()
    numbers: Sequence[CallBackNumber] = ()
    code: CodeByLetter | None = None
    earlier: Sequence[CallSheet] = ()
    choices: IntakeChoices = field(default_factory=IntakeChoices)


@dataclass(frozen=True, slots=True)
class _Weighed:
    """What follows from answers and wishes."""

    verdict: IdentityVerdict
    script: Sequence[ScriptPart]
    due: Mapping[Right, str]


class CallPage(Page):
    """Y and N at the question, Alt+B, Alt+1…7, Ctrl+J, Ctrl+Enter; Esc keeps the sheet under Today."""

    def __init__(
        self, desk: Desk, jobs: Jobs, navigator: Navigator, call: int | None = None, person: int | None = None
    ) -> None:
        super().__init__(_("Call"), jobs)
        self._desk, self._navigator = desk, navigator
        self._call_id = None if call is None else CallId(call)
        self._person_id = None if person is None else PersonId(person)
        self._sheet: CallSheet | None = None
        self._search_kept: HalfTypedKeeper | None = None
        self._known = _Known()
        self._language = ""
        self._ended = self._filling = False
        self.head.set_icon("phone-call")
        self.timer = Label("0:00", "number", digits=True)
        self.head.add_act(IconLabel("timer"))
        self.head.add_act(self.timer)
        self.caller, self.wishes, self.say = (
            CallerPane(desk.clock),
            WishesPane(desk.clock),
            SayPane(desk.clock),
        )
        row = QHBoxLayout()
        row.setSpacing(0)
        parts: list[tuple[QWidget, int]] = [
            (self.caller, 10), (UprightLine(), 0), (self.wishes, 8), (UprightLine(), 0), (self.say, 9),
        ]  # fmt: skip
        for part, share in parts:
            row.addWidget(part, share)
        self.content.addLayout(row, 1)
        self._add_footer()
        self._saver = Saver(self, jobs, self._take)
        self._beat = QTimer(self)
        self._beat.setInterval(1000)
        self._beat.timeout.connect(self._tick)
        self._connect()

    def _add_footer(self) -> None:
        self.footer = Footer()
        later = Button(_("Hang up, finish later"), keys="Esc", bind=False)
        later.clicked.connect(self._navigator.back)
        self.act = PrimaryButton("", keys="Ctrl+Return")
        self.act.clicked.connect(self.finish)
        self.footer.add_act(later)
        self.footer.add_act(self.act)
        self.set_footer(self.footer)

    def _connect(self) -> None:
        block = self.caller.caller
        block.picker.searched.connect(self._search)
        block.picker.picked.connect(self._choose)
        block.someone_else.connect(self._search_again)
        block.case_opened.connect(lambda case: self._navigator.open("case", case=case))
        block.new_person.connect(lambda: self._navigator.open("new_person"))
        self.caller.questions.answered.connect(self._answered)
        self.caller.call_back.called.connect(self._called_back)
        self.caller.call_back.code_wanted.connect(self._want_code)
        self.caller.speaker.changed.connect(self._wished)
        self.caller.speaker.tick.toggled.connect(lambda _on: self._show_ways())
        self.wishes.changed.connect(self._wished)
        self.say.typed.connect(self._noted)
        self.say.language_chosen.connect(self._speak)
        self._saver.saved.connect(self._say_saved)
        self._saver.failed.connect(lambda error: show_error(self.banner, error, self._saver.save_now))
        for keys, right in (("Y", True), ("N", False)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.activated.connect(lambda right=right: self.caller.questions.answer(right))

    # Beginning

    @override
    def load(self) -> None:
        """Starts or goes on once the place to come back to is known; never a second time."""
        if self._sheet is None:
            QTimer.singleShot(0, self, self.begin)

    def begin(self) -> None:
        """Take up the sheet that was kept, or start one."""
        if self._sheet is not None:
            return
        calls, call_id, person = self._desk.calls, self._call_id, self._person_id

        def work() -> CallSheet:
            if call_id is None:
                return calls.start(person)
            kept = calls.get(call_id)
            return calls.start(person) if kept.ended_at is not None and _is_empty(kept) else kept

        self.run(lambda _progress: work(), self._begun)

    def _begun(self, sheet: CallSheet) -> None:
        self._sheet, self._call_id = sheet, sheet.id
        self._ended = sheet.ended_at is not None
        if not self._ended and sheet.person_id is None:
            self._keep_search(sheet.id)
        self._filling = True
        self.wishes.show_sheet(sheet)
        self.caller.speaker.set_value(sheet.representative)
        self.say.notes.setPlainText(sheet.notes)
        self._filling = False
        self._beat.start()
        self._tick()
        self._read_caller()
        if self._ended:
            self._show_ended(sheet)
        elif self._person_id is None and sheet.person_id is None:
            self.caller.caller.picker.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.caller.questions.setFocus(Qt.FocusReason.OtherFocusReason)
        self.settle_place()

    def _show_ended(self, sheet: CallSheet) -> None:
        self._beat.stop()
        self.footer.words.setText(_("This call has ended."))
        for part in (self.caller, self.wishes, self.say):
            part.setEnabled(False)
        self.act.hide()
        if sheet.case_id is not None:
            case_id = sheet.case_id
            self.banner.show_words(
                "notice", _("This call has ended."), "", _("Open the request"),
                lambda: self._navigator.open("case", case=case_id),
            )  # fmt: skip

    # The caller

    def _keep_search(self, call: CallId) -> None:
        """What the caller said of themselves is kept too, until they are found."""
        picker = self.caller.caller.picker
        self._search_kept = HalfTypedKeeper(
            self, self._desk.half_typed, f"call:{call}", self._search_typed,
            lambda values: picker.field.set_value(values["find"]),
        )  # fmt: skip
        picker.field.changed.connect(self._search_kept.touch)
        self._search_kept.read()

    def _search_typed(self) -> Mapping[str, str]:
        text, sheet = self.caller.caller.picker.text, self._sheet
        return {"find": text} if text and sheet is not None and sheet.person_id is None else {}

    @override
    def person_in_sight(self) -> PersonId | None:
        return self._sheet.person_id if self._sheet is not None else None

    def _search(self, text: str) -> None:
        self.run(
            lambda _progress: self._desk.people.search(text, 20),
            lambda hits: self.caller.caller.picker.show_hits(text, hits),
            lane="read", latest="search", quiet=True,
        )  # fmt: skip

    def _choose(self, hit: PersonHit) -> None:
        sheet = self.sheet
        if sheet is None or self._ended:
            return
        self.run(lambda _progress: self._desk.calls.choose(sheet, hit.id), self._chosen)

    def _chosen(self, sheet: CallSheet) -> None:
        self._sheet = sheet
        self._language = ""
        if self._search_kept is not None:
            self._search_kept.drop()
        self._read_caller()
        self.caller.questions.setFocus(Qt.FocusReason.OtherFocusReason)

    def _search_again(self) -> None:
        self.caller.caller.show_caller(None)
        self.caller.caller.picker.field.select()

    def _read_caller(self) -> None:
        sheet = self._sheet
        if sheet is None:
            return
        self.run(lambda _progress: self._read(sheet), self._show_known, lane="read", latest="caller")

    def _read(self, sheet: CallSheet) -> _Known:
        calls = self._desk.calls
        caller = calls.caller(sheet)
        if caller is None:
            return _Known()
        person = caller.person.id
        questions = [
            Question(each.key, calls.question_title(each), each.answer) for each in calls.questions(person)
        ]
        return _Known(
            caller, questions, calls.call_back(person), calls.code_by_letter(person), calls.earlier(person),
            calls.choices(person),
        )  # fmt: skip

    def _show_known(self, known: _Known) -> None:
        self._known = known
        sheet, caller = self._sheet, known.caller
        if sheet is None:
            return
        language = script_language(self._language or (caller.person.language if caller else desk_language()))
        self.say.show_language(language)
        self.caller.caller_head.say(_("found") if caller is not None else "")
        name = caller.person.name if caller is not None else _("caller not found yet")
        self.set_title(
            _("Call"), _("{name}, in {language}").format(name=name, language=language_name(language))
        )
        self.caller.caller.show_caller(caller)
        self.caller.show_identity(known.questions, sheet.answers, known.numbers, known.code, sheet)
        self.caller.speaker.offer(known.choices.representatives)
        self.wishes.offer(known.choices)
        self.wishes.changes.set_facts(caller.person.facts if caller is not None else {})
        self.wishes.show_case(caller.open_cases[0] if caller is not None and caller.open_cases else None)
        self.say.show_earlier(known.earlier)
        self._weigh()

    # The sheet as it is typed

    @property
    def sheet(self) -> CallSheet | None:
        """The sheet as it stands on the window now."""
        if self._sheet is None:
            return None
        who = self.caller.speaker.value
        return replace(
            self.wishes.of_sheet(self._sheet),
            answers=self.caller.questions.answers,
            notes=self.say.notes.toPlainText(),
            representative=who,
            letter_code=self._sheet.letter_code and who is None,
        )

    def _answered(self) -> None:
        self._touch()
        self._saver.save_now()
        self._weigh()

    def _called_back(self, contact: PersonField | None) -> None:
        if self._sheet is None:
            return
        self._sheet = replace(self._sheet, called_back=contact)
        self._show_ways()
        self._answered()

    def _want_code(self, wanted: bool) -> None:
        if self._sheet is None:
            return
        self._sheet = replace(self._sheet, letter_code=wanted)
        self._show_ways()
        self._answered()

    def _show_ways(self) -> None:
        if self._sheet is not None:
            self.caller.show_ways(self._known.numbers, self._known.code, self._sheet)

    def _wished(self) -> None:
        if not self._filling:
            self._touch()
        self._weigh()

    def _noted(self) -> None:
        if not self._filling:
            self._touch()

    def _touch(self) -> None:
        if self._sheet is not None and not self._ended and not self._filling:
            self._saver.touch()

    def _speak(self, language: str) -> None:
        self._language = language
        self.say.show_language(language)
        self._weigh()

    def _weigh(self) -> None:
        sheet = self.sheet
        self._name_act()
        if sheet is None:
            return
        calls, language = self._desk.calls, self._language

        def read() -> _Weighed:
            due = calls.due(sheet.wishes, sheet.person_id)
            return _Weighed(calls.verdict(sheet), calls.script(sheet, language), due)

        self.run(lambda _progress: read(), self._show_weighed, lane="read", latest="weigh", quiet=True)

    def _show_weighed(self, weighed: _Weighed) -> None:
        self.caller.show_verdict(weighed.verdict)
        self.say.show_script(weighed.script)
        self.wishes.show_due(weighed.due)

    def _take(self) -> Callable[[], None]:
        sheet, calls = self.sheet, self._desk.calls
        if sheet is None or self._ended:
            return lambda: None
        return lambda: calls.keep(sheet)

    def _say_saved(self) -> None:
        time = f"{self._desk.clock.local(self._desk.clock.now()):%H:%M:%S}"
        words = _("Saved at {time}. If the line drops, the sheet stays open under Today.").format(time=time)
        self.footer.words.setText(words)

    def _tick(self) -> None:
        if self._sheet is not None:
            seconds = max(0, round((self._desk.clock.now() - self._sheet.started_at).total_seconds()))
            hours, rest = divmod(seconds, 3600)
            minutes, second = divmod(rest, 60)
            self.timer.setText(f"{hours}:{minutes:02d}:{second:02d}" if hours else f"{minutes}:{second:02d}")

    # The end

    def _name_act(self) -> None:
        about = self.wishes.asks_about
        if self.wishes.ticks.rights:
            self.act.setText(_("Open request"))
        elif about is not None:
            self.act.setText(_("End the call, note it in {number}").format(number=about.number))
        else:
            self.act.setText(_("End the call"))

    def finish(self) -> None:
        """End the call: one request for all wishes, a note in the open one, or nothing further."""
        sheet, about, calls = self.sheet, self.wishes.asks_about, self._desk.calls
        if sheet is None or self._ended or not (self.caller.speaker.check() and self.wishes.reached.check()):
            return
        self._saver.forget()
        self.act.setEnabled(False)

        def work() -> Case | None:
            if not sheet.wishes:
                calls.finish(sheet, about.id if about is not None else None)
                return about
            return calls.open_request(sheet, about.id if about is not None else None)

        self.run(
            lambda _progress: work(),
            lambda case: self._finished(case, code=sheet.letter_code),
            on_failed=self._failed,
        )

    def _finished(self, case: Case | None, *, code: bool = False) -> None:
        self._ended = self.finished = True
        if self._search_kept is not None:
            self._search_kept.drop()
        self.counts_changed.emit()
        if case is not None and code and not case.identity_stands and self._desk.letters is not None:
            self._navigator.open("letter", case=case.id, kind=LetterKind.IDENTITY_CODE.value)
        elif case is not None:
            self._navigator.open("case", case=case.id)
        else:
            self._navigator.back()

    def _failed(self, error: BaseException) -> None:
        self.act.setEnabled(True)
        self._saver.touch()
        if isinstance(error, PersonUnknownError):
            asked = self.caller.caller.picker.field
            asked.set_error(sentence_of(error))
            asked.setFocus(Qt.FocusReason.OtherFocusReason)
        elif isinstance(error, RepresentativeIncompleteError):
            self.caller.speaker.say_name(sentence_of(error))
        elif isinstance(error, AuthorityExpiredError):
            self.caller.speaker.say_until(sentence_of(error))
        else:
            show_error(self.banner, error)

    @override
    def leave(self) -> None:
        """An empty sheet ends; any other is kept and waits under Today."""
        sheet, calls = self.sheet, self._desk.calls
        if sheet is None or self._ended:
            return
        if self._search_kept is not None:
            self._search_kept.flush()
        if self._search_typed() or not _is_empty(sheet):
            self._saver.flush()
            return
        self._saver.forget()
        self._ended = True
        closer = Saver(self, self.jobs, lambda: lambda: _end(calls.finish, sheet))
        closer.save_now()

    @override
    def place_state(self) -> dict[str, Any]:
        return {**super().place_state(), "call": self._call_id, "language": self._language}

    @override
    def restore_place(self, state: Mapping[str, Any]) -> None:
        if state.get("call") is not None:
            self._call_id = CallId(state["call"])
        self._language = state.get("language", "")
        super().restore_place(state)


def _is_empty(sheet: CallSheet) -> bool:
    """Whether nothing was noted at all."""
    return sheet.person_id is None and not sheet.wishes and not sheet.notes.strip()


def _end(finish: Callable[[CallSheet], CallSheet], sheet: CallSheet) -> None:
    finish(sheet)
