# SPDX-License-Identifier: MIT
"""Capture, by keyboard alone, over real records: entering, doubts, drafts, decisions, and what goes wrong."""

import json
from collections.abc import Mapping
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from privdesk.domain.errors import DiskFullError
from privdesk.domain.inbox import ItemId, ItemState
from privdesk.domain.people import Channel, PersonField
from privdesk.domain.submissions import FormEntry, SamePerson, Saved, Submission, SubmissionState
from privdesk.ui.capture import CapturePage
from privdesk.ui.capture.form_side import FormSide
from privdesk.ui.capture.form_state import Mark
from privdesk.ui.inbox import FolderWatch, InboxPage
from tests.ui.arrivals import AMELIE, BEAT, JPEG, TIFF, Office, filled, mail, office, scanned
from tests.ui.fakes import FakeNavigator, ImmediateJobs

__all__ = ["office"]
pytestmark = pytest.mark.usefixtures("qapp")
ROCHAT = {
    PersonField.FIRST_NAME: "Amelie", PersonField.LAST_NAME: "Rochat", PersonField.STREET: "Av. de Cour",
    PersonField.NUMBER: "61", PersonField.POSTCODE: "1007", PersonField.TOWN: "Lausanne",
    PersonField.EMAIL: "a.rochat@example.ch", PersonField.LANGUAGE: "fr",
}  # fmt: skip


def opened(qtbot: QtBot, office: Office, item: ItemId, navigator: FakeNavigator | None = None) -> CapturePage:
    page = CapturePage(office.desk, ImmediateJobs(), navigator or FakeNavigator(), item)
    qtbot.addWidget(page)
    page.resize(1384, 872)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
    page.load()
    return page


def form_of(page: CapturePage) -> FormSide:
    assert page.form is not None
    return page.form


def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """A key goes to whatever has the caret."""
    widget = QApplication.focusWidget()
    assert widget is not None
    QTest.keyClick(widget, key, modifier)


def current(page: CapturePage) -> str:
    return form_of(page).fields.current


def submissions(office: Office, state: SubmissionState) -> list[Submission]:
    with office.behind.records.open_reading() as records:
        return list(records.submissions.in_state(state))


def line(widget: QWidget) -> QLineEdit:
    assert isinstance(widget, QLineEdit)
    return widget


def test_a_filled_pdf_without_doubts_takes_two_keys(qtbot: QtBot, office: Office) -> None:
    item = office.arrive("form.pdf", filled())
    navigator = FakeNavigator()
    inbox = InboxPage(office.desk, ImmediateJobs(), navigator, FolderWatch(office.desk, ImmediateJobs()))
    qtbot.addWidget(inbox)
    inbox.show()
    inbox.load()
    QTest.keyClick(inbox.list.view, Qt.Key.Key_Return)
    assert navigator.opened == [("capture", {"item": item})]
    inbox.close()
    page = opened(qtbot, office, item, navigator)
    press(Qt.Key.Key_Return)
    assert office.desk.inbox.item(item).state is ItemState.ENTERED
    found = office.desk.people.search("Rochat")
    assert [hit.name for hit in found] == ["Amélie Rochat"]
    assert navigator.opened[-1] == ("inbox", {})
    assert page.banner.isHidden()


def test_saving_opens_the_next_form_in_the_same_page(qtbot: QtBot, office: Office) -> None:
    first, second = office.arrive("a.pdf", filled()), office.arrive("b.pdf", filled(BEAT, language="de"))
    page = opened(qtbot, office, first)
    press(Qt.Key.Key_Return)
    assert page.item_id == second
    assert form_of(page).state.text("last_name") == "Zumsteg"
    assert page.place_state()["item"] == second


def test_enter_accepts_a_doubt_then_saves(qtbot: QtBot, office: Office) -> None:
    item = office.arrive("form.pdf", filled({**AMELIE, "postcode": "1020"}))
    page = opened(qtbot, office, item)
    form = form_of(page)
    assert current(page) == "postcode"
    assert form.state.mark("postcode") is Mark.LOOK
    assert "1000–1018" in form.fields.entry("postcode").widget.note.text()
    press(Qt.Key.Key_Return)
    assert office.desk.inbox.item(item).state is ItemState.ENTERED


