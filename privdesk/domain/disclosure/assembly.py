# SPDX-License-Identifier: MIT
"""The report as a whole: letter, one-page summary, legal information, all data, then the person's papers."""

from collections.abc import Iterable, Mapping

from privdesk.domain.disclosure import elements, groups, legal, pictures
from privdesk.domain.disclosure.document import (
    Align,
    Block,
    Column,
    Figure,
    GridTable,
    Heading,
    Paragraph,
    Part,
    ReportDocument,
    Run,
    Section,
    standing,
)
from privdesk.domain.disclosure.dossier import TRACES, Dossier, Occasion
from privdesk.domain.disclosure.letter import letter
from privdesk.domain.disclosure.periods import period_of

SUMMARY, LEGAL, DATA, PAPERS = "summary", "legal", "data", "papers"
_HEAD_SHOWN = 16


def assemble(dossier: Dossier, occasion: Occasion) -> ReportDocument:
    """Put together what the person gets; counts in the summary are counted from the rows that stand in it."""
    words = occasion.wording
    data = groups.sections(dossier, occasion)
    papers = pictures.sections(dossier, occasion) if occasion.includes("documents") else ()
    information = legal.sections(dossier, occasion)
    parts = [
        Part(LEGAL, words("legal.title"), information, (_text(words("legal.text")),)),
        Part(DATA, words("data.title"), data, (_text(words("data.text")),), _complete(occasion)),
    ]
    if papers:
        parts.append(Part(PAPERS, words("pictures.title"), papers, (_text(words("pictures.text")),)))
    top = letter(dossier, occasion, held=holds_anything(data, dossier))
    places = standing(top, parts)
    summary = (*_summary(data, papers, dossier, occasion), *_places(places, occasion))
    return ReportDocument(
        language=occasion.language,
        title=words("letter.subject_request" if occasion.case else "letter.subject_plain"),
        author=occasion.office.name,
        reference=occasion.reference,
        page_label=words.texts["page.label"],
        small_print=_small_print(occasion),
        letter=top,
        parts=(Part(SUMMARY, words("summary.title"), (), summary), *parts),
    )


def holds_anything(data: Iterable[Section], dossier: Dossier) -> bool:
    """Whether the office knows the person apart from the request itself."""
    if dossier.person is not None:
        return True
    return any(section.count for section in data if section.key not in TRACES)


def _complete(occasion: Occasion) -> tuple[int, ...]:
    """The data stand in full: nothing left out, or only what the person did not ask for."""
    return (elements.DATA,) if occasion.groups is None or occasion.limited_because else ()


def _text(text: str) -> Paragraph:
    return Paragraph((Run(text),))


def _summary(
    data: tuple[Section, ...], papers: tuple[Section, ...], dossier: Dossier, occasion: Occasion
) -> Iterable[Block]:
    words = occasion.wording
    yield _text(words("summary.text", date=words.date_long(occasion.today)))
    heads = (
        Column(words("columns.number"), 0.07),
        Column(words("columns.group"), 0.45),
        Column(words("columns.entries"), 0.14, Align.RIGHT),
        Column(words("columns.from"), 0.17, Align.RIGHT),
        Column(words("columns.to"), 0.17, Align.RIGHT),
    )
    rows = tuple(_summary_row(section, dossier, occasion) for section in data)
    total = ("", words("summary.total"), words.number(sum(each.count for each in data)), "", "")
    yield GridTable(heads, rows, counted=False, total=total)
    pages = sum(1 for section in papers for block in section.blocks if isinstance(block, Figure))
    if papers:
        yield _text(
            words(
                "summary.papers",
                papers=words.counted("summary.paper", len(papers)),
                pages=words.counted("summary.page", pages),
            )
        )


def _places(places: Mapping[int, str], occasion: Occasion) -> Iterable[Block]:
    """Where each element of the law stands, so that completeness can be followed."""
    words = occasion.wording
    asked = [each for each in occasion.elements if each.applies(occasion.regime) and each.number in places]
    heads = (Column(words("columns.asked"), 0.45), Column(words("columns.place"), 0.55))
    rows = tuple((words(f"summary.element.{each.key}"), places[each.number]) for each in asked)
    if rows:
        yield Heading(words("summary.where"))
        yield GridTable(heads, rows, counted=False)


def _summary_row(section: Section, dossier: Dossier, occasion: Occasion) -> tuple[str, ...]:
    words = occasion.wording
    period = period_of(section.key, dossier, occasion) if occasion.includes(section.key) else None
    count = words.number(section.count) if section.count else words("summary.none")
    if not occasion.includes(section.key):
        count = words("summary.left_out")
    first, last = (words.date_short(period.first), words.date_short(period.last)) if period else ("", "")
    return (section.number, section.title, count, first, last)


def _small_print(occasion: Occasion) -> str:
    return occasion.wording(
        "page.small_print",
        reference=occasion.reference,
        head=occasion.audit_head[:_HEAD_SHOWN],
        version=occasion.wording.version,
    )
