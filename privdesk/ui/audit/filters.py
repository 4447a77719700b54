# SPDX-License-Identifier: MIT
"""Which entries of the audit trail are shown: who, which record, from when to when."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from privdesk.domain.vault import StaffId
from privdesk.i18n import _
from privdesk.services.audit_log import TrailFilter
from privdesk.ui.audit.words import FILTERS, AuditFilter, record_typed
from privdesk.ui.theme import theme
from privdesk.ui.widgets.button import QuietButton
from privdesk.ui.widgets.date_field import DateField
from privdesk.ui.widgets.field import ComboField, LineField

_EVERYBODY = ""


class TrailFilters(QWidget):
    """One row of fields; `changed` once something else is wanted."""

    changed = Signal()

    def __init__(self, today: Callable[[], date]) -> None:
        super().__init__()
        self.staff = ComboField(_("Who"), [(_EVERYBODY, _("Everybody"))])
        self.record = LineField(_("Which record"), hint=_("Person 17, or a number"))
        self.first = DateField(_("From"), today)
        self.last = DateField(_("To"), today)
        self.clear = QuietButton(_("Show all"), None, "Alt+A")
        for field, name in (
            (self.staff, "who"),
            (self.record, "record"),
            (self.first, "from"),
            (self.last, "to"),
        ):
            field.control.setObjectName(name)
        row = QHBoxLayout(self)
        used = theme()
        row.setContentsMargins(used.space("xl"), used.space("s"), used.space("xl"), used.space("s"))
        row.setSpacing(used.space("l"))
        for field, share in ((self.staff, 3), (self.record, 3), (self.first, 2), (self.last, 2)):
            row.addWidget(field, share, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.clear, 0, Qt.AlignmentFlag.AlignBottom)
        self.staff.changed.connect(self.changed)
        for typed in (self.record, self.first, self.last):
            typed.submitted.connect(self.changed)
            typed.left.connect(self.changed)
        self.clear.clicked.connect(self.take_away)

    def offer(self, names: Mapping[StaffId, str]) -> None:
        """Let these members of staff be chosen; the choice stays."""
        people = sorted(names.items(), key=lambda each: each[1].casefold())
        self.staff.set_options([(_EVERYBODY, _("Everybody")), *((str(key), name) for key, name in people)])

    def wanted(self, which: AuditFilter) -> TrailFilter:
        """What the fields say, with the filter of acts."""
        return TrailFilter(
            frozenset(FILTERS[which]),
            StaffId(self.staff.value) if self.staff.value else None,
            record_typed(self.record.value),
            self.first.day,
            self.last.day,
        )

    def take_away(self) -> None:
        """Limit nothing."""
        self.staff.set_value(_EVERYBODY)
        for field in (self.record, self.first, self.last):
            field.set_value("")
        self.changed.emit()

    def place(self) -> dict[str, Any]:
        """Ids and days, never values."""
        return {
            "who": self.staff.value, "record": self.record.value, "from": self.first.value, "to": self.last.value
        }  # fmt: skip

    def restore(self, place: Mapping[str, Any]) -> None:
        """Put back what `place` told."""
        self.staff.combo.blockSignals(True)
        if place.get("who") and self.staff.combo.findData(str(place["who"])) < 0:
            self.staff.combo.addItem(str(place["who"])[:8], str(place["who"]))
        self.staff.set_value(str(place.get("who", "")))
        self.staff.combo.blockSignals(False)
        for field, name in ((self.record, "record"), (self.first, "from"), (self.last, "to")):
            field.set_value(str(place.get(name, "")))
