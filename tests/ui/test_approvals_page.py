# SPDX-License-Identifier: MIT
"""What a colleague proposed waits on Today, and is approved or declined by keyboard."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from privdesk.domain.approvals import Approval, ApprovalKind, ApprovalState
from privdesk.domain.audit import Action, AuditEvent
from privdesk.domain.staff import Role, StaffMember
from privdesk.domain.vault import StaffId
from privdesk.services.approvals import Approvals, digest_of
from privdesk.services.desk import Desk
from privdesk.ui.dialogs import Decision
from privdesk.ui.staff import places
from privdesk.ui.staff.approvals_page import ApprovalsPage
from privdesk.ui.today.page import TodayView
from tests.ui.desk_kit import People, people, press, shown, type_text
from tests.ui.fakes import FakeNavigator, ImmediateJobs

__all__ = ["people"]
CTRL = Qt.KeyboardModifier.ControlModifier
ENTER = Qt.Key.Key_Return
COLLEAGUE = StaffMember(StaffId("c" * 32), "Bettina Arnold", frozenset({Role.PRIVACY_OFFICER}))
LINES = ["14 values of identity and contact", "2 documents of 5 pages"]


def proposed(people: People, subject: str = "person:17") -> Approval:
    """A colleague's proposal."""
    behind = people.real.behind
    with behind.records.open_work() as work:
        for member in (COLLEAGUE, people.desk.session.member):
            work.staff.put(member)
        work.audit.record(AuditEvent(Action.STAFF_ADDED))
        work.commit()
    place = replace(behind.place, session=replace(behind.place.session, member=COLLEAGUE))
    return Approvals(place).propose(ApprovalKind.ERASURE, subject, digest_of(subject), LINES)


def state(desk: Desk) -> ApprovalState:
    return desk.approvals.entries()[0].state


def test_it_stands_on_top_of_today_and_enter_opens_it(qtbot: QtBot, people: People) -> None:
    approval, navigator = proposed(people), FakeNavigator()
    page = shown(qtbot, TodayView(people.desk, ImmediateJobs(), navigator))
    first = page.list.rows()[0]
    assert (first.cells[2].text, first.cells[2].after) == ("Erasure", "Person 17")
    page.list.choose_first()
    page.list.setFocus()
    press(ENTER)
    assert navigator.opened == [("approvals", {"approval": approval.id})]


def test_it_is_approved_after_a_second_look(qtbot: QtBot, people: People) -> None:
    approval = proposed(people)
    proposed(people, "person:18")
    page = shown(qtbot, ApprovalsPage(people.desk, ImmediateJobs(), FakeNavigator(), approval.id))
    assert page.current is not None
    assert page.current.approval.summary == tuple(LINES)
    press(ENTER, CTRL)
    dialog = next(
        each for each in QApplication.topLevelWidgets() if isinstance(each, Decision) and each.isVisible()
    )
    dialog.act.click()
    states = {each.approval.id: each.state for each in people.desk.approvals.entries()}
    assert states[approval.id] is ApprovalState.APPROVED
    assert len(people.desk.approvals.waiting()) == 1


def test_it_is_declined_with_a_reason(qtbot: QtBot, people: People) -> None:
    proposed(people)
    page = shown(qtbot, ApprovalsPage(people.desk, ImmediateJobs(), FakeNavigator()))
    press(Qt.Key.Key_D, CTRL)
    assert page.panel is not None
    press(ENTER, CTRL)
    assert page.panel.reason.wrong
    type_text("A claim is open")
    press(ENTER, CTRL)
    assert page.panel is None
    assert state(people.desk) is ApprovalState.DECLINED
    assert people.desk.approvals.entries()[0].approval.reason == "A claim is open"
    press(Qt.Key.Key_D, CTRL)
    assert page.panel is None


def test_without_proposals_the_page_says_what_waits_here(qtbot: QtBot, people: People) -> None:
    page = shown(qtbot, ApprovalsPage(people.desk, ImmediateJobs(), FakeNavigator()))
    assert page.nothing.isVisible()
    assert not page.list.isVisible()


def test_who_decides_nothing_has_no_such_page(people: People) -> None:
    clerk, officer = people.real.for_roles(Role.CLERK), people.real.for_roles(Role.PRIVACY_OFFICER)
    assert places(clerk, ImmediateJobs()) == []
    assert [place.key for place in places(officer, ImmediateJobs())] == ["approvals"]
