# SPDX-License-Identifier: MIT
"""Papers of the office itself: rendered in the worker, readable in every language, charts drawn and nothing cut."""

from datetime import date, timedelta

import pypdfium2
import pytest

from privdesk.documents.foreign_files import ForeignFiles, OwnWork
from privdesk.documents.report import render_paper
from privdesk.documents.report_charts import chart_of
from privdesk.documents.report_rendering import WorkerReportRenderer
from privdesk.documents.report_styles import TEXT_WIDTH
from privdesk.domain.cases import CaseKind, IdentityMethod, Outcome, Right
from privdesk.domain.catalogue import Office
from privdesk.domain.disclosure.document import Bar, Chart
from privdesk.domain.disclosure.office_paper import OfficePaper, paper_as_json, paper_from_json
from privdesk.domain.figures import CaseFacts, CheckFacts, RightFacts, YearFigures, year_figures
from privdesk.domain.people import Channel
from privdesk.domain.processing import OfficeStatements, processing_record
from privdesk.domain.retention import add_months
from privdesk.services.catalogue import default_catalogue
from privdesk.services.figures_paper import figures_paper
from privdesk.services.figures_tables import figure_tables
from privdesk.services.figures_words import figure_words
from privdesk.services.processing_paper import processing_paper
from privdesk.services.processing_words import persons_of_groups, processing_words
from tests.documents.conftest import WORKER

LANGUAGES = ("de", "fr", "it", "en")
DAY = date(2026, 11, 23)
OFFICE = Office("Lavarelle SA", "Chemin des Tilleuls 12", "1006", "Lausanne", email="desk@lavarelle.example")


def texts(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [" ".join(page.get_textpage().get_text_range().split()) for page in document]
    finally:
        document.close()


def figures() -> YearFigures:
    """A year with every right, outcome, channel and method at least once."""
    rights, outcomes, channels = list(Right), list(Outcome), list(Channel)
    cases = []
    for number in range(84):
        day = date(2026, 1, 1) + timedelta(days=3 * number)
        outcome = outcomes[number % len(outcomes)]
        answered = day + timedelta(days=number) if outcome is not Outcome.TO_DECIDE else None
        asked = RightFacts(rights[number % len(rights)], outcome, "excessive" if number % 2 else "", False)
        cases.append(
            CaseFacts(
                CaseKind.REQUEST, channels[number % len(channels)], "gdpr" if number % 3 else "ch-fadp", day,
                answered, answered, add_months(day, 1), False, (asked,),
            )
        )  # fmt: skip
    checks = [CheckFacts(method, number > 0) for method in IdentityMethod for number in range(2)]
    return year_figures(2026, DAY, cases, checks)


def record_paper(language: str) -> OfficePaper:
    catalogue = default_catalogue("CH")
    held = processing_record(OFFICE, catalogue, [], persons_of_groups(), OfficeStatements(), DAY)
    return processing_paper(held, processing_words(language, "ch-fadp", "CH"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_figures_read_on_paper_as_they_were_counted(language: str) -> None:
    words, counted = figure_words(language, "ch-fadp", "CH"), figures()
    pdf, count = render_paper(figures_paper(counted, OFFICE, words))
    pages = texts(pdf)
    assert len(pages) == count
    whole = " ".join(pages)
    for table in figure_tables(counted, words):
        assert table.title in whole
        assert " ".join(table.means.split()) in whole
    assert words("title", year=2026) in pages[0]
    assert "Lavarelle SA" in pages[0]
    assert "[U+" not in whole
    for number, page in enumerate(pages, 1):
        assert words("page.label", page=number, pages=count) in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_year_with_nothing_says_so_on_one_page(language: str) -> None:
    words = figure_words(language, "ch-fadp", "CH")
    pdf, count = render_paper(figures_paper(year_figures(2019, DAY, [], []), OFFICE, words))
    assert count == 1
    assert words("empty", year=2019) in texts(pdf)[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_record_names_what_is_missing_on_paper(language: str) -> None:
    words = processing_words(language, "ch-fadp", "CH")
    paper = record_paper(language)
    pages = texts(render_paper(paper)[0])
    whole = " ".join(pages)
    assert words("gap.measures") in whole
    assert words("not_entered") in whole
    assert "[U+" not in whole
    numbers = [section.number for section in paper.sections()]
    assert numbers == [str(number) for number in range(1, len(numbers) + 1)]


def test_a_paper_stays_the_same_on_its_way_to_the_worker() -> None:
    words = figure_words("fr", "ch-fadp", "CH")
    for paper in (figures_paper(figures(), OFFICE, words), record_paper("de")):
        assert paper_from_json(paper_as_json(paper)) == paper


def test_the_worker_renders_papers(files: ForeignFiles) -> None:
    work = OwnWork(WORKER)
    try:
        pdf, pages = WorkerReportRenderer(work, files).render_paper(paper_as_json(record_paper("it")))
    finally:
        work.close()
    assert pdf.startswith(b"%PDF")
    assert pages == len(texts(pdf))


@pytest.mark.parametrize("upright", [True, False])
def test_a_chart_of_nothing_and_one_with_long_words_can_be_drawn(upright: bool) -> None:
    nothing = Chart((Bar("nothing", "0", (0.0, 0.0)),), ("a", "b"), upright)
    long = Chart((Bar("a very long name of a law " * 9, "12", (5.0, 7.0)),), (), upright)
    for chart in (nothing, long, Chart((), (), upright)):
        width, height = chart_of(chart).wrap(100.0, 100.0)
        assert width == TEXT_WIDTH
        assert height >= 0
