# SPDX-License-Identifier: MIT
"""The figures of a year on paper: each table with its chart above it and what the figures mean below."""

from collections.abc import Iterator

from privdesk.domain.catalogue import Office
from privdesk.domain.disclosure.document import (
    Align,
    Block,
    Chart,
    Column,
    GridTable,
    Paragraph,
    Part,
    Run,
    Section,
)
from privdesk.domain.disclosure.office_paper import OfficePaper
from privdesk.domain.figures import YearFigures
from privdesk.services.figures_tables import FigureTable, figure_tables, shown
from privdesk.services.figures_words import FigureWords
from privdesk.services.office_papers import office_head


def figures_paper(figures: YearFigures, office: Office, words: FigureWords) -> OfficePaper:
    """The paper as plain values."""
    title = words("title", year=figures.year)
    day = words.date_long(figures.as_at)
    tables = figure_tables(figures, words, office.country)
    sections = tuple(
        Section(table.key, str(number), table.title, tuple(_blocks(table, words)))
        for number, table in enumerate(tables, start=1)
    )
    return OfficePaper(
        language=words.language,
        title=title,
        author=office.name,
        author_lines=office_head(office),
        place_and_date=words("letter.place_and_date", place=office.town, date=day) if office.town else day,
        reference=words.date_short(figures.as_at),
        page_label=words("page.label", page="{page}", pages="{pages}"),
        small_print=f"{title} · {figures.as_at.isoformat()} · {words.version}",
        parts=(Part("figures", title, sections, tuple(_lead(figures, words))),),
    )


def _lead(figures: YearFigures, words: FigureWords) -> Iterator[Block]:
    text = words("lead", year=figures.year, date=words.date_long(figures.as_at))
    yield _text(f"{text} {words('runs')}" if figures.runs else text)
    if figures.empty:
        yield _text(words("empty", year=figures.year))


def _blocks(table: FigureTable, words: FigureWords) -> Iterator[Block]:
    if not table.rows:
        yield _text(words("none"))
    if table.bars:
        yield Chart(table.bars, table.legend, table.upright)
    if table.rows:
        yield _grid(table, words)
    yield Paragraph((Run(table.means),), small=True)


def _grid(table: FigureTable, words: FigureWords) -> GridTable:
    rows = [(row.words, *(shown(each, words) for each in row.entries)) for row in table.rows]
    totals = [row for row, each in zip(rows, table.rows, strict=True) if each.total]
    last = table.rows[-1].total
    columns = [Column(table.columns[0], _first_share(table))]
    for number, title in enumerate(table.columns[1:]):
        words_here = number < table.text_columns
        share = _share(table, number)
        columns.append(Column(title, share, Align.LEFT if words_here else Align.RIGHT))
    return GridTable(
        tuple(columns),
        tuple(rows[:-1] if last else rows),
        counted=False,
        total=totals[-1] if last else (),
    )


def _first_share(table: FigureTable) -> float:
    return 0.26 if table.text_columns or len(table.columns) > 5 else 0.46


def _share(table: FigureTable, number: int) -> float:
    if table.text_columns:
        return (0.22, 0.4, 0.12)[number]
    return (1 - _first_share(table)) / (len(table.columns) - 1)


def _text(text: str) -> Paragraph:
    return Paragraph((Run(text),))
