# SPDX-License-Identifier: MIT
"""Random lives of people on file, and a picture of every row, for tests of merging."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st
from sqlalchemy import Connection as Transaction
from sqlalchemy import select

from privdesk.domain.activity import Activity, Connection, SurveyAnswer, TopUp, Usage
from privdesk.domain.cases import CallId, CallSheet, CaseId
from privdesk.domain.catalogue import RecipientKind
from privdesk.domain.consent import ConsentEntry, ConsentState
from privdesk.domain.erasures import Erasure, ErasureId, ErasureState
from privdesk.domain.forms import TemplateId, TemplateRef
from privdesk.domain.holds import Hold, HoldId
from privdesk.domain.imports import ImportId, ImportKind
from privdesk.domain.inbox import Document, DocumentId, DocumentRole
from privdesk.domain.objections import Objection
from privdesk.domain.people import Channel, Contract, ContractId, PersonField, PersonId, Source
from privdesk.domain.restriction import Restriction, RestrictionGround, RestrictionId
from privdesk.domain.submissions import FormEntry, Submission, SubmissionId, SubmissionState
from privdesk.domain.tellings import Telling, TellingCause, TellingId, ToldParty
from privdesk.storage.rows import METADATA
from privdesk.storage.search_index import FtsSearchIndex
from privdesk.storage.unit_of_work import SqlUnitOfWork
from tests.storage.test_work_items import a_case
from tests.storage_fixtures import STAFF, START, an_origin

BOOKKEEPING = frozenset({"merge_record", "merge_part", "merge_activity", "audit_entry", "record_state"})
NAMES = ("Moser", "Mosér", "Müller", "Meyer")
F = PersonField


@dataclass
class Life:
    """People in one open transaction, to whom things happen."""

    work: SqlUnitOfWork
    people: list[PersonId] = field(default_factory=list)
    imports: list[ImportId] = field(default_factory=list)
    days: int = 0

    def begin(self, count: int) -> None:
        """So many people, and two import runs that their activity may come from."""
        for number in range(count):
            facts = {F.LAST_NAME: NAMES[number % len(NAMES)], F.FIRST_NAME: "Lea", F.TOWN: "Biel"}
            self.people.append(self.work.people.add(facts, an_origin(at=self.at())).id)
        for number in range(2):
            run = self.work.imports.start(ImportKind.USAGES, "u.csv", f"{number:064x}")
            self.imports.append(run.id)

    def at(self) -> datetime:
        """A later moment at each call."""
        self.days += 1
        return START - timedelta(days=2000) + timedelta(days=self.days)

    def happen(self, event: tuple[str, int, int, int]) -> None:
        """One event: its name, whose, and two small numbers that vary it."""
        name, whose, one, other = event
        EVENTS[name](self, self.people[whose % len(self.people)], one, other)


def _fact(life: Life, person: PersonId, one: int, other: int) -> None:
    name = (F.LAST_NAME, F.FIRST_NAME, F.TOWN, F.EMAIL, F.PHONE_MOBILE, F.DATE_OF_BIRTH)[one % 6]
    values = {
        F.LAST_NAME: (*NAMES, "Keller"), F.FIRST_NAME: ("Lea", "Lena", ""), F.TOWN: ("Biel", "Bienne", ""),
        F.EMAIL: ("lea@example.org", "l@example.net", ""), F.PHONE_MOBILE: ("+41790000001", "+41790000002", ""),
        F.DATE_OF_BIRTH: ("1990-01-02", "1990-02-01", ""),
    }  # fmt: skip
    value = values[name][other % len(values[name])]
    life.work.people.change(person, {name: value}, an_origin(f"F-{life.days}", life.at()))


def _confirm(life: Life, person: PersonId, one: int, other: int) -> None:
    if life.work.people.get(person).fact(F.LAST_NAME):
        life.work.people.confirm(person, F.LAST_NAME, date(2026, 1, 1 + other))


def _mark(life: Life, person: PersonId, one: int, other: int) -> None:
    life.work.people.mark(
        person,
        restricted_since=date(2026, 1, 1 + one) if one % 2 else None,
        no_advertising_since=date(2026, 2, 1 + other) if other % 2 else None,
    )


def _contract(life: Life, person: PersonId, one: int, other: int) -> None:
    start = life.at().date()
    life.work.contracts.add(
        Contract(ContractId(0), person, f"U{life.days}", start, None, None, None, f"B{one}", f"P{other % 3}")
    )


def _document(life: Life, person: PersonId, one: int, other: int) -> None:
    at = life.at()
    document = Document(
        DocumentId(f"d{life.days}"), DocumentRole.LETTER, "a.pdf", "application/pdf", 9, f"{life.days:064x}",
        b"key", 2, at,
    )  # fmt: skip
    life.work.documents.add(document)
    life.work.documents.give_to(document.id, person)


def _form(life: Life, person: PersonId, one: int, other: int) -> None:
    at = life.at()
    entry = FormEntry(
        None, TemplateRef(TemplateId("registration"), 3, "fr"), {"last_name": "Moser"}, Channel.POST, at.date(),
        Source.PERSON, None, "1", person_id=person if one % 2 else None,
    )  # fmt: skip
    state = SubmissionState.SAVED if other % 2 else SubmissionState.INCOMPLETE
    owner = person if other % 3 else None
    life.work.submissions.add(Submission(SubmissionId(0), "", state, entry, owner, at, STAFF))


def _case(life: Life, person: PersonId, one: int, other: int) -> None:
    life.work.cases.add(a_case(person))


def _rights(life: Life, person: PersonId, one: int, other: int) -> None:
    case = life.work.cases.add(a_case(person))
    exercise(life.work, person, case.id)
    if one % 2:
        exercise(life.work, person, None)


def exercise(work: SqlUnitOfWork, person: PersonId, case: CaseId | None) -> None:
    """What the other rights leave on file: a recipient to tell, a restriction, an objection, an erasure decided on."""
    day = date(2026, 3, 1)
    party = ToldParty("hosting", "Hosting", RecipientKind.HOSTING)
    work.tellings.add(Telling(TellingId(0), TellingCause.RECTIFIED, ("identity",), party, day, person, case))
    work.restrictions.add(
        Restriction(RestrictionId(0), person, RestrictionGround.ACCURACY, day, START, STAFF, case)
    )
    if case is not None:
        work.objections.put(Objection(case, person, True))
    work.erasures.add(Erasure(ErasureId(0), "", person, case, ErasureState.PLANNED))


def _hold(life: Life, person: PersonId, one: int, other: int) -> None:
    lifted = (life.at(), STAFF, "over") if one % 2 else (None, None, "")
    day = date(2026, 12, 1)
    life.work.holds.add(Hold(HoldId(0), person, frozenset(), "dispute", day, life.at(), STAFF, *lifted))


def _call(life: Life, person: PersonId, one: int, other: int) -> None:
    life.work.calls.add(CallSheet(CallId(0), life.at(), STAFF, person))


def _consent(life: Life, person: PersonId, one: int, other: int) -> None:
    state = ConsentState.GIVEN if one % 2 else ConsentState.WITHDRAWN
    at = life.at()
    entry = ConsentEntry(person, "information", state, at.date(), f"F-{other}", "words", "1", at, STAFF)
    life.work.consents.add(entry)


def _doubt(life: Life, person: PersonId, one: int, other: int) -> None:
    life.work.duplicates.note(person, life.people[one % len(life.people)])


def _activity(life: Life, person: PersonId, one: int, other: int) -> None:
    at = datetime(2025, 1, 1 + one, tzinfo=UTC)
    rows: Sequence[Activity] = (
        Connection(person, at, "Firefox", "de", "Linux", f"192.0.2.{one}"),
        TopUp(person, at, "twint", 1000 + one, "CHF", 5000),
        Usage(person, at, f"P{one % 3}", "washer", "W1", 40, 300, "CHF", 4700),
        SurveyAnswer(person, at, "Survey", (("Happy?", "yes"),)),
    )
    life.work.activity.add(rows, life.imports[other % len(life.imports)])


EVENTS: dict[str, Callable[[Life, PersonId, int, int], None]] = {
    "fact": _fact, "confirm": _confirm, "mark": _mark, "contract": _contract, "document": _document,
    "form": _form, "case": _case, "call": _call, "consent": _consent, "doubt": _doubt, "activity": _activity,
    "rights": _rights, "hold": _hold,
}  # fmt: skip
events = st.lists(
    st.tuples(st.sampled_from(sorted(EVENTS)), st.integers(0, 3), st.integers(0, 7), st.integers(0, 7)),
    max_size=30,
)


def picture(work: SqlUnitOfWork) -> dict[str, list[Any]]:
    """Every row of every table and every word that search finds people by, but for what merging notes of itself."""
    work._scope.session.flush()
    FtsSearchIndex(work._scope).settle()
    connection = work._scope.connection
    rows = {
        table.name: sorted(map(repr, connection.execute(select(table)).all()))
        for table in METADATA.sorted_tables
        if table.name not in BOOKKEEPING
    }
    return {**rows, **{name: _every_word(connection, name) for name in ("person_words", "person_phones")}}


def _every_word(connection: Transaction, table: str) -> list[str]:
    """What one search table holds: word and whose."""
    connection.exec_driver_sql(
        f"CREATE VIRTUAL TABLE IF NOT EXISTS temp.every_{table} USING fts5vocab(main, {table}, instance)"
    )
    return sorted(map(repr, connection.exec_driver_sql(f"SELECT term, doc, col FROM every_{table}")))


def changed_tables(before: dict[str, list[Any]], after: dict[str, list[Any]]) -> dict[str, tuple[Any, Any]]:
    """What differs, for a message that can be read."""
    return {
        name: (sorted(set(before[name]) - set(after[name])), sorted(set(after[name]) - set(before[name])))
        for name in before
        if before[name] != after[name]
    }
