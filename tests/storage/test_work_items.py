# SPDX-License-Identifier: MIT
"""What arrives and what is done: items, documents, drafts, forms, requests, calls."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from privdesk.domain.agencies import Agency, AgencyId
from privdesk.domain.cases import (
    Answer,
    CallId,
    CallSheet,
    Case,
    CaseId,
    CaseLetter,
    CaseRight,
    IdentityCheck,
    IdentityMethod,
    LetterDirection,
    Outcome,
    Right,
)
from privdesk.domain.deadlines import Deadline
from privdesk.domain.errors import NotFoundError, StorageFaultError
from privdesk.domain.forms import Certainty, FieldReading, ReadingOrigin, TemplateId, TemplateRef
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
from privdesk.domain.people import Channel, PersonField, PersonId, Source
from privdesk.domain.reckoning import Reason
from privdesk.domain.regimes import RegimeId
from privdesk.domain.submissions import FormEntry, SamePerson, Submission, SubmissionId, SubmissionState
from privdesk.storage.unit_of_work import SqlUnitOfWork
from tests.storage_fixtures import STAFF, START, OpenRecords, an_origin

TODAY = date(2026, 11, 23)
TEMPLATE = TemplateRef(TemplateId("registration"), 3, "fr")
DEADLINE = Deadline(
    date(2026, 12, 23), date(2026, 12, 21), date(2026, 12, 21), None, date(2026, 12, 1),
    (Reason("period", {"days": "30"}),), RegimeId("ch-fadp"), None,
)  # fmt: skip


def a_document(number: int = 1, role: DocumentRole = DocumentRole.ORIGINAL) -> Document:
    digest = f"{number:064x}"
    return Document(DocumentId(f"d{number}"), role, "a.pdf", "application/pdf", 9, digest, b"key", 2, START)


def an_item(*documents: Document, at: datetime = START) -> InboxItem:
    return InboxItem(
        ItemId(0), "", ItemState.READING, Channel.POST, "a.pdf", TODAY, at, documents or (a_document(),)
    )


def add_person(work: SqlUnitOfWork) -> PersonId:
    return work.people.add({PersonField.LAST_NAME: "Moser"}, an_origin()).id


def a_case(person_id: PersonId | None) -> Case:
    return Case(
        CaseId(0), "", person_id, "Lea Moser", Channel.PHONE, TODAY, START, "de", "ch-fadp", "2023-09", "CH-VD", "abc",
        DEADLINE, (CaseRight(Right.ACCESS), CaseRight(Right.RECTIFICATION, changes={PersonField.TOWN: "Biel"})),
    )  # fmt: skip


def test_an_item_gets_its_number_and_comes_back(records: OpenRecords) -> None:
    with records.open_work() as work:
        agency = work.agencies.put(Agency(AgencyId(0), "1", "Régie Example"))
        mail = MailFacts("l@example.org", "we@example.org", "Hallo", START, "Text", "<1@example.org>")
        reading = FieldReading("Moser", Certainty.LOOK, ReadingOrigin.FILLED_PDF, "too_long")
        full = replace(
            an_item(a_document(1), a_document(2, DocumentRole.ATTACHMENT)), template=TEMPLATE, mail=mail,
            readings={"last_name": reading}, agency_id=agency.id, reason="damaged", turned=90,
        )  # fmt: skip
        added = work.inbox.add(full)
        expected = replace(full, id=added.id, number="F-26-00001", agency_name="Régie Example")
        assert added == expected
        work._scope.session.expunge_all()
        assert work.inbox.get(added.id) == expected
        assert work.inbox.by_number("f-26-00001 ") == expected
        assert work.inbox.add(an_item(a_document(3))).number == "F-26-00002"


def test_a_number_is_used_up_only_by_a_commit(records: OpenRecords) -> None:
    for _ in range(2):
        with records.open_work() as work:
            assert work.inbox.add(an_item()).number == "F-26-00001"


def test_the_year_of_a_number_is_the_office_s(records: OpenRecords) -> None:
    new_year = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
    with records.open_work() as work:
        assert work.inbox.add(an_item(at=new_year)).number == "F-27-00001"


def test_a_changed_item_takes_new_documents_and_what_was_read_of_old_ones(records: OpenRecords) -> None:
    with records.open_work() as work:
        item = work.inbox.add(an_item())
        read = replace(a_document(), media_type="image/png", pages=4)
        changed = replace(
            item, state=ItemState.READY, documents=(read, a_document(2, DocumentRole.ATTACHMENT))
        )
        work.inbox.change(changed)
        work._scope.session.expunge_all()
        assert work.inbox.get(item.id) == changed
        with pytest.raises(NotFoundError):
            work.inbox.change(replace(item, id=ItemId(99)))


def test_items_by_state_oldest_first(records: OpenRecords) -> None:
    with records.open_work() as work:
        late = work.inbox.add(an_item(a_document(1), at=START + timedelta(hours=1)))
        early = work.inbox.add(an_item(a_document(2)))
        ready = work.inbox.add(replace(an_item(a_document(3)), state=ItemState.READY))
        assert work.inbox.items([ItemState.READING]) == [early, late]
        assert work.inbox.items(ItemState, limit=1) == [early]
        assert work.inbox.items([]) == []
        counts = work.inbox.counts()
        assert (counts[ItemState.READING], counts[ItemState.READY], counts[ItemState.ENTERED]) == (2, 1, 0)
        assert work.inbox.by_sha256(ready.documents[0].sha256) == ready.id
        assert work.inbox.by_sha256("f" * 64) is None


def test_documents_and_whose_they_are(records: OpenRecords) -> None:
    with records.open_work() as work:
        person, other = add_person(work), add_person(work)
        item = work.inbox.add(an_item())
        work.submissions.add(a_submission(person, item))
        report = replace(a_document(5, DocumentRole.REPORT), created_at=START + timedelta(hours=1))
        work.documents.add(report)
        work.documents.give_to(report.id, person)
        assert work.documents.of_person(person) == [report, a_document()]
        work.documents.give_to(a_document().id, other)
        assert work.documents.of_person(person) == [report]
        assert work.documents.ids() == {"d1", "d5"}
        assert work.documents.get(report.id) == report
        with pytest.raises(NotFoundError):
            work.documents.give_to(DocumentId("none"), person)


def test_drafts_are_replaced_and_dropped(records: OpenRecords) -> None:
    draft = Draft("capture:1", STAFF, '{"a":"é"}', "last_name", START)
    with records.open_work() as work:
        work.drafts.put(replace(draft, body="{}"))
        work.drafts.put(draft)
        work.drafts.put(replace(draft, key="call:3", saved_at=START - timedelta(hours=1)))
        work.commit_draft()
    with records.open_work() as work:
        assert work.drafts.get("capture:1") == draft
        assert work.drafts.keys() == ["call:3", "capture:1"]
        work.drafts.drop("capture:1")
        work.drafts.drop("never")
        work.commit_draft()
    with records.open_reading() as reading:
        assert reading.drafts.get("capture:1") is None


def a_submission(person: PersonId | None, item: InboxItem | None) -> Submission:
    entry = FormEntry(
        item.id if item else None, TEMPLATE, {"last_name": "Moser"}, Channel.POST, TODAY, Source.AGENCY, None,
        "2026-01", "Box 4", SamePerson.LATER, person, ("no_signature",),
    )  # fmt: skip
    number = item.number if item else ""
    return Submission(SubmissionId(0), number, SubmissionState.SAVED, entry, person, START, STAFF)


def test_a_form_comes_back_as_entered(records: OpenRecords) -> None:
    with records.open_work() as work:
        person, item = add_person(work), work.inbox.add(an_item())
        form = work.submissions.add(a_submission(person, item))
        undecided = replace(a_submission(None, None), state=SubmissionState.INCOMPLETE)
        undecided = replace(undecided, entry=replace(undecided.entry, same_person=None, person_id=None))
        phoned = work.submissions.add(undecided)
        work._scope.session.expunge_all()
        assert work.submissions.get(form.id) == form == replace(a_submission(person, item), id=form.id)
        assert phoned == replace(undecided, id=phoned.id, number="F-26-00002")
        assert work.submissions.of_person(person) == [form]
        assert work.submissions.of_item(item.id, SubmissionState.SAVED) == form
        assert work.submissions.of_item(item.id, SubmissionState.INCOMPLETE) is None
        assert work.submissions.in_state(SubmissionState.INCOMPLETE) == [phoned]
        work.submissions.settle(phoned.id, SubmissionState.SAVED)
        assert work.submissions.in_state(SubmissionState.INCOMPLETE) == []
        changed = replace(
            form, entry=replace(form.entry, values={"last_name": "Berger"}, paper_place="Box 5")
        )
        work.submissions.change(changed)
        assert work.submissions.get(form.id) == changed


def test_forms_a_day_by_the_office_s_date(records: OpenRecords) -> None:
    with records.open_work() as work:
        for hours in (0, 1, 14.9, 15.1):
            work.submissions.add(replace(a_submission(None, None), entered_at=START + timedelta(hours=hours)))
        tomorrow = TODAY + timedelta(days=1)
        assert work.submissions.per_day(TODAY) == {TODAY: {"post": 3}, tomorrow: {"post": 1}}
        assert work.submissions.per_day(tomorrow) == {tomorrow: {"post": 1}}


def test_a_case_comes_back_with_all_its_parts(records: OpenRecords) -> None:
    with records.open_work() as work:
        person, item = add_person(work), work.inbox.add(an_item())
        case = work.cases.add(a_case(person))
        assert case == replace(a_case(person), id=case.id, number="R-2026-0001")
        check = IdentityCheck(
            IdentityMethod.CALL_BACK, True, START, STAFF, ("balance",), 2, 2, PersonField.PHONE_MOBILE
        )
        letter = CaseLetter(
            START, LetterDirection.OUT, Channel.EMAIL, "Answer", "sent", a_document().id, item.id
        )
        decided = replace(
            case.rights[0],
            outcome=Outcome.GRANTED,
            reason="law",
            proof="card",
            decided_at=START,
            decided_by=STAFF,
        )
        closed = replace(
            case, rights=(decided,), identity=(check, replace(check, passed=False, contact=None)), letters=(letter,),
            answer=Answer(TODAY, Channel.POST, a_document().id, "handed over", STAFF), closed_on=TODAY, extended=True,
            extension_reason="many", notes="note", item_id=item.id,
        )  # fmt: skip
        work.cases.change(closed)
        work.cases.change(closed)
        work._scope.session.expunge_all()
        assert work.cases.get(case.id) == closed
        assert work.cases.by_number("r-2026-0001") == closed
        assert work.cases.of_person(person) == [closed]
        assert work.cases.closed_since(TODAY) == [closed]
        assert work.cases.closed_since(TODAY + timedelta(days=1)) == []
        assert work.cases.open_cases() == []
        assert work.documents.of_person(person) == [a_document()]


def test_open_cases_by_what_is_due(records: OpenRecords) -> None:
    with records.open_work() as work:
        late = work.cases.add(a_case(None))
        soon = replace(a_case(None), deadline=replace(DEADLINE, safe=date(2026, 12, 1)))
        assert [case.id for case in work.cases.open_cases()] == [late.id]
        first = work.cases.add(soon)
        assert [case.number for case in work.cases.open_cases()] == ["R-2026-0002", "R-2026-0001"]
        assert first.number == "R-2026-0002"


def test_a_case_is_not_closed_without_an_answer(records: OpenRecords) -> None:
    with records.open_work() as work:
        case = work.cases.add(a_case(None))
        with pytest.raises(StorageFaultError):
            work.cases.change(replace(case, closed_on=TODAY))


def test_an_open_case_shows_in_search(records: OpenRecords) -> None:
    with records.open_work() as work:
        work.cases.add(a_case(add_person(work)))
        assert work.people.search("moser", 1)[0].open_cases == 1


def test_a_call_is_kept_as_it_is_typed(records: OpenRecords) -> None:
    with records.open_work() as work:
        person = add_person(work)
        call = work.calls.add(CallSheet(CallId(0), START, STAFF))
        full = replace(
            call, person_id=person, answers={"balance": True, "start": False}, called_back=PersonField.PHONE_MOBILE,
            wishes=frozenset({Right.ACCESS, Right.ERASURE}), changes={PersonField.TOWN: "Biel"}, notes="x",
        )  # fmt: skip
        work.calls.change(full)
        work._scope.session.expunge_all()
        assert work.calls.get(call.id) == full
        assert work.calls.unfinished() == [full]
        assert work.calls.of_person(person) == [full]
        case = work.cases.add(a_case(person))
        ended = replace(full, ended_at=START + timedelta(minutes=5), case_id=case.id)
        work.calls.change(ended)
        assert work.calls.unfinished() == []
        assert work.calls.get(call.id) == ended
        with pytest.raises(NotFoundError):
            work.calls.get(CallId(99))


def test_a_running_call_is_saved_as_a_draft(records: OpenRecords) -> None:
    with records.open_work() as work:
        call = work.calls.add(CallSheet(CallId(0), START, STAFF))
        work.commit_draft()
    with records.open_reading() as reading:
        assert reading.calls.unfinished() == [call]
