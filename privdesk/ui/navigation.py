# SPDX-License-Identifier: MIT
"""Places of the desk, the way from one to another, and the way back."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from privdesk.ui.widgets.page import Page
from privdesk.ui.widgets.palette import Find


class Navigator(Protocol):
    """What a page needs to send the person elsewhere."""

    def open(self, place: str, **args: object) -> None:
        """Open a place by its key, such as `open("person", person_id=...)`; the page before is kept for Alt+Left."""
        ...

    def back(self) -> None:
        """Go to the page before."""
        ...

    def lock(self) -> None:
        """Lock the desk now."""
        ...

    def refresh_counts(self) -> None:
        """Ask for the sidebar's counts again."""
        ...


Factory = Callable[[Navigator, Mapping[str, Any]], Page]


@dataclass(frozen=True, slots=True)
class Place:
    """A page that can be opened. `group` 0, 1 places it in the sidebar above or below the line; -1 keeps it out.

    `belongs_to` names the sidebar entry that is lit while a page outside the sidebar is open.
    """

    key: str
    title: str
    icon: str
    factory: Factory
    group: int = -1
    belongs_to: str = ""
    shortcut: str = ""


@dataclass(frozen=True, slots=True)
class Visit:
    """A place with its arguments and what was kept of it."""

    place: str
    args: Mapping[str, Any] = field(default_factory=dict)
    state: Mapping[str, Any] = field(default_factory=dict)


class History:
    """The pages visited since unlocking, newest last; ids only, in memory only."""

    _LONGEST = 50

    def __init__(self) -> None:
        self._visits: list[Visit] = []

    def push(self, visit: Visit) -> None:
        """Remember a page that is being left."""
        self._visits = [*self._visits[-self._LONGEST :], visit]

    def pop(self) -> Visit | None:
        """The page before, or None at the start."""
        return self._visits.pop() if self._visits else None

    def peek(self) -> Visit | None:
        """The page before, without going there."""
        return self._visits[-1] if self._visits else None

    def clear(self) -> None:
        """Forget the way."""
        self._visits.clear()


@dataclass(frozen=True, slots=True)
class Who:
    """The signed-in member of staff, as the top bar shows it."""

    name: str
    roles: str
    """In words: `Clerk, privacy officer`."""

    @property
    def initials(self) -> str:
        """Two letters for the round badge."""
        words = self.name.split()
        return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)).upper()


@dataclass(frozen=True, slots=True)
class OpenDesk:
    """What the frame needs of an open desk; made after unlocking, dropped on locking.

    `counts` returns the sidebar's counts by place key; it runs as a reading job. `find` are the palette's
    providers. `close` drops the keys; it is called once, after every page is gone.
    """

    who: Who
    records: str
    places: Callable[[Navigator], Sequence[Place]]
    """The places that the roles open, for the frame that shows them."""
    start: str
    close: Callable[[], None]
    counts: Callable[[], Mapping[str, int]] | None = None
    backup_words: Callable[[], tuple[str, bool]] | None = None
    """The state of the backup in words, and whether it needs attention."""
    backup_changed: Callable[[], None] | None = None
    """Reads that state anew; the frame is told when it is there."""
    find: Sequence[Find] = ()
    call_place: str = ""
    """The place that F9 opens; empty where the roles take no calls."""
    files_place: str = ""
    """The place that takes files dropped on the window; empty where the roles take none."""
    lock_minutes: int = 10
