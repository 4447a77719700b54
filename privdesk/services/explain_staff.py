# SPDX-License-Identifier: MIT
"""The errors of staff, roles and approvals in words."""

from collections.abc import Callable
from typing import Any

from privdesk.domain import approvals, staff
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


def _unchanged(_error: staff.PasswordUnchangedError) -> Explanation:
    return Explanation(
        _("This is the old password."),
        _("Who knows the old one would know the new one, too. Nothing was changed."),
        _("Choose another one."),
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


def _approval_missing(error: approvals.ApprovalMissingError) -> Explanation:
    reasons = approvals.MissingApproval
    happened = {
        reasons.NOT_PROPOSED: _("This takes two: somebody else has to approve it first."),
        reasons.WAITING: _("It was proposed and waits for a colleague’s approval."),
        reasons.DECLINED: _("A colleague declined it."),
        reasons.EXPIRED: _("The proposal is older than 14 days and no longer counts."),
        reasons.OTHER_PLAN: _("What would happen now is not what was proposed."),
        reasons.OTHERS: _("A colleague proposed it, so it is theirs to carry out."),
        reasons.APPROVER_GONE: _("Who approved it may not approve such a thing any more."),
    }[error.why]
    waits = error.why is reasons.WAITING
    remedy = _("Wait for the answer.") if waits else _("Propose it, then ask a colleague to approve it.")
    return Explanation(_("A second person has to approve this."), happened, remedy)


def _own_proposal(_error: approvals.OwnProposalError) -> Explanation:
    return Explanation(
        _("You proposed this yourself."),
        _("Somebody else has to approve it, so that four eyes have seen it."),
        _("Ask a colleague, or take the proposal back."),
    )


def _settled(error: approvals.ApprovalSettledError) -> Explanation:
    states = approvals.ApprovalState
    happened = {
        states.APPROVED: _("It was approved already."),
        states.DECLINED: _("It was declined already."),
        states.USED: _("It was approved and carried out already."),
        states.EXPIRED: _("It is older than 14 days and no longer counts."),
    }.get(error.state, "")
    return Explanation(_("This proposal is closed."), happened, _("Propose it again if it is still wanted."))


def _decline_reason(_error: approvals.DeclineReasonMissingError) -> Explanation:
    return Explanation(
        _("The reason is missing."),
        _("Who proposed it has to know why it was declined."),
        _("Write the reason in a few words."),
    )


STAFF_ERRORS: dict[type[BaseException], Callable[[Any], Explanation]] = {
    staff.NotAllowedError: _not_allowed,
    staff.StaffDisabledError: _disabled,
    staff.PasswordChangeDueError: _change_due,
    staff.OwnPasswordError: _own_password,
    staff.PasswordUnchangedError: _unchanged,
    staff.RolesChangedError: _roles_changed,
    staff.LastAdministratorError: _last_administrator,
    staff.LastPrivacyOfficerError: _last_privacy_officer,
    staff.RolesNotPossibleError: _roles_not_possible,
    approvals.ApprovalMissingError: _approval_missing,
    approvals.OwnProposalError: _own_proposal,
    approvals.ApprovalSettledError: _settled,
    approvals.DeclineReasonMissingError: _decline_reason,
}
