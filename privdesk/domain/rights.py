# SPDX-License-Identifier: MIT
"""The rights of a person, by name."""

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
