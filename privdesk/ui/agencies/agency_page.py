# SPDX-License-Identifier: MIT
"""One agency: who they are, the undertaking with its last day, the buildings they manage."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget
from typing_extensions import override

from privdesk.domain.agencies import Agency, AgencyId, Building, BuildingId, Undertaking
from privdesk.domain.checked import Checked
from privdesk.domain.checks import check_email, check_phone, check_postcode
from privdesk.domain.imports import ImportKind
from privdesk.domain.staff import Permission
from privdesk.i18n import _, ngettext
from privdesk.services.case_acts import who_may
from privdesk.services.desk import Desk
from privdesk.services.field_checks import problem_sentence
from privdesk.services.imports import may_import
from privdesk.ui.agencies.papers import AgencyPapers
from privdesk.ui.agencies.rows import building_columns, building_row, standing, standing_sentence
from privdesk.ui.errors import sentence_of
from privdesk.ui.jobs import Jobs
from privdesk.ui.navigation import Navigator
from privdesk.ui.theme import theme
from privdesk.ui.widgets.button import Button, LinkButton, PrimaryButton, QuietButton
from privdesk.ui.widgets.date_field import DateField
from privdesk.ui.widgets.field import Field, LineField
from privdesk.ui.widgets.half_typed import HalfTypedKeeper
from privdesk.ui.widgets.label import Label
from privdesk.ui.widgets.page import Page
from privdesk.ui.widgets.pane import Footer, Heading, scrolling
from privdesk.ui.widgets.panel import Panel
from privdesk.ui.widgets.row_list import RowList

LABEL = 112
_NEW_BUILDING = "new"
_NEW = Agency(AgencyId(0), "", "")


class AgencyPage(Page):
    """Facts are fields; Save appears in the footer. Without the right to change them they are only shown."""

    def __init__(self, desk: Desk, jobs: Jobs, navigator: Navigator, agency: AgencyId) -> None:
        super().__init__(_("New agency") if not agency else _("Agency"), jobs)
        self._desk, self._navigator, self._id = desk, navigator, agency
        self._agency = _NEW
        self._shown: Mapping[str, str] = {}
        self._panel: BuildingPanel | None = None
        self._held: Mapping[BuildingId, Building] = {}
        self._may = desk.session.member.may(Permission.MANAGE_AGENCIES)
        self.head.set_back(_("Agencies")).clicked.connect(navigator.back)
        self._make_fields()
        self._lay_out()
        self._make_footer()
        self._kept = HalfTypedKeeper(
            self, desk.half_typed, f"agency:{agency or 'new'}", self._half_typed, self._put_back
        )
        for field in self.fields.values():
            field.changed.connect(self._kept.touch)

    def _make_fields(self) -> None:
        today = self._desk.clock.today
        self.lines: dict[str, LineField] = {
            name: LineField(words, mandatory=name in ("number", "name"), label_width=theme().scaled(LABEL))
            for name, words in (
                ("number", _("Number")), ("name", _("Name")), ("street", _("Street")), ("postcode", _("Postcode")),
                ("town", _("Town")), ("country", _("Country")), ("contact", _("Contact")), ("email", _("E-mail")),
                ("phone", _("Phone")),
            )
        }  # fmt: skip
        self.days: dict[str, DateField] = {
            name: DateField(words, today, label_width=theme().scaled(LABEL))
            for name, words in (
                ("since", _("With us since")), ("until", _("Until")), ("signed_on", _("Signed on")),
                ("expires_on", _("Ends on")),
            )
        }  # fmt: skip
        self.paper = LineField(
            _("Paper lies in"), hint=_("binder, box or file"), label_width=theme().scaled(LABEL)
        )
        self.fields: dict[str, LineField] = {**self.lines, **self.days, "paper": self.paper}
        for name, field in self.fields.items():
            field.control.setObjectName(name)
            field.control.setEnabled(self._may)
            field.left.connect(lambda name=name: self._check(name))

    def _lay_out(self) -> None:
        form = QWidget()
        grid = QGridLayout(form)
        grid.setContentsMargins(24, 18, 24, 8)
        grid.setHorizontalSpacing(32)
        grid.setVerticalSpacing(12)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        self.promise = Label("", tone="muted", wrap=True)
        left = [
            Heading(_("Agency")),
            *(self.lines[name] for name in ("number", "name", "street", "postcode", "town")),
        ]
        left += [self.lines["country"], self.days["since"], self.days["until"]]
        right = [Heading(_("Contact")), *(self.lines[name] for name in ("contact", "email", "phone"))]
        right += [Heading(_("Undertaking to confidentiality")), self.promise]
        right += [self.days["signed_on"], self.days["expires_on"], self.paper]
        self.papers = self._papers()
        if self.papers is not None:
            right.append(self.papers)
        for column, widgets in enumerate((left, right)):
            for row, widget in enumerate(widgets):
                grid.addWidget(widget, row, column)
        inner = QWidget()
        column_layout = QVBoxLayout(inner)
        column_layout.setContentsMargins(0, 0, 0, 16)
        column_layout.setSpacing(0)
        column_layout.addWidget(form)
        column_layout.addWidget(self._buildings())
        column_layout.addStretch(1)
        self.content.addWidget(scrolling(inner), 1)

    def _papers(self) -> AgencyPapers | None:
        """The sealed papers, for who keeps the agencies, once there is an agency."""
        papers = self._desk.agency_papers
        if papers is None or not self._may or not self._id:
            return None
        return AgencyPapers(self, papers, self._id, self._desk.clock)

    def _buildings(self) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 12, 0, 0)
        column.setSpacing(4)
        self.import_link = LinkButton(_("Import from a file"))
        self.import_link.clicked.connect(
            lambda: self._navigator.open("imports", kind=ImportKind.AGENCIES.value)
        )
        self.add_building = LinkButton(_("Add a building"), keys="Ctrl+N")
        self.add_building.clicked.connect(lambda: self.edit_building(None))
        self._buildings_head = Heading(_("Buildings"))
        for link, allowed in (
            (self.add_building, self._may),
            (self.import_link, may_import(self._desk.session.member, ImportKind.AGENCIES)),
        ):
            self._buildings_head.row.addWidget(link)
            link.setVisible(allowed)
        self._buildings_head.row.setContentsMargins(24, 0, 24, 0)
        self._buildings_head.row.setSpacing(16)
        column.addWidget(self._buildings_head)
        self.buildings = RowList(_("Buildings"), building_columns())
        self.buildings.view.setObjectName("buildings")
        self.buildings.opened.connect(self.edit_building)
        column.addWidget(self.buildings)
        if not self._id:
            holder.hide()
        return holder

    def _make_footer(self) -> None:
        footer = Footer()
        footer.words.setText(_("Enter on a building changes it.") if self._may and self._id else "")
        self.save_button = PrimaryButton(_("Save the agency"), "check", "Ctrl+Enter")
        self.save_button.allow(self._may, who_may(Permission.MANAGE_AGENCIES))
        self.save_button.clicked.connect(self.save)
        drop = QuietButton(_("Discard"))
        drop.clicked.connect(self.discard)
        if not self._may:
            drop.hide()
        footer.add_act(drop)
        footer.add_act(self.save_button)
        self.set_footer(footer)

    @override
    def load(self) -> None:
        if self._id:
            self.run(
                lambda _p: (self._desk.agencies.get(self._id), self._desk.agencies.buildings(self._id)),
                self._show, lane="read",
            )  # fmt: skip
        else:
            self.lines["country"].set_value("CH")
            if not self._place.get("focus"):
                self.lines["number"].control.setFocus()
            self._kept.read()

    def _show(self, found: tuple[Agency, Sequence[Building]]) -> None:
        self._agency, buildings = found
        self._show_agency()
        self._show_buildings(buildings)
        if self.papers is not None:
            self.papers.load()
        self._kept.read()

    def _show_agency(self) -> None:
        agency = self._agency
        self.set_title(agency.name, agency.number)
        for name, field in self.lines.items():
            field.set_value(getattr(agency, name))
        promise = agency.undertaking
        self.days["since"].set_date(agency.since)
        self.days["until"].set_date(agency.until)
        self.days["signed_on"].set_date(promise.signed_on if promise else None)
        self.days["expires_on"].set_date(promise.expires_on if promise else None)
        self.paper.set_value(promise.document if promise else "")
        today = self._desk.clock.today()
        how = standing(promise, today)
        self.promise.setText(standing_sentence(promise, today))
        self.promise.set_tone("danger" if how.tone == "danger" else "look" if how.tone == "look" else "muted")
        self._shown = {name: field.value for name, field in self.fields.items()}

    # What is half typed

    def _half_typed(self) -> Mapping[str, str]:
        """What stands in the fields; nothing while it is what is on file, or the page can change nothing."""
        typed = {name: field.value for name, field in self.fields.items()}
        new = not self._id and not any(value for name, value in typed.items() if name != "country")
        return {} if not self._may or new or typed == self._shown else typed

    def _put_back(self, values: Mapping[str, str]) -> None:
        for name, field in self.fields.items():
            if name in values:
                field.set_value(values[name])

    def discard(self) -> None:
        """Drop what was typed: the agency as it is on file, or back to the list."""
        self._kept.drop()
        if self._id:
            self._show_agency()
        else:
            self._navigator.back()

    def _show_buildings(self, buildings: Sequence[Building]) -> None:
        self._held = {building.id: building for building in buildings}
        self.buildings.set_rows([building_row(building) for building in buildings])
        self.buildings.fit_height()
        count = len(buildings)
        words = ngettext("{n} building", "{n} buildings", count).format(n=count)
        self._buildings_head.set_words(_("Buildings"), words if count else _("none yet"))
        self.settle_place()

    def _check(self, name: str) -> None:
        field = self.fields[name]
        if isinstance(field, DateField) or not field.value:
            return
        found = self._found(name, field.value)
        if found is None or found.problem is None:
            return
        words = problem_sentence(found)
        field.set_doubt(words) if found.problem.only_look else field.set_error(words)

    def _found(self, name: str, value: str) -> Checked | None:
        home = self.lines["country"].value or "CH"
        if name == "email":
            return check_email(value)
        if name == "phone":
            return check_phone(value, home)
        return check_postcode(value, home, "") if name == "postcode" else None

    def save(self) -> None:
        """Keep what is in the fields; what is wrong gets the caret and nothing is lost."""
        wrong = self._first_wrong()
        if wrong is not None:
            wrong.control.setFocus()
            return
        agency = self._typed()
        self.run(lambda _p: self._desk.agencies.save(agency), self._saved, words=_("Saving…"))

    def _first_wrong(self) -> Field | None:
        for name in ("number", "name"):
            if not self.lines[name].value:
                self.lines[name].set_error(_("This field must be filled in."))
        for name, field in self.days.items():
            if field.value and field.day is None:
                field.set_error(_("This is not a date. Type day, month and year: 24.3.2026."))
            elif (
                name == "signed_on"
                and not field.value
                and (self.days["expires_on"].value or self.paper.value)
            ):
                field.set_error(_("Type the day on which the undertaking was signed."))
        for name in self.lines:
            self._check(name)
        return next((field for field in self.fields.values() if field.wrong), None)

    def _typed(self) -> Agency:
        signed: date | None = self.days["signed_on"].day
        promise = Undertaking(signed, self.paper.value, self.days["expires_on"].day) if signed else None
        text = {name: field.value for name, field in self.lines.items()}
        return replace(
            self._agency, number=text["number"], name=text["name"], street=text["street"], postcode=text["postcode"],
            town=text["town"], country=text["country"], contact=text["contact"], email=text["email"],
            phone=text["phone"], since=self.days["since"].day, until=self.days["until"].day, undertaking=promise,
        )  # fmt: skip

    def _saved(self, agency: Agency) -> None:
        self._kept.drop()
        self.set_status(_("Saved"))
        if not self._id:
            self.finished = True
            self._navigator.open("agency", agency=agency.id)
        else:
            self.load()

    def edit_building(self, building_id: object) -> None:
        """Open the panel for a building, or for a new one."""
        if not self._may or not self._id or self._panel is not None:
            return
        blank = Building(BuildingId(0), self._id, "", "", "", "")
        held = self._held.get(BuildingId(building_id), blank) if isinstance(building_id, int) else blank
        self._panel = BuildingPanel(self, held)
        self._panel.closed.connect(self._panel_closed)
        self._panel.asked.connect(self._save_building)
        self.save_button.setEnabled(False)
        self._panel.open_panel(self._panel.number.control)
        key = f"agency:{self._id}:building:{held.id or _NEW_BUILDING}"
        self._panel.keep_typed(self, self._desk.half_typed, key)

    @override
    def open_again(self, key: str) -> None:
        building = key.rpartition(":")[2]
        if building == _NEW_BUILDING:
            self.edit_building(None)
        elif BuildingId(int(building)) in self._held:
            self.edit_building(int(building))

    def _save_building(self, building: Building) -> None:
        panel = self._panel
        assert panel is not None
        self.run(
            lambda _p: self._desk.agencies.save_building(building),
            lambda _saved: self._building_saved(panel),
            on_failed=lambda error: panel.number.set_error(sentence_of(error)),
        )

    def _building_saved(self, panel: "BuildingPanel") -> None:
        panel.finish()
        self.run(lambda _p: self._desk.agencies.buildings(self._id), self._show_buildings, lane="read")

    def _panel_closed(self) -> None:
        self._panel = None
        self.save_button.setEnabled(self._may)
        self.buildings.setFocus()

    @override
    def step_back(self) -> bool:
        if self._panel is not None:
            self._panel.shut()
            return True
        if self.papers is not None and self.papers.shut():
            return True
        return super().step_back()


class BuildingPanel(Panel):
    """A building's number and address; says `asked` with the building as typed."""

    asked = Signal(object)

    def __init__(self, host: QWidget, building: Building) -> None:
        title = _("Change the building") if building.id else _("Add a building")
        super().__init__(host, title, close_hint=_("Keep it as it is"), width=480)
        self._building = building
        self.number = LineField(
            _("Number"), value=building.number, mandatory=True, label_width=theme().scaled(LABEL)
        )
        self.street = LineField(
            _("Street"), value=building.street, mandatory=True, label_width=theme().scaled(LABEL)
        )
        self.postcode = LineField(_("Postcode"), value=building.postcode, label_width=theme().scaled(LABEL))
        self.town = LineField(_("Town"), value=building.town, label_width=theme().scaled(LABEL))
        for field in (self.number, self.street, self.postcode, self.town):
            self.fields.addWidget(field)
        keep = Button(_("Keep it as it is"), keys="Esc", bind=False)
        keep.clicked.connect(self.shut)
        save = PrimaryButton(_("Save the building"), "check", "Ctrl+Enter")
        save.clicked.connect(self._ask)
        self.add_buttons(keep, save)

    def _ask(self) -> None:
        for field in (self.number, self.street):
            if not field.value:
                field.set_error(_("This field must be filled in."))
                field.control.setFocus()
                self.settle()
                return
        self.asked.emit(
            replace(
                self._building, number=self.number.value, street=self.street.value,
                postcode=self.postcode.value, town=self.town.value,
            )
        )  # fmt: skip
