# SPDX-License-Identifier: MIT
"""All keys of the screen in sight (F1), read from the buttons themselves and from the frame."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QGridLayout, QWidget

from privdesk.i18n import _
from privdesk.ui.widgets.button import Button
from privdesk.ui.widgets.label import KeyCaps, Label
from privdesk.ui.widgets.pane import empty_layout
from privdesk.ui.widgets.popup import Popup, Veil

Key = tuple[str, str, Button | None]


def keys_of(page: QWidget) -> list[Key]:
    """Key, words and button of every act in sight that may be done; each key once."""
    found: dict[str, Key] = {}
    for button in page.findChildren(Button):
        words = button.text() or button.accessibleName()
        if button.keys and button.isVisible() and button.isEnabled() and words:
            found.setdefault(f"{button.keys} {words}", (button.keys, words, button))
    return list(found.values())


def frame_keys() -> list[Key]:
    """The keys that work everywhere."""
    words = [
        ("Ctrl+K", _("Find a person, request, form or command")),
        ("F9", _("Start a call")),
        ("Ctrl+L", _("Lock the desk")),
        ("Alt+Left", _("The page before")),
        ("F6", _("Next pane")),
        ("Ctrl+B", _("Sidebar or rail")),
        ("Ctrl++", _("Larger text")),
        ("Ctrl+-", _("Smaller text")),
        ("Ctrl+1", _("The first place of the sidebar, and so on")),
        ("F1", _("These keys")),
    ]
    return [(keys, meaning, None) for keys, meaning in words]


class KeysSheet(Veil):
    """The keys in columns over the page; Esc or a click closes it."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.box = Popup(self, padding=24)
        self.box.column.addWidget(Label(_("Keys of this screen"), "heading"))
        self.box.column.addSpacing(8)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(10)
        self.box.column.addLayout(self._grid)

    def open_with(self, keys: Sequence[Key]) -> None:
        """Show these keys and those of the frame."""
        empty_layout(self._grid)
        everything = [*keys, *frame_keys()]
        half = max(10, (len(everything) + 1) // 2)
        self._grid.setColumnMinimumWidth(2, 24)
        for at, (pressed, words, _button) in enumerate(everything):
            row, column = at % half, at // half * 3
            self._grid.addWidget(_caps(pressed), row, column)
            self._grid.addWidget(Label(words), row, column + 1)
        self.setAccessibleName("; ".join(f"{pressed}: {words}" for pressed, words, _button in everything))
        self.open()
        self.setFocus()
        self.box.adjustSize()
        spot = QPoint((self.width() - self.box.width()) // 2, (self.height() - self.box.height()) // 2)
        self.box.show_at(spot)


def _caps(keys: str) -> KeyCaps:
    """Keys in boxes; a plus sign that is itself a key stays one."""
    return KeyCaps(keys.replace("++", "+plus"))
