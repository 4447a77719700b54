# SPDX-License-Identifier: MIT
"""A page shows waiting and errors of its jobs, folds its side panel, and keeps its place by names and ids."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from privdesk.domain.errors import BusyError
from privdesk.services.progress import Progress
from privdesk.ui.jobs import Jobs
from privdesk.ui.widgets.field import LineField
from privdesk.ui.widgets.page import Page
from privdesk.ui.widgets.pane import Pane
from privdesk.ui.widgets.row_list import RowList
from privdesk.ui.widgets.rows import Cell, Column, Row
from tests.ui.fakes import HeldJobs, ImmediateJobs


class Notes(Page):
    def __init__(self, jobs: Jobs) -> None:
        super().__init__("Notes", jobs, sentence="three of them")
        self.field = LineField("Note")
        self.field.control.setObjectName("note")
        self.list = RowList("Notes", [Column()])
        self.content.addWidget(self.field)
        self.content.addWidget(self.list)
        side = Pane("left")
        side.add_heading("Beside")
        self.set_side(side)
        self.side = side


@pytest.fixture
def window(qtbot: QtBot) -> QMainWindow:
    made = QMainWindow()
    qtbot.addWidget(made)
    made.resize(1300, 800)
    return made


def put(qtbot: QtBot, window: QMainWindow, page: Page) -> None:
    window.setCentralWidget(page)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()


def test_an_error_becomes_the_banner_with_try_again(qtbot: QtBot) -> None:
    page, tries, shown = Notes(ImmediateJobs()), list[int](), list[str]()
    qtbot.addWidget(page)

    def work(_progress: Progress) -> str:
        tries.append(1)
        if len(tries) == 1:
            raise BusyError
        return "read"

    page.run(work, shown.append, lane="read")
    assert not page.banner.isHidden()
    assert shown == []
    page.banner.act_button.click()
    assert shown == ["read"]
    assert page.banner.isHidden()


def test_a_page_may_take_its_error_itself(qtbot: QtBot) -> None:
    page, taken = Notes(ImmediateJobs()), list[BaseException]()
    qtbot.addWidget(page)

    def work(_progress: Progress) -> None:
        raise BusyError

    page.run(work, lambda _none: None, on_failed=taken.append)
    assert len(taken) == 1
    assert page.banner.isHidden()


def test_waiting_is_shown_after_a_while_and_can_be_cancelled(qtbot: QtBot) -> None:
    jobs = HeldJobs()
    page = Notes(jobs)
    qtbot.addWidget(page)
    page.show()
    page.run(lambda _progress: None, lambda _none: None, words="Reading the notes…")
    assert page.waiting.isHidden()
    qtbot.waitUntil(lambda: not page.waiting.isHidden(), timeout=3000)
    assert page.waiting.label.whole_text == "Reading the notes…"
    page.waiting.stop.click()
    assert page.waiting.isHidden()


def test_waiting_ends_with_the_last_of_several(qtbot: QtBot) -> None:
    jobs = HeldJobs()
    page = Notes(jobs)
    qtbot.addWidget(page)
    page.show()
    page.run(lambda _progress: 1, lambda _one: None, latest="search")
    page.run(lambda _progress: 2, lambda _two: None, latest="search")
    jobs.release()
    assert page.waiting.isHidden()
    assert not page._pending


def test_the_side_panel_folds_in_a_narrow_window(qtbot: QtBot, window: QMainWindow) -> None:
    page = Notes(ImmediateJobs())
    put(qtbot, window, page)
    qtbot.waitUntil(page.side.isVisible)
    assert page.list.width() <= page.width() - 320
    window.resize(1100, 700)
    qtbot.waitUntil(lambda: not page.side.isVisible())
    assert page.list.width() == page.width()
    page.head.side_button.click()
    assert page.side.isVisible()
    assert page.step_back()
    assert not page.side.isVisible()


def test_a_place_is_kept_by_names_and_ids(qtbot: QtBot, window: QMainWindow) -> None:
    page = Notes(ImmediateJobs())
    put(qtbot, window, page)
    page.list.set_rows([Row(7, (Cell("secret words"),))])
    page.list.choose(7)
    page.field.control.setFocus()
    QTest.keyClicks(page.field.line, "half typed")
    QTest.keyClick(page.field.line, Qt.Key.Key_Home)
    QTest.keyClick(page.field.line, Qt.Key.Key_Right)
    state = page.place_state()
    assert "secret" not in repr(state)
    assert "half" not in repr(state)
    again = Notes(ImmediateJobs())
    put(qtbot, window, again)
    again.restore_place(state)
    again.field.set_value("half typed")
    again.list.set_rows([Row(7, (Cell("secret words"),))])
    again.settle_place()
    assert again.list.current_id() == 7
    assert again.field.line.hasFocus()
    assert again.field.line.cursorPosition() == 1
