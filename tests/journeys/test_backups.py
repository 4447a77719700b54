# SPDX-License-Identifier: MIT
"""Backups are made while people work, are proved, kept as the office says, and shout when they fail."""

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from privdesk.bootstrap.program import DeskProgram
from privdesk.domain.audit import Action
from privdesk.domain.backup_errors import (
    BackupFolderMissingError,
    BackupInsideRecordsError,
    CopyStillNeededError,
    NoBackupFolderError,
)
from privdesk.domain.backups import BackupPlan, Health, KeepRule
from privdesk.domain.errors import Cancelled, DiskFullError, FolderNotWritableError
from privdesk.security import backup_pool
from privdesk.security import backups as backups_files
from privdesk.security.vault_files import VaultFiles
from privdesk.services.backups import Backups
from privdesk.services.desk import Desk
from privdesk.services.progress import NO_PROGRESS
from tests.journeys.office_kit import PASSWORD, STAFF, WEAK, Office, anywhere


@pytest.fixture
def usb(tmp_path: Path) -> Path:
    folder = tmp_path / "usb"
    folder.mkdir()
    return folder


@pytest.fixture
def form(office: Office, tmp_path: Path) -> Callable[[], Path]:
    made: list[Path] = []

    def one() -> Path:
        path = tmp_path / f"form{len(made)}.pdf"
        path.write_bytes(office.papers.filled("registration", "fr", office.stranger()))
        made.append(path)
        return path

    return one


def backups_of(desk: Desk, usb: Path | None = None, **changes: object) -> Backups:
    assert desk.backups is not None
    if usb is not None:
        desk.backups.save_plan(replace(BackupPlan(folder=usb), **changes))  # type: ignore[arg-type]
    return desk.backups


@contextmanager
def desk_in(office: Office, days: int) -> Iterator[Desk]:
    """The desk so many days from now."""
    later = datetime.now(UTC) + timedelta(days=days)
    files = VaultFiles(strength=WEAK, floor=WEAK, require_place=anywhere)
    with DeskProgram(files, now=lambda: later).open_desk(office.folder, STAFF, PASSWORD) as desk:
        yield desk


def names(desk: Desk) -> list[tuple[str, Health]]:
    return [(each.name, each.health) for each in backups_of(desk).found()]


def test_a_backup_is_made_proved_and_recorded(office: Office, usb: Path, form: Callable[[], Path]) -> None:
    with office.desk() as desk:
        desk.inbox.add_files([form()])
        made = backups_of(desk, usb).make()
        assert names(desk) == [(made.info.name, Health.GOOD)]
        assert (made.info.documents, made.new_documents) == (1, 1)
        assert backups_of(desk).check(made.info.name) is Health.GOOD
        entry = desk.audit.entries(actions=[Action.BACKED_UP])[0].event
        head = made.facts.heads.audit_head.hex()[:16]
        assert (entry.count, entry.reference) == (1, f"{made.info.name} {head}")
        state = backups_of(desk).state()
        assert (state.record.name, state.shouts, state.due) == (made.info.name, False, False)
    (home,) = usb.iterdir()
    assert sorted(each.name for each in home.iterdir()) == sorted([made.info.name, "documents", "ledger"])
    folder = home / made.info.name
    assert sorted(each.name for each in folder.iterdir()) == [
        "documents.txt", "manifest.json", "records.db", "vault.json",
    ]  # fmt: skip


def test_documents_are_copied_once(office: Office, usb: Path, form: Callable[[], Path]) -> None:
    with office.desk() as desk:
        desk.inbox.add_files([form()])
        assert backups_of(desk, usb).make().new_documents == 1
        desk.inbox.add_files([form()])
        second = backups_of(desk).make()
        assert (second.info.documents, second.new_documents) == (2, 1)
        assert backups_of(desk).make().new_documents == 0
    assert len(list(usb.glob("*/documents/*/*"))) == 2


def test_nothing_is_due_without_a_folder_and_then_once_a_day(office: Office, usb: Path) -> None:
    with office.desk() as desk:
        backups = backups_of(desk)
        assert backups.state().shouts
        assert backups.make_if_due() is None
        with pytest.raises(NoBackupFolderError):
            backups.make()
        backups_of(desk, usb)
        assert backups.make_if_due() is not None
        assert backups.make_if_due() is None
        assert backups.make_if_due(closing=True) is None


