# SPDX-License-Identifier: MIT
"""A mail becomes heading, plain text and attachments; nothing in it is run, fetched or believed."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from privdesk.documents.examples import make_mail
from privdesk.documents.foreign_files import ForeignFiles
from privdesk.documents.mail import plain_text
from privdesk.domain.errors import FileNotReadableError
from privdesk.domain.incoming import Attachment, IncomingKind, MailContent

SENT = datetime(2026, 3, 24, 9, 15, tzinfo=timezone(timedelta(hours=1)))
PDF = Attachment("Formulaire été.pdf", "application/pdf", b"%PDF-1.4 invented")


def mail(subject: str = "Mon inscription", *attachments: Attachment) -> bytes:
    return make_mail(
        "Amélie Rochat <a.rochat@example.ch>",
        "info@lavarelle.example",
        subject,
        "Bonjour,\nvoici mon formulaire.\n",
        attachments,
        SENT,
        "<one@example.ch>",
    )


def content(files: ForeignFiles, data: bytes) -> MailContent:
    found = files.read("mail.eml", data)
    assert (found.kind, found.media_type) == (IncomingKind.MAIL, "message/rfc822")
    assert found.mail is not None
    return found.mail


def test_heading_text_and_attachments_come_through(files: ForeignFiles) -> None:
    found = content(files, mail("Mon inscription", PDF))
    assert (found.subject, found.sender_name) == ("Mon inscription", "Amélie Rochat")
    assert found.sender_address == "a.rochat@example.ch"
    assert found.recipients == ("info@lavarelle.example",)
    assert found.sent_at == SENT
    assert found.message_id == "<one@example.ch>"
    assert found.text.strip() == "Bonjour,\nvoici mon formulaire."
    assert found.attachments == (PDF,)


def test_a_mail_within_a_mail_is_an_attachment_that_can_be_read_in_turn(files: ForeignFiles) -> None:
    inner = Attachment("weitergeleitet.eml", "message/rfc822", mail("Innen", PDF))
    outer = content(files, mail("Aussen", inner))
    assert [each.media_type for each in outer.attachments] == ["message/rfc822"]
    again = content(files, outer.attachments[0].data)
    assert again.subject == "Innen"
    assert again.attachments == (PDF,)


def test_html_becomes_words_only(files: ForeignFiles) -> None:
    data = (
        b"From: x@example.de\r\nSubject: Hi\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
        b"<head><title>no</title></head><p>Guten&nbsp;Tag</p><script>alert(1)</script>"
        b"<img src='http://track.example/1.png'><div>Zeile <b>zwei</b><br>drei</div>"
    )
    assert content(files, data).text.split("\n") == ["Guten Tag", "", "Zeile zwei", "drei"]


def test_unclosed_and_nested_markup_ends() -> None:
    assert plain_text("<div>" * 5000 + "Text") == "Text"
    assert plain_text("a <b") in {"a", "a <b"}


def test_file_names_lose_their_folders(files: ForeignFiles) -> None:
    bad = Attachment("../../etc/pass\x07wd", "application/pdf", b"%PDF-x")
    names = [each.name for each in content(files, mail("x", bad)).attachments]
    assert all("/" not in name and "\\" not in name and name.isprintable() for name in names)


def test_too_many_attachments_are_counted_not_kept(files: ForeignFiles) -> None:
    many = [Attachment(f"{number}.pdf", "application/pdf", b"%PDF-x") for number in range(105)]
    found = files.read("mail.eml", mail("many", *many))
    assert found.mail is not None
    assert (len(found.mail.attachments), found.mail.dropped) == (100, 5)
    assert found.notes == ("attachments_dropped",)


@pytest.mark.parametrize("date", ["", "Date: yesterday\r\n", "Date: Mon, 99 Foo 2026 25:61:00 +0000\r\n"])
def test_a_mail_without_a_true_date_has_none(files: ForeignFiles, date: str) -> None:
    data = f"From: x@example.de\r\nSubject: Hi\r\n{date}\r\nText\r\n".encode()
    assert content(files, data).sent_at is None


def test_broken_letters_and_headers_do_not_break(files: ForeignFiles) -> None:
    data = (
        b"From: =?utf-8?b?////?= <x@example.de>\r\nSubject: =?klingon?q?=ff?= \xff\xfe\r\n"
        b"Content-Type: text/plain; charset=klingon\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!\xff\r\n"
    )
    assert content(files, data).sender_address == "x@example.de"


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_headings_in_plain_letters_keep_their_accents(files: ForeignFiles, encoding: str) -> None:
    data = "From: Zoé Rochat <z@example.ch>\r\nSubject: Données\r\n personnelles\r\n\r\nText\r\n".encode(
        encoding
    )
    found = content(files, data)
    assert (found.sender_name, found.sender_address) == ("Zoé Rochat", "z@example.ch")
    assert found.subject == "Données personnelles"


def test_a_mail_of_unknown_time_zone_keeps_the_moment(files: ForeignFiles) -> None:
    data = b"From: x@example.de\r\nSubject: Hi\r\nDate: Tue, 24 Mar 2026 08:15:00 -0000\r\n\r\nText\r\n"
    assert content(files, data).sent_at in {None, datetime(2026, 3, 24, 8, 15, tzinfo=UTC)}


def test_text_that_is_no_mail_is_refused(files: ForeignFiles) -> None:
    with pytest.raises(FileNotReadableError):
        files.read("mail.eml", b"Dear office, I moved.")
