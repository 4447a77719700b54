# SPDX-License-Identifier: MIT
"""Requests by keyboard over real records: the whole way from receipt to closing, refusals, drafts, other roles."""

from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from privdesk.domain.audit import Action, AuditEvent
from privdesk.domain.cases import Case, IdentityMethod, LetterDirection, Outcome, Right, Step
from privdesk.domain.inbox import InboxItem, ItemId, ItemState, MailFacts
from privdesk.domain.people import Channel, PersonField, PersonId
from privdesk.domain.staff import Role
from privdesk.services.desk import Desk
from privdesk.ui.requests import places
from privdesk.ui.requests.case_page import CaseDeskPage
from privdesk.ui.requests.decide_panel import DecidePanel
from privdesk.ui.requests.from_mail import RequestFromItemPage
from privdesk.ui.requests.identity_panel import IdentityPanel
from privdesk.ui.requests.list_page import RequestsPage
from privdesk.ui.requests.new_request import NewRequestPage
from privdesk.ui.requests.rectify_panel import RectifyPanel
from tests.ui.fakes import FakeNavigator, ImmediateJobs
from tests.ui.pressing import ALT, CTRL, SHIFT, caret, press, show, write
from tests.ui.request_desk import MARCO, NOW, RealDesk, real

__all__ = ["real"]
pytestmark = pytest.mark.usefixtures("qapp")
ENTER = Qt.Key.Key_Return


def opened(qtbot: QtBot, desk: Desk, case: Case, navigator: FakeNavigator | None = None) -> CaseDeskPage:
    page = CaseDeskPage(desk, ImmediateJobs(), navigator or FakeNavigator(), case.id)
    show(qtbot, page)
    return page


def known(real: RealDesk, case: Case) -> Case:
    return real.desk.requests.check_identity(case.id, IdentityMethod.CARD_SEEN, passed=True)


def an_email(real: RealDesk, subject: str, text: str) -> ItemId:
    mail = MailFacts(
        "Marco Bianchi <marco.bianchi@example.ch>", "desk@example.ch", subject, None, text, "<1>"
    )
    arrived = NOW - timedelta(days=4)
    with real.records.records.open_work() as work:
        item = work.inbox.add(
            InboxItem(
                ItemId(0),
                "",
                ItemState.REQUEST,
                Channel.EMAIL,
                "a.eml",
                date(2026, 3, 20),
                arrived,
                (),
                mail=mail,
            )
        )
        work.audit.record(AuditEvent(Action.ITEM_ARRIVED))
        work.commit()
    return item.id


def test_a_request_goes_from_receipt_to_closing_by_the_next_act_alone(qtbot: QtBot, real: RealDesk) -> None:
    case = real.open_case(real.add_person(), Right.ERASURE)
    page = opened(qtbot, real.desk, case)
    press(ENTER, CTRL)  # check identity: questions
    for _question in range(3):
        press(Qt.Key.Key_Y)
    press(ENTER, CTRL)
    assert real.case(case.id).identity_stands
    press(ENTER, CTRL)  # decide the erasure
    panel = page.view.panel
    assert isinstance(panel, DecidePanel)
    assert panel.outcome is None, "an erasure is granted by carrying it out, not by saying so"
    assert not panel.choices[Outcome.GRANTED].isEnabled()
    panel.choices[Outcome.NOTHING_HELD].setChecked(True)
    panel.take_caret()
    write("No contract, no claim is open.")
    press(ENTER, CTRL)
    assert real.case(case.id).rights[0].outcome is Outcome.NOTHING_HELD
    press(ENTER, CTRL)  # record the answer
    press(ENTER, CTRL)
    press(ENTER, CTRL)  # close
    press(ENTER, CTRL)
    closed = real.case(case.id)
    assert closed.closed_on == date(2026, 3, 24)
    assert closed.answer is not None
    assert not page.next.isVisible()
    assert not page.more.isVisible()


def test_the_report_is_the_next_act_of_an_access_request(qtbot: QtBot, real: RealDesk) -> None:
    zoe, navigator = real.add_person(), FakeNavigator()
    case = known(real, real.open_case(zoe))
    opened(qtbot, real.desk, case, navigator)
    press(ENTER, CTRL)
    assert navigator.opened == [("report", {"person": zoe, "case": case.id})]


