# SPDX-License-Identifier: MIT
"""How pressing a request is: colour follows the safe date, lateness the earlier of both."""

from datetime import date

from privdesk.domain.cases import Case
from privdesk.services.today_page import Tone

SOON_DAYS = 10
URGENT_DAYS = 3


def tone_of(case: Case, today: date) -> Tone:
    """Late, urgent (3 days or fewer to the safe date), soon (10 or fewer) or calm."""
    if case.days_left(today) < 0:
        return Tone.LATE
    to_safe = (case.deadline.safe - today).days
    if to_safe <= URGENT_DAYS:
        return Tone.URGENT
    return Tone.SOON if to_safe <= SOON_DAYS else Tone.CALM
