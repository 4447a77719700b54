# SPDX-License-Identifier: MIT
"""The main job in the real window, with the keyboard alone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from privdesk.domain.inbox import ItemId, ItemState
from tests.journeys.office_kit import Office
from tests.journeys.seat import CTRL, Seat


@pytest.fixture
def filled(office: Office, tmp_path: Path) -> ItemId:
    path = tmp_path / "form.pdf"
    path.write_bytes(office.papers.filled("registration", "de", office.stranger()))
    with office.desk() as desk:
        return desk.inbox.add_files([path]).items[0]


@pytest.fixture
def seat(qtbot: QtBot, office: Office, tmp_path: Path) -> Iterator[Seat]:
    seat = Seat(qtbot, office, tmp_path)
    yield seat
    seat.leave()


def test_a_filled_pdf_is_saved_in_at_most_three_keys(office: Office, filled: ItemId, seat: Seat) -> None:
    seat.sign_in()
    seat.key(Qt.Key.Key_2, CTRL)
    assert seat.place == "inbox"
    seat.count = 0
    seat.key(Qt.Key.Key_Return)
    assert seat.place == "capture"
    seat.key(Qt.Key.Key_Return)
    assert seat.count <= 3
    seat.leave()
    with office.desk() as desk:
        assert desk.inbox.item(filled).state is ItemState.ENTERED
