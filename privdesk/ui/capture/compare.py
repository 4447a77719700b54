# SPDX-License-Identifier: MIT
"""Ctrl+D: every fact on file beside the form's, what differs marked, and the decision."""

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QKeyCombination, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget
from typing_extensions import override

from privdesk.domain.matching import Candidate
from privdesk.domain.submissions import SamePerson
from privdesk.i18n import _
from privdesk.services.wording import percent
from privdesk.ui.capture.differences import all_rows
from privdesk.ui.capture.marked_text import add_compared
from privdesk.ui.capture.same_person import KEYS
from privdesk.ui.theme import theme
from privdesk.ui.widgets.button import Button
from privdesk.ui.widgets.label import Label
from privdesk.ui.widgets.popup import Popup, Veil

_LOCK = QKeyCombination(Qt.Modifier.CTRL, Qt.Key.Key_L)
"""The one key of the window that works through the veil."""


class Comparison(Veil):
    """Two columns over the page; Esc or Ctrl+D goes back without a decision."""

    decided = Signal(object)

    def __init__(
        self, window: QWidget, likeness: Candidate, values: Mapping[str, str], *, may_be_new: bool
    ) -> None:
        super().__init__(window)
        self._buttons: dict[SamePerson, Button] = {}
        self._popup = Popup(self, padding=24)
        self._popup.setMinimumWidth(min(720, window.width() - 80))
        head = QHBoxLayout()
        head.addWidget(Label(_("Is it the same person?"), "heading"))
        head.addStretch()
        head.addWidget(Label(percent(likeness.percent), "heading", "look", digits=True))
        self._popup.column.addLayout(head)
        self._popup.column.addLayout(self._facts(likeness, values))
        self._popup.column.addSpacing(8)
        self._popup.column.addLayout(self._acts(may_be_new))

    def show_over(self) -> None:
        """Cover the window and put the caret on the first decision."""
        self.open()
        self._popup.adjustSize()
        room = self.rect().center() - self._popup.rect().center()
        self._popup.show_at(QPoint(room.x(), max(24, room.y())))
        self._buttons[SamePerson.EXISTING].setFocus()

    def _facts(self, likeness: Candidate, values: Mapping[str, str]) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(theme().space("xs"))
        number = likeness.user_number
        file = _("On file, user {number}").format(number=number) if number else _("On file")
        grid.addWidget(Label(file, "caption", "muted", weight=500), 0, 1)
        grid.addWidget(Label(_("On this form"), "caption", "muted", weight=500), 0, 2)
        for line, row in enumerate(all_rows(likeness, values), start=1):
            add_compared(grid, row, line)
        grid.setColumnMinimumWidth(0, theme().scaled(120))
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        return grid

    def _acts(self, may_be_new: bool) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme().space("s"))
        back = Button(_("Back to the form"), keys="Esc", bind=False)
        back.clicked.connect(self.shut)
        row.addWidget(back)
        row.addStretch()
        for choice, words in (
            (SamePerson.LATER, _("Decide later")),
            (SamePerson.NEW, _("Make a new person")),
            (SamePerson.EXISTING, _("Add to this person")),
        ):
            button = Button(words, keys=KEYS[choice], bind=False)
            button.clicked.connect(lambda _on=False, choice=choice: self._decide(choice))
            if choice is not SamePerson.EXISTING and not may_be_new:
                button.hide()
            self._buttons[choice] = button
            row.addWidget(button)
        return row

    def _decide(self, choice: SamePerson) -> None:
        self.shut()
        self.decided.emit(choice)

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            locks = event.keyCombination() == _LOCK
            event.setAccepted(not locks)
            return not locks
        return super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        alt = event.modifiers() == Qt.KeyboardModifier.AltModifier
        keys = {
            Qt.Key.Key_A: SamePerson.EXISTING,
            Qt.Key.Key_N: SamePerson.NEW,
            Qt.Key.Key_L: SamePerson.LATER,
        }
        choice = keys.get(Qt.Key(event.key())) if alt else None
        if choice is not None and not self._buttons[choice].isHidden():
            self._decide(choice)
        elif event.modifiers() == Qt.KeyboardModifier.ControlModifier and event.key() == Qt.Key.Key_D:
            self.shut()
        else:
            super().keyPressEvent(event)

    @override
    def focusNextPrevChild(self, onward: bool) -> bool:
        """Tab stays among the decisions."""
        shown = [button for button in self._buttons.values() if not button.isHidden()]
        at = next((place for place, button in enumerate(shown) if button.hasFocus()), -1)
        shown[(at + (1 if onward else -1)) % len(shown)].setFocus()
        return True
