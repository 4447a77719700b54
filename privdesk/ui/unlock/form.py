# SPDX-License-Identifier: MIT
"""A form on the right half: heading, sentence, fields in a narrow column, filled button, links below."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from privdesk.ui.theme import theme
from privdesk.ui.widgets.banner import Banner
from privdesk.ui.widgets.button import Button, PrimaryButton
from privdesk.ui.widgets.label import Label
from privdesk.ui.widgets.pane import scrolling

_WIDE = 368


class UnlockForm(QWidget):
    """Base of the pages on the right half; `act` is the one filled button, Enter presses it."""

    def __init__(
        self, title: str, sentence: str, act: str, *, wide: int = _WIDE, scrolls: bool = True
    ) -> None:
        super().__init__()
        self.title, self.sentence = (
            Label(title, "display", wrap=True),
            Label(sentence, "field", "muted", wrap=True),
        )
        self.act_words = act
        self.banner = Banner()
        self.act: Button = PrimaryButton(act, keys="Enter").stretch()
        self.act.tall = True
        self.links = QHBoxLayout()
        self.links.setSpacing(24)
        inner = QWidget()
        inner.setFixedWidth(theme().scaled(wide))
        self.column = QVBoxLayout(inner)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(8)
        self.column.addWidget(self.title)
        self.column.addWidget(self.sentence)
        self.column.addSpacing(26)
        self.fields = QVBoxLayout()
        self.fields.setSpacing(22)
        self.column.addLayout(self.fields)
        self.column.addSpacing(20)
        self.column.addWidget(self.act)
        self.column.addSpacing(12)
        self.column.addLayout(self.links)
        holder = QWidget()
        around = QVBoxLayout(holder)
        around.setContentsMargins(24, 24, 24, 24)
        around.addStretch(5)
        middle = QHBoxLayout()
        middle.addStretch()
        middle.addWidget(inner)
        middle.addStretch()
        around.addLayout(middle)
        around.addStretch(6)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.banner)
        outer.addWidget(scrolling(holder) if scrolls else holder, 1)

    def add_link(self, button: Button) -> None:
        """A link under the filled button."""
        self.links.addWidget(button)

    def end_links(self) -> None:
        """The links stand at the left."""
        self.links.addStretch()

    def set_busy(self, busy: bool, words: str) -> None:
        """While it works the button says so; what was typed stays."""
        self.act.setText(words)
        self.act.setEnabled(not busy)
