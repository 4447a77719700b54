# SPDX-License-Identifier: MIT
"""Until when a hold stays before somebody looks at it again."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from privdesk.i18n import _
from privdesk.ui.widgets.button import Button, PrimaryButton
from privdesk.ui.widgets.date_field import DateField
from privdesk.ui.widgets.panel import Panel


class ReviewPanel(Panel):
    """`day_asked` with the day."""

    day_asked = Signal(object)

    def __init__(self, host: QWidget, reason: str, today: Callable[[], date], proposed: date) -> None:
        super().__init__(host, _("Keep it until another day"), reason, close_hint=_("Leave it as it is"))
        self.review = DateField(_("Look at it again on"), today)
        self.review.control.setObjectName("review")
        self.review.set_date(proposed)
        self.fields.addWidget(self.review)
        keep = Button(_("Leave it as it is"), keys="Esc", bind=False)
        keep.clicked.connect(self.shut)
        self.act = PrimaryButton(_("It is still needed"), keys="Ctrl+Return")
        self.act.clicked.connect(self.ask)
        self.add_buttons(keep, self.act)

    def ask(self) -> None:
        """Give the day to the page; without one nothing is kept."""
        if self.review.day is None:
            self.refuse(_("Write a day within a year."))
            return
        self.day_asked.emit(self.review.day)

    def refuse(self, sentence: str) -> None:
        """Say what is missing."""
        self.review.set_error(sentence)
        self.review.control.setFocus()
        self.settle()
