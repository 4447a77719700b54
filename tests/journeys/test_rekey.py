# SPDX-License-Identifier: MIT
"""New keys: everything opens under them, nothing under the old, and no kill at any point leaves less than whole records."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from privdesk.bootstrap.program import DeskProgram
from privdesk.domain.audit import Action
from privdesk.domain.errors import (
    Cancelled,
    CodeExpiredError,
    CodeRefusedError,
    CodeWaitsError,
    KeysChangedMeanwhileError,
    RecoveryRefusedError,
    WrongPasswordError,
)
from privdesk.domain.staff import NotAllowedError, Role
from privdesk.domain.vault import SignInNote, VaultBinding
from privdesk.security import key_switch
from privdesk.security.header import read_header
from privdesk.services.rekey import PreparedKeys
from tests.journeys.office_kit import PASSWORD, STAFF, Office
from tests.security.desk_kit import MemoryStore

ROOT = Path(__file__).parents[2]
COLLEAGUE, THEIR_PASSWORD, CHOSEN = "Jonas Weber", "kettle meadow lantern", "ferry cobalt garden"
STEPS = (
    "started", "closed", "copied", "carried", "recorded", "proven", "anchored", "announced", "database", "anchor",
    "retired",
)  # fmt: skip
COUNTS = STEPS.index("announced")
RUNNER = """
import os, sys
from pathlib import Path
from tests.journeys.office_kit import Office, STAFF, PASSWORD

def change(folder, last):
    office = Office(Path(folder))
    program = office.program()
    prepared = program.keys.prepare(office.folder, STAFF, PASSWORD)
    print("ready", flush=True)
    program.keys.run(prepared, step=lambda name: os._exit(9) if name == last else None)

Office(Path("/nowhere")).program().keys
print("up", flush=True)
for line in sys.stdin:
    child = os.fork()
    if child == 0:
        change(*line.rstrip(chr(10)).split(chr(9)))
        os._exit(0)
    print(child, flush=True)
    print("ended", os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


class Runner:
    """A process that changes keys in a child of its own for each test: starting Python anew costs more than the change."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", RUNNER], cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )  # fmt: skip
        assert self.line() == "up"

    def line(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()

    def begin(self, office: Office, last: str) -> int:
        """Begin to change the keys; the process ends itself after the step `last`. Returns its id."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{office.folder.parent}\t{last}\n")
        self._process.stdin.flush()
        told = {self.line(), self.line()} - {"ready"}
        return int(told.pop())

    def ended(self) -> int:
        return int(self.line().removeprefix("ended "))

    def __call__(self, office: Office, last: str) -> int:
        self.begin(office, last)
        return self.ended()

    def close(self) -> None:
        self._process.communicate()


@pytest.fixture(scope="module")
def run() -> Iterator[Runner]:
    if not hasattr(os, "fork"):
        pytest.skip("kill -9 is a POSIX thing")
    runner = Runner()
    yield runner
    runner.close()


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """One office with people, a sealed form and a colleague; copied for each test."""
    folder = tmp_path_factory.mktemp("filled")
    office = Office(folder).create()
    form = folder / "form.pdf"
    form.write_bytes(office.papers.filled("registration", "fr", office.stranger()))
    with office.desk() as desk:
        office.bring_in(desk, 20, folder)
        desk.inbox.add_files([form])
        assert desk.staff is not None
        desk.staff.add(COLLEAGUE, frozenset({Role.CLERK}), THEIR_PASSWORD)
    return office


@pytest.fixture
def office(filled: Office, tmp_path: Path) -> Office:
    copy = Office(tmp_path)
    shutil.copytree(filled.folder, copy.folder)
    return copy


def prepare(office: Office) -> tuple[DeskProgram, PreparedKeys]:
    program = office.program()
    return program, program.keys.prepare(office.folder, STAFF, PASSWORD)


