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
_MOST_KNOWN = 20_000
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


class Memo:
    """Names, towns and streets already worked out: many people share them. Holds so many at most; forgets on request."""

    def __init__(self) -> None:
        """Nothing is known yet."""
        self._names: dict[str, tuple[str, str]] = {}
        self._streets: dict[str, tuple[str, str]] = {}

    def name(self, text: str | None) -> tuple[str, str]:
        """A name or town folded, and how it sounds."""
        if not text:
            return "", ""
        known = self._names.get(text)
        if known is None:
            folded = _TWO_LETTERS.sub(_first_letter, fold(text))
            known = _keep(self._names, text, (folded, sound(folded)))
        return known

    def street(self, text: str) -> tuple[str, str]:
        """A street folded into one word without abbreviations, and how it sounds."""
        known = self._streets.get(text)
        if known is None:
            words = _STREET_END.sub("str", fold(text)).split()
            joined = _TWO_LETTERS.sub(_first_letter, "".join(_STREET_WORDS.get(word, word) for word in words))
            known = _keep(self._streets, text, (joined, sound(joined)))
        return known

    def forget(self) -> None:
        """Drop everything."""
        self._names, self._streets = {}, {}


def _keep(held: dict[str, tuple[str, str]], text: str, found: tuple[str, str]) -> tuple[str, str]:
    if len(held) >= _MOST_KNOWN:
        held.clear()
    held[text] = found
    return found


def prepare(facts: Facts) -> Prepared:
    """The facts of one person as they are compared."""
    return prepared([facts.get(name) for name in COMPARED], Memo())


def prepared(values: Sequence[str | None], memo: Memo) -> Prepared:
    """The same from plain values in the order of `COMPARED`."""
    last, first, street, number, postcode, town, born, email, mobile, landline, iban = values
    last_name, last_sound = memo.name(last)
    first_name, first_sound = memo.name(first)
    road, house = _split(street, number)
    road, road_sound = memo.street(road) if road else ("", "")
    return Prepared(
        last=last_name,
        first=first_name,
        last_sound=last_sound,
        first_sound=first_sound,
        street=road,
        street_sound=road_sound,
        number=house,
        postcode=_code(postcode),
        town=memo.name(town)[0],
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


def _first_letter(pair: re.Match[str]) -> str:
    return pair.group()[0]


def _split(street: str | None, number: str | None) -> tuple[str, str]:
    """Street as written and folded house number, which may stand in the street."""
    if number:
        plain = number.isascii() and number.isalnum()
        return street or "", number.lower() if plain else fold(number).replace(" ", "")
    split = _NUMBER_AT_END.match(fold(street)) if street else None
    return (split[1].strip(), split[2].replace(" ", "")) if split else (street or "", "")


def _code(text: str | None) -> str:
    if not text:
        return ""
    return text.upper() if text.isalnum() else "".join(c for c in text.upper() if c.isalnum())
