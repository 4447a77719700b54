# SPDX-License-Identifier: MIT
"""The other rights: data to take along, objections weighed, use restricted, recipients told."""

from privdesk.domain.staff import Permission
from privdesk.i18n import _
from privdesk.services.desk import Desk
from privdesk.ui.jobs import Jobs
from privdesk.ui.navigation import Navigator, Place


def places(desk: Desk, jobs: Jobs, navigator: Navigator | None = None) -> list[Place]:
    """The places `portability` (person, case), `objection` (case), `restriction` (person, case), `tellings` (case, person)."""
    from privdesk.ui.rights.objection_page import ObjectionPage
    from privdesk.ui.rights.portability_page import PortabilityPage
    from privdesk.ui.rights.restriction_page import RestrictionPage
    from privdesk.ui.rights.tellings_page import TellingsPage

    if not desk.session.member.may(Permission.GRANT_ACCESS):
        return []
    return [
        Place(
            "portability", _("Data to take along"), "file-output",
            lambda to, args: PortabilityPage(desk, jobs, to, args["person"], args.get("case")),
            belongs_to="requests",
        ),
        Place(
            "objection", _("Objection"), "ban",
            lambda to, args: ObjectionPage(desk, jobs, to, args["case"]), belongs_to="requests",
        ),
        Place(
            "restriction", _("Restriction"), "lock",
            lambda to, args: RestrictionPage(desk, jobs, to, args["person"], args.get("case")),
            belongs_to="people",
        ),
        Place(
            "tellings", _("Recipients to be told"), "send",
            lambda to, args: TellingsPage(desk, jobs, to, args.get("case"), args.get("person")),
            belongs_to="requests",
        ),
    ]  # fmt: skip
