# SPDX-License-Identifier: MIT
"""Every rule and example of the six laws, and what must hold for any date."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from privdesk.domain.deadline_errors import (
    AnswerBeforeQuestionError,
    ClockNotInForceError,
    ClockUnknownError,
    DateOutOfReachError,
    ExtensionShortensError,
    ExtensionTooLateError,
    ExtensionUnknownError,
    FeeBeforeRequestError,
    FeeConfirmedBeforeToldError,
    QuestionBeforeRequestError,
)
from privdesk.domain.deadlines import Deadline, Fee, HolidayTable, Pause, compute
from privdesk.domain.regimes import ClockKind, PauseKind, Regime
from privdesk.services.regimes import REGIME_IDS, Regimes

REGIMES = Regimes()
WEEKENDS = HolidayTable("", {})
REQUEST, REFUSAL, COMPLAINT, OPT_OUT = ClockKind
IDENTITY, CLARIFICATION = PauseKind


def day(text: str) -> date:
    return date.fromisoformat(text)


def regime(name: str) -> Regime:
    return REGIMES.get(name)


def dates(
    name: str,
    received: str,
    place: str | None = None,
    *,
    kind: ClockKind = REQUEST,
    extended: bool = False,
    pauses: tuple[Pause, ...] = (),
    fee: Fee | None = None,
) -> Deadline:
    law = regime(name)
    table = REGIMES.holidays(place or law.default_place, day(received))
    return compute(law, day(received), table, kind=kind, extended=extended, pauses=pauses, fee=fee)


def asked(kind: PauseKind, on: str, answered: str | None = None) -> Pause:
    return Pause(kind, day(on), day(answered) if answered else None)


def keys(deadline: Deadline) -> list[str]:
    return [reason.key for reason in deadline.reasons]


@pytest.mark.parametrize(
    ("name", "place", "received", "legal", "safe", "act_by"),
    [
        ("gdpr", "DE", "2024-03-05", "2024-04-05", "2024-04-05", "2024-04-05"),
        ("gdpr", "DE", "2024-08-31", "2024-09-30", "2024-09-30", "2024-09-30"),
        ("gdpr", "DE", "2026-03-05", "2026-04-07", "2026-04-05", "2026-04-02"),
        ("gdpr", "DE", "2024-01-31", "2024-02-29", "2024-02-29", "2024-02-29"),
        ("gdpr", "DE", "2026-01-31", "2026-03-02", "2026-02-28", "2026-02-27"),
        ("gdpr", "DE", "2025-12-31", "2026-02-02", "2026-01-31", "2026-01-30"),
        ("gdpr", "FR", "2026-06-14", "2026-07-15", "2026-07-14", "2026-07-13"),
        ("uk-gdpr", "GB-ENG", "2025-09-03", "2025-10-03", "2025-10-02", "2025-10-02"),
        ("uk-gdpr", "GB-ENG", "2024-11-25", "2024-12-27", "2024-12-24", "2024-12-24"),
        ("uk-gdpr", "GB-ENG", "2026-07-31", "2026-09-01", "2026-08-30", "2026-08-28"),
        ("ch-fadp", "CH-ZH", "2026-02-02", "2026-03-04", "2026-03-04", "2026-03-04"),
        ("ch-fadp", "CH-ZH", "2026-01-31", "2026-03-02", "2026-03-02", "2026-03-02"),
        ("ch-fadp", "CH-ZH", "2026-03-04", "2026-04-07", "2026-04-03", "2026-04-02"),
        ("ch-fadp", "CH-VD", "2026-08-22", "2026-09-22", "2026-09-21", "2026-09-18"),
        ("ch-fadp", "CH-ZH", "2026-08-22", "2026-09-21", "2026-09-21", "2026-09-21"),
        ("ccpa", "US-CA", "2026-03-02", "2026-04-16", "2026-04-15", "2026-04-15"),
        ("ccpa", "US-CA", "2026-01-15", "2026-03-02", "2026-02-28", "2026-02-27"),
        ("lgpd", "BR", "2026-03-02", "2026-03-17", "2026-03-17", "2026-03-17"),
        ("quebec", "CA-QC", "2026-03-02", "2026-04-01", "2026-04-01", "2026-04-01"),
        ("quebec", "CA-QC", "2026-03-07", "2026-04-07", "2026-04-06", "2026-04-02"),
    ],
)
def test_a_request_is_due_when_the_law_says(
    name: str, place: str, received: str, legal: str, safe: str, act_by: str
) -> None:
    deadline = dates(name, received, place)
    assert (deadline.legal, deadline.safe, deadline.act_by) == (day(legal), day(safe), day(act_by))
    assert deadline.closed is None
    assert deadline.regime == name


@pytest.mark.parametrize(
    ("received", "confirm"), [("2026-03-02", "2026-03-16"), ("2026-01-15", "2026-01-30")]
)
def test_california_confirms_receipt_in_ten_business_days(received: str, confirm: str) -> None:
    assert dates("ccpa", received).acknowledge_by == day(confirm)


@pytest.mark.parametrize("name", [name for name in REGIME_IDS if name != "ccpa"])
def test_no_other_law_has_a_day_for_confirming_a_request(name: str) -> None:
    assert dates(name, "2026-03-02").acknowledge_by is None


@pytest.mark.parametrize(
    ("name", "received", "notice", "legal", "safe"),
    [
        ("gdpr", "2026-01-05", "2026-02-05", "2026-04-07", "2026-04-05"),
        ("gdpr", "2026-01-31", "2026-03-02", "2026-04-30", "2026-04-28"),
        ("gdpr", "2024-01-31", "2024-02-29", "2024-04-30", "2024-04-29"),
        ("uk-gdpr", "2025-09-03", "2025-10-03", "2025-12-03", "2025-12-02"),
        ("ccpa", "2026-01-15", "2026-03-02", "2026-04-15", "2026-04-14"),
        ("ccpa", "2026-03-02", "2026-04-16", "2026-06-01", "2026-05-30"),
    ],
)
def test_an_extension_counts_from_receipt_and_its_notice_from_the_first_span(
    name: str, received: str, notice: str, legal: str, safe: str
) -> None:
    deadline = dates(name, received, extended=True)
    assert (deadline.extension_notice, deadline.legal, deadline.safe) == (day(notice), day(legal), day(safe))
    assert dates(name, received).extension_notice == day(notice)


@pytest.mark.parametrize(("name", "kind"), [("lgpd", REQUEST), ("quebec", REQUEST), ("ccpa", OPT_OUT)])
def test_what_knows_no_extension_refuses_one(name: str, kind: ClockKind) -> None:
    assert dates(name, "2026-03-02", kind=kind).extension_notice is None
    with pytest.raises(ExtensionUnknownError):
        dates(name, "2026-03-02", kind=kind, extended=True)


def test_the_notice_of_extension_may_go_out_on_its_last_day_and_not_after() -> None:
    table = REGIMES.holidays("DE", day("2026-01-05"))

    def told(on: str) -> Deadline:
        return compute(regime("gdpr"), day("2026-01-05"), table, extended=True, extension_told=day(on))

    assert told("2026-02-05").legal == day("2026-04-07")
    with pytest.raises(ExtensionTooLateError):
        told("2026-02-06")


@pytest.mark.parametrize("name", ["gdpr", "uk-gdpr", "ch-fadp", "ccpa"])
def test_a_refusal_has_the_ordinary_time_even_where_extended(name: str) -> None:
    plain = dates(name, "2026-01-05")
    for extended in (False, True):
        refusal = dates(name, "2026-01-05", kind=REFUSAL, extended=extended)
        assert (refusal.legal, refusal.safe) == (plain.legal, plain.safe)
        assert refusal.extension_notice is None


@pytest.mark.parametrize("kind", [IDENTITY, CLARIFICATION])
def test_a_european_pause_adds_reply_minus_ask_to_the_legal_date_only(kind: PauseKind) -> None:
    deadline = dates("gdpr", "2026-01-05", pauses=(asked(kind, "2026-01-07", "2026-01-17"),))
    assert deadline.legal == day("2026-02-16")  # 5 Feb + 10 days is a Sunday
    assert deadline.safe == day("2026-02-05")
    assert deadline.extension_notice == day("2026-02-05")


def test_the_british_clock_starts_with_the_identity_asked_for() -> None:
    deadline = dates("uk-gdpr", "2026-03-02", pauses=(asked(IDENTITY, "2026-03-03", "2026-03-31"),))
    assert deadline.legal == day("2026-04-30")
    assert deadline.safe == day("2026-04-29")
    assert deadline.extension_notice == day("2026-04-30")


def test_the_british_clock_starts_with_the_fee_if_later() -> None:
    fee = Fee(day("2026-03-05"), day("2026-03-16"))
    assert dates("uk-gdpr", "2026-03-02", fee=fee).legal == day("2026-04-16")
    assert dates("uk-gdpr", "2026-03-02", fee=Fee(day("2026-03-05"))).legal == day("2026-04-02")


def test_a_british_clarification_leaves_out_both_days_and_stretches_the_notice() -> None:
    pause = asked(CLARIFICATION, "2026-03-03", "2026-03-12")
    deadline = dates("uk-gdpr", "2026-03-02", pauses=(pause,))
    assert deadline.legal == day("2026-04-13")  # 2 Apr + 10 days is a Sunday
    assert deadline.extension_notice == day("2026-04-13")
    assert deadline.safe == day("2026-04-01")
    longer = dates("uk-gdpr", "2026-03-02", pauses=(pause,), extended=True)
    assert (longer.legal, longer.safe) == (day("2026-06-12"), day("2026-06-01"))
    assert longer.extension_notice == day("2026-04-13")


def test_a_british_question_answered_the_same_day_leaves_out_one_day() -> None:
    pause = asked(CLARIFICATION, "2026-03-03", "2026-03-03")
    assert dates("uk-gdpr", "2026-03-03", pauses=(pause,)).legal == day("2026-04-07")  # 4 Apr: Easter


def test_two_questions_on_the_same_days_leave_them_out_once() -> None:
    pauses = (
        asked(IDENTITY, "2026-01-07", "2026-01-17"),
        asked(CLARIFICATION, "2026-01-12", "2026-01-19"),
    )
    assert dates("gdpr", "2026-01-05", pauses=pauses).legal == day("2026-02-17")


def test_a_swiss_identity_check_moves_the_legal_date_and_never_the_safe_one() -> None:
    deadline = dates("ch-fadp", "2026-02-02", pauses=(asked(IDENTITY, "2026-02-03", "2026-02-10"),))
    assert (deadline.legal, deadline.safe) == (day("2026-03-11"), day("2026-03-04"))


@pytest.mark.parametrize("name", ["ccpa", "lgpd", "quebec"])
@pytest.mark.parametrize("kind", PauseKind)
def test_where_the_law_knows_no_pause_the_clock_runs_and_the_reasons_say_so(
    name: str, kind: PauseKind
) -> None:
    deadline = dates(name, "2026-03-02", pauses=(asked(kind, "2026-03-03", "2026-03-31"),))
    plain = dates(name, "2026-03-02")
    assert (deadline.legal, deadline.safe) == (plain.legal, plain.safe)
    assert "pause_unknown" in keys(deadline)


@pytest.mark.parametrize("name", ["gdpr", "uk-gdpr", "ch-fadp"])
@pytest.mark.parametrize(
    ("pause", "key"),
    [
        (asked(IDENTITY, "2026-01-12"), "pause_open"),
        (asked(IDENTITY, "2026-03-20", "2026-03-30"), "pause_late"),
    ],
)
def test_a_question_open_or_too_late_moves_nothing(name: str, pause: Pause, key: str) -> None:
    deadline = dates(name, "2026-01-05", pauses=(pause,))
    assert deadline.legal == dates(name, "2026-01-05").legal
    assert key in keys(deadline)


def test_a_question_in_the_extended_time_moves_the_end_but_not_the_notice() -> None:
    pause = asked(CLARIFICATION, "2026-05-04", "2026-05-08")
    plain = dates("uk-gdpr", "2026-03-02", extended=True)
    deadline = dates("uk-gdpr", "2026-03-02", extended=True, pauses=(pause,))
    assert deadline.legal == plain.legal + timedelta(days=6)  # five days, and Sunday rolls
    assert deadline.extension_notice == plain.extension_notice
    late = dates(
        "uk-gdpr", "2026-03-02", extended=True, pauses=(asked(IDENTITY, "2026-05-04", "2026-05-08"),)
    )
    assert late.legal == plain.legal
    assert "pause_late" in keys(late)


@pytest.mark.parametrize("confirmed", ["2026-06-01", "2026-06-05", "2026-06-11"])
def test_a_swiss_fee_starts_the_clock_after_ten_days_of_reflection(confirmed: str) -> None:
    fee = Fee(day("2026-06-01"), day(confirmed))
    deadline = dates("ch-fadp", "2026-05-20", fee=fee)
    assert (deadline.legal, deadline.safe) == (day("2026-07-13"), day("2026-07-11"))
    assert deadline.closed is None
    [reflection] = [reason for reason in deadline.reasons if reason.key == "reflection"]
    assert reflection.values["ends"] == "2026-06-11"


@pytest.mark.parametrize(
    "fee",
    [Fee(day("2026-06-01"), day("2026-06-12")), Fee(day("2026-06-01"), lapsed=True)],
    ids=["late", "never"],
)
def test_a_swiss_fee_not_confirmed_in_ten_days_withdraws_the_request(fee: Fee) -> None:
    assert dates("ch-fadp", "2026-05-20", fee=fee).closed == "withdrawn"


def test_a_swiss_fee_may_be_confirmed_on_the_working_day_after_a_weekend() -> None:
    told = day("2026-06-03")  # ten days end on Saturday 13 June
    assert dates("ch-fadp", "2026-06-01", fee=Fee(told, day("2026-06-15"))).closed is None
    assert dates("ch-fadp", "2026-06-01", fee=Fee(told, day("2026-06-16"))).closed == "withdrawn"


def test_a_swiss_fee_not_confirmed_yet_gives_provisional_dates() -> None:
    deadline = dates("ch-fadp", "2026-06-01", fee=Fee(day("2026-06-01")))
    assert (deadline.legal, deadline.closed) == (day("2026-07-13"), None)
    assert "unconfirmed" in keys(deadline)


def test_a_fee_told_after_the_end_moves_nothing() -> None:
    deadline = dates("ch-fadp", "2026-02-02", fee=Fee(day("2026-03-10"), day("2026-03-11")))
    assert deadline.legal == day("2026-03-04")
    assert "fee_late" in keys(deadline)


def test_a_fee_where_the_law_gives_it_no_effect_moves_nothing() -> None:
    deadline = dates("gdpr", "2026-02-02", fee=Fee(day("2026-02-10"), day("2026-02-11")))
    assert deadline.legal == day("2026-03-02")
    assert "fee_unknown" in keys(deadline)


def test_a_swiss_extension_has_no_length_until_the_office_names_a_date() -> None:
    law, table = regime("ch-fadp"), REGIMES.holidays("CH-ZH", day("2026-02-02"))
    unnamed = compute(law, day("2026-02-02"), table, extended=True)
    assert unnamed.legal == day("2026-03-04")
    assert "extension_unnamed" in keys(unnamed)
    named = compute(law, day("2026-02-02"), table, extended=True, extension_named=day("2026-04-15"))
    assert (named.legal, named.safe) == (day("2026-04-15"), day("2026-04-15"))
    with pytest.raises(ExtensionShortensError):
        compute(law, day("2026-02-02"), table, extended=True, extension_named=day("2026-03-03"))


def test_a_british_complaint_is_acknowledged_in_thirty_days_since_the_duty_exists() -> None:
    deadline = dates("uk-gdpr", "2026-06-19", kind=COMPLAINT)
    assert deadline.acknowledge_by == deadline.legal == day("2026-07-20")  # 19 July is a Sunday
    assert deadline.safe == day("2026-07-18")
    with pytest.raises(ClockNotInForceError):
        dates("uk-gdpr", "2026-06-18", kind=COMPLAINT)


def test_an_opt_out_takes_fifteen_business_days() -> None:
    deadline = dates("ccpa", "2026-01-15", kind=OPT_OUT)
    assert (deadline.legal, deadline.safe) == (day("2026-02-06"), day("2026-02-05"))
    assert deadline.acknowledge_by is None


def test_what_came_on_a_closed_day_counts_the_same_for_an_opt_out_under_both_readings() -> None:
    deadline = dates("ccpa", "2026-01-17", kind=OPT_OUT)
    assert deadline.legal == deadline.safe == day("2026-02-09")


@pytest.mark.parametrize(
    ("name", "kind"),
    [(name, COMPLAINT) for name in REGIME_IDS if name != "uk-gdpr"]
    + [(name, OPT_OUT) for name in REGIME_IDS if name != "ccpa"],
)
def test_a_clock_the_law_does_not_have_is_refused(name: str, kind: ClockKind) -> None:
    with pytest.raises(ClockUnknownError) as caught:
        dates(name, "2026-07-01", kind=kind)
    assert "request" in caught.value.known


@pytest.mark.parametrize(
    ("pause", "error"),
    [
        (asked(IDENTITY, "2026-01-04", "2026-01-09"), QuestionBeforeRequestError),
        (asked(IDENTITY, "2026-01-09", "2026-01-08"), AnswerBeforeQuestionError),
        (asked(IDENTITY, "2026-01-09", "2926-01-08"), DateOutOfReachError),
    ],
)
@pytest.mark.parametrize("name", REGIME_IDS)
def test_questions_out_of_order_are_refused_under_every_law(
    name: str, pause: Pause, error: type[Exception]
) -> None:
    with pytest.raises(error):
        dates(name, "2026-01-05", pauses=(pause,))


@pytest.mark.parametrize(
    ("fee", "error"),
    [
        (Fee(day("2026-01-04")), FeeBeforeRequestError),
        (Fee(day("2026-01-09"), day("2026-01-08")), FeeConfirmedBeforeToldError),
    ],
)
def test_fees_out_of_order_are_refused(fee: Fee, error: type[Exception]) -> None:
    with pytest.raises(error):
        dates("ch-fadp", "2026-01-05", fee=fee)


@pytest.mark.parametrize("received", [date.min, date.max])
def test_a_slip_of_the_keys_is_refused(received: date) -> None:
    with pytest.raises(DateOutOfReachError):
        compute(regime("gdpr"), received, WEEKENDS)


def test_a_law_without_a_roll_ends_on_any_day() -> None:
    law = regime("gdpr")
    fixed = replace(law, clocks={REQUEST: replace(law.clocks[REQUEST], roll_cite="")})
    assert compute(fixed, day("2026-01-31"), WEEKENDS).legal == day("2026-02-28")


# Whatever the date

RECEIVED = st.dates(date(2020, 1, 1), date(2035, 3, 31))
NAMES = st.sampled_from(REGIME_IDS)
EXTENDABLE = st.sampled_from(["gdpr", "uk-gdpr", "ccpa", "ch-fadp"])
TABLES = st.sets(st.dates(date(2020, 1, 1), date(2036, 12, 31)), max_size=40).map(
    lambda days: HolidayTable("XX", dict.fromkeys(days, "Feast"))
)


@st.composite
def pauses_after(draw: st.DrawFn, received: date) -> tuple[Pause, ...]:
    made = []
    for _number in range(draw(st.integers(0, 3))):
        on = received + timedelta(days=draw(st.integers(0, 120)))
        reply = draw(st.none() | st.integers(0, 60))
        answered = None if reply is None else on + timedelta(days=reply)
        made.append(Pause(draw(st.sampled_from(PauseKind)), on, answered))
    return tuple(made)


@settings(deadline=None)
@given(data=st.data(), name=NAMES, received=RECEIVED, table=TABLES)
def test_safe_is_never_later_and_legal_is_a_working_day(
    data: st.DataObject, name: str, received: date, table: HolidayTable
) -> None:
    law = regime(name)
    kind = data.draw(st.sampled_from(sorted(law.clocks)))
    if (in_force := law.clocks[kind].in_force) is not None:
        received = max(received, in_force)
    deadline = compute(law, received, table, kind=kind, pauses=data.draw(pauses_after(received)))
    assert deadline.safe <= deadline.legal
    assert table.is_working_day(deadline.legal)
    assert table.is_working_day(deadline.act_by)
    assert deadline.act_by <= deadline.safe
    assert not any(
        table.is_working_day(deadline.act_by + timedelta(days=step))
        for step in range(1, (deadline.safe - deadline.act_by).days + 1)
    )


@settings(deadline=None)
@given(data=st.data(), name=EXTENDABLE, received=RECEIVED, table=TABLES)
def test_an_extension_never_shortens(
    data: st.DataObject, name: str, received: date, table: HolidayTable
) -> None:
    law, pauses = regime(name), data.draw(pauses_after(received))
    plain = compute(law, received, table, pauses=pauses)
    longer = compute(law, received, table, pauses=pauses, extended=True)
    assert longer.legal >= plain.legal
    assert longer.safe >= plain.safe
    assert longer.extension_notice == plain.extension_notice


@settings(deadline=None)
@given(data=st.data(), name=NAMES, received=RECEIVED, table=TABLES)
def test_a_pause_never_shortens_and_only_a_later_start_moves_the_safe_date(
    data: st.DataObject, name: str, received: date, table: HolidayTable
) -> None:
    law, pauses = regime(name), data.draw(pauses_after(received))
    plain = compute(law, received, table)
    paused = compute(law, received, table, pauses=pauses)
    assert paused.legal >= plain.legal
    if name != "uk-gdpr" or all(pause.kind is CLARIFICATION for pause in pauses):
        assert paused.safe == plain.safe


@settings(deadline=None)
@given(
    name=NAMES,
    first=RECEIVED,
    gap=st.integers(0, 70),
    table=TABLES,
    extended=st.booleans(),
)
def test_what_comes_later_is_never_due_earlier(
    name: str, first: date, gap: int, table: HolidayTable, extended: bool
) -> None:
    law = regime(name)
    longer = extended and law.clocks[REQUEST].extension is not None
    one = compute(law, first, table, extended=longer)
    other = compute(law, first + timedelta(days=gap), table, extended=longer)
    assert one.legal <= other.legal
    assert one.safe <= other.safe
    assert one.act_by <= other.act_by


@settings(deadline=None)
@given(received=RECEIVED, table=TABLES)
def test_a_month_is_never_a_flat_number_of_days(received: date, table: HolidayTable) -> None:
    safe = compute(regime("gdpr"), received, table).safe
    assert (safe.year * 12 + safe.month) - (received.year * 12 + received.month) == 1
    assert safe.day == received.day or (safe.day < received.day and (safe + timedelta(days=1)).day == 1)


@st.composite
def fee_after(draw: st.DrawFn, received: date) -> Fee | None:
    told = received + timedelta(days=draw(st.integers(0, 40)))
    confirmed = draw(st.none() | st.integers(0, 15).map(lambda days: told + timedelta(days=days)))
    return draw(st.none() | st.just(Fee(told, confirmed)))


@settings(deadline=None)
@given(data=st.data(), name=EXTENDABLE, received=RECEIVED, table=TABLES)
def test_with_questions_fee_and_more_time_safe_is_never_later_and_legal_a_working_day(
    data: st.DataObject, name: str, received: date, table: HolidayTable
) -> None:
    law, named = regime(name), None
    pauses, fee = data.draw(pauses_after(received)), data.draw(fee_after(received))
    extended = data.draw(st.booleans())
    if extended and name == "ch-fadp":
        plain = compute(law, received, table, pauses=pauses, fee=fee)
        named = table.next_working_day(plain.legal + timedelta(days=data.draw(st.integers(1, 90))))
    deadline = compute(law, received, table, extended=extended, pauses=pauses, fee=fee, extension_named=named)
    assert deadline.safe <= deadline.legal
    assert table.is_working_day(deadline.legal)
    assert table.is_working_day(deadline.act_by)
    assert deadline.act_by <= deadline.safe


@settings(deadline=None)
@given(
    data=st.data(),
    name=st.sampled_from(["gdpr", "uk-gdpr", "ch-fadp", "ccpa"]),
    received=RECEIVED,
    table=TABLES,
)
def test_a_refusal_is_due_with_the_ordinary_answer_whatever_else_happens(
    data: st.DataObject, name: str, received: date, table: HolidayTable
) -> None:
    law, pauses = regime(name), data.draw(pauses_after(received))
    plain = compute(law, received, table, pauses=pauses)
    refusal = compute(law, received, table, kind=REFUSAL, pauses=pauses, extended=data.draw(st.booleans()))
    assert refusal.legal <= plain.legal
    assert refusal.safe <= plain.safe


def test_a_british_extension_counts_from_the_later_start_too() -> None:
    pause = asked(IDENTITY, "2026-03-03", "2026-03-31")
    deadline = dates("uk-gdpr", "2026-03-02", pauses=(pause,), extended=True)
    assert (deadline.legal, deadline.safe) == (day("2026-06-30"), day("2026-06-29"))
    assert deadline.extension_notice == day("2026-04-30")


@pytest.mark.parametrize("received", ["2026-03-06", "2026-03-07", "2026-03-08"])
def test_a_request_starts_on_the_day_it_came_whatever_the_weekday(received: str) -> None:
    for name, span in (("gdpr", 31), ("ch-fadp", 30), ("ccpa", 45), ("quebec", 30), ("lgpd", 15)):
        law = regime(name)
        assert compute(law, day(received), WEEKENDS).legal == WEEKENDS.next_working_day(
            day(received) + timedelta(days=span)
        )
