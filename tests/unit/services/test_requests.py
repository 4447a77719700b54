# SPDX-License-Identifier: MIT
"""A request from receipt to answer: one clock, each right decided, nothing before identity, closed for good."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest

from privdesk.domain.agencies import AgencyId
from privdesk.domain.audit import Action, Purpose
from privdesk.domain.case_errors import (
    AnswerDateError,
    AnswerMissingError,
    CaseClosedError,
    CodeWrongError,
    ContactChangedError,
    ExtendedAlreadyError,
    ExtensionDateMissingError,
    IdentityOpenError,
    IdentityTooWeakError,
    ItemTakenError,
    NoRightAskedError,
    NothingToCorrectError,
    OtherSenderError,
    OutcomeNotPossibleError,
    PersonUnknownError,
    ProofMissingError,
    ReasonMissingError,
    ReceivedInFutureError,
    RightAlreadyAskedError,
    RightNotAskedError,
    RightUndecidedError,
)
from privdesk.domain.cases import Case, CaseId, IdentityMethod, LetterDirection, Outcome, Right, Step
from privdesk.domain.consent import ConsentEntry, ConsentState
from privdesk.domain.deadline_errors import ExtensionTooLateError
from privdesk.domain.erasure_plan import ErasureNotRunError
from privdesk.domain.errors import NotFoundError, PrivdeskError
from privdesk.domain.inbox import (
    Document,
    DocumentId,
    DocumentRole,
    InboxItem,
    ItemId,
    ItemState,
    MailFacts,
)
from privdesk.domain.people import Channel, OriginKind, PersonField, PersonId
from privdesk.domain.staff import NotAllowedError, Role, StaffMember
from privdesk.domain.submissions import FieldProblemError
from privdesk.domain.vault import StaffId
from privdesk.services.explain import describe
from privdesk.services.office import OFFICE_KEY
from privdesk.services.requests import NewRequest, Requests
from tests.unit.services.fake_desk import CLERK, NOW, OFFICER, ZOE, FakeDesk

TODAY = date(2026, 3, 24)
OWN = ("last_top_up", "credit_left")
OTHERS = ("contract_month", "second_last_machine", "mobile_digits")
MAIL = (
    "Guten Tag\nIch möchte wissen, welche Daten Sie über mich gespeichert haben. "
    "Bitte löschen Sie danach alle meine Daten.\nZoë Keller"
)


@pytest.fixture
def desk() -> FakeDesk:
    return FakeDesk()


@pytest.fixture
def requests(desk: FakeDesk) -> Requests:
    return Requests(desk.workplace())


@pytest.fixture
def officer(desk: FakeDesk) -> Requests:
    return Requests(desk.workplace(OFFICER))


@pytest.fixture
def zoe(desk: FakeDesk) -> PersonId:
    person_id = desk.add_person()
    desk.add_account(person_id)
    return person_id


@pytest.fixture
def opened(requests: Requests, zoe: PersonId) -> Callable[..., Case]:
    def opening(*rights: Right, received: date = TODAY, identified: bool = False, **changes: str) -> Case:
        asked = {PersonField(name): value for name, value in changes.items()}
        case = requests.open(
            NewRequest(zoe, dict.fromkeys(rights, ""), Channel.POST, received, changes=asked)
        )
        if identified:
            case = requests.check_identity(case.id, IdentityMethod.CARD_SEEN, passed=True)
        return case

    return opening


def use_law(desk: FakeDesk, regime: str, place: str) -> None:
    desk.records.rows.values[OFFICE_KEY] = {
        **desk.records.rows.values[OFFICE_KEY], "regime": regime, "place": place,
    }  # fmt: skip


def mail_item(sender: str = "Zoë Keller <zoe.keller@example.ch>", text: str = MAIL) -> InboxItem:
    document = Document(
        DocumentId("d1"), DocumentRole.ORIGINAL, "m.eml", "message/rfc822", 9, "ab", b"", 0, NOW
    )
    mail = MailFacts(sender, "datenschutz@lavarelle.example", "Meine Daten", NOW, text, "<1@example.ch>")
    return InboxItem(
        ItemId(9), "F-26-00009", ItemState.REQUEST, Channel.EMAIL, "m.eml", date(2026, 3, 20), NOW, (document,),
        mail=mail,
    )  # fmt: skip


# Opening.


def test_a_request_keeps_every_right_the_law_the_holidays_and_the_deadline(
    requests: Requests, zoe: PersonId, desk: FakeDesk
) -> None:
    rights = {Right.ERASURE: "please erase it all", Right.ACCESS: ""}
    case = requests.open(NewRequest(zoe, rights, Channel.POST, date(2026, 3, 4)))
    assert [(each.right, each.outcome) for each in case.rights] == [
        (Right.ACCESS, Outcome.TO_DECIDE), (Right.ERASURE, Outcome.TO_DECIDE),
    ]  # fmt: skip
    assert (case.regime, case.holiday_place, case.language) == ("ch-fadp", "CH-VD", "fr")
    assert case.regime_version
    assert len(case.holiday_digest) == 64
    assert (case.deadline.legal, case.deadline.safe) == (date(2026, 4, 7), date(2026, 4, 3))
    assert requests.by_number(f" {case.number.lower()} ") == case
    assert desk.actions() == [Action.CASE_OPENED]


@pytest.mark.parametrize(
    ("request_for", "error"),
    [
        (
            lambda who: NewRequest(who, {Right.ACCESS: ""}, Channel.POST, date(2026, 3, 25)),
            ReceivedInFutureError,
        ),
        (lambda who: NewRequest(who, {}, Channel.POST, TODAY), NoRightAskedError),
        (lambda _who: NewRequest(None, {Right.ACCESS: ""}, Channel.POST, TODAY), PersonUnknownError),
        (lambda _who: NewRequest(PersonId(77), {Right.ACCESS: ""}, Channel.POST, TODAY), NotFoundError),
    ],
)
def test_what_cannot_be_opened_leaves_nothing_behind(
    desk: FakeDesk,
    requests: Requests,
    zoe: PersonId,
    request_for: Callable[[PersonId], NewRequest],
    error: type[PrivdeskError],
) -> None:
    with pytest.raises(error):
        requests.open(request_for(zoe))
    assert desk.records.cases.rows == {}
    assert desk.actions() == []


def test_today_is_the_offices_day_not_that_of_utc(desk: FakeDesk, requests: Requests, zoe: PersonId) -> None:
    desk.now = NOW.replace(hour=23, minute=30)
    case = requests.open(NewRequest(zoe, {Right.ACCESS: ""}, Channel.WEB, date(2026, 3, 25)))
    assert case.received_on == date(2026, 3, 25)


def test_somebody_not_on_file_can_ask_too(requests: Requests) -> None:
    request = NewRequest(None, {Right.ACCESS: ""}, Channel.POST, TODAY, person_name="Uma Noir")
    case = requests.open(request)
    assert (case.person_name, case.language) == ("Uma Noir", "en")
    assert requests.page(case.id).person is None


@pytest.mark.parametrize(
    ("country", "received", "proposed", "safe"),
    [
        ("CH", date(2026, 2, 2), "ch-fadp", date(2026, 3, 4)),
        ("DE", date(2026, 1, 5), "ch-fadp", date(2026, 2, 4)),
        ("DE", date(2026, 2, 2), "gdpr", date(2026, 3, 2)),
        ("JP", date(2026, 2, 2), "ch-fadp", date(2026, 3, 4)),
    ],
)
def test_the_offices_law_stands_and_where_two_apply_the_earlier_safe_date_counts(
    desk: FakeDesk, requests: Requests, country: str, received: date, proposed: str, safe: date
) -> None:
    person = desk.add_person({**ZOE, PersonField.COUNTRY: country})
    case = requests.open(NewRequest(person, {Right.ACCESS: ""}, Channel.POST, received))
    legal = received + timedelta(days=30)
    assert (case.regime, case.deadline.legal, case.deadline.safe) == ("ch-fadp", legal, safe)
    choices = requests.regimes(person, received)
    assert [choice.proposed for choice in choices] == [True, False][: len(choices)]
    assert choices[0].regime == proposed
    sentence = requests.page(case.id).clock.sentence
    assert ("GDPR may apply too by residence" in sentence) is (proposed == "gdpr")
    chosen = NewRequest(person, {Right.ACCESS: ""}, Channel.POST, received, regime="gdpr")
    assert requests.open(chosen).regime == "gdpr"


def test_an_opt_out_in_california_has_its_own_shorter_time(
    desk: FakeDesk, requests: Requests, zoe: PersonId
) -> None:
    use_law(desk, "ccpa", "US-CA")
    desk.records.people.change(zoe, {PersonField.COUNTRY: "JP"}, desk.origin())
    opened = [
        requests.open(NewRequest(zoe, dict.fromkeys(rights, ""), Channel.POST, date(2026, 3, 2)))
        for rights in ((Right.ACCESS,), (Right.ACCESS, Right.OBJECTION))
    ]
    assert [case.deadline.legal for case in opened] == [date(2026, 4, 16), date(2026, 3, 23)]


# From an item of the Inbox.


def test_an_item_is_proposed_with_the_words_that_made_each_suggestion(
    desk: FakeDesk, requests: Requests, zoe: PersonId
) -> None:
    desk.records.inbox.put(mail_item())
    proposal = requests.propose(ItemId(9))
    assert (proposal.person_id, proposal.language, proposal.joins) == (zoe, "de", None)
    assert {Right.ACCESS, Right.ERASURE} <= set(proposal.rights)
    assert all(words[0] in f"Meine Daten\n{MAIL}" for words in proposal.rights.values())
    assert (proposal.channel, proposal.received_on) == (Channel.EMAIL, date(2026, 3, 20))
    assert proposal.regimes[0].proposed
    assert desk.actions() == []


@pytest.mark.parametrize("sender", ["Zoë Keller <someone@example.org>", "zoe keller"])
def test_a_sender_unknown_by_address_is_only_a_candidate(
    desk: FakeDesk, requests: Requests, zoe: PersonId, sender: str
) -> None:
    desk.records.inbox.put(mail_item(sender))
    proposal = requests.propose(ItemId(9))
    assert proposal.person_id is None
    if "<" in sender:
        assert [hit.id for hit in proposal.candidates] == [zoe]


def test_a_name_that_looks_like_the_address_on_file_finds_nobody_for_sure(
    desk: FakeDesk, requests: Requests, zoe: PersonId
) -> None:
    desk.records.inbox.put(mail_item("zoe.keller@example.ch <thief@example.org>"))
    proposal = requests.propose(ItemId(9))
    assert proposal.person_id is None
    assert zoe is not None


def test_two_people_of_one_address_are_left_to_the_clerk(
    desk: FakeDesk, requests: Requests, zoe: PersonId
) -> None:
    ida = desk.add_person({**ZOE, PersonField.FIRST_NAME: "Ida"})
    desk.records.inbox.put(mail_item())
    proposal = requests.propose(ItemId(9))
    assert proposal.person_id is None
    assert {hit.id for hit in proposal.candidates} == {zoe, ida}


def test_an_opened_item_leaves_the_inbox_and_its_files_go_to_the_person(
    desk: FakeDesk, requests: Requests, zoe: PersonId
) -> None:
    desk.records.inbox.put(mail_item())
    request = NewRequest(zoe, {Right.ACCESS: ""}, Channel.EMAIL, date(2026, 3, 20), item_id=ItemId(9))
    case = requests.open(request)
    assert desk.records.inbox.get(ItemId(9)).state is ItemState.CASE_OPENED
    assert desk.records.rows.given == {DocumentId("d1"): zoe}
    (letter,) = case.letters
    assert (letter.direction, letter.channel, letter.item_id) == (
        LetterDirection.IN,
        Channel.EMAIL,
        ItemId(9),
    )
    assert (letter.document_id, letter.detail) == (DocumentId("d1"), "“Meine Daten”")
    with pytest.raises(ItemTakenError):
        requests.open(request)


def test_a_second_letter_is_offered_the_open_case_and_joins_it_without_a_new_clock(
    desk: FakeDesk, requests: Requests, zoe: PersonId, opened: Callable[..., Case]
) -> None:
    case = opened(Right.ACCESS, received=date(2026, 3, 4))
    desk.records.inbox.put(mail_item())
    assert requests.propose(ItemId(9)).joins == case
    joined = requests.join(case.id, ItemId(9))
    assert joined.deadline == case.deadline
    assert joined.letters[-1].item_id == ItemId(9)
    assert desk.records.inbox.get(ItemId(9)).state is ItemState.CASE_OPENED
    with pytest.raises(ItemTakenError):
        requests.join(case.id, ItemId(9))


# Identity.


@pytest.mark.parametrize(
    ("rights", "right", "wrong", "passes"),
    [
        ((Right.ACCESS,), OWN[:2], (), False),
        ((Right.ACCESS,), (*OWN[:1], *OTHERS[:2]), (), True),
        ((Right.ACCESS,), (*OWN[:1], *OTHERS[:2]), OWN[1:2], True),
        ((Right.ACCESS,), (*OWN[:1], *OTHERS[:2]), (*OWN[1:2], *OTHERS[2:3]), False),
        ((Right.ACCESS,), OTHERS[:3], (), False),
        ((Right.WITHDRAWAL,), OWN[:1], (), False),
        ((Right.WITHDRAWAL,), OTHERS[:2], (), True),
        ((Right.WITHDRAWAL,), ("never_asked", "nor_this"), (), False),
    ],
)
def test_answers_are_weighed_by_number_and_kind_whatever_the_window_says(
    requests: Requests,
    opened: Callable[..., Case],
    rights: tuple[Right, ...],
    right: Sequence[str],
    wrong: Sequence[str],
    passes: bool,
) -> None:
    case = opened(*rights)
    answers = {**dict.fromkeys(right, True), **dict.fromkeys(wrong, False)}
    if passes:
        checked = requests.check_identity(case.id, IdentityMethod.QUESTIONS, True, answers=answers)
        assert checked.identity_stands
        assert checked.identity[-1].questions == tuple(sorted(answers))
    else:
        with pytest.raises(IdentityTooWeakError):
            requests.check_identity(case.id, IdentityMethod.QUESTIONS, True, answers=answers)
    failed = requests.check_identity(case.id, IdentityMethod.QUESTIONS, False, answers=answers)
    assert not failed.identity[-1].passed


def test_answers_enough_for_an_objection_are_not_enough_for_a_report_asked_for_later(
    requests: Requests, opened: Callable[..., Case]
) -> None:
    case = opened(Right.OBJECTION)
    answers = dict.fromkeys(OTHERS[:2], True)
    assert requests.check_identity(case.id, IdentityMethod.QUESTIONS, True, answers=answers).identity_stands
    wider = requests.add_right(case.id, Right.ACCESS)
    assert not wider.identity_stands
    with pytest.raises(IdentityOpenError):
        requests.decide(case.id, Right.ACCESS, Outcome.GRANTED)
    more = dict.fromkeys((*OWN[:1], *OTHERS[:2]), True)
    assert requests.check_identity(case.id, IdentityMethod.QUESTIONS, True, answers=more).identity_stands


@pytest.mark.parametrize(
    ("method", "field", "value"),
    [
        (IdentityMethod.CALL_BACK, PersonField.PHONE_MOBILE, "+41795550199"),
        (IdentityMethod.LETTER_CODE, PersonField.TOWN, "Renens"),
        (IdentityMethod.KNOWN_ADDRESS, PersonField.EMAIL, "other@example.org"),
    ],
)
def test_a_contact_changed_lately_proves_nobody_until_confirmed_the_old_way(
    desk: FakeDesk,
    requests: Requests,
    zoe: PersonId,
    opened: Callable[..., Case],
    method: IdentityMethod,
    field: PersonField,
    value: str,
) -> None:
    case = opened(Right.ACCESS)
    desk.records.people.change(zoe, {field: value}, desk.origin(10))
    with pytest.raises(ContactChangedError):
        requests.check_identity(case.id, method, True, contact=field)
    assert requests.check_identity(case.id, method, False, contact=field).step is Step.IDENTITY
    desk.records.people.confirm(zoe, field, TODAY)
    assert requests.check_identity(case.id, method, True, contact=field).identity_stands


@pytest.mark.parametrize(
    ("sender", "known"),
    [
        ("Zoë Keller <ZOE.Keller@example.ch>", True),
        ("Zoë Keller <zoe.keller@example.org>", False),
        ("zoe.keller@example.ch <zoe@example.org>", False),
    ],
)
def test_an_e_mail_from_another_address_is_not_the_address_on_file(
    desk: FakeDesk, requests: Requests, zoe: PersonId, sender: str, known: bool
) -> None:
    """Law: GDPR Art. 12(6): whoever writes under a name is not yet the person."""
    desk.records.inbox.put(mail_item(sender))
    request = NewRequest(zoe, {Right.ACCESS: ""}, Channel.EMAIL, date(2026, 3, 20), item_id=ItemId(9))
    case = requests.open(request)
    if known:
        assert requests.check_identity(case.id, IdentityMethod.KNOWN_ADDRESS, True).identity_stands
        return
    with pytest.raises(OtherSenderError) as refused:
        requests.check_identity(case.id, IdentityMethod.KNOWN_ADDRESS, True)
    assert "another" in describe(refused.value).happened
    assert not requests.get(case.id).identity


def test_a_code_goes_by_letter_and_is_kept_only_as_a_hash(
    desk: FakeDesk, requests: Requests, opened: Callable[..., Case]
) -> None:
    case = opened(Right.ACCESS)
    code = requests.send_code(case.id)
    assert code.replace("-", "") not in repr(desk.records.rows.values)
    assert code not in repr(desk.records.cases.get(case.id))
    with pytest.raises(CodeWrongError):
        requests.check_code(case.id, "AAAA-AAAA")
    assert requests.check_code(case.id, f" {code.lower()} ").identity_stands
    with pytest.raises(CodeWrongError):
        requests.check_code(case.id, code)


def test_a_code_dies_after_three_wrong_tries_and_after_thirty_days(
    desk: FakeDesk, requests: Requests, opened: Callable[..., Case]
) -> None:
    case = opened(Right.ACCESS)
    code = requests.send_code(case.id)
    for _try in range(3):
        with pytest.raises(CodeWrongError):
            requests.check_code(case.id, "AAAA-AAAA")
    with pytest.raises(CodeWrongError):
        requests.check_code(case.id, code)
    code = requests.send_code(case.id)
    desk.now += timedelta(days=31)
    with pytest.raises(CodeWrongError):
        requests.check_code(case.id, code)
    assert not requests.get(case.id).identity_stands


def test_no_code_goes_to_an_address_that_changed_lately(
    desk: FakeDesk, requests: Requests, zoe: PersonId, opened: Callable[..., Case]
) -> None:
    case = opened(Right.ACCESS)
    desk.records.people.change(zoe, {PersonField.STREET: "Rue Neuve"}, desk.origin(1))
    with pytest.raises(ContactChangedError):
        requests.send_code(case.id)


# Decisions.


@pytest.mark.parametrize(
    ("right", "outcome", "who", "identified", "reason", "error"),
    [
        (Right.ACCESS, Outcome.GRANTED, CLERK, True, "", None),
        (Right.ACCESS, Outcome.NOTHING_HELD, CLERK, True, "", None),
        (Right.ACCESS, Outcome.GRANTED, CLERK, False, "", IdentityOpenError),
        (Right.ACCESS, Outcome.REFUSED, CLERK, True, "excessive", NotAllowedError),
        (Right.ACCESS, Outcome.REFUSED, OFFICER, True, "", ReasonMissingError),
        (Right.ACCESS, Outcome.REFUSED, OFFICER, True, "   ", ReasonMissingError),
        (Right.ACCESS, Outcome.REFUSED, OFFICER, False, "identity never stood", None),
        (Right.ACCESS, Outcome.PARTLY, OFFICER, True, "others in the letter", None),
        (Right.ERASURE, Outcome.GRANTED, CLERK, True, "asked", NotAllowedError),
        (Right.ERASURE, Outcome.GRANTED, OFFICER, True, "", ReasonMissingError),
        (Right.ERASURE, Outcome.GRANTED, OFFICER, False, "asked", IdentityOpenError),
        (Right.ERASURE, Outcome.GRANTED, OFFICER, True, "contract ended", ErasureNotRunError),
        (Right.ERASURE, Outcome.NOTHING_HELD, OFFICER, True, "everything went last year", None),
        (Right.RESTRICTION, Outcome.GRANTED, CLERK, True, "x", NotAllowedError),
        (Right.PORTABILITY, Outcome.REFUSED, OFFICER, True, "not automated", None),
        (Right.RECTIFICATION, Outcome.GRANTED, OFFICER, True, "x", OutcomeNotPossibleError),
        (Right.RECTIFICATION, Outcome.REFUSED, OFFICER, True, "the value is right", None),
        (Right.WITHDRAWAL, Outcome.GRANTED, CLERK, False, "", None),
        (Right.OBJECTION, Outcome.GRANTED, CLERK, False, "", None),
        (Right.OBJECTION, Outcome.REFUSED, CLERK, True, "x", NotAllowedError),
        (Right.ACCESS, Outcome.TO_DECIDE, OFFICER, True, "x", OutcomeNotPossibleError),
        (Right.ACCESS, Outcome.WITHDRAWN, CLERK, True, "said so on the phone", None),
        (Right.ACCESS, Outcome.WITHDRAWN, CLERK, False, "said so", IdentityOpenError),
    ],
)
def test_who_decides_what_and_what_it_takes(
    desk: FakeDesk,
    opened: Callable[..., Case],
    right: Right,
    outcome: Outcome,
    who: StaffMember,
    identified: bool,
    reason: str,
    error: type[PrivdeskError] | None,
) -> None:
    case = opened(right, identified=identified)
    deciding = Requests(desk.workplace(who))
    if error is not None:
        with pytest.raises(error):
            deciding.decide(case.id, right, outcome, reason)
        assert desk.records.cases.get(case.id) == case
        return
    (decided,) = deciding.decide(case.id, right, outcome, reason).rights
    assert (decided.outcome, decided.reason) == (outcome, reason)
    assert (decided.decided_by, decided.decided_at) == (who.id, NOW)
    assert desk.actions()[-1] is Action.RIGHT_DECIDED


def test_a_decision_made_is_changed_by_an_officer_only(
    requests: Requests, officer: Requests, opened: Callable[..., Case]
) -> None:
    case = opened(Right.ACCESS, identified=True)
    requests.decide(case.id, Right.ACCESS, Outcome.GRANTED)
    with pytest.raises(NotAllowedError):
        requests.decide(case.id, Right.ACCESS, Outcome.NOTHING_HELD)
    changed = officer.decide(case.id, Right.ACCESS, Outcome.PARTLY, "a letter of somebody else")
    assert changed.rights[0].outcome is Outcome.PARTLY


def test_a_withdrawal_stops_every_consent_from_the_day_of_receipt(
    desk: FakeDesk, requests: Requests, zoe: PersonId, opened: Callable[..., Case]
) -> None:
    given = ConsentEntry(
        zoe,
        "information",
        ConsentState.GIVEN,
        date(2025, 1, 2),
        "F-25-00001",
        "words",
        "2023-08-04",
        NOW,
        CLERK.id,
    )
    desk.records.rows.entries += [given, replace(given, purpose="survey", state=ConsentState.WITHDRAWN)]
    case = opened(Right.WITHDRAWAL, received=date(2026, 3, 20))
    requests.decide(case.id, Right.WITHDRAWAL, Outcome.GRANTED)
    newest, *_older = desk.records.consents.of_person(zoe)
    assert (newest.purpose, newest.state, newest.on) == (
        "information", ConsentState.WITHDRAWN, date(2026, 3, 20),
    )  # fmt: skip
    assert (newest.form, newest.wording) == (case.number, "words")
    assert len(desk.records.rows.entries) == 3


def test_an_objection_stops_advertising_and_keeps_other_marks(
    desk: FakeDesk, requests: Requests, zoe: PersonId, opened: Callable[..., Case]
) -> None:
    desk.records.people.mark(zoe, restricted_since=date(2026, 1, 1), no_advertising_since=None)
    case = opened(Right.OBJECTION, received=date(2026, 3, 20))
    requests.decide(case.id, Right.OBJECTION, Outcome.GRANTED)
    person = desk.records.people.get(zoe)
    assert (person.no_advertising_since, person.restricted_since) == (date(2026, 3, 20), date(2026, 1, 1))


def test_a_right_named_later_joins_the_clock_and_a_reminder_is_no_new_right(
    requests: Requests, opened: Callable[..., Case]
) -> None:
    case = opened(Right.ACCESS, received=date(2026, 3, 4))
    added = requests.add_right(case.id, Right.ERASURE, "and erase it")
    assert [right.right for right in added.rights] == [Right.ACCESS, Right.ERASURE]
    assert added.deadline == case.deadline
    with pytest.raises(RightAlreadyAskedError):
        requests.add_right(case.id, Right.ACCESS)
    with pytest.raises(RightNotAskedError):
        requests.decide(case.id, Right.WITHDRAWAL, Outcome.GRANTED)


# Correction.


def test_a_correction_really_corrects_and_shows_old_and_new_who_when_and_from_what(
    desk: FakeDesk, requests: Requests, zoe: PersonId, opened: Callable[..., Case]
) -> None:
    case = opened(Right.RECTIFICATION, identified=True, email="zoe.keller@example.com", street="Rue Neuve")
    corrected = requests.rectify(case.id, {PersonField.EMAIL: "zoe.keller@Example.COM"}, "letter of 24 Mar")
    person = desk.records.people.get(zoe)
    assert person.fact(PersonField.EMAIL) == "zoe.keller@example.com"
    newest, before = [v for v in desk.records.people.history(zoe) if v.field is PersonField.EMAIL]
    assert (newest.origin.kind, newest.origin.reference) == (OriginKind.REQUEST, case.number)
    assert (newest.origin.recorded_by, newest.origin.recorded_at) == (CLERK.id, NOW)
    assert (before.value, before.superseded_at) == ("zoe.keller@example.ch", NOW)
    assert corrected.rights[0].outcome is Outcome.TO_DECIDE
    done, wished = requests.page(case.id).changes
    assert (done.before, done.after, done.done) == ("zoe.keller@example.ch", "zoe.keller@example.com", True)
    assert (done.by, done.when) == ("Claire Maillard", "Tue 24 Mar 2026, 10:30")
    assert done.proof == "letter of 24 Mar"
    assert (wished.before, wished.after, wished.done) == ("Rue de Bourg", "Rue Neuve", False)
    finished = requests.rectify(case.id, {PersonField.STREET: "Rue Neuve"}, "letter of 24 Mar")
    assert finished.rights[0].outcome is Outcome.GRANTED
    assert finished.rights[0].proof == "letter of 24 Mar"
    assert "example.com" not in repr(desk.records.audit.events)


@pytest.mark.parametrize(
    ("identified", "changes", "proof", "error"),
    [
        (False, {PersonField.TOWN: "Renens"}, "letter", IdentityOpenError),
        (True, {PersonField.TOWN: "Renens"}, " ", ProofMissingError),
        (True, {PersonField.TOWN: "Lausanne"}, "letter", NothingToCorrectError),
        (True, {}, "letter", NothingToCorrectError),
        (True, {PersonField.EMAIL: "no address"}, "letter", FieldProblemError),
    ],
)
def test_nothing_is_corrected_before_identity_or_without_proof(
    desk: FakeDesk,
    requests: Requests,
    zoe: PersonId,
    opened: Callable[..., Case],
    identified: bool,
    changes: dict[PersonField, str],
    proof: str,
    error: type[PrivdeskError],
) -> None:
    case = opened(Right.RECTIFICATION, identified=identified)
    with pytest.raises(error):
        requests.rectify(case.id, changes, proof)
    assert desk.records.people.get(zoe).facts == ZOE
    assert desk.records.cases.get(case.id) == case


def test_only_what_was_asked_is_corrected_within_a_request(
    requests: Requests, opened: Callable[..., Case]
) -> None:
    case = opened(Right.ACCESS, identified=True)
    with pytest.raises(RightNotAskedError):
        requests.rectify(case.id, {PersonField.TOWN: "Renens"}, "letter")


def test_a_contact_corrected_in_this_request_serves_no_hand_over_yet(
    requests: Requests, opened: Callable[..., Case]
) -> None:
    case = opened(Right.RECTIFICATION, identified=True)
    assert requests.page(case.id).handover == ""
    requests.rectify(case.id, {PersonField.EMAIL: "zoe@example.com"}, "call")
    assert requests.page(case.id).handover.startswith("E-mail: Changed on 24 Mar 2026: serves again from")


# Extension, answer, closing.


def test_an_extension_needs_the_officer_a_reason_and_the_first_month(
    desk: FakeDesk, requests: Requests, officer: Requests, zoe: PersonId, opened: Callable[..., Case]
) -> None:
    use_law(desk, "gdpr", "DE")
    desk.records.people.change(zoe, {PersonField.COUNTRY: "DE"}, desk.origin())
    desk.now = NOW.replace(month=2, day=5)
    case = opened(Right.ACCESS, received=date(2026, 1, 5))
    assert case.deadline.extension_notice == date(2026, 2, 5)
    with pytest.raises(NotAllowedError):
        requests.extend(case.id, "many records")
    with pytest.raises(ReasonMissingError):
        officer.extend(case.id, "  ")
    longer = officer.extend(case.id, "many records")
    assert longer.deadline.safe > case.deadline.safe
    assert (longer.deadline.legal, longer.extended) == (date(2026, 4, 7), True)
    with pytest.raises(ExtendedAlreadyError):
        officer.extend(case.id, "once more")


def test_no_extension_after_its_day(desk: FakeDesk, officer: Requests, opened: Callable[..., Case]) -> None:
    use_law(desk, "gdpr", "DE")
    desk.now = NOW.replace(month=2, day=6)
    case = opened(Right.ACCESS, received=date(2026, 1, 5))
    with pytest.raises(ExtensionTooLateError):
        officer.extend(case.id, "many records")
    page = officer.page(case.id)
    assert "extend" not in [act.key for act in page.acts]
    assert page.clock.extension.endswith("it is too late for one.")


def test_the_swiss_extension_names_its_date_and_never_an_earlier_one(
    officer: Requests, opened: Callable[..., Case]
) -> None:
    case = opened(Right.ACCESS, received=date(2026, 3, 4))
    with pytest.raises(ExtensionDateMissingError):
        officer.extend(case.id, "many records")
    longer = officer.extend(case.id, "many records", date(2026, 4, 30))
    assert longer.deadline.legal == date(2026, 4, 30)
    assert longer.deadline.legal >= case.deadline.legal


@pytest.mark.parametrize("on", [date(2026, 3, 3), date(2026, 3, 25)])
def test_an_answer_lies_between_receipt_and_today(
    requests: Requests, opened: Callable[..., Case], on: date
) -> None:
    case = opened(Right.ACCESS, received=date(2026, 3, 4))
    with pytest.raises(AnswerDateError):
        requests.record_answer(case.id, channel=Channel.POST, on=on)


def test_a_request_closes_only_with_its_answer_and_no_right_undecided(
    desk: FakeDesk, requests: Requests, opened: Callable[..., Case]
) -> None:
    case = opened(Right.ACCESS, Right.WITHDRAWAL, identified=True)
    requests.decide(case.id, Right.ACCESS, Outcome.GRANTED)
    with pytest.raises(RightUndecidedError) as undecided:
        requests.close(case.id)
    assert undecided.value.rights == (Right.WITHDRAWAL,)
    requests.decide(case.id, Right.WITHDRAWAL, Outcome.GRANTED)
    with pytest.raises(AnswerMissingError):
        requests.close(case.id)
    answered = requests.record_answer(case.id, channel=Channel.POST, on=TODAY, note="report by post")
    assert answered.answer is not None
    assert answered.letters[-1].direction is LetterDirection.OUT
    closed = requests.close(case.id)
    assert (closed.step, closed.closed_on) == (Step.ANSWERED, TODAY)
    assert desk.actions()[-2:] == [Action.CASE_ANSWERED, Action.CASE_CLOSED]


def test_a_closed_request_is_read_only_and_its_dates_stay(
    desk: FakeDesk, requests: Requests, officer: Requests, opened: Callable[..., Case]
) -> None:
    case = opened(Right.RECTIFICATION, Right.ACCESS, identified=True)
    requests.decide(case.id, Right.ACCESS, Outcome.GRANTED)
    requests.rectify(case.id, {PersonField.TOWN: "Renens"}, "letter")
    requests.record_answer(case.id, channel=Channel.POST, on=TODAY)
    closed = requests.close(case.id)
    desk.records.inbox.put(mail_item())
    acts: list[Callable[[], object]] = [
        lambda: requests.check_identity(case.id, IdentityMethod.CARD_SEEN, True),
        lambda: requests.add_right(case.id, Right.ERASURE),
        lambda: officer.decide(case.id, Right.ACCESS, Outcome.REFUSED, "x"),
        lambda: requests.rectify(case.id, {PersonField.TOWN: "Lutry"}, "x"),
        lambda: officer.extend(case.id, "x", date(2026, 6, 1)),
        lambda: requests.record_answer(case.id, channel=Channel.POST, on=TODAY),
        lambda: requests.close(case.id),
        lambda: requests.note(case.id, "x"),
        lambda: requests.join(case.id, ItemId(9)),
        lambda: requests.send_code(case.id),
        lambda: requests.check_code(case.id, "x"),
    ]
    for act in acts:
        with pytest.raises(CaseClosedError):
            act()
    use_law(desk, "gdpr", "DE")
    desk.now += timedelta(days=400)
    page = requests.page(case.id)
    assert page.case == closed
    assert (page.read_only, page.next_act, tuple(page.acts), page.banner) == (True, None, (), "")
    assert page.clock.left == "closed"
    assert {step.state for step in page.steps} == {"done"}


# The page.


def test_opening_the_page_is_a_recorded_look_up_once(
    desk: FakeDesk, requests: Requests, zoe: PersonId, opened: Callable[..., Case]
) -> None:
    case = opened(Right.ACCESS)
    requests.page(case.id)
    viewed = desk.records.audit.events[-1]
    assert (viewed.action, viewed.record) == (Action.PERSON_VIEWED, f"person:{zoe}")
    assert (viewed.purpose, viewed.reference) == (Purpose.RIGHTS_REQUEST, case.number)
    recorded = len(desk.records.audit.events)
    requests.page(case.id, again=True)
    assert len(desk.records.audit.events) == recorded


def test_the_page_shows_steps_clock_rights_and_the_next_act(
    requests: Requests, opened: Callable[..., Case]
) -> None:
    case = opened(Right.ACCESS, Right.ERASURE, Right.PORTABILITY, received=date(2026, 3, 4), identified=True)
    page = requests.page(case.id)
    assert page.title == "Access and 2 more rights"
    assert [(step.title, step.state.value, step.when) for step in page.steps] == [
        ("Received", "done", "4 Mar"), ("Identity", "done", "today"), ("Decision", "now", "now"),
        ("Fulfilled", "open", ""), ("Answered", "open", "by 7 Apr"),
    ]  # fmt: skip
    assert (page.clock.days_left, page.clock.left, page.clock.tone.value) == (10, "10 days left", "soon")
    assert page.clock.heading == "Due Tue 7 Apr 2026 · Fri 3 Apr safe · act by Thu 2 Apr"
    assert "DPO Art. 18(1)" in page.clock.sentence
    assert 0 < page.clock.share < page.clock.safe_share < 1
    access, erasure, _portability = page.rights
    assert (access.law, access.outcome_text) == ("FADP Art. 25–27", "To be decided")
    assert (erasure.law, erasure.outcome_text) == ("FADP Art. 32(2)(c), 30–31", "To be decided")
    assert erasure.act is not None
    assert (erasure.act.allowed, erasure.act.who) == (False, "privacy officer")
    assert page.next_act is not None
    assert (page.next_act.key, page.next_act.right) == ("make_report", Right.ACCESS)
    assert page.identity == (
        "Identity stands since 24 Mar 2026: identity card was checked. Checked by Claire Maillard."
    )
    assert dict(page.regime)["If late"] == "say so by 7 Apr, with a date"
    assert dict(page.facts)["User no."] == "1046 2213"


def next_key(requests: Requests, case_id: CaseId) -> tuple[str, Right | None, bool] | None:
    act = requests.page(case_id, again=True).next_act
    return None if act is None else (act.key.value, act.right, act.allowed)


def test_the_filled_button_leads_from_receipt_to_closing(
    requests: Requests, officer: Requests, opened: Callable[..., Case]
) -> None:
    case = opened(Right.ACCESS, Right.RECTIFICATION, Right.ERASURE, Right.WITHDRAWAL)
    assert next_key(requests, case.id) == ("record_effect", Right.WITHDRAWAL, True)
    requests.decide(case.id, Right.WITHDRAWAL, Outcome.GRANTED)
    assert next_key(requests, case.id) == ("check_identity", None, True)
    requests.check_identity(case.id, IdentityMethod.QUESTIONS, False)
    assert next_key(requests, case.id) == ("check_identity", None, True)
    requests.check_identity(case.id, IdentityMethod.CARD_SEEN, True)
    assert next_key(requests, case.id) == ("correct", Right.RECTIFICATION, True)
    requests.rectify(case.id, {PersonField.TOWN: "Renens"}, "letter")
    assert next_key(requests, case.id) == ("make_report", Right.ACCESS, True)
    requests.decide(case.id, Right.ACCESS, Outcome.GRANTED)
    assert next_key(requests, case.id) == ("plan_erasure", Right.ERASURE, False)
    assert next_key(officer, case.id) == ("plan_erasure", Right.ERASURE, True)
    officer.decide(case.id, Right.ERASURE, Outcome.REFUSED, "accounting law")
    assert next_key(requests, case.id) == ("record_answer", None, True)
    requests.record_answer(case.id, channel=Channel.POST, on=TODAY)
    assert next_key(requests, case.id) == ("close", None, True)
    requests.close(case.id)
    assert next_key(requests, case.id) is None


@pytest.mark.parametrize(
    ("day", "left", "tone", "banner"),
    [
        (date(2026, 3, 23), "11 days left", "calm", ""),
        (date(2026, 3, 24), "10 days left", "soon", ""),
        (date(2026, 3, 31), "3 days left", "urgent", ""),
        (date(2026, 4, 3), "due today", "urgent", ""),
        (
            date(2026, 4, 4),
            "1 day late",
            "late",
            "The safe date has passed; the legal date is Tue 7 Apr 2026. Answer now.",
        ),
        (
            date(2026, 4, 9),
            "6 days late",
            "late",
            "The legal date has passed: 2 days late. Answer now, and say in the answer why it comes late.",
        ),
    ],
)
def test_the_clock_follows_the_earlier_date_and_says_what_to_do_when_late(
    desk: FakeDesk,
    requests: Requests,
    opened: Callable[..., Case],
    day: date,
    left: str,
    tone: str,
    banner: str,
) -> None:
    case = opened(Right.ACCESS, received=date(2026, 3, 4))
    desk.now = NOW.replace(month=day.month, day=day.day)
    page = requests.page(case.id)
    assert (page.clock.left, page.clock.tone.value, page.banner) == (left, tone, banner)


def test_open_requests_stand_in_the_order_of_their_days_left(
    requests: Requests, opened: Callable[..., Case]
) -> None:
    late, early = opened(Right.ACCESS), opened(Right.ACCESS, received=date(2026, 3, 1))
    assert [case.id for case in requests.open_cases()] == [early.id, late.id]
    assert [case.id for case in requests.of_person(PersonId(1))] == [late.id, early.id]


def test_notes_join_the_correspondence_newest_first(
    desk: FakeDesk, requests: Requests, opened: Callable[..., Case]
) -> None:
    case = opened(Right.ACCESS, received=date(2026, 3, 4))
    requests.note(case.id, "rang about the date")
    rows = requests.page(case.id).letters
    assert [(row.when, row.title, row.detail, row.right) for row in rows] == [
        ("today", "Note", "rang about the date", "noted"), ("4 Mar", "Letter", "", "received"),
    ]  # fmt: skip


def test_a_restricted_persons_facts_are_for_the_officer(
    desk: FakeDesk, requests: Requests, officer: Requests, zoe: PersonId, opened: Callable[..., Case]
) -> None:
    case = opened(Right.ACCESS)
    desk.records.people.mark(zoe, restricted_since=TODAY, no_advertising_since=None)
    assert requests.page(case.id).person is None
    assert "Address" not in dict(requests.page(case.id).facts)
    assert officer.page(case.id).person is not None


def test_another_agencys_request_does_not_exist(desk: FakeDesk, opened: Callable[..., Case]) -> None:
    case = opened(Right.ACCESS)
    clerk = StaffMember(StaffId("mia"), "Mia", frozenset({Role.AGENCY_CLERK}), AgencyId(9))
    foreign = Requests(desk.workplace(clerk))
    assert foreign.open_cases() == []
    for look in (foreign.get, foreign.page):
        with pytest.raises(NotFoundError):
            look(case.id)
    with pytest.raises(NotFoundError):
        foreign.by_number(case.number)
