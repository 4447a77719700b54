# SPDX-License-Identifier: MIT
"""What an entry of the catalogue must say before it is kept."""

import re
from collections.abc import Collection

from privdesk.domain.catalogue import (
    ANY_COUNTRY,
    Authority,
    Catalogue,
    DataGroup,
    EntryKind,
    Notice,
    PurposeEntry,
    Recipient,
    RecipientKind,
    RetentionRule,
    Texts,
)
from privdesk.domain.catalogue_errors import (
    CountryCodeError,
    EntryIncompleteError,
    EntryInUseError,
    EntryUnknownError,
    FixedPartError,
    NoticeDayTakenError,
    NoticeInForceError,
    UndertakingDaysError,
)
from privdesk.domain.retention_rules import may_date_names, require_sound_rule

FIXED_TRIGGERS = frozenset({"lookups", "unentered", "with_person"})
"""Rules that the desk itself goes by: their period may be changed, what it runs from may not."""
_COUNTRY = re.compile(r"[A-Z]{2}")


def require_sound_group(catalogue: Catalogue, group: DataGroup) -> None:
    """Title, basis, a known rule, known purposes and recipients; the fields of a group held here stay as they are.

    Who somebody is goes by the end of the contract: names have no day of their own.

    Raises: EntryIncompleteError, EntryUnknownError, FixedPartError.
    """
    _require_words("title", group.title)
    _require_words("basis", group.basis)
    if not group.purposes:
        raise EntryIncompleteError("purposes")
    _require_known(EntryKind.PURPOSE, group.purposes, {each.key for each in catalogue.purposes})
    _require_known(EntryKind.RULE, (group.rule,), {each.key for each in catalogue.rules})
    _require_known(EntryKind.GROUP, group.recipients, {kind.value for kind in RecipientKind})
    if not may_date_names(group.key, catalogue.rule(group.rule)):
        raise FixedPartError("rule")
    held = next((each for each in catalogue.groups if each.key == group.key), None)
    if held is not None and held.fields != group.fields:
        raise FixedPartError("fields")


def require_sound_purpose(purpose: PurposeEntry) -> None:
    """A title. Raises: EntryIncompleteError."""
    _require_words("title", purpose.title)


def require_rule(catalogue: Catalogue, before: RetentionRule | None, rule: RetentionRule) -> None:
    """A period, a reason, within the house cap or with its law; what the desk goes by keeps its trigger.

    Raises: RulePeriodError, RuleWithoutBasisError, RuleAboveCapError, CountryCodeError, FixedPartError.
    """
    if before is not None and rule.key in FIXED_TRIGGERS and rule.trigger is not before.trigger:
        raise FixedPartError("trigger")
    if not all(may_date_names(each.key, rule) for each in catalogue.groups if each.rule == rule.key):
        raise FixedPartError("trigger")
    if rule.jurisdiction:
        _require_country(rule.jurisdiction)
    require_sound_rule(rule)


def require_sound_authority(authority: Authority) -> None:
    """Name, address, law and country. Raises: EntryIncompleteError, CountryCodeError."""
    _require_words("name", authority.name)
    if not authority.address.strip():
        raise EntryIncompleteError("address")
    if not authority.regimes:
        raise EntryIncompleteError("regimes")
    if authority.country != ANY_COUNTRY:
        _require_country(authority.country)


def require_sound_recipient(recipient: Recipient) -> None:
    """A name, a country, and an undertaking that was signed before it ends.

    Raises: EntryIncompleteError, CountryCodeError, UndertakingDaysError.
    """
    if not recipient.name.strip():
        raise EntryIncompleteError("name")
    _require_country(recipient.country)
    signed, expires = recipient.undertaking_signed, recipient.undertaking_expires
    if expires is not None and (signed is None or expires < signed):
        raise UndertakingDaysError(signed, expires)


def require_sound_notice(catalogue: Catalogue, notice: Notice, *, in_use: bool) -> None:
    """A version, a title and a day of its own; the day of a version that forms or consents name stays.

    Raises: EntryIncompleteError, NoticeDayTakenError, NoticeInForceError.
    """
    if not notice.version.strip():
        raise EntryIncompleteError("version")
    _require_words("title", notice.title)
    for each in catalogue.notices:
        if each.version != notice.version and each.in_force_from == notice.in_force_from:
            raise NoticeDayTakenError(notice.in_force_from, each.version)
        moved = each.version == notice.version and each.in_force_from != notice.in_force_from
        if moved and in_use:
            raise NoticeInForceError(each.version, each.in_force_from)


def require_unused(catalogue: Catalogue, kind: EntryKind, key: str) -> None:
    """An entry that groups lean on cannot go. Raises: EntryInUseError."""
    groups = (*catalogue.groups, *catalogue.elsewhere)
    leans = [
        each.key
        for each in groups
        if (kind is EntryKind.RULE and each.rule == key)
        or (kind is EntryKind.PURPOSE and key in each.purposes)
    ]
    if leans:
        raise EntryInUseError(kind, key, tuple(leans))


def _require_words(part: str, texts: Texts) -> None:
    if not any(words.strip() for words in texts.values()):
        raise EntryIncompleteError(part)


def _require_known(kind: EntryKind, keys: Collection[str], known: Collection[str]) -> None:
    unknown = next((key for key in keys if key not in known), None)
    if unknown is not None:
        raise EntryUnknownError(kind, unknown)


def _require_country(code: str) -> None:
    if not _COUNTRY.fullmatch(code):
        raise CountryCodeError(code)
