# SPDX-License-Identifier: MIT
"""The figures of a year of requests, on screen, as a PDF and as a table; nobody is named in them."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from privdesk.domain.audit import Action, AuditEvent
from privdesk.domain.cases import IdentityMethod
from privdesk.domain.disclosure.office_paper import paper_as_json
from privdesk.domain.figures import FIRST_YEAR, CheckFacts, YearFigures, YearToComeError, year_figures
from privdesk.domain.identity import Standing, need, weigh
from privdesk.domain.incoming import PageImage
from privdesk.domain.staff import Permission
from privdesk.services.csv_export import csv_bytes
from privdesk.services.exports import staged_export
from privdesk.services.figures_paper import figures_paper
from privdesk.services.figures_ports import CallAnswers, FigureRows
from privdesk.services.figures_tables import table_head, table_rows
from privdesk.services.figures_words import FigureWords, figure_words
from privdesk.services.office import office_of
from privdesk.services.office_papers import MadePaper, PaperRenderer
from privdesk.services.workplace import Workplace

PDF = "application/pdf"
_RECORD = "figures"


class Figures:
    """Figures of the whole office: for those who decide about requests. `made` takes seconds: call it in a job."""

    def __init__(self, place: Workplace, renderer: PaperRenderer) -> None:
        self._place, self._renderer = place, renderer

    def years(self) -> Sequence[int]:
        """Years there may be figures for, this one first; back to the first request. Raises: NotAllowedError."""
        self._place.require(Permission.DECIDE)
        today = self._place.clock.today()
        with self._place.reading() as records:
            first = records.figures.first_received()
        since = min(first.year, today.year) if first is not None else today.year
        return range(today.year, since - 1, -1)

    def of_year(self, year: int) -> YearFigures:
        """The figures as things stand today; a year in which nothing happened is `empty`.

        Raises: YearToComeError for a year that has not begun; NotAllowedError.
        """
        self._place.require(Permission.DECIDE)
        today = self._place.clock.today()
        if not FIRST_YEAR <= year <= today.year:
            raise YearToComeError(year, today.year)
        with self._place.reading() as records:
            rows = records.figures
            cases = rows.cases(date(year, 1, 1), date(year, 12, 31))
            return year_figures(year, today, cases, self._checks(rows, year))

    def made(self, year: int, language: str = "") -> MadePaper:
        """The figures as a PDF with charts, rendered in the worker, in the office's language; not kept.

        Raises: YearToComeError, WorkerFailedError, NotAllowedError.
        """
        figures, words = self.of_year(year), self._words(language)
        with self._place.reading() as records:
            paper = figures_paper(figures, office_of(records), words)
        pdf, pages = self._renderer.render_paper(paper_as_json(paper))
        return MadePaper(pdf, pages, f"{words('file')}-{year}.pdf", str(year))

    def page(self, made: MadePaper, page: int, width: int) -> PageImage:
        """One page from 0 as it will print, `width` pixels wide."""
        self._place.require(Permission.DECIDE)
        return self._place.files.render(made.pdf, PDF, page, width)

    def save_paper(self, made: MadePaper, path: Path) -> None:
        """Write the PDF to a file that this account alone can read; commits its record first.

        Raises: FolderNotWritableError, DiskFullError, NotAllowedError.
        """
        self._place.require(Permission.DECIDE)
        self._write(path, made.pdf, "pdf", made.about)

    def save_table(self, year: int, path: Path, language: str = "") -> int:
        """Write the figures as CSV with what each one means; how many lines. Commits its record first.

        Cells are made harmless for spreadsheets.

        Raises: YearToComeError, FolderNotWritableError, DiskFullError, NotAllowedError.
        """
        figures, words = self.of_year(year), self._words(language)
        rows = list(table_rows(figures, words))
        self._write(path, csv_bytes(table_head(words), rows), "csv", str(year))
        return len(rows)

    def table_name(self, year: int) -> str:
        """A file name to propose for the table."""
        self._place.require(Permission.DECIDE)
        return f"{self._words('')('file')}-{year}.csv"

    def _write(self, path: Path, data: bytes, kind: str, about: str) -> None:
        with staged_export(path, data) as staged:
            with self._place.work() as work:
                work.audit.record(AuditEvent(Action.EXPORTED, _RECORD, (kind,), reference=about))
                work.commit()
            staged.finish()

    def _words(self, language: str) -> FigureWords:
        with self._place.reading() as records:
            office = office_of(records)
        return figure_words(language or office.language, office.regime, office.country)

    def _checks(self, rows: FigureRows, year: int) -> Iterator[CheckFacts]:
        clock = self._place.clock
        start, end = clock.start_of(date(year, 1, 1)), clock.start_of(date(year + 1, 1, 1))
        yield from rows.checks(start, end)
        yield from (_check(call) for call in rows.calls(start, end))


def _check(call: CallAnswers) -> CheckFacts:
    """What the questions of a call established, by the rule that the call sheet itself follows."""
    standing = weigh(call.answers, call.answers.keys(), need(call.wishes))
    passed = standing is Standing.PASSED or (call.called_back and standing is not Standing.FAILED)
    method = IdentityMethod.QUESTIONS if call.answers else IdentityMethod.CALL_BACK
    return CheckFacts(method, passed, in_call=True)
