# SPDX-License-Identifier: MIT
"""The call sheet by keyboard over real records: nothing lost, nothing given out, one request for all wishes."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from privdesk.domain.audit import Action
from privdesk.domain.cases import CallSheet, IdentityMethod, LetterDirection, Right
from privdesk.domain.consent import ConsentState
from privdesk.domain.errors import DiskFullError
from privdesk.domain.people import Channel, PersonField
from privdesk.domain.staff import Role
from privdesk.services.calls import Calls
from privdesk.services.desk import Desk
from privdesk.ui.calls import places
from privdesk.ui.calls.page import CallPage
from tests.ui.fakes import FakeNavigator, ImmediateJobs
from tests.ui.pressing import ALT, CTRL, caret, press, show, write
from tests.ui.request_desk import MARCO, NOW, RealDesk, real

__all__ = ["real"]
pytestmark = pytest.mark.usefixtures("qapp")
ENTER = Qt.Key.Key_Return


def calling(
    qtbot: QtBot,
    desk: Desk,
    navigator: FakeNavigator | None = None,
    *,
    call: int | None = None,
    person: int | None = None,
) -> CallPage:
    page = CallPage(desk, ImmediateJobs(), navigator or FakeNavigator(), call, person)
    show(qtbot, page)
    page.begin()
    return page


def test_a_caller_is_found_checked_heard_and_gets_one_request_by_keyboard(
    qtbot: QtBot, real: RealDesk
) -> None:
    zoe, navigator = real.add_person(), FakeNavigator()
    page = calling(qtbot, real.desk, navigator)
    write("keller")
    press(ENTER)
    assert caret() is page.caller.questions
    for _question in range(3):
        press(Qt.Key.Key_Y)
    assert page.caller.verdict.text().startswith("Identity stands")
    press(Qt.Key.Key_1, ALT)
    press(Qt.Key.Key_3, ALT)
    press(Qt.Key.Key_J, CTRL)
    write("Prefers post, yes")
    press(ENTER, CTRL)
    case = real.desk.requests.of_person(zoe)[0]
    assert [each.right for each in case.rights] == [Right.ACCESS, Right.ERASURE]
    assert (case.channel, case.received_on, case.notes) == (
        Channel.PHONE,
        date(2026, 3, 24),
        "Prefers post, yes",
    )
    assert case.identity[0].method is IdentityMethod.QUESTIONS
    assert case.identity_stands
    assert navigator.opened == [("case", {"case": case.id})]
    assert real.desk.calls.unfinished() == []


def test_typed_y_and_n_are_letters_in_the_notes(qtbot: QtBot, real: RealDesk) -> None:
    page = calling(qtbot, real.desk, person=real.add_person())
    press(Qt.Key.Key_J, CTRL)
    write("yny")
    assert page.say.notes.toPlainText() == "yny"
    assert page.caller.questions.answers == {}


def test_the_words_follow_the_call_and_never_hold_an_answer(qtbot: QtBot, real: RealDesk) -> None:
    page = calling(qtbot, real.desk, person=real.add_person())
    assert page.say.head.after.whole_text == "in French"
    said = page.say.script.text
    assert page.say.script.marked
    press(Qt.Key.Key_Y)
    assert page.say.script.text != said
    page.say.language.choose("de")
    assert "Konto" in page.say.script.text or "Sie" in page.say.script.text
    for question in page._known.questions:
        assert question.answer not in page.say.script.text


def test_two_wrong_answers_take_the_wish_and_give_nothing_out(qtbot: QtBot, real: RealDesk) -> None:
    zoe = real.add_person()
    page = calling(qtbot, real.desk, person=zoe)
    press(Qt.Key.Key_N)
    press(Qt.Key.Key_N)
    assert page.caller.verdict.text().startswith("Take the wish, give nothing out")
    press(Qt.Key.Key_1, ALT)
    press(ENTER, CTRL)
    case = real.desk.requests.of_person(zoe)[0]
    assert not case.identity_stands
    assert case.identity[0].passed is False


def test_calling_back_a_number_on_file_makes_identity_stand(qtbot: QtBot, real: RealDesk) -> None:
    page = calling(qtbot, real.desk, person=real.add_person())
    buttons = page.caller.call_back.buttons
    qtbot.waitUntil(lambda: buttons[PersonField.PHONE_LANDLINE].isVisible())
    press(Qt.Key.Key_B, ALT)
    assert page.caller.verdict.text() == "Identity stands: called back on the number on file."
    assert page.sheet is not None
    assert page.sheet.called_back is PersonField.PHONE_LANDLINE
    again = page.caller.call_back.buttons[PersonField.PHONE_LANDLINE]
    qtbot.waitUntil(again.isVisible)
    assert again.text() == "Called back"
    press(Qt.Key.Key_B, ALT)
    assert page.sheet.called_back is None


def test_a_number_changed_lately_is_not_called_and_says_why(qtbot: QtBot, real: RealDesk) -> None:
    zoe = real.add_person()
    for name in (PersonField.PHONE_LANDLINE, PersonField.PHONE_MOBILE):
        real.desk.people.correct(
            zoe, {name: "+41215550899"}, proof="letter", channel=Channel.POST, received_on=NOW.date()
        )
    page = calling(qtbot, real.desk, person=zoe)
    assert [button.isEnabled() for button in page.caller.call_back.buttons.values()] == [False, False]
    assert "serves again" in page.caller.call_back.buttons[PersonField.PHONE_MOBILE].toolTip()
    press(Qt.Key.Key_B, ALT)
    assert page.sheet is not None
    assert page.sheet.called_back is None


def test_a_correction_shows_the_value_before_and_what_is_confirmed_first(
    qtbot: QtBot, real: RealDesk
) -> None:
    zoe = real.add_person()
    page = calling(qtbot, real.desk, person=zoe)
    press(Qt.Key.Key_2, ALT)
    row = page.wishes.changes.rows[0]
    assert row.before.text() == "Before: zoe.keller@example.ch"
    row.line.setText("zoe.keller@example.com")
    assert page.wishes.contact_note.isVisible()
    assert "Due Thu 23 Apr 2026" in page.wishes.due.text()
    press(ENTER, CTRL)
    case = real.desk.requests.of_person(zoe)[0]
    assert case.rights[0].changes == {PersonField.EMAIL: "zoe.keller@example.com"}
    assert real.records.fact(zoe, PersonField.EMAIL) == "zoe.keller@example.ch"


def test_what_is_typed_is_kept_within_a_second_and_says_when(qtbot: QtBot, real: RealDesk) -> None:
    page = calling(qtbot, real.desk, person=real.add_person())
    press(Qt.Key.Key_J, CTRL)
    write("Asks when the report comes")
    assert page._saver.waiting
    assert page._saver._timer.interval() < 1000
    with qtbot.waitSignal(page._saver.saved, timeout=3000):
        pass
    assert real.desk.calls.unfinished()[0].notes == "Asks when the report comes"
    assert page.footer.words.whole_text.startswith("Saved at 10:42:00. If the line drops")


def test_locking_in_the_middle_keeps_the_sheet_the_caret_and_the_answers(
    qtbot: QtBot, real: RealDesk
) -> None:
    page = calling(qtbot, real.desk, person=real.add_person())
    press(Qt.Key.Key_Y)
    press(Qt.Key.Key_4, ALT)
    press(Qt.Key.Key_J, CTRL)
    write("Line dropped")
    press(Qt.Key.Key_Left)
    state = page.place_state()
    page.leave()
    page.hide()
    again = CallPage(real.desk, ImmediateJobs(), FakeNavigator())
    show(qtbot, again)
    again.restore_place(state)
    again.begin()
    assert again.say.notes.toPlainText() == "Line dropped"
    assert caret() is again.say.notes
    assert again.say.notes.textCursor().position() == len("Line droppe")
    assert again.wishes.ticks.rights == {Right.RESTRICTION}
    assert again.caller.questions.answers == {"last_top_up": True}
    assert len(real.desk.calls.unfinished()) == 1
    assert "Line dropped" not in repr(state)


def test_finishing_later_waits_under_today_and_goes_on(qtbot: QtBot, real: RealDesk) -> None:
    page = calling(qtbot, real.desk, person=real.add_person())
    page.leave()
    waiting = real.desk.today.overview().unfinished_calls
    assert [call.person_name for call in waiting] == ["Zoë Keller"]
    again = calling(qtbot, real.desk, call=waiting[0].call_id)
    assert again.caller.caller.name.whole_text == "Zoë Keller"


def test_an_empty_sheet_leaves_nothing_behind(qtbot: QtBot, real: RealDesk) -> None:
    page = calling(qtbot, real.desk)
    page.leave()
    assert real.desk.calls.unfinished() == []


def test_a_wish_of_an_unknown_caller_asks_who_calls_and_loses_nothing(qtbot: QtBot, real: RealDesk) -> None:
    page = calling(qtbot, real.desk)
    press(Qt.Key.Key_1, ALT)
    press(Qt.Key.Key_J, CTRL)
    write("A neighbour")
    press(ENTER, CTRL)
    field = page.caller.caller.picker.field
    assert field.wrong
    assert caret() is field.line
    assert page.say.notes.toPlainText() == "A neighbour"
    assert real.desk.requests.open_cases() == []


def test_a_call_about_an_open_request_joins_it_without_a_new_clock(qtbot: QtBot, real: RealDesk) -> None:
    zoe, navigator = real.add_person(), FakeNavigator()
    case = real.open_case(zoe)
    page = calling(qtbot, real.desk, navigator, person=zoe)
    press(Qt.Key.Key_0, ALT)
    assert page.act.text() == f"End the call, note it in {case.number}"
    press(ENTER, CTRL)
    now = real.case(case.id)
    assert now.letters[-1].channel is Channel.PHONE
    assert now.deadline == case.deadline
    assert len(real.desk.requests.of_person(zoe)) == 1
    assert navigator.opened == [("case", {"case": case.id})]


def test_a_new_wish_beside_the_question_is_noted_in_both(qtbot: QtBot, real: RealDesk) -> None:
    zoe = real.add_person()
    case = real.open_case(zoe)
    calling(qtbot, real.desk, person=zoe)
    press(Qt.Key.Key_0, ALT)
    press(Qt.Key.Key_7, ALT)
    press(ENTER, CTRL)
    line = real.case(case.id).letters[-1]
    assert (line.direction, line.channel) == (LetterDirection.IN, Channel.PHONE)
    assert len(real.desk.requests.of_person(zoe)) == 2


def test_another_caller_drops_the_answers_of_the_first(qtbot: QtBot, real: RealDesk) -> None:
    zoe = real.add_person()
    real.add_person(MARCO, "1036 4410")
    page = calling(qtbot, real.desk, person=zoe)
    press(Qt.Key.Key_Y)
    page.caller.caller.other.click()
    write("bianchi")
    press(ENTER)
    assert page.caller.questions.answers == {}
    assert page.say.head.after.whole_text == "in Italian"
    viewed = [event.record for event in real.records.actions(Action.PERSON_VIEWED)]
    assert viewed[0] == f"person:{zoe}"
    assert len(viewed) == 2


def test_an_old_answer_never_replaces_a_newer_search(qtbot: QtBot, real: RealDesk) -> None:
    real.add_person()
    page = calling(qtbot, real.desk)
    write("keller")
    picker = page.caller.caller.picker
    picker.show_hits("kel", ())
    assert len(picker.rows.rows()) == 1


def test_a_sheet_that_cannot_be_kept_says_so_and_stays(qtbot: QtBot, real: RealDesk) -> None:
    class FullDisk(Calls):
        full = True

        def keep(self, sheet: CallSheet) -> None:
            if FullDisk.full:
                raise DiskFullError(Path("records"))
            super().keep(sheet)

    desk = replace(real.desk, calls=FullDisk(real.records.place))
    page = calling(qtbot, desk, person=real.add_person())
    press(Qt.Key.Key_J, CTRL)
    write("Not lost")
    page._saver.save_now()
    assert page.banner.isVisible()
    assert page.say.notes.toPlainText() == "Not lost"
    FullDisk.full = False
    page.banner.act_button.click()
    assert desk.calls.unfinished()[0].notes == "Not lost"


def test_an_ended_call_is_read_only_and_leads_to_its_request(qtbot: QtBot, real: RealDesk) -> None:
    zoe, navigator = real.add_person(), FakeNavigator()
    page = calling(qtbot, real.desk, person=zoe)
    press(Qt.Key.Key_1, ALT)
    state: Callable[[], dict[str, object]] = page.place_state
    press(ENTER, CTRL)
    call = state()["call"]
    assert isinstance(call, int)
    again = calling(qtbot, real.desk, navigator, call=call)
    assert not again.act.isVisible()
    again.banner.act_button.click()
    assert navigator.opened == [("case", {"case": real.desk.requests.of_person(zoe)[0].id})]


def test_the_timer_counts_from_the_start_of_the_call(qtbot: QtBot, real: RealDesk) -> None:
    page = calling(qtbot, real.desk, person=real.add_person())
    real.later(minutes=4, seconds=12)
    page._tick()
    assert page.timer.text() == "4:12"


def test_only_those_who_take_requests_take_calls(real: RealDesk) -> None:
    assert places(real.as_member(Role.ADMINISTRATOR), ImmediateJobs()) == []
    assert [place.key for place in places(real.as_member(Role.AGENCY_CLERK), ImmediateJobs())] == ["call"]


def test_who_calls_for_the_person_is_typed_kept_and_taken_by_keyboard(qtbot: QtBot, real: RealDesk) -> None:
    zoe, navigator = real.add_person(), FakeNavigator()
    page = calling(qtbot, real.desk, navigator, person=zoe)
    press(Qt.Key.Key_P, ALT)
    assert caret() is page.caller.speaker.name.control
    assert not page.caller.questions.isVisible()
    assert page.caller.call_back.code is None
    press(Qt.Key.Key_1, ALT)
    press(ENTER, CTRL)
    assert page.caller.speaker.name.wrong
    assert real.desk.requests.of_person(zoe) == []
    write("Marta Vogt")
    page._saver.save_now()
    kept = real.desk.calls.unfinished()[0].representative
    assert kept is not None
    assert kept.name == "Marta Vogt"
    press(ENTER, CTRL)
    who = real.desk.requests.of_person(zoe)[0].representative
    assert who is not None
    assert (who.name, who.proven, who.scope) == ("Marta Vogt", False, frozenset({Right.ACCESS}))
    again = calling(qtbot, real.desk, person=zoe)
    assert again.caller.speaker.before.count() == 0


def test_a_sheet_taken_up_again_has_speaker_consents_and_day(qtbot: QtBot, real: RealDesk) -> None:
    zoe = real.add_person()
    real.desk.people.set_consent(zoe, "surveys", ConsentState.GIVEN, date(2025, 3, 1), form="F-1")
    page = calling(qtbot, real.desk, person=zoe)
    press(Qt.Key.Key_7, ALT)
    page.wishes.consents.boxes["surveys"].setFocus()
    press(Qt.Key.Key_Space)
    page.wishes.reached.tick.setFocus()
    press(Qt.Key.Key_Space)
    write("3.3.26")
    press(Qt.Key.Key_P, ALT)
    write("Ada")
    page.leave()
    assert page.sheet is not None
    again = calling(qtbot, real.desk, call=page.sheet.id)
    assert again.wishes.consents.value == {"surveys"}
    assert again.wishes.reached.reached_on == date(2026, 3, 3)
    assert again.caller.speaker.name.value == "Ada"
    assert again.sheet == page.sheet


def test_a_day_to_come_is_marked_and_the_call_goes_on(qtbot: QtBot, real: RealDesk) -> None:
    zoe = real.add_person()
    page = calling(qtbot, real.desk, person=zoe)
    press(Qt.Key.Key_1, ALT)
    page.wishes.reached.tick.setFocus()
    press(Qt.Key.Key_Space)
    for typed, words in (("1.4.26", "future"), ("nonsense", "not a date")):
        page.wishes.reached.day.set_value(typed)
        press(ENTER, CTRL)
        assert words in page.wishes.reached.day.note.text()
    assert real.desk.requests.of_person(zoe) == []
    page.wishes.reached.day.set_value("3.3.26")
    press(ENTER, CTRL)
    assert real.desk.requests.of_person(zoe)[0].received_on == date(2026, 3, 3)


def test_a_code_by_letter_is_wanted_and_unwanted_and_never_to_a_new_address(
    qtbot: QtBot, real: RealDesk
) -> None:
    zoe = real.add_person()
    page = calling(qtbot, real.desk, person=zoe)
    for wanted in (True, False):
        button = page.caller.call_back.code
        assert button is not None
        qtbot.waitUntil(button.isVisible)
        press(Qt.Key.Key_L, ALT)
        assert page.sheet is not None
        assert page.sheet.letter_code is wanted
    real.desk.people.correct(
        zoe, {PersonField.STREET: "Rue Neuve"}, proof="letter", channel=Channel.POST, received_on=NOW.date()
    )
    moved = calling(qtbot, real.desk, person=zoe)
    assert moved.caller.call_back.code is not None
    assert not moved.caller.call_back.code.isEnabled()
    assert "serves again" in moved.caller.call_back.code.toolTip()
