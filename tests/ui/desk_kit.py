# SPDX-License-Identifier: MIT
"""A desk with a few invented people, and pages of it on a screen that answers to keys."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from privdesk.domain.agencies import Agency
from privdesk.domain.audit import Action, AuditEvent
from privdesk.domain.people import Facts, PersonField, PersonId
from privdesk.services.desk import Desk
from privdesk.ui.frame import DeskFrame
from privdesk.ui.jobs import Jobs
from privdesk.ui.navigation import OpenDesk, Place, Who
from privdesk.ui.widgets.page import Page
from privdesk.ui.widgets.palette import Find
from tests.ui.real_desk import RealDesk, real_desk

P = TypeVar("P", bound=Page)
NOW = datetime(2026, 3, 24, 9, 30, tzinfo=UTC)
F = PersonField


def facts(first: str, last: str, street: str, number: str, postcode: str, town: str, **more: str) -> Facts:
    """Facts of an invented person."""
    known = {
        F.FIRST_NAME: first, F.LAST_NAME: last, F.STREET: street, F.NUMBER: number, F.POSTCODE: postcode,
        F.TOWN: town, F.COUNTRY: "CH", F.LANGUAGE: "fr",
    }  # fmt: skip
    return known | {F(name): value for name, value in more.items()}


@dataclass
class People:
    """The desk and who is on file: Zoë Keller in Lausanne, Zora Keller, Marco Bianchi."""

    real: RealDesk
    agency: Agency
    zoe: PersonId
    zora: PersonId
    marco: PersonId

    @property
    def desk(self) -> Desk:
        return self.real.desk

    def actions(self, action: Action) -> Sequence[AuditEvent]:
        """What was recorded of this kind."""
        return self.real.behind.actions(action)

    def fact(self, person_id: PersonId, field: PersonField) -> str:
        return self.real.behind.fact(person_id, field)


@pytest.fixture
def people(tmp_path: Path) -> Iterator[People]:
    """Real encrypted records with three people and one agency."""
    real = real_desk(tmp_path)
    behind = real.behind
    behind.records.clock.moment = NOW
    agency = behind.add_agency("A-1", "Régie Clairval SA")
    zoe = facts("Zoë", "Keller", "Rue de Bourg", "14", "1003", "Lausanne", phone_mobile="+41795550112")
    zora = facts("Zora", "Keller", "Rue du Maupas", "51", "1004", "Lausanne")
    marco = facts("Marco", "Bianchi", "Via Nassa", "3", "6900", "Lugano")
    yield People(
        real,
        agency,
        behind.add_person(zoe, "10488273", agency.id),
        behind.add_person(zora, "10117768", agency.id),
        behind.add_person(marco, "10223344"),
    )
    behind.records.database.close()


def shown(qtbot: QtBot, page: P, width: int = 1232, height: int = 836) -> P:
    """The page on an active window, loaded."""
    qtbot.addWidget(page)
    page.resize(width, height)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
    page.load()
    return page


def framed(
    qtbot: QtBot, places: Sequence[Place], jobs: Jobs, start: str, find: Sequence[Find] = ()
) -> DeskFrame:
    """The frame of a desk with these places, on an active window."""
    desk = OpenDesk(
        Who("A. Klein", "Clerk"),
        "Lavarelle SA",
        lambda _to: places,
        start,
        lambda: None,
        find=find,
        call_place="",
    )
    frame = DeskFrame(desk, jobs)
    qtbot.addWidget(frame)
    frame.resize(1440, 900)
    with qtbot.waitActive(frame):
        frame.show()
        frame.activateWindow()
    frame.reopen(None)
    return frame


def page_of(frame: DeskFrame, kind: type[P]) -> P:
    """The page that is open, which must be of this kind."""
    assert isinstance(frame.page, kind)
    return frame.page


def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """A key goes to whatever has the caret."""
    widget = QApplication.focusWidget()
    assert widget is not None
    QTest.keyClick(widget, key, modifier)


def type_text(text: str) -> None:
    """Letters go to whatever has the caret."""
    widget = QApplication.focusWidget()
    assert widget is not None
    QTest.keyClicks(widget, text)


def caret() -> QWidget:
    """What has the caret."""
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget
