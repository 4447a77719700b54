# SPDX-License-Identifier: MIT
"""Two people at one desk: one is added at the real window, chooses a password, and approves what the other proposed."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from privdesk.domain.approvals import ApprovalKind, ApprovalState
from privdesk.domain.staff import Role
from privdesk.services.approvals import digest_of
from privdesk.ui.dialogs import Decision
from privdesk.ui.staff.list_page import StaffPage
from privdesk.ui.staff.panels import AddPanel, RolesPanel
from privdesk.ui.unlock.own_password import OwnPasswordForm
from privdesk.ui.unlock.view import UnlockView
from tests.journeys.office_kit import PASSWORD, STAFF, Office
from tests.journeys.seat import CTRL, PATIENCE, Seat

MARC, GIVEN, OWN = "Marc Duvoisin", "given by somebody 1", "chosen by oneself 2"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path).create()


def add_marc(seat: Seat) -> None:
    assert seat.main.frame is not None
    seat.main.frame.open("staff")
    seat.settle()
    page = seat.page
    assert isinstance(page, StaffPage)
    seat.key(Qt.Key.Key_N, CTRL)
    panel = page.panel
    assert isinstance(panel, AddPanel)
    seat.type(MARC)
    for role in (Role.CLERK, Role.PRIVACY_OFFICER):
        panel.roles.boxes[role].setFocus()
        seat.key(Qt.Key.Key_Space)
    panel.password.first.control.setFocus()
    seat.type(GIVEN)
    seat.key(Qt.Key.Key_Tab)
    seat.type(GIVEN)
    seat.key(Qt.Key.Key_Return, CTRL)
    seat.bot.waitUntil(lambda: page.panel is None, timeout=PATIENCE)


def unlock_view(seat: Seat) -> UnlockView:
    view = seat.main.centralWidget()
    assert isinstance(view, UnlockView)
    return view


def sign_in_as(seat: Seat, name: str, password: str) -> None:
    view = unlock_view(seat)
    view.sign_in.name.set_value(name)
    view.sign_in.password.control.setFocus()
    seat.type(password)
    seat.key(Qt.Key.Key_Return)


def test_who_was_added_chooses_a_password_and_approves_what_the_other_proposed(
    office: Office, qtbot: QtBot, tmp_path: Path
) -> None:
    seat = Seat(qtbot, office, tmp_path)
    seat.sign_in()
    add_marc(seat)
    seat.main.lock()
    seat.settle()
    with office.desk() as desk:
        number = desk.approvals.propose(
            ApprovalKind.ERASURE, "person:17", digest_of("plan"), ["14 values"]
        ).id

    sign_in_as(seat, MARC, GIVEN)
    view = unlock_view(seat)
    qtbot.waitUntil(lambda: isinstance(view.form, OwnPasswordForm), timeout=PATIENCE)
    seat.type(OWN)
    seat.key(Qt.Key.Key_Tab)
    seat.type(OWN)
    seat.key(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: seat.main.frame is not None, timeout=PATIENCE)
    seat.settle()

    assert seat.place == "today"
    seat.key(Qt.Key.Key_Return)
    assert seat.place == "approvals"
    seat.key(Qt.Key.Key_Return, CTRL)
    dialog = next(
        each for each in QApplication.topLevelWidgets() if isinstance(each, Decision) and each.isVisible()
    )
    dialog.act.setFocus()
    seat.key(Qt.Key.Key_Return)
    seat.leave()

    with office.desk() as desk:
        (entry,) = desk.approvals.entries()
        assert (entry.approval.id, entry.state, entry.decided_by) == (number, ApprovalState.APPROVED, MARC)


def test_changing_ones_own_roles_locks_and_the_next_desk_has_the_new_ones(
    office: Office, qtbot: QtBot, tmp_path: Path
) -> None:
    seat = Seat(qtbot, office, tmp_path)
    seat.sign_in()
    assert seat.main.frame is not None
    seat.main.frame.open("staff")
    seat.settle()
    page = seat.page
    assert isinstance(page, StaffPage)
    seat.key(Qt.Key.Key_E, CTRL)
    assert isinstance(page.panel, RolesPanel)
    page.panel.roles.boxes[Role.CLERK].setChecked(False)
    seat.key(Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: seat.main.frame is None, timeout=PATIENCE)
    seat.settle()
    sign_in_as(seat, STAFF, PASSWORD)
    qtbot.waitUntil(lambda: seat.main.frame is not None, timeout=PATIENCE)
    seat.settle()
    assert seat.main._desk is not None
    assert seat.main._desk.who.roles == "Privacy officer, administrator"
    seat.leave()


def test_what_was_copied_is_gone_once_the_desk_is_locked(
    office: Office, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seat = Seat(qtbot, office, tmp_path)
    seat.sign_in()
    clipboard = QGuiApplication.clipboard()
    clipboard.setText("Rue de Bourg 14")
    assert seat.main.clipboard is not None
    monkeypatch.setattr(seat.main.clipboard, "_ours", lambda _mode: True)  # without a screen nobody owns it
    seat.leave()
    assert clipboard.text() == ""
