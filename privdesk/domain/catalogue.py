# SPDX-License-Identifier: MIT
"""The office's catalogue: data groups, purposes, recipients, notices, retention rules, the office itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

Texts = Mapping[str, str]
"""Words by language: de, fr, it, en."""


class Trigger(StrEnum):
    """The event from which a retention period runs."""

    CONTRACT_END = "contract_end"
    BOOKING_YEAR_END = "booking_year_end"
    EVENT = "event"
    """The day of the entry itself."""
    CASE_CLOSED = "case_closed"
    WITH_PERSON = "with_person"


@dataclass(frozen=True, slots=True)
class RetentionRule:
    """How long a data group is kept: `months` after the trigger, and the law or reason."""

    key: str
    trigger: Trigger
    months: int
    basis: Texts
    sentence: Texts


@dataclass(frozen=True, slots=True)
class PurposeEntry:
    """A purpose of use."""

    key: str
    title: Texts


@dataclass(frozen=True, slots=True)
class DataGroup:
    """A category of data with purposes, lawful basis, retention rule and default recipients' kinds."""

    key: str
    title: Texts
    purposes: tuple[str, ...]
    basis: Texts
    rule: str
    recipients: tuple[str, ...]
    fields: tuple[str, ...] = ()


class RecipientKind(StrEnum):
    """What a recipient does for the office."""

    AGENCY = "agency"
    PAYMENT = "payment"
    HOSTING = "hosting"
    SUPPORT = "support"
    PRINT = "print"
    AUTHORITY = "authority"


@dataclass(frozen=True, slots=True)
class Recipient:
    """Someone who gets data, by name (CJEU C-154/21)."""

    key: str
    name: str
    kind: RecipientKind
    address: str
    country: str
    safeguard: Texts = field(default_factory=dict)
    """Third-country safeguard; empty where none is needed."""
    own_notice: bool = False
    notice_at: str = ""
    undertaking_signed: date | None = None
    undertaking_expires: date | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """A version of the privacy notice, by its “last modified” date."""

    version: str
    in_force_from: date
    title: Texts


@dataclass(frozen=True, slots=True)
class Authority:
    """A supervisory authority."""

    key: str
    name: Texts
    address: str
    website: str
    source: str = ""
    """Where the authority publishes its address."""
    reviewed: bool = True
    """False: the address is not certain; look at the source before it is printed."""


@dataclass(frozen=True, slots=True)
class Office:
    """The controller: who we are, and the defaults that follow from the place."""

    name: str
    street: str = ""
    postcode: str = ""
    town: str = ""
    country: str = "CH"
    phone: str = ""
    email: str = ""
    privacy_contact: str = ""
    """Name and address of the data protection officer or contact."""
    place: str = "CH-VD"
    """ISO 3166-2 place whose holidays count."""
    regime: str = "ch-fadp"
    time_zone: str = "Europe/Zurich"
    currency: str = "CHF"
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All of it, as it stands now."""

    groups: tuple[DataGroup, ...]
    purposes: tuple[PurposeEntry, ...]
    rules: tuple[RetentionRule, ...]
    recipients: tuple[Recipient, ...]
    notices: tuple[Notice, ...]
    authorities: Mapping[str, Authority]
    """By regime id."""

    def rule(self, key: str) -> RetentionRule:
        """The rule of that key."""
        return next(rule for rule in self.rules if rule.key == key)

    def notice_on(self, day: date) -> Notice:
        """The notice in force on `day`; the first one for days before it."""
        earlier = [notice for notice in self.notices if notice.in_force_from <= day]
        return max(earlier or self.notices, key=lambda notice: notice.in_force_from)
