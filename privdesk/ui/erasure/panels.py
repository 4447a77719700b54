# SPDX-License-Identifier: MIT
"""Small forms over the plan: a reason, how money was paid back, a hold."""

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from privdesk.i18n import _
from privdesk.ui.widgets.button import Button, PrimaryButton
from privdesk.ui.widgets.date_field import DateField
from privdesk.ui.widgets.field import TextField
from privdesk.ui.widgets.panel import Panel


class ReasonPanel(Panel):
    """Why: `asked` with the words."""

    asked = Signal(str)

    def __init__(self, host: QWidget, title: str, words: str, label: str, hint: str, act: str) -> None:
        super().__init__(host, title, words, close_hint=_("Leave it as it is"))
        self.reason = TextField(label, hint=hint, lines=3)
        self.reason.control.setObjectName("reason")
        self.fields.addWidget(self.reason)
        keep = Button(_("Leave it as it is"), keys="Esc", bind=False)
        keep.clicked.connect(self.shut)
        self.act = PrimaryButton(act, keys="Ctrl+Return")
        self.act.clicked.connect(self.ask)
        self.add_buttons(keep, self.act)

    def ask(self) -> None:
        """Give the words to the page."""
        self.asked.emit(self.reason.value)

    def refuse(self, sentence: str) -> None:
        """Say what is missing."""
        self.reason.set_error(sentence)
        self.reason.control.setFocus()
        self.settle()


class HoldPanel(ReasonPanel):
    """Why data must stay, and when somebody looks again: `hold_asked` with both."""

    hold_asked = Signal(str, object)

    def __init__(self, host: QWidget, today: date, name: str = "") -> None:
        """`name` of the person, where the page behind does not say it."""
        super().__init__(
            host,
            _("Set a hold: {name}").format(name=name) if name else _("Set a hold"),
            _("Nothing of this person is erased or disposed of until somebody lifts it."),
            _("Reason"),
            _("such as the number of the proceeding"),
            _("Set the hold"),
        )
        self.review = DateField(_("Look at it again on"), lambda: today)
        self.review.control.setObjectName("review")
        self.fields.addWidget(self.review)

    @override
    def ask(self) -> None:
        """Give reason and day to the page; without a day it cannot be set."""
        if self.review.day is None:
            self.review.set_error(_("Write a day within a year."))
            self.settle()
            return
        self.hold_asked.emit(self.reason.value, self.review.day)