def look(office: Office) -> tuple[SignInNote, ...]:
    """Sign in, and see that everything is there and whole; returns what the desk had to say."""
    program = office.program()
    opened = program.vaults.unlock(office.folder, STAFF, PASSWORD)
    try:
        desk = program.build_desk(opened)
        assert desk.audit.verify().whole
        with opened.records.reading() as records:
            assert records.people.count() == 20
            ids = records.documents.ids()
            documents = [records.documents.get(each) for each in ids]
            first = records.people.search("a", 1)
        assert ids
        assert first
        for document in documents:
            assert opened.records.sealer.open(document.id, document.wrapped_key)
        assert desk.checking is not None
        report = desk.checking.check()
        assert not report.wrong, report.wrong
        return opened.notes
    finally:
        program.vaults.lock(opened)
        program.close()


def leftovers(office: Office) -> set[str]:
    known = {"anchor", "documents", "ledger", "lock", "records.db", "vault.json", "vault.json.previous"}
    return {path.name for path in office.folder.iterdir()} - known


def test_everything_opens_under_the_new_keys_and_nothing_under_the_old(office: Office) -> None:
    with office.desk() as desk:
        printed = desk.audit.entries(limit=1)[0].mac
    before = office.program().vaults.unlock(office.folder, STAFF, PASSWORD)
    office.program().vaults.lock(before)
    old_files = {name: (office.folder / name).read_bytes() for name in ("records.db", "vault.json")}
    program, prepared = prepare(office)
    seen: list[str] = []
    done = program.keys.run(prepared, step=seen.append)
    assert tuple(seen) == STEPS
    assert (done.generation, done.waiting) == (2, (COLLEAGUE,))
    assert look(office) == (SignInNote.REKEYED,)
    assert look(office) == ()
    assert not leftovers(office)
    after = office.program().vaults.unlock(office.folder, STAFF, PASSWORD)
    try:
        assert after.vault.keys.ledger == before.vault.keys.ledger
        for name in ("master", "database", "documents", "audit", "anchor", "header", "search", "backup"):
            assert getattr(after.vault.keys, name) != getattr(before.vault.keys, name)
        former = after.vault.keys.former
        assert [(each.generation, each.audit, each.backup) for each in former] == [
            (1, before.vault.keys.audit, before.vault.keys.backup)
        ]
        with after.records.reading() as records:
            actions = [entry.event.action for entry in records.audit.entries(limit=20)]
            assert printed in {entry.mac for entry in records.audit.entries(limit=10_000)}
        assert actions.index(Action.REKEYED) + 1 == actions.index(Action.REKEY_STARTED)
    finally:
        office.program().vaults.lock(after)
    assert (office.folder / "records.db").read_bytes()[:16] != old_files["records.db"][:16]
    assert before.vault.keys.master.hex() not in (office.folder / "vault.json").read_text()


def test_the_chain_before_the_change_can_no_longer_be_written_anew_with_the_old_key(office: Office) -> None:
    program, prepared = prepare(office)
    program.keys.run(prepared)
    opened = program.vaults.unlock(office.folder, STAFF, PASSWORD)
    try:
        with opened.records.work() as work:  # an insider who kept the old audit key rewrites one old entry
            from sqlalchemy import text

            from privdesk.domain.audit import link

            scope = work._scope  # type: ignore[attr-defined]
            last = opened.vault.keys.former[0].audit_until
            entries = {each.sequence: each for each in work.audit.entries(limit=10_000)}
            before = entries[last - 1].mac
            forged = replace(entries[last], event=replace(entries[last].event, reference="forged"))
            mac = link(opened.vault.keys.former[0].audit, before, forged)
            statement = text("UPDATE audit_entry SET reference = 'forged', mac = :mac WHERE sequence = :last")
            scope.connection.execute(statement, {"mac": mac, "last": last})
            assert work.audit.verify() == last + 1
    finally:
        program.vaults.lock(opened)


