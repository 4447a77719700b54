# SPDX-License-Identifier: MIT
"""From the records to the hand-over: nothing before identity, to no contact just changed, everything recorded."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import cast

import pytest

from privdesk.domain.audit import Action, AuditEvent, Purpose
from privdesk.domain.case_errors import CaseOfOtherPersonError, ContactChangedError, IdentityOpenError
from privdesk.domain.case_fact_errors import AuthorityExpiredError, OutsideAuthorityError
from privdesk.domain.cases import Case, CaseId, LetterDirection, Representative, RepresentativeKind, Right
from privdesk.domain.catalogue import DataGroup, Office
from privdesk.domain.disclosure.document import from_json
from privdesk.domain.disclosure.errors import ExportPathMissingError, ReportIncompleteError
from privdesk.domain.errors import Cancelled, FileNotReadableError, FolderNotWritableError
from privdesk.domain.inbox import Document, DocumentId, DocumentRole
from privdesk.domain.people import Channel, PersonField, PersonId
from privdesk.domain.staff import NotAllowedError, Role, StaffMember
from privdesk.services.clock import OfficeClock
from privdesk.services.office import OFFICE_KEY, office_to_json
from privdesk.services.ports import ForeignFiles, SealedFile, Sealer
from privdesk.services.progress import NoProgress
from privdesk.services.reports import HandOut, MadeReport, Reports
from privdesk.services.session import Session
from privdesk.services.workplace import Workplace
from tests.storage_fixtures import STAFF, OpenRecords, an_origin, records
from tests.unit import dossiers as some

__all__ = ["records"]

CLERK = StaffMember(STAFF, "Claire Maillard", frozenset({Role.CLERK}))
SCAN = b"%PDF scan"
NOBODY = PersonId(0)


class MemorySealer:
    """Sealed files in memory; `settled` lists what was moved to its place."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.settled: list[str] = []

    def seal(self, data: bytes) -> SealedFile:
        name = f"{len(self.files):032x}"
        self.files[name] = data
        return SealedFile(DocumentId(name), b"wrapped", "0" * 64, len(data))

    def settle(self, document_id: str) -> None:
        self.settled.append(document_id)

    def open(self, document_id: str, _wrapped_key: bytes) -> bytes:
        return self.files[document_id]


@dataclass
class PaperRenderer:
    """Takes what would be printed; `refuses` names media types that cannot be drawn."""

    refuses: frozenset[str] = frozenset()
    asked: list[tuple[bytes, Mapping[str, bytes]]] = field(default_factory=list)

    def figure(self, data: bytes, media_type: str, page: int) -> bytes:
        if media_type in self.refuses:
            raise FileNotReadableError("damaged")
        return data + str(page).encode()

    def render(self, document: bytes, figures: Mapping[str, bytes]) -> tuple[bytes, int]:
        self.asked.append((document, dict(figures)))
        return b"%PDF report", 7


@dataclass
class Bench:
    """A person on file, a desk, and what came of it."""

    records: OpenRecords
    sealer: MemorySealer = field(default_factory=MemorySealer)
    renderer: PaperRenderer = field(default_factory=PaperRenderer)
    person_id: PersonId = NOBODY

    def reports(self, member: StaffMember = CLERK) -> Reports:
        clock = OfficeClock("Europe/Zurich", self.records.clock.now)
        session = Session(member, "Lavarelle SA", Path("records"))
        sealer, files = cast("Sealer", self.sealer), cast("ForeignFiles", None)
        work, reading = self.records.open_work, self.records.open_reading
        return Reports(Workplace(session, work, reading, clock, sealer, files), self.renderer)

    def made(self, case: Case | None = None) -> MadeReport:
        reports = self.reports()
        return reports.make(reports.prepare(self.person_id, case_id=case.id if case else None))

    def audit(self, action: Action) -> list[AuditEvent]:
        with self.records.open_reading() as found:
            return [entry.event for entry in found.audit.entries(actions=(action,))]


@pytest.fixture
def bench(records: OpenRecords) -> Bench:
    made = Bench(records)
    with records.open_work() as work:
        work.settings.put(OFFICE_KEY, office_to_json(some.OFFICE))
        made.person_id = work.people.add(some.FACTS, an_origin()).id
        sealed = made.sealer.seal(SCAN)
        now = records.clock.now()
        scan = Document(
            sealed.document_id, DocumentRole.ORIGINAL, "scan.pdf", "application/pdf", 9, "0" * 64, b"wrapped", 2, now
        )  # fmt: skip
        work.documents.add(scan)
        work.documents.give_to(scan.id, made.person_id)
        record = f"person:{made.person_id}"
        work.audit.record(AuditEvent(Action.PERSON_VIEWED, record, purpose=Purpose.ANSWER_CALL))
        work.commit()
    return made


