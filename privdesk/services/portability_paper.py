# SPDX-License-Identifier: MIT
"""The paper that carries the data to take along: a letter, and what lies in each file."""

from functools import cache

from privdesk.domain.disclosure.document import (
    Align,
    Block,
    Column,
    GridTable,
    Letter,
    Paragraph,
    Part,
    ReportDocument,
    Run,
)
from privdesk.domain.disclosure.dossier import Dossier, Occasion
from privdesk.domain.disclosure.letter import letter
from privdesk.domain.disclosure.portable import GroupWords, PortableTable, left_out
from privdesk.domain.disclosure.wording import Wording
from privdesk.resources import resource_toml
from privdesk.services.report_wording import flat_texts, report_wording

JSON_NAME, PDF_NAME = "portability.json", "portability.pdf"


@cache
def portability_wording(language: str, regime: str, country: str) -> Wording:
    """The words of the report with those of this paper; its own citations and date forms stay the report's."""
    words = report_wording(language, regime, country)
    own = dict(flat_texts(resource_toml("letters", words.language, "portability.toml")))
    texts = {**words.texts, **{key: text for key, text in own.items() if key != "version"}}
    return Wording(words.language, own["version"], texts, words.months)


def group_words(occasion: Occasion) -> dict[str, GroupWords]:
    """Title, basis and purposes of every group of the catalogue in the language of the letter."""
    language = occasion.language
    purposes = {each.key: each.title for each in occasion.catalogue.purposes}
    return {
        group.key: GroupWords(
            group.title.get(language, group.key),
            group.basis.get(language, ""),
            tuple(purposes[key].get(language, key) for key in group.purposes if key in purposes),
        )
        for group in occasion.catalogue.groups
    }


def portability_document(
    dossier: Dossier, occasion: Occasion, tables: tuple[PortableTable, ...]
) -> ReportDocument:
    """Letter and list of files, ready for the renderer."""
    words = occasion.wording
    top = _letter(dossier, occasion)
    return ReportDocument(
        language=occasion.language,
        title=top.subject,
        author=occasion.office.name,
        reference=occasion.reference,
        page_label=words.texts["page.label"],
        small_print=words(
            "page.small_print",
            reference=occasion.reference,
            head=occasion.audit_head[:16],
            version=words.version,
        ),
        letter=top,
        parts=(Part("files", words("portable.title"), (), _files(occasion, tables)),),
    )


def _letter(dossier: Dossier, occasion: Occasion) -> Letter:
    """The report's letterhead and closing around this paper's own words."""
    words, case = occasion.wording, occasion.case
    cite = words.cited("portability")
    intro = words("portable.intro_plain", cite=cite)
    if case is not None:
        way = words(f"letter.asked.{case.channel.value}")
        intro = words("portable.intro_request", date=words.date_long(case.received_on), way=way, cite=cite)
    head = letter(dossier, occasion, held=True)
    texts = (
        intro,
        words("portable.files", json=JSON_NAME),
        words("portable.scope"),
        words("portable.onward"),
    )
    return Letter(
        sender=head.sender,
        sender_lines=head.sender_lines,
        return_line=head.return_line,
        recipient=head.recipient,
        place_and_date=head.place_and_date,
        reference=head.reference,
        subject=words("portable.subject_request" if case is not None else "portable.subject_plain"),
        salutation=head.salutation,
        paragraphs=tuple(Paragraph((Run(text),)) for text in texts),
        closing=head.closing,
        signature=head.signature,
    )


def _files(occasion: Occasion, tables: tuple[PortableTable, ...]) -> tuple[Block, ...]:
    words, titles = occasion.wording, group_words(occasion)
    heads = (
        Column(words("portable.columns.file"), 0.24),
        Column(words("portable.columns.holds"), 0.34),
        Column(words("portable.columns.origin"), 0.3),
        Column(words("portable.columns.rows"), 0.12, Align.RIGHT),
    )
    rows = [(JSON_NAME, words("portable.all"), "", "")]
    rows += [
        (
            table.file,
            titles[table.key].title if table.key in titles else table.key,
            words("portable.observed" if table.observed else "portable.given"),
            words.number(len(table.rows)),
        )
        for table in tables
    ]
    missing = left_out(titles)
    names = words.joined(titles[key].title for key in missing)
    return (
        _text(words("portable.text", date=words.date_long(occasion.today))),
        GridTable(heads, tuple(rows), counted=False),
        _text(words("portable.attachment")),
        *((_text(words("portable.left_out", groups=names)),) if missing else ()),
    )


def _text(text: str) -> Paragraph:
    return Paragraph((Run(text),))
