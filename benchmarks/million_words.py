# SPDX-License-Identifier: MIT
"""Invented words of many European languages: syllables put together by small grammars, some words far commoner than others.

No list of real names stands behind them; a real name may come out by chance.
"""

import random
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Locale:
    """How one language makes its words, and how people there are written."""

    country: str
    language: str
    weight: int
    starts: str
    vowels: str
    ends: str
    last_endings: str
    woman: str
    man: str
    town_endings: str
    street: str
    """`{}` stands for the invented word."""
    dial: str
    postcode: str
    """`9` is any digit."""


LOCALES = tuple(
    Locale(**each)
    for each in tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))["locale"]
)
_OPEN = "aeiouyáéíóúäöüãăîąęαεηιουωаеиоу"
LAST_WORDS = 6_200
FIRST_WORDS = 420
STREET_WORDS = 900
TOWN_WORDS = 420
_PARTICLES = {"fr": "de ", "it": "De ", "es": "de ", "pt": "dos ", "nl": "van der ", "de": "von ", "en": "O’"}
_TRADES = (
    "Gartenbau",
    "Transport",
    "Immobilier",
    "Bäckerei",
    "Servizi",
    "Elektro",
    "Coiffure",
    "Treuhand",
    "Design",
)
_KINDS = ("AG", "GmbH", "SA", "S.r.l.", "Ltd", "& Co.", "Sàrl", "BV", "AB")


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one language, commonest first."""

    last: Sequence[str]
    women: Sequence[str]
    men: Sequence[str]
    streets: Sequence[str]
    towns: Sequence[tuple[str, str]]
    """Postcode and town."""


@dataclass(slots=True)
class Skew:
    """Draws places of a list, the first ones far more often: the n-th with a weight of 1 / (n + shift) ** slope."""

    dice: random.Random
    _sums: dict[tuple[int, float], list[float]] = field(default_factory=dict)

    def draw(self, some: Sequence[T], slope: float = 0.85) -> T:
        """One of them."""
        key = (len(some), slope)
        if key not in self._sums:
            self._sums[key] = list(accumulate((n + 4) ** -slope for n in range(len(some))))
        return self.dice.choices(some, cum_weights=self._sums[key])[0]


def words_of(locale: Locale, seed: int) -> Words:
    """The words of a language; the same each time."""
    dice = random.Random(f"{locale.country}{locale.language}{seed}")
    last = _some(dice, locale, locale.last_endings.split(), LAST_WORDS, (1, 2, 2))
    women = _some(dice, locale, locale.woman.split(), FIRST_WORDS, (1, 1, 2))
    men = _some(dice, locale, locale.man.split(), FIRST_WORDS, (1, 1, 2))
    stems = _some(dice, locale, ["", *locale.last_endings.split()[:3]], STREET_WORDS, (1, 2))
    kinds = locale.street.split()
    streets = [_street(dice.choice(kinds), stem) for stem in stems]
    towns = _some(dice, locale, locale.town_endings.split(), TOWN_WORDS, (1, 2, 2))
    coded = [
        ("".join(str(dice.randrange(10)) if c == "9" else c for c in locale.postcode), town) for town in towns
    ]
    return Words(last, women, men, streets, coded)


def with_particle(dice: random.Random, locale: Locale, last: str) -> str:
    """A last name with `van der` and its like, now and then."""
    particle = _PARTICLES.get(locale.language, "")
    return particle + last if particle and dice.random() < 0.06 else last


def firm(dice: random.Random, last: str) -> str:
    """The name of a company."""
    return f"{last} {dice.choice(_TRADES)} {dice.choice(_KINDS)}"


def _street(kind: str, stem: str) -> str:
    name = kind.replace("_", " ").replace("{}", stem)
    return name[0].upper() + name[1:]


def _some(
    dice: random.Random, locale: Locale, endings: Sequence[str], count: int, lengths: Sequence[int]
) -> list[str]:
    starts, vowels, ends = locale.starts.split(), locale.vowels.split(), locale.ends.split()
    found: dict[str, None] = {}
    while len(found) < count:
        syllables = []
        for place in range(dice.choice(lengths)):
            start = dice.choice(starts) if place == 0 or dice.random() < 0.9 else ""
            syllables.append(
                start + dice.choice(vowels) + (dice.choice(ends) if dice.random() < 0.55 else "")
            )
        word = "".join(syllables)
        if endings[0] or dice.random() < 0.7:
            if word[-1] in _OPEN and dice.random() < 0.8:
                word += dice.choice(ends)
            word += dice.choice(endings)
        if len(word) > 2:
            found[word[0].upper() + word[1:]] = None
    return list(found)
