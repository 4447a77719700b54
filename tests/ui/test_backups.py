# SPDX-License-Identifier: MIT
"""Backups in the window: the section in Settings, what the desk does by itself, Today, and the way back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from privdesk.services.desk import Desk
from privdesk.ui.backing_up import BackupWatch
from privdesk.ui.settings.page import SettingsPage
from privdesk.ui.today.page import TodayView
from privdesk.ui.unlock.form import UnlockForm
from privdesk.ui.unlock.restore_forms import ChooseBackupForm, PreviewForm
from privdesk.ui.unlock.sheet import RecoverySheetForm
from privdesk.ui.unlock.view import UnlockView
from tests.journeys.office_kit import PASSWORD, STAFF
from tests.journeys.restore_kit import LostAndFound, add_person
from tests.journeys.test_restore import erase
from tests.ui.fakes import FakeNavigator, HeldJobs, ImmediateJobs


@pytest.fixture
def lost(tmp_path: Path) -> LostAndFound:
    return LostAndFound(tmp_path)


@pytest.fixture
def desk(lost: LostAndFound) -> Iterator[Desk]:
    with lost.desk() as desk:
        yield desk


def settings(qtbot: QtBot, desk: Desk, section: str = "") -> SettingsPage:
    page = SettingsPage(desk, ImmediateJobs(), FakeNavigator(), section=section)
    qtbot.addWidget(page)
    page.resize(1000, 700)
    page.show()
    page.load()
    return page


def texts(page: SettingsPage) -> list[list[str]]:
    assert page.backups is not None
    return [[cell.text for cell in row.cells] for row in page.backups.list.rows()]


def test_a_folder_is_chosen_and_a_backup_made(qtbot: QtBot, desk: Desk, lost: LostAndFound) -> None:
    page = settings(qtbot, desk)
    group = page.backups
    assert group is not None
    assert not group.now.isEnabled()
    assert group.state_row.sentence.whole_text == "No backup yet."
    told: list[bool] = []
    group.changed.connect(lambda: told.append(True))
    group.take_folder(str(lost.usb))
    assert group.now.isEnabled()
    group.now.click()
    assert len(told) == 2
    assert page.banner.title.whole_text == "Backed up."
    assert [row[-1] for row in texts(page)] == ["whole"]
    assert desk.backups is not None
    assert desk.backups.plan().folder == lost.usb


def test_a_choice_is_kept_at_once(qtbot: QtBot, desk: Desk) -> None:
    group = settings(qtbot, desk).backups
    assert group is not None
    assert desk.backups is not None
    group.daily.setCurrentIndex(group.daily.findData(14))
    group.warn.setCurrentIndex(group.warn.findData(7))
    group.closing.click()
    plan = desk.backups.plan()
    assert (plan.keep.daily, plan.warn_days, plan.at_closing) == (14, 7, False)


def test_a_failure_is_said_and_the_list_shows_damage(
    qtbot: QtBot, desk: Desk, lost: LostAndFound, tmp_path: Path
) -> None:
    made = lost.back_up(desk)
    page = settings(qtbot, desk, "backups")
    group = page.backups
    assert group is not None
    database = made.info.folder / "records.db"
    database.write_bytes(database.read_bytes()[:-1] + b"?")
    group.list.choose_first()
    group.check_button.click()
    assert page.banner.words.whole_text == "Damaged: it cannot be restored."
    assert [row[-1] for row in texts(page)] == ["damaged"]
    group.take_folder(str(tmp_path / "gone"))
    group.now.click()
    assert page.banner.title.whole_text == "No backup was made."
    assert group.state_row.sentence.whole_text.count("Backup failed") == 1


def test_a_copy_from_before_an_update_is_listed_and_goes_when_it_may(
    qtbot: QtBot, lost: LostAndFound
) -> None:
    copy = lost.folder / "records.db.before-0002"
    copy.write_bytes(b"x" * 9)
    with lost.desk(days=40) as desk:
        lost.back_up(desk)
        page = settings(qtbot, desk)
        group = page.backups
        assert group is not None
        assert "before an update; may be removed" in [row[-1] for row in texts(page)]
        group.list.choose(f"copy:{copy.name}")
        group.remove_button.click()
        assert not copy.exists()
        assert len(texts(page)) == 1


def test_today_shouts_when_a_backup_failed(
    qtbot: QtBot, desk: Desk, lost: LostAndFound, tmp_path: Path
) -> None:
    navigator = FakeNavigator()
    page = TodayView(desk, ImmediateJobs(), navigator)
    qtbot.addWidget(page)
    page.load()
    assert not page.banner.isVisibleTo(page)
    lost.back_up(desk)
    group = settings(qtbot, desk).backups
    assert group is not None
    group.take_folder(str(tmp_path / "gone"))
    group.back_up()
    page.load()
    assert page.banner.title.whole_text == "The last backup failed."
    page.banner.act_button.click()
    assert navigator.opened[-1] == ("settings", {"section": "backups"})


class Told:
    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> None:
        self.times += 1


def test_the_desk_backs_up_by_itself_when_it_is_time(qtbot: QtBot, desk: Desk, lost: LostAndFound) -> None:
    page = settings(qtbot, desk)
    assert page.backups is not None
    told = Told()
    assert desk.backups is not None
    watch = BackupWatch(desk.backups, ImmediateJobs(), page, told)
    assert watch.words() == ("", False)
    watch.start()
    assert watch.words() == ("No backup yet", True)
    watch.look()
    assert watch.words() == ("No backup yet", True)
    page.backups.take_folder(str(lost.usb))
    watch.refresh()
    watch.look()
    assert watch.words() == ("Backed up just now", False)
    assert len(desk.backups.found()) == 1
    watch.look()
    assert len(desk.backups.found()) == 1
    assert told.times > 2


def test_the_status_bar_says_that_a_backup_runs(qtbot: QtBot, desk: Desk, lost: LostAndFound) -> None:
    page = settings(qtbot, desk)
    assert page.backups is not None
    assert desk.backups is not None
    page.backups.take_folder(str(lost.usb))
    jobs = HeldJobs()
    watch = BackupWatch(desk.backups, jobs, page, lambda: None)
    watch.refresh()
    jobs.release()
    watch.look()
    assert watch.words() == ("Backing up…", False)
    watch.look()
    jobs.release()
    jobs.release()
    assert watch.words() == ("Backed up just now", False)


# The way back


def unlock(qtbot: QtBot, lost: LostAndFound, folder: Path | None) -> UnlockView:
    program = lost.program()
    view = UnlockView(program.vaults, ImmediateJobs(), folder=folder, restoring=program.restoring)
    qtbot.addWidget(view)
    view.resize(1200, 800)
    view.show()
    return view


def shown(view: UnlockView) -> UnlockForm:
    return view.form


def chosen(view: UnlockView, lost: LostAndFound) -> ChooseBackupForm:
    view.sign_in.restore.click()
    form = view.form
    assert isinstance(form, ChooseBackupForm)
    assert not form.act.isEnabled()
    form.folder_chosen.emit(lost.usb)
    form.propose(lost.target)
    form.name.set_value(STAFF)
    return form


def test_a_backup_is_brought_back_by_password(qtbot: QtBot, lost: LostAndFound) -> None:
    with lost.desk() as desk:
        gone = add_person(desk, "Kanarienvogel")
        lost.back_up(desk)
    erase(lost, gone)
    view = unlock(qtbot, lost, lost.folder)
    form = chosen(view, lost)
    form.act.click()
    assert form.password.wrong
    form.password.set_value("not this one")
    form.act.click()
    assert form.password.wrong
    assert shown(view) is form
    form.password.set_value(PASSWORD)
    form.act.click()
    preview = view.form
    assert isinstance(preview, PreviewForm)
    assert form.password.value == ""
    assert not lost.target.exists()
    preview.act.click()
    assert shown(view) is view.sign_in
    assert view.sign_in.banner.title.whole_text == "The records stand again."
    assert view.sign_in.banner.words.whole_text == "1 erasure is done again."
    assert view.sign_in.name.value == STAFF
    assert view.peek is not None
    assert view.peek.folder == lost.target
    with lost.desk(lost.target) as desk:
        assert not desk.people.search("kanarienvogel")


def test_leaving_a_preview_leaves_nothing(qtbot: QtBot, lost: LostAndFound) -> None:
    with lost.desk() as desk:
        lost.back_up(desk)
    view = unlock(qtbot, lost, lost.folder)
    form = chosen(view, lost)
    form.password.set_value(PASSWORD)
    form.act.click()
    assert isinstance(view.form, PreviewForm)
    view.form.back.click()
    assert shown(view) is view.sign_in
    assert list(lost.target.parent.iterdir()) == []
    form = chosen(view, lost)
    form.password.set_value(PASSWORD)
    form.act.click()
    view.leave()
    assert list(lost.target.parent.iterdir()) == []


def test_the_sheet_brings_it_back_and_a_new_sheet_is_kept(qtbot: QtBot, lost: LostAndFound) -> None:
    with lost.desk() as desk:
        lost.back_up(desk)
    view = unlock(qtbot, lost, lost.folder)
    form = chosen(view, lost)
    form.way.set_value("sheet")
    form.act.click()
    assert form.code.wrong
    form.code.set_value(" ".join(lost.code.groups))
    form.new_password.first.set_value("another invented one")
    form.new_password.again.set_value("another invented one")
    form.act.click()
    assert isinstance(view.form, PreviewForm)
    view.form.act.click()
    assert isinstance(view.form, RecoverySheetForm)
    view.form.confirmed.emit()
    assert shown(view) is view.sign_in
    with lost.desk(lost.target, password="another invented one"):
        pass


def test_a_folder_without_backups_and_a_missing_list_are_said(qtbot: QtBot, lost: LostAndFound) -> None:
    view = unlock(qtbot, lost, lost.folder)
    form = chosen(view, lost)
    assert form.banner.title.whole_text == "There is no backup here."
    assert not form.act.isEnabled()
    with lost.desk() as desk:
        lost.back_up(desk)
    (lost.home / "ledger").unlink()
    (lost.folder / "ledger").rename(lost.usb / "kept ledger")
    lost.folder.rename(lost.folder.with_name("elsewhere"))
    form.folder_chosen.emit(lost.usb)
    form.propose(lost.target)
    form.password.set_value(PASSWORD)
    form.act.click()
    assert form.banner.title.whole_text.startswith("Nothing was restored")
    assert form.other_ledger.isVisibleTo(form)
    kept = lost.usb / "copy" / "ledger"
    kept.parent.mkdir()
    (lost.usb / "kept ledger").rename(kept)
    form.take_ledger(str(kept))
    form.password.set_value(PASSWORD)
    form.act.click()
    assert isinstance(view.form, PreviewForm)


def test_the_first_run_offers_it_too(
    qtbot: QtBot, lost: LostAndFound, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = lost.program()
    monkeypatch.setattr(type(program.vaults), "known", lambda _self: [])
    view = UnlockView(program.vaults, ImmediateJobs(), folder=None, restoring=program.restoring)
    qtbot.addWidget(view)
    view.show()
    view.form.restore.click()  # type: ignore[attr-defined]
    assert isinstance(view.form, ChooseBackupForm)
    assert view.form.folder.manner == "outlined", "the keys start here: the ring needs room around the words"
