# SPDX-License-Identifier: MIT
"""The right records, as the right person; a wrong password costs no typed letter; the sheet cannot be skipped."""

import os
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from privdesk.domain.catalogue import Office
from privdesk.domain.errors import (
    AnotherDeskError,
    HeaderDamagedError,
    RecoveryCodeMistypedError,
    WaitBeforeTryError,
    WrongPasswordError,
)
from privdesk.domain.recovery_code import code_of
from privdesk.domain.vault import (
    DeskHolder,
    LastClosed,
    PasswordHint,
    PasswordHintKey,
    VaultBinding,
    VaultId,
    VaultName,
    VaultPeek,
)
from privdesk.services.vaults import MadeVault, OpenVault, RecoveredAccess
from privdesk.ui.app import LastRecords
from privdesk.ui.theme import keeper
from privdesk.ui.unlock.change_password import ChangePassword
from privdesk.ui.unlock.cover import Cover
from privdesk.ui.unlock.first_run import DoneForm, OfficeForm, YouForm
from privdesk.ui.unlock.own_password import OwnPassword, OwnPasswordForm
from privdesk.ui.unlock.recover import RecoverForm
from privdesk.ui.unlock.sheet import RecoverySheetForm
from privdesk.ui.unlock.trouble import TroubleForm
from privdesk.ui.unlock.view import UnlockView
from tests.ui.fakes import ImmediateJobs

CODE = code_of(bytes(range(20)))
HERE = Path("/records/Lavarelle.privdesk")
GOOD = "three words together"


class Opened:
    """Records that were opened."""

    vault = SimpleNamespace(staff_name="Anouk Klein")

    def __init__(self, *, must_change: bool = False) -> None:
        self.must_change = must_change

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Opened) and other.must_change == self.must_change

    def __hash__(self) -> int:
        return hash(self.must_change)


class FakeVaults:
    """Remembers what was asked; raises what it is told to."""

    def __init__(self, *, known: bool = True) -> None:
        self.has_records = known
        self.fails: dict[str, BaseException] = {}
        self.asked: list[tuple[Any, ...]] = []
        self.bound = VaultBinding.PASSWORD_ONLY
        self.device_secret: bool | None = None
        self.held_by: DeskHolder | None = None
        self.given_by_somebody = False

    def _do(self, what: str, *rest: object) -> None:
        self.asked.append((what, *rest))
        if what in self.fails:
            raise self.fails.pop(what)

    def default_folder(self, name: str) -> Path:
        return Path("/records") / f"{name}.privdesk"

    def known(self) -> Sequence[Path]:
        return [HERE] if self.has_records else []

    def can_bind(self) -> bool:
        return True

    def password_hint(self, password: str, own_words: Iterable[str] = ()) -> PasswordHint:
        self._do("hint", tuple(own_words))
        return PasswordHint(3, PasswordHintKey.LONGER)

    def peek(self, folder: Path) -> VaultPeek:
        self._do("peek", folder)
        closed = LastClosed("Anouk Klein", datetime(2026, 3, 23, 16, 52, tzinfo=UTC))
        return VaultPeek(
            folder, VaultId("v"), VaultName("Lavarelle SA"), 1, self.bound, ("Anouk Klein", "Marc Duvoisin"),
            self.device_secret, "Key store", self.held_by, closed, True,
        )  # fmt: skip

    def wait_seconds(self, folder: Path) -> int:
        return 0

    def put_previous_header_back(self, folder: Path) -> None:
        self._do("put back", folder)

    def prepare(
        self,
        folder: Path,
        *,
        name: str,
        staff_name: str,
        password: str,
        office: Office,
        binding: VaultBinding = VaultBinding.PASSWORD_ONLY,
    ) -> MadeVault:
        self._do("prepare", folder, name, staff_name, password, office.place, office.regime, binding)
        return MadeVault(folder, name, binding, CODE, b"%PDF", (2, 5), False, cast("Any", None))

    def finish(self, made: MadeVault) -> Path:
        self._do("finish")
        return made.folder

    def abandon(self, made: MadeVault) -> None:
        self._do("abandon")

    def unlock(self, folder: Path, staff_name: str, password: str) -> OpenVault:
        self._do("unlock", folder, staff_name, password)
        return cast("OpenVault", Opened(must_change=self.given_by_somebody))

    def unlock_as_they_are(self, folder: Path, staff_name: str, password: str) -> OpenVault:
        self._do("as they are", folder, staff_name, password)
        return cast("OpenVault", Opened())

    def use_code(self, folder: Path, *, staff_name: str, code: str, new_password: str) -> None:
        self._do("code", folder, staff_name, code, new_password)

    def lock(self, opened: OpenVault) -> None:
        self._do("lock", opened)

    def change_own_password(self, opened: OpenVault, old_password: str, new_password: str) -> OpenVault:
        self._do("own", old_password, new_password)
        return cast("OpenVault", Opened())

    def recover(self, folder: Path, *, staff_name: str, code: str, new_password: str) -> RecoveredAccess:
        self._do("recover", folder, staff_name, code, new_password)
        return RecoveredAccess(CODE, b"%PDF", (1, 8))


