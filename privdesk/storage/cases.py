# SPDX-License-Identifier: MIT
"""Rights requests."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Select, delete, select

from privdesk.domain.cases import Case, CaseId
from privdesk.domain.people import PersonId
from privdesk.storage.rows_cases import CaseRow, IdentityRow, LetterRow, RightRow
from privdesk.storage.scope import Scope

_DIGITS = 4
_PARTS = (RightRow, IdentityRow, LetterRow)


class SqlCases:
    """Cases with their rights, identity checks and correspondence."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def add(self, case: Case) -> Case:
        """Add it; id and number, such as R-2026-0001, are given here."""
        number = self._scope.next_number("R", str(self._scope.year(case.entered_at)), _DIGITS)
        row = CaseRow.of(case, number)
        self._scope.session.add(row)
        self._scope.session.flush()
        self._put_parts(row.id, case)
        return self._to_domain(row)

    def change(self, case: Case) -> None:
        """Bring it up to date.

        Raises:
            NotFoundError.
        """
        self._scope.found(CaseRow, "case", case.id).take(case)
        for part in _PARTS:
            self._scope.session.execute(delete(part).where(part.case_id == case.id))
        self._put_parts(case.id, case)

    def get(self, case_id: CaseId) -> Case:
        """Raises: NotFoundError."""
        return self._to_domain(self._scope.found(CaseRow, "case", case_id))

    def by_number(self, number: str) -> Case | None:
        """The case of that number, in capitals or not."""
        statement = select(CaseRow).where(CaseRow.number == number.strip().upper())
        return next(iter(self._cases(statement)), None)

    def open_cases(self) -> Sequence[Case]:
        """The one due first stands first."""
        statement = select(CaseRow).where(CaseRow.closed_on.is_(None))
        return self._cases(statement.order_by(CaseRow.due_on, CaseRow.id))

    def of_person(self, person_id: PersonId) -> Sequence[Case]:
        """Newest first."""
        statement = select(CaseRow).where(CaseRow.person_id == person_id)
        return self._cases(statement.order_by(CaseRow.received_on.desc(), CaseRow.id.desc()))

    def closed_since(self, day: date) -> Sequence[Case]:
        """Closed on `day` or later, the latest first."""
        statement = select(CaseRow).where(CaseRow.closed_on >= day)
        return self._cases(statement.order_by(CaseRow.closed_on.desc(), CaseRow.id.desc()))

    def _put_parts(self, case_id: int, case: Case) -> None:
        session = self._scope.session
        session.add_all([RightRow.of(case_id, place, right) for place, right in enumerate(case.rights)])
        session.add_all([IdentityRow.of(case_id, place, check) for place, check in enumerate(case.identity)])
        session.add_all([LetterRow.of(case_id, place, letter) for place, letter in enumerate(case.letters)])
        session.flush()

    def _cases(self, statement: Select[CaseRow]) -> list[Case]:
        return [self._to_domain(row) for row in self._scope.session.scalars(statement).all()]

    def _to_domain(self, row: CaseRow) -> Case:
        session = self._scope.session
        rights = session.scalars(select(RightRow).filter_by(case_id=row.id).order_by(RightRow.position))
        checks = session.scalars(select(IdentityRow).filter_by(case_id=row.id).order_by(IdentityRow.position))
        letters = session.scalars(select(LetterRow).filter_by(case_id=row.id).order_by(LetterRow.position))
        return row.to_domain(
            tuple(right.to_domain() for right in rights),
            tuple(check.to_domain() for check in checks),
            tuple(letter.to_domain() for letter in letters),
        )
