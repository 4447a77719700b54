# SPDX-License-Identifier: MIT
"""A printed code and a new password: the form of the recovery sheet and of the one-time code."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal

from privdesk.domain.errors import PrivdeskError
from privdesk.i18n import _
from privdesk.ui.errors import sentence_of, show_error
from privdesk.ui.jobs import Jobs
from privdesk.ui.unlock.form import UnlockForm
from privdesk.ui.unlock.ports import VaultsPort
from privdesk.ui.unlock.strength import NewPassword
from privdesk.ui.widgets.button import LinkButton
from privdesk.ui.widgets.field import ComboField, LineField


@dataclass(frozen=True, slots=True)
class CodeWords:
    """What such a form says."""

    title: str
    words: str
    act: str
    name: str
    no_name: str
    code: str
    password: str


class CodeForm(UnlockForm):
    """Name, code, new password."""

    asked = Signal(str, str, str)
    back_asked = Signal()
    code_name = ""
    """By which the code's field is found again after a lock."""
    beside_code: tuple[type[PrivdeskError], ...] = ()
    """Errors that are said beside the code."""

    def __init__(
        self, words: CodeWords, jobs: Jobs, vaults: VaultsPort, names: Sequence[str], name: str
    ) -> None:
        super().__init__(words.title, words.words, words.act)
        self._no_name = words.no_name
        self.name = ComboField(
            words.name, [(each, each) for each in names], value=name, tall=True, editable=True
        )
        self.code = LineField(
            words.code, hint=_("eight groups of five characters"), mandatory=False, tall=True
        )
        self.code.control.setObjectName(self.code_name)
        self.password = NewPassword(jobs, lambda typed, own: vaults.password_hint(typed, own), words.password)
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
            self.name.set_error(self._no_name)
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
        if isinstance(error, self.beside_code):
            self.code.set_error(sentence_of(error))
            self.code.select()
        else:
            show_error(self.banner, error)
