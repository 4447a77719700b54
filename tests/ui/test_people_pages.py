# SPDX-License-Identifier: MIT
"""People by keyboard over real records: found while typing, looked up with a purpose, corrected, consents."""

from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from privdesk.domain.activity import Connection
from privdesk.domain.audit import Action, AuditEvent, Purpose
from privdesk.domain.cases import Right
from privdesk.domain.consent import ConsentState
from privdesk.domain.imports import ImportKind
from privdesk.domain.inbox import DocumentId
from privdesk.domain.incoming import PageImage
from privdesk.domain.people import Channel, PersonField
from privdesk.domain.staff import Role
from privdesk.services.case_opening import NewRequest
from privdesk.services.timeline import TimelineEntry, TimelineKind
from privdesk.ui.people import palette_providers, places
from privdesk.ui.people.consents import ConsentsPanel
from privdesk.ui.people.correction import CorrectionPanel
from privdesk.ui.people.new_person_page import NewPersonPage
from privdesk.ui.people.peek import Peek
from privdesk.ui.people.person_page import PersonView
from privdesk.ui.people.purposes import PurposeMemory
from privdesk.ui.people.search_page import PeoplePage
from privdesk.ui.people.search_rows import matches, spans_in
from privdesk.ui.widgets.facts import Value
from tests.ui.desk_kit import NOW, F, People, caret, facts, framed, page_of, people, press, shown, type_text
from tests.ui.fakes import FakeNavigator, HeldJobs, ImmediateJobs

__all__ = ["people"]
CTRL = Qt.KeyboardModifier.ControlModifier
ENTER = Qt.Key.Key_Return


def search_page(qtbot: QtBot, people: People, navigator: FakeNavigator | None = None) -> PeoplePage:
    page = PeoplePage(people.desk, ImmediateJobs(), navigator or FakeNavigator(), PurposeMemory())
    return shown(qtbot, page)


def person_page(
    qtbot: QtBot, people: People, navigator: FakeNavigator | None = None, purpose: str = "answer_call"
) -> PersonView:
    page = PersonView(
        people.desk, ImmediateJobs(), navigator or FakeNavigator(), PurposeMemory(), people.zoe, purpose
    )
    return shown(qtbot, page)


def names(page: PeoplePage) -> list[str]:
    return [row.cells[0].text for row in page.list.rows()]


def test_typing_finds_people_and_marks_what_was_read_differently(qtbot: QtBot, people: People) -> None:
    page = search_page(qtbot, people)
    page.search("zoe keler laus")
    assert sorted(names(page)) == ["Zora Keller", "Zoë Keller"]
    row = next(row for row in page.list.rows() if row.id == ("person", people.zoe))
    assert row.cells[0].second == "Keller for “keler”"
    assert row.cells[0].highlights == ((0, 10),)
    assert row.cells[1].text[slice(*row.cells[1].highlights[0])] == "Laus"


def test_a_typed_beginning_marks_only_that_beginning() -> None:
    found = matches("laus", ["Lausanne"])
    assert spans_in("Rue de Bourg 14, 1003 Lausanne", found) == ((22, 26),)


@pytest.mark.parametrize("page", ["kellre zeo " * 100_000, "k" * 1_000_000, "é" * 1_000_000])
def test_of_a_pasted_page_a_row_looks_at_no_more_than_the_search(page: str) -> None:
    found = matches(page, ["Keller-Favre", "Zoë", "Lausanne"])
    assert 0 < len(found) <= 8
    assert max(len(each.typed) for each in found) <= 400


def test_the_list_is_never_empty_between_two_letters_and_the_newest_search_wins(
    qtbot: QtBot, people: People
) -> None:
    jobs = HeldJobs()
    page = shown(qtbot, PeoplePage(people.desk, jobs, FakeNavigator(), PurposeMemory()))
    page.search("keller")
    jobs.release()
    before = names(page)
    page.search("bianch")
    page.search("bianchi")
    assert names(page) == before
    assert page.list.isVisible()
    jobs.release()
    assert names(page) == ["Marco Bianchi"]


def test_nobody_is_looked_up_by_typing(qtbot: QtBot, people: People) -> None:
    search_page(qtbot, people).search("zoe keller")
    assert people.actions(Action.PERSON_VIEWED) == []


