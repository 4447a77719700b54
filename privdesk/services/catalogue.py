# SPDX-License-Identifier: MIT
"""The catalogue every office starts with, and the office's own rows on top of it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from privdesk.domain.catalogue import (
    Authority,
    Catalogue,
    DataGroup,
    Notice,
    Office,
    PurposeEntry,
    Recipient,
    RecipientKind,
    RetentionRule,
    Texts,
    Trigger,
)
from privdesk.resources import resource_toml
from privdesk.services.ports import Records

ANY_COUNTRY = "*"


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
        authorities=_authorities(country),
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
    """The default catalogue of the office's country with the office's recipients and notices merged in."""
    return merged(
        default_catalogue(office.country), records.catalogue.recipients(), records.catalogue.notices()
    )


def merged(catalogue: Catalogue, recipients: Sequence[Recipient], notices: Sequence[Notice]) -> Catalogue:
    """`catalogue` with the office's rows: same key or version replaces, others are added."""
    by_key = {recipient.key: recipient for recipient in (*catalogue.recipients, *recipients)}
    by_version = {notice.version: notice for notice in (*catalogue.notices, *notices)}
    ordered = sorted(by_version.values(), key=lambda notice: notice.in_force_from)
    return replace(catalogue, recipients=tuple(by_key.values()), notices=tuple(ordered))


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
    basis = row.get("basis_in", {}).get(country, row["basis"])
    return RetentionRule(row["key"], Trigger(row["trigger"]), row["months"], basis, row["sentence"])


def authority_of(regime: str, country: str) -> Authority | None:
    """The authority of `country` under `regime` itself, without falling back on one that serves every country."""
    rows = (row for row in _rows("authorities") if regime in row["regimes"] and row["country"] == country)
    return next((_authority(row) for row in rows), None)


def _authority(row: Mapping[str, Any]) -> Authority:
    return Authority(
        row["key"], row["name"], row["address"], row["website"], row["source"], bool(row["reviewed"])
    )


def _authorities(country: str) -> Mapping[str, Authority]:
    """Per regime the authority of the office's country, else the one that serves every country."""
    chosen: dict[str, Authority] = {}
    rows = _rows("authorities")
    for wanted in (ANY_COUNTRY, country):
        for row in rows:
            if row["country"] == wanted:
                authority = _authority(row)
                chosen.update(dict.fromkeys(row["regimes"], authority))
    return chosen
