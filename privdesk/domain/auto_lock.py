# SPDX-License-Identifier: MIT
"""When an unattended desk locks itself."""

from collections.abc import Callable

DEFAULT_MINUTES = 10
SHORTEST_MINUTES = 1
LONGEST_MINUTES = 120
WARN_SECONDS = 60


class IdleTimer:
    """Counts from the last key or click; `clock` gives monotonic seconds."""

    def __init__(self, clock: Callable[[], float], minutes: int = DEFAULT_MINUTES) -> None:
        """Start now; `minutes` is kept between 1 and 120."""
        self._clock = clock
        self._last = clock()
        self._minutes = _within(minutes)

    @property
    def minutes(self) -> int:
        """Minutes without a key or click after which the desk locks."""
        return self._minutes

    def allow(self, minutes: int) -> None:
        """Change the time; what has already passed counts."""
        self._minutes = _within(minutes)

    def touch(self) -> None:
        """Note that somebody is at the desk. After the time is up this does nothing: the desk locks first."""
        if not self.should_lock:
            self._last = self._clock()

    def restart(self) -> None:
        """Count from now: after unlocking."""
        self._last = self._clock()

    @property
    def seconds_left(self) -> int:
        """Whole seconds, rounded up, until the desk locks."""
        left = self._last + self._minutes * 60 - self._clock()
        return max(0, -int(-left // 1))

    @property
    def should_lock(self) -> bool:
        """Whether the time is up; also after the computer slept, where its clock counts sleep."""
        return self._clock() - self._last >= self._minutes * 60

    @property
    def should_warn(self) -> bool:
        """Whether the last minute has begun."""
        return not self.should_lock and self.seconds_left <= WARN_SECONDS


def _within(minutes: int) -> int:
    return min(max(minutes, SHORTEST_MINUTES), LONGEST_MINUTES)
