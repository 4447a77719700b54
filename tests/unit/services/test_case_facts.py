# SPDX-License-Identifier: MIT
"""What a case carries besides its rights: each rule of law.md §1 as the desk applies it, and each refusal named."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial

import pytest

from privdesk.domain.audit import Action
from privdesk.domain.case_errors import (
    ExtendedAlreadyError,
    ExtensionDateMissingError,
    IdentityOpenError,
    ReasonMissingError,
    RightUndecidedError,
)
from privdesk.domain.case_fact_errors import (
    AcknowledgedAlreadyError,
    AssigneeError,
    AuthorityExpiredError,
    AuthorityUnprovenError,
    CaseAnsweredError,
    DayBeforeReceiptError,
    DayInFutureError,
    FeeAmountError,
    FeeConfirmedAlreadyError,
    FeeNotAllowedError,
    FeeProofMissingError,
    FeeTimeOverError,
    FeeTimeRunningError,
    FeeToldAlreadyError,
    KindOfRightError,
    NoQuestionOpenError,
    NoteEmptyError,
    NotRepresentedError,
    OutsideAuthorityError,
    PauseUnknownError,
    QuestionOpenError,
    ReasonDisprovedError,
    ReasonProofMissingError,
    ReasonUnknownError,
    RepresentativeIncompleteError,
)
from privdesk.domain.case_state import confirm_by
from privdesk.domain.cases import (
    Case,
    CaseFee,
    CaseKind,
    IdentityMethod,
    LetterDirection,
    Outcome,
    Pause,
    Representative,
    RepresentativeKind,
    Right,
    Step,
)
from privdesk.domain.deadline_errors import (
    AnswerBeforeQuestionError,
    ClockNotInForceError,
    ClockUnknownError,
    ExtensionShortensError,
    ExtensionTooLateError,
    ExtensionUnknownError,
    FeeConfirmedBeforeToldError,
    FeeConfirmedUntoldError,
)
from privdesk.domain.errors import PrivdeskError
from privdesk.domain.people import Channel, PersonField, PersonId
from privdesk.domain.regimes import ChargeKind, PauseKind
from privdesk.domain.staff import NotAllowedError, Role, StaffMember
from privdesk.domain.vault import StaffId
from privdesk.services.explain import describe
from privdesk.services.office import OFFICE_KEY
from privdesk.services.requests import NewRequest, Requests
from tests.unit.services.fake_desk import CLERK, OFFICER, ZOE, FakeDesk

IDENTITY, CLARIFICATION = PauseKind.IDENTITY, PauseKind.CLARIFICATION
LAWYER = Representative(
    RepresentativeKind.LAWYER, "Maître Aubry", frozenset({Right.ACCESS}), "power of attorney of 2 March",
    date(2026, 6, 30),
)  # fmt: skip


def day(text: str) -> date:
    return date.fromisoformat(text)


def fee(told: str, minor: int = 30_000, **changes: object) -> CaseFee:
    asked = CaseFee(ChargeKind.EFFORT, minor, "CHF", day(told), "Four archives have to be searched.")
    return replace(asked, **changes)  # type: ignore[arg-type]


class Office:
    """One office under one law, on a day that can be set, with a clerk and an officer at work."""

    def __init__(self) -> None:
        self.desk = FakeDesk()
        self.person: PersonId = self.desk.add_person({**ZOE})
        for member in (CLERK, OFFICER):
            self.desk.records.rows.members[member.id] = member
        self.clerk, self.officer = Requests(self.desk.workplace()), Requests(self.desk.workplace(OFFICER))

    def law(self, regime: str, place: str, *, residence: str = "") -> None:
        """The office's law and holidays; the person lives where only that law applies, or in `residence`."""
        values = self.desk.records.rows.values
        values[OFFICE_KEY] = {**values[OFFICE_KEY], "regime": regime, "place": place}
        rows = self.desk.records.people.rows
        home = rows[self.person]
        rows[self.person] = replace(home, facts={**home.facts, PersonField.COUNTRY: residence or "JP"})

    def today(self, text: str) -> None:
        self.desk.now = datetime.fromisoformat(text).replace(hour=9, tzinfo=UTC)

    def open(self, received: str, *rights: Right, **more: object) -> Case:
        """A request, opened on the day it was received."""
        self.today(received)
        asked = dict.fromkeys(rights or (Right.ACCESS,), "")
        if more.get("kind") is CaseKind.COMPLAINT:
            asked = {}
        return self.clerk.open(NewRequest(self.person, asked, Channel.POST, day(received), **more))  # type: ignore[arg-type]

    def now(self, case: Case) -> Case:
        return self.clerk.get(case.id)

    def answered(self, case: Case) -> Case:
        """Every right granted, the answer out."""
        self.clerk.check_identity(case.id, IdentityMethod.CARD_SEEN, passed=True)
        for each in case.rights:
            self.officer.decide(case.id, each.right, Outcome.GRANTED, "as asked")
        today = self.desk.workplace().clock.today()
        return self.officer.record_answer(case.id, channel=Channel.POST, on=today)