@pytest.mark.parametrize(
    ("place", "error"),
    [("gone", BackupFolderMissingError), ("Office.privdesk/documents", BackupInsideRecordsError)],
)
def test_a_folder_that_is_not_there_or_inside_shouts(
    office: Office, tmp_path: Path, usb: Path, place: str, error: type[Exception]
) -> None:
    with office.desk() as desk:
        good = backups_of(desk, usb).make()
        backups_of(desk, tmp_path / place)
        with pytest.raises(error):
            backups_of(desk).make()
        state = backups_of(desk).state()
        assert state.shouts
        assert (state.record.failure, state.record.name) == (error.__name__, good.info.name)
        failed = desk.audit.entries(actions=[Action.BACKUP_FAILED])[0].event
        assert failed.reference == error.__name__


class StopsAt:
    """Progress that is cancelled after so many looks."""

    def __init__(self, looks: int) -> None:
        self.left = looks

    def report(self, done: int, total: int) -> None:
        assert 0 <= done <= total

    def raise_if_cancelled(self) -> None:
        self.left -= 1
        if self.left < 0:
            raise Cancelled


def test_a_cancelled_backup_leaves_nothing_and_is_no_failure(
    office: Office, usb: Path, form: Callable[[], Path]
) -> None:
    with office.desk() as desk:
        desk.inbox.add_files([form(), form()])
        for looks in (0, 2):
            with pytest.raises(Cancelled):
                backups_of(desk, usb).make(StopsAt(looks))
            assert names(desk) == []
            assert not list(usb.glob("*/*.making"))
        assert not backups_of(desk).state().record.failing


