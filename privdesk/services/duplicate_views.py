# SPDX-License-Identifier: MIT
"""What the pages of duplicates show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from privdesk.domain.activity import ActivityCounts
from privdesk.domain.matching import Agreement, Compared, DuplicateRun, Evidence, Pair, PairState
from privdesk.domain.merging import MergeId, MergeRecord
from privdesk.domain.people import Contract, FactVersion, Person, PersonField, PersonId


@dataclass(frozen=True, slots=True)
class DuplicatesOverview:
    """How many pairs there are, how far the search has come, and what evidence weighs by."""

    open: int
    not_the_same: int
    merged: int
    """Merges that stand."""
    run: DuplicateRun | None
    """The last search over everybody, ended or not."""
    learned_at: datetime | None = None
    """When the weights were learned here; None: those that the program brings along."""
    learned_on: int = 0
    """Pairs they were learned on."""


@dataclass(frozen=True, slots=True)
class Summary:
    """Just enough of one person to tell who is meant."""

    id: PersonId
    name: str
    address: str
    user_number: str
    date_of_birth: str = ""
    """ISO, or empty."""
    restricted: bool = False
    """Use is restricted: nobody is merged with this person."""


@dataclass(frozen=True, slots=True)
class PairLine:
    """One pair of a list."""

    pair: Pair
    first: Summary
    second: Summary
    state: PairState = PairState.OPEN

    @property
    def percent(self) -> int:
        """The probability that the two are one person."""
        return self.pair.evidence.percent

    @property
    def restricted(self) -> frozenset[PersonId]:
        """Which of the two may not be merged, since use is restricted."""
        return frozenset(each.id for each in (self.first, self.second) if each.restricted)

    def fields(self, *agreements: Agreement) -> tuple[Compared, ...]:
        """What stands so, in the order of the evidence."""
        return tuple(line.compared for line in self.pair.evidence.lines if line.agreement in agreements)


@dataclass(frozen=True, slots=True)
class ComparedField:
    """One fact of both, and whose value is proposed."""

    field: PersonField
    first: str
    second: str
    agreement: Agreement
    proposed: PersonId
    first_version: FactVersion | None = None
    second_version: FactVersion | None = None

    @property
    def to_choose(self) -> bool:
        """Whether it makes a difference whose value is taken."""
        return self.first != self.second


@dataclass(frozen=True, slots=True)
class ComparedPerson:
    """One of the two, with how much is held."""

    person: Person
    contracts: Sequence[Contract] = ()
    agencies: Sequence[str] = ()
    """Names, as the contracts have them."""
    forms: int = 0
    requests: int = 0
    open_requests: int = 0
    calls: int = 0
    documents: int = 0
    consents: int = 0
    activity: ActivityCounts = field(default_factory=ActivityCounts)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two people side by side, value by value."""

    first: ComparedPerson
    second: ComparedPerson
    fields: Sequence[ComparedField]
    evidence: Evidence
    kept: PersonId
    """Proposed: whose number is kept."""
    state: PairState | None = None
    """What staff made of the pair before, or None."""

    @property
    def gone(self) -> PersonId:
        """Proposed: whose number leads to the other from then on."""
        return self.second.person.id if self.kept == self.first.person.id else self.first.person.id

    def proposed(self) -> Mapping[PersonField, PersonId]:
        """Whose value is proposed for each field."""
        return {each.field: each.proposed for each in self.fields}


@dataclass(frozen=True, slots=True)
class MergeLine:
    """One merge of the history."""

    record: MergeRecord
    kept_name: str
    gone_name: str
    """Both names as on file now; empty when not on file any more."""
    by: str
    """Who merged them."""
    first_take_back: MergeId | None = None
    """The later merge that must be taken back before this one, or None."""
    erased: bool = False
    """Whether something of the person was erased since, and with it what taking it back needs."""

    @property
    def can_be_taken_back(self) -> bool:
        """Whether it stands, no other merge came after it, and nothing was erased."""
        return self.record.stands and self.first_take_back is None and not self.erased
