# SPDX-License-Identifier: MIT
"""What is half typed on a page: kept in the records, so that no word is lost on lock, crash or Esc."""

from collections.abc import Mapping

from privdesk.domain.staff import Permission
from privdesk.services.request_drafts import keep_draft, read_draft
from privdesk.services.workplace import Workplace


class HalfTyped:
    """Values by field under a key of the page; each member of staff has their own."""

    def __init__(self, place: Workplace) -> None:
        self._place = place

    def keep(self, key: str, values: Mapping[str, str]) -> None:
        """Make the values durable under `key`; no values drop them. Commits; needs no audit entry."""
        self._place.require(Permission.USE_DESK)
        keep_draft(self._place, f"page:{key}", values)

    def read(self, key: str) -> Mapping[str, str]:
        """The values kept under `key`; empty when there are none. Writes nothing."""
        self._place.require(Permission.USE_DESK)
        return read_draft(self._place, f"page:{key}")
