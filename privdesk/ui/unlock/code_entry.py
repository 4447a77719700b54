# SPDX-License-Identifier: MIT
"""A one-time code becomes a password on this computer; the desk stays closed until it was typed."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from privdesk.domain.errors import (
    CodeExpiredError,
    CodeRefusedError,
    RecoveryCodeMistypedError,
    WaitBeforeTryError,
)
from privdesk.domain.vault import VaultPeek
from privdesk.i18n import _
from privdesk.services.progress import Progress
from privdesk.ui.errors import sentence_of, show_error
from privdesk.ui.jobs import Jobs
from privdesk.ui.unlock.flow import Flow
from privdesk.ui.unlock.form import UnlockForm
from privdesk.ui.unlock.ports import VaultsPort
from privdesk.ui.unlock.strength import NewPassword
from privdesk.ui.widgets.button import LinkButton
from privdesk.ui.widgets.field import ComboField, LineField

_BESIDE_CODE = (RecoveryCodeMistypedError, CodeRefusedError, CodeExpiredError, WaitBeforeTryError)


class CodeForm(UnlockForm):
    """Name, code, password for this computer."""

    asked = Signal(str, str, str)
    back_asked = Signal()

    def __init__(self, jobs: Jobs, vaults: VaultsPort, names: Sequence[str], name: str) -> None:
        super().__init__(
            _("Enter your one-time code"),
            _("An administrator makes it for you. It works once, and sets your password on this computer."),
            _("Let me in on this computer"),
        )
        self.name = ComboField(
            _("Your name"), [(each, each) for each in names], value=name, tall=True, editable=True
        )
        self.code = LineField(
            _("One-time code"), hint=_("eight groups of five characters"), mandatory=False, tall=True
        )
        self.code.control.setObjectName("one-time-code")
        self.password = NewPassword(
            jobs, lambda typed, own: vaults.password_hint(typed, own), _("Password on this computer")
        )
        for field in (self.name, self.code, self.password):
            self.fields.addWidget(field)
        back = LinkButton(_("Back to the password"))
        back.clicked.connect(self.back_asked)
        self.add_link(back)
        self.end_links()
        self.act.clicked.connect(self._submit)
        self.password.again.submitted.connect(self._submit)
        self.setFocusProxy(self.code)

    def _submit(self) -> None:
        self.password.own_words = (self.name.value,)
        if not self.name.value:
            self.name.set_error(_("Type your name at this desk."))
            self.name.setFocus()
        elif not self.code.value:
            self.code.set_error(_("Type the code as it is printed."))
            self.code.select()
        elif self.password.check():
            self.set_busy(busy=True, words=_("Setting the new password…"))
            self.asked.emit(self.name.value, self.code.value, self.password.value)

    def refuse(self, error: BaseException) -> None:
        """Say what is wrong beside the code, or in the banner."""
        self.set_busy(busy=False, words=self.act_words)
        if isinstance(error, _BESIDE_CODE):
            self.code.set_error(sentence_of(error))
            self.code.select()
        else:
            show_error(self.banner, error)


class UseCode(Flow):
    """Shows the form and exchanges the code; `finished` carries the name."""

    finished = Signal(str)

    def __init__(self, vaults: VaultsPort, jobs: Jobs, parent: QObject, peek: VaultPeek, name: str) -> None:
        super().__init__(vaults, jobs, None, parent)
        self._folder = peek.folder
        self.form = CodeForm(jobs, vaults, peek.waiting_names or peek.staff_names, name)
        self.form.asked.connect(self._use)
        self.form.back_asked.connect(self.left)

    def start(self) -> None:
        """Show the form."""
        self.show_form.emit(self.form)

    def _use(self, name: str, code: str, password: str) -> None:
        def work(_progress: Progress) -> None:
            self._vaults.use_code(self._folder, staff_name=name, code=code, new_password=password)

        def used(_nothing: None) -> None:
            self.form.password.forget()
            self.finished.emit(name)

        self._jobs.start(self, work, on_done=used, on_failed=self.form.refuse, lane="write")
