# SPDX-License-Identifier: MIT
"""Keystrokes beside a run read one moment of the records for two seconds at most; a person's write is seen at once."""

from collections.abc import Sequence

import pytest

from privdesk.storage import write_gate
from privdesk.storage.lookup import snapshot
from privdesk.storage.lookup.snapshot import KEPT_SECONDS, Snapshot
from privdesk.storage.write_gate import Priority, WriteGate


class Told:
    """Notes what it is told."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def execute(self, statement: str, _values: Sequence[object] = (), /) -> "Told":
        self.said.append(statement)
        return self

    def executemany(self, _statement: str, _values: object, /) -> None: ...
    def fetchone(self) -> object: ...
    def fetchall(self) -> list[object]:
        return []


class Clock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(snapshot, "monotonic", clock)
    monkeypatch.setattr(write_gate, "RUNNING_SECONDS", 1e9)
    return clock


def keystroke(kept: Snapshot, driver: Told) -> None:
    kept.begin(driver)
    kept.rest(driver)


def write(gate: WriteGate, priority: Priority) -> None:
    gate.enter(priority)
    gate.leave()


@pytest.mark.usefixtures("clock")
def test_without_a_run_each_keystroke_reads_anew() -> None:
    kept, driver = Snapshot(WriteGate()), Told()
    keystroke(kept, driver)
    keystroke(kept, driver)
    assert driver.said == ["BEGIN", "ROLLBACK"] * 2


def test_beside_a_run_keystrokes_share_a_moment_for_a_while(clock: Clock) -> None:
    gate, driver = WriteGate(), Told()
    kept = Snapshot(gate)
    write(gate, Priority.RUN)
    keystroke(kept, driver)
    clock.now += KEPT_SECONDS
    write(gate, Priority.RUN)
    keystroke(kept, driver)
    assert driver.said == ["BEGIN"]
    clock.now += 0.01
    write(gate, Priority.RUN)
    keystroke(kept, driver)
    assert driver.said == ["BEGIN", "ROLLBACK", "BEGIN"]


@pytest.mark.usefixtures("clock")
def test_what_a_person_wrote_is_seen_at_the_next_keystroke() -> None:
    gate, driver = WriteGate(), Told()
    kept = Snapshot(gate)
    write(gate, Priority.RUN)
    keystroke(kept, driver)
    write(gate, Priority.PERSON)
    keystroke(kept, driver)
    assert driver.said == ["BEGIN", "ROLLBACK", "BEGIN"]


@pytest.mark.usefixtures("clock")
def test_a_moment_is_let_go_once() -> None:
    gate, driver = WriteGate(), Told()
    kept = Snapshot(gate)
    write(gate, Priority.RUN)
    keystroke(kept, driver)
    kept.drop(driver)
    kept.drop(driver)
    assert driver.said == ["BEGIN", "ROLLBACK"]
