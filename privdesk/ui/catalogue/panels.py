# SPDX-License-Identifier: MIT
"""Small forms of the Catalogue page: what they share, and those for purposes and versions of the notice."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from privdesk.domain.catalogue import Notice, PurposeEntry, Texts
from privdesk.i18n import LANGUAGES, _, desk_language
from privdesk.services.names import language_name
from privdesk.ui.theme import theme
from privdesk.ui.widgets.button import Button, PrimaryButton
from privdesk.ui.widgets.date_field import DateField
from privdesk.ui.widgets.field import Field, LineField
from privdesk.ui.widgets.label import Label
from privdesk.ui.widgets.panel import Panel

LABEL = 150
WIDTH = 640


class LanguageLines(QWidget):
    """One text in the languages of letters, the desk's own first."""

    def __init__(self, title: str, name: str, texts: Texts) -> None:
        super().__init__()
        self._kept = dict(texts)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(Label(title, weight=500))
        self.lines: dict[str, LineField] = {}
        own = desk_language()
        for code in sorted(LANGUAGES, key=lambda each: each != own):
            line = LineField(
                language_name(code), value=texts.get(code, ""), label_width=theme().scaled(LABEL)
            )
            line.line.setCursorPosition(0)
            line.control.setObjectName(f"{name}_{code}")
            line.control.setAccessibleName(f"{title}, {language_name(code)}")
            self.lines[code] = line
            column.addWidget(line)
        self.setFocusProxy(self.first.control)

    @property
    def first(self) -> LineField:
        """The line in the desk's own language."""
        return next(iter(self.lines.values()))

    @property
    def texts(self) -> Texts:
        """What stands in the lines; languages that letters are not written in stay as they were."""
        typed: Mapping[str, str] = {code: line.value for code, line in self.lines.items()}
        return {code: words for code, words in {**self._kept, **typed}.items() if words}

    def require(self, sentence: str) -> bool:
        """Say that nothing is there, where nothing is; people read it in their language, so that one is the least."""
        there = bool(self.texts)
        self.first.set_error("" if there else sentence)
        return there


class EntryPanel(Panel):
    """Base: `submitted` once everything that must be there is there; `refuse` says what the desk did not take."""

    submitted = Signal()

    def __init__(self, host: QWidget, title: str, act: str, words: str = "") -> None:
        super().__init__(host, title, words, close_hint=_("Keep it as it is"), width=WIDTH)
        self.act = PrimaryButton(act, "check", "Ctrl+Return")
        self.act.clicked.connect(self.submit)
        keep = Button(_("Keep it as it is"), keys="Esc", bind=False)
        keep.clicked.connect(self.shut)
        self.problem = Label("", tone="danger", wrap=True)
        self.problem.hide()
        self.add_buttons(keep, self.act)

    def place(self, *widgets: QWidget) -> None:
        """Put the fields below each other; what went wrong is said under them."""
        self._placed = widgets
        for widget in (*widgets, self.problem):
            self.fields.addWidget(widget)

    def submit(self) -> None:
        """Ask the page to do it, once nothing is missing."""
        self.problem.hide()
        if self.complete():
            self.act.setEnabled(False)
            self.submitted.emit()
        self.settle()

    def complete(self) -> bool:
        """Whether everything is there; what is not, says so."""
        return True

    def first_field(self) -> QWidget | None:
        """Where the caret begins: the first control that can be changed."""
        controls = (
            each.first.control if isinstance(each, LanguageLines) else each.control
            for each in self._placed
            if isinstance(each, LanguageLines | Field)
        )
        return next((each for each in controls if each.isEnabled()), None)

    def refuse(self, sentence: str) -> None:
        """Say what went wrong; what was typed stays."""
        self.act.setEnabled(True)
        self.problem.setText(sentence)
        self.problem.show()
        self.settle()

    def needs(self, field: LineField) -> bool:
        """Whether something stands in a field that cannot be left empty."""
        if field.value:
            return True
        field.set_error(_("This field must be filled in."))
        field.control.setFocus()
        return False


def wide(field: Field, name: str) -> None:
    """Name the control of a field."""
    field.control.setObjectName(name)


def has_day(field: DateField) -> bool:
    """Whether a date field is empty or holds a date; anything else says so."""
    if not field.value or field.day is not None:
        return True
    field.set_error(_("This is not a date. Type day, month and year: 24.3.2026."))
    field.control.setFocus()
    return False


class PurposePanel(EntryPanel):
    """A purpose in all languages; without one it is a new one."""

    def __init__(self, host: QWidget, purpose: PurposeEntry | None, key: str) -> None:
        title = _("Change the purpose") if purpose else _("Add a purpose")
        super().__init__(
            host, title, _("Save the purpose"),
            _("People read it as “We use your data …”; consents and objections name it."),
        )  # fmt: skip
        self._purpose = purpose or PurposeEntry(key, {})
        self.title_lines = LanguageLines(_("Purpose"), "title", self._purpose.title)
        self.place(self.title_lines)

    def complete(self) -> bool:
        return self.title_lines.require(_("The title is missing."))

    @property
    def entry(self) -> PurposeEntry:
        """The purpose as typed."""
        return replace(self._purpose, title=self.title_lines.texts)


class NoticePanel(EntryPanel):
    """A version of the privacy notice and the day from which it is in force."""

    def __init__(
        self, host: QWidget, notice: Notice | None, today: Callable[[], date], *, in_use: bool
    ) -> None:
        title = _("Change the version of the notice") if notice else _("Add a version of the notice")
        super().__init__(
            host, title, _("Save the version"),
            _("Forms and consents name the version that is in force on their day."),
        )  # fmt: skip
        self._notice = notice
        label = theme().scaled(LABEL)
        self.version = LineField(
            _("Version"), value=notice.version if notice else "", mandatory=True, label_width=label,
            hint=_("such as its day"),
        )  # fmt: skip
        self.start = DateField(
            _("In force from"), today, value=notice.in_force_from if notice else None, mandatory=True,
            label_width=label,
        )  # fmt: skip
        self.title_lines = LanguageLines(_("Title"), "title", notice.title if notice else {})
        self.version.control.setEnabled(notice is None)
        self.start.control.setEnabled(not in_use)
        if in_use:
            self.start.set_note(_("It has been in force: its day stays."))
        wide(self.version, "version")
        wide(self.start, "in_force_from")
        self.place(self.version, self.start, self.title_lines)

    def complete(self) -> bool:
        if not self.needs(self.version) or not has_day(self.start) or not self.needs(self.start):
            return False
        return self.title_lines.require(_("The title is missing."))

    @property
    def entry(self) -> Notice:
        """The version as typed."""
        day = self.start.day
        assert day is not None, "complete() was asked first"
        return Notice(self.version.value, day, self.title_lines.texts)
