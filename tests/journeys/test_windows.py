# SPDX-License-Identifier: MIT
"""One window and the keyboard: no page flashes a window of its own, none leaves the keys behind, none outlives a lock."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from privdesk.ui.capture.compare import Comparison
from tests.journeys.office_kit import Office
from tests.journeys.seat import ALT, CTRL, Seat

K = Qt.Key
PLACES = (
    "today", "inbox", "people", "duplicates", "requests", "retention", "agencies", "catalogue", "staff",
)  # fmt: skip
"""The first nine have a number; `BEYOND` are reached by the palette and the sidebar."""
BEYOND = ("audit", "settings")


@pytest.fixture
def seat(qtbot: QtBot, office: Office, tmp_path: Path) -> Iterator[Seat]:
    with office.desk() as desk:
        office.bring_in(desk, 6, tmp_path)
    seat = Seat(qtbot, office, tmp_path)
    seat.sign_in()
    yield seat
    seat.leave()


def has_the_keys(seat: Seat) -> bool:
    """Whether what is typed now goes to the page, or to the search field that filters it."""
    assert seat.main.frame is not None
    focus = QApplication.focusWidget()
    return focus is not None and (seat.page.isAncestorOf(focus) or focus is seat.main.frame.top.search)


def test_every_place_takes_the_keyboard(seat: Seat) -> None:
    for number, place in enumerate(PLACES):
        seat.key(Qt.Key(K.Key_1.value + number), CTRL)
        assert seat.place == place
        assert has_the_keys(seat), place
    assert seat.main.frame is not None
    for place in BEYOND:
        seat.main.frame.open(place)
        seat.settle()
        assert has_the_keys(seat), place
    assert not seat.strays.seen


def test_pages_behind_a_list_take_the_keyboard(seat: Seat) -> None:
    seat.key(K.Key_7, CTRL)
    seat.key(K.Key_N, CTRL)
    assert seat.place == "agency"
    assert has_the_keys(seat)
    seat.key(K.Key_Escape)
    assert seat.place == "agencies"
    assert has_the_keys(seat)
    seat.key(K.Key_3, CTRL)
    seat.key(K.Key_N, CTRL)
    assert seat.place == "new_person"
    assert has_the_keys(seat)
    seat.key(K.Key_Escape)
    assert seat.place == "people"
    assert has_the_keys(seat)
    assert not seat.strays.seen


def test_acts_of_a_request_open_in_the_page(seat: Seat, office: Office) -> None:
    seat.key(K.Key_F9)
    seat.type(office.people[0].user_number)
    seat.key(K.Key_Return)
    seat.key(K.Key_1, ALT)
    seat.key(K.Key_Return, CTRL)
    assert seat.place == "case"
    seat.key(K.Key_J, CTRL)
    assert seat.focus().objectName() == "act_text"
    assert not seat.strays.seen


def test_a_comparison_neither_stops_nor_outlives_locking(
    qtbot: QtBot, office: Office, tmp_path: Path
) -> None:
    path = tmp_path / "again.pdf"
    with office.desk() as desk:
        office.bring_in(desk, 3, tmp_path)
        known = office.papers.registration(office.people[0], start="01.12.2030")
        path.write_bytes(office.papers.filled("registration", "de", known))
        desk.inbox.add_files([path])
    seat = Seat(qtbot, office, tmp_path)
    seat.sign_in()
    seat.key(K.Key_2, CTRL)
    seat.key(K.Key_Return)
    seat.key(K.Key_D, CTRL)
    shown = seat.main.findChildren(Comparison)
    assert [each.isVisible() for each in shown] == [True]
    seat.key(K.Key_L, CTRL)
    assert seat.main.frame is None
    qtbot.waitUntil(lambda: not isValid(shown[0]))
    seat.leave()


def test_nothing_of_a_half_keyed_scan_is_left_in_memory_as_a_widget(
    qtbot: QtBot, office: Office, tmp_path: Path
) -> None:
    path = tmp_path / "scan.tif"
    path.write_bytes(office.papers.scanned("registration", "it", office.stranger(), "image/tiff", 9))
    with office.desk() as desk:
        desk.inbox.add_files([path])
    of_others = set(QApplication.allWidgets())
    seat = Seat(qtbot, office, tmp_path)
    seat.sign_in()
    seat.key(K.Key_2, CTRL)
    seat.key(K.Key_Return)
    seat.key(K.Key_Tab)
    seat.type("Bernas")
    of_the_desk = [
        each for each in QApplication.allWidgets() if each not in of_others and each is not seat.main
    ]
    seat.key(K.Key_L, CTRL)
    qtbot.waitUntil(lambda: not any(isValid(each) for each in of_the_desk))
    seat.leave()
