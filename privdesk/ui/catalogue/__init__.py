# SPDX-License-Identifier: MIT
"""Catalogue: data groups, purposes, retention rules, recipients, notices, authorities."""

from privdesk.domain.staff import Permission
from privdesk.i18n import _
from privdesk.services.desk import Desk
from privdesk.ui.jobs import Jobs
from privdesk.ui.navigation import Navigator, Place


def places(desk: Desk, jobs: Jobs, _navigator: Navigator | None = None) -> list[Place]:
    """In the sidebar of who keeps the catalogue."""
    from privdesk.ui.catalogue.page import CataloguePage

    kept, papers = desk.catalogue, desk.catalogue_papers
    if kept is None or papers is None or not desk.session.member.may(Permission.MANAGE_CATALOGUE):
        return []
    return [
        Place(
            "catalogue", _("Catalogue"), "book-open",
            lambda by, args: CataloguePage(desk, kept, papers, jobs, by, **args), group=1,
        )
    ]  # fmt: skip
