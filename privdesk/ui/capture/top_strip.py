# SPDX-License-Identifier: MIT
"""The strip over Capture: the way back, where one is among the forms that wait, before and after."""

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget
from typing_extensions import override

from privdesk.i18n import _, ngettext
from privdesk.services.capture_sheet import CaptureSheet
from privdesk.services.wording import number
from privdesk.ui.theme import theme
from privdesk.ui.widgets.button import IconButton, back_button
from privdesk.ui.widgets.label import Label


class TopStrip(QWidget):
    """Stands where other pages have search, call and lock."""

    def __init__(self) -> None:
        super().__init__()
        self.back_button = back_button(_("Inbox"))
        self._place = Label("", weight=600, digits=True)
        self._today = Label("", tone="muted", digits=True)
        self.before = IconButton("chevron-up", _("The form before"), "Ctrl+PgUp")
        self.after = IconButton("chevron-down", _("The next form"), "Ctrl+PgDown")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(8)
        row.addWidget(self.back_button)
        row.addStretch(1)
        row.addWidget(self._place)
        row.addWidget(self._today)
        row.addStretch(1)
        row.addWidget(self.before)
        row.addWidget(self.after)
        self.setFixedHeight(theme().scaled(44))

    def show_place(self, sheet: CaptureSheet) -> None:
        """“Form 1 of 14, today: 61 entered”."""
        self._place.setText(_("Form {place} of {total}").format(place=sheet.position, total=sheet.total))
        count = sheet.entered_today
        words = ngettext("today: {count} entered", "today: {count} entered", count)
        self._today.setText(words.format(count=number(count)))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(0, self.height() - 1, self.width(), 1, theme().color("line"))
