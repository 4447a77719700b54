# SPDX-License-Identifier: MIT
"""Agencies that manage buildings, and the buildings."""

from dataclasses import dataclass
from datetime import date
from typing import NewType

AgencyId = NewType("AgencyId", int)
BuildingId = NewType("BuildingId", int)


@dataclass(frozen=True, slots=True)
class Undertaking:
    """A confidentiality undertaking: `signed_on`, where the paper lies, and its last day or None."""

    signed_on: date
    document: str
    expires_on: date | None


@dataclass(frozen=True, slots=True)
class Agency:
    """A property manager through whom people come; `number` is the office's own key for it."""

    id: AgencyId
    number: str
    name: str
    street: str = ""
    postcode: str = ""
    town: str = ""
    country: str = "CH"
    email: str = ""
    phone: str = ""
    contact: str = ""
    since: date | None = None
    until: date | None = None
    undertaking: Undertaking | None = None


@dataclass(frozen=True, slots=True)
class Building:
    """A building (object) of an agency; `number` is the office's own key for it."""

    id: BuildingId
    agency_id: AgencyId
    number: str
    street: str
    postcode: str
    town: str


@dataclass(frozen=True, slots=True)
class AgencySummary:
    """An agency with its counts for the list."""

    agency: Agency
    buildings: int
    people: int
