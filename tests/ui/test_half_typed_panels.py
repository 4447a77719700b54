# SPDX-License-Identifier: MIT
"""Small forms over a page: what is half typed in them outlives a lock and Esc, and is gone once saved or discarded."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from privdesk.domain.agencies import Building, BuildingId
from privdesk.domain.cases import CaseId, IdentityMethod, Outcome, Right
from privdesk.domain.catalogue import Recipient, RecipientKind
from privdesk.domain.erasure_plan import Act
from privdesk.domain.people import PersonField
from privdesk.domain.staff import Role
from privdesk.services.desk import Desk
from privdesk.services.holds import Holds
from privdesk.services.request_pages import ActKey, NextAct
from privdesk.services.retention import Retention
from privdesk.ui.agencies.agency_page import AgencyPage, BuildingPanel
from privdesk.ui.capture.page import CapturePage
from privdesk.ui.catalogue import places
from privdesk.ui.catalogue.firm_panels import RecipientPanel
from privdesk.ui.catalogue.group_panel import GroupPanel, RulePanel
from privdesk.ui.catalogue.page import CataloguePage
from privdesk.ui.catalogue.parts import Part
from privdesk.ui.erasure.panels import HoldPanel, ReasonPanel
from privdesk.ui.people.correction import ConfirmationPanel, CorrectionPanel
from privdesk.ui.people.person_page import PersonView
from privdesk.ui.people.purposes import PurposeMemory
from privdesk.ui.requests.act_panel import ActPanel
from privdesk.ui.requests.case_page import CaseDeskPage
from privdesk.ui.requests.clock_panels import AcknowledgePanel
from privdesk.ui.requests.decide_panel import DecidePanel
from privdesk.ui.requests.small_panels import AddRightPanel
from privdesk.ui.retention.page import RetentionPage
from privdesk.ui.retention.review_panel import ReviewPanel
from privdesk.ui.retention.work import DisposalWork
from privdesk.ui.staff.approvals_page import ApprovalsPage
from privdesk.ui.staff.list_page import StaffPage
from privdesk.ui.staff.panels import AddPanel, PasswordPanel, RolesPanel
from privdesk.ui.widgets.field import Field, PasswordField
from privdesk.ui.widgets.page import Page
from privdesk.ui.widgets.panel import Panel
from tests.ui.arrivals import AMELIE, Office, filled, office
from tests.ui.desk_kit import People, caret, framed, page_of, people, press, shown, type_text
from tests.ui.fakes import FakeNavigator, ImmediateJobs
from tests.ui.request_desk import PaperRenderer, RealDesk, real
from tests.ui.test_approvals_page import proposed
from tests.ui.test_erasure_pages import Seat, seat
from tests.unit.services.retention_kit import Clearing
from tests.unit.services.vault_kit import SmallVault, staff_of

__all__ = ["office", "people", "real", "seat"]
FIRM = Recipient("", "Druckhof Muster GmbH", RecipientKind.PRINT, "Bern", "CH")
HALF = "Zwetschge"
P = TypeVar("P", bound=Panel)


def panel_of(page: Page, kind: type[P]) -> P:
    """The form that is open over the page."""
    (found,) = [each for each in page.findChildren(Panel) if each.isVisible()]
    assert isinstance(found, kind)
    return found


def typed(panel: Panel, field: Field, words: str = HALF) -> dict[str, str]:
    """Type into a field; what the form has to keep."""
    field.control.setFocus()
    type_text(words)
    press(Qt.Key.Key_Left)
    kept = dict(panel.values())
    assert any(words in value for value in kept.values())
    return kept


def locked(qtbot: QtBot, page: Page, make: Callable[[], Page]) -> Page:
    """The desk locks and is unlocked: another page takes the place, which knows names and ids alone."""
    state = page.place_state()
    assert HALF not in repr(state)
    page.leave()
    page.hide()
    again = shown(qtbot, make())
    again.restore_place(state)
    qtbot.waitUntil(lambda: not again._place)
    with qtbot.waitActive(again):
        again.activateWindow()
    return again


class Case:
    """One kind of form: how its page is made, how it is opened, where one types."""

    def __init__(
        self, kind: type[Panel], make: Callable[[], Page], act: Callable[[Any], object], field: str
    ) -> None:  # fmt: skip
        self.kind, self.make, self.act, self.field = kind, make, act, field

    def check(self, qtbot: QtBot) -> None:
        page = shown(qtbot, self.make())
        self.act(page)
        panel = panel_of(page, self.kind)
        kept, name = typed(panel, self._field(panel)), caret().objectName()
        again = locked(qtbot, page, self.make)
        panel = panel_of(again, self.kind)
        assert panel.values() == kept
        assert caret().objectName() == name
        self._esc_keeps_and_discard_drops(again, kept)

    def _esc_keeps_and_discard_drops(self, page: Page, kept: dict[str, str]) -> None:
        panel = panel_of(page, self.kind)
        typed(panel, self._field(panel), "7")
        kept = dict(panel.values())
        assert page.step_back()
        self.act(page)
        panel = panel_of(page, self.kind)
        assert panel.values() == kept
        assert panel._discard.isVisible()
        panel._discard.click()
        self.act(page)
        panel = panel_of(page, self.kind)
        assert panel.values() == {}
        assert not panel._discard.isVisible()
        page.hide()

    def _field(self, panel: Panel) -> Field:
        found: object = panel
        for part in self.field.split("."):
            found = getattr(found, part)
        assert isinstance(found, Field)
        return found


def catalogue(people: People, part: Part) -> Callable[[], Page]:
    desk = people.desk
    assert desk.catalogue is not None
    assert desk.catalogue_papers is not None
    held, papers = desk.catalogue, desk.catalogue_papers
    return lambda: CataloguePage(desk, held, papers, ImmediateJobs(), FakeNavigator(), part.value)


def change_recipient(page: CataloguePage) -> None:
    page.list.choose_first()
    page.change_entry()


CATALOGUE: dict[str, tuple[Part, str]] = {
    "purpose": (Part.PURPOSES, "title_lines.first"),
    "rule": (Part.RULES, "sentence.first"),
    "group": (Part.GROUPS, "title_lines.first"),
    "recipient": (Part.RECIPIENTS, "address"),
    "notice": (Part.NOTICES, "title_lines.first"),
    "authority": (Part.AUTHORITIES, "source"),
}


@pytest.mark.parametrize("which", list(CATALOGUE))
@pytest.mark.parametrize("new", [True, False], ids=["new", "changed"])
def test_what_is_half_typed_in_the_catalogue(qtbot: QtBot, people: People, which: str, new: bool) -> None:
    assert people.desk.catalogue is not None
    people.desk.catalogue.put_recipient(FIRM)
    part, field = CATALOGUE[which]

    def act(page: CataloguePage) -> None:
        page.add_entry() if new else page.change_entry()

    Case(Panel, catalogue(people, part), act, field).check(qtbot)


def test_ticks_choices_and_what_is_deleted_come_back_too(qtbot: QtBot, people: People) -> None:
    make = catalogue(people, Part.GROUPS)
    page = shown(qtbot, make())
    assert isinstance(page, CataloguePage)
    page.change_entry()
    panel = panel_of(page, GroupPanel)
    before, other = panel.purposes.value, panel.rule.combo.itemData(3)
    assert before
    panel.purposes.set_value(frozenset())
    panel.title_lines.first.set_value("")
    panel.rule.set_value(other)
    again = panel_of(locked(qtbot, page, make), GroupPanel)
    assert again.purposes.value == frozenset()
    assert again.title_lines.first.value == ""
    assert again.rule.value == other


def test_a_field_that_another_changes_stays_as_it_was_left(qtbot: QtBot, people: People) -> None:
    """A payment provider is proposed with a notice of its own; here it was unticked again."""
    make = catalogue(people, Part.RECIPIENTS)
    page = shown(qtbot, make())
    assert isinstance(page, CataloguePage)
    page.add_entry()
    panel = panel_of(page, RecipientPanel)
    panel.kind.set_value(RecipientKind.PAYMENT.value)
    assert panel.notice.value
    panel.notice.set_value(frozenset())
    again = panel_of(locked(qtbot, page, make), RecipientPanel)
    assert (again.kind.value, again.notice.value) == (RecipientKind.PAYMENT.value, frozenset())


def test_what_is_saved_does_not_come_back(qtbot: QtBot, people: People) -> None:
    make = catalogue(people, Part.RULES)
    page = shown(qtbot, make())
    assert isinstance(page, CataloguePage)
    page.list.choose("connections")
    page.change_entry()
    panel = panel_of(page, RulePanel)
    panel.months.set_value("6")
    page.leave()
    assert people.desk.half_typed.read("catalogue:rules:connections") == {"months": "6"}
    panel.act.click()
    assert page.panel is None
    assert people.desk.half_typed.read("catalogue:rules:connections") == {}
    assert "panel" not in page.place_state()


def test_a_colleague_changed_the_rest_meanwhile(qtbot: QtBot, people: People) -> None:
    """Only what was typed comes back: all else is as it stands on file now."""
    assert people.desk.catalogue is not None
    make = catalogue(people, Part.RULES)
    page = shown(qtbot, make())
    assert isinstance(page, CataloguePage)
    page.list.choose("usage")
    page.change_entry()
    panel_of(page, RulePanel).country.set_value("CH")
    page.leave()
    rule = people.desk.catalogue.state().catalogue.rule("usage")
    people.desk.catalogue.put_rule(replace(rule, months=3))
    again = panel_of(locked(qtbot, page, make), RulePanel)
    assert (again.country.value, again.months.value) == ("CH", "3")


@pytest.mark.parametrize("new", [True, False], ids=["new", "changed"])
def test_what_is_half_typed_about_a_building(qtbot: QtBot, people: People, new: bool) -> None:
    agency = people.agency.id
    held = people.desk.agencies.save_building(
        Building(BuildingId(0), agency, "B-1", "Rue du Lac 3", "1003", "Lausanne")
    )
    Case(
        BuildingPanel,
        lambda: AgencyPage(people.desk, ImmediateJobs(), FakeNavigator(), agency),
        lambda page: page.edit_building(None if new else held.id),
        "street",
    ).check(qtbot)


def test_why_a_colleague_says_no(qtbot: QtBot, people: People) -> None:
    approval = proposed(people, f"person:{people.zoe}")
    desk = people.desk
    Case(
        Panel, lambda: ApprovalsPage(desk, ImmediateJobs(), FakeNavigator()), lambda page: page.decline(), "reason"
    ).check(qtbot)  # fmt: skip
    page = shown(qtbot, ApprovalsPage(desk, ImmediateJobs(), FakeNavigator()))
    page.decline()
    typed(panel_of(page, Panel), panel_of(page, Panel).reason)  # type: ignore[attr-defined]
    page.leave()
    assert desk.half_typed.read(f"person:{people.zoe}:decline:{approval.id}"), "erased with the person"


def over_person(people: People) -> Callable[[], Page]:
    return lambda: PersonView(
        people.desk, ImmediateJobs(), FakeNavigator(), PurposeMemory(), people.zoe, purpose="rights_request"
    )


@pytest.mark.parametrize("act", ["correct", "consents"])
def test_what_is_half_typed_over_a_person(qtbot: QtBot, people: People, act: str) -> None:
    field = {"correct": "proof", "consents": "wording"}[act]
    Case(Panel, over_person(people), lambda page: getattr(page, f"_{act}")(), field).check(qtbot)


def test_the_day_a_contact_was_confirmed(qtbot: QtBot, people: People) -> None:
    Case(
        ConfirmationPanel,
        over_person(people),
        lambda page: page._confirm(PersonField.PHONE_MOBILE),
        "day",
    ).check(qtbot)


def test_a_correction_of_another_value_comes_back_whole(qtbot: QtBot, people: People) -> None:
    make = over_person(people)
    page = shown(qtbot, make())
    assert isinstance(page, PersonView)
    page._correct()
    panel = panel_of(page, CorrectionPanel)
    panel.what.set_value("email")
    panel.rows[PersonField.EMAIL].set_value(HALF)
    again = panel_of(locked(qtbot, page, make), CorrectionPanel)
    assert again.rows[PersonField.EMAIL].value == HALF


class TestStaff:
    """Names and roles are kept; a password never is."""

    @pytest.fixture
    def desk(self, tmp_path: Path) -> Iterator[Desk]:
        with SmallVault(tmp_path).desk() as desk:
            yield desk

    def test_somebody_new(self, qtbot: QtBot, desk: Desk) -> None:
        make = partial(StaffPage, desk, ImmediateJobs(), FakeNavigator())
        Case(AddPanel, make, lambda page: page.add_somebody(), "name").check(qtbot)
        page = shown(qtbot, make())
        page.add_somebody()
        panel = panel_of(page, AddPanel)
        panel.roles.boxes[Role.CLERK].click()
        for field in panel.findChildren(PasswordField):
            field.set_value("given by somebody 1")
        again = panel_of(locked(qtbot, page, make), AddPanel)
        assert again.roles.roles == {Role.CLERK}
        assert [each.value for each in again.findChildren(PasswordField)] == ["", ""]
        assert "given by" not in repr(desk.half_typed.read("staff:new"))

    def test_other_roles(self, qtbot: QtBot, desk: Desk) -> None:
        marc = staff_of(desk).add("Marc Duvoisin", (Role.CLERK,), "given by somebody 1").id
        make = partial(StaffPage, desk, ImmediateJobs(), FakeNavigator())
        page = shown(qtbot, make())
        page.list.choose(marc)
        page.change_roles()
        panel_of(page, RolesPanel).roles.boxes[Role.PRIVACY_OFFICER].click()
        again = panel_of(locked(qtbot, page, make), RolesPanel)
        assert again.roles.roles == {Role.CLERK, Role.PRIVACY_OFFICER}

    def test_a_password_is_not_kept(self, qtbot: QtBot, desk: Desk) -> None:
        marc = staff_of(desk).add("Marc Duvoisin", (Role.CLERK,), "given by somebody 1").id
        page = shown(qtbot, StaffPage(desk, ImmediateJobs(), FakeNavigator()))
        page.list.choose(marc)
        page.set_password()
        panel_of(page, PasswordPanel)
        assert page.keepers == []


class TestErasure:
    """Reasons and holds name a person: they are kept under the person's number and go with the person."""

    def test_why_the_plan_differs(self, qtbot: QtBot, seat: Seat) -> None:
        group = next(
            row.group for row in seat.erasure.plan(seat.person, seat.case.id).rows if row.act is Act.ERASE and not row.locked
        )  # fmt: skip
        Case(ReasonPanel, seat.plan_page, lambda page: page._choose(group, 2), "reason").check(qtbot)

    def test_how_it_was_paid_back(self, qtbot: QtBot, seat: Seat) -> None:
        Case(ReasonPanel, seat.plan_page, lambda page: page.settle_balance(), "reason").check(qtbot)

    def test_a_hold_with_its_day(self, qtbot: QtBot, seat: Seat) -> None:
        Case(HoldPanel, seat.plan_page, lambda page: page.set_hold(), "reason").check(qtbot)
        Case(HoldPanel, seat.plan_page, lambda page: page.set_hold(), "review").check(qtbot)
        page = shown(qtbot, seat.plan_page())
        page.set_hold()
        typed(panel_of(page, HoldPanel), panel_of(page, HoldPanel).reason)
        page.leave()
        assert seat.desk.half_typed.read(f"person:{seat.person}:hold")

    def test_why_a_hold_is_lifted(self, qtbot: QtBot, seat: Seat) -> None:
        assert seat.desk.holds is not None
        hold = seat.desk.holds.set(seat.person, "Claim 12", date(2026, 9, 1))
        Case(ReasonPanel, seat.plan_page, lambda page: page.lift_hold(hold.id), "reason").check(qtbot)


