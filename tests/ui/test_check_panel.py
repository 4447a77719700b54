# SPDX-License-Identifier: MIT
"""Settings: checking the records says what was found and offers only a repair that loses nothing."""

from dataclasses import replace
from typing import Any, cast

from pytestqt.qtbot import QtBot

from privdesk.domain.checking import CheckReport, Finding, FindingKey
from privdesk.domain.errors import DamagedDatabaseError
from privdesk.domain.staff import Role
from privdesk.services.desk import Desk
from privdesk.services.progress import Progress
from privdesk.ui.dialogs import Decision
from privdesk.ui.settings.page import SettingsPage
from privdesk.ui.widgets.label import Label
from tests.ui.desk_kit import People, people, shown
from tests.ui.fakes import FakeNavigator, ImmediateJobs

__all__ = ["people"]
ORPHANS = Finding(FindingKey.DOCUMENTS_ORPHANED, 2, ("a", "b"))


class Checking:
    """Answers what the test prepared, one report a call."""

    def __init__(self, *reports: CheckReport | Exception) -> None:
        self.reports = list(reports)
        self.repairs: list[bool] = []
        self.removed = 0

    def check(self, _progress: Progress, *, repair: bool = False) -> CheckReport:
        self.repairs.append(repair)
        report = self.reports.pop(0)
        if isinstance(report, Exception):
            raise report
        return report

    def remove_set_aside(self) -> int:
        self.removed += 1
        return 2


def page_with(qtbot: QtBot, desk: Desk, checking: Checking) -> SettingsPage:
    desk = replace(desk, checking=cast("Any", checking))
    return shown(qtbot, SettingsPage(desk, ImmediateJobs(), FakeNavigator()))


def said(page: SettingsPage) -> list[str]:
    items = [page.check.found.itemAt(at) for at in range(page.check.found.count())]
    widgets = [item.widget() for item in items if item is not None]
    return [
        label.whole_text for widget in widgets if widget is not None for label in widget.findChildren(Label)
    ]


def test_whole_records_are_said_in_one_line(qtbot: QtBot, people: People) -> None:
    page = page_with(qtbot, people.desk, Checking(CheckReport((), 12, 345)))
    page.check.check.click()
    assert said(page) == [
        "The records are whole. Looked at the database, 12 documents and 345 entries of what was done."
    ]
    assert not page.check.mend.isVisible()


def test_a_repair_is_offered_where_it_loses_nothing_and_then_said(qtbot: QtBot, people: People) -> None:
    damaged = Finding(FindingKey.DOCUMENTS_DAMAGED, 1, ("c",))
    checking = Checking(CheckReport((damaged, ORPHANS), 12, 3), CheckReport((damaged,), 12, 3, (ORPHANS,)))
    page = page_with(qtbot, people.desk, checking)
    page.check.check.click()
    assert len(said(page)) == 3
    assert page.check.mend.isVisible()
    page.check.mend.click()
    assert checking.repairs == [False, True]
    assert not page.check.mend.isVisible()
    assert "2 files were set aside in “documents/quarantine”." in said(page)
    assert "1 document is damaged and cannot be opened: bring it back from a backup." in said(page)


def test_a_check_that_fails_can_begin_again(qtbot: QtBot, people: People) -> None:
    broken = DamagedDatabaseError(people.real.behind.records.database.path)
    page = page_with(qtbot, people.desk, Checking(broken, CheckReport((), 0, 1)))
    page.check.check.click()
    assert page.banner.isVisible()
    assert page.check.check.isEnabled()
    page.check.check.click()
    assert len(said(page)) == 1


def test_a_clerk_is_not_offered_the_check(qtbot: QtBot, people: People) -> None:
    page = page_with(qtbot, people.real.for_roles(Role.CLERK), Checking())
    assert not hasattr(page, "check")


def test_what_was_set_aside_long_ago_goes_when_somebody_says_so_twice(qtbot: QtBot, people: People) -> None:
    aside = (Finding(FindingKey.QUARANTINE, 3, ("a",)), Finding(FindingKey.MAY_GO, 2, ("a",)))
    checking = Checking(CheckReport(aside, 12, 3), CheckReport(aside[:1], 12, 3))
    page = page_with(qtbot, people.desk, checking)
    page.check.check.click()
    assert page.check.remove.isVisible()
    assert page.check.remove.text() == "Delete 2 files that were set aside"
    assert not page.check.mend.isVisible()
    page.check.remove.click()
    assert checking.removed == 0
    (decision,) = [each for each in page.window().findChildren(Decision) if each.isVisible()]
    decision.act.click()
    assert checking.removed == 1
    assert not page.check.remove.isVisible()
    assert not [words for words in said(page) if "may be removed" in words]
