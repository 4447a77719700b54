# SPDX-License-Identifier: MIT
"""Names of staff and of records, as they are kept and compared."""

import unicodedata

from privdesk.domain.errors import StaffNameMissingError

LONGEST_NAME = 120


def tidy_name(name: str) -> str:
    """Return a name with single spaces and composed accents.

    Raises:
        StaffNameMissingError: empty, longer than 120 characters, or with control characters.
    """
    tidy = unicodedata.normalize("NFC", " ".join(name.split()))
    if not tidy or len(tidy) > LONGEST_NAME or not tidy.isprintable():
        raise StaffNameMissingError
    return tidy


def same_name(left: str, right: str) -> bool:
    """Whether two names are one but for case, spaces and how accents are composed."""
    return _folded(left) == _folded(right)


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", " ".join(name.split()).casefold())
