# SPDX-License-Identifier: MIT
"""The seven rights to tick, each with its key and a line that says what it means now."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from privdesk.domain.cases import Right
from privdesk.i18n import _
from privdesk.services.names import right_name
from privdesk.ui.widgets.choice import Check
from privdesk.ui.widgets.label import Label

_INDENT = 27


class RightTick(QWidget):
    """One right: box, key, and below it what is needed once it is ticked (`extra`)."""

    def __init__(self, right: Right, number: int, *, wish: bool) -> None:
        super().__init__()
        self.right = right
        keys = f"Alt+{number}"
        self.box = Check(right_name(right), " ")
        self.box.setObjectName(f"right_{right.value}")
        self.box.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.box.setToolTip(f"{right_name(right)} ({keys})")
        self.wish = QLineEdit(self)
        self.wish.hide()
        self.wish.setObjectName(f"wish_{right.value}")
        self.wish.setPlaceholderText(_("In the person’s own words"))
        self.wish.setAccessibleName(_("{right}: the person’s own words").format(right=right_name(right)))
        self.extra = QVBoxLayout()
        self.extra.setContentsMargins(_INDENT, 4, 0, 8)
        self.extra.setSpacing(6)
        self._extra = QWidget()
        self._extra.setLayout(self.extra)
        self._extra.hide()
        self._has_extra = wish
        if wish:
            self.extra.addWidget(self.wish)
            self.wish.show()
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.box, 1)
        key = Label(keys, "micro", "muted")
        key.setContentsMargins(0, 6, 0, 0)
        head.addWidget(key, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._extra)
        self.box.toggled.connect(self._open)
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.activated.connect(self.turn)

    def add_extra(self, widget: QWidget) -> None:
        """Show this once the right is ticked."""
        self._has_extra = True
        self.extra.addWidget(widget)
        self._open(self.box.isChecked())

    def say(self, words: str) -> None:
        """The line under the name."""
        self.box.second = words or " "
        self.box.setAccessibleName(f"{right_name(self.right)}, {words}" if words else right_name(self.right))
        self.box.updateGeometry()
        self.box.update()

    def turn(self) -> None:
        """Tick it, or take the tick away; the caret goes with it."""
        self.box.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.box.toggle()

    def _open(self, on: bool) -> None:
        self._extra.setVisible(on and self._has_extra)


class RightTicks(QWidget):
    """All seven, Alt+1 to Alt+7; `wishes` gives each a line for the person's own words."""

    changed = Signal()

    def __init__(self, *, wishes: bool = True, spacing: int = 6) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(spacing)
        self.ticks: dict[Right, RightTick] = {}
        for number, right in enumerate(Right, 1):
            tick = RightTick(right, number, wish=wishes)
            tick.box.toggled.connect(self.changed)
            tick.wish.textChanged.connect(self.changed)
            self.ticks[right] = tick
            column.addWidget(tick)
        self.setFocusProxy(self.ticks[Right.ACCESS].box)
        self.say_all(default_words())

    @property
    def rights(self) -> frozenset[Right]:
        """What is ticked."""
        return frozenset(right for right, tick in self.ticks.items() if tick.box.isChecked())

    @property
    def wishes(self) -> Mapping[Right, str]:
        """What is ticked, with the person's words."""
        return {right: tick.wish.text().strip() for right, tick in self.ticks.items() if tick.box.isChecked()}

    def set_wishes(self, wishes: Mapping[Right, str]) -> None:
        """Tick exactly these and put the words in."""
        for right, tick in self.ticks.items():
            tick.box.setChecked(right in wishes)
            if tick.wish.text() != wishes.get(right, ""):
                tick.wish.setText(wishes.get(right, ""))

    def say_all(self, words: Mapping[Right, str]) -> None:
        """The line under each name; rights that are not named keep theirs."""
        for right, text in words.items():
            self.ticks[right].say(text)


def default_words() -> Mapping[Right, str]:
    """What a right means, before anything is known about this request."""
    return {
        Right.ACCESS: _("a copy of the data"),
        Right.RECTIFICATION: _("a value on file is wrong"),
        Right.ERASURE: _("the privacy officer decides"),
        Right.RESTRICTION: _("while a value is disputed"),
        Right.PORTABILITY: _("a file for another firm"),
        Right.OBJECTION: _("acts at once for advertising"),
        Right.WITHDRAWAL: _("acts at once"),
    }
