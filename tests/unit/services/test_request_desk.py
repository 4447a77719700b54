# SPDX-License-Identifier: MIT
"""What the pages of requests and calls need besides acts: lists, half-typed words, who is calling."""

from dataclasses import replace
from datetime import timedelta

import pytest

from privdesk.domain.cases import CaseId, Outcome, Right
from privdesk.domain.errors import NotFoundError
from privdesk.domain.people import Channel, PersonField, PersonId
from privdesk.domain.staff import NotAllowedError, Role
from privdesk.services.calls import Calls
from privdesk.services.requests import NewRequest, Requests
from privdesk.services.today import due_row
from tests.unit.services.places import ZOE, Desk


def a_case(desk: Desk, person: PersonId, right: Right = Right.WITHDRAWAL) -> CaseId:
    today = desk.place.clock.today()
    case = Requests(desk.place).open(NewRequest(person, {right: ""}, Channel.POST, today))
    return case.id


def test_closed_requests_of_this_year_are_listed_and_last_years_are_not(desk: Desk) -> None:
    requests, person = Requests(desk.place), desk.add_person()
    case = requests.get(a_case(desk, person))
    requests.decide(case.id, Right.WITHDRAWAL, Outcome.GRANTED)
    requests.record_answer(case.id, channel=Channel.POST, on=desk.place.clock.today())
    assert requests.closed_this_year() == []
    requests.close(case.id)
    assert [each.id for each in requests.closed_this_year()] == [case.id]
    desk.records.clock.forward(days=60)
    assert requests.closed_this_year() == []


def test_an_agency_clerk_sees_closed_requests_of_the_own_people_only(desk: Desk) -> None:
    agency = desk.add_agency()
    requests = Requests(desk.place)
    case = requests.get(a_case(desk, desk.add_person()))
    requests.decide(case.id, Right.WITHDRAWAL, Outcome.GRANTED)
    requests.record_answer(case.id, channel=Channel.POST, on=desk.place.clock.today())
    requests.close(case.id)
    assert Requests(desk.as_member(Role.AGENCY_CLERK, agency=agency.id)).closed_this_year() == []


def test_half_typed_words_are_kept_by_key_and_dropped_when_empty(desk: Desk) -> None:
    requests, person = Requests(desk.place), desk.add_person()
    one, other = (f"case:{a_case(desk, person)}:note" for _ in range(2))
    assert requests.draft(one) == {}
    requests.keep_draft(one, {"text": "Rang at 10"})
    requests.keep_draft(other, {"text": "Other"})
    assert requests.draft(one) == {"text": "Rang at 10"}
    requests.keep_draft(one, {})
    assert requests.draft(one) == {}
    assert requests.draft(other) == {"text": "Other"}


def test_drafts_need_the_right_to_take_requests(desk: Desk) -> None:
    with pytest.raises(NotAllowedError):
        Requests(desk.as_member(Role.ADMINISTRATOR)).draft("case:1:note")


def test_the_caller_is_read_only_after_the_look_up_was_recorded(desk: Desk) -> None:
    calls, person = Calls(desk.place), desk.add_person()
    sheet = calls.start()
    assert calls.caller(sheet) is None
    with pytest.raises(NotFoundError):
        calls.caller(replace(sheet, person_id=person))
    chosen = calls.choose(sheet, person)
    caller = calls.caller(chosen)
    assert caller is not None
    assert caller.person.fact(PersonField.LAST_NAME) == ZOE[PersonField.LAST_NAME]


def test_the_callers_open_requests_stand_most_urgent_first(desk: Desk) -> None:
    calls, requests, person = Calls(desk.place), Requests(desk.place), desk.add_person()
    later = a_case(desk, person)
    today = desk.place.clock.today()
    early = requests.open(NewRequest(person, {Right.ACCESS: ""}, Channel.POST, today - timedelta(days=9))).id
    caller = calls.caller(calls.start(person))
    assert caller is not None
    assert [case.id for case in caller.open_cases] == [early, later]


def test_a_row_names_the_same_next_act_as_the_page(desk: Desk) -> None:
    requests, person = Requests(desk.place), desk.add_person()
    case = requests.get(a_case(desk, person))
    page = requests.page(case.id)
    assert page.next_act is not None
    row = due_row(case, desk.place.member, desk.place.clock.today())
    assert (row.next_act, row.channel) == (page.next_act.title, Channel.POST)