@pytest.fixture
def office() -> Office:
    made = Office()
    made.law("gdpr", "DE")
    return made


def refused(office: Office, case: Case, act: Callable[[], object], error: type[PrivdeskError]) -> None:
    """The act ends with that error, in words, and nothing of the case or the trail has changed."""
    before, trail = office.now(case), len(office.desk.records.audit.events)
    with pytest.raises(error) as caught:
        act()
    assert type(caught.value) is error
    words = describe(caught.value)
    assert all((words.title, words.happened, words.remedy))
    assert office.now(case) == before
    assert len(office.desk.records.audit.events) == trail


# Questions to the person.


@pytest.mark.parametrize(
    ("law", "place", "received", "kind", "asked", "answered", "legal", "safe"),
    [
        ("gdpr", "DE", "2026-03-02", IDENTITY, "2026-03-03", "2026-03-13", "2026-04-13", "2026-04-02"),
        ("gdpr", "DE", "2026-03-02", CLARIFICATION, "2026-03-03", "2026-03-03", "2026-04-02", "2026-04-02"),
        ("uk-gdpr", "GB-ENG", "2026-03-02", IDENTITY, "2026-03-03", "2026-03-31", "2026-04-30", "2026-04-29"),
        ("uk-gdpr", "GB-ENG", "2026-03-02", CLARIFICATION, "2026-03-03", "2026-03-05", "2026-04-07", "2026-04-01"),
        ("ch-fadp", "CH-ZH", "2026-03-04", IDENTITY, "2026-03-05", "2026-03-10", "2026-04-08", "2026-04-03"),
    ],
)  # fmt: skip
def test_a_question_moves_the_legal_date_with_its_reply_and_the_safe_one_only_where_the_law_starts_anew(
    office: Office, law: str, place: str, received: str, kind: PauseKind, asked: str, answered: str, legal: str, safe: str
) -> None:  # fmt: skip
    office.law(law, place)
    case = office.open(received)
    office.today(asked)
    waiting = office.clerk.ask(case.id, kind, day(asked), "Which year do you mean?")
    assert (waiting.deadline.legal, waiting.deadline.safe) == (case.deadline.legal, case.deadline.safe)
    assert waiting.pauses == (Pause(kind, day(asked)),)
    office.today(answered)
    replied = office.clerk.record_reply(case.id, kind, day(answered))
    assert (replied.deadline.legal, replied.deadline.safe) == (day(legal), day(safe))
    assert replied.regime_version == case.regime_version
    assert [each.direction for each in replied.letters[-2:]] == [LetterDirection.OUT, LetterDirection.IN]
    assert replied.refusal is not None
    assert replied.refusal.legal == day(legal)


def test_question_and_reply_may_be_recorded_at_once_and_are_the_same(office: Office) -> None:
    first, second = office.open("2026-03-02"), office.open("2026-03-02")
    office.today("2026-03-20")
    office.clerk.ask(first.id, IDENTITY, day("2026-03-03"))
    apart = office.clerk.record_reply(first.id, IDENTITY, day("2026-03-13"))
    at_once = office.clerk.ask(second.id, IDENTITY, day("2026-03-03"), answered=day("2026-03-13"))
    assert apart.deadline == at_once.deadline


@pytest.mark.parametrize(
    ("law", "place", "kind"),
    [
        ("ccpa", "US-CA", IDENTITY), ("ccpa", "US-CA", CLARIFICATION), ("ch-fadp", "CH-ZH", CLARIFICATION),
        ("lgpd", "BR", IDENTITY), ("quebec", "CA-QC", IDENTITY), ("quebec", "CA-QC", CLARIFICATION),
    ],
)  # fmt: skip
def test_a_law_that_knows_no_pause_refuses_one(office: Office, law: str, place: str, kind: PauseKind) -> None:
    office.law(law, place)
    case = office.open("2026-03-02")
    refused(office, case, lambda: office.clerk.ask(case.id, kind, day("2026-03-02")), PauseUnknownError)


def test_a_question_that_cannot_be_is_refused(office: Office) -> None:
    case = office.open("2026-03-05")
    office.today("2026-03-10")
    ask, reply = office.clerk.ask, office.clerk.record_reply
    refused(office, case, lambda: ask(case.id, IDENTITY, day("2026-03-04")), DayBeforeReceiptError)
    refused(office, case, lambda: ask(case.id, IDENTITY, day("2026-03-11")), DayInFutureError)
    refused(office, case, lambda: reply(case.id, IDENTITY, day("2026-03-10")), NoQuestionOpenError)

    def at_once(answered: str) -> object:
        return ask(case.id, IDENTITY, day("2026-03-08"), answered=day(answered))

    refused(office, case, lambda: at_once("2026-03-06"), AnswerBeforeQuestionError)
    refused(office, case, lambda: at_once("2026-03-11"), DayInFutureError)
    ask(case.id, IDENTITY, day("2026-03-08"))
    refused(office, case, lambda: ask(case.id, IDENTITY, day("2026-03-09")), QuestionOpenError)
    refused(office, case, lambda: reply(case.id, IDENTITY, day("2026-03-07")), AnswerBeforeQuestionError)
    refused(office, case, lambda: reply(case.id, IDENTITY, day("2026-03-11")), DayInFutureError)
    refused(office, case, lambda: reply(case.id, CLARIFICATION, day("2026-03-09")), NoQuestionOpenError)


