# SPDX-License-Identifier: MIT
"""The Inbox: what arrived, what it is, and whether it is ready to enter."""

from collections.abc import Mapping
from typing import Any

from privdesk.i18n import _
from privdesk.services.desk import Desk
from privdesk.ui.inbox.page import InboxPage
from privdesk.ui.inbox.watching import FolderWatch
from privdesk.ui.jobs import Jobs
from privdesk.ui.navigation import Navigator, Place
from privdesk.ui.widgets.page import Page

__all__ = ["FolderWatch", "InboxPage", "places"]


def places(desk: Desk, jobs: Jobs, navigator: Navigator | None = None) -> list[Place]:
    """The Inbox's place; the folder is watched from its first visit until the desk is locked."""
    watch = FolderWatch(desk, jobs)

    def made(by: Navigator, _args: Mapping[str, Any]) -> Page:
        return InboxPage(desk, jobs, by, watch)

    return [Place("inbox", _("Inbox"), "inbox", made, group=0)]
