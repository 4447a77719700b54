# SPDX-License-Identifier: MIT
"""Retention by keyboard: what is due, what is left out, four eyes, the run with stop and go on, holds, papers."""

from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from privdesk.domain.audit import Action, AuditEvent
from privdesk.domain.errors import Cancelled
from privdesk.domain.staff import Role, StaffMember
from privdesk.domain.vault import StaffId
from privdesk.services import disposal_run
from privdesk.services.approvals import Approvals
from privdesk.services.catalogue_desk import CatalogueDesk
from privdesk.services.desk import Desk
from privdesk.services.holds import Holds
from privdesk.services.retention import Retention
from privdesk.ui.dialogs import Decision
from privdesk.ui.erasure.panels import HoldPanel
from privdesk.ui.retention import places
from privdesk.ui.retention.disposal_page import DisposalPage
from privdesk.ui.retention.find_panel import FindPanel
from privdesk.ui.retention.page import RetentionPage
from privdesk.ui.retention.review_panel import ReviewPanel
from privdesk.ui.retention.work import DisposalWork
from privdesk.ui.today.page import TodayView
from tests.ui.fakes import FakeNavigator, ImmediateJobs
from tests.ui.pressing import CTRL, press, show, write
from tests.ui.request_desk import PaperRenderer, RealDesk, real
from tests.unit.services.retention_kit import Clearing, Office, StopAfter

__all__ = ["real"]
ENTER, SPACE = Qt.Key.Key_Return, Qt.Key.Key_Space


@dataclass
class Seat:
    """A privacy officer before Retention."""

    office: Office
    desk: Desk
    retention: Retention
    holds: Holds
    navigator: FakeNavigator = field(default_factory=FakeNavigator)

    def page(self, tab: str = "") -> RetentionPage:
        jobs = ImmediateJobs()
        work = DisposalWork(self.retention, jobs)
        return RetentionPage(self.desk, self.retention, self.holds, jobs, self.navigator, work, tab)


@pytest.fixture
def seat(real: RealDesk) -> Seat:
    place = real.records.place
    retention, holds = Retention(place, Clearing(), PaperRenderer()), Holds(place)
    desk = replace(real.desk, retention=retention, holds=holds)
    return Seat(Office(real.records), desk, retention, holds)


def answer(yes: bool) -> str:
    """The last question; what it asked."""
    (dialog,) = [
        each for each in QApplication.topLevelWidgets() if isinstance(each, Decision) and each.isVisible()
    ]
    title = dialog.act.text()
    (dialog.act if yes else dialog.keep).click()
    return title


def test_nothing_due_says_so(qtbot: QtBot, seat: Seat) -> None:
    page = seat.page()
    show(qtbot, page)
    assert page.head.sentence.text() == "nothing is due"
    assert {row.section for row in page.list.rows()} == {"rest"}
    assert not page.footer.isVisible()
    for number, words in ((2, "No hold stands"), (3, "Nothing was disposed of"), (4, "No original on paper")):
        page.tabs.choose_number(number)
        assert page.none.sentence.text().startswith(words)


def test_what_is_due_goes_after_a_last_question(qtbot: QtBot, seat: Seat) -> None:
    seat.office.person(1, place="Binder 7")
    page = seat.page()
    show(qtbot, page)
    entries = seat.retention.due().entries
    assert page.act.text() == f"Dispose of {entries} entries"
    press(ENTER, CTRL)
    press(ENTER)
    assert seat.retention.recent() == [], "no key disposes of anything"
    page.act.click()
    answer(yes=False)
    assert seat.retention.recent() == []
    page.act.click()
    assert answer(yes=True) == f"Dispose of {entries} entries"
    (done,) = seat.retention.recent()
    assert done.disposed == entries
    assert page.banner.isVisible()
    page.banner.act_button.click()
    assert seat.navigator.opened[-1] == ("disposal", {"disposal": done.id})
    assert not page.strip.isVisible()
    assert {row.section for row in page.list.rows()} == {"rest"}


def test_space_leaves_a_group_out_and_the_name_with_it(qtbot: QtBot, seat: Seat) -> None:
    seat.office.person(1)
    page = seat.page()
    show(qtbot, page)
    whole = page.chosen
    assert {"identity", "contact", "connections"} <= whole
    page.list.choose("connections")
    press(SPACE)
    assert page.chosen == whole - {"connections", "identity", "contact"}
    assert "left out" in page.footer.words.text()
    page.list.choose("identity")
    press(SPACE)
    assert page.chosen == whole, "who somebody is takes everything else along"
    page.list.choose("connections")
    press(SPACE)
    page.act.click()
    answer(yes=True)
    (done,) = seat.retention.recent()
    assert set(done.done) == whole - {"connections", "identity", "contact"}
    assert seat.office.rows("connection") == 1