# Fees.


def test_the_swiss_fee_gives_ten_days_and_then_thirty(office: Office) -> None:
    office.law("ch-fadp", "CH-ZH")
    case = office.open("2026-05-28")
    office.today("2026-06-01")
    told = office.officer.charge(case.id, fee("2026-06-01"))
    assert confirm_by(told) == day("2026-06-11")
    office.today("2026-06-11")
    done = office.clerk.confirm_fee(case.id, day("2026-06-11"))
    assert (done.deadline.legal, done.deadline.safe) == (day("2026-07-13"), day("2026-07-11"))
    assert done.fee is not None
    assert done.fee.confirmed == day("2026-06-11")
    refused(
        office, case, lambda: office.clerk.confirm_fee(case.id, day("2026-06-11")), FeeConfirmedAlreadyError
    )
    refused(office, case, lambda: office.officer.lapse_fee(case.id), FeeConfirmedAlreadyError)


def test_a_swiss_fee_that_nobody_confirms_withdraws_every_open_right_without_cost(office: Office) -> None:
    office.law("ch-fadp", "CH-ZH")
    case = office.open("2026-05-28", Right.ACCESS, Right.PORTABILITY)
    office.today("2026-06-01")
    office.officer.charge(case.id, fee("2026-06-01"))
    office.today("2026-06-11")
    refused(office, case, lambda: office.officer.lapse_fee(case.id), FeeTimeRunningError)
    office.today("2026-06-12")
    act = office.officer.page(case.id).next_act
    assert act is not None
    assert act.key == "lapse_fee"
    refused(office, case, lambda: office.clerk.confirm_fee(case.id, day("2026-06-12")), FeeTimeOverError)
    gone = office.officer.lapse_fee(case.id)
    assert {each.outcome for each in gone.rights} == {Outcome.WITHDRAWN}
    assert gone.deadline.closed == "withdrawn"
    office.officer.record_answer(case.id, channel=Channel.POST, on=day("2026-06-12"))
    assert office.officer.close(case.id).step is Step.ANSWERED


def test_a_swiss_fee_for_information_holds_up_no_erasure_and_withdraws_none(office: Office) -> None:
    """Law: DPO Art. 19 speaks of information (and data to take along); the rest is free and keeps its clock."""
    office.law("ch-fadp", "CH-ZH")
    case = office.open("2026-05-28", Right.ACCESS, Right.ERASURE, Right.OBJECTION)
    office.today("2026-06-01")
    told = office.officer.charge(case.id, fee("2026-06-01"))
    dates = {each.right: each.legal for each in told.rights}
    assert dates[Right.ACCESS] == day("2026-07-13")
    assert dates[Right.ERASURE] == dates[Right.OBJECTION] == case.deadline.legal == told.deadline.legal
    assert told.refusal == case.refusal
    assert confirm_by(told) == day("2026-06-11")
    assert "11 Jun" in office.officer.page(case.id).clock.sentence
    office.today("2026-06-12")
    gone = office.officer.lapse_fee(case.id)
    outcomes = {each.right: each.outcome for each in gone.rights}
    assert outcomes.pop(Right.ACCESS) is Outcome.WITHDRAWN
    assert set(outcomes.values()) == {Outcome.TO_DECIDE}
    assert gone.deadline.closed is None


def test_no_fee_is_asked_for_what_is_always_free(office: Office) -> None:
    erasing = office.open("2026-05-28", Right.ERASURE)
    copies = fee("2026-05-28", 1500, kind=ChargeKind.FURTHER_COPIES, currency="EUR")
    refused(office, erasing, lambda: office.officer.charge(erasing.id, copies), FeeNotAllowedError)
    assert [kind for kind, _rule in office.officer.page(erasing.id).options.charges] == [ChargeKind.EXCESSIVE]
    office.law("ch-fadp", "CH-ZH")
    case = office.open("2026-05-28", Right.ERASURE, Right.WITHDRAWAL)
    refused(office, case, lambda: office.officer.charge(case.id, fee("2026-05-28")), FeeNotAllowedError)


