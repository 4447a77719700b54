# SPDX-License-Identifier: MIT
"""Data to take along: made in memory, handed out whole or not at all, to the person only, everything recorded."""

import csv
import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from privdesk.documents.attaching import attach
from privdesk.domain.activity import Connection
from privdesk.domain.audit import Action, AuditEvent
from privdesk.domain.case_errors import CaseOfOtherPersonError, IdentityOpenError
from privdesk.domain.cases import Case, CaseId, CaseRight, LetterDirection, Right
from privdesk.domain.errors import Cancelled, FileThereError, FolderNotWritableError
from privdesk.domain.imports import ImportKind
from privdesk.domain.people import PersonField, PersonId
from privdesk.domain.staff import NotAllowedError, Role
from privdesk.services.portability import MadePortability, Portability
from privdesk.services.progress import NoProgress
from tests.documents.test_attaching import paper
from tests.unit import dossiers as some
from tests.unit.services.places import ZOE, Desk
from tests.unit.test_portable import faults

FORMULA = "=HYPERLINK(1)"


@dataclass
class PaperRenderer:
    """A PDF of two pages, into which files are really put."""

    asked: list[bytes] = field(default_factory=list)

    def render(self, document: bytes, figures: Mapping[str, bytes]) -> tuple[bytes, int]:
        self.asked.append(document)
        return paper(), 2

    def attach(self, pdf: bytes, files: Mapping[str, bytes]) -> bytes:
        return attach(pdf, files)


def zoe(desk: Desk) -> PersonId:
    person_id = desk.add_person({**ZOE, PersonField.ACCOUNT_HOLDER: FORMULA})
    with desk.records.open_work() as work:
        run = work.imports.start(ImportKind.CONNECTIONS, "c.csv", "0" * 64)
        at = datetime(2026, 11, 20, 11, tzinfo=UTC)
        work.activity.add([Connection(person_id, at, "@browser", "fr", "Windows", "192.0.2.1")], run.id)
        work.audit.record(AuditEvent(Action.IMPORT_BATCH))
        work.commit()
    return person_id


def open_case(desk: Desk, person_id: PersonId, *, identity: bool = True) -> Case:
    asked = replace(
        some.case(identity=identity), id=CaseId(0), number="", person_id=person_id, letters=(),
        rights=(CaseRight(Right.PORTABILITY),),
    )  # fmt: skip
    with desk.records.open_work() as work:
        added = work.cases.add(asked)
        work.audit.record(AuditEvent(Action.CASE_OPENED, f"case:{added.id}"))
        work.commit()
    return added


def service(desk: Desk, *roles: Role) -> Portability:
    return Portability(desk.as_member(*(roles or (Role.CLERK,))), PaperRenderer())


def made(desk: Desk, person_id: PersonId, case_id: CaseId | None = None) -> MadePortability:
    own = service(desk)
    return own.make(own.prepare(person_id, case_id=case_id))


def test_the_folder_holds_paper_json_and_a_table_a_group(desk: Desk, tmp_path: Path) -> None:
    person_id = zoe(desk)
    package = made(desk, person_id)
    out = tmp_path / "out" / "zoe"
    service(desk).hand_out(package, out)
    names = sorted(path.name for path in out.iterdir())
    assert names == sorted([
        "portability.pdf", "portability.json", "identity.csv", "refund.csv", "connections.csv", "topups.csv",
        "usage.csv", "usage_sums.csv", "surveys.csv", "consents.csv", "forms.csv",
    ])  # fmt: skip
    body = json.loads((out / "portability.json").read_bytes())
    assert faults(body) == []
    assert {group["key"]: len(group["rows"]) for group in body["groups"]}["connections"] == 1
    assert list(out.parent.iterdir()) == [out], "nothing half written is left"


def test_the_tables_hold_the_same_and_no_formula(desk: Desk) -> None:
    files = made(desk, zoe(desk)).files
    rows = list(csv.reader(io.StringIO(files["refund.csv"].decode("utf-8-sig")), delimiter=";"))
    assert rows[0] == ["field", "value", "given_on", "channel", "reference"]
    assert ["account_holder", f"'{FORMULA}"] in [row[:2] for row in rows]
    assert b"'@browser" in files["connections.csv"]
    assert FORMULA in files["portability.json"].decode(), "JSON keeps the value exactly"


