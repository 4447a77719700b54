# SPDX-License-Identifier: MIT
"""Items of the Inbox that are not entered yet and may be one person's: held on them, though in no record of theirs."""

from collections.abc import Mapping, Sequence
from enum import Enum

from privdesk.domain.inbox import OPEN_STATES, InboxItem, ItemState, sender_parts
from privdesk.domain.people import Contract, Person, PersonField
from privdesk.services.folding import fold
from privdesk.services.ports import Records

UNENTERED = OPEN_STATES | {ItemState.INCOMPLETE, ItemState.SET_ASIDE}
_EVERY = 1_000_000_000
_OWN_WORDS = (PersonField.EMAIL, PersonField.PHONE_MOBILE, PersonField.PHONE_LANDLINE)


class Likely(Enum):
    """How surely an item is a person's."""

    SURELY = "surely"
    PERHAPS = "perhaps"


def waiting_for(
    records: Records, person: Person, contracts: Sequence[Contract]
) -> Mapping[Likely, tuple[InboxItem, ...]]:
    """Items not entered yet that are, or may be, this person's, oldest first.

    Surely: the same e-mail address, user number or phone, or the same name with the same postcode or date of birth.
    Perhaps: the same name.
    """
    found: dict[Likely, list[InboxItem]] = {each: [] for each in Likely}
    for item in records.inbox.items(UNENTERED, _EVERY):
        likely = _likely(item, person, contracts)
        if likely is not None:
            found[likely].append(item)
    return {likely: tuple(items) for likely, items in found.items()}


def _likely(item: InboxItem, person: Person, contracts: Sequence[Contract]) -> Likely | None:
    read = {key: reading.value.strip() for key, reading in item.readings.items() if reading.value.strip()}
    name, address = sender_parts(item.mail.sender) if item.mail is not None else ("", "")
    addresses = {each.casefold() for each in (address, read.get("email", "")) if each}
    if person.fact(PersonField.EMAIL).casefold() in addresses:
        return Likely.SURELY
    if read.get("user_number", "") in {each.user_number for each in contracts if each.user_number}:
        return Likely.SURELY
    if any(_same_digits(person.fact(each), read.get(each.value, "")) for each in _OWN_WORDS[1:]):
        return Likely.SURELY
    written = " ".join(part for part in (read.get("first_name"), read.get("last_name")) if part) or name
    if not written or sorted(fold(written).split()) != sorted(fold(person.name).split()):
        return None
    with_it = (PersonField.POSTCODE, PersonField.DATE_OF_BIRTH)
    same = any(person.fact(each) and person.fact(each) == read.get(each.value) for each in with_it)
    return Likely.SURELY if same else Likely.PERHAPS


def _same_digits(held: str, written: str) -> bool:
    """The same phone number, whatever stands before its last nine digits."""
    one, other = ("".join(sign for sign in text if sign.isdigit())[-9:] for text in (held, written))
    return len(one) >= 7 and one == other
