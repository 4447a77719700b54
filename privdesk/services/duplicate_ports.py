# SPDX-License-Identifier: MIT
"""What the services need for telling who is on file twice. `services.ports` hands it out as `Records.duplicates`."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from privdesk.domain.matching import DuplicateRun, Evidence, MatchWeights, Pair, PairState
from privdesk.domain.people import PersonId


class Duplicates(Protocol):
    """Pairs of people who may be one, what was learned about matching, and the search over everybody."""

    def note(self, person_id: PersonId, other: PersonId) -> None:
        """Keep an undecided pair, with its evidence; decided pairs and a person with itself are left alone."""
        ...

    def open_pairs(self, limit: int, after: Pair | None = None) -> Sequence[Pair]:
        """Undecided pairs, the strongest evidence first; those after `after` where the list goes on."""
        ...

    def pair(self, first: PersonId, second: PersonId) -> Pair | None:
        """The pair as kept, in whatever state; order does not matter."""
        ...

    def state(self, first: PersonId, second: PersonId) -> PairState | None:
        """What staff made of the pair, or None when nobody ever noted it."""
        ...

    def decide(self, first: PersonId, second: PersonId, state: PairState) -> None:
        """Put the pair into this state; one that was never noted is kept too. Within the running unit of work."""
        ...

    def of_person(self, person_id: PersonId) -> Sequence[Pair]:
        """Undecided pairs with this person, the strongest evidence first."""
        ...

    def told_apart(self, person_id: PersonId) -> Sequence[Pair]:
        """Pairs with this person that staff decided are not the same."""
        ...

    def counts(self) -> Mapping[PairState, int]:
        """How many pairs are in each state."""
        ...

    def compare(self, first: PersonId, second: PersonId) -> Evidence:
        """The evidence as the two stand on file now. Raises: NotFoundError."""
        ...

    def start_run(self) -> DuplicateRun:
        """Begin the search over everybody from the start; what was decided stays decided."""
        ...

    def run(self) -> DuplicateRun | None:
        """The last search, ended or not; None when there never was one."""
        ...

    def find_next(self, run: DuplicateRun, people: int) -> DuplicateRun:
        """Search on for about so many people within the running unit of work (500 people take about 50 ms).

        Pairs found are kept as open; `ended_at` is set on what is returned once everybody was looked at.
        """
        ...

    def weights(self) -> MatchWeights:
        """What evidence weighs now: learned here, or what the program brings along."""
        ...

    def learn(self) -> MatchWeights:
        """Learn the weights on the records, without labels, and only return them: seconds, so on a reading.

        With too few people or pairs to learn from, the present weights come back.
        """
        ...

    def use(self, weights: MatchWeights) -> None:
        """Weigh by these from now on, within the running unit of work; the ones before are kept."""
        ...
