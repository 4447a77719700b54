# SPDX-License-Identifier: MIT
"""What `privdesk deadline` and the window say: keys, values, and the sentence."""

import string
from datetime import date

import pytest

from privdesk.domain import deadline_errors
from privdesk.domain.deadline_errors import (
    AnswerWithoutQuestionError,
    ClockUnknownError,
    FeeConfirmedUntoldError,
    PlaceUnknownError,
    RegimeUnknownError,
)
from privdesk.domain.deadlines import Fee, Pause
from privdesk.domain.errors import PrivdeskError
from privdesk.domain.regimes import PauseKind
from privdesk.i18n import LANGUAGES
from privdesk.services import wording
from privdesk.services.deadlines import DeadlineQuery, Deadlines, deadline_answer, explain_deadline
from privdesk.services.explain import describe

KEYS = ["legal", "safe", "act_by", "extension_notice", "acknowledge_by", "why"]
DAY = date.fromisoformat


def answer(regime: str, received: str, **options: str | bool) -> dict[str, object]:
    def day(key: str) -> date | None:
        value = options.get(key)
        return DAY(value) if isinstance(value, str) else None

    def text(key: str) -> str | None:
        value = options.get(key)
        return value if isinstance(value, str) else None

    query = DeadlineQuery(
        regime,
        DAY(received),
        extended=options.get("extended") is True,
        holidays=text("holidays"),
        asked=day("asked"),
        answered=day("answered"),
        pause_for=text("pause_for"),
        fee_told=day("fee_told"),
        fee_confirmed=day("fee_confirmed"),
        clock=text("clock") or "request",
    )
    return deadline_answer(query)


def why(regime: str, received: str, **options: str | bool) -> str:
    return str(answer(regime, received, **options)["why"])


def test_the_answer_has_these_keys_and_iso_dates() -> None:
    given = answer("gdpr", "2026-03-05", holidays="DE")
    assert list(given) == KEYS
    assert given["legal"] == "2026-04-07"
    assert given["safe"] == "2026-04-05"
    assert given["act_by"] == "2026-04-02"
    assert given["extension_notice"] == "2026-04-07"
    assert given["acknowledge_by"] is None


def test_without_a_place_the_usual_place_of_the_law_counts() -> None:
    assert answer("gdpr", "2026-01-05", extended=True)["legal"] == "2026-04-07"
    assert (
        answer("ch-fadp", "2026-03-04")["legal"] == answer("ch-fadp", "2026-03-04", holidays="CH-ZH")["legal"]
    )


def test_the_place_decides_the_roll() -> None:
    assert answer("gdpr", "2026-06-14", holidays="FR")["legal"] == "2026-07-15"
    assert answer("gdpr", "2026-06-14", holidays="de")["legal"] == "2026-07-14"


def test_a_question_is_about_identity_unless_said_otherwise() -> None:
    facts = {"asked": "2026-03-03", "answered": "2026-03-31"}
    assert answer("uk-gdpr", "2026-03-02", **facts)["legal"] == "2026-04-30"
    assert answer("uk-gdpr", "2026-03-02", **facts, pause_for="identity")["legal"] == "2026-04-30"
    assert answer("uk-gdpr", "2026-03-02", **facts, pause_for="clarification")["legal"] == "2026-05-01"


def test_a_case_that_closed_itself_has_no_dates_left() -> None:
    given = answer("ch-fadp", "2026-06-01", fee_told="2026-06-01", fee_confirmed="2026-06-12")
    assert given["closed"] == "withdrawn"
    assert all(given[key] is None for key in KEYS if key != "why")
    assert "withdrawn without cost (DPO Art. 19)" in str(given["why"])


def test_a_fee_never_confirmed_is_withdrawn_and_says_what_a_confirmation_would_have_given() -> None:
    given = answer("ch-fadp", "2026-06-01", fee_told="2026-06-01")
    assert given["closed"] == "withdrawn"
    assert (given["legal"], given["safe"]) == ("2026-07-13", "2026-07-11")
    assert str(given["why"]).startswith("Without a confirmation by Thu 11 Jun 2026")


def test_a_fee_confirmed_in_time_leaves_the_case_open() -> None:
    given = answer("ch-fadp", "2026-06-01", fee_told="2026-06-01", fee_confirmed="2026-06-05")
    assert list(given) == KEYS
    assert given["legal"] == "2026-07-13"


