# SPDX-License-Identifier: MIT
"""The short form of each experiment; the long one is `python3 dev.py faults`."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults import audit_chain, erased, flips, hostile, no_room, old_files, traces
from tests.faults.outcome import Outcome
from tests.faults.page import page

ROOT = Path(__file__).parents[2]
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="fork and kill -9 are POSIX things")


def expect(outcome: Outcome) -> Outcome:
    """Something was tried and nothing bad happened."""
    assert outcome.passed, json.dumps(outcome.as_json(), indent=1)
    return outcome


def in_a_process(name: str, folder: Path, times: int, *more: str) -> Outcome:
    """Where children are forked, it is done in a process with one thread."""
    code = "import sys; from tests.faults.__main__ import one; one(*sys.argv[1:])"
    command = [sys.executable, "-c", code, name, str(folder), str(times), "7"]
    if name == "kills":
        command = [sys.executable, "-m", "tests.faults.kills", str(folder), str(times), "7", *more]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=environment, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return Outcome.from_json(json.loads(done.stdout.splitlines()[-1]))


@POSIX
def test_what_was_acknowledged_survives_kill_9(tmp_path: Path) -> None:
    outcome = expect(in_a_process("kills", tmp_path, 14))
    assert outcome.counts["enter: killed"]


@POSIX
def test_no_flipped_bit_is_silent(tmp_path: Path) -> None:
    outcome = expect(in_a_process("flips", tmp_path, 20))
    assert outcome.counts["documents: found by the check"]


@POSIX
def test_an_old_state_never_passes_for_the_newest(tmp_path: Path) -> None:
    expect(in_a_process("old-files", tmp_path, len(old_files.HARMS)))


@POSIX
def test_an_altered_chain_is_found(tmp_path: Path) -> None:
    outcome = expect(in_a_process("audit", tmp_path, 2 * len(audit_chain.WAYS)))
    assert outcome.counts["altered, not closed: found by the check"]


@POSIX
def test_no_room_and_no_right_lose_nothing_and_are_said(tmp_path: Path) -> None:
    outcome = expect(no_room.run(tmp_path, len(no_room.HARMS), 3))
    assert outcome.counts["second desk: AnotherDeskError"]


@POSIX
def test_no_file_holds_a_word_of_a_person_even_after_a_crash(tmp_path: Path) -> None:
    outcome = expect(traces.run(tmp_path, 1, 3))
    assert outcome.counts["bytes searched"] > 100_000


def test_an_erased_person_is_in_no_page_and_comes_back_with_no_backup(tmp_path: Path) -> None:
    assert expect(erased.run(tmp_path, 1, 3)).counts["pages searched"] > 50


def test_hostile_files_break_nothing(tmp_path: Path) -> None:
    assert expect(hostile.run(tmp_path, 60, 3)).counts["read"]


def test_the_page_says_what_was_bad() -> None:
    outcome = Outcome("flips", "one bit turned over", tried=3, seconds=61.0)
    outcome.bad["records.db: silent"] += 2
    assert not outcome.passed
    written = page({"flips": {**outcome.as_json(), "date": "2026-11-23", "system": "Linux, 2 cores"}})
    assert "| one bit turned over | 3 | **2** |" in written
    assert "**bad** records.db: silent: 2" in written
    assert flips.KINDS
