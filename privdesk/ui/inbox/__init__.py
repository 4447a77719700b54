# SPDX-License-Identifier: MIT
"""The Inbox: what arrived, what it is, and whether it is ready to enter."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QObject

from privdesk.domain.staff import Permission
from privdesk.i18n import _
from privdesk.services.desk import Desk
from privdesk.ui.inbox.page import InboxPage
from privdesk.ui.inbox.watching import FolderWatch
from privdesk.ui.jobs import Jobs
from privdesk.ui.navigation import Navigator, Place
from privdesk.ui.widgets.page import Page

__all__ = ["FolderWatch", "InboxPage", "places"]


def places(desk: Desk, jobs: Jobs, navigator: Navigator | None = None) -> list[Place]:
    """The Inbox's place; the folder is watched from signing in until the desk is locked."""
    if not desk.session.member.may(Permission.ENTER_FORMS):
        return []
    watch = FolderWatch(desk, jobs, navigator if isinstance(navigator, QObject) else None)
    watch.begin(at_once=False)
    if navigator is not None:
        watch.arrived.connect(navigator.refresh_counts)

    def made(by: Navigator, _args: Mapping[str, Any]) -> Page:
        return InboxPage(desk, jobs, by, watch)

    return [Place("inbox", _("Inbox"), "inbox", made, group=0)]
