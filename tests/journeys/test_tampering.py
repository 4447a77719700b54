# SPDX-License-Identifier: MIT
"""Old file, old page, lost tail, swapped or empty database, spoiled anchor, whole folder put back: noticed at sign-in."""

import random
import shutil
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from privdesk.bootstrap import records as joined
from privdesk.bootstrap.program import DeskProgram
from privdesk.domain.audit import Action
from privdesk.domain.errors import (
    AnchorError,
    BusyError,
    DamagedDatabaseError,
    DatabaseMissingError,
    EmptyDatabaseError,
    HeaderOutdatedError,
    PagesError,
    PrivdeskError,
    RollbackError,
    WrongKeyError,
)
from privdesk.domain.staff import NotAllowedError, Role
from privdesk.domain.vault import SignInNote
from privdesk.security.anchor import SLOT_BYTES
from privdesk.security.vault_files import VaultFiles
from privdesk.storage import page_seals
from privdesk.storage.write_gate import WriteGate
from tests.journeys.office_kit import PASSWORD, STAFF, WEAK, Office, anywhere
from tests.security.desk_kit import MemoryStore

PAGE = 4096
CLERK, THEIR_PASSWORD = "Jonas Weber", "kettle meadow lantern"


class Seat:
    """One computer with a key store that can be taken away."""

    def __init__(self, folder: Path, store: MemoryStore) -> None:
        self.folder, self.store = folder, store

    @property
    def database(self) -> Path:
        return self.folder / "records.db"

    @property
    def anchor(self) -> Path:
        return self.folder / "anchor"

    def program(self) -> DeskProgram:
        files = VaultFiles(store=self.store, strength=WEAK, floor=WEAK, require_place=anywhere)
        return DeskProgram(files)

    def visit(self, name: str = STAFF, password: str = PASSWORD) -> tuple[SignInNote, ...]:
        vaults = self.program().vaults
        opened = vaults.unlock(self.folder, name, password)
        vaults.lock(opened)
        return opened.notes

    def refused(self) -> PrivdeskError:
        with pytest.raises(PrivdeskError) as found:
            self.visit()
        return found.value


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, MemoryStore]:
    folder, store = tmp_path_factory.mktemp("closed"), MemoryStore()
    office = Office(folder).create()
    with office.desk() as desk:
        office.bring_in(desk, 40, folder)
        assert desk.staff is not None
        desk.staff.add(CLERK, frozenset({Role.CLERK}), THEIR_PASSWORD)
    Seat(office.folder, store).visit()
    return office.folder, store


@pytest.fixture
def seat(closed: tuple[Path, MemoryStore], tmp_path: Path) -> Seat:
    folder, store = closed
    shutil.copytree(folder, tmp_path / folder.name)
    kept = MemoryStore()
    kept.kept.update(store.kept)
    return Seat(tmp_path / folder.name, kept)


def test_after_a_clean_close_there_is_nothing_to_say(seat: Seat) -> None:
    assert seat.visit() == ()
    assert not seat.database.with_name("records.db-wal").exists()


def test_an_old_file_is_noticed(seat: Seat) -> None:
    before = seat.database.read_bytes()
    seat.visit()
    seat.database.write_bytes(before)
    error = seat.refused()
    assert isinstance(error, AnchorError)
    assert error.state == "ahead"


