# SPDX-License-Identifier: MIT
"""The letter page by keyboard: what is missing is named, what is written is kept, the letter goes and is filed."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QImage
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from privdesk.domain.audit import Action
from privdesk.domain.cases import Case, Outcome, Right
from privdesk.domain.submissions import SubmissionId
from privdesk.services.letter_plan import LetterSubject, LetterWay
from privdesk.services.letterhead import LetterSettings
from privdesk.services.letters import Letters
from privdesk.ui.letters.page import LetterPage, subject_of
from privdesk.ui.requests.case_page import CaseDeskPage
from privdesk.ui.settings.letters_group import LettersGroup
from privdesk.ui.settings.page import SettingsPage
from tests.ui.fakes import FakeNavigator, ImmediateJobs
from tests.ui.request_desk import PaperFiles, RealDesk, desk_at, real
from tests.unit.services.letter_bench import ACCOUNT, Box, Paper, Secrets

__all__ = ["real"]


@dataclass
class Room:
    """A desk that writes letters, with one request."""

    real: RealDesk
    letters: Letters
    settings: LetterSettings
    box: Box
    paper: Paper
    case: Case
    navigator: FakeNavigator

    def page(self, qtbot: QtBot, kind: str = "") -> LetterPage:
        page = LetterPage(
            self.real.desk, self.letters, ImmediateJobs(), self.navigator, LetterSubject(self.case.id), kind
        )
        qtbot.addWidget(page)
        page.resize(1232, 836)
        page.show()
        page.load()
        return page

    def now(self) -> Case:
        return self.real.case(self.case.id)


@pytest.fixture
def room(real: RealDesk) -> Room:
    person = real.add_person()
    case = real.open_case(person, Right.ERASURE)
    place = replace(real.records.as_member(*real.desk.session.member.roles), files=PaperFiles())
    paper, box, secrets = Paper(), Box(), Secrets()
    letters, settings = Letters(place, paper, box, secrets), LetterSettings(place, paper, box, secrets)
    real.desk = replace(desk_at(place), letters=letters, letter_settings=settings)
    return Room(real, letters, settings, box, paper, case, FakeNavigator())


def type_into(page: LetterPage, key: str, words: str) -> None:
    """Type into a free part, and let the pause after it pass."""
    area = page.side.parts[key].area
    area.setFocus()
    QTest.keyClicks(area, words)
    page._anew.stop()
    page.draft_anew()


def test_the_next_letter_is_on_the_window_complete_and_named(room: Room, qtbot: QtBot) -> None:
    page = room.page(qtbot)
    assert page.side.kind.value == "acknowledgement"
    assert page.preview.shown
    assert page.side.title.text() == "Nothing is missing"
    assert page.side.acts[LetterWay.EMAIL_DRAFT].isEnabled()
    assert LetterWay.SENT not in page.side.acts


def test_what_is_missing_is_named_and_the_caret_stands_there(room: Room, qtbot: QtBot) -> None:
    page = room.page(qtbot, "clarification")
    assert "the question" in page.side.detail.text()
    assert page.focusWidget() is page.side.parts["question"].area
    assert not any(button.isEnabled() for button in page.side.acts.values())
    type_into(page, "question", "Which account do you mean?")
    assert page.side.title.text() == "Nothing is missing"
    assert page.side.acts[LetterWay.PRINTED].isEnabled()
    assert any("Which account" in each.text for each in room.paper.asked[-1][0].paragraphs)


def test_what_is_half_written_comes_back(room: Room, qtbot: QtBot) -> None:
    page = room.page(qtbot, "clarification")
    type_into(page, "question", "Which acc")
    page.leave()
    again = room.page(qtbot, "clarification")
    assert again.side.parts["question"].value == "Which acc"
    page.side.kind.set_value("acknowledgement")
    assert page.side.kind.value == "acknowledgement"
    page.side.kind.set_value("clarification")
    assert page.side.parts["question"].value == "Which acc"


def test_a_printed_letter_is_filed_once_the_printer_took_it(room: Room, qtbot: QtBot, tmp_path: Path) -> None:
    page = room.page(qtbot)

    def printer(_parent: QWidget, pages: int, on_printer: Callable[[QPrinter], None]) -> None:
        assert pages == 2
        chosen = QPrinter()
        chosen.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        chosen.setOutputFileName(str(tmp_path / "printed.pdf"))
        on_printer(chosen)

    page.ask_printer = printer
    QTest.keyClick(page, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    page.let_go(LetterWay.PRINTED)
    assert room.now().acknowledged_on is not None
    assert page.banner.isVisible()
    assert room.real.records.actions(Action.LETTER_MADE)
    assert not page.side.acts[LetterWay.PRINTED].isEnabled()


def test_a_letter_is_sent_only_after_it_is_confirmed(room: Room, qtbot: QtBot) -> None:
    room.settings.save_mail_account(ACCOUNT)
    page = room.page(qtbot)
    page.let_go(LetterWay.SENT)
    assert not room.box.sent
    confirm(page)
    assert len(room.box.sent) == 1
    assert room.real.records.actions(Action.LETTER_SENT)


def test_a_server_that_fails_is_said_and_the_letter_stays(room: Room, qtbot: QtBot) -> None:
    room.settings.save_mail_account(ACCOUNT)
    page = room.page(qtbot)
    room.box.fails = "certificate"
    page.let_go(LetterWay.SENT)
    confirm(page)
    assert "not sent" in page.banner.title.text()
    assert room.now().acknowledged_on is None
    assert page.side.acts[LetterWay.SENT].isEnabled()


def test_a_draft_for_the_mail_program_is_warned_of_and_saved(
    room: Room, qtbot: QtBot, tmp_path: Path
) -> None:
    page = room.page(qtbot)
    page.ask_path = lambda _parent, _title, name, on_path: on_path(tmp_path / name)
    page.let_go(LetterWay.EMAIL_DRAFT)
    assert not list(tmp_path.glob("*.eml"))
    confirm(page)
    (draft,) = tmp_path.glob("*.eml")
    assert b"X-Unsent: 1" in draft.read_bytes()


def test_a_refusal_needs_a_decision_and_then_says_why(room: Room, qtbot: QtBot) -> None:
    requests = room.real.desk.requests
    requests.decide(room.case.id, Right.ERASURE, Outcome.REFUSED, "Die Forderung ist offen.")
    requests.acknowledge(room.case.id, room.real.desk.clock.today())
    page = room.page(qtbot)
    assert page.side.kind.value == "refusal"
    assert page.side.reasons.boxes
    first = next(iter(page.side.reasons.boxes.values()))
    QTest.keyClick(first, Qt.Key.Key_Space)
    page._anew.stop()
    page.draft_anew()
    assert page.side.values()["reasons"]
    assert page.side.title.text() == "Nothing is missing"


def test_the_request_leads_to_its_next_letter(room: Room, qtbot: QtBot) -> None:
    page = CaseDeskPage(room.real.desk, ImmediateJobs(), room.navigator, room.case.id)
    qtbot.addWidget(page)
    page.resize(1232, 836)
    page.show()
    page.load()
    assert page.write.isVisible()
    assert "Acknowledgement" in page.write.text()
    page.resize(968, 636)
    assert page.write.text() == "Write"
    assert "Acknowledgement" in page.write.toolTip()
    page.write.click()
    assert room.navigator.opened[-1] == ("letter", {"case": room.case.id})


def test_the_place_names_what_the_letter_is_about() -> None:
    assert subject_of({"submission": 3}) == LetterSubject(submission_id=SubmissionId(3))


def settings_page(room: Room, qtbot: QtBot) -> tuple[SettingsPage, LettersGroup]:
    page = SettingsPage(room.real.desk, ImmediateJobs(), room.navigator)
    qtbot.addWidget(page)
    page.show()
    page.load()
    assert page.letters is not None
    return page, page.letters


def test_window_and_signature_are_kept_at_once(room: Room, qtbot: QtBot) -> None:
    _page, group = settings_page(room, qtbot)
    group.window_place.setCurrentIndex(group.window_place.findData("de"))
    group.signed.click()
    kept = room.settings.letterhead()
    assert (kept.window.value, kept.signed) == ("de", True)


def test_a_logo_is_taken_from_a_file_and_removed(room: Room, qtbot: QtBot, tmp_path: Path) -> None:
    page, group = settings_page(room, qtbot)
    bad, good = tmp_path / "logo.svg", tmp_path / "logo.png"
    bad.write_bytes(b"<svg/>")
    assert QImage(4, 4, QImage.Format.Format_RGB32).save(str(good))
    group.take_logo(bad)
    assert page.banner.isVisible()
    assert not room.settings.logo()
    group.take_logo(good)
    assert room.settings.logo()
    group.remove.click()
    assert not room.settings.logo()


def test_the_mail_account_is_saved_and_its_password_goes_to_the_key_store(room: Room, qtbot: QtBot) -> None:
    page, group = settings_page(room, qtbot)
    for name, text in (("host", "mail.example.org"), ("port", "465"), ("sender", "nobody")):
        group.lines[name].setText(text)
    group.save_account()
    assert page.banner.isVisible()
    group.lines["sender"].setText("privacy@example.org")
    group.save_account()
    assert room.settings.mail_account().port == 465
    group.password.set_value("horse")
    group.keep_password()
    assert group.password.value == ""
    assert room.settings.has_password()
    room.box.fails = "login"
    group.check_connection()
    assert "not sent" in page.banner.title.text()
    room.box.fails = ""
    group.check_connection()
    assert "is reached" in page.banner.title.text()


def confirm(page: QObject) -> None:
    """Press the act of the question that is open."""
    from privdesk.ui.dialogs import Decision

    (dialog,) = [each for each in page.findChildren(Decision) if each.isVisible()]
    dialog.act.click()


def test_enclosures_are_written_kept_and_printed(room: Room, qtbot: QtBot) -> None:
    page = room.page(qtbot)
    page.side.enclosures.set_value("Report, 12 pages\nForm")
    page.draft_anew()
    assert room.paper.asked[-1][0].enclosures == ("Report, 12 pages", "Form")
    page._saver.touch()
    page.leave()
    assert room.page(qtbot).side.enclosures.value == "Report, 12 pages\nForm"


def test_a_swiss_extension_proposes_its_date(room: Room, qtbot: QtBot) -> None:
    room.real.desk.requests.change_regime(room.case.id, "ch-fadp")
    page = room.page(qtbot, "extension")
    due = room.now().deadline
    assert page.side.until.isVisibleTo(page)
    proposed = page.side.until.day
    assert proposed is not None
    assert due.legal < proposed <= due.legal + (due.safe - room.now().received_on)
    assert proposed.weekday() < 5
    page.side.until.set_date(proposed.replace(day=proposed.day - 1))
    page.draft_anew()
    assert room.paper.asked[-1][0].paragraphs != ()
    assert page.side.values()["until"] == proposed.replace(day=proposed.day - 1).isoformat()


def test_an_authority_nobody_reviewed_is_looked_up_before_anything_goes(room: Room, qtbot: QtBot) -> None:
    requests = room.real.desk.requests
    requests.decide(room.case.id, Right.ERASURE, Outcome.REFUSED, "The invoice must stay.")
    swiss = room.page(qtbot, "refusal")
    assert not swiss.side.looked_up.isVisibleTo(swiss)
    requests.change_regime(room.case.id, "uk-gdpr")
    page = room.page(qtbot, "refusal")
    assert page.side.title.text() == "Nothing is missing"
    assert page.side.looked_up.isVisibleTo(page)
    assert "ico.org.uk" in page.side.looked_up.text()
    assert not any(button.isEnabled() for button in page.side.acts.values())
    page.side.looked_up.setChecked(True)
    assert page.side.acts[LetterWay.PRINTED].isEnabled()