def test_wrong_answers_are_recorded_as_not_standing_and_nothing_opens(qtbot: QtBot, real: RealDesk) -> None:
    case = real.open_case(real.add_person())
    page = opened(qtbot, real.desk, case)
    press(ENTER, CTRL)
    press(Qt.Key.Key_N)
    press(Qt.Key.Key_N)
    panel = page.view.panel
    assert isinstance(panel, IdentityPanel)
    assert panel.verdict.text().startswith("Take the wish, give nothing out")
    assert not panel.act.isEnabled()
    panel.fails.click()
    assert real.case(case.id).identity[0].passed is False
    assert real.case(case.id).identity[0].questions == ("credit_left", "last_top_up")
    assert "did not stand" in page.view.clock.identity.text()


def test_a_contact_changed_lately_cannot_be_called_back(qtbot: QtBot, real: RealDesk) -> None:
    zoe = real.add_person()
    real.desk.people.correct(
        zoe,
        {PersonField.PHONE_LANDLINE: "+41215550899"},
        proof="call",
        channel=Channel.PHONE,
        received_on=NOW.date(),
    )
    page = opened(qtbot, real.desk, real.open_case(zoe))
    page.next.click()
    panel = page.view.panel
    assert isinstance(panel, IdentityPanel)
    panel.way.choose("call_back")
    landline, mobile = panel._fields
    assert not landline.isEnabled()
    assert "serves again" in landline.second
    assert mobile.isEnabled()


def test_a_code_by_letter_is_shown_once_and_checked(qtbot: QtBot, real: RealDesk) -> None:
    case = real.open_case(real.add_person())
    page = opened(qtbot, real.desk, case)
    page.next.click()
    panel = page.view.panel
    assert isinstance(panel, IdentityPanel)
    panel.way.choose("letter_code")
    panel.code_asked.emit()
    code = panel.code_words.text()
    panel.code.set_value("AAAA-AAAA")
    panel.act.click()
    assert panel.code.wrong
    assert not real.case(case.id).identity_stands
    panel.code.set_value(code)
    panel.act.click()
    assert real.case(case.id).identity_stands


def test_a_refusal_without_its_reason_stays_open_with_the_words_beside_the_field(
    qtbot: QtBot, real: RealDesk
) -> None:
    case = known(real, real.open_case(real.add_person(), Right.ERASURE))
    page = opened(qtbot, real.desk, case)
    press(ENTER, CTRL)
    panel = page.view.panel
    assert isinstance(panel, DecidePanel)
    panel.choices[Outcome.REFUSED].click()
    panel.act.click()
    assert panel.reason.wrong
    assert real.case(case.id).rights[0].outcome is Outcome.TO_DECIDE
    panel.reasons.combo.setCurrentIndex(1)
    panel.act.click()
    decided = real.case(case.id).rights[0]
    assert (decided.outcome, decided.reason_key) == (Outcome.REFUSED, "erasure_duty")
    assert "A law obliges us to keep these data" in page.view.rights.rows()[0].cells[1].text


def test_a_clerk_sees_who_decides_and_cannot(qtbot: QtBot, real: RealDesk) -> None:
    case = known(real, real.open_case(real.add_person(), Right.ERASURE))
    page = opened(qtbot, real.as_member(Role.CLERK), case)
    assert not page.next.isEnabled()
    assert page.who.text() == "privacy officer"
    press(ENTER, CTRL)
    press(ENTER)
    assert page.view.panel is None
    assert page.view.rights.rows()[0].cells[3].text == "privacy officer"


def test_what_acts_at_once_is_recorded_before_identity(qtbot: QtBot, real: RealDesk) -> None:
    case = real.open_case(real.add_person(), Right.WITHDRAWAL)
    opened(qtbot, real.desk, case)
    press(ENTER, CTRL)
    press(ENTER, CTRL)
    assert real.case(case.id).rights[0].outcome is Outcome.GRANTED
    assert not real.case(case.id).identity_stands


