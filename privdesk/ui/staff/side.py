# SPDX-License-Identifier: MIT
"""The right side of the Staff page: the chosen one, what may be done for them, what they may do."""

from collections.abc import Sequence

from privdesk.i18n import _
from privdesk.services.staff import StaffEntry
from privdesk.ui.staff.words import may_words, roles_words
from privdesk.ui.widgets.act_list import Act, ActList
from privdesk.ui.widgets.label import Label
from privdesk.ui.widgets.pane import Pane


class StaffSide(Pane):
    """Says what the roles of the chosen one come to, in words."""

    def show_entry(self, entry: StaffEntry, computers: str, acts: Sequence[Act]) -> None:
        """Show this member of staff."""
        self.clear()
        member = entry.member
        self.add_heading(member.name)
        self.add(Label(roles_words(member.roles), tone="muted", wrap=True))
        if entry.agency_name:
            self.add(Label(entry.agency_name, tone="muted", wrap=True))
        if entry.slots:
            words = _("Signs in on: {computers}").format(computers=computers)
            self.add(Label(words, "caption", "muted", wrap=True))
        elif member.disabled:
            self.add(
                Label(
                    _("There is no key slot: no password of theirs opens anything."),
                    "caption",
                    "muted",
                    wrap=True,
                )
            )
        else:
            self.add(Label(_("There is no key slot: reset the password."), "caption", "danger", wrap=True))
        listed = ActList()
        listed.set_acts(acts)
        self.add(listed)
        self.add_line()
        self.add_heading(_("May"), _("if allowed to sign in") if member.disabled else "")
        for line in may_words(member.roles):
            self.add(Label(line, wrap=True))
        self.add_stretch()
