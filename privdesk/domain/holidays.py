# SPDX-License-Identifier: MIT
"""Working days at the place of the office; Saturdays and Sundays are never working days."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256

_ONE_DAY = timedelta(days=1)
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class HolidayTable:
    """The public holidays of one place, by civil date, with their English names."""

    place: str
    """ISO 3166 code such as `DE`, `GB-ENG`, `CH-ZH`; empty where only weekends count."""
    days: Mapping[date, str]
    reviewed: bool = True
    """False where any row came from the library instead of our own table."""

    def is_weekend(self, day: date) -> bool:
        """Whether `day` is a Saturday or a Sunday."""
        return day.weekday() >= _SATURDAY

    def is_working_day(self, day: date) -> bool:
        """Whether `day` is neither a Saturday, a Sunday nor a holiday."""
        return not self.is_weekend(day) and day not in self.days

    def next_working_day(self, day: date) -> date:
        """Return the first working day on or after `day`."""
        while not self.is_working_day(day):
            day += _ONE_DAY
        return day

    def previous_working_day(self, day: date) -> date:
        """Return the last working day on or before `day`."""
        while not self.is_working_day(day):
            day -= _ONE_DAY
        return day

    def add_working_days(self, day: date, count: int) -> date:
        """Return the `count`-th working day after `day`, which itself is not counted."""
        for _number in range(count):
            day = self.next_working_day(day + _ONE_DAY)
        return day

    def digest(self) -> str:
        """Name exactly this table: SHA-256 in hex over the place and every row, for a case's snapshot."""
        rows = "".join(f"\n{day.isoformat()} {name}" for day, name in sorted(self.days.items()))
        return sha256(f"{self.place}{rows}".encode()).hexdigest()
