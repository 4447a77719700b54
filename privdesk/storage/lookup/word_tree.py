# SPDX-License-Identifier: MIT
"""Many words in memory, and their beginnings that are a slip or two of the keys away from a typed one.

The sorted words are a tree of beginnings, level by level in arrays of numbers. A search goes down all branches at
once: for each beginning it knows what it costs to turn any start of the typed word into it, and drops the branch
as soon as every cost is too high. A swap of neighbours counts once; letters that sound alike and doubled letters
count half.
"""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

LONGEST = 14
"""Letters of a word that are compared."""
SLIP = 2
"""Cost of one slip; half of it for letters that sound alike."""
_HALF = 1
_FAR = 60
_FIRST_LETTERS = 2
_MOST_ASKED = 200
_ALIKE = (
    "iyj", "ckqg", "vwf", "szxc", "dt", "bp", "mn", "ae", "ou", "ei", "зс", "дт", "бп", "ий", "оа", "вф",
    "ιηυ", "οω", "εα",
)  # fmt: skip
_Letters: TypeAlias = NDArray[np.uint16]
_Costs: TypeAlias = NDArray[np.int8]
_Places: TypeAlias = NDArray[np.int32]
_Rows: TypeAlias = "list[_Costs | None]"
"""Costs of each start of the typed word; None is out of reach."""


@dataclass(frozen=True, slots=True)
class _Level:
    """The distinct beginnings of one length, in order."""

    starts: _Places
    """The first word of each."""
    letters: _Letters
    """The last letter of each."""
    first: _Places
    """Where the longer ones of each begin in the next level; one more at the end."""


