# SPDX-License-Identifier: MIT
"""A letter becomes a request by keyboard: suggestions with their words, reminders, who writes for whom, scans."""

from datetime import date, timedelta
from typing import Never

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from privdesk.domain.audit import Action, AuditEvent
from privdesk.domain.case_facts import RepresentativeKind
from privdesk.domain.consent import ConsentState
from privdesk.domain.inbox import InboxItem, ItemId, ItemState, MailFacts
from privdesk.domain.incoming import IncomingKind, ReadFile
from privdesk.domain.people import Channel
from privdesk.domain.rights import Right
from privdesk.ui.requests.from_mail import RequestFromItemPage
from privdesk.ui.requests.suggested import merged
from privdesk.ui.widgets.label import Label
from tests.ui.fakes import FakeNavigator, ImmediateJobs
from tests.ui.pressing import ALT, CTRL, press, show, write
from tests.ui.request_desk import MARCO, NOW, RealDesk, real

__all__ = ["real"]
pytestmark = pytest.mark.usefixtures("qapp")
ENTER = Qt.Key.Key_Return
KNOWN = "Marco Bianchi <marco.bianchi@example.ch>"
EVERYTHING = """Guten Tag

Bitte löschen Sie alle meine Daten. Ich widerrufe jede Einwilligung und widerspreche der Werbung.
Bis dahin verlange ich die Einschränkung der Verarbeitung. An wen wurden meine Daten weitergegeben?
Bevor Sie mein Konto schliessen, geben Sie mir Bescheid.

Marco Bianchi
"""


def arrived(real: RealDesk, text: str, sender: str = KNOWN, subject: str = "Meine Daten") -> ItemId:
    mail = MailFacts(sender, "desk@example.ch", subject, None, text, "<1>")
    state, day, at = ItemState.REQUEST, date(2026, 3, 20), NOW - timedelta(days=4)
    with real.records.records.open_work() as work:
        item = work.inbox.add(InboxItem(ItemId(0), "", state, Channel.EMAIL, "a.eml", day, at, (), mail=mail))
        work.audit.record(AuditEvent(Action.ITEM_ARRIVED))
        work.commit()
    return item.id


def scanned(real: RealDesk) -> ItemId:
    real.records.files.found["letter.pdf"] = ReadFile(IncomingKind.PLAIN_PDF, "application/pdf", 1)
    item = real.desk.inbox.add_bytes("letter.pdf", b"%PDF-1.7 letter", channel=Channel.POST)
    real.desk.inbox.read_waiting()
    return item


def page_of(qtbot: QtBot, real: RealDesk, item: ItemId) -> RequestFromItemPage:
    page = RequestFromItemPage(real.desk, ImmediateJobs(), FakeNavigator(), item)
    show(qtbot, page)
    return page


def words_of(page: RequestFromItemPage) -> str:
    return "\n".join(label.text() for label in page.noticed.findChildren(Label))


def test_a_mail_that_asks_for_everything_opens_one_request_with_its_acts(
    qtbot: QtBot, real: RealDesk
) -> None:
    marco = real.add_person(MARCO, "1036 4410")
    page = page_of(qtbot, real, arrived(real, EVERYTHING))
    asked = {Right.ERASURE, Right.WITHDRAWAL, Right.OBJECTION, Right.RESTRICTION}
    assert page.form.ticks.rights == asked
    assert page.noticed.isVisible()
    assert page.noticed.tells_first
    assert "“An wen wurden meine Daten weitergegeben”" in words_of(page)
    press(ENTER, CTRL)
    (case,) = real.desk.requests.of_person(marco)
    assert {each.right for each in case.rights} == asked
    objection = real.desk.objections.of_case(case.id)
    assert objection is not None
    assert objection.tell_before_closing
    with real.records.place.reading() as records:
        assert records.people.get(marco).no_advertising_since == date(2026, 3, 20)


