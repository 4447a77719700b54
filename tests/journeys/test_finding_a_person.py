# SPDX-License-Identifier: MIT
"""A name that is typed wrongly still opens the person, in the real window, with the keyboard alone."""

from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from privdesk.domain.audit import Action
from tests.journeys.office_kit import Office
from tests.journeys.seat import CTRL, Seat


def misspelt(name: str) -> str:
    """Two letters swapped, from the second on."""
    return name[0] + name[2] + name[1] + name[3:]


def test_a_misspelt_name_opens_the_person(office: Office, qtbot: QtBot, tmp_path: Path) -> None:
    with office.desk() as desk:
        office.bring_in(desk, 12, tmp_path)
    meant = max(office.people, key=lambda each: len(set(each.last_name)))
    seat = Seat(qtbot, office, tmp_path)
    seat.sign_in()
    seat.key(Qt.Key.Key_3, CTRL)
    assert seat.place == "people"
    seat.type(f"{misspelt(meant.last_name)} {meant.first_name}".lower())
    seat.key(Qt.Key.Key_Return)
    seat.key(Qt.Key.Key_1)
    assert seat.place == "person"
    seat.leave()
    with office.desk() as desk:
        (viewed,) = desk.audit.entries(actions=[Action.PERSON_VIEWED])
        (found,) = [
            hit for hit in desk.people.search(meant.user_number, 5) if hit.user_number == meant.user_number
        ]
        assert viewed.event.record == f"person:{found.id}"