Show = Callable[[FakeVaults], UnlockView]


@pytest.fixture
def show(qtbot: QtBot) -> Show:
    def made(vaults: FakeVaults) -> UnlockView:
        view = UnlockView(vaults, ImmediateJobs(), local_time=lambda at: at.strftime("%H:%M"))
        qtbot.addWidget(view)
        view.resize(1440, 900)
        with qtbot.waitActive(view):
            view.show()
            view.activateWindow()
        return view

    return made


def type_password(view: UnlockView, password: str) -> None:
    QTest.keyClicks(view.sign_in.password.line, password)
    QTest.keyClick(view.sign_in.password.line, Qt.Key.Key_Return)


def test_enter_opens_with_the_name_that_was_here_last(qtbot: QtBot, show: Show) -> None:
    vaults = FakeVaults()
    view = show(vaults)
    assert view.sign_in.password.line.hasFocus()
    with qtbot.waitSignal(view.opened) as told:
        type_password(view, GOOD)
    assert told.args == [Opened()]
    assert vaults.asked[-1] == ("unlock", HERE, "Anouk Klein", GOOD)
    assert view.sign_in.password.value == ""


def test_the_cover_says_which_records_and_who_closed_them(show: Show) -> None:
    view = show(FakeVaults())
    assert view.cover.accessibleName().startswith("Lavarelle SA. records / Lavarelle.privdesk")
    assert "Closed 16:52 by Anouk Klein" in view.cover.accessibleName()
    assert view._key_words.whole_text == "The password alone opens these records."


def test_a_missing_half_of_the_key_is_said_plainly(show: Show) -> None:
    vaults = FakeVaults()
    vaults.bound, vaults.device_secret = VaultBinding.DEVICE_BOUND, False
    assert "recovery sheet" in show(vaults)._key_words.whole_text


def test_a_wrong_password_stays_marked_and_selected(show: Show) -> None:
    vaults = FakeVaults()
    vaults.fails["unlock"] = WrongPasswordError(2, 60)
    view = show(vaults)
    type_password(view, "not this one")
    field = view.sign_in.password
    assert field.wrong
    assert field.line.selectedText()
    assert field.value == "not this one"
    assert field.note.whole_text == "The name or the password is not right. 2 more tries, then 1 minute wait."
    assert view.sign_in.act.isEnabled()


@pytest.mark.parametrize("error", [WrongPasswordError(0, 60), WaitBeforeTryError(60)])
def test_the_wait_is_counted_down_and_then_open_again(show: Show, error: BaseException) -> None:
    vaults = FakeVaults()
    vaults.fails["unlock"] = error
    view = show(vaults)
    type_password(view, "not this one")
    assert not view.sign_in.act.isEnabled()
    assert "1 minute" in view.sign_in.password.note.whole_text
    asked = len(vaults.asked)
    QTest.keyClick(view.sign_in.password.line, Qt.Key.Key_Return)
    assert len(vaults.asked) == asked
    for _second in range(60):
        view.sign_in._count()
    assert view.sign_in.act.isEnabled()
    assert not view.sign_in.password.wrong