def test_a_correction_shows_old_and_new_and_keeps_a_wrong_value_to_be_mended(
    qtbot: QtBot, real: RealDesk
) -> None:
    zoe = real.add_person()
    wrong = {PersonField.EMAIL: "zoe.keller.example.com"}
    case = known(real, real.open_case(zoe, Right.RECTIFICATION, changes=wrong))
    page = opened(qtbot, real.desk, case)
    press(ENTER, CTRL)
    panel = page.view.panel
    assert isinstance(panel, RectifyPanel)
    assert panel.changes.rows[0].before.text() == "Before: zoe.keller@example.ch"
    panel.proof.set_value("Letter of 4 Mar")
    panel.act.click()
    assert not panel.changes.rows[0].problem.isHidden()
    panel.changes.rows[0].line.setText("zoe.keller@example.com")
    panel.act.click()
    assert real.case(case.id).rights[0].outcome is Outcome.GRANTED
    assert real.records.fact(zoe, PersonField.EMAIL) == "zoe.keller@example.com"
    row = page.view.changes.rows()[0]
    assert (row.cells[1].text, row.cells[1].after) == (
        "zoe.keller@example.com",
        "before: zoe.keller@example.ch",
    )


def refuse(page: CaseDeskPage) -> None:
    """Choose the refusal: nothing is chosen while the erasure has not run."""
    panel = page.view.panel
    assert isinstance(panel, DecidePanel)
    panel.choices[Outcome.REFUSED].click()
    panel.take_caret()


def test_a_half_typed_act_comes_back_after_locking(qtbot: QtBot, real: RealDesk) -> None:
    case = known(real, real.open_case(real.add_person(), Right.ERASURE))
    page = opened(qtbot, real.desk, case)
    press(ENTER, CTRL)
    refuse(page)
    write("The invoice of Mar")
    press(Qt.Key.Key_Left)
    state = page.place_state()
    page.leave()
    page.hide()
    again = opened(qtbot, real.desk, case)
    again.restore_place(state)
    panel = again.view.panel
    assert isinstance(panel, DecidePanel)
    assert panel.reason.value == "The invoice of Mar"
    assert caret() is panel.reason.area
    assert panel.reason.area.textCursor().position() == len("The invoice of Ma")
    assert "The invoice" not in repr(state)


def test_esc_keeps_what_was_typed_and_discarding_drops_it(qtbot: QtBot, real: RealDesk) -> None:
    case = known(real, real.open_case(real.add_person(), Right.ERASURE))
    page = opened(qtbot, real.desk, case)
    press(ENTER, CTRL)
    refuse(page)
    write("The invoice of Ma")
    assert page.step_back() is True
    assert page.view.panel is None
    press(ENTER, CTRL)
    panel = page.view.panel
    assert isinstance(panel, DecidePanel)
    assert panel.reason.value == "The invoice of Ma"
    panel.cancelled.emit()
    assert page.view.panel is None
    assert real.desk.requests.draft(f"case:{case.id}:decide:erasure") == {}
    assert page.step_back() is False


def test_a_right_and_a_note_are_added_without_a_new_clock(qtbot: QtBot, real: RealDesk) -> None:
    case = real.open_case(real.add_person())
    page = opened(qtbot, real.desk, case)
    press(Qt.Key.Key_A, CTRL | SHIFT)
    assert page.view.panel is not None
    press(ENTER, CTRL)
    press(Qt.Key.Key_J, CTRL)
    write("Rang to ask when the answer comes.")
    press(ENTER, CTRL)
    now = real.case(case.id)
    assert [each.right for each in now.rights] == [Right.ACCESS, Right.RECTIFICATION]
    assert now.deadline == case.deadline
    assert now.letters[-1].direction is LetterDirection.NOTE


def test_an_extension_is_offered_until_its_day_and_needs_its_reason(qtbot: QtBot, real: RealDesk) -> None:
    case = real.open_case(real.add_person())
    page = opened(qtbot, real.desk, case)
    assert page._page is not None
    act = next(act for act in page._page.acts if act.key.value == "extend")
    page._do(act)
    panel = page.view.panel
    assert panel is not None
    panel.act.click()
    assert not real.case(case.id).extended
    panel.reason.set_value("Many letters")  # type: ignore[attr-defined]
    panel.until.set_value("30.4.2026")  # type: ignore[attr-defined]
    panel.act.click()
    assert real.case(case.id).deadline.legal == date(2026, 4, 30)
    late = real.open_case(real.add_person(MARCO, "1036 4410"), received=date(2026, 1, 5))
    other = opened(qtbot, real.desk, late)
    assert other._page is not None
    assert all(act.key.value != "extend" for act in other._page.acts)


