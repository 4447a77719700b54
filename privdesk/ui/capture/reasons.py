# SPDX-License-Identifier: MIT
"""Asked under the form: why it is incomplete, or why the service is refused."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget
from typing_extensions import override

from privdesk.domain.forms import FormTemplate
from privdesk.i18n import _
from privdesk.ui.capture.entry_field import short_label
from privdesk.ui.theme import theme
from privdesk.ui.widgets.button import Button, DangerButton
from privdesk.ui.widgets.choice import Check
from privdesk.ui.widgets.label import Label


class ReasonsPanel(QWidget):
    """Opens above the footer; nothing is done before its own button is pressed."""

    given = Signal(tuple)
    closed = Signal()
    typed = Signal()

    def __init__(self, title: str, follows: str, button: Button, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._checks: dict[str, Check] = {}
        self.words = QLineEdit()
        self.words.setPlaceholderText(_("Reason in your own words"))
        self.words.setAccessibleName(_("Reason in your own words"))
        self.words.setObjectName("reason")
        self.words.returnPressed.connect(self._give)
        self.words.textEdited.connect(lambda _words: self.typed.emit())
        self._act = button
        button.clicked.connect(self._give)
        self._note = Label("", "caption", "danger")
        self._build(title, follows)

    def _build(self, title: str, follows: str) -> None:
        used = theme()
        column = QVBoxLayout(self)
        column.setContentsMargins(used.space("xl"), used.space("m"), used.space("xl"), used.space("m"))
        column.setSpacing(used.space("s"))
        column.addWidget(Label(title, weight=600))
        self._ticks = QVBoxLayout()
        self._ticks.setSpacing(0)
        column.addLayout(self._ticks)
        column.addWidget(self.words)
        column.addWidget(self._note)
        self._note.hide()
        column.addWidget(Label(follows, "caption", "muted", wrap=True))
        row = QHBoxLayout()
        row.addStretch()
        back = Button(_("Back to the form"), keys="Esc", bind=False)
        back.clicked.connect(self.closed)
        row.addWidget(back)
        row.addWidget(self._act)
        column.addLayout(row)

    def offer(self, reasons: Sequence[tuple[str, str]]) -> None:
        """Reasons to tick, ticked beforehand: pairs of key and words."""
        for key, words in reasons:
            check = Check(words)
            check.setChecked(True)
            check.toggled.connect(lambda _on: self.typed.emit())
            self._checks[key] = check
            self._ticks.addWidget(check)

    @property
    def reasons(self) -> tuple[str, ...]:
        """Keys ticked, then the clerk's words."""
        ticked = [key for key, check in self._checks.items() if check.isChecked()]
        written = self.words.text().strip()
        return (*ticked, written) if written else tuple(ticked)

    def values(self) -> Mapping[str, str]:
        """What is half typed: the words, and what was unticked; nothing while both are as offered."""
        unticked = [key for key, check in self._checks.items() if not check.isChecked()]
        found = {"words": self.words.text().strip(), "unticked": " ".join(unticked)}
        return {name: value for name, value in found.items() if value}

    def set_values(self, values: Mapping[str, str]) -> None:
        """Put back what was half typed."""
        self.words.setText(values.get("words", ""))
        unticked = values.get("unticked", "").split()
        for key, check in self._checks.items():
            check.setChecked(key not in unticked)

    def put_caret(self) -> None:
        """Start at the first reason, or at the words where there is none to tick."""
        first = next(iter(self._checks.values()), None)
        (first or self.words).setFocus()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self._give()
        else:
            super().keyPressEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(0, 0, self.width(), 1, theme().color("line"))

    def _give(self) -> None:
        if not self.reasons:
            self._note.setText(_("Tick a reason or write one: it stands in the letter and in the record."))
            self._note.show()
            self.words.setFocus()
            return
        self.given.emit(self.reasons)


def incomplete_panel(template: FormTemplate, missing: Sequence[str]) -> ReasonsPanel:
    """The question when a form is kept as incomplete."""
    panel = ReasonsPanel(
        _("What is missing?"),
        _("The form waits under Today. A letter that asks for the rest is to follow."),
        Button(_("Keep as incomplete"), "file-warning", "Enter"),
    )
    named = [(key, template.field(key)) for key in missing]
    panel.offer([(f"missing:{key}", short_label(field)) for key, field in named if field is not None])
    return panel


def refusal_panel() -> ReasonsPanel:
    """The question when the service is refused."""
    return ReasonsPanel(
        _("Why is the service refused?"),
        _("The form is closed as “service refused” and kept. A letter that says so is to follow."),
        DangerButton(_("Refuse the service"), "ban", last_step=True),
    )
