# SPDX-License-Identifier: MIT
"""The strip over the lists while a disposal runs or was stopped: how far it has come, and what can be done."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from privdesk.i18n import _
from privdesk.services import wording
from privdesk.ui.duplicates.search_strip import ShareBar
from privdesk.ui.widgets.button import Button
from privdesk.ui.widgets.label import Label


class DisposalStrip(QWidget):
    """Words, bar, and Stop while it runs; Go on and End here once it was stopped."""

    stop_asked = Signal()
    go_on_asked = Signal()
    end_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.words = Label("", weight=500, wrap=True, digits=True)
        self.bar = ShareBar()
        self.stop = Button(_("Stop"), "x")
        self.go_on = Button(_("Let it go on"), "circle-arrow-right")
        self.end = Button(_("End it here"), "archive")
        self.stop.clicked.connect(self.stop_asked)
        self.go_on.clicked.connect(self.go_on_asked)
        self.end.clicked.connect(self.end_asked)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 10, 24, 10)
        row.setSpacing(16)
        column = QVBoxLayout()
        column.setSpacing(6)
        column.addWidget(self.words)
        column.addWidget(self.bar)
        row.addLayout(column, 1)
        for button in (self.end, self.go_on, self.stop):
            row.addWidget(button)
        self.hide()

    def show_running(self, done: int, total: int) -> None:
        """It runs: `done` of `total` entries are gone."""
        words = _("{done} of {total} entries are gone. Everybody goes on working meanwhile.")
        self._show(words, done, total, running=True)

    def show_stopped(self, number: str, done: int, total: int) -> None:
        """It was stopped and can go on, or be ended."""
        words = _("{number} is not finished: {done} of {total} entries are gone, and stay gone.")
        self._show(words.replace("{number}", number), done, total, running=False)

    def _show(self, words: str, done: int, total: int, *, running: bool) -> None:
        counts = {"done": wording.number(done), "total": wording.number(max(done, total))}
        self.words.setText(words.format(**counts))
        self.bar.set_share(done / total if total else 0.0)
        self.stop.setVisible(running)
        self.go_on.setVisible(not running)
        self.end.setVisible(not running)
        self.show()