@pytest.mark.parametrize(
    ("law", "place", "asked", "error"),
    [
        ("ch-fadp", "CH-ZH", {"minor": 30_001}, FeeAmountError),
        ("ch-fadp", "CH-ZH", {"minor": 0}, FeeAmountError),
        ("ch-fadp", "CH-ZH", {"minor": -5}, FeeAmountError),
        ("ch-fadp", "CH-ZH", {"currency": "EUR"}, FeeAmountError),
        ("ch-fadp", "CH-ZH", {"reason": "  "}, ReasonMissingError),
        ("ch-fadp", "CH-ZH", {"told": date(2026, 6, 5)}, DayInFutureError),
        ("ch-fadp", "CH-ZH", {"told": date(2026, 5, 27)}, DayBeforeReceiptError),
        ("ch-fadp", "CH-ZH", {"kind": ChargeKind.FURTHER_COPIES}, FeeNotAllowedError),
        ("ch-fadp", "CH-ZH", {"kind": ChargeKind.EXCESSIVE, "proof": "x"}, FeeNotAllowedError),
        ("gdpr", "DE", {}, FeeNotAllowedError),
        ("gdpr", "DE", {"kind": ChargeKind.EXCESSIVE}, FeeProofMissingError),
        ("gdpr", "DE", {"kind": ChargeKind.FURTHER_COPIES, "currency": "euro"}, FeeAmountError),
        ("uk-gdpr", "GB-ENG", {"kind": ChargeKind.EXCESSIVE, "proof": " "}, FeeProofMissingError),
        ("ccpa", "US-CA", {"kind": ChargeKind.EXCESSIVE, "proof": "x"}, FeeNotAllowedError),
        ("lgpd", "BR", {}, FeeNotAllowedError),
    ],
)
def test_a_fee_that_the_law_does_not_let_us_ask_is_refused(
    office: Office, law: str, place: str, asked: dict[str, object], error: type[PrivdeskError]
) -> None:
    office.law(law, place)
    case = office.open("2026-05-28")
    office.today("2026-06-01")
    told = replace(fee("2026-06-01"), **asked)  # type: ignore[arg-type]
    refused(office, case, lambda: office.officer.charge(case.id, told), error)


@pytest.mark.parametrize(
    ("law", "kind", "proof"),
    [("gdpr", ChargeKind.FURTHER_COPIES, ""), ("gdpr", ChargeKind.EXCESSIVE, "R-2026-0001 to R-2026-0009")],
)
def test_a_european_fee_for_copies_or_excess_moves_no_date(
    office: Office, law: str, kind: ChargeKind, proof: str
) -> None:
    case = office.open("2026-03-02")
    told = office.officer.charge(case.id, fee("2026-03-02", 1500, kind=kind, currency="EUR", proof=proof))
    assert (told.deadline.legal, told.deadline.safe) == (case.deadline.legal, case.deadline.safe)
    refused(office, case, lambda: office.officer.charge(case.id, fee("2026-03-02")), FeeToldAlreadyError)
    refused(office, case, lambda: office.officer.lapse_fee(case.id), FeeTimeRunningError)
    early = day("2026-03-01")
    refused(office, case, lambda: office.clerk.confirm_fee(case.id, early), FeeConfirmedBeforeToldError)


def test_a_fee_is_the_officers_and_confirming_one_needs_one(office: Office) -> None:
    office.law("ch-fadp", "CH-ZH")
    case = office.open("2026-05-28")
    refused(office, case, lambda: office.clerk.charge(case.id, fee("2026-05-28")), NotAllowedError)
    untold = day("2026-05-28")
    refused(office, case, lambda: office.clerk.confirm_fee(case.id, untold), FeeConfirmedUntoldError)


# Extension and refusal.


@pytest.mark.parametrize(
    ("law", "place", "received", "told", "until", "legal", "safe", "refuse"),
    [
        ("gdpr", "DE", "2026-01-05", "2026-02-05", None, "2026-04-07", "2026-04-05", "2026-02-05"),
        ("gdpr", "DE", "2026-01-31", "2026-03-02", None, "2026-04-30", "2026-04-28", "2026-03-02"),
        ("uk-gdpr", "GB-ENG", "2025-09-03", "2025-10-03", None, "2025-12-03", "2025-12-02", "2025-10-03"),
        ("ccpa", "US-CA", "2026-01-15", "2026-03-02", None, "2026-04-15", "2026-04-14", "2026-03-02"),
        ("ch-fadp", "CH-ZH", "2026-02-02", "2026-03-04", "2026-04-30", "2026-04-30", "2026-04-30", "2026-03-04"),
    ],
)  # fmt: skip
def test_an_extension_may_be_told_on_its_last_day_and_never_touches_the_refusal(
    office: Office, law: str, place: str, received: str, told: str, until: str | None, legal: str, safe: str, refuse: str
) -> None:  # fmt: skip
    office.law(law, place)
    case = office.open(received)
    office.today((day(told) + timedelta(days=1)).isoformat())
    named = day(until) if until else None
    refused(
        office, case, lambda: office.officer.extend(case.id, "many records", named), ExtensionTooLateError
    )
    longer = office.officer.extend(case.id, "many records", named, day(told))
    assert (longer.deadline.legal, longer.deadline.safe) == (day(legal), day(safe))
    assert longer.refusal is not None
    assert longer.refusal.legal == day(refuse)
    assert longer.rights[0].legal == day(legal)
    again = day(told)
    refused(office, case, lambda: office.officer.extend(case.id, "more", named, again), ExtendedAlreadyError)


