# SPDX-License-Identifier: MIT
"""One desk at a time, also between programs, also after a crash."""

import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from privdesk.domain.errors import AnotherDeskError
from privdesk.domain.vault import LastClosed
from privdesk.security.desk_lock import DeskLock, desk_holder, last_closed
from tests.security.desk_kit import Office

MORNING = datetime(2026, 3, 23, 7, 30, tzinfo=UTC)
EVENING = datetime(2026, 3, 23, 17, 52, tzinfo=timezone(timedelta(hours=1)))
HOLD = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from privdesk.security.desk_lock import DeskLock
lock = DeskLock(Path(sys.argv[1]))
lock.acquire(datetime(2026, 3, 23, 7, 30, tzinfo=UTC))
lock.announce("Marc Duvoisin")
print("held", flush=True)
sys.stdin.read()
"""


def test_a_second_desk_is_told_who_has_the_records(tmp_path: Path) -> None:
    first, second = DeskLock(tmp_path), DeskLock(tmp_path)
    first.acquire(MORNING)
    first.announce("Anouk Klein")
    with pytest.raises(AnotherDeskError) as another:
        second.acquire(EVENING)
    assert (another.value.who, another.value.since) == ("Anouk Klein", MORNING)
    assert another.value.host
    assert (first.held, second.held) == (True, False)
    holder = desk_holder(tmp_path)
    assert holder is not None
    assert holder.who == "Anouk Klein"
    first.release()
    second.acquire(EVENING)
    second.release()
    assert desk_holder(tmp_path) is None


def test_a_desk_in_another_program_is_seen_and_its_crash_frees_the_records(tmp_path: Path) -> None:
    program = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={"PYTHONPATH": str(Path(__file__).parents[2]), "PATH": ""},
    )
    with program:
        assert program.stdout is not None
        assert program.stdout.readline() == "held\n"
        desk = DeskLock(tmp_path)
        with pytest.raises(AnotherDeskError) as another:
            desk.acquire(EVENING)
        assert (another.value.who, another.value.since) == ("Marc Duvoisin", MORNING)
        holder = desk_holder(tmp_path)
        assert holder is not None
        assert holder.pid == program.pid
        program.kill()
    assert desk_holder(tmp_path) is None
    desk.acquire(EVENING)
    assert desk.held
    desk.release()


def test_who_closed_last_is_remembered_through_a_crash_but_not_through_a_wrong_password(
    tmp_path: Path,
) -> None:
    desk = DeskLock(tmp_path)
    desk.acquire(MORNING)
    desk.announce("Anouk Klein")
    desk.release("Anouk Klein", EVENING)
    assert last_closed(tmp_path) == LastClosed("Anouk Klein", EVENING)
    desk.acquire(MORNING)
    assert last_closed(tmp_path) == LastClosed("Anouk Klein", EVENING)
    desk.release()
    assert last_closed(tmp_path) == LastClosed("Anouk Klein", EVENING)
    assert set(json.loads((tmp_path / "lock").read_text())) == {"last_closed"}


@pytest.mark.parametrize("content", [b"", b"\xff", b"[]", b'{"who": 1}', b'{"last_closed": {"at": "soon"}}'])
def test_rubbish_in_the_lock_file_stops_nobody(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "lock").write_bytes(content)
    assert last_closed(tmp_path) is None
    assert desk_holder(tmp_path) is None
    desk = DeskLock(tmp_path)
    desk.acquire(MORNING)
    desk.release("Anouk Klein", EVENING)
    assert last_closed(tmp_path) is not None


def test_looking_makes_no_file(tmp_path: Path) -> None:
    assert desk_holder(tmp_path) is None
    assert last_closed(tmp_path) is None
    assert list(tmp_path.iterdir()) == []


def test_peek_shows_who_has_the_records_open(office: Office, folder: Path) -> None:
    office.create(folder)
    desk = DeskLock(folder)
    desk.acquire(MORNING, "Anouk Klein")
    peek = office.files.peek(folder)
    assert peek.held_by is not None
    assert peek.held_by.who == "Anouk Klein"
    desk.release("Anouk Klein", EVENING)
    assert office.files.peek(folder).last_closed == LastClosed("Anouk Klein", EVENING)
