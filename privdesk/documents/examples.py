# SPDX-License-Identifier: MIT
"""Invented examples of what arrives: a filled PDF, a scanned paper form, a mail. For the demo and the tests."""

import random
from collections.abc import Mapping, Sequence
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import format_datetime
from io import BytesIO
from typing import Any

import pypdf
from PIL import Image, ImageDraw, ImageFont
from pypdf.generic import NameObject

from privdesk.documents.form_pages import make_form
from privdesk.documents.images import draw_pdf_page
from privdesk.documents.media_types import JPEG, PDF, PNG, TIFF
from privdesk.domain.form_layout import PAGE_WIDTH
from privdesk.domain.forms import TICKED, FieldKind, FormSender, FormTemplate
from privdesk.domain.incoming import Attachment
from privdesk.resources import resource_path

_PAPER = 250
_STAMP_INK = (150, 52, 40)


def fill_form(template: FormTemplate, pdf: bytes, values: Mapping[str, str]) -> bytes:
    """Fill in a fillable form as a person does in a viewer: texts typed, squares ticked, the file saved anew."""
    writer = pypdf.PdfWriter(clone_from=BytesIO(pdf))
    entries: dict[str, Any] = {}
    for field in template.fields():
        value = values.get(field.key, "")
        if field.kind is FieldKind.TICK:
            entries[field.key] = "/Yes" if value == TICKED else "/Off"
        elif value and field.kind is FieldKind.CHOICE:
            entries[field.key] = NameObject(f"/{value}")
        elif value and field.kind is not FieldKind.SIGNATURE:
            entries[field.key] = value
    for page in writer.pages:
        writer.update_page_form_field_values(page, entries, auto_regenerate=False)
        _name_states(page)
    target = BytesIO()
    writer.write(target)
    return target.getvalue()


def _name_states(page: pypdf.PageObject) -> None:
    """Buttons keep the name of their state, not a text, as viewers write it."""
    for widget in page.annotations or ():
        entry: Any = widget.get_object()
        owner = entry.get("/Parent", entry).get_object()
        if owner.get("/FT") == "/Btn" and isinstance(owner.get("/V"), str):
            owner[NameObject("/V")] = NameObject(owner["/V"])


def scan_form(
    template: FormTemplate,
    language: str,
    sender: FormSender,
    values: Mapping[str, str],
    *,
    media_type: str = JPEG,
    dpi: int = 200,
    seed: int = 1,
    stamp: str = "",
) -> bytes:
    """A paper form filled in by hand and scanned, a little askew and a little dirty.

    `media_type` is JPEG, PNG, TIFF (black and white, fax compression) or PDF (one picture a page); `stamp` is
    the words of the office's received stamp. The same `seed` gives the same picture.
    """
    chance = random.Random(seed)  # noqa: S311 - dirt on paper, not a secret
    pdf = make_form(template, language, sender, values, fillable=False, hand=True)
    pages = len(pypdf.PdfReader(BytesIO(pdf)).pages)
    width = round(PAGE_WIDTH / 72 * dpi)
    sheets = [
        _scanned(draw_pdf_page(pdf, page, width), chance, stamp if not page else "") for page in range(pages)
    ]
    return save_pages(sheets, media_type, dpi)


def save_pages(sheets: Sequence[Image.Image], media_type: str, dpi: int) -> bytes:
    """Pages as one file; JPEG and PNG hold the first page only."""
    target = BytesIO()
    more: dict[str, Any] = {"save_all": True, "append_images": list(sheets[1:])}
    if media_type == TIFF:
        black = [
            sheet.convert("L").point(lambda value: 255 if value > 150 else 0).convert("1") for sheet in sheets
        ]
        more["append_images"] = black[1:]
        black[0].save(target, "TIFF", compression="group4", dpi=(dpi, dpi), **more)
    elif media_type == PDF:
        sheets[0].save(target, "PDF", resolution=float(dpi), quality=70, **more)
    elif media_type == PNG:
        sheets[0].save(target, "PNG", dpi=(dpi, dpi))
    else:
        sheets[0].save(target, "JPEG", quality=72, dpi=(dpi, dpi))
    return target.getvalue()


def _scanned(page: Image.Image, chance: random.Random, stamp: str) -> Image.Image:
    if stamp:
        _press_stamp(page, stamp, chance)
    tilt = chance.uniform(-0.7, 0.7)
    askew = page.rotate(tilt, Image.Resampling.BICUBIC, fillcolor="white")
    draw = ImageDraw.Draw(askew)
    for _ in range(40):
        x, y = chance.randrange(page.width), chance.randrange(page.height)
        grey = chance.randrange(150, 225)
        draw.ellipse((x, y, x + chance.randrange(1, 3), y + chance.randrange(1, 3)), fill=(grey, grey, grey))
    return askew.point(lambda value: value * _PAPER // 255)


def _press_stamp(page: Image.Image, words: str, chance: random.Random) -> None:
    """Press the received stamp at the right of the title, as reception does."""
    size = page.width // 46
    face = ImageFont.truetype(str(resource_path("fonts", "NotoSans-SemiBold.ttf")), size)
    left, top, right, bottom = face.getbbox(words)
    pad = size // 2
    box = Image.new("RGBA", (round(right - left) + 2 * pad, round(bottom - top) + 2 * pad), (0, 0, 0, 0))
    draw = ImageDraw.Draw(box)
    draw.rounded_rectangle(
        (1, 1, box.width - 2, box.height - 2),
        radius=pad // 2,
        outline=(*_STAMP_INK, 215),
        width=max(2, size // 9),
    )
    draw.text((pad - left, pad - top), words, font=face, fill=(*_STAMP_INK, 215))
    turned = box.rotate(chance.uniform(3, 9), Image.Resampling.BICUBIC, expand=True)
    page.paste(turned, (round(page.width * 0.665), round(page.height * 0.142)), turned)


def make_mail(
    sender: str,
    recipient: str,
    subject: str,
    text: str,
    attachments: Sequence[Attachment],
    sent_at: datetime,
    message_id: str,
) -> bytes:
    """A mail as it lies in a folder as .eml; `sent_at` aware, `message_id` with its angle brackets."""
    message = EmailMessage(policy=policy.SMTP)
    message["From"] = sender
    message["To"] = recipient
    message["Subject"] = subject
    message["Date"] = format_datetime(sent_at)
    message["Message-ID"] = message_id
    message.set_content(text)
    for each in attachments:
        main, _, kind = each.media_type.partition("/")
        if main == "message":
            inner: EmailMessage = message_from_bytes(each.data, policy=policy.SMTP)
            message.add_attachment(inner, filename=each.name)
        else:
            message.add_attachment(each.data, maintype=main, subtype=kind, filename=each.name)
    return message.as_bytes()
