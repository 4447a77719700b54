# SPDX-License-Identifier: MIT
"""Other spellings of a word that sound the same: Meier as Meyer, Stefan as Stephan, Schmitz as Schmits."""

from itertools import permutations

_SAME = (
    ("ai", "ei", "ay", "ey"), ("ph", "f"), ("tz", "z", "ts"), ("ck", "k", "c"), ("th", "t", "dt"), ("y", "i"),
    ("ae", "a"), ("oe", "o"), ("ue", "u"), ("v", "w", "f"), ("ks", "x", "chs"), ("qu", "kw"), ("sch", "sh", "ch"),
    ("ie", "i"), ("ss", "s"), ("ou", "u"), ("j", "y"), ("cz", "tsch"), ("gn", "nj", "ny"),
)  # fmt: skip
_RULES = tuple(pair for group in _SAME for pair in permutations(group, 2))
MOST = 12


def sound_alikes(word: str) -> list[str]:
    """At most twelve other spellings, each one rule away."""
    found = {word.replace(one, other, 1) for one, other in _RULES if one in word}
    return sorted(found - {word}, key=lambda each: (abs(len(each) - len(word)), each))[:MOST]
