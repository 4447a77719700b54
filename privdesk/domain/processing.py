# SPDX-License-Identifier: MIT
"""The record of processing activities: every element the law asks for, and what the catalogue lacks of it.

One activity is one purpose. Nothing is made up: an element that the catalogue does not hold becomes a `Gap`.

Law: GDPR and UK GDPR Art. 30(1)(a)–(g); FADP Art. 12(2)(a)–(g).
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from privdesk.domain.agencies import Agency
from privdesk.domain.catalogue import (
    Catalogue,
    DataGroup,
    Office,
    PurposeEntry,
    Recipient,
    RecipientKind,
    RetentionRule,
    Texts,
)

SHARED_SPACE = frozenset({
    "AT", "BE", "BG", "CH", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IS", "IT", "LI",
    "LT", "LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK",
})  # fmt: skip
"""Between these no safeguard is needed: the EEA among itself, Switzerland by the decision of the Commission
(2000/518/EC) and by Annex 1 of the Swiss ordinance. Anywhere else the catalogue has to say what protects the data."""
OFFICE_SAYS = "office_says"
"""Stands for the office's own words about the persons concerned."""
AGENCIES_BY_NAME = 6
"""More agencies than these are counted by country instead of named one by one."""


class GapKind(StrEnum):
    """What is missing; each names the entry it is missing from."""

    ADDRESS = "address"
    REACH = "reach"
    """Neither phone nor e-mail of the office."""
    PRIVACY_CONTACT = "privacy_contact"
    JOINT = "joint"
    REPRESENTATIVE = "representative"
    MEASURES = "measures"
    """The office's own organisational measures; what the program does stands in the record by itself."""
    PURPOSE_EMPTY = "purpose_empty"
    GROUP_UNUSED = "group_unused"
    FIELDS = "fields"
    PERSONS = "persons"
    BASIS = "basis"
    PERIOD = "period"
    PERIOD_BASIS = "period_basis"
    RECIPIENT_NAME = "recipient_name"
    COUNTRY = "country"
    SAFEGUARD = "safeguard"


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing that is missing; `subject` names the entry, in words by language (or one word for all: `""`)."""

    kind: GapKind
    subject: Texts


@dataclass(frozen=True, slots=True)
class OfficeStatements:
    """What only the office can say, and no other page asks for."""

    joint_controllers: str = ""
    representative: str = ""
    """In the EU, the UK or Switzerland. Law: GDPR Art. 27; FADP Art. 14."""
    persons: str = ""
    """Whose data are in the groups that the office added to the catalogue."""
    measures: str = ""
    """The office's own measures of security, in general words."""


@dataclass(frozen=True, slots=True)
class GroupUse:
    """A data group within an activity."""

    group: DataGroup
    rule: RetentionRule | None
    persons: tuple[str, ...]
    """Keys of the categories of persons; empty where nothing is known."""
    elsewhere: bool = False
    """Kept in another place than these records."""


@dataclass(frozen=True, slots=True)
class RecipientUse:
    """Who receives data: one by name, or several of a kind in one country."""

    kind: RecipientKind
    name: str
    """Empty: nobody is named."""
    country: str = ""
    safeguard: Texts | None = None
    abroad: bool = False
    """In another country than the office."""
    unguarded: bool = False
    """A safeguard would be needed, and none is entered."""
    count: int = 1
    """How many, where agencies are counted and not named; 0: the register names nobody of this kind."""


@dataclass(frozen=True, slots=True)
class Activity:
    """One processing activity: a purpose with everything the law wants written down about it."""

    purpose: PurposeEntry
    groups: tuple[GroupUse, ...]
    recipients: tuple[RecipientUse, ...]
    gaps: tuple[Gap, ...]

    @property
    def persons(self) -> tuple[str, ...]:
        """Keys of the categories of persons, each once."""
        return tuple(dict.fromkeys(key for use in self.groups for key in use.persons))

    @property
    def abroad(self) -> tuple[RecipientUse, ...]:
        """Recipients in other countries."""
        return tuple(each for each in self.recipients if each.abroad)


@dataclass(frozen=True, slots=True)
class ProcessingRecord:
    """The whole record as at one day."""

    office: Office
    day: date
    statements: OfficeStatements
    activities: tuple[Activity, ...]
    gaps: tuple[Gap, ...]
    """Everything that is missing, each thing once."""
    last_backup: date | None = None


@dataclass(frozen=True, slots=True)
class Persons:
    """Whose data stand in which group: keys of categories by group; `usual` for the desk's other groups."""

    of_group: Mapping[str, tuple[str, ...]]
    usual: tuple[str, ...]


def processing_record(
    office: Office,
    catalogue: Catalogue,
    agencies: Sequence[Agency],
    persons: Persons,
    statements: OfficeStatements,
    day: date,
    last_backup: date | None = None,
) -> ProcessingRecord:
    """Put the record together; recipients and agencies that ended before `day` are left out."""
    register = _Register(office, catalogue, agencies, day)
    uses = [
        _use(catalogue, group, persons, statements) for group in (*catalogue.groups, *catalogue.elsewhere)
    ]
    activities = tuple(_activity(purpose, uses, register) for purpose in catalogue.purposes)
    used = {use.group.key for activity in activities for use in activity.groups}
    unused = [use.group for use in uses if use.group.key not in used]
    gaps = [
        *_office_gaps(office, statements),
        *(gap for activity in activities for gap in activity.gaps),
        *(Gap(GapKind.GROUP_UNUSED, group.title) for group in unused),
    ]
    return ProcessingRecord(office, day, statements, activities, tuple(_once(gaps)), last_backup)


