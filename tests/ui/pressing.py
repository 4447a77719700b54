# SPDX-License-Identifier: MIT
"""Keys as a person presses them, on whatever has the caret."""

import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from privdesk.ui.widgets.page import Page

CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
NONE = Qt.KeyboardModifier.NoModifier


_shown: list[Page] = []
"""Pages on the window: a page nobody holds would be collected while it is being painted."""


def show(qtbot: QtBot, page: Page, wide: int = 1232, high: int = 836) -> None:
    """Put a page on an active window and let it load."""
    qtbot.addWidget(page)
    _shown[:] = [*filter(shiboken6.isValid, _shown), page]
    page.resize(wide, high)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
    page.load()


def caret() -> QWidget:
    """What has the caret."""
    widget = QApplication.focusWidget()
    assert widget is not None, "nothing has the caret"
    return widget


def press(key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
    """One key on what has the caret."""
    QTest.keyClick(caret(), key, modifiers)


def write(text: str) -> None:
    """Letters on what has the caret."""
    QTest.keyClicks(caret(), text)
