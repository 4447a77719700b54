# SPDX-License-Identifier: MIT
"""The call sheet: who is calling, what is wanted, the right words, nothing lost."""

from privdesk.domain.staff import Permission
from privdesk.i18n import _
from privdesk.services.desk import Desk
from privdesk.ui.jobs import Jobs
from privdesk.ui.navigation import Navigator, Place


def places(desk: Desk, jobs: Jobs, navigator: Navigator | None = None) -> list[Place]:
    """The place `call` (call: go on with a sheet; person: start with that caller; neither: a new sheet)."""
    from privdesk.ui.calls.page import CallPage

    if not desk.session.member.may(Permission.TAKE_REQUESTS):
        return []
    return [
        Place(
            "call",
            _("Call"),
            "phone-call",
            lambda to, args: CallPage(desk, jobs, to, args.get("call"), args.get("person")),
            belongs_to="today",
        )
    ]