def needs_safeguard(office_country: str, country: str) -> bool:
    """Whether data that go from one country to the other need a safeguard or a decision on adequacy.

    Law: GDPR Art. 44–46; FADP Art. 16.
    """
    if not country or country == office_country:
        return False
    return not {office_country, country} <= SHARED_SPACE


@dataclass(frozen=True, slots=True)
class _Register:
    """Who receives data now, by kind."""

    office: Office
    catalogue: Catalogue
    agencies: Sequence[Agency]
    day: date

    def of_kind(self, kind: RecipientKind) -> Iterator[RecipientUse]:
        """Everybody of this kind, or one use that names nobody."""
        found = [
            self._use(kind, each.name, each.country, each.safeguard)
            for each in self.catalogue.recipients
            if each.kind is kind and self._is_current(each)
        ]
        if kind is RecipientKind.AGENCY:
            found += self._agencies()
        yield from found or [RecipientUse(kind, "", count=0)]

    def _agencies(self) -> Iterator[RecipientUse]:
        current = [each for each in self.agencies if each.until is None or each.until >= self.day]
        if len(current) <= AGENCIES_BY_NAME:
            yield from (self._use(RecipientKind.AGENCY, each.name, each.country, None) for each in current)
            return
        for country, count in sorted(Counter(each.country for each in current).items()):
            yield self._use(RecipientKind.AGENCY, "", country, None, count)

    def _is_current(self, recipient: Recipient) -> bool:
        return recipient.until is None or recipient.until >= self.day

    def _use(
        self, kind: RecipientKind, name: str, country: str, safeguard: Texts | None, count: int = 1
    ) -> RecipientUse:
        held = safeguard if safeguard and any(safeguard.values()) else None
        needed = needs_safeguard(self.office.country, country)
        abroad = bool(country) and country != self.office.country
        return RecipientUse(kind, name, country, held, abroad, needed and held is None, count)


def _use(catalogue: Catalogue, group: DataGroup, persons: Persons, statements: OfficeStatements) -> GroupUse:
    rule = next((each for each in catalogue.rules if each.key == group.rule), None)
    if any(group is each for each in catalogue.elsewhere):
        return GroupUse(group, rule, (OFFICE_SAYS,) if statements.persons else (), elsewhere=True)
    return GroupUse(group, rule, persons.of_group.get(group.key, persons.usual))


def _activity(purpose: PurposeEntry, uses: Sequence[GroupUse], register: _Register) -> Activity:
    mine = tuple(use for use in uses if purpose.key in use.group.purposes)
    kinds = dict.fromkeys(kind for use in mine for kind in use.group.recipients)
    known = [kind for kind in RecipientKind if kind.value in kinds]
    recipients = tuple(use for kind in known for use in register.of_kind(kind))
    gaps = [Gap(GapKind.PURPOSE_EMPTY, purpose.title)] if not mine else []
    gaps += [gap for use in mine for gap in _group_gaps(use)]
    gaps += [gap for use in recipients for gap in _recipient_gaps(use)]
    return Activity(purpose, mine, recipients, tuple(_once(gaps)))


def _office_gaps(office: Office, statements: OfficeStatements) -> Iterator[Gap]:
    name = {"": office.name}
    if not (office.street and office.town):
        yield Gap(GapKind.ADDRESS, name)
    if not (office.phone or office.email):
        yield Gap(GapKind.REACH, name)
    if not office.privacy_contact:
        yield Gap(GapKind.PRIVACY_CONTACT, name)
    if not statements.joint_controllers:
        yield Gap(GapKind.JOINT, name)
    if not statements.representative:
        yield Gap(GapKind.REPRESENTATIVE, name)
    if not statements.measures:
        yield Gap(GapKind.MEASURES, name)


def _group_gaps(use: GroupUse) -> Iterator[Gap]:
    group = use.group
    if not group.fields:
        yield Gap(GapKind.FIELDS, group.title)
    if not use.persons:
        yield Gap(GapKind.PERSONS, group.title)
    if not any(group.basis.values()):
        yield Gap(GapKind.BASIS, group.title)
    if use.rule is None:
        yield Gap(GapKind.PERIOD, group.title)
    elif not any(use.rule.basis.values()):
        yield Gap(GapKind.PERIOD_BASIS, group.title)


def _recipient_gaps(use: RecipientUse) -> Iterator[Gap]:
    subject = {"": use.name} if use.name else {"": use.kind.value}
    if use.count == 0:
        yield Gap(GapKind.RECIPIENT_NAME, subject)
        return
    if not use.country:
        yield Gap(GapKind.COUNTRY, subject)
    if use.unguarded:
        yield Gap(GapKind.SAFEGUARD, subject)


def _once(gaps: Iterable[Gap]) -> list[Gap]:
    seen: dict[tuple[GapKind, str], Gap] = {}
    for gap in gaps:
        seen.setdefault((gap.kind, str(sorted(gap.subject.items()))), gap)
    return list(seen.values())
