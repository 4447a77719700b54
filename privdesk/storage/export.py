# SPDX-License-Identifier: MIT
"""A consistent copy of the database under another key, made while people work; and proof that it opens.

Used by backups, restores and re-keys. The copy is one file with a rollback journal: opening it with `Database`
turns write-ahead logging on again.
"""

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from privdesk.domain.agencies import AgencyId
from privdesk.domain.backup_errors import CopyDiffersError
from privdesk.domain.backups import Exported
from privdesk.domain.errors import DamagedDatabaseError, PrivdeskError
from privdesk.domain.staff import Role, StaffMember
from privdesk.domain.vault import AnchorHeads, StaffId
from privdesk.storage import dialect
from privdesk.storage.faults import faults_typed

Watch = Callable[[int, int], None]
"""Told bytes written and bytes expected every few milliseconds; may raise to stop the copy."""
_STEPS = 5_000
_FLUSH_BYTES = 2 * 1024 * 1024
"""So much of a copy is flushed at a time: one large flush at its end would hold up commits on the same disk."""


def export_to(
    source: Path, source_key: bytes, target: Path, target_key: bytes, watch: Watch | None = None
) -> Exported:
    """Write a consistent copy of `source` to the new file `target`, encrypted under `target_key`, and fsync it.

    Writers go on meanwhile; what they commit later is not in the copy. Application id and revision are carried
    over. A copy that fails leaves no file. It is not proved yet: call `verify_copy`.

    Raises:
        FileExistsError: `target` is there already.
        DiskFullError, ReadOnlyError, DamagedDatabaseError, WrongKeyError: as the names say.
    """
    if target.exists():
        raise FileExistsError(target.name)
    connection = dialect.connect(source, source_key)
    try:
        facts = _export(connection, source, target, target_key, watch)
    except BaseException:
        connection.close()
        for leftover in target.parent.glob(f"{target.name}*"):
            leftover.unlink()
        raise
    connection.close()
    _sync(target)
    return facts


def import_from(
    source: Path, source_key: bytes, target: Path, target_key: bytes, watch: Watch | None = None
) -> Exported:
    """Write a copy of a file that nobody writes – it may lie on a medium that cannot be written – under another key.

    Raises:
        FileExistsError, DiskFullError, ReadOnlyError, DamagedDatabaseError, WrongKeyError, EmptyDatabaseError,
        DatabaseMissingError: no file stays.
    """
    if target.exists():
        raise FileExistsError(target.name)
    dialect.look_at(source)
    connection = dialect.connect(target, target_key, create=True)
    try:
        facts = _import(connection, source, source_key, target, watch)
    except BaseException:
        connection.close()
        for leftover in target.parent.glob(f"{target.name}*"):
            leftover.unlink()
        raise
    connection.close()
    _sync(target)
    return facts


def verify_copy(path: Path, key: bytes, expected: Exported) -> None:
    """Open a copy for real: seals, pages, references, revision, every table's rows, heads; changes nothing.

    Raises:
        CopyDiffersError: names what is not as it was; DamagedDatabaseError, WrongKeyError, EmptyDatabaseError,
        DatabaseMissingError: it does not even open.
    """
    found = facts_of_copy(path, key)
    for name in ("revision", "counts", "heads", "last_audit_at"):
        if getattr(found, name) != getattr(expected, name):
            raise CopyDiffersError(name)


def facts_of_copy(path: Path, key: bytes) -> Exported:
    """What a copy holds, every page and seal looked at. Raises: as `verify_copy`."""
    connection = dialect.connect_frozen(path, key)
    try:
        with faults_typed(path):
            _require_sound(connection)
            return facts_of(connection)
    finally:
        connection.close()


def document_ids(path: Path, key: bytes) -> list[str]:
    """The sealed files that a copy's rows name, in order."""
    connection = dialect.connect_frozen(path, key)
    try:
        with faults_typed(path):
            return [
                str(row[0]) for row in connection.execute("SELECT id FROM document ORDER BY id").fetchall()
            ]
    finally:
        connection.close()


def member_of_copy(path: Path, key: bytes, staff_id: StaffId) -> StaffMember | None:
    """A member of staff with the roles they have in a copy; None for somebody whom it does not know."""
    connection = dialect.connect_frozen(path, key)
    try:
        with faults_typed(path):
            found = connection.execute(
                "SELECT name, roles, agency_id, disabled FROM staff_member WHERE id = ?", (staff_id,)
            ).fetchall()
    finally:
        connection.close()
    if not found:
        return None
    name, roles, agency, disabled = found[0]
    agency_id = AgencyId(int(agency)) if agency is not None else None
    held = frozenset(map(Role, json.loads(str(roles))))
    return StaffMember(staff_id, str(name), held, agency_id, bool(disabled))


def _require_sound(connection: dialect.Driver) -> None:
    for check in ("cipher_integrity_check", "quick_check", "foreign_key_check"):
        if any(row[0] != "ok" for row in connection.execute(f"PRAGMA {check}").fetchall()):
            raise CopyDiffersError(check)
    if _number(connection, "PRAGMA application_id") != dialect.APPLICATION_ID:
        raise CopyDiffersError("application_id")