def test_a_chosen_row_asks_for_the_purpose_and_the_look_up_is_recorded(qtbot: QtBot, people: People) -> None:
    page = search_page(qtbot, people)
    page.search("zoe bourg")
    page.search_step(1)
    qtbot.waitUntil(lambda: page.side.purposes is not None)
    assert people.actions(Action.PERSON_VIEWED) == []
    page.list.setFocus()
    press(Qt.Key.Key_2)
    events = people.actions(Action.PERSON_VIEWED)
    assert [(event.record, event.purpose) for event in events] == [
        (f"person:{people.zoe}", Purpose.ANSWER_CALL)
    ]


def test_enter_opens_the_first_row_after_the_purpose(qtbot: QtBot, people: People) -> None:
    navigator = FakeNavigator()
    page = search_page(qtbot, people, navigator)
    page.search("zoe bourg")
    page.search_enter()
    assert navigator.opened == []
    press(Qt.Key.Key_3)
    assert navigator.opened == [("person", {"person": people.zoe, "purpose": "rights_request"})]


def test_the_purpose_chosen_last_is_marked_the_next_time(qtbot: QtBot, people: People) -> None:
    navigator = FakeNavigator()
    page = search_page(qtbot, people, navigator)
    page.search("zoe bourg")
    page.search_enter()
    press(Qt.Key.Key_6)
    page.search_enter()
    press(ENTER)
    assert [args["purpose"] for _place, args in navigator.opened] == ["refund", "refund"]


def test_esc_closes_the_question_and_opens_nothing(qtbot: QtBot, people: People) -> None:
    navigator = FakeNavigator()
    page = search_page(qtbot, people, navigator)
    page.search("zoe bourg")
    page.search_enter()
    assert page.step_back()
    assert not page.step_back()
    assert navigator.opened == []


def test_enter_waits_for_a_search_that_is_under_way(qtbot: QtBot, people: People) -> None:
    jobs, navigator, memory = HeldJobs(), FakeNavigator(), PurposeMemory()
    page = shown(qtbot, PeoplePage(people.desk, jobs, navigator, memory))
    page.search("bianchi")
    page.search_enter()
    assert not page.list.rows()
    jobs.release()
    press(Qt.Key.Key_1)
    assert navigator.opened[0][1]["person"] == people.marco


def test_nothing_found_says_what_else_to_try(qtbot: QtBot, people: People) -> None:
    page = search_page(qtbot, people)
    page.search("xyzzy quux")
    assert not page.list.isVisible()
    assert "“xyzzy quux”" in page.nothing.sentence.text()


def test_requests_that_match_stand_below_the_people(qtbot: QtBot, people: People) -> None:
    case = people.desk.requests.open(
        NewRequest(people.zoe, {Right.ACCESS: ""}, Channel.EMAIL, date(2026, 2, 24))
    )
    navigator = FakeNavigator()
    page = search_page(qtbot, people, navigator)
    page.search("zoe keller")
    assert page.list.rows()[-1].id == ("case", case.id)
    page.list.choose(("case", case.id))
    page.search_enter()
    assert navigator.opened == [("case", {"case": case.id})]
    urgent = next(row for row in page.list.rows() if row.id == ("person", people.zoe))
    assert [tag.text for tag in urgent.cells[4].tags] == ["Access, 2 days"]


def test_a_restricted_person_stays_a_row_until_the_purpose_is_given_each_time(
    qtbot: QtBot, people: People
) -> None:
    with people.real.behind.records.open_work() as work:
        work.people.mark(people.zora, restricted_since=date(2026, 2, 1), no_advertising_since=None)
        work.audit.record(AuditEvent(Action.PERSON_CORRECTED))
        work.commit()
    memory = PurposeMemory()
    memory.last = Purpose.CONTRACT
    page = shown(qtbot, PeoplePage(people.desk, ImmediateJobs(), FakeNavigator(), memory))
    page.search("zora")
    page.search_step(1)
    qtbot.waitUntil(lambda: page.side.purposes is not None)
    assert people.actions(Action.PERSON_VIEWED) == []


