# SPDX-License-Identifier: MIT
"""Today: what is due in order, the next move by keyboard, first steps of a new desk."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from privdesk.domain.audit import Action, AuditEvent
from privdesk.domain.cases import Right
from privdesk.domain.inbox import InboxItem, ItemId, ItemState
from privdesk.domain.people import Channel
from privdesk.domain.staff import Role
from privdesk.services.desk import Desk
from privdesk.services.today import Today
from privdesk.services.today_page import TodayPage
from privdesk.ui.today import places
from privdesk.ui.today.page import TodayView
from tests.ui.fakes import FakeNavigator, ImmediateJobs
from tests.ui.pressing import CTRL, caret, press, show
from tests.ui.request_desk import MARCO, NOW, RealDesk, real

__all__ = ["real"]
pytestmark = pytest.mark.usefixtures("qapp")


def opened(qtbot: QtBot, desk: Desk, navigator: FakeNavigator | None = None) -> TodayView:
    page = TodayView(desk, ImmediateJobs(), navigator or FakeNavigator())
    show(qtbot, page)
    return page


def a_form_waits(real: RealDesk) -> ItemId:
    with real.records.records.open_work() as work:
        item = work.inbox.add(
            InboxItem(ItemId(0), "", ItemState.READY, Channel.POST, "scan.pdf", date(2026, 3, 23), NOW, ())
        )
        work.audit.record(AuditEvent(Action.ITEM_ARRIVED))
        work.commit()
    return item.id


def test_what_is_due_stands_in_order_and_says_lateness_in_words(qtbot: QtBot, real: RealDesk) -> None:
    zoe, marco = real.add_person(), real.add_person(MARCO, "1036 4410")
    real.open_case(zoe, Right.ACCESS, received=date(2026, 3, 20))
    real.open_case(marco, Right.ERASURE, received=date(2026, 2, 10))
    page = opened(qtbot, real.desk)
    rows = page.list.rows()
    assert [row.cells[2].text for row in rows] == ["Marco Bianchi", "Zoë Keller"]
    assert (rows[0].cells[0].text, rows[0].cells[0].after, rows[0].cells[0].tone) == (
        "12",
        "days late",
        "danger",
    )
    assert rows[1].cells[0].after == "days"
    assert rows[1].cells[2].second == "E-mail, received 20 Mar"


def test_arrows_go_through_all_groups_and_enter_opens(qtbot: QtBot, real: RealDesk) -> None:
    zoe = real.add_person()
    sheet = real.desk.calls.start(zoe)
    real.desk.calls.keep(replace(sheet, wishes=frozenset({Right.ACCESS})))
    case = real.open_case(zoe)
    navigator = FakeNavigator()
    page = opened(qtbot, real.desk, navigator)
    assert page.bar.heading.title.text() == "Unfinished calls"
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return)
    assert navigator.opened == [("call", {"call": sheet.id}), ("case", {"case": case.id})]


def test_the_next_form_opens_from_anywhere(qtbot: QtBot, real: RealDesk) -> None:
    real.open_case(real.add_person())
    item, navigator = a_form_waits(real), FakeNavigator()
    page = opened(qtbot, real.desk, navigator)
    assert page.next_form.isVisible()
    press(Qt.Key.Key_Return, CTRL)
    assert navigator.opened == [("capture", {"item": item})]


def test_those_who_enter_no_forms_are_not_offered_one(qtbot: QtBot, real: RealDesk) -> None:
    a_form_waits(real)
    page = opened(qtbot, real.as_member(Role.ADMINISTRATOR))
    assert not page.next_form.isVisible()


def test_a_new_desk_is_told_what_to_do_first(qtbot: QtBot, real: RealDesk) -> None:
    navigator = FakeNavigator()
    page = opened(qtbot, real.desk, navigator)
    assert page.steps.title.text() == "Nothing is due. 2 steps to go."
    done = [row.button is None for row in page.steps.rows]
    assert done == [True, True, False, False]
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Down)
    assert caret() is page.steps.rows[3].button
    press(Qt.Key.Key_Return)
    assert navigator.opened == [("inbox", {}), ("imports", {"kind": "people"})]
    assert not page.side.isVisible()


def test_nothing_due_says_what_waits(qtbot: QtBot, real: RealDesk) -> None:
    a_form_waits(real)

    class Quiet(Today):
        def overview(self) -> TodayPage:
            return replace(super().overview(), steps=())

    page = opened(qtbot, replace(real.desk, today=Quiet(real.records.place)))
    assert page.empty.sentence.text() == "Nothing is due. 1 form waits in the Inbox."


def test_a_failure_is_said_and_can_be_tried_again(qtbot: QtBot, real: RealDesk) -> None:
    real.open_case(real.add_person())

    class Failing(Today):
        fails = True

        def overview(self) -> TodayPage:
            if Failing.fails:
                raise OSError
            return super().overview()

    page = opened(qtbot, replace(real.desk, today=Failing(real.records.place)))
    assert page.banner.isVisible()
    Failing.fails = False
    page.banner.act_button.click()
    assert not page.banner.isVisible()
    assert len(page.list.rows()) == 1


def test_locking_comes_back_to_the_same_row(qtbot: QtBot, real: RealDesk) -> None:
    zoe = real.add_person()
    real.open_case(zoe, received=date(2026, 3, 4))
    last = real.open_case(zoe, Right.ERASURE, received=date(2026, 3, 24))
    page = opened(qtbot, real.desk)
    press(Qt.Key.Key_Down)
    state = page.place_state()
    again = opened(qtbot, real.desk)
    again.restore_place(state)
    assert again.list.current_id() == ("due", last.id)


def test_charts_and_notes_say_what_came_since_one_left(qtbot: QtBot, real: RealDesk) -> None:
    with real.records.records.open_work() as work:
        work.audit.record(AuditEvent(Action.LOCKED, f"staff:{real.desk.session.member.id}"))
        work.commit()
    real.later(minutes=5)
    real.open_case(real.add_person())
    overview = real.desk.today.overview()
    assert overview.since == ["1 request was opened."]
    assert overview.forms_a_day[-1].day - overview.forms_a_day[0].day == timedelta(days=9)
    page = opened(qtbot, real.desk)
    assert page.side.isVisible()


def test_today_is_open_to_every_role(real: RealDesk) -> None:
    desk = real.as_member(Role.ADMINISTRATOR)
    assert [place.key for place in places(desk, ImmediateJobs(), FakeNavigator())] == ["today"]
