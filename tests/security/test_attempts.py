# SPDX-License-Identifier: MIT
"""The delay after wrong passwords outlives the program, and no turning of the clock shortens or prolongs it for good."""

from pathlib import Path

import pytest

from privdesk.domain import errors
from privdesk.security.attempts import ATTEMPTS_NAME
from tests.security.desk_kit import PASSWORD, STAFF, Office, TurnedClock


@pytest.fixture
def wall() -> TurnedClock:
    return TurnedClock()


def again(wall: TurnedClock) -> Office:
    """The program started anew: its monotonic clock begins somewhere else, the wall's goes on."""
    fresh = Office(wall=wall)
    fresh.clock.now = 5.0
    return fresh


def guess(office: Office, folder: Path, times: int) -> None:
    for _ in range(times):
        with pytest.raises(errors.WrongPasswordError):
            office.files.unlock(folder, STAFF, "wrong wrong wrong")


def test_a_restart_does_not_shorten_the_wait(folder: Path, wall: TurnedClock) -> None:
    office = Office(wall=wall)
    office.create(folder)
    guess(office, folder, 3)
    wall.now += 20
    restarted = again(wall)
    with pytest.raises(errors.WaitBeforeTryError) as wait:
        restarted.files.unlock(folder, STAFF, PASSWORD)
    assert wait.value.seconds == 40
    assert restarted.derive.count == 0
    wall.now += 40
    again(wall).files.unlock(folder, STAFF, PASSWORD)
    assert not (folder / ATTEMPTS_NAME).exists()


def test_a_try_that_is_cut_off_before_the_answer_counts(folder: Path, wall: TurnedClock) -> None:
    office = Office(wall=wall)
    office.create(folder)

    def killed(*_args: object) -> bytes:
        raise KeyboardInterrupt

    for _ in range(3):
        program = again(wall)
        program.files._keeper.derive = killed
        with pytest.raises(KeyboardInterrupt):
            program.files.unlock(folder, STAFF, "wrong wrong wrong")
    with pytest.raises(errors.WaitBeforeTryError):
        again(wall).files.unlock(folder, STAFF, PASSWORD)


def test_waits_grow_across_restarts(folder: Path, wall: TurnedClock) -> None:
    Office(wall=wall).create(folder)
    waits = []
    for _ in range(7):
        with pytest.raises(errors.WrongPasswordError):
            again(wall).files.unlock(folder, STAFF, "wrong wrong wrong")
        waits.append(again(wall).files.wait_seconds(folder))
        wall.now += waits[-1]
    assert waits == [0, 0, 60, 120, 300, 900, 900]


def test_a_clock_set_back_begins_the_wait_anew_once_and_not_for_ever(folder: Path, wall: TurnedClock) -> None:
    office = Office(wall=wall)
    office.create(folder)
    guess(office, folder, 3)
    wall.now -= 1_000_000
    assert again(wall).files.wait_seconds(folder) == 60
    wall.now += 59
    assert again(wall).files.wait_seconds(folder) == 1
    wall.now += 1
    again(wall).files.unlock(folder, STAFF, PASSWORD)


def test_turning_the_clock_does_not_help_while_the_program_runs(folder: Path, wall: TurnedClock) -> None:
    office = Office(wall=wall)
    office.create(folder)
    guess(office, folder, 3)
    for turned in (-1_000_000, 5_000_000):
        wall.now += turned
        assert office.files.wait_seconds(folder) == 60
    office.clock.now += 60
    office.files.unlock(folder, STAFF, PASSWORD)


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"[]", b'{"failures": "x", "at": 1}', b"[" * 5000])
def test_a_damaged_file_costs_one_wait_and_locks_nobody_out(
    folder: Path, wall: TurnedClock, content: bytes
) -> None:
    Office(wall=wall).create(folder)
    (folder / ATTEMPTS_NAME).write_bytes(content)
    assert again(wall).files.wait_seconds(folder) == 60
    wall.now += 60
    again(wall).files.unlock(folder, STAFF, PASSWORD)


@pytest.mark.parametrize("content", [b'{"failures": 999999999, "at": NaN}', b'{"failures": -5, "at": 1e308}'])
def test_absurd_counts_never_wait_longer_than_the_longest_wait(
    folder: Path, wall: TurnedClock, content: bytes
) -> None:
    Office(wall=wall).create(folder)
    (folder / ATTEMPTS_NAME).write_bytes(content)
    assert again(wall).files.wait_seconds(folder) <= 900
    wall.now += 900
    again(wall).files.unlock(folder, STAFF, PASSWORD)


def test_another_program_counts_with(folder: Path, wall: TurnedClock) -> None:
    first, second = Office(wall=wall), again(wall)
    first.create(folder)
    guess(first, folder, 2)
    guess(second, folder, 1)
    assert first.files.wait_seconds(folder) == 60


def test_a_folder_that_cannot_be_written_still_makes_wait(folder: Path, wall: TurnedClock) -> None:
    office = Office(wall=wall)
    office.create(folder)
    (folder / ATTEMPTS_NAME).mkdir()
    guess(office, folder, 3)
    with pytest.raises(errors.WaitBeforeTryError):
        office.files.unlock(folder, STAFF, PASSWORD)
