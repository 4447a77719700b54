# SPDX-License-Identifier: MIT
"""The erasure plan by keyboard: choices with reasons, holds, the run after a last question, certificate, papers."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot

from privdesk.domain.audit import Action, AuditEvent
from privdesk.domain.cases import Case, IdentityMethod, Right
from privdesk.domain.erasure_plan import Act
from privdesk.domain.erasures import ErasureState
from privdesk.domain.forms import TemplateId, TemplateRef
from privdesk.domain.inbox import DocumentId
from privdesk.domain.people import Channel, PersonId, Source
from privdesk.domain.staff import Role, StaffMember
from privdesk.domain.submissions import FormEntry, Submission, SubmissionId, SubmissionState
from privdesk.domain.vault import StaffId
from privdesk.services.desk import Desk
from privdesk.services.erasure import Erasure
from privdesk.services.holds import Holds
from privdesk.services.letters import Letters
from privdesk.ui.dialogs import Decision
from privdesk.ui.erasure import places
from privdesk.ui.erasure.done_page import DonePage
from privdesk.ui.erasure.list_page import ErasuresPage
from privdesk.ui.erasure.plan_page import PlanPage
from privdesk.ui.requests.case_page import CaseDeskPage
from privdesk.ui.widgets.label import Label
from tests.ui.fakes import FakeNavigator, ImmediateJobs
from tests.ui.pressing import CTRL, press, show, write
from tests.ui.request_desk import MARCO, NOW, PaperRenderer, RealDesk, real
from tests.unit.services.letter_bench import Box, Paper, Secrets

__all__ = ["real"]
ENTER = Qt.Key.Key_Return


@dataclass
class Clearing:
    """Remembers what was cleared."""

    removed: list[DocumentId] = field(default_factory=list)

    def remove(self, document_ids: Sequence[DocumentId]) -> None:
        self.removed += document_ids

    def scrub(self) -> None:
        """Nothing to clear in a test of pages."""


@dataclass
class Seat:
    """A privacy officer before the plan of somebody whose contract has ended."""

    real: RealDesk
    desk: Desk
    erasure: Erasure
    person: PersonId
    case: Case
    navigator: FakeNavigator = field(default_factory=FakeNavigator)

    def plan_page(self) -> PlanPage:
        return PlanPage(self.desk, self.erasure, ImmediateJobs(), self.navigator, self.person, self.case.id)

    def done_page(self, number: int) -> DonePage:
        return DonePage(self.desk, self.erasure, ImmediateJobs(), self.navigator, number)


@pytest.fixture
def seat(real: RealDesk) -> Seat:
    person = real.add_person(MARCO)
    place = real.desk.people._place
    with real.records.records.open_work() as work:
        (contract,) = work.contracts.of_person(person)
        work.contracts.change(replace(contract, end=date(2025, 11, 30)))
        template = TemplateRef(TemplateId("registration"), 3, "fr")
        entry = FormEntry(
            None, template, {}, Channel.POST, date(2024, 1, 1), Source.PERSON, None, "1", paper_place="Box 14"
        )
        work.submissions.add(
            Submission(SubmissionId(0), "", SubmissionState.SAVED, entry, person, NOW, place.member.id)
        )
        work.audit.record(AuditEvent(Action.IMPORT_BATCH))
        work.commit()
    case = real.open_case(person, Right.ERASURE)
    real.desk.requests.check_identity(case.id, IdentityMethod.CARD_SEEN, True)
    erasure = Erasure(place, Clearing(), PaperRenderer())
    erasure.settle_balance(person, "by bank", case.id)
    desk = replace(real.desk, erasure=erasure, holds=Holds(place))
    return Seat(real, desk, erasure, person, case)


def answer(yes: bool) -> None:
    """The last question."""
    (dialog,) = [
        each for each in QApplication.topLevelWidgets() if isinstance(each, Decision) and each.isVisible()
    ]
    (dialog.act if yes else dialog.keep).click()


def test_the_case_leads_to_the_plan_and_the_plan_to_the_certificate(qtbot: QtBot, seat: Seat) -> None:
    case_page = CaseDeskPage(seat.desk, ImmediateJobs(), seat.navigator, seat.case.id)
    show(qtbot, case_page)
    press(ENTER, CTRL)
    assert seat.navigator.opened[-1] == ("erasure", {"person": seat.person, "case": seat.case.id})
    page = seat.plan_page()
    show(qtbot, page)
    sections = [row.section for row in page.list.rows()]
    assert sections == sorted(sections, key=["erase", "restrict", "keep"].index)
    assert page.act.isEnabled()
    count = seat.erasure.plan(seat.person, seat.case.id).goes
    assert page.act.text() == f"Erase {count} entries"
    page.act.click()
    assert seat.erasure.recent() == []
    answer(yes=False)
    assert seat.erasure.recent() == []
    page.act.click()
    answer(yes=True)
    (done,) = seat.erasure.recent()
    assert done.state is ErasureState.DONE
    assert seat.navigator.opened[-1] == ("erased", {"erasure": done.id})
    seat.navigator.opened.clear()
    case_page.load()
    assert case_page.more.isVisibleTo(case_page)
    case_page._open_certificate()
    assert seat.navigator.opened == [("erased", {"erasure": done.id})]


def test_no_key_erases_and_what_differs_asks_for_a_reason(qtbot: QtBot, seat: Seat) -> None:
    page = seat.plan_page()
    show(qtbot, page)
    page.list.choose("usage")
    press(ENTER)
    press(ENTER, CTRL)
    press(Qt.Key.Key_3)
    assert page.panel is not None
    press(ENTER, CTRL)
    assert page.panel is not None, "without a reason it stays open"
    write("asked by the court")
    press(ENTER, CTRL)
    assert page.panel is None
    row = seat.erasure.plan(seat.person).row("usage")
    assert (row.act, row.reason) == (Act.KEEP, "asked by the court")
    page.list.choose("usage")
    press(Qt.Key.Key_1)
    assert page.panel is None, "back to the rule needs no reason"
    assert not seat.erasure.plan(seat.person).row("usage").changed
    page.list.choose("requests")
    press(Qt.Key.Key_1)
    assert page.banner.isVisible()
    assert seat.erasure.recent() == []


def test_a_hold_is_set_and_lifted_and_blocks_meanwhile(qtbot: QtBot, seat: Seat) -> None:
    page = seat.plan_page()
    show(qtbot, page)
    press(Qt.Key.Key_H, CTRL)
    assert page.panel is not None
    write("Proceeding 7")
    press(ENTER, CTRL)
    assert page.panel is not None, "the day of review is missing"
    review = page.panel.review  # type: ignore[attr-defined]
    review.set_date(date(2026, 9, 1))
    press(ENTER, CTRL)
    assert page.panel is None
    assert not page.act.isEnabled()
    (hold,) = seat.erasure.plan(seat.person).holds
    page.lift_hold(hold.id)
    assert page.panel is not None
    write("settled")
    press(ENTER, CTRL)
    assert page.act.isEnabled()


def test_with_a_second_officer_the_button_asks_first(qtbot: QtBot, seat: Seat) -> None:
    with seat.real.records.records.open_work() as work:
        work.staff.put(StaffMember(StaffId("b" * 32), "B. Roth", frozenset({Role.PRIVACY_OFFICER})))
        work.audit.record(AuditEvent(Action.STAFF_ADDED))
        work.commit()
    page = seat.plan_page()
    show(qtbot, page)
    assert page.act.text() == "Ask a colleague to approve"
    page.act.click()
    assert page.act.text() == "Open the approvals"
    page.act.click()
    assert seat.navigator.opened[-1][0] == "approvals"


def test_certificate_and_papers(qtbot: QtBot, seat: Seat, tmp_path: Path) -> None:
    seat.erasure.change(seat.person, "forms", Act.ERASE, "entered twice")
    number = seat.erasure.run(seat.erasure.plan(seat.person, seat.case.id)).erasure.id
    page = seat.done_page(number)
    show(qtbot, page)
    assert page.print.isEnabled()
    target = tmp_path / "certificate.pdf"
    page.ask_path = lambda _parent, _title, name, on_path: on_path(target.with_name(name))
    page.save.click()
    assert (tmp_path / "E-2026-0001.pdf").read_bytes().startswith(b"%PDF")
    assert len(page.papers.rows()) == 1
    page.papers.setFocus()
    page.papers.choose_first()
    press(Qt.Key.Key_Space)
    answer(yes=False)
    assert seat.erasure.papers(number, waiting=True)
    press(Qt.Key.Key_Space)
    answer(yes=True)
    assert not seat.erasure.papers(number, waiting=True)
    listed = ErasuresPage(seat.desk, seat.erasure, ImmediateJobs(), seat.navigator)
    show(qtbot, listed)
    press(ENTER)
    assert seat.navigator.opened[-1] == ("erased", {"erasure": number})


def test_after_the_run_the_page_leads_to_the_letters_that_are_left(qtbot: QtBot, seat: Seat) -> None:
    number = seat.erasure.run(seat.erasure.plan(seat.person, seat.case.id)).erasure.id
    letters = Letters(seat.real.desk.people._place, Paper(), Box(), Secrets())
    seat.desk = replace(seat.desk, letters=letters)
    page = seat.done_page(number)
    show(qtbot, page)
    next(b for b in page.acts.findChildren(QAbstractButton) if "Write the answer" in b.text()).click()
    assert seat.navigator.opened[-1] == ("letter", {"case": seat.case.id})


def test_a_wish_to_be_told_before_the_account_closes_stands_in_the_plan(qtbot: QtBot, seat: Seat) -> None:
    case = seat.real.open_case(seat.person, Right.OBJECTION)
    seat.desk.objections.note(case.id, tell_before_closing=True)
    for group in ("identity", "contract", "forms", "topups"):
        row = seat.erasure.plan(seat.person).row(group)
        if row.held and row.act is not Act.ERASE:
            seat.erasure.change(seat.person, group, Act.ERASE, "asked for", seat.case.id)
    page = seat.plan_page()
    show(qtbot, page)
    assert not page.act.isEnabled()
    words = [label.text() for label in page.before.findChildren(Label)]
    assert "Tell the person before the account closes" in words
    act = next(b for b in page.acts.findChildren(QAbstractButton) if "Record that the person" in b.text())
    act.click()
    assert seat.navigator.opened[-1] == ("objection", {"case": case.id})
    seat.desk.objections.told_closing(case.id, seat.desk.clock.today(), Channel.PHONE)
    page.load()
    assert page.act.isEnabled()


def test_the_plan_is_printed_by_its_key_and_that_is_recorded(qtbot: QtBot, seat: Seat) -> None:
    page = seat.plan_page()
    show(qtbot, page)
    asked: list[int] = []
    page.printing.ask_printer = lambda _parent, pages, _on_printer: asked.append(pages)
    press(Qt.Key.Key_P, CTRL)
    assert asked == [3]
    with seat.real.records.records.open_reading() as records:
        (entry,) = records.audit.entries(actions=(Action.EXPORTED,))
    assert (entry.event.record, entry.event.fields) == (f"person:{seat.person}", ("erasure_plan",))


def test_a_run_that_was_stopped_is_offered_to_go_on(qtbot: QtBot, seat: Seat) -> None:
    plan = seat.erasure.plan(seat.person, seat.case.id)
    begun, _address = seat.erasure._begin(plan)
    page = seat.plan_page()
    show(qtbot, page)
    assert page.banner.isVisible()
    assert not page.act.isEnabled()
    page.resume()
    assert seat.erasure.get(begun.id).state is ErasureState.DONE


def test_only_who_may_erase_finds_the_places(seat: Seat) -> None:
    clerk = seat.real.as_member(Role.CLERK)
    assert [place.key for place in places(seat.desk, ImmediateJobs())] == ["erasure", "erased", "erasures"]
    assert places(replace(clerk, erasure=seat.erasure), ImmediateJobs()) == []
