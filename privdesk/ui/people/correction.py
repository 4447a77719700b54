# SPDX-License-Identifier: MIT
"""Correct a value: old, new, proof, source; below, who else has it and is to be told."""

from collections.abc import Mapping, Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from privdesk.domain.case_errors import NothingToCorrectError, ProofMissingError
from privdesk.domain.catalogue import Catalogue
from privdesk.domain.forms import FORM_LANGUAGES
from privdesk.domain.people import Channel, Facts, PersonField
from privdesk.domain.restriction import AllowedUse, PersonRestrictedError
from privdesk.domain.submissions import FieldProblemError
from privdesk.i18n import _
from privdesk.services import wording
from privdesk.services.clock import OfficeClock
from privdesk.services.fact_checks import check_fact, home_of
from privdesk.services.field_checks import problem_sentence
from privdesk.services.names import channel_name, field_name, language_name
from privdesk.services.person_page import PersonPage
from privdesk.services.rights_words import use_name
from privdesk.ui.errors import sentence_of
from privdesk.ui.people.origin_words import shown_value
from privdesk.ui.theme import theme
from privdesk.ui.widgets.button import Button, PrimaryButton
from privdesk.ui.widgets.date_field import DateField
from privdesk.ui.widgets.field import ComboField, Field, LineField
from privdesk.ui.widgets.label import IconLabel, Label
from privdesk.ui.widgets.pane import Line, empty_layout
from privdesk.ui.widgets.panel import Panel

LABEL = 104
_GROUPS: Mapping[str, tuple[PersonField, ...]] = {
    "name": (PersonField.CIVILITY, PersonField.FIRST_NAME, PersonField.LAST_NAME),
    "address": (
        PersonField.STREET,
        PersonField.NUMBER,
        PersonField.POSTCODE,
        PersonField.TOWN,
        PersonField.COUNTRY,
    ),
    "phone_mobile": (PersonField.PHONE_MOBILE,),
    "phone_landline": (PersonField.PHONE_LANDLINE,),
    "email": (PersonField.EMAIL,),
    "language": (PersonField.LANGUAGE,),
    "date_of_birth": (PersonField.DATE_OF_BIRTH,),
    "refund": (PersonField.IBAN, PersonField.ACCOUNT_HOLDER),
}


def group_of(field: PersonField | None) -> str:
    """The choice in which a value is corrected."""
    return next((key for key, fields in _GROUPS.items() if field in fields), "address")


def recipients_of(catalogue: Catalogue, fields: Sequence[PersonField], agency_name: str) -> list[str]:
    """Who else has these values by name: recipients of their data groups, and the agency.

    Law: GDPR Art. 19; FADP Art. 32(4).
    """
    groups = [group for group in catalogue.groups if any(field.value in group.fields for field in fields)]
    kinds = {kind for group in groups for kind in group.recipients}
    names = [agency_name] if agency_name and "agency" in kinds else []
    names += [each.name for each in catalogue.recipients if each.kind.value in kinds]
    return list(dict.fromkeys(names))


