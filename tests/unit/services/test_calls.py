# SPDX-License-Identifier: MIT
"""A call: kept as it is typed, identity weighed, the right words, one request for all wishes."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from privdesk.domain.agencies import AgencyId
from privdesk.domain.audit import Action, Purpose
from privdesk.domain.case_errors import CallEndedError, NoRightAskedError, PersonUnknownError
from privdesk.domain.cases import CallSheet, Case, IdentityMethod, Right, Step
from privdesk.domain.errors import NotFoundError
from privdesk.domain.identity import QuestionKey, Standing
from privdesk.domain.people import Channel, PersonField, PersonId
from privdesk.domain.staff import NotAllowedError, Role, StaffMember
from privdesk.domain.vault import StaffId
from privdesk.services.calls import Calls
from privdesk.services.scripts import SCRIPT_LANGUAGES
from tests.unit.services.fake_desk import ZOE, FakeDesk

THREE_RIGHT = {
    QuestionKey.LAST_TOP_UP.value: True, QuestionKey.CREDIT_LEFT.value: True, QuestionKey.CONTRACT_MONTH.value: True,
}  # fmt: skip
TWO_WRONG = {QuestionKey.LAST_TOP_UP.value: False, QuestionKey.CREDIT_LEFT.value: False}
FAILED = "Take the wish, give nothing out; we answer by post to the address on file."


@pytest.fixture
def desk() -> FakeDesk:
    return FakeDesk()


@pytest.fixture
def calls(desk: FakeDesk) -> Calls:
    return Calls(desk.workplace())


@pytest.fixture
def zoe(desk: FakeDesk) -> PersonId:
    person_id = desk.add_person()
    desk.add_account(person_id)
    return person_id


def wishing(sheet: CallSheet, *wishes: Right, **more: object) -> CallSheet:
    return replace(sheet, wishes=frozenset(wishes), **more)  # type: ignore[arg-type]


def test_a_call_and_the_look_up_of_the_caller_are_recorded(
    desk: FakeDesk, calls: Calls, zoe: PersonId
) -> None:
    sheet = calls.start(zoe)
    assert desk.actions() == [Action.CALL_STARTED, Action.PERSON_VIEWED]
    viewed = desk.records.audit.events[-1]
    assert (viewed.record, viewed.purpose, viewed.reference) == (
        f"person:{zoe}", Purpose.ANSWER_CALL, f"call:{sheet.id}",
    )  # fmt: skip


def test_what_is_typed_stands_without_an_audit_entry_and_waits_under_today(
    desk: FakeDesk, calls: Calls, zoe: PersonId
) -> None:
    sheet = calls.start(zoe)
    recorded = len(desk.records.audit.events)
    typed = wishing(sheet, Right.ACCESS, notes="Asks when the report comes", answers={"credit_left": True})
    calls.keep(typed)
    assert len(desk.records.audit.events) == recorded
    assert Calls(desk.workplace()).unfinished() == [typed]
    calls.finish_later(replace(typed, notes="rings again"))
    assert calls.get(sheet.id).notes == "rings again"


def test_a_kept_sheet_cannot_end_the_call_or_swap_the_caller(
    desk: FakeDesk, calls: Calls, zoe: PersonId
) -> None:
    sheet = calls.start(zoe)
    calls.keep(replace(sheet, person_id=PersonId(99), ended_at=desk.now))
    assert calls.get(sheet.id) == sheet


def test_choosing_another_caller_is_recorded_and_drops_the_answers(
    desk: FakeDesk, calls: Calls, zoe: PersonId
) -> None:
    other = desk.add_person({**ZOE, PersonField.FIRST_NAME: "Ida"})
    sheet = replace(calls.start(zoe), answers=THREE_RIGHT, called_back=PersonField.PHONE_LANDLINE)
    assert calls.choose(sheet, zoe).answers == THREE_RIGHT
    chosen = calls.choose(sheet, other)
    assert (chosen.answers, chosen.called_back) == ({}, None)
    assert calls.get(sheet.id).person_id == other
    assert desk.records.audit.events[-1].record == f"person:{other}"


@pytest.mark.parametrize(
    ("wishes", "answers", "standing", "sentence"),
    [
        ((Right.ACCESS,), THREE_RIGHT, Standing.PASSED, "Identity stands: 3 right, 3 needed."),
        ((Right.ACCESS,), TWO_WRONG, Standing.FAILED, FAILED),
        (
            (),
            {"credit_left": True, "contract_month": True},
            Standing.PASSED,
            "Identity stands: 2 right, 2 needed.",
        ),
        (
            (Right.ERASURE,),
            {"contract_month": True, "mobile_digits": True},
            Standing.OPEN,
            "2 right, 3 needed. One of them must be about top-ups, credit or the IBAN.",
        ),
    ],
)
def test_the_verdict_says_what_the_clerk_may_do(
    calls: Calls,
    zoe: PersonId,
    wishes: tuple[Right, ...],
    answers: dict[str, bool],
    standing: Standing,
    sentence: str,
) -> None:
    verdict = calls.verdict(wishing(calls.start(zoe), *wishes, answers=answers))
    assert (verdict.standing, verdict.sentence) == (standing, sentence)


def test_a_failed_check_also_warns_of_an_address_that_changed_lately(
    desk: FakeDesk, calls: Calls, zoe: PersonId
) -> None:
    desk.records.people.change(zoe, {PersonField.TOWN: "Renens"}, desk.origin(3))
    verdict = calls.verdict(replace(calls.start(zoe), answers=TWO_WRONG))
    assert verdict.sentence == (
        f"{FAILED} The address changed on 21 Mar 2026: confirm it at the old one first."
    )  # fmt: skip


def test_a_call_back_serves_unless_the_number_changed_or_the_answers_failed(
    desk: FakeDesk, calls: Calls, zoe: PersonId
) -> None:
    sheet = wishing(calls.start(zoe), Right.ACCESS, called_back=PersonField.PHONE_LANDLINE)
    assert calls.verdict(sheet).passed
    assert not calls.verdict(replace(sheet, answers=TWO_WRONG)).passed
    desk.records.people.change(zoe, {PersonField.PHONE_LANDLINE: "+41215550999"}, desk.origin(1))
    assert not calls.verdict(sheet).passed


def test_a_number_named_in_the_call_is_never_offered_for_calling_back(calls: Calls, zoe: PersonId) -> None:
    sheet = wishing(calls.start(zoe), Right.RECTIFICATION, changes={PersonField.PHONE_MOBILE: "+41795559999"})
    calls.keep(sheet)
    assert [number.number for number in calls.call_back(zoe)] == ["+41215550812", "+41795550147"]


def test_one_case_for_all_wishes_with_the_result_of_the_check_and_never_the_answers(
    desk: FakeDesk, calls: Calls, zoe: PersonId
) -> None:
    sheet = wishing(
        calls.start(zoe),
        Right.RECTIFICATION,
        Right.ACCESS,
        answers=THREE_RIGHT,
        changes={PersonField.EMAIL: "zoe.keller@example.com"},
        notes="Prefers e-mail",
    )
    case = calls.open_request(sheet)
    assert [right.right for right in case.rights] == [Right.ACCESS, Right.RECTIFICATION]
    assert case.rights[1].changes == {PersonField.EMAIL: "zoe.keller@example.com"}
    assert (case.channel, case.received_on, case.language) == (Channel.PHONE, date(2026, 3, 24), "fr")
    (check,) = case.identity
    assert (check.method, check.passed, check.right, check.needed) == (IdentityMethod.QUESTIONS, True, 3, 3)
    assert check.questions == ("contract_month", "credit_left", "last_top_up")
    assert case.identity_stands
    ended = calls.get(sheet.id)
    assert (ended.case_id, ended.ended_at) == (case.id, desk.now)
    assert desk.actions()[-3:] == [Action.CASE_OPENED, Action.IDENTITY_CHECKED, Action.CALL_ENDED]
    assert calls.unfinished() == []
    assert calls.earlier(zoe) == [ended]
    assert "23.40" not in repr(case)


def test_a_failed_identity_still_takes_the_wish(calls: Calls, zoe: PersonId) -> None:
    case = calls.open_request(wishing(calls.start(zoe), Right.ACCESS, answers=TWO_WRONG))
    assert (case.identity_stands, case.step, case.identity[0].passed) == (False, Step.IDENTITY, False)


def test_a_call_back_is_kept_with_the_contact_that_served(calls: Calls, zoe: PersonId) -> None:
    sheet = wishing(calls.start(zoe), Right.ERASURE, called_back=PersonField.PHONE_LANDLINE)
    (check,) = calls.open_request(sheet).identity
    assert (check.method, check.contact) == (IdentityMethod.CALL_BACK, PersonField.PHONE_LANDLINE)


def test_a_request_taken_later_was_received_on_the_day_of_the_call(
    desk: FakeDesk, calls: Calls, zoe: PersonId
) -> None:
    sheet = wishing(calls.start(zoe), Right.ACCESS)
    calls.keep(sheet)
    desk.now += timedelta(days=2)
    assert calls.open_request(sheet).received_on == date(2026, 3, 24)


def test_no_request_without_a_wish_or_a_caller_and_none_twice(calls: Calls, zoe: PersonId) -> None:
    sheet = calls.start(zoe)
    with pytest.raises(NoRightAskedError):
        calls.open_request(sheet)
    with pytest.raises(PersonUnknownError):
        calls.open_request(wishing(calls.start(), Right.ACCESS))
    calls.open_request(wishing(sheet, Right.ACCESS))
    for again in (calls.open_request, calls.keep, calls.finish):
        with pytest.raises(CallEndedError):
            again(wishing(sheet, Right.ACCESS))


def test_a_call_about_an_open_request_joins_it_and_starts_no_clock(
    desk: FakeDesk, calls: Calls, zoe: PersonId
) -> None:
    case = calls.open_request(wishing(calls.start(zoe), Right.ACCESS))
    desk.now += timedelta(days=5)
    calls.finish(replace(calls.start(zoe), notes="Asks when the report comes"), case.id)
    joined: Case = desk.records.cases.get(case.id)
    assert joined.letters[-1].detail == "Asks when the report comes"
    assert joined.deadline == case.deadline
    assert len(desk.records.cases.rows) == 1


def test_each_wish_has_its_date_and_its_reason(calls: Calls, zoe: PersonId) -> None:
    due = calls.due({Right.ACCESS, Right.WITHDRAWAL}, zoe)
    assert list(due) == [Right.ACCESS, Right.WITHDRAWAL]
    assert due[Right.ACCESS].startswith("Due Thu 23 Apr 2026.")
    assert "DPO Art. 18(1)" in due[Right.ACCESS]
    assert due[Right.WITHDRAWAL].startswith("It acts at once; only the confirmation has this time.")


@pytest.mark.parametrize(
    ("language", "opening", "question"),
    [
        ("de", "Danke, Frau Keller. Zum Schutz Ihrer Daten", "Wie viel Guthaben ist ungefähr"),
        ("fr", "Merci, Madame Keller. Pour protéger vos données", "combien de crédit reste-t-il environ"),
        ("it", "Grazie, signora Keller. Per proteggere i suoi dati", "quanto credito resta all’incirca"),
        ("en", "Thank you, Ms Keller. To protect your data", "About how much credit is left"),
    ],
)
def test_the_script_asks_the_next_question_in_the_callers_language(
    calls: Calls, zoe: PersonId, language: str, opening: str, question: str
) -> None:
    sheet = calls.start(zoe)
    first, asked = calls.script(sheet, language)
    assert first.text.startswith(opening)
    assert asked.marked
    later = calls.script(replace(sheet, answers={"last_top_up": True}), language)
    assert later[-1].text.startswith(question)


def test_the_script_speaks_the_persons_own_language(calls: Calls, zoe: PersonId) -> None:
    assert calls.script(calls.start(zoe))[0].text.startswith("Merci")
    assert calls.script(calls.start())[0].text == "Good day, this is Lavarelle SA. Who is calling, please?"


@pytest.mark.parametrize(
    ("language", "day"),
    [
        ("de", "Donnerstag, 23. April 2026."),
        ("fr", "jeudi 23 avril 2026."),
        ("it", "giovedì 23 aprile 2026."),
        ("en", "Thursday 23 April 2026."),
    ],
)
def test_the_closing_names_the_wishes_and_marks_the_date(
    calls: Calls, zoe: PersonId, language: str, day: str
) -> None:
    parts = calls.script(wishing(calls.start(zoe), Right.ACCESS, answers=THREE_RIGHT), language)
    assert [part.text for part in parts if part.marked] == [day]
    assert len(parts) == 6


@pytest.mark.parametrize("language", SCRIPT_LANGUAGES)
@pytest.mark.parametrize("answers", [{}, {"last_top_up": True}, THREE_RIGHT, TWO_WRONG])
def test_the_script_never_reads_out_an_answer_on_file(
    calls: Calls, zoe: PersonId, language: str, answers: dict[str, bool]
) -> None:
    sheet = wishing(calls.start(zoe), *Right, answers=answers)
    spoken = " ".join(part.text for part in calls.script(sheet, language))
    assert not [held for held in ("TWINT", "23.40", "20.00", "2019", "47", "Bourg", "+41") if held in spoken]


def test_a_failed_identity_is_told_that_the_answer_comes_by_post(calls: Calls, zoe: PersonId) -> None:
    parts = calls.script(wishing(calls.start(zoe), Right.ACCESS, answers=TWO_WRONG), "en")
    assert "We will answer by post, to the address that we have on file." in " ".join(p.text for p in parts)


def test_each_question_has_a_text_in_each_language_and_a_short_title(calls: Calls, zoe: PersonId) -> None:
    for question in calls.questions(zoe):
        assert len({calls.question_text(question, language) for language in SCRIPT_LANGUAGES}) == 4
        assert calls.question_title(question).endswith("?")


def test_another_agencys_caller_is_not_on_file(desk: FakeDesk, zoe: PersonId) -> None:
    clerk = StaffMember(StaffId("mia"), "Mia", frozenset({Role.AGENCY_CLERK}), AgencyId(9))
    foreign = Calls(desk.workplace(clerk))
    for look in (foreign.start, foreign.questions, foreign.call_back, foreign.earlier):
        with pytest.raises(NotFoundError):
            look(zoe)


def test_an_administrator_takes_no_calls(desk: FakeDesk) -> None:
    admin = StaffMember(StaffId("ada"), "Ada", frozenset({Role.ADMINISTRATOR}))
    with pytest.raises(NotAllowedError):
        Calls(desk.workplace(admin)).start()
