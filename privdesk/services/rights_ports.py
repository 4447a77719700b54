# SPDX-License-Identifier: MIT
"""What the other rights need from storage: tellings, restrictions, objections."""

from collections.abc import Sequence
from typing import Protocol

from privdesk.domain.cases import CaseId
from privdesk.domain.objections import Objection
from privdesk.domain.people import PersonId
from privdesk.domain.restriction import Restriction
from privdesk.domain.tellings import Telling, TellingId


class TellingRows(Protocol):
    """Recipients told, or still to be told."""

    def add(self, telling: Telling) -> Telling:
        """`telling.id` is given here."""
        ...

    def change(self, telling: Telling) -> None:
        """Bring it up to date. Raises: NotFoundError."""
        ...

    def get(self, telling_id: TellingId) -> Telling:
        """Raises: NotFoundError."""
        ...

    def of_case(self, case_id: CaseId) -> Sequence[Telling]:
        """In the order in which they became due."""
        ...

    def of_person(self, person_id: PersonId) -> Sequence[Telling]:
        """In the order in which they became due."""
        ...

    def open(self) -> Sequence[Telling]:
        """Whom nobody has told yet, longest due first."""
        ...


class RestrictionRows(Protocol):
    """Restrictions set and lifted."""

    def add(self, restriction: Restriction) -> Restriction:
        """`restriction.id` is given here."""
        ...

    def change(self, restriction: Restriction) -> None:
        """Bring it up to date. Raises: NotFoundError."""
        ...

    def of_person(self, person_id: PersonId) -> Sequence[Restriction]:
        """Newest first."""
        ...


class ObjectionRows(Protocol):
    """What requests object to."""

    def put(self, objection: Objection) -> None:
        """Add or change the one of its request."""
        ...

    def of_case(self, case_id: CaseId) -> Objection | None:
        """None where the request objects to nothing."""
        ...

    def of_person(self, person_id: PersonId) -> Sequence[Objection]:
        """Newest request first."""
        ...

    def to_tell_before_closing(self) -> Sequence[Objection]:
        """Those whose person is still to be told before the account closes."""
        ...
