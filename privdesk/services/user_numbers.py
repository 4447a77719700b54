# SPDX-License-Identifier: MIT
"""The numbers that the office gives: user numbers of new contracts, numbers of forms entered without a file."""

import secrets
from datetime import date

from privdesk.services.ports import UnitOfWork

FIRST, LAST = 1_000_000, 9_999_999
"""Seven digits; drawn, not counted: whoever sees two of them does not learn how many there are."""


def new_user_number(work: UnitOfWork) -> str:
    """Draw a number that nobody has, within the running transaction."""
    while True:
        number = str(FIRST + secrets.randbelow(LAST - FIRST + 1))
        if work.contracts.by_user_number(number) is None:
            return number


def next_form_number(work: UnitOfWork, today: date) -> str:
    """Take the next number of a form that was entered without a file: D-26-00042."""
    key = f"form.next.{today.year}"
    stored = work.settings.get(key)
    number = stored if isinstance(stored, int) else 1
    work.settings.put(key, number + 1)
    return f"D-{today:%y}-{number:05d}"