class TestRetention:
    """The same of the holds' list; unlocking comes back to that list."""

    @pytest.mark.parametrize("act", ["ask_lift", "ask_review"])
    def test_a_hold_is_lifted_or_kept(self, qtbot: QtBot, real: RealDesk, act: str) -> None:
        place = real.records.place
        retention, holds = Retention(place, Clearing(), PaperRenderer()), Holds(place)
        desk = replace(real.desk, retention=retention, holds=holds)
        holds.set(real.add_person(), "Claim 12", real.desk.clock.today() + timedelta(days=90))

        def make() -> Page:
            jobs = ImmediateJobs()
            work = DisposalWork(retention, jobs)
            return RetentionPage(desk, retention, holds, jobs, FakeNavigator(), work)

        def open_form(page: RetentionPage) -> None:
            page.tabs.choose("holds")
            getattr(page.holds, act)()

        kind, field = (ReasonPanel, "reason") if act == "ask_lift" else (ReviewPanel, "review")
        Case(kind, make, open_form, field).check(qtbot)


class TestRequest:
    """Acts of a request have their drafts since long; what is no plain field belongs to them."""

    def _locked(self, qtbot: QtBot, desk: Desk, page: CaseDeskPage, case: CaseId) -> ActPanel:
        state = page.place_state()
        page.leave()
        page.hide()
        again = shown(qtbot, CaseDeskPage(desk, ImmediateJobs(), FakeNavigator(), case))
        again.restore_place(state)
        assert again.view.panel is not None
        return again.view.panel

    def test_values_to_correct_and_what_was_deleted(self, qtbot: QtBot, real: RealDesk) -> None:
        case = real.open_case(real.add_person(), Right.ACCESS).id
        page = shown(qtbot, CaseDeskPage(real.desk, ImmediateJobs(), FakeNavigator(), case))
        page._do_key(ActKey.ADD_RIGHT)
        panel = page.view.panel
        assert isinstance(panel, AddRightPanel)
        panel.right.set_value(Right.RECTIFICATION.value)
        panel.changes.rows[0].line.setText(HALF)
        (name,) = panel.changes.value
        again = self._locked(qtbot, real.desk, page, case)
        assert isinstance(again, AddRightPanel)
        assert again.changes.value == {name: HALF}
        page = shown(qtbot, CaseDeskPage(real.desk, ImmediateJobs(), FakeNavigator(), case))
        page._do_key(ActKey.ACKNOWLEDGE)
        panel = page.view.panel
        assert isinstance(panel, AcknowledgePanel)
        assert panel.note.value
        panel.note.set_value("")
        again = self._locked(qtbot, real.desk, page, case)
        assert isinstance(again, AcknowledgePanel)
        assert again.note.value == ""

    def test_the_outcome_alone(self, qtbot: QtBot, real: RealDesk) -> None:
        case = real.open_case(real.add_person(), Right.ACCESS).id
        real.desk.requests.check_identity(case, IdentityMethod.CARD_SEEN, True)
        page = shown(qtbot, CaseDeskPage(real.desk, ImmediateJobs(), FakeNavigator(), case))
        page._do(NextAct(ActKey.DECIDE, "", Right.ACCESS, True, ""))
        panel = page.view.panel
        assert isinstance(panel, DecidePanel)
        panel.choices[Outcome.PARTLY].click()
        page._saver.touch()
        page.leave()
        kept = real.desk.requests.draft(f"case:{case}:decide:access")
        assert kept == {"outcome": Outcome.PARTLY.value}
        page._do(NextAct(ActKey.DECIDE, "", Right.ACCESS, True, ""))
        panel = page.view.panel
        assert isinstance(panel, DecidePanel)
        assert panel.outcome is Outcome.PARTLY


