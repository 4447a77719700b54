# SPDX-License-Identifier: MIT
"""An erasure from its first plan to its certificate: what is remembered of it, and nothing that names anybody."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import NewType

from privdesk.domain.cases import CaseId
from privdesk.domain.disposals import DisposalId
from privdesk.domain.erasure_plan import Act, Choice, Ground
from privdesk.domain.inbox import DocumentId
from privdesk.domain.people import PersonId
from privdesk.domain.vault import StaffId

ErasureId = NewType("ErasureId", int)
PaperId = NewType("PaperId", int)
PAPER_DAYS = 30
"""Originals on paper are destroyed within so many days."""


class ErasureState(StrEnum):
    """Where an erasure stands."""

    PLANNED = "planned"
    """Somebody decided against a rule; nothing has run."""
    RUNNING = "running"
    CLEARING = "clearing"
    """Every row is gone; files and pages are being cleared."""
    DONE = "done"


@dataclass(frozen=True, slots=True)
class FrozenRow:
    """One row of the plan as it was carried out."""

    group: str
    act: Act
    ground: Ground
    rule: str
    held: int
    goes: int
    """How many entries go: all, or those up to the cut-off."""
    until: date | None = None
    cut_off: date | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Erasure:
    """One erasure. Moments are aware, UTC."""

    id: ErasureId
    number: str
    """Like E-2026-0003; empty while it is only planned."""
    person_id: PersonId | None
    """None once the record itself is gone."""
    case_id: CaseId | None
    state: ErasureState
    choices: Mapping[str, Choice] = field(default_factory=dict)
    paid_back: str = ""
    language: str = "en"
    """Of the person's certificate."""
    whole: bool = False
    restricts: bool = False
    rows: tuple[FrozenRow, ...] = ()
    """The plan as it began to run."""
    done: Mapping[str, int] = field(default_factory=dict)
    """Entries erased, by group, as far as the run has come."""
    files: tuple[DocumentId, ...] = ()
    """Sealed files whose keys are gone and which are still to be removed."""
    backups_until: date | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None
    run_by: StaffId | None = None

    @property
    def unfinished(self) -> bool:
        """Whether it began and must go on."""
        return self.state in {ErasureState.RUNNING, ErasureState.CLEARING}

    @property
    def erased(self) -> int:
        """How many entries went."""
        return sum(self.done.values())

    @property
    def kept(self) -> tuple[FrozenRow, ...]:
        """What stays, by the plan."""
        return tuple(row for row in self.rows if row.act is not Act.ERASE and row.held)


@dataclass(frozen=True, slots=True)
class Paper:
    """An original on paper that is to be destroyed, and whether it was."""

    id: PaperId
    erasure_id: ErasureId | None
    """None where a disposal took the form."""
    form_number: str
    place: str
    """Binder or box."""
    received_on: date
    destroy_by: date
    destroyed_on: date | None = None
    destroyed_by: StaffId | None = None
    disposal_id: DisposalId | None = None
