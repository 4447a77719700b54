# SPDX-License-Identifier: MIT
"""How a long service says where it is, and hears that it must stop."""

from typing import Final, Protocol


class Progress(Protocol):
    """Handed to every long-running service."""

    def report(self, done: int, total: int) -> None:
        """Say how many of `total` steps are done; `total` 0 means unknown."""
        ...

    def raise_if_cancelled(self) -> None:
        """Raises: Cancelled."""
        ...


class NoProgress:
    """For callers that do not show progress."""

    def report(self, done: int, total: int) -> None:
        """Do nothing."""

    def raise_if_cancelled(self) -> None:
        """Never cancel."""


NO_PROGRESS: Final = NoProgress()
