# SPDX-License-Identifier: MIT
"""Damaged, locked and malicious files become a reason, never a breakdown."""

import random
import struct
import zlib
from io import BytesIO

import pypdf
import pytest
from PIL import Image
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, StreamObject, TextStringObject

from privdesk.documents.examples import fill_form
from privdesk.documents.foreign_files import ForeignFiles
from privdesk.documents.form_pages import make_form
from privdesk.domain.errors import FileNotReadableError
from privdesk.domain.forms import Certainty, FormSender, ReadingOrigin
from privdesk.services.default_forms import default_templates
from privdesk.services.explain import describe
from tests.documents.paper_kit import values_for

TEMPLATE = default_templates()[0]


def reason(files: ForeignFiles, name: str, data: bytes) -> str:
    with pytest.raises(FileNotReadableError) as caught:
        files.read(name, data)
    return caught.value.reason_key


@pytest.fixture(scope="module")
def form(sender: FormSender) -> bytes:
    return make_form(TEMPLATE, "fr", sender)


def written(writer: pypdf.PdfWriter) -> bytes:
    target = BytesIO()
    writer.write(target)
    return target.getvalue()


def test_nothing_is_empty(files: ForeignFiles) -> None:
    assert reason(files, "form.pdf", b"") == "empty"


@pytest.mark.parametrize("data", [b"MZ\x90\x00", b"just some words", b"\x00" * 500])
def test_other_files_are_of_no_known_kind(files: ForeignFiles, data: bytes) -> None:
    assert reason(files, "form.pdf", data) == "unknown_kind"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"PK\x03\x04rest", "archive"), (b"\x1f\x8b\x08rest", "archive"), (b"Rar!\x1a\x07\x00", "archive"),
        (b"7z\xbc\xaf\x27\x1c", "archive"), (bytes(257) + b"ustar", "archive"),
        (b"PK\x03\x04....[Content_Types].xml", "office_file"),
    ],
)  # fmt: skip
def test_archives_are_refused_unopened(files: ForeignFiles, data: bytes, said: str) -> None:
    assert reason(files, "forms.zip", data) == said
    assert (
        "Add" in describe(FileNotReadableError(said)).remedy
        or "add" in describe(FileNotReadableError(said)).remedy
    )


def test_a_cut_off_pdf_is_damaged(files: ForeignFiles, form: bytes) -> None:
    assert reason(files, "form.pdf", form[:3000]) == "damaged"


def test_a_locked_pdf_says_so(files: ForeignFiles, form: bytes) -> None:
    writer = pypdf.PdfWriter(clone_from=BytesIO(form))
    writer.encrypt("secret", algorithm="AES-256")
    locked = written(writer)
    assert reason(files, "form.pdf", locked) == "locked"
    with pytest.raises(FileNotReadableError) as caught:
        files.render(locked, "application/pdf", 0, 200)
    assert caught.value.reason_key == "locked"


def test_a_pdf_that_only_forbids_changes_is_read(files: ForeignFiles, form: bytes) -> None:
    writer = pypdf.PdfWriter(clone_from=BytesIO(fill_form(TEMPLATE, form, values_for(TEMPLATE))))
    writer.encrypt("", "owner", algorithm="AES-256")
    assert files.read("form.pdf", written(writer)).values["town"].value == values_for(TEMPLATE)["town"]


def test_too_many_pages_are_refused(files: ForeignFiles) -> None:
    writer = pypdf.PdfWriter()
    for _ in range(501):
        writer.add_blank_page(100, 100)
    assert reason(files, "long.pdf", written(writer)) == "too_many_pages"


def test_a_picture_that_claims_to_be_huge_is_refused_unread(files: ForeignFiles) -> None:
    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(bytes(1000))), (b"IEND", b""))
    bomb = b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks
    )
    assert reason(files, "photo.png", bomb) == "too_large"


def test_a_broken_picture_is_damaged(files: ForeignFiles) -> None:
    target = BytesIO()
    Image.effect_noise((300, 300), 80).save(target, "JPEG")
    assert reason(files, "photo.jpg", target.getvalue()[:200]) == "damaged"


def test_fields_in_a_circle_end(files: ForeignFiles) -> None:
    writer = pypdf.PdfWriter()
    writer.add_blank_page(100, 100)
    field = DictionaryObject({NameObject("/T"): TextStringObject("a"), NameObject("/FT"): NameObject("/Tx")})
    reference = writer._add_object(field)
    field[NameObject("/Kids")] = ArrayObject([reference])
    writer._root_object[NameObject("/AcroForm")] = DictionaryObject(
        {NameObject("/Fields"): ArrayObject([reference])}
    )
    assert files.read("circle.pdf", written(writer)).pages == 1


def xfa(data: bytes) -> bytes:
    writer = pypdf.PdfWriter()
    writer.add_blank_page(100, 100)
    stream = StreamObject()
    stream.set_data(data)
    form = DictionaryObject({
        NameObject("/Fields"): ArrayObject(),
        NameObject("/XFA"): ArrayObject([TextStringObject("datasets"), writer._add_object(stream)]),
    })  # fmt: skip
    writer._root_object[NameObject("/AcroForm")] = form
    return written(writer)


def test_values_of_an_xfa_form_come_from_its_data(files: ForeignFiles) -> None:
    found = files.read("x.pdf", xfa(b"<d:data xmlns:d='x'><form><town>Nyon</town><no/></form></d:data>"))
    assert {key: each.value for key, each in found.values.items()} == {"town": "Nyon"}
    assert found.values["town"].origin is ReadingOrigin.XFA
    assert found.notes == ("xfa_picture",)


def test_entities_in_an_xfa_form_are_refused(files: ForeignFiles) -> None:
    bomb = b"<!DOCTYPE d [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]><d><town>&b;</town></d>"
    assert not files.read("x.pdf", xfa(bomb)).values


def test_a_mark_that_is_shown_but_not_said_is_to_be_looked_at(files: ForeignFiles, form: bytes) -> None:
    writer = pypdf.PdfWriter(clone_from=BytesIO(form))
    for reference in writer.pages[0].annotations or ():
        widget = reference.get_object()
        states = widget.get("/AP", {}).get("/N", {})
        if widget.get("/T") == "wants_information":
            widget[NameObject("/AS")] = NameObject("/Yes")
        elif "/fr" in states:
            widget[NameObject("/AS")] = NameObject("/fr")
    found = files.read("form.pdf", written(writer)).values
    for key, value in (("wants_information", "yes"), ("language", "fr")):
        assert (found[key].value, found[key].certainty, found[key].note) == (
            value,
            Certainty.LOOK,
            "marks_differ",
        )


def test_damaged_copies_are_read_or_refused_but_never_break(files: ForeignFiles, form: bytes) -> None:
    chance = random.Random(26)
    outcomes = set()
    for _ in range(40):
        data = bytearray(form)
        for _ in range(chance.randrange(1, 60)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        outcomes.add(outcome(files, bytes(data)))
    assert "read" in outcomes
    assert outcomes <= {"read", "damaged", "locked", "unknown_kind", "too_large"}


def outcome(files: ForeignFiles, data: bytes) -> str:
    try:
        files.read("form.pdf", data)
        files.render(data, "application/pdf", 0, 120)
    except FileNotReadableError as error:
        return error.reason_key
    return "read"
