# SPDX-License-Identifier: MIT
"""The best guess first: how well the words of a record fit the typed ones."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

EXACT, BEGINS, NEAR = 1.0, 0.8, 0.72
_PER_COST = 0.11
_COMPLETE = 0.12
_BONUS = (0.15, 0.1, 0.0, 0.0, 0.0, 0.02)
"""By the fact of the card that bears the word: last name, first name, street, number, postcode, town."""
_NAMES = 2
_SURPLUS = 0.004

Readings = Mapping[str, int]
"""Beginnings that a typed word may be read as, and what each costs."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """One person, how well the record fits (0 to about 1.2), and the folded words of it that were meant."""

    person_id: int
    score: float
    recent: int
    words: tuple[str, ...] = ()


class _Fitting:
    """How well words of records fit one typed word; each different word is compared once."""

    def __init__(self, typed: str, readings: Readings) -> None:
        self._typed = typed
        self._readings = readings
        self._lengths = sorted({len(each) for each in readings})
        self._known: dict[str, float] = {}

    def fit(self, word: str) -> float:
        """0 (not at all) to 1; `word` with its spellings as the card has them."""
        known = self._known.get(word)
        if known is None:
            spellings = word.split("/") if "/" in word else (word,)
            known = self._known[word] = max(map(self._compare, spellings))
        return known

    def _compare(self, word: str) -> float:
        typed = self._typed
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


def rank(
    typed: Sequence[str], readings: Sequence[Readings], cards: Sequence[tuple[int, str, int]]
) -> list[Ranked]:
    """People by how well they fit; of equals the one whose record changed last comes first.

    `cards`: person, words of the card, number of the last recorded change.
    """
    fittings = [_Fitting(word, some) for word, some in zip(typed, readings, strict=True)]
    return in_order([_ranked(fittings, *card) for card in cards])


def in_order(found: Sequence[Ranked]) -> list[Ranked]:
    """Best first, of equals the last changed one, then the newest."""
    return sorted(found, key=lambda one: (-round(one.score, 3), -one.recent, -one.person_id))


def _ranked(fittings: Sequence[_Fitting], person_id: int, card: str, recent: int) -> Ranked:
    facts = [fact.split(" ") if fact else () for fact in card.split("|")]
    total, meant = 0.0, []
    for fitting in fittings:
        best, best_word = 0.0, ""
        for words, bonus in zip(facts, _BONUS, strict=True):
            for word in words:
                fit = fitting.fit(word)
                if fit and fit + bonus > best:
                    best, best_word = fit + bonus, word
        total += best
        if best_word:
            meant.append(best_word.partition("/")[0])
    surplus = sum(map(len, facts[:_NAMES])) - len(fittings)
    score = total / max(1, len(fittings)) - _SURPLUS * max(0, surplus)
    return Ranked(person_id, score, recent, tuple(dict.fromkeys(meant)))
