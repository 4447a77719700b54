# SPDX-License-Identifier: MIT
"""The encrypted database of open records: one writer, several readers, all or nothing."""

import os
import stat
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, tzinfo
from functools import cached_property
from pathlib import Path
from typing import cast

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Connection, Engine, QueuePool, create_engine, event, select
from sqlalchemy.orm import Session

from privdesk.domain.audit import Action, AuditEvent
from privdesk.domain.checking import Finding
from privdesk.domain.errors import BusyError, FolderTakenError, ReadOnlyError
from privdesk.domain.vault import AnchorHeads, StaffId
from privdesk.services.ports import Clock
from privdesk.services.progress import NO_PROGRESS, Progress
from privdesk.storage import dialect
from privdesk.storage.faults import faults_typed, type_faults
from privdesk.storage.integrity import audit_findings, file_findings
from privdesk.storage.lookup import fts
from privdesk.storage.lookup.driver import Transaction
from privdesk.storage.lookup.look_up import LookUp, LookUpDriver
from privdesk.storage.lookup.rebuild import compare
from privdesk.storage.lookup.vocabulary import Vocabularies
from privdesk.storage.matching import key_table
from privdesk.storage.matching.memory import Matching
from privdesk.storage.migrations import NEWEST
from privdesk.storage.page_seals import PageWatch
from privdesk.storage.rows_office import AuditRow, StateRow
from privdesk.storage.scope import Scope, Writer
from privdesk.storage.stream_days import differences
from privdesk.storage.unit_of_work import AnchorPort, SqlRecords, SqlUnitOfWork, note_changes
from privdesk.storage.write_gate import Priority, WriteGate

READERS = 4
AUTO_CHECKPOINT = 1000
"""Pages in the write-ahead log at which it is folded in by itself; SQLite's own number."""
_DRIVER = "sqlite+pysqlite://"