def test_another_desk_is_a_banner_with_who(show: Show) -> None:
    vaults = FakeVaults()
    vaults.fails["unlock"] = AnotherDeskError("Marc Duvoisin", "desk-2", datetime(2026, 3, 24, tzinfo=UTC))
    view = show(vaults)
    type_password(view, GOOD)
    assert "Marc Duvoisin" in view.sign_in.banner.accessibleName()
    assert view.sign_in.password.value == GOOD


def test_a_damaged_header_offers_the_kept_copy(show: Show) -> None:
    vaults = FakeVaults()
    vaults.fails["peek"] = HeaderDamagedError(HERE, "slots", True)
    view = UnlockView(vaults, ImmediateJobs(), folder=HERE)
    assert isinstance(view.form, TroubleForm)
    view.form.act.click()
    assert ("put back", HERE) in vaults.asked
    assert view.peek is not None
    assert view.sign_in.isVisibleTo(view)
    view.deleteLater()


def test_this_very_program_is_not_another_desk(show: Show) -> None:
    vaults = FakeVaults()
    since = datetime(2026, 3, 24, tzinfo=UTC)
    vaults.held_by = DeskHolder("Anouk Klein", "desk-1", since, os.getpid())
    view = show(vaults)
    assert "another desk" not in view.cover.accessibleName()
    vaults.held_by = DeskHolder("Marc Duvoisin", "desk-2", since, os.getpid() + 1)
    view.look_again()
    assert "Open at another desk: Marc Duvoisin, desk-2" in view.cover.accessibleName()


def test_nothing_typed_asks_nothing(show: Show) -> None:
    vaults = FakeVaults()
    view = show(vaults)
    view.sign_in.act.click()
    assert view.sign_in.password.wrong
    assert vaults.asked[-1][0] == "peek"


def test_other_records_are_looked_at(show: Show) -> None:
    vaults = FakeVaults()
    view = show(vaults)
    view.look(Path("/elsewhere/Two.privdesk"))
    type_password(view, GOOD)
    assert vaults.asked[-1][1] == Path("/elsewhere/Two.privdesk")


def first_two_steps(view: UnlockView) -> RecoverySheetForm:
    office = view.form
    assert isinstance(office, OfficeForm)
    office.name.set_value("Lavarelle SA")
    office.place.set_value("CH-VD")
    office.act.click()
    you = view.form
    assert isinstance(you, YouForm)
    you.name.set_value("Anouk Klein")
    you.password.first.set_value(GOOD)
    you.password.again.set_value(GOOD)
    you.act.click()
    sheet = view.form
    assert isinstance(sheet, RecoverySheetForm)
    return sheet


def test_the_first_run_ends_at_the_open_desk(qtbot: QtBot, show: Show) -> None:
    vaults = FakeVaults(known=False)
    view = show(vaults)
    sheet = first_two_steps(view)
    made: tuple[Any, ...] = (
        "prepare", Path("/records/Lavarelle SA.privdesk"), "Lavarelle SA", "Anouk Klein", GOOD, "CH-VD", "ch-fadp",
        VaultBinding.PASSWORD_ONLY,
    )  # fmt: skip
    assert vaults.asked[-1] == made
    for number, field in sheet.groups.items():
        field.set_value(CODE.groups[number - 1].lower())
    sheet.act.click()
    done = view.form
    assert isinstance(done, DoneForm)
    with qtbot.waitSignal(view.opened):
        done.act.click()
    opened: tuple[Any, ...] = ("unlock", Path("/records/Lavarelle SA.privdesk"), "Anouk Klein", GOOD)
    assert vaults.asked[-1] == opened


def test_the_sheet_cannot_be_skipped(show: Show) -> None:
    vaults = FakeVaults(known=False)
    view = show(vaults)
    sheet = first_two_steps(view)
    sheet.act.click()
    assert view.form is sheet
    assert all(field.wrong for field in sheet.groups.values())
    sheet.groups[2].set_value(CODE.groups[1])
    sheet.groups[5].set_value(CODE.groups[1])
    sheet.act.click()
    assert not sheet.groups[2].wrong
    assert sheet.groups[5].wrong
    assert ("finish",) not in vaults.asked


