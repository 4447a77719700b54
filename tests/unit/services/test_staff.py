# SPDX-License-Identifier: MIT
"""Staff are added, given other roles, sent away and let in again; slots and records change together."""

from pathlib import Path
from unittest.mock import patch

import pytest

from privdesk.domain.agencies import Agency, AgencyId
from privdesk.domain.audit import Action
from privdesk.domain.errors import (
    DiskFullError,
    NotFoundError,
    PasswordTooShortError,
    RecoveryRefusedError,
    StaffNameTakenError,
    WrongPasswordError,
)
from privdesk.domain.staff import (
    LastAdministratorError,
    LastPrivacyOfficerError,
    OwnPasswordError,
    PasswordChangeDueError,
    PasswordUnchangedError,
    Role,
    RoleProblem,
    RolesChangedError,
    RolesNotPossibleError,
    StaffDisabledError,
)
from privdesk.domain.vault import StaffId
from privdesk.security import vault_files
from privdesk.services.desk import Desk
from tests.unit.services.vault_kit import FIRST, OTHER, PASSWORD, SmallVault, id_of, staff_of

MARC, GIVEN, OWN = "Marc Duvoisin", "given by somebody 1", "chosen by oneself 2"


@pytest.fixture
def vault(tmp_path: Path) -> SmallVault:
    return SmallVault(tmp_path)


def actions(desk: Desk) -> list[Action]:
    return [entry.event.action for entry in desk.audit.entries()]


def add_marc(vault: SmallVault, *roles: Role) -> StaffId:
    """Marc works here, with a password of his own."""
    with vault.desk() as desk:
        marc = staff_of(desk).add(MARC, roles or (Role.CLERK,), GIVEN)
    vault.program().vaults.change_password(
        vault.folder, staff_name=MARC, old_password=GIVEN, new_password=OWN
    )
    return marc.id


def test_who_was_added_chooses_a_password_before_the_desk_opens(vault: SmallVault) -> None:
    with vault.desk() as desk:
        marc = staff_of(desk).add("  Marc   Duvoisin ", [Role.CLERK], GIVEN)
        assert marc.name == MARC
        assert marc.must_change
        assert actions(desk)[0] is Action.STAFF_ADDED
    with pytest.raises(PasswordChangeDueError), vault.desk(MARC, GIVEN):
        pass
    vault.program().vaults.change_password(
        vault.folder, staff_name=MARC, old_password=GIVEN, new_password=OWN
    )
    with vault.desk(MARC, OWN) as desk:
        assert desk.session.member.roles == {Role.CLERK}
        assert not desk.session.member.must_change


def test_the_given_password_again_is_not_a_new_one(vault: SmallVault) -> None:
    with vault.desk() as desk:
        staff_of(desk).add(MARC, [Role.CLERK], GIVEN)
    with pytest.raises(PasswordUnchangedError):
        vault.program().vaults.change_password(
            vault.folder, staff_name=MARC, old_password=GIVEN, new_password=GIVEN
        )
    with pytest.raises(PasswordChangeDueError), vault.desk(MARC, GIVEN):
        pass


def test_two_people_cannot_have_one_name_not_even_a_disabled_one(vault: SmallVault) -> None:
    marc = add_marc(vault)
    with vault.desk() as desk:
        staff_of(desk).disable(marc)
        with pytest.raises(StaffNameTakenError):
            staff_of(desk).add("marc  DUVOISIN", [Role.CLERK], GIVEN)


def test_what_cannot_be_added_leaves_nothing_behind(vault: SmallVault) -> None:
    with vault.desk() as desk:
        with pytest.raises(PasswordTooShortError):
            staff_of(desk).add(MARC, [Role.CLERK], "short")
        with pytest.raises(NotFoundError):
            staff_of(desk).add(MARC, [Role.AGENCY_CLERK], GIVEN, AgencyId(7))
        assert [each.member.name for each in staff_of(desk).entries()] == [FIRST]
        assert len(staff_of(desk).entries()[0].slots) == 1
        assert Action.STAFF_ADDED not in actions(desk)


