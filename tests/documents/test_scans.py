# SPDX-License-Identifier: MIT
"""Scans and photographs are shown, and known by the code that is printed on our forms."""

from io import BytesIO

import pytest
from PIL import Image

from privdesk.documents.examples import save_pages, scan_form
from privdesk.documents.foreign_files import ForeignFiles
from privdesk.documents.form_marks import draw_code
from privdesk.domain.errors import FileNotReadableError
from privdesk.domain.forms import FormSender, TemplateRef
from privdesk.domain.incoming import IncomingKind
from privdesk.services.default_forms import default_template, default_templates

TIFF, JPEG, PNG, PDF = "image/tiff", "image/jpeg", "image/png", "application/pdf"
VALUES = {"last_name": "Rochat", "first_name": "Amélie", "language": "fr", "signature": "A. Rochat"}


def scan(sender: FormSender, media_type: str, form: str = "registration") -> bytes:
    template = default_template(form)
    assert template is not None
    return scan_form(template, "fr", sender, VALUES, media_type=media_type, dpi=120, stamp="REÇU 24 MAR 2026")


def as_jpeg(image: Image.Image, **options: object) -> bytes:
    target = BytesIO()
    image.save(target, "JPEG", **options)
    return target.getvalue()


@pytest.mark.parametrize("media_type", [TIFF, JPEG, PNG, PDF])
def test_a_scanned_form_is_recognised_by_its_code(
    files: ForeignFiles, sender: FormSender, media_type: str
) -> None:
    found = files.read("scan", scan(sender, media_type))
    assert (found.kind, found.media_type, found.pages) == (IncomingKind.IMAGE_PAGES, media_type, 1)
    assert found.template == TemplateRef(default_templates()[0].id, default_templates()[0].version, "fr")
    assert [(sheet.page, sheet.form_page, sheet.turn) for sheet in found.sheets] == [(0, 0, 0)]
    assert not found.values


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_a_turned_page_says_how_to_set_it_upright(
    files: ForeignFiles, sender: FormSender, turned: int
) -> None:
    with Image.open(BytesIO(scan(sender, PNG))) as upright:
        found = files.read("scan.jpg", as_jpeg(upright.convert("RGB").rotate(turned, expand=True)))
    assert [sheet.turn for sheet in found.sheets] == [turned]


def test_a_camera_note_turns_the_page_by_itself(files: ForeignFiles, sender: FormSender) -> None:
    with Image.open(BytesIO(scan(sender, PNG))) as upright:
        exif = Image.Exif()
        exif[0x0112] = 6
        data = as_jpeg(upright.convert("RGB").rotate(90, expand=True), exif=exif)
    assert [sheet.turn for sheet in files.read("photo.jpg", data).sheets] == [0]
    page = files.render(data, JPEG, 0, 300)
    assert page.height > page.width


def test_every_page_of_a_fax_is_found_and_shown(files: ForeignFiles, sender: FormSender) -> None:
    sheets = []
    for form in ("registration", "consent"):
        with Image.open(BytesIO(scan(sender, PNG, form))) as page:
            sheets.append(page.convert("RGB"))
    blank = Image.new("RGB", sheets[0].size, "white")
    fax = save_pages([sheets[0], blank, sheets[1]], TIFF, 120)
    found = files.read("fax.tif", fax)
    assert found.pages == 3
    assert [(sheet.page, sheet.template.id) for sheet in found.sheets] == [
        (0, "registration"),
        (2, "consent"),
    ]
    assert set(files.render(fax, TIFF, 1, 200).rgb) == {255}
    third = files.render(fax, TIFF, 2, 200)
    assert (third.width, len(third.rgb)) == (200, third.height * 600)
    assert min(third.rgb) < 80
    with pytest.raises(FileNotReadableError):
        files.render(fax, TIFF, 3, 200)


def test_codes_of_others_are_passed_over(files: ForeignFiles) -> None:
    from reportlab.pdfgen.canvas import Canvas

    target = BytesIO()
    canvas = Canvas(target, pagesize=(200, 200))
    draw_code(canvas, "https://elsewhere.example/privdesk:registration/3/fr/1", 40, 40, 120)
    canvas.save()
    found = files.read("other.pdf", target.getvalue())
    assert (found.template, found.sheets) == (None, ())


def test_transparent_and_grey_pictures_are_shown_on_white_paper(files: ForeignFiles) -> None:
    for image in (Image.new("RGBA", (40, 60), (0, 0, 0, 0)), Image.new("I;16", (40, 60), 65535)):
        target = BytesIO()
        image.save(target, "PNG")
        assert set(files.render(target.getvalue(), PNG, 0, 40).rgb) == {255}


def test_a_page_for_a_report_is_a_jpeg_and_a_jpeg_stays_as_it_was(
    files: ForeignFiles, sender: FormSender
) -> None:
    photo = as_jpeg(Image.new("RGB", (80, 120), "white"))
    assert files.page_jpeg(photo, JPEG, 0) == photo
    assert files.page_jpeg(scan(sender, TIFF), TIFF, 0, 400).startswith(b"\xff\xd8\xff")


def test_a_thumbnail_is_small(files: ForeignFiles, sender: FormSender) -> None:
    assert files.thumbnail(scan(sender, PDF), PDF).width == 160
