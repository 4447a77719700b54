# SPDX-License-Identifier: MIT
"""Sound files of every kind the desk reads, made by the program's own templates from invented people."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from io import BytesIO

import pypdf
from PIL import Image
from pypdf.generic import ArrayObject, NameObject, StreamObject, TextStringObject
from pypdf.generic import DictionaryObject as Dictionary

from privdesk.demo.invented import Inventor
from privdesk.demo.papers import Papers
from privdesk.demo.tables import agencies_csv, people_csv, streams, surveys_jsonl
from privdesk.domain.forms import FormSender
from privdesk.domain.incoming import Attachment

TODAY = date(2026, 11, 20)
SENDER = FormSender("Lavarelle SA", "", ("Rue du Simplon 12", "1006 Lausanne"), "privacy@lavarelle.example")


@dataclass(frozen=True)
class Seed:
    """One sound file; `table` says that it is read as an export."""

    name: str
    data: bytes
    table: bool = False


def seeds() -> list[Seed]:
    """PDF forms filled and empty, XFA, scans as TIFF, JPEG and PNG, mails, CSV, JSON and JSON Lines."""
    inventor = Inventor(5, TODAY)
    people = list(inventor.people(40))
    papers = Papers(SENDER, TODAY)
    values = papers.registration(people[0])
    filled = papers.filled("registration", "fr", values)
    scans = [
        Seed(f"scan.{kind}", papers.scanned("registration", "de", values, f"image/{kind}", 3))
        for kind in ("jpeg", "png", "tiff")
    ]
    moment = datetime(2026, 11, 19, 8, tzinfo=UTC)
    small = _small_jpeg()
    files = (Attachment("form.pdf", "application/pdf", filled), Attachment("id.jpg", "image/jpeg", small))
    mail = papers.mail(people[1], moment, "Formulaire – Zoë", "Bonjour", files)
    tables = [Seed(f"{name}.csv", data, True) for name, data in streams(inventor, people).items()]
    return [
        Seed("filled.pdf", filled),
        Seed("empty.pdf", papers.filled("registration", "de", {})),
        Seed("xfa.pdf", _xfa()),
        *scans,
        Seed("photo.jpg", small),
        Seed("pages.tif", _pages()),
        Seed("mail.eml", mail),
        Seed("ask.eml", papers.request_mail(people[2], moment)),
        Seed("nested.eml", _nested(mail)),
        Seed("html.eml", HTML_MAIL),
        Seed("people.csv", people_csv(people), True),
        Seed("agencies.csv", agencies_csv(inventor), True),
        Seed("surveys.jsonl", surveys_jsonl(people, TODAY), True),
        Seed("forms.json", FORMS_JSON, True),
        *tables,
    ]


HTML_MAIL = (
    b"From: =?utf-8?Q?Zo=C3=AB?= <z@example.ch>\r\nTo: a@example.ch\r\nSubject: =?iso-8859-1?B?6Q==?=\r\n"
    b"Date: Thu, 19 Nov 2026 08:00:00 +0100\r\nMessage-ID: <1@example.ch>\r\nMIME-Version: 1.0\r\n"
    b'Content-Type: multipart/alternative; boundary="b1"\r\n\r\n--b1\r\nContent-Type: text/plain; charset=utf-8\r\n'
    b"Content-Transfer-Encoding: quoted-printable\r\n\r\nGr=C3=BCezi\r\n--b1\r\nContent-Type: text/html\r\n\r\n"
    b"<html><head><style>p{}</style></head><body><p>Gr&uuml;ezi<br>mitenand</p><table><tr><td>1</td></tr></table>"
    b"<script>alert(1)</script></body></html>\r\n--b1--\r\n"
)
FORMS_JSON = (
    b'{"export": [{"form": "registration/3/fr", "last_name": "Keller", "address": {"town": "Lausanne", "zip": 1003},'
    b' "tags": ["a", "b"], "balance": 12.5, "yes": true, "none": null}, {"form": "registration/3/fr", "last_name":'
    b' "Rossi", "address": {"town": "Lugano"}, "tags": []}]}'
)


def _small_jpeg() -> bytes:
    target = BytesIO()
    Image.effect_noise((320, 240), 60).convert("RGB").save(target, "JPEG", quality=60)
    return target.getvalue()


def _pages() -> bytes:
    target = BytesIO()
    pages = [Image.new("1", (600, 800), shade) for shade in (0, 1, 1)]
    pages[0].save(target, "TIFF", compression="group4", save_all=True, append_images=pages[1:])
    return target.getvalue()


def _nested(mail: bytes) -> bytes:
    head = b"From: b@example.ch\r\nTo: a@example.ch\r\nSubject: Fwd\r\nMIME-Version: 1.0\r\n"
    kind = b'Content-Type: multipart/mixed; boundary="o"\r\n\r\n--o\r\nContent-Type: message/rfc822\r\n\r\n'
    return head + kind + mail + b"\r\n--o--\r\n"


def _xfa() -> bytes:
    writer = pypdf.PdfWriter()
    writer.add_blank_page(200, 200)
    stream = StreamObject()
    stream.set_data(b"<d:data xmlns:d='x'><form><town>Nyon</town><list><a>1</a></list></form></d:data>")
    form = Dictionary({NameObject("/Fields"): ArrayObject()})
    form[NameObject("/XFA")] = ArrayObject([TextStringObject("datasets"), writer._add_object(stream)])
    writer._root_object[NameObject("/AcroForm")] = form
    target = BytesIO()
    writer.write(target)
    return target.getvalue()
