# SPDX-License-Identifier: MIT
"""Fields on paper and in the fillable PDF: box, label, squares, comb, and the widget over them."""

from collections.abc import Mapping
from dataclasses import dataclass

from reportlab.lib.colors import HexColor, transparent
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from privdesk.documents.typefaces import SANS
from privdesk.domain.form_layout import BOX_HEIGHT, PAGE_HEIGHT, TEXT_SIZE, TICK_LINE, Box, FieldSpot, OptionSpot
from privdesk.domain.forms import TICKED, FieldKind, TemplateField, TemplateRef

TEMPLATE_FIELD = "privdesk_template"
"""Name of the hidden field that says which template a PDF is."""

LINE = HexColor("#6B645A")
LINE_SOFT = HexColor("#B9B1A4")
INK = HexColor("#211F1B")
MUTED = HexColor("#5B544A")
PEN = HexColor("#1F3A7A")
LABEL_SIZE = 7.6
ENTRY_SIZE = 11.0


@dataclass(frozen=True, slots=True)
class Filling:
    """What stands in a form when it is made, and whether a person may fill in the rest on screen.

    `face` and `size` set the hand in which values are drawn on a form that is only printed.
    """

    values: Mapping[str, str]
    language: str
    fillable: bool
    face: str = SANS
    size: float = ENTRY_SIZE


def draw_field(canvas: Canvas, spot: FieldSpot, filling: Filling) -> None:
    """Draw one field with its label and value, and its widget when the form is fillable."""
    kind = spot.field.kind
    if kind is FieldKind.TICK:
        _draw_tick(canvas, spot, filling)
    elif kind is FieldKind.CHOICE:
        _draw_choice(canvas, spot, filling)
    elif kind is FieldKind.SIGNATURE:
        _draw_signature(canvas, spot, filling)
    else:
        _draw_entry(canvas, spot, filling)


def place_template_field(canvas: Canvas, ref: TemplateRef) -> None:
    """Put the hidden, read-only field that names the template on the current page."""
    canvas.acroForm.textfield(
        name=TEMPLATE_FIELD,
        value=ref.code(),
        x=0,
        y=0,
        width=1,
        height=1,
        borderWidth=0,
        fieldFlags="readOnly",
        annotationFlags="hidden",
        fontName="Helvetica",
        fontSize=4,
        maxlen=100,
    )


def _text(canvas: Canvas, x: float, y: float, text: str, size: float) -> None:
    canvas.setFont(SANS, size)
    canvas.drawString(x, PAGE_HEIGHT - y, text)


def _draw_label(canvas: Canvas, x: float, y: float, field: TemplateField, language: str, room: float) -> None:
    label = field.label(language) + (" *" if field.mandatory else "")
    size = min(LABEL_SIZE, LABEL_SIZE * room / max(room, stringWidth(label, SANS, LABEL_SIZE)))
    canvas.setFillColor(MUTED)
    _text(canvas, x, y, label, size)
    words = field.help(language)
    left = x + stringWidth(label, SANS, size) + 5
    if words and left + stringWidth(words, SANS, 6.4) <= x + room:
        canvas.setFillColor(LINE)
        _text(canvas, left, y, words, 6.4)


def _draw_entry(canvas: Canvas, spot: FieldSpot, filling: Filling) -> None:
    field, box = spot.field, spot.box
    _draw_label(canvas, box.x, box.y - 4, field, filling.language, box.w)
    _draw_box(canvas, box)
    if field.comb:
        _draw_comb(canvas, box, field.comb)
    value = filling.values.get(field.key, "")
    as_page_text = bool(value) and not (filling.fillable and in_pdf_encoding(value) and not field.comb)
    if as_page_text:
        _draw_value(canvas, spot, value, filling)
    if filling.fillable:
        _place_text_field(canvas, spot, value, hidden=as_page_text, language=filling.language)


def _draw_box(canvas: Canvas, box: Box) -> None:
    canvas.setStrokeColor(LINE)
    canvas.setLineWidth(0.7)
    canvas.rect(box.x, PAGE_HEIGHT - box.y - box.h, box.w, box.h, stroke=1, fill=0)


def _draw_comb(canvas: Canvas, box: Box, cells: int) -> None:
    canvas.setStrokeColor(LINE_SOFT)
    low = PAGE_HEIGHT - box.y - box.h
    for index in range(1, cells):
        x = box.x + index * box.w / cells
        canvas.line(x, low, x, low + box.h * 0.36)


def _draw_value(canvas: Canvas, spot: FieldSpot, value: str, filling: Filling) -> None:
    field, box = spot.field, spot.box
    canvas.setFillColor(PEN)
    canvas.setFont(filling.face, filling.size)
    if field.comb:
        cell = box.w / field.comb
        for index, letter in enumerate(value[: field.comb]):
            canvas.drawCentredString(box.x + (index + 0.5) * cell, PAGE_HEIGHT - box.y - box.h + 8, letter)
        return
    if field.kind is FieldKind.LONG_TEXT:
        for index, line in enumerate(simpleSplit(value, filling.face, filling.size, box.w - 12)):
            canvas.drawString(box.x + 6, PAGE_HEIGHT - box.y - 15 - index * filling.size * 1.25, line)
        return
    width = stringWidth(value, filling.face, filling.size)
    size = filling.size * min(1.0, (box.w - 10) / max(width, 1))
    canvas.setFont(filling.face, size)
    canvas.drawString(box.x + 6, PAGE_HEIGHT - box.y - box.h + 8, value)


