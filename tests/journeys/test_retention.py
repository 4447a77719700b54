# SPDX-License-Identifier: MIT
"""A disposal on the real program: everything past its period leaves no word, kill -9, an older backup, the commands."""

import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from privdesk.bootstrap.records import JoinedRecords
from privdesk.cli.main import run as run_command
from privdesk.cli.parser import parse
from privdesk.demo.papers import Papers
from privdesk.demo.story import entry_of
from privdesk.domain.audit import Action, AuditEvent
from privdesk.domain.disposals import DisposalState
from privdesk.domain.ledger import EVERYTHING, LedgerKind
from privdesk.domain.people import PersonId
from privdesk.domain.staff import Role
from privdesk.domain.submissions import SamePerson
from privdesk.services.desk import Desk
from privdesk.services.restore import Opener
from privdesk.services.retention import Retention
from tests.journeys.office_kit import PASSWORD, SENDER, STAFF, Office
from tests.journeys.restore_kit import LostAndFound, decrypted_pages

ROOT = Path(__file__).parents[2]
WORDS = ("Kanarienvogel", "Zeisig", "Stieglitz")
ENDED = date(2013, 6, 30)
YEARS = 3 * 366
"""Requests, letters and look-ups of today are past their period by then."""


@pytest.fixture
def lost(tmp_path: Path) -> LostAndFound:
    return LostAndFound(tmp_path)


@pytest.fixture
def forms(tmp_path: Path) -> list[Path]:
    office = Office(tmp_path)
    papers = Papers(SENDER, office.today)
    made = []
    for word in WORDS:
        path = tmp_path / f"{word}.pdf"
        values = office.stranger(last_name=word, email=f"{word.lower()}@example.org", street=f"{word}weg")
        path.write_bytes(papers.filled("registration", "fr", values))
        made.append(path)
    return made


def retention_of(desk: Desk) -> Retention:
    assert desk.retention is not None
    return desk.retention


def registered(desk: Desk, form: Path, ended: date | None = ENDED) -> PersonId:
    """Somebody whose form lies in the records, and whose contract ended then."""
    (item,) = desk.inbox.add_files([form]).items
    saved = desk.capture.save(entry_of(desk.capture.open(item), SamePerson.NEW))
    assert saved.person_id is not None
    with desk.people._place.work() as work:
        for contract in work.contracts.of_person(saved.person_id):
            start = contract.start if ended is None else ended - timedelta(days=900)
            work.contracts.change(replace(contract, start=start, end=ended))
        work.audit.record(AuditEvent(Action.PERSON_CORRECTED, f"person:{saved.person_id}"))
        work.commit()
    return saved.person_id


def words_of(pdf: bytes) -> str:
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def pages_of(lost: LostAndFound) -> bytes:
    """Every decrypted page of the closed records."""
    with lost.opened() as opened:
        key, path = opened.vault.keys.database, opened.vault.folder / "records.db"
        assert isinstance(opened.records, JoinedRecords)
        opened.records.database.checkpoint()
        return decrypted_pages(path, key).lower()


def sealed_files(lost: LostAndFound) -> list[Path]:
    return sorted(each for each in (lost.folder / "documents").rglob("*") if each.is_file())


def test_who_is_past_every_period_leaves_no_word_and_others_stay(
    lost: LostAndFound, forms: list[Path]
) -> None:
    with lost.desk() as desk:
        gone, held, stays = (
            registered(desk, form, end) for form, end in zip(forms, (ENDED, ENDED, None), strict=True)
        )
        assert desk.holds is not None
        desk.holds.set(held, "Proceeding ZH-2026-17", desk.clock.today() + timedelta(days=90))
        lost.back_up(desk)
        retention = retention_of(desk)
        due = retention.due()
        assert {"contract", "forms", "contact", "identity"} <= {line.group for line in due.now}
        assert {line.count.people for line in due.now if line.group in {"contract", "identity"}} == {1}
        assert len(sealed_files(lost)) == 3
        done = retention.run(retention.propose().id)
        assert done.state is DisposalState.DONE
        assert done.backups_until is not None
        assert len(sealed_files(lost)) == 2
        assert [bool(desk.people.search(word)) for word in WORDS] == [False, True, True]
        certificate = words_of(retention.certificate(done.id, "en").pdf)
        assert done.number in certificate
        assert "Art. 127" in certificate
        assert "Held back" in certificate
        assert not any(word in certificate for word in (*WORDS, "ZH-2026-17"))
        (paper,) = retention.papers(done.id)
        assert paper.destroy_by == desk.clock.today() + timedelta(days=30)
        assert desk.audit.verify().whole
        with desk.people._place.reading() as records:
            lines = [line for line in records.ledger.lines() if line.kind is LedgerKind.DISPOSED]
        assert {line.token for line in lines if line.group == EVERYTHING} == {lines[0].token}
        assert {gone, held, stays}
    pages = pages_of(lost)
    assert WORDS[0].lower().encode() not in pages
    assert WORDS[2].lower().encode() in pages


def test_a_backup_from_before_a_disposal_brings_nobody_back(lost: LostAndFound, forms: list[Path]) -> None:
    with lost.desk() as desk:
        registered(desk, forms[0])
        registered(desk, forms[2], None)
        lost.back_up(desk)
        retention = retention_of(desk)
        retention.run(retention.propose().id)
    restoring = lost.program().restoring
    done = restoring.finish(restoring.prepare(lost.usb, lost.target, Opener(STAFF, PASSWORD)))
    assert done.outcome.again
    with lost.desk(lost.target) as desk:
        assert [bool(desk.people.search(word)) for word in WORDS] == [False, False, True]
        assert retention_of(desk).due().now == ()


