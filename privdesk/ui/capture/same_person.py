# SPDX-License-Identifier: MIT
"""“Probably the same person”: who on file it may be, what differs, and the clerk's decision."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from privdesk.domain.matching import Candidate
from privdesk.domain.people import PersonId
from privdesk.domain.submissions import SamePerson
from privdesk.i18n import _, ngettext
from privdesk.services.evidence_words import agreement_name, evidence_groups
from privdesk.services.wording import percent
from privdesk.ui.capture.differences import short_rows
from privdesk.ui.capture.marked_text import add_compared
from privdesk.ui.theme import theme
from privdesk.ui.widgets.button import IconButton, LinkButton
from privdesk.ui.widgets.choice import Radio
from privdesk.ui.widgets.label import IconLabel, KeyCaps, Label, TagLabel

KEYS = {SamePerson.EXISTING: "Alt+A", SamePerson.NEW: "Alt+N", SamePerson.LATER: "Alt+L"}


class SamePersonPanel(QWidget):
    """Stands above the footer while somebody on file is likely the one on the form."""

    decided = Signal()
    compare_asked = Signal()

    def __init__(self, *, may_be_new: bool, parent: QWidget | None = None) -> None:
        """`may_be_new` is false for forms that change somebody: then nobody new can be made."""
        super().__init__(parent)
        self.likely: Sequence[Candidate] = ()
        self._values: Mapping[str, str] = {}
        self._shown = 0
        self._may_be_new = may_be_new
        self.answered = False
        """Whether the records were asked at least once."""
        self.fixed: PersonId | None = None
        """Chosen by the user number on the form, where nobody is shown."""
        self._build()
        self.hide()

    @property
    def choice(self) -> SamePerson | None:
        """What the clerk decided; None while nothing is decided."""
        if self.fixed is not None:
            return SamePerson.EXISTING
        return next((choice for choice, button in self._choices.items() if button.isChecked()), None)

    @property
    def person_id(self) -> PersonId | None:
        """The person on file that is shown, where the form is to be added to it."""
        if self.fixed is not None:
            return self.fixed
        person = self.shown_likeness
        return person.person.id if person is not None and self.choice is SamePerson.EXISTING else None

    @property
    def shown_likeness(self) -> Candidate | None:
        """Whom the panel shows."""
        return self.likely[self._shown] if self.likely else None

    @property
    def first_choice(self) -> Radio:
        """Where F6 puts the caret."""
        return self._choices[SamePerson.EXISTING]

    @property
    def waits(self) -> bool:
        """Whether a decision must still be made: a form that changes somebody is found by its user number."""
        return bool(self.likely) and self.choice is None and self._may_be_new

    def show_likely(self, likely: Sequence[Candidate], values: Mapping[str, str]) -> None:
        """Show these, best first; a decision stands as long as the same person leads the list."""
        self.answered = True
        before = self.shown_likeness
        ids = [each.person.id for each in likely]
        kept = before is not None and before.person.id in ids
        self.likely, self._values = tuple(likely), dict(values)
        self._shown = ids.index(before.person.id) if kept and before is not None else 0
        if not kept:
            self.decide(None)
        self.setVisible(bool(likely))
        if likely:
            self._refill()

    def decide(self, choice: SamePerson | None, person_id: PersonId | None = None) -> None:
        """Set the decision without telling anybody; None takes it back."""
        for place, each in enumerate(self.likely):
            if each.person.id == person_id and place != self._shown:
                self._shown = place
                self._refill()
        self._group.setExclusive(False)
        for key, button in self._choices.items():
            button.blockSignals(True)
            button.setChecked(key is choice)
            button.blockSignals(False)
        self._group.setExclusive(True)

    def focus_choice(self) -> None:
        """Put the caret on the first choice, so that the decision is one key away."""
        self._choices[SamePerson.EXISTING].setFocus()

    def _build(self) -> None:
        used = theme()
        column = QVBoxLayout(self)
        column.setContentsMargins(used.space("xl"), used.space("m"), used.space("xl"), used.space("m"))
        column.setSpacing(used.space("xs"))
        column.addLayout(self._head())
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(used.space("l"))
        self._grid.setVerticalSpacing(1)
        column.addLayout(self._grid)
        self.evidence = Label("", "caption", "muted", wrap=True)
        column.addWidget(self.evidence)
        column.addLayout(self._choice_row())

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.addWidget(IconLabel("users", "look"))
        self._title = Label(_("Probably the same person"), weight=600)
        head.addWidget(self._title)
        self.restricted = TagLabel(_("Restricted"), "danger", "lock")
        self.restricted.setToolTip(_("Use is restricted: the form can be kept, not added to this person."))
        head.addWidget(self.restricted)
        self._other = IconButton("chevron-right", _("The next likely person"), "Alt+Right")
        self._other.clicked.connect(self._next)
        head.addWidget(self._other)
        self._count = Label("", "caption", "muted")
        head.addWidget(self._count)
        head.addStretch()
        compare = LinkButton(_("Compare"), keys="", hint=_("Compare all facts (Ctrl+D)"))
        compare.clicked.connect(self.compare_asked)
        head.addWidget(compare)
        head.addSpacing(4)
        head.addWidget(KeyCaps("Ctrl+D"))
        return head

    def _choice_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(6)
        self._key_labels: list[Label] = []
        self._group = QButtonGroup(self)
        self._choices: dict[SamePerson, Radio] = {}
        for choice, words in (
            (SamePerson.EXISTING, _("Add to this person")),
            (SamePerson.NEW, _("Make a new person")),
            (SamePerson.LATER, _("Decide later")),
        ):
            button = Radio(words)
            button.setToolTip(f"{words} ({KEYS[choice]})")
            if choice is not SamePerson.EXISTING and not self._may_be_new:
                button.hide()
            self._group.addButton(button)
            self._choices[choice] = button
            row.addWidget(button)
            if choice is SamePerson.EXISTING or self._may_be_new:
                keys = Label(KEYS[choice], "micro", "muted")
                self._key_labels.append(keys)
                row.addWidget(keys)
                row.addSpacing(8)
            shortcut = QShortcut(QKeySequence(KEYS[choice]), self)
            shortcut.activated.connect(button.click)
        row.addStretch()
        self._group.buttonClicked.connect(lambda _button: self.decided.emit())
        return row

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is no room for the keys, the tooltips still name them."""
        super().resizeEvent(event)
        for label in self._key_labels:
            label.setVisible(self.width() >= theme().scaled(560))

    def _next(self) -> None:
        if len(self.likely) > 1:
            self._shown = (self._shown + 1) % len(self.likely)
            self.decide(None)
            self._refill()
            self.decided.emit()

    def _refill(self) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        shown = self.likely[self._shown]
        self.restricted.setVisible(shown.person.restricted_since is not None)
        several = len(self.likely) > 1
        self._other.setVisible(several)
        self._count.setVisible(several)
        self._count.setText(
            ngettext("{place} of {count}", "{place} of {count}", len(self.likely)).format(
                place=self._shown + 1, count=len(self.likely)
            )
        )
        self._grid.addWidget(Label(_("On file"), "caption", "muted", weight=500), 0, 1)
        self._grid.addWidget(Label(_("On this form"), "caption", "muted", weight=500), 0, 2)
        for line, row in enumerate(short_rows(shown, self._values), start=1):
            add_compared(self._grid, row, line)
        self._add_right(shown)
        groups = evidence_groups(shown.evidence)
        self.evidence.setText(
            " · ".join(
                _("{how}: {fields}").format(how=agreement_name(how), fields=names) for how, names in groups
            )
        )
        self._grid.setColumnMinimumWidth(0, theme().scaled(100))
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnStretch(2, 1)

    def _add_right(self, shown: Candidate) -> None:
        share = Label(percent(shown.percent), "heading", "look", digits=True)
        self._grid.addWidget(share, 1, 3)
        if shown.user_number:
            words = _("user {number}").format(number=shown.user_number)
            self._grid.addWidget(Label(words, "caption", "muted", digits=True), 2, 3)
