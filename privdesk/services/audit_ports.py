# SPDX-License-Identifier: MIT
"""What the services need of the audit trail; storage implements it."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Protocol

from privdesk.domain.audit import Action, AuditEntry, AuditEvent
from privdesk.domain.audit_chain import AuditQuery, ChainExaminer


class AuditTrail(Protocol):
    """The keyed chain."""

    def record(self, event: AuditEvent) -> None:
        """Append within the running unit of work."""
        ...

    def entries(
        self, *, record: str | None = None, actions: Iterable[Action] = (), limit: int = 200
    ) -> Sequence[AuditEntry]:
        """Newest first."""
        ...

    def page(self, query: AuditQuery, before: int | None, limit: int) -> Sequence[AuditEntry]:
        """Entries with a number below `before` (None: from the newest on) that fit, newest first."""
        ...

    def verify(self) -> int | None:
        """Walk the whole chain; return the first sequence number that does not fit, or None when it is whole."""
        ...

    def examiner(self) -> ChainExaminer:
        """Begin a walk: behind the last checkpoint, else at the first entry."""
        ...

    def examine(self, examiner: ChainExaminer, most: int) -> int:
        """Look at the next `most` entries; how many there were."""
        ...

    def end(self) -> tuple[int, bytes]:
        """Number and seal of the last entry, as the records say."""
        ...

    def prune(self, before: datetime, most: int) -> int:
        """Let the oldest entries from before `before` go behind a checkpoint; how many went. Call it until 0."""
        ...

    def count(self) -> int: ...
