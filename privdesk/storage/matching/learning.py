# SPDX-License-Identifier: MIT
"""Learning without labels how two records of one person agree: expectation and maximisation over agreement patterns.

Pairs that share a blocking key are a mixture: one person entered twice, members of one household, namesakes,
neighbours, people born on one day. Each kind of pair has its own chances for every level of every field.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from privdesk.domain.matching import Compared, MatchWeights
from privdesk.storage.matching.levels import FIELDS, LEVELS, Levels
from privdesk.storage.matching.weights import SAME

_ROUNDS = 200
_STILL = 1e-6
_LEAST = 1e-5
_NEVER = 1e-9
_FIRM = {"moved": 100.0, "household": 20.0, "twin": 100.0, "birthday": 20.0, "birthday_last": 100.0}
"""How many times firmer than the others some kinds keep what they began with: they are rare, or easily led astray."""
_FAMILY = frozenset({"household", "twin"})
_FEWEST_FAMILIES = 0.005
"""With a smaller share of such pairs the records are taken to hold no families: slips are then not put down to them."""
_SETTLED = 30
_Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Learned:
    """What came out: weights, and the chance of each pattern to be one person."""

    weights: MatchWeights
    same: Mapping[Levels, float]


def learn(patterns: Mapping[Levels, float], start: MatchWeights, trust: float) -> Learned:
    """Learn from counted patterns, beginning with `start`, which counts like `trust` pairs of every kind."""
    found = list(patterns)
    codes = np.array(found, dtype=np.intp).reshape(len(found), len(FIELDS))
    counts = np.array([patterns[each] for each in found], dtype=np.float64)
    kinds = tuple(start.chances)
    prior = [[_chances(start, kind, name) for name in FIELDS] for kind in kinds]
    shares = np.array([start.shares[kind] for kind in kinds])
    given = shares.copy()
    firm = [trust * _FIRM.get(kind, 1.0) for kind in kinds]
    family = np.array([kind in _FAMILY for kind in kinds])
    chances = [[field.copy() for field in fields] for fields in prior]
    responsible = np.zeros((len(kinds), len(found)))
    before = -np.inf
    for turn in range(_ROUNDS):
        responsible, fit = _expect(codes, counts, chances, shares)
        shares = _normal((responsible * counts).sum(axis=1) + given)
        if turn == _SETTLED and shares[family].sum() < _FEWEST_FAMILIES:
            shares[family] = given[family] = 0.0
        chances = [_maximise(codes, counts * mine, prior[k], firm[k]) for k, mine in enumerate(responsible)]
        if turn > _SETTLED and abs(fit - before) < _STILL * abs(fit):
            break
        before = fit
    weights = replace(
        start,
        chances={kind: _named(chances[k]) for k, kind in enumerate(kinds)},
        shares={kind: float(shares[k]) for k, kind in enumerate(kinds)},
        pairs=int(counts.sum()),
    )
    same = responsible[[place for place, kind in enumerate(kinds) if kind in SAME]].sum(axis=0)
    return Learned(weights, dict(zip(found, same.tolist(), strict=True)))


def _expect(
    codes: NDArray[np.intp], counts: _Array, chances: list[list[_Array]], shares: _Array
) -> tuple[_Array, float]:
    """How far each kind of pair accounts for each pattern, and how well all of it fits."""
    logs = np.log(np.maximum(shares, _NEVER))[:, None] + np.array(
        [sum(np.log(field)[codes[:, place]] for place, field in enumerate(fields)) for fields in chances]
    )
    top = logs.max(axis=0)
    together = top + np.log(np.exp(logs - top).sum(axis=0))
    return np.exp(logs - together), float((together * counts).sum())


def _maximise(codes: NDArray[np.intp], counts: _Array, prior: list[_Array], trust: float) -> list[_Array]:
    fields = []
    for place, given in enumerate(prior):
        seen = np.bincount(codes[:, place], weights=counts, minlength=len(given)).astype(np.float64)
        trusted = given * trust
        seen[0] = trusted[0] = 0.0
        chances = _normal(seen + trusted)
        chances[0] = 1.0
        fields.append(np.maximum(chances, _LEAST))
    return fields


def _chances(weights: MatchWeights, kind: str, name: Compared) -> _Array:
    given = np.array([weights.chances[kind][name].get(level, 0.0) for level in LEVELS[name]])
    given[0] = 0.0
    given = np.maximum(_normal(given), _LEAST)
    given[0] = 1.0
    return given


def _normal(numbers: _Array) -> _Array:
    total: _Array = numbers / numbers.sum()
    return total


def _named(fields: list[_Array]) -> Mapping[Compared, Mapping[str, float]]:
    return {
        name: {level: float(chance) for level, chance in zip(LEVELS[name][1:], field[1:], strict=True)}
        for name, field in zip(FIELDS, fields, strict=True)
    }
