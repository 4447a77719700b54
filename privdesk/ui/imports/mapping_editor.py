# SPDX-License-Identifier: MIT
"""Which column of the file feeds which of our fields; a change shows at once in the first rows below."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from privdesk.domain.imports import ColumnMapping, ImportKind
from privdesk.i18n import _, desk_language
from privdesk.services.default_forms import default_templates
from privdesk.services.import_fields import ALL_OTHERS, ANSWERS, missing_fields
from privdesk.services.import_plan import Inspection
from privdesk.ui.theme import theme
from privdesk.ui.widgets.choice import Combo
from privdesk.ui.widgets.field import ComboField
from privdesk.ui.widgets.label import IconLabel, Label
from privdesk.ui.widgets.pane import empty_layout

TEMPLATE = "template"
SHOWN_FIELDS = 8


class MappingEditor(QWidget):
    """The file's columns left, our fields right; `changed` after each choice."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._inspection: Inspection | None = None
        self.combos: list[Combo] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(24, 16, 24, 16)
        self._column.setSpacing(14)
        templates = [(each.id, each.title(desk_language())) for each in default_templates()]
        self.template = ComboField(
            _("All rows are this form"),
            [("", _("named in a column")), *templates],
            value="",
            label_width=theme().scaled(150),
        )
        self.template.control.setObjectName("template")
        self.template.changed.connect(self.changed)
        self.answers = ComboField(_("Answers stand in"), (), label_width=theme().scaled(150))
        self.answers.control.setObjectName("answers")
        self.answers.changed.connect(self.changed)
        for field in (self.template, self.answers):
            field.setMaximumWidth(560)
        self.missing = Label("", tone="look", wrap=True)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(0, 4)
        self._grid.setColumnStretch(1, 4)
        self._grid.setColumnStretch(3, 5)
        self._grid.setColumnStretch(4, 1)
        self._column.addWidget(self.missing)
        self._column.addWidget(self.template)
        self._column.addWidget(self.answers)
        self._column.addLayout(self._grid)
        self._column.addStretch(1)

    def show_file(self, inspection: Inspection, mapping: ColumnMapping) -> None:
        """Show the columns of a file under `mapping`."""
        self._inspection = inspection
        empty_layout(self._grid)
        self.combos = []
        heads = (_("In the file"), _("First row"), "", _("Here"))
        for at, words in enumerate(heads):
            self._grid.addWidget(Label(words, "caption", "muted", weight=500), 0, at)
        fed = {column: field for field, column in mapping.columns.items() if field != ANSWERS}
        for at, name in enumerate(inspection.columns):
            self._add_row(at, name, fed.get(name, ""))
        self._show_extras(inspection, mapping)
        self.say_missing()

    def _add_row(self, at: int, name: str, field: str) -> None:
        assert self._inspection is not None
        first = self._inspection.first_rows[0][at] if self._inspection.first_rows else ""
        combo = Combo()
        combo.setObjectName(f"column_{at}")
        combo.setAccessibleName(_("Field for the column {name}").format(name=name))
        combo.addItem(_("leave out"), "")
        for each in self._inspection.fields:
            if each.key != ANSWERS:
                combo.addItem(f"{each.title} *" if each.mandatory else each.title, each.key)
        combo.setCurrentIndex(max(0, combo.findData(field)))
        combo.setMaximumWidth(360)
        combo.currentIndexChanged.connect(lambda _at, combo=combo: self._chosen(combo))
        self.combos.append(combo)
        row = at + 1
        self._grid.addWidget(Label(name, weight=500, elide=True), row, 0)
        self._grid.addWidget(Label(first, tone="muted", elide=True), row, 1)
        self._grid.addWidget(IconLabel("chevron-right"), row, 2, Qt.AlignmentFlag.AlignVCenter)
        self._grid.addWidget(combo, row, 3)

    def _show_extras(self, inspection: Inspection, mapping: ColumnMapping) -> None:
        self.template.setVisible(inspection.kind is ImportKind.FORMS)
        _quiet(self.template, mapping.constants.get(TEMPLATE, ""))
        self.answers.setVisible(inspection.kind is ImportKind.SURVEYS)
        start = f"{ANSWERS}."
        options = [(ALL_OTHERS, _("all columns that are left out above"))]
        if any(name.startswith(start) for name in inspection.columns):
            options.append((start + ALL_OTHERS, _("columns beginning with “{start}”").format(start=start)))
        options += [(name, name) for name in inspection.columns]
        self.answers.set_options(options, mapping.columns.get(ANSWERS, ALL_OTHERS))

    def mapping(self) -> ColumnMapping:
        """The mapping as chosen."""
        assert self._inspection is not None
        columns: dict[str, str] = {}
        for name, combo in zip(self._inspection.columns, self.combos, strict=True):
            if combo.currentData():
                columns[str(combo.currentData())] = name
        ordered = {each.key: columns[each.key] for each in self._inspection.fields if each.key in columns}
        if self._inspection.kind is ImportKind.SURVEYS:
            ordered[ANSWERS] = self.answers.value
        constants = {}
        if self._inspection.kind is ImportKind.FORMS and self.template.value and TEMPLATE not in ordered:
            constants[TEMPLATE] = self.template.value
        return ColumnMapping(ordered, constants)

    def missing_titles(self) -> list[str]:
        """Names of fields that must be fed and are not."""
        if self._inspection is None:
            return []
        missing = missing_fields(self._inspection.kind, self.mapping())
        return [each.title for each in self._inspection.fields if each.key in missing]

    def say_missing(self) -> None:
        """Say which fields still need a column."""
        names = self.missing_titles()
        self.missing.setText(
            _("Still without a column: {names}.").format(names=", ".join(names)) if names else ""
        )
        self.missing.setVisible(bool(names))

    def _chosen(self, combo: Combo) -> None:
        field = combo.currentData()
        for other in self.combos:
            if field and other is not combo and other.currentData() == field:
                blocked = other.blockSignals(True)
                other.setCurrentIndex(0)
                other.blockSignals(blocked)
        self.changed.emit()


def preview_rows(inspection: Inspection, mapping: ColumnMapping) -> tuple[list[str], list[list[str]]]:
    """Titles of the first fields that are fed, and the first rows as they would come in."""
    titles: Mapping[str, str] = {each.key: each.title for each in inspection.fields}
    place = {name: at for at, name in enumerate(inspection.columns)}
    fed = [(key, column) for key, column in mapping.columns.items() if column in place][:SHOWN_FIELDS]
    rows = [
        [row[place[column]] if place[column] < len(row) else "" for _key, column in fed]
        for row in inspection.first_rows
    ]
    return [titles.get(key, key) for key, _column in fed], rows


def _quiet(field: ComboField, value: str) -> None:
    blocked = field.blockSignals(True)
    field.set_value(value)
    field.blockSignals(blocked)
