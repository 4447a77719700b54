# SPDX-License-Identifier: MIT
"""Forms for recipients and supervisory authorities."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from PySide6.QtWidgets import QWidget

from privdesk.domain.catalogue import ANY_COUNTRY, Authority, Recipient, RecipientKind
from privdesk.i18n import _
from privdesk.services.catalogue import kinds_with_own_notice
from privdesk.services.catalogue_words import kind_name
from privdesk.services.regimes import Regimes
from privdesk.ui.catalogue.panels import LABEL, EntryPanel, LanguageLines, has_day, wide
from privdesk.ui.theme import theme
from privdesk.ui.widgets.choice_field import CheckField
from privdesk.ui.widgets.date_field import DateField
from privdesk.ui.widgets.field import ComboField, LineField


class RecipientPanel(EntryPanel):
    """Who gets data, by name: what they do, where, what protects the data there, what they signed."""

    def __init__(
        self, host: QWidget, recipient: Recipient | None, home: str, today: Callable[[], date]
    ) -> None:
        super().__init__(
            host, _("Change the recipient") if recipient else _("Enter a recipient"), _("Save the recipient"),
            _("Each access report names those who get data. Agencies have their own page."),
        )  # fmt: skip
        held = recipient or Recipient("", "", RecipientKind.HOSTING, "", home)
        self._recipient = held
        label = theme().scaled(LABEL)
        self.name = LineField(_("Name"), value=held.name, mandatory=True, label_width=label)
        kinds = [kind for kind in RecipientKind if kind is not RecipientKind.AGENCY or kind is held.kind]
        self.kind = ComboField(
            _("What they do"), [(kind.value, kind_name(kind)) for kind in kinds], value=held.kind.value,
            label_width=label,
        )  # fmt: skip
        self.address = LineField(_("Address"), value=held.address, label_width=label)
        self.country = LineField(_("Country"), value=held.country, mandatory=True, label_width=label)
        self.country.line.setMaxLength(2)
        self.safeguard = LanguageLines(
            _("Safeguard, where they sit in a country without protection of its own"),
            "safeguard",
            held.safeguard,
        )
        self.notice = CheckField(
            _("Notice"), [("own", _("Their own privacy notice applies"))], label_width=label
        )
        self.notice.set_value(frozenset({"own"} if held.own_notice else ()))
        self.notice_at = LineField(_("It stands at"), value=held.notice_at, label_width=label)
        self.signed = DateField(
            _("Undertaking signed on"), today, value=held.undertaking_signed, label_width=label
        )
        self.expires = DateField(_("It ends on"), today, value=held.undertaking_expires, label_width=label)
        self.until = DateField(_("Got data until"), today, value=held.until, label_width=label)
        self.until.set_note(_("Empty while they get data. They stay named afterwards."))
        self._name_all()
        self.kind.changed.connect(self._kind_chosen)
        self.country.left.connect(self._say_country)
        self.place(
            self.name, self.kind, self.address, self.country, self.safeguard, self.notice, self.notice_at,
            self.signed, self.expires, self.until,
        )  # fmt: skip

    def _name_all(self) -> None:
        for name, field in (
            ("name", self.name), ("kind", self.kind), ("address", self.address), ("country", self.country),
            ("notice_at", self.notice_at), ("signed", self.signed), ("expires", self.expires),
            ("until", self.until),
        ):  # fmt: skip
            wide(field, name)

    def _kind_chosen(self) -> None:
        """Payment providers have a notice of their own, as a proposal for a new one."""
        if not self._recipient.key:
            own = RecipientKind(self.kind.value) in kinds_with_own_notice()
            self.notice.set_value(frozenset({"own"} if own else ()))

    def _say_country(self) -> None:
        """Outside the countries whose law protects, something else must."""
        code = self.country.value.upper()
        self.country.set_value(code)
        doubtful = len(code) == 2 and Regimes().propose(code) is None and not self.safeguard.texts
        self.country.set_doubt(_("Say below what protects the data there.") if doubtful else "")

    def complete(self) -> bool:
        if not self.needs(self.name) or not self.needs(self.country):
            return False
        return all(has_day(field) for field in (self.signed, self.expires, self.until))

    @property
    def entry(self) -> Recipient:
        """The recipient as typed."""
        return replace(
            self._recipient,
            name=" ".join(self.name.value.split()),
            kind=RecipientKind(self.kind.value),
            address=self.address.value,
            country=self.country.value.upper(),
            safeguard=self.safeguard.texts,
            own_notice="own" in self.notice.value,
            notice_at=self.notice_at.value,
            undertaking_signed=self.signed.day,
            undertaking_expires=self.expires.day,
            until=self.until.day,
        )


class AuthorityPanel(EntryPanel):
    """A supervisory authority: name, address, for which law and country, and whether somebody looked at it."""

    def __init__(self, host: QWidget, authority: Authority | None, key: str, home: str) -> None:
        super().__init__(
            host, _("Change the authority") if authority else _("Add an authority"), _("Save the authority"),
            _("Letters that refuse name the authority with its address. Look at its source before you tick it."),
        )  # fmt: skip
        held = authority or Authority(key, {}, "", "", country=home, reviewed=False)
        self._authority = held
        label = theme().scaled(LABEL)
        self.title_lines = LanguageLines(_("Name"), "name", held.name)
        self.address = LineField(_("Address"), value=held.address, mandatory=True, label_width=label)
        self.website = LineField(_("Website"), value=held.website, label_width=label)
        self.source = LineField(_("Source of the address"), value=held.source, label_width=label)
        self.regimes = CheckField(
            _("Laws"), [(each.id, each.name) for each in Regimes().all()],
            mandatory=True, label_width=label, upright=True,
        )  # fmt: skip
        self.regimes.set_value(frozenset(held.regimes))
        self.country = LineField(
            _("Country"), value="" if held.country == ANY_COUNTRY else held.country, label_width=label,
            hint=_("two letters; empty: every country that has none of its own"),
        )  # fmt: skip
        self.country.line.setMaxLength(2)
        self.reviewed = CheckField(
            _("Looked at"),
            [("reviewed", _("The address is right: I looked at the source"))],
            label_width=label,
        )
        self.reviewed.set_value(frozenset({"reviewed"} if held.reviewed else ()))
        for name, field in (
            ("address", self.address), ("website", self.website), ("source", self.source),
            ("country", self.country),
        ):  # fmt: skip
            wide(field, name)
        self.place(
            self.title_lines,
            self.address,
            self.website,
            self.source,
            self.regimes,
            self.country,
            self.reviewed,
        )

    def complete(self) -> bool:
        if not self.title_lines.require(_("The name is missing.")) or not self.needs(self.address):
            return False
        if not self.regimes.value:
            self.regimes.set_error(_("Tick at least one law."))
            return False
        return True

    @property
    def entry(self) -> Authority:
        """The authority as typed."""
        laws = [law for law in self._authority.regimes if law in self.regimes.value]
        laws += [law for law in self.regimes.boxes if law in self.regimes.value and law not in laws]
        return replace(
            self._authority,
            name=self.title_lines.texts,
            address=self.address.value,
            website=self.website.value,
            source=self.source.value,
            reviewed=bool(self.reviewed.value),
            regimes=tuple(laws),
            country=self.country.value.upper() or ANY_COUNTRY,
        )
