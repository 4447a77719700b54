# SPDX-License-Identifier: MIT
"""Today: what is due, in order, and the next move."""

from privdesk.i18n import _
from privdesk.services.desk import Desk
from privdesk.ui.jobs import Jobs
from privdesk.ui.navigation import Navigator, Place


def places(desk: Desk, jobs: Jobs, navigator: Navigator) -> list[Place]:
    """The places of this area; every signed-in person has a Today."""
    from privdesk.ui.today.page import TodayView

    return [Place("today", _("Today"), "sun", lambda _to, _args: TodayView(desk, jobs, navigator), group=0)]