@pytest.mark.parametrize(
    ("law", "place", "reason", "until", "told", "error"),
    [
        ("gdpr", "DE", " ", None, None, ReasonMissingError),
        ("gdpr", "DE", "why", None, "2026-03-01", DayBeforeReceiptError),
        ("gdpr", "DE", "why", None, "2026-03-06", DayInFutureError),
        ("ch-fadp", "CH-ZH", "why", None, None, ExtensionDateMissingError),
        ("ch-fadp", "CH-ZH", "why", "2026-03-20", None, ExtensionShortensError),
        ("lgpd", "BR", "why", None, None, ExtensionUnknownError),
        ("quebec", "CA-QC", "why", None, None, ExtensionUnknownError),
    ],
)
def test_an_extension_that_cannot_be_is_refused(
    office: Office, law: str, place: str, reason: str, until: str | None, told: str | None, error: type[PrivdeskError]
) -> None:  # fmt: skip
    office.law(law, place)
    case = office.open("2026-03-02")
    office.today("2026-03-05")
    days = (day(until) if until else None, day(told) if told else None)
    refused(office, case, lambda: office.officer.extend(case.id, reason, *days), error)


def test_an_extension_is_the_officers(office: Office) -> None:
    case = office.open("2026-03-02")
    refused(office, case, lambda: office.clerk.extend(case.id, "why"), NotAllowedError)


# Complaint and opt-out.


def test_a_british_complaint_has_thirty_days_for_its_acknowledgement_and_needs_no_identity(
    office: Office,
) -> None:
    office.law("uk-gdpr", "GB-ENG")
    case = office.open("2026-07-01", kind=CaseKind.COMPLAINT)
    assert (case.kind, case.rights, case.refusal) == (CaseKind.COMPLAINT, (), None)
    assert case.deadline.acknowledge_by == day("2026-07-31")
    page = office.clerk.page(case.id)
    assert [step.title for step in page.steps] == ["Received", "Decision", "Fulfilled", "Answered"]
    assert page.next_act is not None
    assert page.next_act.key == "acknowledge"
    confirmed = office.clerk.acknowledge(case.id, day("2026-07-01"))
    assert confirmed.acknowledged_on == day("2026-07-01")
    refused(
        office, case, lambda: office.clerk.acknowledge(case.id, day("2026-07-01")), AcknowledgedAlreadyError
    )
    answer = {"channel": Channel.POST, "on": day("2026-07-01")}
    refused(office, case, lambda: office.clerk.record_answer(case.id, **answer), NotAllowedError)  # type: ignore[arg-type]
    office.officer.record_answer(case.id, channel=Channel.POST, on=day("2026-07-01"))
    assert office.officer.close(case.id).step is Step.ANSWERED


def test_an_answer_to_a_complaint_confirms_its_receipt(office: Office) -> None:
    office.law("uk-gdpr", "GB-ENG")
    case = office.open("2026-07-01", kind=CaseKind.COMPLAINT)
    answered = office.officer.record_answer(case.id, channel=Channel.EMAIL, on=day("2026-07-01"))
    assert answered.acknowledged_on == day("2026-07-01")


@pytest.mark.parametrize(
    ("law", "place", "received", "kind", "error"),
    [
        ("uk-gdpr", "GB-ENG", "2026-06-18", CaseKind.COMPLAINT, ClockNotInForceError),
        ("gdpr", "DE", "2026-07-01", CaseKind.COMPLAINT, ClockUnknownError),
        ("ch-fadp", "CH-ZH", "2026-07-01", CaseKind.OPT_OUT, ClockUnknownError),
        ("uk-gdpr", "GB-ENG", "2026-07-01", CaseKind.OPT_OUT, ClockUnknownError),
    ],
)
def test_a_matter_for_which_the_law_has_no_clock_is_refused(
    office: Office, law: str, place: str, received: str, kind: CaseKind, error: type[PrivdeskError]
) -> None:
    office.law(law, place)
    with pytest.raises(error):
        office.open(received, Right.OBJECTION, kind=kind)
    assert office.desk.actions() == []


def test_a_californian_opt_out_has_fifteen_business_days(office: Office) -> None:
    office.law("ccpa", "US-CA")
    case = office.open("2026-03-02", Right.OBJECTION, kind=CaseKind.OPT_OUT)
    assert (case.deadline.legal, case.refusal) == (day("2026-03-23"), None)
    refused(office, case, lambda: office.officer.extend(case.id, "why"), ExtensionUnknownError)
    refused(office, case, lambda: office.clerk.add_right(case.id, Right.ACCESS), KindOfRightError)
    decided = office.clerk.decide(case.id, Right.OBJECTION, Outcome.GRANTED)
    assert decided.step is Step.FULFILLED


