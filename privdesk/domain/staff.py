# SPDX-License-Identifier: MIT
"""Who works at the desk and what their set of roles may do."""

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

    ENTER_FORMS = "enter_forms"
    LOOK_UP_PEOPLE = "look_up_people"
    TAKE_REQUESTS = "take_requests"
    GRANT_ACCESS = "grant_access"
    RECTIFY = "rectify"
    DECIDE = "decide"
    SEE_ACTIVITY = "see_activity"
    IMPORT = "import"
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


_CLERK = frozenset({
    Permission.ENTER_FORMS, Permission.LOOK_UP_PEOPLE, Permission.TAKE_REQUESTS, Permission.GRANT_ACCESS,
    Permission.RECTIFY, Permission.SEE_ACTIVITY, Permission.IMPORT,
})  # fmt: skip
PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.CLERK: _CLERK,
    Role.AGENCY_CLERK: frozenset({
        Permission.ENTER_FORMS, Permission.LOOK_UP_PEOPLE, Permission.TAKE_REQUESTS,
    }),
    Role.PRIVACY_OFFICER: _CLERK | {
        Permission.DECIDE, Permission.SEE_AUDIT, Permission.MATCH_PEOPLE, Permission.ERASE,
        Permission.MANAGE_RETENTION, Permission.MANAGE_CATALOGUE,
    },
    Role.ADMINISTRATOR: frozenset({
        Permission.MANAGE_AGENCIES, Permission.MANAGE_OFFICE, Permission.MANAGE_STAFF, Permission.IMPORT,
        Permission.BACK_UP, Permission.RE_KEY,
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

    def may(self, permission: Permission) -> bool:
        """Whether one of the roles allows it."""
        return any(permission in PERMISSIONS[role] for role in self.roles)

    def require(self, permission: Permission) -> None:
        """Raise `NotAllowedError` unless one of the roles allows it."""
        if self.disabled or not self.may(permission):
            raise NotAllowedError(permission)


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
