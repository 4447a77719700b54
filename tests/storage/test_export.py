# SPDX-License-Identifier: MIT
"""A copy of the database is whole, encrypted under its own key, and proved by opening it."""

import threading
from pathlib import Path

import pytest

from privdesk.domain.audit import Action, AuditEvent
from privdesk.domain.backup_errors import CopyDiffersError
from privdesk.domain.errors import Cancelled, WrongKeyError
from privdesk.domain.people import PersonField
from privdesk.storage import dialect
from privdesk.storage.export import document_ids, export_to, verify_copy
from tests.storage_fixtures import KEY, OpenRecords, an_origin

COPY_KEY = bytes(range(64, 96))


def _add(records: OpenRecords, name: str) -> None:
    with records.open_work() as work:
        work.people.add({PersonField.LAST_NAME: name, PersonField.FIRST_NAME: "Amélie"}, an_origin())
        work.audit.record(AuditEvent(Action.PERSON_ADDED, "person:1"))
        work.commit()


def test_a_copy_holds_what_was_committed_and_opens_with_its_own_key_only(
    records: OpenRecords, tmp_path: Path
) -> None:
    _add(records, "Rochat")
    target = tmp_path / "copy.db"
    facts = export_to(records.database.path, KEY, target, COPY_KEY)
    verify_copy(target, COPY_KEY, facts)
    assert facts.heads == records.database.heads()
    assert facts.counts["person"] == 1
    assert document_ids(target, COPY_KEY) == []
    assert dialect.peek_revision(target, COPY_KEY, 1) == 1
    assert b"Rochat" not in target.read_bytes()
    assert sorted(each.name for each in tmp_path.glob("copy.db*")) == ["copy.db"]
    with pytest.raises(WrongKeyError):
        verify_copy(target, KEY, facts)


def test_a_copy_can_be_opened_as_records_and_searched(records: OpenRecords, tmp_path: Path) -> None:
    from privdesk.storage.database import Database
    from tests.storage_fixtures import AUDIT_KEY, ZONE, RememberedAnchor

    _add(records, "Rochat")
    target = tmp_path / "copy.db"
    export_to(records.database.path, KEY, target, COPY_KEY)
    copy = Database(target, COPY_KEY, AUDIT_KEY, RememberedAnchor(), ZONE)
    copy.open()
    try:
        with copy.reading() as reading:
            assert [hit.name for hit in reading.people.search("rochat", 5)] == ["Amélie Rochat"]
        assert copy.check() == ()
    finally:
        copy.close()


def test_every_flipped_byte_of_a_copy_is_noticed(records: OpenRecords, tmp_path: Path) -> None:
    _add(records, "Rochat")
    target = tmp_path / "copy.db"
    facts = export_to(records.database.path, KEY, target, COPY_KEY)
    whole = target.read_bytes()
    for place in range(17, len(whole), len(whole) // 40):
        target.write_bytes(whole[:place] + bytes([whole[place] ^ 4]) + whole[place + 1 :])
        with pytest.raises(Exception):  # noqa: B017 - whatever notices it first
            verify_copy(target, COPY_KEY, facts)


def test_a_copy_of_another_moment_is_refused(records: OpenRecords, tmp_path: Path) -> None:
    early = export_to(records.database.path, KEY, tmp_path / "early.db", COPY_KEY)
    _add(records, "Rochat")
    export_to(records.database.path, KEY, tmp_path / "late.db", COPY_KEY)
    with pytest.raises(CopyDiffersError):
        verify_copy(tmp_path / "late.db", COPY_KEY, early)


def test_people_write_while_a_copy_is_made(records: OpenRecords, tmp_path: Path) -> None:
    for number in range(50):
        _add(records, f"Person{number}")
    written = threading.Event()

    def watch(_done: int, _expected: int) -> None:
        if not written.is_set():
            _add(records, "Later")
            written.set()

    facts = export_to(records.database.path, KEY, tmp_path / "copy.db", COPY_KEY, watch)
    assert written.is_set()
    verify_copy(tmp_path / "copy.db", COPY_KEY, facts)
    assert records.database.heads().counter > facts.heads.counter


def test_a_stopped_copy_leaves_nothing(records: OpenRecords, tmp_path: Path) -> None:
    for number in range(50):
        _add(records, f"Person{number}")

    def stop(_done: int, _expected: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        export_to(records.database.path, KEY, tmp_path / "copy.db", COPY_KEY, stop)
    assert list(tmp_path.glob("copy.db*")) == []
