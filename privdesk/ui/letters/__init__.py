# SPDX-License-Identifier: MIT
"""Letters: the paper as it will go, beside it the free parts; then print, save, draft or send."""

from privdesk.domain.staff import Permission
from privdesk.i18n import _
from privdesk.services.desk import Desk
from privdesk.ui.jobs import Jobs
from privdesk.ui.navigation import Navigator, Place


def places(desk: Desk, jobs: Jobs, navigator: Navigator | None = None) -> list[Place]:
    """The place `letter`: about a `case`, a `submission` or a `telling`; `kind` names the letter, if one is meant."""
    from privdesk.ui.letters.page import LetterPage, subject_of

    letters = desk.letters
    if letters is None or not desk.session.member.may(Permission.GRANT_ACCESS):
        return []
    return [
        Place(
            "letter",
            _("Letter"),
            "mail",
            lambda to, args: LetterPage(desk, letters, jobs, to, subject_of(args), args.get("kind", "")),
            belongs_to="requests",
        )
    ]
