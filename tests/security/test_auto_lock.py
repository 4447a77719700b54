# SPDX-License-Identifier: MIT
"""When an unattended desk locks, and how long a wrong password costs."""

import pytest

from privdesk.domain.auto_lock import IdleTimer
from privdesk.domain.vault import Attempts
from tests.security.desk_kit import TurnedClock


def test_the_desk_locks_after_the_minutes_and_not_before() -> None:
    clock = TurnedClock()
    timer = IdleTimer(clock, minutes=10)
    assert timer.seconds_left == 600
    clock.now += 539
    assert (timer.seconds_left, timer.should_warn, timer.should_lock) == (61, False, False)
    clock.now += 1
    assert (timer.should_warn, timer.should_lock) == (True, False)
    clock.now += 59.9
    assert (timer.seconds_left, timer.should_lock) == (1, False)
    clock.now += 0.1
    assert (timer.seconds_left, timer.should_lock, timer.should_warn) == (0, True, False)


def test_a_key_starts_the_time_again_but_not_once_it_is_up() -> None:
    clock = TurnedClock()
    timer = IdleTimer(clock, minutes=1)
    clock.now += 59
    timer.touch()
    assert timer.seconds_left == 60
    clock.now += 3600
    timer.touch()
    assert timer.should_lock
    timer.restart()
    assert not timer.should_lock


def test_a_shorter_time_counts_what_has_passed() -> None:
    clock = TurnedClock()
    timer = IdleTimer(clock, minutes=10)
    clock.now += 120
    timer.allow(2)
    assert timer.should_lock


@pytest.mark.parametrize(("asked", "kept"), [(0, 1), (-5, 1), (30, 30), (10_000, 120)])
def test_the_minutes_stay_in_range(asked: int, kept: int) -> None:
    assert IdleTimer(TurnedClock(), asked).minutes == kept


def test_waits_grow_and_stay_at_a_quarter_of_an_hour() -> None:
    attempts, waits = Attempts(), []
    for now in range(8):
        attempts = attempts.failed(float(now))
        waits.append(attempts.wait_seconds(float(now)))
    assert waits == [0, 0, 60, 120, 300, 900, 900, 900]
    assert attempts.wait_seconds(7.0 + 899.1) == 1
    assert attempts.wait_seconds(7.0 + 900) == 0
