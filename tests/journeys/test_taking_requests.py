# SPDX-License-Identifier: MIT
"""Requests taken in the real window with the keyboard: a call, somebody who calls for another, a refusal."""

from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from privdesk.domain.audit import Action
from privdesk.domain.case_errors import CodeWrongError
from privdesk.domain.cases import Case, IdentityMethod, LetterDirection, Outcome, Right
from privdesk.domain.inbox import DocumentId
from privdesk.domain.letters import LetterKind
from privdesk.services.desk import Desk
from privdesk.services.request_pages import ActKey
from privdesk.ui.calls.page import CallPage
from privdesk.ui.letters.page import LetterPage
from privdesk.ui.reports.page import ReportPage
from privdesk.ui.requests.case_page import CaseDeskPage
from privdesk.ui.requests.case_panels import find_act
from privdesk.ui.requests.decide_panel import DecidePanel
from privdesk.ui.requests.identity_panel import IdentityPanel
from privdesk.ui.requests.people_panels import RepresentPanel
from tests.journeys.office_kit import Office
from tests.journeys.seat import ALT, CTRL, Seat

SHIFT_CTRL = CTRL | Qt.KeyboardModifier.ShiftModifier


class Room(Seat):
    """Somebody at the window, a printer that prints into a file, and a caller who has an account."""

    def __init__(self, qtbot: QtBot, office: Office, scratch: Path) -> None:
        with office.desk() as desk:
            office.bring_in(desk, 8, scratch)
        self.caller = min((each for each in office.people if each.end is None), key=lambda each: each.start)
        self._paper = scratch / "printed.pdf"
        super().__init__(qtbot, office, scratch)
        self.sign_in()

    def take_call(self) -> CallPage:
        """F9, the caller found by the number they give."""
        self.key(Qt.Key.Key_F9)
        self.type(self.caller.user_number)
        self.key(Qt.Key.Key_Return)
        assert isinstance(self.page, CallPage)
        return self.page

    def load_printer(self) -> None:
        """Let the page in sight print into a file."""

        def printer(_parent: QWidget, _pages: int, on_printer: Callable[[QPrinter], None]) -> None:
            chosen = QPrinter()
            chosen.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
            chosen.setOutputFileName(str(self._paper))
            on_printer(chosen)

        assert isinstance(self.page, LetterPage | ReportPage)
        self.page.ask_printer = printer

    def print_letter(self) -> None:
        """Print the letter in sight; it is filed."""
        assert isinstance(self.page, LetterPage)
        page = self.page
        self.bot.waitUntil(lambda: page._preview is not None, timeout=20_000)
        self.settle()
        self.load_printer()
        self.key(Qt.Key.Key_P, CTRL)
        self.bot.waitUntil(lambda: page.banner.isVisible(), timeout=20_000)
        self.settle()

    @property
    def case_page(self) -> CaseDeskPage:
        """The request in sight."""
        assert isinstance(self.page, CaseDeskPage)
        return self.page


@pytest.fixture
def room(qtbot: QtBot, office: Office, tmp_path: Path) -> Iterator[Room]:
    room = Room(qtbot, office, tmp_path)
    yield room
    room.leave()


def the_case(desk: Desk) -> Case:
    closed = desk.requests.closed_this_year()
    (case,) = [*desk.requests.open_cases(), *closed]
    return case


def paper_of(desk: Desk, document_id: DocumentId | None) -> str:
    assert document_id is not None
    place = desk.requests._place
    with place.reading() as records:
        document = records.documents.get(document_id)
    data = place.sealer.open(document.id, document.wrapped_key)
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(data)).pages).split())


def test_a_phone_access_request_from_the_call_to_the_closed_request(office: Office, room: Room) -> None:
    page = room.take_call()
    for _question in range(3):
        room.key(Qt.Key.Key_Y)
    assert page.caller.verdict.text().startswith("Identity stands")
    room.key(Qt.Key.Key_1, ALT)
    room.key(Qt.Key.Key_J, CTRL)
    room.type("Wants it by post")
    room.key(Qt.Key.Key_Return, CTRL)
    assert room.place == "case"
    assert room.case_page.banner.isVisible()
    room.key(Qt.Key.Key_L, SHIFT_CTRL)
    assert room.place == "letter"
    room.print_letter()
    room.key(Qt.Key.Key_Escape)
    assert room.place == "case"
    room.key(Qt.Key.Key_Return, CTRL)
    assert room.place == "report"
    report = room.page
    assert isinstance(report, ReportPage)
    room.bot.waitUntil(lambda: report._made is not None, timeout=30_000)
    room.settle()
    room.load_printer()
    room.key(Qt.Key.Key_P, CTRL)
    room.bot.waitUntil(lambda: report.banner.isVisible(), timeout=30_000)
    room.settle()
    room.key(Qt.Key.Key_Escape)
    for act in ("Record the answer", "Close the request"):
        assert room.case_page.next.text() == act
        room.key(Qt.Key.Key_Return, CTRL)
        room.key(Qt.Key.Key_Return, CTRL)
    room.leave()
    with office.desk() as desk:
        case = the_case(desk)
        assert case.closed_on is not None
        assert case.rights[0].outcome is Outcome.GRANTED
        assert case.acknowledged_on == case.received_on
        (check,) = case.identity
        assert (check.method, check.passed, check.needed) == (IdentityMethod.QUESTIONS, True, 3)
        done = {entry.event.action for entry in desk.audit.entries(limit=200)}
        assert {Action.IDENTITY_CHECKED, Action.LETTER_MADE, Action.REPORT_HANDED_OUT} <= done


