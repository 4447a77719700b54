# SPDX-License-Identifier: MIT
"""Consents, forms as entered, letters, look-ups, stored files: what lies on paper or was recorded about it."""

from collections.abc import Iterable

from privdesk.domain.disclosure.document import Align, Block, Column, Fact, FactTable, GridTable, Heading
from privdesk.domain.disclosure.dossier import Dossier, Occasion
from privdesk.domain.disclosure.held_facts import agency_name, iso_day
from privdesk.domain.forms import FieldKind, TemplateField
from privdesk.domain.people import Source
from privdesk.domain.submissions import Submission

_MISSING = "missing:"
"""Begins the reason of a mandatory field that was left empty."""


def consents(dossier: Dossier, occasion: Occasion) -> tuple[Block, ...]:
    """Each line of the consent ledger with its wording."""
    words = occasion.wording
    heads = (
        Column(words("columns.on"), 0.14),
        Column(words("columns.purpose"), 0.24),
        Column(words("columns.state"), 0.13),
        Column(words("columns.form"), 0.14),
        Column(words("columns.wording"), 0.35),
    )
    rows = tuple(
        (
            words.date_short(entry.on),
            _purpose(entry.purpose, occasion),
            words.code("consent", entry.state.value),
            entry.form,
            _wording_and_notice(entry.wording, entry.notice_version, occasion),
        )
        for entry in dossier.consents
    )
    return (GridTable(heads, rows),) if rows else ()


def forms(dossier: Dossier, occasion: Occasion) -> tuple[Block, ...]:
    """Each form as it was entered, value by value, with its version and notice."""
    blocks: list[Block] = []
    for submission in dossier.submissions:
        template = dossier.templates.get(submission.entry.template.id)
        ref = submission.entry.template
        title = template.title(occasion.language) if template else str(ref.id)
        blocks.append(
            Heading(
                occasion.wording("forms.heading", title=title, version=ref.version, number=submission.number)
            )
        )
        rows = (*_form_facts(submission, dossier, occasion), *_form_values(submission, dossier, occasion))
        blocks.append(FactTable(rows))
    return (*blocks, *_waiting(dossier, occasion))


def _waiting(dossier: Dossier, occasion: Occasion) -> tuple[Block, ...]:
    """What came and is not entered yet: when, and by which way."""
    words = occasion.wording
    rows = tuple(
        Fact(
            words("forms.received"),
            f"{words.date_short(item.received_on)}, {words.code('channel', item.channel.value)}",
        )
        for item in dossier.waiting
    )
    return (Heading(words("forms.waiting")), FactTable(rows)) if rows else ()


def letters(dossier: Dossier, occasion: Occasion) -> tuple[Block, ...]:
    """Letters that belong to no request."""
    words = occasion.wording
    heads = (Column(words("columns.on"), 0.2), Column(words("columns.letter"), 0.8))
    rows = tuple(
        (words.date_short(occasion.day(document.created_at)), document.name) for document in dossier.letters()
    )
    return (GridTable(heads, rows),) if rows else ()


def look_ups(dossier: Dossier, occasion: Occasion) -> tuple[Block, ...]:
    """When and why the record was opened – never by whom.

    Law: GDPR Art. 15(1) as read in CJEU C-579/21.
    """
    words = occasion.wording
    heads = (Column(words("columns.at"), 0.3), Column(words("columns.purpose"), 0.7))
    rows = tuple(
        (
            occasion.moment(each.at),
            words.code("look_up", each.purpose.value if each.purpose is not None else "none"),
        )
        for each in dossier.look_ups
    )
    return (GridTable(heads, rows),) if rows else ()


def duplicates(dossier: Dossier, occasion: Occasion) -> tuple[Block, ...]:
    """That the record may be mixed up with another one, or was merged with one; the other person is not named.

    Law: GDPR Art. 15(4), FADP Art. 26(1)(b).
    """
    words = occasion.wording
    rows = tuple(
        Fact(words("duplicates.label"), words("duplicates.open", number=number + 1))
        for number in range(dossier.doubts)
    )
    rows += tuple(
        Fact(words("duplicates.label"), words("duplicates.apart", number=dossier.doubts + number + 1))
        for number in range(dossier.told_apart)
    )
    for merge in dossier.merges:
        key = "duplicates.merged" if merge.undone_at is None else "duplicates.parted"
        days = {
            "date": words.date_short(occasion.day(merge.at)),
            "parted": words.date_short(occasion.day(merge.undone_at)) if merge.undone_at else "",
        }
        rows += (Fact(words("duplicates.records"), words(key, **days)),)
    return (FactTable(rows),) if rows else ()