def test_what_could_not_be_read_leaves_no_empty_draft_in_the_way_of_the_suggestions(
    qtbot: QtBot, real: RealDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    real.add_person(MARCO, "1036 4410")
    item = arrived(real, EVERYTHING)

    def unread(_item: ItemId) -> Never:
        raise OSError

    with monkeypatch.context() as broken:
        broken.setattr(real.desk.requests, "propose", unread)
        page = page_of(qtbot, real, item)
        assert page.banner.isVisible()
        press(ENTER, CTRL)
        page.saver.flush()
    assert real.desk.requests.draft(page.draft_key) == {}
    assert page_of(qtbot, real, item).form.ticks.rights


def test_the_wish_to_be_told_first_is_noted_only_if_the_clerk_leaves_it_ticked(
    qtbot: QtBot, real: RealDesk
) -> None:
    marco = real.add_person(MARCO, "1036 4410")
    page = page_of(qtbot, real, arrived(real, EVERYTHING))
    page.noticed.tell_first.setChecked(False)
    press(ENTER, CTRL)
    (case,) = real.desk.requests.of_person(marco)
    objection = real.desk.objections.of_case(case.id)
    assert objection is not None
    assert not objection.tell_before_closing


def test_a_withdrawal_of_one_consent_leaves_the_others(qtbot: QtBot, real: RealDesk) -> None:
    marco = real.add_person(MARCO, "1036 4410")
    for purpose in ("surveys", "information"):
        real.desk.people.set_consent(
            marco, purpose, ConsentState.GIVEN, date(2026, 3, 1), "F-26-00009", "Yes."
        )
    page = page_of(qtbot, real, arrived(real, "Ritiro il consenso per i sondaggi."))
    assert page.form.ticks.rights == {Right.WITHDRAWAL}
    assert page.form.consents.value == {"surveys"}
    press(ENTER, CTRL)
    with real.records.place.reading() as records:
        held = {each.purpose: each.state for each in reversed(records.consents.of_person(marco))}
    assert held == {"surveys": ConsentState.WITHDRAWN, "information": ConsentState.GIVEN}


def test_marked_words_say_what_they_suggest(qtbot: QtBot, real: RealDesk) -> None:
    real.add_person(MARCO, "1036 4410")
    page = page_of(qtbot, real, arrived(real, "Bitte löschen Sie\nmeine Daten. Danke."))
    assert page.mail.marked == 1
    assert page.mail.marker.says(10) == "Erasure"
    assert page.mail.marker.says(0) == page.mail.marker.says(len("Bitte löschen Sie\nmeine Daten")) == ""
    assert page.mail.legend.isVisible()
    assert "Erasure" in page.mail.text.accessibleDescription()


def test_a_reminder_from_an_unknown_address_joins_once_the_person_is_chosen(
    qtbot: QtBot, real: RealDesk
) -> None:
    marco = real.add_person(MARCO, "1036 4410")
    case = real.open_case(marco, received=date(2026, 3, 4))
    text = "Am 3. März habe ich Auskunft über meine Daten verlangt und noch keine Antwort.\nMarco Bianchi"
    page = page_of(qtbot, real, arrived(real, text, "mb <other@example.org>", "Erinnerung"))
    assert "Tue 3 Mar 2026" in words_of(page)
    assert not page.offer.isVisible()
    assert page.form.asker.picker.rows.isVisible()
    page.form.asker.picker.field.setFocus()
    press(ENTER)
    assert page.offer.isVisible()
    assert "reminder" in page.offer.words.text()
    press(ENTER, CTRL)
    assert len(real.desk.requests.of_person(marco)) == 1
    assert len(real.case(case.id).letters) == 2


def test_who_writes_for_somebody_else_is_not_taken_for_the_person(qtbot: QtBot, real: RealDesk) -> None:
    real.add_person(MARCO, "1036 4410")
    real.add_person()
    text = "Ho una procura. Chiedo la cancellazione dei dati di mia madre Zoë Keller.\nMarco Bianchi"
    page = page_of(qtbot, real, arrived(real, text))
    assert page.form.asker.asker is None
    assert page.form.asker.picker.rows.isVisible()
    assert "power of attorney" in words_of(page)
    speaks = page.form.speaker.value
    assert speaks is not None
    assert (speaks.kind, speaks.name) == (RepresentativeKind.POWER_OF_ATTORNEY, "Marco Bianchi")
    assert page.form.ticks.rights == {Right.ERASURE}


def test_a_letter_without_anything_to_notice_shows_no_notices(qtbot: QtBot, real: RealDesk) -> None:
    real.add_person(MARCO, "1036 4410")
    page = page_of(qtbot, real, arrived(real, "Bitte löschen Sie meine Daten."))
    assert not page.noticed.isVisible()


def test_a_scanned_letter_is_read_while_its_words_are_typed(qtbot: QtBot, real: RealDesk) -> None:
    marco = real.add_person(MARCO, "1036 4410")
    page = page_of(qtbot, real, scanned(real))
    assert page.form.ticks.rights == frozenset()
    assert page.letter.pages.isVisible()
    page.letter.summary.area.setFocus()
    write("Please my data ")
    assert page.form.ticks.rights == frozenset()
    write("delete. No. 1036 4410, Bianchi")
    assert page.form.ticks.rights == {Right.ERASURE}
    assert page.letter.marker.marked == 1
    assert page.form.asker.asker is not None
    assert page.form.asker.asker.person_id == marco
    assert page.letter.summary.area.hasFocus()
    press(ENTER, CTRL)
    (case,) = real.desk.requests.of_person(marco)
    assert case.channel is Channel.POST
    assert "No. 1036 4410" in case.notes


def test_what_the_clerk_unticks_stays_unticked_while_typing_goes_on(qtbot: QtBot, real: RealDesk) -> None:
    page = page_of(qtbot, real, scanned(real))
    page.letter.summary.area.setFocus()
    write("Please delete my data.")
    press(Qt.Key.Key_3, ALT)
    press(Qt.Key.Key_1, ALT)
    page.letter.summary.area.setFocus()
    write(" No more advertising.")
    assert page.form.ticks.rights == {Right.ACCESS, Right.OBJECTION}


def test_a_half_read_scan_comes_back_with_its_words(qtbot: QtBot, real: RealDesk) -> None:
    item = scanned(real)
    page = page_of(qtbot, real, item)
    page.letter.summary.area.setFocus()
    write("Please delete my data.")
    press(Qt.Key.Key_3, ALT)
    page.leave()
    page.hide()
    again = page_of(qtbot, real, item)
    assert again.letter.summary.value == "Please delete my data."
    assert again.letter.marker.marked == 1
    assert again.form.ticks.rights == frozenset()


def test_a_letter_without_pages_can_be_typed_all_the_same(qtbot: QtBot, real: RealDesk) -> None:
    item = real.desk.inbox.add_bytes("letter.pdf", b"%PDF-1.7 letter", channel=Channel.POST)
    page = page_of(qtbot, real, item)
    assert "letter.pdf" in page.letter.no_pages.text()
    assert page.letter.summary.isVisible()
    assert not page.letter.pages.isVisible()


def test_a_complaint_is_said_and_asks_for_no_right(qtbot: QtBot, real: RealDesk) -> None:
    real.add_person(MARCO, "1036 4410")
    text = "Ich beschwere mich, dass Sie meine Daten dem Nachbarn gegeben haben."
    page = page_of(qtbot, real, arrived(real, text))
    assert page.form.ticks.rights == frozenset()
    assert "complains" in words_of(page)
    assert page.noticed.tell_first.isHidden()


ACCESS, ERASURE, OBJECTION = Right.ACCESS, Right.ERASURE, Right.OBJECTION


@pytest.mark.parametrize(
    ("ticked", "before", "suggested", "declined", "after"),
    [
        ({}, {}, {ERASURE: "x"}, (), {ERASURE: "x"}),
        ({ERASURE: "x"}, {ERASURE: "x"}, {ERASURE: "y"}, (), {ERASURE: "y"}),
        ({ERASURE: "mine"}, {ERASURE: "x"}, {ERASURE: "y"}, (), {ERASURE: "mine"}),
        ({ERASURE: "x"}, {ERASURE: "x"}, {}, (), {}),
        ({ERASURE: "mine"}, {ERASURE: "x"}, {}, (), {ERASURE: "mine"}),
        ({ACCESS: ""}, {}, {OBJECTION: "o"}, (), {ACCESS: "", OBJECTION: "o"}),
        ({}, {ERASURE: "x"}, {ERASURE: "x"}, (ERASURE,), {}),
        ({ERASURE: ""}, {}, {ERASURE: "x"}, (ERASURE,), {ERASURE: "x"}),
    ],
)
def test_suggestions_are_merged_with_what_the_clerk_did(
    ticked: dict[Right, str],
    before: dict[Right, str],
    suggested: dict[Right, str],
    declined: tuple[Right, ...],
    after: dict[Right, str],
) -> None:
    assert merged(ticked, before, suggested, declined) == after
