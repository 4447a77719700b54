# SPDX-License-Identifier: MIT
"""Contracts of use."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from sqlalchemy import bindparam, select

from privdesk.domain.errors import UserNumberTakenError
from privdesk.domain.people import Contract, ContractId, PersonId
from privdesk.storage.row_base import table_of
from privdesk.storage.rows_people import ContractRow
from privdesk.storage.scope import Scope
from privdesk.storage.search_index import FtsSearchIndex, SearchIndex

_CHUNK = 500
_CONTRACT = table_of(ContractRow)
_OF_NUMBER = select(_CONTRACT.c.id, _CONTRACT.c.person_id).where(
    _CONTRACT.c.user_number == bindparam("number")
)


class SqlContracts:
    """Contracts, found by person or user number."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._index: SearchIndex = FtsSearchIndex(scope)

    def add(self, contract: Contract) -> Contract:
        """Add it and give it its id.

        Raises:
            UserNumberTakenError: another contract has this user number.
        """
        self._refuse_taken(contract, None)
        number = self._scope.insert(_CONTRACT, ContractRow.values_of(contract))
        self._index.note(contract.person_id)
        return replace(contract, id=ContractId(number))

    def change(self, contract: Contract) -> None:
        """Bring it up to date.

        Raises:
            NotFoundError; UserNumberTakenError: another contract has this user number.
        """
        row = self._scope.found(ContractRow, "contract", contract.id)
        self._refuse_taken(contract, row.id)
        self._index.note(PersonId(row.person_id))
        row.take(contract)
        self._scope.session.flush()
        self._index.note(contract.person_id)

    def get(self, contract_id: ContractId) -> Contract:
        """Raises: NotFoundError."""
        return self._scope.found(ContractRow, "contract", contract_id).to_domain()

    def of_person(self, person_id: PersonId) -> Sequence[Contract]:
        """Newest start first."""
        statement = (
            select(ContractRow)
            .where(ContractRow.person_id == person_id)
            .order_by(ContractRow.starts_on.desc(), ContractRow.id.desc())
        )
        return [row.to_domain() for row in self._scope.session.scalars(statement)]

    def by_user_number(self, user_number: str) -> Contract | None:
        """The contract of that number as written, spaces around it aside."""
        statement = select(ContractRow).where(ContractRow.user_number == user_number.strip())
        row = self._scope.session.scalars(statement).first()
        return row.to_domain() if row else None

    def by_user_numbers(self, user_numbers: Iterable[str]) -> Mapping[str, PersonId]:
        """Whose they are; numbers that nobody has are left out."""
        wanted = sorted({number for number in user_numbers if number})
        found: dict[str, PersonId] = {}
        for start in range(0, len(wanted), _CHUNK):
            statement = select(ContractRow.user_number, ContractRow.person_id).where(
                ContractRow.user_number.in_(wanted[start : start + _CHUNK])
            )
            found.update(
                (number, PersonId(person_id))
                for number, person_id in self._scope.session.execute(statement)
                if number is not None
            )
        return found

    def _refuse_taken(self, contract: Contract, own_id: int | None) -> None:
        if not contract.user_number:
            return
        other = self._scope.connection.execute(_OF_NUMBER, {"number": contract.user_number}).first()
        if other is not None and other.id != own_id:
            raise UserNumberTakenError(PersonId(other.person_id))
