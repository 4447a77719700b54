# SPDX-License-Identifier: MIT
"""The disposal certificate in two parts: what was disposed of by which rule, what was held back and why.

It names groups, counts, cut-offs and rules, and nobody whose data they were; for the office's own files.
Law: GDPR Art. 5(1)(e), 5(2); FADP Art. 6(4).
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from privdesk.domain.catalogue import Catalogue, Office, Trigger
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
from privdesk.domain.disposals import Disposal, DisposalGroup, Disposed
from privdesk.domain.erasures import Paper
from privdesk.domain.vault import StaffId
from privdesk.resources import resource_toml
from privdesk.services.clock import OfficeClock
from privdesk.services.report_wording import REPORT_LANGUAGES, report_wording
from privdesk.services.retention_words import law_of, period_of, retention_title

_SWISS = frozenset({"CH", "LI"})
_GERMAN = (("mässig", "mäßig"), ("ausser", "außer"), ("schliess", "schließ"))
"""How Germany and Austria write what Switzerland writes with a double s."""


@dataclass(frozen=True, slots=True)
class _Page:
    disposal: Disposal
    papers: Sequence[Paper]
    office: Office
    catalogue: Catalogue
    staff: Mapping[StaffId, str]
    started: datetime
    ended: datetime
    """Both local at the office."""
    texts: Mapping[str, str]
    words: Wording

    def __call__(self, key: str, **values: object) -> str:
        return self.texts[key].format(**values)

    def title_of(self, group: str) -> str:
        return retention_title(self.catalogue, group, self.words.language)

    def name_of(self, staff_id: StaffId | None) -> str:
        return self.staff.get(staff_id, "–") if staff_id is not None else "–"


def disposal_document(
    disposal: Disposal,
    papers: Sequence[Paper],
    office: Office,
    catalogue: Catalogue,
    staff: Mapping[StaffId, str],
    clock: OfficeClock,
    language: str,
) -> ReportDocument:
    """The certificate of a disposal that has ended; English where the desk does not write the language."""
    known = language if language in REPORT_LANGUAGES else "en"
    started = clock.local(disposal.started_at or disposal.planned_at)
    ended = clock.local(disposal.ended_at or clock.now())
    words = report_wording(known, office.regime, office.country)
    page = _Page(
        disposal, papers, office, catalogue, staff, started, ended, _texts(known, office.country), words
    )
    sections = (_disposed(page), _held_back(page), _elsewhere(page))
    return ReportDocument(
        language=known,
        title=page("title"),
        author=office.name,
        reference=disposal.number,
        page_label=words("page.label", page="{page}", pages="{pages}"),
        small_print=f"{disposal.number} · {page('version')}",
        letter=_letter(page),
        parts=(Part("certificate", page("title"), sections),),
    )


@cache
def _texts(language: str, country: str) -> Mapping[str, str]:
    texts: Mapping[str, str] = resource_toml("disposal", f"{language}.toml")
    if language != "de" or country in _SWISS:
        return texts
    spelled = dict(texts)
    for swiss, german in _GERMAN:
        spelled = {key: text.replace(swiss, german) for key, text in spelled.items()}
    return spelled


def _letter(page: _Page) -> Letter:
    office, words, number = page.office, page.words, page.disposal.number
    town = f"{office.postcode} {office.town}".strip()
    lines = (", ".join(part for part in (office.street, town) if part), office.email)
    day = words.date_long(page.ended.date())
    return Letter(
        sender=office.name,
        sender_lines=tuple(line for line in lines if line),
        return_line=" · ".join(part for part in (office.name, office.street, town) if part),
        recipient=(),
        place_and_date=words("letter.place_and_date", place=office.town, date=day),
        reference=words("letter.reference", reference=number),
        subject=page("subject", number=number),
        salutation=page("salutation"),
        paragraphs=tuple(Paragraph((Run(text),)) for text in _sentences(page)),
        closing=page("closing"),
        signature=(office.name, page("signature")),
    )


def _sentences(page: _Page) -> Iterator[str]:
    disposal, words = page.disposal, page.words
    began, ended = (
        f"{words.date_long(each.date())}, {words.time(each)}" for each in (page.started, page.ended)
    )
    yield page("intro", date=words.date_long(disposal.as_at), began=began, ended=ended)
    yield page("who", planned=page.name_of(disposal.planned_by), run=page.name_of(disposal.run_by))
    yield page("rule")
    if disposal.ended_early:
        yield page("early")


def _disposed(page: _Page) -> Section:
    disposal = page.disposal
    done = [each for each in disposal.groups if disposal.done.get(each.group, Disposed()).entries]
    if not done:
        return Section("disposed", "1", page("disposed"), (_text(page("disposed_none")),))
    columns = (
        Column(page("group"), 0.25), Column(page("law"), 0.32), Column(page("cut_off"), 0.28),
        Column(page("entries"), 0.15, Align.RIGHT),
    )  # fmt: skip
    rows = [_disposed_row(page, each) for each in done]
    others = sorted(set(disposal.done) - {each.group for each in disposal.groups})
    rows += [
        (page.title_of(each), page("along"), "", page.words.number(disposal.done[each].entries))
        for each in others
    ]
    lead = page("disposed_lead", total=page.words.number(disposal.disposed))
    return Section("disposed", "1", page("disposed"), (_text(lead), GridTable(columns, tuple(rows))))


def _disposed_row(page: _Page, group: DisposalGroup) -> tuple[str, ...]:
    language, done = page.words.language, page.disposal.done[group.group]
    law = f"{period_of(group.rule, language)} – {law_of(group.rule, language)}"
    key = {
        Trigger.CONTRACT_END: "until_contract", Trigger.BOOKING_YEAR_END: "until_booked",
        Trigger.CASE_CLOSED: "until_closed",
    }.get(group.rule.trigger, "until_dated")  # fmt: skip
    until = page(key, date=page.words.date_short(group.cut_off))
    return page.title_of(group.group), law, until, page.words.number(done.entries)


def _held_back(page: _Page) -> Section:
    held = page.disposal.held
    if not held:
        return Section("held", "2", page("held"), (_text(page("held_none")),))
    columns = (
        Column(page("group"), 0.36), Column(page("why"), 0.46), Column(page("people"), 0.18, Align.RIGHT),
    )  # fmt: skip
    reasons = (
        (each.group, why, people)
        for each in held
        for why, people in (
            ("held_hold", each.people - each.restricted),
            ("held_restricted", each.restricted),
        )
    )
    rows = tuple(
        (page.title_of(group), page(why), page.words.number(people))
        for group, why, people in reasons
        if people
    )
    return Section("held", "2", page("held"), (_text(page("held_lead")), GridTable(columns, rows)))


def _elsewhere(page: _Page) -> Section:
    until = page.disposal.backups_until
    blocks: list[Block] = [
        _text(page("backups", date=page.words.date_long(until)) if until else page("backups_none"))
    ]
    if page.papers:
        last = max(paper.destroy_by for paper in page.papers)
        blocks += [_text(page("papers", date=page.words.date_long(last))), _boxes(page)]
    return Section("elsewhere", "3", page("elsewhere"), tuple(blocks))


def _boxes(page: _Page) -> GridTable:
    """By box, and whether everything in it was destroyed; the forms by number stand in the desk."""
    columns = (
        Column(page("paper_place"), 0.5), Column(page("paper_forms"), 0.2, Align.RIGHT),
        Column(page("paper_done"), 0.3),
    )  # fmt: skip
    counts = Counter(paper.place for paper in page.papers)
    rows = tuple(
        (place, page.words.number(count), _destroyed(page, place)) for place, count in counts.items()
    )
    return GridTable(columns, rows)


def _destroyed(page: _Page, place: str) -> str:
    papers = [paper for paper in page.papers if paper.place == place]
    days: list[date] = [paper.destroyed_on for paper in papers if paper.destroyed_on is not None]
    if len(days) == len(papers):
        return page.words.date_short(max(days))
    return page("paper_waiting", date=page.words.date_short(max(paper.destroy_by for paper in papers)))


def _text(text: str) -> Paragraph:
    return Paragraph((Run(text),))