def open_case(bench: Bench, channel: Channel = Channel.EMAIL, *, identity: bool = True) -> Case:
    asked = replace(
        some.case(channel, identity=identity), id=CaseId(0), number="", person_id=bench.person_id, letters=()
    )
    with bench.records.open_work() as work:
        added = work.cases.add(asked)
        work.audit.record(AuditEvent(Action.CASE_OPENED, f"case:{added.id}"))
        work.commit()
    return added


def test_the_plan_counts_what_is_held_and_is_complete(bench: Bench) -> None:
    plan = bench.reports().prepare(bench.person_id)
    counts = {group.key: group.count for group in plan.groups}
    assert counts["identity"] == len(some.FACTS) - 2 + 1
    assert counts["refund"] == 2
    assert counts["usage"] == 0
    assert counts["lookups"] == 1
    assert plan.complete
    assert plan.missing == ()
    assert (plan.language, plan.language_on_file, plan.law) == ("fr", True, "FADP Art. 25")
    assert plan.pages_of_documents == 2
    assert {element.key for element in plan.elements if element.applies} >= {"data", "recipients", "period"}
    assert all(element.where for element in plan.elements if element.applies)


def test_whose_identity_was_checked_gets_nobody_elses_report(bench: Bench, tmp_path: Path) -> None:
    case = open_case(bench)
    with bench.records.open_work() as work:
        other = work.people.add({**some.FACTS, PersonField.FIRST_NAME: "Otto"}, an_origin()).id
        work.audit.record(AuditEvent(Action.PERSON_ADDED, f"person:{other}"))
        work.commit()
    reports = bench.reports()
    with pytest.raises(CaseOfOtherPersonError):
        reports.prepare(other, case_id=case.id)
    made = reports.make(reports.prepare(other))
    with pytest.raises(CaseOfOtherPersonError):
        reports.hand_out(made, HandOut.SAVED, case.id, tmp_path / "report.pdf")
    assert not list(tmp_path.glob("*.pdf"))
    assert bench.audit(Action.REPORT_HANDED_OUT) == []


def test_preparing_writes_nothing(bench: Bench) -> None:
    with bench.records.open_reading() as found:
        before = found.audit.count()
    bench.reports().prepare(bench.person_id)
    with bench.records.open_reading() as found:
        assert found.audit.count() == before


def test_an_office_without_an_address_makes_no_report(bench: Bench) -> None:
    with bench.records.open_work() as work:
        work.settings.put(OFFICE_KEY, office_to_json(Office("Lavarelle SA")))
        work.audit.record(AuditEvent(Action.OFFICE_CHANGED, "office"))
        work.commit()
    plan = bench.reports().prepare(bench.person_id)
    assert [element.key for element in plan.missing] == ["controller"]
    with pytest.raises(ReportIncompleteError) as caught:
        bench.reports().make(plan)
    assert caught.value.missing == ("controller",)
    assert bench.audit(Action.REPORT_MADE) == []


def test_making_is_recorded_without_values_before_anything_is_rendered(bench: Bench) -> None:
    made = bench.made()
    (event,) = bench.audit(Action.REPORT_MADE)
    assert event.record == f"person:{bench.person_id}"
    assert event.reference == made.reference
    assert "Delacr" not in json.dumps([event.fields, event.reference, event.record])
    document, figures = bench.renderer.asked[0]
    assert list(figures) == [figure.image for figure in from_json(document).figures()]
    assert made.pages == 7
    assert "Delacr" not in made.file_name
    assert len(bench.sealer.files) == 1  # nothing is kept before the hand-over


def test_a_page_that_cannot_be_drawn_is_told_instead(bench: Bench) -> None:
    bench.renderer.refuses = frozenset({"application/pdf"})
    bench.made()
    document, figures = bench.renderer.asked[0]
    assert figures == {}
    assert "scan.pdf, page 2" in document.decode()


def test_stopping_while_pages_are_drawn_leaves_no_report(bench: Bench) -> None:
    class Stopped(NoProgress):
        def raise_if_cancelled(self) -> None:
            raise Cancelled

    plan = bench.reports().prepare(bench.person_id)
    with pytest.raises(Cancelled):
        bench.reports().make(plan, Stopped())
    assert bench.renderer.asked == []


