# SPDX-License-Identifier: MIT
"""The keyed audit chain: appended within the unit of work, walked in parts, pruned behind a checkpoint."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from heapq import merge
from itertools import islice

from sqlalchemy import Select, delete, func, insert, select

from privdesk.domain.audit import Action, AuditEntry, AuditEvent, link
from privdesk.domain.audit_chain import (
    AuditQuery,
    ChainExaminer,
    StoredEntry,
    checkpoint_of,
    checkpoint_reference,
)
from privdesk.storage.row_base import table_of
from privdesk.storage.rows_office import AuditRow
from privdesk.storage.scope import Scope

_CHUNK = 1000
_TABLE = table_of(AuditRow)
_APPEND = insert(_TABLE)
_ONE_BY_ONE = 12
"""So many kinds of acts are looked up each by its index and merged; more are found sooner by walking back."""


class SqlAuditTrail:
    """Who did what to which record and why."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def record(self, event: AuditEvent) -> None:
        """Append within the running unit of work; number, time, staff member and seal are given here."""
        connection = self._scope.connection
        sequence, head = self._scope.state.audit_end(connection)
        at = self._scope.now().astimezone(UTC)
        entry = AuditEntry(sequence + 1, at, self._scope.who().staff_id, event)
        entry = replace(entry, mac=link(self._scope.audit_key, head, entry))
        connection.execute(_APPEND, AuditRow.values_of(entry))
        self._scope.state.move_on(connection, entry.sequence, entry.mac)

    def entries(
        self, *, record: str | None = None, actions: Iterable[Action] = (), limit: int = 200
    ) -> Sequence[AuditEntry]:
        """Newest first."""
        return self.page(AuditQuery(frozenset(actions), record=record), None, limit)

    def page(self, query: AuditQuery, before: int | None, limit: int) -> Sequence[AuditEntry]:
        """Entries with a number below `before` (None: from the newest on) that fit, newest first."""
        wanted = self._limited(query, before).limit(limit)
        if not 1 < len(query.actions) <= _ONE_BY_ONE or query.record is not None:
            statement = (
                wanted if not query.actions else wanted.where(AuditRow.action.in_(_values(query.actions)))
            )
            return [row.to_domain() for row in self._scope.session.scalars(statement)]
        each = (
            [row.to_domain() for row in self._scope.session.scalars(wanted.where(AuditRow.action == action))]
            for action in _values(query.actions)
        )
        newest_first = merge(*each, key=lambda entry: -entry.sequence)
        return list(islice(newest_first, limit))

    def verify(self) -> int | None:
        """Walk the whole chain; the first number that does not fit, or None when it is whole."""
        examiner = self.examiner()
        while self.examine(examiner, _CHUNK):
            pass
        check = examiner.finish(*self.end())
        return check.findings[0].first if check.findings else None

    def examiner(self) -> ChainExaminer:
        """Begin a walk: behind the last checkpoint, else at the first entry."""
        point = self._checkpoint()
        key_of = self._scope.audit_key_of
        return ChainExaminer(key_of, *point) if point is not None else ChainExaminer(key_of)

    def examine(self, examiner: ChainExaminer, most: int) -> int:
        """Look at the next `most` entries; how many there were."""
        statement = select(_TABLE).where(_TABLE.c.sequence > examiner.reached).order_by(_TABLE.c.sequence)
        session = self._scope.session
        try:
            rows = session.execute(statement.limit(most)).all()
        except (ValueError, TypeError):  # something in there cannot even be read: one by one
            numbers = select(_TABLE.c.sequence).where(_TABLE.c.sequence > examiner.reached)
            found = session.scalars(numbers.order_by(_TABLE.c.sequence).limit(most)).all()
            examiner.take(self._one(number) for number in found)
            return len(found)
        examiner.take(_stored(AuditRow(**row._mapping)) for row in rows)  # noqa: SLF001 -- SQLAlchemy's public name
        return len(rows)

    def _one(self, sequence: int) -> StoredEntry:
        session = self._scope.session
        mac = session.scalar(select(_TABLE.c.mac).where(_TABLE.c.sequence == sequence))
        try:
            row = session.execute(select(_TABLE).where(_TABLE.c.sequence == sequence)).one()
        except (ValueError, TypeError):
            return StoredEntry(sequence, None, bytes(mac or b""))
        return _stored(AuditRow(**row._mapping))  # noqa: SLF001 -- SQLAlchemy's public name

    def end(self) -> tuple[int, bytes]:
        """Number and seal of the last entry, as the records say."""
        return self._scope.state.audit_end(self._scope.connection)

    def count(self) -> int:
        """Entries in the chain."""
        found = self._scope.session.scalar(select(func.count()).select_from(AuditRow))
        return found or 0

    def prune(self, before: datetime, most: int) -> int:
        """Let the oldest entries go, those from before `before`, behind a checkpoint that this writes; how many went.

        The checkpoint is an entry of the chain: it seals number and seal of the last entry that went. Never
        takes the newest entry. Call it again until it returns 0.
        """
        first = self._scope.session.scalar(select(func.min(_TABLE.c.sequence)))
        kept = self._scope.session.scalar(
            select(_TABLE.c.sequence).where(_TABLE.c.at >= before).order_by(_TABLE.c.sequence).limit(1)
        )
        newest, _head = self.end()
        last = min((kept if kept is not None else newest) - 1, newest - 1, (first or 1) + most - 1)
        if first is None or last < first:
            return 0
        row = self._scope.session.execute(select(_TABLE.c.mac).where(_TABLE.c.sequence == last)).scalar_one()
        gone: int = last - first + 1
        reference = checkpoint_reference(last, row)
        self.record(AuditEvent(Action.AUDIT_PRUNED, "audit", count=gone, reference=reference))
        self._scope.connection.execute(delete(_TABLE).where(_TABLE.c.sequence <= last))
        return gone

    def _checkpoint(self) -> tuple[int, bytes] | None:
        """Where the chain begins: what the newest checkpoint says that fits what is there."""
        first = self._scope.session.scalar(select(func.min(_TABLE.c.sequence)))
        points = (checkpoint_of(each) for each in self.entries(actions=(Action.AUDIT_PRUNED,), limit=_CHUNK))
        return next((point for point in points if point is not None and point[0] + 1 == first), None)

    def _limited(self, query: AuditQuery, before: int | None) -> Select[AuditRow]:
        statement = select(AuditRow).order_by(AuditRow.sequence.desc())
        if before is not None:
            statement = statement.where(AuditRow.sequence < before)
        if query.record is not None:
            statement = statement.where(AuditRow.record == query.record)
        if query.staff_id is not None:
            statement = statement.where(AuditRow.staff_id == query.staff_id)
        if query.since is not None:
            at = query.since.astimezone(UTC)
            statement = statement.where(AuditRow.sequence >= self._first_from(at), AuditRow.at >= at)
        if query.until is not None:
            at = query.until.astimezone(UTC)
            statement = statement.where(AuditRow.sequence < self._first_from(at), AuditRow.at < at)
        return statement

    def _first_from(self, at: datetime) -> int:
        """Number of the first entry at `at` or later, found by halving: numbers grow with time."""
        session = self._scope.session
        low = session.scalar(select(func.min(_TABLE.c.sequence))) or 1
        high = (session.scalar(select(func.max(_TABLE.c.sequence))) or 0) + 1
        while low < high:
            middle = (low + high) // 2
            found = session.scalar(
                select(_TABLE.c.at).where(_TABLE.c.sequence >= middle).order_by(_TABLE.c.sequence).limit(1)
            )
            if found is not None and found < at:
                low = middle + 1
            else:
                high = middle
        return low


def _values(actions: Iterable[Action]) -> list[str]:
    return sorted(action.value for action in actions)


def _stored(row: AuditRow) -> StoredEntry:
    try:
        return StoredEntry(row.sequence, row.to_domain(), row.mac)
    except (ValueError, TypeError):
        return StoredEntry(row.sequence, None, row.mac)
