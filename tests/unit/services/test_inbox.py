# SPDX-License-Identifier: MIT
"""What arrives is kept safe before it is read, and nothing is taken twice."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from privdesk.domain.audit import Action
from privdesk.domain.case_errors import ReceivedInFutureError
from privdesk.domain.errors import Cancelled, NotFoundError
from privdesk.domain.forms import Certainty, FieldReading, ReadingOrigin
from privdesk.domain.inbox import ItemState
from privdesk.domain.incoming import Attachment, IncomingKind, MailContent, ReadFile, ScannedSheet
from privdesk.domain.people import Channel
from privdesk.domain.staff import Role
from privdesk.services.inbox import Inbox
from privdesk.services.inbox_view import InboxFilter
from privdesk.services.progress import NoProgress
from privdesk.services.watch import WatchedFolder
from tests.unit.services.places import FORM_VALUES, REGISTRATION, Desk, filled_pdf


def put(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def mail(text: str, attachments: tuple[Attachment, ...] = ()) -> ReadFile:
    sent = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
    content = MailContent("Meine Daten", "Zoë Keller", "zoe@example.ch", ("office@example.ch",), sent, "<1@example.ch>",
                          text, attachments)  # fmt: skip
    return ReadFile(IncomingKind.MAIL, "message/rfc822", 0, mail=content)


def test_a_filled_form_is_ready_and_its_original_sealed(desk: Desk, tmp_path: Path) -> None:
    desk.files.found["form.pdf"] = filled_pdf()
    inbox = Inbox(desk.place)
    agency = desk.add_agency()
    (item_id,) = inbox.add_files([put(tmp_path, "form.pdf", b"%PDF 1")]).items
    item = inbox.item(item_id)
    assert item.state is ItemState.READY
    assert item.readings["last_name"].value == "Keller"
    assert (item.agency_id, item.agency_name) == (agency.id, "Régie du Lac")
    assert (item.channel, item.received_on) == (Channel.POST, date(2026, 11, 23))
    assert desk.sealer.files[item.documents[0].id] == b"%PDF 1"
    assert desk.sealer.settled == [item.documents[0].id]
    assert item.documents[0].pages == 1
    assert [event.action for event in desk.actions(Action.ITEM_ARRIVED, Action.ITEM_READ)] == [
        Action.ITEM_ARRIVED, Action.ITEM_READ,
    ]  # fmt: skip
    assert "Keller" not in repr(desk.actions())


def test_a_bad_file_is_an_item_with_its_reason_and_original(desk: Desk, tmp_path: Path) -> None:
    inbox = Inbox(desk.place)
    (item_id,) = inbox.add_files([put(tmp_path, "broken.pdf", b"\x00")]).items
    item = inbox.item(item_id)
    assert (item.state, item.reason) == (ItemState.NOT_READ, "damaged")
    assert inbox.original(item_id) == ("broken.pdf", b"\x00")
    assert desk.actions(Action.EXPORTED)[0].reference == item.documents[0].id


def test_the_same_bytes_are_not_taken_twice(desk: Desk, tmp_path: Path) -> None:
    inbox = Inbox(desk.place)
    first = inbox.add_files([put(tmp_path, "a.pdf", b"same")])
    second = inbox.add_files([put(tmp_path, "b.pdf", b"same")])
    assert second.items == ()
    assert second.already == first.items
    assert len(desk.sealer.files) == 1


def test_a_file_that_cannot_be_opened_is_named(desk: Desk, tmp_path: Path) -> None:
    assert Inbox(desk.place).add_files([tmp_path / "gone.pdf"]).failed == (("gone.pdf", "not_opened"),)


@pytest.mark.parametrize(
    ("change", "state"),
    [({"last_name": ""}, ItemState.LOOK), ({"email": "no address"}, ItemState.LOOK), ({}, ItemState.READY)],
)
def test_only_a_complete_and_sound_form_is_ready(
    desk: Desk, tmp_path: Path, change: dict[str, str], state: ItemState
) -> None:
    desk.files.found["form.pdf"] = filled_pdf({**FORM_VALUES, **change})
    inbox = Inbox(desk.place)
    (item_id,) = inbox.add_files([put(tmp_path, "form.pdf", b"1")]).items
    assert inbox.item(item_id).state is state


def test_a_doubtful_reading_wants_a_look(desk: Desk, tmp_path: Path) -> None:
    read = filled_pdf()
    doubtful = {**read.values, "town": FieldReading("Lausanne", Certainty.LOOK, ReadingOrigin.FILLED_PDF)}
    desk.files.found["form.pdf"] = ReadFile(read.kind, read.media_type, 1, read.template, doubtful)
    inbox = Inbox(desk.place)
    (item_id,) = inbox.add_files([put(tmp_path, "form.pdf", b"1")]).items
    assert inbox.item(item_id).state is ItemState.LOOK


def test_a_scan_wants_a_look_and_keeps_how_it_lies(desk: Desk, tmp_path: Path) -> None:
    sheets = (ScannedSheet(REGISTRATION, 0, 0, 180),)
    desk.files.found["scan.tif"] = ReadFile(IncomingKind.IMAGE_PAGES, "image/tiff", 2, sheets=sheets)
    inbox = Inbox(desk.place)
    (item_id,) = inbox.add_files([put(tmp_path, "scan.tif", b"II")], channel=Channel.COUNTER).items
    item = inbox.item(item_id)
    assert (item.state, item.turned, item.pages, item.channel) == (ItemState.LOOK, 180, 2, Channel.COUNTER)


def test_a_mail_that_asks_for_a_right_looks_like_a_request(desk: Desk, tmp_path: Path) -> None:
    desk.files.found["mail.eml"] = mail("Bitte senden Sie mir Auskunft über meine Daten.")
    inbox = Inbox(desk.place)
    (item_id,) = inbox.add_files([put(tmp_path, "mail.eml", b"mail")]).items
    item = inbox.item(item_id)
    assert item.state is ItemState.REQUEST
    assert item.channel is Channel.EMAIL
    assert item.received_on == date(2026, 11, 20)
    assert item.mail is not None
    assert "Auskunft" in item.mail.text
    assert inbox.counts()[InboxFilter.REQUESTS] == 1


def test_attachments_become_pages_and_give_their_values(desk: Desk, tmp_path: Path) -> None:
    desk.files.found["form.pdf"] = filled_pdf()
    parts = (
        Attachment("form.pdf", "application/pdf", b"the form"),
        Attachment("odd.bin", "application/x-odd", b"??"),
    )
    desk.files.found["mail.eml"] = mail("Anbei mein Formular. Bitte löschen Sie meine alte Adresse.", parts)
    inbox = Inbox(desk.place)
    (item_id,) = inbox.add_files([put(tmp_path, "mail.eml", b"mail")]).items
    item = inbox.item(item_id)
    assert item.state is ItemState.READY
    assert item.readings["first_name"].value == "Zoë"
    assert [document.name for document in item.documents] == ["mail.eml", "form.pdf", "odd.bin"]
    inbox.page(item_id, 0, 800)
    assert desk.files.rendered == [(b"the form", 0, 800)]
    with pytest.raises(NotFoundError):
        inbox.page(item_id, 1, 800)
    assert set(desk.sealer.settled) == set(desk.sealer.files)


def test_a_form_in_a_forwarded_mail_gives_its_pages_and_words(desk: Desk, tmp_path: Path) -> None:
    desk.files.found["form.pdf"] = filled_pdf()
    form = Attachment("form.pdf", "application/pdf", b"the form")
    desk.files.found["inner.eml"] = mail("Mein Formular liegt bei.", (form,))
    desk.files.found["outer.eml"] = mail(
        "Weitergeleitet.", (Attachment("inner.eml", "message/rfc822", b"in"),)
    )
    inbox = Inbox(desk.place)
    item = inbox.item(inbox.add_files([put(tmp_path, "outer.eml", b"out")]).items[0])
    assert item.state is ItemState.READY
    assert [document.name for document in item.documents] == ["outer.eml", "inner.eml", "form.pdf"]
    assert item.mail is not None
    assert item.mail.text.startswith("Weitergeleitet.")
    assert "Zoë Keller <zoe@example.ch>\nMeine Daten\n\nMein Formular liegt bei." in item.mail.text
    assert set(desk.sealer.settled) == set(desk.sealer.files)


def test_mails_without_end_in_one_another_end(desk: Desk, tmp_path: Path) -> None:
    desk.files.found["self.eml"] = mail("again", tuple([Attachment("self.eml", "message/rfc822", b"s")] * 9))
    inbox = Inbox(desk.place)
    item = inbox.item(inbox.add_files([put(tmp_path, "self.eml", b"out")]).items[0])
    assert len(item.documents) == 101


def test_nothing_arrives_tomorrow(desk: Desk, tmp_path: Path) -> None:
    path = put(tmp_path, "form.pdf", b"1")
    tomorrow = desk.place.clock.today() + timedelta(days=1)
    with pytest.raises(ReceivedInFutureError):
        Inbox(desk.place).add_files([path], received_on=tomorrow)
    assert Inbox(desk.place).items() == []


def test_setting_aside_can_be_undone(desk: Desk, tmp_path: Path) -> None:
    desk.files.found["form.pdf"] = filled_pdf()
    inbox = Inbox(desk.place)
    (item_id,) = inbox.add_files([put(tmp_path, "form.pdf", b"1")]).items
    inbox.set_aside([item_id], "not_a_form")
    assert inbox.items() == []
    assert inbox.item(item_id).reason == "not_a_form"
    inbox.bring_back([item_id])
    assert [item.state for item in inbox.items(InboxFilter.READY)] == [ItemState.READY]


def test_reading_goes_on_after_a_stop(desk: Desk, tmp_path: Path) -> None:
    class StopAtReading(NoProgress):
        asked = 0

        def raise_if_cancelled(self) -> None:
            self.asked += 1
            if self.asked > 2:
                raise Cancelled

    desk.files.found["a.pdf"] = desk.files.found["b.pdf"] = filled_pdf()
    inbox = Inbox(desk.place)
    with pytest.raises(Cancelled):
        inbox.add_files(
            [put(tmp_path, "a.pdf", b"1"), put(tmp_path, "b.pdf", b"2")], progress=StopAtReading()
        )
    assert [item.state for item in inbox.items()] == [ItemState.READING, ItemState.READING]
    assert inbox.read_waiting() == 2
    assert [item.state for item in inbox.items()] == [ItemState.READY, ItemState.READY]


def test_an_agency_clerk_sees_the_own_agencys_items_only(desk: Desk, tmp_path: Path) -> None:
    own = desk.add_agency()
    other = desk.add_agency("A-2", "Immo Sud")
    desk.files.found["form.pdf"] = filled_pdf()
    ours = Inbox(desk.as_member(Role.AGENCY_CLERK, agency=own.id))
    theirs = Inbox(desk.as_member(Role.AGENCY_CLERK, agency=other.id))
    (item_id,) = ours.add_files([put(tmp_path, "form.pdf", b"1")]).items
    assert [item.id for item in ours.items()] == [item_id]
    assert theirs.items() == []
    assert theirs.counts()[InboxFilter.ALL] == 0
    with pytest.raises(NotFoundError):
        theirs.item(item_id)


def test_the_watched_folder_waits_until_a_file_stands_still(desk: Desk, tmp_path: Path) -> None:
    watched = tmp_path / "Incoming"
    watched.mkdir()
    desk.files.found["scan.pdf"] = filled_pdf()
    put(watched, "scan.pdf", b"half")
    put(watched, "other.part", b"still loading")
    folder = WatchedFolder(desk.place, Inbox(desk.place))
    assert folder.sweep(watched).items == ()
    put(watched, "scan.pdf", b"whole now")
    assert folder.sweep(watched).items == ()
    assert len(folder.sweep(watched).items) == 1
    assert (watched / "Done" / "scan.pdf").read_bytes() == b"whole now"
    assert (watched / "other.part").exists()
    assert folder.sweep(watched).items == ()


def test_the_watched_folder_keeps_names_apart_and_deletes_when_asked(desk: Desk, tmp_path: Path) -> None:
    watched = tmp_path / "Incoming"
    (watched / "Done").mkdir(parents=True)
    put(watched / "Done", "scan.pdf", b"earlier")
    put(watched, "scan.pdf", b"new")
    folder = WatchedFolder(desk.place, Inbox(desk.place))
    folder.sweep(watched)
    folder.sweep(watched)
    assert (watched / "Done" / "scan (2).pdf").read_bytes() == b"new"
    put(watched, "again.pdf", b"new")
    folder.sweep(watched, "delete")
    assert folder.sweep(watched, "delete").already
    assert [path.name for path in watched.iterdir()] == ["Done"]


def test_electronic_forms_may_be_dropped_and_other_tables_are_left(desk: Desk, tmp_path: Path) -> None:
    inbox = Inbox(desk.place)
    forms = put(tmp_path, "forms.json", b'[{"form": "survey", "answer_overall": "4"}]')
    people = put(tmp_path, "people.csv", b"last name;first name\nKeller;Ida\n")
    added = inbox.add_files([forms, people])
    (item_id,) = added.items
    assert added.failed == (("people.csv", "table"),)
    item = inbox.item(item_id)
    assert (item.channel, item.readings["answer_overall"].value) == (Channel.WEB, "4")
    with pytest.raises(NotFoundError):
        inbox.original(item_id)
    assert inbox.add_files([forms]).already == (item_id,)
