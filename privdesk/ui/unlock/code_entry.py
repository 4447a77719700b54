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
from privdesk.ui.jobs import Jobs
from privdesk.ui.unlock.code_form import CodeForm, CodeWords
from privdesk.ui.unlock.flow import Flow
from privdesk.ui.unlock.ports import VaultsPort


class OneTimeForm(CodeForm):
    """The code of an administrator lets one in on this computer."""

    code_name = "one-time-code"
    beside_code = (RecoveryCodeMistypedError, CodeRefusedError, CodeExpiredError, WaitBeforeTryError)

    def __init__(self, jobs: Jobs, vaults: VaultsPort, names: Sequence[str], name: str) -> None:
        words = CodeWords(
            title=_("Enter your one-time code"),
            words=_(
                "An administrator makes it for you. It works once, and sets your password on this computer."
            ),
            act=_("Let me in on this computer"),
            name=_("Your name"),
            no_name=_("Type your name at this desk."),
            code=_("One-time code"),
            password=_("Password on this computer"),
        )
        super().__init__(words, jobs, vaults, names, name)


class UseCode(Flow):
    """Shows the form and exchanges the code; `finished` carries the name."""

    finished = Signal(str)

    def __init__(self, vaults: VaultsPort, jobs: Jobs, parent: QObject, peek: VaultPeek, name: str) -> None:
        super().__init__(vaults, jobs, None, parent)
        self._folder = peek.folder
        self.form = OneTimeForm(jobs, vaults, peek.waiting_names or peek.staff_names, name)
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
