# SPDX-License-Identifier: MIT
"""Who gets data, in a line, and the way to the catalogue where the register is kept (CJEU C-154/21)."""

from collections.abc import Sequence

from PySide6.QtCore import Signal

from privdesk.domain.catalogue import Recipient
from privdesk.i18n import _, ngettext
from privdesk.services import wording
from privdesk.ui.settings.rows import SettingGroup, at_left
from privdesk.ui.widgets.button import Button
from privdesk.ui.widgets.label import Label


class RecipientsGroup(SettingGroup):
    """How many firms are entered; `asked` when somebody wants to see or change them."""

    asked = Signal()

    def __init__(self) -> None:
        super().__init__(
            _("Who gets data"), _("firms that work for the office; agencies have their own page")
        )
        self.listed = Label("", wrap=True)
        self.add(_("Entered"), _("Each access report names them."), self.listed)
        self.button = Button(_("Open the catalogue"), "book-open")
        self.button.setObjectName("catalogue")
        self.button.clicked.connect(lambda: self.asked.emit())
        self.add_below(at_left(self.button))

    def show_recipients(self, recipients: Sequence[Recipient], *, allowed: bool, who_may: str) -> None:
        """Say how many there are; the register is for those who may change it."""
        words = ngettext("{n} firm", "{n} firms", len(recipients)).format(n=wording.number(len(recipients)))
        none = _("Nobody yet: reports would say that nobody gets data.")
        self.listed.setText(words if recipients else none)
        self.button.allow(allowed, who_may)
