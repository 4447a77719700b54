# SPDX-License-Identifier: MIT
"""Erasing a person's data: the plan, the certificate, what is left to do."""

from privdesk.domain.staff import Permission
from privdesk.i18n import _
from privdesk.services.desk import Desk
from privdesk.ui.jobs import Jobs
from privdesk.ui.navigation import Navigator, Place


def places(desk: Desk, jobs: Jobs, _navigator: Navigator | None = None) -> list[Place]:
    """Nothing in the sidebar: the plan is reached from request and person, the list from a plan and the palette."""
    from privdesk.ui.erasure.done_page import DonePage
    from privdesk.ui.erasure.list_page import ErasuresPage
    from privdesk.ui.erasure.plan_page import PlanPage

    erasure = desk.erasure
    if erasure is None or not desk.session.member.may(Permission.ERASE):
        return []
    return [
        Place(
            "erasure", _("Erasure plan"), "eraser",
            lambda by, args: PlanPage(desk, erasure, jobs, by, args["person"], args.get("case")),
            belongs_to="requests",
        ),
        Place(
            "erased", _("Erasure certificate"), "eraser",
            lambda by, args: DonePage(desk, erasure, jobs, by, args["erasure"]), belongs_to="requests",
        ),
        Place(
            "erasures", _("Erasures"), "eraser", lambda by, _args: ErasuresPage(desk, erasure, jobs, by),
            belongs_to="requests",
        ),
    ]  # fmt: skip
