# SPDX-License-Identifier: MIT
"""Dialogs for decisions only; they open over a veil and never block."""

from collections.abc import Callable

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from privdesk.i18n import _
from privdesk.ui.theme import theme
from privdesk.ui.widgets.button import Button, DangerButton, PrimaryButton
from privdesk.ui.widgets.drawing import paint_box
from privdesk.ui.widgets.field import PasswordField
from privdesk.ui.widgets.label import Label


class Decision(QDialog):
    """A question with an act and its opposite; the opposite is the default.

    `fields` takes widgets between the words and the buttons.
    """

    def __init__(self, parent: QWidget, title: str, words: str, act: Button, keep: str) -> None:
        super().__init__(parent.window())
        self.setWindowTitle(title)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(440)
        self.setAccessibleName(f"{title} {words}")
        self.act, self.keep = act, Button(keep, keys="Esc", bind=False)
        self.act.clicked.connect(self.accept)
        self.keep.clicked.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        column.addWidget(Label(title, "heading", wrap=True))
        if words:
            column.addWidget(Label(words, wrap=True))
        self.fields = QVBoxLayout()
        self.fields.setSpacing(12)
        column.addLayout(self.fields)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch()
        buttons.addWidget(self.keep)
        buttons.addWidget(self.act)
        column.addSpacing(8)
        column.addLayout(buttons)
        self.keep.setFocus()
        lock = getattr(parent.window(), "lock", None)
        if lock is not None:  # a dialog keeps the keys of the window away; locking must work all the same
            QShortcut(QKeySequence("Ctrl+L"), self).activated.connect(lock)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not self.keep.hasFocus():
            if self.act.isEnabled():
                self.act.click()
            return
        super().keyPressEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        paint_box(QPainter(self), QRectF(self.rect()), theme().color("surface_raised"), None, 0)


def ask(
    parent: QWidget,
    title: str,
    words: str,
    act: str,
    on_yes: Callable[[], None],
    *,
    keep: str = "",
    danger: bool = False,
) -> Decision:
    """Ask for a decision. A destructive `act` names object and count: `Delete 3 drafts`."""
    button: Button = DangerButton(act, last_step=True) if danger else PrimaryButton(act)
    dialog = Decision(parent, title, words, button, keep or _("Cancel"))
    dialog.accepted.connect(on_yes)
    dialog.open()
    return dialog


def ask_with_password(
    parent: QWidget, title: str, words: str, act: str, on_password: Callable[[str], None], *, keep: str = ""
) -> Decision:
    """Ask for the last step of something that cannot be undone: the password is typed again."""
    dialog = Decision(parent, title, words, DangerButton(act, last_step=True), keep or _("Cancel"))
    password = PasswordField(_("Your password"))
    dialog.fields.addWidget(password)
    dialog.act.setEnabled(False)
    password.changed.connect(lambda: dialog.act.setEnabled(bool(password.value)))
    dialog.accepted.connect(lambda: on_password(password.value))
    dialog.open()
    password.setFocus()
    return dialog
