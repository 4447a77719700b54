# SPDX-License-Identifier: MIT
"""Whom the last letters of an erasure go to: kept in memory until the desk locks, for the records hold it no more.

Nothing of this is ever written. Law: GDPR Art. 12(3), 17, 19; FADP Art. 32(4).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from privdesk.domain.cases import Case, CaseId, Representative
from privdesk.domain.erasures import ErasureId
from privdesk.domain.identity import ContactStanding, contact_group, contact_standing
from privdesk.domain.people import Person, PersonField, PersonId
from privdesk.domain.tellings import AGENCY_KEY, TellingId
from privdesk.services.clock import OfficeClock
from privdesk.services.ports import Records

_WAYS = (PersonField.STREET, PersonField.EMAIL)


@dataclass(frozen=True, slots=True)
class GonePerson:
    """Somebody as they stood on file before the erasure."""

    person: Person = field(repr=False)
    representative: Representative | None = field(default=None, repr=False)
    standings: Mapping[PersonField, ContactStanding] = field(default_factory=dict)
    """How the ways to them stood: a contact just changed serves no letter."""
    numbers: Mapping[str, str] = field(default_factory=dict, repr=False)
    """User numbers, by the key of the agency; the newest contract's under an empty key."""

    @property
    def address(self) -> tuple[str, ...]:
        """Name and address, a line each."""
        person = self.person
        return tuple(line for line in (person.name, person.street_line, person.town_line) if line)

    def number_for(self, party: str) -> str:
        """The user number by which this recipient knows them: an agency by its own contract."""
        return self.numbers.get(party if party.startswith(AGENCY_KEY) else "", "")


class GonePeople:
    """Those whose erasure ran since the desk was opened."""

    def __init__(self) -> None:
        self._by: dict[tuple[str, int], GonePerson] = {}

    def keep(
        self, gone: GonePerson, erasure: ErasureId, case: CaseId | None, tellings: Iterable[TellingId] = ()
    ) -> None:
        """Remember them under everything that still has to be written."""
        self._by["erasure", erasure] = gone
        if case is not None:
            self._by["case", case] = gone
        for telling in tellings:
            self._by["telling", telling] = gone

    def of_erasure(self, erasure: ErasureId) -> GonePerson | None:
        """Whose erasure it was."""
        return self._by.get(("erasure", erasure))

    def of_case(self, case: CaseId | None) -> GonePerson | None:
        """Whose request it was."""
        return self._by.get(("case", case)) if case is not None else None

    def of_telling(self, telling: TellingId | None) -> GonePerson | None:
        """About whom a recipient is to be told."""
        return self._by.get(("telling", telling)) if telling is not None else None


def as_on_file(records: Records, clock: OfficeClock, person_id: PersonId, case: Case | None) -> GonePerson:
    """Somebody as they stand on file now, before anything goes. Raises: NotFoundError."""
    history, today = records.people.history(person_id), clock.today()
    standings = {name: contact_standing(history, contact_group(name), today, clock.day_of) for name in _WAYS}
    contracts = sorted(records.contracts.of_person(person_id), key=lambda each: each.start)
    numbers = {f"{AGENCY_KEY}{each.agency_id}": each.user_number for each in contracts if each.agency_id}
    numbers |= {"": contracts[-1].user_number} if contracts else {}
    return GonePerson(
        records.people.get(person_id), case.representative if case is not None else None, standings, numbers
    )
