# SPDX-License-Identifier: MIT
"""The numbers that the office gives: user numbers of new contracts, numbers of forms entered without a file."""

from datetime import date

from privdesk.services.ports import UnitOfWork

NEXT_KEY = "user_number.next"
FIRST = 300001


def next_user_number(work: UnitOfWork) -> str:
    """Take the next free number from the office's counter, within the running transaction."""
    stored = work.settings.get(NEXT_KEY)
    number = stored if isinstance(stored, int) else FIRST
    while work.contracts.by_user_number(str(number)) is not None:
        number += 1
    work.settings.put(NEXT_KEY, number + 1)
    return str(number)


def next_form_number(work: UnitOfWork, today: date) -> str:
    """Take the next number of a form that was entered without a file: D-26-00042."""
    key = f"form.next.{today.year}"
    stored = work.settings.get(key)
    number = stored if isinstance(stored, int) else 1
    work.settings.put(key, number + 1)
    return f"D-{today:%y}-{number:05d}"