@pytest.mark.parametrize(
    ("options", "error"),
    [
        ({"regime": "hipaa"}, RegimeUnknownError),
        ({"holidays": "XX"}, PlaceUnknownError),
        ({"clock": "complaint"}, ClockUnknownError),
        ({"answered": "2026-03-09"}, AnswerWithoutQuestionError),
        ({"fee_confirmed": "2026-03-09"}, FeeConfirmedUntoldError),
    ],
)
def test_what_cannot_be_is_refused_in_words(options: dict[str, str], error: type[PrivdeskError]) -> None:
    with pytest.raises(error) as caught:
        answer(**{"regime": "gdpr", "received": "2026-03-05", **options})
    explanation = describe(caught.value)
    assert explanation.title
    assert explanation.remedy


def test_every_error_of_this_room_has_words_of_its_own() -> None:
    from privdesk.services.explain_deadlines import DEADLINE_ERRORS

    kinds = {
        kind
        for kind in vars(deadline_errors).values()
        if isinstance(kind, type) and issubclass(kind, PrivdeskError) and kind is not PrivdeskError
    }
    assert kinds == set(DEADLINE_ERRORS)


EXAMPLES: dict[str, PrivdeskError] = {
    "RegimeUnknownError": deadline_errors.RegimeUnknownError("hipaa", ("gdpr", "lgpd")),
    "RegimeUnreadableError": deadline_errors.RegimeUnreadableError("gdpr", "amount"),
    "PlaceUnknownError": deadline_errors.PlaceUnknownError("XX", ("AT", "DE")),
    "ClockUnknownError": deadline_errors.ClockUnknownError("gdpr", "opt-out", ("refusal", "request")),
    "ClockNotInForceError": deadline_errors.ClockNotInForceError("uk-gdpr", "complaint", date(2026, 6, 19)),
    "ExtensionUnknownError": deadline_errors.ExtensionUnknownError("lgpd", "request"),
    "ExtensionTooLateError": deadline_errors.ExtensionTooLateError(date(2026, 2, 6), date(2026, 2, 5)),
    "ExtensionShortensError": deadline_errors.ExtensionShortensError(date(2026, 2, 6), date(2026, 3, 5)),
    "QuestionBeforeRequestError": deadline_errors.QuestionBeforeRequestError(
        date(2026, 2, 6), date(2026, 3, 5)
    ),
    "AnswerBeforeQuestionError": deadline_errors.AnswerBeforeQuestionError(
        date(2026, 2, 6), date(2026, 2, 5)
    ),
    "AnswerWithoutQuestionError": deadline_errors.AnswerWithoutQuestionError(),
    "FeeBeforeRequestError": deadline_errors.FeeBeforeRequestError(date(2026, 2, 6), date(2026, 3, 5)),
    "FeeConfirmedBeforeToldError": deadline_errors.FeeConfirmedBeforeToldError(
        date(2026, 2, 6), date(2026, 2, 5)
    ),
    "FeeConfirmedUntoldError": deadline_errors.FeeConfirmedUntoldError(),
    "DateOutOfReachError": deadline_errors.DateOutOfReachError(date(2926, 2, 6)),
}


@pytest.mark.parametrize("error", EXAMPLES.values(), ids=EXAMPLES.keys())
def test_each_error_names_the_dates_it_is_about(error: PrivdeskError) -> None:
    sentence = describe(error).sentence()
    assert not set("{}!") & set(sentence)
    for value in vars(error).values():
        if isinstance(value, date):
            assert wording.date_long(value) in sentence


def test_the_sentence_tells_what_moved_the_end_and_cites_the_rule() -> None:
    sentence = why("ch-fadp", "2026-03-04", holidays="CH-ZH")
    assert sentence == (
        "The answer is due within 30 days of receipt on Wed 4 Mar 2026, by Fri 3 Apr 2026 (DPO Art. 18(1)); "
        "Good Friday and Easter Monday move the end to Tue 7 Apr 2026 "
        "(CO Art. 77–78; Federal Act on Periods; holidays of CH-ZH); "
        "Fri 3 Apr 2026 is safe under every reading; act by Thu 2 Apr 2026, the last working day before it."
    )


def test_the_sentence_stays_short_where_nothing_moves() -> None:
    assert why("ch-fadp", "2026-02-02") == (
        "The answer is due within 30 days of receipt on Mon 2 Feb 2026, by Wed 4 Mar 2026 (DPO Art. 18(1))."
    )


