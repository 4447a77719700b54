# SPDX-License-Identifier: MIT
"""Weighing the levels of a pair: bits for one person against the best other explanation, after Fellegi and Sunter."""

from collections.abc import Mapping, Sequence
from functools import cache
from math import log2
from typing import Any

from privdesk.domain.matching import Band, Compared, Evidence, FieldEvidence, MatchWeights
from privdesk.resources import resource_toml
from privdesk.storage.matching.levels import AGREEMENTS, FIELDS, LEVELS, Levels

SAME = "same"
_LEAST = 1e-5


@cache
def shipped_weights() -> MatchWeights:
    """The weights that the program brings along, learned on invented people."""
    return weights_of(resource_toml("matching", "weights.toml"))


def weights_of(plain: Mapping[str, Any]) -> MatchWeights:
    """Weights from plain values, as a file or the records hold them."""
    chances = {
        kind: {name: dict(fields[name.value]) for name in FIELDS} for kind, fields in plain["chances"].items()
    }
    return MatchWeights(chances, dict(plain["shares"]), float(plain["same_from"]), float(plain["perhaps_from"]))


class Weigher:
    """Weighs pairs by one set of weights."""

    def __init__(self, weights: MatchWeights) -> None:
        """Work the bits out once."""
        self._weights = weights
        others = [kind for kind in weights.chances if kind != SAME]
        self._others = [
            (_ratio(weights.shares[SAME], weights.shares[kind]), _bits(weights, kind)) for kind in others
        ]

    def weigh(self, levels: Levels) -> float:
        """Bits for one person against the other explanation that fits best, what is usual included."""
        return min(
            start + sum([field[level] for field, level in zip(bits, levels, strict=True)])
            for start, bits in self._others
        )

    def band(self, weight: float) -> Band:
        """What so many bits say."""
        if weight >= self._weights.same_from:
            return Band.SAME
        return Band.PERHAPS if weight >= self._weights.perhaps_from else Band.DIFFERENT

    def evidence(self, levels: Levels) -> Evidence:
        """The pair field by field."""
        start, bits = min(
            self._others,
            key=lambda other: other[0] + sum(field[level] for field, level in zip(other[1], levels, strict=True)),
        )
        lines = tuple(
            FieldEvidence(name, AGREEMENTS[LEVELS[name][level]], bits[place][level])
            for place, (name, level) in enumerate(zip(FIELDS, levels, strict=True))
        )
        weight = start + sum(line.weight for line in lines)
        return Evidence(lines, weight, self.band(weight))


def _bits(weights: MatchWeights, kind: str) -> Sequence[Sequence[float]]:
    """For every field the bits of each level; what is missing weighs nothing."""
    same, other = weights.chances[SAME], weights.chances[kind]
    return [
        [0.0, *(_ratio(same[name].get(level, 0.0), other[name].get(level, 0.0)) for level in LEVELS[name][1:])]
        for name in FIELDS
    ]


def _ratio(one: float, other: float) -> float:
    return log2(max(one, _LEAST) / max(other, _LEAST))


def plain_of(weights: MatchWeights) -> dict[str, Any]:
    """Weights as plain values."""
    return {
        "same_from": weights.same_from,
        "perhaps_from": weights.perhaps_from,
        "shares": dict(weights.shares),
        "chances": {kind: _plain(fields) for kind, fields in weights.chances.items()},
    }


def _plain(fields: Mapping[Compared, Mapping[str, float]]) -> dict[str, dict[str, float]]:
    return {
        name.value: {level: round(chance, 6) for level, chance in levels.items()}
        for name, levels in fields.items()
    }
