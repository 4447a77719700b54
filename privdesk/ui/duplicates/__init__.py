# SPDX-License-Identifier: MIT
"""Duplicates: pairs that wait, two people side by side, the history of merges."""

from PySide6.QtCore import QObject

from privdesk.domain.staff import Permission
from privdesk.i18n import _
from privdesk.services.desk import Desk
from privdesk.ui.jobs import Jobs
from privdesk.ui.navigation import Navigator, Place

_ICON = "users"


def places(desk: Desk, jobs: Jobs, navigator: Navigator | None = None) -> list[Place]:
    """The places of this area, for those who may match people.

    `duplicates` (person, may be left out: only pairs with them); `compare_people` (first, second, and `person` where
    one of them was looked at before). A search goes on while other pages are open.
    """
    from privdesk.ui.duplicates.compare_page import ComparePage
    from privdesk.ui.duplicates.list_page import DuplicatesPage
    from privdesk.ui.duplicates.work import SearchWork

    if not desk.session.member.may(Permission.MATCH_PEOPLE):
        return []
    work = SearchWork(desk.duplicates, jobs, navigator if isinstance(navigator, QObject) else None)
    return [
        Place(
            "duplicates", _("Duplicates"), _ICON,
            lambda by, args: DuplicatesPage(desk, jobs, by, work, args.get("person")), group=0,
        ),
        Place(
            "compare_people", _("Compare two people"), _ICON,
            lambda by, args: ComparePage(desk, jobs, by, args["first"], args["second"], args.get("person")),
            belongs_to="duplicates",
        ),
    ]  # fmt: skip
