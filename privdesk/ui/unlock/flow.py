# SPDX-License-Identifier: MIT
"""The ways through making and recovering records, one form after the other."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from privdesk.domain.vault import VaultBinding, VaultPeek
from privdesk.i18n import _
from privdesk.services.office import office_of_place
from privdesk.services.progress import Progress
from privdesk.services.regimes import Regimes
from privdesk.services.vaults import MadeVault, RecoveredAccess
from privdesk.ui.errors import show_error
from privdesk.ui.jobs import Jobs
from privdesk.ui.unlock.first_run import DoneForm, OfficeForm, YouForm
from privdesk.ui.unlock.form import UnlockForm
from privdesk.ui.unlock.ports import VaultsPort
from privdesk.ui.unlock.recover import RecoverForm
from privdesk.ui.unlock.sheet import RecoverySheetForm, Render

T = TypeVar("T")
_WORDS = {
    "office": ("folder", "Records are one folder on this computer; nothing leaves it."),
    "you": ("key-round", "Your password is kept nowhere: a key made from it opens the records."),
    "sheet": ("file-text", "The sheet is on paper only. Lock it away, not beside this computer."),
    "done": ("lock-keyhole", "Everything is encrypted on the disk from the first entry on."),
}


def cover_words(step: str) -> tuple[str, str]:
    """Icon and the one sentence of a step that says what is kept where."""
    icon, words = _WORDS[step]
    return icon, _(words)


class Flow(QObject):
    """Base of a way: asks for forms to be shown, runs the slow part in jobs."""

    show_form = Signal(object)
    cover = Signal(str, str)
    left = Signal()

    def __init__(self, vaults: VaultsPort, jobs: Jobs, render: Render | None, parent: QObject) -> None:
        super().__init__(parent)
        self._vaults, self._jobs, self._render = vaults, jobs, render

    def _run(self, form: UnlockForm, work: Callable[[], T], done: Callable[[T], None]) -> None:
        def failed(error: BaseException) -> None:
            form.set_busy(busy=False, words=_("Go on"))
            show_error(form.banner, error)

        def job(_progress: Progress) -> T:
            return work()

        self._jobs.start(self, job, on_done=done, on_failed=failed, lane="write")

    def close(self) -> None:
        """Leave nothing half made."""


class MakeRecords(Flow):
    """The four steps of the first run."""

    opened = Signal(object, str, str)
    """Folder, name and password of the records just made."""
    other_asked = Signal()
    """There are records already, elsewhere."""
    restore_asked = Signal()
    """There is a backup."""

    def __init__(
        self, vaults: VaultsPort, jobs: Jobs, render: Render | None, parent: QObject, *, first: bool
    ) -> None:
        super().__init__(vaults, jobs, render, parent)
        self._office = OfficeForm(Regimes().places(), vaults, first=first)
        self._office.done.connect(self._ask_binding)
        self._office.back_asked.connect(self.left)
        self._office.other_asked.connect(self.other_asked)
        self._office.restore_asked.connect(self.restore_asked)
        self._you: YouForm | None = None
        self._made: MadeVault | None = None
        self._sign_in = ("", "")

    def start(self) -> None:
        """Show the first step."""
        self._show("office", self._office)

    def _show(self, step: str, form: UnlockForm) -> None:
        self.cover.emit(*cover_words(step))
        self.show_form.emit(form)

    def _ask_binding(self) -> None:
        if self._you is not None:
            self._show("you", self._you)
        else:
            self._run(self._office, self._vaults.can_bind, self._show_you)

    def _show_you(self, can_bind: bool) -> None:
        self._you = YouForm(self._jobs, self._vaults, can_bind=can_bind)
        self._you.done.connect(self._prepare)
        self._you.back_asked.connect(self.start)
        self._show("you", self._you)

    def _prepare(self) -> None:
        you, office = self._you, self._office
        if you is None:
            return
        name, place, language = office.name.value, office.place.value, office.language.value
        folder, staff, password = office.where, you.name.value, you.password.value
        binding = VaultBinding(you.binding.value)
        self._sign_in = (staff, password)
        before = self._made

        def work() -> MadeVault:
            if before is not None:
                self._vaults.abandon(before)
            proposed = office_of_place(name, place, language=language)
            return self._vaults.prepare(
                folder, name=name, staff_name=staff, password=password, office=proposed, binding=binding
            )

        self._made = None
        you.set_busy(busy=True, words=_("Making the records…"))
        self._run(you, work, self._show_sheet)

    def _show_sheet(self, made: MadeVault) -> None:
        self._made = made
        sheet = RecoverySheetForm(self._jobs, made.code, made.sheet, made.confirm, self._render)
        sheet.confirmed.connect(lambda: self._finish(sheet, made))
        self._show("sheet", sheet)

    def _finish(self, sheet: RecoverySheetForm, made: MadeVault) -> None:
        sheet.set_busy(busy=True, words=_("Putting the records in their place…"))
        self._run(sheet, lambda: self._vaults.finish(made), lambda folder: self._show_done(folder, made))

    def _show_done(self, folder: Path, made: MadeVault) -> None:
        self._made = None
        done = DoneForm(made.weaker_than_usual)
        done.open_asked.connect(lambda: self.opened.emit(folder, *self._sign_in))
        self._show("done", done)

    def close(self) -> None:
        """Take records away whose sheet was not confirmed."""
        made, self._made = self._made, None
        if made is not None:
            self._vaults.abandon(made)


class Recover(Flow):
    """Name and code, then the new sheet, then back to the password."""

    finished = Signal(str)
    """Name of the person whose password was set."""

    def __init__(
        self,
        vaults: VaultsPort,
        jobs: Jobs,
        render: Render | None,
        parent: QObject,
        peek: VaultPeek,
        name: str,
    ) -> None:
        super().__init__(vaults, jobs, render, parent)
        self._folder, self._name = peek.folder, name
        self._form = RecoverForm(jobs, vaults, peek.staff_names, name)
        self._form.asked.connect(self._recover)
        self._form.back_asked.connect(self.left)

    def start(self) -> None:
        """Show the form."""
        self.show_form.emit(self._form)

    def _recover(self, name: str, code: str, password: str) -> None:
        self._name = name

        def work(_progress: Progress) -> RecoveredAccess:
            return self._vaults.recover(self._folder, staff_name=name, code=code, new_password=password)

        self._jobs.start(self, work, on_done=self._show_sheet, on_failed=self._form.refuse, lane="write")

    def _show_sheet(self, access: RecoveredAccess) -> None:
        sheet = RecoverySheetForm(self._jobs, access.code, access.sheet, access.confirm, self._render)
        sheet.banner.show_words(
            "notice",
            _("The new password is set."),
            _("The old sheet no longer works: keep this new one."),
            closable=False,
        )
        sheet.confirmed.connect(lambda: self.finished.emit(self._name))
        self.cover.emit(*cover_words("sheet"))
        self.show_form.emit(sheet)