def test_the_pdf_carries_the_same_files(desk: Desk) -> None:
    from pypdf import PdfReader

    package = made(desk, zoe(desk))
    inside = {name: parts[0] for name, parts in PdfReader(io.BytesIO(package.pdf)).attachments.items()}
    assert inside == {name: data for name, data in package.files.items() if name != "portability.pdf"}


def test_an_archive_holds_the_same(desk: Desk, tmp_path: Path) -> None:
    package = made(desk, zoe(desk))
    target = tmp_path / "zoe.zip"
    service(desk).hand_out(package, target)
    with zipfile.ZipFile(target) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == dict(package.files)
    assert "Zoë" not in package.folder_name


def test_the_hand_over_is_sealed_filed_in_the_request_and_recorded(desk: Desk, tmp_path: Path) -> None:
    person_id = zoe(desk)
    case = open_case(desk, person_id)
    changed = service(desk).hand_out(made(desk, person_id, case.id), tmp_path / "x")
    assert changed is not None
    letter = changed.letters[-1]
    assert letter.direction is LetterDirection.OUT
    assert letter.document_id in desk.sealer.settled
    events = desk.actions(Action.PORTABILITY_MADE, Action.PORTABILITY_HANDED_OUT)
    assert [(event.record, event.reference) for event in events] == [(f"person:{person_id}", case.number)] * 2
    assert events[0].fields == ("identity", "refund", "connections")
    assert all("Zoë" not in repr(event) for event in events)


def test_nothing_goes_out_before_identity_or_to_somebody_else(desk: Desk, tmp_path: Path) -> None:
    person_id = zoe(desk)
    case = open_case(desk, person_id, identity=False)
    with pytest.raises(IdentityOpenError):
        service(desk).hand_out(made(desk, person_id, case.id), tmp_path / "x")
    other = open_case(desk, desk.add_person(ZOE, "300901"))
    with pytest.raises(CaseOfOtherPersonError):
        service(desk).hand_out(made(desk, person_id), tmp_path / "x", other.id)
    assert not (tmp_path / "x").exists()
    assert desk.actions(Action.PORTABILITY_HANDED_OUT) == []


def test_what_lies_there_stays(desk: Desk, tmp_path: Path) -> None:
    package = made(desk, zoe(desk))
    full = tmp_path / "full"
    full.mkdir()
    (full / "diary.txt").write_text("mine")
    archive = tmp_path / "there.zip"
    archive.write_bytes(b"mine")
    for place in (full, archive):
        with pytest.raises(FileThereError):
            service(desk).hand_out(package, place)
    blocked = tmp_path / "file"
    blocked.write_text("no folder")
    with pytest.raises(FolderNotWritableError):
        service(desk).hand_out(package, blocked / "under")
    assert archive.read_bytes() == b"mine"
    assert desk.actions(Action.PORTABILITY_HANDED_OUT) == []
    empty = tmp_path / "empty"
    empty.mkdir()
    service(desk).hand_out(package, empty)
    assert len(list(empty.iterdir())) == 11


def test_a_restriction_does_not_keep_it_from_the_person(desk: Desk, tmp_path: Path) -> None:
    person_id = zoe(desk)
    with desk.records.open_work() as work:
        work.people.mark(person_id, restricted_since=date(2026, 3, 1), no_advertising_since=None)
        work.audit.record(AuditEvent(Action.RESTRICTION_SET))
        work.commit()
    plan = service(desk).prepare(person_id)
    assert plan.restricted
    service(desk).hand_out(service(desk).make(plan), tmp_path / "x")
    assert (tmp_path / "x" / "portability.json").exists()


def test_stopping_leaves_nothing_behind(desk: Desk) -> None:
    class Stopped(NoProgress):
        def raise_if_cancelled(self) -> None:
            raise Cancelled

    own = service(desk)
    plan = own.prepare(zoe(desk))
    with pytest.raises(Cancelled):
        own.make(plan, Stopped())
    assert desk.actions(Action.PORTABILITY_HANDED_OUT) == []


def test_who_may_not_give_access_may_not_give_this(desk: Desk) -> None:
    person_id = zoe(desk)
    for role in (Role.ADMINISTRATOR, Role.AGENCY_CLERK):
        with pytest.raises(NotAllowedError):
            service(desk, role).prepare(person_id)
