# SPDX-License-Identifier: MIT
"""What an item of the Inbox seems to ask, and who seems to ask it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from email.utils import parseaddr

from privdesk.domain.cases import Case, Right
from privdesk.domain.inbox import InboxItem, ItemId
from privdesk.domain.people import Channel, Person, PersonField, PersonHit, PersonId
from privdesk.domain.staff import StaffMember
from privdesk.services.case_clock import CaseClock, RegimeChoice
from privdesk.services.finding import found_people
from privdesk.services.office import office_of
from privdesk.services.own_people import case_seen, own_case
from privdesk.services.ports import Records
from privdesk.services.request_words import language_in, rights_in

_CANDIDATES = 8


@dataclass(frozen=True, slots=True)
class Proposal:
    """What an item from the Inbox seems to ask; the clerk confirms or corrects each part."""

    item_id: ItemId
    person_id: PersonId | None
    """The one person on file who wrote from this address, if there is exactly one."""
    candidates: Sequence[PersonHit]
    rights: Mapping[Right, Sequence[str]]
    """With the words that made each suggestion, as they stand in the mail."""
    language: str
    channel: Channel
    received_on: date
    joins: Case | None
    """An open request of that person, offered first."""
    regimes: Sequence[RegimeChoice]


def propose(records: Records, clock: CaseClock, item: InboxItem, member: StaffMember) -> Proposal:
    """Read the item's words and sender; nothing is decided by it. Only what `member` may see is proposed."""
    text = f"{item.mail.subject}\n{item.mail.text}" if item.mail is not None else ""
    rights = rights_in(text)
    person_id, candidates = _sender(records, item, member)
    person = records.people.get(person_id) if person_id is not None else None
    return Proposal(
        item_id=item.id,
        person_id=person_id,
        candidates=candidates,
        rights=rights,
        language=_language(records, text, person),
        channel=item.channel,
        received_on=item.received_on,
        joins=open_case_of(records, person_id, member) if person_id is not None else None,
        regimes=clock.choices(person, item.received_on, rights),
    )


def open_case_of(records: Records, person_id: PersonId, member: StaffMember) -> Case | None:
    """The open request of a person that a further letter belongs to: the newest one that `member` may see."""
    still_open = [
        case
        for case in records.cases.of_person(person_id)
        if case.closed_on is None and own_case(records, member, case)
    ]
    newest = max(still_open, key=lambda case: (case.received_on, case.id), default=None)
    return None if newest is None else case_seen(records, member, newest)


def _sender(
    records: Records, item: InboxItem, member: StaffMember
) -> tuple[PersonId | None, Sequence[PersonHit]]:
    """Match the sender by e-mail address exactly; by name only as candidates to choose from."""
    name, address = parseaddr(item.mail.sender) if item.mail is not None else ("", "")
    if address:
        hits = found_people(records, member, address, _CANDIDATES)
        people = records.people.many([hit.id for hit in hits])
        same = [hit for hit in hits if hit.id in people and _wrote_from(people[hit.id], address)]
        if same:
            return (same[0].id if len(same) == 1 else None), same
    read = name or (item.sender if item.readings else "")
    return None, found_people(records, member, read, _CANDIDATES) if read.strip() else ()


def _wrote_from(person: Person, address: str) -> bool:
    return person.fact(PersonField.EMAIL).casefold() == address.casefold()


def _language(records: Records, text: str, person: Person | None) -> str:
    """The language of the words, else the person's own, else the office's."""
    own = person.fact(PersonField.LANGUAGE) if person is not None else ""
    return language_in(text) or own or office_of(records).language
