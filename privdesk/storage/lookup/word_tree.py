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
_ALIKE = (
    "iyj", "ckqg", "vwf", "szxc", "dt", "bp", "mn", "ae", "ou", "ei", "зс", "дт", "бп", "ии", "оа", "вф",
    "ιηυ", "οω", "εα",
)  # fmt: skip
_Letters: TypeAlias = NDArray[np.uint16]
_Costs: TypeAlias = NDArray[np.int8]
_Places: TypeAlias = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class _Level:
    """The distinct beginnings of one length, in order."""

    starts: _Places
    """The first word of each."""
    letters: _Letters
    """The last letter of each."""
    first: _Places
    """Where the longer ones of each begin in the next level; one more at the end."""


@dataclass(frozen=True, slots=True)
class Near:
    """A beginning of some word, and what it costs to take the typed word for it."""

    start: str
    cost: int


class WordTree:
    """Words that never change; thread-safe."""

    def __init__(self, words: Sequence[str]) -> None:
        """`words`: sorted by code points, each once, none empty."""
        self.words = words
        self._alphabet, self._levels = _levels(words)

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

    def near(self, typed: str, most: int) -> list[Near]:
        """Beginnings that cost at most `most` (in halves of a slip), in no order."""
        typed = typed[:LONGEST]
        if not typed or not self.words:
            return []
        pattern = _Pattern(typed, self._alphabet, most)
        costs, before = pattern.start(), None
        alive = np.zeros(1, dtype=np.int32)
        last: _Letters = np.zeros(1, dtype=np.uint16)
        first = np.array([0, len(self._levels[0].starts)], dtype=np.int32)
        found: list[Near] = []
        for depth in range(1, min(len(typed) + most // SLIP, len(self._levels)) + 1):
            level = self._levels[depth - 1]
            children, parents = _children(first, alive)
            letters, old = level.letters[children], costs[:, parents]
            older = before[:, parents] if before is not None else None
            now = pattern.step(depth, letters, last[parents], old, older)
            kept = np.flatnonzero(now.min(axis=0) <= most)
            if not kept.size:
                break
            alive, last, first = children[kept], letters[kept], level.first
            before, costs = old[:, kept], now[:, kept]
            found += self._found(level, depth, alive, costs[-1], most)
        return found

    def _found(self, level: _Level, depth: int, alive: _Places, costs: _Costs, most: int) -> list[Near]:
        fit = np.flatnonzero(costs <= most)
        words = level.starts[alive[fit]].tolist()
        return [
            Near(self.words[word][:depth], cost)
            for word, cost in zip(words, costs[fit].tolist(), strict=True)
        ]


class _Pattern:
    """A typed word, ready to be compared with many beginnings at once: a row of costs for each of its letters."""

    def __init__(self, typed: str, alphabet: Mapping[str, int], most: int) -> None:
        self._size, self._reach = len(typed), most // SLIP
        self._own = [alphabet.get(c, 0) for c in typed]
        self._extra = [SLIP, *(_HALF if a == b else SLIP for a, b in pairwise(typed))]
        self._instead = np.full((len(typed), len(alphabet) + 1), SLIP, dtype=np.int8)
        for place, c in enumerate(typed):
            for other in {other for group in _ALIKE if c in group for other in group} & alphabet.keys():
                self._instead[place, alphabet[other]] = _HALF
            if c in alphabet:
                self._instead[place, alphabet[c]] = 0

    def start(self) -> _Costs:
        """What each start of the typed word costs as superfluous."""
        costs = np.minimum(np.cumsum([0, *self._extra]), _FAR)
        return np.asarray(costs, dtype=np.int8)[:, np.newaxis]

    def step(
        self, depth: int, letters: _Letters, last: _Letters, old: _Costs, older: _Costs | None
    ) -> _Costs:
        """The costs one letter further on; starts that are much shorter or longer are out of reach."""
        new = np.full(old.shape, _FAR, dtype=np.int8)
        missing = np.where(letters == last, np.int8(_HALF), np.int8(SLIP))
        if depth <= self._reach:
            np.add(old[0], missing, out=new[0])
        for place in range(max(1, depth - self._reach), min(self._size, depth + self._reach) + 1):
            cost = new[place]
            np.minimum(old[place] + missing, old[place - 1] + self._instead[place - 1][letters], out=cost)
            np.minimum(cost, new[place - 1] + np.int8(self._extra[place - 1]), out=cost)
            if older is not None and place > 1:
                swapped = (letters == self._own[place - 2]) & (last == self._own[place - 1])
                swapped &= letters != 0
                np.minimum(cost, older[place - 2] + np.int8(SLIP), out=cost, where=swapped)
        return new


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
