# SPDX-License-Identifier: MIT
"""Weighing the levels of a pair: bits for one person against the best other explanation, after Fellegi and Sunter."""

from collections.abc import Mapping
from functools import cache
from math import log2
from typing import Any

from privdesk.domain.matching import Band, Compared, Evidence, FieldEvidence, MatchWeights
from privdesk.resources import resource_toml
from privdesk.storage.matching.levels import AGREEMENTS, FIELDS, LEVELS, Levels

SAME = frozenset({"same", "moved"})
"""Kinds of pairs that are one person: as before, and at another address."""
_EXPECTED = {
    "same": 0.1, "moved": 0.03, "household": 0.001, "twin": 0.0005, "birthday": 0.006, "birthday_last": 0.006
}  # fmt: skip
"""How often they are expected at least: records in which nobody comes twice must not teach that nobody ever does."""
_TWINS = 0.02
"""So many pairs of one household are twins, whether any were seen or not."""
_LEAST = 1e-5
_MOST_KNOWN = 20_000


@cache
def shipped_weights() -> MatchWeights:
    """The weights that the program brings along, learned on invented people."""
    return weights_of(resource_toml("matching", "weights.toml"))


def weights_of(plain: Mapping[str, Any]) -> MatchWeights:
    """Weights from plain values, as a file or the records hold them."""
    chances = {
        kind: {name: dict(fields[name.value]) for name in FIELDS} for kind, fields in plain["chances"].items()
    }
    return MatchWeights(
        chances, dict(plain["shares"]), float(plain["same_from"]), float(plain["perhaps_from"])
    )


class Weigher:
    """Weighs pairs by one set of weights."""

    def __init__(self, weights: MatchWeights) -> None:
        """Work the bits out once."""
        self._weights = weights
        self._same = [_Kind(weights, kind) for kind in weights.chances if kind in SAME]
        self._others = [_Kind(weights, kind) for kind in weights.chances if kind not in SAME]
        self._known: dict[Levels, float] = {}

    def weigh(self, levels: Levels) -> float:
        """Bits for one person against the other explanation that fits best, what is usual included."""
        weight = self._known.get(levels)
        if weight is None:
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            weight = max(kind.bits(levels) for kind in self._same) - max(
                kind.bits(levels) for kind in self._others
            )
            self._known[levels] = weight
        return weight

    def band(self, weight: float) -> Band:
        """What so many bits say."""
        if weight >= self._weights.same_from:
            return Band.SAME
        return Band.PERHAPS if weight >= self._weights.perhaps_from else Band.DIFFERENT

    def evidence(self, levels: Levels) -> Evidence:
        """The pair field by field."""
        same = max(self._same, key=lambda kind: kind.bits(levels))
        other = max(self._others, key=lambda kind: kind.bits(levels))
        lines = tuple(
            FieldEvidence(name, AGREEMENTS[LEVELS[name][level]], mine[level] - theirs[level])
            for name, level, mine, theirs in zip(FIELDS, levels, same.fields, other.fields, strict=True)
        )
        weight = self.weigh(levels)
        return Evidence(lines, weight, self.band(weight))


class _Kind:
    """One kind of pair: how likely it is and each of its levels, as binary logarithms."""

    def __init__(self, weights: MatchWeights, kind: str) -> None:
        twins = _TWINS * weights.shares.get("household", 0.0) if kind == "twin" else 0.0
        self.start = log2(max(weights.shares[kind], _EXPECTED.get(kind, _LEAST), twins))
        chances = weights.chances[kind]
        self.fields = [
            [0.0, *(log2(max(chances[name].get(level, 0.0), _LEAST)) for level in LEVELS[name][1:])]
            for name in FIELDS
        ]

    def bits(self, levels: Levels) -> float:
        """How well a pair fits; what is missing weighs nothing."""
        return self.start + sum([field[level] for field, level in zip(self.fields, levels, strict=True)])


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
