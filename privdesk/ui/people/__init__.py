# SPDX-License-Identifier: MIT
"""People: search, one person, a new person; and what the palette finds."""

from privdesk.domain.staff import Permission
from privdesk.i18n import _
from privdesk.services.desk import Desk
from privdesk.ui.jobs import Jobs
from privdesk.ui.navigation import Navigator, Place
from privdesk.ui.people.palette_rows import palette_providers as palette_providers


def places(desk: Desk, jobs: Jobs, navigator: Navigator | None = None) -> list[Place]:
    """The places of this area; none for roles that look nobody up."""
    from privdesk.ui.people.new_person_page import NewPersonPage
    from privdesk.ui.people.person_page import PersonView
    from privdesk.ui.people.purposes import PurposeMemory
    from privdesk.ui.people.search_page import PeoplePage

    member, memory = desk.session.member, PurposeMemory()
    if not member.may(Permission.LOOK_UP_PEOPLE):
        return []
    made = [
        Place(
            "people", _("People"), "users-round",
            lambda by, args: PeoplePage(desk, jobs, by, memory, str(args.get("query", ""))), group=0,
        ),
        Place(
            "person", _("Person"), "user-round",
            lambda by, args: PersonView(
                desk, jobs, by, memory, args["person"], args.get("purpose", ""), args.get("reference", "")
            ),
            belongs_to="people",
        ),
    ]  # fmt: skip
    if member.may(Permission.ENTER_FORMS):
        made.append(
            Place(
                "new_person", _("New person"), "user-plus",
                lambda by, _args: NewPersonPage(desk, jobs, by), belongs_to="people",
            )
        )  # fmt: skip
    return made
