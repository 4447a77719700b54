# SPDX-License-Identifier: MIT
"""What the person page offers about erasing: the plan, for who may."""

from privdesk.domain.cases import Outcome, Right
from privdesk.domain.staff import Permission
from privdesk.i18n import _
from privdesk.services.desk import Desk
from privdesk.services.person_page import PersonPage
from privdesk.ui.navigation import Navigator
from privdesk.ui.widgets.act_list import Act


def erasing_acts(desk: Desk, navigator: Navigator, page: PersonPage) -> list[Act]:
    """Open the plan, with the request that asks for it where there is one; nothing for who may not erase."""
    if desk.erasure is None or not desk.session.member.may(Permission.ERASE):
        return []
    asking = [
        case.id
        for case in page.cases
        if case.closed_on is None
        and any(each.right is Right.ERASURE and each.outcome is Outcome.TO_DECIDE for each in case.rights)
    ]
    case = asking[0] if asking else None
    person = page.person.id
    return [
        Act(
            _("Plan an erasure"),
            "eraser",
            lambda: navigator.open("erasure", person=person, case=case),
            bind=False,
        )
    ]
