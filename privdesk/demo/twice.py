# SPDX-License-Identifier: MIT
"""People who are on file twice: entered again by hand with a slip, a new address, another e-mail."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from privdesk.demo.invented import InventedPerson
from privdesk.domain.matching import Pair
from privdesk.domain.people import Channel, Contract, ContractId, Facts, PersonField, PersonId, Source
from privdesk.services.desk import Desk

F = PersonField


def enter_twice(desk: Desk, people: Sequence[InventedPerson], today: date) -> Pair | None:
    """Enter some people again, look through everybody, merge one pair; returns the likeliest that waits."""
    for place, person in enumerate(people):
        again = _again(person, place)
        contract = Contract(ContractId(0), PersonId(0), "", today)
        desk.people.add(
            _facts(again), contract, source=Source.PERSON, channel=Channel.COUNTER, received_on=today
        )
    desk.duplicates.run()
    pairs = desk.duplicates.pairs(2)
    if len(pairs) == 2:
        found = desk.duplicates.compare(pairs[1].first.id, pairs[1].second.id)
        desk.duplicates.merge(found.kept, found.gone, found.proposed())
    return desk.duplicates.next_pair()


def _again(person: InventedPerson, place: int) -> InventedPerson:
    """The same person as somebody else might have written them down."""
    name = person.last_name
    slip = f"{name[:2]}{name[3:]}" if len(name) > 4 else name
    changed = (
        replace(person, last_name=slip, email=""),
        replace(person, street="Rue du Lac", number="3", phone_landline=""),
        replace(person, first_name=f"{person.first_name[:1]}.", email=""),
        replace(person, email=f"{person.first_name.lower()}@example.org", phone_mobile=""),
        replace(person, last_name=f"{name}-Weber", phone_landline=""),
    )
    return changed[place % len(changed)]


def _facts(person: InventedPerson) -> Facts:
    facts = {
        F.LAST_NAME: person.last_name, F.FIRST_NAME: person.first_name, F.STREET: person.street,
        F.NUMBER: person.number, F.POSTCODE: person.postcode, F.TOWN: person.town, F.EMAIL: person.email,
        F.PHONE_MOBILE: person.phone_mobile, F.PHONE_LANDLINE: person.phone_landline, F.LANGUAGE: person.language,
    }  # fmt: skip
    return {name: value for name, value in facts.items() if value}
