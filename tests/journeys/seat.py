# SPDX-License-Identifier: MIT
"""Somebody at the real window with nothing but a keyboard."""

from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from privdesk.ui.app import LastRecords, Window, make_application
from privdesk.ui.jobs import DeskJobs
from privdesk.ui.widgets.page import Page
from tests.journeys.office_kit import PASSWORD, Office

PATIENCE = 15_000
NONE = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier


class StrayWindows(QObject):
    """Notes every widget that shows as a window of its own: one that flashes up takes the keyboard away."""

    def __init__(self, main: QWidget) -> None:
        super().__init__()
        self._main = main
        self.seen: list[str] = []
        QApplication.instance().installEventFilter(self)  # type: ignore[union-attr]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() is QEvent.Type.Show and isinstance(watched, QWidget):
            self._note(watched)
        return False

    def _note(self, shown: QWidget) -> None:
        if shown is not self._main and shown.isWindow() and shown.windowType() is Qt.WindowType.Window:
            self.seen.append(type(shown).__name__)


class Seat:
    """The window, its jobs, and the keys that were pressed since `count` was last set to 0."""

    def __init__(self, qtbot: QtBot, office: Office, scratch: Path) -> None:
        make_application()
        self.bot = qtbot
        self.program = office.program()
        self.jobs = DeskJobs()
        self.window = Window(self.program, self.jobs, office.folder, LastRecords(scratch / "window.ini"))
        self.main = self.window.main
        qtbot.addWidget(self.main)
        self.strays = StrayWindows(self.main)
        self.main.show()
        self.main.activateWindow()
        qtbot.waitUntil(self.main.isActiveWindow, timeout=PATIENCE)
        self.count = 0
        self.settle()

    @property
    def page(self) -> Page:
        """The page on the window."""
        assert self.main.frame is not None
        assert self.main.frame.page is not None
        return self.main.frame.page

    @property
    def place(self) -> str:
        """The key of the place that is open."""
        assert self.main.frame is not None
        assert self.main.frame.visit is not None
        return self.main.frame.visit.place

    def settle(self) -> None:
        """Wait until nothing runs, twice, so that what a result starts is waited for too."""
        for _each in range(3):
            self.bot.waitUntil(lambda: not self.jobs.running, timeout=PATIENCE)
            QApplication.sendPostedEvents()
            turns: list[int] = []
            self.bot.waitUntil(lambda turns=turns: turns.append(1) or len(turns) > 3, timeout=PATIENCE)  # type: ignore[misc]

    def focus(self) -> QWidget:
        """What the keys go to."""
        return QApplication.focusWidget() or self.main

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
        """Press one key."""
        self.count += 1
        QTest.keyClick(self.focus(), key, modifier)
        self.settle()

    def type(self, text: str) -> None:
        """Type a text."""
        self.count += len(text)
        QTest.keyClicks(self.focus(), text)
        self.settle()

    def sign_in(self, password: str = PASSWORD) -> None:
        """Name is remembered; type the password, Enter."""
        secret = next(
            each
            for each in self.main.findChildren(QLineEdit)
            if each.echoMode() is QLineEdit.EchoMode.Password and each.isVisible()
        )
        secret.setFocus()
        self.type(password)
        QTest.keyClick(secret, Qt.Key.Key_Return)
        self.bot.waitUntil(lambda: self.main.frame is not None, timeout=PATIENCE)
        self.settle()

    def leave(self) -> None:
        """Lock and end."""
        self.main.lock()
        self.settle()
        assert not self.strays.seen
        self.jobs.close()
        self.program.close()
