# SPDX-License-Identifier: MIT
"""Rows of proposals that another member of staff approves or declines."""

from datetime import datetime
from typing import Any, Self

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from privdesk.domain.approvals import Approval, ApprovalId, ApprovalKind
from privdesk.domain.vault import StaffId
from privdesk.storage.row_base import Json, Row


class ApprovalRow(Row):
    """One proposal and what became of it."""

    __tablename__ = "approval"
    __table_args__ = (
        CheckConstraint("length(digest) = 64", "digest"),
        CheckConstraint("decided_by IS NULL OR decided_by <> proposed_by", "two_people"),
        Index(None, "kind", "subject"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    subject: Mapped[str]
    digest: Mapped[str]
    summary: Mapped[Any] = mapped_column(Json, nullable=False)
    proposed_by: Mapped[str]
    proposed_at: Mapped[datetime]
    decided_by: Mapped[str | None]
    decided_at: Mapped[datetime | None]
    approved: Mapped[bool | None]
    reason: Mapped[str]
    used_at: Mapped[datetime | None]

    def take(self, approval: Approval) -> Self:
        """Take over everything but the id."""
        self.kind, self.subject, self.digest = approval.kind.value, approval.subject, approval.digest
        self.summary = list(approval.summary)
        self.proposed_by, self.proposed_at = approval.proposed_by, approval.proposed_at
        self.decided_by, self.decided_at = approval.decided_by, approval.decided_at
        self.approved, self.reason, self.used_at = approval.approved, approval.reason, approval.used_at
        return self

    def to_domain(self) -> Approval:
        return Approval(
            ApprovalId(self.id), ApprovalKind(self.kind), self.subject, self.digest, tuple(self.summary),
            StaffId(self.proposed_by), self.proposed_at,
            StaffId(self.decided_by) if self.decided_by is not None else None, self.decided_at, self.approved,
            self.reason, self.used_at,
        )  # fmt: skip
