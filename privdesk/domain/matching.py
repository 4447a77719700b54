# SPDX-License-Identifier: MIT
"""Whether two records are one person: evidence field by field, weighed after Fellegi and Sunter.

Weights are learned without labels on the vault's own data and kept as data; comparing and blocking are storage's.
"""

from collections.abc import Mapping
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class MatchWeights:
    """What was learned: bits by field and level, and where the bands begin."""

    bits: Mapping[Compared, Mapping[str, float]]
    """By field, then by level; levels are finer than `Agreement` and named by the comparison."""
    prior: float
    same_from: float
    perhaps_from: float
    learned_at: datetime | None = None
    """Aware, UTC; None for the weights the program brings along."""
    pairs: int = 0
    """How many pairs they were learned on."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A person on file who may be the one described, with the evidence, best first."""

    person: Person
    user_number: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Pair:
    """Two people on file who may be one; `first` has the lower number."""

    first: PersonId
    second: PersonId
    evidence: Evidence


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
