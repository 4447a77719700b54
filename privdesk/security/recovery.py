# SPDX-License-Identifier: MIT
"""Making recovery codes, and choosing which two groups are typed back to prove that the sheet is in hand."""

import secrets

from privdesk.domain.recovery_code import GROUPS, SECRET_BYTES, RecoveryCode, code_of

CONFIRMED_GROUPS = 2


def new_recovery_code() -> RecoveryCode:
    """Return a code of 160 random bits."""
    return code_of(secrets.token_bytes(SECRET_BYTES))


def groups_to_confirm() -> tuple[int, ...]:
    """Return the numbers, from 1 and rising, of the groups to type back."""
    return tuple(sorted(secrets.SystemRandom().sample(range(1, GROUPS + 1), CONFIRMED_GROUPS)))
