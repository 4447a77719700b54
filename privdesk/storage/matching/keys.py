# SPDX-License-Identifier: MIT
"""Blocking keys: what two records of one person are likely to share, as keyed hashes that tell nothing by themselves."""

from collections.abc import Iterator
from enum import IntEnum
from hashlib import blake2b

from privdesk.storage.matching.prepared import Prepared

_KIND_BITS = 4
_START = 4


class Kind(IntEnum):
    """What a key is made of; it stands in the lowest four bits of the hash. A name counts in either place."""

    NAMES = 0
    NAMES_YEAR = 1
    NAME_BORN = 3
    NAME_POSTCODE = 4
    NAME_STREET = 5
    BORN_POSTCODE = 6
    STREET_TOWN = 7
    HOUSE = 8
    """House number and postcode without any name."""
    EMAIL = 9
    PHONE = 10
    IBAN = 11
    BORN_NUMBER = 12


def keys_of(person: Prepared) -> Iterator[tuple[Kind, str]]:
    """The blocking keys of one person; what is missing makes none."""
    names = sorted({person.last_sound, person.first_sound} - {""})
    born, postcode, street = person.born, person.postcode, person.street_sound[:_START]
    if person.last_sound and person.first_sound:
        both = " ".join(names)
        yield Kind.NAMES, both
        if born:
            yield Kind.NAMES_YEAR, f"{both} {born[:4]}"
    for name in names:
        if born:
            yield Kind.NAME_BORN, f"{name} {born}"
        if postcode:
            yield Kind.NAME_POSTCODE, f"{name} {postcode}"
        if street:
            yield Kind.NAME_STREET, f"{name} {street}"
    if born and postcode:
        yield Kind.BORN_POSTCODE, f"{born} {postcode}"
    if born and person.number:
        yield Kind.BORN_NUMBER, f"{born} {person.number}"
    if person.number and postcode:
        yield Kind.HOUSE, f"{person.number} {postcode}"
    if street and person.town:
        yield Kind.STREET_TOWN, f"{street} {person.town[:_START]}"
    if person.email:
        yield Kind.EMAIL, person.email
    for phone in {person.mobile, person.landline} - {""}:
        yield Kind.PHONE, phone
    if person.iban:
        yield Kind.IBAN, person.iban


def hashes_of(person: Prepared, key: bytes) -> frozenset[int]:
    """The keyed hashes of one person's blocking keys: signed, 64 bits, the lowest four say the kind."""
    return frozenset(_hash(kind, text, key) for kind, text in keys_of(person))


def kind_of(key: int) -> Kind:
    """What the key of this hash is made of."""
    return Kind(key & (1 << _KIND_BITS) - 1)


def name_hash(name: str, key: bytes) -> int:
    """The keyed hash of one name, for knowing how common it is."""
    return int.from_bytes(
        blake2b(name.encode(), digest_size=8, key=key, person=b"name").digest(), "big", signed=True
    )


def _hash(kind: Kind, text: str, key: bytes) -> int:
    digest = blake2b(text.encode(), digest_size=8, key=key, person=bytes((kind,))).digest()
    return int.from_bytes(digest, "big", signed=True) >> _KIND_BITS << _KIND_BITS | kind
