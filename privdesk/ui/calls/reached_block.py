# SPDX-License-Identifier: MIT
"""A request that reached an official channel before the call: the day counts, and an agency is such a channel."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from privdesk.domain.agencies import AgencyId
from privdesk.domain.cases import CallSheet
from privdesk.i18n import _
from privdesk.services.clock import OfficeClock
from privdesk.ui.widgets.choice import Check
from privdesk.ui.widgets.date_field import DateField
from privdesk.ui.widgets.field import ComboField


class ReachedBlock(QWidget):
    """One tick; below it the day and where it was handed in."""

    changed = Signal()

    def __init__(self, clock: OfficeClock) -> None:
        super().__init__()
        self._clock = clock
        self._wanted = ""
        self.tick = Check(_("It reached us before this call"))
        self.tick.setObjectName("reached_before")
        self.day = DateField(_("It reached us on"), clock.today)
        self.agency = ComboField(_("Handed in at"), [("", _("The office"))], value="")
        self.day.control.setObjectName("reached_on")
        self.agency.control.setObjectName("reached_agency")
        self._fields = QWidget()
        row = QHBoxLayout(self._fields)
        row.setContentsMargins(27, 4, 0, 4)
        row.setSpacing(8)
        row.addWidget(self.day, 2, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.agency, 3, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.tick)
        column.addWidget(self._fields)
        self._fields.hide()
        self.tick.toggled.connect(self._turn)
        self.day.changed.connect(self.changed)
        self.agency.changed.connect(self.changed)

    @property
    def reached_on(self) -> date | None:
        """The day; None where nothing reached us before, or no day can be read."""
        return self.day.day if self.tick.isChecked() else None

    @property
    def agency_id(self) -> AgencyId | None:
        """The agency; None for the office."""
        chosen = self.agency.value or self._wanted
        return AgencyId(int(chosen)) if self.tick.isChecked() and chosen else None

    def check(self) -> bool:
        """Whether the day can be used; marks it where it cannot."""
        day = self.day.day
        if not self.tick.isChecked() or (day is not None and day <= self._clock.today()):
            return True
        words = _("This is not a date. Type day, month and year: 24.3.2026.")
        self.say(words if day is None else _("This day lies in the future."))
        return False

    def say(self, text: str) -> None:
        """Mark the day."""
        self.day.set_error(text)
        self.day.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_sheet(self, sheet: CallSheet) -> None:
        """Put back what was kept."""
        self.tick.setChecked(sheet.reached_on is not None)
        self.day.set_date(sheet.reached_on)
        self._wanted = str(sheet.agency_id or "")
        self.agency.set_value(self._wanted)

    def offer(self, agencies: Sequence[tuple[AgencyId, str]]) -> None:
        """Offer where it may have been handed in."""
        chosen = self.agency.value or self._wanted
        options = [("", _("The office")), *((str(key), name) for key, name in agencies)]
        self.agency.set_options(options, chosen if chosen in dict(options) else "")
        self.agency.setVisible(bool(agencies))
        self._wanted = ""

    def _turn(self, on: bool) -> None:
        self._fields.setVisible(on)
        if on and self.tick.hasFocus():
            self.day.setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit()