@pytest.mark.parametrize(
    ("roles", "agency", "problem"),
    [
        ((), None, RoleProblem.NONE),
        ((Role.AGENCY_CLERK, Role.CLERK), AgencyId(1), RoleProblem.MIXED),
        ((Role.AGENCY_CLERK,), None, RoleProblem.AGENCY_MISSING),
        ((Role.CLERK,), AgencyId(1), RoleProblem.AGENCY_UNWANTED),
    ],
)
def test_roles_that_make_no_sense_are_refused(
    vault: SmallVault, roles: tuple[Role, ...], agency: AgencyId | None, problem: RoleProblem
) -> None:
    with vault.desk() as desk, pytest.raises(RolesNotPossibleError) as refused:
        staff_of(desk).add(MARC, roles, GIVEN, agency)
    assert refused.value.problem is problem


def test_an_agency_clerk_belongs_to_the_agency(vault: SmallVault) -> None:
    with vault.desk() as desk:
        agency = desk.agencies.save(Agency(AgencyId(0), "A-1", "Régie du Lac"))
        clerk = staff_of(desk).add(MARC, [Role.AGENCY_CLERK], GIVEN, agency.id)
        entry = next(each for each in staff_of(desk).entries() if each.member.id == clerk.id)
        assert entry.agency_name == "Régie du Lac"


def test_a_disabled_one_cannot_sign_in_and_has_no_slot(vault: SmallVault) -> None:
    marc = add_marc(vault)
    with vault.desk() as desk:
        staff_of(desk).disable(marc)
        entry = next(each for each in staff_of(desk).entries() if each.member.id == marc)
        assert entry.slots == ()
        assert entry.signed_in_at is not None
        assert actions(desk)[0] is Action.STAFF_DISABLED
    assert MARC not in (vault.folder / "vault.json").read_text(encoding="utf-8")
    with pytest.raises(WrongPasswordError):
        vault.opens(MARC, OWN)


def test_a_slot_that_a_power_cut_left_does_not_let_a_disabled_one_in_and_goes(vault: SmallVault) -> None:
    marc = add_marc(vault)
    with vault.desk() as desk, patch.object(vault_files.VaultFiles, "remove_slot"):
        staff_of(desk).disable(marc)
    with pytest.raises(StaffDisabledError):
        vault.opens(MARC, OWN)
    vault.opens(FIRST, PASSWORD)
    assert MARC not in (vault.folder / "vault.json").read_text(encoding="utf-8")


def test_a_slot_without_a_row_opens_nothing_and_its_coming_is_recorded(vault: SmallVault) -> None:
    with vault.desk() as desk:
        assert desk.account is not None
        opened = desk.account._opened
        vault.files().add_slot(opened.vault, MARC, GIVEN)
    with pytest.raises(StaffDisabledError):
        vault.opens(MARC, GIVEN)
    with vault.desk() as desk:
        entry = desk.audit.entries(record="staff", actions=(Action.STAFF_CHANGED,))[0]
        assert entry.event.fields == ("slots",)
        assert len(staff_of(desk).entries()) == 1
    assert MARC not in (vault.folder / "vault.json").read_text(encoding="utf-8")


def test_who_comes_back_gets_a_new_password(vault: SmallVault) -> None:
    marc = add_marc(vault)
    with vault.desk() as desk:
        staff_of(desk).disable(marc)
        member = staff_of(desk).enable(marc, GIVEN)
        assert (member.disabled, member.must_change) == (False, True)
    with pytest.raises(WrongPasswordError):
        vault.opens(MARC, OWN)
    vault.opens(MARC, GIVEN)


