# SPDX-License-Identifier: MIT
"""Whose records a member of staff may see: an agency clerk those of the own agency's contracts."""

from collections.abc import Iterable, Sequence

from privdesk.domain.errors import NotFoundError
from privdesk.domain.people import Contract, PersonId
from privdesk.domain.staff import StaffMember
from privdesk.services.ports import Records


def own_contracts(records: Records, member: StaffMember, person_id: PersonId) -> Sequence[Contract]:
    """A person's contracts that this member may see, newest start first."""
    contracts = records.contracts.of_person(person_id)
    if member.agency_id is None:
        return contracts
    return [each for each in contracts if each.agency_id == member.agency_id]


def own_only(records: Records, member: StaffMember, person_ids: Iterable[PersonId]) -> frozenset[PersonId]:
    """Those of `person_ids` whose record this member may see."""
    if member.agency_id is None:
        return frozenset(person_ids)
    return frozenset(each for each in person_ids if own_contracts(records, member, each))


def require_own(records: Records, member: StaffMember, person_id: PersonId) -> None:
    """Refuse another agency's person exactly as one who is not on file. Raises: NotFoundError."""
    if not own_only(records, member, (person_id,)):
        raise NotFoundError("person", str(person_id))