def test_an_opt_out_is_carried_out_without_a_check_of_identity(office: Office) -> None:
    """Law: 11 CCR 7026(d), 7027(e): it need not be a verifiable request."""
    office.law("ccpa", "US-CA")
    both = (Right.OBJECTION, Right.RESTRICTION)
    case = office.open("2026-05-28", *both, kind=CaseKind.OPT_OUT)
    office.clerk.decide(case.id, Right.OBJECTION, Outcome.GRANTED)
    act = office.officer.page(case.id).next_act
    assert act is not None
    assert (act.right, act.allowed) == (Right.RESTRICTION, True)
    office.officer.decide(case.id, Right.RESTRICTION, Outcome.GRANTED, "sensitive data are limited")
    assert office.officer.record_answer(case.id, channel=Channel.POST, on=day("2026-05-28")).answer


@pytest.mark.parametrize(
    ("kind", "right"), [(CaseKind.OPT_OUT, Right.ERASURE), (CaseKind.OPT_OUT, Right.ACCESS)]
)
def test_an_opt_out_holds_no_other_right(office: Office, kind: CaseKind, right: Right) -> None:
    office.law("ccpa", "US-CA")
    with pytest.raises(KindOfRightError):
        office.open("2026-03-02", right, kind=kind)


def test_in_a_request_that_holds_an_opt_out_too_the_first_clock_counts_and_each_right_has_its_own(
    office: Office,
) -> None:
    office.law("ccpa", "US-CA")
    case = office.open("2026-03-02", Right.ACCESS, Right.OBJECTION)
    assert case.deadline.legal == day("2026-03-23")
    assert {each.right: each.legal for each in case.rights} == {
        Right.ACCESS: day("2026-04-16"), Right.OBJECTION: day("2026-03-23"),
    }  # fmt: skip
    assert case.deadline.acknowledge_by is None or case.deadline.acknowledge_by <= day("2026-03-16")


# Representative.


def test_nothing_goes_to_a_representative_beyond_the_scope_or_after_the_end(office: Office) -> None:
    case = office.open("2026-06-02", Right.ACCESS, Right.PORTABILITY)
    known = office.clerk.check_identity(case.id, IdentityMethod.CARD_SEEN, passed=True)
    spoken = office.clerk.represent(case.id, LAWYER)
    assert spoken.representative is not None
    assert spoken.representative.recorded_by == CLERK.id
    granted, why = Outcome.GRANTED, "as asked"
    refused(
        office,
        known,
        lambda: office.officer.decide(case.id, Right.PORTABILITY, granted, why),
        OutsideAuthorityError,
    )
    office.officer.decide(case.id, Right.PORTABILITY, Outcome.REFUSED, "not processed by automated means")
    office.clerk.decide(case.id, Right.ACCESS, granted)
    office.today("2026-07-01")
    assert "authority of the representative ended" in office.clerk.page(case.id).banner
    on = day("2026-07-01")
    refused(
        office, case, lambda: office.clerk.record_answer(case.id, channel=Channel.POST, on=on), AuthorityExpiredError
    )  # fmt: skip
    refused(office, case, lambda: office.clerk.decide(case.id, Right.ACCESS, granted), NotAllowedError)
    to_person = office.clerk.record_answer(case.id, channel=Channel.POST, on=on, to_person=True)
    assert to_person.answer is not None


def test_after_the_representation_ended_the_person_is_answered(office: Office) -> None:
    case = office.open("2026-06-02", Right.PORTABILITY, representative=LAWYER)
    office.clerk.check_identity(case.id, IdentityMethod.CARD_SEEN, passed=True)
    ended = office.clerk.end_representation(case.id)
    assert ended.representative is None
    office.officer.decide(case.id, Right.PORTABILITY, Outcome.GRANTED, "as asked")
    refused(office, case, lambda: office.clerk.end_representation(case.id), NotRepresentedError)


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"name": " "}, RepresentativeIncompleteError),
        ({"scope": frozenset()}, RepresentativeIncompleteError),
        ({"document": ""}, RepresentativeIncompleteError),
        ({"valid_until": date(2026, 6, 1)}, AuthorityExpiredError),
    ],
)
def test_a_representative_without_name_scope_or_valid_paper_is_refused(
    office: Office, changes: dict[str, object], error: type[PrivdeskError]
) -> None:
    case = office.open("2026-06-02")
    who = replace(LAWYER, **changes)  # type: ignore[arg-type]
    refused(office, case, lambda: office.clerk.represent(case.id, who), error)
    if who.proven:
        with pytest.raises(error):
            office.open("2026-06-02", representative=who)


def test_a_wish_is_taken_before_the_paper_is_seen_and_nothing_is_given_out_until_then(office: Office) -> None:
    case = office.open("2026-06-02", representative=replace(LAWYER, document=" "))
    office.clerk.check_identity(case.id, IdentityMethod.CARD_SEEN, passed=True)
    refused(
        office, case, lambda: office.clerk.check_identity(case.id, IdentityMethod.AUTHORITY_SEEN, passed=True),
        AuthorityUnprovenError,
    )  # fmt: skip
    grant = partial(office.clerk.decide, case.id, Right.ACCESS, Outcome.GRANTED)
    refused(office, case, grant, AuthorityUnprovenError)
    office.clerk.represent(case.id, LAWYER)
    assert grant().rights[0].outcome is Outcome.GRANTED