def test_a_doubt_stays_with_f3_and_goes_by_leaving(qtbot: QtBot, office: Office) -> None:
    item = office.arrive("form.pdf", filled({**AMELIE, "postcode": "1020", "email": "a.rochat@gmial.com"}))
    page = opened(qtbot, office, item)
    state = form_of(page).state
    assert list(state.doubtful()) == ["postcode", "email"]
    form_of(page).fields.go_to_doubtful()
    assert current(page) == "email"
    assert "postcode" not in state.doubtful()


def test_what_is_mandatory_is_said_once_left(qtbot: QtBot, office: Office) -> None:
    item = office.arrive("form.pdf", filled({**AMELIE, "town": ""}))
    page = opened(qtbot, office, item)
    town = form_of(page).fields.entry("town")
    assert current(page) == "town"
    assert not town.widget.wrong
    press(Qt.Key.Key_Return)
    assert town.widget.wrong
    assert town.widget.note.text() == "This field must be filled in."
    assert office.desk.inbox.item(item).state is ItemState.LOOK
    QTest.keyClicks(town.control, "Lausanne")
    assert form_of(page).state.mark("town") is Mark.TYPED
    press(Qt.Key.Key_Return)
    assert office.desk.inbox.item(item).state is ItemState.ENTERED


def test_values_are_tidied_for_reading_on_leaving(qtbot: QtBot, office: Office) -> None:
    item = office.arrive("form.pdf", filled({**AMELIE, "phone_mobile": "", "start": ""}))
    page = opened(qtbot, office, item)
    fields = form_of(page).fields
    for key, typed, shown in (
        ("phone_mobile", "+41795550183", "079 555 01 83"),
        ("start", "1.3.26", "01.03.2026"),
    ):
        fields.go_to(key)
        QTest.keyClicks(fields.entry(key).control, typed)
        fields.accept(key)
        assert line(fields.entry(key).control).text() == shown
    values = form_of(page).state.values()
    assert (values["phone_mobile"], values["start"]) == ("+41795550183", "2026-03-01")


def test_a_scan_is_keyed_field_by_field_from_its_image(qtbot: QtBot, office: Office) -> None:
    item = office.arrive("scan.tif", scanned(TIFF))
    page = opened(qtbot, office, item)
    form = form_of(page)
    assert form.state.keyed
    form.fields.go_to("last_name")
    for key, typed in (("last_name", "Rochat"), ("first_name", "Amelie")):
        assert current(page) == key
        assert page.opening is not None
        assert page.opening.sheet.regions[key].page == 0
        QTest.keyClicks(form.fields.entry(key).control, typed)
        press(Qt.Key.Key_Return)
    assert current(page) == "street"
    assert form.state.text("first_name") == "Amelie"


def test_an_undecided_duplicate_is_never_saved_unnoticed(qtbot: QtBot, office: Office) -> None:
    known = office.behind.add_person(ROCHAT, "1051 2207")
    item = office.arrive("form.pdf", filled())
    page = opened(qtbot, office, item)
    form = form_of(page)
    assert form.same.isVisible()
    press(Qt.Key.Key_Return)
    assert office.desk.inbox.item(item).state is ItemState.READY
    assert "same person" in page.banner.title.text()
    QTest.keyClick(form.same.first_choice, Qt.Key.Key_Space)
    assert form.same.choice is SamePerson.EXISTING
    page.saving.save()
    assert office.desk.inbox.item(item).state is ItemState.ENTERED
    assert [hit.id for hit in office.desk.people.search("Rochat")] == [known]


def test_a_new_person_may_be_made_beside_a_likely_one(qtbot: QtBot, office: Office) -> None:
    office.behind.add_person(ROCHAT, "1051 2207")
    page = opened(qtbot, office, office.arrive("form.pdf", filled()))
    form_of(page).decide(SamePerson.NEW)
    page.saving.save()
    assert len(office.desk.people.search("Rochat")) == 2


