# SPDX-License-Identifier: MIT
"""What was copied from the desk does not stay on the clipboard: gone after a minute and a half, and when the desk locks.

Whatever way it got there (Ctrl+C in any field, a button, a selection that X11 offers to the middle mouse button), it is
noticed here, and cleared only while it is still ours: what another program put there since is left alone. Windows and
macOS: written, not tried.
"""

from typing import Protocol

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QClipboard, QGuiApplication

CLEAR_AFTER_SECONDS = 90
Mode = QClipboard.Mode


class Owned(Protocol):
    """As much of a clipboard as is needed here; `QClipboard` is one."""

    def ownsClipboard(self) -> bool: ...  # noqa: N802 -- the name Qt gives it
    def ownsSelection(self) -> bool: ...  # noqa: N802
    def supportsSelection(self) -> bool: ...  # noqa: N802
    def clear(self, mode: QClipboard.Mode = ...) -> None: ...


class ClipboardKeeper(QObject):
    """Clears what the desk put on the clipboard; one for the window, as long as a desk is open."""

    def __init__(
        self,
        parent: QObject | None = None,
        clipboard: Owned | None = None,
        seconds: int = CLEAR_AFTER_SECONDS,
    ) -> None:
        super().__init__(parent)
        self._clipboard: Owned = clipboard or QGuiApplication.clipboard()
        self._waits = {mode: self._timer(mode, seconds) for mode in self._modes()}
        changed = getattr(self._clipboard, "changed", None)
        if changed is not None:
            changed.connect(self.look)

    def look(self, mode: QClipboard.Mode) -> None:
        """Something was copied, here or elsewhere: what is ours gets its time anew, what is not is forgotten."""
        wait = self._waits.get(mode)
        if wait is None:
            return
        wait.start() if self._ours(mode) else wait.stop()

    def clear(self) -> None:
        """Clear what is still ours: the desk locks or closes."""
        for mode in self._waits:
            self._clear(mode)

    def _modes(self) -> list[QClipboard.Mode]:
        return [Mode.Clipboard, Mode.Selection] if self._clipboard.supportsSelection() else [Mode.Clipboard]

    def _timer(self, mode: QClipboard.Mode, seconds: int) -> QTimer:
        wait = QTimer(self)
        wait.setSingleShot(True)
        wait.setInterval(seconds * 1000)
        wait.timeout.connect(lambda: self._clear(mode))
        return wait

    def _ours(self, mode: QClipboard.Mode) -> bool:
        if mode == Mode.Selection:
            return self._clipboard.ownsSelection()
        return self._clipboard.ownsClipboard()

    def _clear(self, mode: QClipboard.Mode) -> None:
        ours = self._ours(mode)
        self._waits[mode].stop()
        if ours:
            self._clipboard.clear(mode)