def test_every_old_page_is_noticed(seat: Seat) -> None:
    """Each page that differs between two closed states is put back alone, as it was."""
    before = seat.database.read_bytes()
    seat.visit()
    after = seat.database.read_bytes()
    pages = range(min(len(before), len(after)) // PAGE)
    changed = [n for n in pages if before[n * PAGE : (n + 1) * PAGE] != after[n * PAGE : (n + 1) * PAGE]]
    assert len(changed) >= 3
    anchor = seat.anchor.read_bytes()
    for number in changed:
        mixed = bytearray(after)
        mixed[number * PAGE : (number + 1) * PAGE] = before[number * PAGE : (number + 1) * PAGE]
        seat.database.write_bytes(mixed)
        error = seat.refused()
        assert isinstance(error, AnchorError | PagesError | DamagedDatabaseError), number
        assert seat.anchor.read_bytes() == anchor
    seat.database.write_bytes(after)
    assert seat.visit() == ()


def test_a_cut_tail_of_the_file_is_noticed(seat: Seat) -> None:
    whole = seat.database.read_bytes()
    for cut in (1, 100, PAGE, 5 * PAGE, len(whole) // 2):
        seat.database.write_bytes(whole[:-cut])
        assert isinstance(seat.refused(), PagesError | DamagedDatabaseError | AnchorError)


@pytest.mark.parametrize(
    ("spoil", "kind"),
    [
        (lambda path: path.write_bytes(b""), EmptyDatabaseError),
        (lambda path: path.unlink(), DatabaseMissingError),
        (lambda path: path.write_bytes(random.Random(3).randbytes(40 * PAGE)), WrongKeyError),
        (lambda path: path.write_bytes(b"SQLite format 3\0".ljust(PAGE, b"\0")), DamagedDatabaseError),
    ],
)
def test_an_empty_missing_or_swapped_database_is_noticed(
    seat: Seat, spoil: Callable[[Path], object], kind: type[PrivdeskError]
) -> None:
    spoil(seat.database)
    assert isinstance(seat.refused(), kind)


def test_the_database_of_other_records_is_noticed(seat: Seat, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    other = Office(tmp_path / "other").create()
    shutil.copyfile(other.folder / "records.db", seat.database)
    assert isinstance(seat.refused(), WrongKeyError)


def crash(seat: Seat) -> None:
    """Leave the desk without closing it, as a power cut does: log and anchor as they are at that moment."""
    vaults = seat.program().vaults
    opened = vaults.unlock(seat.folder, STAFF, PASSWORD)
    for name in ("one", "two", "three"):
        with opened.records.work() as work:
            work.settings.put(name, name)
            from privdesk.domain.audit import AuditEvent

            work.audit.record(AuditEvent(Action.OFFICE_CHANGED, "office", (name,)))
            work.commit()
    frozen = seat.folder.with_name("frozen")
    shutil.copytree(seat.folder, frozen)
    vaults.lock(opened)
    shutil.rmtree(seat.folder)
    frozen.rename(seat.folder)


def test_after_a_power_cut_the_desk_opens_and_says_that_it_was_not_closed(seat: Seat) -> None:
    seat.store.works = False
    crash(seat)
    assert seat.visit() == (SignInNote.NOT_CLOSED,)
    assert seat.visit() == ()


def test_a_lost_tail_of_the_log_is_noticed(seat: Seat) -> None:
    seat.store.works = False
    crash(seat)
    log = seat.database.with_name("records.db-wal")
    whole = log.read_bytes()
    shared = seat.database.with_name("records.db-shm")
    shared.unlink(missing_ok=True)
    copy = seat.folder.with_name("copy")
    shutil.copytree(seat.folder, copy)
    for cut in (1, 24 + PAGE, len(whole) - 32, len(whole)):
        shutil.rmtree(seat.folder)
        shutil.copytree(copy, seat.folder)
        if cut == len(whole):
            log.unlink()
        else:
            log.write_bytes(whole[:-cut])
        error = seat.refused()
        assert isinstance(error, AnchorError), cut
        assert error.state == "ahead"


def test_an_old_log_laid_beside_closed_records_is_noticed(seat: Seat) -> None:
    seat.store.works = False
    copy = seat.folder.with_name("copy")
    shutil.copytree(seat.folder, copy)
    crash(seat)
    log = seat.database.with_name("records.db-wal").read_bytes()
    shutil.rmtree(seat.folder)
    copy.rename(seat.folder)
    seat.visit()
    seat.database.with_name("records.db-wal").write_bytes(log)
    assert isinstance(seat.refused(), PagesError | AnchorError)


def test_a_log_in_which_nothing_was_acknowledged_keeps_nobody_out(seat: Seat) -> None:
    """A desk killed within its first commit leaves such a log beside a file whose pages are those of the close."""
    seat.database.with_name("records.db-wal").write_bytes(bytes(32))
    assert seat.visit() == ()


def test_a_spoiled_half_of_the_anchor_is_said_and_not_written_over(seat: Seat) -> None:
    whole = seat.anchor.read_bytes()
    for start in (0, SLOT_BYTES):
        spoiled = bytearray(whole)
        spoiled[start + 100] ^= 1
        seat.anchor.write_bytes(spoiled)
        error = seat.refused()
        assert isinstance(error, AnchorError)
        assert seat.anchor.read_bytes() == bytes(spoiled)


def test_one_commit_rolled_back_behind_a_spoiled_half_is_noticed(seat: Seat) -> None:
    """What used to pass: the newest slot spoiled, the newest commit taken back."""
    seat.store.works = False
    crash(seat)
    database, log = seat.database.read_bytes(), seat.database.with_name("records.db-wal")
    before_anchor, before_log = seat.anchor.read_bytes(), log.read_bytes()
    frames = len(before_log)
    for cut in range(24 + PAGE, frames, 24 + PAGE):
        for start in (0, SLOT_BYTES):
            spoiled = bytearray(before_anchor)
            spoiled[start] ^= 1
            seat.anchor.write_bytes(spoiled)
            seat.database.write_bytes(database)
            log.write_bytes(before_log[:-cut])
            seat.database.with_name("records.db-shm").unlink(missing_ok=True)
            assert isinstance(seat.refused(), AnchorError)


def test_a_write_of_the_anchor_that_was_cut_off_is_mended_and_said(seat: Seat) -> None:
    seat.store.works = False
    crash(seat)
    anchor = bytearray(seat.anchor.read_bytes())
    counters = [int.from_bytes(anchor[start + 16 : start + 24]) for start in (0, SLOT_BYTES)]
    newest = 0 if counters[0] > counters[1] else SLOT_BYTES
    anchor[newest + 50] ^= 1
    seat.anchor.write_bytes(anchor)
    assert seat.visit() == (SignInNote.ANCHOR_TORN, SignInNote.NOT_CLOSED)
    assert seat.visit() == ()


def test_a_folder_put_back_as_a_whole_is_noticed_where_the_key_store_knows_better(seat: Seat) -> None:
    copy = seat.folder.with_name("copy")
    shutil.copytree(seat.folder, copy)
    seat.visit()
    seat.visit()
    shutil.rmtree(seat.folder)
    shutil.copytree(copy, seat.folder)
    error = seat.refused()
    assert isinstance(error, RollbackError)
    assert error.commits == 4
    seat.store.kept.clear()
    assert seat.visit() == ()


def test_another_history_of_equal_length_is_noticed_by_the_key_store(seat: Seat) -> None:
    copy = seat.folder.with_name("copy")
    shutil.copytree(seat.folder, copy)
    seat.visit()
    shutil.rmtree(seat.folder)
    copy.rename(seat.folder)
    elsewhere = Seat(seat.folder, MemoryStore())
    elsewhere.visit()
    elsewhere.visit()
    error = seat.refused()
    assert isinstance(error, RollbackError)
    assert error.commits == 0


def test_an_old_key_file_is_noticed_although_the_records_are_as_old(seat: Seat) -> None:
    header = (seat.folder / "vault.json").read_bytes()
    vaults = seat.program().vaults
    vaults.change_password(
        seat.folder, staff_name=STAFF, old_password=PASSWORD, new_password="ferry cobalt garden"
    )
    (seat.folder / "vault.json").write_bytes(header)
    assert isinstance(seat.refused(), HeaderOutdatedError)


def test_an_administrator_goes_on_with_the_records_as_they_are_and_it_is_recorded(seat: Seat) -> None:
    copy = seat.folder.with_name("copy")
    shutil.copytree(seat.folder, copy)
    seat.visit()
    shutil.rmtree(seat.folder)
    copy.rename(seat.folder)
    seat.anchor.unlink()
    with pytest.raises(NotAllowedError):
        seat.program().vaults.unlock_as_they_are(seat.folder, CLERK, THEIR_PASSWORD)
    vaults = seat.program().vaults
    opened = vaults.unlock_as_they_are(seat.folder, STAFF, PASSWORD)
    with opened.records.reading() as records:
        assert records.audit.entries(actions=(Action.REPAIRED,), limit=1)[0].event.fields == ("anchor",)
    vaults.lock(opened)
    assert seat.visit() == ()


def test_comparing_outlasts_who_writes_for_longer_than_anybody_waits(
    seat: Seat, monkeypatch: pytest.MonkeyPatch
) -> None:
    seat.visit()
    refused, told = threading.Event(), BusyError.__init__

    def noted(error: BusyError) -> None:
        told(error)
        refused.set()

    monkeypatch.setattr(joined, "AT_ONCE", 0)
    monkeypatch.setattr(BusyError, "__init__", noted)
    monkeypatch.setattr(WriteGate.__init__, "__defaults__", (0.05,))
    vaults = seat.program().vaults
    compared, going_on = page_seals.digest_of, threading.Event()

    def later(path: Path, stopped: Callable[[], bool] = lambda: False) -> bytes | None:
        if threading.current_thread().name == "page seals":
            going_on.wait(20)
        return compared(path, stopped)

    monkeypatch.setattr(page_seals, "digest_of", later)
    opened = vaults.unlock(seat.folder, STAFF, PASSWORD)
    assert isinstance(opened.records, joined.JoinedRecords)
    with opened.records.work():
        going_on.set()
        assert refused.wait(20)
    opened.records.database.checkpoint()
    assert not opened.records.pages_wrong
    vaults.lock(opened)
    assert seat.visit() == ()


def test_a_large_file_is_compared_while_people_work(seat: Seat, monkeypatch: pytest.MonkeyPatch) -> None:
    before = seat.database.read_bytes()
    seat.visit()
    after = bytearray(seat.database.read_bytes())
    monkeypatch.setattr(joined, "AT_ONCE", 0)
    vaults = seat.program().vaults
    opened = vaults.unlock(seat.folder, STAFF, PASSWORD)
    assert isinstance(opened.records, joined.JoinedRecords)
    opened.records.database.checkpoint()  # waits for the comparing
    assert not opened.records.pages_wrong
    vaults.lock(opened)
    last = max(
        n
        for n in range(2, min(len(before), len(after)) // PAGE)
        if before[n * PAGE : (n + 1) * PAGE] != after[n * PAGE : (n + 1) * PAGE]
    )
    mixed = bytearray(seat.database.read_bytes())
    mixed[last * PAGE : (last + 1) * PAGE] = before[last * PAGE : (last + 1) * PAGE]
    seat.database.write_bytes(mixed)
    seat.store.works = False
    try:
        opened = vaults.unlock(seat.folder, STAFF, PASSWORD)
    except (AnchorError, DamagedDatabaseError):
        return  # the page was one that every sign-in reads
    assert isinstance(opened.records, joined.JoinedRecords)
    opened.records.database.checkpoint()
    assert opened.records.pages_wrong
    vaults.lock(opened)
