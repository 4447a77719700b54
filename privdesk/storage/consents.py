# SPDX-License-Identifier: MIT
"""The consent ledger."""

from collections.abc import Sequence

from sqlalchemy import select

from privdesk.domain.consent import ConsentEntry, ConsentState
from privdesk.domain.ledger import LedgerEntry, LedgerKind
from privdesk.domain.people import PersonId
from privdesk.storage.ledger import SqlLedger
from privdesk.storage.rows_people import ConsentRow
from privdesk.storage.scope import Scope


class SqlConsents:
    """Consents given and withdrawn."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def add(self, entry: ConsentEntry) -> None:
        """Append; earlier lines stay. A withdrawal also goes into the ledger that a restore replays."""
        self._scope.session.add(ConsentRow.of(entry))
        self._scope.session.flush()
        if entry.state is ConsentState.WITHDRAWN:
            SqlLedger(self._scope).add(
                LedgerEntry(LedgerKind.CONSENT_WITHDRAWN, entry.person_id, entry.purpose, entry.on)
            )

    def of_person(self, person_id: PersonId) -> Sequence[ConsentEntry]:
        """Newest first."""
        statement = (
            select(ConsentRow)
            .where(ConsentRow.person_id == person_id)
            .order_by(ConsentRow.on.desc(), ConsentRow.recorded_at.desc(), ConsentRow.id.desc())
        )
        return [row.to_domain() for row in self._scope.session.scalars(statement)]
