# SPDX-License-Identifier: MIT
"""Steps 1 and 2 of a call: who is calling, and whether we may be sure."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from privdesk.domain.cases import CallSheet, Case
from privdesk.domain.identity import Standing
from privdesk.domain.people import PersonField
from privdesk.i18n import _
from privdesk.services import wording
from privdesk.services.calls import Caller
from privdesk.services.case_acts import case_title
from privdesk.services.clock import OfficeClock
from privdesk.services.identity import CallBackNumber, CodeByLetter, IdentityVerdict
from privdesk.ui.calls.parts import StepHead
from privdesk.ui.widgets.button import Button, LinkButton
from privdesk.ui.widgets.label import IconLabel, KeyCaps, Label, TagLabel
from privdesk.ui.widgets.pane import Line, empty_layout, scrolling
from privdesk.ui.widgets.person_picker import PersonPicker
from privdesk.ui.widgets.question_list import Question, QuestionList
from privdesk.ui.widgets.speaker_block import SpeakerBlock


class CallerBlock(QWidget):
    """The person once found, with an open request; the field to find them before."""

    someone_else = Signal()
    case_opened = Signal(object)
    new_person = Signal()

    def __init__(self, clock: OfficeClock) -> None:
        super().__init__()
        self._clock = clock
        self.picker = PersonPicker(_("Who is calling"), most=6)
        self.name = Label("", "heading", elide=True)
        self.address = Label("", tone="muted", elide=True)
        self.restricted = TagLabel(_("Restricted"), "look", "lock")
        self.other = LinkButton(_("Someone else"))
        self.other.clicked.connect(self.someone_else)
        self.cases = QVBoxLayout()
        self.cases.setSpacing(4)
        self.new = LinkButton(_("Enter a new person"))
        self.new.clicked.connect(self.new_person)
        self._found = self._found_view()
        self._found.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 14, 0, 14)
        column.setSpacing(6)
        column.addWidget(self._found)
        column.addWidget(self.picker)
        under = QHBoxLayout()
        under.setContentsMargins(24, 0, 24, 0)
        under.addWidget(self.new)
        under.addStretch()
        column.addLayout(under)

    def _found_view(self) -> QWidget:
        view = QWidget()
        top = QHBoxLayout()
        top.setSpacing(10)
        lines = QVBoxLayout()
        lines.setSpacing(1)
        lines.addWidget(self.name)
        lines.addWidget(self.address)
        top.addLayout(lines, 1)
        top.addWidget(self.restricted)
        top.addWidget(self.other)
        column = QVBoxLayout(view)
        column.setContentsMargins(24, 0, 24, 0)
        column.setSpacing(8)
        column.addLayout(top)
        column.addLayout(self.cases)
        return view

    def show_caller(self, caller: Caller | None) -> None:
        """Show who calls, or the field to find them."""
        self._found.setVisible(caller is not None)
        self.picker.setVisible(caller is None)
        self.new.setVisible(caller is None)
        if caller is None:
            return
        self.name.setText(caller.person.name)
        self.address.setText(caller.person.address_line)
        self.restricted.setVisible(caller.person.restricted_since is not None)
        empty_layout(self.cases)
        for case in caller.open_cases:
            self.cases.addWidget(self._case_line(case))

    def _case_line(self, case: Case) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        late = case.days_left(self._clock.today()) < 0
        row.addWidget(IconLabel("shield-check", "danger" if late else "accent_ink"))
        due = wording.date_short(min(case.deadline.safe, case.deadline.legal), self._clock.today())
        words = _("Open: {title}, due {day}").format(title=case_title(case).lower(), day=due)
        row.addWidget(Label(words, weight=600, elide=True), 1)
        link = LinkButton(case.number)
        link.clicked.connect(lambda: self.case_opened.emit(case.id))
        row.addWidget(link)
        return line


class CallBack(QWidget):
    """The numbers on file: which may be called back, and why or why not."""

    called = Signal(object)
    code_wanted = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.buttons: dict[PersonField, Button] = {}
        self.code: Button | None = None
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(24, 12, 24, 12)
        self._rows.setSpacing(10)

    def show_numbers(
        self, numbers: Sequence[CallBackNumber], called: PersonField | None, code: CodeByLetter | None, *, wanted: bool
    ) -> None:  # fmt: skip
        """Show the numbers; the first that may be called has the key. Below, the code by letter."""
        empty_layout(self._rows)
        self.buttons, self.code = {}, None
        self.setVisible(bool(numbers) or code is not None)
        for number in numbers:
            first = number.allowed and not any(button.isEnabled() for button in self.buttons.values())
            self._rows.addLayout(self._row(number, called, keys="Alt+B" if first else ""))
        if code is not None:
            self._rows.addLayout(self._code_row(code, wanted=wanted))

    def _code_row(self, code: CodeByLetter, *, wanted: bool) -> QHBoxLayout:
        button = Button(
            _("Code goes out") if wanted else _("Send a code"), "check" if wanted else None, "Alt+L"
        )
        button.clicked.connect(lambda: self.code_wanted.emit(not wanted))
        self.code = button
        words = _("Or send a code by letter to the address on file")
        return _way("mail", words, code.why, button, allowed=code.allowed)

    def _row(self, number: CallBackNumber, called: PersonField | None, *, keys: str) -> QHBoxLayout:
        done = called is number.field
        button = Button(_("Called back") if done else _("Call back"), "check" if done else None, keys)
        button.clicked.connect(lambda: self.called.emit(None if done else number.field))
        self.buttons[number.field] = button
        words = _("Or call back {number}").format(number=number.shown)
        return _way("phone-outgoing", words, number.why, button, allowed=number.allowed)


def _way(icon: str, words: str, why: str, button: Button, *, allowed: bool) -> QHBoxLayout:
    """One way to be sure besides questions, with why it may or may not be used."""
    row = QHBoxLayout()
    row.setSpacing(10)
    row.addWidget(IconLabel(icon, "text_muted"), 0, Qt.AlignmentFlag.AlignTop)
    lines = QVBoxLayout()
    lines.setSpacing(1)
    lines.addWidget(Label(words, weight=500, wrap=True))
    lines.addWidget(Label(why, "caption", "muted" if allowed else "look", wrap=True))
    row.addLayout(lines, 1)
    button.allow(allowed, why)
    row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
    return row


class CallerPane(QWidget):
    """Caller on top, questions below, call-back at the bottom."""

    def __init__(self, clock: OfficeClock) -> None:
        super().__init__()
        self.caller_head = StepHead(1, _("Caller"))
        self.caller = CallerBlock(clock)
        self.speaker = SpeakerBlock(clock, _("Somebody else calls for this person"), narrow=True)
        self._speaker = QWidget()
        speaker = QVBoxLayout(self._speaker)
        speaker.setContentsMargins(24, 0, 24, 10)
        speaker.addWidget(self.speaker)
        self._speaker.hide()
        self._asks = False
        self._keys = _keys()
        self.identity_head = StepHead(2, _("Identity"), *self._keys)
        self.verdict = Label("", weight=500, wrap=True)
        self.questions = QuestionList(edge=24)
        self.call_back = CallBack()
        self._verdict_box = QWidget()
        verdict = QHBoxLayout(self._verdict_box)
        verdict.setContentsMargins(24, 10, 24, 10)
        verdict.addWidget(self.verdict)
        inner = QWidget()
        inside = QVBoxLayout(inner)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(0)
        inside.addWidget(self.questions)
        inside.addStretch(1)
        self._line = Line()
        inside.addWidget(self._line)
        inside.addWidget(self.call_back)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        parts = (self.caller_head, self.caller, self._speaker, Line(), self.identity_head, self._verdict_box)
        for part in parts:
            column.addWidget(part)
        self.speaker.tick.toggled.connect(self._turn)
        self._area = scrolling(inner)
        self.questions.moved.connect(self._keep_in_sight)
        column.addWidget(self._area, 1)

    def show_identity(
        self, questions: Sequence[Question], answers: Mapping[str, bool], numbers: Sequence[CallBackNumber],
        code: CodeByLetter | None, sheet: CallSheet,
    ) -> None:  # fmt: skip
        """Show what may be asked of this caller, and the other ways to be sure."""
        self._speaker.setVisible(sheet.person_id is not None)
        self.questions.set_questions(questions, answers)
        self._asks = bool(questions)
        self._turn(self.speaker.tick.isChecked())
        self.show_ways(numbers, code, sheet)

    def show_ways(
        self, numbers: Sequence[CallBackNumber], code: CodeByLetter | None, sheet: CallSheet
    ) -> None:
        """The ways to be sure besides questions; who calls for somebody else gets no code."""
        code = code if not self.speaker.tick.isChecked() else None
        self.call_back.show_numbers(numbers, sheet.called_back, code, wanted=sheet.letter_code)
        self._line.setVisible(bool(numbers) or code is not None)

    def _turn(self, on: bool) -> None:
        """The questions, and their keys, are for the person alone."""
        for part in (self.questions, *self._keys):
            part.setVisible(self._asks and not on)
        if self.call_back.code is not None:
            self.call_back.code.setEnabled(not on)

    def _keep_in_sight(self, top: int, bottom: int) -> None:
        self._area.ensureVisible(0, top, 0, 0)
        self._area.ensureVisible(0, bottom, 0, 8)

    def show_verdict(self, verdict: IdentityVerdict) -> None:
        """Say how the check stands."""
        bad = verdict.standing in (Standing.FAILED, Standing.TOO_FEW)
        self.verdict.setText(verdict.sentence)
        self.verdict.set_tone("sure" if verdict.passed else "danger" if bad else "muted")
        asked = verdict.right + verdict.wrong
        words = _("{right} of {asked} right, {needed} needed").format(
            right=verdict.right, asked=asked, needed=verdict.needed
        )
        if self.speaker.tick.isChecked() or not self._asks:
            self.identity_head.say("")
            return
        self.identity_head.say(
            words if asked else _("{needed} right answers needed").format(needed=verdict.needed)
        )


def _keys() -> tuple[QWidget, ...]:
    keys = (KeyCaps("Y"), KeyCaps("N"))
    for key, words in zip(keys, (_("right"), _("wrong")), strict=True):
        key.setAccessibleName(f"{key.accessibleName()}: {words}")
    return keys