def test_the_frame_keeps_and_reopens_the_form(qtbot: QtBot, people: People) -> None:
    """As the desk does it: the visit is taken, the page closed, and reopened in a new frame."""
    desk = people.desk
    found = places(desk, ImmediateJobs())
    frame = framed(qtbot, found, ImmediateJobs(), "catalogue")
    page = page_of(frame, CataloguePage)
    page.tabs.choose(Part.RULES.value)
    page.list.choose("usage")
    page.change_entry()
    kept = typed(panel_of(page, RulePanel), panel_of(page, RulePanel).sentence.first)
    visit = frame.visit
    frame.close_page()
    assert desk.half_typed.read("catalogue:rules:usage") == kept
    frame.reopen(visit)
    again = page_of(frame, CataloguePage)
    qtbot.waitUntil(lambda: again.panel is not None)
    assert panel_of(again, RulePanel).values() == kept


@pytest.mark.parametrize("act", ["ask_refusal", "ask_incomplete"])
def test_why_a_form_is_refused_or_incomplete(qtbot: QtBot, office: Office, act: str) -> None:
    item = office.arrive("form.pdf", filled({**AMELIE, "town": ""}))

    def make() -> CapturePage:
        return CapturePage(office.desk, ImmediateJobs(), FakeNavigator(), item)

    page = shown(qtbot, make())
    getattr(page.saving, act)()
    assert page.form is not None
    assert page.form.reasons is not None
    page.form.reasons.words.setFocus()
    type_text(HALF)
    kept = dict(page.form.reasons.values())
    again = locked(qtbot, page, make)
    assert isinstance(again, CapturePage)
    assert again.form is not None
    assert again.form.reasons is not None
    assert again.form.reasons.values() == kept
    assert caret() is again.form.reasons.words
    assert again.step_back()
    assert "panel" not in again.place_state()
    getattr(again.saving, act)()
    assert again.form.reasons.values() == kept
    again.form.reasons._give()
    key = f"item:{item}:{'refuse' if act == 'ask_refusal' else 'incomplete'}"
    assert office.desk.half_typed.read(key) == {}
    again.hide()
