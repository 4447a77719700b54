# SPDX-License-Identifier: MIT
"""Enter a new person by hand: facts, contract, where they come from; likely the same person is shown beside."""

from collections.abc import Mapping, Sequence
from datetime import date

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QGridLayout, QWidget
from typing_extensions import override

from privdesk.domain.agencies import Agency, AgencyId, Building, BuildingId
from privdesk.domain.audit import Purpose
from privdesk.domain.forms import FORM_LANGUAGES
from privdesk.domain.matching import Candidate
from privdesk.domain.people import (
    Channel,
    Contract,
    ContractId,
    PersonField,
    PersonId,
    Source,
)
from privdesk.domain.submissions import FieldProblemError
from privdesk.i18n import _
from privdesk.services import wording
from privdesk.services.desk import Desk
from privdesk.services.fact_checks import check_fact, home_of
from privdesk.services.field_checks import problem_sentence
from privdesk.services.names import channel_name, field_name, language_name, source_name
from privdesk.ui.errors import sentence_of, show_error
from privdesk.ui.jobs import Jobs
from privdesk.ui.navigation import Navigator
from privdesk.ui.theme import theme
from privdesk.ui.widgets.button import PrimaryButton, QuietButton
from privdesk.ui.widgets.date_field import DateField
from privdesk.ui.widgets.field import ComboField, Field, LineField
from privdesk.ui.widgets.half_typed import HalfTypedKeeper
from privdesk.ui.widgets.label import Label
from privdesk.ui.widgets.page import Page
from privdesk.ui.widgets.pane import Footer, Heading, Pane, scrolling
from privdesk.ui.widgets.row_list import RowList
from privdesk.ui.widgets.rows import Cell, Column, Row

LABEL = 124
LIKENESS_MS = 400
_IDENTITY = (
    PersonField.CIVILITY, PersonField.FIRST_NAME, PersonField.LAST_NAME, PersonField.DATE_OF_BIRTH, PersonField.LANGUAGE,
)  # fmt: skip
_CONTACT = (
    PersonField.STREET, PersonField.NUMBER, PersonField.POSTCODE, PersonField.TOWN, PersonField.COUNTRY,
    PersonField.EMAIL, PersonField.PHONE_MOBILE, PersonField.PHONE_LANDLINE,
)  # fmt: skip
_MUST = frozenset({PersonField.FIRST_NAME, PersonField.LAST_NAME})


