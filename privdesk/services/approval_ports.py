# SPDX-License-Identifier: MIT
"""What four-eyes approvals need from storage."""

from collections.abc import Sequence
from typing import Protocol

from privdesk.domain.approvals import Approval, ApprovalId, ApprovalKind


class ApprovalRows(Protocol):
    """Proposals and what became of them."""

    def add(self, approval: Approval) -> Approval:
        """`approval.id` is given here."""
        ...

    def change(self, approval: Approval) -> None:
        """Bring it up to date. Raises: NotFoundError."""
        ...

    def get(self, approval_id: ApprovalId) -> Approval:
        """Raises: NotFoundError."""
        ...

    def recent(self, limit: int = 100) -> Sequence[Approval]:
        """Newest first."""
        ...

    def about(self, kind: ApprovalKind, subject: str) -> Sequence[Approval]:
        """Of one kind about one thing, newest first."""
        ...
