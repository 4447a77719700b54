# SPDX-License-Identifier: MIT
"""How a long service says where it is, and hears that it must stop."""

from typing import Protocol


class Progress(Protocol):
    """Handed to every long-running service."""

    def report(self, done: int, total: int) -> None:
        """Say that `done` of `total` are finished; `total` 0 means nobody knows yet."""
        ...

    def raise_if_cancelled(self) -> None:
        """Stop here when the person at the desk asked for it. Raises: Cancelled."""
        ...


class NoProgress:
    """For callers that do not show progress."""

    def report(self, done: int, total: int) -> None:
        """Do nothing."""

    def raise_if_cancelled(self) -> None:
        """Never cancel."""


NO_PROGRESS = NoProgress()