def test_with_a_second_officer_the_button_asks_first(qtbot: QtBot, seat: Seat) -> None:
    seat.office.person(1)
    second = seat.office.second()
    page = seat.page()
    show(qtbot, page)
    assert page.act.text() == "Ask a colleague to approve"
    page.act.click()
    assert page.act.text() == "Open the approvals"
    page.act.click()
    assert seat.navigator.opened[-1][0] == "approvals"
    (waiting,) = Approvals(second).waiting()
    Approvals(second).approve(waiting.approval.id)
    page.load()
    assert page.act.text().startswith("Dispose of")
    page.list.choose("connections")
    press(SPACE)
    assert page.act.text() == "Ask a colleague to approve", "another plan needs another approval"
    press(SPACE)
    page.act.click()
    answer(yes=True)
    assert len(seat.retention.recent()) == 1


def change_rule(seat: Seat) -> None:
    """Connections are kept another month."""
    catalogue = CatalogueDesk(seat.desk.people._place)
    rule = catalogue.state().catalogue.rule("connections")
    catalogue.put_rule(replace(rule, months=rule.months + 1))


def test_a_plan_whose_rule_was_changed_is_proposed_anew(qtbot: QtBot, seat: Seat) -> None:
    """It could never be carried out again: the button must not go on offering it."""
    seat.office.person(1)
    second = seat.office.second()
    page = seat.page()
    show(qtbot, page)
    page.act.click()
    (waiting,) = Approvals(second).waiting()
    Approvals(second).approve(waiting.approval.id)
    page.load()
    change_rule(seat)
    page.act.click()
    answer(yes=True)
    assert page.banner.isVisible()
    assert page.act.text() == "Ask a colleague to approve"
    page.load()
    assert page.act.text() == "Ask a colleague to approve"
    page.act.click()
    (waiting,) = Approvals(second).waiting()
    Approvals(second).approve(waiting.approval.id)
    page.load()
    page.act.click()
    answer(yes=True)
    assert seat.office.people() == set()


def test_more_than_was_planned_is_proposed_anew(qtbot: QtBot, seat: Seat) -> None:
    seat.office.person(1)
    second = seat.office.second()
    page = seat.page()
    show(qtbot, page)
    page.act.click()
    (waiting,) = Approvals(second).waiting()
    Approvals(second).approve(waiting.approval.id)
    seat.office.person(2)
    page.load()
    page.act.click()
    answer(yes=True)
    assert page.act.text() == "Ask a colleague to approve"


def test_who_proposed_it_has_left(qtbot: QtBot, seat: Seat) -> None:
    seat.office.person(1)
    second, third = seat.office.second(), StaffId("c" * 32)
    with seat.office.desk.records.open_work() as work:
        work.staff.put(StaffMember(third, "C. Blanc", frozenset({Role.PRIVACY_OFFICER})))
        work.audit.record(AuditEvent(Action.STAFF_ADDED))
        work.commit()
    planned = Retention(second, Clearing(), PaperRenderer()).propose()
    (waiting,) = Approvals(seat.desk.people._place).waiting()
    Approvals(seat.desk.people._place).approve(waiting.approval.id)
    page = seat.page()
    show(qtbot, page)
    assert not page.act.isEnabled(), "who proposed it carries it out"
    with seat.office.desk.records.open_work() as work:
        gone = next(each for each in work.staff.all() if each.id == planned.planned_by)
        work.staff.put(replace(gone, disabled=True))
        work.audit.record(AuditEvent(Action.STAFF_ADDED))
        work.commit()
    page.load()
    assert page.act.isEnabled()
    assert page.act.text() == "Ask a colleague to approve"


