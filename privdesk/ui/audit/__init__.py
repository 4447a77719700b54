# SPDX-License-Identifier: MIT
"""Audit: who did what to which record, and whether the chain is whole."""

from privdesk.domain.staff import Permission
from privdesk.i18n import _
from privdesk.services.desk import Desk
from privdesk.ui.jobs import Jobs
from privdesk.ui.navigation import Navigator, Place


def places(desk: Desk, jobs: Jobs, navigator: Navigator | None = None) -> list[Place]:
    """The place `audit`, for those who may see the trail."""
    from privdesk.ui.audit.page import AuditPage

    if not desk.session.member.may(Permission.SEE_AUDIT):
        return []
    return [Place("audit", _("Audit"), "scroll-text", lambda to, _args: AuditPage(desk, jobs, to), group=1)]
