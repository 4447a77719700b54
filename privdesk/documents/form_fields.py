# SPDX-License-Identifier: MIT
"""Fields on paper and in the fillable PDF: box, label, squares, comb, and the widget over them."""

from collections.abc import Mapping
from dataclasses import dataclass

from reportlab.lib.colors import HexColor
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from privdesk.documents.form_widgets import place_option, place_text, place_tick
from privdesk.documents.typefaces import SANS
from privdesk.domain.form_layout import (
    BOX_HEIGHT,
    PAGE_HEIGHT,
    TEXT_SIZE,
    TICK_LINE,
    Box,
    FieldSpot,
    OptionSpot,
)
from privdesk.domain.forms import TICKED, FieldKind, TemplateField

LINE = HexColor("#6B645A")
LINE_SOFT = HexColor("#B9B1A4")
INK = HexColor("#211F1B")
MUTED = HexColor("#5B544A")
PEN = HexColor("#1F3A7A")
LABEL_SIZE = 7.6
ENTRY_SIZE = 11.0
LONG_SIZE = 10.0
BASELINE = 8.0


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
    if filling.fillable:
        size = ENTRY_SIZE if field.kind is not FieldKind.LONG_TEXT else LONG_SIZE
        place_text(
            canvas,
            field,
            field.label(filling.language),
            box,
            INK,
            size,
            value,
            lambda target, room: _draw_value(target, field, room, value, filling),
        )
    elif value:
        low = PAGE_HEIGHT - box.y - box.h
        _draw_value(canvas, field, Box(box.x, low, box.w, box.h), value, filling)


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


def _draw_value(canvas: Canvas, field: TemplateField, room: Box, value: str, filling: Filling) -> None:
    """Write `value` into `room`, whose `y` is its lower edge counted from below."""
    canvas.setFillColor(PEN)
    if field.comb:
        _draw_comb_value(canvas, field.comb, room, value, filling)
    elif field.kind is FieldKind.LONG_TEXT:
        size = filling.size * LONG_SIZE / ENTRY_SIZE
        canvas.setFont(filling.face, size)
        for index, line in enumerate(simpleSplit(value, filling.face, size, room.w - 12)):
            canvas.drawString(room.x + 6, room.y + room.h - 15 - index * size * 1.25, line)
    else:
        width = stringWidth(value, filling.face, filling.size)
        canvas.setFont(filling.face, filling.size * min(1.0, (room.w - 10) / max(width, 1)))
        canvas.drawString(room.x + 6, room.y + BASELINE, value)


def _draw_comb_value(canvas: Canvas, cells: int, room: Box, value: str, filling: Filling) -> None:
    canvas.setFont(filling.face, filling.size)
    cell = room.w / cells
    for index, letter in enumerate(value[:cells]):
        canvas.drawCentredString(room.x + (index + 0.5) * cell, room.y + BASELINE, letter)


def _draw_tick(canvas: Canvas, spot: FieldSpot, filling: Filling) -> None:
    field, mark = spot.field, spot.options[0]
    ticked = filling.values.get(field.key) == TICKED
    _draw_square(canvas, mark.box, crossed=ticked and not filling.fillable)
    canvas.setFillColor(INK)
    words = field.label(filling.language) + (" *" if field.mandatory else "")
    for index, line in enumerate(simpleSplit(words, SANS, TEXT_SIZE, mark.label_width)):
        _text(canvas, mark.box.x + mark.box.w + 7, mark.box.y + 9.2 + index * TICK_LINE, line, TEXT_SIZE)
    if filling.fillable:
        place_tick(canvas, field, field.label(filling.language), mark.box, PEN, ticked=ticked)


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
        place_option(canvas, field, field.label(filling.language), box, PEN, option.choice, chosen=chosen)


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
