# SPDX-License-Identifier: MIT
"""Name and password: the right records, as the right person, in five seconds."""

from collections.abc import Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout

from privdesk.i18n import _
from privdesk.ui.errors import sentence_of
from privdesk.ui.theme import theme
from privdesk.ui.unlock.form import UnlockForm
from privdesk.ui.widgets.button import LinkButton
from privdesk.ui.widgets.field import ComboField, PasswordField


class SignIn(UnlockForm):
    """The fields stay whatever happens; a wrong password is marked and selected."""

    asked = Signal(str, str)
    recovery_asked = Signal()
    code_asked = Signal()
    other_asked = Signal()
    new_asked = Signal()
    restore_asked = Signal()

    def __init__(self) -> None:
        super().__init__(
            _("Open the records"), _("Your name and password at this desk."), _("Open"), scrolls=False
        )
        self.name = ComboField(_("Your name"), tall=True, editable=True)
        self.name.combo.setObjectName("staff-name")
        self.password = PasswordField(_("Password"), tall=True)
        self.password.control.setObjectName("password")
        self.fields.addWidget(self.name)
        self.fields.addWidget(self.password)
        self.recovery = LinkButton(_("Recovery sheet"))
        self.code = LinkButton(_("One-time code"))
        self.code.hide()
        room = theme().factor <= 1
        self.other = LinkButton(_("Other records"), keys="Ctrl+O" if room else "", bind=False)
        self.new = LinkButton(_("New records"))
        self.other.set_hint(_("Other records (Ctrl+O)"))
        for link, signal in (
            (self.code, self.code_asked),
            (self.recovery, self.recovery_asked),
            (self.other, self.other_asked),
            (self.new, self.new_asked),
        ):
            link.clicked.connect(signal)
            self.add_link(link)
        self.end_links()
        self.restore = LinkButton(_("Restore from a backup"))
        self.restore.clicked.connect(self.restore_asked)
        below = QHBoxLayout()
        below.addWidget(self.restore)
        below.addStretch()
        self.column.addLayout(below)
        self.act.clicked.connect(self.open)
        self.password.submitted.connect(self.open)
        line = self.name.combo.lineEdit()
        if line is not None:
            line.returnPressed.connect(self.password.select)
        self._left = 0
        self._countdown = QTimer(self)
        self._countdown.setInterval(1000)
        self._countdown.timeout.connect(self._count)
        self.setFocusProxy(self.password)

    def set_names(self, names: Sequence[str], current: str) -> None:
        """Offer the names of these records; what was typed already stays."""
        typed = self.name.value
        self.name.set_options([(name, name) for name in names], typed or current)
        if not self.name.value and len(names) == 1:
            self.name.set_value(names[0])

    def open(self) -> None:
        """Ask for the records to be opened."""
        if not self.act.isEnabled():
            return
        if not self.name.value:
            self.name.set_error(_("Type your name at this desk."))
            self.name.setFocus()
        elif not self.password.value:
            self.password.set_error(_("Type your password."))
            self.password.setFocus()
        else:
            self.asked.emit(self.name.value, self.password.value)

    def wait_for(self, *, busy: bool) -> None:
        """Show that the records are being opened; fields stay."""
        self.set_busy(busy, _("Opening…") if busy else _("Open"))

    def refuse(self, error: BaseException) -> bool:
        """Mark the password; False when the error is about something else."""
        from privdesk.domain.errors import WaitBeforeTryError, WrongPasswordError

        if isinstance(error, WrongPasswordError | WaitBeforeTryError):
            if isinstance(error, WaitBeforeTryError):
                self._wait(error.seconds)
            elif not error.tries_left:
                self._wait(error.wait_seconds)
            else:
                self.password.set_error(sentence_of(error))
            self.password.select()
            return True
        return False

    def _wait(self, seconds: int) -> None:
        self._left = seconds
        self.act.setEnabled(False)
        self._countdown.start()
        self._say_wait()

    def _say_wait(self) -> None:
        from privdesk.services.explain_vault import spell_wait

        words = _("The name or the password is not right. The next try is possible in {wait}.")
        self.password.set_error(words.format(wait=spell_wait(self._left)))

    def _count(self) -> None:
        self._left -= 1
        if self._left > 0:
            self._say_wait()
            return
        self._countdown.stop()
        self.act.setEnabled(True)
        self.password.set_error("")
