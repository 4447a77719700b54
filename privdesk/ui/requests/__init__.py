# SPDX-License-Identifier: MIT
"""Requests: the list, one request with its acts, a new one, and one out of an e-mail."""

from privdesk.domain.staff import Permission
from privdesk.i18n import _
from privdesk.services.desk import Desk
from privdesk.ui.jobs import Jobs
from privdesk.ui.navigation import Navigator, Place

_ICON = "shield-check"


def places(desk: Desk, jobs: Jobs, navigator: Navigator | None = None) -> list[Place]:
    """The places of this area, for those who may take requests.

    `requests`; `case` (case); `new_request` (person, may be left out); `request_from_item` (item).
    """
    from privdesk.ui.requests.case_page import CaseDeskPage
    from privdesk.ui.requests.from_mail import RequestFromItemPage
    from privdesk.ui.requests.list_page import RequestsPage
    from privdesk.ui.requests.new_request import NewRequestPage

    if not desk.session.member.may(Permission.TAKE_REQUESTS):
        return []
    return [
        Place("requests", _("Requests"), _ICON, lambda to, _args: RequestsPage(desk, jobs, to), group=0),
        Place(
            "case",
            _("Request"),
            _ICON,
            lambda to, args: CaseDeskPage(desk, jobs, to, args["case"]),
            belongs_to="requests",
        ),
        Place(
            "new_request",
            _("New request"),
            "shield-plus",
            lambda to, args: NewRequestPage(desk, jobs, to, args.get("person")),
            belongs_to="requests",
        ),
        Place(
            "request_from_item",
            _("Request from an e-mail"),
            "mail-open",
            lambda to, args: RequestFromItemPage(desk, jobs, to, args["item"]),
            belongs_to="inbox",
        ),
    ]
