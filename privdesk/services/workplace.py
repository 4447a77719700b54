# SPDX-License-Identifier: MIT
"""What every task area needs to do its work: who asks, the records, the time, sealed and foreign files."""

from dataclasses import dataclass

from privdesk.domain.references import References
from privdesk.domain.staff import Permission, RolesChangedError, StaffMember
from privdesk.services.clock import OfficeClock
from privdesk.services.look_up_ports import LookUp
from privdesk.services.ports import ForeignFiles, OpenReading, OpenWork, Sealer, UnitOfWork
from privdesk.services.session import Session


@dataclass(frozen=True, slots=True)
class Workplace:
    """Built once at sign-in by `bootstrap` and handed to each service."""

    session: Session
    work: OpenWork
    reading: OpenReading
    clock: OfficeClock
    sealer: Sealer
    files: ForeignFiles
    runs: OpenWork | None = None
    """Begins a transaction of a long run, which lets a person's writes go first; None: as `work`."""
    references: References | None = None
    """What agency clerks see instead of numbers; None: nobody gets any."""

    def number(self, typed: str) -> str:
        """The number meant by what was typed: a reference that an agency clerk read out stands for its number."""
        plain = typed.strip().upper()
        return self.references.show_numbers(plain) if self.references is not None else plain

    look_up: LookUp | None = None
    """Finds people while somebody types; None: through a reading."""

    def run_work(self) -> UnitOfWork:
        """Begin one batch of a long run."""
        return (self.runs or self.work)()

    @property
    def member(self) -> StaffMember:
        """The signed-in member of staff."""
        return self.session.member

    def require(self, permission: Permission) -> None:
        """Raise `NotAllowedError` unless the signed-in member may, `RolesChangedError` after their roles changed."""
        if self.session.roles_changed.is_set():
            raise RolesChangedError
        self.session.member.require(permission)
