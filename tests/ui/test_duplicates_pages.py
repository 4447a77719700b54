# SPDX-License-Identifier: MIT
"""Duplicates by keyboard over real records: find, choose value by value, merge, tell apart, take back."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from privdesk.domain.audit import Action
from privdesk.domain.errors import Cancelled
from privdesk.domain.matching import Agreement
from privdesk.domain.people import PersonField, PersonId
from privdesk.domain.staff import Role
from privdesk.services.evidence_words import agreement_name
from privdesk.ui.dialogs import Decision
from privdesk.ui.duplicates import places
from privdesk.ui.duplicates.compare_page import ComparePage
from privdesk.ui.duplicates.list_page import DuplicatesPage
from privdesk.ui.duplicates.work import SearchWork
from privdesk.ui.people.person_page import PersonView
from privdesk.ui.people.purposes import PurposeMemory
from tests.ui.desk_kit import People, facts, people, press, shown
from tests.ui.fakes import FakeNavigator, HeldJobs, ImmediateJobs

__all__ = ["people"]
CTRL = Qt.KeyboardModifier.ControlModifier
F = PersonField


class StoppedAtOnce:
    """Somebody presses Stop before the first batch."""

    def report(self, done: int, total: int) -> None:
        """Nobody looks."""

    def raise_if_cancelled(self) -> None:
        raise Cancelled


@pytest.fixture
def zoe_again(people: People) -> PersonId:
    """Zoë Keller a second time, with one slip and a new address."""
    again = facts("Zoë", "Keler", "Avenue de la Gare", "3", "1003", "Lausanne", phone_mobile="+41795550112")
    return people.real.behind.add_person(again, "10488999")


def list_page(qtbot: QtBot, people: People, person: PersonId | None = None) -> DuplicatesPage:
    work = SearchWork(people.desk.duplicates, ImmediateJobs())
    page = DuplicatesPage(people.desk, ImmediateJobs(), FakeNavigator(), work, person)
    work.setParent(page)
    return shown(qtbot, page)


def compare_page(
    qtbot: QtBot, people: People, other: PersonId, person: PersonId | None = None
) -> ComparePage:
    return shown(qtbot, ComparePage(people.desk, ImmediateJobs(), FakeNavigator(), people.zoe, other, person))


def person_page(qtbot: QtBot, people: People, person: PersonId, *roles: Role) -> PersonView:
    desk = people.real.for_roles(*roles) if roles else people.desk
    page = PersonView(desk, ImmediateJobs(), FakeNavigator(), PurposeMemory(), person, "quality")
    return shown(qtbot, page)


def opened(page: DuplicatesPage | ComparePage | PersonView) -> list[tuple[str, dict[str, object]]]:
    navigator = page._navigator
    assert isinstance(navigator, FakeNavigator)
    return navigator.opened


def confirm(page: ComparePage | DuplicatesPage | PersonView) -> Decision:
    """The question that is asked, answered with yes."""
    dialog = page.window().findChildren(Decision)[-1]
    dialog.act.click()
    return dialog


def on_the_side(page: ComparePage, field: PersonField) -> int:
    """Which segment is in force: 0 left, 1 right."""
    row = next(row for row in page.list.rows() if row.id == field)
    return row.cells[4].chosen


def test_only_who_may_match_people_has_the_pages(people: People) -> None:
    jobs = ImmediateJobs()
    assert [place.key for place in places(people.desk, jobs)] == ["duplicates", "compare_people"]
    assert places(people.real.for_roles(Role.CLERK), jobs) == []
    assert places(people.real.for_roles(Role.AGENCY_CLERK, agency=people.agency.id), jobs) == []


def test_ctrl_g_looks_through_everybody_and_enter_compares(
    qtbot: QtBot, people: People, zoe_again: PersonId
) -> None:
    page = list_page(qtbot, people)
    assert page.empty.isVisible()
    press(Qt.Key.Key_G, CTRL)
    assert len(page.list.rows()) == 1
    assert "4 people" in page.strip.words.text()
    page.list.setFocus()
    press(Qt.Key.Key_Return)
    assert opened(page) == [("compare_people", {"first": people.zoe, "second": zoe_again})]
    press(Qt.Key.Key_Return, CTRL)
    assert opened(page)[1] == opened(page)[0]


def test_a_stopped_search_shows_how_far_it_came_and_goes_on(
    qtbot: QtBot, people: People, zoe_again: PersonId
) -> None:
    page = list_page(qtbot, people)
    with pytest.raises(Cancelled):
        people.desk.duplicates.run(StoppedAtOnce())
    page.load()
    assert page.strip.button.text() == "Go on"
    assert not page.strip.bar.isHidden()
    page.strip.button.click()
    assert page.strip.button.text() == "Look through everybody"
    assert len(page.list.rows()) == 1


def test_the_bar_follows_the_search(qtbot: QtBot, people: People, zoe_again: PersonId) -> None:
    work = SearchWork(people.desk.duplicates, HeldJobs())
    page = DuplicatesPage(people.desk, ImmediateJobs(), FakeNavigator(), work)
    work.setParent(page)
    shown(qtbot, page)
    work.begin()
    work.progressed.emit(1, 4)
    assert page.strip.button.text() == "Stop"
    assert page.strip.bar.share == 0.25
    assert page.strip.bar.accessibleName() == "25 % done"
    assert page.strip.words.text() == "1 of 4 people looked at"


def test_both_stand_side_by_side_with_words_for_how_they_agree(
    qtbot: QtBot, people: People, zoe_again: PersonId
) -> None:
    page = compare_page(qtbot, people, zoe_again)
    rows = {row.id: row for row in page.list.rows()}
    assert rows[F.FIRST_NAME].cells[3].text == agreement_name(Agreement.EQUAL)
    assert rows[F.STREET].cells[3].text == agreement_name(Agreement.DIFFERENT)
    assert all(rows[name].cells[3].icon for name in (F.FIRST_NAME, F.STREET, F.LAST_NAME))
    assert rows[F.FIRST_NAME].cells[4].choices == ()
    assert len(people.actions(Action.PERSON_VIEWED)) == 2


def test_1_and_2_choose_and_ctrl_enter_merges(qtbot: QtBot, people: People, zoe_again: PersonId) -> None:
    page = compare_page(qtbot, people, zoe_again)
    page.list.choose(F.STREET)
    before = on_the_side(page, F.STREET)
    press(Qt.Key.Key_2)
    assert on_the_side(page, F.STREET) == 1
    assert page.list.current_id() == F.NUMBER
    press(Qt.Key.Key_1)
    assert on_the_side(page, F.NUMBER) == 0
    page.list.choose(F.NUMBER)
    press(Qt.Key.Key_2)
    assert before == 0
    press(Qt.Key.Key_Return, CTRL)
    asked = confirm(page)
    assert "Zoë Keller (user 10488273)" in asked.accessibleName()
    assert "Zoë Keler (user 10488999)" in asked.accessibleName()
    assert people.fact(people.zoe, F.STREET) == "Avenue de la Gare"
    assert people.fact(people.zoe, F.LAST_NAME) == "Keller"
    assert opened(page) == [("duplicates", {})]
    assert page.finished


def test_a_question_not_confirmed_changes_nothing(qtbot: QtBot, people: People, zoe_again: PersonId) -> None:
    page = compare_page(qtbot, people, zoe_again)
    press(Qt.Key.Key_Return, CTRL)
    page.window().findChildren(Decision)[-1].keep.click()
    assert people.actions(Action.PEOPLE_MERGED) == []
    assert opened(page) == []


def test_n_notes_not_the_same_and_goes_to_the_next_pair(
    qtbot: QtBot, people: People, zoe_again: PersonId
) -> None:
    third = people.real.behind.add_person(
        facts("Marco", "Bianchi", "Via Nassa", "3", "6900", "Lugano", email="m@example.org"), "10500000"
    )
    people.desk.duplicates.run()
    page = compare_page(qtbot, people, zoe_again)
    press(Qt.Key.Key_N)
    assert len(people.actions(Action.NOT_THE_SAME)) == 1
    assert opened(page) == [("compare_people", {"first": people.marco, "second": third})]


def test_the_next_pair_is_one_key_away(qtbot: QtBot, people: People, zoe_again: PersonId) -> None:
    people.desk.duplicates.run()
    page = compare_page(qtbot, people, zoe_again)
    press(Qt.Key.Key_Right, CTRL)
    assert opened(page) == []
    third = people.real.behind.add_person(
        facts("Marco", "Bianchi", "Via Nassa", "3", "6900", "Lugano", email="m@example.org"), "10500000"
    )
    people.desk.duplicates.look_for(third)
    press(Qt.Key.Key_Right, CTRL)
    assert opened(page) == [("compare_people", {"first": people.marco, "second": third})]


def test_choices_outlive_a_lock_as_names_of_fields_and_sides(
    qtbot: QtBot, people: People, zoe_again: PersonId
) -> None:
    page = compare_page(qtbot, people, zoe_again)
    page.list.choose(F.STREET)
    press(Qt.Key.Key_2)
    state = page.place_state()
    assert state["taken"] == {"street": 1}
    assert "Gare" not in repr(state)
    again = ComparePage(people.desk, ImmediateJobs(), FakeNavigator(), people.zoe, zoe_again)
    qtbot.addWidget(again)
    again.restore_place(state)
    again.load()
    assert on_the_side(again, F.STREET) == 1


def test_a_merge_is_taken_back_from_the_list(qtbot: QtBot, people: People, zoe_again: PersonId) -> None:
    people.desk.duplicates.merge(people.zoe, zoe_again)
    page = list_page(qtbot, people)
    assert page.side.take_back.isEnabled()
    press(Qt.Key.Key_Z, CTRL)
    confirm(page)
    assert people.fact(zoe_again, F.LAST_NAME) == "Keler"
    assert page.side.take_back.isHidden()
    assert "taken back" in page.side.list.rows()[0].cells[0].second


def test_a_merge_followed_by_another_says_which_comes_first(
    qtbot: QtBot, people: People, zoe_again: PersonId
) -> None:
    first = people.desk.duplicates.merge(people.zoe, zoe_again)
    people.desk.duplicates.merge(people.zoe, people.zora)
    page = list_page(qtbot, people)
    page.side.list.choose(first.id)
    assert not page.side.take_back.isEnabled()
    assert "later merge" in page.side.why.text()


def test_the_banner_of_a_person_leads_to_the_comparison(
    qtbot: QtBot, people: People, zoe_again: PersonId
) -> None:
    people.desk.duplicates.look_for(people.zoe)
    page = person_page(qtbot, people, zoe_again)
    page.banner.act_button.click()
    assert opened(page) == [
        ("compare_people", {"first": people.zoe, "second": zoe_again, "person": zoe_again})
    ]
    clerk = person_page(qtbot, people, zoe_again, Role.CLERK)
    clerk.banner.act_button.click()
    assert opened(clerk) == [("person", {"person": people.zoe, "purpose": "quality"})]


def test_a_person_page_looks_for_duplicates_and_takes_a_merge_back(
    qtbot: QtBot, people: People, zoe_again: PersonId
) -> None:
    page = person_page(qtbot, people, people.zoe)
    acts = {act.text: act for act in page._matching.acts(page._facts)} if page._facts else {}
    acts["Look for duplicates"].run()
    assert opened(page)[0][0] == "compare_people"
    people.desk.duplicates.merge(people.zoe, zoe_again)
    merged = person_page(qtbot, people, zoe_again)
    assert merged.person_in_sight() == people.zoe
    assert merged._facts is not None
    act = merged._matching.acts(merged._facts)[-1]
    assert act.text == "Take back the merge of 24 Mar 2026"
    act.run()
    confirm(merged)
    assert people.fact(zoe_again, F.LAST_NAME) == "Keler"
    assert QApplication.activeModalWidget() is None


def test_pairs_of_one_person_alone(qtbot: QtBot, people: People, zoe_again: PersonId) -> None:
    page = list_page(qtbot, people, people.zoe)
    assert page.strip.isHidden()
    assert (people.zoe, zoe_again) in [row.id for row in page.list.rows()]
    nobody = list_page(qtbot, people, people.marco)
    assert nobody.empty.sentence.text() == "Nobody else on file looks like this person."