def test_a_reset_retires_the_old_password_and_asks_for_a_new_one(vault: SmallVault) -> None:
    marc = add_marc(vault)
    with vault.desk() as desk:
        staff_of(desk).reset_password(marc, OTHER)
        assert actions(desk)[0] is Action.PASSWORD_RESET
    with pytest.raises(WrongPasswordError):
        vault.opens(MARC, OWN)
    with pytest.raises(PasswordChangeDueError), vault.desk(MARC, OTHER):
        pass


def test_a_reset_that_finds_the_disk_full_leaves_the_old_password_in_force(vault: SmallVault) -> None:
    marc = add_marc(vault)
    full = DiskFullError(vault.folder)
    with vault.desk() as desk, patch("privdesk.security.slot_changes.write_header", side_effect=full):
        with pytest.raises(DiskFullError):
            staff_of(desk).reset_password(marc, OTHER)
        assert Action.PASSWORD_RESET not in actions(desk)
    with vault.desk(MARC, OWN) as desk:
        assert not desk.session.member.must_change


def test_ones_own_password_and_a_disabled_ones_are_not_reset(vault: SmallVault) -> None:
    marc = add_marc(vault)
    with vault.desk() as desk:
        with pytest.raises(OwnPasswordError):
            staff_of(desk).reset_password(id_of(desk, FIRST), OTHER)
        staff_of(desk).disable(marc)
        with pytest.raises(StaffDisabledError):
            staff_of(desk).reset_password(marc, OTHER)


def test_the_last_administrator_stays(vault: SmallVault) -> None:
    marc = add_marc(vault, Role.PRIVACY_OFFICER)
    with vault.desk() as desk:
        me = id_of(desk, FIRST)
        with pytest.raises(LastAdministratorError):
            staff_of(desk).disable(me, warned=True)
        with pytest.raises(LastAdministratorError):
            staff_of(desk).change_roles(me, [Role.CLERK], warned=True)
        staff_of(desk).change_roles(marc, [Role.ADMINISTRATOR])
        staff_of(desk).disable(marc)
        with pytest.raises(LastAdministratorError):
            staff_of(desk).disable(me)


def test_the_last_privacy_officer_goes_only_after_a_warning(vault: SmallVault) -> None:
    with vault.desk() as desk:
        me = id_of(desk, FIRST)
        with pytest.raises(LastPrivacyOfficerError):
            staff_of(desk).change_roles(me, [Role.ADMINISTRATOR])
        assert staff_of(desk).change_roles(me, [Role.ADMINISTRATOR], warned=True).roles == {
            Role.ADMINISTRATOR
        }


def test_nothing_is_done_with_roles_that_were_changed(vault: SmallVault) -> None:
    with vault.desk() as desk:
        staff_of(desk).change_roles(id_of(desk, FIRST), [Role.ADMINISTRATOR], warned=True)
        with pytest.raises(RolesChangedError):
            desk.people.search("keller")
    with vault.desk() as desk:
        assert desk.session.member.roles == {Role.ADMINISTRATOR}


def test_a_new_sheet_replaces_the_old_one_only_once_it_is_confirmed(vault: SmallVault) -> None:
    with vault.desk() as desk:
        dropped = staff_of(desk).new_sheet()
        assert dropped.sheet.startswith(b"%PDF")
        staff_of(desk).drop_sheet()
        unsettled = staff_of(desk).new_sheet()
        assert Action.SHEET_RENEWED not in actions(desk)
    for code in (dropped.code, unsettled.code):
        vault.opens(FIRST, PASSWORD)
        with pytest.raises(RecoveryRefusedError):
            recover(vault, code.text)
    with vault.desk() as desk:
        new = staff_of(desk).new_sheet()
        staff_of(desk).confirm_sheet()
        assert actions(desk)[0] is Action.SHEET_RENEWED
    with pytest.raises(RecoveryRefusedError):
        recover(vault, vault.code.text)
    recover(vault, new.code.text)
    vault.opens(FIRST, OTHER)


def recover(vault: SmallVault, code: str) -> None:
    vault.program().vaults.recover(vault.folder, staff_name=FIRST, code=code, new_password=OTHER)
