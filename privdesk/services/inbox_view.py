# SPDX-License-Identifier: MIT
"""What the Inbox tells about files that arrived."""

from dataclasses import dataclass
from enum import StrEnum

from privdesk.domain.inbox import OPEN_STATES, ItemId, ItemState


class InboxFilter(StrEnum):
    """The filters above the list, in their order."""

    ALL = "all"
    READY = "ready"
    LOOK = "look"
    REQUESTS = "requests"
    NOT_READ = "not_read"

    @property
    def states(self) -> frozenset[ItemState]:
        """Item states that the filter lets through."""
        return _STATES[self]


_STATES = {
    InboxFilter.ALL: OPEN_STATES,
    InboxFilter.READY: frozenset({ItemState.READY}),
    InboxFilter.LOOK: frozenset({ItemState.LOOK, ItemState.READING}),
    InboxFilter.REQUESTS: frozenset({ItemState.REQUEST}),
    InboxFilter.NOT_READ: frozenset({ItemState.NOT_READ}),
}


@dataclass(frozen=True, slots=True)
class Added:
    """What adding files brought about."""

    items: tuple[ItemId, ...] = ()
    """New items, in the order of the files; a bad file is an item too, in state NOT_READ."""
    already: tuple[ItemId, ...] = ()
    """Items that came before with exactly the same bytes."""
    failed: tuple[tuple[str, str], ...] = ()
    """File name and reason key of files that could not even be opened: nothing was taken."""

    def joined(self, other: "Added") -> "Added":
        """Both together."""
        return Added(self.items + other.items, self.already + other.already, self.failed + other.failed)
