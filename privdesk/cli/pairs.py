# SPDX-License-Identifier: MIT
"""`FIELD=VALUE` options."""

from collections.abc import Sequence

from privdesk.domain.errors import PairMalformedError


def pairs(given: Sequence[str]) -> dict[str, str]:
    """Split each `FIELD=VALUE` at its first sign. Raises: PairMalformedError."""
    found = {}
    for position, each in enumerate(given, start=1):
        key, sign, value = each.partition("=")
        if not sign or not key.strip():
            raise PairMalformedError(position)
        found[key.strip()] = value
    return found
