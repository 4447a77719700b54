# SPDX-License-Identifier: MIT
"""Time at the office: moments are aware UTC, days are civil dates in the office's own time zone."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo


def _utc_now() -> datetime:
    return datetime.now(UTC)


class OfficeClock:
    """What time and day it is at the office (`zone` is an IANA name such as `Europe/Zurich`)."""

    def __init__(self, zone: str, source: Callable[[], datetime] = _utc_now) -> None:
        self.zone = ZoneInfo(zone)
        self._source = source

    def now(self) -> datetime:
        """The moment, aware, UTC."""
        return self._source().astimezone(UTC)

    def today(self) -> date:
        """The civil date at the office."""
        return self.day_of(self.now())

    def local(self, moment: datetime) -> datetime:
        """`moment` as the clock on the office's wall shows it, aware."""
        return moment.astimezone(self.zone)

    def day_of(self, moment: datetime) -> date:
        """The office's civil date at `moment`."""
        return self.local(moment).date()

    def from_wall(self, wall: datetime) -> datetime:
        """UTC of a naive time read off the office's wall (the earlier one when an hour comes twice)."""
        return wall.replace(tzinfo=self.zone).astimezone(UTC)

    def start_of(self, day: date) -> datetime:
        """The first moment of `day` at the office, UTC."""
        return self.from_wall(datetime.combine(day, time()))
