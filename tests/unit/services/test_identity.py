# SPDX-License-Identifier: MIT
"""Who may be asked what, how many answers it takes, and which contact may serve."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

import pytest

from privdesk.domain.agencies import AgencyId
from privdesk.domain.cases import CallId, CallSheet, Right
from privdesk.domain.identity import (
    NEVER_ASKED,
    Need,
    QuestionKey,
    Standing,
    contact_standing,
    need,
    tolerance,
    weigh,
)
from privdesk.domain.people import ADDRESS_FIELDS, PersonField, PersonId
from privdesk.domain.staff import Role, StaffMember
from privdesk.domain.vault import StaffId
from privdesk.services.identity import OnFile
from tests.unit.services.fake_desk import CLERK, NOW, ZOE, FakeDesk

TOP_UP, CREDIT, MONTH = QuestionKey.LAST_TOP_UP, QuestionKey.CREDIT_LEFT, QuestionKey.CONTRACT_MONTH
MACHINE, BIRTH, MOBILE, IBAN = (
    QuestionKey.SECOND_LAST_MACHINE, QuestionKey.DATE_OF_BIRTH, QuestionKey.MOBILE_DIGITS, QuestionKey.IBAN_DIGITS,
)  # fmt: skip
ALL = (TOP_UP, CREDIT, MONTH, MACHINE)


def on_file(desk: FakeDesk, member: StaffMember = CLERK) -> OnFile:
    return OnFile(desk.records, desk.workplace().clock, member)  # type: ignore[arg-type]


def keys(desk: FakeDesk, person_id: PersonId) -> list[str]:
    return [question.key for question in on_file(desk).questions(person_id)]


@pytest.mark.parametrize(
    ("wishes", "needed"),
    [
        (set(), Need(2, 0)),
        ({Right.WITHDRAWAL}, Need(2, 0)),
        ({Right.OBJECTION}, Need(2, 0)),
        ({Right.RESTRICTION}, Need(2, 0)),
        ({Right.ACCESS}, Need(3, 1)),
        ({Right.PORTABILITY}, Need(3, 1)),
        ({Right.RECTIFICATION}, Need(3, 1)),
        ({Right.ERASURE}, Need(3, 1)),
        ({Right.WITHDRAWAL, Right.ACCESS}, Need(3, 1)),
    ],
)
def test_what_gives_out_changes_or_erases_needs_more_than_a_mere_question(
    wishes: set[Right], needed: Need
) -> None:
    assert need(wishes) == needed


@pytest.mark.parametrize(
    ("answers", "questions", "needed", "standing"),
    [
        ({}, ALL, Need(3, 1), Standing.OPEN),
        ({TOP_UP: True, CREDIT: True}, ALL, Need(3, 1), Standing.OPEN),
        ({TOP_UP: True, CREDIT: True, MONTH: True}, ALL, Need(3, 1), Standing.PASSED),
        ({TOP_UP: True, CREDIT: False, MONTH: True}, ALL, Need(3, 1), Standing.OPEN),
        ({TOP_UP: True, CREDIT: False, MONTH: True, MACHINE: True}, ALL, Need(3, 1), Standing.PASSED),
        ({TOP_UP: False, CREDIT: False}, ALL, Need(3, 1), Standing.FAILED),
        ({TOP_UP: False, CREDIT: False, MONTH: True, MACHINE: True}, ALL, Need(2, 0), Standing.FAILED),
        ({MONTH: True, MACHINE: True, MOBILE: True}, (MONTH, MACHINE, MOBILE), Need(3, 1), Standing.TOO_FEW),
        ({MONTH: True, MACHINE: True, MOBILE: True}, (*ALL, MOBILE), Need(3, 1), Standing.OPEN),
        ({MONTH: True, MACHINE: True}, (MONTH, MACHINE), Need(2, 0), Standing.PASSED),
        ({}, (MONTH,), Need(2, 0), Standing.TOO_FEW),
        ({}, (), Need(2, 0), Standing.TOO_FEW),
        ({"name": True, "town": True, "badge": True}, ALL, Need(3, 1), Standing.OPEN),
    ],
)
def test_a_check_passes_by_enough_right_answers_and_ends_with_the_second_wrong_one(
    answers: Mapping[str, bool], questions: tuple[str, ...], needed: Need, standing: Standing
) -> None:
    assert weigh(answers, questions, needed) is standing


def test_nothing_is_asked_that_stands_on_a_letter_an_envelope_a_badge_or_a_directory() -> None:
    desk = FakeDesk()
    facts = {**ZOE, PersonField.IBAN: "CH9300762011623852957", PersonField.DATE_OF_BIRTH: "1984-06-30"}
    zoe = desk.add_person(facts)
    desk.add_account(zoe, AgencyId(3))
    questions = on_file(desk).questions(zoe)
    assert {question.key for question in questions} == set(QuestionKey)
    printed = {facts[name] for name in NEVER_ASKED if name in facts} | {"1046 2213", "P-1", "M-1"}
    assert not [question for question in questions if question.answer in printed]
    assert {PersonField.LAST_NAME, PersonField.LANGUAGE, PersonField.EMAIL} | ADDRESS_FIELDS <= NEVER_ASKED


def test_the_holders_own_knowledge_is_asked_first_and_the_answers_are_those_on_file() -> None:
    desk = FakeDesk()
    zoe = desk.add_person()
    desk.add_account(zoe)
    answers = {question.key: question.answer for question in on_file(desk).questions(zoe)}
    assert answers == {
        TOP_UP: "14 Mar, by TWINT, CHF 20.00",
        CREDIT: "CHF 23.40 (from CHF 18.40 to CHF 28.40 counts as right)",
        MONTH: "May 2019",
        MACHINE: "dryer, 18 Mar",
        MOBILE: "47",
    }
    assert keys(desk, zoe)[:2] == [TOP_UP, CREDIT]


@pytest.mark.parametrize(("balance", "off"), [(0, 500), (2340, 500), (5000, 1000), (-300, 500)])
def test_the_credit_may_be_off_by_a_fifth_and_at_least_by_five(balance: int, off: int) -> None:
    assert tolerance(balance) == off


@pytest.mark.parametrize(
    ("days_ago", "asked"), [(900, True), (31, True), (30, False), (0, False)]
)  # fmt: skip
def test_a_fact_changed_within_thirty_days_is_no_question(days_ago: int, asked: bool) -> None:
    desk = FakeDesk()
    zoe = desk.add_person({**ZOE, PersonField.IBAN: "CH9300762011623852957"})
    changes = {PersonField.PHONE_MOBILE: "+41795550199", PersonField.IBAN: "CH5604835012345678009"}
    desk.records.people.change(zoe, changes, desk.origin(days_ago))
    assert (MOBILE in keys(desk, zoe)) is asked
    assert (IBAN in keys(desk, zoe)) is asked


def test_one_usage_is_too_few_for_the_second_last_machine() -> None:
    desk = FakeDesk()
    zoe = desk.add_person()
    desk.add_account(zoe)
    usages = [row for row in desk.records.rows.activity if hasattr(row, "machine_type")]
    for row in usages[1:]:
        desk.records.rows.activity.remove(row)
    assert MACHINE not in keys(desk, zoe)


def test_an_agency_clerk_is_shown_no_payments_as_answers() -> None:
    desk = FakeDesk()
    zoe = desk.add_person({**ZOE, PersonField.IBAN: "CH9300762011623852957"})
    desk.add_account(zoe, AgencyId(3))
    agency_clerk = StaffMember(StaffId("mia"), "Mia", frozenset({Role.AGENCY_CLERK}), AgencyId(3))
    asked = {question.key for question in on_file(desk, agency_clerk).questions(zoe)}
    assert asked == {MONTH, MOBILE}


@pytest.mark.parametrize(
    ("changed_days_ago", "confirmed", "serves", "serves_from"),
    [
        (None, False, True, None),
        (0, False, False, date(2026, 4, 24)),
        (29, False, False, date(2026, 3, 26)),
        (30, False, False, date(2026, 3, 25)),
        (31, False, True, None),
        (400, False, True, None),
        (0, True, True, None),
        (30, True, True, None),
    ],
)
def test_a_changed_contact_rests_thirty_days_unless_it_was_confirmed_the_old_way(
    changed_days_ago: int | None, confirmed: bool, serves: bool, serves_from: date | None
) -> None:
    desk = FakeDesk()
    zoe = desk.add_person()
    if changed_days_ago is not None:
        changes = {PersonField.PHONE_LANDLINE: "+41215550999"}
        desk.records.people.change(zoe, changes, desk.origin(changed_days_ago))
    if confirmed:
        desk.records.people.confirm(zoe, PersonField.PHONE_LANDLINE, NOW.date())
    standing = on_file(desk).contact(zoe, PersonField.PHONE_LANDLINE)
    assert (standing.serves, standing.serves_from) == (serves, serves_from)


def test_the_thirty_days_are_days_at_the_office_not_of_utc() -> None:
    desk = FakeDesk()
    desk.now = NOW.replace(hour=22, minute=30)  # 23:30 in Lausanne, still the 24th
    zoe = desk.add_person()
    origin = desk.origin(31)
    late = origin.recorded_at.replace(hour=23, minute=30)  # already the 22nd in Lausanne
    desk.records.people.change(zoe, {PersonField.EMAIL: "z@example.org"}, replace(origin, recorded_at=late))
    assert not on_file(desk).contact(zoe, PersonField.EMAIL).serves
    desk.now += timedelta(hours=1)
    assert on_file(desk).contact(zoe, PersonField.EMAIL).serves


def test_what_came_with_the_first_entry_was_never_changed() -> None:
    desk = FakeDesk()
    zoe = desk.add_person(days_ago=3)
    assert on_file(desk).contact(zoe, PersonField.PHONE_MOBILE).serves


def test_a_number_added_lately_rests_like_a_changed_one() -> None:
    desk = FakeDesk()
    zoe = desk.add_person(
        {name: value for name, value in ZOE.items() if name is not PersonField.PHONE_MOBILE}
    )
    desk.records.people.change(zoe, {PersonField.PHONE_MOBILE: "+41795550111"}, desk.origin(2))
    assert not on_file(desk).contact(zoe, PersonField.PHONE_MOBILE).serves
    assert not on_file(desk).contact(zoe, PersonField.IBAN).held


def test_an_address_is_one_contact_and_rests_when_any_part_of_it_changed() -> None:
    desk = FakeDesk()
    zoe = desk.add_person()
    desk.records.people.change(zoe, {PersonField.NUMBER: "16"}, desk.origin(5))
    for name in ADDRESS_FIELDS:
        assert not on_file(desk).contact(zoe, name).serves
    history = desk.records.people.history(zoe)
    clock = desk.workplace().clock
    assert contact_standing(history, {PersonField.EMAIL}, clock.today(), clock.day_of).serves


def test_the_numbers_say_why_they_may_or_may_not_be_called_back() -> None:
    desk = FakeDesk()
    zoe = desk.add_person()
    desk.records.people.change(zoe, {PersonField.PHONE_MOBILE: "+41795550199"}, desk.origin(4))
    landline, mobile = on_file(desk).numbers(zoe)
    assert (landline.shown, landline.allowed) == ("021 555 08 12", True)
    assert landline.why == "On file since 6 Oct 2023, not changed in the last 30 days."
    assert (mobile.field, mobile.allowed) == (PersonField.PHONE_MOBILE, False)
    assert mobile.why == "Changed on 20 Mar 2026: serves again from 20 Apr 2026, or once confirmed by letter."


def test_too_few_questions_lead_to_a_call_back_then_to_a_letter_then_to_the_counter() -> None:
    desk = FakeDesk()
    zoe = desk.add_person(
        {name: value for name, value in ZOE.items() if name is not PersonField.PHONE_MOBILE}
    )
    sheet = CallSheet(CallId(1), NOW, CLERK.id, zoe, wishes=frozenset({Right.ACCESS}))
    verdict = on_file(desk).verdict(sheet)
    assert verdict.standing is Standing.TOO_FEW
    assert verdict.sentence.endswith("Call back a number on file.")
    desk.records.people.change(zoe, {PersonField.PHONE_LANDLINE: "+41215550999"}, desk.origin(1))
    assert on_file(desk).verdict(sheet).sentence.endswith("Send a code by letter to the address on file.")
    desk.records.people.change(zoe, {PersonField.TOWN: "Renens"}, desk.origin(1))
    assert on_file(desk).verdict(sheet).sentence.endswith("check identity at the counter.")