class WordTree:
    """Words that never change; thread-safe."""

    def __init__(self, words: Sequence[str]) -> None:
        """`words`: sorted by code points, each once, none empty."""
        self.words = words
        self._alphabet, self._levels = _levels(words)
        self._asked: dict[tuple[str, int], Mapping[str, int]] = {}

    def __len__(self) -> int:
        return len(self.words)

    @property
    def memory(self) -> int:
        """Bytes of the arrays, without the words themselves."""
        parts = ((level.starts, level.letters, level.first) for level in self._levels)
        return sum(each.nbytes for some in parts for each in some)

    def begins(self, start: str) -> bool:
        """Whether some word begins so."""
        place = bisect_left(self.words, start)
        return place < len(self.words) and self.words[place].startswith(start)

    def near(self, typed: str, most: int) -> Mapping[str, int]:
        """Beginnings that cost at most `most` (in halves of a slip), and what each costs: the cheapest first, then the longest.

        One of the first two letters at least must be right, or sound alike. Words typed before the one being typed
        are known already.
        """
        key = (typed[:LONGEST], most)
        found = self._asked.get(key)
        if found is None:
            if len(self._asked) >= _MOST_ASKED:
                self._asked.clear()
            found = self._asked[key] = self._near(*key)
        return found

    def _near(self, typed: str, most: int) -> dict[str, int]:
        if not typed or not self.words:
            return {}
        pattern = _Pattern(typed, self._alphabet, most)
        costs, before = pattern.start(), pattern.nothing()
        alive = np.zeros(1, dtype=np.int32)
        last: _Letters = np.zeros(1, dtype=np.uint16)
        first = np.array([0, len(self._levels[0].starts)], dtype=np.int32)
        found: list[tuple[int, _Places, _Costs]] = []
        for depth in range(1, min(len(typed) + most // SLIP, len(self._levels)) + 1):
            level = self._levels[depth - 1]
            children, parents = _children(first, alive)
            letters = level.letters.take(children)
            now, least = pattern.step(depth, letters, last, parents, costs, before)
            allowed = most if depth > _FIRST_LETTERS else min(most, _FIRST_LETTERS * SLIP - 1)
            kept = np.flatnonzero(least <= allowed)
            if not kept.size:
                break
            before = _picked(costs, parents.take(kept))
            alive, last, first = children.take(kept), letters.take(kept), level.first
            costs = _picked(now, kept)
            if (end := costs[-1]) is not None:
                fit = np.flatnonzero(end <= most)
                found.append((depth, level.starts.take(alive.take(fit)), end.take(fit)))
        return self._in_order(found, most)

    def _in_order(self, found: list[tuple[int, _Places, _Costs]], most: int) -> dict[str, int]:
        words = self.words
        return {
            words[word][:depth]: cost
            for cost in range(most + 1)
            for depth, places, costs in reversed(found)
            for word in places[costs == cost].tolist()
        }


class _Pattern:
    """A typed word, ready to be compared with many beginnings at once: a row of costs for each of its letters."""

    def __init__(self, typed: str, alphabet: Mapping[str, int], most: int) -> None:
        self._size, self._reach, self._most = len(typed), most // SLIP, most
        self._own = [alphabet.get(c, 0) for c in typed]
        self._extra = [SLIP, *(_HALF if a == b else SLIP for a, b in pairwise(typed))]
        self._instead = np.full((len(typed), len(alphabet) + 1), SLIP, dtype=np.int8)
        for place, c in enumerate(typed):
            for other in {other for group in _ALIKE if c in group for other in group} & alphabet.keys():
                self._instead[place, alphabet[other]] = _HALF
            if c in alphabet:
                self._instead[place, alphabet[c]] = 0

    def start(self) -> _Rows:
        """What each start of the typed word costs as superfluous."""
        costs = np.cumsum([0, *self._extra])
        return [np.full(1, cost, dtype=np.int8) if cost <= self._most else None for cost in costs.tolist()]

    def nothing(self) -> _Rows:
        """No costs at all."""
        return [None] * (self._size + 1)

    def step(
        self, depth: int, letters: _Letters, last: _Letters, parents: _Places, costs: _Rows, before: _Rows
    ) -> tuple[_Rows, _Costs]:
        """The costs one letter further on, and the least of each; much shorter or longer starts are out of reach.

        `last`, `costs` and `before` (one letter back) are those of the parents.
        """
        last = last.take(parents)
        missing = np.where(letters == last, np.int8(_HALF), np.int8(SLIP))
        new, old = self.nothing(), self.nothing()
        least = np.full(len(letters), _FAR, dtype=np.int8)
        low, high = max(0, depth - self._reach), min(self._size, depth + self._reach)
        for place in range(max(0, low - 1), high + 1):
            row = costs[place]
            old[place] = None if row is None else row.take(parents)
        for place in range(low, high + 1):
            cost = np.full(len(letters), _FAR, dtype=np.int8)
            if (row := old[place]) is not None:
                np.add(row, missing, out=cost)
            if place and (row := old[place - 1]) is not None:
                np.minimum(cost, row + self._instead[place - 1].take(letters), out=cost)
            if place and (row := new[place - 1]) is not None:
                np.minimum(cost, row + np.int8(self._extra[place - 1]), out=cost)
            if place > 1 and (row := before[place - 2]) is not None:
                swapped = np.flatnonzero((letters == self._own[place - 2]) & (last == self._own[place - 1]))
                if swapped.size and self._own[place - 2]:
                    cost[swapped] = np.minimum(cost[swapped], row.take(parents.take(swapped)) + np.int8(SLIP))
            new[place] = cost
            np.minimum(least, cost, out=least)
        return new, least


def _picked(rows: _Rows, places: NDArray[np.intp] | _Places) -> _Rows:
    return [None if row is None else row.take(places) for row in rows]


def _children(first: _Places, alive: _Places) -> tuple[_Places, _Places]:
    """Places in the next level below the living ones, and whose they are."""
    begins = first[alive]
    counts = first[alive + 1] - begins
    parents = np.repeat(np.arange(len(alive), dtype=np.int32), counts)
    offsets = np.arange(len(parents), dtype=np.int32) - np.repeat(np.cumsum(counts) - counts, counts)
    return (begins[parents] + offsets).astype(np.int32), parents


def _levels(words: Sequence[str]) -> tuple[Mapping[str, int], list[_Level]]:
    if not words:
        return {}, []
    matrix = np.array(words, dtype=f"U{LONGEST}").view(np.uint32).reshape(len(words), LONGEST)
    letters = [int(code) for code in np.unique(matrix) if code][:0xFFFF]
    codes = np.searchsorted(np.array([0, *letters], dtype=np.uint32), matrix).astype(np.uint16)
    new = np.ones((len(words), LONGEST), dtype=bool)
    np.logical_or.accumulate(matrix[1:] != matrix[:-1], axis=1, out=new[1:])
    new &= matrix != 0
    starts = [np.flatnonzero(new[:, place]).astype(np.int32) for place in range(LONGEST)]
    levels = []
    for place, own in enumerate(starts):
        if not own.size:
            break
        longer = starts[place + 1] if place + 1 < LONGEST else np.zeros(0, dtype=np.int32)
        first = np.append(np.searchsorted(longer, own), len(longer)).astype(np.int32)
        levels.append(_Level(own, codes[own, place], first))
    return {chr(code): place for place, code in enumerate(letters, start=1)}, levels