@pytest.mark.parametrize("last", STEPS)
def test_broken_off_at_any_step_the_records_are_whole_under_one_generation(
    office: Office, last: str, run: Runner
) -> None:
    assert run(office, last) == 9
    notes = look(office)
    new = STEPS.index(last) >= COUNTS
    assert notes[-1] is (SignInNote.REKEYED if new else SignInNote.REKEY_BROKEN_OFF)
    assert notes[:-1] == ((SignInNote.NOT_CLOSED,) if last == "started" else ())
    header = read_header(office.folder)
    assert (header.generation, header.next) == (2 if new else 1, None)
    assert not leftovers(office)
    if new:
        with pytest.raises(CodeWaitsError):
            office.program().vaults.unlock(office.folder, COLLEAGUE, THEIR_PASSWORD)
    else:
        program = office.program()
        program.vaults.lock(program.vaults.unlock(office.folder, COLLEAGUE, THEIR_PASSWORD))


@pytest.fixture
def dice() -> random.Random:
    return random.Random(17)


def test_killed_at_moments_that_nobody_chose_the_records_are_whole(
    office: Office, dice: random.Random, tmp_path: Path, run: Runner
) -> None:
    for number in range(6):
        copy = Office(tmp_path / str(number))
        shutil.copytree(office.folder, copy.folder)
        child = run.begin(copy, "never")
        end = time.monotonic() + dice.uniform(0.0, 0.5)
        while time.monotonic() < end:
            pass
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        assert run.ended() in {0, -signal.SIGKILL}
        look(copy)
        assert not leftovers(copy)


@pytest.mark.parametrize("step", ["database", "anchor"])
def test_a_finish_that_is_broken_off_itself_is_finished_the_next_time(
    office: Office, step: str, monkeypatch: pytest.MonkeyPatch, run: Runner
) -> None:
    assert run(office, "announced") == 9
    name = {"database": "replace_anchor", "anchor": "retire_old_keys"}[step]
    with monkeypatch.context() as patch:
        patch.setattr(key_switch, name, _power_cut)
        with pytest.raises(KeyboardInterrupt):
            key_switch.settle(office.folder)
    assert look(office) == (SignInNote.REKEYED,)


def _power_cut(*_given: object) -> None:
    raise KeyboardInterrupt


def test_without_the_new_database_the_old_keys_go_on_counting(office: Office, run: Runner) -> None:
    assert run(office, "announced") == 9
    (office.folder / key_switch.STAGED_DATABASE).unlink()
    assert look(office) == (SignInNote.REKEY_BROKEN_OFF,)
    assert read_header(office.folder).next is None
    assert not leftovers(office)


def test_a_colleague_comes_in_with_the_code_and_a_password_of_their_own(office: Office) -> None:
    program, prepared = prepare(office)
    program.keys.run(prepared)
    (code,) = prepared.codes
    assert code.staff_name == COLLEAGUE
    with pytest.raises(CodeWaitsError):
        program.vaults.unlock(office.folder, COLLEAGUE, THEIR_PASSWORD)
    with pytest.raises(CodeRefusedError):
        program.vaults.use_code(office.folder, staff_name=STAFF, code=code.code.text, new_password=CHOSEN)
    program.vaults.use_code(office.folder, staff_name=COLLEAGUE, code=code.code.text, new_password=CHOSEN)
    opened = program.vaults.unlock(office.folder, COLLEAGUE, CHOSEN)
    assert opened.session.member.name == COLLEAGUE
    program.vaults.lock(opened)
    with pytest.raises(CodeRefusedError):
        program.vaults.use_code(office.folder, staff_name=COLLEAGUE, code=code.code.text, new_password=CHOSEN)


def test_an_expired_code_is_refused_and_says_until_when(office: Office) -> None:
    program, prepared = prepare(office)
    program.keys.run(prepared)
    (code,) = prepared.codes
    with pytest.raises(CodeExpiredError) as refused:
        program.vaults.store.changes.use_code(office.folder, COLLEAGUE, code.code.text, CHOSEN, code.until)
    assert refused.value.until == code.until


