# SPDX-License-Identifier: MIT
"""A million invented people of many European languages; the same people each time."""

import random
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from benchmarks.million_words import LOCALES, Locale, Skew, Words, firm, with_particle, words_of

SEED = 20261123
AGENCIES = 40
TODAY = date(2026, 11, 20)
_AGENCIES = range(1, AGENCIES + 1)
_OLDEST, _YOUNGEST = date(1934, 1, 1), date(2008, 1, 1)


@dataclass(frozen=True, slots=True)
class Someone:
    """One invented person with the contract; missing facts are empty. `agency` is 0 (none) to AGENCIES."""

    id: int
    civility: str
    last_name: str
    first_name: str
    street: str
    number: str
    postcode: str
    town: str
    country: str
    language: str
    email: str
    phone_landline: str
    phone_mobile: str
    date_of_birth: str
    user_number: str
    badge: str
    agency: int
    starts_on: str
    ends_on: str


def invented(count: int, seed: int = SEED) -> Iterator[Someone]:
    """`count` people with ids from 1; a smaller count is the beginning of a larger one.

    About a third share household and mostly the last name with the one before; one in a hundred is a company.
    """
    dice = random.Random(seed)
    skew = Skew(dice)
    known = [(locale, words_of(locale, seed)) for locale in LOCALES]
    weights = [locale.weight for locale in LOCALES]
    before: Someone | None = None
    locale, words = known[0]
    for number in range(1, count + 1):
        family = before if before is not None and before.first_name and dice.random() < 0.34 else None
        if family is None:
            locale, words = dice.choices(known, weights)[0]
        before = _someone(dice, skew, locale, words, number, family)
        yield before


def _someone(
    dice: random.Random, skew: Skew, locale: Locale, words: Words, number: int, family: Someone | None
) -> Someone:
    woman = dice.random() < 0.51
    last = (
        family.last_name if family is not None and dice.random() < 0.85 else _last(dice, skew, locale, words)
    )
    first = _first(skew, dice, words, woman=woman)
    if family is None and dice.random() < 0.01:
        last, first = firm(dice, last), ""
    postcode, town = _place(skew, words) if family is None else (family.postcode, family.town)
    street = family.street if family is not None else skew.draw(words.streets, 0.5)
    house = (
        family.number
        if family is not None
        else f"{1 + int(dice.paretovariate(0.8)) % 140}{dice.choice(('', '', '', '', 'a', 'b'))}"
    )
    return Someone(
        id=number,
        civility=("mrs" if woman else "mr") if first else "",
        last_name=last,
        first_name=first,
        street=street,
        number=house,
        postcode=postcode,
        town=town,
        country=locale.country,
        language=locale.language if locale.language in ("de", "fr", "it", "en") else "en",
        email=_email(dice, first, last, number),
        phone_landline=_phone(dice, locale, "2345") if dice.random() < 0.4 else "",
        phone_mobile=_phone(dice, locale, "7698") if dice.random() < 0.85 else "",
        date_of_birth=_born(dice) if first and dice.random() < 0.9 else "",
        **_contract(dice, skew, number, family),
    )


def _contract(dice: random.Random, skew: Skew, number: int, family: Someone | None) -> Mapping[str, Any]:
    start = TODAY - timedelta(days=dice.randrange(1, 4_000))
    ended = dice.random() < 0.12
    end = start + timedelta(days=dice.randrange(1, (TODAY - start).days + 1)) if ended else None
    agency = family.agency if family is not None else _agency(dice, skew)
    return {
        "user_number": f"{2_000_000 + number * 3}", "badge": f"B-{dice.randrange(10**7):07d}" if dice.random() < 0.6 else "",
        "agency": agency, "starts_on": start.isoformat(), "ends_on": end.isoformat() if end else "",
    }  # fmt: skip


def _agency(dice: random.Random, skew: Skew) -> int:
    return 0 if dice.random() < 0.03 else skew.draw(_AGENCIES, 0.7)


def _last(dice: random.Random, skew: Skew, locale: Locale, words: Words) -> str:
    last = with_particle(dice, locale, skew.draw(words.last))
    return f"{last}-{skew.draw(words.last)}" if dice.random() < 0.05 else last


def _first(skew: Skew, dice: random.Random, words: Words, *, woman: bool) -> str:
    some = words.women if woman else words.men
    first = skew.draw(some)
    if dice.random() < 0.1:
        first += dice.choice((" ", "-")) + skew.draw(some)
    return first


def _place(skew: Skew, words: Words) -> tuple[str, str]:
    return skew.draw(words.towns, 0.9)


def _email(dice: random.Random, first: str, last: str, number: int) -> str:
    if dice.random() > 0.7:
        return ""
    plain = unicodedata.normalize("NFKD", f"{first}.{last}".lower())
    local = "".join(c for c in plain if c.isascii() and (c.isalnum() or c == ".")).strip(".")
    return f"{local or 'post'}{number % 97}@{dice.choice(('mail', 'post', 'web', 'home'))}.example.org"


def _phone(dice: random.Random, locale: Locale, starts: str) -> str:
    return f"{locale.dial}{dice.choice(starts)}{dice.randrange(10**8):08d}"


def _born(dice: random.Random) -> str:
    return (_OLDEST + timedelta(days=dice.randrange((_YOUNGEST - _OLDEST).days))).isoformat()
