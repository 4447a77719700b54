# SPDX-License-Identifier: MIT
"""When the records do not open there is a page for it; codes let people in; keys are changed with the paper in hand."""

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from privdesk.bootstrap.program import DeskProgram
from privdesk.domain.staff import Role
from privdesk.domain.vault import VaultBinding
from privdesk.security.header import read_header
from privdesk.security.vault_files import VaultFiles
from privdesk.services.trouble import TroubleAct
from privdesk.services.vaults import OpenVault
from privdesk.ui.settings.keys_group import KeysGroup
from privdesk.ui.unlock.change_keys import AskForm, CodesForm
from privdesk.ui.unlock.code_entry import OneTimeForm
from privdesk.ui.unlock.sheet import RecoverySheetForm
from privdesk.ui.unlock.sign_in import SignIn
from privdesk.ui.unlock.trouble import TroubleForm
from privdesk.ui.unlock.view import UnlockView
from privdesk.ui.widgets.page import Page
from tests.journeys.office_kit import PASSWORD, STAFF, WEAK, Office, anywhere
from tests.security.desk_kit import MemoryStore
from tests.ui.fakes import ImmediateJobs

COLLEAGUE, THEIR_PASSWORD, CHOSEN = "Jonas Weber", "kettle meadow lantern", "ferry cobalt garden"


class Seat:
    """One computer, its key store, the unlock page."""

    def __init__(self, folder: Path, store: MemoryStore, qtbot: QtBot) -> None:
        self.folder, self.store = folder, store
        files = VaultFiles(store=store, strength=WEAK, floor=WEAK, require_place=anywhere)
        self.program = DeskProgram(files)
        self.opened: list[OpenVault] = []
        self.view = UnlockView(self.program.vaults, ImmediateJobs(), folder=folder, keys=self.program.keys)
        self.view.opened.connect(self.opened.append)
        self.view.resize(1024, 700)
        qtbot.addWidget(self.view)
        self.view.show()

    def sign_in(self, name: str = STAFF, password: str = PASSWORD) -> None:
        self.view.sign_in.name.set_value(name)
        self.view.sign_in.password.set_value(password)
        self.view.sign_in.open()

    def lock(self) -> None:
        while self.opened:
            self.program.vaults.lock(self.opened.pop())
        self.view.sign_in.wait_for(busy=False)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    office = Office(tmp_path_factory.mktemp("made")).create()
    with office.desk() as desk:
        assert desk.staff is not None
        desk.staff.add(COLLEAGUE, frozenset({Role.CLERK}), THEIR_PASSWORD)
    return office.folder


@pytest.fixture
def seat(made: Path, tmp_path: Path, qtbot: QtBot) -> Seat:
    folder = tmp_path / made.name
    shutil.copytree(made, folder)
    return Seat(folder, MemoryStore(), qtbot)


def trouble(seat: Seat) -> TroubleForm:
    form = seat.view.form
    assert isinstance(form, TroubleForm), seat.view.sign_in.banner.accessibleName()
    return form


def said(form: QWidget) -> str:
    return form.accessibleName()


def test_an_empty_database_has_a_page_that_says_what_it_means(seat: Seat) -> None:
    (seat.folder / "records.db").write_bytes(b"")
    seat.sign_in()
    form = trouble(seat)
    assert "sealed documents alone do not bring them back" in said(form)
    assert TroubleAct.AS_THEY_ARE not in form.others
    form.back_asked.emit()
    assert isinstance(seat.view.form, SignIn)
    assert not seat.opened


def test_a_missing_anchor_is_taken_as_it_is_only_after_a_second_password(seat: Seat) -> None:
    (seat.folder / "anchor").unlink()
    seat.sign_in()
    form = trouble(seat)
    assert "is missing" in said(form)
    assert "newest" in said(form)
    act = form.others.get(TroubleAct.AS_THEY_ARE, form.act)
    act.click()
    assert isinstance(seat.view.form, SignIn)
    assert "administrator" in seat.view.sign_in.banner.words.whole_text
    assert not seat.opened
    assert not (seat.folder / "anchor").exists()
    seat.sign_in()
    assert len(seat.opened) == 1
    assert (seat.folder / "anchor").exists()
    seat.lock()