@pytest.mark.parametrize(
    ("regime", "options", "part"),
    [
        ("gdpr", {}, "GDPR Art. 12(3); Regulation 1182/71 Art. 3(1), 3(2)(c)"),
        ("gdpr", {"clock": "refusal"}, "A refusal is due within 1 month"),
        ("gdpr", {"extended": True}, "the notice of extension, with reasons, goes out by"),
        ("gdpr", {"asked": "2026-03-09", "answered": "2026-03-10"}, "adds 1 day (EDPB Guidelines"),
        ("gdpr", {"asked": "2026-03-09"}, "is not answered yet"),
        ("gdpr", {"asked": "2026-05-09"}, "came too late to move the clock"),
        ("gdpr", {"fee_told": "2026-03-09"}, "GDPR lets a fee move nothing"),
        ("uk-gdpr", {}, "also where the first day is counted"),
        ("uk-gdpr", {"asked": "2026-03-09", "answered": "2026-03-12"}, "starts with the proof of identity"),
        ("uk-gdpr", {"clock": "refusal"}, "the complaint to us, the complaint to the authority"),
        ("uk-gdpr", {"fee_told": "2026-03-09"}, "is not paid yet"),
        ("uk-gdpr", {"fee_told": "2026-03-09", "fee_confirmed": "2026-03-12"}, "starts with the fee"),
        ("ch-fadp", {"extended": True}, "name the date (DPO Art. 18(2))"),
        ("ch-fadp", {"fee_told": "2026-05-09"}, "came too late to move the clock"),
        ("ccpa", {"asked": "2026-03-09", "answered": "2026-03-12"}, "CCPA knows no pause"),
        ("ccpa", {}, "receipt is confirmed by Thu 19 Mar 2026 (11 CCR § 7021(a))"),
        ("ccpa", {"clock": "opt-out"}, "The opt-out must take effect within 15 business days"),
        ("lgpd", {}, "a simplified answer is due at once (LGPD Art. 19(I))"),
        ("quebec", {}, "silence counts as a refusal (Law 25 s. 32)"),
    ],
)
def test_the_sentence_says_what_is_special(regime: str, options: dict[str, str | bool], part: str) -> None:
    assert part in why(regime, "2026-03-05", **options)


def test_the_sentence_of_a_complaint() -> None:
    assert "The complaint must be acknowledged within 30 days" in why(
        "uk-gdpr", "2026-07-01", clock="complaint"
    )


def test_the_sentence_says_where_months_counted_one_by_one_end_earlier() -> None:
    assert "one after the other" in why("gdpr", "2026-01-31", extended=True)
    assert "one after the other" not in why("gdpr", "2026-01-05", extended=True)


def test_the_sentence_says_when_the_holidays_are_not_from_our_table() -> None:
    assert "not from our reviewed table" in why("gdpr", "2026-04-03", holidays="PL")
    assert "not from our reviewed table" not in why("gdpr", "2026-04-01", holidays="DE")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sentence_can_be_told_in_every_language(language: str) -> None:
    desk = Deadlines()
    regime, received = desk.regimes.get("gdpr"), date(2026, 3, 5)
    pauses = (Pause(PauseKind.CLARIFICATION, date(2026, 3, 9), date(2026, 3, 10)),)
    deadline = desk.compute("gdpr", received, "DE", extended=True, pauses=pauses)
    table = desk.table(regime, received, "DE", pauses)
    sentence = explain_deadline(deadline, regime, table, language)
    assert "{" not in sentence
    assert sentence.endswith(".")
    assert "2026" in sentence
    assert sentence[0] in string.ascii_uppercase + "ÀÈÉÖÄÜ"


def test_a_named_extension_is_told() -> None:
    desk = Deadlines()
    regime, received = desk.regimes.get("ch-fadp"), date(2026, 2, 2)
    deadline = desk.compute("ch-fadp", received, extended=True, extension_named=date(2026, 4, 15))
    sentence = explain_deadline(deadline, regime, desk.table(regime, received))
    assert "we named Wed 15 Apr 2026 to the person (DPO Art. 18(2))" in sentence


def test_where_two_laws_apply_the_earlier_safe_date_counts() -> None:
    desk = Deadlines()
    both = [desk.compute(name, date(2026, 1, 31)) for name in ("ch-fadp", "gdpr")]
    assert desk.strictest(both).regime == "gdpr"
    later = [desk.compute(name, date(2026, 3, 2)) for name in ("gdpr", "ch-fadp")]
    assert desk.strictest(later).regime == "ch-fadp"


def test_the_table_reaches_past_a_late_reply() -> None:
    desk = Deadlines()
    pause = Pause(PauseKind.IDENTITY, date(2035, 1, 5), date(2035, 11, 30))
    table = desk.table(desk.regimes.get("gdpr"), date(2035, 1, 4), "DE", (pause,))
    assert date(2036, 1, 1) in table.days
    fee = Fee(date(2035, 11, 30), date(2035, 12, 3))
    assert date(2036, 1, 1) in desk.table(desk.regimes.get("ch-fadp"), date(2035, 1, 4), fee=fee).days
