# SPDX-License-Identifier: MIT
"""Figures of a year and record of processing on the window: years by keys, charts that speak, files, statements kept."""

from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from privdesk.domain.audit import Action, AuditEvent
from privdesk.domain.cases import IdentityMethod, Outcome, Right
from privdesk.domain.staff import Role
from privdesk.services.desk import Desk
from privdesk.services.figures import Figures
from privdesk.services.processing import ProcessingRecords
from privdesk.ui.figures import places
from privdesk.ui.figures.charts import PartBars
from privdesk.ui.figures.page import FiguresPage
from privdesk.ui.figures.record_page import ProcessingRecordPage
from privdesk.ui.requests.list_page import RequestsPage
from privdesk.ui.widgets.charts import StackedBars
from privdesk.ui.widgets.label import Label
from privdesk.ui.widgets.page import Page
from tests.figure_kit import a_case
from tests.ui.fakes import FakeNavigator, ImmediateJobs
from tests.ui.pressing import CTRL, SHIFT, press, show
from tests.ui.request_desk import RealDesk, real

__all__ = ["real"]


class Rendered:
    """Stands in for the worker."""

    def render_paper(self, document: bytes) -> tuple[bytes, int]:
        return b"%PDF-1.7", 2


@dataclass
class Seat:
    """A privacy officer; `asked` are the names proposed for files, which go to `folder`."""

    real: RealDesk
    desk: Desk
    folder: Path
    navigator: FakeNavigator = field(default_factory=FakeNavigator)
    asked: list[str] = field(default_factory=list)

    def figures_page(self) -> FiguresPage:
        assert self.desk.figures is not None
        page = FiguresPage(self.desk, self.desk.figures, ImmediateJobs(), self.navigator)
        page.ask_path = self._ask
        return page

    def record_page(self) -> ProcessingRecordPage:
        assert self.desk.processing is not None
        page = ProcessingRecordPage(self.desk, self.desk.processing, ImmediateJobs(), self.navigator)
        page.ask_path = self._ask
        return page

    def _ask(self, _parent: QWidget, _title: str, name: str, on_path: object) -> None:
        self.asked.append(name)
        assert callable(on_path)
        on_path(self.folder / name)


@pytest.fixture
def seat(real: RealDesk, tmp_path: Path) -> Seat:
    place = real.desk.people._place
    with real.records.records.open_work() as work:
        refused = {Right.ERASURE: Outcome.REFUSED, Right.ACCESS: Outcome.GRANTED}
        work.cases.add(a_case(date(2026, 1, 5), date(2026, 1, 20), refused, reason_key="excessive"))
        work.cases.add(a_case(date(2026, 2, 9), checks={IdentityMethod.QUESTIONS: False}))
        work.cases.add(a_case(date(2024, 7, 1), date(2024, 7, 3)))
        work.audit.record(AuditEvent(Action.CASE_OPENED))
        work.commit()
    desk = replace(
        real.desk, figures=Figures(place, Rendered()), processing=ProcessingRecords(place, Rendered())
    )
    return Seat(real, desk, tmp_path)


def words_of(page: Page) -> list[str]:
    return [label.whole_text for label in page.findChildren(Label)]


def test_charts_say_their_numbers_and_stand_beside_their_table(qtbot: QtBot, seat: Seat) -> None:
    page = seat.figures_page()
    show(qtbot, page)
    blocks = {block.list.view.objectName(): block for block in page.blocks if block.list is not None}
    rights = blocks["figures-rights"]
    assert isinstance(rights.chart, PartBars)
    assert rights.chart.accessibleName() == "By right and outcome"
    assert "Erasure 1: granted, also in part 0, refused 1" in rights.chart.accessibleDescription()
    months = blocks["figures-months"]
    assert isinstance(months.chart, StackedBars)
    assert "Jan: Answered 1, Open 0; Feb: Answered 0, Open 1" in months.chart.accessibleDescription()
    assert months.list is not None
    spoken = [row.spoken() for row in months.list.rows()]
    assert spoken[1] == "February; 1; 0; 1"
    assert spoken[-1] == "All; 2; 1; 1"
    channels = blocks["figures-channels"]
    assert channels.chart is not None
    assert channels.list is not None
    table, chart = channels.list, channels.chart
    qtbot.waitUntil(lambda: table.mapTo(page, QPoint(0, 0)).x() > chart.width() > 300)


def test_each_figure_says_what_it_means(qtbot: QtBot, seat: Seat) -> None:
    page = seat.figures_page()
    show(qtbot, page)
    said = words_of(page)
    assert any("Days count from the day of receipt" in each for each in said)
    assert any("Nobody is named" in each for each in said)
    assert page.head.accessibleName() or page.isVisible()


