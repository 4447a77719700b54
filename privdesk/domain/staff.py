# SPDX-License-Identifier: MIT
"""Who works at the desk and what their set of roles may do."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from privdesk.domain.agencies import AgencyId
from privdesk.domain.errors import PrivdeskError
from privdesk.domain.vault import StaffId


class Role(StrEnum):
    """A role; a staff member has a set of them."""

    CLERK = "clerk"
    AGENCY_CLERK = "agency_clerk"
    PRIVACY_OFFICER = "privacy_officer"
    ADMINISTRATOR = "administrator"


FIRST_ROLES = frozenset({Role.CLERK, Role.PRIVACY_OFFICER, Role.ADMINISTRATOR})
"""Roles of the staff member who creates the records."""


class Permission(StrEnum):
    """One thing that may be done; services ask for it, the window hides what would be refused."""

    USE_DESK = "use_desk"
    """What everybody who may sign in does: own settings, own drafts, the office's name and catalogue."""
    ENTER_FORMS = "enter_forms"
    LOOK_UP_PEOPLE = "look_up_people"
    TAKE_REQUESTS = "take_requests"
    GRANT_ACCESS = "grant_access"
    RECTIFY = "rectify"
    DECIDE = "decide"
    SEE_ACTIVITY = "see_activity"
    IMPORT = "import"
    """Bring tables in; agencies and buildings alone need `MANAGE_AGENCIES` only."""
    MANAGE_AGENCIES = "manage_agencies"
    MANAGE_OFFICE = "manage_office"
    MANAGE_STAFF = "manage_staff"
    SEE_AUDIT = "see_audit"
    MATCH_PEOPLE = "match_people"
    """Decide on duplicates: merge, unmerge, not the same."""
    ERASE = "erase"
    MANAGE_RETENTION = "manage_retention"
    MANAGE_CATALOGUE = "manage_catalogue"
    BACK_UP = "back_up"
    RE_KEY = "re_key"
    CHECK_RECORDS = "check_records"
    """Look for damage and put right what loses nothing."""
    APPROVE_RE_KEY = "approve_re_key"
    """Say yes or no to a re-key that an administrator proposed."""


_CLERK = frozenset({
    Permission.USE_DESK, Permission.ENTER_FORMS, Permission.LOOK_UP_PEOPLE, Permission.TAKE_REQUESTS, Permission.GRANT_ACCESS,
    Permission.RECTIFY, Permission.SEE_ACTIVITY, Permission.IMPORT,
})  # fmt: skip
PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.CLERK: _CLERK,
    Role.AGENCY_CLERK: frozenset({
        Permission.USE_DESK, Permission.ENTER_FORMS, Permission.LOOK_UP_PEOPLE, Permission.TAKE_REQUESTS,
    }),
    Role.PRIVACY_OFFICER: _CLERK | {
        Permission.DECIDE, Permission.SEE_AUDIT, Permission.MATCH_PEOPLE, Permission.ERASE,
        Permission.MANAGE_RETENTION, Permission.MANAGE_CATALOGUE, Permission.APPROVE_RE_KEY,
        Permission.CHECK_RECORDS,
    },
    Role.ADMINISTRATOR: frozenset({
        Permission.USE_DESK, Permission.MANAGE_AGENCIES, Permission.MANAGE_OFFICE, Permission.MANAGE_STAFF,
        Permission.BACK_UP, Permission.RE_KEY, Permission.APPROVE_RE_KEY, Permission.CHECK_RECORDS,
    }),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class StaffMember:
    """A person who works at the desk; an agency clerk belongs to one agency."""

    id: StaffId
    name: str
    roles: frozenset[Role]
    agency_id: AgencyId | None = None
    disabled: bool = False
    must_change: bool = False
    """Whether the password was given by somebody else: a new one is chosen at the next sign-in."""

    def may(self, permission: Permission) -> bool:
        """Whether one of the roles allows it; nothing is allowed to who was disabled."""
        return not self.disabled and any(permission in PERMISSIONS[role] for role in self.roles)

    def require(self, permission: Permission) -> None:
        """Raise `NotAllowedError` unless one of the roles allows it."""
        if not self.may(permission):
            raise NotAllowedError(permission)

    def has(self, role: Role) -> bool:
        """Whether they work in this role now."""
        return not self.disabled and role in self.roles


class NotAllowedError(PrivdeskError):
    """The signed-in staff member's roles do not allow this."""

    def __init__(self, permission: Permission) -> None:
        super().__init__(permission.value)
        self.permission = permission

    @property
    def who_may(self) -> frozenset[Role]:
        """Roles that may."""
        return frozenset(role for role, allowed in PERMISSIONS.items() if self.permission in allowed)


class StaffDisabledError(PrivdeskError):
    """This member of staff may not sign in any more."""


class PasswordChangeDueError(PrivdeskError):
    """The password was given by an administrator: a new one is chosen before the desk opens."""


class PasswordUnchangedError(PrivdeskError):
    """The new password is the old one."""


class OwnPasswordError(PrivdeskError):
    """One's own password is changed with the old one, not reset: the desk may stand unattended."""


class RolesChangedError(PrivdeskError):
    """The roles of the one who is signed in were changed: the desk locks, the next sign-in takes the new ones."""


class LastAdministratorError(PrivdeskError):
    """Nobody could manage staff any more: the last administrator stays."""


class LastPrivacyOfficerError(PrivdeskError):
    """Nobody would be privacy officer any more; it can be done once this was said."""


class RoleProblem(StrEnum):
    """Why a set of roles cannot be given."""

    NONE = "none"
    MIXED = "mixed"
    AGENCY_MISSING = "agency_missing"
    AGENCY_UNWANTED = "agency_unwanted"


class RolesNotPossibleError(PrivdeskError):
    """This set of roles cannot be given."""

    def __init__(self, problem: RoleProblem) -> None:
        super().__init__(problem.value)
        self.problem = problem


def require_sound_roles(roles: frozenset[Role], agency_id: AgencyId | None) -> None:
    """Refuse roles that make no sense: none at all, or an agency clerk who is something else besides.

    An agency clerk's wall is the agency; a second role would look over it. Raises: RolesNotPossibleError.
    """
    if not roles:
        raise RolesNotPossibleError(RoleProblem.NONE)
    walled = Role.AGENCY_CLERK in roles
    if walled and len(roles) > 1:
        raise RolesNotPossibleError(RoleProblem.MIXED)
    if walled and agency_id is None:
        raise RolesNotPossibleError(RoleProblem.AGENCY_MISSING)
    if not walled and agency_id is not None:
        raise RolesNotPossibleError(RoleProblem.AGENCY_UNWANTED)


def require_somebody_left(
    before: Iterable[StaffMember], after: Iterable[StaffMember], *, warned: bool = False
) -> None:
    """Refuse a change after which nobody could manage staff; the last privacy officer goes only once `warned`.

    Raises: LastAdministratorError, LastPrivacyOfficerError.
    """
    staff, stays = list(before), list(after)
    if not any(member.has(Role.ADMINISTRATOR) for member in stays):
        raise LastAdministratorError
    had = any(member.has(Role.PRIVACY_OFFICER) for member in staff)
    if had and not warned and not any(member.has(Role.PRIVACY_OFFICER) for member in stays):
        raise LastPrivacyOfficerError
