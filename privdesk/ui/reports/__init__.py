# SPDX-License-Identifier: MIT
"""The access report: see exactly what goes out, then print, save or draft it."""

from privdesk.domain.staff import Permission
from privdesk.i18n import _
from privdesk.services.desk import Desk
from privdesk.ui.jobs import Jobs
from privdesk.ui.navigation import Navigator, Place


def places(desk: Desk, jobs: Jobs, navigator: Navigator | None = None) -> list[Place]:
    """The place `report` (person, case): either may be left out, not both."""
    from privdesk.ui.reports.page import ReportPage

    if not desk.session.member.may(Permission.GRANT_ACCESS):
        return []
    return [
        Place(
            "report",
            _("Access report"),
            "file-check",
            lambda to, args: ReportPage(desk, jobs, to, args.get("person"), args.get("case")),
            belongs_to="requests",
        )
    ]
