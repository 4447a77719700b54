# SPDX-License-Identifier: MIT
"""Taking a request: who speaks for the person, which consents and purposes, when it reached us, what a call came to."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from privdesk.domain.agencies import Agency, AgencyId
from privdesk.domain.audit import Action, AuditEvent
from privdesk.domain.case_errors import IdentityTooWeakError, ReceivedInFutureError
from privdesk.domain.case_fact_errors import (
    AuthorityExpiredError,
    AuthorityUnprovenError,
    RepresentativeIncompleteError,
)
from privdesk.domain.cases import (
    CallSheet,
    Case,
    IdentityMethod,
    LetterDirection,
    Outcome,
    Representative,
    RepresentativeKind,
    Right,
)
from privdesk.domain.catalogue_errors import PaperKindError
from privdesk.domain.consent import ConsentState
from privdesk.domain.errors import FileNotReadableError, NotFoundError
from privdesk.domain.identity import Standing
from privdesk.domain.incoming import IncomingKind, ReadFile
from privdesk.domain.people import Channel, PersonField, PersonId
from privdesk.services.authority_papers import Scan
from privdesk.services.request_pages import ActKey
from privdesk.services.requests import NewRequest
from tests.ui.request_desk import RealDesk, real

__all__ = ["real"]
TODAY = date(2026, 3, 24)
MARTA = Representative(
    RepresentativeKind.GUARDIAN, " Marta Keller ", frozenset(), "guardianship certificate of 2 Mar 2026"
)
NO_PAPER = replace(MARTA, document="")
THREE = {"last_top_up": True, "credit_left": True, "contract_month": True}
SCAN = Scan("paper.pdf", b"%PDF paper")


@pytest.fixture
def zoe(real: RealDesk) -> PersonId:
    return real.add_person()


def called(real: RealDesk, zoe: PersonId, *wishes: Right, **more: object) -> CallSheet:
    sheet = replace(real.desk.calls.start(zoe), wishes=frozenset(wishes or {Right.ACCESS}))
    return replace(sheet, **more)  # type: ignore[arg-type]


def agency(real: RealDesk, name: str = "Régie du Lac") -> AgencyId:
    with real.records.records.open_work() as work:
        made = work.agencies.put(Agency(AgencyId(0), "A-7", name))
        work.audit.record(AuditEvent(Action.AGENCY_CHANGED))
        work.commit()
    return made.id


def consents(real: RealDesk, zoe: PersonId, *purposes: str) -> None:
    for purpose in purposes:
        real.desk.people.set_consent(zoe, purpose, ConsentState.GIVEN, date(2025, 3, 1), form="F-1")


def in_force(real: RealDesk, zoe: PersonId) -> set[str]:
    return {key for key, _words in real.desk.calls.choices(zoe).consents}


# Somebody calls for the person


def test_who_calls_for_the_person_is_asked_nothing_from_the_file_and_brings_the_paper_later(
    real: RealDesk, zoe: PersonId
) -> None:
    sheet = called(real, zoe, answers=THREE, representative=NO_PAPER)
    real.desk.calls.keep(sheet)
    assert real.desk.calls.get(sheet.id).representative == NO_PAPER
    verdict = real.desk.calls.verdict(sheet)
    assert verdict.standing is Standing.OPEN
    assert verdict.sentence.startswith("Ask for the paper")
    case = real.desk.calls.open_request(sheet)
    assert case.identity == ()
    who = case.representative
    assert who is not None
    assert (who.name, who.scope, who.proven) == ("Marta Keller", frozenset({Right.ACCESS}), False)
    real.desk.requests.check_identity(case.id, IdentityMethod.CARD_SEEN, passed=True)
    with pytest.raises(AuthorityUnprovenError):
        real.desk.requests.decide(case.id, Right.ACCESS, Outcome.GRANTED)


def test_a_call_back_to_the_person_makes_sure_and_the_paper_is_needed_all_the_same(
    real: RealDesk, zoe: PersonId
) -> None:
    sheet = called(real, zoe, representative=NO_PAPER, called_back=PersonField.PHONE_LANDLINE)
    case = real.desk.calls.open_request(sheet)
    assert case.identity_stands
    with pytest.raises(AuthorityUnprovenError):
        real.desk.requests.decide(case.id, Right.ACCESS, Outcome.GRANTED)


@pytest.mark.parametrize("language", ["de", "fr", "it", "en"])
def test_the_words_ask_for_the_paper_and_hold_nothing_from_the_file(
    real: RealDesk, zoe: PersonId, language: str
) -> None:
    nameless = called(real, zoe, representative=replace(NO_PAPER, name=""))
    named, seen = (replace(nameless, representative=who) for who in (NO_PAPER, MARTA))
    texts = [
        " ".join(part.text for part in real.desk.calls.script(sheet, language))
        for sheet in (nameless, named, seen)
    ]
    assert len(set(texts)) == 3
    assert "Marta Keller" not in texts[0]
    assert all("Marta Keller" in text for text in texts[1:])
    assert all("2340" not in text and "TWINT" not in text and "Keller, Zoë" not in text for text in texts)


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"name": " "}, RepresentativeIncompleteError),
        ({"valid_until": date(2026, 3, 23)}, AuthorityExpiredError),
    ],
)
def test_a_caller_without_a_name_or_with_an_authority_that_is_over_is_refused_and_nothing_is_done(
    real: RealDesk, zoe: PersonId, changes: dict[str, object], error: type[Exception]
) -> None:
    sheet = called(real, zoe, representative=replace(MARTA, **changes))  # type: ignore[arg-type]
    with pytest.raises(error):
        real.desk.calls.open_request(sheet)
    assert real.desk.requests.of_person(zoe) == []
    assert real.desk.calls.get(sheet.id).ended_at is None


def test_who_spoke_before_is_offered_while_the_paper_is_good(real: RealDesk, zoe: PersonId) -> None:
    short = replace(MARTA, name="Ada Moser", valid_until=TODAY)
    for who in (short, NO_PAPER, MARTA):
        real.desk.calls.open_request(called(real, zoe, representative=who))
    offered = real.desk.calls.choices(zoe).representatives
    assert [each.name for each in offered] == ["Marta Keller", "Ada Moser"]
    real.later(days=1)
    assert [each.name for each in real.desk.calls.choices(zoe).representatives] == ["Marta Keller"]


# The scan of the paper


def test_the_scan_of_the_paper_is_sealed_stands_with_the_request_and_opens(
    real: RealDesk, zoe: PersonId
) -> None:
    real.records.files.found[SCAN.name] = ReadFile(IncomingKind.PLAIN_PDF, "application/pdf", 2)
    case = real.desk.calls.open_request(called(real, zoe, representative=NO_PAPER))
    recorded = real.desk.requests.represent(case.id, replace(MARTA, scope=frozenset({Right.ACCESS})), SCAN)
    who = recorded.representative
    assert who is not None
    assert who.document_id is not None
    assert (recorded.letters[-1].direction, recorded.letters[-1].document_id) == (
        LetterDirection.NOTE, who.document_id,
    )  # fmt: skip
    assert real.desk.people.document_page(who.document_id, 0, 100).width > 0
    assert real.records.sealer.settled == [who.document_id]


def test_a_file_that_is_no_paper_is_refused_and_nothing_is_recorded(real: RealDesk, zoe: PersonId) -> None:
    case = real.desk.calls.open_request(called(real, zoe, representative=NO_PAPER))
    real.records.files.found["mail.eml"] = ReadFile(IncomingKind.MAIL, "message/rfc822", 0)
    whole = replace(MARTA, scope=frozenset({Right.ACCESS}))
    for scan, error in ((SCAN, FileNotReadableError), (Scan("mail.eml", b"x"), PaperKindError)):
        with pytest.raises(error):
            real.desk.requests.represent(case.id, whole, scan)
    held = real.case(case.id).representative
    assert held is not None
    assert not held.proven


# Consents and purposes by name


def test_only_the_consents_that_were_named_are_withdrawn_and_deciding_adds_none(
    real: RealDesk, zoe: PersonId
) -> None:
    consents(real, zoe, "information", "surveys")
    assert in_force(real, zoe) == {"information", "surveys"}
    sheet = called(real, zoe, Right.WITHDRAWAL, purposes=frozenset({"surveys"}))
    case = real.desk.calls.open_request(sheet)
    assert case.rights[0].purposes == ("surveys",)
    assert in_force(real, zoe) == {"information"}
    real.desk.requests.decide(case.id, Right.WITHDRAWAL, Outcome.GRANTED)
    assert in_force(real, zoe) == {"information"}


def test_a_withdrawal_that_names_nothing_ends_every_consent(real: RealDesk, zoe: PersonId) -> None:
    consents(real, zoe, "information", "surveys")
    real.desk.calls.open_request(called(real, zoe, Right.WITHDRAWAL))
    assert in_force(real, zoe) == set()


def test_purposes_objected_to_are_kept_for_weighing_and_advertising_stops_at_once(
    real: RealDesk, zoe: PersonId
) -> None:
    case = real.desk.calls.open_request(called(real, zoe, Right.OBJECTION, against=frozenset({"statistics"})))
    noted = real.desk.objections.of_case(case.id)
    assert noted is not None
    assert (noted.advertising, noted.purposes) == (True, ("statistics",))
    plain = real.desk.calls.open_request(called(real, zoe, Right.ACCESS, against=frozenset({"statistics"})))
    assert real.desk.objections.of_case(plain.id) is None
    assert "legal_duties" not in {key for key, _words in real.desk.calls.choices(zoe).purposes}


# When it reached us


def test_a_letter_handed_in_at_an_agency_before_the_call_starts_the_clock_on_that_day(
    real: RealDesk, zoe: PersonId
) -> None:
    lake = agency(real)
    assert (lake, "Régie du Lac") in real.desk.calls.choices(zoe).agencies
    sheet = called(real, zoe, reached_on=date(2026, 3, 3), agency_id=lake, notes="Asks where it is")
    case = real.desk.calls.open_request(sheet)
    assert (case.received_on, case.agency_id) == (date(2026, 3, 3), lake)
    assert case.deadline.legal == date(2026, 4, 2)
    assert [letter.title for letter in case.letters] == ["Reached us before, as told in the call", "Call"]
    rows = dict(real.desk.requests.page(case.id).matter)
    assert (rows["Reached"], rows["Received"], rows["Entered"]) == (
        "Régie du Lac",
        "3 Mar 2026",
        "24 Mar 2026",
    )


def test_no_day_to_come_and_no_unknown_agency(real: RealDesk, zoe: PersonId) -> None:
    with pytest.raises(ReceivedInFutureError):
        real.desk.calls.open_request(called(real, zoe, reached_on=TODAY + timedelta(days=1)))
    unknown = called(real, zoe, reached_on=TODAY, agency_id=AgencyId(77))
    for act in (real.desk.calls.open_request, real.desk.calls.keep):
        with pytest.raises(NotFoundError):
            act(unknown)


def test_the_form_takes_the_agency_too(real: RealDesk, zoe: PersonId) -> None:
    lake = agency(real)
    asked = NewRequest(zoe, {Right.ACCESS: ""}, Channel.POST, date(2026, 3, 3), agency_id=lake)
    case: Case = real.desk.requests.open(asked)
    assert (case.agency_id, case.entered_at.date()) == (lake, TODAY)


# What the check of a call came to


def test_a_check_in_a_call_about_an_open_request_stands_with_that_request(
    real: RealDesk, zoe: PersonId
) -> None:
    case = real.open_case(zoe, Right.ACCESS)
    sheet = replace(real.desk.calls.start(zoe), answers=THREE, wishes=frozenset({Right.ACCESS}))
    real.desk.calls.finish(sheet, case.id)
    (check,) = real.case(case.id).identity
    assert (check.method, check.passed, check.right) == (IdentityMethod.QUESTIONS, True, 3)
    assert real.case(case.id).identity_stands
    actions = [entry.event.action for entry in real.desk.audit.entries(limit=4)]
    assert Action.IDENTITY_CHECKED in actions


def test_two_answers_in_a_call_about_a_report_are_recorded_and_are_not_enough(
    real: RealDesk, zoe: PersonId
) -> None:
    case = real.open_case(zoe, Right.ACCESS)
    sheet = replace(real.desk.calls.start(zoe), answers=dict(list(THREE.items())[:2]))
    real.desk.calls.finish(sheet, case.id)
    (check,) = real.case(case.id).identity
    assert (check.passed, check.needed) == (True, 2)
    assert not real.case(case.id).identity_stands


def test_a_failed_check_without_any_request_is_recorded_with_the_call(real: RealDesk, zoe: PersonId) -> None:
    wrong = {"last_top_up": False, "credit_left": False}
    sheet = real.desk.calls.finish(replace(real.desk.calls.start(zoe), answers=wrong))
    checked = [
        entry.event for entry in real.desk.audit.entries(limit=5)
        if entry.event.action is Action.IDENTITY_CHECKED
    ]  # fmt: skip
    assert [(event.record, event.fields) for event in checked] == [(f"call:{sheet.id}", ("questions",))]


def test_a_question_and_a_new_wish_in_one_call_are_one_act(real: RealDesk, zoe: PersonId) -> None:
    asked = real.open_case(zoe, Right.ACCESS)
    sheet = called(real, zoe, Right.OBJECTION, answers=THREE, notes="Where is it?")
    made = real.desk.calls.open_request(sheet, asked.id)
    line = real.case(asked.id).letters[-1]
    assert (line.title, line.detail, line.direction) == ("Call", "Where is it?", LetterDirection.IN)
    assert real.desk.calls.get(sheet.id).case_id == made.id


def test_a_code_goes_to_the_address_on_file_only_where_it_did_not_change(
    real: RealDesk, zoe: PersonId
) -> None:
    code = real.desk.calls.code_by_letter(zoe)
    assert (code.address, code.allowed) == ("Rue de Bourg 14, 1003 Lausanne", True)
    real.desk.people.correct(
        zoe, {PersonField.NUMBER: "15"}, proof="letter", channel=Channel.POST, received_on=TODAY
    )
    moved = real.desk.calls.code_by_letter(zoe)
    assert not moved.allowed
    assert moved.why.startswith("Changed on 24 Mar 2026")


# Questions rest after a failed check


@pytest.mark.parametrize("with_request", [True, False])
def test_after_a_failed_check_questions_rest_and_the_other_ways_serve(
    real: RealDesk, zoe: PersonId, with_request: bool
) -> None:
    wrong = {"last_top_up": False, "credit_left": False}
    sheet = called(real, zoe, answers=wrong)
    case = real.desk.calls.open_request(sheet) if with_request else None
    if case is None:
        real.desk.calls.finish(replace(sheet, wishes=frozenset()))
    assert real.desk.calls.questions(zoe) == []
    again = called(real, zoe, answers=THREE)
    verdict = real.desk.calls.verdict(again)
    assert not verdict.passed
    assert verdict.sentence == (
        "A check failed on 24 Mar 2026: questions serve again from 24 Apr 2026. Call back a number on file."
    )
    if case is not None:
        with pytest.raises(IdentityTooWeakError):
            real.desk.requests.check_identity(case.id, IdentityMethod.QUESTIONS, True, answers=THREE)
    called_back = replace(again, called_back=PersonField.PHONE_LANDLINE)
    assert real.desk.calls.verdict(called_back).passed
    real.later(days=30)
    assert real.desk.calls.questions(zoe) == []
    real.later(days=1)
    assert real.desk.calls.verdict(again).passed


def test_one_slip_and_a_check_that_was_not_finished_make_nothing_rest(real: RealDesk, zoe: PersonId) -> None:
    for answers in ({"last_top_up": False}, {"last_top_up": True}, {**THREE, "mobile_digits": False}):
        real.desk.calls.open_request(called(real, zoe, answers=answers))
    assert real.desk.calls.questions(zoe)


def test_the_page_says_how_by_whom_and_whether_it_is_still_enough(real: RealDesk, zoe: PersonId) -> None:
    case = real.desk.calls.open_request(
        called(real, zoe, Right.OBJECTION, answers=dict(list(THREE.items())[:2]))
    )
    page = real.desk.requests.page(case.id)
    name = real.desk.session.member.name
    assert page.identity == (
        f"Identity stands since 24 Mar 2026: questions from the file answered. Checked by {name}."
    )
    real.desk.requests.add_right(case.id, Right.ACCESS)
    wider = real.desk.requests.page(case.id, again=True)
    assert wider.identity.startswith("The answers of 24 Mar 2026 were enough for what was asked then")
    assert any(act.key is ActKey.CHECK_IDENTITY for act in (*wider.acts, wider.next_act) if act is not None)
