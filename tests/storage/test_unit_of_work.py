# SPDX-License-Identifier: MIT
"""Commit explicitly, audited, or nothing happened."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from privdesk.domain.audit import Action, AuditEvent
from privdesk.domain.errors import BusyError, DiskFullError, UnauditedChangeError
from privdesk.domain.inbox import Draft
from privdesk.domain.people import PersonField
from privdesk.domain.vault import AnchorHeads
from privdesk.services.ports import OpenReading, OpenWork
from privdesk.storage.database import Database
from privdesk.storage.write_gate import Priority, WriteGate
from tests.storage_fixtures import (
    AUDIT_KEY,
    KEY,
    STAFF,
    START,
    FixedClock,
    OpenRecords,
    RememberedAnchor,
    an_origin,
)

MOSER = {PersonField.LAST_NAME: "Moser", PersonField.FIRST_NAME: "Lea"}
ADDED = AuditEvent(Action.PERSON_ADDED)
CLOCK = FixedClock()
ROOT = Path(__file__).parents[2]


def people(records: OpenRecords) -> int:
    with records.open_reading() as reading:
        return reading.people.count()


def a_draft(body: str = "{}") -> Draft:
    return Draft("capture:1", STAFF, body, "last_name", START)


def in_thread(act: Callable[[], Any]) -> threading.Thread:
    thread = threading.Thread(target=act, daemon=True)
    thread.start()
    return thread


def test_it_is_what_the_services_ask_for(records: OpenRecords) -> None:
    open_work: OpenWork = records.open_work
    open_reading: OpenReading = records.open_reading
    with open_work() as work, open_reading() as reading:
        assert work.people.count() == reading.people.count() == 0


def test_a_change_without_an_audit_entry_is_refused_and_undone(records: OpenRecords) -> None:
    with records.open_work() as work:
        work.people.add(MOSER, an_origin())
        with pytest.raises(UnauditedChangeError) as refused:
            work.commit()
        assert "person" in refused.value.tables
        work.audit.record(ADDED)
        work.commit()
    assert people(records) == 0
    assert len(records.anchor.heads) == 1


def test_leaving_without_commit_undoes_everything(records: OpenRecords) -> None:
    with records.open_work() as work:
        work.people.add(MOSER, an_origin())
        work.audit.record(ADDED)
    with suppress(KeyError), records.open_work() as work:
        work.people.add(MOSER, an_origin())
        raise KeyError
    assert people(records) == 0
    assert records.anchor.heads == []
    with records.open_reading() as reading:
        assert reading.audit.count() == 0


def test_an_audited_change_stands(records: OpenRecords) -> None:
    with records.open_work() as work:
        work.people.add(MOSER, an_origin())
        work.audit.record(ADDED)
        work.commit()
    assert people(records) == 1


def test_a_draft_needs_no_audit_entry_but_is_counted(records: OpenRecords) -> None:
    with records.open_work() as work:
        work.drafts.put(a_draft())
        work.commit_draft()
    with records.open_reading() as reading:
        assert reading.drafts.get("capture:1") == a_draft()
        assert reading.audit.count() == 0
    assert [heads.counter for heads in records.anchor.heads] == [1]


def test_nothing_else_slips_through_as_a_draft(records: OpenRecords) -> None:
    with records.open_work() as work:
        work.drafts.put(a_draft())
        work.settings.put("office", {})
        with pytest.raises(UnauditedChangeError) as refused:
            work.commit_draft()
    assert refused.value.tables == ("setting",)
    with records.open_reading() as reading:
        assert reading.drafts.keys() == []


def test_a_draft_s_commit_carries_no_audit_entry(records: OpenRecords) -> None:
    with records.open_work() as work:
        work.audit.record(ADDED)
        with pytest.raises(UnauditedChangeError):
            work.commit_draft()


def test_the_anchor_is_told_after_the_commit_and_before_it_is_acknowledged(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []

    class LookingAnchor:
        def write(self, heads: AnchorHeads) -> None:
            with database.reading() as reading:
                seen.append((heads.counter, reading.people.count()))

    database = Database(tmp_path / "records.db", KEY, AUDIT_KEY, LookingAnchor())
    database.create()
    opened = OpenRecords(database, CLOCK, RememberedAnchor())
    for _ in range(2):
        with opened.open_work() as work:
            work.people.add(MOSER, an_origin())
            work.audit.record(ADDED)
            work.commit()
    assert seen == [(1, 1), (2, 2)]
    database.close()


def test_the_anchor_hears_the_heads_that_the_database_has(records: OpenRecords) -> None:
    with records.open_work() as work:
        work.audit.record(ADDED)
        work.audit.record(ADDED)
        work.commit()
    assert records.anchor.heads == [records.database.heads()]
    assert records.database.audit_has(records.anchor.heads[0].audit_head)
    assert not records.database.audit_has(bytes(32))


def test_an_anchor_that_cannot_be_written_is_said_though_the_commit_stands(tmp_path: Path) -> None:
    class FullAnchor:
        def write(self, heads: AnchorHeads) -> None:
            raise DiskFullError(tmp_path)

    database = Database(tmp_path / "records.db", KEY, AUDIT_KEY, FullAnchor())
    database.create()
    with database.work(STAFF, CLOCK) as work:
        work.audit.record(ADDED)
        with pytest.raises(DiskFullError):
            work.commit()
    assert database.heads().counter == 1
    database.close()


def test_a_commit_of_nothing_is_nothing(records: OpenRecords) -> None:
    with records.open_work() as work:
        work.people.count()
        work.commit()
    assert records.anchor.heads == []


def test_a_reading_sees_one_moment_while_somebody_writes(records: OpenRecords) -> None:
    with records.open_reading() as reading:
        assert reading.people.count() == 0
        with records.open_work() as work:
            work.people.add(MOSER, an_origin())
            work.audit.record(ADDED)
            assert reading.people.count() == 0, "not committed"
            work.commit()
        assert reading.people.count() == 0, "committed after this reading began"
    assert people(records) == 1


def test_a_second_unit_of_work_in_one_thread_is_a_slip_of_the_program(records: OpenRecords) -> None:
    with records.open_work(), pytest.raises(RuntimeError), records.open_work():
        pass
    with records.open_work() as work:
        assert work.people.count() == 0


def test_writers_take_turns(records: OpenRecords) -> None:
    def write() -> None:
        for _ in range(5):
            with records.open_work() as work:
                work.people.add(MOSER, an_origin())
                work.audit.record(ADDED)
                work.commit()

    threads = [in_thread(write) for _ in range(4)]
    for thread in threads:
        thread.join(30)
    assert people(records) == 20
    with records.open_reading() as reading:
        assert reading.audit.verify() is None


def test_a_person_goes_before_a_run() -> None:
    gate, order = WriteGate(), list[str]()

    def write(priority: Priority) -> None:
        gate.enter(priority)
        order.append(priority.name)
        gate.leave()

    gate.enter(Priority.RUN)
    writers = [in_thread(lambda: write(Priority.RUN)) for _ in range(3)]
    writers.append(in_thread(lambda: write(Priority.PERSON)))
    with gate._condition:
        gate._condition.wait_for(lambda: gate.people_waiting, timeout=5)
    gate.leave()
    for writer in writers:
        writer.join(5)
    assert order == ["PERSON", "RUN", "RUN", "RUN"]


def test_a_run_waits_for_whoever_reads_but_not_for_ever() -> None:
    gate, order = WriteGate(), list[str]()

    def run() -> None:
        gate.enter(Priority.RUN)
        order.append("RUN")
        gate.leave()

    with gate.reading():
        runner = in_thread(run)
        gate.enter(Priority.PERSON)
        order.append("PERSON")
        gate.leave()
        order.append("read")
    runner.join(5)
    assert order == ["PERSON", "read", "RUN"]
    with gate.reading():
        in_thread(run).join(5)
    assert order[3:] == ["RUN"]


def test_a_writer_that_does_not_make_way_is_said() -> None:
    gate = WriteGate(patience=0.01)
    gate.enter(Priority.PERSON)
    raised: list[BaseException] = []

    def wait() -> None:
        try:
            gate.enter(Priority.PERSON)
        except BusyError as error:
            raised.append(error)

    in_thread(wait).join(5)
    assert len(raised) == 1
    gate.leave()
    gate.enter(Priority.RUN)


CRASH = """
import sys
from pathlib import Path
from tests.storage_fixtures import *
from privdesk.domain.audit import Action, AuditEvent
from privdesk.domain.people import PersonField
database = Database(Path(sys.argv[1]), KEY, AUDIT_KEY, RememberedAnchor())
database.open()
records = OpenRecords(database, FixedClock(), RememberedAnchor())
with records.open_work() as work:
    work.people.add({PersonField.LAST_NAME: "Moser"}, an_origin())
    work.audit.record(AuditEvent(Action.PERSON_ADDED))
    work.commit()
with records.open_work() as work:
    for number in range(500):
        work.people.add({PersonField.LAST_NAME: f"Lost {number}"}, an_origin())
    work.audit.record(AuditEvent(Action.PERSON_ADDED))
    print("writing", flush=True)
    sys.stdin.read()
"""


@pytest.mark.skipif(os.name == "nt", reason="no SIGKILL")
def test_a_killed_writer_loses_only_what_was_not_acknowledged(records: OpenRecords) -> None:
    records.database.close()
    writer = subprocess.Popen(
        [sys.executable, "-c", CRASH, str(records.database.path)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    with writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "writing\n"
        writer.send_signal(signal.SIGKILL)
        writer.wait(10)
    records.database.open()
    assert people(records) == 1
    assert records.database.heads().counter == 1
    assert records.database.check() == ()
