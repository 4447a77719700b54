# SPDX-License-Identifier: MIT
"""The pages of the other rights, worked by keyboard over real records."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from privdesk.domain.audit import Action, AuditEvent, Purpose
from privdesk.domain.cases import Case, IdentityMethod, Outcome, Right
from privdesk.domain.catalogue import Recipient, RecipientKind
from privdesk.domain.consent import ConsentState
from privdesk.domain.objections import Weighing
from privdesk.domain.people import Channel, PersonField, PersonId
from privdesk.domain.restriction import RestrictionGround
from privdesk.domain.staff import Role
from privdesk.domain.tellings import TellingState
from privdesk.services.desk import Desk
from privdesk.ui.people.consents import ConsentsPanel
from privdesk.ui.people.correction import CorrectionPanel
from privdesk.ui.people.person_page import PersonView
from privdesk.ui.people.purposes import PurposeMemory
from privdesk.ui.requests.case_page import CaseDeskPage
from privdesk.ui.rights.objection_page import ObjectionPage
from privdesk.ui.rights.portability_page import PortabilityPage
from privdesk.ui.rights.restriction_page import RestrictionPage
from privdesk.ui.rights.tellings_page import TellingsPage
from privdesk.ui.today.page import TodayView
from tests.ui.fakes import FakeNavigator, ImmediateJobs
from tests.ui.pressing import CTRL, SHIFT, press, show, write
from tests.ui.request_desk import MARCO, RealDesk, real

__all__ = ["real"]
pytestmark = pytest.mark.usefixtures("qapp")
ENTER = Qt.Key.Key_Return
HOST = Recipient("hosting", "Rechenwerk Hosting AG", RecipientKind.HOSTING, "Zürich", "CH")
PRINT = Recipient("print", "Druckhof Muster GmbH", RecipientKind.PRINT, "Bern", "CH")


def known(real: RealDesk, case: Case) -> Case:
    return real.desk.requests.check_identity(case.id, IdentityMethod.CARD_SEEN, passed=True)


def moved(real: RealDesk) -> tuple[PersonId, Case]:
    """Somebody whose town was corrected in a request, with two recipients on file."""
    for recipient in (HOST, PRINT):
        assert real.desk.catalogue is not None
        real.desk.catalogue.put_recipient(recipient)
    person = real.add_person()
    case = known(real, real.open_case(person, Right.RECTIFICATION, changes={PersonField.TOWN: "Morges"}))
    real.desk.requests.rectify(case.id, {PersonField.TOWN: "Morges"}, "letter of 4 March")
    return person, real.case(case.id)


def test_the_files_are_listed_and_saved_in_a_new_folder(qtbot: QtBot, real: RealDesk, tmp_path: Path) -> None:
    person = real.add_person()
    case = known(real, real.open_case(person, Right.PORTABILITY))
    page = PortabilityPage(
        real.desk, ImmediateJobs(), FakeNavigator(), person, case.id,
        ask_folder=lambda _parent, _title, on_folder: on_folder(tmp_path),
    )  # fmt: skip
    show(qtbot, page)
    assert page.list.current_id() == "identity"
    assert page.language.value == "fr"
    assert "FADP" in page.what.text()
    press(ENTER, CTRL)
    folder = tmp_path / f"{case.number}-portability"
    body = json.loads((folder / "portability.json").read_bytes())
    assert {group["key"] for group in body["groups"]} >= {"usage", "topups"}
    assert page.banner.isVisible()
    assert real.case(case.id).letters[-1].title == "Data to take along"


def test_the_archive_has_the_name_of_the_reference(qtbot: QtBot, real: RealDesk, tmp_path: Path) -> None:
    person = real.add_person()
    named: list[str] = []

    def chosen(_parent: object, _title: str, name: str, on_path: Callable[[Path], None]) -> None:
        named.append(name)
        on_path(tmp_path / name)

    page = PortabilityPage(real.desk, ImmediateJobs(), FakeNavigator(), person, ask_file=chosen)
    show(qtbot, page)
    page.language.set_value("de")
    press(Qt.Key.Key_S, CTRL | SHIFT)
    assert named == [f"A-{person}-260324-portability.zip"]
    assert (tmp_path / named[0]).stat().st_size > 500


def test_an_objection_is_noted_weighed_and_decided(qtbot: QtBot, real: RealDesk) -> None:
    person = real.add_person()
    case = known(real, real.open_case(person, Right.OBJECTION))
    navigator = FakeNavigator()
    page = ObjectionPage(real.desk, ImmediateJobs(), navigator, case.id)
    show(qtbot, page)
    assert page.advertising.isChecked()
    assert page.closing_head.isHidden()
    page.grounds.control.setFocus()
    write("I live alone, the statistics show my habits.")
    page.purposes.set_value(frozenset({"statistics"}))
    page.first.setChecked(True)
    press(Qt.Key.Key_S, CTRL)
    held = real.desk.objections.of_case(case.id)
    assert held is not None
    assert (held.purposes, held.tell_before_closing) == (("statistics",), True)
    assert not page.closing_head.isHidden()
    page.result.set_value(Weighing.OFFICE.value)
    press(ENTER, CTRL)
    assert page.office.wrong, "without grounds of our own there is nothing to weigh"
    page.office.control.setFocus()
    write("Figures by building cannot be told from a person.")
    press(ENTER, CTRL)
    assert real.case(case.id).rights[0].outcome is Outcome.PARTLY
    assert navigator.opened[-1] == ("case", {"case": case.id})


def test_a_clerk_notes_and_the_officer_weighs(qtbot: QtBot, real: RealDesk) -> None:
    case = real.open_case(real.add_person(), Right.OBJECTION)
    page = ObjectionPage(real.as_member(Role.CLERK), ImmediateJobs(), FakeNavigator(), case.id)
    show(qtbot, page)
    assert page.keep_said.isEnabled()
    assert not page.weigh.isEnabled()
    assert "privacy officer" in page.who.text()


def test_use_is_restricted_told_and_lifted_by_keyboard(qtbot: QtBot, real: RealDesk) -> None:
    person = real.add_person()
    page = RestrictionPage(real.desk, ImmediateJobs(), FakeNavigator(), person)
    show(qtbot, page)
    assert page.lift.isHidden()
    page.ground.set_value(RestrictionGround.CLAIMS.value)
    press(ENTER, CTRL)
    held = real.desk.restrictions.of_person(person)[0]
    assert held.ground is RestrictionGround.CLAIMS
    assert not page.lift.isEnabled(), "nobody lifts before the person is told"
    press(Qt.Key.Key_S, CTRL)
    assert page.lift.isEnabled()
    page.reason.control.setFocus()
    write("The claim is settled.")
    press(ENTER, CTRL | SHIFT)
    assert not real.desk.restrictions.of_person(person)[0].in_force
    assert not page.history.isHidden()
    assert page.lift.isHidden()


def test_recipients_are_told_answer_or_are_left_out(qtbot: QtBot, real: RealDesk) -> None:
    _person, case = moved(real)
    page = TellingsPage(real.desk, ImmediateJobs(), FakeNavigator(), case.id)
    show(qtbot, page)
    assert [each.party.name for each in real.desk.tellings.of_case(case.id)] == [PRINT.name, HOST.name]
    page.channel.set_value(Channel.EMAIL.value)
    press(ENTER, CTRL)
    first = real.desk.tellings.of_case(case.id)[0]
    assert (first.state, first.channel) == (TellingState.TOLD, Channel.EMAIL)
    page.answer.set_value("Corrected with us, too.")
    press(ENTER, CTRL)
    assert real.desk.tellings.of_case(case.id)[0].state is TellingState.ANSWERED
    page.list.choose(real.desk.tellings.of_case(case.id)[1].id)
    page.leave_out.click()
    assert page.reason.wrong
    page.reason.set_value("They print and keep nothing.")
    page.leave_out.click()
    assert real.desk.tellings.of_case(case.id)[1].state is TellingState.LEFT_OUT


def test_a_day_before_the_change_is_refused_beside_the_field(qtbot: QtBot, real: RealDesk) -> None:
    _person, case = moved(real)
    page = TellingsPage(real.desk, ImmediateJobs(), FakeNavigator(), case.id)
    show(qtbot, page)
    page.day.set_value("1.3.2026")
    press(ENTER, CTRL)
    assert page.day.wrong
    assert real.desk.tellings.of_case(case.id)[0].open


def test_who_must_be_told_and_who_closes_stand_on_today(qtbot: QtBot, real: RealDesk) -> None:
    _person, case = moved(real)
    leaving = real.add_person(MARCO, "1048 9000")
    wish = real.open_case(leaving, Right.OBJECTION)
    real.desk.objections.note(wish.id, tell_before_closing=True)
    with real.records.records.open_work() as work:
        work.contracts.change(replace(work.contracts.of_person(leaving)[0], end=date(2026, 4, 30)))
        work.audit.record(AuditEvent(Action.PERSON_CORRECTED))
        work.commit()
    navigator = FakeNavigator()
    page = TodayView(real.desk, ImmediateJobs(), navigator)
    show(qtbot, page)
    telling = real.desk.tellings.of_case(case.id)[0]
    page.list.opened.emit(("tellings", telling.id))
    page.list.opened.emit(("closings", wish.id))
    assert navigator.opened == [("tellings", {"case": case.id}), ("objection", {"case": wish.id})]
    overview = real.desk.today.overview()
    assert [line.telling.party.name for line in overview.tellings] == [PRINT.name, HOST.name]
    assert [each.person_name for each in overview.closings] == ["Marco Bianchi"]


def test_the_request_shows_restriction_tellings_and_leads_there(qtbot: QtBot, real: RealDesk) -> None:
    person, case = moved(real)
    real.desk.restrictions.set(person, RestrictionGround.ACCURACY)
    navigator = FakeNavigator()
    page = CaseDeskPage(real.desk, ImmediateJobs(), navigator, case.id)
    show(qtbot, page)
    shown = real.desk.requests.page(case.id, again=True)
    assert shown.restricted_since == date(2026, 3, 24)
    assert ("Telling", "2 recipients to be told") in shown.matter
    act = next(each for each in shown.acts if each.key.value == "tell")
    page._do(act)
    assert navigator.opened[-1] == ("tellings", {"case": case.id})


def person_page(qtbot: QtBot, desk: Desk, person: PersonId) -> tuple[PersonView, FakeNavigator]:
    navigator = FakeNavigator()
    page = PersonView(desk, ImmediateJobs(), navigator, PurposeMemory(), person, "correspondence")
    show(qtbot, page)
    return page, navigator


def test_the_ledger_stands_behind_each_purpose(qtbot: QtBot, real: RealDesk) -> None:
    person = real.add_person()
    give, on = real.desk.people.set_consent, date(2026, 3, 1)
    give(person, "surveys", ConsentState.GIVEN, on, "F-26-00009", "Yes, ask me twice a year.")
    give(person, "surveys", ConsentState.WITHDRAWN, date(2026, 3, 9), "by phone")
    page, _navigator = person_page(qtbot, real.desk, person)
    press(Qt.Key.Key_T, CTRL)
    panel = page.findChild(ConsentsPanel)
    assert panel is not None
    panel.list.choose("surveys")
    told = [entry.form for entry in panel._ledger if entry.purpose == "surveys"]
    assert told == ["by phone", "F-26-00009"]
    assert panel.lines.isVisible()
    panel.form.set_value("F-26-00010")
    panel.wording.set_value("Once a year at most.")
    panel.list.ticked.emit("surveys", True)
    newest = real.desk.people.open(person, Purpose.QUALITY).ledger[0]
    assert (newest.state, newest.wording, newest.notice_version) == (
        ConsentState.GIVEN, "Once a year at most.", newest.notice_version or "-",
    )  # fmt: skip


def test_the_person_page_leads_to_files_restriction_and_recipients(qtbot: QtBot, real: RealDesk) -> None:
    person, _case = moved(real)
    page, navigator = person_page(qtbot, real.desk, person)
    acts = {act.text: act for act in page._acts(page._facts)} if page._facts is not None else {}
    for words in ("Data to take along", "Restrict use", "Tell 2 recipients"):
        acts[words].run()
    assert [place for place, _args in navigator.opened] == ["portability", "restriction", "tellings"]


def test_a_restricted_person_is_corrected_only_for_a_use_that_the_law_allows(
    qtbot: QtBot, real: RealDesk
) -> None:
    person = real.add_person()
    real.desk.restrictions.set(person, RestrictionGround.ACCURACY)
    page, _navigator = person_page(qtbot, real.desk, person)
    press(Qt.Key.Key_F2)
    panel = page.findChild(CorrectionPanel)
    assert panel is not None
    assert panel.use.isVisible()
    panel.what.set_value("email")
    panel.rows[PersonField.EMAIL].set_value("zoe@example.org")
    panel.proof.set_value("letter")
    panel.save.click()
    assert panel.use.wrong
    panel.use.set_value("consent")
    panel.save.click()
    assert real.records.fact(person, PersonField.EMAIL) == "zoe@example.org"
