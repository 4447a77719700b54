# SPDX-License-Identifier: MIT
"""Values that a person says are wrong: the field, the right value, and what stands on file."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from privdesk.domain.people import Facts, PersonField
from privdesk.i18n import _
from privdesk.services.names import field_name
from privdesk.ui.widgets.button import IconButton, LinkButton
from privdesk.ui.widgets.choice import Combo
from privdesk.ui.widgets.label import Label

_FIRST = PersonField.EMAIL


class _ChangeRow(QWidget):
    """One value."""

    changed = Signal()

    def __init__(self, number: int, *, narrow: bool) -> None:
        super().__init__()
        self.combo = Combo()
        self.combo.setObjectName(f"change_field_{number}")
        self.combo.setAccessibleName(_("Which value is wrong"))
        for name in PersonField:
            self.combo.addItem(field_name(name), name.value)
        self.line = QLineEdit()
        self.line.setObjectName(f"change_value_{number}")
        self.line.setPlaceholderText(_("The right value"))
        self.line.setAccessibleName(_("The right value"))
        self.remove = IconButton("x", _("Leave this value out"))
        self.before = Label("", "caption", "muted", elide=True)
        self.problem = Label("", "caption", "danger", wrap=True)
        self.problem.hide()
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self.combo, 2)
        if not narrow:
            row.addWidget(self.line, 3)
        row.addWidget(self.remove)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(row)
        if narrow:
            column.addWidget(self.line)
        column.addWidget(self.before)
        column.addWidget(self.problem)
        self.combo.currentIndexChanged.connect(self.changed)
        self.line.textChanged.connect(self._typed)

    @property
    def name(self) -> PersonField:
        """The field chosen."""
        return PersonField(self.combo.currentData())

    def say_problem(self, text: str) -> None:
        """Mark the value and say what is wrong with it."""
        self.line.setProperty("wrong", bool(text))
        self.line.style().unpolish(self.line)
        self.line.style().polish(self.line)
        self.problem.setText(text)
        self.problem.setVisible(bool(text))

    def _typed(self) -> None:
        if not self.problem.isHidden():
            self.say_problem("")
        self.changed.emit()


class ChangesEditor(QWidget):
    """A list of values to correct that grows; `value` has the filled ones."""

    changed = Signal()

    def __init__(self, *, narrow: bool = False) -> None:
        """`narrow` sets the value below its field."""
        super().__init__()
        self._narrow = narrow
        self._facts: Facts = {}
        self.rows: list[_ChangeRow] = []
        self._rows = QVBoxLayout()
        self._rows.setSpacing(8)
        more = LinkButton(_("Another value"))
        more.clicked.connect(lambda: self.add_row().line.setFocus(Qt.FocusReason.OtherFocusReason))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(self._rows)
        column.addWidget(more, 0, Qt.AlignmentFlag.AlignLeft)
        self.add_row()

    @property
    def value(self) -> Facts:
        """The right value by field, as typed; rows without one are left out."""
        return {row.name: row.line.text().strip() for row in self.rows if row.line.text().strip()}

    def set_facts(self, facts: Facts) -> None:
        """What stands on file now, shown under each value."""
        self._facts = dict(facts)
        self._say_before()

    def set_value(self, changes: Mapping[PersonField, str]) -> None:
        """Show these changes."""
        if dict(changes) == dict(self.value):
            return
        for row in list(self.rows):
            self._drop(row)
        for name, value in changes.items():
            self.add_row(name, value)
        if not self.rows:
            self.add_row()

    def add_row(self, name: PersonField | None = None, value: str = "") -> _ChangeRow:
        """Another value to correct."""
        row = _ChangeRow(len(self.rows), narrow=self._narrow)
        taken = {each.name for each in self.rows}
        free = [_FIRST, *PersonField]
        wanted = name or next((each for each in free if each not in taken), _FIRST)
        row.combo.setCurrentIndex(row.combo.findData(wanted.value))
        row.line.setText(value)
        row.changed.connect(self._moved)
        row.remove.clicked.connect(lambda: self._remove(row))
        self.rows.append(row)
        self._rows.addWidget(row)
        self._say_before()
        return row

    def say_problem(self, key: str, text: str) -> bool:
        """Mark the value of that field; whether there is one."""
        for row in self.rows:
            if row.name == key:
                row.say_problem(text)
                row.line.setFocus(Qt.FocusReason.OtherFocusReason)
                return True
        return False

    def _remove(self, row: _ChangeRow) -> None:
        self._drop(row)
        if not self.rows:
            self.add_row()
        self.changed.emit()

    def _drop(self, row: _ChangeRow) -> None:
        self.rows.remove(row)
        self._rows.removeWidget(row)
        row.hide()
        row.deleteLater()

    def _moved(self) -> None:
        self._say_before()
        self.changed.emit()

    def _say_before(self) -> None:
        for row in self.rows:
            held = self._facts.get(row.name, "")
            row.before.setText(_("Before: {value}").format(value=held) if held else _("Not on file yet"))
            row.before.setVisible(bool(self._facts))