KILLED = """
import os, signal, sys
from pathlib import Path
from privdesk.services import disposal_run
from tests.journeys.office_kit import Office, STAFF, PASSWORD
disposal_run.PEOPLE_AT_ONCE = 1
office = Office(Path(sys.argv[1]))
opened = office.program().open_desk(Path(sys.argv[1]) / "Office.privdesk", STAFF, PASSWORD)
desk = opened.__enter__()
class Killer:
    calls = 0
    def report(self, done, total):
        self.calls += 1
        if self.calls == int(sys.argv[2]):
            os.kill(os.getpid(), signal.SIGKILL)
    def raise_if_cancelled(self):
        pass
desk.retention.run(desk.retention.propose().id, Killer())
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="kill -9 is a POSIX thing")
@pytest.mark.parametrize("after", [1, 2, 3])
def test_a_disposal_killed_in_the_middle_goes_on_to_its_end(
    lost: LostAndFound, forms: list[Path], after: int
) -> None:
    with lost.desk() as desk:
        for form in forms:
            registered(desk, form)
        planned = {line.group: line.count.entries for line in retention_of(desk).due().now}
    command = [sys.executable, "-c", KILLED, str(lost.folder.parent), str(after)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    ended = subprocess.run(command, env=environment, cwd=ROOT, check=False, timeout=60)
    assert ended.returncode == -signal.SIGKILL
    with lost.desk() as desk:
        retention = retention_of(desk)
        begun = retention.standing().unfinished
        assert begun is not None
        assert begun.disposed < begun.entries
        done = retention.go_on(begun.id)
        assert {group: each.entries for group, each in done.done.items()} == planned
        assert not any(desk.people.search(word) for word in WORDS)
        assert sealed_files(lost) == []
        with desk.people._place.reading() as records:
            lines = [line for line in records.ledger.lines() if line.kind is LedgerKind.DISPOSED]
        assert len({(line.token, line.group) for line in lines}) == len(lines)
        assert desk.audit.verify().whole
    pages = pages_of(lost)
    assert not any(word.lower().encode() in pages for word in WORDS)


Command = Callable[..., dict[str, Any]]


@pytest.fixture
def command(lost: LostAndFound, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Command:
    """A command on the records, with its exit code and its answer."""
    secret = tmp_path / "password"
    secret.write_text(PASSWORD, encoding="utf-8")
    secret.chmod(0o600)

    def run(*given: str) -> dict[str, Any]:
        options = ["--staff", STAFF, "--password-file", str(secret), "--json"]
        capsys.readouterr()
        code = run_command(lost.program, parse([*given[:2], str(lost.folder), *given[2:], *options]))
        lines = capsys.readouterr().out.splitlines() or ["{}"]
        answer: dict[str, Any] = json.loads(lines[0])
        return {"code": code, **answer}

    return run


def test_the_same_on_the_command_line(
    lost: LostAndFound, forms: list[Path], tmp_path: Path, command: Command
) -> None:
    with lost.desk() as desk:
        registered(desk, forms[0])
    due = command("retention", "due", "--months", "2")
    assert due["findings"] == []
    assert due["code"] == 0
    groups = {each["group"]: each for each in due["groups"]}
    assert groups["contract"]["people"] == 1
    assert "127" in groups["contract"]["law"]
    assert {each["month"] for each in due["months"]}
    assert command("retention", "run", "--group", "horoscope")["error"] == "GroupUnknownError"
    assert command("retention", "run", "--group", "identity")["error"] == "GroupNeedsOthersError"
    certificate = tmp_path / "certificate.pdf"
    done = command("retention", "run", "--out", str(certificate))
    assert (done["code"], done["state"]) == (0, "done")
    assert done["number"] in words_of(certificate.read_bytes())
    assert command("retention", "run")["error"] == "NothingDueError"
    assert command("retention", "run", "--out", str(certificate))["error"] == "FileThereError"
    again = tmp_path / "again.pdf"
    number = str(done["disposal"])
    assert command("retention", "certificate", number, "--out", str(again), "--language", "de")["pages"]
    assert "Nachweis der Vernichtung" in words_of(again.read_bytes())
    paper = command("retention", "papers", "--disposal", number)
    assert command("retention", "destroyed", str(paper["paper"]))["destroyed"] == 1
    assert command("retention", "end", number)["error"] == "DisposalSettledError"
    assert command("retention", "list")["number"] == done["number"]


def test_two_officers_on_the_command_line(lost: LostAndFound, forms: list[Path], command: Command) -> None:
    with lost.desk() as desk:
        registered(desk, forms[0])
        assert desk.staff is not None
        desk.staff.add("B. Roth", {Role.PRIVACY_OFFICER}, "correct horse battery staple")
    assert command("retention", "run")["error"] == "ApprovalMissingError"
    proposed = command("retention", "run", "--propose")
    assert proposed["state"] == "planned"
    assert command("retention", "run")["error"] == "ApprovalMissingError"
    assert command("retention", "withdraw", str(proposed["disposal"]))["code"] == 0
    with lost.desk() as desk:
        assert desk.people.search(WORDS[0])