def test_the_comparison_marks_what_differs_and_decides(qtbot: QtBot, office: Office) -> None:
    office.behind.add_person(ROCHAT, "1051 2207")
    page = opened(qtbot, office, office.arrive("form.pdf", filled()))
    page.compare()
    veil = page.findChild(QWidget, "") and QApplication.focusWidget()
    assert veil is not None
    QTest.keyClick(veil, Qt.Key.Key_N, Qt.KeyboardModifier.AltModifier)
    assert form_of(page).same.choice is SamePerson.NEW


def test_a_half_typed_form_comes_back_with_its_caret(qtbot: QtBot, office: Office) -> None:
    item = office.arrive("scan.jpg", scanned(JPEG))
    page = opened(qtbot, office, item)
    form_of(page).fields.go_to("last_name")
    QTest.keyClicks(form_of(page).fields.entry("last_name").control, "Roch")
    page.leave()
    page.close()
    again = opened(qtbot, office, item)
    assert form_of(again).state.text("last_name") == "Roch"
    assert current(again) == "last_name"
    assert line(form_of(again).fields.entry("last_name").control).cursorPosition() == 4
    assert "10:42" in form_of(again).going_on.text()


def test_each_field_left_is_kept_at_once(qtbot: QtBot, office: Office) -> None:
    item = office.arrive("scan.jpg", scanned(JPEG))
    page = opened(qtbot, office, item)
    form_of(page).fields.go_to("last_name")
    QTest.keyClicks(form_of(page).fields.entry("last_name").control, "Rochat")
    press(Qt.Key.Key_Tab)
    draft = office.desk.capture.open(item).draft
    assert draft is not None
    assert json.loads(draft.body)["texts"]["last_name"] == "Rochat"


def test_typing_is_kept_within_a_second_without_leaving(qtbot: QtBot, office: Office) -> None:
    item = office.arrive("scan.jpg", scanned(JPEG))
    page = opened(qtbot, office, item)
    form_of(page).fields.go_to("last_name")
    assert page.drafts is not None
    with qtbot.waitSignal(page.drafts.kept, timeout=1000):
        QTest.keyClicks(form_of(page).fields.entry("last_name").control, "R")


def test_a_saved_form_leaves_no_draft(qtbot: QtBot, office: Office) -> None:
    item = office.arrive("form.pdf", filled({**AMELIE, "town": "Lausane"}))
    page = opened(qtbot, office, item)
    form_of(page).fields.go_to("town")
    QTest.keyClicks(form_of(page).fields.entry("town").control, "Lausanne")
    page.saving.save()
    page.leave()
    assert office.desk.capture.open(item).draft is None


def test_the_page_keeps_its_item_over_a_lock(qtbot: QtBot, office: Office) -> None:
    first, second = office.arrive("a.pdf", filled()), office.arrive("b.pdf", filled(BEAT, language="de"))
    page = opened(qtbot, office, first)
    page.open_item(second)
    form_of(page).fields.go_to("email")
    state = page.place_state()
    page.leave()
    page.close()
    again = opened(qtbot, office, first)
    again.restore_place(state)
    assert again.item_id == second
    assert current(again) == "email"


