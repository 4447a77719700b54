# SPDX-License-Identifier: MIT
"""Who is signed in, to which records."""

from dataclasses import dataclass, field
from pathlib import Path
from threading import Event

from privdesk.domain.staff import StaffMember
from privdesk.domain.vault import SignInNote


@dataclass(frozen=True, slots=True)
class Session:
    """One member of staff at open records; dropped on locking."""

    member: StaffMember
    vault_name: str
    folder: Path
    notes: tuple[SignInNote, ...] = ()
    """How the records were found at sign-in."""
    roles_changed: Event = field(default_factory=Event, compare=False, repr=False)
    """Set once the member's own roles were changed: nothing more is done with the old ones."""