def test_a_printed_report_is_sealed_given_to_the_person_and_recorded(bench: Bench) -> None:
    case = open_case(bench, Channel.POST)
    changed = bench.reports().hand_out(bench.made(case), HandOut.PRINTED)
    assert changed is not None
    letter = changed.letters[-1]
    assert (letter.direction, letter.channel) == (LetterDirection.OUT, Channel.POST)
    with bench.records.open_reading() as found:
        assert letter.document_id is not None
        document = found.documents.get(letter.document_id)
        assert found.cases.get(case.id).letters[-1] == letter
        assert document in found.documents.of_person(bench.person_id)
    assert document.role is DocumentRole.REPORT
    assert bench.sealer.files[document.id] == b"%PDF report"
    assert bench.sealer.settled == [document.id]
    (event,) = bench.audit(Action.REPORT_HANDED_OUT)
    assert (event.fields, event.count, event.reference) == (("printed",), 7, case.number)


def test_the_next_plan_knows_when_and_how_one_went_out(bench: Bench) -> None:
    bench.reports().hand_out(bench.made(), HandOut.PRINTED)
    (last,) = bench.reports().prepare(bench.person_id).handed_out
    assert (last.on, last.way) == (some.CLOCK.day_of(bench.records.clock.now()), HandOut.PRINTED)


def test_saving_writes_the_file_whole_for_this_account_only(bench: Bench, tmp_path: Path) -> None:
    target = tmp_path / "out" / "report.pdf"
    target.parent.mkdir()
    target.write_bytes(b"older")
    bench.reports().hand_out(bench.made(), HandOut.SAVED, path=target)
    assert target.read_bytes() == b"%PDF report"
    assert target.stat().st_mode & 0o077 == 0
    assert list(target.parent.iterdir()) == [target]


def test_a_folder_that_cannot_be_written_leaves_no_record(bench: Bench, tmp_path: Path) -> None:
    made = bench.made()
    with pytest.raises(FolderNotWritableError):
        bench.reports().hand_out(made, HandOut.SAVED, path=tmp_path / "missing" / "report.pdf")
    with pytest.raises(ExportPathMissingError):
        bench.reports().hand_out(made, HandOut.SAVED)
    assert bench.audit(Action.REPORT_HANDED_OUT) == []


def test_the_draft_is_for_the_person_and_not_yet_sent(bench: Bench, tmp_path: Path) -> None:
    case, target = open_case(bench), tmp_path / "draft.eml"
    changed = bench.reports().hand_out(bench.made(case), HandOut.EMAIL_DRAFT, path=target)
    message = message_from_bytes(target.read_bytes(), policy=default)
    assert message["X-Unsent"] == "1"
    assert message["To"] == some.FACTS[PersonField.EMAIL]
    assert message["From"] == some.OFFICE.email
    assert message["Subject"] == f"Réponse à votre demande d’accès ({case.number})"
    (attachment,) = message.iter_attachments()
    assert attachment.get_filename() == f"{case.number}.pdf"
    assert attachment.get_content() == b"%PDF report"
    assert changed is not None
    assert changed.letters[-1].channel is Channel.EMAIL


def test_nothing_goes_out_before_identity_stands(bench: Bench) -> None:
    case = open_case(bench, identity=False)
    made = bench.made(case)
    for way in HandOut:
        with pytest.raises(IdentityOpenError):
            bench.reports().hand_out(made, way)
    assert bench.audit(Action.REPORT_HANDED_OUT) == []


@pytest.mark.parametrize(
    ("scope", "until", "error"),
    [({Right.ERASURE}, None, OutsideAuthorityError), ({Right.ACCESS}, -1, AuthorityExpiredError)],
)
def test_nothing_goes_to_a_representative_beyond_their_paper(
    bench: Bench, scope: set[Right], until: int | None, error: type[Exception]
) -> None:
    case = open_case(bench)
    today = bench.records.clock.now().date()
    last = None if until is None else today + timedelta(days=until)
    who = Representative(RepresentativeKind.LAWYER, "Maître Aubry", frozenset(scope), "paper", last)
    with bench.records.open_work() as work:
        work.cases.change(replace(work.cases.get(case.id), representative=who))
        work.audit.record(AuditEvent(Action.CASE_CHANGED, f"case:{case.id}", ("representative",)))
        work.commit()
    made = bench.made(case)
    with pytest.raises(error):
        bench.reports().hand_out(made, HandOut.PRINTED)
    assert bench.audit(Action.REPORT_HANDED_OUT) == []


def change_email(bench: Bench) -> None:
    with bench.records.open_work() as work:
        origin = an_origin("R-2026-0001", bench.records.clock.now())
        work.people.change(bench.person_id, {PersonField.EMAIL: "new@example.ch"}, origin)
        work.audit.record(AuditEvent(Action.PERSON_CORRECTED, f"person:{bench.person_id}", ("email",)))
        work.commit()


