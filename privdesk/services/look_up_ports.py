# SPDX-License-Identifier: MIT
"""What looking people up while somebody types needs from the outside world."""

from collections.abc import Sequence
from typing import Protocol

from privdesk.domain.agencies import AgencyId
from privdesk.domain.people import PersonHit


class LookUp(Protocol):
    """Finds people while somebody types: apart from all other reading, the newest keystroke first."""

    def search(self, text: str, limit: int, agency: AgencyId | None = None) -> Sequence[PersonHit]:
        """As `People.search`. Raises: Cancelled when a newer search came."""
        ...

    def warm_up(self, agency: AgencyId | None = None) -> None:
        """Read ahead what the first search would have to wait for."""
        ...
