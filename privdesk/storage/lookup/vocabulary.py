# SPDX-License-Identifier: MIT
"""The words of names and places in memory while the records are open, one vocabulary for the office or an agency.

An agency's vocabulary holds the words of its own people only, so that no word of another's can take a place in it.
"""

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import merge

from privdesk.storage.lookup.driver import Driver
from privdesk.storage.lookup.upkeep import WordChanges
from privdesk.storage.lookup.word_tree import WordTree

OFFICE = 0
"""Whose vocabulary holds everybody's words."""
_WORDS = "SELECT word FROM vocabulary WHERE agency_id = ? ORDER BY word"
_GROWTH = 8
"""A tree of newer words is joined with the next older one when it has an eighth of its words."""
_MOST_GONE = 500


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words as of one committed version: a great tree and small ones of newer words."""

    trees: tuple[WordTree, ...]
    gone: frozenset[str] = field(default_factory=frozenset)

    def near(self, typed: str, most: int) -> Mapping[str, int]:
        """Beginnings of words that cost at most `most`, the cheapest first, then the longest."""
        each = [found for tree in self.trees if (found := tree.near(typed, most))]
        if len(each) < 2:
            return each[0] if each else {}
        together = {start: cost for some in each for start, cost in some.items()}
        order = sorted(together, key=lambda start: (together[start], -len(start), start))
        return {start: together[start] for start in order}

    def begins(self, start: str) -> bool:
        """Whether some word begins so."""
        return any(tree.begins(start) for tree in self.trees)

    def changed(self, came: Iterable[str], gone: Iterable[str]) -> "Vocabulary":
        """The words after some came and some went."""
        new, lost = sorted(set(came)), self.gone.union(gone).difference(came)
        trees = [*self.trees]
        if new:
            trees.append(WordTree(new))
        if len(lost) > _MOST_GONE:
            return Vocabulary((_joined(trees, lost),))
        while len(trees) > 1 and len(trees[-1]) * _GROWTH >= len(trees[-2]):
            trees[-2:] = [_joined(trees[-2:], frozenset())]
        return Vocabulary(tuple(trees), lost)

    def __len__(self) -> int:
        return sum(map(len, self.trees))


class Vocabularies:
    """Kept while the records are open; thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._held: dict[int, tuple[int, Vocabulary]] = {}

    def held(self, agency: int, version: int) -> Vocabulary | None:
        """The words as of `version`, if they were read."""
        with self._lock:
            known, vocabulary = self._held.get(agency, (-1, None))
        return vocabulary if known == version else None

    def get(self, agency: int, version: int, read: Callable[[], Sequence[str]]) -> Vocabulary:
        """The committed words of an agency (0: the office); read once, `read` giving them in order."""
        with self._lock:
            held = self._held.get(agency)
        if held is not None and held[0] >= version:
            return held[1]
        vocabulary = Vocabulary((WordTree(read()),))
        with self._lock:
            held = self._held.get(agency)
            if held is None or held[0] < version:
                self._held[agency] = (version, vocabulary)
        return vocabulary

    def follow(self, version: int, changes: WordChanges) -> None:
        """Words came or went with the commit that made `version`."""
        with self._lock:
            for agency, (known, vocabulary) in list(self._held.items()):
                if known == version - 1:
                    self._held[agency] = (version, vocabulary.changed(*changes.of(agency)))

    def forget(self) -> None:
        """Drop them all; nothing of a person stays in memory."""
        with self._lock:
            self._held.clear()


def _joined(trees: Sequence[WordTree], lost: frozenset[str]) -> WordTree:
    words = dict.fromkeys(word for word in merge(*(tree.words for tree in trees)) if word not in lost)
    return WordTree(list(words))


def words_of_agency(driver: Driver, agency: int) -> list[str]:
    """The words of an agency's vocabulary, in order."""
    return [row[0] for row in driver.execute(_WORDS, (agency,)).fetchall()]
