# SPDX-License-Identifier: MIT
"""Merging two people on file into one, value by value, and taking it back exactly.

The number of the person that goes keeps leading to the person kept, so that audit and old references still do.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NewType

from privdesk.domain.errors import PrivdeskError
from privdesk.domain.people import Facts, PersonField, PersonId
from privdesk.domain.vault import StaffId

MergeId = NewType("MergeId", int)


class Side(StrEnum):
    """Whose value is taken."""

    KEPT = "kept"
    GONE = "gone"


class Followed(StrEnum):
    """What goes to the person kept."""

    FACTS = "facts"
    CONTRACTS = "contracts"
    FORMS = "forms"
    REQUESTS = "requests"
    CALLS = "calls"
    DOCUMENTS = "documents"
    CONSENTS = "consents"
    ACTIVITY = "activity"


@dataclass(frozen=True, slots=True)
class MergePlan:
    """Two people who are one: `gone` becomes part of `kept`."""

    kept: PersonId
    gone: PersonId
    choices: Mapping[PersonField, Side] = field(default_factory=dict)
    """Whose value stands. Without a choice the kept person's, or the other's where there is no other value."""

    def __post_init__(self) -> None:
        """Raises: SamePersonTwiceError."""
        if self.kept == self.gone:
            raise SamePersonTwiceError(self.kept)

    def side(self, name: PersonField, kept: Facts, gone: Facts) -> Side:
        """Whose value of one field stands."""
        chosen = self.choices.get(name)
        if chosen is not None:
            return chosen
        return Side.GONE if gone.get(name) and not kept.get(name) else Side.KEPT

    def facts(self, kept: Facts, gone: Facts) -> Facts:
        """The values in force once merged."""
        sources = {Side.KEPT: kept, Side.GONE: gone}
        values = ((name, sources[self.side(name, kept, gone)].get(name, "")) for name in PersonField)
        return {name: value for name, value in values if value}


@dataclass(frozen=True, slots=True)
class MergeRecord:
    """One merge as it is kept: who became part of whom, when, by whom; numbers and names of fields, no values."""

    id: MergeId
    kept: PersonId
    gone: PersonId
    at: datetime
    """Aware, UTC."""
    by: StaffId
    choices: Mapping[PersonField, Side] = field(default_factory=dict)
    moved: Mapping[Followed, int] = field(default_factory=dict)
    """How many of each went over."""
    gone_created_at: datetime | None = None
    """When the record that went was first made: with the number it names it in every backup (ledger)."""
    undone_at: datetime | None = None
    """When it was taken back, or None."""
    undone_by: StaffId | None = None

    @property
    def stands(self) -> bool:
        """Whether it was not taken back."""
        return self.undone_at is None


@dataclass(eq=False)
class SamePersonTwiceError(PrivdeskError):
    """A person cannot be merged with itself."""

    person_id: PersonId


@dataclass(eq=False)
class MergedAwayError(PrivdeskError):
    """This number was merged into another person already."""

    person_id: PersonId
    into: PersonId


@dataclass(eq=False)
class MergeMissingError(PrivdeskError):
    """There is no such merge, or it was erased together with the person."""

    merge_id: int


@dataclass(eq=False)
class MergeTakenBackError(PrivdeskError):
    """This merge was taken back before."""

    merge_id: MergeId
    at: datetime


@dataclass(eq=False)
class LaterMergeError(PrivdeskError):
    """The same person was merged again after this merge; the later one must be taken back first."""

    merge_id: MergeId
    later: MergeId
    kept: PersonId
    gone: PersonId