def test_the_paper_that_names_the_representative_makes_identity_stand(office: Office) -> None:
    alone = office.open("2026-06-02")
    by_paper = IdentityMethod.AUTHORITY_SEEN
    refused(office, alone, lambda: office.clerk.check_identity(alone.id, by_paper, True), NotRepresentedError)
    case = office.open("2026-06-02", representative=LAWYER)
    assert office.clerk.check_identity(case.id, by_paper, passed=True).identity_stands
    narrow = office.open("2026-06-02", representative=replace(LAWYER, scope=frozenset({Right.ERASURE})))
    refused(
        office, narrow, lambda: office.clerk.check_identity(narrow.id, by_paper, True), OutsideAuthorityError
    )


def test_the_paper_of_a_representative_proves_nobody_once_they_are_gone(office: Office) -> None:
    """Law: GDPR Art. 12(6): who speaks for themselves afterwards was never checked."""
    by_paper = IdentityMethod.AUTHORITY_SEEN
    ended = office.open("2026-06-02", representative=LAWYER)
    office.clerk.check_identity(ended.id, by_paper, passed=True)
    assert not office.clerk.end_representation(ended.id).identity_stands
    refused(
        office, ended, lambda: office.clerk.decide(ended.id, Right.ACCESS, Outcome.GRANTED), IdentityOpenError
    )
    assert "not" in office.clerk.page(ended.id).identity
    other = office.open("2026-06-02", representative=LAWYER)
    office.clerk.check_identity(other.id, by_paper, passed=True)
    wider = replace(LAWYER, scope=frozenset({Right.ACCESS, Right.ERASURE}))
    assert office.clerk.represent(other.id, wider).identity_stands
    assert not office.clerk.represent(other.id, replace(LAWYER, name="Somebody else")).identity_stands
    assert office.clerk.check_identity(other.id, by_paper, passed=True).identity_stands


def test_a_check_that_failed_in_the_same_way_later_takes_identity_away(office: Office) -> None:
    case = office.open("2026-06-02")
    card, call = IdentityMethod.CARD_SEEN, IdentityMethod.KNOWN_ADDRESS
    assert office.clerk.check_identity(case.id, card, passed=True).identity_stands
    assert office.clerk.check_identity(case.id, call, passed=False).identity_stands
    assert not office.clerk.check_identity(case.id, card, passed=False).identity_stands
    assert office.clerk.check_identity(case.id, card, passed=True).identity_stands


def test_on_the_last_day_of_the_authority_it_still_holds(office: Office) -> None:
    case = office.open("2026-06-30", representative=LAWYER)
    office.clerk.check_identity(case.id, IdentityMethod.CARD_SEEN, passed=True)
    assert office.clerk.decide(case.id, Right.ACCESS, Outcome.GRANTED).rights[0].outcome is Outcome.GRANTED


# Law, colleague, notes, receipt, answer.


def test_the_law_may_change_until_the_answer_and_every_date_follows(office: Office) -> None:
    case = office.open("2026-03-04")
    assert (case.regime, case.deadline.legal) == ("gdpr", day("2026-04-07"))
    moved = office.officer.change_regime(case.id, "ch-fadp")
    assert (moved.regime, moved.holiday_place, moved.other_regime) == ("ch-fadp", "DE", "gdpr")
    assert moved.deadline.safe == day("2026-04-03")
    assert moved.refusal is not None
    refused(office, case, lambda: office.clerk.change_regime(case.id, "gdpr"), NotAllowedError)
    office.answered(moved)
    refused(office, case, lambda: office.officer.change_regime(case.id, "gdpr"), CaseAnsweredError)


def test_a_law_under_which_the_extension_cannot_be_is_refused(office: Office) -> None:
    case = office.open("2026-03-04")
    office.officer.extend(case.id, "many records")
    for law, error in (("quebec", ExtensionUnknownError), ("ch-fadp", ExtensionDateMissingError)):
        refused(office, case, lambda law=law: office.officer.change_regime(case.id, law), error)  # type: ignore[misc]


def test_where_two_laws_apply_the_earlier_safe_date_counts_also_after_a_pause(office: Office) -> None:
    office.law("gdpr", "DE", residence="CH")
    case = office.open("2026-03-05")
    assert (case.other_regime, case.deadline.safe) == ("ch-fadp", day("2026-04-04"))
    office.today("2026-03-20")
    paused = office.clerk.ask(case.id, CLARIFICATION, day("2026-03-06"), answered=day("2026-03-16"))
    assert paused.deadline.safe == day("2026-04-04")
    assert paused.deadline.legal > case.deadline.legal


