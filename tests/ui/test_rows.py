# SPDX-License-Identifier: MIT
"""Lists are worked by keyboard, keep the current row when they are filled anew, and say their rows."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from privdesk.ui.widgets.row_list import RowList
from privdesk.ui.widgets.rows import Cell, Column, DeadlineBar, Row, Section, Tag, column_edges

COLUMNS = [Column("Left", 60), Column("Person", stretch=2), Column("Due", 120, hide_below=500)]
SECTIONS = {"due": Section("Due", "2"), "forms": Section("Incomplete forms", act="All forms")}


def rows() -> list[Row]:
    return [
        Row(
            1,
            (
                Cell("2", after="days", number=True, tone="danger"),
                Cell("Zoë Keller", after="Access"),
                Cell("Thu 26 Mar"),
            ),
            "due",
        ),
        Row(
            2,
            (Cell(bar=DeadlineBar(0.5, 0.8)), Cell("Marco Bianchi", tags=(Tag("Restricted", "look"),))),
            "due",
        ),
        Row(3, (Cell(tick=False), Cell("Nadia Hofmann", second="Registration form")), "forms"),
        Row(4, (Cell(), Cell("Surveys"), Cell(choices=("Erase", "Keep"), chosen=1)), "forms"),
    ]


@pytest.fixture
def filled(qtbot: QtBot) -> RowList:
    made = RowList("Requests", COLUMNS)
    qtbot.addWidget(made)
    made.resize(700, 500)
    made.set_rows(rows(), SECTIONS)
    made.show()
    made.activateWindow()
    made.view.setFocus()
    return made


def test_heads_are_passed_over(filled: RowList) -> None:
    filled.choose_first()
    assert filled.current_id() == 1
    for expected in (2, 3, 4, 4):
        QTest.keyClick(filled.view, Qt.Key.Key_Down)
        assert filled.current_id() == expected
    QTest.keyClick(filled.view, Qt.Key.Key_Home)
    assert filled.current_id() == 1
    QTest.keyClick(filled.view, Qt.Key.Key_End)
    assert filled.current_id() == 4


def test_enter_opens_space_peeks_or_ticks(qtbot: QtBot, filled: RowList) -> None:
    filled.choose(2)
    with qtbot.waitSignal(filled.opened) as told:
        QTest.keyClick(filled.view, Qt.Key.Key_Return)
    assert told.args == [2]
    with qtbot.waitSignal(filled.peeked):
        QTest.keyClick(filled.view, Qt.Key.Key_Space)
    filled.choose(3)
    with qtbot.waitSignal(filled.ticked) as ticked:
        QTest.keyClick(filled.view, Qt.Key.Key_Space)
    assert ticked.args == [3, True]


def test_letters_jump_and_digits_are_handed_on(qtbot: QtBot, filled: RowList) -> None:
    filled.set_rows([Row(at, (Cell(name),), jump=name) for at, name in enumerate(("Ada", "Berta", "Carla"))])
    filled.choose_first()
    QTest.keyClick(filled.view, Qt.Key.Key_C)
    assert filled.current_id() == 2
    with qtbot.waitSignal(filled.digit_pressed) as told:
        QTest.keyClick(filled.view, Qt.Key.Key_3)
    assert told.args == [2, 3]


def test_the_current_row_stays_when_the_list_is_filled_anew(qtbot: QtBot, filled: RowList) -> None:
    filled.choose(3)
    told: list[object] = []
    filled.chosen.connect(told.append)
    filled.set_rows([Row(9, (Cell("New"),)), *rows()], SECTIONS)
    assert filled.current_id() == 3
    assert filled.selected_ids() == [3]
    assert told == []
    filled.set_rows([])
    assert filled.current_id() is None
    assert told == [None]


def test_a_row_can_be_wanted_before_it_is_there(filled: RowList) -> None:
    filled.set_rows([])
    filled.choose_when_there(2)
    filled.set_rows(rows(), SECTIONS)
    assert filled.current_id() == 2


def test_a_click_reaches_segments_ticks_and_acts(qtbot: QtBot, filled: RowList) -> None:
    def place(row_id: int, x: int) -> QPoint:
        rect = filled.view.visualRect(filled.view.model().index(_at(filled, row_id), 0))
        return QPoint(x, rect.center().y())

    with qtbot.waitSignal(filled.choice_made) as made:
        QTest.mouseClick(filled.view.viewport(), Qt.MouseButton.LeftButton, pos=place(4, 600))
    assert made.args == [4, 0]
    with qtbot.waitSignal(filled.ticked) as ticked:
        QTest.mouseClick(filled.view.viewport(), Qt.MouseButton.LeftButton, pos=place(3, 30))
    assert ticked.args == [3, True]
    head = filled.view.visualRect(filled.view.model().index(3, 0))
    with qtbot.waitSignal(filled.section_act) as act:
        QTest.mouseClick(
            filled.view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(650, head.bottom() - 20)
        )
    assert act.args == ["forms"]


def _at(filled: RowList, row_id: int) -> int:
    return {1: 1, 2: 2, 3: 4, 4: 5}[row_id]


def test_rows_are_said_as_text(filled: RowList) -> None:
    model = filled.view.model()
    spoken = model.data(model.index(1, 0), Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "2, days; Zoë Keller, Access; Thu 26 Mar"
    restricted = model.data(model.index(2, 0), Qt.ItemDataRole.AccessibleTextRole)
    assert "Restricted" in restricted
    assert model.data(model.index(0, 0), Qt.ItemDataRole.AccessibleTextRole) == "Due"


def test_columns_share_the_room_and_go_when_there_is_none() -> None:
    wide = column_edges(COLUMNS, 800, 1.0)
    assert [at for at, _left, _width in wide] == [0, 1, 2]
    assert wide[-1][1] + wide[-1][2] == 776
    assert [at for at, _left, _width in column_edges(COLUMNS, 480, 1.0)] == [0, 1]
    assert [at for at, _left, _width in column_edges(COLUMNS, 600, 1.3)] == [0, 1]


def test_every_kind_of_cell_is_painted(filled: RowList) -> None:
    shown = filled.grab().toImage()
    colors = {shown.pixelColor(x, y).name() for x in range(0, 700, 2) for y in range(0, 260, 2)}
    assert len(colors) > 20


def test_a_search_field_moves_the_row_without_losing_the_caret(filled: RowList) -> None:
    filled.choose(None)
    filled.step(1)
    assert filled.current_id() == 1
    filled.step(1)
    filled.step(10)
    assert filled.current_id() == 4