def documents(dossier: Dossier, occasion: Occasion) -> tuple[Block, ...]:
    """The list of stored files; their pages stand at the end of the report."""
    words = occasion.wording
    heads = (
        Column(words("columns.on"), 0.13),
        Column(words("columns.file"), 0.45),
        Column(words("columns.kind"), 0.22),
        Column(words("columns.pages"), 0.08, Align.RIGHT),
        Column(words("columns.size"), 0.12, Align.RIGHT),
    )
    rows = tuple(
        (
            words.date_short(occasion.day(document.created_at)),
            document.name,
            words.code("document", document.role.value),
            words.number(document.pages) if document.pages else "–",
            words("format.kilobytes", count=words.number(max(1, round(document.size / 1000)))),
        )
        for document in dossier.documents
    )
    return (GridTable(heads, rows),) if rows else ()


def _purpose(key: str, occasion: Occasion) -> str:
    entry = next((each for each in occasion.catalogue.purposes if each.key == key), None)
    return entry.title.get(occasion.language, key) if entry else key


def _wording_and_notice(wording: str, notice: str, occasion: Occasion) -> str:
    if not notice:
        return wording
    version = iso_day(notice, occasion)
    return f"{wording} {occasion.wording('consents.notice', version=version)}".strip()


def _form_facts(submission: Submission, dossier: Dossier, occasion: Occasion) -> Iterable[Fact]:
    words, entry = occasion.wording, submission.entry
    received = words.date_short(entry.received_on)
    yield Fact(words("forms.received"), f"{received}, {words.code('channel', entry.channel.value)}")
    source = words.code("source", entry.source.value)
    if entry.source is Source.AGENCY:
        source = agency_name(entry.agency_id, dossier) or source
    yield Fact(words("forms.source"), source)
    yield Fact(words("forms.entered"), occasion.moment(submission.entered_at))
    yield Fact(words("forms.state"), words.code("submission", submission.state.value))
    if entry.reasons:
        reasons = (_reason(each, submission, dossier, occasion) for each in entry.reasons)
        yield Fact(words("forms.reasons"), ", ".join(reasons))
    if entry.notice_version:
        yield Fact(words("forms.notice"), iso_day(entry.notice_version, occasion))
    if entry.paper_place:
        yield Fact(words("forms.paper"), entry.paper_place)


def _reason(reason: str, submission: Submission, dossier: Dossier, occasion: Occasion) -> str:
    """Why a form is incomplete or the service was refused: a key in words, or the clerk's words."""
    if not reason.startswith(_MISSING):
        return occasion.wording.code("reason", reason)
    key = reason.removeprefix(_MISSING)
    template = dossier.templates.get(submission.entry.template.id)
    field = template.field(key) if template is not None else None
    return occasion.wording("forms.reason.missing", field=field.label(occasion.language) if field else key)


def _form_values(submission: Submission, dossier: Dossier, occasion: Occasion) -> Iterable[Fact]:
    """The form's values in the order of the paper, then those that this version does not know."""
    template = dossier.templates.get(submission.entry.template.id)
    values = dict(submission.entry.values)
    if template is not None:
        for field in template.fields():
            if values.get(field.key):
                yield Fact(field.label(occasion.language), _decoded(field, values.pop(field.key), occasion))
    for key, value in values.items():
        if value:
            yield Fact(occasion.wording.code("form_field", key), occasion.wording.code("tick", value))


def _decoded(field: TemplateField, value: str, occasion: Occasion) -> str:
    match field.kind:
        case FieldKind.TICK:
            return occasion.wording.code("tick", value)
        case FieldKind.CHOICE:
            choice = field.choice(value)
            return choice.label(occasion.language) if choice else value
        case FieldKind.DATE:
            return iso_day(value, occasion)
        case FieldKind.PHONE:
            return occasion.phone(value)
        case FieldKind.COUNTRY:
            return occasion.wording.code("country", value)
        case FieldKind.IBAN:
            return " ".join(value[start : start + 4] for start in range(0, len(value), 4))
        case _:
            return value
