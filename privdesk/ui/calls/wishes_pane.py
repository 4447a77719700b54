# SPDX-License-Identifier: MIT
"""Step 3 of a call: what is wanted, and by when it is answered."""

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from privdesk.domain.cases import CallSheet, Case, Right
from privdesk.domain.people import CONTACT_FIELDS
from privdesk.i18n import _, ngettext
from privdesk.services.clock import OfficeClock
from privdesk.services.intake_choices import IntakeChoices
from privdesk.services.names import right_name
from privdesk.services.wording import listed
from privdesk.ui.calls.parts import StepHead
from privdesk.ui.calls.reached_block import ReachedBlock
from privdesk.ui.widgets.changes_editor import ChangesEditor
from privdesk.ui.widgets.choice import Check
from privdesk.ui.widgets.label import IconLabel, Label
from privdesk.ui.widgets.pane import Line, scrolling
from privdesk.ui.widgets.purpose_picks import PurposePicks
from privdesk.ui.widgets.right_ticks import RightTicks


class WishesPane(QWidget):
    """An open request on top (Alt+0), then the seven rights; below, the day of the answer and why."""

    changed = Signal()

    def __init__(self, clock: OfficeClock) -> None:
        super().__init__()
        self.about_case: Case | None = None
        self.head = StepHead(3, _("Wishes"))
        self.about = Check(_("Asks about an open request"), " ")
        self.about.setObjectName("wish_about")
        self.about.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._about = self._about_row()
        self.ticks = RightTicks(wishes=False, spacing=4)
        self.changes = ChangesEditor(narrow=True)
        self.contact_note = Label(
            _("The answer still goes by post: a contact changed in this call is confirmed first."),
            "caption", "muted", wrap=True,
        )  # fmt: skip
        rectification = self.ticks.ticks[Right.RECTIFICATION]
        rectification.add_extra(self.changes)
        rectification.add_extra(self.contact_note)
        self.consents = PurposePicks("consent", _("Nothing ticked: every consent is withdrawn."))
        self.ticks.ticks[Right.WITHDRAWAL].add_extra(self.consents)
        self.against = PurposePicks("against", _("Nothing ticked: against advertising."))
        self.ticks.ticks[Right.OBJECTION].add_extra(self.against)
        self.reached = ReachedBlock(clock)
        self.due_head = Label("", weight=600, wrap=True)
        self.due = Label("", "caption", "muted", wrap=True)
        self._due = self._due_box()
        self.about.toggled.connect(self._ticked)
        self.ticks.changed.connect(self._ticked)
        self.changes.changed.connect(self._corrected)
        for part in (self.consents, self.against, self.reached):
            part.changed.connect(self.changed)
        self._lay()
        self.show_case(None)
        self.show_due({})
        self._ticked()

    def _about_row(self) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.about, 1)
        key = Label("Alt+0", "micro", "muted")
        key.setContentsMargins(0, 6, 0, 0)
        line.addWidget(key, 0, Qt.AlignmentFlag.AlignTop)
        QShortcut(QKeySequence("Alt+0"), row).activated.connect(self.about.toggle)
        return row

    def _due_box(self) -> QWidget:
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(24, 12, 24, 12)
        row.setSpacing(10)
        row.addWidget(IconLabel("calendar-clock", "text_muted"), 0, Qt.AlignmentFlag.AlignTop)
        lines = QVBoxLayout()
        lines.setSpacing(2)
        lines.addWidget(self.due_head)
        lines.addWidget(self.due)
        row.addLayout(lines, 1)
        return box

    def _lay(self) -> None:
        inner, ticks = QWidget(), QVBoxLayout()
        ticks.setContentsMargins(24, 12, 24, 12)
        ticks.setSpacing(4)
        ticks.addWidget(self._about)
        ticks.addWidget(self.ticks)
        ticks.addSpacing(4)
        ticks.addWidget(self.reached)
        self._line = Line()
        inside = QVBoxLayout(inner)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(0)
        inside.addLayout(ticks)
        inside.addStretch(1)
        inside.addWidget(self._line)
        inside.addWidget(self._due)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(scrolling(inner), 1)

    @property
    def asks_about(self) -> Case | None:
        """The open request the call is about, if that is ticked."""
        return self.about_case if self.about.isChecked() else None

    def show_sheet(self, sheet: CallSheet) -> None:
        """Put back what was ticked and typed."""
        self.ticks.set_wishes(dict.fromkeys(sheet.wishes, ""))
        self.changes.set_value(sheet.changes)
        self.consents.set_value(sheet.purposes)
        self.against.set_value(sheet.against)
        self.reached.show_sheet(sheet)

    def offer(self, choices: IntakeChoices) -> None:
        """Offer what is known of the caller."""
        self.consents.offer(choices.consents)
        self.against.offer(choices.purposes)
        self.reached.offer(choices.agencies)

    def of_sheet(self, sheet: CallSheet) -> CallSheet:
        """The sheet with the wishes as they stand on the window."""
        rights = self.ticks.rights
        return replace(
            sheet,
            wishes=rights,
            changes=self.changes.value if Right.RECTIFICATION in rights else {},
            purposes=self.consents.value if Right.WITHDRAWAL in rights else frozenset(),
            against=self.against.value if Right.OBJECTION in rights else frozenset(),
            reached_on=self.reached.reached_on,
            agency_id=self.reached.agency_id,
        )

    def show_case(self, case: Case | None) -> None:
        """Offer the caller's open request."""
        self.about_case = case
        self._about.setVisible(case is not None)
        if case is None:
            self.about.setChecked(False)
            return
        self.about.second = _("{number}, no new clock").format(number=case.number)
        self.about.setAccessibleName(f"{self.about.text()}, {self.about.second}")
        self.about.updateGeometry()

    def show_due(self, due: Mapping[Right, str]) -> None:
        """Say by when, and why; rights with the same answer share a line."""
        self._due.setVisible(bool(due))
        self._line.setVisible(bool(due))
        by_words: dict[str, list[str]] = {}
        for right, words in due.items():
            by_words.setdefault(words, []).append(right_name(right))
        lines = [(listed(names), words) for words, names in by_words.items()]
        self.due_head.setText(lines[0][0] if len(lines) == 1 else _("By when"))
        many = "\n".join(f"{names}: {words}" for names, words in lines)
        self.due.setText(lines[0][1] if len(lines) == 1 else many)

    def _ticked(self) -> None:
        count = len(self.ticks.rights) + self.about.isChecked()
        words = ngettext("{count} ticked", "{count} ticked", count).format(count=count)
        self.head.say(words if count else _("Alt and a number"))
        self._corrected()

    def _corrected(self) -> None:
        self.contact_note.setVisible(bool(CONTACT_FIELDS & self.changes.value.keys()))
        self.changed.emit()
