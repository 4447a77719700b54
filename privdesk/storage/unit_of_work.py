# SPDX-License-Identifier: MIT
"""One transaction over the records: commit explicitly, audited, or nothing happened."""

import re
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from functools import cached_property
from types import TracebackType
from typing import Protocol, Self

from sqlalchemy import Connection, Engine, event
from sqlalchemy.orm import Session

from privdesk.domain.errors import UnauditedChangeError
from privdesk.domain.ledger import LedgerLine
from privdesk.domain.vault import AnchorHeads
from privdesk.services.progress import Progress
from privdesk.storage.activity import SqlActivity
from privdesk.storage.agencies import SqlAgencies
from privdesk.storage.approvals import SqlApprovals
from privdesk.storage.audit_trail import SqlAuditTrail
from privdesk.storage.calls import SqlCalls
from privdesk.storage.cases import SqlCases
from privdesk.storage.catalogue import SqlCatalogue
from privdesk.storage.consents import SqlConsents
from privdesk.storage.contracts import SqlContracts
from privdesk.storage.disposals import SqlDisposals
from privdesk.storage.documents import SqlDocuments
from privdesk.storage.drafts import SqlDrafts
from privdesk.storage.duplicates.pairs import SqlDuplicates
from privdesk.storage.erasing import SqlEraser
from privdesk.storage.erasures import SqlErasures
from privdesk.storage.figures import SqlFigures
from privdesk.storage.holds import SqlHolds
from privdesk.storage.imports import SqlImports
from privdesk.storage.inbox import SqlInbox
from privdesk.storage.ledger import SqlLedger
from privdesk.storage.lookup.driver import Transaction
from privdesk.storage.lookup.rebuild import rebuild
from privdesk.storage.matching.key_table import rebuild as rebuild_keys
from privdesk.storage.merging import SqlMerging
from privdesk.storage.office import SqlSettings, SqlStaff
from privdesk.storage.people import SqlPeople
from privdesk.storage.replaying import Replayed, begin_after_restore
from privdesk.storage.retention import SqlRetention
from privdesk.storage.scope import GIVE_WAY, Scope
from privdesk.storage.search_index import FtsSearchIndex
from privdesk.storage.submissions import SqlSubmissions
from privdesk.storage.tellings import SqlObjections, SqlRestrictions, SqlTellings
from privdesk.storage.write_gate import Priority, WriteGate

_WRITES = re.compile(
    r'\s*(?:INSERT(?: OR \w+)? INTO|REPLACE INTO|UPDATE|DELETE FROM)\s+"?(\w+)', re.IGNORECASE
)
_TOUCHED = "touched"
LEDGER_TABLE = "ledger_line"
BOOKKEEPING = frozenset({"audit_entry", "record_state"})
UNAUDITED = frozenset({"draft", "call_sheet"})
"""What is saved while somebody types."""


class AnchorPort(Protocol):
    """Where the heads are kept outside the database."""

    def write(self, heads: AnchorHeads) -> None:
        """Remember them durably; called after each commit, before it is acknowledged."""
        ...


