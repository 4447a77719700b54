# SPDX-License-Identifier: MIT
"""Change one's own password: the old one, the new one twice."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from privdesk.domain.errors import WaitBeforeTryError, WrongPasswordError
from privdesk.domain.vault import PasswordHint
from privdesk.i18n import _
from privdesk.services.progress import Progress
from privdesk.ui.dialogs import Decision
from privdesk.ui.errors import sentence_of
from privdesk.ui.jobs import Jobs
from privdesk.ui.unlock.strength import NewPassword
from privdesk.ui.widgets.button import PrimaryButton
from privdesk.ui.widgets.field import PasswordField


class ChangePassword(Decision):
    """`change(old, new)` runs as a writing job; the dialog stays until it worked."""

    def __init__(
        self,
        parent: QWidget,
        jobs: Jobs,
        change: Callable[[str, str], None],
        hint: Callable[[str, tuple[str, ...]], PasswordHint],
        on_changed: Callable[[], None],
    ) -> None:
        super().__init__(
            parent,
            _("Change your password"),
            "",
            PrimaryButton(_("Change the password")),
            _("Keep the old one"),
        )
        self._jobs, self._change, self._on_changed = jobs, change, on_changed
        self.old = PasswordField(_("Old password"))
        self.new = NewPassword(jobs, hint, _("New password"), tall=False)
        self.fields.addWidget(self.old)
        self.fields.addWidget(self.new)
        self.act.clicked.disconnect(self.accept)
        self.act.clicked.connect(self._submit)
        self.old.setFocus()

    def _submit(self) -> None:
        if not self.old.value:
            self.old.set_error(_("Type your password as it is now."))
            self.old.select()
            return
        if not self.new.check():
            return
        old, new = self.old.value, self.new.value

        def work(_progress: Progress) -> None:
            self._change(old, new)

        self.act.setEnabled(False)
        self._jobs.start(self, work, on_done=self._changed, on_failed=self._refused, lane="write")

    def _changed(self, _nothing: None) -> None:
        self.accept()
        self._on_changed()

    def _refused(self, error: BaseException) -> None:
        self.act.setEnabled(True)
        field = self.old if isinstance(error, WrongPasswordError | WaitBeforeTryError) else self.new.first
        field.set_error(sentence_of(error))
        field.select()
