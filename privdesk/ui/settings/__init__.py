# SPDX-License-Identifier: MIT
"""Settings: one's own choices, the watched folder, the office, the records."""

from privdesk.i18n import _
from privdesk.services.desk import Desk
from privdesk.ui.jobs import Jobs
from privdesk.ui.navigation import Navigator, Place


def places(desk: Desk, jobs: Jobs, navigator: Navigator | None = None) -> list[Place]:
    """Every signed-in person has Settings; what the roles may not change is shown disabled."""
    from privdesk.ui.settings.page import SettingsPage

    return [
        Place(
            "settings",
            _("Settings"),
            "settings",
            lambda by, args: SettingsPage(desk, jobs, by, **args),
            group=1,
        )
    ]
