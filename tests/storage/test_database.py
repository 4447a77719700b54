# SPDX-License-Identifier: MIT
"""Opening, refusing, checking: the file itself."""

import hashlib
import sqlite3
from pathlib import Path

import pytest

from privdesk.domain.audit import Action, AuditEvent
from privdesk.domain.checking import Finding, FindingKey
from privdesk.domain.errors import (
    DamagedDatabaseError,
    DatabaseMissingError,
    DiskFullError,
    EmptyDatabaseError,
    FolderTakenError,
    NewerFormatError,
    PrivdeskError,
    ReadOnlyError,
    StorageFaultError,
    WrongKeyError,
)
from privdesk.domain.people import PersonField
from privdesk.domain.vault import AnchorHeads
from privdesk.storage import dialect
from privdesk.storage.database import Database
from privdesk.storage.migrations import NEWEST
from tests.storage_fixtures import AUDIT_KEY, KEY, OpenRecords, RememberedAnchor, an_origin, open_records

CANARY = "Quendelwald"


def database_at(path: Path, key: bytes = KEY) -> Database:
    return Database(path, key, AUDIT_KEY, RememberedAnchor())


def add_people(records: OpenRecords, count: int = 1) -> None:
    with records.open_work() as work:
        for number in range(count):
            facts = {
                PersonField.LAST_NAME: CANARY,
                PersonField.FIRST_NAME: f"Zoë {number}",
                PersonField.TOWN: CANARY,
            }
            work.people.add(facts, an_origin())
        work.audit.record(AuditEvent(Action.PERSON_ADDED, count=count))
        work.commit()


def digest(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


def test_made_records_open_again_with_what_was_committed(tmp_path: Path) -> None:
    database = database_at(tmp_path / "records.db")
    database.create()
    assert database.heads() == AnchorHeads(0)
    database.close()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["records.db"]
    again = database_at(tmp_path / "records.db")
    assert again.open() == (1, 1)
    again.close()


def test_making_never_overwrites(tmp_path: Path) -> None:
    (tmp_path / "records.db").write_bytes(b"")
    with pytest.raises(FolderTakenError):
        database_at(tmp_path / "records.db").create()


def test_a_half_made_file_does_not_stand_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "records.db.making").write_bytes(b"half")
    (tmp_path / "records.db.making-journal").write_bytes(b"half")
    database = database_at(tmp_path / "records.db")
    database.create()
    database.close()
    assert [path.name for path in tmp_path.iterdir()] == ["records.db"]


def test_a_missing_file_is_not_made_by_opening(tmp_path: Path) -> None:
    with pytest.raises(DatabaseMissingError):
        database_at(tmp_path / "records.db").open()
    assert not list(tmp_path.iterdir())


