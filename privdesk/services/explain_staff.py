# SPDX-License-Identifier: MIT
"""The errors of staff, roles and approvals in words."""

from collections.abc import Callable
from typing import Any

from privdesk.domain import staff
from privdesk.i18n import _
from privdesk.services import wording
from privdesk.services.explanation import Explanation
from privdesk.services.names import role_name


def _not_allowed(error: staff.NotAllowedError) -> Explanation:
    who = wording.listed(sorted(role_name(role) for role in error.who_may))
    return Explanation(
        _("Your roles do not allow this."),
        _("It can be done by: {who}.").format(who=who),
        _("Ask a colleague who may, or an administrator to change your roles."),
    )


def _disabled(_error: staff.StaffDisabledError) -> Explanation:
    return Explanation(
        _("This account is closed."),
        _("An administrator has taken away the right to sign in."),
        _("Ask an administrator of these records."),
    )


def _change_due(_error: staff.PasswordChangeDueError) -> Explanation:
    return Explanation(
        _("Choose your own password first."),
        _("An administrator gave you this one, so somebody else knows it."),
        _("Choose a new one on the unlock page, or with: privdesk vault password."),
    )


def _own_password(_error: staff.OwnPasswordError) -> Explanation:
    return Explanation(
        _("Your own password is not reset."),
        _("It is changed with the old one, so that nobody can take over a desk that is left open."),
        _("Change it under Settings. If you forgot it, use the recovery sheet."),
    )


def _roles_changed(_error: staff.RolesChangedError) -> Explanation:
    return Explanation(
        _("Your roles have changed."),
        _("The desk goes on with the new ones after signing in again."),
        _("Sign in again."),
    )


def _last_administrator(_error: staff.LastAdministratorError) -> Explanation:
    return Explanation(
        _("The last administrator stays."),
        _("Without one, nobody could add staff, reset a password or change roles. Nothing was changed."),
        _("Make somebody else administrator first."),
    )


def _last_privacy_officer(_error: staff.LastPrivacyOfficerError) -> Explanation:
    return Explanation(
        _("Nobody would be privacy officer any more."),
        _("Refusals, extensions, erasures and disposals would wait until there is one. Nothing was changed."),
        _("Make somebody else privacy officer first, or confirm that there is to be none."),
    )


def _roles_not_possible(error: staff.RolesNotPossibleError) -> Explanation:
    problems = staff.RoleProblem
    happened = {
        problems.NONE: _("No role was chosen, so there would be nothing to do."),
        problems.MIXED: _("An agency clerk has no other role: it would look over the agency’s wall."),
        problems.AGENCY_MISSING: _("An agency clerk belongs to an agency, and none was named."),
        problems.AGENCY_UNWANTED: _("Only an agency clerk belongs to an agency."),
    }[error.problem]
    return Explanation(_("These roles cannot be given."), happened, _("Choose other roles."))


STAFF_ERRORS: dict[type[BaseException], Callable[[Any], Explanation]] = {
    staff.NotAllowedError: _not_allowed,
    staff.StaffDisabledError: _disabled,
    staff.PasswordChangeDueError: _change_due,
    staff.OwnPasswordError: _own_password,
    staff.RolesChangedError: _roles_changed,
    staff.LastAdministratorError: _last_administrator,
    staff.LastPrivacyOfficerError: _last_privacy_officer,
    staff.RolesNotPossibleError: _roles_not_possible,
}
