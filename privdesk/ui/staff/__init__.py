# SPDX-License-Identifier: MIT
"""Staff: who works at the desk, who may what, the recovery sheet, what waits for approval."""

from privdesk.domain.approvals import APPROVES, PROPOSES
from privdesk.domain.staff import Permission
from privdesk.i18n import _
from privdesk.services.desk import Desk
from privdesk.ui.jobs import Jobs
from privdesk.ui.navigation import Navigator, Place


def places(desk: Desk, jobs: Jobs, _navigator: Navigator | None = None) -> list[Place]:
    """Staff in the sidebar for administrators; approvals for those who propose or decide, reached from Today."""
    from privdesk.ui.staff.approvals_page import ApprovalsPage
    from privdesk.ui.staff.list_page import StaffPage
    from privdesk.ui.staff.sheet_page import SheetPage
    from privdesk.ui.staff.who_may_page import WhoMayPage

    member, staff, found = desk.session.member, desk.staff, []
    if staff is not None and member.may(Permission.MANAGE_STAFF):
        found += [
            Place("staff", _("Staff"), "id-card", lambda by, _args: StaffPage(desk, jobs, by), group=1),
            Place(
                "who_may", _("Who may what"), "id-card", lambda by, _args: WhoMayPage(jobs, by), belongs_to="staff"
            ),
            Place(
                "sheet", _("Recovery sheet"), "file-text", lambda by, _args: SheetPage(staff, jobs, by),
                belongs_to="staff",
            ),
        ]  # fmt: skip
    if any(member.may(needed) for needed in {*PROPOSES.values(), *APPROVES.values()}):
        found.append(
            Place(
                "approvals", _("Approvals"), "circle-check",
                lambda by, args: ApprovalsPage(desk, jobs, by, args.get("approval")), belongs_to="today",
            )
        )  # fmt: skip
    return found