def test_a_case_is_given_to_a_colleague_of_the_office_who_takes_requests(office: Office) -> None:
    case = office.open("2026-03-02")
    rows = office.desk.records.rows.members
    gone = StaffMember(StaffId("gone"), "Gone", frozenset({Role.CLERK}), disabled=True)
    admin = StaffMember(StaffId("admin"), "Admin", frozenset({Role.ADMINISTRATOR}))
    rows[gone.id], rows[admin.id] = gone, admin
    assert [each.name for each in office.clerk.colleagues()] == ["Claire Maillard", "Paul Roth"]
    for nobody in (gone.id, admin.id, StaffId("unknown")):
        refused(office, case, lambda who=nobody: office.clerk.assign(case.id, who), AssigneeError)  # type: ignore[misc]
    assert office.clerk.assign(case.id, OFFICER.id).assigned_to == OFFICER.id
    assert dict(office.clerk.page(case.id).matter)["With"] == "Paul Roth"
    assert office.clerk.assign(case.id, None).assigned_to is None
    assert Action.CASE_ASSIGNED in office.desk.actions()


def test_an_acknowledgement_says_the_days(office: Office) -> None:
    case = office.open("2026-03-02")
    office.today("2026-03-03")
    refused(office, case, lambda: office.clerk.acknowledge(case.id, day("2026-03-01")), DayBeforeReceiptError)
    refused(office, case, lambda: office.clerk.acknowledge(case.id, day("2026-03-04")), DayInFutureError)
    told = office.clerk.acknowledge(case.id, day("2026-03-03"))
    assert told.letters[-1].detail == "Received Mon 2 Mar 2026, answer by Thu 2 Apr 2026"


def test_an_empty_note_is_refused(office: Office) -> None:
    case = office.open("2026-03-02")
    refused(office, case, lambda: office.clerk.note(case.id, " \n"), NoteEmptyError)


def test_an_answer_waits_for_every_right(office: Office) -> None:
    case = office.open("2026-03-02", Right.ACCESS, Right.ERASURE)
    on = day("2026-03-02")
    refused(
        office,
        case,
        lambda: office.clerk.record_answer(case.id, channel=Channel.POST, on=on),
        RightUndecidedError,
    )


def test_after_the_answer_no_fact_of_the_case_changes(office: Office) -> None:
    case = office.open("2026-03-02")
    office.answered(case)
    on = day("2026-03-02")
    acts: list[Callable[[], object]] = [
        lambda: office.clerk.ask(case.id, IDENTITY, on),
        lambda: office.clerk.record_reply(case.id, IDENTITY, on),
        lambda: office.officer.extend(case.id, "why"),
        lambda: office.officer.charge(case.id, fee("2026-03-02")),
        lambda: office.clerk.confirm_fee(case.id, on),
        lambda: office.officer.lapse_fee(case.id),
        lambda: office.officer.change_regime(case.id, "ch-fadp"),
        lambda: office.clerk.acknowledge(case.id, on),
        lambda: office.clerk.add_right(case.id, Right.ERASURE),
    ]
    for act in acts:
        refused(office, case, act, CaseAnsweredError)


# Reasons.


@pytest.mark.parametrize(
    ("right", "outcome", "key", "own", "error"),
    [
        (Right.ACCESS, Outcome.REFUSED, "no_such_reason", "", ReasonUnknownError),
        (Right.ACCESS, Outcome.REFUSED, "unfounded_access", "x", ReasonUnknownError),
        (Right.ACCESS, Outcome.REFUSED, "excessive", " ", ReasonProofMissingError),
        (Right.ACCESS, Outcome.REFUSED, "", " ", ReasonMissingError),
        (Right.ACCESS, Outcome.GRANTED, "excessive", "x", IdentityOpenError),
    ],
)
def test_a_reason_stands_in_the_lists_of_the_law_and_what_must_be_shown_is_told(
    office: Office, right: Right, outcome: Outcome, key: str, own: str, error: type[PrivdeskError]
) -> None:
    case = office.open("2026-03-02", right)
    refused(office, case, lambda: office.officer.decide(case.id, right, outcome, own, reason_key=key), error)


def test_a_reason_that_the_request_disproves_is_refused(office: Office) -> None:
    case = office.open("2026-05-28")
    unproven = partial(office.officer.decide, case.id, Right.ACCESS, Outcome.REFUSED)
    refused(office, case, lambda: unproven(reason_key="authority_unproven"), ReasonDisprovedError)
    assert unproven(reason_key="identity_unproven").rights[0].reason_key
    known = office.open("2026-05-28")
    office.clerk.check_identity(known.id, IdentityMethod.CARD_SEEN, passed=True)
    deny = partial(office.officer.decide, known.id, Right.ACCESS, Outcome.REFUSED)
    refused(office, known, lambda: deny(reason_key="identity_unproven"), ReasonDisprovedError)


def test_a_listed_reason_is_kept_by_its_key_and_shown_with_its_article(office: Office) -> None:
    case = office.open("2026-03-02")
    shown = office.officer.decide(
        case.id, Right.ACCESS, Outcome.REFUSED, "Nine times in three weeks.", reason_key="excessive"
    )
    assert (shown.rights[0].reason_key, shown.rights[0].reason) == ("excessive", "Nine times in three weeks.")
    finding = office.officer.page(case.id).rights[0].finding
    assert "GDPR Art.\u00a012(5)" in finding
    assert finding.endswith("Nine times in three weeks.")
