# SPDX-License-Identifier: MIT
"""Recipients told, restrictions set and lifted, objections weighed."""

from collections.abc import Sequence

from sqlalchemy import select

from privdesk.domain.cases import CaseId
from privdesk.domain.objections import Objection
from privdesk.domain.people import PersonId
from privdesk.domain.restriction import Restriction
from privdesk.domain.tellings import Telling, TellingId
from privdesk.storage.rows_tellings import ObjectionRow, RestrictionRow, TellingRow
from privdesk.storage.scope import Scope


class SqlTellings:
    """Recipients told, or still to be told."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def add(self, telling: Telling) -> Telling:
        """Add it; the id is given here."""
        row = TellingRow().take(telling)
        self._scope.session.add(row)
        self._scope.session.flush()
        return row.to_domain()

    def change(self, telling: Telling) -> None:
        """Bring it up to date. Raises: NotFoundError."""
        self._scope.found(TellingRow, "telling", telling.id).take(telling)
        self._scope.session.flush()

    def get(self, telling_id: TellingId) -> Telling:
        """Raises: NotFoundError."""
        return self._scope.found(TellingRow, "telling", telling_id).to_domain()

    def of_case(self, case_id: CaseId) -> Sequence[Telling]:
        """In the order in which they became due."""
        statement = select(TellingRow).where(TellingRow.case_id == case_id).order_by(TellingRow.id)
        return [row.to_domain() for row in self._scope.session.scalars(statement)]

    def of_person(self, person_id: PersonId) -> Sequence[Telling]:
        """In the order in which they became due."""
        statement = select(TellingRow).where(TellingRow.person_id == person_id).order_by(TellingRow.id)
        return [row.to_domain() for row in self._scope.session.scalars(statement)]

    def open(self) -> Sequence[Telling]:
        """Whom nobody has told yet, longest due first."""
        statement = (
            select(TellingRow)
            .where(TellingRow.told_on.is_(None), TellingRow.left_out == "")
            .order_by(TellingRow.due_since, TellingRow.id)
        )
        return [row.to_domain() for row in self._scope.session.scalars(statement)]


class SqlRestrictions:
    """Restrictions set and lifted."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def add(self, restriction: Restriction) -> Restriction:
        """Add it; the id is given here."""
        row = RestrictionRow().take(restriction)
        self._scope.session.add(row)
        self._scope.session.flush()
        return row.to_domain()

    def change(self, restriction: Restriction) -> None:
        """Bring it up to date. Raises: NotFoundError."""
        self._scope.found(RestrictionRow, "restriction", restriction.id).take(restriction)
        self._scope.session.flush()

    def of_person(self, person_id: PersonId) -> Sequence[Restriction]:
        """Newest first."""
        mine = select(RestrictionRow).where(RestrictionRow.person_id == person_id)
        statement = mine.order_by(RestrictionRow.id.desc())
        return [row.to_domain() for row in self._scope.session.scalars(statement)]


class SqlObjections:
    """What requests object to."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def put(self, objection: Objection) -> None:
        """Add or change the one of its request."""
        row = self._scope.session.get(ObjectionRow, objection.case_id)
        if row is None:
            self._scope.session.add(ObjectionRow().take(objection))
        else:
            row.take(objection)
        self._scope.session.flush()

    def of_case(self, case_id: CaseId) -> Objection | None:
        """None where the request objects to nothing."""
        row = self._scope.session.get(ObjectionRow, case_id)
        return row.to_domain() if row is not None else None

    def of_person(self, person_id: PersonId) -> Sequence[Objection]:
        """Newest request first."""
        mine = select(ObjectionRow).where(ObjectionRow.person_id == person_id)
        statement = mine.order_by(ObjectionRow.case_id.desc())
        return [row.to_domain() for row in self._scope.session.scalars(statement)]

    def to_tell_before_closing(self) -> Sequence[Objection]:
        """Those whose person is still to be told before the account closes."""
        statement = select(ObjectionRow).where(
            ObjectionRow.tell_before_closing, ObjectionRow.told_closing_on.is_(None)
        )
        return [row.to_domain() for row in self._scope.session.scalars(statement)]
