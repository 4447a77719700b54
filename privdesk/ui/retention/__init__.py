# SPDX-License-Identifier: MIT
"""Retention: what is due and what will be, disposals, holds to review, originals on paper to destroy."""

from PySide6.QtCore import QObject

from privdesk.domain.staff import Permission
from privdesk.i18n import _
from privdesk.services.desk import Desk
from privdesk.ui.jobs import Jobs
from privdesk.ui.navigation import Navigator, Place


def places(desk: Desk, jobs: Jobs, navigator: Navigator | None = None) -> list[Place]:
    """`retention` (tab, may be left out) and `disposal` (disposal), for those who look after retention.

    A disposal goes on while other pages are open.
    """
    from privdesk.ui.retention.disposal_page import DisposalPage
    from privdesk.ui.retention.page import RetentionPage
    from privdesk.ui.retention.work import DisposalWork

    retention, holds = desk.retention, desk.holds
    if retention is None or holds is None or not desk.session.member.may(Permission.MANAGE_RETENTION):
        return []
    work = DisposalWork(retention, jobs, navigator if isinstance(navigator, QObject) else None)
    return [
        Place(
            "retention", _("Retention"), "hourglass",
            lambda by, args: RetentionPage(desk, retention, holds, jobs, by, work, args.get("tab", "")), group=0,
        ),
        Place(
            "disposal", _("Disposal"), "hourglass",
            lambda by, args: DisposalPage(desk, retention, jobs, by, args["disposal"]), belongs_to="retention",
        ),
    ]  # fmt: skip
