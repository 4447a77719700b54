# SPDX-License-Identifier: MIT
"""Who was found, and why."""

from dataclasses import dataclass

from privdesk.domain.people import PersonField


@dataclass(frozen=True, slots=True)
class Found:
    """Someone found, how well (0 to about 1.2), and why."""

    person_id: int
    score: float
    words: tuple[str, ...] = ()
    """Folded words of the record that were meant."""
    facts: frozenset[PersonField] = frozenset()
    """Facts that fit as a whole, such as the date of birth."""
    shown: tuple[str, ...] = ()
    """Numbers that fit, as they are written."""
    recent: int = 0
    """Number of the last recorded change of the person's facts; breaks ties."""
