# SPDX-License-Identifier: MIT
"""Making sure who asks, by the way that fits: questions, call-back, a code by letter, a card, the known e-mail."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from privdesk.domain.case_errors import CodeWrongError
from privdesk.domain.cases import CallId, CallSheet, Case, IdentityMethod
from privdesk.domain.identity import Standing
from privdesk.domain.people import PersonField
from privdesk.domain.staff import StaffMember
from privdesk.i18n import _
from privdesk.services.clock import OfficeClock
from privdesk.services.identity import CallBackNumber, IdentityVerdict
from privdesk.services.requests import Requests
from privdesk.ui.requests.act_panel import ActPanel, Work
from privdesk.ui.widgets.button import Button
from privdesk.ui.widgets.choice import Radio
from privdesk.ui.widgets.field import LineField
from privdesk.ui.widgets.label import Label
from privdesk.ui.widgets.question_list import Question, QuestionList
from privdesk.ui.widgets.tabs import Segment


@dataclass(frozen=True, slots=True)
class IdentityMeans:
    """What the records offer for a check: questions with the answers on file, numbers that may be called."""

    questions: Sequence[Question] = ()
    numbers: Sequence[CallBackNumber] = ()


class IdentityPanel(ActPanel):
    """The way above, what it needs below; the result is recorded, answers never are."""

    weigh_asked = Signal(object)
    code_asked = Signal()

    def __init__(self, case: Case, means: IdentityMeans, member: StaffMember, clock: OfficeClock) -> None:
        words = _("Only what is needed to be sure is asked. The clock runs meanwhile.")
        super().__init__("identity", _("Check identity"), words, _("Identity stands"), "user-check")
        self._case, self._member, self._clock, self._means = case, member, clock, means
        self._verdict: IdentityVerdict | None = None
        self.way = Segment(_("Way"), _ways(case, means))
        self.way.chosen.connect(lambda _key: self._turn())
        self.body.addWidget(self.way, 0, Qt.AlignmentFlag.AlignLeft)
        self.questions = QuestionList(edge=12)
        self.questions.set_questions(means.questions, {})
        self.questions.answered.connect(self._ask_weighing)
        self.verdict = Label("", wrap=True)
        self.code = LineField(_("Code that the person reads back"), hint="K7QM-2XHT")
        self.keep("code", self.code, CodeWrongError)
        self.code_words = Label("", "number", wrap=True, digits=True)
        self.code_words.hide()
        self._numbers = QButtonGroup(self)
        self._fields: dict[Radio, PersonField] = {}
        self._stack = QStackedWidget()
        for view in (self._questions_view(), self._numbers_view(means.numbers), self._code_view()):
            self._stack.addWidget(view)
        self.note = Label("", wrap=True)
        self._stack.addWidget(self.note)
        self.body.addWidget(self._stack)
        self.fails = Button(_("Identity does not stand"), "circle-x")
        self.fails.clicked.connect(self._record_failure)
        self.buttons.insertWidget(1, self.fails)
        self._failed = False
        for keys, right in (("Y", True), ("N", False)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.activated.connect(lambda right=right: self._answer(right=right))
        self._turn()

    @property
    def method(self) -> IdentityMethod:
        """The way chosen."""
        return IdentityMethod(self.way.current)

    @property
    def weighed(self) -> CallSheet:
        """The answers as a call sheet would hold them, for weighing; nothing of it is kept."""
        rights = frozenset(each.right for each in self._case.rights)
        person = self._case.person_id
        return CallSheet(
            CallId(0), self._clock.now(), self._member.id, person, self.questions.answers, wishes=rights
        )

    def show_verdict(self, verdict: IdentityVerdict) -> None:
        """Say how the answers weigh."""
        self._verdict = verdict
        self.verdict.setText(verdict.sentence)
        failed = verdict.standing in (Standing.FAILED, Standing.TOO_FEW)
        self.verdict.set_tone("sure" if verdict.passed else "danger" if failed else "muted")
        self._allow()

    def show_code(self, code: str) -> None:
        """Show the code that goes into the letter; it is shown once."""
        self.code_words.setText(code)
        self.code_words.show()
        self._code_note.setText(
            _(
                "Write this code into the letter to the address on file. It is shown once and valid for 30 days."
            )
        )

    @override
    def values(self) -> Mapping[str, str]:
        if not self.questions.answers:
            return {}
        return {"way": self.way.current, "answers": json.dumps(dict(self.questions.answers))}

    @override
    def set_values(self, values: Mapping[str, str]) -> None:
        if values.get("answers"):
            given = json.loads(values["answers"])
            self.questions.set_questions(self._means.questions, {str(key): bool(given[key]) for key in given})
            self._ask_weighing()
        self.way.choose(values.get("way", self.way.current))

    @override
    def work(self) -> Work | None:
        if self.method is IdentityMethod.LETTER_CODE and not self._failed:
            return self._code_work()
        passed, failed = not self._failed, self._failed
        self._failed = False
        case_id, method = self._case.id, self.method
        answers = self.questions.answers if method is IdentityMethod.QUESTIONS else None
        contact = self._chosen_number() if method is IdentityMethod.CALL_BACK else None

        def check(requests: Requests) -> Case:
            return requests.check_identity(
                case_id, method, passed and not failed, answers=answers, contact=contact
            )

        return check

    @override
    def take_caret(self) -> None:
        where: QWidget = self.questions if self.method is IdentityMethod.QUESTIONS else self.way
        where.setFocus(Qt.FocusReason.OtherFocusReason)

    def _code_work(self) -> Work | None:
        typed, case_id = self.code.value, self._case.id
        if not typed:
            self.code.set_error(_("Type the code that the person reads from the letter."))
            return None

        def check(requests: Requests) -> Case:
            return requests.check_code(case_id, typed)

        return check

    def _questions_view(self) -> QWidget:
        view, column = _upright()
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.questions)
        column.addWidget(self.verdict)
        column.addStretch()
        return view

    def _numbers_view(self, numbers: Sequence[CallBackNumber]) -> QWidget:
        view, column = _upright()
        for number in numbers:
            box = Radio(number.shown, number.why)
            box.setEnabled(number.allowed)
            self._numbers.addButton(box)
            self._fields[box] = number.field
            column.addWidget(box)
            if number.allowed and self._chosen_number() is None:
                box.setChecked(True)
        column.addWidget(
            Label(_("Call this number, never one that the caller names."), "caption", "muted", wrap=True)
        )
        column.addStretch()
        return view

    def _code_view(self) -> QWidget:
        view, column = _upright()
        make = Button(_("Make a code for the letter"), "mail")
        make.clicked.connect(self.code_asked)
        self._code_note = Label(
            _("Who reads the code back has opened our letter."), "caption", "muted", wrap=True
        )
        column.addWidget(make, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.code_words)
        column.addWidget(self._code_note)
        column.addWidget(self.code)
        column.addStretch()
        return view

    def _turn(self) -> None:
        place = {IdentityMethod.QUESTIONS: 0, IdentityMethod.CALL_BACK: 1, IdentityMethod.LETTER_CODE: 2}
        at = place.get(self.method, 3)
        self._stack.setCurrentIndex(at)
        view = self._stack.currentWidget()
        if view is not None:
            self._stack.setFixedHeight(max(24, view.sizeHint().height()))
        self.note.setText(_way_note(self.method))
        self.act.setText(_("Check the code") if at == 2 else _("Identity stands"))
        self._allow()

    def _allow(self) -> None:
        ready = {
            IdentityMethod.QUESTIONS: self._verdict is not None and self._verdict.passed,
            IdentityMethod.CALL_BACK: self._chosen_number() is not None,
        }.get(self.method, True)
        self.act.allow(ready, _("once enough answers are right") if not ready else "")

    def _answer(self, *, right: bool) -> None:
        if self.method is IdentityMethod.QUESTIONS:
            self.questions.answer(right)

    def _ask_weighing(self) -> None:
        self.changed.emit()
        self.weigh_asked.emit(self.weighed)

    def _chosen_number(self) -> PersonField | None:
        return next((name for box, name in self._fields.items() if box.isChecked()), None)

    def _record_failure(self) -> None:
        self._failed = True
        self.submit()


def _upright() -> tuple[QWidget, QVBoxLayout]:
    view = QWidget()
    column = QVBoxLayout(view)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(8)
    return view, column


def _ways(case: Case, means: IdentityMeans) -> list[tuple[str, str]]:
    words = {
        IdentityMethod.AUTHORITY_SEEN: _("Paper"),
        IdentityMethod.QUESTIONS: _("Questions"),
        IdentityMethod.CALL_BACK: _("Call back"),
        IdentityMethod.LETTER_CODE: _("Code by letter"),
        IdentityMethod.KNOWN_ADDRESS: _("Known e-mail"),
        IdentityMethod.CARD_SEEN: _("Identity card"),
    }
    if case.representative is None:
        words.pop(IdentityMethod.AUTHORITY_SEEN)
    if not means.questions or case.representative is not None:
        words.pop(IdentityMethod.QUESTIONS)
    if not means.numbers:
        words.pop(IdentityMethod.CALL_BACK)
    if case.person_id is None or case.representative is not None:
        words.pop(IdentityMethod.LETTER_CODE)
        words.pop(IdentityMethod.KNOWN_ADDRESS)
    return [(method.value, text) for method, text in words.items()]


def _way_note(method: IdentityMethod) -> str:
    if method is IdentityMethod.KNOWN_ADDRESS:
        return _(
            "The letter came from the e-mail address on file, which was not changed in the last 30 days."
        )
    if method is IdentityMethod.AUTHORITY_SEEN:
        return _(
            "The paper that is recorded names who speaks, the person and these rights, and it is still valid."
        )
    if method is IdentityMethod.CARD_SEEN:
        return _("Only where nothing else helps: the card is looked at, no copy is kept.")
    return ""
