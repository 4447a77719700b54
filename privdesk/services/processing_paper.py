# SPDX-License-Identifier: MIT
"""The record of processing activities as a paper and as a table; what is missing is named in both."""

from collections.abc import Iterable, Iterator, Sequence

from privdesk.domain.disclosure.document import (
    Block,
    Column,
    Fact,
    FactTable,
    GridTable,
    Paragraph,
    Part,
    Run,
    Section,
)
from privdesk.domain.disclosure.office_paper import OfficePaper
from privdesk.domain.disclosure.wording import Wording
from privdesk.domain.forms import text_in
from privdesk.domain.processing import Activity, GapKind, ProcessingRecord
from privdesk.services import wording
from privdesk.services.office_papers import office_head
from privdesk.services.processing_words import (
    abroad_words,
    basis_words,
    cited,
    data_words,
    gap_words,
    kept_words,
    measure_words,
    persons_words,
    recipient_words,
)

_COLUMNS = (
    ("controller", "controller"), ("persons", "row.persons"), ("data", "row.data"), ("basis", "row.basis"),
    ("recipients", "row.recipients"), ("abroad", "row.abroad"), ("kept", "row.kept"), ("security", "row.security"),
)  # fmt: skip
"""Elements of an activity after its purpose, with the key of their head."""
_OF_OFFICE = frozenset({
    GapKind.ADDRESS, GapKind.REACH, GapKind.PRIVACY_CONTACT, GapKind.JOINT, GapKind.REPRESENTATIVE, GapKind.MEASURES,
})  # fmt: skip
_FIRST_ACTIVITY = 3
"""Number of the first activity's section: the controller and the measures stand before."""


def processing_paper(record: ProcessingRecord, words: Wording) -> OfficePaper:
    """The paper as plain values.

    Law: GDPR and UK GDPR Art. 30(1), (3): in writing; FADP Art. 12(2).
    """
    day, office = words.date_long(record.day), record.office
    title = words("title")
    front = (_controller(record, words), _measures(record, words))
    activities = tuple(
        _activity(number, each, record, words)
        for number, each in enumerate(record.activities, start=_FIRST_ACTIVITY)
    )
    last = _missing(_FIRST_ACTIVITY + len(activities), record, words)
    return OfficePaper(
        language=words.language,
        title=title,
        author=office.name,
        author_lines=office_head(office),
        place_and_date=words("letter.place_and_date", place=office.town, date=day) if office.town else day,
        reference=words.date_short(record.day),
        page_label=words("page.label", page="{page}", pages="{pages}"),
        small_print=f"{title} · {record.day.isoformat()} · {words.version}",
        parts=(
            Part("record", title, front, (_text(words("lead", date=day)),)),
            Part("activities", words("activities"), (*activities, last)),
        ),
    )


def table_head(words: Wording, regime: str) -> Sequence[str]:
    """The columns of the file, each with its articles."""
    columns = [words("row.purpose")]
    articles = [cited("purpose", words, regime)]
    for key, title in _COLUMNS:
        columns.append(words(title))
        articles.append(cited(key, words, regime))
    heads = [
        f"{column} ({'; '.join(article.split(chr(10)))})" if article else column
        for column, article in zip(columns, articles, strict=True)
    ]
    return [*heads, words("missing")]


def table_rows(record: ProcessingRecord, words: Wording) -> Iterator[Sequence[str]]:
    """One line an activity, with every element in it; the last cell names what is missing."""
    for activity in record.activities:
        held = _entries(activity, record, words)
        gaps = [each for each in record.gaps if each in activity.gaps or each.kind in _OF_OFFICE]
        yield [
            held["purpose"],
            _controller_line(record, words),
            *(held[key] for key, _title in _COLUMNS[1:]),
            "\n".join(gap_words(each, words) for each in gaps),
        ]
    unused = [each for each in record.gaps if each.kind is GapKind.GROUP_UNUSED]
    if unused:
        empty = [""] * (len(_COLUMNS) + 1)
        yield [*empty, "\n".join(gap_words(each, words) for each in unused)]


def _controller(record: ProcessingRecord, words: Wording) -> Section:
    facts = tuple(Fact(label, value or words("not_entered")) for label, value in _who(record, words))
    article = cited("controller", words, record.office.regime).replace("\n", " · ")
    note = Paragraph((Run(article),), small=True)
    return Section("controller", "1", words("controller"), (FactTable(facts, counted=False), note))


def _who(record: ProcessingRecord, words: Wording) -> Iterator[tuple[str, str]]:
    office, said = record.office, record.statements
    town = f"{office.postcode} {office.town}".strip()
    country = words.code("country", office.country)
    yield words("fact.name"), office.name
    yield words("fact.address"), ", ".join(part for part in (office.street, town, country) if part)
    yield words("fact.phone"), wording.phone(office.phone, office.country)
    yield words("fact.email"), office.email
    yield words("fact.contact"), office.privacy_contact
    yield words("fact.joint"), said.joint_controllers
    yield words("fact.representative"), said.representative


def _controller_line(record: ProcessingRecord, words: Wording) -> str:
    return "\n".join(f"{label}: {value or words('not_entered')}" for label, value in _who(record, words))


def _measures(record: ProcessingRecord, words: Wording) -> Section:
    article = cited("security", words, record.office.regime).replace("\n", " · ")
    blocks: list[Block] = [_text(words("measure.lead"))]
    blocks += [_text(f"– {line}") for line in measure_words(record, words)]
    blocks.append(Paragraph((Run(article),), small=True))
    return Section("measures", "2", words("measures"), tuple(blocks))


def _activity(number: int, activity: Activity, record: ProcessingRecord, words: Wording) -> Section:
    held = _entries(activity, record, words)
    heads = (Column(words("element"), 0.2), Column(words("entry"), 0.56), Column(words("article"), 0.24))
    regime = record.office.regime
    rows = [
        (words(f"row.{key}"), held[key] if key != "security" else words("measure.see"), cited(key, words, regime))
        for key in ("purpose", "persons", "data", "basis", "recipients", "abroad", "kept", "security")
    ]  # fmt: skip
    blocks: list[Block] = [GridTable(heads, tuple(rows), counted=False)]
    if activity.gaps:
        lines = words.joined(gap_words(each, words) for each in activity.gaps)
        blocks.append(Paragraph((Run(f"{words('missing')}: ", strong=True), Run(lines))))
    title = text_in(activity.purpose.title, words.language)
    return Section(
        f"purpose.{activity.purpose.key}", str(number), title[:1].upper() + title[1:], tuple(blocks)
    )


def _entries(activity: Activity, record: ProcessingRecord, words: Wording) -> dict[str, str]:
    """Every element of an activity as text, one line an entry."""

    def lines(found: Iterable[str]) -> str:
        return "\n".join(found) or words("not_entered")

    return {
        "purpose": text_in(activity.purpose.title, words.language),
        "persons": persons_words(activity, record.statements, words),
        "data": lines(data_words(activity, words)),
        "basis": lines(basis_words(activity, words)),
        "recipients": lines(recipient_words(activity, words)),
        "abroad": lines(abroad_words(activity, words)),
        "kept": lines(kept_words(activity, words)),
        "security": lines(measure_words(record, words)),
    }


def _missing(number: int, record: ProcessingRecord, words: Wording) -> Section:
    blocks = [_text(words("missing_lead" if record.gaps else "missing_none"))]
    blocks += [_text(f"– {gap_words(each, words)}") for each in record.gaps]
    return Section("missing", str(number), words("missing"), tuple(blocks))


def _text(text: str) -> Paragraph:
    return Paragraph((Run(text),))
