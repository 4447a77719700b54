# SPDX-License-Identifier: MIT
"""What the import pages show: a look into the file, and what a run would do."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from privdesk.domain.imports import ColumnMapping, ImportCounts, ImportKind, ImportRun, Reject


@dataclass(frozen=True, slots=True)
class ImportField:
    """One of our fields that a column may feed."""

    key: str
    title: str
    mandatory: bool = False


@dataclass(frozen=True, slots=True)
class Inspection:
    """A file before anything is taken from it."""

    kind: ImportKind
    columns: tuple[str, ...]
    first_rows: tuple[tuple[str, ...], ...] = field(repr=False)
    total: int
    mapping: ColumnMapping
    """Remembered from the last file with these columns, else suggested by their names."""
    remembered: bool
    fields: tuple[ImportField, ...]
    known: ImportRun | None
    """The run that already took this very file."""


@dataclass(frozen=True, slots=True)
class DryRun:
    """What a run would do; nothing was written."""

    counts: ImportCounts
    rejects: Sequence[Reject]
    """The first 200."""
