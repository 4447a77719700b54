# SPDX-License-Identifier: MIT
"""Staff by keyboard over a real vault: added, other roles, another password, sign-in ended, the sheet renewed."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from privdesk.domain.agencies import Agency, AgencyId
from privdesk.domain.audit import Action, AuditEvent
from privdesk.domain.errors import RecoveryRefusedError, WrongPasswordError
from privdesk.domain.staff import PERMISSIONS, Permission, Role
from privdesk.domain.vault import StaffId
from privdesk.services.desk import Desk
from privdesk.ui.audit.words import detail_words, record_words
from privdesk.ui.dialogs import Decision
from privdesk.ui.staff import places
from privdesk.ui.staff.list_page import StaffPage
from privdesk.ui.staff.panels import AddPanel, PasswordPanel, RolesPanel
from privdesk.ui.staff.sheet_page import SheetPage
from privdesk.ui.staff.who_may_page import WhoMayPage
from privdesk.ui.staff.words import may_words, permission_title, role_sentence
from tests.ui.desk_kit import press, shown, type_text
from tests.ui.fakes import FakeNavigator, ImmediateJobs
from tests.unit.services.vault_kit import FIRST, OTHER, PASSWORD, SmallVault, id_of, staff_of

CTRL = Qt.KeyboardModifier.ControlModifier
ENTER = Qt.Key.Key_Return
MARC, GIVEN = "Marc Duvoisin", "given by somebody 1"


@pytest.fixture
def vault(tmp_path: Path) -> SmallVault:
    return SmallVault(tmp_path)


@pytest.fixture
def desk(vault: SmallVault) -> Iterator[Desk]:
    with vault.desk() as desk:
        yield desk


class LockingNavigator(FakeNavigator):
    locked = 0

    def lock(self) -> None:
        self.locked += 1


@pytest.fixture
def navigator() -> LockingNavigator:
    return LockingNavigator()


def staff_page(qtbot: QtBot, desk: Desk, navigator: FakeNavigator) -> StaffPage:
    page = StaffPage(desk, ImmediateJobs(), navigator)
    return shown(qtbot, page)


def with_marc(desk: Desk, *roles: Role) -> StaffId:
    return staff_of(desk).add(MARC, roles or (Role.CLERK,), GIVEN).id


def names(page: StaffPage) -> list[str]:
    return [row.cells[0].text for row in page.list.rows()]


def answer(act: bool) -> None:
    """Choose in the dialog that is open."""
    dialog = next(
        each for each in QApplication.topLevelWidgets() if isinstance(each, Decision) and each.isVisible()
    )
    (dialog.act if act else dialog.keep).click()


def test_somebody_is_added_without_the_mouse(qtbot: QtBot, desk: Desk, navigator: LockingNavigator) -> None:
    page = staff_page(qtbot, desk, navigator)
    press(Qt.Key.Key_N, CTRL)
    panel = page.panel
    assert isinstance(panel, AddPanel)
    type_text(MARC)
    press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Space)
    panel.password.first.control.setFocus()
    type_text(GIVEN)
    press(Qt.Key.Key_Tab)
    type_text(GIVEN)
    press(ENTER, CTRL)
    assert page.panel is None
    member = next(each.member for each in staff_of(desk).entries() if each.member.name == MARC)
    assert member.roles == {Role.CLERK}
    assert member.must_change
    assert MARC in names(page)


def test_what_is_missing_is_said_and_what_was_typed_stays(
    qtbot: QtBot, desk: Desk, navigator: LockingNavigator
) -> None:
    page = staff_page(qtbot, desk, navigator)
    page.add_somebody()
    panel = page.panel
    assert isinstance(panel, AddPanel)
    panel.submit()
    assert panel.name.wrong
    panel.name.set_value(FIRST)
    panel.submit()
    assert panel.roles.problem.text() == "Choose at least one role."
    panel.roles.boxes[Role.CLERK].setChecked(True)
    for field in (panel.password.first, panel.password.again):
        field.set_value(GIVEN)
    panel.submit()
    assert "Another person has this name" in panel.problem.text() or panel.problem.isVisible()
    assert panel.name.value == FIRST
    assert panel.act.isEnabled()


def test_an_agency_clerk_is_nothing_else_and_has_an_agency(
    qtbot: QtBot, desk: Desk, navigator: LockingNavigator
) -> None:
    agency = desk.agencies.save(Agency(AgencyId(0), "A-1", "Régie du Lac"))
    page = staff_page(qtbot, desk, navigator)
    page.add_somebody()
    panel = page.panel
    assert isinstance(panel, AddPanel)
    panel.roles.boxes[Role.CLERK].setChecked(True)
    panel.roles.boxes[Role.AGENCY_CLERK].setChecked(True)
    assert panel.roles.roles == {Role.AGENCY_CLERK}
    assert panel.roles.agency_id is None
    panel.roles.agency.set_value(str(agency.id))
    assert panel.roles.agency_id == agency.id
    panel.roles.boxes[Role.PRIVACY_OFFICER].setChecked(True)
    assert panel.roles.roles == {Role.PRIVACY_OFFICER}
    assert panel.roles.agency_id is None


def test_roles_are_changed_with_enter(qtbot: QtBot, desk: Desk, navigator: LockingNavigator) -> None:
    marc = with_marc(desk)
    page = staff_page(qtbot, desk, navigator)
    page.list.choose(marc)
    press(ENTER)
    assert isinstance(page.panel, RolesPanel)
    page.panel.roles.boxes[Role.PRIVACY_OFFICER].setChecked(True)
    press(ENTER, CTRL)
    assert id_of(desk, MARC) == marc
    entry = next(each for each in staff_of(desk).entries() if each.member.id == marc)
    assert entry.member.roles == {Role.CLERK, Role.PRIVACY_OFFICER}
    assert navigator.locked == 0


def test_ones_own_roles_lock_the_desk_after_a_warning(
    qtbot: QtBot, desk: Desk, navigator: LockingNavigator
) -> None:
    page = staff_page(qtbot, desk, navigator)
    page.change_roles()
    assert isinstance(page.panel, RolesPanel)
    page.panel.roles.boxes[Role.PRIVACY_OFFICER].setChecked(False)
    page.panel.submit()
    assert desk.session.roles_changed.is_set() is False
    answer(act=True)
    assert navigator.locked == 1
    assert desk.session.roles_changed.is_set()


def test_the_last_administrator_hears_a_sentence(
    qtbot: QtBot, desk: Desk, navigator: LockingNavigator
) -> None:
    page = staff_page(qtbot, desk, navigator)
    press(Qt.Key.Key_D, CTRL)
    answer(act=True)
    assert page.banner.title.whole_text == "The last administrator stays."
    assert navigator.locked == 0


def test_a_sign_in_is_ended_and_given_back(
    qtbot: QtBot, vault: SmallVault, desk: Desk, navigator: LockingNavigator
) -> None:
    marc = with_marc(desk)
    page = staff_page(qtbot, desk, navigator)
    page.list.choose(marc)
    press(Qt.Key.Key_D, CTRL)
    answer(act=True)
    assert "cannot sign in any more" in page.banner.title.whole_text
    assert "change the key" in page.banner.words.whole_text
    page.banner.act_button.click()
    assert navigator.opened == [("settings", {})]
    assert page.list.rows()[-1].section == "gone"
    page.list.choose(marc)
    press(Qt.Key.Key_P, CTRL)
    assert isinstance(page.panel, PasswordPanel)
    type_text(OTHER)
    page.panel.password.again.set_value(OTHER)
    press(ENTER, CTRL)
    assert [row.section for row in page.list.rows()] == ["", ""]
    entry = next(each for each in staff_of(desk).entries() if each.member.id == marc)
    assert not entry.member.disabled
    assert entry.slots


def test_a_password_is_reset_and_the_old_one_opens_nothing(
    qtbot: QtBot, vault: SmallVault, navigator: LockingNavigator
) -> None:
    with vault.desk() as desk:
        marc = with_marc(desk)
        page = staff_page(qtbot, desk, navigator)
        page.list.choose(marc)
        page.set_password()
        assert isinstance(page.panel, PasswordPanel)
        for field in (page.panel.password.first, page.panel.password.again):
            field.set_value(OTHER)
        page.panel.submit()
        assert desk.audit.entries(limit=1)[0].event.action is Action.PASSWORD_RESET
    with pytest.raises(WrongPasswordError):
        vault.opens(MARC, GIVEN)
    vault.opens(MARC, OTHER)


def test_the_sheet_is_renewed_once_two_groups_are_typed_back(
    qtbot: QtBot, vault: SmallVault, navigator: LockingNavigator
) -> None:
    with vault.desk() as desk:
        page = shown(qtbot, SheetPage(staff_of(desk), ImmediateJobs(), navigator))
        form = page.form
        assert form is not None
        for number, field in form.groups.items():
            field.set_value(form._code.groups[number - 1])
        form.act.click()
        assert desk.audit.entries(limit=1)[0].event.action is Action.SHEET_RENEWED
        code = form._code
    with pytest.raises(RecoveryRefusedError):
        recover(vault, vault.code.text)
    recover(vault, code.text)


def test_leaving_without_the_groups_keeps_the_old_sheet(
    qtbot: QtBot, vault: SmallVault, navigator: LockingNavigator
) -> None:
    with vault.desk() as desk:
        page = shown(qtbot, SheetPage(staff_of(desk), ImmediateJobs(), navigator))
        assert page.form is not None
        page.form.act.click()
        assert all(field.wrong for field in page.form.groups.values())
        code = page.form._code
        page.leave()
    with pytest.raises(RecoveryRefusedError):
        recover(vault, code.text)
    recover(vault, vault.code.text)


def recover(vault: SmallVault, code: str) -> None:
    vault.program().vaults.recover(vault.folder, staff_name=FIRST, code=code, new_password=PASSWORD)


def test_the_table_in_words_is_the_table_that_is_enforced(qtbot: QtBot, navigator: LockingNavigator) -> None:
    page = shown(qtbot, WhoMayPage(ImmediateJobs(), navigator))
    rows = {row.cells[0].text: [bool(cell.text) for cell in row.cells[1:]] for row in page.list.rows()}
    assert rows == {
        permission_title(each): [each in PERMISSIONS[role] for role in Role] for each in Permission
    }
    assert len({role_sentence(role) for role in Role}) == len(Role)
    assert may_words(frozenset({Role.AGENCY_CLERK})) == [
        "Sign in, own settings", "Enter forms, add people", "Look people up", "Take requests and calls",
    ]  # fmt: skip


def test_only_administrators_get_the_page(vault: SmallVault, desk: Desk) -> None:
    keys = [place.key for place in places(desk, ImmediateJobs())]
    assert keys == ["staff", "who_may", "sheet", "approvals"]


def test_the_audit_trail_says_roles_and_approvals_in_words() -> None:
    added = AuditEvent(Action.STAFF_ADDED, "staff:1", ("clerk", "privacy_officer"))
    alone = AuditEvent(Action.APPROVED, "vault", ("re_key", "alone"))
    assert detail_words(added) == "clerk, privacy officer"
    assert detail_words(alone) == "Change of the key, alone, nobody else could approve"
    assert record_words(alone) == "Records"
    assert detail_words(AuditEvent(Action.PERSON_CORRECTED, "person:1", ("town",))) == "town"