class NewPersonPage(Page):
    """A form with checks; Save opens the new person. Nothing typed is lost when saving fails."""

    def __init__(self, desk: Desk, jobs: Jobs, navigator: Navigator) -> None:
        super().__init__(_("New person"), jobs)
        self._desk, self._navigator = desk, navigator
        self._home = "CH"
        self._agencies: Mapping[str, Agency] = {}
        self._saved: PersonId | None = None
        back = self.head.set_back(_("People"))
        back.clicked.connect(navigator.back)
        self.facts: dict[PersonField, LineField | ComboField] = {}
        self._build_form()
        self._build_side()
        footer = Footer()
        footer.words.setText(_("Fields with * must be filled in."))
        self.save_button = PrimaryButton(_("Save the person"), "user-plus", "Ctrl+Enter")
        self.save_button.clicked.connect(self.save)
        drop = QuietButton(_("Discard"))
        drop.clicked.connect(self.discard)
        footer.add_act(drop)
        footer.add_act(self.save_button)
        self.set_footer(footer)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(LIKENESS_MS)
        self._soon.timeout.connect(self._look_for_same)
        self._kept = HalfTypedKeeper(self, desk.half_typed, "new_person", self.typed, self._put_back)
        self._wanted_building = ""
        for field in self._all().values():
            field.changed.connect(self._kept.touch)

    def _build_form(self) -> None:
        inner = QWidget()
        grid = QGridLayout(inner)
        grid.setContentsMargins(24, 20, 24, 24)
        grid.setHorizontalSpacing(32)
        grid.setVerticalSpacing(14)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        left = self._column(_("Identity"), _IDENTITY) + self._contract()
        right = self._column(_("Address and contact"), _CONTACT) + self._where_from()
        for column, widgets in enumerate((left, right)):
            for row, widget in enumerate(widgets):
                grid.addWidget(widget, row, column)
        grid.setRowStretch(max(len(left), len(right)), 1)
        self.content.addWidget(scrolling(inner), 1)

    def _column(self, title: str, fields: Sequence[PersonField]) -> list[QWidget]:
        widgets: list[QWidget] = [Heading(title)]
        for field in fields:
            row = self._field(field)
            row.control.setObjectName(field.value)
            row.left.connect(lambda field=field: self._check(field))
            row.changed.connect(lambda: self._soon.start())
            self.facts[field] = row
            widgets.append(row)
        return widgets

    def _field(self, field: PersonField) -> LineField | ComboField:
        if field is PersonField.LANGUAGE:
            options = [(code, language_name(code)) for code in FORM_LANGUAGES]
            return ComboField(field_name(field), options, label_width=theme().scaled(LABEL))
        if field is PersonField.CIVILITY:
            options = [("", _("not given")), ("ms", _("Ms")), ("mr", _("Mr"))]
            return ComboField(field_name(field), options, value="", label_width=theme().scaled(LABEL))
        return LineField(field_name(field), mandatory=field in _MUST, label_width=theme().scaled(LABEL))

    def _contract(self) -> list[QWidget]:
        self.user_number = LineField(
            _("User number"), hint=_("empty takes the next one"), label_width=theme().scaled(LABEL)
        )
        self.start = DateField(
            _("Contract starts"), self._desk.clock.today, label_width=theme().scaled(LABEL)
        )
        self.agency = ComboField(
            _("Agency"), [("", _("Direct"))], value="", label_width=theme().scaled(LABEL)
        )
        self.building = ComboField(
            _("Building"), [("", _("none"))], value="", label_width=theme().scaled(LABEL)
        )
        self.badge = LineField(_("Badge"), label_width=theme().scaled(LABEL))
        self.agency.changed.connect(self._read_buildings)
        names = {"user_number": self.user_number, "start": self.start, "agency": self.agency,
                 "building": self.building, "badge": self.badge}  # fmt: skip
        for name, field in names.items():
            field.control.setObjectName(name)
        return [Heading(_("Contract"), _("leave the start empty when there is none")), *names.values()]

    def _where_from(self) -> list[QWidget]:
        today = self._desk.clock.today
        sources = [(each.value, source_name(each)) for each in Source]
        channels = [(each.value, channel_name(each)) for each in Channel]
        self.source = ComboField(_("Given by"), sources, label_width=theme().scaled(LABEL))
        self.channel = ComboField(
            _("Came by"), channels, value=Channel.COUNTER.value, label_width=theme().scaled(LABEL)
        )
        self.received = DateField(
            _("Received on"), today, value=today(), mandatory=True, label_width=theme().scaled(LABEL)
        )
        self.reference = LineField(
            _("Paper or note"), hint=_("where it can be proved"), label_width=theme().scaled(LABEL)
        )
        return [Heading(_("Where from")), self.source, self.channel, self.received, self.reference]

    def _build_side(self) -> None:
        self.side = Pane("left")
        self.side.add_heading(_("Perhaps on file"))
        self.same_words = Label("", tone="muted", wrap=True)
        self.same = RowList(_("Perhaps on file"), [Column(stretch=1)], head=False)
        self.same.view.setObjectName("same")
        self.same.opened.connect(
            lambda person: self._navigator.open("person", person=person, purpose=Purpose.CONTRACT.value)
        )
        self.side.add(self.same_words, self.same)
        self.side.add_stretch()
        self.set_side(self.side)
        self._show_same(())

    @override
    def load(self) -> None:
        self.run(lambda _p: self._context(), self._show_context, lane="read", quiet=True)
        if not self._place.get("focus"):
            self.facts[PersonField.FIRST_NAME].setFocus()

    def _context(self) -> tuple[list[Agency], str, str]:
        office = self._desk.office.office()
        agencies = [summary.agency for summary in self._desk.agencies.summaries()]
        return agencies, office.country, office.language

    def _show_context(self, found: tuple[list[Agency], str, str]) -> None:
        agencies, self._home, language = found
        self._agencies = {str(agency.id): agency for agency in agencies}
        own = self._desk.session.member.agency_id
        options = [(key, agency.name) for key, agency in self._agencies.items()]
        self.agency.set_options(options if own is not None else [("", _("Direct")), *options])
        self.facts[PersonField.LANGUAGE].set_value(language)
        self._kept.read()

    def _read_buildings(self) -> None:
        agency = self._agencies.get(self.agency.value)
        if agency is None:
            self.building.set_options([("", _("none"))], "")
            return
        self.run(
            lambda _p: self._desk.agencies.buildings(agency.id),
            self._show_buildings,
            lane="read",
            latest="buildings",
        )

    def _show_buildings(self, buildings: Sequence[Building]) -> None:
        options = [(str(each.id), f"{each.street}, {each.postcode} {each.town}") for each in buildings]
        self.building.set_options([("", _("none")), *options], "")
        if any(key == self._wanted_building for key, _words in options):
            self.building.set_value(self._wanted_building)

    # What is half typed

    def _all(self) -> Mapping[str, LineField | ComboField]:
        facts = {field.value: row for field, row in self.facts.items()}
        return {
            **facts, "user_number": self.user_number, "start": self.start, "agency": self.agency,
            "building": self.building, "badge": self.badge, "source": self.source, "channel": self.channel,
            "received": self.received, "reference": self.reference,
        }  # fmt: skip

    def typed(self) -> Mapping[str, str]:
        """What stands in the fields; nothing while nobody typed anything."""
        fields = self._all()
        words = (
            row.value for name, row in fields.items() if isinstance(row, LineField) and name != "received"
        )
        return {name: row.value for name, row in fields.items()} if any(words) else {}

    def _put_back(self, values: Mapping[str, str]) -> None:
        self._wanted_building = values.get("building", "")
        for name, row in self._all().items():
            if name in values:
                row.set_value(values[name])

    def discard(self) -> None:
        """Drop what was typed and go back."""
        self._kept.drop()
        self._navigator.back()

    def _values(self) -> dict[PersonField, str]:
        return {field: row.value for field, row in self.facts.items() if row.value}

    def _check(self, field: PersonField) -> None:
        row = self.facts[field]
        if not row.value:
            row.set_error(_("This field must be filled in.") if field in _MUST and row.wrong else "")
            return
        facts = {each: held.value for each, held in self.facts.items()}
        found = check_fact(field, row.value, facts, home_of(facts, None, self._home))
        words = problem_sentence(found)
        row.set_error("" if found.problem is None or found.problem.only_look else words)
        if found.problem is not None and found.problem.only_look:
            row.set_doubt(words)

    def _look_for_same(self) -> None:
        values = {field.value: value for field, value in self._values().items()}
        if PersonField.LAST_NAME.value not in values or PersonField.FIRST_NAME.value not in values:
            self._show_same(())
            return
        self.run(
            lambda _p: self._desk.capture.likely_same(values),
            self._show_same,
            lane="read", latest="same", quiet=True, on_failed=lambda _error: None,
        )  # fmt: skip

    def _show_same(self, likely: Sequence[Candidate]) -> None:
        rows = [
            Row(
                each.person.id,
                (Cell(each.person.name, after=wording.percent(each.percent), second=each.person.address_line,
                      tone="strong"),),
            )
            for each in likely
        ]  # fmt: skip
        self.same.set_rows(rows)
        self.same.fit_height()
        self.same.setVisible(bool(rows))
        words = _("Enter opens the person. Save only if it is somebody else.")
        self.same_words.setText(words if rows else _("Nobody alike is on file as far as typed."))

    def save(self) -> None:
        """Check everything and save; the first field that is wrong gets the caret."""
        wrong = self._first_wrong()
        if wrong is not None:
            wrong.control.setFocus()
            return
        self.save_button.setEnabled(False)
        facts, contract, received = self._values(), self._contract_value(), self.received.day
        assert received is not None
        source, channel = Source(self.source.value), Channel(self.channel.value)
        reference = self.reference.value
        self.run(
            lambda _p: self._desk.people.add(
                facts, contract, source=source, channel=channel, received_on=received, reference=reference
            ),
            self._added,
            on_failed=self._refused,
            words=_("Saving…"),
        )

    def _first_wrong(self) -> Field | None:
        for field, row in self.facts.items():
            if field in _MUST and not row.value:
                row.set_error(_("This field must be filled in."))
            else:
                self._check(field)
        dates = (self.start, self.received)
        if self.received.day is None:
            self.received.set_error(_("This is not a date. Type day, month and year: 24.3.2026."))
        if self.start.value and self.start.day is None:
            self.start.set_error(_("This is not a date. Type day, month and year: 24.3.2026."))
        return next((row for row in (*self.facts.values(), *dates) if row.wrong), None)

    def _contract_value(self) -> Contract | None:
        start: date | None = self.start.day
        if start is None:
            return None
        agency = AgencyId(int(self.agency.value)) if self.agency.value else None
        building = BuildingId(int(self.building.value)) if self.building.value else None
        return Contract(
            ContractId(0),
            PersonId(0),
            self.user_number.value,
            start,
            None,
            agency,
            building,
            self.badge.value,
        )

    def _added(self, person_id: PersonId) -> None:
        self._kept.drop()
        self.finished = True
        self._navigator.open("person", person=person_id, purpose=Purpose.CONTRACT.value)

    def _refused(self, error: BaseException) -> None:
        self.save_button.setEnabled(True)
        known = isinstance(error, FieldProblemError) and error.key in {field.value for field in self.facts}
        if known and isinstance(error, FieldProblemError):
            row = self.facts[PersonField(error.key)]
            self._check(PersonField(error.key))
            if not row.wrong:
                row.set_error(sentence_of(error))
            row.control.setFocus()
        else:
            show_error(self.banner, error, self.save)
