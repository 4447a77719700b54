# SPDX-License-Identifier: MIT
"""Holds on people's data."""

from collections.abc import Collection, Sequence

from sqlalchemy import select

from privdesk.domain.holds import Hold, HoldId
from privdesk.domain.people import PersonId
from privdesk.storage.rows_erasure import HoldRow
from privdesk.storage.scope import Scope

_CHUNK = 500


class SqlHolds:
    """Holds, those that stand and those that were lifted."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def add(self, hold: Hold) -> Hold:
        """Add it; the id is given here."""
        row = HoldRow().take(hold)
        self._scope.session.add(row)
        self._scope.session.flush()
        return row.to_domain()

    def change(self, hold: Hold) -> None:
        """Bring it up to date. Raises: NotFoundError."""
        self._scope.found(HoldRow, "hold", hold.id).take(hold)
        self._scope.session.flush()

    def get(self, hold_id: HoldId) -> Hold:
        """Raises: NotFoundError."""
        return self._scope.found(HoldRow, "hold", hold_id).to_domain()

    def of_person(self, person_id: PersonId) -> Sequence[Hold]:
        """Those that stand first, then the newest."""
        statement = select(HoldRow).where(HoldRow.person_id == person_id)
        ordered = statement.order_by(HoldRow.lifted_at.is_not(None), HoldRow.id.desc())
        return [row.to_domain() for row in self._scope.session.scalars(ordered)]

    def standing(self) -> Sequence[Hold]:
        """Every hold that stands, the one to be reviewed next first."""
        statement = select(HoldRow).where(HoldRow.lifted_at.is_(None))
        ordered = statement.order_by(HoldRow.review_on, HoldRow.id)
        return [row.to_domain() for row in self._scope.session.scalars(ordered)]

    def held_people(self, person_ids: Collection[PersonId]) -> frozenset[PersonId]:
        """Those of `person_ids` on whom a hold stands, whatever it covers."""
        wanted, found = sorted(person_ids), set[PersonId]()
        for start in range(0, len(wanted), _CHUNK):
            some = HoldRow.person_id.in_(wanted[start : start + _CHUNK])
            statement = select(HoldRow.person_id).where(some, HoldRow.lifted_at.is_(None)).distinct()
            found.update(PersonId(each) for each in self._scope.session.scalars(statement))
        return frozenset(found)
