# SPDX-License-Identifier: MIT
"""The right half of Capture: head, details, fields, likely same person, reasons, footer."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from privdesk.domain.submissions import SamePerson
from privdesk.i18n import _
from privdesk.services.clock import OfficeClock
from privdesk.services.names import form_name
from privdesk.services.wording import clock_time, moment_long
from privdesk.ui.capture.details_panel import DetailsPanel
from privdesk.ui.capture.draft_body import Details
from privdesk.ui.capture.form_panel import Cut, FormPanel
from privdesk.ui.capture.form_state import FormState
from privdesk.ui.capture.opening import Opening
from privdesk.ui.capture.reasons import ReasonsPanel
from privdesk.ui.capture.same_person import SamePersonPanel
from privdesk.ui.capture.sheet_head import SheetHead
from privdesk.ui.theme import theme
from privdesk.ui.widgets.button import Button, PrimaryButton, QuietButton
from privdesk.ui.widgets.half_typed import HalfTypedKeeper
from privdesk.ui.widgets.label import IconLabel, Label
from privdesk.ui.widgets.pane import Line, Pane


class FormSide(QWidget):
    """One form being entered; the page around it saves and keeps."""

    touched = Signal()
    """Something that is kept in the draft changed."""

    def __init__(
        self, opening: Opening, state: FormState, details: Details, today: Callable[[], date], cut: Cut
    ) -> None:
        super().__init__()
        assert opening.sheet.template is not None
        template = opening.sheet.template
        self.opening = opening
        self._carried = details.agency_id if details.agency_id != opening.sheet.agency_id else None
        self.state = state
        self.head = SheetHead(opening.sheet, form_name(template))
        self.details = DetailsPanel(details, opening.agencies, today, opening.notice_on)
        self.fields = FormPanel(state, cut)
        self.same = SamePersonPanel(may_be_new=template.field("start") is not None)
        self.reasons: ReasonsPanel | None = None
        self.kept_reasons: HalfTypedKeeper | None = None
        self.footer = CaptureFooter()
        self._build()
        self.details.hide()
        self.head.details_asked.connect(self.turn_details)
        self.details.changed.connect(self._details_changed)
        self.same.decided.connect(self._decided)
        self.fields.typed.connect(lambda _key: self._show_count())
        self.fields.left.connect(lambda _key: self.show_details())
        self.show_details()

    def current_details(self) -> Details:
        """How the form came, with the decision on the likely same person as it stands on screen."""
        decided = replace(self.details.details, same_person=self.same.choice, person_id=self.same.person_id)
        return replace(decided, agency_id=None) if self._names_another_agency() else decided

    def kept_details(self) -> Details:
        """The same for the draft: a decision that was restored stays until the likely persons are known again."""
        return self.current_details() if self.same.answered else self.details.details

    def show_details(self) -> None:
        """Fill head and details anew."""
        details = self.current_details()
        carried = details.agency_id is not None and details.agency_id == self._carried
        self.head.show_details(details, self.opening.agencies, as_before=carried)
        self._show_count()

    def _names_another_agency(self) -> bool:
        """An agency carried over from the form before gives way to the one that is written on this form."""
        chosen = self.details.details.agency_id
        if self._carried is None or chosen != self._carried or "agency" not in self.state.keys:
            return False
        written = self.state.text("agency").strip().casefold()
        name = next((each.name for each in self.opening.agencies if each.id == chosen), "")
        return bool(written) and written != name.casefold()

    def say_going_on(self, words: str) -> None:
        """A quiet line above the fields: a draft was found."""
        self.going_on.setText(words)
        self._note_row.show()

    def turn_details(self) -> None:
        """Open or close the details under the head."""
        if self.details.isHidden():
            self.details.show()
            self.details.put_caret()
        else:
            self.details.hide()
            self.fields.go_to(self.fields.current or self.state.keys[0])

    def decide(self, choice: SamePerson) -> None:
        """A decision made elsewhere, such as in the comparison."""
        self.same.decide(choice)
        self._decided()

    def ask_reasons(self, panel: ReasonsPanel) -> None:
        """Show a question above the footer."""
        self.close_reasons()
        self.reasons = panel
        self._column.insertWidget(self._column.indexOf(self.footer), panel)
        panel.closed.connect(self.close_reasons)
        self.footer.setEnabled(False)
        panel.put_caret()

    def close_reasons(self) -> bool:
        """Take the question away; False when there is none."""
        if self.reasons is None:
            return False
        self.end_keeping()
        self.footer.setEnabled(True)
        self.reasons.hide()
        self.reasons.deleteLater()
        self.reasons = None
        self.fields.go_to(self.fields.current or self.state.keys[0])
        return True

    def end_keeping(self) -> None:
        """The question goes away; what stands in it comes back with it."""
        if self.kept_reasons is not None:
            self.kept_reasons.end()
            self.kept_reasons = None

    def _build(self) -> None:
        used = theme()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(1, 0, 0, 0)
        self._column.setSpacing(0)
        self._note_row = QWidget()
        row = QHBoxLayout(self._note_row)
        row.setContentsMargins(used.space("xl"), used.space("s"), used.space("xl"), 0)
        row.addWidget(IconLabel("history", "info", "inline"))
        self.going_on = Label("", "caption", "info", wrap=True)
        row.addWidget(self.going_on, 1)
        self._note_row.hide()
        self._column.addWidget(self.head)
        self._column.addWidget(self.details)
        self._column.addWidget(Line())
        self._column.addWidget(self._note_row)
        self._column.addWidget(self.fields, 1)
        self._same_line = Line()
        self._same_line.hide()
        self._column.addWidget(self._same_line)
        self._column.addWidget(self.same)
        self._column.addWidget(self.footer)

    def show_same_line(self) -> None:
        """The line above the likely same person stands only with it."""
        self._same_line.setVisible(not self.same.isHidden())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(0, 0, 1, self.height(), theme().color("line"))

    def _details_changed(self) -> None:
        if self.details.details.agency_id != self._carried:
            self._carried = None
        self.show_details()
        self.touched.emit()

    def _decided(self) -> None:
        self.touched.emit()

    def _show_count(self) -> None:
        self.head.show_doubts(len(self.state.doubtful()), keyed=self.state.keyed)


class CaptureFooter(Pane):
    """Set aside, refuse, incomplete, and the filled button."""

    def __init__(self) -> None:
        super().__init__("top", "window", padding=0)
        self.set_aside = QuietButton(_("Set aside"), None, "F7")
        self.refuse = QuietButton(_("Refuse service"), None, "Shift+F8")
        self.incomplete = Button(_("Incomplete"), None, "F8")
        self.save = PrimaryButton(_("Save and next"), None, "Enter")
        self.save.set_hint(
            _("Save and next: Enter when nothing is left to look at, Ctrl+Enter from anywhere")
        )
        used = theme()
        row = QHBoxLayout()
        row.setContentsMargins(used.space("m"), used.space("m"), used.space("l"), used.space("m"))
        row.setSpacing(used.space("xs"))
        row.addStretch()
        for button in (self.set_aside, self.refuse, self.incomplete, self.save):
            row.addWidget(button)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.addLayout(row)


def going_on_words(saved_at: datetime, clock: OfficeClock) -> str:
    """Say when the draft was kept: “Going on where you stopped at 10:42”."""
    if clock.day_of(saved_at) == clock.today():
        return _("Going on where you stopped at {time}.").format(time=clock_time(saved_at, clock))
    return _("Going on where you stopped on {moment}.").format(moment=moment_long(saved_at, clock))
