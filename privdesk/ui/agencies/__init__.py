# SPDX-License-Identifier: MIT
"""Agencies: the list, one agency with its undertaking and buildings."""

from privdesk.domain.staff import Permission
from privdesk.i18n import _
from privdesk.services.desk import Desk
from privdesk.ui.jobs import Jobs
from privdesk.ui.navigation import Navigator, Place


def places(desk: Desk, jobs: Jobs, navigator: Navigator | None = None) -> list[Place]:
    """In the sidebar for those who manage agencies; clerks reach the pages from a person or an import."""
    from privdesk.ui.agencies.agency_page import AgencyPage
    from privdesk.ui.agencies.list_page import AgenciesPage

    member = desk.session.member
    allowed = member.may(Permission.MANAGE_AGENCIES) or member.may(Permission.IMPORT)
    if not allowed:
        return []
    group = 0 if member.may(Permission.MANAGE_AGENCIES) else -1
    return [
        Place(
            "agencies", _("Agencies"), "building-2", lambda by, _args: AgenciesPage(desk, jobs, by), group=group
        ),
        Place(
            "agency", _("Agency"), "building-2",
            lambda by, args: AgencyPage(desk, jobs, by, args["agency"]), belongs_to="agencies",
        ),
    ]  # fmt: skip
