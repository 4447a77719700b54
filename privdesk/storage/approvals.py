# SPDX-License-Identifier: MIT
"""Proposals that another member of staff approves or declines."""

from collections.abc import Sequence

from sqlalchemy import select

from privdesk.domain.approvals import Approval, ApprovalId, ApprovalKind
from privdesk.storage.rows_approvals import ApprovalRow
from privdesk.storage.scope import Scope


class SqlApprovals:
    """Proposals and what became of them."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def add(self, approval: Approval) -> Approval:
        """Add it; the id is given here."""
        row = ApprovalRow().take(approval)
        self._scope.session.add(row)
        self._scope.session.flush()
        return row.to_domain()

    def change(self, approval: Approval) -> None:
        """Bring it up to date. Raises: NotFoundError."""
        self._scope.found(ApprovalRow, "approval", approval.id).take(approval)
        self._scope.session.flush()

    def get(self, approval_id: ApprovalId) -> Approval:
        """Raises: NotFoundError."""
        return self._scope.found(ApprovalRow, "approval", approval_id).to_domain()

    def recent(self, limit: int = 100) -> Sequence[Approval]:
        """Newest first."""
        statement = select(ApprovalRow).order_by(ApprovalRow.id.desc()).limit(limit)
        return [row.to_domain() for row in self._scope.session.scalars(statement)]

    def about(self, kind: ApprovalKind, subject: str) -> Sequence[Approval]:
        """Of one kind about one thing, newest first."""
        statement = (
            select(ApprovalRow)
            .where(ApprovalRow.kind == kind.value, ApprovalRow.subject == subject)
            .order_by(ApprovalRow.id.desc())
        )
        return [row.to_domain() for row in self._scope.session.scalars(statement)]
