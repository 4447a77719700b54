# SPDX-License-Identifier: MIT
"""The clock of a request: days left, both dates, the sentence, the bar – and how identity stands."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from privdesk.i18n import _, ngettext
from privdesk.services import wording
from privdesk.services.clock import OfficeClock
from privdesk.services.request_pages import CasePage, ClockView
from privdesk.ui.theme import theme
from privdesk.ui.widgets.deadline_bar import DeadlineBarView
from privdesk.ui.widgets.due_rows import bar_tone, cell_tone
from privdesk.ui.widgets.label import IconLabel, Label
from privdesk.ui.widgets.rows import DeadlineBar

_BAR_FROM = 640
"""Narrower panes leave the bar out; the dates stand in words anyway."""


class ClockPane(QWidget):
    """One row under the steps; the number takes the colour of urgency, the words say the same."""

    def __init__(self, clock: OfficeClock) -> None:
        super().__init__()
        self._clock = clock
        self.days = Label("", "deadline", digits=True)
        self.unit = Label("", weight=500)
        self.heading = Label("", "heading", wrap=True)
        self.sentence = Label("", tone="muted", wrap=True)
        self.extension = Label("", "caption", "muted", wrap=True)
        self.bar = DeadlineBarView()
        self.bar.setFixedWidth(232)
        self.identity_icon = IconLabel("user-check", "text_muted")
        self.identity = Label("", wrap=True)
        self.handover_icon = IconLabel("triangle-alert", "look")
        self.handover = Label("", tone="look", wrap=True)
        self._lay()

    def _lay(self) -> None:
        number = QHBoxLayout()
        number.setSpacing(9)
        number.addWidget(self.days)
        number.addWidget(self.unit)
        words = QVBoxLayout()
        words.setSpacing(3)
        words.addWidget(self.heading)
        words.addWidget(self.sentence)
        words.addWidget(self.extension)
        top = QHBoxLayout()
        top.setSpacing(28)
        top.addLayout(number)
        top.addLayout(words, 1)
        top.addWidget(self.bar, 0, Qt.AlignmentFlag.AlignVCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 18, 24, 16)
        column.setSpacing(12)
        column.addLayout(top)
        for icon, label in ((self.identity_icon, self.identity), (self.handover_icon, self.handover)):
            row = QHBoxLayout()
            row.setSpacing(10)
            row.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(label, 1)
            column.addLayout(row)

    def show_page(self, page: CasePage) -> None:
        """Show clock and identity of this request."""
        view = page.clock
        tone = cell_tone(view.tone)
        closed = page.case.closed_on is not None
        number, unit = _number(view, closed=closed)
        for label in (self.days, self.unit):
            label.set_tone("strong" if tone == "normal" else tone)
        if closed:
            self.unit.set_tone("muted")
        self.days.setText(number)
        self.days.setVisible(bool(number))
        self.unit.setText(unit)
        self.heading.setText(view.heading)
        self.sentence.setText(view.sentence)
        self.extension.setText(view.extension)
        self.extension.setVisible(bool(view.extension))
        self._show_bar(view)
        self.identity.setText(page.identity)
        stands = page.case.identity_stands
        self.identity_icon.set_icon(
            "user-check" if stands else "circle-question-mark", "sure" if stands else "look"
        )
        self.handover.setText(page.handover)
        self.handover.setVisible(bool(page.handover))
        self.handover_icon.setVisible(bool(page.handover))

    def _show_bar(self, view: ClockView) -> None:
        today = self._clock.today()
        safe = (
            _("safe {day}").format(day=wording.date_short(view.safe, today))
            if view.safe != view.legal
            else ""
        )
        self.bar.set_bar(
            DeadlineBar(view.share, view.safe_share, bar_tone(view.tone)),
            wording.date_short(view.received_on, today),
            safe,
            _("legal {day}").format(day=wording.date_short(view.legal, today)),
        )

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.bar.setVisible(self.width() >= theme().scaled(_BAR_FROM))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(0, self.height() - 1, self.width(), 1, theme().color("line"))


def _number(view: ClockView, *, closed: bool) -> tuple[str, str]:
    """The large number and its words; a closed request has none."""
    if closed:
        return "", _("closed")
    if view.days_left < 0:
        return str(-view.days_left), ngettext("day\nlate", "days\nlate", -view.days_left)
    if view.days_left == 0:
        return "0", _("due\ntoday")
    return str(view.days_left), ngettext("day\nleft", "days\nleft", view.days_left)
