# SPDX-License-Identifier: MIT
"""Papers of the office itself: the figures of a year, the record of processing."""

from privdesk.domain.staff import Permission
from privdesk.i18n import _
from privdesk.services.desk import Desk
from privdesk.ui.jobs import Jobs
from privdesk.ui.navigation import Navigator, Place


def places(desk: Desk, jobs: Jobs, _navigator: Navigator | None = None) -> list[Place]:
    """`figures`, reached from Requests; `processing_record`, reached from the catalogue; both from the palette."""
    from privdesk.ui.figures.page import FiguresPage
    from privdesk.ui.figures.record_page import ProcessingRecordPage

    figures, records, member, found = desk.figures, desk.processing, desk.session.member, []
    if figures is not None and member.may(Permission.DECIDE):
        found.append(
            Place(
                "figures", _("Figures of the year"), "file-badge",
                lambda to, _args: FiguresPage(desk, figures, jobs, to), belongs_to="requests",
            )
        )  # fmt: skip
    if records is not None and member.may(Permission.MANAGE_CATALOGUE):
        found.append(
            Place(
                "processing_record", _("Record of processing"), "scroll-text",
                lambda to, _args: ProcessingRecordPage(desk, records, jobs, to), belongs_to="catalogue",
            )
        )  # fmt: skip
    return found
