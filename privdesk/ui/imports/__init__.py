# SPDX-License-Identifier: MIT
"""Imports: mapping, try, run, rows left out."""

from PySide6.QtCore import QObject

from privdesk.domain.imports import ImportKind
from privdesk.domain.staff import Permission
from privdesk.i18n import _
from privdesk.services.desk import Desk
from privdesk.services.imports import may_import
from privdesk.ui.jobs import Jobs
from privdesk.ui.navigation import Navigator, Place


def places(desk: Desk, jobs: Jobs, navigator: Navigator | None = None) -> list[Place]:
    """One place; a running import lives as long as the frame, so that other pages can be used meanwhile."""
    from privdesk.ui.imports.page import ImportsPage
    from privdesk.ui.imports.work import ImportWork

    if not any(may_import(desk.session.member, kind) for kind in ImportKind):
        return []
    work = ImportWork(desk, jobs, navigator if isinstance(navigator, QObject) else None)
    only = "" if desk.session.member.may(Permission.IMPORT) else ImportKind.AGENCIES.value
    belongs = "agencies" if desk.session.member.may(Permission.MANAGE_AGENCIES) else "settings"
    return [
        Place(
            "imports", _("Import"), "folder-input",
            lambda by, args: ImportsPage(desk, jobs, by, work, str(args.get("kind", only))),
            belongs_to=belongs,
        )
    ]  # fmt: skip