def test_the_sheet_is_saved_where_one_says(show: Show, tmp_path: Path) -> None:
    view = show(FakeVaults(known=False))
    sheet = first_two_steps(view)
    sheet.save_to(str(tmp_path / "sheet.pdf"))
    assert (tmp_path / "sheet.pdf").read_bytes() == b"%PDF"
    assert "delete the file" in sheet.banner.accessibleName()


def test_two_different_passwords_are_refused_in_place(show: Show) -> None:
    vaults = FakeVaults(known=False)
    view = show(vaults)
    office = view.form
    assert isinstance(office, OfficeForm)
    office.act.click()
    assert office.name.wrong
    office.name.set_value("Lavarelle SA")
    office.act.click()
    you = view.form
    assert isinstance(you, YouForm)
    you.name.set_value("Anouk Klein")
    you.password.first.set_value(GOOD)
    you.password.again.set_value("something else")
    you.act.click()
    assert you.password.again.wrong
    assert not any(asked[0] == "prepare" for asked in vaults.asked)


def test_the_strength_is_said_in_words_and_knows_ones_own_name(show: Show) -> None:
    vaults = FakeVaults(known=False)
    view = show(vaults)
    office = view.form
    assert isinstance(office, OfficeForm)
    office.name.set_value("Lavarelle SA")
    office.act.click()
    you = view.form
    assert isinstance(you, YouForm)
    you.password.own_words = ("Anouk Klein",)
    you.password.first.set_value(GOOD)
    you.password.look()
    assert you.password.first.note.whole_text == "Hard to guess. A few more words make it better."
    assert vaults.asked[-1] == ("hint", ("Anouk Klein",))


def test_the_recovery_sheet_sets_a_new_password_and_brings_a_new_sheet(show: Show) -> None:
    vaults = FakeVaults()
    view = show(vaults)
    view.sign_in.recovery.click()
    form = view.form
    assert isinstance(form, RecoverForm)
    form.code.set_value(CODE.text)
    form.password.first.set_value(GOOD)
    form.password.again.set_value(GOOD)
    form.act.click()
    assert ("recover", HERE, "Anouk Klein", CODE.text, GOOD) in vaults.asked
    sheet = view.form
    assert isinstance(sheet, RecoverySheetForm)
    for number, field in sheet.groups.items():
        field.set_value(CODE.groups[number - 1])
    sheet.act.click()
    assert view.form is view.sign_in
    assert "new password is set" in view.sign_in.banner.accessibleName()


def test_a_mistyped_code_names_its_group(show: Show) -> None:
    vaults = FakeVaults()
    vaults.fails["recover"] = RecoveryCodeMistypedError(3)
    view = show(vaults)
    view.sign_in.recovery.click()
    form = view.form
    assert isinstance(form, RecoverForm)
    form.code.set_value("AAAAA")
    form.password.first.set_value(GOOD)
    form.password.again.set_value(GOOD)
    form.act.click()
    assert form.code.wrong
    assert "3" in form.code.note.whole_text
    assert form.act.isEnabled()


def test_a_password_is_changed_with_the_old_one(qtbot: QtBot, show: Show) -> None:
    view, changed, told = show(FakeVaults()), list[tuple[str, str]](), list[str]()

    def change(old: str, new: str) -> None:
        if old != "old password":
            raise WrongPasswordError(2, 60)
        changed.append((old, new))

    hint = FakeVaults().password_hint
    dialog = ChangePassword(view, ImmediateJobs(), change, hint, lambda: told.append("changed"))
    dialog.open()
    dialog.old.set_value("wrong one")
    dialog.new.first.set_value(GOOD)
    dialog.new.again.set_value(GOOD)
    dialog.act.click()
    assert dialog.old.wrong
    dialog.old.set_value("old password")
    dialog.act.click()
    assert changed == [("old password", GOOD)]
    assert told == ["changed"]


