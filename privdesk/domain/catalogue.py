# SPDX-License-Identifier: MIT
"""The office's catalogue: data groups, purposes, recipients, notices, retention rules, the office itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

ANY_COUNTRY = "*"
Texts = Mapping[str, str]
"""Words by language: de, fr, it, en."""


class EntryKind(StrEnum):
    """What of the catalogue the office may change or add to, apart from recipients and notices."""

    GROUP = "group"
    PURPOSE = "purpose"
    RULE = "rule"
    AUTHORITY = "authority"


class PaperHolder(StrEnum):
    """Whose sealed papers stand in the catalogue."""

    RECIPIENT = "recipient"
    """Signed undertakings to confidentiality, contracts of processing."""
    AGENCY = "agency"
    NOTICE = "notice"
    """The wording as it was published, in each language."""


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
    jurisdiction: str = ""
    """Country (ISO 3166-1 alpha-2) whose law the basis names; empty where it is a reason, not a law."""


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
    until: date | None = None
    """The last day on which they got data; they stay named, because they had them."""


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
    regimes: tuple[str, ...] = ()
    """Laws that it watches over."""
    country: str = ""
    """Country (ISO 3166-1 alpha-2) that it serves; `*`: every country that has none of its own."""


@dataclass(frozen=True, slots=True)
class OfficeEntries:
    """What the office changed or added: the same key replaces, another one is added."""

    groups: Sequence[DataGroup] = ()
    purposes: Sequence[PurposeEntry] = ()
    rules: Sequence[RetentionRule] = ()
    recipients: Sequence[Recipient] = ()
    notices: Sequence[Notice] = ()
    authorities: Sequence[Authority] = ()


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
    """By regime id: that of the office's country, else the one that serves every country."""
    elsewhere: tuple[DataGroup, ...] = ()
    """Data groups that the office added: kept in other places than these records."""
    register: tuple[Authority, ...] = ()
    """Every authority that is known."""

    def rule(self, key: str) -> RetentionRule:
        """The rule of that key."""
        return next(rule for rule in self.rules if rule.key == key)

    def authority(self, regime: str, residence: str) -> Authority | None:
        """The authority to name: that of `residence` under `regime`, else the office's; None where none is known.

        Where the office added one for the same country, such as that of its Land, its own is named.
        """
        there = [each for each in self.register if regime in each.regimes and each.country == residence]
        return there[-1] if there else self.authorities.get(regime)

    def notice_on(self, day: date) -> Notice:
        """The notice in force on `day`; the first one for days before it."""
        earlier = [notice for notice in self.notices if notice.in_force_from <= day]
        return max(earlier or self.notices, key=lambda notice: notice.in_force_from)