def test_a_late_request_says_what_to_do_now_and_a_closed_one_is_read_only(
    qtbot: QtBot, real: RealDesk
) -> None:
    case = known(real, real.open_case(real.add_person(), received=date(2026, 1, 5)))
    page = opened(qtbot, real.desk, case)
    assert page.view.late.isVisible()
    assert "Answer now" in page.view.late.words.text()
    requests = real.desk.requests
    requests.decide(case.id, Right.ACCESS, Outcome.GRANTED)
    requests.record_answer(case.id, channel=Channel.POST, on=NOW.date())
    requests.close(case.id)
    closed = opened(qtbot, real.desk, case)
    assert not closed.view.late.isVisible()
    assert not closed.view.add_right.isVisible()
    press(ENTER)
    assert closed.view.panel is None


def test_opening_a_request_is_one_recorded_look_up(qtbot: QtBot, real: RealDesk) -> None:
    zoe = real.add_person()
    case = real.open_case(zoe)
    page = opened(qtbot, real.desk, case)
    page.load()
    viewed = real.records.actions(Action.PERSON_VIEWED)
    assert [(event.record, event.reference) for event in viewed] == [(f"person:{zoe}", case.number)]


def test_the_list_is_sorted_by_urgency_and_filtered_by_digits(qtbot: QtBot, real: RealDesk) -> None:
    zoe, marco = real.add_person(), real.add_person(MARCO, "1036 4410")
    calm = real.open_case(zoe, received=date(2026, 3, 20))
    pressing = known(real, real.open_case(marco, Right.ERASURE, received=date(2026, 2, 24)))
    navigator = FakeNavigator()
    page = RequestsPage(real.desk, ImmediateJobs(), navigator)
    show(qtbot, page)
    assert [row.id for row in page.list.rows()] == [("due", pressing.id), ("due", calm.id)]
    press(ENTER, CTRL)
    press(Qt.Key.Key_2)
    assert [row.id for row in page.list.rows()] == [("due", calm.id)]
    press(Qt.Key.Key_N, CTRL)
    assert navigator.opened == [("case", {"case": pressing.id}), ("new_request", {})]
    press(Qt.Key.Key_5)
    assert page.empty.sentence.text() == "No request was closed this year."


def test_a_request_by_letter_is_opened_by_keyboard_alone(qtbot: QtBot, real: RealDesk) -> None:
    zoe, navigator = real.add_person(), FakeNavigator()
    page = NewRequestPage(real.desk, ImmediateJobs(), navigator)
    show(qtbot, page)
    write("keller")
    press(ENTER)
    press(Qt.Key.Key_1, ALT)
    press(Qt.Key.Key_3, ALT)
    page.form.received.set_value("20/03")
    press(ENTER, CTRL)
    case = real.desk.requests.of_person(zoe)[0]
    assert [each.right for each in case.rights] == [Right.ACCESS, Right.ERASURE]
    assert (case.received_on, case.channel, case.regime) == (date(2026, 3, 20), Channel.POST, "ch-fadp")
    assert navigator.opened == [("case", {"case": case.id})]


def test_what_is_missing_is_said_beside_its_field_and_typed_words_stay(qtbot: QtBot, real: RealDesk) -> None:
    zoe = real.add_person()
    page = NewRequestPage(real.desk, ImmediateJobs(), FakeNavigator(), zoe)
    show(qtbot, page)
    page.form.notes.set_value("Came with the rent letter")
    press(ENTER, CTRL)
    assert "Tick what the person wants" in page.form.rights_error.text()
    press(Qt.Key.Key_1, ALT)
    page.form.received.set_value("24.3.2027")
    press(ENTER, CTRL)
    assert page.form.received.wrong
    page.form.asker.search_again()
    page.form.received.set_value("today")
    press(ENTER, CTRL)
    assert page.form.asker.picker.field.wrong
    assert page.form.notes.value == "Came with the rent letter"
    assert not real.desk.requests.of_person(zoe)


