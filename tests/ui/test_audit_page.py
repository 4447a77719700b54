# SPDX-License-Identifier: MIT
"""The audit trail as the privacy officer reads it: what, who, which record – and whether the chain is whole."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from privdesk.domain.audit import Action, AuditEvent
from privdesk.domain.staff import Role
from privdesk.services.audit_log import AuditLog, AuditState
from privdesk.services.desk import Desk
from privdesk.services.progress import NO_PROGRESS, Progress
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
        def verify(self, progress: Progress = NO_PROGRESS, *, note: bool = True) -> AuditState:
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


def said(page: AuditPage) -> list[str]:
    return [row.cells[2].text for row in page.list.rows()]


def test_the_record_the_days_and_the_member_limit_the_list(qtbot: QtBot, real: RealDesk) -> None:
    case = real.open_case(real.add_person())
    real.desk.requests.page(case.id)
    page = opened(qtbot, real.desk)
    page.limits.record.set_value("Person 1")
    page.limits.record.submitted.emit()
    assert said(page) == ["Looked up a person"]
    page.limits.take_away()
    whole = len(said(page))
    page.limits.record.set_value(case.number.lower())
    page.limits.record.left.emit()
    assert 0 < len(said(page)) < whole
    assert {row.cells[3].text for row in page.list.rows()} == {f"Request {case.id}"}
    page.limits.take_away()
    page.limits.last.set_value("1.1.2020")
    page.limits.last.submitted.emit()
    assert said(page) == []
    again = opened(qtbot, real.desk)
    again.restore_place(page.place_state())
    assert said(again) == []


def test_enter_shows_what_was_done_to_one_record(qtbot: QtBot, real: RealDesk) -> None:
    case = real.open_case(real.add_person())
    real.desk.requests.page(case.id)
    page = opened(qtbot, real.desk)
    page.list.opened.emit(page.list.rows()[0].id)
    assert said(page) == ["Looked up a person"]
    assert page.limits.record.value == "Person 1"


def test_older_entries_are_added_below(qtbot: QtBot, real: RealDesk) -> None:
    with real.records.place.work() as work:
        for number in range(450):
            work.audit.record(AuditEvent(Action.SIGNED_IN, f"staff:{number}"))
        work.commit()
    page = opened(qtbot, real.desk)
    assert len(said(page)) == 200
    page.older.click()
    page.older.click()
    numbers = [int(str(row.id)) for row in page.list.rows()]
    assert numbers == sorted(numbers, reverse=True)
    assert len(numbers) == len(set(numbers)) > 450
    assert page.older.isHidden()


def test_the_export_holds_what_is_shown_and_the_seal_and_is_recorded(
    qtbot: QtBot, real: RealDesk, tmp_path: Path
) -> None:
    case = real.open_case(real.add_person())
    real.desk.requests.page(case.id)
    page = opened(qtbot, real.desk)
    page.limits.record.set_value("Person 1")
    page.limits.record.submitted.emit()
    target = tmp_path / "audit.csv"
    page.ask_path = lambda _parent, _title, _name, on_path: on_path(target)
    head = real.desk.audit.verify(note=False).head
    page.export.click()
    lines = target.read_text("utf-8-sig").splitlines()
    assert len(lines) == 3
    assert "person.viewed" in lines[1]
    assert head in lines[2]
    assert "Keller" not in target.read_text("utf-8-sig")
    assert real.desk.audit.entries(limit=1)[0].event.action is Action.EXPORTED


def test_the_button_notes_that_the_chain_was_walked(qtbot: QtBot, real: RealDesk) -> None:
    page = opened(qtbot, real.desk)
    assert Action.AUDIT_VERIFIED not in {each.event.action for each in real.desk.audit.entries()}
    page.verify.click()
    assert said(page)[0] == "Verified the audit trail"
