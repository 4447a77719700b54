# SPDX-License-Identifier: MIT
"""Bringing the office's own tables in: mapping, dry run, run, rejects."""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as made_by
from datetime import datetime
from enum import StrEnum
from typing import NewType

from privdesk.domain.errors import PrivdeskError

ImportId = NewType("ImportId", int)


class ImportKind(StrEnum):
    """What a file brings."""

    AGENCIES = "agencies"
    """Agencies with their buildings."""
    PEOPLE = "people"
    """People with their contracts."""
    CONNECTIONS = "connections"
    TOP_UPS = "topups"
    USAGES = "usages"
    SURVEYS = "surveys"
    FORMS = "forms"
    """Electronic forms of the web platform: each row becomes an Inbox item."""


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """Which column of the file feeds which of our fields; `constants` fill fields without a column."""

    columns: Mapping[str, str]
    """Our field key → the file's column."""
    constants: Mapping[str, str] = made_by(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reject:
    """A row that could not come in: its number in the file, the reason's key, the field, and the row itself.

    The row is a person's data: kept in the vault until exported, never logged.
    """

    row: int
    reason: str
    field: str
    values: Mapping[str, str] = made_by(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class ImportCounts:
    """What a dry run would do, or a run has done."""

    read: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    doubtful: int = 0
    """Rows that look like somebody already on file: kept as rejects with reason `likely_duplicate`."""
    rejected: int = 0


@dataclass(frozen=True, slots=True)
class ImportRun:
    """One run over one file; `next_row` is where it goes on after a stop or a crash."""

    id: ImportId
    kind: ImportKind
    file_name: str
    sha256: str
    started_at: datetime
    counts: ImportCounts
    next_row: int = 0
    ended_at: datetime | None = None


@dataclass(eq=False)
class MappingIncompleteError(PrivdeskError):
    """Mandatory fields that neither a column nor a constant feeds."""

    fields: tuple[str, ...]
    kind: ImportKind | None = None


@dataclass(eq=False)
class MappingUnknownError(PrivdeskError):
    """A mapping names columns that the file does not have, or fields that such a file does not feed."""

    columns: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