def test_a_full_disk_keeps_the_earlier_ones_and_shouts(
    office: Office, usb: Path, form: Callable[[], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    with office.desk() as desk:
        good = backups_of(desk, usb).make()
        desk.inbox.add_files([form()])

        def full(_descriptor: int, _data: bytes) -> None:
            raise OSError(28, "No space left on device")

        with monkeypatch.context() as patch:
            patch.setattr(backup_pool, "write_all", full)
            with pytest.raises(DiskFullError):
                backups_of(desk).make()
        assert names(desk) == [(good.info.name, Health.GOOD)]
        assert backups_of(desk).state().record.failing
        backups_of(desk).make()
        assert not backups_of(desk).state().shouts


def test_a_folder_that_may_only_be_read_shouts(
    office: Office, usb: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(_folder: Path) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    with office.desk() as desk:
        backups_of(desk, usb)
        monkeypatch.setattr(backups_files, "new_folder", refused)
        with pytest.raises(FolderNotWritableError):
            backups_of(desk).make()
        assert backups_of(desk).state().record.failure == "FolderNotWritableError"


def test_leftovers_of_a_cut_are_cleaned_and_earlier_backups_stay(
    office: Office, usb: Path, form: Callable[[], Path]
) -> None:
    with office.desk() as desk:
        desk.inbox.add_files([form()])
        first = backups_of(desk, usb).make()
    with desk_in(office, 1) as desk:
        (home,) = usb.iterdir()
        (home / f"{first.info.name}.making").mkdir()
        (home / f"{first.info.name}.making" / "records.db").write_bytes(b"half")
        (document,) = home.glob("documents/*/*")
        document.with_name("torn.making").write_bytes(b"half")
        second = backups_of(desk).make()
        assert names(desk) == [(second.info.name, Health.GOOD), (first.info.name, Health.GOOD)]
    assert not list(usb.rglob("*.making"))


@pytest.mark.parametrize("part", ["manifest.json", "records.db", "documents.txt", "vault.json"])
def test_every_altered_part_is_noticed(
    office: Office, usb: Path, form: Callable[[], Path], part: str
) -> None:
    with office.desk() as desk:
        desk.inbox.add_files([form()])
        made = backups_of(desk, usb).make()
        path = made.info.folder / part
        whole = path.read_bytes()
        for place in (0, len(whole) // 2, len(whole) - 1):
            path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
            assert backups_of(desk).check(made.info.name) is Health.DAMAGED
        path.unlink()
        assert backups_of(desk).check(made.info.name) is Health.DAMAGED


def test_an_altered_or_missing_document_is_noticed_and_copied_anew(
    office: Office, usb: Path, form: Callable[[], Path]
) -> None:
    with office.desk() as desk:
        desk.inbox.add_files([form()])
        made = backups_of(desk, usb).make()
        (document,) = usb.glob("*/documents/*/*")
        whole = document.read_bytes()
        document.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
        assert backups_of(desk).check(made.info.name) is Health.DOCUMENTS_MISSING
        document.unlink()
        assert names(desk) == [(made.info.name, Health.DOCUMENTS_MISSING)]
        again = backups_of(desk).make()
        assert again.new_documents == 1
        assert backups_of(desk).check(again.info.name) is Health.GOOD


def test_a_document_that_the_records_lost_does_not_stop_backups(
    office: Office, usb: Path, form: Callable[[], Path]
) -> None:
    with office.desk() as desk:
        desk.inbox.add_files([form(), form()])
        lost = min(office.folder.glob("documents/??/*"))
        lost.unlink()
        made = backups_of(desk, usb).make()
        assert made.facts.missing_documents == (lost.name,)
        assert backups_of(desk).state().record.missing_documents == 1


def test_old_backups_go_with_the_documents_that_only_they_needed(
    office: Office, usb: Path, form: Callable[[], Path]
) -> None:
    with office.desk() as desk:
        desk.inbox.add_files([form(), form()])
        first = backups_of(desk, usb, keep=KeepRule(2, 0, 0)).make()
    lost = min(office.folder.glob("documents/??/*"))
    lost.unlink()
    for document in usb.glob("*/documents/*/*"):
        if document.name == lost.name:
            document.unlink()
    with desk_in(office, 1) as desk:
        second = backups_of(desk).make()
        assert [name for name, _ in names(desk)] == [second.info.name, first.info.name]
    stray = next(usb.glob("*/documents")) / "00" / "nobodys"
    stray.parent.mkdir(exist_ok=True)
    stray.write_bytes(b"")
    with desk_in(office, 2) as desk:
        third = backups_of(desk).make()
        assert [name for name, _ in names(desk)] == [third.info.name, second.info.name]
        assert desk.audit.entries(actions=[Action.BACKUP_REMOVED])[0].event.reference == first.info.name
    assert len(list(usb.glob("*/documents/*/*"))) == 1


def test_a_backup_holds_no_name_in_plain(office: Office, usb: Path, tmp_path: Path) -> None:
    with office.desk() as desk:
        office.bring_in(desk, 30, tmp_path)
        backups_of(desk, usb).make(NO_PROGRESS)
    written = b"".join(path.read_bytes() for path in usb.rglob("*") if path.is_file())
    assert len(office.people) == 30
    assert not [one.last_name for one in office.people if one.last_name.encode() in written]


def test_a_copy_from_before_an_update_stays_until_it_is_covered_and_a_month_old(
    office: Office, usb: Path
) -> None:
    path = office.folder / "records.db.before-1"
    path.write_bytes(b"as it was before the update")
    with office.desk() as desk:
        backups = backups_of(desk, usb)
        backups.make()
        (copy,) = backups.migration_copies()
        with pytest.raises(CopyStillNeededError):
            backups.remove_migration_copy(copy)
        assert path.exists()
        month_ago = (desk.clock.now() - timedelta(days=31)).timestamp()
        os.utime(path, (month_ago, month_ago))
        (copy,) = backups.migration_copies()
        backups.remove_migration_copy(copy)
        assert not path.exists()
        assert desk.audit.entries(actions=[Action.BACKUP_REMOVED])[0].event.reference == path.name


def test_an_old_copy_stays_while_no_good_backup_is_newer(office: Office) -> None:
    path = office.folder / "records.db.before-1"
    path.write_bytes(b"as it was before the update")
    os.utime(path, (0, 0))
    with office.desk() as desk:
        (copy,) = backups_of(desk).migration_copies()
        with pytest.raises(CopyStillNeededError):
            backups_of(desk).remove_migration_copy(copy)
    assert path.exists()