class Database:
    """`records.db` of one vault. Open it with `open()`, make it with `create()`; close it when locking."""

    def __init__(
        self,
        path: Path,
        key: bytes,
        audit_key: bytes,
        anchor: AnchorPort,
        zone: tzinfo = UTC,
        ledger_key: bytes = b"",
        former_audit: tuple[tuple[int, bytes], ...] = (),
        search_key: bytes = b"",
    ) -> None:
        """Nothing is touched yet.

        Args:
            path: the database file.
            key: raw key of 32 bytes.
            audit_key: key of the audit chain.
            anchor: told of every commit before it is acknowledged.
            zone: the office's time zone, in which years and months are counted.
            ledger_key: key of the ledger of erasures.
            former_audit: audit keys before a re-key, as `Scope` takes them.
            search_key: key of the hashes by which duplicates are found.
        """
        self.path = path
        self._key = key
        self._audit_key = audit_key
        self._ledger_key = ledger_key
        self._former_audit = former_audit
        self._anchor = anchor
        self.zone = zone
        self.on_ledger: Callable[[], None] | None = None
        """Called after each commit that added to the ledger, once others may write again."""
        self._gate = WriteGate()
        self._vocabulary = Vocabularies()
        self._matching = Matching(search_key)
        self._writer: Engine | None = None
        self._reader: Engine | None = None
        self._pages: PageWatch | None = None
        self.pages_wrong = False
        """Whether pages were found that the desk did not leave; said once the comparing of a large file ended."""

    def create(self) -> None:
        """Make the file with the newest schema, durably, and open it.

        A half-made file is never left under its name.

        Raises:
            FolderTakenError: there is a file already.
            DiskFullError, ReadOnlyError.
        """
        if self.path.exists():
            raise FolderTakenError(self.path.parent)
        making = self.path.with_name(self.path.name + ".making")
        for leftover in making.parent.glob(making.name + "*"):
            leftover.unlink()
        from privdesk.storage.migrations.upgrade import apply  # loads Alembic

        engine = self._engine(making, create=True)
        try:
            with engine.begin() as connection:
                apply(connection, 0)
        finally:
            engine.dispose()
        _sync(making)
        making.replace(self.path)
        _sync_folder(self.path.parent)
        self.open()

    def open(self) -> tuple[int, int]:
        """Open the file, bringing an older one up to date first; returns the revisions before and after.

        Raises:
            DatabaseMissingError, EmptyDatabaseError, WrongKeyError, DamagedDatabaseError, NewerFormatError,
            ReadOnlyError: nothing was touched.
        """
        _require_writable(self.path)
        before = dialect.peek_revision(self.path, self._key, NEWEST)
        if before < NEWEST:
            from privdesk.storage.migrations.upgrade import upgrade  # loads Alembic

            engine = self._engine(self.path)
            try:
                upgrade(self.path, self._key, engine)
            finally:
                engine.dispose()
        connection = dialect.connect(self.path, self._key)
        try:
            dialect.write_ahead(connection)
        finally:
            connection.close()
        self._writer = self._engine(self.path)
        self._reader = self._engine(self.path, read_only=True)
        return before, NEWEST

    def work(self, staff_id: StaffId, clock: Clock, priority: Priority = Priority.PERSON) -> SqlUnitOfWork:
        """A writing transaction of this member of staff; runs such as imports use `Priority.RUN`."""
        writer = Writer(staff_id, clock)
        return SqlUnitOfWork(
            self._opened(self._writer), self._gate, priority, self._anchor,
            lambda session: self._scope(session, writer), self.on_ledger,
        )  # fmt: skip

    @contextmanager
    def reading(self) -> Iterator[SqlRecords]:
        """A consistent read of what is committed now; writers do not wait for it."""
        with (
            self._gate.reading(),
            self._opened(self._reader).connect() as connection,
            Session(bind=connection) as session,
        ):
            session.execute(select(StateRow.counter)).scalar_one()
            yield SqlRecords(self._scope(session, None))

    def heads(self) -> AnchorHeads:
        """What the database says of itself, to compare with the anchor."""
        with self._opened(self._reader).connect() as connection, Session(bind=connection) as session:
            return session.get_one(StateRow, 1).to_domain()

    def audit_has(self, head: bytes) -> bool:
        """Whether `head` is in the audit chain."""
        statement = select(AuditRow.sequence).where(AuditRow.mac == head).order_by(AuditRow.sequence.desc())
        with self._opened(self._reader).connect() as connection:
            return connection.execute(statement.limit(1)).first() is not None

    @cached_property
    def look_up(self) -> LookUp:
        """Finds people while somebody types, through a connection of its own."""
        return LookUp(self.path, self._look_up_driver, self._gate, self._vocabulary)

    def rebuild_index(self, open_work: Callable[[], SqlUnitOfWork], progress: Progress = NO_PROGRESS) -> int:
        """Make what finds people anew from the records, all or nothing; returns how many people. Commits.

        Raises: Cancelled.
        """
        with open_work() as work:
            count = work.rebuild_index(progress)
            work.audit.record(AuditEvent(Action.INDEX_REBUILT, count=count))
            work.commit()
        self._vocabulary.forget()
        return count

    def index_differences(self, progress: Progress = NO_PROGRESS) -> int:
        """Compare what finds people with the records: how many entries are not as they should be."""
        with faults_typed(self.path), closing(dialect.connect(self.path, self._key)) as driver:
            driver.execute("BEGIN")
            return compare(cast("LookUpDriver", driver), progress)

    def matching_differences(self, progress: Progress = NO_PROGRESS) -> int:
        """Compare what finds duplicates with the people: how many keys are not as they should be.

        Raises: Cancelled.
        """
        with self._opened(self._reader).connect() as connection:
            return key_table.differences(connection, self._matching.key, progress)

    def sums_differences(self, progress: Progress = NO_PROGRESS) -> int:
        """Compare the sums kept for retention with the rows: on how many days they are not as they should be.

        Raises: Cancelled.
        """
        with self._opened(self._reader).connect() as connection:
            return differences(connection, self.zone, progress)

    def recount_sums(self, open_work: Callable[[], SqlUnitOfWork], progress: Progress = NO_PROGRESS) -> None:
        """Count the sums kept for retention anew from the rows, all or nothing. Commits. Raises: Cancelled."""
        with open_work() as work:
            work.retention.recount(progress)
            work.audit.record(AuditEvent(Action.SUMS_RECOUNTED))
            work.commit()

    def forget_words(self) -> None:
        """Make sure that words of people who left stand in no page of the file any more, and in no memory.

        Deleted rows are overwritten at once (`secure_delete`); the search tables drop what was deleted when they are
        put in order, the write-ahead log when it is folded in. Seconds with a million people; commits by itself.

        Law: GDPR Art. 17; FADP Art. 32(2)(c).
        """
        self._gate.enter(Priority.RUN)
        try:
            with self._opened(self._writer).begin() as connection:
                fts.command(Transaction(connection), "optimize")
        finally:
            self._gate.leave()
        self._vocabulary.forget()
        self.checkpoint()

    def _look_up_driver(self) -> LookUpDriver:
        return cast("LookUpDriver", dialect.connect(self.path, self._key, read_only=True))

    @property
    def person_waits(self) -> bool:
        """Whether a person's write waits for a run to make way."""
        return self._gate.people_waiting

    @property
    def is_open(self) -> bool:
        """Whether `open` was called, and `close` not since."""
        return self._writer is not None

    def compare_pages(self, expected: bytes) -> None:
        """Compare a large file with the digest that the anchor kept, while people work; see `pages_wrong`."""
        self._fold_by_itself(pages=0)
        self._pages = PageWatch(self.path, expected, self._pages_compared)
        self._pages.start()

    def _pages_compared(self, fits: bool | None) -> None:
        """On the watch's thread; a unit of work may hold the writer longer than anybody else would wait."""
        self.pages_wrong = fits is False
        while fits is not None and self._pages is not None and not self._pages.stopped:
            with suppress(BusyError):
                self._fold_by_itself(pages=AUTO_CHECKPOINT)
                break

    def _fold_by_itself(self, pages: int) -> None:
        """Let the log be folded in once it holds so many pages; 0: never, the file stays as it is."""
        self._gate.enter(Priority.RUN)
        try:
            if self._writer is not None:
                with closing(self._writer.raw_connection()) as raw:
                    raw.cursor().execute(f"PRAGMA wal_autocheckpoint = {pages}").fetchall()
        finally:
            self._gate.leave()

    def checkpoint(self) -> None:
        """Fold the write-ahead log into the file and empty it: after imports, before copying, when closing."""
        if self._pages is not None:
            self._pages.finish()
        self._gate.enter(Priority.RUN)
        try:
            if "look_up" in self.__dict__:
                self.look_up.stand_back()
            raw = self._opened(self._writer).raw_connection()
            try:
                raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            finally:
                raw.close()
        finally:
            self._gate.leave()

    def scrub(self) -> None:
        """After an erasure: let erased words leave the search tables' pages, and the write-ahead log be empty.

        Law: GDPR Art. 17, 32; FADP Art. 6(4), 8.
        """
        self._gate.enter(Priority.RUN)
        try:
            with self._opened(self._writer).begin() as connection:
                dialect.settle_search_tables(connection)
        finally:
            self._gate.leave()
        self.checkpoint()

    def check(self) -> tuple[Finding, ...]:
        """Look for damage in file, references and audit chain; empty when all is well. Seconds to minutes."""
        findings = self.check_file()
        if findings:
            return findings
        with self.reading() as records:
            return audit_findings(records.audit)

    def check_file(self) -> tuple[Finding, ...]:
        """Look at the seal of every page, every page, every reference between rows."""
        with self._opened(self._reader).connect() as connection:
            return file_findings(connection)

    @contextmanager
    def carrying_over(self) -> Iterator[Connection]:
        """One transaction past the unit of work, in which a re-key puts what lay under old keys under the new."""
        with self._opened(self._writer).begin() as connection:
            yield connection

    def close(self) -> None:
        """Let go of the file; the last connection folds the write-ahead log in."""
        if self._pages is not None:
            self._pages.stop()
            self._pages = None
        if "look_up" in self.__dict__:
            self.look_up.close()
            del self.look_up
        for engine in (self._reader, self._writer):
            if engine is not None:
                engine.dispose()
        self._reader = self._writer = None
        self._vocabulary.forget()
        self._matching.forget()

    def _scope(self, session: Session, writer: Writer | None) -> Scope:
        return Scope(
            session, self.zone, self._audit_key, self._vocabulary, writer, ledger_key=self._ledger_key,
            former_audit=self._former_audit, matching=self._matching,
        )  # fmt: skip

    def _engine(self, path: Path, *, read_only: bool = False, create: bool = False) -> Engine:
        def connect() -> dialect.Driver:
            return dialect.connect(path, self._key, read_only=read_only, create=create)

        def begin(connection: Connection) -> None:
            connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")

        engine = create_engine(
            _DRIVER, module=sqlcipher, creator=connect, poolclass=QueuePool, hide_parameters=True,
            pool_size=READERS if read_only else 1, max_overflow=READERS if read_only else 0,
        )  # fmt: skip
        event.listen(engine, "begin", begin)
        type_faults(engine, path)
        note_changes(engine)
        return engine

    def _opened(self, engine: Engine | None) -> Engine:
        if engine is None:
            raise RuntimeError("the database is not open")
        return engine


def _require_writable(path: Path) -> None:
    """Refuse a file that may only be read before SQLite makes side files that nobody may write either.

    Side files that such an opening left behind get the rights of the file again. Raises: ReadOnlyError.
    """
    if not path.exists():
        return
    if not os.access(path, os.W_OK):
        raise ReadOnlyError(path.parent)
    for side in (path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")):
        if side.exists() and not os.access(side, os.W_OK):
            with suppress(OSError):
                side.chmod(stat.S_IMODE(path.stat().st_mode))


def _sync(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    """Make a rename durable; Windows does this by itself and cannot open folders."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
