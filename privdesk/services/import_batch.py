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
RESTRICTED = "restricted"
"""Reason of rows that would change a person whose use is restricted; their cells are not kept."""
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


UNREAD = "row_unread"
"""Reason of rows that could not be read in the file."""


@dataclass(frozen=True, slots=True)
class ReadableOnly:
    """Takes the rows that could be read, and rejects the others with that reason."""

    taker: RowTaker
    columns: Sequence[str]
    unread: frozenset[int]

    def take(self, work: UnitOfWork, run: ImportRun, rows: Sequence[NumberedRow]) -> BatchResult:
        """As `RowTaker`."""
        bad = [(number, row) for number, row in rows if number in self.unread]
        result = self.taker.take(work, run, [each for each in rows if each[0] not in self.unread])
        if not bad:
            return result
        rejects = [
            Reject(number, UNREAD, "", dict(zip(self.columns[:1], row, strict=False))) for number, row in bad
        ]
        counts = added(result.counts, ImportCounts(read=len(bad), rejected=len(bad)))
        return BatchResult(counts, sorted((*result.rejects, *rejects), key=lambda each: each.row))


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