def test_going_on_can_still_be_left(seat: Seat) -> None:
    (seat.folder / "anchor").unlink()
    seat.sign_in()
    trouble(seat).asked.emit(TroubleAct.AS_THEY_ARE)
    seat.view.sign_in.banner.act_button.click()
    seat.sign_in()
    assert isinstance(seat.view.form, TroubleForm)
    assert not seat.opened


def test_a_clerk_cannot_take_the_records_as_they_are(seat: Seat) -> None:
    (seat.folder / "anchor").unlink()
    seat.sign_in()
    trouble(seat).asked.emit(TroubleAct.AS_THEY_ARE)
    seat.sign_in(COLLEAGUE, THEIR_PASSWORD)
    assert not seat.opened
    assert "administrator" in seat.view.sign_in.banner.accessibleName().casefold()


def test_a_folder_put_back_says_when_the_key_store_saw_newer_records(seat: Seat) -> None:
    copy = seat.folder.with_name("copy")
    shutil.copytree(seat.folder, copy)
    seat.sign_in()
    seat.lock()
    seat.sign_in()
    seat.lock()
    shutil.rmtree(seat.folder)
    copy.rename(seat.folder)
    seat.sign_in()
    assert "older copy" in said(trouble(seat))
    assert "whole folder was put back" in said(trouble(seat))


def test_look_again_after_the_file_was_brought_back(seat: Seat) -> None:
    database = seat.folder / "records.db"
    database.rename(seat.folder / "elsewhere")
    seat.sign_in()
    form = trouble(seat)
    (seat.folder / "elsewhere").rename(database)
    form.others.get(TroubleAct.AGAIN, form.act).click()
    seat.sign_in()
    assert len(seat.opened) == 1
    seat.lock()


def change(seat: Seat, binding: VaultBinding | None = None) -> list[str]:
    """Go the whole way by the forms; returns the codes that were shown."""
    seat.view.change_keys(binding)
    asked = seat.view.form
    assert isinstance(asked, AskForm)
    asked.name.set_value(STAFF)
    asked.password.set_value(PASSWORD)
    asked.act.click()
    sheet = seat.view.form
    assert isinstance(sheet, RecoverySheetForm)
    for number, field in sheet.groups.items():
        field.set_value(sheet._code.groups[number - 1])
    sheet.act.click()
    codes = seat.view.form
    assert isinstance(codes, CodesForm)
    codes.act.click()
    assert codes.banner.isVisible()  # not before the codes are on paper
    codes.kept.setChecked(True)
    shown = [each.code.text for each in codes._codes]
    codes.act.click()
    assert isinstance(seat.view.form, SignIn)
    return shown


def test_the_keys_are_changed_and_a_colleague_comes_in_with_the_code(seat: Seat) -> None:
    (code,) = change(seat)
    assert "keys are changed" in seat.view.sign_in.banner.accessibleName()
    assert read_header(seat.folder).generation == 2
    assert seat.view.sign_in.code.isVisible()
    seat.sign_in(COLLEAGUE, THEIR_PASSWORD)
    form = trouble(seat)
    assert "one-time code was made for you" in said(form)
    form.act.click()
    entry = seat.view.form
    assert isinstance(entry, OneTimeForm)
    entry.name.set_value(COLLEAGUE)
    entry.code.set_value(code[:-1] + ("0" if code[-1] != "0" else "1"))
    entry.password.first.set_value(CHOSEN)
    entry.password.again.set_value(CHOSEN)
    entry.act.click()
    assert entry.code.wrong  # the mistyped group is named
    entry.code.set_value(code)
    entry.act.click()
    assert isinstance(seat.view.form, SignIn)
    seat.sign_in(COLLEAGUE, CHOSEN)
    assert len(seat.opened) == 1
    seat.lock()
    seat.view.look_again()
    assert seat.view.sign_in.code.isHidden()


