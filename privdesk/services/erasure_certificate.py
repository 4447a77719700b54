# SPDX-License-Identifier: MIT
"""The erasure certificate in the person's language, in two parts: what was erased, what is retained and why.

It names groups, counts, laws and dates, never a value; the person stands on it only in the address.
Law: GDPR Art. 5(2), 12(3), 17, 19; FADP Art. 32(2)(c).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from privdesk.domain.catalogue import Catalogue, Office
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
    Section,
)
from privdesk.domain.disclosure.wording import Wording
from privdesk.domain.erasure_plan import SURVIVES, Act
from privdesk.domain.erasures import Erasure, FrozenRow, Paper
from privdesk.resources import resource_toml
from privdesk.services.clock import OfficeClock
from privdesk.services.erasure_words import group_title, rule_basis, rule_sentence
from privdesk.services.report_wording import REPORT_LANGUAGES, report_wording

_SWISS = frozenset({"CH", "LI"})
_GERMAN = (("mässig", "mäßig"), ("Grüsse", "Grüße"), ("ausser", "außer"))
"""How Germany and Austria write what Switzerland writes with a double s."""


@dataclass(frozen=True, slots=True)
class _Page:
    """What every piece of the certificate is made from."""

    erasure: Erasure
    papers: Sequence[Paper]
    office: Office
    catalogue: Catalogue
    case_number: str
    address: tuple[str, ...]
    ended: datetime
    """Local at the office."""
    texts: Mapping[str, str]
    words: Wording

    def __call__(self, key: str, **values: object) -> str:
        return self.texts[key].format(**values)

    @property
    def day(self) -> str:
        return self.words.date_long(self.ended.date())

    @property
    def kept(self) -> tuple[FrozenRow, ...]:
        """What is retained of the person; what only proves that a request was handled stands last."""
        return tuple(sorted(self.erasure.kept, key=lambda row: row.group in SURVIVES))


def certificate_document(
    erasure: Erasure,
    papers: Sequence[Paper],
    office: Office,
    catalogue: Catalogue,
    case_number: str,
    address: tuple[str, ...],
    clock: OfficeClock,
    language: str,
) -> ReportDocument:
    """The certificate as plain values; English where the desk does not write the language."""
    known = language if language in REPORT_LANGUAGES else "en"
    texts = _texts(known, office.country)
    words = report_wording(known, office.regime, office.country)
    ended = clock.local(erasure.ended_at or erasure.started_at or clock.now())
    page = _Page(erasure, papers, office, catalogue, case_number, address, ended, texts, words)
    reference = " · ".join(part for part in (case_number, erasure.number) if part)
    return ReportDocument(
        language=known,
        title=page("title"),
        author=office.name,
        reference=reference,
        page_label=words("page.label", page="{page}", pages="{pages}"),
        small_print=f"{reference} · {texts['version']}",
        letter=_letter(page, reference),
        parts=(Part("certificate", page("title"), (_erased(page), _retained(page), _elsewhere(page))),),
    )


@cache
def _texts(language: str, country: str) -> Mapping[str, str]:
    texts: Mapping[str, str] = resource_toml("erasure", f"{language}.toml")
    if language != "de" or country in _SWISS:
        return texts
    spelled = dict(texts)
    for swiss, german in _GERMAN:
        spelled = {key: text.replace(swiss, german) for key, text in spelled.items()}
    return spelled


def _letter(page: _Page, reference: str) -> Letter:
    office, words = page.office, page.words
    town = f"{office.postcode} {office.town}".strip()
    lines = (", ".join(part for part in (office.street, town) if part), office.email)
    return Letter(
        sender=office.name,
        sender_lines=tuple(line for line in lines if line),
        return_line=" · ".join(part for part in (office.name, office.street, town) if part),
        recipient=page.address,
        place_and_date=words("letter.place_and_date", place=office.town, date=page.day),
        reference=words("letter.reference", reference=reference),
        subject=page("subject", number=page.erasure.number),
        salutation=page("salutation"),
        paragraphs=tuple(Paragraph((Run(text),)) for text in _sentences(page)),
        closing=page("closing"),
        signature=(office.name, page("signature")),
    )


def _sentences(page: _Page) -> Iterator[str]:
    case = page.case_number
    yield page("intro_request", case=case, date=page.day) if case else page("intro_plain", date=page.day)
    if page.erasure.whole:
        yield page("whole")
    elif page.kept:
        yield page("partly")
        if page.erasure.restricts:
            yield page("restricted")
    yield page("recipients")
    yield page("complain")


def _erased(page: _Page) -> Section:
    erasure, words = page.erasure, page.words
    done = [row for row in erasure.rows if row.goes and row.group in erasure.done]
    rows = tuple((_gone_title(page, row), words.number(erasure.done[row.group])) for row in done)
    time = words.time(page.ended)
    lead = _text(page("erased_lead", date=page.day, time=time) if rows else page("erased_none"))
    columns = (Column(page("group"), 0.78), Column(page("entries"), 0.22, Align.RIGHT))
    blocks: tuple[Block, ...] = (lead, GridTable(columns, rows)) if rows else (lead,)
    return Section("erased", "1", page("erased"), blocks)


def _gone_title(page: _Page, row: FrozenRow) -> str:
    title = group_title(page.catalogue, row.group, page.words.language)
    if row.act is Act.ERASE or row.cut_off is None:
        return title
    return page("up_to", group=title, date=page.words.date_short(row.cut_off))


def _retained(page: _Page) -> Section:
    if not page.kept:
        return Section("retained", "2", page("retained"), (_text(page("retained_none")),))
    columns = (
        Column(page("group"), 0.3), Column(page("law"), 0.32), Column(page("until"), 0.22),
        Column(page("restricted_head"), 0.16),
    )  # fmt: skip
    rows = tuple(_retained_row(page, row) for row in page.kept)
    return Section("retained", "2", page("retained"), (GridTable(columns, rows),))


def _retained_row(page: _Page, row: FrozenRow) -> tuple[str, ...]:
    language = page.words.language
    title = page(row.group) if row.group in SURVIVES else group_title(page.catalogue, row.group, language)
    law = rule_basis(page.catalogue, row.rule, language)
    if row.until is not None:
        until = page.words.date_short(row.until)
    else:
        until = page("open", sentence=rule_sentence(page.catalogue, row.rule, language))
    restricted = page.erasure.restricts and row.group not in SURVIVES
    return title, law, until, page("restricted_yes" if restricted else "restricted_no")


def _elsewhere(page: _Page) -> Section:
    until = page.erasure.backups_until
    blocks: list[Block] = [
        _text(page("backups", date=page.words.date_long(until)) if until else page("backups_none"))
    ]
    if page.papers:
        last = max(paper.destroy_by for paper in page.papers)
        blocks += [_text(page("papers", date=page.words.date_long(last))), _paper_table(page)]
    return Section("elsewhere", "3", page("elsewhere"), tuple(blocks))


def _paper_table(page: _Page) -> GridTable:
    columns = (
        Column(page("paper_form"), 0.3),
        Column(page("paper_place"), 0.4),
        Column(page("paper_done"), 0.3),
    )
    short = page.words.date_short
    rows = tuple(
        (
            paper.form_number,
            paper.place,
            short(paper.destroyed_on)
            if paper.destroyed_on is not None
            else page("paper_waiting", date=short(paper.destroy_by)),
        )
        for paper in page.papers
    )
    return GridTable(columns, rows)


def _text(text: str) -> Paragraph:
    return Paragraph((Run(text),))
