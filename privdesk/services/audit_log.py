# SPDX-License-Identifier: MIT
"""The audit trail as the privacy officer reads it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from privdesk.domain.audit import Action, AuditEntry
from privdesk.domain.staff import Permission
from privdesk.i18n import _, ngettext
from privdesk.services import wording
from privdesk.services.workplace import Workplace


@dataclass(frozen=True, slots=True)
class AuditState:
    """Whether the chain is whole; `first_bad` is the first entry that does not fit."""

    whole: bool
    entries: int
    first_bad: int | None
    since: date | None
    """The office's day on which it begins."""
    sentence: str


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

    def verify(self) -> AuditState:
        """Walk the whole chain and say how it stands. Raises: NotAllowedError."""
        self._place.require(Permission.SEE_AUDIT)
        with self._place.reading() as records:
            first_bad = records.audit.verify()
            entries = records.audit.count()
            first = records.audit.entries(actions=(Action.VAULT_CREATED,), limit=1)
        since = self._place.clock.day_of(first[0].at) if first else None
        return AuditState(first_bad is None, entries, first_bad, since, _sentence(first_bad, entries, since))

    def count(self) -> int:
        """How many entries there are."""
        self._place.require(Permission.SEE_AUDIT)
        with self._place.reading() as records:
            return records.audit.count()


def _sentence(first_bad: int | None, entries: int, since: date | None) -> str:
    if first_bad is not None:
        return _("The chain does not fit from entry {number} on.").format(number=wording.number(first_bad))
    count = ngettext("{count} entry", "{count} entries", entries).format(count=wording.number(entries))
    if since is None:
        return _("Whole, {entries}.").format(entries=count)
    return _("Whole since {date}, {entries}.").format(date=wording.date_plain(since), entries=count)
