# SPDX-License-Identifier: MIT
"""Bringing the office's own tables in: look, try, run, and go on after a stop."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter

from privdesk.domain.audit import Action, AuditEvent
from privdesk.domain.errors import Cancelled, FileNotReadableError
from privdesk.domain.imports import (
    ColumnMapping,
    ImportCounts,
    ImportId,
    ImportKind,
    ImportRun,
    MappingIncompleteError,
    Reject,
)
from privdesk.domain.inbox import Document, DocumentId, DocumentRole
from privdesk.domain.incoming import TableFile
from privdesk.domain.staff import Permission, StaffMember
from privdesk.services.csv_export import csv_bytes
from privdesk.services.exports import staged_export
from privdesk.services.import_activity import ActivityTaker
from privdesk.services.import_agencies import AgencyTaker
from privdesk.services.import_batch import BatchResult, NumberedRow, ReadableOnly, RowTaker, added
from privdesk.services.import_fields import import_fields, missing_fields, require_known, suggested
from privdesk.services.import_forms import FormTaker
from privdesk.services.import_people import PeopleTaker
from privdesk.services.import_plan import DryRun, Inspection
from privdesk.services.import_reasons import reject_sentence
from privdesk.services.office import office_of
from privdesk.services.ports import Records
from privdesk.services.progress import NO_PROGRESS, Progress
from privdesk.services.workplace import Workplace

SHOWN_ROWS = 5
SHOWN_REJECTS = 200
BATCH_SECONDS = 0.04
"""Aimed at for one transaction with its commit: who opens a person meanwhile waits for it, and shall see the page within 100 ms."""
FIRST_BATCH = 50
LARGEST_BATCH = 5_000
TRIED_AT_ONCE = 50_000
"""Rows of a dry run before what was tried is undone, so that the disk does not fill with it."""


@dataclass(frozen=True, slots=True)
class _Source:
    """One file as read: its table, its hash, its bytes."""

    name: str
    sha256: str
    table: TableFile
    data: bytes


def may_import(member: StaffMember, kind: ImportKind) -> bool:
    """Whether this member brings in tables of this kind: agencies are the administrator's, too; people never."""
    own = kind is ImportKind.AGENCIES and member.may(Permission.MANAGE_AGENCIES)
    return own or member.may(Permission.IMPORT)


