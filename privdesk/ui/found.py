# SPDX-License-Identifier: MIT
"""How the records were found: said on the first page; and when old pages turn up while people work, the desk locks."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, QTimer

from privdesk.domain.vault import SignInNote
from privdesk.services.sign_in_words import note_words

if TYPE_CHECKING:
    from privdesk.ui.main_window import MainWindow

_LOOK_MS = 2000
PAGES = "pages"
"""What the unlock page begins with after such a locking."""


class Comparing(Protocol):
    """Open records whose pages may still be compared."""

    @property
    def pages_wrong(self) -> bool: ...


class FoundWatch(QObject):
    """Lives with the window; `begin` for each desk."""

    def __init__(self, main: "MainWindow") -> None:
        super().__init__(main)
        self._main = main
        self._records: Comparing | None = None
        self._notes: Sequence[SignInNote] = ()
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self.look)
        main.opened.connect(self._say)
        main.locked.connect(self._timer.stop)

    def begin(self, records: Comparing, notes: Sequence[SignInNote]) -> None:
        """Watch this desk."""
        self._records, self._notes = records, tuple(notes)
        self._timer.start()

    def look(self) -> None:
        """Lock as soon as pages were found that the desk did not leave."""
        if self._records is not None and self._records.pages_wrong:
            self._records = None
            self._timer.stop()
            self._main.lock_for(PAGES)

    def _say(self) -> None:
        notes, self._notes = self._notes, ()
        frame = self._main.frame
        if not notes or frame is None or frame.page is None:
            return
        titles, sentences = zip(*(note_words(note) for note in notes), strict=True)
        frame.page.banner.show_words("notice", " ".join(titles), " ".join(sentences))