def in_pdf_encoding(value: str) -> bool:
    """Whether viewers can draw `value` with the standard face of a form field."""
    try:
        value.encode("cp1252")
    except UnicodeEncodeError:
        return False
    return True


def _place_text_field(canvas: Canvas, spot: FieldSpot, value: str, *, hidden: bool, language: str) -> None:
    field, box = spot.field, spot.box
    flags = ["multiline"] if field.kind is FieldKind.LONG_TEXT else ["doNotScroll"] if field.comb else []
    if field.comb:
        flags.append("comb")
    if hidden:
        flags = ["readOnly"]
    canvas.acroForm.textfield(
        name=field.key,
        tooltip=field.label(language),
        value=value,
        x=box.x + 1,
        y=PAGE_HEIGHT - box.y - box.h + 1,
        width=box.w - 2,
        height=box.h - 2,
        borderWidth=0,
        fillColor=None,
        borderColor=None,
        textColor=INK,
        fontName="Helvetica",
        fontSize=ENTRY_SIZE if field.kind is not FieldKind.LONG_TEXT else 10,
        fieldFlags=" ".join(flags),
        annotationFlags="hidden" if hidden else "print",
        maxlen=max(field.comb, field.max_length) or 400,
    )


def _draw_tick(canvas: Canvas, spot: FieldSpot, filling: Filling) -> None:
    field, mark = spot.field, spot.options[0]
    ticked = filling.values.get(field.key) == TICKED
    _draw_square(canvas, mark.box, crossed=ticked and not filling.fillable)
    canvas.setFillColor(INK)
    words = field.label(filling.language) + (" *" if field.mandatory else "")
    for index, line in enumerate(simpleSplit(words, SANS, TEXT_SIZE, mark.label_width)):
        _text(canvas, mark.box.x + mark.box.w + 7, mark.box.y + 9.2 + index * TICK_LINE, line, TEXT_SIZE)
    if filling.fillable:
        canvas.acroForm.checkbox(
            name=field.key,
            tooltip=field.label(filling.language),
            checked=ticked,
            buttonStyle="cross",
            x=mark.box.x,
            y=PAGE_HEIGHT - mark.box.y - mark.box.h,
            size=mark.box.w,
            borderWidth=0,
            borderColor=None,
            fillColor=transparent,
            textColor=PEN,
            fieldFlags="",
        )


def _draw_choice(canvas: Canvas, spot: FieldSpot, filling: Filling) -> None:
    field = spot.field
    first = spot.options[0].box
    if spot.label_beside:
        _draw_label(canvas, spot.area.x, first.y + 9, field, filling.language, first.x - spot.area.x - 6)
    else:
        canvas.setFillColor(INK)
        question = field.label(filling.language) + (" *" if field.mandatory else "")
        size = min(TEXT_SIZE, TEXT_SIZE * spot.area.w / max(1, stringWidth(question, SANS, TEXT_SIZE)))
        _text(canvas, spot.area.x, spot.area.y + 8, question, size)
    for option in spot.options:
        _draw_option(canvas, spot, option, filling)


def _draw_option(canvas: Canvas, spot: FieldSpot, option: OptionSpot, filling: Filling) -> None:
    field, box = spot.field, option.box
    chosen = filling.values.get(field.key) == option.choice
    _draw_square(canvas, box, crossed=chosen and not filling.fillable)
    choice = field.choice(option.choice)
    canvas.setFillColor(INK)
    _text(canvas, box.x + box.w + 6, box.y + 9.2, choice.label(filling.language) if choice else "", TEXT_SIZE)
    if filling.fillable:
        canvas.acroForm.radio(
            name=field.key,
            tooltip=field.label(filling.language),
            value=option.choice,
            selected=chosen,
            buttonStyle="cross",
            shape="square",
            x=box.x,
            y=PAGE_HEIGHT - box.y - box.h,
            size=box.w,
            borderWidth=0,
            borderColor=None,
            fillColor=transparent,
            textColor=PEN,
            fieldFlags="radio",
        )


def _draw_square(canvas: Canvas, box: Box, *, crossed: bool) -> None:
    low = PAGE_HEIGHT - box.y - box.h
    canvas.setStrokeColor(LINE)
    canvas.setLineWidth(0.8)
    canvas.rect(box.x, low, box.w, box.h, stroke=1, fill=0)
    if crossed:
        canvas.setStrokeColor(PEN)
        canvas.setLineWidth(1.3)
        canvas.line(box.x + 1, low + 1.6, box.x + box.w - 0.6, low + box.h - 0.4)
        canvas.line(box.x + 0.6, low + box.h - 1.2, box.x + box.w - 1.2, low + 0.8)


def _draw_signature(canvas: Canvas, spot: FieldSpot, filling: Filling) -> None:
    box = spot.box
    _draw_label(canvas, box.x, box.y - 4, spot.field, filling.language, box.w)
    canvas.setStrokeColor(LINE)
    canvas.setLineWidth(0.7)
    low = PAGE_HEIGHT - box.y - BOX_HEIGHT
    canvas.line(box.x, low, box.x + box.w, low)
    value = filling.values.get(spot.field.key, "")
    if value:
        canvas.setFillColor(PEN)
        canvas.setFont(filling.face, filling.size + 5)
        canvas.drawString(box.x + 14, low + 6, value)
