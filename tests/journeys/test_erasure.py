# SPDX-License-Identifier: MIT
"""An erasure from the plan to the certificate: a hold, kill -9 in the middle, a backup from before it."""

import io
import json
import os
import signal
import subprocess
import sys
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
from privdesk.domain.audit import Action, AuditEvent, Purpose
from privdesk.domain.cases import CaseId, IdentityMethod, Outcome, Right
from privdesk.domain.erasure_plan import Act, ErasureRunningError, Ground, Obstacle
from privdesk.domain.erasures import ErasureState
from privdesk.domain.errors import NotFoundError
from privdesk.domain.holds import OpenHoldError
from privdesk.domain.ledger import EVERYTHING, LedgerKind, LedgerLine
from privdesk.domain.people import Channel, PersonField, PersonId
from privdesk.domain.submissions import SamePerson
from privdesk.services.desk import Desk
from privdesk.services.erasure import Erasure
from privdesk.services.explain import describe
from privdesk.services.requests import NewRequest
from privdesk.services.restore import Opener
from tests.journeys.office_kit import PASSWORD, SENDER, STAFF, Office
from tests.journeys.restore_kit import LostAndFound, decrypted_pages

ROOT = Path(__file__).parents[2]
WORD = "Kanarienvogel"
ENDED = date(2014, 6, 30)


@pytest.fixture
def lost(tmp_path: Path) -> LostAndFound:
    return LostAndFound(tmp_path)


@pytest.fixture
def form(tmp_path: Path) -> Path:
    office = Office(tmp_path)
    path = tmp_path / f"{WORD}.pdf"
    values = office.stranger(last_name=WORD, email=f"{WORD.lower()}@example.org", street=f"{WORD}weg")
    path.write_bytes(Papers(SENDER, office.today).filled("registration", "fr", values))
    return path


def erasure_of(desk: Desk) -> Erasure:
    assert desk.erasure is not None
    return desk.erasure


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


def asked(desk: Desk, person_id: PersonId) -> CaseId:
    """Their request for erasure, with identity checked."""
    wish = {Right.ERASURE: f"Please erase {WORD}"}
    request = NewRequest(person_id, wish, Channel.POST, desk.clock.today(), notes=f"{WORD} called twice")
    case = desk.requests.open(request)
    desk.requests.check_identity(case.id, IdentityMethod.CARD_SEEN, True)
    return case.id


def pages_of(lost: LostAndFound) -> bytes:
    """Every decrypted page of the closed records."""
    with lost.opened() as opened:
        key, path = opened.vault.keys.database, opened.vault.folder / "records.db"
        assert isinstance(opened.records, JoinedRecords)
        opened.records.database.checkpoint()
        return decrypted_pages(path, key)


def sealed_files(lost: LostAndFound) -> list[Path]:
    return sorted(each for each in (lost.folder / "documents").rglob("*") if each.is_file())


def words_of(pdf: bytes) -> str:
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def test_all_that_may_go_goes_and_the_request_stays_without_a_word_of_the_person(
    lost: LostAndFound, form: Path
) -> None:
    with lost.desk() as desk:
        person_id = registered(desk, form)
        case_id = asked(desk, person_id)
        lost.back_up(desk)
        erasure = erasure_of(desk)
        desk.half_typed.keep(f"page:person:{person_id}:correct", {"last_name": WORD})
        plan = erasure.plan(person_id, case_id)
        assert plan.whole
        assert plan.obstacles == ()
        assert plan.backups_until is not None
        assert plan.backups_until > desk.clock.today()
        assert WORD.encode() in pages_before(lost, desk)
        assert len(sealed_files(lost)) == 1
        carried = erasure.run(plan)
        assert carried.erasure.state is ErasureState.DONE
        assert carried.erasure.person_id is None
        assert WORD in carried.address[0]
        assert sealed_files(lost) == []
        with pytest.raises(NotFoundError):
            erasure.plan(person_id)
        assert not desk.people.search(WORD)
        case = desk.requests.get(case_id)
        (right,) = case.rights
        assert (right.outcome, right.wish, case.person_id, case.person_name) == (
            Outcome.GRANTED,
            "",
            None,
            "",
        )
        assert case.identity_stands
        assert case.notes == ""
        made = erasure.certificate(carried.erasure.id)
        assert {case.number, carried.erasure.number} <= set(words_of(made.pdf).replace("·", " ").split())
        assert WORD in words_of(made.pdf)
        (paper,) = erasure.papers(carried.erasure.id, waiting=True)
        assert paper.destroy_by == desk.clock.today() + timedelta(days=30)
        erasure.destroyed(paper.id)
        assert not erasure.papers(waiting=True)
        assert desk.audit.verify().whole
        desk.requests.page(case_id)
    assert WORD.lower().encode() not in pages_of(lost).lower()
    with lost.desk() as desk:
        assert WORD not in words_of(erasure_of(desk).certificate(carried.erasure.id).pdf)


