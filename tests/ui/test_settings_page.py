# SPDX-License-Identifier: MIT
"""Settings over real records: own choices at once, the office with one button, password, watched folder."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from privdesk.domain.audit import Action
from privdesk.domain.errors import WrongPasswordError
from privdesk.domain.staff import Role
from privdesk.domain.vault import PasswordHint, PasswordHintKey, VaultBinding
from privdesk.services.desk import Desk
from privdesk.ui.settings import places
from privdesk.ui.settings.page import SettingsPage
from privdesk.ui.theme import keeper
from privdesk.ui.unlock.change_password import ChangePassword
from privdesk.ui.widgets.button import Button
from tests.ui.desk_kit import People, caret, framed, page_of, people, press, shown, type_text
from tests.ui.fakes import FakeNavigator, ImmediateJobs

__all__ = ["people"]
CTRL = Qt.KeyboardModifier.ControlModifier
ENTER = Qt.Key.Key_Return


class Account:
    """One's own way into the records; the old password is `old`."""

    binding = VaultBinding.DEVICE_BOUND

    def __init__(self) -> None:
        self.changed: list[str] = []

    def can_bind(self) -> bool:
        return True

    def password_hint(self, _password: str, _own_words: tuple[str, ...] = ()) -> PasswordHint:
        return PasswordHint(3, PasswordHintKey.GOOD)

    def change_password(self, old_password: str, new_password: str) -> None:
        if old_password != "old":
            raise WrongPasswordError(2, 60)
        self.changed.append(new_password)


@pytest.fixture(autouse=True)
def looks() -> Iterator[None]:
    """The look of the tests before, again."""
    before = keeper().choice, keeper().theme.factor
    yield
    keeper().use(*before)


def settings_page(qtbot: QtBot, desk: Desk, navigator: FakeNavigator | None = None) -> SettingsPage:
    return shown(qtbot, SettingsPage(desk, ImmediateJobs(), navigator or FakeNavigator()))


def test_a_theme_is_kept_and_put_in_force_at_once(qtbot: QtBot, people: People) -> None:
    page = settings_page(qtbot, people.desk)
    page.own.theme.setFocus()
    press(Qt.Key.Key_Right)
    press(Qt.Key.Key_Right)
    assert people.desk.office.preferences().theme == "dark"
    qtbot.waitUntil(lambda: keeper().theme.dark)


def test_the_window_built_anew_shows_settings_again(qtbot: QtBot, people: People) -> None:
    jobs = ImmediateJobs()
    frame = framed(qtbot, places(people.desk, jobs), jobs, "settings")
    page = page_of(frame, SettingsPage)
    page.own.lock.setFocus()
    visit = frame.visit
    frame.reopen(visit)
    assert caret() is page_of(frame, SettingsPage).own.lock


def test_lock_time_and_language_are_kept_without_touching_the_rest(qtbot: QtBot, people: People) -> None:
    held = replace(people.desk.office.preferences(), watched_folder="/scans", watched_after="delete")
    people.desk.office.save_preferences(held)
    page = settings_page(qtbot, people.desk)
    page.own.lock.setCurrentIndex(page.own.lock.findData("5"))
    assert people.desk.office.preferences() == replace(held, lock_minutes=5)


def test_a_watched_folder_is_kept_and_can_be_left(qtbot: QtBot, people: People, tmp_path: Path) -> None:
    page = settings_page(qtbot, people.desk)
    scans = str(tmp_path.parent / "Scans")
    page._take_folder(scans)
    assert people.desk.office.preferences().watched_folder == scans
    assert page.watched.folder.whole_text == scans
    page.watched.stop.click()
    assert people.desk.office.preferences().watched_folder == ""


def test_a_folder_inside_the_records_is_refused(qtbot: QtBot, people: People) -> None:
    page = settings_page(qtbot, people.desk)
    page._take_folder(str(people.desk.session.folder / "documents"))
    assert page.banner.isVisible()
    assert people.desk.office.preferences().watched_folder == ""