def test_an_address_changed_lately_gets_nothing_until_confirmed(bench: Bench, tmp_path: Path) -> None:
    bench.records.clock.forward(days=100)
    change_email(bench)
    bench.records.clock.forward(days=30)
    case, target = open_case(bench), tmp_path / "draft.eml"
    plan = bench.reports().prepare(bench.person_id, case_id=case.id)
    assert plan.contact_changed is PersonField.EMAIL
    made = bench.reports().make(plan)
    with pytest.raises(ContactChangedError) as caught:
        bench.reports().hand_out(made, HandOut.EMAIL_DRAFT, path=target)
    assert caught.value.serves_from == some.CLOCK.day_of(bench.records.clock.now() + timedelta(days=1))
    assert not target.exists()
    bench.reports().hand_out(made, HandOut.EMAIL_DRAFT, path=target, contact_confirmed=True)
    assert b"new@example.ch" in target.read_bytes()
    (event,) = bench.audit(Action.CONTACT_CONFIRMED)
    assert event.fields == ("email",)
    assert bench.reports().prepare(bench.person_id, case_id=case.id).contact_changed is None


def test_after_thirty_days_the_contact_serves_again(bench: Bench, tmp_path: Path) -> None:
    bench.records.clock.forward(days=100)
    change_email(bench)
    bench.records.clock.forward(days=31)
    bench.reports().hand_out(bench.made(open_case(bench)), HandOut.EMAIL_DRAFT, path=tmp_path / "draft.eml")
    assert bench.audit(Action.CONTACT_CONFIRMED) == []


def test_without_an_e_mail_on_file_there_is_no_draft(bench: Bench, tmp_path: Path) -> None:
    with bench.records.open_work() as work:
        work.people.change(bench.person_id, {PersonField.EMAIL: ""}, an_origin())
        work.audit.record(AuditEvent(Action.PERSON_CORRECTED, f"person:{bench.person_id}", ("email",)))
        work.commit()
    with pytest.raises(ContactChangedError):
        bench.reports().hand_out(bench.made(), HandOut.EMAIL_DRAFT, path=tmp_path / "draft.eml")


def test_somebody_not_on_file_is_told_that_nothing_is_held(bench: Bench) -> None:
    asked = replace(
        some.case(Channel.POST),
        id=CaseId(0),
        number="",
        person_id=None,
        person_name="Nora Niemand",
        letters=(),
    )
    with bench.records.open_work() as work:
        case = work.cases.add(asked)
        work.audit.record(AuditEvent(Action.CASE_OPENED, f"case:{case.id}"))
        work.commit()
    plan = bench.reports().prepare(None, case_id=case.id)
    assert plan.nothing_held
    assert plan.complete
    assert (plan.person_name, plan.language) == ("Nora Niemand", "fr")
    changed = bench.reports().hand_out(bench.reports().make(plan), HandOut.PRINTED)
    assert changed is not None
    assert changed.letters[-1].document_id is not None
    (event,) = bench.audit(Action.REPORT_HANDED_OUT)
    assert event.record == f"case:{case.id}"


def test_the_report_goes_the_way_it_was_asked_for(bench: Bench) -> None:
    ways = {
        channel: bench.reports().prepare(bench.person_id, case_id=open_case(bench, channel).id).way
        for channel in Channel
    }
    assert ways.pop(Channel.EMAIL) is HandOut.EMAIL_DRAFT
    assert set(ways.values()) == {HandOut.PRINTED}


def test_who_may_not_grant_access_gets_no_report(bench: Bench) -> None:
    administrator = StaffMember(STAFF, "Ada", frozenset({Role.ADMINISTRATOR}))
    with pytest.raises(NotAllowedError):
        bench.reports(administrator).prepare(bench.person_id)


def test_an_empty_register_of_recipients_is_pointed_out(bench: Bench) -> None:
    assert len(bench.reports().prepare(bench.person_id).advice) == 1
    with bench.records.open_work() as work:
        work.catalogue.put_recipient(some.recipients()[0])
        work.audit.record(AuditEvent(Action.OFFICE_CHANGED, "office"))
        work.commit()
    assert bench.reports().prepare(bench.person_id).advice == ()


def test_what_is_kept_elsewhere_is_not_forgotten(bench: Bench) -> None:
    cameras = DataGroup(
        "own-1", {"en": "Pictures of the doors"}, ("protection",), {"en": "interest"}, "lookups", ()
    )
    with bench.records.open_work() as work:
        work.catalogue.put_recipient(some.recipients()[0])
        work.catalogue.put_group(cameras)
        work.audit.record(AuditEvent(Action.CATALOGUE_CHANGED, "group:own-1"))
        work.commit()
    (advice,) = bench.reports().prepare(bench.person_id).advice
    assert advice == "Kept elsewhere: Pictures of the doors. Look there, too, and enclose a copy."
