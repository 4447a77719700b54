# SPDX-License-Identifier: MIT
"""Backups that the open desk makes by itself, and the words about them in the status bar."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from privdesk.i18n import _
from privdesk.services.backup_ports import MadeBackup
from privdesk.services.backup_words import status_words
from privdesk.services.backups import Backups, BackupState
from privdesk.ui.jobs import Jobs

FIRST_LOOK_MS = 60_000
"""After the desk has opened: people are served first."""
LOOK_MS = 10 * 60_000


class BackupWatch(QObject):
    """Looks every ten minutes whether a backup is due; lives as long as the frame it belongs to."""

    def __init__(self, backups: Backups, jobs: Jobs, parent: QObject, told: Callable[[], None]) -> None:
        """`told` is called whenever the words have changed."""
        super().__init__(parent)
        self._backups, self._jobs, self._told = backups, jobs, told
        self._state: BackupState | None = None
        self._running = False
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.look)

    def start(self) -> None:
        """Say how it stands, and look for the first time in a minute."""
        self.refresh()
        QTimer.singleShot(FIRST_LOOK_MS, self, self.look)
        self._timer.start()

    def words(self) -> tuple[str, bool]:
        """For the status bar: what to say, and whether it needs attention."""
        if self._running:
            return _("Backing up…"), False
        if self._state is None:
            return "", False
        return status_words(self._state), self._state.shouts

    def refresh(self) -> None:
        """Read the state anew."""
        self._jobs.start(
            self, lambda _progress: self._backups.state(), on_done=self._take, on_failed=lambda _error: None,
            lane="read", latest="state",
        )  # fmt: skip

    def look(self) -> None:
        """Back up if it is time; what fails is recorded, shown in the status bar and on Today."""
        if self._running:
            return
        self._running = self._state is not None and self._state.due
        if self._running:
            self._told()

        def ended(_outcome: MadeBackup | BaseException | None) -> None:
            self._running = False
            self.refresh()

        self._jobs.start(
            self, self._backups.make_if_due, on_done=ended, on_failed=ended, lane="read", latest="backup"
        )

    def _take(self, state: BackupState) -> None:
        self._state = state
        self._told()
