# SPDX-License-Identifier: MIT
"""What was acknowledged survives kill -9, and nothing the program wrote holds a person in plain."""

import json
import os
import signal
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from privdesk.demo.story import entry_of
from privdesk.domain.cases import Right
from privdesk.domain.errors import AnotherDeskError
from privdesk.domain.inbox import ItemId
from privdesk.domain.people import Channel, PersonField
from privdesk.domain.submissions import SamePerson
from privdesk.services.requests import NewRequest
from tests.journeys.office_kit import PASSWORD, STAFF, Office

ROOT = Path(__file__).parents[2]
TYPIST = """
import sys
from dataclasses import replace
from pathlib import Path
from tests.journeys.office_kit import Office, STAFF, PASSWORD
office = Office(Path(sys.argv[1]))
opened = office.program().open_desk(office.folder, STAFF, PASSWORD)
desk = opened.__enter__()
item = desk.inbox.add_files([Path(sys.argv[2])]).items[0]
desk.capture.keep(item, {"values": {"last_name": "Half-typed"}}, "last_name:4")
call = desk.calls.start(None)
desk.calls.keep(replace(call, notes="half a note"))
print(item, call.id, flush=True)
sys.stdin.read()
"""


@contextmanager
def typist(office: Office, form: Path) -> Iterator[tuple[subprocess.Popen[str], ItemId, int]]:
    command = [sys.executable, "-c", TYPIST, str(office.folder.parent), str(form)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment, cwd=ROOT
    )
    try:
        assert process.stdout is not None
        item, call = process.stdout.readline().split()
        yield process, ItemId(int(item)), int(call)
    finally:
        process.kill()
        process.communicate()


@pytest.fixture
def form(office: Office, tmp_path: Path) -> Path:
    path = tmp_path / "form.pdf"
    path.write_bytes(office.papers.filled("registration", "fr", office.stranger()))
    return path


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="kill -9 is a POSIX thing")
def test_a_half_typed_form_and_call_stand_after_kill_9(office: Office, form: Path) -> None:
    with typist(office, form) as (process, item, call_id):
        with pytest.raises(AnotherDeskError) as refused, office.desk():
            pass
        assert refused.value.who == STAFF
        process.send_signal(signal.SIGKILL)
        process.wait(10)
    with office.desk() as desk:
        draft = desk.capture.open(item).draft
        assert draft is not None
        assert json.loads(draft.body) == {"values": {"last_name": "Half-typed"}}
        assert draft.place == "last_name:4"
        assert [sheet.notes for sheet in desk.calls.unfinished() if sheet.id == call_id] == ["half a note"]
        assert desk.audit.verify().whole


CANARY = "Quittenbaumer"
MORE = ("Zwetschgenweg", "kanarie@example.org", "spricht leise am Telefon")


def test_no_file_of_the_program_holds_a_person_in_plain(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    temporary, home = tmp_path / "tmp", tmp_path / "home"
    for name, folder in (
        ("TMPDIR", temporary),
        ("HOME", home),
        ("XDG_CACHE_HOME", home),
        ("XDG_CONFIG_HOME", home),
    ):
        folder.mkdir(exist_ok=True)
        monkeypatch.setenv(name, str(folder))
    values = office.stranger(last_name=CANARY, street=MORE[0], email=MORE[1])
    outside = tmp_path / "outside.pdf"
    outside.write_bytes(office.papers.filled("registration", "de", values))
    with office.desk() as desk:
        sheet = desk.capture.open(desk.inbox.add_files([outside]).items[0])
        saved = desk.capture.save(entry_of(sheet, SamePerson.NEW))
        assert saved.person_id is not None
        call = desk.calls.start(saved.person_id)
        desk.calls.keep(replace(call, notes=MORE[2]))
        request = NewRequest(saved.person_id, {Right.ACCESS: MORE[2]}, Channel.PHONE, desk.clock.today())
        desk.requests.open(request)
        made = desk.reports.make(desk.reports.prepare(saved.person_id))
        desk.reports.page(made, 0, 800)
        assert desk.people.search(CANARY[:5])[0].name.endswith(CANARY)
        _no_trace(tmp_path, outside)
    _no_trace(tmp_path, outside)


def _no_trace(folder: Path, outside: Path) -> None:
    needles = []
    for word in (CANARY, *MORE):
        for form in (word, word.casefold(), unicodedata.normalize("NFKD", word)):
            needles += [form.encode("utf-8"), form.encode("utf-16-le")]
    looked_at = 0
    for path in folder.rglob("*"):
        if path.is_file() and path != outside:
            data = path.read_bytes()
            looked_at += len(data)
            assert not [needle for needle in needles if needle in data], path.name
    assert looked_at > 100_000


def test_the_recovery_sheet_lets_one_back_in_and_is_used_up(office: Office, tmp_path: Path) -> None:
    program = office.program()
    folder = tmp_path / "Other.privdesk"
    from privdesk.demo.main import demo_office

    made = program.vaults.prepare(
        folder, name="Other", staff_name=STAFF, password=PASSWORD, office=demo_office()
    )
    program.vaults.finish(made)
    new = program.vaults.recover(
        folder, staff_name=STAFF, code=made.code.text, new_password="another long one"
    )
    assert new.sheet.startswith(b"%PDF")
    assert new.code.groups != made.code.groups
    with program.open_desk(folder, STAFF, "another long one") as desk:
        assert desk.session.member.name == STAFF
    from privdesk.domain.errors import RecoveryRefusedError, WrongPasswordError

    with pytest.raises(WrongPasswordError):
        program.vaults.unlock(folder, STAFF, PASSWORD)
    with pytest.raises(RecoveryRefusedError):
        program.vaults.recover(folder, staff_name=STAFF, code=made.code.text, new_password="yet another one")


def test_a_watched_folder_takes_only_what_stands_still(office: Office, tmp_path: Path, form: Path) -> None:
    watched = tmp_path / "Incoming"
    watched.mkdir()
    moved = watched / "scan.pdf"
    moved.write_bytes(form.read_bytes())
    with office.desk() as desk:
        assert not desk.watch.sweep(watched, "done").items
        taken = desk.watch.sweep(watched, "done")
        assert len(taken.items) == 1
        assert not moved.exists()
        assert (watched / "Done" / "scan.pdf").read_bytes() == form.read_bytes()
        assert desk.inbox.original(taken.items[0])[1] == form.read_bytes()


def test_a_contact_changed_in_the_call_serves_no_hand_over(office: Office, tmp_path: Path) -> None:
    from privdesk.domain.case_errors import ContactChangedError
    from privdesk.domain.cases import IdentityMethod
    from privdesk.services.reports import HandOut

    with office.desk() as desk:
        office.bring_in(desk, 4, tmp_path)
        person = desk.people.search(office.people[0].user_number, 1)[0].id
        request = NewRequest(
            person, {Right.ACCESS: "", Right.RECTIFICATION: ""}, Channel.PHONE, desk.clock.today()
        )
        case = desk.requests.open(request)
        desk.requests.check_identity(case.id, IdentityMethod.CARD_SEEN, True)
        desk.requests.rectify(case.id, {PersonField.EMAIL: "brand.new@example.org"}, "told at the counter")
        made = desk.reports.make(desk.reports.prepare(person, case_id=case.id))
        with pytest.raises(ContactChangedError):
            desk.reports.hand_out(made, HandOut.EMAIL_DRAFT, case.id, tmp_path / "draft.eml")
        assert not (tmp_path / "draft.eml").exists()
