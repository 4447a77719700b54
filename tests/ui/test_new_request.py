# SPDX-License-Identifier: MIT
"""The form of a new request: who speaks, consents and purposes by name, the agency, kept while half typed."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from privdesk.domain.agencies import Agency, AgencyId
from privdesk.domain.audit import Action, AuditEvent
from privdesk.domain.cases import Representative, RepresentativeKind, Right
from privdesk.domain.consent import ConsentState
from privdesk.domain.people import PersonId
from privdesk.ui.requests.new_request import NewRequestPage
from privdesk.ui.widgets.button import LinkButton
from tests.ui.fakes import FakeNavigator, ImmediateJobs
from tests.ui.pressing import ALT, CTRL, caret, press, show, write
from tests.ui.request_desk import RealDesk, real

__all__ = ["real"]
pytestmark = pytest.mark.usefixtures("qapp")
ENTER = Qt.Key.Key_Return


@pytest.fixture
def zoe(real: RealDesk) -> PersonId:
    zoe = real.add_person()
    real.desk.people.set_consent(zoe, "surveys", ConsentState.GIVEN, date(2025, 3, 1), form="F-1")
    real.desk.people.set_consent(zoe, "information", ConsentState.GIVEN, date(2025, 3, 1), form="F-1")
    with real.records.records.open_work() as work:
        work.agencies.put(Agency(AgencyId(0), "A-7", "Régie du Lac"))
        work.audit.record(AuditEvent(Action.AGENCY_CHANGED))
        work.commit()
    return zoe


def form(qtbot: QtBot, real: RealDesk, person: int | None = None) -> NewRequestPage:
    page = NewRequestPage(real.desk, ImmediateJobs(), FakeNavigator(), person)
    show(qtbot, page)
    page.load()
    return page


def test_speaker_consent_agency_and_day_go_into_the_request(
    qtbot: QtBot, real: RealDesk, zoe: PersonId
) -> None:
    page = form(qtbot, real, zoe)
    press(Qt.Key.Key_P, ALT)
    assert caret() is page.form.speaker.name.control
    write("Marta Vogt")
    press(Qt.Key.Key_7, ALT)
    page.form.consents.boxes["surveys"].setFocus()
    press(Qt.Key.Key_Space)
    page.form.received.set_value("3.3.26")
    page.form.agency.set_value(page.form.agency.combo.itemData(1))
    press(ENTER, CTRL)
    case = real.desk.requests.of_person(zoe)[0]
    assert case.representative is not None
    assert (case.representative.name, case.representative.scope) == (
        "Marta Vogt",
        frozenset({Right.WITHDRAWAL}),
    )
    assert (case.rights[0].purposes, case.received_on) == (("surveys",), date(2026, 3, 3))
    assert case.agency_id is not None
    assert {key for key, _words in real.desk.calls.choices(zoe).consents} == {"information"}


def test_what_is_half_typed_comes_back_whole(qtbot: QtBot, real: RealDesk, zoe: PersonId) -> None:
    page = form(qtbot, real, zoe)
    press(Qt.Key.Key_P, ALT)
    write("Marta")
    press(Qt.Key.Key_6, ALT)
    page.form.against.boxes["statistics"].setFocus()
    press(Qt.Key.Key_Space)
    page.form.agency.set_value(page.form.agency.combo.itemData(1))
    page.form.changed.emit()
    page.leave()
    again = form(qtbot, real, zoe)
    assert again.form.speaker.name.value == "Marta"
    assert again.form.against.value == {"statistics"}
    assert again.form.request is not None
    assert again.form.request.agency_id is not None


def test_a_speaker_without_a_name_is_marked_and_nothing_is_opened(
    qtbot: QtBot, real: RealDesk, zoe: PersonId
) -> None:
    page = form(qtbot, real, zoe)
    press(Qt.Key.Key_P, ALT)
    press(Qt.Key.Key_1, ALT)
    press(ENTER, CTRL)
    assert page.form.speaker.name.wrong
    page.form.speaker.name.set_value("Marta")
    page.form.speaker.until.set_value("23.3.26")
    press(ENTER, CTRL)
    assert page.form.speaker.until.wrong
    assert real.desk.requests.of_person(zoe) == []


def test_who_spoke_before_is_one_click_away(qtbot: QtBot, real: RealDesk, zoe: PersonId) -> None:
    case = real.open_case(zoe)
    who = Representative(
        RepresentativeKind.LAWYER, "Ada Moser", frozenset({Right.ACCESS}), "power of attorney"
    )
    real.desk.requests.represent(case.id, who)
    page = form(qtbot, real, zoe)
    press(Qt.Key.Key_P, ALT)
    (link,) = page.form.speaker.findChildren(LinkButton)
    link.setFocus()
    press(Qt.Key.Key_Space)
    taken = page.form.speaker.value
    assert taken is not None
    assert (taken.name, taken.kind, taken.document) == (
        "Ada Moser",
        RepresentativeKind.LAWYER,
        "power of attorney",
    )
