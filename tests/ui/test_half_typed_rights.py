# SPDX-License-Identifier: MIT
"""The pages of the other rights: words, days, choices and what was deleted come back, under person or request."""

from datetime import date

from pytestqt.qtbot import QtBot

from privdesk.domain.cases import Right
from privdesk.domain.objections import Weighing
from privdesk.domain.people import Channel
from privdesk.domain.restriction import RestrictionGround
from privdesk.ui.rights.objection_page import ObjectionPage
from privdesk.ui.rights.restriction_page import RestrictionPage
from privdesk.ui.rights.tellings_page import TellingsPage
from tests.ui.fakes import FakeNavigator, ImmediateJobs
from tests.ui.pressing import show
from tests.ui.request_desk import RealDesk, real
from tests.ui.test_rights_pages import known, moved

__all__ = ["real"]


def test_a_restriction_half_set(qtbot: QtBot, real: RealDesk) -> None:
    person = real.add_person()

    def opened() -> RestrictionPage:
        page = RestrictionPage(real.desk, ImmediateJobs(), FakeNavigator(), person)
        show(qtbot, page)
        return page

    page, other = opened(), list(RestrictionGround)[-1]
    page.ground.set_value(other.value)
    page.since.set_value("1.3.2026")
    page.leave()
    page.hide()
    again = opened()
    assert (again.ground.value, again.since.day) == (other.value, date(2026, 3, 1))
    assert real.desk.half_typed.read(f"person:{person}:restriction"), "erased with the person"
    again.act.click()
    assert real.desk.half_typed.read(f"person:{person}:restriction") == {}


def test_an_objection_half_weighed(qtbot: QtBot, real: RealDesk) -> None:
    case = known(real, real.open_case(real.add_person(), Right.OBJECTION))
    real.desk.objections.note(case.id, advertising=True, grounds="I live alone.")

    def opened() -> ObjectionPage:
        page = ObjectionPage(real.desk, ImmediateJobs(), FakeNavigator(), case.id)
        show(qtbot, page)
        return page

    page = opened()
    page.purposes.set_value(frozenset({"statistics"}))
    page.grounds.set_value("")
    page.office.set_value("The operation of the machines")
    page.result.set_value(Weighing.PERSON.value)
    page.leave()
    page.hide()
    again = opened()
    assert (again.purposes.value, again.grounds.value) == (frozenset({"statistics"}), "")
    assert again.office.value == "The operation of the machines"
    assert again.result.value == Weighing.PERSON.value
    again.keep_said.click()
    again.leave()
    again.hide()
    kept = real.desk.half_typed.read(f"case:{case.id}:objection")
    assert "The operation of the machines" in kept.values(), "the weighing stays half typed"
    assert "statistics" not in kept.values()
    assert opened().office.value == "The operation of the machines"


def test_a_telling_half_noted(qtbot: QtBot, real: RealDesk) -> None:
    _person, case = moved(real)

    def opened() -> TellingsPage:
        page = TellingsPage(real.desk, ImmediateJobs(), FakeNavigator(), case.id)
        show(qtbot, page)
        return page

    page = opened()
    page.day.set_value("20.3.2026")
    page.channel.set_value(Channel.EMAIL.value)
    page.reason.set_value("They closed")
    page.leave()
    page.hide()
    again = opened()
    assert (again.day.day, again.channel.value) == (date(2026, 3, 20), Channel.EMAIL.value)
    assert again.reason.value == "They closed"
    assert real.desk.half_typed.read(f"case:{case.id}:tellings"), "erased with the request's person"


def test_nothing_is_kept_for_a_report_about_somebody_who_is_gone(real: RealDesk) -> None:
    person = real.add_person()
    real.desk.requests.keep_draft(f"report::{person}", {"reason": "own wish"})
    assert real.desk.requests.draft(f"report::{person}") == {"reason": "own wish"}
    real.desk.requests.keep_draft("report::999", {"reason": "own wish"})
    assert real.desk.requests.draft("report::999") == {}