def pages_before(lost: LostAndFound, desk: Desk) -> bytes:
    """The pages while the desk is open."""
    erasure_of(desk)._clearing.scrub()
    clearing = erasure_of(desk)._clearing
    records = clearing._records  # type: ignore[attr-defined]
    return decrypted_pages(lost.folder / "records.db", records._vault.keys.database)


def test_what_the_law_keeps_stays_restricted_with_its_law_and_date(lost: LostAndFound, form: Path) -> None:
    with lost.desk() as desk:
        person_id = registered(desk, form, ended=date(2024, 6, 30))
        erasure = erasure_of(desk)
        plan = erasure.plan(person_id)
        assert not plan.whole
        row = plan.row("contract")
        assert (row.act, row.ground, row.until) == (Act.RESTRICT, Ground.CLAIMS, date(2034, 6, 30))
        assert plan.row("contact").act is Act.ERASE
        carried = erasure.run(plan)
        page = desk.people.open(person_id, Purpose.QUALITY)
        assert page.person.restricted_since == desk.clock.today()
        assert PersonField.EMAIL not in page.person.facts
        assert page.person.fact(PersonField.LAST_NAME) == WORD
        assert len(sealed_files(lost)) == 1
        text = words_of(erasure.certificate(carried.erasure.id, language="en").pdf)
        assert "30.06.2034" in text or "30/06/2034" in text
        assert "Art. 127" in text
        paper = words_of(erasure.plan_paper(erasure.page(person_id)).pdf)
        assert "Art. 127" in paper
        assert WORD in paper
        kinds = [(line.kind, line.group) for line in ledger(desk)]
        assert (LedgerKind.ERASED, "contact") in kinds
        assert (LedgerKind.RESTRICTED, EVERYTHING) in kinds


def ledger(desk: Desk) -> list[LedgerLine]:
    with desk.people._place.reading() as records:
        return list(records.ledger.lines())


def test_an_erasure_with_an_open_hold_is_refused_with_its_sentence(lost: LostAndFound, form: Path) -> None:
    with lost.desk() as desk:
        person_id = registered(desk, form)
        erasure, holds = erasure_of(desk), desk.holds
        assert holds is not None
        review = desk.clock.today() + timedelta(days=90)
        hold = holds.set(person_id, "Proceeding ZH-2026-17", review)
        plan = erasure.plan(person_id)
        assert Obstacle.HOLD in plan.obstacles
        assert not plan.of(Act.ERASE)
        with pytest.raises(OpenHoldError) as refused:
            erasure.run(plan)
        assert "Proceeding ZH-2026-17" in describe(refused.value).happened
        with pytest.raises(OpenHoldError):
            erasure.change(person_id, "identity", Act.ERASE, "they insist")
        assert desk.people.search(WORD)
        holds.lift(hold.id, "settled")
        assert erasure.run(erasure.plan(person_id)).erasure.whole


def test_a_backup_from_before_an_erasure_brings_nobody_back(lost: LostAndFound, form: Path) -> None:
    with lost.desk() as desk:
        person_id = registered(desk, form)
        kept = registered(desk, second(form), ended=date(2024, 6, 30))
        case_id = asked(desk, person_id)
        lost.back_up(desk)
        erasure = erasure_of(desk)
        erasure.run(erasure.plan(person_id, case_id))
        erasure.run(erasure.plan(kept))
    restoring = lost.program().restoring
    done = restoring.finish(restoring.prepare(lost.usb, lost.target, Opener(STAFF, PASSWORD)))
    assert done.outcome.again
    with lost.desk(lost.target) as desk:
        assert [hit.id for hit in desk.people.search(WORD)] == [kept]
        page = desk.people.open(kept, Purpose.QUALITY)
        assert PersonField.EMAIL not in page.person.facts
        assert page.person.restricted_since is not None
        case = desk.requests.get(case_id)
        assert (case.person_id, case.person_name, case.notes) == (None, "", "")
        assert erasure_of(desk).unfinished() == []


