# SPDX-License-Identifier: MIT
"""The keyed audit chain: appended within the unit of work, walked in chunks."""

import hmac
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC

from sqlalchemy import func, insert, select

from privdesk.domain.audit import CHAIN_START, Action, AuditEntry, AuditEvent, link
from privdesk.storage.row_base import table_of
from privdesk.storage.rows_office import AuditRow
from privdesk.storage.scope import Scope

_CHUNK = 1000
_APPEND = insert(table_of(AuditRow))


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
        statement = select(AuditRow).order_by(AuditRow.sequence.desc()).limit(limit)
        if record is not None:
            statement = statement.where(AuditRow.record == record)
        wanted = [action.value for action in actions]
        if wanted:
            statement = statement.where(AuditRow.action.in_(wanted))
        return [row.to_domain() for row in self._scope.session.scalars(statement)]

    def verify(self) -> int | None:
        """Walk the whole chain; the first sequence number that does not fit, or None when it is whole."""
        session = self._scope.session
        last, head = self._scope.state.audit_end(self._scope.connection)
        before, sequence = CHAIN_START, 0
        while True:
            statement = select(AuditRow).where(AuditRow.sequence > sequence).order_by(AuditRow.sequence)
            rows = session.scalars(statement.limit(_CHUNK)).all()
            for row in rows:
                sequence += 1
                if not self._fits(row, sequence, before):
                    return sequence
                before = row.mac
            session.expunge_all()
            if len(rows) < _CHUNK:
                break
        whole = sequence == last and hmac.compare_digest(before, head)
        return None if whole else sequence + 1

    def count(self) -> int:
        """Entries in the chain."""
        found = self._scope.session.scalar(select(func.count()).select_from(AuditRow))
        return found or 0

    def _fits(self, row: AuditRow, sequence: int, before: bytes) -> bool:
        try:
            entry = row.to_domain()
        except (ValueError, TypeError):
            return False
        mac = link(self._scope.audit_key_of(sequence), before, entry)
        return row.sequence == sequence and hmac.compare_digest(mac, row.mac)