def test_the_language_is_chosen_on_the_page(qtbot: QtBot, show: Show) -> None:
    view = show(FakeVaults())
    assert view.language.accessibleName() == "Language of the window"
    view.language.setCurrentIndex(view.language.findData("fr"))
    with qtbot.waitSignal(view.language_chosen) as told:
        view.language.activated.emit(view.language.currentIndex())
    assert told.args == ["fr"]


def test_folder_and_language_are_remembered_and_nothing_else(tmp_path: Path) -> None:
    last = LastRecords(tmp_path / "window.ini")
    assert last.get() is None
    assert last.language() == ""
    last.put(tmp_path)
    last.put_language("it")
    again = LastRecords(tmp_path / "window.ini")
    assert again.get() == tmp_path
    assert again.language() == "it"
    kept = [line for line in (tmp_path / "window.ini").read_text().splitlines() if "=" in line]
    assert [line.split("=")[0] for line in kept] == ["folder", "language"]


def test_the_name_of_the_records_is_white_in_both_themes(qtbot: QtBot) -> None:
    cover = Cover()
    qtbot.addWidget(cover)
    cover.resize(540, 868)
    cover.set_words("Lavarelle SA")
    try:
        for choice in ("light", "dark"):
            keeper().use("dark" if choice == "dark" else "light")
            image = cover.grab(QRect(0, 700, 300, 168)).toImage()
            shades = {image.pixelColor(x, y).lightness() for x in range(300) for y in range(168)}
            assert max(shades) > 240
            assert min(shades) > 40
    finally:
        keeper().use("light")


def test_nothing_takes_a_sheet_away_that_is_shown_once(show: Show) -> None:
    view = show(FakeVaults(known=False))
    assert view.language.isVisible()
    sheet = first_two_steps(view)
    assert view.language.isHidden()
    view.ask_folder()
    assert view.form is sheet
    assert not view.findChildren(QFileDialog)


def test_closing_the_window_takes_half_made_records_away(show: Show) -> None:
    vaults = FakeVaults(known=False)
    view = show(vaults)
    first_two_steps(view)
    view.leave()
    assert vaults.asked[-1] == ("abandon",)


def test_records_that_lie_elsewhere_are_opened_from_the_first_run(show: Show) -> None:
    vaults = FakeVaults(known=False)
    view = show(vaults)
    view.choose(HERE)
    assert view.form is view.sign_in
    assert ("peek", HERE) in vaults.asked
    assert view.sign_in.password.control.hasFocus()


def test_a_password_that_somebody_gave_is_changed_before_the_desk_opens(qtbot: QtBot, show: Show) -> None:
    vaults = FakeVaults()
    vaults.given_by_somebody = True
    view = show(vaults)
    type_password(view, GOOD)
    form = view.form
    assert isinstance(form, OwnPasswordForm)
    assert form.password.first.line.hasFocus()
    for field in (form.password.first, form.password.again):
        field.set_value(GOOD)
    form.act.click()
    assert form.password.first.wrong, "the given one again is not one's own"
    for field in (form.password.first, form.password.again):
        field.set_value("quiet meadow window")
    with qtbot.waitSignal(view.opened) as told:
        QTest.keyClick(form.password.again.line, Qt.Key.Key_Return)
    assert told.args == [Opened()]
    assert vaults.asked[-1] == ("own", GOOD, "quiet meadow window")


def test_who_does_not_choose_is_locked_out_again(show: Show) -> None:
    for leave in ("back", "patience", "close"):
        vaults = FakeVaults()
        vaults.given_by_somebody = True
        view = show(vaults)
        type_password(view, GOOD)
        assert isinstance(view.form, OwnPasswordForm)
        if leave == "back":
            view.form.back.click()
        elif leave == "close":
            view.leave()
        else:
            assert isinstance(view._way, OwnPassword)
            view._way._patience.timeout.emit()
        assert [call[0] for call in vaults.asked if call[0] in {"lock", "own"}] == ["lock"]
        if leave != "close":
            assert view.sign_in.isVisible()
            assert view.sign_in.act.isEnabled()
