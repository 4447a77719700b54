# SPDX-License-Identifier: MIT
"""Putting new suggestions among what the clerk already ticked and typed."""

from collections.abc import Collection, Mapping

from privdesk.domain.rights import Right

Wishes = Mapping[Right, str]


def merged(
    ticked: Wishes, before: Wishes, suggested: Wishes, declined: Collection[Right] = ()
) -> dict[Right, str]:
    """The wishes after a letter was read anew.

    A suggestion that the clerk unticked stays so, words that the clerk typed stay; a suggestion that no longer holds
    goes with its own words only.
    """
    kept = {
        right: words
        for right, words in ticked.items()
        if right in suggested or right not in before or words != before[right]
    }
    for right, words in suggested.items():
        if right in declined and right not in ticked:
            continue
        if kept.get(right, "") in ("", before.get(right)):
            kept[right] = words
    return kept
