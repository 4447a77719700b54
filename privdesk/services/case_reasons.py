# SPDX-License-Identifier: MIT
"""Reasons for an outcome, from the lists that cite the law."""

from privdesk.domain.cases import Outcome, Right


def is_reason(regime: str, right: Right, outcome: Outcome, key: str) -> bool:
    """Whether the lists of that law hold this reason for that right and outcome."""
    return False
