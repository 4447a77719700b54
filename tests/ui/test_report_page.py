# SPDX-License-Identifier: MIT
"""The access report: pages as they are ready, completeness, and each way of handing it out with its proof."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from privdesk.domain.audit import Action
from privdesk.domain.cases import Case, IdentityMethod, LetterDirection, Outcome, Right
from privdesk.domain.people import Channel, PersonField
from privdesk.domain.staff import Role
from privdesk.services.desk import Desk
from privdesk.services.reports import HandOut
from privdesk.ui.dialogs import Decision
from privdesk.ui.reports import places
from privdesk.ui.reports.handing import made_ready
from privdesk.ui.reports.page import ReportPage
from tests.ui.fakes import FakeNavigator, ImmediateJobs
from tests.ui.pressing import CTRL, press, show
from tests.ui.request_desk import NOW, OFFICE, RealDesk, real

__all__ = ["real"]
pytestmark = pytest.mark.usefixtures("qapp")
ENTER = Qt.Key.Key_Return


def a_case(real: RealDesk, channel: Channel = Channel.EMAIL, *, known: bool = True) -> Case:
    case = real.open_case(real.add_person(), channel=channel)
    if known:
        real.desk.requests.check_identity(case.id, IdentityMethod.CARD_SEEN, passed=True)
    return case


def opened(qtbot: QtBot, desk: Desk, case: Case, navigator: FakeNavigator | None = None) -> ReportPage:
    page = ReportPage(desk, ImmediateJobs(), navigator or FakeNavigator(), case.person_id, case.id)
    show(qtbot, page, 1384, 872)
    qtbot.waitUntil(lambda: all(button.isVisible() for button in page.options.acts.values()))
    return page


def saves_to(page: ReportPage, folder: Path) -> list[str]:
    """Answer the question for a place with one in `folder`; returns the names that were proposed."""
    names: list[str] = []

    def answer(_parent: QWidget, _title: str, name: str, on_path: Callable[[Path], None]) -> None:
        names.append(name)
        on_path(folder / name)

    page.ask_path = answer
    return names


def agree(page: ReportPage) -> None:
    """Answer the warning."""
    dialog = page.window().findChild(Decision)
    assert dialog is not None
    dialog.accept()


def test_pages_appear_with_what_the_report_holds(qtbot: QtBot, real: RealDesk) -> None:
    page = opened(qtbot, real.desk, a_case(real))
    assert page.preview.shown
    assert page.preview.page.text() == "Page 1 of 3"
    assert page.options.title.text() == "Complete under FADP Art. 25"
    assert page.options.language.combo.currentText() == "French, as on file"
    assert page.due.text() == "Due Thu 2 Apr, 9 days left" or page.due.text().startswith("Due ")
    assert page.options.acts[HandOut.EMAIL_DRAFT].text() == "Make the e-mail draft"
    assert page.options.who.text() == "Asked by e-mail, so answered by e-mail."
    press(Qt.Key.Key_PageDown)
    assert page.preview.at == 1
    assert len(real.records.actions(Action.REPORT_MADE)) == 1


def test_the_filled_button_follows_the_channel(qtbot: QtBot, real: RealDesk) -> None:
    page = opened(qtbot, real.desk, a_case(real, Channel.POST))
    assert page.options.acts[HandOut.PRINTED].manner == "filled"
    assert page.options.acts[HandOut.SAVED].manner == "outlined"


def test_the_email_draft_is_written_after_the_warning_and_recorded(
    qtbot: QtBot, real: RealDesk, tmp_path: Path
) -> None:
    case = a_case(real)
    page = opened(qtbot, real.desk, case)
    names = saves_to(page, tmp_path)
    press(ENTER, CTRL)
    assert list(tmp_path.glob("*.eml")) == []
    agree(page)
    assert names == [f"{case.number}.eml"]
    assert b"X-Unsent: 1" in (tmp_path / names[0]).read_bytes()
    now = real.case(case.id)
    assert now.rights[0].outcome is Outcome.GRANTED
    assert now.letters[-1].direction is LetterDirection.OUT
    assert page.banner.title.text() == "Handed out: 24 Mar 2026, as an e-mail draft."
    assert page.options.earlier.isVisible()


def test_saving_writes_the_pdf_where_it_was_asked_to(qtbot: QtBot, real: RealDesk, tmp_path: Path) -> None:
    case, navigator = a_case(real), FakeNavigator()
    page = opened(qtbot, real.desk, case, navigator)
    saves_to(page, tmp_path)
    press(Qt.Key.Key_S, CTRL)
    agree(page)
    assert (tmp_path / f"{case.number}.pdf").read_bytes().startswith(b"%PDF")
    page.banner.act_button.click()
    assert navigator.opened == [("case", {"case": case.id})]


def test_a_folder_that_cannot_be_written_records_nothing(
    qtbot: QtBot, real: RealDesk, tmp_path: Path
) -> None:
    case = a_case(real)
    page = opened(qtbot, real.desk, case)
    saves_to(page, tmp_path / "gone")
    press(Qt.Key.Key_S, CTRL)
    agree(page)
    assert page.banner.isVisible()
    assert real.case(case.id).rights[0].outcome is Outcome.TO_DECIDE
    assert real.records.actions(Action.REPORT_HANDED_OUT) == []


def test_printing_paints_every_page_and_is_recorded_afterwards(
    qtbot: QtBot, real: RealDesk, tmp_path: Path
) -> None:
    case = a_case(real, Channel.POST)
    page = opened(qtbot, real.desk, case)
    paper = tmp_path / "printed.pdf"

    def answer(_parent: QWidget, _pages: int, on_printer: Callable[[QPrinter], None]) -> None:
        printer = made_ready(QPrinter(QPrinter.PrinterMode.HighResolution))
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(paper))
        on_printer(printer)

    page.ask_printer = answer
    real.records.files.rendered.clear()
    press(Qt.Key.Key_P, CTRL)
    printed = [number for _data, number, width in real.records.files.rendered if width == 2480]
    assert printed == [0, 1, 2]
    assert paper.read_bytes().startswith(b"%PDF")
    assert paper.read_bytes().count(b"/Type /Page\n") == 3
    assert real.case(case.id).rights[0].outcome is Outcome.GRANTED
    assert page.banner.title.text() == "Handed out: 24 Mar 2026, printed."


@pytest.mark.qt_log_ignore("QPainter::begin")
def test_a_printer_that_refuses_says_so_and_records_nothing(
    qtbot: QtBot, real: RealDesk, tmp_path: Path
) -> None:
    case = a_case(real, Channel.POST)
    page = opened(qtbot, real.desk, case)

    def answer(_parent: QWidget, _pages: int, on_printer: Callable[[QPrinter], None]) -> None:
        printer = made_ready(QPrinter(QPrinter.PrinterMode.HighResolution))
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(tmp_path / "gone" / "printed.pdf"))
        on_printer(printer)

    page.ask_printer = answer
    press(ENTER, CTRL)
    assert page.banner.title.text() == "The printer does not take the job."
    assert real.records.actions(Action.REPORT_HANDED_OUT) == []


def test_nothing_is_given_out_before_identity_stands(qtbot: QtBot, real: RealDesk) -> None:
    page = opened(qtbot, real.desk, a_case(real, known=False))
    assert not any(button.isEnabled() for button in page.options.acts.values())
    assert page.options.who.text() == "Identity does not stand yet: nothing is given out."


def test_a_contact_changed_lately_serves_only_once_confirmed(
    qtbot: QtBot, real: RealDesk, tmp_path: Path
) -> None:
    case = a_case(real)
    assert case.person_id is not None
    real.desk.people.correct(
        case.person_id, {PersonField.EMAIL: "z.keller@example.com"}, proof="call", channel=Channel.PHONE,
        received_on=NOW.date(),
    )  # fmt: skip
    page = opened(qtbot, real.desk, case)
    saves_to(page, tmp_path)
    draft = page.options.acts[HandOut.EMAIL_DRAFT]
    assert not draft.isEnabled()
    page.options.confirmed.click()
    assert draft.isEnabled()
    draft.click()
    agree(page)
    assert len(real.records.actions(Action.CONTACT_CONFIRMED)) == 1


def test_a_group_is_left_out_only_with_the_persons_own_wish(qtbot: QtBot, real: RealDesk) -> None:
    page = opened(qtbot, real.desk, a_case(real))
    box = next(iter(page.options.groups.boxes.values()))
    box.click()
    page.prepare()
    assert page.options.reason.isVisible()
    assert page.options.title.text() == "Not complete under FADP Art. 25"
    assert not any(button.isEnabled() for button in page.options.acts.values())
    page.options.reason.set_value("Only the machine data, letter of 4 Mar")
    page.prepare()
    assert page.options.title.text() == "Complete under FADP Art. 25"
    assert all(button.isEnabled() for button in page.options.acts.values())


def test_options_come_back_after_locking(qtbot: QtBot, real: RealDesk) -> None:
    case = a_case(real)
    page = opened(qtbot, real.desk, case)
    page.options.language.set_value("de")
    first = next(iter(page.options.groups.boxes))
    page.options.groups.boxes[first].click()
    page.options.reason.set_value("Not this one, please")
    state = page.place_state()
    page.leave()
    page.hide()
    again = opened(qtbot, real.desk, case)
    again.restore_place(state)
    assert again.options.language.value == "de"
    assert not again.options.groups.boxes[first].isChecked()
    assert again.options.reason.value == "Not this one, please"
    assert "please" not in repr(state)


def test_what_is_missing_is_named_and_where_each_element_stands_is_listed(
    qtbot: QtBot, real: RealDesk
) -> None:
    case = a_case(real)
    real.desk.office.save(replace(OFFICE, street="", postcode="", town="", phone="", email=""))
    page = opened(qtbot, real.desk, case)
    assert page.options.detail.text() == "Missing: Who we are and how to reach us"
    assert not page.preview.shown
    page.options.elements.click()
    rows = page.elements.list.rows()
    assert len(rows) == 16
    assert [row.cells[3].text for row in rows if row.cells[3].tone == "danger"] == ["missing"]
    assert page.step_back() is True
    assert page.step_back() is False


def test_zoom_keys_belong_to_the_page(qtbot: QtBot, real: RealDesk) -> None:
    page = opened(qtbot, real.desk, a_case(real))
    view = page.preview.view
    page.preview.focus_page()
    view.actual_size()
    press(Qt.Key.Key_Plus, CTRL)
    assert view.zoom_percent == 120
    press(Qt.Key.Key_Minus, CTRL)
    assert view.zoom_percent == 100


def test_the_second_right_stays_open_when_the_report_is_out(
    qtbot: QtBot, real: RealDesk, tmp_path: Path
) -> None:
    case = real.open_case(real.add_person(), Right.ACCESS, Right.ERASURE)
    real.desk.requests.check_identity(case.id, IdentityMethod.CARD_SEEN, passed=True)
    page = opened(qtbot, real.desk, case)
    saves_to(page, tmp_path)
    press(ENTER, CTRL)
    agree(page)
    outcomes = [each.outcome for each in real.case(case.id).rights]
    assert outcomes == [Outcome.GRANTED, Outcome.TO_DECIDE]


def test_only_those_who_grant_access_have_the_place(real: RealDesk) -> None:
    assert places(real.as_member(Role.AGENCY_CLERK), ImmediateJobs()) == []
    assert [place.key for place in places(real.desk, ImmediateJobs())] == ["report"]
