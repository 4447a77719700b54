# SPDX-License-Identifier: MIT
"""What each figure of a year means: which requests belong to it, what counts as soon, late, refused, not established."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privdesk.domain.case_facts import CaseKind
from privdesk.domain.cases import IdentityMethod, Outcome, Right
from privdesk.domain.figures import CaseFacts, CheckFacts, RightFacts, Tally, year_figures
from privdesk.domain.people import Channel
from privdesk.domain.retention import add_months

TODAY = date(2026, 11, 23)


def asked(received: date, answered: date | None = None, **more: object) -> CaseFacts:
    facts: dict[str, object] = {
        "kind": CaseKind.REQUEST, "channel": Channel.POST, "regime": "ch-fadp", "received_on": received,
        "answered_on": answered, "closed_on": answered, "legal": add_months(received, 1),
        "rights": (RightFacts(Right.ACCESS, Outcome.GRANTED if answered else Outcome.TO_DECIDE),),
    }  # fmt: skip
    return CaseFacts(**{**facts, **more})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("received", "answered", "expected"),
    [
        (date(2026, 3, 5), date(2026, 4, 5), (1, 0, 0)),
        (date(2026, 3, 5), date(2026, 4, 6), (0, 1, 0)),
        (date(2026, 1, 31), date(2026, 2, 28), (1, 0, 0)),
        (date(2026, 1, 31), date(2026, 3, 1), (0, 1, 0)),
        (date(2026, 3, 5), date(2026, 6, 5), (0, 1, 0)),
        (date(2026, 3, 5), date(2026, 6, 6), (0, 0, 1)),
        (date(2026, 3, 5), date(2026, 3, 5), (1, 0, 0)),
    ],
)
def test_a_month_ends_on_the_same_numbered_day(
    received: date, answered: date, expected: tuple[int, int, int]
) -> None:
    found = year_figures(2026, TODAY, [asked(received, answered)], ()).answering
    assert (found.within_month, found.within_three, found.later) == expected


def test_the_median_is_the_middle_answer_and_open_requests_are_no_answers() -> None:
    start = date(2026, 2, 2)
    answers = [asked(start, start + timedelta(days=days)) for days in (4, 10, 31)]
    figures = year_figures(2026, TODAY, [*answers, asked(date(2026, 11, 20))], ())
    assert figures.answering.median_days == 10
    assert figures.answering.longest_days == 31
    assert (figures.answering.open, figures.answering.overdue) == (1, 0)
    even = year_figures(2026, TODAY, [*answers[:2], asked(start, start + timedelta(days=5)), answers[2]], ())
    assert even.answering.median_days == 7.5


def test_in_time_is_by_the_legal_date_of_each_request() -> None:
    received = date(2026, 3, 2)
    extended = asked(received, date(2026, 5, 20), legal=date(2026, 6, 2), extended=True)
    late = asked(received, date(2026, 4, 20))
    forgotten = asked(received)
    found = year_figures(2026, TODAY, [extended, late, forgotten], ()).answering
    assert (found.in_time, found.late, found.overdue, found.extended) == (1, 1, 1, 1)
    assert (found.within_month, found.within_three) == (0, 2)


def test_complaints_and_opt_outs_stand_apart_from_requests() -> None:
    day = date(2026, 5, 4)
    cases = [
        asked(day, day), asked(day, kind=CaseKind.COMPLAINT, rights=()), asked(day, day, kind=CaseKind.OPT_OUT),
        asked(day, kind=CaseKind.OPT_OUT),
    ]  # fmt: skip
    figures = year_figures(2026, TODAY, cases, ())
    assert figures.requests == Tally(1, 1)
    assert figures.complaints == Tally(1, 0)
    assert figures.opt_outs == Tally(2, 1)
    assert figures.channels == {Channel.POST: Tally(1, 1)}
    assert figures.rights_asked == 1
    assert figures.answering.open == 0


def test_rights_are_counted_one_by_one_with_their_outcomes() -> None:
    rights = (
        RightFacts(Right.ACCESS, Outcome.GRANTED),
        RightFacts(Right.ERASURE, Outcome.REFUSED, "contract_running"),
        RightFacts(Right.OBJECTION, Outcome.TO_DECIDE),
    )
    figures = year_figures(2026, TODAY, [asked(date(2026, 5, 4), rights=rights)], ())
    assert figures.rights_asked == 3
    assert figures.refused == 1
    assert figures.rights[Right.ERASURE] == {Outcome.REFUSED: 1}
    assert figures.requests == Tally(1, 0)


def test_refusals_are_put_together_by_reason_and_own_words_are_only_counted() -> None:
    def refused(key: str, *, own: bool) -> CaseFacts:
        right = RightFacts(Right.ACCESS, Outcome.REFUSED, key, own)
        return asked(date(2026, 5, 4), date(2026, 5, 5), rights=(right,))

    cases = [refused("excessive", own=True), refused("excessive", own=False), refused("", own=True), refused("", own=False)]  # fmt: skip
    rows = year_figures(2026, TODAY, cases, ()).refusals
    assert [(row.reason_key, row.own_words, row.count) for row in rows] == [
        ("excessive", False, 2), ("", False, 1), ("", True, 1),
    ]  # fmt: skip


def test_checks_that_established_nothing_are_counted_by_method() -> None:
    checks = [
        CheckFacts(IdentityMethod.QUESTIONS, True), CheckFacts(IdentityMethod.QUESTIONS, False),
        CheckFacts(IdentityMethod.CALL_BACK, False, in_call=True), CheckFacts(IdentityMethod.CARD_SEEN, True),
    ]  # fmt: skip
    found = year_figures(2026, TODAY, [], checks).identity
    assert (found.all_made, found.all_failed, found.calls) == (4, 2, 1)
    assert found.failed == {IdentityMethod.QUESTIONS: 1, IdentityMethod.CALL_BACK: 1}


def test_a_year_with_nothing_is_empty_and_a_single_check_ends_that() -> None:
    assert year_figures(2019, TODAY, [], ()).empty
    assert not year_figures(2019, TODAY, [], [CheckFacts(IdentityMethod.CARD_SEEN, True)]).empty
    assert year_figures(2026, TODAY, [], ()).runs
    assert not year_figures(2025, TODAY, [], ()).runs


_DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))


@given(st.lists(st.tuples(_DAYS, st.none() | st.integers(0, 400)), max_size=30))
def test_every_request_is_counted_exactly_once_in_each_breakdown(
    given_cases: list[tuple[date, int | None]],
) -> None:
    cases = [asked(day, None if days is None else day + timedelta(days=days)) for day, days in given_cases]
    figures = year_figures(2026, date(2027, 12, 31), cases, ())
    found = figures.answering
    assert found.within_month + found.within_three + found.later + found.open == len(cases)
    assert found.in_time + found.late == figures.requests.answered
    assert sum(month.tally.received for month in figures.months) == len(cases)
    assert sum(tally.received for tally in figures.regimes.values()) == len(cases)
    assert sum(tally.answered for tally in figures.channels.values()) == figures.requests.answered
