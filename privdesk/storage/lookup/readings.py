# SPDX-License-Identifier: MIT
"""Which of the many readings of misspelt words a question holds."""

from collections.abc import Sequence

from privdesk.storage.lookup.ranking import Readings

KEPT = 24
"""Readings of each misspelt word that a question holds at least, if there are so many."""
ALL_KEPT = 48
"""Readings of all words together: what a rare word leaves goes to a short one, which may be read as so much."""
_SHORTEST = 3
"""Letters of a beginning that is no typed word; of shorter ones half the office's people are found."""


def covers(readings: Sequence[Readings]) -> list[Sequence[str]]:
    """For each word the cheapest beginnings; those that begin with another one are found with it and left out."""
    whole = [_cover(some, ALL_KEPT) for some in readings]
    rest = ALL_KEPT
    room: dict[int, int] = {}
    for done, at in enumerate(sorted(range(len(whole)), key=lambda at: len(whole[at]))):
        share = max(KEPT, rest // (len(whole) - done))
        room[at] = min(len(whole[at]), share)
        rest -= room[at]
    return [
        some if room[at] == len(some) else _cover(readings[at], room[at]) for at, some in enumerate(whole)
    ]


def _cover(readings: Readings, most: int) -> Sequence[str]:
    """`readings`: the cheapest first."""
    kept: dict[str, None] = {}
    for start in readings:
        if kept and len(start) < _SHORTEST:
            continue
        if any(start[:length] in kept for length in range(1, len(start))):
            continue
        for longer in [one for one in kept if one.startswith(start)]:
            del kept[longer]
        kept[start] = None
        if len(kept) >= most:
            break
    return list(kept)