def test_keys_choose_a_year_and_a_year_with_nothing_says_so(qtbot: QtBot, seat: Seat) -> None:
    page = seat.figures_page()
    show(qtbot, page)
    assert page.years.current == "2026"
    press(Qt.Key.Key_Right)
    assert page.years.current == "2025"
    assert page.empty.isVisible()
    assert not page.blocks
    press(Qt.Key.Key_Right)
    assert page.years.current == "2024"
    assert not page.empty.isVisible()
    first = page.blocks[0].list
    assert first is not None
    assert first.rows()[0].spoken() == "Requests; 1; 1; 0"
    first.setFocus()
    press(Qt.Key.Key_1)
    assert page.years.current == "2026"


def test_the_year_in_sight_is_still_there_after_a_lock(qtbot: QtBot, seat: Seat) -> None:
    page = seat.figures_page()
    show(qtbot, page)
    page.years.choose("2024")
    again = seat.figures_page()
    show(qtbot, again)
    again.restore_place(page.place_state())
    assert again.years.current == "2024"


def test_paper_and_table_are_saved_under_a_name_without_anybody(qtbot: QtBot, seat: Seat) -> None:
    page = seat.figures_page()
    show(qtbot, page)
    press(Qt.Key.Key_S, CTRL)
    press(Qt.Key.Key_S, CTRL | SHIFT)
    assert seat.asked == ["requests-2026.pdf", "requests-2026.csv"]
    assert (seat.folder / "requests-2026.pdf").read_bytes() == b"%PDF-1.7"
    assert "Requests" in (seat.folder / "requests-2026.csv").read_text("utf-8-sig")
    assert not page.banner.isHidden()


def test_a_table_of_many_columns_fits_a_small_window(qtbot: QtBot, seat: Seat) -> None:
    page = seat.figures_page()
    show(qtbot, page, 816, 636)
    qtbot.waitUntil(lambda: all(700 < block.width() <= page.width() for block in page.blocks))
    for block in page.blocks:
        if block.list is not None:
            assert block.list.width() == block.width()
            edges = list(block.list.head._painter.edges(block.list.view.viewport().width()))
            _at, left, width = edges[-1]
            assert left + width <= block.list.width()


def test_the_record_shows_its_pages_and_what_is_missing(qtbot: QtBot, seat: Seat) -> None:
    page = seat.record_page()
    show(qtbot, page)
    assert page.preview.shown
    said = words_of(page)
    assert "Joint controllers, or “none”" in said
    assert "Recipients “hosting provider”: nobody entered by name" in said


def test_what_only_the_office_can_say_is_kept_by_one_key(qtbot: QtBot, seat: Seat) -> None:
    page = seat.record_page()
    show(qtbot, page)
    page.fields["joint_controllers"].set_value("none")
    page.fields["measures"].set_value("Locked doors.")
    page.fields["joint_controllers"].setFocus()
    press(Qt.Key.Key_Return, CTRL)
    assert seat.desk.processing is not None
    kept = seat.desk.processing.state().record.statements
    assert (kept.joint_controllers, kept.measures) == ("none", "Locked doors.")
    assert "Joint controllers, or “none”" not in words_of(page)


def test_half_typed_statements_come_back(qtbot: QtBot, seat: Seat) -> None:
    page = seat.record_page()
    show(qtbot, page)
    page.fields["representative"].set_value("Someone in Br")
    page._touch()
    page.leave()
    again = seat.record_page()
    show(qtbot, again)
    assert again.fields["representative"].value == "Someone in Br"
    assert seat.desk.processing is not None
    assert seat.desk.processing.state().record.statements.representative == ""


def test_the_record_is_saved_as_paper_and_as_table(qtbot: QtBot, seat: Seat) -> None:
    page = seat.record_page()
    show(qtbot, page)
    press(Qt.Key.Key_S, CTRL)
    press(Qt.Key.Key_S, CTRL | SHIFT)
    name = "record-of-processing-2026-03-24"
    assert seat.asked == [f"{name}.pdf", f"{name}.csv"]
    assert "Purpose" in (seat.folder / f"{name}.csv").read_text("utf-8-sig")


def test_requests_lead_to_the_figures_for_the_officer_only(qtbot: QtBot, seat: Seat) -> None:
    page = RequestsPage(seat.desk, ImmediateJobs(), seat.navigator)
    show(qtbot, page)
    press(Qt.Key.Key_F, CTRL | SHIFT)
    assert seat.navigator.opened[-1] == ("figures", {})
    assert {place.key for place in places(seat.desk, ImmediateJobs())} == {"figures", "processing_record"}
    clerk = replace(
        seat.real.as_member(Role.CLERK), figures=seat.desk.figures, processing=seat.desk.processing
    )
    assert places(clerk, ImmediateJobs()) == []
