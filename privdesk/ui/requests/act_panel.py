# SPDX-License-Identifier: MIT
"""The place under a right where an act is done: fields, what is recorded, and the filled button of the screen."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Protocol

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from privdesk.domain.cases import Case
from privdesk.i18n import _
from privdesk.services.requests import Requests
from privdesk.ui.errors import sentence_of
from privdesk.ui.theme import theme
from privdesk.ui.widgets.button import Button, PrimaryButton, QuietButton
from privdesk.ui.widgets.date_field import DateField
from privdesk.ui.widgets.field import Field, TextField
from privdesk.ui.widgets.label import Label
from privdesk.ui.widgets.pane import Heading, Pane

Work = Callable[[Requests], Case]
"""What is done in the write lane; returns the case as it stands then."""


class Kept(Protocol):
    """A field whose text is kept while it is half typed."""

    @property
    def value(self) -> str: ...

    def set_value(self, value: str) -> None: ...


class ActPanel(Pane):
    """One act. `submitted` asks the page to run `work()`; `changed` that something was typed.

    `put_off` closes the panel and keeps what is typed, `cancelled` drops it.
    """

    submitted = Signal()
    put_off = Signal()
    cancelled = Signal()
    changed = Signal()

    def __init__(self, key: str, title: str, words: str, act: str, icon: str | None = None) -> None:
        super().__init__("bottom", "window", spacing=12)
        self.key = key
        self._kept: dict[str, Kept] = {}
        self._filled: set[str] = set()
        self._by_error: dict[type[BaseException], Field] = {}
        self.setAccessibleName(title)
        self.add(Heading(title))
        self.sentence = Label(words, tone="muted", wrap=True)
        self.add(self.sentence)
        self.sentence.setVisible(bool(words))
        self.body = QVBoxLayout()
        self.body.setSpacing(12)
        self.column.addLayout(self.body)
        self.act = PrimaryButton(act, icon, "Ctrl+Return")
        self.act.clicked.connect(self.submit)
        self.leave = Button(_("Finish later"), keys="Esc", bind=False)
        self.leave.clicked.connect(self.put_off)
        drop = QuietButton(_("Discard"))
        drop.clicked.connect(self.cancelled)
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(8)
        self.buttons.addWidget(self.act)
        self.buttons.addWidget(self.leave)
        self.buttons.addWidget(drop)
        self.buttons.addStretch()
        self.column.addLayout(self.buttons)

    def keep(self, name: str, field: Field, *errors: type[BaseException]) -> None:
        """Add a field whose text is kept as it is typed; `errors` are shown under it."""
        assert hasattr(field, "value")
        self.keep_part(name, field, field.changed)  # type: ignore[arg-type]
        field.control.setObjectName(f"act_{name}")
        if isinstance(field, TextField):
            field.area.setFixedHeight(theme().scaled(field.area.minimumHeight()))
        for error in errors:
            self._by_error[error] = field

    def keep_part(self, name: str, part: Kept, changed: SignalInstance) -> None:
        """Keep what stands in this part each time it says `changed`."""
        self._kept[name] = part
        if part.value:
            self._filled.add(name)
        changed.connect(lambda *_state: self.changed.emit())

    def values(self) -> Mapping[str, str]:
        """What is half typed, by field; empty when nothing is. What was filled in and is deleted stays deleted."""
        return {name: part.value for name, part in self._kept.items() if part.value or name in self._filled}

    def set_values(self, values: Mapping[str, str]) -> None:
        """Put back what was half typed."""
        for name, field in self._kept.items():
            if name in values:
                field.set_value(values[name])

    def work(self) -> Work | None:
        """Collect what is typed and say what is to be done; None where something must be mended first."""
        raise NotImplementedError

    def fail(self, error: BaseException) -> bool:
        """Show an error beside its field; False where it belongs into the banner."""
        field = self._by_error.get(type(error))
        if field is None:
            return False
        field.set_error(sentence_of(error))
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def take_caret(self) -> None:
        """Put the caret where one begins."""
        for field in self._kept.values():
            if isinstance(field, Field):
                field.setFocus(Qt.FocusReason.OtherFocusReason)
                return
        self.act.setFocus(Qt.FocusReason.OtherFocusReason)

    def submit(self) -> None:
        """Ask for the act."""
        self.submitted.emit()

    def add_beside(self, *widgets: QWidget, stretch: tuple[int, ...] = ()) -> None:
        """Put widgets side by side."""
        row = QHBoxLayout()
        row.setSpacing(16)
        for place, widget in enumerate(widgets):
            share = stretch[place] if place < len(stretch) else 1
            row.addWidget(widget, share, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(row)


def day_of(field: DateField) -> date | None:
    """The day typed; None, with a word under the field, where it is none."""
    day = field.day
    if day is None:
        field.set_error(_("This is not a date. Type day, month and year: 24.3.2026."))
    return day
