# SPDX-License-Identifier: MIT
"""Roles and what they allow, in plain words."""

from privdesk.domain.staff import PERMISSIONS, Permission, Role
from privdesk.i18n import _
from privdesk.services import wording
from privdesk.services.names import role_name


def role_title(role: Role) -> str:
    """`Privacy officer`."""
    name = role_name(role)
    return name[:1].upper() + name[1:]


def role_sentence(role: Role) -> str:
    """What somebody in this role does, in one sentence."""
    return {
        Role.CLERK: _(
            "Enters forms, looks people up, takes requests, gives access and corrects what is proved."
        ),
        Role.AGENCY_CLERK: _(
            "Enters forms and takes requests for people of one agency, and sees nobody else’s."
        ),
        Role.PRIVACY_OFFICER: _(
            "Does what clerks do, and refuses, extends, erases and restricts; keeps retention, catalogue and audit trail."
        ),
        Role.ADMINISTRATOR: _(
            "Keeps staff, agencies, office data, backups and keys; reaches no personal records."
        ),
    }[role]


def permission_title(permission: Permission) -> str:
    """One thing that may be done."""
    return {
        Permission.USE_DESK: _("Sign in, own settings"),
        Permission.ENTER_FORMS: _("Enter forms, add people"),
        Permission.LOOK_UP_PEOPLE: _("Look people up"),
        Permission.TAKE_REQUESTS: _("Take requests and calls"),
        Permission.GRANT_ACCESS: _("Give access, record answers and consents"),
        Permission.RECTIFY: _("Correct what is proved"),
        Permission.DECIDE: _("Refuse, extend, weigh objections, see restricted people"),
        Permission.SEE_ACTIVITY: _("See connections, payments and usage"),
        Permission.IMPORT: _("Import people, activity and forms"),
        Permission.MANAGE_AGENCIES: _("Agencies and buildings"),
        Permission.MANAGE_OFFICE: _("Office data"),
        Permission.MANAGE_STAFF: _("Staff, passwords, recovery sheet"),
        Permission.SEE_AUDIT: _("Audit trail"),
        Permission.MATCH_PEOPLE: _("Decide on duplicates"),
        Permission.ERASE: _("Erase, and approve erasures"),
        Permission.MANAGE_RETENTION: _("Retention, holds and disposals"),
        Permission.MANAGE_CATALOGUE: _("Catalogue, notices and recipients"),
        Permission.BACK_UP: _("Backups"),
        Permission.RE_KEY: _("Change the key"),
        Permission.CHECK_RECORDS: _("Check the records"),
        Permission.APPROVE_RE_KEY: _("Approve a change of the key"),
    }[permission]


def may_words(roles: frozenset[Role]) -> list[str]:
    """What a set of roles allows, a line each, in the order of the table."""
    allowed = frozenset[Permission]().union(*(PERMISSIONS[role] for role in roles))
    return [permission_title(each) for each in Permission if each in allowed]


def roles_words(roles: frozenset[Role]) -> str:
    """`Clerk and privacy officer`."""
    said = wording.listed([role_name(role) for role in Role if role in roles])
    return said[:1].upper() + said[1:]
