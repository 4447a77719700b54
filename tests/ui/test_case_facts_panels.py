# SPDX-License-Identifier: MIT
"""Questions, fees, representatives, law and colleague from the page of a request, over real records."""

from datetime import date

import pytest
from pytestqt.qtbot import QtBot

from privdesk.domain.cases import Case, CaseKind, IdentityMethod, Outcome, RepresentativeKind, Right
from privdesk.domain.regimes import ChargeKind, PauseKind
from privdesk.domain.staff import Role
from privdesk.services.request_pages import ActKey
from privdesk.ui.requests.act_panel import ActPanel
from privdesk.ui.requests.case_page import CaseDeskPage
from privdesk.ui.requests.clock_panels import AcknowledgePanel, AskPanel, RegimePanel, ReplyPanel
from privdesk.ui.requests.fee_panels import ChargePanel, ConfirmFeePanel
from privdesk.ui.requests.list_page import RequestsPage
from privdesk.ui.requests.new_request import NewRequestPage
from privdesk.ui.requests.people_panels import AssignPanel, EndRepresentationPanel, RepresentPanel
from privdesk.ui.requests.small_panels import AnswerPanel, ExtendPanel
from privdesk.ui.widgets.due_rows import DUE
from tests.ui.fakes import FakeNavigator, ImmediateJobs
from tests.ui.pressing import show
from tests.ui.request_desk import RealDesk, real

__all__ = ["real"]
pytestmark = pytest.mark.usefixtures("qapp")


class Seat:
    """One request on the screen; acts are opened as the menu would."""

    def __init__(self, qtbot: QtBot, real: RealDesk, case: Case, *roles: Role) -> None:
        self.real, self.case_id = real, case.id
        desk = real.as_member(*roles) if roles else real.desk
        self.page = CaseDeskPage(desk, ImmediateJobs(), FakeNavigator(), case.id)
        show(qtbot, self.page)

    def offered(self) -> dict[str, bool]:
        shown = self.page._page
        assert shown is not None
        first = [shown.next_act] if shown.next_act is not None else []
        return {act.key.value: act.allowed for act in (*first, *shown.acts)}

    def do(self, key: ActKey) -> ActPanel:
        shown = self.page._page
        assert shown is not None
        first = [shown.next_act] if shown.next_act is not None else []
        self.page._do(next(act for act in (*first, *shown.acts) if act.key is key))
        panel = self.page.view.panel
        assert panel is not None
        return panel

    def case(self) -> Case:
        return self.real.case(self.case_id)

    def matter(self) -> dict[str, str]:
        shown = self.page._page
        assert shown is not None
        return dict(shown.matter)


@pytest.fixture
def seat(qtbot: QtBot, real: RealDesk) -> Seat:
    return Seat(qtbot, real, real.open_case(real.add_person(), Right.ACCESS, Right.PORTABILITY))


def test_a_question_and_its_reply_are_recorded_and_the_dates_follow(seat: Seat) -> None:
    before = seat.case().deadline
    panel = seat.do(ActKey.ASK)
    assert isinstance(panel, AskPanel)
    assert (panel.kind.combo.count(), panel.kind.value) == (1, "identity")
    panel.on.set_value("3.3.2026")
    panel.act.click()
    assert panel.on.wrong
    assert seat.case().pauses == ()
    panel.on.set_value("10.3.2026")
    panel.question.set_value("Please send us the code from our letter.")
    panel.act.click()
    assert seat.case().pauses[0].asked == date(2026, 3, 10)
    reply = seat.do(ActKey.REPLY)
    assert isinstance(reply, ReplyPanel)
    reply.on.set_value("9.3.2026")
    reply.act.click()
    assert reply.on.wrong
    reply.on.set_value("20.3.2026")
    reply.act.click()
    paused = seat.case()
    assert paused.pauses[0].kind is PauseKind.IDENTITY
    assert paused.deadline.legal > before.legal
    assert paused.deadline.safe == before.safe
    assert seat.matter()["Asked"] == "10 Mar, reply 20 Mar"


def test_a_fee_is_told_within_the_law_and_confirmed(seat: Seat) -> None:
    panel = seat.do(ActKey.CHARGE)
    assert isinstance(panel, ChargePanel)
    panel.amount.set_value("one hundred")
    panel.act.click()
    assert panel.amount.wrong
    panel.amount.set_value("300.05")
    panel.reason.set_value("Four archives have to be searched.")
    panel.act.click()
    assert panel.amount.wrong
    assert seat.case().fee is None
    panel.amount.set_value("300")
    panel.act.click()
    fee = seat.case().fee
    assert fee is not None
    assert (fee.kind, fee.minor, fee.currency) == (ChargeKind.EFFORT, 30_000, "CHF")
    assert seat.matter()["Confirm"] == "by 7 Apr 2026"
    confirm = seat.do(ActKey.CONFIRM_FEE)
    assert isinstance(confirm, ConfirmFeePanel)
    confirm.act.click()
    fee = seat.case().fee
    assert fee is not None
    assert fee.confirmed == date(2026, 3, 24)