def test_the_office_is_saved_with_ctrl_enter_and_recorded(qtbot: QtBot, people: People) -> None:
    page = settings_page(qtbot, people.desk)
    assert not page.footer.isVisible()
    page.office.lines["street"].setFocus()
    type_text("Rue du Lac 4")
    assert page.footer.isVisible()
    press(ENTER, CTRL)
    assert people.desk.office.office().street == "Rue du Lac 4"
    assert people.actions(Action.OFFICE_CHANGED)[-1].fields == ("street",)
    assert not page.footer.isVisible()


def test_a_place_proposes_its_law_time_zone_and_currency(qtbot: QtBot, people: People) -> None:
    page = settings_page(qtbot, people.desk)
    page.office.place.setCurrentIndex(page.office.place.findData("DE"))
    wanted = page.office.typed()
    assert (wanted.country, wanted.regime, wanted.time_zone, wanted.currency) == (
        "DE", "gdpr", "Europe/Berlin", "EUR",
    )  # fmt: skip


def test_what_cannot_be_kept_is_said_in_its_row_and_stays_typed(qtbot: QtBot, people: People) -> None:
    page = settings_page(qtbot, people.desk)
    page.office.zone.setFocus()
    page.office.zone.clear()
    type_text("Lausanne")
    press(ENTER, CTRL)
    assert people.desk.office.office().time_zone == "Europe/Zurich"
    assert page.office.zone.text() == "Lausanne"
    assert page.footer.isVisible()


def test_an_unknown_place_is_said_and_nothing_is_lost(qtbot: QtBot, people: People) -> None:
    page = settings_page(qtbot, people.desk)
    page.office.place.setEditText("XX-99")
    page.office.lines["name"].setText("Lavarelle AG")
    page.save_office()
    assert page.banner.isVisible()
    assert people.desk.office.office().name == "Lavarelle SA"
    assert page.office.lines["name"].text() == "Lavarelle AG"


def test_changes_can_be_taken_back(qtbot: QtBot, people: People) -> None:
    page = settings_page(qtbot, people.desk)
    page.office.lines["name"].setFocus()
    type_text("x")
    page._take_back()
    assert page.office.lines["name"].text() == "Lavarelle SA"
    assert not page.footer.isVisible()


def test_a_clerk_sees_the_office_and_who_may_change_it(qtbot: QtBot, people: People) -> None:
    page = settings_page(qtbot, people.real.for_roles(Role.CLERK))
    assert not page.office.lines["name"].isEnabled()
    assert page.office.heading.after.whole_text == "may be changed by: administrator"


def test_the_password_is_changed_with_the_old_one(qtbot: QtBot, people: People) -> None:
    account = Account()
    page = settings_page(qtbot, replace(people.desk, account=cast("Any", account)))
    page._change_password()
    dialog = page.findChild(ChangePassword)
    assert dialog is not None
    dialog.old.set_value("wrong")
    dialog.new.first.set_value("ein langes neues Wort 7")
    dialog.new.again.set_value("ein langes neues Wort 7")
    dialog.act.click()
    assert dialog.old.wrong
    assert account.changed == []
    dialog.old.set_value("old")
    dialog.act.click()
    assert account.changed == ["ein langes neues Wort 7"]
    assert page.banner.isVisible()


def test_without_an_account_no_password_is_offered(qtbot: QtBot, people: People) -> None:
    page = settings_page(qtbot, people.desk)
    page._change_password()
    assert page.findChild(QDialog) is None


def test_records_bound_to_this_computer_say_so(qtbot: QtBot, people: People) -> None:
    page = settings_page(qtbot, replace(people.desk, account=cast("Any", Account())))
    assert page.key_store.whole_text == "There is one."
    assert page._store_row.isVisible()


def test_import_opens_from_settings_too(qtbot: QtBot, people: People) -> None:
    navigator = FakeNavigator()
    page = settings_page(qtbot, people.desk, navigator)
    button = page.findChild(Button, "import")
    assert button is not None
    button.click()
    assert navigator.opened == [("imports", {"kind": "people"})]


def test_who_gets_data_is_kept_in_the_catalogue(qtbot: QtBot, people: People) -> None:
    navigator = FakeNavigator()
    page = settings_page(qtbot, people.desk, navigator)
    assert page.recipients.listed.whole_text.startswith("Nobody yet")
    page.recipients.button.click()
    assert navigator.opened == [("catalogue", {"part": "recipients"})]
