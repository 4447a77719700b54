# SPDX-License-Identifier: MIT
"""From the records to the plan of a report: assembled, counted, and judged by the law's list."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count

from privdesk.domain.audit import Action
from privdesk.domain.cases import Case
from privdesk.domain.disclosure.assembly import assemble
from privdesk.domain.disclosure.document import ReportDocument
from privdesk.domain.disclosure.dossier import Dossier, GroupKey, Occasion
from privdesk.domain.disclosure.pictures import figure_key
from privdesk.domain.identity import contact_group, contact_standing
from privdesk.domain.inbox import InboxItem
from privdesk.domain.people import Channel, Person, PersonField, PersonId
from privdesk.i18n import _, ngettext
from privdesk.services import wording
from privdesk.services.catalogue import recipient_kind_titles
from privdesk.services.clock import OfficeClock
from privdesk.services.office import catalogue_of, office_of
from privdesk.services.ports import Records
from privdesk.services.report_names import element_name, group_name, law_name
from privdesk.services.report_plan import (
    CountUnit,
    GroupCount,
    HandOut,
    LastHandOut,
    LawElement,
    PagePicture,
    ReportPlan,
)
from privdesk.services.report_reading import read_dossier
from privdesk.services.report_wording import REPORT_LANGUAGES, law_elements, report_wording
from privdesk.services.waiting_items import Likely, waiting_for

_BY_VALUE = frozenset({GroupKey.IDENTITY, GroupKey.CONTRACT, GroupKey.REFUND, GroupKey.FORMS})
_NAMED, _EVERY = 5, 1_000_000_000
_SERVES = {HandOut.EMAIL_DRAFT: PersonField.EMAIL, HandOut.PRINTED: PersonField.STREET}


@dataclass(frozen=True, slots=True)
class Wish:
    """What a report is to be about, and how."""

    person_id: PersonId | None
    case: Case | None
    language: str | None
    groups: frozenset[str] | None
    reason: str


def plan_report(records: Records, clock: OfficeClock, wish: Wish) -> ReportPlan:
    """Read everything, assemble the report, and say what it holds. Raises: NotFoundError."""
    dossier = read_dossier(records, wish.person_id, wish.case)
    occasion = occasion_of(records, clock, wish, dossier)
    document = assemble(dossier, occasion)
    person, way = dossier.person, _way(wish.case)
    waiting = _waiting(records, dossier)
    return ReportPlan(
        person_id=wish.person_id,
        person_name=person.name if person is not None else occasion.name,
        reference=occasion.reference,
        case_id=wish.case.id if wish.case is not None else None,
        language=occasion.language,
        language_on_file=person is not None and occasion.language == person.language,
        regime=occasion.regime,
        law=law_name(occasion.regime),
        as_at=occasion.today,
        groups=_groups(document, occasion),
        elements=_elements(document, occasion),
        pages_of_documents=sum(1 for _figure in document.figures()),
        way=way,
        contact_changed=changed_contact(dossier, way, clock),
        handed_out=_handed_out(records, wish.person_id, clock),
        advice=(*_restricted_words(person), *_waiting_words(waiting), *_advice(occasion)),
        waiting=tuple(item.id for item in waiting),
        document=document,
        pictures=_pictures(document, dossier),
    )


def changed_contact(dossier: Dossier, way: HandOut, clock: OfficeClock) -> PersonField | None:
    """The contact by which the report would go, where it changed within 30 days and was not confirmed."""
    name = _SERVES.get(way)
    if name is None or dossier.person is None:
        return None
    standing = contact_standing(dossier.history, contact_group(name), clock.today(), clock.day_of)
    return None if standing.serves or not standing.held else name


def occasion_of(records: Records, clock: OfficeClock, wish: Wish, dossier: Dossier) -> Occasion:
    """Why, when, under which law and in which words a dossier is told."""
    office = office_of(records)
    regime = wish.case.regime if wish.case is not None else office.regime
    head = records.audit.entries(limit=1)
    return Occasion(
        wording=report_wording(_language(wish, dossier), regime, office.country),
        office=office,
        catalogue=catalogue_of(records),
        kind_titles=recipient_kind_titles(),
        today=clock.today(),
        reference=_reference(records, clock, wish),
        audit_head=head[0].mac.hex() if head else "",
        local=clock.local,
        phone=lambda number: wording.phone(number, office.country),
        elements=law_elements(),
        case=wish.case,
        groups=wish.groups,
        limited_because=wish.reason.strip(),
        name=wish.case.person_name if wish.case is not None else "",
    )


def _reference(records: Records, clock: OfficeClock, wish: Wish) -> str:
    """The number of the request, else one of the person and the day; the second report handed out has its own."""
    base = wish.case.number if wish.case else f"A-{wish.person_id}-{clock.today():%y%m%d}"
    about = (
        f"person:{wish.person_id}"
        if wish.person_id is not None
        else f"case:{wish.case.id if wish.case else 0}"
    )
    out = records.audit.entries(record=about, actions=(Action.REPORT_HANDED_OUT,), limit=_EVERY)
    used = {entry.event.reference for entry in out}
    if base not in used:
        return base
    return next(name for name in (f"{base}-{number}" for number in count(2)) if name not in used)


def _language(wish: Wish, dossier: Dossier) -> str:
    """As chosen, else as on file, else that of the request, else English."""
    on_file = dossier.person.fact(PersonField.LANGUAGE) if dossier.person is not None else ""
    asked = wish.case.language if wish.case is not None else ""
    return next((each for each in (wish.language, on_file, asked) if each in REPORT_LANGUAGES), "en")


def _way(case: Case | None) -> HandOut:
    return HandOut.EMAIL_DRAFT if case is not None and case.channel is Channel.EMAIL else HandOut.PRINTED


def _groups(document: ReportDocument, occasion: Occasion) -> tuple[GroupCount, ...]:
    counted = []
    for group in occasion.catalogue.groups:
        section = document.section(group.key)
        if section is not None:
            unit = CountUnit.VALUES if group.key in _BY_VALUE else CountUnit.ENTRIES
            included = occasion.includes(group.key)
            counted.append(GroupCount(group.key, group_name(group), section.count, unit, included))
    return tuple(counted)


def _elements(document: ReportDocument, occasion: Occasion) -> tuple[LawElement, ...]:
    places = document.standing()
    return tuple(
        LawElement(
            number=element.number,
            key=element.key,
            title=element_name(element.key),
            article=element.article(occasion.regime),
            applies=element.applies(occasion.regime),
            shown=element.number in places,
            where=places.get(element.number, ""),
        )
        for element in occasion.elements
    )


def _pictures(document: ReportDocument, dossier: Dossier) -> tuple[PagePicture, ...]:
    sources = {
        figure_key(each.id, page): PagePicture(figure_key(each.id, page), each, page)
        for each in dossier.documents
        for page in range(each.pages)
    }
    return tuple(sources[figure.image] for figure in document.figures())


def _handed_out(records: Records, person_id: PersonId | None, clock: OfficeClock) -> tuple[LastHandOut, ...]:
    if person_id is None:
        return ()
    entries = [
        entry
        for number in records.merging.numbers_of(person_id)
        for entry in records.audit.entries(record=f"person:{number}", actions=(Action.REPORT_HANDED_OUT,))
    ]
    entries.sort(key=lambda entry: entry.sequence, reverse=True)
    return tuple(
        LastHandOut(clock.day_of(entry.at), HandOut(entry.event.fields[0]))
        for entry in entries
        if entry.event.fields
    )


def _waiting(records: Records, dossier: Dossier) -> Sequence[InboxItem]:
    """Items that are, or may be, theirs and stand in none of their forms and requests."""
    if dossier.person is None:
        return ()
    found = waiting_for(records, dossier.person, dossier.contracts)
    return [item for likely in Likely for item in found[likely] if item.id not in dossier.items]


def _restricted_words(person: Person | None) -> tuple[str, ...]:
    """Restricted data may go to the person, and to nobody else. Law: GDPR Art. 18(2)."""
    if person is None or person.restricted_since is None:
        return ()
    day = wording.date_plain(person.restricted_since)
    return (
        _("Use of these data is restricted since {day}: the report may go to the person only.").format(
            day=day
        ),
    )


def _waiting_words(waiting: Sequence[InboxItem]) -> tuple[str, ...]:
    """What came and is not entered: first of all it must be entered, or be known not to be theirs."""
    if not waiting:
        return ()
    words = ngettext(
        "{count} item in the Inbox may be theirs: enter it first.",
        "{count} items in the Inbox may be theirs: enter them first.",
        len(waiting),
    )
    named = ", ".join(item.number for item in waiting[:_NAMED])
    return (f"{words.format(count=wording.number(len(waiting)))} {named}",)


def _advice(occasion: Occasion) -> tuple[str, ...]:
    text = _("The register of recipients is empty, so the report names the person’s agencies only.")
    registered = () if occasion.catalogue.recipients else (text,)
    return (*registered, *_elsewhere_words(occasion))


def _elsewhere_words(occasion: Occasion) -> tuple[str, ...]:
    """What these records do not hold is part of an access all the same: somebody looks there and encloses it."""
    elsewhere = [group_name(group) for group in occasion.catalogue.elsewhere]
    if not elsewhere:
        return ()
    return (
        _("Kept elsewhere: {groups}. Look there, too, and enclose a copy.").format(
            groups=wording.listed(elsewhere)
        ),
    )
