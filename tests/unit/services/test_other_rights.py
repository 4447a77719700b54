# SPDX-License-Identifier: MIT
"""Restriction, objection, withdrawal and the telling of recipients: rules, immediate effects, records of it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from privdesk.domain.audit import Action, AuditEvent, Purpose
from privdesk.domain.case_errors import (
    AnswerMissingError,
    CaseClosedError,
    CaseOfOtherPersonError,
    IdentityOpenError,
    OutcomeNotPossibleError,
    ReasonMissingError,
    RightNotAskedError,
)
from privdesk.domain.cases import Case, CaseId, IdentityMethod, Outcome, Right
from privdesk.domain.catalogue import Recipient, RecipientKind
from privdesk.domain.consent import ConsentDateError, ConsentState
from privdesk.domain.ledger import LedgerKind
from privdesk.domain.objections import (
    AdvertisingAbsoluteError,
    GroundsNotWeighedError,
    Objection,
    OfficeGroundsMissingError,
    Weighing,
    closing_day,
    outcome_of,
)
from privdesk.domain.people import Channel, Contract, ContractId, PersonField, PersonId
from privdesk.domain.restriction import (
    NotRestrictedError,
    NotToldBeforeLiftingError,
    RestrictedAlreadyError,
    RestrictionDateError,
    RestrictionGround,
)
from privdesk.domain.staff import NotAllowedError, Role
from privdesk.domain.tellings import (
    TellingCause,
    TellingDateError,
    TellingDoneError,
    TellingId,
    TellingNotYetError,
    TellingState,
    ToldParty,
)
from privdesk.services.catalogue_desk import CatalogueDesk
from privdesk.services.explain import describe
from privdesk.services.objections import Objections, closing_wish
from privdesk.services.people import People
from privdesk.services.person_page import Mark
from privdesk.services.requests import NewRequest, Requests
from privdesk.services.restrictions import Restrictions
from privdesk.services.tellings import Tellings
from privdesk.services.today import Today
from tests.unit.services.places import ZOE, Desk

TODAY = date(2026, 11, 23)
F = PersonField


@pytest.fixture(autouse=True)
def today_is_known(desk: Desk) -> None:
    assert desk.place.clock.today() == TODAY


def recipients(desk: Desk) -> None:
    office = CatalogueDesk(desk.as_member(Role.PRIVACY_OFFICER))
    for key, kind in (
        ("host", RecipientKind.HOSTING),
        ("pay", RecipientKind.PAYMENT),
        ("law", RecipientKind.AUTHORITY),
    ):
        office.put_recipient(Recipient(key, f"{key.title()} AG", kind, "Bern", "CH"))


def case_of(desk: Desk, person: PersonId, *rights: Right, identity: bool = True, **more: object) -> Case:
    requests = Requests(desk.place)
    asked = NewRequest(person, dict.fromkeys(rights, ""), Channel.EMAIL, TODAY, **more)  # type: ignore[arg-type]
    case = requests.open(asked)
    if identity:
        case = requests.check_identity(case.id, IdentityMethod.CARD_SEEN, passed=True)
    return case


def ledger(desk: Desk) -> list[LedgerKind]:
    with desk.records.open_reading() as records:
        return [line.kind for line in records.ledger.lines()]


def consents(desk: Desk, person: PersonId) -> dict[str, ConsentState]:
    with desk.records.open_reading() as records:
        entries = reversed(records.consents.of_person(person))
        return {entry.purpose: entry.state for entry in entries}


def advertising_since(desk: Desk, person: PersonId) -> date | None:
    with desk.records.open_reading() as records:
        return records.people.get(person).no_advertising_since


def give(desk: Desk, person: PersonId, *purposes: str) -> None:
    for purpose in purposes:
        People(desk.place).set_consent(
            person, purpose, ConsentState.GIVEN, TODAY - timedelta(days=9), "F-26-00001"
        )


# What acts at once


def test_withdrawal_and_objection_act_when_the_request_is_saved(desk: Desk) -> None:
    """Law: GDPR Art. 7(3), 21(3): at once, before identity and before anybody decides."""
    person = desk.add_person()
    give(desk, person, "surveys", "information")
    case = case_of(desk, person, Right.WITHDRAWAL, Right.OBJECTION, identity=False)
    assert set(consents(desk, person).values()) == {ConsentState.WITHDRAWN}
    assert advertising_since(desk, person) == TODAY
    assert [each.outcome for each in case.rights] == [Outcome.TO_DECIDE] * 2, "the confirmation has its time"
    assert ledger(desk).count(LedgerKind.CONSENT_WITHDRAWN) == 2
    assert LedgerKind.ADVERTISING_STOPPED in ledger(desk)


def test_only_the_consents_that_are_named_are_withdrawn(desk: Desk) -> None:
    person = desk.add_person()
    give(desk, person, "surveys", "information")
    case_of(desk, person, Right.WITHDRAWAL, identity=False, purposes=frozenset({"surveys"}))
    assert consents(desk, person) == {"surveys": ConsentState.WITHDRAWN, "information": ConsentState.GIVEN}


def test_a_right_added_later_acts_when_it_is_added(desk: Desk) -> None:
    person = desk.add_person()
    case = case_of(desk, person, Right.ACCESS)
    assert advertising_since(desk, person) is None
    Requests(desk.place).add_right(case.id, Right.OBJECTION)
    assert advertising_since(desk, person) == TODAY


def test_deciding_afterwards_writes_nothing_twice(desk: Desk) -> None:
    person = desk.add_person()
    give(desk, person, "surveys")
    case = case_of(desk, person, Right.WITHDRAWAL)
    before = len(ledger(desk))
    Requests(desk.place).decide(case.id, Right.WITHDRAWAL, Outcome.GRANTED)
    assert len(ledger(desk)) == before


def test_a_consent_given_anew_stands_whatever_is_decided_about_the_withdrawal_before_it(desk: Desk) -> None:
    """Law: GDPR Art. 7(3): a withdrawal ends the consent that was given, not one that is given later."""
    person = desk.add_person()
    give(desk, person, "surveys", "information")
    case = case_of(desk, person, Right.WITHDRAWAL)
    desk.records.clock.forward(days=3)
    today = TODAY + timedelta(days=3)
    People(desk.place).set_consent(person, "surveys", ConsentState.GIVEN, today, "F-26-00002")
    Requests(desk.place).decide(case.id, Right.WITHDRAWAL, Outcome.GRANTED)
    assert consents(desk, person) == {"surveys": ConsentState.GIVEN, "information": ConsentState.WITHDRAWN}


def test_a_withdrawal_of_consent_is_never_refused(desk: Desk) -> None:
    """Law: GDPR Art. 7(3); FADP Art. 6(6)–(7)."""
    case = case_of(desk, desk.add_person(), Right.WITHDRAWAL)
    with pytest.raises(OutcomeNotPossibleError) as refused:
        Requests(desk.place).decide(case.id, Right.WITHDRAWAL, Outcome.REFUSED, "we need it")
    assert "never refused" in describe(refused.value).remedy


def test_an_answer_that_told_otherwise_is_given_anew(desk: Desk) -> None:
    requests, person = Requests(desk.place), desk.add_person()
    case = case_of(desk, person, Right.ACCESS, Right.OBJECTION)
    for right in (Right.ACCESS, Right.OBJECTION):
        requests.decide(case.id, right, Outcome.GRANTED)
    requests.record_answer(case.id, channel=Channel.POST, on=TODAY)
    same = requests.decide(case.id, Right.ACCESS, Outcome.GRANTED, "the same")
    assert same.answer is not None
    changed = requests.decide(case.id, Right.ACCESS, Outcome.REFUSED, "somebody else's data")
    assert changed.answer is None
    with pytest.raises(AnswerMissingError):
        requests.close(case.id)
    requests.record_answer(case.id, channel=Channel.POST, on=TODAY)
    Objections(desk.place).note(case.id, purposes=("statistics",), grounds="my own")
    weighed = Objections(desk.place).weigh(case.id, Weighing.OFFICE, "the accounts must be right")
    assert weighed.answer is None


def test_a_consent_carries_its_wording_and_the_notice_of_its_day_and_never_the_future(desk: Desk) -> None:
    person = desk.add_person()
    people = People(desk.place)
    entry = people.set_consent(person, "surveys", ConsentState.GIVEN, TODAY, "F-26-00004", "Twice a year.")
    assert (entry.wording, entry.form) == ("Twice a year.", "F-26-00004")
    assert entry.notice_version
    later = people.set_consent(person, "surveys", ConsentState.WITHDRAWN, TODAY, "by phone")
    assert later.wording == "Twice a year.", "what is withdrawn is what was agreed to"
    with pytest.raises(ConsentDateError):
        people.set_consent(person, "surveys", ConsentState.GIVEN, TODAY + timedelta(days=1), "x")


# Restriction


def test_a_restriction_is_set_told_and_lifted_with_its_records(desk: Desk) -> None:
    recipients(desk)
    person, officer = desk.add_person(), Restrictions(desk.as_member(Role.PRIVACY_OFFICER))
    officer.set(person, RestrictionGround.ACCURACY, note="Says the street is wrong.")
    with pytest.raises(RestrictedAlreadyError):
        officer.set(person, RestrictionGround.CLAIMS)
    with pytest.raises(NotToldBeforeLiftingError):
        officer.lift(person, "checked")
    officer.tell(person, TODAY, Channel.POST)
    with pytest.raises(ReasonMissingError):
        officer.lift(person, "  ")
    lifted = officer.lift(person, "The street was right.")
    assert (lifted.told_on, lifted.lifted_on, lifted.in_force) == (TODAY, TODAY, False)
    with pytest.raises(NotRestrictedError):
        officer.lift(person, "again")
    assert [event.action for event in desk.actions(Action.RESTRICTION_SET, Action.RESTRICTION_TOLD, Action.RESTRICTION_LIFTED)] == [
        Action.RESTRICTION_SET, Action.RESTRICTION_TOLD, Action.RESTRICTION_LIFTED,
    ]  # fmt: skip
    assert ledger(desk) == [LedgerKind.RESTRICTED, LedgerKind.RESTRICTION_LIFTED]
    causes = [(each.party.key, each.cause) for each in Tellings(desk.place).of_person(person)]
    assert causes == [
        ("host", TellingCause.RESTRICTED), ("pay", TellingCause.RESTRICTED),
        ("host", TellingCause.RESTRICTION_LIFTED), ("pay", TellingCause.RESTRICTION_LIFTED),
    ]  # fmt: skip


@pytest.mark.parametrize("day", [TODAY + timedelta(days=1)])
def test_nothing_is_restricted_or_told_from_tomorrow_on(desk: Desk, day: date) -> None:
    person, officer = desk.add_person(), Restrictions(desk.place)
    with pytest.raises(RestrictionDateError):
        officer.set(person, RestrictionGround.ACCURACY, since=day)
    officer.set(person, RestrictionGround.ACCURACY, since=TODAY - timedelta(days=3))
    for wrong in (day, TODAY - timedelta(days=4)):
        with pytest.raises(RestrictionDateError):
            officer.tell(person, wrong, Channel.POST)


def test_granting_a_restriction_in_a_request_restricts(desk: Desk) -> None:
    person = desk.add_person()
    case = case_of(desk, person, Right.RESTRICTION)
    Requests(desk.place).decide(case.id, Right.RESTRICTION, Outcome.GRANTED, "Accuracy is being checked.")
    held = Restrictions(desk.place).of_person(person)[0]
    assert (held.case_id, held.since, held.in_force) == (case.id, TODAY, True)


def test_a_restriction_rests_on_a_request_of_the_same_person(desk: Desk) -> None:
    person, other = desk.add_person(), desk.add_person(ZOE, "300901")
    case = case_of(desk, other, Right.RESTRICTION)
    with pytest.raises(CaseOfOtherPersonError):
        Restrictions(desk.place).set(person, RestrictionGround.ASKED, case_id=case.id)


def test_one_that_came_without_its_line_can_be_told_and_lifted(desk: Desk) -> None:
    """As after a restore, which marks the person only."""
    person = desk.add_person()
    with desk.records.open_work() as work:
        work.people.mark(person, restricted_since=TODAY, no_advertising_since=None)
        work.audit.record(AuditEvent(Action.RESTRICTION_SET))
        work.commit()
    officer = Restrictions(desk.place)
    officer.tell(person, TODAY, Channel.EMAIL)
    assert not officer.lift(person, "restored").in_force


def test_only_the_privacy_officer_restricts_and_lifts(desk: Desk) -> None:
    person, clerk = desk.add_person(), Restrictions(desk.as_member(Role.CLERK))
    with pytest.raises(NotAllowedError):
        clerk.set(person, RestrictionGround.ACCURACY)
    with pytest.raises(NotAllowedError):
        clerk.tell(person, TODAY, Channel.POST)
    with pytest.raises(NotAllowedError):
        clerk.lift(person, "x")


# Objection


@pytest.mark.parametrize(
    ("objection", "weighing", "outcome"),
    [
        ({}, Weighing.PERSON, Outcome.GRANTED),
        ({"grounds": "alone"}, Weighing.OFFICE, Outcome.PARTLY),
        ({"purposes": ("statistics",)}, Weighing.CLAIMS, Outcome.PARTLY),
        ({"advertising": False, "grounds": "alone"}, Weighing.OFFICE, Outcome.REFUSED),
        ({"advertising": False, "purposes": ("statistics",)}, Weighing.PERSON, Outcome.GRANTED),
    ],
)
def test_what_the_weighing_comes_to(
    objection: dict[str, object], weighing: Weighing, outcome: Outcome
) -> None:
    held = replace(Objection(CaseId(1), None), **objection)  # type: ignore[arg-type]
    assert outcome_of(held, weighing) is outcome


@pytest.mark.parametrize("weighing", [Weighing.OFFICE, Weighing.CLAIMS])
def test_advertising_alone_is_never_weighed(desk: Desk, weighing: Weighing) -> None:
    case = case_of(desk, desk.add_person(), Right.OBJECTION)
    with pytest.raises(AdvertisingAbsoluteError):
        Objections(desk.place).weigh(case.id, weighing, "we like it")


def test_an_objection_is_refused_only_on_weighed_grounds(desk: Desk) -> None:
    case = case_of(desk, desk.add_person(), Right.OBJECTION)
    requests, objections = Requests(desk.place), Objections(desk.place)
    with pytest.raises(GroundsNotWeighedError):
        requests.decide(case.id, Right.OBJECTION, Outcome.REFUSED, "no")
    objections.note(case.id, advertising=False, grounds="I live alone.")
    with pytest.raises(GroundsNotWeighedError):
        requests.decide(case.id, Right.OBJECTION, Outcome.REFUSED, "no")
    with pytest.raises(OfficeGroundsMissingError):
        objections.weigh(case.id, Weighing.OFFICE, "  ")
    decided = objections.weigh(case.id, Weighing.OFFICE, "Fraud is found by it.")
    assert (decided.rights[0].outcome, decided.rights[0].reason) == (Outcome.REFUSED, "Fraud is found by it.")
    held = objections.of_case(case.id)
    assert held is not None
    assert (held.weighing, held.weighed_by) == (Weighing.OFFICE, desk.place.member.id)
    with pytest.raises(NotAllowedError):
        Objections(desk.as_member(Role.CLERK)).note(case.id, grounds="more")


def test_who_weighs_and_where_identity_is_needed(desk: Desk) -> None:
    case = case_of(desk, desk.add_person(), Right.OBJECTION, identity=False)
    with pytest.raises(NotAllowedError):
        Objections(desk.as_member(Role.CLERK)).weigh(case.id, Weighing.PERSON)
    Objections(desk.place).note(case.id, advertising=False, grounds="x")
    with pytest.raises(IdentityOpenError):
        Objections(desk.place).weigh(case.id, Weighing.PERSON)
    other = case_of(desk, desk.add_person(ZOE, "300901"), Right.ACCESS)
    with pytest.raises(RightNotAskedError):
        Objections(desk.place).note(other.id)


def test_who_wants_to_be_told_stands_out_once_the_contract_ends(desk: Desk) -> None:
    person = desk.add_person()
    case = case_of(desk, person, Right.OBJECTION)
    objections, people = Objections(desk.place), People(desk.place)
    objections.note(case.id, tell_before_closing=True)

    def mark() -> Mark | None:
        return next(
            (each for each in people.open(person, Purpose.CONTRACT).marks if each.icon == "message-square"),
            None,
        )

    first = mark()
    assert first is not None
    assert (first.text, first.tone) == ("Tell before the account closes", "look")
    assert objections.closing_wishes() == []
    with desk.records.open_work() as work:
        work.contracts.change(replace(work.contracts.of_person(person)[0], end=date(2026, 12, 31)))
        work.audit.record(AuditEvent(Action.PERSON_CORRECTED))
        work.commit()
    louder = mark()
    assert louder is not None
    assert (louder.tone, "31 Dec 2026" in louder.text) == ("bad", True)
    assert [(wish.case_number, wish.closes_on) for wish in objections.closing_wishes()] == [
        (case.number, date(2026, 12, 31))
    ]
    with desk.records.open_reading() as records:
        assert closing_wish(records, person) is not None, "a plan of erasure shows it"
    objections.told_closing(case.id, TODAY, Channel.POST)
    assert mark() is None
    assert objections.closing_wishes() == []
    with pytest.raises(RestrictionDateError):
        objections.told_closing(case.id, TODAY + timedelta(days=1), Channel.POST)


def test_the_account_closes_with_the_last_contract() -> None:
    one = Contract(ContractId(1), PersonId(1), "1", date(2020, 1, 1), date(2026, 1, 31))
    assert closing_day((one, replace(one, end=date(2026, 5, 31)))) == date(2026, 5, 31)
    assert closing_day((one, replace(one, end=None))) is None
    assert closing_day(()) is None


# Recipients told


def corrected(desk: Desk) -> tuple[PersonId, Case]:
    recipients(desk)
    agency = desk.add_agency()
    person = desk.add_person(agency_id=agency.id)
    case = case_of(desk, person, Right.RECTIFICATION, changes={F.TOWN: "Morges"})
    Requests(desk.place).rectify(case.id, {F.TOWN: "Morges"}, "letter of 4 March")
    return person, case


def test_a_correction_notes_everybody_who_has_the_data_by_name(desk: Desk) -> None:
    person, case = corrected(desk)
    tellings = Tellings(desk.place).of_case(case.id)
    assert [each.party.name for each in tellings] == ["Régie du Lac", "Host AG"], (
        "payment has no address, authorities never"
    )
    assert {each.fields for each in tellings} == {(F.TOWN,)}
    assert {each.person_id for each in tellings} == {person}
    assert all(each.open and each.due_since == TODAY for each in tellings)


def test_a_second_correction_joins_what_still_waits(desk: Desk) -> None:
    _person, case = corrected(desk)
    Requests(desk.place).add_right(case.id, Right.ACCESS)
    service = Tellings(desk.place)
    first = service.of_case(case.id)[0]
    service.tell(first.id, Channel.EMAIL, TODAY)
    Requests(desk.place).rectify(case.id, {F.EMAIL: "zoe@example.org"}, "mail")
    after = service.of_case(case.id)
    assert len(after) == 3, "who was told already is told again of what is new"
    assert [each.fields for each in after] == [(F.TOWN,), (F.TOWN, F.EMAIL), (F.EMAIL,)]


def test_a_correction_without_a_request_notes_them_too(desk: Desk) -> None:
    recipients(desk)
    person = desk.add_person()
    People(desk.place).correct(
        person, {F.IBAN: "CH9300762011623852957"}, proof="form", channel=Channel.POST, received_on=TODAY
    )
    found = Tellings(desk.place).of_person(person)
    assert [(each.party.key, each.groups, each.case_id) for each in found] == [("pay", ("refund",), None)]


def test_a_telling_is_told_answered_and_dated_soundly(desk: Desk) -> None:
    _person, case = corrected(desk)
    service = Tellings(desk.as_member(Role.CLERK))
    first, second = service.of_case(case.id)
    with pytest.raises(TellingNotYetError):
        service.answer(first.id, TODAY)
    for wrong in (TODAY + timedelta(days=1), TODAY - timedelta(days=1)):
        with pytest.raises(TellingDateError):
            service.tell(first.id, Channel.POST, wrong)
    told = service.tell(first.id, Channel.POST, TODAY)
    assert (told.state, told.by) == (TellingState.TOLD, desk.place.member.id)
    with pytest.raises(TellingDoneError):
        service.tell(first.id, Channel.POST, TODAY)
    assert service.answer(first.id, TODAY, "Done.").state is TellingState.ANSWERED
    with pytest.raises(NotAllowedError):
        service.leave_out(second.id, "they closed")
    officer = Tellings(desk.as_member(Role.PRIVACY_OFFICER))
    with pytest.raises(ReasonMissingError):
        officer.leave_out(second.id, " ")
    assert officer.leave_out(second.id, "They closed in 2025.").state is TellingState.LEFT_OUT
    assert service.open() == []
    actions = desk.actions(Action.TELLING_DONE, Action.TELLING_ANSWERED, Action.TELLING_LEFT_OUT)
    assert [event.reference for event in actions] == [case.number] * 3
    assert all("Régie" not in repr(event) for event in actions), "the trail names no values"


def test_somebody_else_can_be_added_once(desk: Desk) -> None:
    _person, case = corrected(desk)
    service = Tellings(desk.place)
    assert [each.key for each in service.proposals(case.id, TellingCause.RECTIFIED)] == ["pay"]
    lawyer = ToldParty("other:1", "Kanzlei Muster", RecipientKind.SUPPORT)
    assert service.add(case.id, TellingCause.RECTIFIED, lawyer).open
    with pytest.raises(TellingDoneError):
        service.add(case.id, TellingCause.RECTIFIED, lawyer)


def test_today_shows_who_waits_and_an_agency_clerk_sees_none_of_it(desk: Desk) -> None:
    _person, _case = corrected(desk)
    overview = Today(desk.place).overview()
    assert [line.telling.party.name for line in overview.tellings] == ["Régie du Lac", "Host AG"]
    with desk.records.open_reading() as records:
        agency = records.agencies.by_number("A-1")
    assert agency is not None
    walled = desk.as_member(Role.AGENCY_CLERK, agency=agency.id)
    assert list(Today(walled).overview().tellings) == []
    with pytest.raises(NotAllowedError):
        Tellings(walled).tell(TellingId(1), Channel.POST, TODAY)


def test_a_closed_request_takes_no_objection(desk: Desk) -> None:
    case = case_of(desk, desk.add_person(), Right.OBJECTION)
    requests = Requests(desk.place)
    requests.decide(case.id, Right.OBJECTION, Outcome.GRANTED)
    requests.record_answer(case.id, channel=Channel.EMAIL, on=TODAY)
    requests.close(case.id)
    with pytest.raises(CaseClosedError):
        Objections(desk.place).note(case.id)
