# SPDX-License-Identifier: MIT
"""Capture: the page as it came beside the fields it becomes."""

from collections.abc import Mapping
from typing import Any

from privdesk.domain.staff import Permission
from privdesk.i18n import _
from privdesk.services.desk import Desk
from privdesk.ui.capture.page import CapturePage
from privdesk.ui.jobs import Jobs
from privdesk.ui.navigation import Navigator, Place
from privdesk.ui.widgets.page import Page

__all__ = ["CapturePage", "places"]


def places(desk: Desk, jobs: Jobs, navigator: Navigator | None = None) -> list[Place]:
    """The place that enters an item (`item`) or an incomplete form (`submission`)."""
    if not desk.session.member.may(Permission.ENTER_FORMS):
        return []

    def made(by: Navigator, args: Mapping[str, Any]) -> Page:
        return CapturePage(desk, jobs, by, args.get("item"), args.get("submission"))

    return [Place("capture", _("Capture"), "scan-text", made, belongs_to="inbox")]
