# SPDX-License-Identifier: MIT
"""A new password with the recovery sheet; the desk stays closed, and a new sheet takes the old one's place."""

from collections.abc import Sequence

from PySide6.QtCore import Signal

from privdesk.domain.errors import RecoveryCodeMistypedError, RecoveryRefusedError, WaitBeforeTryError
from privdesk.i18n import _
from privdesk.ui.errors import sentence_of, show_error
from privdesk.ui.jobs import Jobs
from privdesk.ui.unlock.form import UnlockForm
from privdesk.ui.unlock.ports import VaultsPort
from privdesk.ui.unlock.strength import NewPassword
from privdesk.ui.widgets.button import LinkButton
from privdesk.ui.widgets.field import ComboField, LineField


class RecoverForm(UnlockForm):
    """Name, code, new password."""

    asked = Signal(str, str, str)
    back_asked = Signal()

    def __init__(self, jobs: Jobs, vaults: VaultsPort, names: Sequence[str], name: str) -> None:
        super().__init__(
            _("Use the recovery sheet"),
            _("The printed code sets a new password for the person you name. It is used up by this."),
            _("Set the new password"),
        )
        self.name = ComboField(
            _("Name"), [(each, each) for each in names], value=name, tall=True, editable=True
        )
        self.code = LineField(
            _("Code on the sheet"), hint=_("eight groups of five characters"), mandatory=False, tall=True
        )
        self.code.control.setObjectName("recovery-code")
        self.password = NewPassword(
            jobs, lambda typed, own: vaults.password_hint(typed, own), _("New password")
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
            self.name.set_error(_("Type whose password is to be set."))
            self.name.setFocus()
        elif not self.code.value:
            self.code.set_error(_("Type the code as it is printed."))
            self.code.select()
        elif self.password.check():
            self.set_busy(busy=True, words=_("Setting the new password…"))
            self.asked.emit(self.name.value, self.code.value, self.password.value)

    def refuse(self, error: BaseException) -> None:
        """Say what is wrong beside the code, or in the banner."""
        self.set_busy(busy=False, words=_("Set the new password"))
        if isinstance(error, RecoveryCodeMistypedError | RecoveryRefusedError | WaitBeforeTryError):
            self.code.set_error(sentence_of(error))
            self.code.select()
        else:
            show_error(self.banner, error)