def test_stopped_it_can_go_on_or_be_ended(qtbot: QtBot, seat: Seat, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(1, 4):
        seat.office.person(number)
    monkeypatch.setattr(disposal_run, "PEOPLE_AT_ONCE", 1)
    for ends in (True, False):
        disposal = seat.retention.propose()
        with pytest.raises(Cancelled):
            seat.retention.run(disposal.id, StopAfter(1))
        page = seat.page()
        show(qtbot, page)
        assert page.strip.isVisible()
        assert not page.act.isEnabled()
        assert "is not finished" in page.strip.words.text()
        if ends:
            page.strip.end.click()
            answer(yes=True)
            assert seat.retention.recent()[0].ended_early
        else:
            page.strip.go_on.click()
            assert seat.retention.recent()[0].disposed == disposal.entries
        assert not page.strip.isVisible()
    assert seat.office.people() == set()


def test_a_hold_is_kept_or_lifted_and_opens_its_person(qtbot: QtBot, seat: Seat) -> None:
    person = seat.office.person(1)
    today = seat.desk.clock.today()
    hold = seat.holds.set(person, "Proceeding 4417", today + timedelta(days=1))
    page = seat.page("holds")
    show(qtbot, page)
    press(ENTER)
    assert seat.navigator.opened[-1] == ("person", {"person": person, "purpose": "rights_request"})
    press(Qt.Key.Key_E, CTRL)
    assert isinstance(page.holds.panel, ReviewPanel)
    page.holds.panel.review.set_date(today - timedelta(days=1))
    press(ENTER, CTRL)
    assert page.holds.panel is not None, "a day that has passed does not do"
    page.holds.panel.review.set_date(today + timedelta(days=200))
    press(ENTER, CTRL)
    assert page.holds.panel is None
    assert seat.holds.standing()[0].hold.review_on == today + timedelta(days=200)
    press(Qt.Key.Key_D, CTRL)
    press(ENTER, CTRL)
    assert page.holds.panel is not None, "without a reason it stays"
    write("settled")
    press(ENTER, CTRL)
    assert seat.holds.standing() == []
    assert seat.holds.of_person(person)[0].hold.id == hold.id


def test_a_hold_is_set_for_a_person_found_here(qtbot: QtBot, seat: Seat) -> None:
    person = seat.office.person(1)
    page = seat.page("holds")
    show(qtbot, page)
    assert page.set_first.isVisible()
    press(Qt.Key.Key_H, CTRL)
    assert isinstance(page.holds.panel, FindPanel)
    write("Old1")
    press(ENTER)
    panel = page.holds.panel
    assert isinstance(panel, HoldPanel)
    assert "Old1" in panel.title.text()
    write("Proceeding 4417")
    press(ENTER, CTRL)
    assert page.holds.panel is panel, "without a day of review it cannot be set"
    press(Qt.Key.Key_Escape)
    assert seat.holds.standing() == []
    page.holds.open_again(f"person:{person}:hold")
    panel = page.holds.panel
    assert isinstance(panel, HoldPanel)
    assert panel.reason.value == "Proceeding 4417", "what was half typed comes back"
    panel.review.set_date(seat.desk.clock.today() + timedelta(days=200))
    press(ENTER, CTRL)
    assert page.holds.panel is None
    (line,) = seat.holds.standing()
    assert (line.hold.person_id, line.hold.reason) == (person, "Proceeding 4417")
    assert not page.set_first.isVisible()
    assert seat.retention.due().held_back
    page.tabs.choose_number(1)
    press(Qt.Key.Key_H, CTRL)
    assert page.holds.panel is None


def test_papers_are_ticked_by_box(qtbot: QtBot, seat: Seat) -> None:
    for number, place in ((1, "Binder 7"), (2, "Binder 7"), (3, "Binder 9")):
        seat.office.person(number, place=place)
    seat.retention.run(seat.retention.propose().id)
    page = seat.page("papers")
    show(qtbot, page)
    assert [row.id for row in page.papers.list.rows()] == ["Binder 7", "Binder 9"]
    press(SPACE)
    answer(yes=False)
    assert len(seat.retention.papers()) == 3
    press(SPACE)
    answer(yes=True)
    assert [paper.place for paper in seat.retention.papers()] == ["Binder 9"]
    assert [row.id for row in page.papers.list.rows()] == ["Binder 9"]


def test_the_certificate_is_saved_and_printed_by_its_keys(qtbot: QtBot, seat: Seat, tmp_path: Path) -> None:
    seat.office.person(1, place="Binder 7")
    done = seat.retention.run(seat.retention.propose().id)
    listed = seat.page("disposals")
    show(qtbot, listed)
    press(ENTER)
    assert seat.navigator.opened[-1] == ("disposal", {"disposal": done.id})
    page = DisposalPage(seat.desk, seat.retention, ImmediateJobs(), seat.navigator, done.id)
    show(qtbot, page)
    target = tmp_path / "here.pdf"
    page.ask_path = lambda _parent, _title, name, on_path: on_path(target.with_name(name))
    press(Qt.Key.Key_S, CTRL)
    assert (tmp_path / "D-2026-0001.pdf").read_bytes().startswith(b"%PDF")
    asked: list[int] = []
    page.ask_printer = lambda _parent, pages, _on_printer: asked.append(pages)
    press(Qt.Key.Key_P, CTRL)
    assert asked == [3]
    page.papers.click()
    assert seat.navigator.opened[-1] == ("retention", {"tab": "papers"})


def test_today_says_what_retention_asks_for(qtbot: QtBot, seat: Seat) -> None:
    person = seat.office.person(1)
    seat.holds.set(person, "claim", seat.desk.clock.today() + timedelta(days=1))
    seat.office.person(2)
    seat.office.desk.records.clock.forward(days=2)
    page = TodayView(seat.desk, ImmediateJobs(), seat.navigator)
    show(qtbot, page)
    rows = [row.id for row in page.list.rows() if isinstance(row.id, tuple) and row.id[0] == "retention"]
    assert rows == [("retention", "holds"), ("retention", "due")]
    page.list.choose(("retention", "holds"))
    press(ENTER)
    assert seat.navigator.opened[-1] == ("retention", {"tab": "holds"})


def test_only_the_privacy_officer_finds_the_places(seat: Seat, real: RealDesk) -> None:
    assert [place.key for place in places(seat.desk, ImmediateJobs())] == ["retention", "disposal"]
    clerk = replace(real.as_member(Role.CLERK), retention=seat.retention, holds=seat.holds)
    assert places(clerk, ImmediateJobs()) == []