def test_a_representative_is_recorded_and_what_is_missing_is_said_under_its_field(seat: Seat) -> None:
    panel = seat.do(ActKey.REPRESENT)
    assert isinstance(panel, RepresentPanel)
    panel.act.click()
    assert panel.name.wrong
    panel.name.set_value("Maître Aubry")
    panel.act.click()
    assert panel.document.wrong
    panel.document.set_value("power of attorney of 2 March")
    panel.until.set_value("1.3.2026")
    panel.act.click()
    assert panel.until.wrong
    panel.until.set_value("30.6.2026")
    panel.scope[Right.PORTABILITY].setChecked(False)
    panel.kind.set_value("lawyer")
    panel.act.click()
    who = seat.case().representative
    assert who is not None
    assert (who.kind, who.scope) == (RepresentativeKind.LAWYER, frozenset({Right.ACCESS}))
    assert seat.matter()["Speaks"] == "Maître Aubry"
    ended = seat.do(ActKey.END_REPRESENTATION)
    assert isinstance(ended, EndRepresentationPanel)
    ended.act.click()
    assert seat.case().representative is None
    assert "Speaks" not in seat.matter()


def test_what_is_half_typed_about_a_representative_comes_back(qtbot: QtBot, seat: Seat) -> None:
    panel = seat.do(ActKey.REPRESENT)
    assert isinstance(panel, RepresentPanel)
    panel.name.set_value("Maître Aubry")
    panel.scope[Right.ERASURE].setChecked(True)
    panel.leave.click()
    again = seat.do(ActKey.REPRESENT)
    assert isinstance(again, RepresentPanel)
    assert again.name.value == "Maître Aubry"
    assert again.scope[Right.ERASURE].isChecked()


def test_the_answer_to_a_represented_person_may_go_to_the_person(seat: Seat, real: RealDesk) -> None:
    requests = real.desk.requests
    requests.check_identity(seat.case_id, IdentityMethod.CARD_SEEN, passed=True)
    for right in (Right.ACCESS, Right.PORTABILITY):
        requests.decide(seat.case_id, right, Outcome.GRANTED, "as asked")
    panel = seat.do(ActKey.REPRESENT)
    assert isinstance(panel, RepresentPanel)
    panel.name.set_value("Maître Aubry")
    panel.document.set_value("paper")
    panel.scope[Right.PORTABILITY].setChecked(False)
    panel.act.click()
    answer = seat.do(ActKey.RECORD_ANSWER)
    assert isinstance(answer, AnswerPanel)
    answer.act.click()
    assert seat.case().answer is None
    answer = seat.do(ActKey.RECORD_ANSWER)
    assert isinstance(answer, AnswerPanel)
    answer.to_person.setChecked(True)
    answer.act.click()
    assert seat.case().answer is not None


def test_receipt_colleague_law_and_extension(seat: Seat) -> None:
    receipt = seat.do(ActKey.ACKNOWLEDGE)
    assert isinstance(receipt, AcknowledgePanel)
    receipt.act.click()
    assert seat.case().acknowledged_on == date(2026, 3, 24)
    assert ActKey.ACKNOWLEDGE.value not in seat.offered()
    colleague = seat.do(ActKey.ASSIGN)
    assert isinstance(colleague, AssignPanel)
    colleague.who.combo.setCurrentIndex(1)
    colleague.act.click()
    assert seat.case().assigned_to is not None
    law = seat.do(ActKey.REGIME)
    assert isinstance(law, RegimePanel)
    law.law.set_value("gdpr")
    law.act.click()
    assert seat.case().regime == "gdpr"
    longer = seat.do(ActKey.EXTEND)
    assert isinstance(longer, ExtendPanel)
    longer.told.set_value("1.3.2026")
    longer.usual.combo.setCurrentIndex(1)
    longer.act.click()
    assert longer.told.wrong
    longer.told.set_value("24.3.2026")
    longer.act.click()
    extended = seat.case()
    assert (extended.extended, extended.extension_told) == (True, date(2026, 3, 24))
    assert extended.refusal is not None
    assert extended.refusal.legal < extended.deadline.legal


def test_a_clerk_sees_what_is_the_officers(qtbot: QtBot, real: RealDesk) -> None:
    seat = Seat(qtbot, real, real.open_case(real.add_person()), Role.CLERK)
    allowed = seat.offered()
    assert {key for key in ("charge", "regime", "extend") if allowed[key]} == set()
    assert all(allowed[key] for key in ("ask", "represent", "assign", "acknowledge"))


def test_an_opt_out_is_opened_under_a_law_that_knows_one(qtbot: QtBot, real: RealDesk) -> None:
    navigator = FakeNavigator()
    page = NewRequestPage(real.desk, ImmediateJobs(), navigator, real.add_person())
    show(qtbot, page)
    assert page.form.ticks.isVisible()
    page.form.kind.set_value(CaseKind.OPT_OUT.value)
    assert not page.form.ticks.isVisible()
    assert page.form.law.value == "ccpa"
    page.act.click()
    opened = real.desk.requests.open_cases()
    assert [(each.kind, each.regime) for each in opened] == [(CaseKind.OPT_OUT, "ccpa")]
    assert navigator.opened == [("case", {"case": opened[0].id})]


def test_the_list_shows_what_was_given_to_me(qtbot: QtBot, real: RealDesk) -> None:
    mine, other = real.open_case(real.add_person()), real.open_case(real.add_person(user_number="1048 8274"))
    real.desk.requests.assign(mine.id, real.desk.session.member.id)
    page = RequestsPage(real.desk, ImmediateJobs(), FakeNavigator())
    show(qtbot, page)
    assert len(page.list.rows()) == 2
    page.tabs.choose_number(6)
    assert [row.id for row in page.list.rows()] == [(DUE, mine.id)]
    real.desk.requests.assign(mine.id, None)
    page.load()
    assert page.list.rows() == []
    assert other.assigned_to is None
