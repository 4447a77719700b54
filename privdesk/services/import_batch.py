# SPDX-License-Identifier: MIT
"""What one batch of an import did, and the kinds of rows that batches take."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from privdesk.domain.imports import ImportCounts, ImportRun, Reject
from privdesk.services.import_values import Row
from privdesk.services.ports import UnitOfWork

DUPLICATE = "likely_duplicate"
"""Reason of rows that look like somebody on file: kept as rejects, counted as doubtful."""
NumberedRow = tuple[int, Row]
"""Number in the file from 1, header excluded, and the cells."""


@dataclass(frozen=True, slots=True)
class BatchResult:
    """Counts and rejects of one batch."""

    counts: ImportCounts
    rejects: Sequence[Reject] = ()


class RowTaker(Protocol):
    """Takes rows of one kind into the records, within the running transaction."""

    def take(self, work: UnitOfWork, run: ImportRun, rows: Sequence[NumberedRow]) -> BatchResult:
        """Add or change what the rows say; rows that cannot come in come back as rejects."""
        ...


def added(counts: ImportCounts, more: ImportCounts) -> ImportCounts:
    """Both together."""
    return ImportCounts(
        counts.read + more.read,
        counts.new + more.new,
        counts.changed + more.changed,
        counts.unchanged + more.unchanged,
        counts.doubtful + more.doubtful,
        counts.rejected + more.rejected,
    )


def with_rejects(counts: ImportCounts, rejects: Sequence[Reject]) -> ImportCounts:
    """`counts` with its rejects counted: likely duplicates as doubtful, the rest as rejected."""
    doubtful = sum(each.reason == DUPLICATE for each in rejects)
    return replace(counts, doubtful=doubtful, rejected=len(rejects) - doubtful)
