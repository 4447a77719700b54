# SPDX-License-Identifier: MIT
"""The Inbox by keyboard over real records: what rows say, adding, setting aside, watching, what cannot be read."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from privdesk.domain.errors import DiskFullError
from privdesk.domain.inbox import ItemId, ItemState
from privdesk.domain.people import Channel
from privdesk.domain.staff import Role
from privdesk.services.inbox_view import InboxFilter
from privdesk.services.preferences import Preferences
from privdesk.ui import capture, inbox
from privdesk.ui.inbox import FolderWatch, InboxPage
from privdesk.ui.inbox.adding import added_words, needs_asking
from privdesk.ui.inbox.rows import InboxRow, Sign, row_of
from tests.ui.arrivals import AMELIE, BEAT, TIFF, Office, filled, mail, office, scanned, template
from tests.ui.fakes import FakeNavigator, HeldJobs, ImmediateJobs

__all__ = ["office"]
pytestmark = pytest.mark.usefixtures("qapp")
OBJECTION = "Ich möchte keine Werbung mehr erhalten und widerspreche der Verwendung meiner Daten."


def opened(qtbot: QtBot, office: Office, navigator: FakeNavigator | None = None) -> InboxPage:
    jobs = ImmediateJobs()
    page = InboxPage(office.desk, jobs, navigator or FakeNavigator(), FolderWatch(office.desk, jobs))
    qtbot.addWidget(page)
    page.resize(1232, 820)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
    page.load()
    return page


def shown(page: InboxPage) -> list[str]:
    return [row.cells[0].after for row in page.list.rows()]


def row(office: Office, item_id: ItemId) -> InboxRow:
    item = office.desk.inbox.item(item_id)
    known = template(item.template.id) if item.template else None
    return row_of(item, office.desk.inbox.template_title(item), known, office.desk.clock)


def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    widget = QApplication.focusWidget()
    assert widget is not None
    QTest.keyClick(widget, key, modifier)


def test_rows_say_what_arrived_and_where_it_stands(office: Office) -> None:
    exact = row(office, office.arrive("a.pdf", filled()))
    assert (exact.title, exact.sender, exact.second) == (
        "Registration form v3", "Amélie Rochat", "Filled PDF, read exactly, F-26-00001",
    )  # fmt: skip
    assert (exact.state, exact.sign, exact.received, exact.channel) == ("Ready", Sign.SURE, "10:42", "Post")
    doubtful = row(
        office, office.arrive("b.pdf", filled({**BEAT, "town": "", "postcode": "99"}, language="de"))
    )
    assert (doubtful.state, doubtful.sign) == ("2 fields to look at", Sign.LOOK)
    keyed = row(office, office.arrive("scan.tif", scanned(TIFF)))
    assert (keyed.state, keyed.second) == ("To key", "1 page, F-26-00003")
    asks = row(office, office.arrive("m.eml", mail("Widerspruch", OBJECTION), Channel.EMAIL))
    assert (asks.title, asks.sender, asks.state) == ("Letter, no form", "Giulia Ferrari", "Request?")
    assert asks.second == "Looks like a request: objection"
    bad = row(office, office.arrive("c.pdf", b"locked"))
    assert (bad.title, bad.second, bad.sign) == (
        "Could not be read", "Locked with a password; the original is kept", Sign.FAILED,
    )  # fmt: skip


def test_a_survey_without_a_name_says_so(office: Office) -> None:
    item = office.arrive("s.pdf", filled({"answer_overall": "4"}, "survey"))
    assert row(office, item).sender == "Without a name"


def test_enter_opens_capture_and_a_request_its_case(qtbot: QtBot, office: Office) -> None:
    form = office.arrive("a.pdf", filled())
    asks = office.arrive("m.eml", mail("Widerspruch", OBJECTION), Channel.EMAIL)
    navigator = FakeNavigator()
    page = opened(qtbot, office, navigator)
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Down)
    assert page.enter_button.text() == "Open request"
    press(Qt.Key.Key_Return)
    assert navigator.opened == [("capture", {"item": form}), ("request_from_item", {"item": asks})]


def test_filters_count_and_digits_choose_them(qtbot: QtBot, office: Office) -> None:
    office.arrive("a.pdf", filled())
    office.arrive("c.pdf", b"locked")
    page = opened(qtbot, office)
    assert len(shown(page)) == 2
    press(Qt.Key.Key_5)
    assert shown(page) == ["c.pdf"]
    assert page.tabs.current == InboxFilter.NOT_READ.value


def test_set_aside_is_undone_by_ctrl_z(qtbot: QtBot, office: Office) -> None:
    first, second = office.arrive("a.pdf", filled()), office.arrive("b.pdf", filled(BEAT, language="de"))
    navigator = FakeNavigator()
    page = opened(qtbot, office, navigator)
    press(Qt.Key.Key_Delete)
    assert office.desk.inbox.item(first).state is ItemState.SET_ASIDE
    assert shown(page) == ["Beat Zumsteg"]
    assert page.list.current_id() == second
    assert navigator.refreshed == 1
    press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert office.desk.inbox.item(first).state is ItemState.READY
    assert shown(page) == ["Amélie Rochat", "Beat Zumsteg"]


def test_several_rows_are_set_aside_at_once(qtbot: QtBot, office: Office) -> None:
    ids = [
        office.arrive(f"{name}.pdf", filled({**AMELIE, "last_name": name})) for name in ("Ada", "Bea", "Cia")
    ]
    page = opened(qtbot, office)
    press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    press(Qt.Key.Key_Delete)
    assert {office.desk.inbox.item(each).state for each in ids} == {ItemState.SET_ASIDE}
    assert page.empty.isVisible()
    assert page.empty.sentence.text().startswith("The Inbox is empty.")


def test_what_arrives_joins_below_a_line_and_the_selection_stays(qtbot: QtBot, office: Office) -> None:
    first = office.arrive("a.pdf", filled())
    page = opened(qtbot, office)
    assert page.list.current_id() == first
    office.arrive("b.pdf", filled(BEAT, language="de"))
    page.reload()
    assert page.list.current_id() == first
    assert [each.section for each in page.list.rows()] == ["", "new"]


def test_the_side_panel_shows_page_fields_and_likely_person(qtbot: QtBot, office: Office) -> None:
    office.arrive("a.pdf", filled({**AMELIE, "postcode": "1020"}))
    page = opened(qtbot, office)
    assert page.side.preview.has_picture
    facts = {fact.label: (fact.value, fact.disc) for fact in page.side.shown_facts}
    assert facts["Address"] == ("Avenue de Cour 61", "sure")
    assert facts["Postcode"] == ("1020 Lausanne", "look")


def test_a_file_that_was_not_read_says_why_and_can_be_entered_by_hand(qtbot: QtBot, office: Office) -> None:
    item = office.arrive("c.pdf", b"locked")
    navigator = FakeNavigator()
    page = opened(qtbot, office, navigator)
    assert "protected by a password" in page.side.words.text()
    page.side.by_hand.click()
    assert navigator.opened == [("capture", {"item": item})]


def test_the_original_leaves_only_after_a_warning(qtbot: QtBot, office: Office, tmp_path: Path) -> None:
    item = office.arrive("c.pdf", b"locked")
    page = opened(qtbot, office)
    with qtbot.assertNotEmitted(page.side.original_asked):
        page.side.original.click()
    assert page.side.save_original.isVisible()
    page.save_original(item, tmp_path / "out.pdf")
    assert (tmp_path / "out.pdf").read_bytes() == b"locked"
    assert "out.pdf" in page.banner.title.text()


def test_files_that_say_how_they_came_are_added_at_once(qtbot: QtBot, office: Office, tmp_path: Path) -> None:
    (tmp_path / "m.eml").write_bytes(mail("Widerspruch", OBJECTION))
    page = opened(qtbot, office)
    page.add_paths([tmp_path / "m.eml"])
    assert page.strip.isHidden()
    assert shown(page) == ["Giulia Ferrari"]


def test_paper_asks_for_channel_and_day_with_the_guess_set(
    qtbot: QtBot, office: Office, tmp_path: Path
) -> None:
    (tmp_path / "a.pdf").write_bytes(filled())
    page = opened(qtbot, office)
    page.add_paths([tmp_path / "a.pdf"])
    assert page.strip.isVisible()
    page.strip.received.set_value("20.3.26")
    QTest.keyClick(page.strip.add_button, Qt.Key.Key_Return)
    (item,) = office.desk.inbox.items()
    assert (item.channel, item.received_on.isoformat()) == (Channel.POST, "2026-03-20")
    assert shown(page) == ["Amélie Rochat"]


def test_the_same_file_twice_is_told_not_taken(qtbot: QtBot, office: Office, tmp_path: Path) -> None:
    (tmp_path / "m.eml").write_bytes(mail("Widerspruch", OBJECTION))
    page = opened(qtbot, office)
    page.add_paths([tmp_path / "m.eml"])
    page.add_paths([tmp_path / "m.eml", tmp_path / "gone.eml"])
    assert len(shown(page)) == 1
    assert "came before" in page.banner.words.text()
    assert "gone.eml" in page.banner.words.text()


def test_dropped_files_go_to_the_strip_or_straight_in(qtbot: QtBot, office: Office, tmp_path: Path) -> None:
    (tmp_path / "m.eml").write_bytes(mail("Widerspruch", OBJECTION))
    (tmp_path / "scan.tif").write_bytes(scanned(TIFF))
    page = opened(qtbot, office)
    page.take_files([tmp_path / "m.eml"])
    assert shown(page) == ["Giulia Ferrari"]
    page.take_files([tmp_path / "scan.tif"])
    assert page.strip.isVisible()


def test_the_watched_folder_is_swept_and_emptied(qtbot: QtBot, office: Office, tmp_path: Path) -> None:
    folder = tmp_path / "Incoming"
    folder.mkdir()
    (folder / "a.pdf").write_bytes(filled())
    office.desk.office.save_preferences(Preferences(watched_folder=str(folder)))
    said: list[str] = []
    jobs = ImmediateJobs()
    watch = FolderWatch(office.desk, jobs)
    page = InboxPage(office.desk, jobs, FakeNavigator(), watch)
    qtbot.addWidget(page)
    page.status_changed.connect(lambda words, _icon: said.append(words))
    page.load()
    assert "Incoming" in page.empty.sentence.text()
    watch.sweep()
    assert shown(page) == ["Amélie Rochat"]
    assert (folder / "Done" / "a.pdf").exists()
    assert "Watching “Incoming”" in said[-1]


def test_a_watched_folder_that_is_gone_is_said(qtbot: QtBot, office: Office, tmp_path: Path) -> None:
    office.desk.office.save_preferences(Preferences(watched_folder=str(tmp_path / "nowhere")))
    jobs = ImmediateJobs()
    page = InboxPage(office.desk, jobs, FakeNavigator(), FolderWatch(office.desk, jobs))
    qtbot.addWidget(page)
    said: list[str] = []
    page.status_changed.connect(lambda words, _icon: said.append(words))
    page.load()
    assert "is not there" in said[-1]


def test_an_error_stays_in_the_banner_and_try_again_works(
    qtbot: QtBot, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = office.arrive("a.pdf", filled())
    page = opened(qtbot, office)

    def full(*_args: object) -> None:
        raise DiskFullError(office.behind.place.session.folder)

    monkeypatch.setattr(type(office.desk.inbox), "set_aside", full)
    press(Qt.Key.Key_Delete)
    assert page.banner.isVisible()
    assert shown(page) == ["Amélie Rochat"]
    monkeypatch.undo()
    page.banner.act_button.click()
    assert office.desk.inbox.item(item).state is ItemState.SET_ASIDE


def test_filter_and_row_come_back_after_a_lock(qtbot: QtBot, office: Office) -> None:
    for name in ("Ada", "Bea"):
        office.arrive(f"{name}.pdf", filled({**AMELIE, "last_name": name}))
    page = opened(qtbot, office)
    press(Qt.Key.Key_2)
    press(Qt.Key.Key_Down)
    kept, state = page.list.current_id(), page.place_state()
    again = opened(qtbot, office)
    again.restore_place(state)
    assert again.tabs.current == InboxFilter.READY.value
    assert again.list.current_id() == kept


def test_nothing_is_read_on_the_window_s_own_thread(qtbot: QtBot, office: Office) -> None:
    office.arrive("a.pdf", filled())
    jobs = HeldJobs()
    page = InboxPage(office.desk, jobs, FakeNavigator(), FolderWatch(office.desk, jobs))
    qtbot.addWidget(page)
    page.load()
    assert shown(page) == []
    jobs.release()
    assert shown(page) == ["Amélie Rochat"]


@pytest.mark.parametrize(
    ("name", "asks"), [("a.pdf", True), ("b.tif", True), ("c.eml", False), ("d.json", False)]
)
def test_only_paper_is_asked_about(tmp_path: Path, name: str, asks: bool) -> None:
    assert needs_asking([tmp_path / name]) is asks


def test_a_file_too_large_is_named() -> None:
    from privdesk.services.inbox_view import Added

    assert "“big.pdf” is larger than 256 MB" in added_words(Added(failed=(("big.pdf", "too_large"),)))


def test_letters_jump_to_the_sender(qtbot: QtBot, office: Office) -> None:
    office.arrive("a.pdf", filled())
    second = office.arrive("b.pdf", filled(BEAT, language="de"))
    page = opened(qtbot, office)
    press(Qt.Key.Key_B)
    assert page.list.current_id() == second


def test_a_role_that_enters_no_forms_has_no_inbox(office: Office) -> None:
    administrator = replace(office.desk, session=office.behind.as_member(Role.ADMINISTRATOR).session)
    assert inbox.places(administrator, ImmediateJobs()) == []
    assert capture.places(administrator, ImmediateJobs()) == []
    assert [place.key for place in inbox.places(office.desk, ImmediateJobs())] == ["inbox"]


def test_what_arrives_after_unlocking_does_not_move_the_person_back(qtbot: QtBot, office: Office) -> None:
    for number in ("1", "2", "3"):
        office.arrive(f"{number}.pdf", filled({**AMELIE, "number": number}))
    page = opened(qtbot, office)
    page.restore_place({"rows": {"inbox_items": page.list.rows()[0].id}, "focus": "inbox_items"})
    settled: list[bool] = []
    QTimer.singleShot(0, page, lambda: settled.append(page.list.view.hasFocus()))
    qtbot.waitUntil(lambda: settled == [True])
    press(Qt.Key.Key_Down)
    page.tabs.setFocus()
    office.arrive("d.pdf", filled(BEAT, language="de"))
    page.reload()
    assert page.list.current_id() == page.list.rows()[1].id
    assert page.tabs.hasFocus()
