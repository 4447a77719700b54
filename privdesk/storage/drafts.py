# SPDX-License-Identifier: MIT
"""Half-typed forms and call sheets."""

from collections.abc import Sequence

from sqlalchemy import select

from privdesk.domain.inbox import Draft
from privdesk.storage.rows_inbox import DraftRow
from privdesk.storage.scope import Scope


class SqlDrafts:
    """Drafts by key."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def put(self, draft: Draft) -> None:
        """Keep it in place of the earlier one."""
        self._scope.session.merge(DraftRow.of(draft))
        self._scope.session.flush()

    def get(self, key: str) -> Draft | None:
        row = self._scope.session.get(DraftRow, key)
        return row.to_domain() if row else None

    def drop(self, key: str) -> None:
        """Take it away, if it is there."""
        row = self._scope.session.get(DraftRow, key)
        if row is not None:
            self._scope.session.delete(row)
            self._scope.session.flush()

    def keys(self) -> Sequence[str]:
        """Oldest first."""
        statement = select(DraftRow.key).order_by(DraftRow.saved_at, DraftRow.key)
        return self._scope.session.scalars(statement).all()