def test_a_failed_search_is_said_and_can_be_tried_again(
    qtbot: QtBot, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = search_page(qtbot, people)
    real = people.desk.people.search

    def broken(_text: str, _limit: int = 50) -> None:
        raise OSError

    monkeypatch.setattr(people.desk.people, "search", broken)
    page.search("zoe")
    assert page.banner.isVisible()
    monkeypatch.setattr(people.desk.people, "search", real)
    page.banner.act_button.click()
    assert "Zoë Keller" in names(page)


def test_the_way_back_brings_the_results_again(qtbot: QtBot, people: People) -> None:
    jobs = ImmediateJobs()
    frame = framed(qtbot, places(people.desk, jobs), jobs, "people")
    type_text("zoe bourg")
    press(ENTER)
    press(Qt.Key.Key_2)
    assert page_of(frame, PersonView).person_in_sight() == people.zoe
    frame.back()
    page = page_of(frame, PeoplePage)
    assert frame.top.search.text() == "zoe bourg"
    assert names(page)[0] == "Zoë Keller"


def test_f6_reaches_the_question_and_a_number_answers_it(qtbot: QtBot, people: People) -> None:
    jobs = ImmediateJobs()
    frame = framed(qtbot, places(people.desk, jobs), jobs, "people")
    type_text("zoe bourg")
    press(Qt.Key.Key_Down)
    page = page_of(frame, PeoplePage)
    page._look_up()
    press(Qt.Key.Key_F6)
    press(Qt.Key.Key_F6)
    press(Qt.Key.Key_4)
    assert [event.purpose for event in people.actions(Action.PERSON_VIEWED)] == [Purpose.CORRESPONDENCE]


def test_letters_typed_on_the_list_go_on_in_the_search_field(qtbot: QtBot, people: People) -> None:
    jobs = ImmediateJobs()
    frame = framed(qtbot, places(people.desk, jobs), jobs, "people")
    type_text("zo")
    page_of(frame, PeoplePage).list.setFocus()
    type_text("r")
    assert frame.top.search.text() == "zor"
    assert caret() is frame.top.search
    assert names(page_of(frame, PeoplePage))[0] == "Zora Keller"


def test_locking_keeps_the_filter_but_neither_query_nor_names(qtbot: QtBot, people: People) -> None:
    jobs = ImmediateJobs()
    frame = framed(qtbot, places(people.desk, jobs), jobs, "people")
    type_text("zoe")
    page_of(frame, PeoplePage).tabs.choose("ended")
    visit = frame.visit
    assert visit is not None
    assert "zoe" not in repr(visit).lower()
    frame.reopen(visit)
    assert page_of(frame, PeoplePage).tabs.current == "ended"


def test_the_palette_finds_people_requests_and_acts_without_looking_anybody_up(people: People) -> None:
    case = people.desk.requests.open(
        NewRequest(people.zoe, {Right.ACCESS: ""}, Channel.EMAIL, date(2026, 2, 24))
    )
    before = len(people.actions(Action.PERSON_VIEWED))
    hits = [hit for find in palette_providers(people.desk) for hit in find("zoe ke")]
    assert {hit.section for hit in hits} == {"People", "Requests", "Do"}
    assert next(hit for hit in hits if hit.section == "Requests").args == {"case": case.id}
    person = next(hit for hit in hits if hit.section == "People")
    assert (person.place, person.args) == ("person", {"person": people.zoe, "purpose": ""})
    assert len(people.actions(Action.PERSON_VIEWED)) == before


def test_numbers_alone_find_requests_and_nobody(people: People) -> None:
    case = people.desk.requests.open(
        NewRequest(people.zoe, {Right.ACCESS: ""}, Channel.EMAIL, date(2026, 2, 24))
    )
    hits = [hit for find in palette_providers(people.desk) for hit in find(f"#{case.number}")]
    assert [hit.section for hit in hits] == ["Requests"]


def test_acts_of_no_page_in_sight_are_found_by_their_words(people: People) -> None:
    hits = [hit for find in palette_providers(people.desk) for hit in find("new per")]
    assert [hit.place for hit in hits] == ["new_person"]
    hits = [hit for find in palette_providers(people.desk) for hit in find("import")]
    assert [hit.place for hit in hits] == ["imports"]


def test_roles_without_look_up_have_neither_places_nor_palette(people: People) -> None:
    administrator = people.real.for_roles(Role.ADMINISTRATOR)
    assert places(administrator, ImmediateJobs()) == []
    hits = [hit for find in palette_providers(administrator) for hit in find("zoe")]
    assert hits == []


def test_opening_without_a_purpose_asks_before_anything_is_read(qtbot: QtBot, people: People) -> None:
    page = person_page(qtbot, people, purpose="")
    assert page.head.title.whole_text == "Person"
    assert people.actions(Action.PERSON_VIEWED) == []
    press(Qt.Key.Key_5)
    assert page.head.title.whole_text == "Zoë Keller"
    assert [event.purpose for event in people.actions(Action.PERSON_VIEWED)] == [Purpose.CONTRACT]


def test_the_purpose_given_is_kept_over_a_lock(qtbot: QtBot, people: People) -> None:
    state = person_page(qtbot, people, purpose="").place_state()
    assert "purpose" not in state
    first = person_page(qtbot, people, purpose="refund")
    kept = first.place_state()
    assert "Keller" not in repr(kept)
    again = person_page(qtbot, people, purpose="")
    again.restore_place(kept)
    assert again.head.title.whole_text == "Zoë Keller"


def test_f2_corrects_a_value_with_proof_and_the_old_one_is_kept(qtbot: QtBot, people: People) -> None:
    page = person_page(qtbot, people)
    press(Qt.Key.Key_F2)
    panel = page.findChild(CorrectionPanel)
    assert panel is not None
    panel.what.set_value("phone_mobile")
    panel.rows[F.PHONE_MOBILE].set_value("")
    type_text("079 555 01 47")
    press(ENTER, CTRL)
    assert panel.proof.wrong
    assert caret() is panel.proof.control
    type_text("call of 24 March, identity checked")
    press(ENTER, CTRL)
    assert people.fact(people.zoe, PersonField.PHONE_MOBILE) == "+41795550147"
    held = people.desk.people.open(people.zoe, Purpose.QUALITY)
    assert held.before[PersonField.PHONE_MOBILE].value == "+41795550112"


def test_a_wrong_value_is_refused_where_it_stands_and_nothing_is_lost(qtbot: QtBot, people: People) -> None:
    page = person_page(qtbot, people)
    press(Qt.Key.Key_F2)
    panel = page.findChild(CorrectionPanel)
    assert panel is not None
    panel.what.set_value("email")
    type_text("not an address")
    panel.proof.set_value("letter")
    press(ENTER, CTRL)
    assert panel.isVisible()
    assert people.fact(people.zoe, PersonField.EMAIL) == ""
    assert "name@example.ch" in panel.rows[F.EMAIL].note.text()
    assert panel.proof.value == "letter"


def test_the_tip_says_where_a_value_came_from(qtbot: QtBot, people: People) -> None:
    people.desk.people.correct(
        people.zoe, {F.PHONE_MOBILE: "079 555 01 47"}, proof="Change form F-26-00391",
        channel=Channel.POST, received_on=date(2026, 3, 11),
    )  # fmt: skip
    page = person_page(qtbot, people)
    value = next(each for each in page.findChildren(Value) if each.whole_text == "079 555 01 47")
    value.setFocus()
    press(Qt.Key.Key_F4)
    assert "“Change form F-26-00391”" in page._tip.accessibleName()
    assert "11 Mar 2026" in page._tip.accessibleName()
    assert "Before: 079 555 01 12" in page._tip.accessibleName()


def test_a_contact_changed_lately_can_be_confirmed_once(qtbot: QtBot, people: People) -> None:
    people.desk.people.correct(
        people.zoe, {F.PHONE_MOBILE: "079 555 01 47"}, proof="letter", channel=Channel.POST,
        received_on=date(2026, 3, 11),
    )  # fmt: skip
    page = person_page(qtbot, people)
    page._confirm(F.PHONE_MOBILE)
    press(ENTER, CTRL)
    assert len(people.actions(Action.CONTACT_CONFIRMED)) == 1
    held = people.desk.people.open(people.zoe, Purpose.QUALITY)
    assert held.origins[F.PHONE_MOBILE].origin.confirmed_on == date(2026, 3, 24)


def test_ctrl_t_withdraws_a_consent_by_space(qtbot: QtBot, people: People) -> None:
    people.desk.people.set_consent(
        people.zoe, "information", ConsentState.GIVEN, date(2025, 1, 14), "F-25-00001"
    )
    page = person_page(qtbot, people)
    press(Qt.Key.Key_T, CTRL)
    panel = page.findChild(ConsentsPanel)
    assert panel is not None
    panel.list.choose("information")
    panel.list.setFocus()
    press(Qt.Key.Key_Space)
    assert caret() is panel.form.control
    type_text("by phone")
    panel.list.setFocus()
    press(Qt.Key.Key_Space)
    held = people.desk.people.open(people.zoe, Purpose.QUALITY)
    assert [(each.purpose, each.state) for each in held.consents] == [("information", ConsentState.WITHDRAWN)]


def test_keys_open_report_request_and_call(qtbot: QtBot, people: People) -> None:
    navigator = FakeNavigator()
    page = person_page(qtbot, people, navigator)
    press(Qt.Key.Key_R, CTRL)
    press(Qt.Key.Key_P, CTRL)
    page.call_button.click()
    assert navigator.opened == [
        ("new_request", {"person": people.zoe}),
        ("report", {"person": people.zoe, "case": None}),
        ("call", {"person": people.zoe}),
    ]
    assert page.person_in_sight() == people.zoe


def test_the_filled_button_prints_the_report_of_an_open_access_request(qtbot: QtBot, people: People) -> None:
    case = people.desk.requests.open(
        NewRequest(people.zoe, {Right.ACCESS: ""}, Channel.EMAIL, date(2026, 2, 24))
    )
    navigator = FakeNavigator()
    page = person_page(qtbot, people, navigator)
    assert page.report_button.isVisible()
    assert not page.request_button.isVisible()
    press(ENTER, CTRL)
    assert navigator.opened == [("report", {"person": people.zoe, "case": case.id})]


def test_older_lines_come_while_scrolling_and_filters_answer_to_number_keys(
    qtbot: QtBot, people: People
) -> None:
    with people.real.behind.records.open_work() as work:
        run = work.imports.start(ImportKind.CONNECTIONS, "connections.csv", "0" * 64)
        work.activity.add(
            [
                Connection(people.zoe, NOW - timedelta(days=day), "Firefox", "fr", "Linux", "203.0.113.9")
                for day in range(1, 301)
            ],
            run.id,
        )
        work.audit.record(AuditEvent(Action.IMPORT_ENDED))
        work.commit()
    page = person_page(qtbot, people)
    timeline = page.timeline
    assert len(timeline.entries) == 100
    bar = timeline.list.view.verticalScrollBar()
    bar.setValue(bar.maximum())
    assert len(timeline.entries) == 300
    assert timeline.complete
    timeline.list.setFocus()
    press(Qt.Key.Key_1)
    assert timeline.tabs.current == "form"
    assert not timeline.list.rows()
    timeline.tabs.choose("all")
    timeline.list.setFocus()
    press(Qt.Key.Key_2)
    assert timeline.tabs.current == "connection"
    press(Qt.Key.Key_0)
    assert timeline.tabs.current == "all"


def test_ctrl_f_finds_in_the_timeline_and_esc_gives_it_back(qtbot: QtBot, people: People) -> None:
    people.desk.people.set_consent(
        people.zoe, "information", ConsentState.GIVEN, date(2025, 1, 14), "F-25-00001"
    )
    people.desk.requests.open(NewRequest(people.zoe, {Right.ACCESS: ""}, Channel.EMAIL, date(2026, 2, 24)))
    page = person_page(qtbot, people)
    whole = len(page.timeline.list.rows())
    press(Qt.Key.Key_F, CTRL)
    type_text("consent")
    assert [row.cells[1].text for row in page.timeline.list.rows()] == ["Consent given"]
    press(Qt.Key.Key_Escape)
    assert len(page.timeline.list.rows()) == whole > 1


def test_space_peeks_at_the_page_of_a_form_and_the_look_is_recorded(
    qtbot: QtBot, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = person_page(qtbot, people)
    paper = DocumentId("d" * 32)
    looks: list[tuple[DocumentId, int]] = []

    def drawn(document: DocumentId, number: int, _width: int) -> PageImage:
        looks.append((document, number))
        return PageImage(1, 1, b"\xff\xff\xff")

    monkeypatch.setattr(people.desk.people, "papers", lambda reference: ((paper, 2),) if reference else ())
    monkeypatch.setattr(people.desk.people, "document_page", drawn)
    line = TimelineEntry(NOW, TimelineKind.FORM, "file-text", "Registration", reference="form:1")
    page.timeline.add(None, [line], 100)
    page.timeline.list.choose(0)
    page.timeline.list.setFocus()
    press(Qt.Key.Key_Space)
    assert looks == [(paper, 0), (paper, 1)]
    peek = page.findChild(Peek)
    assert peek is not None
    assert peek.where.whole_text == "Page 1 of 2"
    press(Qt.Key.Key_PageDown)
    assert peek.where.whole_text == "Page 2 of 2"
    press(Qt.Key.Key_Space)
    assert not peek.isVisible()
    assert caret() is page.timeline.list.view


def test_enter_on_a_request_opens_it(qtbot: QtBot, people: People) -> None:
    case = people.desk.requests.open(
        NewRequest(people.zoe, {Right.ACCESS: ""}, Channel.EMAIL, date(2026, 2, 24))
    )
    navigator = FakeNavigator()
    page = person_page(qtbot, people, navigator)
    asked = next(row for row in page.timeline.list.rows() if row.cells[1].text.startswith("Asked for"))
    page.timeline.list.choose(asked.id)
    page.timeline.list.setFocus()
    press(ENTER)
    assert navigator.opened == [("case", {"case": case.id})]


def test_a_restricted_person_shows_a_clerk_neither_facts_nor_timeline(qtbot: QtBot, people: People) -> None:
    with people.real.behind.records.open_work() as work:
        work.people.mark(people.zoe, restricted_since=date(2026, 2, 1), no_advertising_since=None)
        work.audit.record(AuditEvent(Action.PERSON_CORRECTED))
        work.commit()
    clerk = people.real.for_roles(Role.CLERK)
    page = shown(
        qtbot,
        PersonView(clerk, ImmediateJobs(), FakeNavigator(), PurposeMemory(), people.zoe, "contract"),
    )
    assert page.banner.isVisible()
    assert not page.timeline.isVisible()
    assert not page.head_facts.isVisible()
    assert page.head.title.whole_text == "Restricted person"
    page.setFocus()
    press(Qt.Key.Key_F2)
    assert page.findChild(CorrectionPanel) is None


def test_what_a_role_may_not_do_stays_in_sight_with_who_may(qtbot: QtBot, people: People) -> None:
    agency_clerk = people.real.for_roles(Role.AGENCY_CLERK, agency=people.agency.id)
    page = shown(
        qtbot,
        PersonView(agency_clerk, ImmediateJobs(), FakeNavigator(), PurposeMemory(), people.zoe, "contract"),
    )
    assert page._facts is not None
    acts = {act.text: act.who_may for act in page._acts(page._facts)}
    assert acts["Correct a value"] == "clerk"
    assert acts["Open a new request"] == ""


def test_a_new_person_is_entered_by_keyboard_and_opens(qtbot: QtBot, people: People) -> None:
    navigator = FakeNavigator()
    page = shown(qtbot, NewPersonPage(people.desk, ImmediateJobs(), navigator))
    assert caret() is page.facts[F.FIRST_NAME].control
    press(ENTER, CTRL)
    assert page.facts[F.FIRST_NAME].wrong
    type_text("Nadia")
    press(Qt.Key.Key_Tab)
    type_text("Hofmann")
    page.start.set_value("1.3.2026")
    press(ENTER, CTRL)
    place, args = navigator.opened[0]
    assert (place, args["purpose"]) == ("person", "contract")
    held = people.desk.people.open(args["person"], Purpose.QUALITY)  # type: ignore[arg-type]
    assert held.person.name == "Nadia Hofmann"
    assert held.contracts[0].start == date(2026, 3, 1)
    assert held.contracts[0].user_number


def test_a_value_that_cannot_be_right_keeps_the_new_person_on_the_page(qtbot: QtBot, people: People) -> None:
    navigator = FakeNavigator()
    page = shown(qtbot, NewPersonPage(people.desk, ImmediateJobs(), navigator))
    page.facts[F.FIRST_NAME].set_value("Nadia")
    page.facts[F.LAST_NAME].set_value("Hofmann")
    page.facts[F.EMAIL].set_value("nadia at example")
    page.save()
    assert page.facts[F.EMAIL].wrong
    assert caret() is page.facts[F.EMAIL].control
    assert navigator.opened == []
    assert page.facts[F.LAST_NAME].value == "Hofmann"


def test_somebody_alike_is_shown_beside_a_new_person(qtbot: QtBot, people: People) -> None:
    page = shown(qtbot, NewPersonPage(people.desk, ImmediateJobs(), FakeNavigator()))
    for field, value in facts("Zoë", "Keller", "Rue de Bourg", "14", "1003", "Lausanne").items():
        page.facts[field].set_value(value)
    page._look_for_same()
    assert page.same.rows()[0].id == people.zoe


def test_caret_and_field_are_found_again_after_a_lock(qtbot: QtBot, people: People) -> None:
    page = shown(qtbot, NewPersonPage(people.desk, ImmediateJobs(), FakeNavigator()))
    page.facts[F.TOWN].control.setFocus()
    state = page.place_state()
    again = NewPersonPage(people.desk, ImmediateJobs(), FakeNavigator())
    shown(qtbot, again)
    again.restore_place(state)
    assert caret() is again.facts[F.TOWN].control
