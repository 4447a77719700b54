# SPDX-License-Identifier: MIT
"""A column for the forms of these pages: as wide as text reads well, scrolling in a low window."""

from datetime import date

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from privdesk.i18n import _
from privdesk.ui.theme import theme
from privdesk.ui.widgets.button import Button
from privdesk.ui.widgets.date_field import DateField
from privdesk.ui.widgets.field import Field, TextField
from privdesk.ui.widgets.pane import scrolling

WIDEST = 720


class FormColumn(QWidget):
    """Fields below each other with the page's edge of 24 px."""

    def __init__(self) -> None:
        super().__init__()
        self.column = QVBoxLayout()
        self.column.setContentsMargins(24, 8, 24, 24)
        self.column.setSpacing(12)
        inner = QWidget()
        inner.setLayout(self.column)
        inner.setMaximumWidth(theme().scaled(WIDEST))
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(inner, 10)
        row.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolling(holder))

    def add(self, *widgets: QWidget) -> None:
        """Put widgets below each other."""
        for widget in widgets:
            self.column.addWidget(widget)

    def add_beside(self, *widgets: QWidget) -> None:
        """Put widgets side by side."""
        row = QHBoxLayout()
        row.setSpacing(16)
        for widget in widgets:
            row.addWidget(widget, 1)
        self.column.addLayout(row)

    def add_acts(self, *buttons: Button) -> None:
        """Put buttons in a row, the filled one first."""
        row = QHBoxLayout()
        row.setSpacing(8)
        for button in buttons:
            row.addWidget(button)
        row.addStretch(1)
        self.column.addLayout(row)

    def end(self) -> None:
        """Push everything up."""
        self.column.addStretch(1)


def low(field: TextField) -> TextField:
    """The field as high as its lines, in a form that scrolls."""
    field.area.setFixedHeight(theme().scaled(field.area.minimumHeight()))
    return field


def day_typed(field: DateField) -> date | None:
    """The day typed; None, with a word under the field, where it is none."""
    day = field.day
    if day is None:
        field.set_error(_("This is not a date. Type day, month and year: 24.3.2026."))
        field.control.setFocus()
    return day


def wants_words(field: Field, text: str, sentence: str) -> bool:
    """Whether something is typed; if not, a word under the field says what is missing."""
    if text.strip():
        return True
    field.set_error(sentence)
    field.control.setFocus()
    return False
