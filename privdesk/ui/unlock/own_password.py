# SPDX-License-Identifier: MIT
"""One's own password in place of the one that an administrator gave; before the desk opens."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from privdesk.i18n import _
from privdesk.services.progress import Progress
from privdesk.ui.errors import show_error
from privdesk.ui.jobs import Jobs
from privdesk.ui.unlock.flow import Flow
from privdesk.ui.unlock.form import UnlockForm
from privdesk.ui.unlock.ports import VaultsPort
from privdesk.ui.unlock.strength import NewPassword
from privdesk.ui.widgets.button import LinkButton

if TYPE_CHECKING:
    from privdesk.services.vaults import OpenVault

_PATIENCE_MS = 5 * 60 * 1000
"""So long the records stay open while nobody chooses; then they are locked again."""


class OwnPasswordForm(UnlockForm):
    """A new password twice; Enter takes it."""

    def __init__(self, jobs: Jobs, vaults: VaultsPort, name: str) -> None:
        super().__init__(
            _("Choose your own password"),
            _("An administrator gave you the one you just typed, so somebody else knows it."),
            _("Take this password"),
        )
        self.password = NewPassword(
            jobs, lambda typed, own: vaults.password_hint(typed, own), _("New password")
        )
        self.password.own_words = (name,)
        self.fields.addWidget(self.password)
        self.back = LinkButton(_("Back, and lock again"))
        self.add_link(self.back)
        self.end_links()
        self.setFocusProxy(self.password)


class OwnPassword(Flow):
    """Shows the form and changes the password; `opened` carries the records that may be shown then."""

    opened = Signal(object)

    def __init__(
        self, vaults: VaultsPort, jobs: Jobs, parent: QObject, opened: "OpenVault", given: str
    ) -> None:
        super().__init__(vaults, jobs, None, parent)
        self._records: OpenVault | None = opened
        self._given = given
        self.form = OwnPasswordForm(jobs, vaults, opened.vault.staff_name)
        self.form.act.clicked.connect(self._change)
        self.form.password.again.submitted.connect(self._change)
        self.form.back.clicked.connect(self._give_up)
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(_PATIENCE_MS)
        self._patience.timeout.connect(self._give_up)
        self.form.password.changed.connect(self._patience.start)

    def start(self) -> None:
        """Show the form."""
        self._patience.start()
        self.show_form.emit(self.form)

    def _change(self) -> None:
        records, new = self._records, self.form.password.value
        if records is None or not self.form.act.isEnabled() or not self.form.password.check():
            return
        if new == self._given:
            self.form.password.first.set_error(_("Choose another one than the one you were given."))
            self.form.password.first.select()
            return
        self._patience.stop()
        self.form.set_busy(busy=True, words=_("Setting the new password…"))
        given = self._given

        def work(_progress: Progress) -> "OpenVault":
            return self._vaults.change_own_password(records, given, new)

        self._jobs.start(self, work, on_done=self._changed, on_failed=self._refused, lane="write")

    def _changed(self, records: "OpenVault") -> None:
        self._records = None
        self.form.password.forget()
        self.opened.emit(records)

    def _refused(self, error: BaseException) -> None:
        self._patience.start()
        self.form.set_busy(busy=False, words=self.form.act_words)
        show_error(self.form.banner, error)

    def _give_up(self) -> None:
        self._patience.stop()
        records, self._records = self._records, None
        if records is None:
            return
        self.form.set_busy(busy=True, words=_("Locking…"))

        def work(_progress: Progress) -> None:
            self._vaults.lock(records)

        def locked(_outcome: object) -> None:
            self.left.emit()

        self._jobs.start(self, work, on_done=locked, on_failed=locked, lane="write")

    def close(self) -> None:
        """Lock the records again at once: the window is being closed."""
        self._patience.stop()
        records, self._records = self._records, None
        if records is not None:
            self._vaults.lock(records)