def second(form: Path) -> Path:
    """The form of somebody of the same family."""
    path = form.with_name("second.pdf")
    office = Office(form.parent)
    next(office.inventor.people(1))
    values = office.stranger(last_name=WORD, first_name="Zoltan", email="zoltan@example.org")
    path.write_bytes(Papers(SENDER, office.today).filled("registration", "fr", values))
    return path


KILLED = """
import os, signal, sys
from pathlib import Path
from tests.journeys.office_kit import Office, STAFF, PASSWORD
office = Office(Path(sys.argv[1]))
opened = office.program().open_desk(Path(sys.argv[1]) / "Office.privdesk", STAFF, PASSWORD)
desk = opened.__enter__()
class Killer:
    def report(self, done, total):
        if done == int(sys.argv[3]):
            os.kill(os.getpid(), signal.SIGKILL)
    def raise_if_cancelled(self):
        pass
desk.erasure.run(desk.erasure.plan(int(sys.argv[2])), Killer())
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="kill -9 is a POSIX thing")
@pytest.mark.parametrize("after", [1, 4, 7, 8])
def test_a_run_killed_in_the_middle_goes_on_to_its_end(lost: LostAndFound, form: Path, after: int) -> None:
    with lost.desk() as desk:
        person_id = registered(desk, form)
    command = [sys.executable, "-c", KILLED, str(lost.folder.parent), str(person_id), str(after)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    ended = subprocess.run(command, env=environment, cwd=ROOT, check=False, timeout=60)
    assert ended.returncode == -signal.SIGKILL
    with lost.desk() as desk:
        erasure = erasure_of(desk)
        (begun,) = erasure.unfinished()
        before = dict(begun.done)
        assert len(before) == after
        if begun.person_id is not None:
            with pytest.raises(ErasureRunningError):
                erasure.run(erasure.plan(begun.person_id))
        done = erasure.resume(begun.id).erasure
        assert done.state is ErasureState.DONE
        assert before.items() <= done.done.items()
        assert not erasure.unfinished()
        assert sealed_files(lost) == []
        erased = [line for line in ledger(desk) if line.kind is LedgerKind.ERASED]
        assert len({(line.token, line.group) for line in erased}) == len(erased)
        assert desk.audit.verify().whole
    assert WORD.lower().encode() not in pages_of(lost).lower()


def test_the_same_on_the_command_line(
    lost: LostAndFound, form: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with lost.desk() as desk:
        person_id, day = registered(desk, form), desk.clock.today()
    secret = tmp_path / "password"
    secret.write_text(PASSWORD, encoding="utf-8")
    secret.chmod(0o600)

    def command(*given: str) -> dict[str, Any]:
        options = ["--staff", STAFF, "--password-file", str(secret), "--json"]
        capsys.readouterr()
        code = run_command(lost.program, parse([*given[:2], str(lost.folder), *given[2:], *options]))
        answer: dict[str, Any] = json.loads(capsys.readouterr().out or "{}")
        return {"code": code, **answer}

    person = str(person_id)
    plan = command("erasure", "plan", person)
    assert plan["whole"]
    assert plan["code"] == 0
    held = command(
        "hold", "set", person, "--reason", "Proceeding 4", "--review", f"{day + timedelta(days=9)}"
    )
    assert command("erasure", "run", person)["error"] == "OpenHoldError"
    command("hold", "lift", str(held["hold"]), "--reason", "settled")
    refused = command("erasure", "plan", person, "--set", "forms=keep")
    assert refused["error"] == "ChangeReasonMissingError"
    certificate = tmp_path / "certificate.pdf"
    done = command("erasure", "run", person, "--out", str(certificate))
    assert done["state"] == "done"
    assert WORD in words_of(certificate.read_bytes())
    assert command("erasure", "plan", person)["error"] == "NotFoundError"
    assert command("erasure", "destroyed", "1")["destroyed_on"]
