# SPDX-License-Identifier: MIT
"""Learning on the vault's own records: pairs from anywhere in the table of keys, and how common names are."""

import random
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from sqlalchemy import Connection, func, select

from privdesk.domain.matching import MatchWeights
from privdesk.storage import dialect
from privdesk.storage.matching.blocks import pairs_in, whole_blocks
from privdesk.storage.matching.key_table import read_prepared
from privdesk.storage.matching.keys import hashes_of, name_hash
from privdesk.storage.matching.learning import learn
from privdesk.storage.matching.levels import Levels
from privdesk.storage.matching.memory import Judge
from privdesk.storage.matching.prepared import Memo, Prepared
from privdesk.storage.matching.weights import shipped_weights
from privdesk.storage.row_base import table_of
from privdesk.storage.rows_people import PersonRow

FEWEST_PAIRS = 500
TRUST = 30.0
"""The weights that the program brings along count like so many pairs."""
NAMES_READ = 20_000
MOST_PAIRS = 40_000
_PLACES, _ROWS = 500, 300
_USUAL, _COMMON = 1 / 2000, 1 / 200
_LOWEST, _HIGHEST = -(2**63), 2**63 - 1
_PERSON = table_of(PersonRow)


def learn_from(connection: Connection, judge: Judge, key: bytes) -> MatchWeights:
    """Weights learned on these records; the judge's where there is too little to learn from."""
    dice = random.Random(0)  # noqa: S311 -- a sample, not a secret
    common = common_names(connection, key, dice)
    patterns = _patterns(connection, Judge(replace(judge.weights, common=common), key), key, dice)
    if sum(patterns.values()) < FEWEST_PAIRS:
        return judge.weights
    return replace(learn(patterns, shipped_weights(), TRUST).weights, common=common)


def common_names(connection: Connection, key: bytes, dice: random.Random) -> Mapping[int, int]:
    """Which names are common among these records, as `count_common` says it."""
    return count_common(read_prepared(connection, _some_people(connection, dice), Memo()).values(), key)


def count_common(people: Collection[Prepared], key: bytes) -> Mapping[int, int]:
    """Keyed hashes of the names that many of these bear: 1 usual, 2 one of the most common."""
    least = max(5, len(people) * _USUAL)
    counted = Counter(each.last for each in people) + Counter(each.first for each in people)
    return {
        name_hash(name, key): 2 if count >= len(people) * _COMMON else 1
        for name, count in counted.items()
        if name and count >= least
    }


def _some_people(connection: Connection, dice: random.Random) -> Sequence[int]:
    highest = int(connection.scalar(select(func.max(_PERSON.c.id))) or 0)
    if highest <= 2 * NAMES_READ:
        return list(connection.scalars(select(_PERSON.c.id).limit(2 * NAMES_READ)))
    return sorted(dice.sample(range(1, highest + 1), NAMES_READ))


def _patterns(connection: Connection, judge: Judge, key: bytes, dice: random.Random) -> dict[Levels, float]:
    """How often each pattern of levels occurs among pairs that share a key.

    Where only some keys were read, a pair that shares many is met more often, so it counts the less.
    """
    everything, found = _some_pairs(connection, dice)
    pairs = sorted(found)
    if len(pairs) > MOST_PAIRS:
        pairs = sorted(dice.sample(pairs, MOST_PAIRS))
    people = read_prepared(connection, sorted({each for pair in pairs for each in pair}), Memo())
    hashes = {} if everything else {each: hashes_of(person, key) for each, person in people.items()}
    patterns: dict[Levels, float] = {}
    for first, second in pairs:
        if first in people and second in people:
            levels = judge.compare(people[first], people[second])
            shared = 1 if everything else max(1, len(hashes[first] & hashes[second]))
            patterns[levels] = patterns.get(levels, 0.0) + 1 / shared
    return patterns


def _some_pairs(connection: Connection, dice: random.Random) -> tuple[bool, set[tuple[int, int]]]:
    """Pairs that share a key: all where there are few keys, else those of keys from many places; which of the two."""
    rows = dialect.keys_after(connection, _LOWEST, _PLACES * _ROWS)
    if len(rows) < _PLACES * _ROWS:
        return True, pairs_in(rows)
    found: set[tuple[int, int]] = set()
    for _place in range(_PLACES):
        rows = dialect.keys_after(connection, dice.randint(_LOWEST, _HIGHEST), _ROWS)
        found |= pairs_in(whole_blocks(rows, _ROWS)[0])
    return False, found
