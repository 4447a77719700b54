# SPDX-License-Identifier: MIT
"""The fields of the form, section by section: typing, checking, accepting, going on to what is doubtful."""

from collections.abc import Callable, Iterator
from time import perf_counter

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QImage, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QScrollArea, QVBoxLayout, QWidget
from typing_extensions import override

from privdesk.domain.forms import FormSection, TemplateField
from privdesk.i18n import _, desk_language
from privdesk.ui.capture.entry_field import EntryField
from privdesk.ui.capture.form_state import FormState
from privdesk.ui.capture.reading_notes import note_sentence
from privdesk.ui.capture.snippet import Snippet
from privdesk.ui.theme import theme
from privdesk.ui.widgets.label import Label

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_TURN_SECONDS = 0.008
Cut = Callable[[str], QImage | None]
"""Gives the cut-out of a field's region, where there is one to show."""


class FormPanel(QScrollArea):
    """Scrolls the fields; the page around it saves, keeps drafts and frames the region."""

    current_changed = Signal(str)
    typed = Signal(str)
    left = Signal(str)
    accepted = Signal(str)
    """Enter in a field."""

    def __init__(self, state: FormState, cut: Cut, parent: QWidget | None = None) -> None:
        """Without fields: `grow` adds them."""
        super().__init__(parent)
        self.state = state
        self.current = ""
        self._cut = cut
        self._snippet = Snippet()
        self._fields: dict[str, EntryField] = {}
        self._of_control: dict[QObject, str] = {}
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._rows = self._build()

    def grow(self) -> bool:
        """Add fields for a moment that nobody notices; False when all are there."""
        until = perf_counter() + _TURN_SECONDS
        while perf_counter() < until:
            if next(self._rows, None) is None:
                self.refresh()
                return False
        return True

    def entry(self, key: str) -> EntryField:
        """The field on screen."""
        return self._fields[key]

    def __iter__(self) -> Iterator[EntryField]:
        return iter(self._fields.values())

    def go_to(self, key: str, caret: int | None = None) -> None:
        """Put the caret into a field."""
        if key in self._fields:
            self._fields[key].put_caret(caret)
            self._become_current(key)

    def go_to_doubtful(self, *, back: bool = False) -> bool:
        """The next (previous) doubtful field without accepting this one; False when there is none."""
        key = self.state.next_doubtful(self.current, back=back)
        if key is None:
            return False
        self.go_to(key)
        return True

    def refresh(self) -> None:
        """Show texts, signs and words as the state has them."""
        for key, field in self._fields.items():
            if key != self.current or field.text != self.state.text(key):
                field.show_text(self.state.text(key))
            self._show_signs(key)
        self._fit_height()

    def _fit_height(self) -> None:
        """The fields keep their height and scroll: notes that wrap make them higher, never flatter."""
        holder, width = self.widget(), self.viewport().width()
        high = self._column.heightForWidth(width) if self._column.hasHeightForWidth() else 0
        if holder is not None:
            holder.setMinimumHeight(max(high, self._column.minimumSize().height()))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_height()

    def refresh_snippet(self) -> None:
        """The page image came: show the cut-out of the current field."""
        if self.current:
            self._show_snippet(self.current)

    def _show_signs(self, key: str) -> None:
        field = self._fields[key]
        field.show_mark(self.state.mark(key))
        doubt = self.state.doubt(key) or note_sentence(self.state.note(key)) if key == self.current else ""
        field.show_words(self.state.problem(key), doubt)

    def _build(self) -> Iterator[bool]:
        """Row by row: what is put into a part that hangs in the window already is dressed once, not once a layer."""
        used = theme()
        holder = QWidget()
        holder.setProperty("ground", "none")
        self._column = column = QVBoxLayout(holder)
        column.setContentsMargins(used.space("xl"), used.space("m"), used.space("xl"), used.space("l"))
        column.setSpacing(6)
        self.setWidget(holder)
        yield True
        for place, section in enumerate(self.state.template.sections):
            if place:
                column.addSpacing(used.space("m"))
            yield from self._add_section(column, section)
        column.addStretch(1)

    def _add_section(self, column: QVBoxLayout, section: FormSection) -> Iterator[bool]:
        title = Label(section.title(desk_language()), "caption", "muted", weight=500)
        head = QHBoxLayout()
        head.setContentsMargins(_label_width() + 10, 0, 26, 0)
        head.addWidget(title, 1)
        if section is self.state.template.sections[0] and self.state.template.mandatory_keys():
            head.addWidget(Label(_("* must be filled in"), "caption", "muted"))
        column.addLayout(head)
        fields = list(section.fields)
        while fields:
            first = fields.pop(0)
            if fields and _belongs_beside(first, fields[0]):
                column.addLayout(self._pair(first, fields.pop(0)))
            else:
                column.addWidget(self._made(first, _label_width()).widget)
            yield True

    def _pair(self, first: TemplateField, second: TemplateField) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(self._made(first, _label_width()).widget, 1, Qt.AlignmentFlag.AlignTop)
        beside = self._made(second, theme().scaled(44))
        beside.widget.label.setText(_("No. *") if second.mandatory else _("No."))
        beside.control.setFixedWidth(theme().scaled(64))
        row.addWidget(beside.widget, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _made(self, field: TemplateField, label_width: int) -> EntryField:
        made = EntryField(field, label_width)
        self._fields[made.key] = made
        self._of_control[made.control] = made.key
        made.control.installEventFilter(self)
        made.listen(self._typed)
        return made

    def _typed(self, key: str) -> None:
        self.state.put(key, self._fields[key].text)
        for each in self._fields:
            self._show_signs(each)
        self._fit_height()
        self.typed.emit(key)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        key = self._of_control.get(watched)
        if key is not None:
            if event.type() == QEvent.Type.FocusIn:
                self._become_current(key, by_mouse=_by_mouse(event))
            elif event.type() == QEvent.Type.FocusOut and not _to_popup(event):
                self._leave(key)
            elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
                return self._pressed(key, watched, event)
        return super().eventFilter(watched, event)

    def _pressed(self, key: str, watched: QObject, event: QKeyEvent) -> bool:
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if event.key() in _ENTER and plain:
            self.accepted.emit(key)
            return True
        if event.key() in _ENTER and event.modifiers() == Qt.KeyboardModifier.ShiftModifier:
            if isinstance(watched, QPlainTextEdit):
                watched.insertPlainText("\n")
            return True
        return False

    def accept(self, key: str) -> None:
        """The field counts as looked at."""
        self._fields[key].show_text(self.state.leave(key))
        self.refresh()

    def _leave(self, key: str) -> None:
        text = self.state.leave(key)
        self._fields[key].show_text(text)
        self._show_signs(key)
        self.left.emit(key)

    def _become_current(self, key: str, *, by_mouse: bool = False) -> None:
        if key == self.current:
            return
        before, self.current = self.current, key
        control = self._fields[key].control
        top = control.mapTo(self.viewport(), control.rect().topLeft()).y()
        if before:
            self._show_signs(before)
        self._show_signs(key)
        self._show_snippet(key)
        self._keep_in_view(key, top if by_mouse else None)
        self.current_changed.emit(key)

    def _show_snippet(self, key: str) -> None:
        picture = self._cut(key)
        self._snippet.hide()
        self._snippet.setParent(self)
        if picture is not None:
            self._snippet.show_picture(picture)
            self._fields[key].widget.below.addWidget(self._snippet)
            self._snippet.show()

    def _keep_in_view(self, key: str, top: int | None) -> None:
        """A field clicked stays under the pointer although cut-outs opened and closed; others scroll into view."""
        self._column.activate()
        self._fit_height()
        field = self._fields[key]
        if top is None:
            QTimer.singleShot(0, self, lambda: self.ensureWidgetVisible(field.widget, 0, 24))
            return
        now = field.control.mapTo(self.viewport(), field.control.rect().topLeft()).y()
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + now - top)


def _label_width() -> int:
    return theme().scaled(128)


def _belongs_beside(first: TemplateField, second: TemplateField) -> bool:
    """Street and number stand in one row, as on paper."""
    return first.columns == 9 and second.columns == 3 and not second.choices


def _by_mouse(event: QEvent) -> bool:
    return isinstance(event, QFocusEvent) and event.reason() == Qt.FocusReason.MouseFocusReason


def _to_popup(event: QEvent) -> bool:
    return isinstance(event, QFocusEvent) and event.reason() in (
        Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason,
    )  # fmt: skip
