# SPDX-License-Identifier: MIT
"""The words of all names and places, and those that are one slip of the keys away from a typed one."""

import threading
from collections.abc import Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA

MOST_ALTERNATIVES = 24
_SHORTEST = 3


class Vocabulary:
    """Words kept in memory while the records are open; read again when words came or went."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._version = -1
        self._words: tuple[str, ...] = ()

    def words(self, version: int) -> tuple[str, ...] | None:
        """The words as of `version`, or None when they must be read."""
        with self._lock:
            return self._words if self._version == version else None

    def keep(self, version: int, words: Sequence[str]) -> None:
        """Remember the committed words of `version`."""
        with self._lock:
            self._version, self._words = version, tuple(words)

    def forget(self) -> None:
        """Drop them; nothing of a person stays in memory."""
        with self._lock:
            self._version, self._words = -1, ()


def near(typed: str, words: Sequence[str]) -> tuple[str, ...]:
    """Beginnings of `words` that are one edit (a swap included) from `typed`; `typed` itself comes first."""
    if len(typed) < _SHORTEST or not typed.isalpha():
        return (typed,)
    found: dict[str, None] = {typed: None}
    for length in (len(typed), len(typed) + 1, len(typed) - 1):
        starts = list({word[:length] for word in words if len(word) >= length and length >= _SHORTEST - 1})
        hits = process.extract(
            typed, starts, scorer=OSA.distance, score_cutoff=1, limit=MOST_ALTERNATIVES, processor=None
        )
        found.update(dict.fromkeys(hit[0] for hit in hits))
    return tuple(found)[:MOST_ALTERNATIVES]
