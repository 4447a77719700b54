# SPDX-License-Identifier: MIT
"""The register of recipients: who gets data from the office, by name, as access reports say it (CJEU C-154/21)."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit

from privdesk.domain.catalogue import Recipient, RecipientKind
from privdesk.domain.forms import text_in
from privdesk.i18n import _, desk_language
from privdesk.services.catalogue import kinds_with_own_notice, recipient_kind_titles
from privdesk.ui.settings.rows import SettingGroup, at_left
from privdesk.ui.widgets.button import Button
from privdesk.ui.widgets.choice import Combo
from privdesk.ui.widgets.label import Label


class RecipientsGroup(SettingGroup):
    """Those entered so far, and the fields for one more; agencies stand in their own register."""

    entered = Signal(object)

    def __init__(self) -> None:
        super().__init__(
            _("Who gets data"), _("firms that work for the office; agencies have their own page")
        )
        self.listed = Label("", wrap=True)
        self.add(_("Entered"), _("Each access report names them."), self.listed)
        self.name = QLineEdit()
        self._row = self.add(_("Name"), _("The firm as it is registered."), self.name, "recipient_name")
        self.kind = Combo()
        for kind, title in recipient_kind_titles().items():
            if kind is not RecipientKind.AGENCY:
                self.kind.addItem(text_in(title, desk_language()), kind.value)
        self.add(
            _("What it does"),
            _("A payment provider has a privacy notice of its own."),
            self.kind,
            "recipient_kind",
        )
        self.address = QLineEdit()
        self.add(_("Address"), _("Street, postcode and town in one line."), self.address, "recipient_address")
        self.country = QLineEdit("CH")
        self.country.setMaxLength(2)
        self.add(_("Country"), _("Two letters, such as CH or DE."), self.country, "recipient_country")
        self.button = Button(_("Enter the firm"), "building-2")
        self.button.clicked.connect(self._enter)
        self.add_below(at_left(self.button))

    def show_recipients(self, recipients: Sequence[Recipient], *, allowed: bool, who_may: str) -> None:
        """List them; the fields are for those who may."""
        names = [f"{each.name}, {each.country}" for each in recipients]
        self.listed.setText("\n".join(names) or _("Nobody yet: reports would say that nobody gets data."))
        for field in (self.name, self.kind, self.address, self.country):
            field.setEnabled(allowed)
        self.button.allow(allowed, who_may)

    def clear(self) -> None:
        """Empty the fields after a firm was entered."""
        self.name.clear()
        self.address.clear()

    def _enter(self) -> None:
        name = " ".join(self.name.text().split())
        country = self.country.text().strip().upper()
        self._row.set_problem("" if name else _("The name is missing."))
        if not name:
            self.name.setFocus()
            return
        kind = RecipientKind(self.kind.currentData())
        self.entered.emit(
            Recipient(
                key=f"{kind.value}:{name.casefold()}",
                name=name,
                kind=kind,
                address=self.address.text().strip(),
                country=country or "CH",
                own_notice=kind in kinds_with_own_notice(),
            )
        )
