# SPDX-License-Identifier: MIT
"""Reading everything that the records hold on one person, for the access report."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

from privdesk.domain.activity import Activity, ActivityKind, Connection, SurveyAnswer, TopUp, Usage
from privdesk.domain.agencies import Agency, AgencyId, Building, BuildingId
from privdesk.domain.audit import Action
from privdesk.domain.cases import Case
from privdesk.domain.disclosure.dossier import Dossier, LookUp, Merged
from privdesk.domain.inbox import Document, DocumentId, InboxItem, ItemId
from privdesk.domain.people import Contract, Person, PersonId
from privdesk.domain.submissions import Submission
from privdesk.services.default_forms import default_templates
from privdesk.services.ports import Records
from privdesk.services.waiting_items import Likely, waiting_for

_EVERY = 1_000_000_000
"""A limit that leaves nothing out."""
_LOOKED_AT = (Action.PERSON_VIEWED, Action.REPORT_MADE)
_Row = TypeVar("_Row", bound=Activity)


def read_dossier(records: Records, person_id: PersonId | None, case: Case | None) -> Dossier:
    """All that is held on a person, or, where nobody on file was found, what the request itself brought."""
    if person_id is None:
        return _unknown(records, case)
    person = records.people.get(person_id)
    contracts = tuple(records.contracts.of_person(person_id))
    submissions = tuple(records.submissions.of_person(person_id))
    cases = tuple(records.cases.of_person(person_id))
    items = _items(records, submissions, cases)
    documents = _documents(records, records.documents.of_person(person_id), items, cases)
    waiting = waiting_for(records, person, contracts)
    return Dossier(
        person=person,
        history=tuple(records.people.history(person_id)),
        contracts=contracts,
        agencies=_agencies(records, person, contracts, submissions),
        buildings=_buildings(records, contracts),
        connections=_stream(records, person_id, ActivityKind.CONNECTION, Connection),
        topups=_stream(records, person_id, ActivityKind.TOP_UP, TopUp),
        usages=_stream(records, person_id, ActivityKind.USAGE, Usage),
        usage_months=tuple(records.activity.usage_months(person_id)),
        surveys=_stream(records, person_id, ActivityKind.SURVEY, SurveyAnswer),
        consents=tuple(records.consents.of_person(person_id)),
        submissions=submissions,
        templates={template.id: template for template in default_templates()},
        cases=cases,
        calls=tuple(records.calls.of_person(person_id)),
        items=items,
        documents=documents,
        look_ups=_look_ups(records, person_id, documents),
        doubts=len(records.duplicates.of_person(person_id)),
        told_apart=len(records.duplicates.told_apart(person_id)),
        merges=tuple(Merged(each.at, each.undone_at) for each in records.merging.of_person(person_id)),
        tellings=tuple(records.tellings.of_person(person_id)),
        restrictions=tuple(records.restrictions.of_person(person_id)),
        objections={each.case_id: each for each in records.objections.of_person(person_id)},
        waiting=tuple(each for each in waiting[Likely.SURELY] if each.id not in items),
    )


def _unknown(records: Records, case: Case | None) -> Dossier:
    cases = () if case is None else (case,)
    items = _items(records, (), cases)
    return Dossier(None, cases=cases, items=items, documents=_documents(records, (), items, cases))


def _stream(records: Records, person_id: PersonId, kind: ActivityKind, row: type[_Row]) -> tuple[_Row, ...]:
    return tuple(each for each in records.activity.all_of_person(person_id, kind) if isinstance(each, row))


def _items(
    records: Records, submissions: Sequence[Submission], cases: Sequence[Case]
) -> dict[ItemId, InboxItem]:
    wanted = [each.entry.item_id for each in submissions]
    wanted += [case.item_id for case in cases]
    wanted += [letter.item_id for case in cases for letter in case.letters]
    return {item_id: records.inbox.get(item_id) for item_id in wanted if item_id is not None}


def _documents(
    records: Records, given: Iterable[Document], items: dict[ItemId, InboxItem], cases: Sequence[Case]
) -> tuple[Document, ...]:
    """Everything stored on the person, oldest first, each once."""
    found = {document.id: document for document in given}
    found |= {document.id: document for item in items.values() for document in item.documents}
    named: list[DocumentId | None] = [letter.document_id for case in cases for letter in case.letters]
    named += [case.answer.document_id for case in cases if case.answer is not None]
    for document_id in named:
        if document_id is not None and document_id not in found:
            found[document_id] = records.documents.get(document_id)
    return tuple(sorted(found.values(), key=lambda document: (document.created_at, document.id)))


def _agencies(
    records: Records, person: Person, contracts: Sequence[Contract], submissions: Sequence[Submission]
) -> dict[AgencyId, Agency]:
    named = [contract.agency_id for contract in contracts]
    named += [each.entry.agency_id for each in submissions]
    named += [version.origin.agency_id for version in records.people.history(person.id)]
    return {agency_id: records.agencies.get(agency_id) for agency_id in named if agency_id is not None}


def _buildings(records: Records, contracts: Sequence[Contract]) -> dict[BuildingId, Building]:
    named = [contract.building_id for contract in contracts]
    return {each: records.agencies.building(each) for each in named if each is not None}


def _look_ups(records: Records, person_id: PersonId, documents: Iterable[Document]) -> tuple[LookUp, ...]:
    """Every opening of the record, of records merged into it and of its papers, newest first, without who."""
    audit = records.audit
    entries = [
        entry
        for number in records.merging.numbers_of(person_id)
        for entry in audit.entries(record=f"person:{number}", actions=_LOOKED_AT, limit=_EVERY)
    ]
    for document in documents:
        record = f"document:{document.id}"
        entries += audit.entries(record=record, actions=(Action.DOCUMENT_VIEWED,), limit=_EVERY)
    entries.sort(key=lambda entry: entry.sequence, reverse=True)
    return tuple(LookUp(entry.at, entry.event.purpose) for entry in entries)
