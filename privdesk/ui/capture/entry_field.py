# SPDX-License-Identifier: MIT
"""One field of the form on screen: the control that fits its kind, always read and set as text."""

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QSpacerItem, QWidget
from typing_extensions import override

from privdesk.domain.forms import NOT_TICKED, TICKED, FieldKind, TemplateField
from privdesk.i18n import _, desk_language
from privdesk.services.wording import quoted
from privdesk.ui.capture.form_state import TICKS, Mark
from privdesk.ui.theme import theme
from privdesk.ui.widgets.choice import Check
from privdesk.ui.widgets.drawing import paint_box, paint_focus, paint_tick
from privdesk.ui.widgets.field import ComboField, Field, LineField, TextField

_NARROW = {FieldKind.POSTCODE: 104, FieldKind.DATE: 132}
_DISCS = {Mark.SURE: "sure", Mark.LOOK: "look", Mark.TYPED: "pencil-line", Mark.EMPTY: None}


class WrappedCheck(Check):
    """A check box whose words may take several lines: a consent is never cut off."""

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        height = max(theme().scaled(28), round(self._words().height()) + 10)
        if height != self.minimumHeight():
            self.setFixedHeight(height)

    @override
    def sizeHint(self) -> QSize:
        return QSize(theme().scaled(240), max(theme().scaled(28), self.minimumHeight()))

    def _words(self) -> QRectF:
        left = theme().size("check") + 11
        room = QRectF(left, 0, max(40, self.width() - left), 1000)
        flags = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft)
        return QFontMetricsF(theme().font("body")).boundingRect(room, flags, self.text())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        used, painter = theme(), QPainter(self)
        edge, radius = used.size("check"), used.radius("tag")
        box = QRectF(1, (used.scaled(28) - edge) / 2, edge, edge)
        if self.isChecked():
            paint_box(painter, box, used.color("accent"), None, radius)
            paint_tick(painter, box, used.color("accent_text"))
        else:
            paint_box(painter, box, used.color("surface_raised"), used.color("line_control"), radius)
        painter.setFont(used.font("body"))
        painter.setPen(used.color("text"))
        top = (used.scaled(28) - used.line("body")) / 2
        words = QRectF(box.right() + 10, top, self.width() - box.right() - 10, self.height() - top)
        painter.drawText(words, int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft), self.text())
        if self.hasFocus():
            paint_focus(painter, box.adjusted(-1, -1, 1, 1), radius + 1)


class TickField(Field):
    """A box to tick, with the words of the form beside it."""

    def __init__(self, label: str, words: str, *, label_width: int) -> None:
        self.box = WrappedCheck(words)
        self.box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        super().__init__(label, self.box, label_width=label_width, with_disc=True)
        self.box.setAccessibleName(words)
        self.box.toggled.connect(self.changed)


class EntryField:
    """A field of the template and its control."""

    def __init__(self, field: TemplateField, label_width: int) -> None:
        self.field = field
        self.key: str = field.key
        self.widget = _made(field, label_width)
        self.widget.control.setObjectName(f"capture_{field.key}")
        self._shown_raw = ""

    @property
    def control(self) -> QWidget:
        """What has the caret."""
        return self.widget.control

    def listen(self, changed: Callable[[str], None]) -> None:
        """Call `changed` with the key whenever the content changes."""
        self.widget.changed.connect(lambda: changed(self.key))

    @property
    def text(self) -> str:
        """The content: a choice by its key, a tick as yes or no."""
        widget = self.widget
        if isinstance(widget, TickField):
            return TICKED if widget.box.isChecked() else NOT_TICKED
        if isinstance(widget, ComboField | LineField | TextField):
            return widget.value
        return ""

    def show_text(self, text: str) -> None:
        """Put content in without telling anybody."""
        widget = self.widget
        widget.blockSignals(True)
        if isinstance(widget, TickField):
            widget.box.setChecked(text == TICKED)
        elif isinstance(widget, ComboField):
            self._show_choice(widget, text)
        elif isinstance(widget, LineField | TextField) and widget.value != text.strip():
            widget.set_value(text)
        widget.blockSignals(False)

    def show_mark(self, mark: Mark) -> None:
        """The sign at the end."""
        self.widget.set_certainty(_DISCS[mark])

    def show_words(self, problem: str, doubt: str) -> None:
        """What is wrong in red, else what to look at, else nothing."""
        if problem:
            if self.widget.note.text() != problem or not self.widget.wrong:
                self.widget.set_error(problem)
            return
        if self.widget.wrong:
            self.widget.set_error("")
        if doubt != self.widget.note.text():
            self.widget.set_doubt(doubt) if doubt else self.widget.set_note("")

    def put_caret(self, position: int | None = None) -> None:
        """Put the caret here: everything selected, or at a position."""
        reason = Qt.FocusReason.OtherFocusReason
        self.control.setFocus(reason)
        if isinstance(self.widget, LineField):
            if position is None:
                self.widget.line.selectAll()
            else:
                self.widget.line.setCursorPosition(position)

    @property
    def caret(self) -> int:
        """Where the caret stands in the text."""
        return self.widget.line.cursorPosition() if isinstance(self.widget, LineField) else 0

    def _show_choice(self, widget: ComboField, text: str) -> None:
        if text and self.field.choice(text) is None and text != self._shown_raw:
            self._shown_raw = text
            widget.set_options([*_options(self.field), (text, quoted(text))], text)
        widget.combo.blockSignals(True)
        widget.set_value(text)
        widget.combo.blockSignals(False)
        widget.combo.update()


def short_label(field: TemplateField) -> str:
    """The field's label without the hint in brackets that stands on paper."""
    return field.label(desk_language()).partition(" (")[0]


def _made(field: TemplateField, label_width: int) -> Field:
    label = short_label(field)
    if field.kind in TICKS:
        words = (
            _("There is a signature") if field.kind is FieldKind.SIGNATURE else field.label(desk_language())
        )
        beside = label if field.kind is FieldKind.SIGNATURE else ""
        return TickField(beside, words, label_width=label_width)
    if field.kind is FieldKind.CHOICE:
        return ComboField(
            label, _options(field), mandatory=field.mandatory, label_width=label_width, with_disc=True
        )
    if field.kind is FieldKind.LONG_TEXT:
        return TextField(label, lines=3, label_width=label_width)
    line = LineField(label, mandatory=field.mandatory, label_width=label_width, with_disc=True)
    width = _NARROW.get(field.kind)
    if width is not None:
        line.line.setFixedWidth(theme().scaled(width))
        grid = line.layout()
        assert isinstance(grid, QGridLayout)
        grid.setAlignment(line.line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        grid.addItem(QSpacerItem(0, 0, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum), 0, 1)
    return line


def _options(field: TemplateField) -> list[tuple[str, str]]:
    return [("", "–"), *((choice.key, choice.label(desk_language())) for choice in field.choices)]
