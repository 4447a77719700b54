# SPDX-License-Identifier: MIT
"""The best guess first: how well the words of a record fit the typed ones."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product

from privdesk.storage.lookup.words import MOST_JOINED, SPELLINGS_JOINED

EXACT, BEGINS, NEAR = 1.0, 0.8, 0.72
_PER_COST = 0.11
_COMPLETE = 0.12
_FACTS = ((0.15, True), (0.1, True), (-0.1, False), (-0.1, False), (-0.1, False), (-0.08, False))
"""Last name, first name, street, number, postcode, town: what bearing the word is worth, and whether it is a name."""
_SURPLUS, _TURN = 0.004, 0.001
_Fit = tuple[float, tuple[int, ...], str, bool]
"""How well, which words of the record (all of a double name typed as one word), those words, whether they are a name."""

Readings = Mapping[str, int]
"""Beginnings that a typed word may be read as, and what each costs."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """One person, how well the record fits (0 to about 1.2), and the folded words of it that were meant."""

    person_id: int
    score: float
    recent: int
    words: tuple[str, ...] = ()
    whole: bool = True
    """Whether every typed word fits a word of its own."""


class _Fitting:
    """How well words of records fit one typed word."""

    def __init__(self, typed: str, readings: Readings) -> None:
        self._typed = typed
        self._readings = readings
        self._lengths = sorted({len(each) for each in readings})
        self._first = {each[0] for each in readings} | {typed[0]}

    def fit(self, word: str) -> float:
        """0 (not at all) to 1."""
        typed = self._typed
        if word[0] not in self._first:
            return 0.0
        if word == typed:
            return EXACT
        if word.startswith(typed):
            return BEGINS + _COMPLETE * len(typed) / len(word)
        found = 0.0
        for length in self._lengths:
            if length > len(word):
                break
            cost = self._readings.get(word[:length])
            if cost is not None:
                complete = _COMPLETE * (1 - (len(word) - length) / len(word))
                found = max(found, NEAR - _PER_COST * cost + complete)
        return found


class _Fits:
    """How well each different word fits all the typed ones; most fit none."""

    def __init__(self, typed: Sequence[str], readings: Sequence[Readings]) -> None:
        self._fittings = [_Fitting(word, some) for word, some in zip(typed, readings, strict=True)]
        self._known: dict[str, tuple[float, ...]] = {}

    def __len__(self) -> int:
        return len(self._fittings)

    def of(self, word: str) -> tuple[float, ...]:
        """A fit for each typed word, or nothing; `word` with its spellings as the card has them."""
        known = self._known.get(word)
        if known is None:
            spellings = word.split("/")
            fits = tuple(max(map(one.fit, spellings)) for one in self._fittings)
            known = self._known[word] = fits if any(fits) else ()
        return known


def rank(
    typed: Sequence[str], readings: Sequence[Readings], cards: Sequence[tuple[int, str, int]]
) -> list[Ranked]:
    """People by how well they fit; of equals the one whose record changed last comes first.

    `cards`: person, words of the card, number of the last recorded change.
    """
    fits = _Fits(typed, readings)
    return in_order([_ranked(fits, *card) for card in cards])


def in_order(found: Sequence[Ranked]) -> list[Ranked]:
    """Best first, of equals the last changed one, then the newest."""
    return sorted(found, key=lambda one: (-round(one.score, 3), -one.recent, -one.person_id))


def in_turn(ranked: Sequence[Ranked]) -> list[Ranked]:
    """The same, but of equals first one of each word that they bear, then the second of each, and so on."""
    seen: Counter[tuple[str, ...]] = Counter()
    turns = []
    for one in ranked:
        turns.append(replace(one, score=one.score - _TURN * seen[one.words]))
        seen[one.words] += 1
    return in_order(turns)


def _ranked(fits: _Fits, person_id: int, card: str, recent: int) -> Ranked:
    fitting: list[list[_Fit]] = [[] for _ in range(len(fits))]
    names, at = 0, 0
    for fact, (bonus, is_name) in zip(card.split("|"), _FACTS, strict=True):
        words = fact.split()
        for place_of, word in enumerate(words, at):
            for place, fit in enumerate(fits.of(word)):
                if fit:
                    fitting[place].append((fit + bonus, (place_of,), word, is_name))
        if is_name:
            names += len(words)
            _join(fits, fitting, words, at, bonus)
        at += len(words)
    total, meant = _each_its_own(fitting)
    surplus = names - sum(len(one[1]) for one in meant if one[3])
    words = [part.partition("/")[0] for one in meant for part in one[2].split()]
    score = total / max(1, len(fits)) - _SURPLUS * surplus
    return Ranked(person_id, score, recent, tuple(dict.fromkeys(words)), len(meant) == len(fits))


def _join(fits: _Fits, fitting: Sequence[list[_Fit]], words: Sequence[str], at: int, bonus: float) -> None:
    """A double name typed as one word means all its words."""
    if not 1 < len(words) <= MOST_JOINED:
        return
    whole = "/".join(map("".join, product(*(word.split("/")[:SPELLINGS_JOINED] for word in words))))
    for place, fit in enumerate(fits.of(whole)):
        if fit:
            places = tuple(range(at, at + len(words)))
            fitting[place].append((fit + bonus, places, " ".join(words), True))


def _each_its_own(fitting: Sequence[list[_Fit]]) -> tuple[float, list[_Fit]]:
    """The sum of the best fits, no word of the record meant twice, and what was meant."""
    total, meant, taken = 0.0, list[_Fit](), set[int]()
    for some in sorted(fitting, key=lambda each: max(each)[0] if each else 0.0, reverse=True):
        free = [one for one in some if taken.isdisjoint(one[1])]
        if free:
            best = max(free)
            total += best[0]
            meant.append(best)
            taken.update(best[1])
    return total, meant
