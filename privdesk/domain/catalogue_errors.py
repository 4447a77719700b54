# SPDX-License-Identifier: MIT
"""Entries of the catalogue that cannot be so; data only."""

from dataclasses import dataclass

from privdesk.domain.errors import PrivdeskError


@dataclass(eq=False)
class RuleAboveCapError(PrivdeskError):
    """A rule keeps longer than the house cap, and names no law that asks for it."""

    key: str
    months: int
    cap: int


@dataclass(eq=False)
class RulePeriodError(PrivdeskError):
    """A rule needs a period of whole months, at least one; what stays with the person has none of its own."""

    key: str
    months: int


@dataclass(eq=False)
class RuleWithoutBasisError(PrivdeskError):
    """A rule says why the data are kept."""

    key: str
