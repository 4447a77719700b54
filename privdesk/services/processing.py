# SPDX-License-Identifier: MIT
"""The record of processing activities: put together from the catalogue, as a PDF and as a table.

Law: GDPR and UK GDPR Art. 30; FADP Art. 12.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from privdesk.domain.audit import Action, AuditEvent
from privdesk.domain.disclosure.office_paper import paper_as_json
from privdesk.domain.disclosure.wording import Wording
from privdesk.domain.incoming import PageImage
from privdesk.domain.processing import OfficeStatements, ProcessingRecord, processing_record
from privdesk.domain.staff import Permission
from privdesk.i18n import desk_language
from privdesk.services.catalogue import office_catalogue
from privdesk.services.csv_export import csv_bytes
from privdesk.services.exports import staged_export
from privdesk.services.office import office_of
from privdesk.services.office_papers import MadePaper, PaperRenderer
from privdesk.services.ports import Records
from privdesk.services.processing_paper import processing_paper, table_head, table_rows
from privdesk.services.processing_words import gap_words, persons_of_groups, processing_words
from privdesk.services.workplace import Workplace

PDF = "application/pdf"
STATEMENTS_KEY = "processing_record"
_RECORD = "processing_record"


@dataclass(frozen=True, slots=True)
class RecordState:
    """The record as it stands, and what is missing, in the language of the desk."""

    record: ProcessingRecord
    missing: tuple[str, ...]


class ProcessingRecords:
    """The office's record of processing. `made` takes seconds: call it in a job."""

    def __init__(self, place: Workplace, renderer: PaperRenderer) -> None:
        self._place, self._renderer = place, renderer

    def state(self) -> RecordState:
        """The record as at today with what the catalogue lacks of it. Raises: NotAllowedError."""
        self._place.require(Permission.MANAGE_CATALOGUE)
        record = self._record()
        words = processing_words(desk_language(), record.office.regime, record.office.country)
        return RecordState(record, tuple(gap_words(each, words) for each in record.gaps))

    def say(self, statements: OfficeStatements) -> None:
        """Keep what only the office can say (joint controllers, representative, own measures); commits.

        Raises: NotAllowedError.
        """
        self._place.require(Permission.MANAGE_CATALOGUE)
        with self._place.work() as work:
            before, after = _statements(work), _stripped(statements)
            changed = tuple(
                each.name
                for each in fields(OfficeStatements)
                if getattr(before, each.name) != getattr(after, each.name)
            )
            if changed:
                work.settings.put(STATEMENTS_KEY, asdict(after))
                work.audit.record(AuditEvent(Action.OFFICE_CHANGED, _RECORD, changed))
                work.commit()

    def made(self, language: str = "") -> MadePaper:
        """The record as a PDF, rendered in the worker, in the office's language or another; not kept.

        Raises: WorkerFailedError, NotAllowedError.
        """
        self._place.require(Permission.MANAGE_CATALOGUE)
        record = self._record()
        words = _words(record, language)
        pdf, pages = self._renderer.render_paper(paper_as_json(processing_paper(record, words)))
        day = record.day.isoformat()
        return MadePaper(pdf, pages, f"{words('file')}-{day}.pdf", day)

    def page(self, made: MadePaper, page: int, width: int) -> PageImage:
        """One page from 0 as it will print, `width` pixels wide."""
        self._place.require(Permission.MANAGE_CATALOGUE)
        return self._place.files.render(made.pdf, PDF, page, width)

    def save_paper(self, made: MadePaper, path: Path) -> None:
        """Write the PDF to a file that this account alone can read; commits its record first.

        Raises: FolderNotWritableError, DiskFullError, NotAllowedError.
        """
        self._place.require(Permission.MANAGE_CATALOGUE)
        self._write(path, made.pdf, "pdf", made.about)

    def save_table(self, path: Path, language: str = "") -> int:
        """Write the record as CSV, a line an activity; how many activities. Commits its record first.

        Cells are made harmless for spreadsheets.

        Raises: FolderNotWritableError, DiskFullError, NotAllowedError.
        """
        self._place.require(Permission.MANAGE_CATALOGUE)
        record = self._record()
        words = _words(record, language)
        data = csv_bytes(table_head(words, record.office.regime), table_rows(record, words))
        self._write(path, data, "csv", record.day.isoformat())
        return len(record.activities)

    def table_name(self) -> str:
        """A file name to propose for the table."""
        self._place.require(Permission.MANAGE_CATALOGUE)
        record = self._record()
        return f"{_words(record, '')('file')}-{record.day.isoformat()}.csv"

    def _record(self) -> ProcessingRecord:
        clock = self._place.clock
        with self._place.reading() as records:
            office = office_of(records)
            backed_up = records.audit.entries(actions=(Action.BACKED_UP,), limit=1)
            return processing_record(
                office,
                office_catalogue(records, office),
                records.agencies.all(),
                persons_of_groups(),
                _statements(records),
                clock.today(),
                clock.day_of(backed_up[0].at) if backed_up else None,
            )

    def _write(self, path: Path, data: bytes, kind: str, about: str) -> None:
        with staged_export(path, data) as staged:
            with self._place.work() as work:
                work.audit.record(AuditEvent(Action.EXPORTED, _RECORD, (kind,), reference=about))
                work.commit()
            staged.finish()


def _words(record: ProcessingRecord, language: str) -> Wording:
    office = record.office
    return processing_words(language or office.language, office.regime, office.country)


def _statements(records: Records) -> OfficeStatements:
    stored: Mapping[str, Any] = records.settings.get(STATEMENTS_KEY) or {}
    names = [each.name for each in fields(OfficeStatements)]
    return OfficeStatements(**{name: stored[name] for name in names if isinstance(stored.get(name), str)})


def _stripped(said: OfficeStatements) -> OfficeStatements:
    return OfficeStatements(**{name: text.strip() for name, text in asdict(said).items()})