def test_leaving_before_the_change_leaves_everything(seat: Seat) -> None:
    before = (seat.folder / "vault.json").read_bytes()
    seat.view.change_keys()
    asked = seat.view.form
    assert isinstance(asked, AskForm)
    asked.name.set_value(STAFF)
    asked.password.set_value("not the password")
    asked.act.click()
    assert asked.password.wrong
    asked.password.set_value(PASSWORD)
    asked.act.click()
    assert isinstance(seat.view.form, RecoverySheetForm)
    seat.view.leave()
    assert (seat.folder / "vault.json").read_bytes() == before
    seat.view.look_again()
    seat.program.vaults.lock(seat.program.vaults.unlock(seat.folder, STAFF, PASSWORD))


def test_bound_records_on_another_computer_say_the_way_in(seat: Seat, qtbot: QtBot) -> None:
    (code,) = change(seat, VaultBinding.DEVICE_BOUND)
    assert "binding is changed" in seat.view.sign_in.banner.accessibleName()
    other = Seat(seat.folder, MemoryStore(), qtbot)
    assert other.view.sign_in.code.isVisible()
    other.sign_in()
    form = trouble(other)
    assert "half of the key" in said(form)
    assert set(form.others) == {TroubleAct.SHEET, TroubleAct.AGAIN}
    form.act.click()
    entry = other.view.form
    assert isinstance(entry, OneTimeForm)
    entry.name.set_value(COLLEAGUE)
    entry.code.set_value(code)
    entry.password.first.set_value(CHOSEN)
    entry.password.again.set_value(CHOSEN)
    QTest.keyClick(entry.password.again.control, Qt.Key.Key_Return)
    other.sign_in(COLLEAGUE, CHOSEN)
    assert len(other.opened) == 1
    other.lock()


def keys_group(seat: Seat, qtbot: QtBot) -> KeysGroup:
    opened = seat.program.vaults.unlock(seat.folder, STAFF, PASSWORD)
    seat.opened.append(opened)
    desk = seat.program.build_desk(opened)
    assert desk.computers is not None
    page = Page("Settings", ImmediateJobs())
    qtbot.addWidget(page)
    group = KeysGroup(
        page, desk.computers, desk.approvals, desk.session.member, desk.clock, can_bind=lambda: True
    )
    page.content.addWidget(group)
    page.show()
    group.load()
    return group


def test_settings_list_computers_and_make_and_withdraw_codes(seat: Seat, qtbot: QtBot) -> None:
    change(seat, VaultBinding.DEVICE_BOUND)
    group = keys_group(seat, qtbot)
    services = group._computers
    entries = {entry.name: entry for entry in services.of_staff()}
    assert [each.here for each in entries[STAFF].computers] == [True]
    assert entries[COLLEAGUE].computers == ()
    assert entries[COLLEAGUE].code_until is not None
    group._make_code(entries[COLLEAGUE])
    services.withdraw_code(entries[COLLEAGUE].staff_id)
    assert services.of_staff()[0].code_until is None
    seat.lock()


def test_settings_ask_to_lock_before_the_keys_change(seat: Seat, qtbot: QtBot) -> None:
    group = keys_group(seat, qtbot)
    wanted: list[str] = []
    group.lock_wanted.connect(wanted.append)
    group._ask_keys()
    from privdesk.ui.dialogs import Decision

    dialogs = [each for each in group.window().findChildren(Decision) if each.isVisible()]
    dialogs[-1].act.click()
    assert wanted == ["keys"]
    seat.lock()


def test_settings_ask_a_colleague_before_the_binding_changes(seat: Seat, qtbot: QtBot) -> None:
    opened = seat.program.vaults.unlock(seat.folder, STAFF, PASSWORD)
    desk = seat.program.build_desk(opened)
    assert desk.staff is not None
    desk.staff.add("Mina Sol", frozenset({Role.PRIVACY_OFFICER}), "amber thicket violin")
    seat.program.vaults.lock(opened)
    group = keys_group(seat, qtbot)
    wanted: list[str] = []
    group.lock_wanted.connect(wanted.append)
    group._ask_binding()
    from privdesk.ui.dialogs import Decision

    assert not [each for each in group.window().findChildren(Decision) if each.isVisible()]
    assert group._page.banner.isVisible()
    (entry,) = group._approvals.entries()
    assert "only on a computer that was let in" in entry.approval.summary[0]
    assert wanted == []
    seat.lock()
