# SPDX-License-Identifier: MIT
"""Call sheets."""

from collections.abc import Sequence

from sqlalchemy import Select, select

from privdesk.domain.cases import CallId, CallSheet
from privdesk.domain.people import PersonId
from privdesk.storage.rows_cases import CallRow
from privdesk.storage.scope import Scope


class SqlCalls:
    """Calls being taken, and earlier ones."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def add(self, sheet: CallSheet) -> CallSheet:
        """Add it and give it its id."""
        row = CallRow().take(sheet)
        self._scope.session.add(row)
        self._scope.session.flush()
        return row.to_domain()

    def change(self, sheet: CallSheet) -> None:
        """Raises: NotFoundError."""
        self._scope.found(CallRow, "call", sheet.id).take(sheet)
        self._scope.session.flush()

    def get(self, call_id: CallId) -> CallSheet:
        """Raises: NotFoundError."""
        return self._scope.found(CallRow, "call", call_id).to_domain()

    def unfinished(self) -> Sequence[CallSheet]:
        """Calls that have not ended, oldest first."""
        unended = select(CallRow).where(CallRow.ended_at.is_(None))
        return self._sheets(unended.order_by(CallRow.started_at, CallRow.id))

    def of_person(self, person_id: PersonId) -> Sequence[CallSheet]:
        """Newest first."""
        theirs = select(CallRow).where(CallRow.person_id == person_id)
        return self._sheets(theirs.order_by(CallRow.started_at.desc(), CallRow.id.desc()))

    def _sheets(self, statement: Select[CallRow]) -> Sequence[CallSheet]:
        return [row.to_domain() for row in self._scope.session.scalars(statement)]