def test_only_the_new_recovery_sheet_counts(office: Office) -> None:
    program, prepared = prepare(office)
    program.keys.run(prepared)
    program.vaults.recover(office.folder, staff_name=STAFF, code=prepared.code.text, new_password=CHOSEN)
    with pytest.raises(RecoveryRefusedError):
        program.vaults.recover(office.folder, staff_name=STAFF, code=prepared.code.text, new_password=CHOSEN)


def test_cancelled_while_it_copies_nothing_has_changed(office: Office) -> None:
    program, prepared = prepare(office)

    class Stop:
        def report(self, done: int, total: int) -> None: ...

        def raise_if_cancelled(self) -> None:
            raise Cancelled

    with pytest.raises(Cancelled):
        program.keys.run(prepared, Stop())
    assert not leftovers(office)
    assert look(office) == (SignInNote.REKEY_BROKEN_OFF,)
    assert read_header(office.folder).generation == 1


def test_slots_changed_meanwhile_are_not_lost(office: Office) -> None:
    program, prepared = prepare(office)
    store = program.vaults.store
    store.add_slot(prepared.opened.vault, "Mina Sol", "amber thicket violin")
    with pytest.raises(KeysChangedMeanwhileError):
        program.keys.run(prepared)
    assert "Mina Sol" in store.peek(office.folder).staff_names
    assert not leftovers(office)


def test_only_an_administrator_who_knows_the_password_changes_keys(office: Office) -> None:
    program = office.program()
    with pytest.raises(NotAllowedError):
        program.keys.prepare(office.folder, COLLEAGUE, THEIR_PASSWORD)
    with pytest.raises(WrongPasswordError):
        program.keys.prepare(office.folder, STAFF, "not the password")
    look(office)


def test_keys_are_changed_again_and_every_part_of_the_chain_stays_whole(office: Office) -> None:
    for generation in (2, 3):
        program, prepared = prepare(office)
        assert program.keys.run(prepared).generation == generation
        look(office)
    opened = office.program().vaults.unlock(office.folder, STAFF, PASSWORD)
    office.program().vaults.lock(opened)
    assert [each.generation for each in opened.vault.keys.former] == [1, 2]


def test_the_desk_that_changes_the_keys_keeps_every_other_out(office: Office) -> None:
    from privdesk.domain.errors import AnotherDeskError

    program, prepared = prepare(office)
    held: list[str] = []

    def try_to_open(step: str) -> None:
        with pytest.raises(AnotherDeskError):
            office.program().vaults.unlock(office.folder, STAFF, PASSWORD)
        held.append(step)

    program.keys.run(prepared, step=try_to_open)
    assert tuple(held) == STEPS


def test_binding_is_changed_for_everybody_and_recorded(office: Office) -> None:
    from privdesk.security.vault_files import VaultFiles
    from tests.journeys.office_kit import WEAK, anywhere

    store = MemoryStore()
    program = DeskProgram(VaultFiles(store=store, strength=WEAK, floor=WEAK, require_place=anywhere))
    prepared = program.keys.prepare_binding(office.folder, STAFF, PASSWORD, VaultBinding.DEVICE_BOUND)
    assert program.keys.bind(prepared).binding is VaultBinding.DEVICE_BOUND
    opened = program.vaults.unlock(office.folder, STAFF, PASSWORD)
    with opened.records.reading() as records:
        last = records.audit.entries(actions=(Action.BINDING_CHANGED,), limit=1)[0]
    program.vaults.lock(opened)
    assert last.event.reference == "device-bound"
    assert read_header(office.folder).generation == 1
    kept = dict(store.kept)
    store.kept.clear()
    from privdesk.domain.errors import DeviceSecretMissingError

    with pytest.raises(DeviceSecretMissingError):
        program.vaults.unlock(office.folder, STAFF, PASSWORD)
    store.kept.update(kept)
    program.vaults.use_code(
        office.folder, staff_name=COLLEAGUE, code=prepared.codes[0].code.text, new_password=CHOSEN
    )
    program.vaults.lock(program.vaults.unlock(office.folder, COLLEAGUE, CHOSEN))
