# SPDX-License-Identifier: MIT
"""Entries of the catalogue as plain values, and back."""

from dataclasses import asdict

from privdesk.domain.catalogue import Authority, DataGroup, PurposeEntry, RetentionRule, Trigger
from privdesk.storage.row_base import Plain


def entry_body(entry: DataGroup | PurposeEntry | RetentionRule | Authority) -> Plain:
    """Every part of it but the key, which stands in its own column."""
    return {name: value for name, value in asdict(entry).items() if name != "key"}


def group_of(key: str, body: Plain) -> DataGroup:
    """A data group."""
    return DataGroup(
        key, body["title"], tuple(body["purposes"]), body["basis"], body["rule"], tuple(body["recipients"]),
        tuple(body["fields"]),
    )  # fmt: skip


def purpose_of(key: str, body: Plain) -> PurposeEntry:
    """A purpose."""
    return PurposeEntry(key, body["title"])


def rule_of(key: str, body: Plain) -> RetentionRule:
    """A retention rule."""
    return RetentionRule(
        key, Trigger(body["trigger"]), body["months"], body["basis"], body["sentence"], body["jurisdiction"]
    )


def authority_of(key: str, body: Plain) -> Authority:
    """A supervisory authority."""
    return Authority(
        key, body["name"], body["address"], body["website"], body["source"], body["reviewed"],
        tuple(body["regimes"]), body["country"],
    )  # fmt: skip