def test_somebody_calls_for_another_and_nothing_goes_out_before_the_paper_is_seen(
    office: Office, room: Room
) -> None:
    page = room.take_call()
    room.key(Qt.Key.Key_P, ALT)
    room.type("Marta Vogt")
    assert not page.caller.questions.isVisible()
    assert page.caller.verdict.text().startswith("Ask for the paper")
    room.key(Qt.Key.Key_1, ALT)
    room.key(Qt.Key.Key_Return, CTRL)
    assert room.place == "case"
    case_page = room.case_page
    assert case_page.next.text() == "Record the paper of the representative"
    room.key(Qt.Key.Key_Return, CTRL)
    panel = case_page.view.panel
    assert isinstance(panel, RepresentPanel)
    panel.document.setFocus()
    room.type("Power of attorney of 4 March 2026")
    room.key(Qt.Key.Key_Return, CTRL)
    assert case_page.view.panel is None
    assert case_page.next.text() == "Check identity"
    room.key(Qt.Key.Key_Return, CTRL)
    room.settle()
    identity = case_page.view.panel
    assert isinstance(identity, IdentityPanel)
    identity.way.choose(IdentityMethod.AUTHORITY_SEEN.value)
    room.key(Qt.Key.Key_Return, CTRL)
    room.leave()
    with office.desk() as desk:
        case = the_case(desk)
        assert case.identity_stands
        assert case.identity[0].method is IdentityMethod.AUTHORITY_SEEN
        assert case.representative is not None
        assert case.representative.proven
        assert desk.requests.decide(case.id, Right.ACCESS, Outcome.GRANTED).rights[0].decided_at is not None


def test_a_caller_who_fails_is_refused_with_authority_and_court(office: Office, room: Room) -> None:
    page = room.take_call()
    for _question in range(2):
        room.key(Qt.Key.Key_N)
    assert page.caller.verdict.text().startswith("Take the wish, give nothing out")
    room.key(Qt.Key.Key_1, ALT)
    room.key(Qt.Key.Key_Return, CTRL)
    assert room.place == "case"
    case_page = room.case_page
    assert case_page._page is not None
    decide = find_act(case_page._page, ActKey.DECIDE.value, Right.ACCESS.value)
    assert decide is not None
    case_page._do(decide)
    room.settle()
    panel = case_page.view.panel
    assert isinstance(panel, DecidePanel)
    assert not panel.choices[Outcome.GRANTED].isEnabled()
    panel.choices[Outcome.REFUSED].setFocus()
    room.key(Qt.Key.Key_Space)
    panel.reasons.set_value("identity_unproven")
    room.key(Qt.Key.Key_Return, CTRL)
    assert case_page.view.panel is None
    room.key(Qt.Key.Key_L, SHIFT_CTRL)
    letter = room.page
    assert isinstance(letter, LetterPage)
    letter.side.kind.combo.setCurrentIndex(letter.side.kind.combo.findData("refusal"))
    room.settle()
    room.print_letter()
    room.key(Qt.Key.Key_Escape)
    assert room.case_page.next.text() == "Close the request"
    room.key(Qt.Key.Key_Return, CTRL)
    room.key(Qt.Key.Key_Return, CTRL)
    room.leave()
    with office.desk() as desk:
        case = the_case(desk)
        assert [(check.passed, check.method) for check in case.identity] == [
            (False, IdentityMethod.QUESTIONS)
        ]
        assert case.closed_on is not None
        assert case.answer is not None
        text = paper_of(desk, case.answer.document_id)
        for words in (case.number, "Feldeggweg 1"):
            assert words in text
        assert any(court in text.lower() for court in ("gericht", "tribunal", "justice", "giudi", "court"))
        assert not desk.audit.entries(actions=[Action.REPORT_HANDED_OUT])


def test_a_code_by_letter_stands_ready_once_the_request_is_open(office: Office, room: Room) -> None:
    page = room.take_call()
    room.key(Qt.Key.Key_1, ALT)
    room.key(Qt.Key.Key_L, ALT)
    assert page.sheet is not None
    assert page.sheet.letter_code
    room.key(Qt.Key.Key_Return, CTRL)
    letter = room.page
    assert isinstance(letter, LetterPage)
    assert letter.side.kind.value == LetterKind.IDENTITY_CODE.value
    room.print_letter()
    room.leave()
    with office.desk() as desk:
        case = the_case(desk)
        assert case.letters[-1].direction is LetterDirection.OUT
        assert not case.identity_stands
        with pytest.raises(CodeWrongError):
            desk.requests.check_code(case.id, "AAAA-AAAA")
        assert the_case(desk).identity[-1].method is IdentityMethod.LETTER_CODE
