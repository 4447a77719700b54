# SPDX-License-Identifier: MIT
"""The audit trail as the privacy officer reads it."""

from collections.abc import Iterable, Sequence

from privdesk.domain.audit import Action, AuditEntry
from privdesk.domain.staff import Permission
from privdesk.services.workplace import Workplace


class AuditLog:
    """Who did what to which record, and whether the chain is whole."""

    def __init__(self, place: Workplace) -> None:
        self._place = place

    def entries(
        self, *, record: str | None = None, actions: Iterable[Action] = (), limit: int = 200
    ) -> Sequence[AuditEntry]:
        """Return entries, newest first. Raises: NotAllowedError."""
        self._place.require(Permission.SEE_AUDIT)
        with self._place.reading() as records:
            return records.audit.entries(record=record, actions=actions, limit=limit)

    def verify(self) -> int | None:
        """Walk the whole chain; return the first entry that does not fit, or None when it is whole."""
        self._place.require(Permission.SEE_AUDIT)
        with self._place.reading() as records:
            return records.audit.verify()

    def count(self) -> int:
        """How many entries there are."""
        self._place.require(Permission.SEE_AUDIT)
        with self._place.reading() as records:
            return records.audit.count()
