# SPDX-License-Identifier: MIT
"""Dates, amounts and numbers look as screens.md says."""

from datetime import UTC, date, datetime

import pytest

from privdesk.domain.catalogue import RetentionRule, Trigger
from privdesk.domain.retention import add_months, kept_until
from privdesk.services import wording
from privdesk.services.clock import OfficeClock

TODAY = date(2026, 3, 24)


def test_numbers_and_money() -> None:
    assert wording.number(1846) == "1’846"
    assert wording.number(-1846) == "−1’846"
    assert wording.money(2340, "CHF") == "CHF 23.40"
    assert wording.money(-310, "CHF") == "CHF −3.10"
    assert wording.money(123456705, "EUR") == "EUR 1’234’567.05"
    assert wording.percent(94) == "94\u202f%"


def test_phones_and_ibans() -> None:
    assert wording.phone("+41795550147") == "079 555 01 47"
    assert wording.phone("+41795550147", "DE") == "+41 79 555 01 47"
    assert wording.phone("not a number") == "not a number"
    assert wording.iban("CH9300762011623852957") == "CH93 0076 2011 6238 5295 7"


def test_dates() -> None:
    assert wording.date_long(TODAY) == "Tue 24 Mar 2026"
    assert wording.date_short(TODAY, TODAY) == "today"
    assert wording.date_short(date(2026, 3, 2), TODAY) == "2 Mar"
    assert wording.date_short(date(2025, 3, 24), TODAY) == "24 Mar 2025"


@pytest.mark.parametrize(
    ("days", "words"),
    [(9, "9 days"), (1, "1 day"), (0, "today"), (-1, "1 day late"), (-2, "2 days late")],
)
def test_days_left(days: int, words: str) -> None:
    assert wording.days_left(days) == words


def test_the_office_day_is_not_the_utc_day() -> None:
    clock = OfficeClock("Europe/Zurich", lambda: datetime(2026, 3, 24, 23, 30, tzinfo=UTC))
    assert clock.today() == date(2026, 3, 25)
    assert wording.clock_time(clock.now(), clock) == "00:30"
    assert clock.start_of(date(2026, 7, 1)) == datetime(2026, 6, 30, 22, 0, tzinfo=UTC)
    assert clock.from_wall(datetime(2026, 1, 1, 12, 0)) == datetime(2026, 1, 1, 11, 0, tzinfo=UTC)  # noqa: DTZ001


def test_lists_and_durations() -> None:
    assert wording.listed(["a"]) == "a"
    assert wording.listed(["a", "b", "c"]) == "a, b and c"
    assert (wording.duration(45), wording.duration(70)) == ("45 min", "1 h 10 min")


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2026, 11, 30), 1, date(2026, 12, 30)),
        (date(2026, 12, 31), 120, date(2036, 12, 31)),
    ],
)
def test_months_later(day: date, months: int, later: date) -> None:
    assert add_months(day, months) == later


def test_what_is_kept_runs_from_its_trigger() -> None:
    def rule(trigger: Trigger, months: int) -> RetentionRule:
        return RetentionRule("r", trigger, months, {}, {})

    day = date(2026, 3, 24)
    assert kept_until(rule(Trigger.EVENT, 24), event=day) == date(2028, 3, 24)
    assert kept_until(rule(Trigger.BOOKING_YEAR_END, 120), event=day) == date(2036, 12, 31)
    assert kept_until(rule(Trigger.CONTRACT_END, 120)) is None
    assert kept_until(rule(Trigger.CONTRACT_END, 120), contract_end=day) == date(2036, 3, 24)
    assert kept_until(rule(Trigger.CASE_CLOSED, 36), case_closed=day) == date(2029, 3, 24)
    assert kept_until(rule(Trigger.WITH_PERSON, 0), event=day) is None


def test_what_stands_in_quotation_marks_gets_no_second_pair() -> None:
    assert wording.quoted("keine Werbung") == "“keine Werbung”"
    assert wording.quoted("“keine Werbung”") == "“keine Werbung”"
