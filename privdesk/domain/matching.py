# SPDX-License-Identifier: MIT
"""Whether two records are one person: evidence field by field, weighed after Fellegi and Sunter.

Weights are learned without labels on the vault's own data and kept as data; comparing and blocking are storage's.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from privdesk.domain.people import Person, PersonId


class Agreement(StrEnum):
    """How one compared field stands between two records."""

    EQUAL = "equal"
    NEAR = "near"
    DIFFERENT = "different"
    MISSING = "missing"


class Compared(StrEnum):
    """What is compared; one may look at several facts at once."""

    LAST_NAME = "last_name"
    FIRST_NAME = "first_name"
    STREET = "street"
    NUMBER = "number"
    POSTCODE = "postcode"
    TOWN = "town"
    DATE_OF_BIRTH = "date_of_birth"
    EMAIL = "email"
    PHONE = "phone"
    IBAN = "iban"


class Band(StrEnum):
    """What the weighed evidence says."""

    SAME = "same"
    PERHAPS = "perhaps"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class FieldEvidence:
    """One line of the evidence: the field, how it stands, and what it weighs in bits (log2 of m over u)."""

    compared: Compared
    agreement: Agreement
    weight: float


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything that speaks for and against one pair."""

    lines: tuple[FieldEvidence, ...]
    weight: float
    """Sum in bits, the prior included."""
    band: Band

    @property
    def percent(self) -> int:
        """The probability that the two are one person, 0–100, rounded down so that 100 is never shown for less."""
        odds = 2.0 ** max(-60.0, min(60.0, self.weight))
        return int(100 * odds / (1 + odds))


Chances = Mapping[Compared, Mapping[str, float]]
"""For every field, how often each level of agreement occurs; levels are finer than `Agreement`."""


@dataclass(frozen=True, slots=True)
class MatchWeights:
    """What was learned of pairs that come near each other: kinds of pairs, and how each kind agrees.

    The first kind is one person twice; the others are different people with a reason to be alike: one household,
    one name, one house, one birthday. Evidence weighs one person against the other kind that explains it best.
    """

    chances: Mapping[str, Chances]
    """By kind of pair."""
    shares: Mapping[str, float]
    """How often each kind occurs among pairs that share a blocking key; together 1."""
    same_from: float
    """Bits from which a pair is one person."""
    perhaps_from: float
    """Bits from which a pair is worth a look."""
    learned_at: datetime | None = None
    """Aware, UTC; None for the weights the program brings along."""
    pairs: int = 0
    """How many pairs they were learned on."""
    common: Mapping[int, int] = field(default_factory=dict, repr=False)
    """Keyed hashes of names that many bear: 1 usual, 2 one of the most common; others are rare."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A person on file who may be the one described, with the evidence, best first."""

    person: Person
    user_number: str
    evidence: Evidence

    @property
    def percent(self) -> int:
        """The probability that it is the one described, 0–100."""
        return self.evidence.percent


@dataclass(frozen=True, slots=True)
class Pair:
    """Two people on file who may be one; `first` has the lower number."""

    first: PersonId
    second: PersonId
    evidence: Evidence

    def other(self, person_id: PersonId) -> PersonId:
        """The other one of the two."""
        return self.second if person_id == self.first else self.first


class PairState(StrEnum):
    """What staff made of a pair."""

    OPEN = "open"
    NOT_THE_SAME = "not_the_same"
    MERGED = "merged"


@dataclass(frozen=True, slots=True)
class DuplicateRun:
    """The search for duplicates over the whole vault: how far it came; it stops and goes on."""

    done: int
    """People looked at."""
    of: int
    found: int
    """Open pairs found."""
    started_at: datetime | None = None
    ended_at: datetime | None = None
    mark: int = 0
    """Where the search goes on; means something to storage only."""
