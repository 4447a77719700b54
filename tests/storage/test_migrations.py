# SPDX-License-Identifier: MIT
"""The migrated schema is the model; the file is copied first; a failure changes nothing."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
from alembic import op
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, create_engine

from privdesk.domain.errors import DiskFullError, NewerFormatError, WrongKeyError
from privdesk.storage import dialect
from privdesk.storage.lookup.fts import TABLES
from privdesk.storage.migrations import NEWEST
from privdesk.storage.migrations.upgrade import REVISIONS, upgrade
from privdesk.storage.rows import METADATA
from tests.storage_fixtures import KEY, OpenRecords, open_records


def schema(connection: Connection) -> dict[str, str]:
    """Every table and index as it was made, apart from spacing and the order of parts."""
    statement = "SELECT name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' AND sql IS NOT NULL"
    found = connection.exec_driver_sql(statement).fetchall()
    lines = {name: sorted(line.strip(" ,") for line in sql.splitlines()) for name, sql in found}
    return {name: "\n".join(filter(None, some)) for name, some in lines.items()}


def a_revision(act: Callable[[], None]) -> ModuleType:
    module = ModuleType("revision")
    module.revision, module.down_revision, module.upgrade = "0002", "0001", act  # type: ignore[attr-defined]
    return module


def add_shoe_size() -> None:
    op.execute("ALTER TABLE person ADD COLUMN shoe_size INTEGER")


def fail_halfway() -> None:
    add_shoe_size()
    raise ZeroDivisionError


def closed(records: OpenRecords) -> Path:
    records.database.close()
    return records.database.path


def test_revisions_are_numbered_without_a_gap() -> None:
    assert len(REVISIONS) == NEWEST
    for number, module in enumerate(REVISIONS, start=1):
        assert module.revision == f"{number:04d}"
        assert module.down_revision == (f"{number - 1:04d}" if number > 1 else None)


def test_the_migrated_schema_is_the_model(records: OpenRecords) -> None:
    def ours(name: str | None, kind: str, _parents: object) -> bool:
        return not (kind == "table" and (name or "").startswith(TABLES))

    with records.database._opened(records.database._reader).connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_name": ours})
        assert compare_metadata(context, METADATA) == []


def test_even_checks_and_clusters_are_those_of_the_model(records: OpenRecords) -> None:
    engine = create_engine("sqlite://")
    with engine.connect() as connection:
        METADATA.create_all(connection)
        model = schema(connection)
    engine.dispose()
    with records.database._opened(records.database._reader).connect() as connection:
        migrated = schema(connection)
    searching = {name for name in migrated if name.startswith(TABLES)}
    assert {name: sql for name, sql in migrated.items() if name not in searching} == model
    assert all(migrated[name].startswith(f"CREATE VIRTUAL TABLE {name} USING fts5(") for name in TABLES)


def test_an_older_file_is_copied_then_brought_up_to_date(tmp_path: Path) -> None:
    path = closed(open_records(tmp_path))
    before = hashlib.sha256(path.read_bytes()).hexdigest()
    database = open_records(tmp_path).database
    database.close()
    engine = database._engine(path)
    revisions = (*REVISIONS, a_revision(add_shoe_size))
    assert upgrade(path, KEY, engine, revisions) == (1, 2)
    assert upgrade(path, KEY, engine, revisions) == (2, 2)
    engine.dispose()
    copy = tmp_path / "records.db.before-0002"
    assert hashlib.sha256(copy.read_bytes()).hexdigest() == before
    assert dialect.peek_revision(path, KEY, 2) == 2
    assert dialect.peek_revision(copy, KEY, 2) == 1
    with pytest.raises(NewerFormatError):
        database.open()


def test_a_failing_revision_leaves_the_file_as_it_was(records: OpenRecords) -> None:
    path = closed(records)
    engine = records.database._engine(path)
    with pytest.raises(ZeroDivisionError):
        upgrade(path, KEY, engine, (*REVISIONS, a_revision(fail_halfway)))
    engine.dispose()
    assert dialect.peek_revision(path, KEY, 2) == 1
    records.database.open()
    assert records.database.check() == ()


def test_without_room_for_the_copy_nothing_begins(
    records: OpenRecords, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = closed(records)
    monkeypatch.setattr("shutil.disk_usage", lambda _path: type("Usage", (), {"free": 10})())
    engine = records.database._engine(path)
    with pytest.raises(DiskFullError) as refused:
        upgrade(path, KEY, engine, (*REVISIONS, a_revision(add_shoe_size)))
    engine.dispose()
    assert refused.value.free_bytes == 10
    assert dialect.peek_revision(path, KEY, 2) == 1


def test_a_wrong_key_upgrades_nothing(records: OpenRecords) -> None:
    path = closed(records)
    engine = records.database._engine(path)
    with pytest.raises(WrongKeyError):
        upgrade(path, bytes(32), engine, (*REVISIONS, a_revision(add_shoe_size)))
    engine.dispose()
    assert not list(path.parent.glob("*before*"))
