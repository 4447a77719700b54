# SPDX-License-Identifier: MIT
"""Agencies by keyboard over real records: list, facts, undertaking, buildings."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from privdesk.domain.agencies import AgencyId, Undertaking
from privdesk.domain.audit import Action
from privdesk.domain.staff import Role
from privdesk.ui.agencies import places
from privdesk.ui.agencies.agency_page import AgencyPage
from privdesk.ui.agencies.list_page import AgenciesPage
from privdesk.ui.agencies.rows import standing, standing_sentence
from tests.ui.desk_kit import People, caret, framed, page_of, people, press, shown, type_text
from tests.ui.fakes import FakeNavigator, ImmediateJobs

__all__ = ["people"]
CTRL = Qt.KeyboardModifier.ControlModifier
ENTER = Qt.Key.Key_Return
TODAY = date(2026, 3, 24)


def agency_page(
    qtbot: QtBot, people: People, agency: AgencyId | None = None, navigator: FakeNavigator | None = None
) -> AgencyPage:
    wanted = people.agency.id if agency is None else agency
    page = AgencyPage(people.desk, ImmediateJobs(), navigator or FakeNavigator(), wanted)
    return shown(qtbot, page)


@pytest.mark.parametrize(
    ("ends", "tone", "words"),
    [
        (None, "normal", "without a last day"),
        (date(2027, 1, 1), "normal", "stands until"),
        (date(2026, 4, 30), "look", "Ask for a new one in time"),
        (date(2026, 3, 23), "danger", "It ended on 23 Mar 2026"),
    ],
)
def test_an_undertaking_says_what_is_to_be_done(ends: date | None, tone: str, words: str) -> None:
    undertaking = Undertaking(date(2023, 5, 1), "Binder 4", ends)
    assert standing(undertaking, TODAY).tone == tone
    assert words in standing_sentence(undertaking, TODAY)


def test_the_list_shows_counts_and_enter_opens(qtbot: QtBot, people: People) -> None:
    navigator = FakeNavigator()
    page = shown(qtbot, AgenciesPage(people.desk, ImmediateJobs(), navigator))
    row = page.list.rows()[0]
    assert [row.cells[0].text, row.cells[2].text, row.cells[3].text] == ["Régie Clairval SA", "1", "2"]
    page.list.setFocus()
    press(ENTER)
    assert navigator.opened == [("agency", {"agency": people.agency.id})]


def test_the_file_import_opens_with_its_key(qtbot: QtBot, people: People) -> None:
    navigator = FakeNavigator()
    page = shown(qtbot, AgenciesPage(people.desk, ImmediateJobs(), navigator))
    page.list.setFocus()
    press(Qt.Key.Key_O, CTRL)
    assert navigator.opened == [("imports", {"kind": "agencies"})]


def test_facts_and_undertaking_are_changed_and_recorded(qtbot: QtBot, people: People) -> None:
    page = agency_page(qtbot, people)
    page.lines["town"].control.setFocus()
    type_text("Lausanne")
    page.days["signed_on"].control.setFocus()
    type_text("1.5.2023")
    page.days["expires_on"].control.setFocus()
    type_text("30.4.2026")
    press(ENTER, CTRL)
    saved = people.desk.agencies.get(people.agency.id)
    assert saved.town == "Lausanne"
    assert saved.undertaking == Undertaking(date(2023, 5, 1), "", date(2026, 4, 30))
    assert set(people.actions(Action.AGENCY_CHANGED)[-1].fields) == {"town", "undertaking"}


def test_what_is_wrong_gets_the_caret_and_nothing_is_saved(qtbot: QtBot, people: People) -> None:
    page = agency_page(qtbot, people)
    page.lines["email"].set_value("no address")
    page.days["expires_on"].set_value("30.4.2026")
    page.save()
    assert page.lines["email"].wrong
    assert page.days["signed_on"].wrong
    assert people.desk.agencies.get(people.agency.id).email == ""
    assert page.lines["email"].value == "no address"


def test_a_new_agency_opens_once_it_is_saved(qtbot: QtBot, people: People) -> None:
    navigator = FakeNavigator()
    agency_page(qtbot, people, AgencyId(0), navigator)
    type_text("A-7")
    press(Qt.Key.Key_Tab)
    type_text("Aarhalde Immobilien AG")
    press(ENTER, CTRL)
    place, args = navigator.opened[0]
    assert place == "agency"
    assert people.desk.agencies.get(args["agency"]).name == "Aarhalde Immobilien AG"  # type: ignore[arg-type]


def test_a_building_is_added_and_changed_by_keyboard(qtbot: QtBot, people: People) -> None:
    page = agency_page(qtbot, people)
    press(Qt.Key.Key_N, CTRL)
    type_text("A-1-09")
    press(Qt.Key.Key_Tab)
    type_text("Rue du Maupas 4")
    press(ENTER, CTRL)
    held = people.desk.agencies.buildings(people.agency.id)
    assert {building.street for building in held} == {"Rue de Bourg 14", "Rue du Maupas 4"}
    page.buildings.choose(next(each.id for each in held if each.number == "A-1-09"))
    page.buildings.setFocus()
    press(ENTER)
    press(Qt.Key.Key_Tab)
    type_text("6")
    press(ENTER, CTRL)
    assert "6" in {building.street for building in people.desk.agencies.buildings(people.agency.id)}


def test_esc_closes_the_building_before_the_page(qtbot: QtBot, people: People) -> None:
    page = agency_page(qtbot, people)
    page.edit_building(None)
    assert page.step_back()
    assert not page.step_back()


def test_a_clerk_sees_an_agency_without_changing_it(qtbot: QtBot, people: People) -> None:
    clerk = people.real.for_roles(Role.CLERK)
    page = shown(qtbot, AgencyPage(clerk, ImmediateJobs(), FakeNavigator(), people.agency.id))
    assert not page.lines["name"].control.isEnabled()
    assert not page.save_button.isEnabled()
    assert "administrator" in page.save_button.toolTip()


def test_the_caret_comes_back_after_a_lock(qtbot: QtBot, people: People) -> None:
    jobs = ImmediateJobs()
    frame = framed(qtbot, places(people.desk, jobs), jobs, "agencies")
    frame.open("agency", agency=people.agency.id)
    page_of(frame, AgencyPage).lines["street"].control.setFocus()
    visit = frame.visit
    assert visit is not None
    frame.reopen(visit)
    page = page_of(frame, AgencyPage)
    assert caret() is page.lines["street"].control
    assert page.lines["name"].value == people.agency.name


def test_a_list_without_agencies_says_what_would_stand_there(qtbot: QtBot, people: People) -> None:
    other = people.real.for_roles(Role.CLERK, agency=AgencyId(people.agency.id + 1))
    page = shown(qtbot, AgenciesPage(other, ImmediateJobs(), FakeNavigator()))
    assert page.nothing.isVisible()
    assert not page.list.isVisible()


def test_an_agency_that_is_gone_is_said(qtbot: QtBot, people: People) -> None:
    page = agency_page(qtbot, people, AgencyId(99))
    assert page.banner.isVisible()
