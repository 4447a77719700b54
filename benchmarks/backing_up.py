# SPDX-License-Identifier: MIT
"""A backup while somebody saves without a pause: it ends, and saving hardly notices."""

import secrets
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from time import perf_counter

from benchmarks.measures import Measure, milliseconds
from benchmarks.records import OpenOffice, open_office
from privdesk.domain.audit import Action, AuditEvent
from privdesk.domain.backups import BackupPlan
from privdesk.domain.inbox import Draft

GOAL_MS = 100.0
DRAFTS, DRAFT_BYTES = 2_000, 100_000
DOCUMENTS, DOCUMENT_BYTES = 200, 100_000
IDLE_COMMITS = 400


def measure() -> Iterator[Measure]:
    """The longest commit while backups are made, and for comparison while none is."""
    with open_office() as office:
        _grow(office)
        idle = _Writer(office)
        idle.commit_some(IDLE_COMMITS)
        busy, folder = _Writer(office), office.folder / "backups"
        folder.mkdir()
        assert office.desk.backups is not None
        office.desk.backups.save_plan(replace(BackupPlan(), folder=folder))
        first = _backup_beside(office, busy)
        second = _backup_beside(office, busy)
        size = office.records.database.path.stat().st_size
    yield Measure(
        "backup", "Longest commit of a writer without a pause while two backups are made", max(busy.times) * 1000, "ms",
        GOAL_MS,
        detail={
            "database MB": round(size / 1e6), "first s": round(first, 2), "second s": round(second, 2),
            "new documents": DOCUMENTS, **milliseconds(busy.times),
            **{f"without a backup {key}": value for key, value in milliseconds(idle.times).items()},
        },
    )  # fmt: skip


class _Writer:
    """Commits small audited changes, one after the other, as a person at the desk."""

    def __init__(self, office: OpenOffice) -> None:
        self._office = office
        self.times: list[float] = []

    def commit_some(self, count: int) -> None:
        for number in range(count):
            began = perf_counter()
            with self._office.records.work() as work:
                work.settings.put("benchmark", number)
                work.audit.record(AuditEvent(Action.OFFICE_CHANGED, "office", ("benchmark",)))
                work.commit()
            self.times.append(perf_counter() - began)

    def until(self, stop: threading.Event) -> None:
        while not stop.is_set():
            self.commit_some(1)


def _backup_beside(office: OpenOffice, writer: _Writer) -> float:
    """Seconds that one backup takes while `writer` writes."""
    stop = threading.Event()
    thread = threading.Thread(target=writer.until, args=(stop,))
    thread.start()
    began = perf_counter()
    try:
        assert office.desk.backups is not None
        made = office.desk.backups.make()
    finally:
        stop.set()
        thread.join()
    if not Path(made.info.folder).is_dir():
        raise RuntimeError("the backup did not stay")
    return perf_counter() - began


def _grow(office: OpenOffice) -> None:
    """Make the database as large as an office's of many years, and bring documents in."""
    at = office.desk.clock.now()
    staff = office.desk.session.member.id
    for start in range(0, DRAFTS, 100):
        with office.records.work() as work:
            for number in range(start, start + 100):
                work.drafts.put(Draft(f"grown:{number}", staff, secrets.token_hex(DRAFT_BYTES // 2), "", at))
            work.commit_draft()
    office.records.database.checkpoint()
    for number in range(DOCUMENTS):
        office.desk.inbox.add_bytes(f"paper{number}.bin", secrets.token_bytes(DOCUMENT_BYTES))
