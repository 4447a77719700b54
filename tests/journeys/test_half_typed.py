# SPDX-License-Identifier: MIT
"""What is half typed anywhere comes back with its caret after a lock, and is still there after Esc."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from tests.journeys.office_kit import Office
from tests.journeys.seat import ALT, CTRL, Seat

K = Qt.Key


@pytest.fixture
def seat(qtbot: QtBot, office: Office, tmp_path: Path) -> Iterator[Seat]:
    with office.desk() as desk:
        office.bring_in(desk, 6, tmp_path)
    seat = Seat(qtbot, office, tmp_path)
    seat.sign_in()
    yield seat
    seat.leave()


def caret(seat: Seat) -> tuple[str, str, str, int]:
    """Place, field, text and caret."""
    focus = seat.focus()
    if isinstance(focus, QPlainTextEdit):
        return seat.place, focus.objectName(), focus.toPlainText(), focus.textCursor().position()
    assert isinstance(focus, QLineEdit)
    return seat.place, focus.objectName(), focus.text(), focus.cursorPosition()


def outlives(seat: Seat, text: str, again: Callable[[], None]) -> None:
    """Lock and come back; then Esc, which goes back but throws nothing away, and open the same `again`."""
    before = caret(seat)
    assert text in before[2]
    seat.key(K.Key_L, CTRL)
    assert seat.main.frame is None
    seat.sign_in()
    assert caret(seat) == before
    seat.key(K.Key_Escape)
    again()
    texts = [each.text() for each in seat.page.findChildren(QLineEdit)]
    texts += [each.toPlainText() for each in seat.page.findChildren(QPlainTextEdit)]
    assert any(text in each for each in texts)


def test_a_new_person(seat: Seat) -> None:
    def again() -> None:
        seat.key(K.Key_3, CTRL)
        seat.key(K.Key_N, CTRL)

    again()
    seat.type("Zoe")
    seat.key(K.Key_Tab)
    seat.type("Kellenberger")
    seat.key(K.Key_Left)
    outlives(seat, "Kellenberger", again)


def test_a_correction(seat: Seat, office: Office) -> None:
    seat.key(K.Key_3, CTRL)
    seat.type(office.people[1].user_number)
    seat.key(K.Key_Return)
    seat.key(K.Key_Return)
    assert seat.place == "person"
    seat.key(K.Key_F2)
    seat.key(K.Key_A, CTRL)
    seat.type("Neue Gasse")
    outlives(seat, "Neue Gasse", lambda: seat.key(K.Key_F2))


def test_an_agency(seat: Seat) -> None:
    def again() -> None:
        seat.key(K.Key_7, CTRL)
        seat.key(K.Key_N, CTRL)

    again()
    seat.type("A-77")
    outlives(seat, "A-77", again)


def test_the_data_of_the_office(seat: Seat) -> None:
    def again() -> None:
        seat.key(K.Key_1, CTRL)
        assert seat.main.frame is not None
        seat.main.frame.open("settings")
        seat.settle()

    again()
    line = seat.page.findChild(QLineEdit, "street")
    assert line is not None
    line.setFocus()
    seat.type(" 99b")
    outlives(seat, " 99b", again)


def test_a_caller_not_found_yet(seat: Seat) -> None:
    seat.key(K.Key_F9)
    seat.type("Bernasc")

    def again() -> None:
        assert seat.place == "today"
        seat.key(K.Key_Return)
        assert seat.place == "call"

    outlives(seat, "Bernasc", again)


def test_a_note_on_a_request(seat: Seat, office: Office) -> None:
    seat.key(K.Key_F9)
    seat.type(office.people[0].user_number)
    seat.key(K.Key_Return)
    seat.key(K.Key_1, ALT)
    seat.key(K.Key_Return, CTRL)
    seat.key(K.Key_J, CTRL)
    seat.type("Rang to ask")
    outlives(seat, "Rang to ask", lambda: seat.key(K.Key_J, CTRL))


def test_an_entry_of_the_catalogue(seat: Seat) -> None:
    assert seat.main.frame is not None
    seat.main.frame.open("catalogue", part="recipients")
    seat.settle()
    seat.key(K.Key_N, CTRL)
    seat.type("Druckhof Mu")
    seat.key(K.Key_Left)
    outlives(seat, "Druckhof Mu", lambda: seat.key(K.Key_N, CTRL))


def test_a_new_colleague(seat: Seat) -> None:
    assert seat.main.frame is not None
    seat.main.frame.open("staff")
    seat.settle()
    seat.key(K.Key_N, CTRL)
    seat.type("Marc Duv")
    outlives(seat, "Marc Duv", lambda: seat.key(K.Key_N, CTRL))
