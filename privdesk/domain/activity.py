# SPDX-License-Identifier: MIT
"""What people do with the service: connections, top-ups, usage, surveys.

Times are aware UTC; amounts are whole minor units (Rappen, cents), negative when credit is used.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from privdesk.domain.people import PersonId


class ActivityKind(StrEnum):
    """The four streams, named as on the command line."""

    CONNECTION = "connections"
    TOP_UP = "topups"
    USAGE = "usages"
    SURVEY = "surveys"


@dataclass(frozen=True, slots=True)
class Connection:
    """A sign-in to the web platform."""

    person_id: PersonId
    at: datetime
    browser: str
    browser_language: str
    operating_system: str
    ip_address: str


@dataclass(frozen=True, slots=True)
class TopUp:
    """Credit paid in."""

    person_id: PersonId
    at: datetime
    method: str
    amount: int
    currency: str
    balance_after: int | None


@dataclass(frozen=True, slots=True)
class Usage:
    """A machine used; `duration` in minutes, `amount` positive minor units charged."""

    person_id: PersonId
    at: datetime
    product_number: str
    machine_type: str
    machine_number: str
    duration: int
    amount: int
    currency: str
    balance_after: int | None


@dataclass(frozen=True, slots=True)
class SurveyAnswer:
    """Voluntary answers to one survey: (question, answer) pairs in order."""

    person_id: PersonId
    at: datetime
    survey: str
    answers: tuple[tuple[str, str], ...]


Activity = Connection | TopUp | Usage | SurveyAnswer


@dataclass(frozen=True, slots=True)
class MonthSum:
    """One month of the usage-and-balance chart; `used` in minor units, balance at month end or None."""

    year: int
    month: int
    used: int
    balance: int | None


@dataclass(frozen=True, slots=True)
class UsageMonth:
    """Usage of one civil month whose detail went: how often, for how much, what was left at its end."""

    year: int
    month: int
    currency: str
    times: int
    amount: int
    """Minor units."""
    balance: int | None


@dataclass(frozen=True, slots=True)
class ActivityCounts:
    """Rows held per stream."""

    connections: int = 0
    topups: int = 0
    usages: int = 0
    surveys: int = 0
