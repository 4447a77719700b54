# SPDX-License-Identifier: MIT
"""Who speaks for a person, where a request is taken: name, why, the paper if it was seen, and until when."""

import json
from collections.abc import Mapping, Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from privdesk.domain.cases import Representative, RepresentativeKind
from privdesk.i18n import _
from privdesk.services import wording
from privdesk.services.case_words import representative_name
from privdesk.services.clock import OfficeClock
from privdesk.ui.widgets.button import LinkButton
from privdesk.ui.widgets.choice import Check
from privdesk.ui.widgets.date_field import DateField
from privdesk.ui.widgets.field import ComboField, LineField
from privdesk.ui.widgets.label import Label
from privdesk.ui.widgets.pane import empty_layout

KEYS = "Alt+P"


class SpeakerBlock(QWidget):
    """One tick; below it the fields. No paper needs to be there: the wish is taken, nothing goes out before."""

    changed = Signal()

    def __init__(self, clock: OfficeClock, tick: str, *, narrow: bool = False) -> None:
        """`tick`: the words beside the box; `narrow` puts the fields below each other."""
        super().__init__()
        self._clock = clock
        self.tick = Check(tick)
        self.tick.setObjectName("speaks_for")
        self.tick.setToolTip(f"{tick} ({KEYS})")
        kinds = [(kind.value, representative_name(kind)) for kind in RepresentativeKind]
        self.name = LineField(_("Name *"))
        self.kind = ComboField(_("As"), kinds, value=kinds[-1][0])
        self.document = LineField(_("Paper, once it was seen"), hint=_("Power of attorney of 4 March"))
        self.until = DateField(_("Valid until"), clock.today)
        self.note = Label(
            _("Without a paper the wish is taken; nothing is given out."), "caption", "muted", wrap=True
        )
        self.before = QVBoxLayout()
        self._fields = QWidget()
        self._lay(narrow=narrow)
        for name, field in self._named().items():
            field.control.setObjectName(f"speaker_{name}")
            field.changed.connect(self._typed)
        self.tick.toggled.connect(self._turn)
        QShortcut(QKeySequence(KEYS), self).activated.connect(self._by_key)
        self._fields.hide()

    def _named(self) -> Mapping[str, LineField | ComboField]:
        return {"name": self.name, "kind": self.kind, "document": self.document, "until": self.until}

    def _lay(self, *, narrow: bool) -> None:
        inside = QVBoxLayout(self._fields)
        inside.setContentsMargins(0, 4, 0, 4)
        inside.setSpacing(10)
        inside.addLayout(self.before)
        for pair in ((self.name, self.kind), (self.document, self.until)):
            row = QHBoxLayout()
            row.setSpacing(8 if narrow else 16)
            for field, share in zip(pair, (1, 1) if narrow else (3, 2), strict=True):
                row.addWidget(field, share, Qt.AlignmentFlag.AlignTop)
            inside.addLayout(row)
        inside.addWidget(self.note)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.tick, 1)
        head.addWidget(Label(KEYS, "micro", "muted"), 0, Qt.AlignmentFlag.AlignVCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self._fields)

    @property
    def value(self) -> Representative | None:
        """Who speaks, as typed, for no rights yet: they are those that are asked; None where nobody does."""
        if not self.tick.isChecked():
            return None
        return Representative(
            RepresentativeKind(self.kind.value), self.name.value, frozenset(), self.document.value,
            valid_until=self.until.day,
        )  # fmt: skip

    def check(self) -> bool:
        """Whether the fields can be used; marks the one that cannot."""
        if self.tick.isChecked() and self.until.value and self.until.day is None:
            self.until.set_error(_("This is not a date. Type day, month and year: 24.3.2026."))
            self.until.setFocus(Qt.FocusReason.OtherFocusReason)
            return False
        return True

    def set_value(self, who: Representative | None) -> None:
        """Put back who was typed."""
        self.tick.setChecked(who is not None)
        if who is not None:
            self.name.set_value(who.name)
            self.kind.set_value(who.kind.value)
            self.document.set_value(who.document)
            self.until.set_date(who.valid_until)

    def offer(self, known: Sequence[Representative]) -> None:
        """Offer who spoke for the person before, with a paper that is still good."""
        empty_layout(self.before)
        for who in known:
            link = LinkButton(_known_words(who, self._clock.today()))
            link.clicked.connect(lambda _on=False, who=who: self.set_value(who))
            self.before.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)

    def values(self) -> Mapping[str, str]:
        """What is half typed."""
        if not self.tick.isChecked():
            return {}
        return {"speaker": json.dumps({name: field.value for name, field in self._named().items()})}

    def set_values(self, values: Mapping[str, str]) -> None:
        """Put back what was half typed."""
        self.tick.setChecked("speaker" in values)
        kept = json.loads(values.get("speaker", "{}"))
        for name, field in self._named().items():
            if name in kept:
                field.set_value(str(kept[name]))

    def say_name(self, text: str) -> None:
        """Mark the name: it is missing."""
        self.tick.setChecked(True)
        self.name.set_error(text)
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def say_until(self, text: str) -> None:
        """Mark the last day: the authority is over."""
        self.until.set_error(text)
        self.until.setFocus(Qt.FocusReason.OtherFocusReason)

    def _by_key(self) -> None:
        self.tick.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.tick.toggle()

    def _turn(self, on: bool) -> None:
        self._fields.setVisible(on)
        if on and self.tick.hasFocus():
            self.name.setFocus(Qt.FocusReason.OtherFocusReason)
        self._typed()

    def _typed(self) -> None:
        self.note.setVisible(not self.document.value)
        self.changed.emit()


def _known_words(who: Representative, today: date) -> str:
    until = wording.date_short(who.valid_until, today) if who.valid_until is not None else ""
    words = _("{name}, {kind}: {document}").format(
        name=who.name, kind=representative_name(who.kind), document=who.document
    )
    return _("{who}, until {day}").format(who=words, day=until) if until else words