class SqlRecords:
    """Everything in the database, by kind, within one transaction."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    @cached_property
    def people(self) -> SqlPeople:
        return SqlPeople(self._scope)

    @cached_property
    def contracts(self) -> SqlContracts:
        return SqlContracts(self._scope)

    @cached_property
    def agencies(self) -> SqlAgencies:
        return SqlAgencies(self._scope)

    @cached_property
    def activity(self) -> SqlActivity:
        return SqlActivity(self._scope)

    @cached_property
    def inbox(self) -> SqlInbox:
        return SqlInbox(self._scope)

    @cached_property
    def documents(self) -> SqlDocuments:
        return SqlDocuments(self._scope)

    @cached_property
    def drafts(self) -> SqlDrafts:
        return SqlDrafts(self._scope)

    @cached_property
    def submissions(self) -> SqlSubmissions:
        return SqlSubmissions(self._scope)

    @cached_property
    def consents(self) -> SqlConsents:
        return SqlConsents(self._scope)

    @cached_property
    def cases(self) -> SqlCases:
        return SqlCases(self._scope)

    @cached_property
    def calls(self) -> SqlCalls:
        return SqlCalls(self._scope)

    @cached_property
    def figures(self) -> SqlFigures:
        return SqlFigures(self._scope)

    @cached_property
    def settings(self) -> SqlSettings:
        return SqlSettings(self._scope)

    @cached_property
    def catalogue(self) -> SqlCatalogue:
        return SqlCatalogue(self._scope)

    @cached_property
    def staff(self) -> SqlStaff:
        return SqlStaff(self._scope)

    @cached_property
    def imports(self) -> SqlImports:
        return SqlImports(self._scope)

    @cached_property
    def approvals(self) -> SqlApprovals:
        return SqlApprovals(self._scope)

    @cached_property
    def tellings(self) -> SqlTellings:
        return SqlTellings(self._scope)

    @cached_property
    def restrictions(self) -> SqlRestrictions:
        return SqlRestrictions(self._scope)

    @cached_property
    def objections(self) -> SqlObjections:
        return SqlObjections(self._scope)

    @cached_property
    def holds(self) -> SqlHolds:
        return SqlHolds(self._scope)

    @cached_property
    def erasures(self) -> SqlErasures:
        return SqlErasures(self._scope)

    @cached_property
    def retention(self) -> SqlRetention:
        return SqlRetention(self._scope)

    @cached_property
    def disposals(self) -> SqlDisposals:
        return SqlDisposals(self._scope)

    @cached_property
    def audit(self) -> SqlAuditTrail:
        return SqlAuditTrail(self._scope)

    @cached_property
    def duplicates(self) -> SqlDuplicates:
        return SqlDuplicates(self._scope)

    @cached_property
    def merging(self) -> SqlMerging:
        return SqlMerging(self._scope, self.people)

    @cached_property
    def ledger(self) -> SqlLedger:
        return SqlLedger(self._scope)


class SqlUnitOfWork(SqlRecords):
    """A writing transaction; used with `with`, once, in one thread."""

    def __init__(
        self,
        engine: Engine,
        gate: WriteGate,
        priority: Priority,
        anchor: AnchorPort,
        make_scope: Callable[[Session], Scope],
        on_ledger: Callable[[], None] | None = None,
    ) -> None:
        """Nothing is opened yet."""
        self._engine = engine
        self._gate = gate
        self._priority = priority
        self._anchor = anchor
        self._make_scope = make_scope
        self._touched: set[str] = set()
        self._on_ledger = on_ledger
        self._ledger_moved = False

    def __enter__(self) -> Self:
        """Wait for the turn to write and begin.

        Raises:
            BusyError: another writer did not make way in time.
        """
        self._gate.enter(self._priority)
        with ExitStack() as undo:
            undo.callback(self._gate.leave)
            self._connection = undo.enter_context(self._engine.connect())
            self._connection.info[_TOUCHED] = self._touched
            self._connection.info[GIVE_WAY] = self._gate.give_way if self._priority is Priority.RUN else None
            session = Session(bind=self._connection, expire_on_commit=False)
            super().__init__(self._make_scope(session))
            session.connection()
            undo.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Undo whatever was not committed."""
        try:
            self._scope.session.close()
            self._connection.close()
        finally:
            self._gate.leave()
        if self._ledger_moved and self._on_ledger is not None:
            self._on_ledger()

    @cached_property
    def eraser(self) -> SqlEraser:
        return SqlEraser(self._scope)

    def begin_epoch(self, epoch: int) -> None:
        """Say that another history begins here: somebody who may took the records as they lie there."""
        self._scope.state.begin_epoch(self._scope.connection, epoch)

    def begin_after_restore(self, lines: Sequence[LedgerLine], epoch: int) -> Replayed:
        """As `replaying.begin_after_restore`: for restores, and for going on with an older database."""
        return begin_after_restore(self._scope, lines, epoch)

    def rebuild_index(self, progress: Progress) -> int:
        """Make what finds people anew within this transaction; returns how many people it holds. Raises: Cancelled."""
        self._scope.session.flush()
        count = rebuild(Transaction(self._scope.connection), progress)
        rebuild_keys(self._scope.connection, self._scope.matching.key, progress)
        state = self._scope.state
        state.stale_people.clear()
        state.words_anew = True
        return count

    @property
    def people_waiting(self) -> bool:
        """Whether somebody at the desk waits to write."""
        return self._gate.people_waiting

    def give_way(self) -> None:
        """Stand still while a keystroke is being answered, if this is a run."""
        self._scope.give_way()

    def commit(self) -> None:
        """Make it durable, write the anchor, then return.

        When the anchor cannot be written its error is raised although the commit stands: the anchor is then
        behind, as after a crash, and the next commit writes it.

        Raises:
            UnauditedChangeError: something changed without an audit event; everything is undone.
            DiskFullError, ReadOnlyError, BusyError, DamagedDatabaseError.
        """
        session = self._scope.session
        session.flush()
        FtsSearchIndex(self._scope).settle()
        if not self._touched:
            return
        changed = self._touched - BOOKKEEPING
        if changed and "audit_entry" not in self._touched:
            self._refuse(changed)
        state = self._scope.state
        version = state.vocabulary_version(self._scope.connection)
        heads = state.write(self._scope.connection)
        ledger_moved = LEDGER_TABLE in self._touched
        session.commit()
        if state.word_changes and not state.words_anew:
            self._scope.vocabulary.follow(version + 1, state.word_changes)
        self._ledger_moved |= ledger_moved
        self._begin_anew()
        self._anchor.write(heads)

    def commit_draft(self) -> None:
        """Make a draft or a running call sheet durable; no audit entry, but the anchor counts it: no loss is silent.

        Raises:
            UnauditedChangeError: something else changed as well; everything is undone.
        """
        session = self._scope.session
        session.flush()
        if self._touched - UNAUDITED:
            self._refuse(self._touched - UNAUDITED)
        if not self._touched:
            return
        heads = self._scope.state.write(self._scope.connection)
        session.commit()
        self._begin_anew()
        self._anchor.write(heads)

    def _begin_anew(self) -> None:
        self._touched.clear()
        self._scope.state.forget()

    def _refuse(self, changed: set[str]) -> None:
        self._scope.session.rollback()
        self._begin_anew()
        raise UnauditedChangeError(tuple(sorted(changed)))


def note_changes(engine: Engine) -> None:
    """Make every unit of work on `engine` know which tables it changed, whatever way the statement took.

    Runs stand still before a statement while somebody's keystroke is being answered.
    """

    def note(connection: Connection, _cursor: object, statement: str, *_rest: object) -> None:
        give_way = connection.info.get(GIVE_WAY)
        if give_way is not None:
            give_way()
        match = _WRITES.match(statement)
        touched = connection.info.get(_TOUCHED) if match else None
        if match and touched is not None:
            touched.add(match[1])

    event.listen(engine, "before_cursor_execute", note)