class Imports:
    """Imports of agencies, people, activity and electronic forms."""

    def __init__(self, place: Workplace) -> None:
        self._place = place

    def inspect(self, kind: ImportKind, path: Path) -> Inspection:
        """Look into a file: columns, first rows, and the mapping remembered or suggested. Writes nothing.

        Raises: FileNotReadableError, NotAllowedError.
        """
        self._require(kind)
        source = self._source(path)
        columns = source.table.columns
        with self._place.reading() as records:
            remembered = records.imports.mapping(kind, columns)
            known = records.imports.by_sha256(kind, source.sha256)
        return Inspection(
            kind=kind,
            columns=columns,
            first_rows=source.table.rows[:SHOWN_ROWS],
            total=len(source.table.rows),
            mapping=remembered or suggested(kind, columns),
            remembered=remembered is not None,
            fields=import_fields(kind),
            known=known,
        )

    def dry_run(
        self, kind: ImportKind, path: Path, mapping: ColumnMapping, progress: Progress = NO_PROGRESS
    ) -> DryRun:
        """What a run would do: every batch is really tried and then undone. Commits nothing.

        Rows see those tried before them, as in a run, unless somebody at the desk wanted to write meanwhile.

        Raises: FileNotReadableError, MappingIncompleteError, MappingUnknownError, Cancelled,
            NotAllowedError.
        """
        self._require(kind)
        source = self._source(path)
        rows = self._rows_to_take(kind, source)
        taker = self._taker(kind, source, mapping)
        counts = ImportCounts()
        rejects: list[Reject] = []
        done, size = 0, FIRST_BATCH
        while done < len(rows):
            with self._place.run_work() as work:
                run = work.imports.start(kind, source.name, source.sha256)
                until = min(len(rows), done + TRIED_AT_ONCE)
                while done < until:
                    progress.raise_if_cancelled()
                    batch = rows[done : min(until, done + size)]
                    began = perf_counter()
                    result = taker.take(work, run, batch)
                    size = _next_size(size, perf_counter() - began)
                    counts = added(counts, result.counts)
                    rejects.extend(result.rejects[: SHOWN_REJECTS - len(rejects)])
                    done += len(batch)
                    progress.report(done, len(rows))
                    if work.people_waiting:
                        break
        return DryRun(_with_left_out(counts, source, rows), rejects)

    def run(
        self, kind: ImportKind, path: Path, mapping: ColumnMapping, progress: Progress = NO_PROGRESS
    ) -> ImportRun:
        """Take a file in, one short transaction a batch; stopping keeps what is done and goes on next time.

        A file that was taken in before changes nothing; only rows rejected then are tried again. Rejected rows
        are kept with their reasons.

        Raises: FileNotReadableError, MappingIncompleteError, MappingUnknownError, Cancelled,
            NotAllowedError.
        """
        self._require(kind)
        source = self._source(path)
        rows = self._rows_to_take(kind, source)
        taker = self._taker(kind, source, mapping)
        if not rows and source.table.rows:
            return self._unchanged(kind, source)
        run = self._begin(kind, source, mapping)
        try:
            run = self._take_all(
                taker, run, [row for row in rows if row[0] > run.next_row], len(rows), progress
            )
        except Cancelled:
            self._note_stop(run.id)
            raise
        left_out = _with_left_out(run.counts, source, rows)
        run = replace(run, counts=left_out, ended_at=self._place.clock.now())
        self._note_end(run)
        return run

    def recent(self) -> Sequence[ImportRun]:
        """The last runs that the member might have made, newest first."""
        self._require(ImportKind.AGENCIES)
        with self._place.reading() as records:
            return [run for run in records.imports.recent() if may_import(self._place.member, run.kind)]

    def rejects(self, import_id: ImportId) -> Sequence[Reject]:
        """Rows of a run that did not come in, in the order of the file."""
        with self._place.reading() as records:
            self._require_run(records, import_id)
            return records.imports.rejects(import_id)

    def reject_sentence(self, reject: Reject, kind: ImportKind = ImportKind.PEOPLE) -> str:
        """Why a row did not come in."""
        return reject_sentence(kind, reject)

    def export_rejects(self, import_id: ImportId, target: Path) -> int:
        """Write the rejected rows as a table to correct; recorded before the file is written; returns how many.

        Cells that a spreadsheet would take for a formula begin with an apostrophe.

        Raises: DiskFullError, FolderNotWritableError, NotFoundError, NotAllowedError.
        """
        with self._place.reading() as records:
            self._require_run(records, import_id)
            run = records.imports.get(import_id)
            rejects = records.imports.rejects(import_id)
        with staged_export(target, _rejects_csv(run.kind, rejects)) as export:
            with self._place.work() as work:
                event = AuditEvent(Action.REJECTS_EXPORTED, f"import:{import_id}", count=len(rejects))
                work.audit.record(event)
                work.commit()
            export.finish()
        return len(rejects)

    def _require(self, kind: ImportKind) -> None:
        """Raises: NotAllowedError."""
        self._place.require(Permission.USE_DESK)
        if not may_import(self._place.member, kind):
            self._place.require(Permission.IMPORT)

    def _require_run(self, records: Records, import_id: ImportId) -> None:
        """Refuse a run of a kind that is not the member's, and one that there is not, alike. Raises: NotAllowedError."""
        self._place.require(Permission.USE_DESK)
        if self._place.member.may(Permission.IMPORT):
            return
        own = [run.id for run in records.imports.recent() if may_import(self._place.member, run.kind)]
        if import_id not in own:
            self._place.require(Permission.IMPORT)

    def _source(self, path: Path) -> _Source:
        try:
            data = path.read_bytes()
        except OSError:
            raise FileNotReadableError("not_opened") from None
        table = self._place.files.read_table(path.name, data)
        if table.layout != "csv":
            table = replace(table, rows=tuple(tuple(map(str.strip, row)) for row in table.rows))
        return _Source(path.name, hashlib.sha256(data).hexdigest(), table, data)

    def _rows_to_take(self, kind: ImportKind, source: _Source) -> Sequence[NumberedRow]:
        """All rows; of a file that was taken in before only those rejected then.

        Also when a later run over those was cut off: what came in may have been corrected since.
        """
        rows = list(enumerate(source.table.rows, start=1))
        with self._place.reading() as records:
            before = records.imports.last_ended(kind, source.sha256)
            if before is None:
                return rows
            again = {reject.row for reject in records.imports.rejects(before.id)}
        return [row for row in rows if row[0] in again]

    def _taker(self, kind: ImportKind, source: _Source, mapping: ColumnMapping) -> RowTaker:
        taker, table = self._taker_of_kind(kind, source, mapping), source.table
        return ReadableOnly(taker, table.columns, frozenset(table.unread)) if table.unread else taker

    def _taker_of_kind(self, kind: ImportKind, source: _Source, mapping: ColumnMapping) -> RowTaker:
        missing = missing_fields(kind, mapping)
        if missing:
            raise MappingIncompleteError(missing, kind)
        require_known(kind, mapping, source.table.columns)
        with self._place.reading() as records:
            office = office_of(records)
        columns, clock = source.table.columns, self._place.clock
        if kind is ImportKind.AGENCIES:
            return AgencyTaker(columns, mapping, office.country)
        if kind is ImportKind.PEOPLE:
            return PeopleTaker(columns, mapping, clock, office.country, self._place.member)
        if kind is ImportKind.FORMS:
            return FormTaker(columns, mapping, clock)
        return ActivityTaker(kind, columns, mapping, clock, office.currency, Path(source.name).stem)

    def _begin(self, kind: ImportKind, source: _Source, mapping: ColumnMapping) -> ImportRun:
        """Start a run or go on with one that was stopped; electronic forms are sealed as they came first."""
        with self._place.reading() as records:
            known = records.imports.by_sha256(kind, source.sha256)
        if known is not None and known.ended_at is None:
            return known
        sealed = self._seal(source) if kind is ImportKind.FORMS else None
        with self._place.run_work() as work:
            run = work.imports.start(kind, source.name, source.sha256)
            work.imports.remember(kind, source.table.columns, mapping)
            if sealed is not None:
                work.documents.add(sealed)
            fields = tuple(sorted(mapping.columns))
            reference = sealed.id if sealed is not None else source.sha256[:16]
            work.audit.record(
                AuditEvent(
                    Action.IMPORT_STARTED, f"import:{run.id}", fields, count=len(source.table.rows), reference=reference
                )
            )  # fmt: skip
            work.commit()
        if sealed is not None:
            self._place.sealer.settle(sealed.id)
        return run

    def _take_all(
        self, taker: RowTaker, run: ImportRun, rows: Sequence[NumberedRow], total: int, progress: Progress
    ) -> ImportRun:
        done, size = 0, FIRST_BATCH
        before = total - len(rows)
        while done < len(rows):
            progress.raise_if_cancelled()
            batch = rows[done : done + size]
            began = perf_counter()
            run = self._take_batch(taker, run, batch)
            size = _next_size(size, perf_counter() - began)
            done += len(batch)
            progress.report(before + done, total)
        return run

    def _take_batch(self, taker: RowTaker, run: ImportRun, batch: Sequence[NumberedRow]) -> ImportRun:
        with self._place.run_work() as work:
            result: BatchResult = taker.take(work, run, batch)
            run = replace(run, counts=added(run.counts, result.counts), next_row=batch[-1][0])
            work.imports.change(run)
            if result.rejects:
                work.imports.add_rejects(run.id, result.rejects)
            work.audit.record(AuditEvent(Action.IMPORT_BATCH, f"import:{run.id}", count=len(batch)))
            work.commit()
        return run

    def _note_end(self, run: ImportRun) -> None:
        with self._place.run_work() as work:
            work.imports.change(run)
            work.audit.record(AuditEvent(Action.IMPORT_ENDED, f"import:{run.id}", count=run.counts.read))
            work.commit()

    def _note_stop(self, import_id: ImportId) -> None:
        """Record that a run was stopped; it stays open and goes on next time."""
        with self._place.run_work() as work:
            count = work.imports.get(import_id).counts.read
            event = AuditEvent(Action.IMPORT_ENDED, f"import:{import_id}", count=count, reference="stopped")
            work.audit.record(event)
            work.commit()

    def _unchanged(self, kind: ImportKind, source: _Source) -> ImportRun:
        with self._place.reading() as records:
            known = records.imports.by_sha256(kind, source.sha256)
        if known is None:
            raise FileNotReadableError("no_table")
        total = len(source.table.rows)
        return replace(known, counts=ImportCounts(read=total, unchanged=total))

    def _seal(self, source: _Source) -> Document:
        sealed = self._place.sealer.seal(source.data)
        media_type = "application/json" if source.table.layout != "csv" else "text/csv"
        return Document(
            DocumentId(sealed.document_id), DocumentRole.ORIGINAL, source.name, media_type, sealed.size,
            sealed.sha256, sealed.wrapped_key, 0, self._place.clock.now(),
        )  # fmt: skip


def _with_left_out(counts: ImportCounts, source: _Source, rows: Sequence[NumberedRow]) -> ImportCounts:
    """Counts over the whole file: rows that came in at an earlier run are unchanged."""
    left_out = len(source.table.rows) - len(rows)
    return replace(counts, read=counts.read + left_out, unchanged=counts.unchanged + left_out)


def _next_size(size: int, seconds: float) -> int:
    """Rows of the next batch, so that it takes about `BATCH_SECONDS`; at most four times as many as before."""
    aimed = int(size * BATCH_SECONDS / max(seconds, 1e-6))
    return max(1, min(aimed, size * 4, LARGEST_BATCH))


def _rejects_csv(kind: ImportKind, rejects: Sequence[Reject]) -> bytes:
    columns = list(dict.fromkeys(column for reject in rejects for column in reject.values))
    rows = (
        [
            *(reject.values.get(column, "") for column in columns),
            str(reject.row),
            reject_sentence(kind, reject),
        ]
        for reject in rejects
    )
    return csv_bytes([*columns, "row", "reason"], rows)
