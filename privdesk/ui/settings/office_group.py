# SPDX-License-Identifier: MIT
"""The office: who we are on letters and forms, the place with its law, holidays, time zone and currency."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from privdesk.domain.catalogue import Office
from privdesk.i18n import LANGUAGES, _
from privdesk.services.names import language_name
from privdesk.services.office import office_of_place
from privdesk.services.regimes import Regimes
from privdesk.ui.settings.rows import SettingGroup, SettingRow
from privdesk.ui.widgets.choice import Combo


class OfficeGroup(SettingGroup):
    """Fields of the office; `changed` when any differs from what is kept."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__(_("Office"), _("on letters, forms and reports"))
        self._office = Office("")
        self._quiet = False
        self.lines: dict[str, QLineEdit] = {}
        self._rows: dict[QLineEdit, SettingRow] = {}
        for name, (title, sentence) in _texts().items():
            line = QLineEdit()
            line.textEdited.connect(lambda _text: self.changed.emit())
            self.lines[name] = line
            self._rows[line] = self.add(title, sentence, line, name)
        self._add_place()

    def _add_place(self) -> None:
        self.place = Combo(editable=True)
        for code, name in Regimes().places().items():
            self.place.addItem(f"{code} – {name}", code)
        self.place.currentIndexChanged.connect(lambda _at: self._place_chosen())
        line = self.place.lineEdit()
        if line is not None:
            line.editingFinished.connect(self._place_chosen)
        self.add(
            _("Place"),
            _("Its holidays move deadlines. Another place: its code, such as CH-GE."),
            self.place,
            "place",
        )
        self.regime = Combo()
        for regime in Regimes().all():
            self.regime.addItem(f"{regime.name} – {_(regime.title_key)}", regime.id)
        self.regime.currentIndexChanged.connect(lambda _at: self._say())
        self.add(
            _("Law"), _("The law that new requests follow; the place proposes it."), self.regime, "regime"
        )
        self.zone = QLineEdit()
        self.zone.textEdited.connect(lambda _text: self.changed.emit())
        self._rows[self.zone] = self.add(
            _("Time zone"),
            _("Days and deadlines are counted in it, from the next unlocking on."),
            self.zone,
            "zone",
        )
        self.currency = QLineEdit()
        self.currency.textEdited.connect(lambda _text: self.changed.emit())
        self._rows[self.currency] = self.add(
            _("Currency"), _("For amounts that name none."), self.currency, "currency"
        )
        self.language = Combo()
        for code in LANGUAGES:
            self.language.addItem(language_name(code), code)
        self.language.currentIndexChanged.connect(lambda _at: self._say())
        self.add(
            _("Language of the office"), _("For new staff and new people; letters follow the person."),
            self.language, "office_language",
        )  # fmt: skip

    def show_office(self, office: Office, *, allowed: bool, who_may: str) -> None:
        """Show what is kept; who may not change it sees it only."""
        self._quiet = True
        self._office = office
        for name, line in self.lines.items():
            line.setText(getattr(office, name))
        self._put_place(office.place)
        self.regime.setCurrentIndex(self.regime.findData(office.regime))
        self.language.setCurrentIndex(self.language.findData(office.language))
        self.zone.setText(office.time_zone)
        self.currency.setText(office.currency)
        for control in (
            *self.lines.values(),
            self.place,
            self.regime,
            self.zone,
            self.currency,
            self.language,
        ):
            control.setEnabled(allowed)
        if not allowed:
            self.heading.set_words(_("Office"), _("may be changed by: {who}").format(who=who_may))
        self._quiet = False

    def typed(self) -> Office:
        """The office as it stands in the fields."""
        texts: Mapping[str, str] = {name: line.text().strip() for name, line in self.lines.items()}
        return replace(
            self._office, name=texts["name"], street=texts["street"], postcode=texts["postcode"], town=texts["town"],
            phone=texts["phone"], email=texts["email"], privacy_contact=texts["privacy_contact"],
            place=self.place_code(), country=self.place_code().partition("-")[0],
            regime=str(self.regime.currentData() or self._office.regime), time_zone=self.zone.text().strip(),
            currency=self.currency.text().strip().upper(),
            language=str(self.language.currentData() or self._office.language),
        )  # fmt: skip

    def values(self) -> Mapping[str, str]:
        """What is typed and not saved; nothing while it is what is kept."""
        if not self.differs:
            return {}
        lines = {name: line.text() for name, line in (*self.lines.items(), *self._more_lines())}
        chosen = {"regime": self.regime.currentData(), "language": self.language.currentData()}
        return {
            **lines,
            **{name: str(data or "") for name, data in chosen.items()},
            "place": self.place_code(),
        }

    def set_values(self, values: Mapping[str, str]) -> None:
        """Put back what was typed and not saved."""
        self._quiet = True
        self._put_place(values.get("place", self.place_code()))
        for name, line in (*self.lines.items(), *self._more_lines()):
            line.setText(values.get(name, line.text()))
        for name, box in (("regime", self.regime), ("language", self.language)):
            box.setCurrentIndex(max(0, box.findData(values.get(name, box.currentData()))))
        self._quiet = False
        self.changed.emit()

    def _more_lines(self) -> Sequence[tuple[str, QLineEdit]]:
        return ("zone", self.zone), ("currency", self.currency)

    def _put_place(self, code: str) -> None:
        found = self.place.findData(code)
        self.place.setCurrentIndex(found)
        if found < 0:
            self.place.setEditText(code)

    def place_code(self) -> str:
        """The place's code, chosen or typed."""
        text = self.place.currentText().strip()
        at = self.place.findText(text)
        code = self.place.itemData(at) if at >= 0 else text
        return str(code).upper()

    @property
    def differs(self) -> bool:
        """Whether something was changed and not saved."""
        return self.typed() != self._office

    def _place_chosen(self) -> None:
        """Law, time zone and currency follow the place as a proposal."""
        if self._quiet or self.place_code() == self._office.place:
            self._say()
            return
        code, regimes = self.place_code(), Regimes()
        law = regimes.propose(code)
        if law is not None:
            self.regime.setCurrentIndex(self.regime.findData(law.id))
        if code in regimes.places():
            proposed = office_of_place(self._office.name, code, language=self._office.language)
            self.zone.setText(proposed.time_zone)
            self.currency.setText(proposed.currency)
        self._say()

    def say_wrong(self) -> QWidget | None:
        """Say under the field what cannot be kept; returns the first such control."""
        problems = {
            self.lines["name"]: "" if self.lines["name"].text().strip() else _("The office needs a name."),
            self.zone: "" if _is_zone(self.zone.text()) else _("A time zone looks like Europe/Zurich."),
            self.currency: ""
            if _is_currency(self.currency.text())
            else _("A currency has three letters, such as CHF."),
        }
        for control, words in problems.items():
            self._rows[control].set_problem(words)
        return next((control for control, words in problems.items() if words), None)

    def _say(self) -> None:
        if not self._quiet:
            self.changed.emit()


def _texts() -> Mapping[str, tuple[str, str]]:
    return {
        "name": (_("Name"), _("As it stands in the head of letters.")),
        "street": (_("Street and number"), _("Where letters reach the office.")),
        "postcode": (_("Postcode"), ""),
        "town": (_("Town"), ""),
        "phone": (_("Phone"), _("Printed on forms and letters.")),
        "email": (_("E-mail"), _("Printed on forms and letters.")),
        "privacy_contact": (
            _("Contact for data protection"), _("Name and address; every access report names it.")
        ),
    }  # fmt: skip


def _is_zone(text: str) -> bool:
    try:
        ZoneInfo(text.strip())
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return bool(text.strip())


def _is_currency(text: str) -> bool:
    return len(text.strip()) == len("CHF") and text.strip().isalpha() and text.strip().isascii()