class CorrectionPanel(Panel):
    """Says `asked` with changes, proof, channel, day received and allowed use; `typed` at each key."""

    asked = Signal(object, str, object, object, object)

    def __init__(
        self, host: QWidget, page: PersonPage, catalogue: Catalogue, clock: OfficeClock, home: str,
        field: PersonField | None = None,
    ) -> None:  # fmt: skip
        super().__init__(host, _("Correct a value"), close_hint=_("Keep the values"), width=560)
        self._facts, self._catalogue, self._clock, self._home = page, catalogue, clock, home
        self.rows: dict[PersonField, LineField | ComboField] = {}
        choices = [(key, _group_name(key)) for key in _GROUPS]
        self.what = ComboField(_("What"), choices, value=group_of(field), label_width=theme().scaled(LABEL))
        self.what.control.setObjectName("what")
        self.what.changed.connect(self._show_fields)
        self._values = QVBoxLayout()
        self._values.setSpacing(10)
        self.proof = LineField(_("Proof"), hint=_("letter, form or statement it rests on"), mandatory=True,
                               label_width=theme().scaled(LABEL))  # fmt: skip
        self.channel = ComboField(
            _("Came by"), [(each.value, channel_name(each)) for each in Channel], value=Channel.PHONE.value,
            label_width=theme().scaled(LABEL),
        )  # fmt: skip
        self.received = DateField(
            _("Received on"), clock.today, value=clock.today(), label_width=theme().scaled(LABEL)
        )
        uses = [("", _("choose")), *((each.value, use_name(each)) for each in AllowedUse)]
        self.use = ComboField(_("Allowed"), uses, value="", label_width=theme().scaled(LABEL))
        self.use.set_note(_("Use of these data is restricted: say why this is allowed all the same."))
        self.use.control.setObjectName("use")
        self.use.setVisible(page.person.restricted_since is not None)
        self.problem = Label("", tone="danger", wrap=True)
        self.problem.hide()
        self.fields.addWidget(self.what)
        self.fields.addLayout(self._values)
        self.fields.addWidget(Line())
        for each in (self.proof, self.channel, self.received, self.use, self.problem):
            self.fields.addWidget(each)
        self._add_told()
        cancel = Button(_("Keep the values"), keys="Esc", bind=False)
        cancel.clicked.connect(self.shut)
        self.save = PrimaryButton(_("Correct the value"), "pencil-line", "Ctrl+Enter")
        self.save.clicked.connect(self._ask)
        self.add_buttons(cancel, self.save)
        self._show_fields()

    @override
    def values(self) -> Mapping[str, str]:
        """What is half typed; nothing while no value and no proof is."""
        if not self.changes() and not self.proof.value:
            return {}
        rows = {field.value: row.value for field, row in self.rows.items()}
        return {**rows, "what": self.what.value, "proof": self.proof.value, "channel": self.channel.value,
                "received": self.received.value, "use": self.use.value}  # fmt: skip

    @override
    def set_values(self, values: Mapping[str, str]) -> None:
        """Put back what was half typed."""
        self.what.set_value(values.get("what", self.what.value))
        fields: dict[str, LineField | ComboField] = {key.value: row for key, row in self.rows.items()}
        fields |= {"proof": self.proof, "channel": self.channel, "received": self.received, "use": self.use}
        for name, field in fields.items():
            if name in values:
                field.set_value(values[name])

    def _add_told(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(9)
        row.addWidget(IconLabel("info", "info"))
        self.told = Label("", "caption", "muted", wrap=True)
        row.addWidget(self.told, 1)
        self.fields.addLayout(row)

    def first_field(self) -> QWidget:
        """Where the caret starts."""
        return next(iter(self.rows.values())).control

    def _show_fields(self) -> None:
        empty_layout(self._values)
        self.rows = {}
        for field in _GROUPS[self.what.value]:
            row = self._row(field)
            self.rows[field] = row
            self._values.addWidget(row)
            row.left.connect(lambda field=field: self._check(field))
            row.changed.connect(self._say_old)
            row.changed.connect(self.typed)
        agency = self._facts.agency.name if self._facts.agency else ""
        names = recipients_of(self._catalogue, _GROUPS[self.what.value], agency)
        words = _("Also held by, and to be told: {names}.").format(names=wording.listed(names))
        self.told.setText(words if names else _("No other recipient of this value is on file."))
        self._say_old()
        if self.isVisible():
            self.settle()
            self.first_field().setFocus()

    def _row(self, field: PersonField) -> LineField | ComboField:
        old = self._facts.person.fact(field)
        if field is PersonField.LANGUAGE:
            options = [(code, language_name(code)) for code in FORM_LANGUAGES]
            row: LineField | ComboField = ComboField(
                field_name(field), options, value=old or None, label_width=theme().scaled(LABEL)
            )
        elif field is PersonField.CIVILITY:
            row = ComboField(
                field_name(field), [("", _("not given")), ("ms", _("Ms")), ("mr", _("Mr"))], value=old,
                label_width=theme().scaled(LABEL),
            )  # fmt: skip
        else:
            row = LineField(
                field_name(field),
                value=shown_value(field, old, self._home),
                label_width=theme().scaled(LABEL),
            )
        row.control.setObjectName(f"new_{field.value}")
        return row

    def changes(self) -> Facts:
        """The values that differ from what is on file."""
        found: dict[PersonField, str] = {}
        for field, row in self.rows.items():
            old = self._facts.person.fact(field)
            if row.value not in (old, shown_value(field, old, self._home)):
                found[field] = row.value
        return found

    def _say_old(self) -> None:
        changed = self.changes()
        for field, row in self.rows.items():
            if row.wrong:
                continue
            old = shown_value(field, self._facts.person.fact(field), self._home)
            words = _("Before: {words}").format(words=old or _("nothing")) if field in changed else ""
            if field in changed and not row.value:
                words = _("Before: {words}. The value will be removed.").format(words=old)
            row.set_note(words)
        if self.isVisible():
            self.settle()

    def _check(self, field: PersonField) -> None:
        row = self.rows.get(field)
        if row is None or field not in self.changes():
            return
        facts = dict(self._facts.person.facts) | {each: held.value for each, held in self.rows.items()}
        found = check_fact(field, row.value, facts, home_of(facts, self._facts.person, self._home))
        if found.problem is None:
            return
        words = problem_sentence(found)
        row.set_doubt(words) if found.problem.only_look else row.set_error(words)
        self.settle()

    def _ask(self) -> None:
        if not self.proof.value:
            self._refuse(self.proof, _("Name the letter, form or statement that the correction rests on."))
        elif self.received.day is None:
            self._refuse(self.received, _("This is not a date. Type day, month and year: 24.3.2026."))
        elif not self.changes():
            self._refuse(next(iter(self.rows.values())), _("This is the value on file. Type the right one."))
        else:
            self.save.setEnabled(False)
            self.asked.emit(
                dict(self.changes()),
                self.proof.value,
                Channel(self.channel.value),
                self.received.day,
                AllowedUse(self.use.value) if self.use.value else None,
            )

    def refuse(self, error: BaseException) -> None:
        """Say what is wrong where it is; everything typed stays."""
        self.save.setEnabled(True)
        if isinstance(error, FieldProblemError) and PersonField(error.key) in self.rows:
            field = PersonField(error.key)
            self._check(field)
            if not self.rows[field].wrong:
                self._refuse(self.rows[field], sentence_of(error))
            self.rows[field].control.setFocus()
        elif isinstance(error, ProofMissingError):
            self._refuse(self.proof, sentence_of(error))
        elif isinstance(error, PersonRestrictedError):
            self._refuse(self.use, sentence_of(error))
        elif isinstance(error, NothingToCorrectError):
            self._refuse(next(iter(self.rows.values())), sentence_of(error))
        else:
            self.problem.setText(sentence_of(error))
            self.problem.show()
        self.settle()

    def _refuse(self, field: Field, words: str) -> None:
        field.set_error(words)
        field.control.setFocus()
        self.settle()


class ConfirmationPanel(Panel):
    """Notes that a contact changed lately was confirmed the old way; says `asked` with the day."""

    asked = Signal(object)

    def __init__(self, host: QWidget, field: PersonField, value: str, clock: OfficeClock) -> None:
        words = _(
            "{field} {value} was changed lately. It serves call-back and hand-over once the person confirmed it by a "
            "letter to the old address or a call to the old number."
        ).format(field=field_name(field), value=value)
        super().__init__(host, _("Confirm a contact"), words, close_hint=_("Not confirmed"), width=460)
        self.day = DateField(
            _("Confirmed on"), clock.today, value=clock.today(), label_width=theme().scaled(LABEL)
        )
        self.fields.addWidget(self.day)
        cancel = Button(_("Not confirmed"), keys="Esc", bind=False)
        cancel.clicked.connect(self.shut)
        save = PrimaryButton(_("Note as confirmed"), "check", "Ctrl+Enter")
        save.clicked.connect(self._ask)
        self.add_buttons(cancel, save)
        self._clock = clock

    def _ask(self) -> None:
        day: date | None = self.day.day
        if day is None or day > self._clock.today():
            self.day.set_error(_("Type the day on which it was confirmed, today at the latest."))
            self.settle()
        else:
            self.asked.emit(day)


def _group_name(key: str) -> str:
    named = {"name": _("Name and title"), "address": _("Address"), "refund": _("Account for refunds")}
    return named.get(key) or field_name(PersonField(key))