def facts_of(connection: dialect.Driver) -> Exported:
    """Heads, revision and counts of an open connection, within its running transaction if there is one."""
    row = connection.execute(
        "SELECT counter, audit_head, ledger_head, ledger_count, epoch FROM record_state"
    ).fetchone()
    if row is None:
        raise CopyDiffersError("record_state")
    counter, audit_head, ledger_head, ledger_count, epoch = row
    heads = AnchorHeads(
        int(counter or 0), _bytes(audit_head), _bytes(ledger_head), int(ledger_count or 0), int(epoch or 0)
    )
    counts = {name: _number(connection, f'SELECT count(*) FROM "{name}"') for name in _tables(connection)}  # noqa: S608
    last = connection.execute("SELECT max(at) FROM audit_entry").fetchone()
    at = datetime.fromisoformat(str(last[0])).replace(tzinfo=UTC) if last and last[0] else None
    return Exported(heads, _number(connection, "PRAGMA user_version"), counts, at)


def _export(
    connection: dialect.Driver, source: Path, target: Path, target_key: bytes, watch: Watch | None
) -> Exported:
    expected = _number(connection, "PRAGMA page_count") * dialect.PAGE_BYTES
    with faults_typed(target):
        connection.execute(f"ATTACH DATABASE ? AS copy KEY \"x'{target_key.hex()}'\"", (str(target),))
        for pragma in ("journal_mode = OFF", "synchronous = OFF", "secure_delete = OFF"):
            connection.execute(f"PRAGMA copy.{pragma}").fetchall()
    with _watched(connection, target, expected, watch) as step, faults_typed(source):
        connection.execute("BEGIN")
        facts = facts_of(connection)
        step()
        connection.execute("SELECT sqlcipher_export('copy')").fetchall()
        connection.execute(f"PRAGMA copy.application_id = {dialect.APPLICATION_ID}")
        connection.execute(f"PRAGMA copy.user_version = {facts.revision}")
        connection.execute("COMMIT")
        # what waited for this long reading goes into the file here, and not with somebody's next commit
        connection.execute("PRAGMA main.wal_checkpoint(PASSIVE)").fetchall()
    with faults_typed(target):
        connection.execute("DETACH DATABASE copy")
    return facts


def _import(
    connection: dialect.Driver, source: Path, source_key: bytes, target: Path, watch: Watch | None
) -> Exported:
    place = f"{source.absolute().as_uri()}?mode=ro&immutable=1"
    with faults_typed(source):
        connection.execute(f"ATTACH DATABASE ? AS source KEY \"x'{source_key.hex()}'\"", (place,))
        if _number(connection, "PRAGMA source.application_id") != dialect.APPLICATION_ID:
            raise DamagedDatabaseError(source)
        revision = _number(connection, "PRAGMA source.user_version")
    with faults_typed(target):
        connection.execute("PRAGMA journal_mode = OFF").fetchall()
    expected = source.stat().st_size
    with _watched(connection, target, expected, watch) as step, faults_typed(source):
        step()
        connection.execute("BEGIN")
        connection.execute("SELECT sqlcipher_export('main', 'source')").fetchall()
        connection.execute(f"PRAGMA main.application_id = {dialect.APPLICATION_ID}")
        connection.execute(f"PRAGMA main.user_version = {revision}")
        connection.execute("COMMIT")
    with faults_typed(target):
        connection.execute("DETACH DATABASE source")
        return facts_of(connection)


@contextmanager
def _watched(
    connection: dialect.Driver, target: Path, expected: int, watch: Watch | None
) -> Iterator[Callable[[], None]]:
    """Tell `watch` how far the copy is, and stop the driver with whatever it raises."""
    stopped: list[BaseException] = []
    flushed = 0

    def look() -> None:
        nonlocal flushed
        size = target.stat().st_size if target.exists() else 0
        if size - flushed >= _FLUSH_BYTES:
            flushed = size
            _sync(target)
        if watch is not None:
            watch(size, expected)

    def step() -> int:
        try:
            look()
        except BaseException as error:  # noqa: BLE001 - raised again once the driver let go
            stopped.append(error)
            return 1
        return 0

    connection.set_progress_handler(step, _STEPS)
    try:
        yield look
    except PrivdeskError:
        if stopped:
            raise stopped[0] from None
        raise
    finally:
        connection.set_progress_handler(None, 0)


def _tables(connection: dialect.Driver) -> list[str]:
    """Every table that holds rows of ours; shadow tables of the search index are its own affair."""
    virtual, names = set(), []
    for name, sql in connection.execute(
        "SELECT name, sql FROM sqlite_schema WHERE type = 'table'"
    ).fetchall():
        if str(sql).upper().startswith("CREATE VIRTUAL"):
            virtual.add(str(name))
        elif not str(name).startswith("sqlite_"):
            names.append(str(name))
    return sorted(name for name in names if not any(name.startswith(f"{each}_") for each in virtual))


def _number(connection: dialect.Driver, statement: str) -> int:
    row = connection.execute(statement).fetchone()
    return int(row[0] or 0) if row else 0


def _bytes(value: dialect.Value) -> bytes:
    if not isinstance(value, bytes):
        raise DamagedDatabaseError(Path())
    return value


def _sync(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())
