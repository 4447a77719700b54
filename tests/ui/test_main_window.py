# SPDX-License-Identifier: MIT
"""Locking destroys every page; unlocking returns to the same place; the frame is worked by keyboard."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import QMimeData, QObject, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from privdesk.services.progress import Progress
from privdesk.ui.dialogs import ask
from privdesk.ui.frame import DeskFrame
from privdesk.ui.idle import IdleWatch, locks_in_words
from privdesk.ui.jobs import Jobs
from privdesk.ui.main_window import MainWindow
from privdesk.ui.navigation import Navigator, OpenDesk, Place, Visit, Who
from privdesk.ui.theme import Theme
from privdesk.ui.widgets.button import Button
from privdesk.ui.widgets.field import LineField
from privdesk.ui.widgets.page import Page
from privdesk.ui.widgets.palette import Hit
from privdesk.ui.widgets.pane import Pane
from privdesk.ui.widgets.popup import Veil
from privdesk.ui.widgets.row_list import RowList
from privdesk.ui.widgets.rows import Cell, Column, Row
from tests.ui.fakes import ImmediateJobs


class Plain(Page):
    """A page with a field and a list; it notes what happened to it."""

    def __init__(self, title: str, jobs: Jobs, drafts: list[str], args: Mapping[str, Any]) -> None:
        super().__init__(title, jobs)
        self.args, self.drafts, self.loads, self.searched = args, drafts, 0, list[str]()
        self.files: list[str] = []
        self.field = LineField("Note")
        self.field.control.setObjectName("note")
        self.list = RowList("Rows", [Column()])
        self.act = Button("Start a call", "phone", "F9")
        self.content.addWidget(self.field)
        self.content.addWidget(self.list)
        self.content.addWidget(self.act)

    def load(self) -> None:
        self.loads += 1
        self.list.set_rows([Row(at, (Cell(f"row {at}"),)) for at in range(3)])

    def take_files(self, paths: Sequence[Path]) -> None:
        self.files += [path.name for path in paths]

    def leave(self) -> None:
        text = self.field.value
        self.keep(lambda _progress: self.drafts.append(text))


class People(Plain):
    filters = True

    def search(self, text: str) -> None:
        self.searched.append(text)


class Narrow(Plain):
    rail = True
    own_top = True


class Tables(Plain):
    own_drops = True


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


class Desk:
    """An open desk as the window sees it."""

    def __init__(self, jobs: Jobs) -> None:
        self.jobs, self.closed, self.drafts = jobs, list[str](), list[str]()
        self.takes_files = True

    def places(self, _navigator: Navigator) -> list[Place]:
        def plain(kind: type[Plain], title: str) -> Any:  # noqa: ANN401
            return lambda _by, args: kind(title, self.jobs, self.drafts, args)

        return [
            Place("today", "Today", "sun", plain(Plain, "Today"), group=0),
            Place("people", "People", "users-round", plain(People, "People"), group=0),
            Place("settings", "Settings", "settings", plain(Plain, "Settings"), group=1),
            Place("person", "Person", "user-round", plain(Plain, "Person"), belongs_to="people"),
            Place("capture", "Capture", "scan-text", plain(Narrow, "Capture"), belongs_to="today"),
            Place("call", "Call", "phone", plain(Plain, "Call")),
            Place("imports", "Import", "folder-input", plain(Tables, "Import")),
        ]

    def open(self, name: str = "Anouk Klein") -> OpenDesk:
        return OpenDesk(
            Who(name, "Clerk"),
            "Lavarelle SA",
            self.places,
            "today",
            lambda: self.closed.append("closed"),
            counts=lambda: {"today": 3},
            find=(lambda words: [Hit("People", f"Found {words}", place="person", args={"person": 5})],),
            call_place="call",
            files_place="today" if self.takes_files else "",
        )


class Unlock(QWidget):
    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name
        self.password = QLineEdit(self)
        self.setFocusProxy(self.password)


@pytest.fixture
def desk() -> Desk:
    return Desk(ImmediateJobs())


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def window(qtbot: QtBot, desk: Desk, clock: Clock) -> MainWindow:
    made = MainWindow().arm(lambda _window, name: Unlock(name), desk.jobs, IdleWatch(clock))
    qtbot.addWidget(made)
    made.resize(1300, 800)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.show_desk(desk.open())
    return made


def frame_of(window: MainWindow) -> DeskFrame:
    assert window.frame is not None
    return window.frame


def page_of(window: MainWindow) -> Plain:
    page = frame_of(window).page
    assert isinstance(page, Plain)
    return page


def settle(qtbot: QtBot, gone: QObject) -> None:
    qtbot.waitUntil(lambda: not shiboken6.isValid(gone))


def test_locking_destroys_every_page_and_closes_the_desk(
    qtbot: QtBot, window: MainWindow, desk: Desk
) -> None:
    frame, page = frame_of(window), page_of(window)
    inner = page.findChildren(QWidget)
    window.lock()
    settle(qtbot, frame)
    assert not shiboken6.isValid(page)
    assert not any(shiboken6.isValid(each) for each in inner)
    assert window.frame is None
    assert desk.closed == ["closed"]
    shown = window.centralWidget()
    assert isinstance(shown, Unlock)
    assert shown.name == "Anouk Klein"


def test_after_locking_the_password_has_the_keyboard(qtbot: QtBot, window: MainWindow) -> None:
    frame = frame_of(window)
    page_of(window).field.control.setFocus()
    window.lock()
    settle(qtbot, frame)
    shown = window.centralWidget()
    assert isinstance(shown, Unlock)
    assert shown.password.hasFocus()


def test_unlocking_returns_to_the_same_place_caret_and_row(
    qtbot: QtBot, window: MainWindow, desk: Desk
) -> None:
    frame_of(window).open("person", person=5)
    page = page_of(window)
    page.list.choose(2)
    page.field.control.setFocus()
    QTest.keyClicks(page.field.line, "half")
    QTest.keyClick(page.field.line, Qt.Key.Key_Left)
    window.lock()
    settle(qtbot, page)
    assert desk.drafts[-1] == "half"
    window.show_desk(desk.open())
    again = page_of(window)
    assert again is not page
    assert again.args == {"person": 5}
    assert again.list.current_id() == 2
    assert again.field.line.hasFocus()
    again.field.set_value(desk.drafts[-1])
    again.settle_place()
    assert again.field.line.cursorPosition() == 3


def test_the_draft_is_written_before_the_desk_is_closed(window: MainWindow, desk: Desk) -> None:
    order: list[str] = []
    desk.drafts = order
    page_of(window).drafts = order
    desk.closed = order
    window.lock()
    assert order == ["", "closed"]


def test_somebody_else_starts_at_the_beginning(window: MainWindow, desk: Desk) -> None:
    frame_of(window).open("person", person=5)
    window.lock()
    window.show_desk(desk.open("Marc Duvoisin"))
    assert page_of(window).args == {}


def test_the_desk_locks_itself_when_nobody_is_there(
    qtbot: QtBot, window: MainWindow, desk: Desk, clock: Clock
) -> None:
    clock.now = 9 * 60 - 1
    window.idle.look()
    assert frame_of(window).status.locks.words.whole_text == "Locks in 1 min"
    clock.now = 9 * 60 + 1
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Shift)
    window.idle.look()
    assert frame_of(window).status.locks.words.whole_text == "Locks in 10 min"
    clock.now += 10 * 60
    window.idle.look()
    assert window.frame is None
    assert desk.closed == ["closed"]


def test_the_last_minute_is_counted_in_seconds() -> None:
    assert locks_in_words(540) == "Locks in 9 min"
    assert locks_in_words(59) == "Locks in 59 seconds"


def test_the_system_lock_locks_the_desk(window: MainWindow) -> None:
    window.system_lock.on_sleep(True)
    assert window.frame is None


def test_the_way_back_leads_to_the_same_row(window: MainWindow) -> None:
    frame = frame_of(window)
    page_of(window).list.choose(1)
    frame.open("person", person=5)
    QTest.keyClick(window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert page_of(window).list.current_id() == 1
    assert frame.sidebar._buttons["today"].isChecked()


def test_escape_leaves_a_page_outside_the_sidebar(window: MainWindow) -> None:
    frame_of(window).open("person", person=5)
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert page_of(window).head.title.whole_text == "Today"
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert page_of(window).head.title.whole_text == "Today"


def test_places_are_opened_by_number(window: MainWindow) -> None:
    QTest.keyClick(window, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    assert page_of(window).head.title.whole_text == "Settings"


def test_capture_uses_the_rail_and_its_own_top(window: MainWindow) -> None:
    frame = frame_of(window)
    assert not frame.sidebar.rail
    frame.open("capture")
    assert frame.sidebar.rail
    assert not frame.top.isVisible()
    frame.open("today")
    assert not frame.sidebar.rail
    assert frame.top.isVisible()


def test_a_narrow_window_uses_the_rail(qtbot: QtBot, window: MainWindow) -> None:
    window.resize(1024, 700)
    qtbot.waitUntil(lambda: frame_of(window).sidebar.rail)


def test_typing_on_people_filters_and_elsewhere_opens_the_palette(window: MainWindow) -> None:
    frame = frame_of(window)
    frame.open("people")
    assert frame.top.search.hasFocus()
    QTest.keyClicks(frame.top.search, "ze")
    people = page_of(window)
    assert people.searched == ["z", "ze"]
    frame.open("today")
    frame.top.search.setText("k")
    assert frame.palette_box.isVisible()
    assert frame.palette_box.field.text() == "k"
    assert frame.top.search.text() == ""


def test_the_palette_opens_what_it_found(window: MainWindow) -> None:
    frame = frame_of(window)
    QTest.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert frame.palette_box.isVisible()
    QTest.keyClicks(frame.palette_box.field, "zoe")
    assert frame.palette_box.list.hits[0].text == "Found zoe"
    QTest.keyClick(frame.palette_box.field, Qt.Key.Key_Return)
    assert not frame.palette_box.isVisible()
    assert page_of(window).args == {"person": 5}


def test_the_palette_offers_acts_of_the_page_and_keeps_no_names(window: MainWindow) -> None:
    frame = frame_of(window)
    frame.palette_box.open_with(">lock")
    assert [hit.text for hit in frame.palette_box.list.hits] == ["Lock the desk"]
    frame.palette_box.field.setText("")
    assert all(hit.section == "Do" for hit in frame.palette_box.list.hits)
    frame.palette_box.shut()
    assert frame.palette_box.isHidden()


def test_a_key_that_the_page_uses_too_belongs_to_the_page(qtbot: QtBot, window: MainWindow) -> None:
    page = page_of(window)
    with qtbot.waitSignal(page.act.clicked):
        QTest.keyClick(window, Qt.Key.Key_F9)
    with qtbot.waitSignal(page.act.clicked):
        QTest.keyClick(window, Qt.Key.Key_F9)
    assert page_of(window) is page


def test_f6_goes_through_the_panes(window: MainWindow) -> None:
    frame = frame_of(window)
    frame.top.search.setFocus()
    QTest.keyClick(window, Qt.Key.Key_F6)
    assert page_of(window).list.view.hasFocus()
    QTest.keyClick(window, Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    assert frame.top.search.hasFocus()


def test_counts_are_said_and_shown(window: MainWindow) -> None:
    assert frame_of(window).sidebar._buttons["today"].accessibleName() == "Today, 3"


def test_a_place_the_roles_do_not_open_is_refused_in_words(window: MainWindow) -> None:
    frame_of(window).open("audit")
    assert page_of(window).banner.title.whole_text == "Your roles do not open this page."


def test_opening_the_same_place_again_reads_it_anew(window: MainWindow) -> None:
    page = page_of(window)
    frame_of(window).open("today")
    assert page_of(window) is page
    assert page.loads == 2


def test_the_keys_of_the_screen_are_listed(window: MainWindow) -> None:
    frame = frame_of(window)
    QTest.keyClick(window, Qt.Key.Key_F1)
    assert frame._keys.isVisible()
    assert "F9: Start a call" in frame._keys.accessibleName()
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert not frame._keys.isVisible()


def test_every_control_of_the_frame_has_a_name(window: MainWindow) -> None:
    frame = frame_of(window)
    takes = [each for each in frame.findChildren(QWidget) if each.focusPolicy() & Qt.FocusPolicy.TabFocus]
    nameless = [each for each in takes if each.isVisible() and not each.accessibleName()]
    assert nameless == []
    assert [each for each in takes if isinstance(each, QLineEdit)]


def test_initials_are_two_letters() -> None:
    assert Who("Claire Maillard", "").initials == "CM"
    assert Who("Hans-Peter von Brügger", "").initials == "HB"


def test_closing_the_window_closes_the_desk(window: MainWindow, desk: Desk) -> None:
    window.close()
    assert desk.closed == ["closed"]


def test_work_kept_on_leaving_is_a_writing_job(window: MainWindow, desk: Desk) -> None:
    def work(_progress: Progress) -> None:
        return None

    jobs = desk.jobs
    assert isinstance(jobs, ImmediateJobs)
    before = len(jobs.lanes)
    page_of(window).keep(work)
    assert jobs.lanes[before:] == ["write"]


def test_the_first_look_has_the_grounds_of_the_unlock_page(qtbot: QtBot) -> None:
    made = MainWindow()
    qtbot.addWidget(made)
    with qtbot.waitSignal(made.seen):
        made.show()
    image = made.grab().toImage()
    assert image.pixelColor(100, 400) == Theme(dark=False).color("accent")
    assert image.pixelColor(1300, 400) in (
        Theme(dark=False).color("surface"),
        Theme(dark=True).color("surface"),
    )


def drop_on(window: MainWindow, place: QPoint, *names: str) -> bool:
    """Drag files over the window and let them go; says whether the window took them."""
    dragged, handle = QMimeData(), window.windowHandle()
    assert handle is not None
    dragged.setUrls([QUrl.fromLocalFile(f"/somewhere/{name}") for name in names])
    left, none, copy = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, Qt.DropAction.CopyAction
    enter = QDragEnterEvent(place, copy, dragged, left, none)
    QApplication.sendEvent(handle, enter)
    if enter.isAccepted():
        QApplication.sendEvent(handle, QDropEvent(QPointF(place), copy, dragged, left, none))
    return enter.isAccepted()


def test_files_dropped_on_any_page_go_to_the_place_that_takes_them(window: MainWindow, desk: Desk) -> None:
    frame_of(window).open("capture")
    page_of(window).field.set_value("half typed")
    over_the_field = page_of(window).field.control.mapTo(window, QPoint(20, 10))
    assert drop_on(window, over_the_field, "scan.tif", "form.pdf")
    assert frame_of(window).visit is not None
    assert page_of(window).files == ["scan.tif", "form.pdf"]
    assert desk.drafts[-1] == "half typed"
    page_of(window).files.clear()
    assert drop_on(window, QPoint(40, 40), "more.pdf")
    assert page_of(window).files == ["more.pdf"]


def test_a_page_with_its_own_files_keeps_them(window: MainWindow) -> None:
    frame_of(window).open("imports")
    drop_on(window, QPoint(400, 300), "people.csv")
    assert isinstance(page_of(window), Tables)


def test_roles_without_an_inbox_take_no_files(window: MainWindow, desk: Desk) -> None:
    desk.takes_files = False
    window.show_desk(desk.open())
    frame_of(window).open("settings")
    drop_on(window, QPoint(400, 300), "scan.tif")
    assert page_of(window).files == []
    visit = frame_of(window).visit
    assert visit is not None
    assert visit.place == "settings"


def test_locking_takes_dialogs_and_veils_of_the_window_with_it(qtbot: QtBot, window: MainWindow) -> None:
    asked: list[str] = []
    question = ask(
        page_of(window), "Save the report of Zoë Keller?", "", "Choose where", lambda: asked.append("yes")
    )
    over, file = Veil(window), QDialog(window)
    over.open()
    file.open()
    window.lock()
    for gone in (question, over, file):
        settle(qtbot, gone)
    assert not asked
    assert isinstance(window.centralWidget(), Unlock)


def test_ctrl_l_locks_from_within_a_dialog(qtbot: QtBot, window: MainWindow) -> None:
    question = ask(page_of(window), "Save the report?", "", "Choose where", lambda: None)
    qtbot.waitUntil(question.isActiveWindow)
    with qtbot.waitSignal(window.locked):
        QTest.keyClick(question, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    settle(qtbot, question)


def test_a_folded_side_panel_gives_the_keyboard_back(qtbot: QtBot, window: MainWindow) -> None:
    window.resize(1100, 800)
    page = page_of(window)
    page.set_side(Pane("left"))
    page.toggle_side()
    qtbot.waitUntil(lambda: not page.field.control.hasFocus())
    QTest.keyClick(window, Qt.Key.Key_Escape)
    qtbot.waitUntil(page.list.view.hasFocus)


def test_going_back_to_a_page_that_searches_takes_the_keyboard(qtbot: QtBot, window: MainWindow) -> None:
    frame_of(window).reopen(Visit("people", {}, {"focus": "a list that is not filled yet"}))
    search = frame_of(window).top.search
    qtbot.waitUntil(search.hasFocus)


def test_a_page_opened_by_its_number_takes_the_keyboard(qtbot: QtBot, window: MainWindow) -> None:
    frame_of(window).sidebar.setFocus()
    QTest.keyClick(window, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    page = page_of(window)
    qtbot.waitUntil(lambda: page.isAncestorOf(QApplication.focusWidget() or window))


def test_nobody_comes_back_to_a_page_that_did_its_work(window: MainWindow) -> None:
    frame = frame_of(window)
    frame.open("capture")
    page_of(window).finished = True
    frame.open("person", person=5)
    QTest.keyClick(window, Qt.Key.Key_Escape)
    visit = frame.visit
    assert visit is not None
    assert visit.place == "today"
