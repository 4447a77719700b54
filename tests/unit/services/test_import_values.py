# SPDX-License-Identifier: MIT
"""A cell that cannot be read rejects its row; it never stops an import, and never becomes another value."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeVar

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from privdesk.services.clock import OfficeClock
from privdesk.services.import_values import CellError, read_day, read_minor, read_minutes, read_moment

CLOCK = OfficeClock("Europe/Zurich", lambda: datetime(2026, 3, 24, tzinfo=UTC))
SIGNED_64_BITS = 2**63


T = TypeVar("T")


def read_or_none(read: Callable[[], T]) -> T | None:
    try:
        return read()
    except CellError:
        return None


@given(st.text(max_size=30) | st.from_regex(r"[-+]?[0-9\u00b2\u0661.,' ]{1,25}", fullmatch=True))
@example("\u00b2.50")
@example("99999999999999999999999.50")
@example("9" * 5000 + ".50")
@example("1e400000000")
@example("NaN")
@example("-Infinity")
def test_any_text_is_an_amount_that_fits_or_a_reject(text: str) -> None:
    minor = read_or_none(lambda: read_minor(text, "amount"))
    assert minor is None or abs(minor) < SIGNED_64_BITS
    minutes = read_or_none(lambda: read_minutes(text, "duration"))
    assert minutes is None or 0 <= minutes < SIGNED_64_BITS


@given(st.text(max_size=30) | st.datetimes().map(str) | st.datetimes(timezones=st.timezones()).map(str))
@example("0001-01-01 00:00")
@example("01.01.0001 00:00")
@example("9999-12-31T23:59:00-05:00")
def test_any_text_is_a_moment_or_a_reject(text: str) -> None:
    moment = read_or_none(lambda: read_moment(CLOCK)(text))
    assert moment is None or moment.utcoffset() is not None
    read_or_none(lambda: read_day(text, "start"))


@pytest.mark.parametrize(
    ("text", "minor"),
    [
        ("12.50", 1250),
        ("12,50", 1250),
        ("1\u2019234.50", 123450),
        ("1.234,50", 123450),
        ("-5.00", -500),
        ("5", 500),
    ],
)
def test_amounts_are_read_to_the_last_unit(text: str, minor: int) -> None:
    assert read_minor(text, "amount") == minor
