# SPDX-License-Identifier: MIT
"""Blocks of people who share a key, and the pairs in them, from rows in the order of the keys' hashes."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, groupby
from operator import itemgetter

from privdesk.storage.matching.keys import Kind, kind_of

KEYS_EACH = 14
"""Blocking keys of one person, about."""
CROWD = {
    Kind.NAMES: 12, Kind.NAME_POSTCODE: 8, Kind.NAME_STREET: 8, Kind.STREET_TOWN: 6, Kind.HOUSE: 6,
}  # fmt: skip
_SMALL_CROWD = 40


def whole_blocks(rows: Sequence[tuple[int, int]], asked: int) -> tuple[Sequence[tuple[int, int]], int | None]:
    """The rows of keys that were read wholly, and the last of these keys; None when the table ended."""
    if len(rows) < asked:
        return rows, None
    last = rows[-1][0]
    if rows[0][0] == last:
        return (), last
    end = next(place for place in range(len(rows) - 1, -1, -1) if rows[place][0] != last) + 1
    return rows[:end], rows[end - 1][0]


def pairs_in(rows: Iterable[tuple[int, int]]) -> set[tuple[int, int]]:
    """Pairs of people who share a key that is not a crowd's, the smaller id first."""
    return set(_pairs(rows))


def _pairs(rows: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    for key, block in groupby(rows, itemgetter(0)):
        people = [row[1] for row in block]
        if 1 < len(people) <= CROWD.get(kind_of(key), _SMALL_CROWD):
            yield from combinations(people, 2)
