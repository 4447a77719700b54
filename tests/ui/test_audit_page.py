# SPDX-License-Identifier: MIT
"""The audit trail as the privacy officer reads it: what, who, which record – and whether the chain is whole."""

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from privdesk.domain.audit import Action
from privdesk.domain.staff import Role
from privdesk.services.audit_log import AuditLog, AuditState
from privdesk.services.desk import Desk
from privdesk.ui.audit import places
from privdesk.ui.audit.page import AuditPage
from privdesk.ui.audit.words import FILTERS, AuditFilter, action_words
from tests.ui.fakes import FakeNavigator, ImmediateJobs
from tests.ui.pressing import press, show
from tests.ui.request_desk import RealDesk, real

__all__ = ["real"]
pytestmark = pytest.mark.usefixtures("qapp")


def opened(qtbot: QtBot, desk: Desk) -> AuditPage:
    page = AuditPage(desk, ImmediateJobs(), FakeNavigator())
    show(qtbot, page)
    return page


def test_entries_say_what_who_and_why_newest_first_and_never_values(qtbot: QtBot, real: RealDesk) -> None:
    case = real.open_case(real.add_person())
    real.desk.requests.page(case.id)
    page = opened(qtbot, real.desk)
    first = page.list.rows()[0]
    assert [first.cells[at].text for at in (1, 2, 3, 4)] == [
        "A. Klein", "Looked up a person", "Person 1", "Working on a request",
    ]  # fmt: skip
    assert first.cells[3].after == case.number
    assert "Keller" not in " ".join(row.spoken() for row in page.list.rows())
    assert page.state.text().startswith("Whole since 23 Nov 2026, ")


def test_digits_filter_and_locking_keeps_the_filter(qtbot: QtBot, real: RealDesk) -> None:
    case = real.open_case(real.add_person())
    real.desk.requests.page(case.id)
    page = opened(qtbot, real.desk)
    press(Qt.Key.Key_2)
    assert [row.cells[2].text for row in page.list.rows()] == ["Looked up a person"]
    again = opened(qtbot, real.desk)
    again.restore_place(page.place_state())
    assert len(again.list.rows()) == 1


def test_a_broken_chain_is_said_in_red_words(qtbot: QtBot, real: RealDesk) -> None:
    class Broken(AuditLog):
        def verify(self) -> AuditState:
            return AuditState(False, 9, 4, date(2026, 3, 2), "The chain does not fit from entry 4 on.")

    page = opened(qtbot, replace(real.desk, audit=Broken(real.records.place)))
    assert page.state.text() == "The chain does not fit from entry 4 on."
    assert page.verify.isEnabled()


def test_every_action_has_words_and_a_place_in_a_filter() -> None:
    assert all(action_words(action) for action in Action)
    filtered = {action for actions in FILTERS.values() for action in actions}
    assert filtered == set(Action)
    assert FILTERS[AuditFilter.ALL] == ()


def test_only_the_privacy_officer_has_the_place(real: RealDesk) -> None:
    assert places(real.as_member(Role.CLERK), ImmediateJobs()) == []
    assert [place.key for place in places(real.as_member(Role.PRIVACY_OFFICER), ImmediateJobs())] == ["audit"]
