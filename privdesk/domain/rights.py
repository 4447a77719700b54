# SPDX-License-Identifier: MIT
"""The rights of a person, by name."""

from collections.abc import Collection
from enum import StrEnum


class Right(StrEnum):
    """A data subject's right; articles stand in the regimes."""

    ACCESS = "access"
    RECTIFICATION = "rectification"
    ERASURE = "erasure"
    RESTRICTION = "restriction"
    PORTABILITY = "portability"
    OBJECTION = "objection"
    WITHDRAWAL = "withdrawal"


WEIGHTY = frozenset({Right.ACCESS, Right.PORTABILITY, Right.RECTIFICATION, Right.ERASURE})
"""Rights by which data leave the house, change or go for good."""


def answers_needed(rights: Collection[Right]) -> int:
    """Return how many answers from the file must be right: three where data leave, change or go, else two.

    Law: GDPR Art. 32(1), FADP Art. 8(1): measures in proportion to the risk.
    """
    return 3 if WEIGHTY & frozenset(rights) else 2
