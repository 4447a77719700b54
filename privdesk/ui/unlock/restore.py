# SPDX-License-Identifier: MIT
"""Restore from a backup: choose it, prove who you are, see what would come back, bring it back to a new folder."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from privdesk.domain.backup_errors import (
    LedgerDamagedError,
    LedgerMissingError,
    LedgerOtherHistoryError,
    LedgerOutdatedError,
)
from privdesk.i18n import _
from privdesk.services.backup_ports import FoundBackup
from privdesk.services.progress import Progress
from privdesk.services.restore import Opener, PreparedRestore, Restored
from privdesk.ui.errors import show_error
from privdesk.ui.jobs import Job, Jobs
from privdesk.ui.unlock.flow import Flow, cover_words
from privdesk.ui.unlock.ports import VaultsPort
from privdesk.ui.unlock.restore_forms import ChooseBackupForm, PreviewForm
from privdesk.ui.unlock.sheet import RecoverySheetForm, Render

_LEDGER = (LedgerMissingError, LedgerOutdatedError, LedgerDamagedError, LedgerOtherHistoryError)


class RestoringPort(Protocol):
    """What this way needs: `services.restore.Restoring` is one."""

    def found(self, place: Path, *, read: bool = False) -> Sequence[FoundBackup]: ...

    def proposed_folder(self, backup: FoundBackup) -> Path: ...

    def prepare(
        self,
        place: Path,
        target: Path,
        opener: Opener,
        *,
        ledger: Path | None = None,
        near: Sequence[Path] = (),
    ) -> PreparedRestore: ...

    def finish(self, prepared: PreparedRestore, progress: Progress = ...) -> Restored: ...

    def abandon(self, prepared: PreparedRestore) -> None: ...


class RestoreBackup(Flow):
    """The way through; what was staged goes away when it is left."""

    finished = Signal(object, str)
    """The folder of the records that stand again, and who may sign in to them."""

    def __init__(
        self,
        restoring: RestoringPort,
        vaults: VaultsPort,
        jobs: Jobs,
        render: Render | None,
        parent: QObject,
        near: Sequence[Path] = (),
        staff_name: str = "",
    ) -> None:
        """`near` are folders of records that are in trouble: their list of erasures is looked at, too."""
        super().__init__(vaults, jobs, render, parent)
        self._restoring, self._near = restoring, tuple(near)
        self._prepared: PreparedRestore | None = None
        self._running: Job | None = None
        self._form = ChooseBackupForm(jobs, vaults, staff_name)
        self._form.folder_chosen.connect(self._look_for)
        self._form.backup_chosen.connect(self._propose)
        self._form.done.connect(self._prepare)
        self._form.back_asked.connect(self.left)

    def start(self) -> None:
        """Show the first form."""
        words = _("Nothing that exists is changed: a restore always goes to a new folder.")
        self.cover.emit("archive", words)
        self.show_form.emit(self._form)

    def _look_for(self, folder: Path) -> None:
        self._run(self._form, lambda: self._restoring.found(folder), self._form.show_found)

    def _propose(self, backup: FoundBackup) -> None:
        self._run(self._form, lambda: self._restoring.proposed_folder(backup), self._form.propose)

    def _prepare(self) -> None:
        form, backup, target = self._form, self._form.backup, self._form.target
        if backup is None or target is None:
            return
        opener, ledger, near = form.opener(), form.ledger, self._near
        form.set_busy(busy=True, words=_("Opening the backup…"))

        def work(_progress: Progress) -> PreparedRestore:
            return self._restoring.prepare(backup.folder, target, opener, ledger=ledger, near=near)

        self._jobs.start(self, work, on_done=self._show_preview, on_failed=self._refused, lane="write")

    def _refused(self, error: BaseException) -> None:
        self._form.refuse(error)
        if isinstance(error, _LEDGER):
            self._form.offer_ledger()

    def _show_preview(self, prepared: PreparedRestore) -> None:
        self._prepared = prepared
        self._form.forget()
        preview = PreviewForm(prepared)
        preview.done.connect(lambda: self._finish(preview, prepared))
        preview.back_asked.connect(self._give_up)
        self.show_form.emit(preview)

    def _finish(self, form: PreviewForm, prepared: PreparedRestore) -> None:
        form.begin()

        def work(progress: Progress) -> Restored:
            return self._restoring.finish(prepared, progress)

        def failed(error: BaseException) -> None:
            self._prepared = self._running = None
            self.show_form.emit(self._form)
            self._form.set_busy(busy=False, words=self._form.act_words)
            show_error(self._form.banner, error)

        self._prepared = None  # from here on the service takes away what it staged
        self._running = self._jobs.start(
            self, work, on_done=lambda restored: self._restored(prepared, restored), on_failed=failed,
            on_progress=form.report, lane="write",
        )  # fmt: skip

    def _restored(self, prepared: PreparedRestore, restored: Restored) -> None:
        self._running = None
        name, access = prepared.vault.staff_name, restored.access
        if access is None:
            self.finished.emit(restored, name)
            return
        sheet = RecoverySheetForm(self._jobs, access.code, access.sheet, access.confirm, self._render)
        sheet.banner.show_words(
            "notice",
            _("The records stand again."),
            _("The sheet you used no longer opens them: keep this new one."),
            closable=False,
        )
        sheet.confirmed.connect(lambda: self.finished.emit(restored, name))
        self.cover.emit(*cover_words("sheet"))
        self.show_form.emit(sheet)

    def _give_up(self) -> None:
        self.close()
        self.left.emit()

    def close(self) -> None:
        """Leave nothing half restored."""
        prepared, self._prepared = self._prepared, None
        if prepared is not None:
            self._restoring.abandon(prepared)
        if self._running is not None:
            self._running.cancel()
