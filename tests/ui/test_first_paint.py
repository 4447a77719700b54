# SPDX-License-Identifier: MIT
"""The moment at which a window can be seen is noticed once, and not before."""

from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from privdesk.ui.first_paint import FirstPaint


def test_a_shown_window_is_noticed_once(qtbot: QtBot, qapp: QApplication) -> None:
    seen: list[bool] = []
    first = FirstPaint(qapp)
    first.painted.connect(lambda: seen.append(True))
    window = QWidget()
    qtbot.addWidget(window)
    with qtbot.waitSignal(first.painted):
        window.show()
    other = QWidget()
    qtbot.addWidget(other)
    with qtbot.waitExposed(other):
        other.show()
    assert seen == [True]


def test_nothing_is_noticed_while_nothing_is_shown(qtbot: QtBot, qapp: QApplication) -> None:
    first = FirstPaint(qapp)
    qtbot.addWidget(QWidget())
    with qtbot.assertNotEmitted(first.painted, wait=50):
        QWidget().repaint()
    qapp.removeEventFilter(first)
