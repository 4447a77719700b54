# SPDX-License-Identifier: MIT
"""The catalogue every office starts with, and the office's own rows on top of it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any, Protocol, TypeVar

from privdesk.domain.catalogue import (
    ANY_COUNTRY,
    Authority,
    Catalogue,
    DataGroup,
    Notice,
    Office,
    OfficeEntries,
    PurposeEntry,
    RecipientKind,
    RetentionRule,
    Texts,
    Trigger,
)
from privdesk.resources import resource_toml
from privdesk.services.ports import Records


@cache
def default_catalogue(country: str = "CH") -> Catalogue:
    """The default catalogue for an office in `country` (ISO 3166-1 alpha-2).

    Groups, purposes, rules, the reference notice, and per law the supervisory authority. Recipients are empty
    because the law asks for their names, and only the office knows them.
    """
    return Catalogue(
        groups=tuple(_group(row) for row in _rows("groups")),
        purposes=tuple(PurposeEntry(row["key"], row["title"]) for row in _rows("purposes")),
        rules=tuple(_rule(row, country) for row in _rows("rules")),
        recipients=(),
        notices=tuple(Notice(row["version"], row["in_force_from"], row["title"]) for row in _rows("notices")),
        authorities=_by_regime(_all_authorities(), country),
        register=_all_authorities(),
    )


@cache
def recipient_kind_titles() -> Mapping[RecipientKind, Texts]:
    """What each kind of recipient does, in words by language."""
    kinds = resource_toml("catalogue", "recipients.toml")["kinds"]
    return {kind: kinds[kind.value] for kind in RecipientKind}


@cache
def kinds_with_own_notice() -> frozenset[RecipientKind]:
    """Kinds of recipients whose own privacy notice applies unless the office says otherwise."""
    return frozenset(
        RecipientKind(key) for key in resource_toml("catalogue", "recipients.toml")["own_notice"]
    )


def office_catalogue(records: Records, office: Office) -> Catalogue:
    """The catalogue in force: the default one of the office's country with what the office changed and added.

    Everything that looks at data groups, purposes, retention rules, recipients, notices or authorities starts here.
    """
    rows = records.catalogue
    entries = OfficeEntries(
        rows.groups(), rows.purposes(), rows.rules(), rows.recipients(), rows.notices(), rows.authorities()
    )
    return merged(default_catalogue(office.country), entries, office.country)


def merged(catalogue: Catalogue, entries: OfficeEntries, country: str) -> Catalogue:
    """`catalogue` with the office's entries: same key or version replaces, others are added.

    A data group whose key the desk does not know is kept elsewhere: the desk holds nothing of it.
    """
    known = {group.key for group in catalogue.groups}
    groups = _replaced(catalogue.groups, [each for each in entries.groups if each.key in known])
    by_version = {notice.version: notice for notice in (*catalogue.notices, *entries.notices)}
    register = _replaced(catalogue.register, entries.authorities)
    return replace(
        catalogue,
        groups=groups,
        elsewhere=tuple(each for each in entries.groups if each.key not in known),
        purposes=_replaced(catalogue.purposes, entries.purposes),
        rules=_replaced(catalogue.rules, entries.rules),
        recipients=_replaced(catalogue.recipients, entries.recipients),
        notices=tuple(sorted(by_version.values(), key=lambda notice: notice.in_force_from)),
        register=register,
        authorities=_by_regime(register, country),
    )


def with_sentence(before: RetentionRule | None, rule: RetentionRule) -> RetentionRule:
    """The rule with the sentence that people read; where its period changed and nobody wrote one, the period says it."""
    if before is None:
        written = any(words.strip() for words in rule.sentence.values())
    else:
        moved = (before.trigger, before.months) != (rule.trigger, rule.months)
        written = not moved or rule.sentence != before.sentence
    if written:
        return rule
    sentences = {language: period_sentence(rule, language) for language in ("de", "fr", "it", "en")}
    return replace(rule, sentence=sentences)


def period_sentence(rule: RetentionRule, language: str) -> str:
    """`10 years after the end of the contract of use`, in the words of the report."""
    words: Mapping[str, str] = resource_toml("catalogue", "periods.toml")[language]
    if rule.trigger is Trigger.WITH_PERSON:
        return words["with_person"]
    unit, count = ("year", rule.months // 12) if rule.months % 12 == 0 else ("month", rule.months)
    length = f"{count} {words[unit if count == 1 else unit + 's']}"
    sentence = words[rule.trigger.value].format(length=length)
    return f"{sentence}{words['monthly_sums']}" if rule.key == "usage" else sentence


class _Keyed(Protocol):
    @property
    def key(self) -> str: ...


_Entry = TypeVar("_Entry", bound=_Keyed)


def _replaced(default: Sequence[_Entry], own: Sequence[_Entry]) -> tuple[_Entry, ...]:
    return tuple({each.key: each for each in (*default, *own)}.values())


def _rows(name: str) -> Sequence[Mapping[str, Any]]:
    rows: Sequence[Mapping[str, Any]] = resource_toml("catalogue", f"{name}.toml")[name]
    return rows


def _group(row: Mapping[str, Any]) -> DataGroup:
    return DataGroup(
        key=row["key"],
        title=row["title"],
        purposes=tuple(row["purposes"]),
        basis=row["basis"],
        rule=row["rule"],
        recipients=tuple(row["recipients"]),
        fields=tuple(row["fields"]),
    )


def _rule(row: Mapping[str, Any], country: str) -> RetentionRule:
    of_country = row.get("basis_in", {}).get(country)
    return RetentionRule(
        key=row["key"],
        trigger=Trigger(row["trigger"]),
        months=row["months"],
        basis=of_country or row["basis"],
        sentence=row["sentence"],
        jurisdiction=country if of_country else "",
    )


@cache
def _all_authorities() -> tuple[Authority, ...]:
    return tuple(_authority(row) for row in _rows("authorities"))


def _authority(row: Mapping[str, Any]) -> Authority:
    return Authority(
        row["key"], row["name"], row["address"], row["website"], row["source"], bool(row["reviewed"]),
        tuple(row["regimes"]), row["country"],
    )  # fmt: skip


def _by_regime(register: Sequence[Authority], country: str) -> Mapping[str, Authority]:
    """Per regime the authority of the office's country, else the one that serves every country."""
    chosen: dict[str, Authority] = {}
    for wanted in (ANY_COUNTRY, country):
        for authority in register:
            if authority.country == wanted:
                chosen.update(dict.fromkeys(authority.regimes, authority))
    return chosen
