# SPDX-License-Identifier: MIT
"""The main job in the real window, with the keyboard alone."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from privdesk.domain.audit import Action
from privdesk.domain.cases import Right
from privdesk.domain.inbox import ItemId, ItemState
from privdesk.domain.people import Channel
from tests.journeys.office_kit import Office
from tests.journeys.seat import ALT, CTRL, Seat


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


def test_a_caller_is_found_checked_and_answered(office: Office, qtbot: QtBot, tmp_path: Path) -> None:
    with office.desk() as desk:
        office.bring_in(desk, 8, tmp_path)
    caller = min((each for each in office.people if each.end is None), key=lambda each: each.start)
    seat = Seat(qtbot, office, tmp_path)
    seat.sign_in()
    seat.key(Qt.Key.Key_F9)
    assert seat.place == "call"
    seat.type(caller.user_number)
    seat.key(Qt.Key.Key_Return)
    for _each in range(3):
        seat.key(Qt.Key.Key_Y)
    seat.key(Qt.Key.Key_1, ALT)
    seat.key(Qt.Key.Key_Return, CTRL)
    assert seat.place == "case"
    seat.key(Qt.Key.Key_Return, CTRL)
    assert seat.place == "report"
    seat.leave()
    with office.desk() as desk:
        case = desk.requests.open_cases()[0]
        assert case.identity_stands
        assert [each.right for each in case.rights] == [Right.ACCESS]
        assert Action.REPORT_MADE in {entry.event.action for entry in desk.audit.entries()}


def test_an_e_mail_becomes_a_request(office: Office, qtbot: QtBot, tmp_path: Path) -> None:
    with office.desk() as desk:
        office.bring_in(desk, 8, tmp_path)
        person = next(each for each in office.people if each.email)
        path = tmp_path / "mail.eml"
        path.write_bytes(office.papers.request_mail(person, datetime.now(UTC)))
        item = desk.inbox.add_files([path]).items[0]
        assert desk.inbox.item(item).state is ItemState.REQUEST
    seat = Seat(qtbot, office, tmp_path)
    seat.sign_in()
    seat.key(Qt.Key.Key_2, CTRL)
    seat.key(Qt.Key.Key_Return)
    assert seat.place == "request_from_item"
    seat.key(Qt.Key.Key_Return, CTRL)
    assert seat.place == "case"
    seat.leave()
    with office.desk() as desk:
        case = desk.requests.open_cases()[0]
        assert case.person_name == f"{person.first_name} {person.last_name}"
        assert case.channel is Channel.EMAIL
        assert desk.inbox.item(item).state is ItemState.CASE_OPENED


def test_a_scan_is_keyed_and_outlives_a_lock(office: Office, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "scan.tif"
    path.write_bytes(office.papers.scanned("registration", "it", office.stranger(), "image/tiff", 9))
    with office.desk() as desk:
        item = desk.inbox.add_files([path]).items[0]
    seat = Seat(qtbot, office, tmp_path)
    seat.sign_in()
    seat.key(Qt.Key.Key_2, CTRL)
    seat.key(Qt.Key.Key_Return)
    assert seat.place == "capture"
    seat.key(Qt.Key.Key_Tab)
    seat.type("Bernasconi")
    page = seat.page
    seat.key(Qt.Key.Key_L, CTRL)
    assert seat.main.frame is None
    qtbot.waitUntil(lambda: not isValid(page))
    seat.sign_in()
    assert seat.place == "capture"
    box = seat.focus()
    assert isinstance(box, QLineEdit)
    assert box.text() == "Bernasconi"
    seat.type("-Rossi")
    seat.leave()
    with office.desk() as desk:
        draft = desk.capture.open(item).draft
        assert draft is not None
        assert "Bernasconi-Rossi" in draft.body