def test_a_file_that_may_only_be_read_is_refused_and_leaves_no_trace(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = database_at(tmp_path / "records.db")
    database.create()
    database.close()
    monkeypatch.setattr("os.access", lambda path, _mode: bool(Path(path).stat().st_mode & 0o200))
    (tmp_path / "records.db").chmod(0o400)
    with pytest.raises(ReadOnlyError):
        database_at(tmp_path / "records.db").open()
    assert [path.name for path in tmp_path.iterdir()] == ["records.db"]
    (tmp_path / "records.db").chmod(0o600)
    shared = tmp_path / "records.db-shm"
    shared.touch(0o400)
    again = database_at(tmp_path / "records.db")
    rights: list[int] = []

    def peek(*_: object) -> int:
        rights.append(shared.stat().st_mode & 0o777)
        return NEWEST

    monkeypatch.setattr("privdesk.storage.dialect.peek_revision", peek)
    again.open()
    assert rights == [0o600]
    again.close()


def test_an_empty_file_is_refused_and_not_touched(tmp_path: Path) -> None:
    (tmp_path / "records.db").write_bytes(b"")
    with pytest.raises(EmptyDatabaseError):
        database_at(tmp_path / "records.db").open()
    assert (tmp_path / "records.db").stat().st_size == 0


def test_a_wrong_key_is_refused_and_nothing_touched(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    open_records(tmp_path).database.close()
    before = digest(tmp_path)
    with pytest.raises(WrongKeyError):
        database_at(tmp_path / "records.db", bytes(32)).open()
    assert digest(tmp_path) == before
    assert capfd.readouterr().err == ""


def test_a_plain_database_is_refused(tmp_path: Path) -> None:
    plain = sqlite3.connect(tmp_path / "records.db")
    plain.execute("CREATE TABLE person (id)")
    plain.close()
    with pytest.raises(DamagedDatabaseError):
        database_at(tmp_path / "records.db").open()


def test_a_newer_file_is_refused_and_nothing_touched(tmp_path: Path) -> None:
    open_records(tmp_path).database.close()
    connection = dialect.connect(tmp_path / "records.db", KEY)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    before = digest(tmp_path)
    with pytest.raises(NewerFormatError) as refused:
        database_at(tmp_path / "records.db").open()
    assert (refused.value.found, refused.value.known) == (99, 1)
    assert digest(tmp_path) == before


def test_another_program_s_encrypted_file_is_refused(tmp_path: Path) -> None:
    open_records(tmp_path).database.close()
    connection = dialect.connect(tmp_path / "records.db", KEY)
    connection.execute("PRAGMA application_id = 7")
    connection.close()
    with pytest.raises(DamagedDatabaseError):
        database_at(tmp_path / "records.db").open()


@pytest.mark.parametrize("place", [0.0, 0.03, 0.2, 0.4, 0.6, 0.8, 0.99])
def test_a_flipped_bit_is_found(tmp_path: Path, place: float) -> None:
    records = open_records(tmp_path)
    add_people(records, 300)
    records.database.close()
    path = tmp_path / "records.db"
    content = bytearray(path.read_bytes())
    content[int(place * len(content))] ^= 0x10
    path.write_bytes(content)
    database = database_at(path)
    try:
        database.open()
        findings = database.check()
    except PrivdeskError as error:
        assert isinstance(error, WrongKeyError | DamagedDatabaseError)  # noqa: PT017
    else:
        assert "seals" in {finding.key for finding in findings}
    finally:
        database.close()


def test_whole_records_have_no_findings(records: OpenRecords) -> None:
    add_people(records, 3)
    assert records.database.check() == ()


def test_an_altered_audit_entry_is_found(records: OpenRecords) -> None:
    add_people(records)
    add_people(records)
    connection = dialect.connect(records.database.path, KEY)
    connection.execute("UPDATE audit_entry SET reference = 'x' WHERE sequence = 2")
    connection.close()
    assert records.database.check() == (Finding(FindingKey.AUDIT, 2),)


def test_no_file_holds_a_person_in_plain(tmp_path: Path) -> None:
    records = open_records(tmp_path)
    add_people(records, 200)
    while_open = [path.read_bytes() for path in tmp_path.iterdir()]
    records.database.close()
    contents = while_open + [path.read_bytes() for path in tmp_path.iterdir()]
    assert len(while_open) == 3, "file, log and shared index"
    spellings = [CANARY.encode(), CANARY.lower().encode(), CANARY.encode("utf-16-le"), b"SQLite format 3"]
    assert not [word for content in contents for word in spellings if word in content]


def test_connections_keep_every_setting(records: OpenRecords) -> None:
    wanted = {
        "temp_store": 2, "secure_delete": 1, "foreign_keys": 1, "synchronous": 2, "cell_size_check": 1,
        "trusted_schema": 0, "cache_size": -65536, "fullfsync": 1, "checkpoint_fullfsync": 1,
        "journal_mode": "wal", "application_id": dialect.APPLICATION_ID, "user_version": 1,
    }  # fmt: skip
    for read_only in (False, True):
        connection = dialect.connect(records.database.path, KEY, read_only=read_only)
        found = {name: connection.execute(f"PRAGMA {name}").fetchall()[0][0] for name in wanted}
        assert found == wanted
        assert connection.execute("PRAGMA query_only").fetchall()[0][0] == int(read_only)
        connection.close()


def test_a_reading_cannot_write(records: OpenRecords) -> None:
    with records.open_reading() as reading, pytest.raises(ReadOnlyError):
        reading.settings.put("office", {"name": "x"})


def test_a_full_disk_is_said_and_undone(records: OpenRecords) -> None:
    with records.open_work() as work:
        connection = work._scope.connection
        connection.exec_driver_sql("PRAGMA max_page_count = 1")
        with pytest.raises(DiskFullError) as refused:
            work.settings.put("key0", "x" * 400_000)
    assert refused.value.folder == records.database.path.parent
    with records.open_reading() as reading:
        assert reading.settings.get("key0") is None


def test_no_value_stands_in_the_text_of_an_error(records: OpenRecords) -> None:
    add_people(records)
    statement = "INSERT INTO person (id, created_at, last_name) VALUES (?, ?, ?)"
    with records.open_work() as work, pytest.raises(StorageFaultError) as refused:
        work._scope.connection.exec_driver_sql(statement, (1, "2026-01-01", CANARY))
    error: BaseException | None = refused.value
    while error is not None:
        assert CANARY not in str(error)
        assert CANARY not in repr(error)
        error = error.__cause__ or error.__context__


def test_a_checkpoint_empties_the_log(records: OpenRecords) -> None:
    add_people(records, 50)
    log = records.database.path.with_name("records.db-wal")
    assert log.stat().st_size > 0
    records.database.checkpoint()
    assert log.stat().st_size == 0


def test_erased_words_leave_the_search(records: OpenRecords) -> None:
    add_people(records)
    with records.open_work() as work:
        one = work.people.search(CANARY, 5)[0]
        work.people.change(one.id, {PersonField.LAST_NAME: "Moser", PersonField.TOWN: "Bern"}, an_origin())
        work.audit.record(AuditEvent(Action.PERSON_CORRECTED))
        work.commit()
    with records.open_reading() as reading:
        assert not reading.people.search(CANARY, 5)
        assert not reading.people.search("quendelwadl", 5)
        assert [hit.name for hit in reading.people.search("moser", 5)] == ["Zoë 0 Moser"]