def test_a_half_typed_request_comes_back(qtbot: QtBot, real: RealDesk) -> None:
    real.add_person()
    page = NewRequestPage(real.desk, ImmediateJobs(), FakeNavigator())
    show(qtbot, page)
    write("keller")
    press(ENTER)
    press(Qt.Key.Key_2, ALT)
    page.form.changes.rows[0].line.setText("zoe@example.com")
    page.leave()
    page.hide()
    again = NewRequestPage(real.desk, ImmediateJobs(), FakeNavigator())
    show(qtbot, again)
    assert again.form.asker.asker is not None
    assert again.form.asker.asker.name == "Zoë Keller"
    assert again.form.ticks.rights == {Right.RECTIFICATION}
    assert again.form.changes.value == {PersonField.EMAIL: "zoe@example.com"}


def test_an_email_proposes_person_and_rights_and_marks_the_words(qtbot: QtBot, real: RealDesk) -> None:
    marco = real.add_person(MARCO, "1036 4410")
    item = an_email(
        real,
        "Meine Daten",
        "Guten Tag\n\nIch bitte um Auskunft über meine\nDaten und deren Löschung meiner Daten.",
    )
    navigator = FakeNavigator()
    page = RequestFromItemPage(real.desk, ImmediateJobs(), navigator, item)
    show(qtbot, page)
    assert page.form.asker.asker is not None
    assert page.form.asker.asker.person_id == marco
    assert page.form.ticks.rights == {Right.ACCESS, Right.ERASURE}
    assert page.mail.marked == 2
    assert page.form.language.value == "de"
    assert not page.offer.isVisible()
    press(ENTER, CTRL)
    case = real.desk.requests.of_person(marco)[0]
    assert (case.item_id, case.received_on, case.channel) == (item, date(2026, 3, 20), Channel.EMAIL)
    assert real.desk.inbox.item(item).state is ItemState.CASE_OPENED


def test_a_second_letter_is_first_offered_to_the_open_request(qtbot: QtBot, real: RealDesk) -> None:
    marco = real.add_person(MARCO, "1036 4410")
    case = real.open_case(marco)
    item = an_email(real, "Erinnerung", "Wo bleibt die Auskunft über meine Daten?")
    page = RequestFromItemPage(real.desk, ImmediateJobs(), FakeNavigator(), item)
    show(qtbot, page)
    assert page.offer.join.text() == f"Joins request {case.number}"
    assert not page.act.isVisible()
    press(ENTER, CTRL)
    assert len(real.desk.requests.of_person(marco)) == 1
    assert len(real.case(case.id).letters) == 2


def test_an_emails_markup_is_shown_as_plain_text(qtbot: QtBot, real: RealDesk) -> None:
    real.add_person(MARCO, "1036 4410")
    item = an_email(real, "<b>Auskunft</b>", "<script>alert(1)</script> Auskunft über meine Daten")
    page = RequestFromItemPage(real.desk, ImmediateJobs(), FakeNavigator(), item)
    show(qtbot, page)
    assert page.mail.text.toPlainText().startswith("<script>")
    assert page.mail.subject.text() == "<b>Auskunft</b>"


def test_only_those_who_take_requests_have_the_places(real: RealDesk) -> None:
    jobs = ImmediateJobs()
    assert places(real.as_member(Role.ADMINISTRATOR), jobs) == []
    keys = [place.key for place in places(real.as_member(Role.CLERK), jobs)]
    assert keys == ["requests", "case", "new_request", "request_from_item"]


def test_steps_follow_the_case(qtbot: QtBot, real: RealDesk) -> None:
    person: PersonId = real.add_person()
    case = real.open_case(person)
    assert case.step is Step.RECEIVED
    page = opened(qtbot, real.desk, case)
    assert "Identity now, now" in page.view.steps.accessibleName()
    known(real, case)
    page.load()
    assert "Decision now, now" in page.view.steps.accessibleName()
