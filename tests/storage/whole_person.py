# SPDX-License-Identifier: MIT
"""A person with something in every table, and one word in every text, so that a trace of them can be found."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from privdesk.domain.activity import Connection, SurveyAnswer, TopUp, Usage
from privdesk.domain.audit import Action, AuditEvent
from privdesk.domain.cases import (
    Answer,
    CallId,
    CallSheet,
    CaseId,
    CaseLetter,
    CaseRight,
    IdentityCheck,
    IdentityMethod,
    LetterDirection,
    Representative,
    RepresentativeKind,
    Right,
)
from privdesk.domain.catalogue import RecipientKind
from privdesk.domain.consent import ConsentEntry, ConsentState
from privdesk.domain.erasure_plan import Act, Choice
from privdesk.domain.erasures import Erasure, ErasureId, ErasureState
from privdesk.domain.forms import Certainty, FieldReading, ReadingOrigin, TemplateId, TemplateRef
from privdesk.domain.holds import Hold, HoldId
from privdesk.domain.imports import ImportKind
from privdesk.domain.inbox import (
    Document,
    DocumentId,
    DocumentRole,
    Draft,
    InboxItem,
    ItemId,
    ItemState,
    MailFacts,
)
from privdesk.domain.objections import Objection, Weighing
from privdesk.domain.people import Channel, Contract, ContractId, PersonField, PersonId, Source
from privdesk.domain.restriction import Restriction, RestrictionGround, RestrictionId
from privdesk.domain.submissions import FormEntry, Submission, SubmissionId, SubmissionState
from privdesk.domain.tellings import Telling, TellingCause, TellingId, ToldParty
from privdesk.storage.ended_contracts import note_end
from privdesk.storage.rows import METADATA
from privdesk.storage.unit_of_work import SqlUnitOfWork
from tests.storage.test_work_items import a_case
from tests.storage_fixtures import STAFF, START, OpenRecords, an_origin

F = PersonField
TEMPLATE = TemplateRef(TemplateId("registration"), 3, "fr")


def live(records: OpenRecords, word: str, number: int) -> PersonId:
    """Let a person live: facts old and new, contract, forms, requests, calls, papers, consents, activity, drafts."""
    with records.open_work() as work:
        person_id = _facts(work, word, number)
        _papers(work, person_id, word, number)
        _requests(work, person_id, word, number)
        _activity(work, person_id, number)
        _plans(work, person_id, word)
        work.audit.record(AuditEvent(Action.PERSON_ADDED, f"person:{person_id}"))
        work.commit()
    return person_id


def traces(work: SqlUnitOfWork, word: str) -> list[str]:
    """Tables and columns in whose rows the word stands, whatever its case."""
    found = []
    for table in METADATA.sorted_tables:
        for row in work._scope.connection.execute(select(table)).mappings():
            found += [f"{table.name}.{name}" for name, value in row.items() if word in repr(value).lower()]
    return sorted(set(found))


def _facts(work: SqlUnitOfWork, word: str, number: int) -> PersonId:
    origin = an_origin(f"F-26-0000{number}")
    values = {name: f"{word} {name.value}" for name in F}
    values |= {
        F.EMAIL: f"{word}@example.org", F.PHONE_MOBILE: f"+4179000000{number}", F.DATE_OF_BIRTH: "1990-01-02",
        F.LANGUAGE: "fr", F.CIVILITY: "mr", F.COUNTRY: "CH", F.POSTCODE: "2500", F.LAST_NAME: word,
    }  # fmt: skip
    person = work.people.add(values, origin)
    later = replace(origin, received_on=date(2026, 11, 30), recorded_at=START + timedelta(days=7))
    work.people.change(person.id, {F.FIRST_NAME: f"New {word}", F.IBAN: f"CH00 {word} 2"}, later)
    contract = Contract(
        ContractId(0),
        person.id,
        f"U{number}{word}",
        date(2020, 1, 1),
        date(2025, 1, 1),
        None,
        None,
        f"B{word}",
        "P1",
    )
    work.contracts.add(contract)
    for purpose, state in (("surveys", ConsentState.GIVEN), ("information", ConsentState.WITHDRAWN)):
        work.consents.add(
            ConsentEntry(person.id, purpose, state, date(2026, 1, 1), word, word, "1", START, STAFF)
        )
    return person.id


def _document(work: SqlUnitOfWork, document_id: str, role: DocumentRole, word: str) -> Document:
    return Document(
        DocumentId(document_id),
        role,
        f"{word}.pdf",
        "application/pdf",
        9,
        f"{len(document_id):064x}",
        b"key",
        1,
        START,
    )


def _papers(work: SqlUnitOfWork, person_id: PersonId, word: str, number: int) -> None:
    scan = _document(work, f"scan{number}", DocumentRole.ORIGINAL, word)
    mail = MailFacts(
        f"{word}@example.org", "we@example.org", word, START, f"Text of {word}", f"<{word}@example.org>"
    )
    reading = FieldReading(word, Certainty.LOOK, ReadingOrigin.FILLED_PDF, "")
    item = work.inbox.add(
        InboxItem(
            ItemId(0), "", ItemState.READY, Channel.EMAIL, f"{word}.pdf", date(2026, 1, 1), START, (scan,), TEMPLATE,
            {"last_name": reading}, mail=mail,
        )
    )  # fmt: skip
    entry = FormEntry(
        item.id, TEMPLATE, {"last_name": word, "iban": word}, Channel.EMAIL, date(2026, 1, 1), Source.PERSON, None,
        "1", paper_place=word,
    )  # fmt: skip
    work.submissions.add(
        Submission(SubmissionId(0), item.number, SubmissionState.SAVED, entry, person_id, START, STAFF)
    )
    doubtful = replace(entry, item_id=None, person_id=person_id)
    work.submissions.add(
        Submission(SubmissionId(0), "", SubmissionState.INCOMPLETE, doubtful, None, START, STAFF)
    )
    letter = _document(work, f"letter{number}", DocumentRole.LETTER, word)
    work.documents.add(letter)
    work.documents.give_to(letter.id, person_id)
    for key in (
        f"capture:{item.id}", f"request:{STAFF}:item:{item.id}", f"request:{STAFF}:new:{person_id}",
        f"request:{STAFF}:page:person:{person_id}:correct", f"request:{STAFF}:report::{person_id}",
        f"request:{STAFF}:page:item:{item.id}:refuse",
        f"request:{STAFF}:page:person:{person_id}:restriction",
        f"request:{STAFF}:page:person:{person_id}:lift:4",
    ):  # fmt: skip
        work.drafts.put(Draft(key, STAFF, f'{{"values": {{"last_name": "{word}"}}}}', "", START))


def _requests(work: SqlUnitOfWork, person_id: PersonId, word: str, number: int) -> None:
    report = _document(work, f"report{number}", DocumentRole.REPORT, word)
    work.documents.add(report)
    item = work.inbox.add(
        InboxItem(
            ItemId(0), "", ItemState.READY, Channel.POST, f"{word}2.pdf", date(2026, 2, 1), START,
            (_document(work, f"wish{number}", DocumentRole.ORIGINAL, word),),
        )
    )  # fmt: skip
    case = replace(
        a_case(person_id), person_name=word, notes=word, item_id=item.id, closed_on=date(2026, 3, 1),
        rights=(CaseRight(Right.RECTIFICATION, wish=word, changes={F.TOWN: word}, reason=word, proof=word),),
        identity=(IdentityCheck(IdentityMethod.QUESTIONS, True, START, STAFF),),
        letters=(CaseLetter(START, LetterDirection.OUT, Channel.POST, word, word, report.id, item.id),),
        answer=Answer(date(2026, 3, 1), Channel.POST, report.id, word, STAFF), representative=_speaker(word, report.id),
    )  # fmt: skip
    added = work.cases.add(case)
    call = work.calls.add(
        CallSheet(
            CallId(0),
            START,
            STAFF,
            person_id,
            changes={F.TOWN: word},
            notes=word,
            ended_at=START,
            case_id=added.id,
            representative=_speaker(word, None),
        )
    )
    _other_rights(work, person_id, added.id, report.id, word)
    for key in (
        f"request:{STAFF}:case:{added.id}:decide",
        f"call:{call.id}",
        f"request:{STAFF}:page:call:{call.id}",
        f"request:{STAFF}:page:case:{added.id}:objection",
        f"request:{STAFF}:report:{added.id}:",
    ):
        work.drafts.put(Draft(key, STAFF, word, "", START))


def _speaker(word: str, scan: DocumentId | None) -> Representative:
    return Representative(RepresentativeKind.LAWYER, word, frozenset({Right.ACCESS}), word, None, scan)


def _other_rights(
    work: SqlUnitOfWork, person_id: PersonId, case_id: CaseId, document_id: DocumentId, word: str
) -> None:
    party = ToldParty("hosting", f"Hosting {word}", RecipientKind.HOSTING, word, f"{word}@example.org")
    for case in (case_id, None):
        work.tellings.add(
            Telling(
                TellingId(0), TellingCause.RECTIFIED, ("identity",), party, date(2026, 3, 1), person_id, case,
                (F.TOWN,), date(2026, 3, 1), Channel.POST, document_id, date(2026, 3, 1), word, "", STAFF,
            )
        )  # fmt: skip
        for lifted in (date(2026, 3, 1), None):
            work.restrictions.add(
                Restriction(
                    RestrictionId(0), person_id, RestrictionGround.ACCURACY, date(2026, 2, 1), START, STAFF, case,
                    word, date(2026, 3, 1), Channel.POST, lifted, STAFF, word if lifted else "",
                )
            )  # fmt: skip
    work.objections.put(
        Objection(
            case_id,
            person_id,
            True,
            ("statistics",),
            word,
            True,
            None,
            None,
            Weighing.OFFICE,
            word,
            START,
            STAFF,
        )
    )


def _plans(work: SqlUnitOfWork, person_id: PersonId, word: str) -> None:
    work.holds.add(
        Hold(HoldId(0), person_id, frozenset(), word, date(2026, 12, 1), START, STAFF, START, STAFF, word)
    )
    choices = {"usage": Choice(Act.KEEP, word)}
    work.erasures.add(Erasure(ErasureId(0), "", person_id, None, ErasureState.PLANNED, choices, word))


def _activity(work: SqlUnitOfWork, person_id: PersonId, number: int) -> None:
    run = work.imports.start(ImportKind.USAGES, "u.csv", f"{number:064x}")
    for year in (2024, 2026):
        at = datetime(year, 5, 1, 12, tzinfo=UTC)
        rows: tuple[Any, ...] = (
            Connection(person_id, at, "Firefox", "de", "Linux", "192.0.2.1"),
            TopUp(person_id, at, "twint", 1000, "CHF", 5000),
            Usage(person_id, at, "P1", "washer", "W1", 40, 300, "CHF", 4700),
            SurveyAnswer(person_id, at, "Survey", (("Happy?", f"yes {number}"),)),
        )
        work.activity.add(rows, run.id)
    work.retention.fold_usage(person_id, date(2024, 12, 31))
    note_end(work._scope.connection, person_id, date(2025, 1, 1))
