# SPDX-License-Identifier: MIT
"""Amounts of money as people type them."""

import re

_AMOUNT = re.compile(r"(\d{1,7})(?:[.,](\d{1,2}))?")
_GROUPS = str.maketrans("", "", "’' \u202f\u00a0")


def hundredths(text: str) -> int | None:
    """An amount such as `1’250.50` in hundredths; None where it is none."""
    found = _AMOUNT.fullmatch(text.translate(_GROUPS))
    return None if found is None else int(found[1]) * 100 + int((found[2] or "0").ljust(2, "0"))
