# SPDX-License-Identifier: MIT
"""A person's facts as matching compares them: folded, umlauts contracted, abbreviations of streets alike."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from privdesk.domain.people import Facts, PersonField
from privdesk.storage.fold import fold

_F = PersonField
COMPARED = (
    _F.LAST_NAME, _F.FIRST_NAME, _F.STREET, _F.NUMBER, _F.POSTCODE, _F.TOWN, _F.DATE_OF_BIRTH, _F.EMAIL,
    _F.PHONE_MOBILE, _F.PHONE_LANDLINE, _F.IBAN,
)  # fmt: skip
"""The facts that are compared."""
_PHONE_DIGITS = 8
_TWO_LETTERS = re.compile("ae|oe|ue")
_NUMBER_AT_END = re.compile(r"^(.*\D)\s*(\d+\s?[a-z]?)$")
_DIGITS = re.compile(r"\D+")
_STREET_WORDS = {
    "strasse": "str", "strase": "str", "street": "st", "avenue": "av", "ave": "av", "avenida": "av", "road": "rd",
    "place": "pl", "platz": "pl", "plaza": "pl", "piazza": "pl", "boulevard": "bd", "blvd": "bd", "route": "rte",
    "drive": "dr", "crescent": "cr", "cres": "cr", "circuit": "cct", "court": "ct", "chemin": "ch",
    "lane": "ln", "square": "sq", "impasse": "imp", "close": "cl", "quai": "q", "viale": "v", "via": "v",
}  # fmt: skip
_STREET_END = re.compile(r"(?:strasse|strase)\b")
_SOUND_PAIRS = re.compile("sch|sh|ch|ck|ph|th|dt|gh|tz|cz|ts|c(?=[eiy])")
_SOUND_OF = {
    "sch": "s", "sh": "s", "ch": "k", "ck": "k", "ph": "f", "th": "t", "dt": "t", "gh": "g", "tz": "s", "cz": "s",
    "ts": "s", "c": "s",
}  # fmt: skip
_SOUND_LETTERS = str.maketrans("cqzwyjdbg", "kksvaitpk", "h")
_VOWELS = str.maketrans("", "", "aeiouy")
_DOUBLED = re.compile(r"(.)\1+")


@dataclass(frozen=True, slots=True)
class Prepared:
    """One person, ready for comparing; a missing fact is empty."""

    last: str
    first: str
    last_sound: str
    first_sound: str
    street: str
    street_sound: str
    number: str
    postcode: str
    town: str
    born: str
    """Eight digits: year, month, day."""
    email: str
    mobile: str
    """The last digits, which are the same however the number is dialled."""
    landline: str
    iban: str


def prepare(facts: Facts) -> Prepared:
    """The facts of one person as they are compared."""
    return prepared([facts.get(name) for name in COMPARED])


def prepared(values: Sequence[str | None]) -> Prepared:
    """The same from plain values in the order of `COMPARED`."""
    last, first, street, number, postcode, town, born, email, mobile, landline, iban = values
    last, first = _name(last), _name(first)
    street, number = _street(street or "", number or "")
    return Prepared(
        last=last,
        first=first,
        last_sound=sound(last),
        first_sound=sound(first),
        street=street,
        street_sound=sound(street),
        number=number,
        postcode=_code(postcode),
        town=_name(town),
        born=_DIGITS.sub("", born) if born else "",
        email=email.strip().casefold() if email else "",
        mobile=_DIGITS.sub("", mobile)[-_PHONE_DIGITS:] if mobile else "",
        landline=_DIGITS.sub("", landline)[-_PHONE_DIGITS:] if landline else "",
        iban=_code(iban),
    )


def sound(name: str) -> str:
    """How a folded name sounds, roughly and in several languages: first letter and consonants."""
    heard = _SOUND_PAIRS.sub(_heard, name).translate(_SOUND_LETTERS).replace(" ", "")
    if not heard:
        return name[:1]
    start = "a" if heard[0] in "aeiouy" else heard[0]
    return _DOUBLED.sub(r"\1", start + heard[1:].translate(_VOWELS))


def _heard(pair: re.Match[str]) -> str:
    return _SOUND_OF[pair.group()]


def _name(text: str | None) -> str:
    return _TWO_LETTERS.sub(_first_letter, fold(text)) if text else ""


def _first_letter(pair: re.Match[str]) -> str:
    return pair.group()[0]


def _street(text: str, number: str) -> tuple[str, str]:
    """The street in one word without abbreviations, and the house number, which may stand in the street."""
    folded = fold(text) if text else ""
    house = fold(number).replace(" ", "") if number else ""
    if folded and not house:
        split = _NUMBER_AT_END.match(folded)
        if split:
            folded, house = split[1].strip(), split[2].replace(" ", "")
    words = _STREET_END.sub("str", folded).split()
    joined = "".join(_STREET_WORDS.get(word, word) for word in words)
    return _TWO_LETTERS.sub(_first_letter, joined), house


def _code(text: str | None) -> str:
    return "".join(c for c in text.upper() if c.isalnum()) if text else ""
