# SPDX-License-Identifier: MIT
"""What one member of staff chose for themselves."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from privdesk.domain.vault import StaffId


@dataclass(frozen=True, slots=True)
class Preferences:
    """Language and look of the window, idle lock, watched folder."""

    language: str = ""
    """de, fr, it or en; empty follows the office."""
    theme: str = "system"
    """system, light or dark."""
    text_percent: int = 100
    lock_minutes: int = 10
    watched_folder: str = ""
    """Empty while no folder is watched."""
    watched_after: str = "done"
    """`done` moves files to Done/ after they were taken in, `delete` deletes them."""

    def to_json(self) -> dict[str, Any]:
        """Plain values for the settings."""
        return asdict(self)

    @classmethod
    def of_json(cls, stored: Mapping[str, Any] | None) -> "Preferences":
        """From the settings; what is missing, unknown or of another type keeps its default."""
        default = cls()
        kept = {
            each.name: stored[each.name]
            for each in fields(cls)
            if stored and isinstance(stored.get(each.name), type(getattr(default, each.name)))
        }
        return cls(**kept)


def preferences_key(staff_id: StaffId) -> str:
    """Where a member's preferences lie in the settings."""
    return f"preferences:{staff_id}"


def paper_place_key(staff_id: StaffId) -> str:
    """Where the last binder or box of a member lies in the settings."""
    return f"paper_place:{staff_id}"
