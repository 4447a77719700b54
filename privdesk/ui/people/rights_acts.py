# SPDX-License-Identifier: MIT
"""What a person's page offers about the other rights: data to take along, restriction, recipients to be told."""

from collections.abc import Callable
from functools import partial

from privdesk.domain.staff import Permission
from privdesk.i18n import _, ngettext
from privdesk.services.case_acts import who_may
from privdesk.services.desk import Desk
from privdesk.services.person_page import PersonPage
from privdesk.ui.navigation import Navigator
from privdesk.ui.widgets.act_list import Act
from privdesk.ui.widgets.banner import Banner


def rights_acts(page: PersonPage, desk: Desk, navigator: Navigator) -> list[Act]:
    """Acts with who may; none for an agency clerk, who neither gives out nor restricts."""
    member = desk.session.member
    if page.hidden or member.agency_id is not None:
        return []
    person = page.person

    def act(words: str, icon: str, run: Callable[[], None], permission: Permission) -> Act:
        return Act(words, icon, run, "", "" if member.may(permission) else who_may(permission))

    restrict = _("Restrict use") if person.restricted_since is None else _("Lift the restriction")
    acts = [
        act(
            _("Data to take along"), "file-output", partial(navigator.open, "portability", person=person.id),
            Permission.GRANT_ACCESS,
        ),
        act(restrict, "lock", partial(navigator.open, "restriction", person=person.id), Permission.DECIDE),
    ]  # fmt: skip
    if page.to_tell:
        words = ngettext("Tell {count} recipient", "Tell {count} recipients", page.to_tell)
        tell = partial(navigator.open, "tellings", person=person.id)
        acts.append(act(words.format(count=page.to_tell), "send", tell, Permission.GRANT_ACCESS))
    return acts


def tell_restriction(banner: Banner, page: PersonPage) -> bool:
    """Say in the banner that use is restricted, and what is allowed all the same; False where it is not."""
    if page.hidden:
        words = _("They are only kept. The privacy officer may see them; a request can still be opened.")
    elif page.person.restricted_since is not None:
        words = _("They are only kept, except for legal claims and with the person’s consent.")
    else:
        return False
    banner.show_words("warning", _("Use of these data is restricted."), words, closable=False)
    return True
