# SPDX-License-Identifier: MIT
"""What one person is found by, as plain words: worked out from the record alone, so that it can be made anew any time.

Numbers of houses and postcodes are found like words but are no words that could be misspelt.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from itertools import product

from privdesk.domain.people import PersonField
from privdesk.storage.fold import ascii_word, spellings, words_of

PHONE_DIGITS = 6
"""Digits in a row by which a telephone number is found."""
LONGEST_WORD = 40
"""Letters of a word that are kept; longer ones are found by their beginning."""
_MOST_WORDS = 24
"""Words of one fact that are kept."""
_NAMES = (PersonField.LAST_NAME, PersonField.FIRST_NAME)
_PLACES = (PersonField.STREET, PersonField.NUMBER, PersonField.POSTCODE, PersonField.TOWN)
CARD_FIELDS = (*_NAMES, *_PLACES)
"""The facts on a card, in its order."""
FACTS = (
    *CARD_FIELDS, PersonField.EMAIL, PersonField.PHONE_LANDLINE, PersonField.PHONE_MOBILE, PersonField.DATE_OF_BIRTH
)  # fmt: skip
"""The facts that one can be found by."""
_JOINED = re.compile(r"[-‐-―\s]+")
_PIECE = re.compile(r"[^\W_]+(?:['’ʼ`´][^\W_]+)*")
MOST_JOINED, SPELLINGS_JOINED = 3, 2
"""Words of a double name that are also one word, and spellings of each of them."""
_CACHED = 1 << 16


@dataclass(frozen=True, slots=True)
class Entry:
    """One person in the index."""

    card: str
    """Folded words: facts divided by `|`, words by spaces, spellings of one word by `/`."""
    names: str
    places: str
    marks: str
    """E-mail addresses, dates of birth and agencies, each with a letter before it that no word begins with."""
    phones: str
    vocabulary: frozenset[str]
    """Words that may be misspelt."""
    agencies: tuple[int, ...]
    """Agencies of all contracts, in order; 0 is the office itself and always there."""

    @property
    def digest(self) -> int:
        """A number that differs when anything in the index differs."""
        text = f"{self.card}\n{self.names}\n{self.places}\n{self.marks}\n{self.phones}"
        return int.from_bytes(blake2b(text.encode(), digest_size=7).digest(), "big")


def entry_of(facts: Mapping[PersonField, str], agencies: Iterable[int]) -> Entry:
    """Work out what finds a person with these facts and contracts with these agencies."""
    written = [spelt(facts.get(name) or "") for name in CARD_FIELDS]
    split = len(_NAMES)
    walls = (0, *sorted(set(agencies)))
    names = {token for words in written[:split] for word in words for token in word}
    names |= {joined for name in _NAMES for joined in _joined_up(facts.get(name) or "")}
    places = {token for words in written[split:] for word in words for token in word}
    return Entry(
        card="|".join(" ".join("/".join(word) for word in words) for words in written),
        names=_tokens(names),
        places=_tokens(places),
        marks=" ".join([*marks_of(facts), *(agency_mark(each) for each in walls if each)]),
        phones=" ".join([*_phone_tokens(facts), *(agency_mark(each) for each in walls if each)]),
        vocabulary=frozenset(
            token for words in written for word in words for token in word if token.isalpha()
        ),
        agencies=walls,
    )


def agency_mark(agency: int) -> str:
    """The token of an agency's people."""
    return f"0a{agency}z"


def email_mark(typed: str) -> str:
    """The beginning of the token of an e-mail address; empty when nothing is left of it."""
    squeezed = "".join(ascii_word(word) for word in words_of(typed))
    return f"0e{squeezed[:LONGEST_WORD]}" if squeezed else ""


def birth_mark(day: str) -> str:
    """The token of an ISO date of birth."""
    return f"0d{day.replace('-', '')}"


def marks_of(facts: Mapping[PersonField, str]) -> list[str]:
    """Tokens of e-mail address and date of birth."""
    email, born = facts.get(PersonField.EMAIL) or "", facts.get(PersonField.DATE_OF_BIRTH) or ""
    found = [email_mark(email)] if email else []
    return [*filter(None, found), *([birth_mark(born)] if born.replace("-", "").isalnum() else [])]


def windows(digits: str) -> list[str]:
    """Every six digits in a row."""
    return [digits[start : start + PHONE_DIGITS] for start in range(len(digits) - PHONE_DIGITS + 1)]


def plain_digits(text: str) -> str:
    """The plain digits in `text`."""
    return "".join(c for c in text if c.isascii() and c.isdecimal())


def _phone_tokens(facts: Mapping[PersonField, str]) -> Sequence[str]:
    numbers = (facts.get(PersonField.PHONE_LANDLINE) or "", facts.get(PersonField.PHONE_MOBILE) or "")
    return sorted({window for number in numbers for window in windows(plain_digits(number)[:30])})


@lru_cache(maxsize=_CACHED)
def spelt(text: str) -> tuple[tuple[str, ...], ...]:
    """The words of a fact, each with its usual spellings, the plain one first."""
    pieces = _PIECE.findall(text if text.isascii() else unicodedata.normalize("NFC", text))
    return tuple(word for piece in pieces[:_MOST_WORDS] for word in _spellings(piece))


def _spellings(piece: str) -> tuple[tuple[str, ...], ...]:
    plain = [word[:LONGEST_WORD] for word in words_of(piece)]
    if len(plain) != 1:
        return tuple((word,) for word in plain)
    others = {word[:LONGEST_WORD] for word in spellings(piece)} - set(plain)
    return ((plain[0], *sorted(others)),)


def _joined_up(name: str) -> list[str]:
    """A double name as one word in each usual spelling, as some write and say it."""
    parts = spelt(_JOINED.sub(" ", name))
    if not 1 < len(parts) <= MOST_JOINED:
        return []
    return ["".join(some)[:LONGEST_WORD] for some in product(*(part[:SPELLINGS_JOINED] for part in parts))]


def _tokens(words: Iterable[str]) -> str:
    return " ".join(sorted(ascii_word(word) for word in words))