def test_a_failed_save_keeps_the_form_and_says_why(
    qtbot: QtBot, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = office.arrive("form.pdf", filled())
    page = opened(qtbot, office, item)

    def full(_self: object, _entry: FormEntry) -> Saved:
        raise DiskFullError(office.behind.place.session.folder)

    monkeypatch.setattr(type(office.desk.capture), "save", full)
    press(Qt.Key.Key_Return)
    assert page.banner.isVisible()
    assert form_of(page).state.text("last_name") == "Rochat"
    monkeypatch.undo()
    page.saving.save()
    assert office.desk.inbox.item(item).state is ItemState.ENTERED


def test_incomplete_keeps_what_is_missing_and_the_clerks_words(qtbot: QtBot, office: Office) -> None:
    item = office.arrive("form.pdf", filled({**AMELIE, "town": ""}))
    page = opened(qtbot, office, item)
    press(Qt.Key.Key_F8)
    panel = form_of(page).reasons
    assert panel is not None
    panel.words.setText("page 2 is not there")
    QTest.keyClick(panel.words, Qt.Key.Key_Return)
    kept = submissions(office, SubmissionState.INCOMPLETE)
    assert [each.entry.reasons for each in kept] == [("missing:town", "page 2 is not there")]


def test_refusing_asks_for_a_reason_first(qtbot: QtBot, office: Office) -> None:
    item = office.arrive("form.pdf", filled())
    page = opened(qtbot, office, item)
    press(Qt.Key.Key_F8, Qt.KeyboardModifier.ShiftModifier)
    panel = form_of(page).reasons
    assert panel is not None
    QTest.keyClick(panel.words, Qt.Key.Key_Return)
    assert office.desk.inbox.item(item).state is ItemState.READY
    QTest.keyClicks(panel.words, "no machines in this building")
    QTest.keyClick(panel.words, Qt.Key.Key_Return)
    assert office.desk.inbox.item(item).state is ItemState.SERVICE_REFUSED


def test_escape_closes_the_question_before_it_leaves(qtbot: QtBot, office: Office) -> None:
    navigator = FakeNavigator()
    page = opened(qtbot, office, office.arrive("form.pdf", filled()), navigator)
    page.saving.ask_refusal()
    assert page.step_back()
    assert form_of(page).reasons is None
    assert navigator.opened == []
    page.step_back()
    assert navigator.opened == [("inbox", {})]


def test_f7_sets_aside_and_goes_on(qtbot: QtBot, office: Office) -> None:
    first, second = office.arrive("a.pdf", filled()), office.arrive("b.pdf", filled(BEAT, language="de"))
    page = opened(qtbot, office, first)
    press(Qt.Key.Key_F7)
    assert office.desk.inbox.item(first).state is ItemState.SET_ASIDE
    assert page.item_id == second


def test_an_unknown_paper_asks_for_the_form_by_keyboard(qtbot: QtBot, office: Office) -> None:
    item = office.arrive("letter.eml", mail("Hello", "My new address is below."), Channel.EMAIL)
    page = opened(qtbot, office, item)
    assert page.chooser is not None
    QTest.keyClick(page.chooser.list.view, Qt.Key.Key_Down)
    QTest.keyClick(page.chooser.list.view, Qt.Key.Key_Left)
    QTest.keyClick(page.chooser.list.view, Qt.Key.Key_Return)
    template = office.desk.inbox.item(item).template
    assert template is not None
    assert (template.id, template.language) == ("change-of-details", "it")
    assert form_of(page).state.keyed


def test_the_received_day_and_the_channel_are_kept_with_the_form(qtbot: QtBot, office: Office) -> None:
    item = office.arrive("form.pdf", filled())
    page = opened(qtbot, office, item)
    details = form_of(page).details
    form_of(page).turn_details()
    details.channel.set_value(Channel.COUNTER.value)
    details.received.set_value("20.3.26")
    details.paper.set_value("Binder 12")
    page.saving.save()
    with office.behind.records.open_reading() as records:
        (entry,) = [each.entry for each in records.submissions.in_state(SubmissionState.SAVED)]
    assert (entry.channel, entry.received_on, entry.paper_place) == (
        Channel.COUNTER,
        date(2026, 3, 20),
        "Binder 12",
    )


def test_the_binder_is_kept_from_form_to_form(qtbot: QtBot, office: Office) -> None:
    first, second = office.arrive("a.pdf", filled()), office.arrive("b.pdf", filled(BEAT, language="de"))
    page = opened(qtbot, office, first)
    form_of(page).details.paper.set_value("Binder 12")
    page.saving.save()
    assert page.item_id == second
    assert form_of(page).details.details.paper_place == "Binder 12"


def test_a_page_that_cannot_be_drawn_does_not_stop_the_keying(
    qtbot: QtBot, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = office.arrive("scan.jpg", scanned(JPEG))

    def broken(*_args: object) -> None:
        raise DiskFullError(office.behind.place.session.folder)

    monkeypatch.setattr(type(office.desk.inbox), "page", broken)
    page = opened(qtbot, office, item)
    assert page.pane is not None
    assert page.pane.trouble.isVisible()
    assert form_of(page).state.keyed


def test_a_consent_is_ticked_only_as_on_paper(qtbot: QtBot, office: Office) -> None:
    item = office.arrive("form.pdf", filled())
    page = opened(qtbot, office, item)
    values: Mapping[str, str] = form_of(page).state.values()
    assert (values["wants_service_notices"], values["wants_information"]) == ("yes", "no")


def test_somebody_elses_user_number_is_asked_about(qtbot: QtBot, office: Office) -> None:
    other = office.behind.add_person(replace_name(), "300123")
    values = {"user_number": "300123", "last_name": "Rochat", "first_name": "Amélie", "valid_from": "1.4.2026",
              "street": "Rue Neuve", "number": "3", "postcode": "1003", "town": "Lausanne"}  # fmt: skip
    item = office.arrive("change.pdf", filled(values, "change-of-details"))
    page = opened(qtbot, office, item)
    page.saving.save()
    assert office.desk.inbox.item(item).state is not ItemState.ENTERED
    assert "user number" in page.banner.title.text()
    page.banner.act_button.click()
    assert office.desk.inbox.item(item).state is ItemState.ENTERED
    assert office.behind.fact(other, PersonField.STREET) == "Rue Neuve"


def replace_name() -> dict[PersonField, str]:
    return {**ROCHAT, PersonField.LAST_NAME: "Favre", PersonField.FIRST_NAME: "Luc", PersonField.EMAIL: ""}


def test_an_agency_is_carried_over_in_sight_and_gives_way_to_the_paper(qtbot: QtBot, office: Office) -> None:
    agency = office.behind.add_agency("A-2", "Aarhalde Immobilien AG")
    first = office.arrive("a.pdf", filled(BEAT, language="de"))
    scan = office.arrive("scan.tif", scanned(TIFF))
    page = opened(qtbot, office, first)
    page.saving.save()
    assert page.item_id == scan
    form = form_of(page)
    assert form.current_details().agency_id == agency.id
    assert "as before" in form.head.agency.whole_text
    form.fields.go_to("agency")
    QTest.keyClicks(form.fields.entry("agency").control, "Regie Clairval SA")
    form.fields.go_to("badge")
    assert form.current_details().agency_id is None
    assert form.head.agency.whole_text == "No agency"


def test_a_form_found_by_its_user_number_needs_no_decision(qtbot: QtBot, office: Office) -> None:
    known = office.behind.add_person(ROCHAT, "300123")
    values = {"user_number": "300123", "last_name": "Rochat", "first_name": "Amelie", "valid_from": "1.4.2026",
              "street": "Rue Neuve", "number": "3", "postcode": "1003", "town": "Lausanne"}  # fmt: skip
    item = office.arrive("change.pdf", filled(values, "change-of-details"))
    opened(qtbot, office, item)
    press(Qt.Key.Key_Return)
    assert office.desk.inbox.item(item).state is ItemState.ENTERED
    assert office.behind.fact(known, PersonField.STREET) == "Rue Neuve"


def test_an_incomplete_form_is_opened_again_as_it_was_kept(qtbot: QtBot, office: Office) -> None:
    item = office.arrive("form.pdf", filled({**AMELIE, "town": ""}))
    page = opened(qtbot, office, item)
    page.saving.ask_incomplete()
    panel = form_of(page).reasons
    assert panel is not None
    press(Qt.Key.Key_Return)
    (kept,) = submissions(office, SubmissionState.INCOMPLETE)
    again = CapturePage(office.desk, ImmediateJobs(), FakeNavigator(), submission=kept.id)
    qtbot.addWidget(again)
    with qtbot.waitActive(again):
        again.show()
        again.activateWindow()
    again.load()
    assert form_of(again).state.text("last_name") == "Rochat"
    assert current(again) == "town"
    QTest.keyClicks(form_of(again).fields.entry("town").control, "Lausanne")
    press(Qt.Key.Key_Return)
    assert office.desk.inbox.item(item).state is ItemState.ENTERED
    assert submissions(office, SubmissionState.INCOMPLETE) == []
