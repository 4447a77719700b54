# SPDX-License-Identifier: MIT
"""Who is signed in, to which records."""

from dataclasses import dataclass
from pathlib import Path

from privdesk.domain.staff import StaffMember


@dataclass(frozen=True, slots=True)
class Session:
    """One member of staff at open records; dropped on locking."""

    member: StaffMember
    vault_name: str
    folder: Path
