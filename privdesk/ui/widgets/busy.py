# SPDX-License-Identifier: MIT
"""Waiting: nothing under 150 ms, then a moving line, after a second words with progress and Cancel."""

from PySide6.QtCore import QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget
from typing_extensions import override

from privdesk.i18n import _
from privdesk.ui.theme import theme, tokens
from privdesk.ui.widgets.button import LinkButton
from privdesk.ui.widgets.label import Label

_FRAME_MS = 33


class BusyLine(QWidget):
    """A line of two pixels that moves, or fills when the share is known."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.share: float | None = None
        self._step = 0
        self._beat = QTimer(self)
        self._beat.timeout.connect(self._move)
        self.setFixedHeight(2)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAccessibleName(_("Working"))
        self.hide()

    def set_share(self, done: int, total: int) -> None:
        """Show how far the work is; a total of 0 keeps the line moving."""
        self.share = done / total if total else None
        self.update()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        self._beat.start(_FRAME_MS)
        super().showEvent(event)

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        self._beat.stop()
        super().hideEvent(event)

    def _move(self) -> None:
        self._step = (self._step + 1) % 60
        if self.share is None:
            self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter, wide = QPainter(self), float(self.width())
        painter.fillRect(self.rect(), theme().color("line"))
        if self.share is not None:
            bar = QRectF(0, 0, wide * self.share, 2)
        else:
            bar = QRectF((self._step / 60 * 1.3 - 0.3) * wide, 0, wide * 0.3, 2)
        painter.fillRect(bar, theme().color("accent_ink"))


class Waiting(QWidget):
    """The strip that appears after a second: what is being done, how far, and Cancel."""

    cancelled = Signal()

    def __init__(self, line: BusyLine, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._line = line
        self._words = ""
        self.label = Label("", "caption", "muted", digits=True)
        self.stop = LinkButton(_("Cancel"))
        self.stop.clicked.connect(self.cancelled)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 4, 24, 4)
        row.addWidget(self.label)
        row.addWidget(self.stop)
        row.addStretch()
        self.hide()
        motion = tokens()["motion"]
        self._soon, self._late = QTimer(self), QTimer(self)
        for timer, delay, slot in (
            (self._soon, motion["progress_after"], line.show),
            (self._late, motion["cancel_after"], self.show),
        ):
            timer.setSingleShot(True)
            timer.setInterval(delay)
            timer.timeout.connect(slot)

    def begin(self, words: str = "") -> None:
        """Start to wait; nothing is seen for 150 ms."""
        self._words = words or _("Working…")
        self.label.setText(self._words)
        self._line.share = None
        if not self._soon.isActive() and self._line.isHidden():
            self._soon.start()
            self._late.start()

    def report(self, done: int, total: int) -> None:
        """Show how far it is."""
        self._line.set_share(done, total)
        if total:
            share = _("{words} {done} of {total}").format(words=self._words, done=done, total=total)
            self.label.setText(share)

    def end(self) -> None:
        """The waiting is over."""
        self._soon.stop()
        self._late.stop()
        self._line.hide()
        self.hide()
