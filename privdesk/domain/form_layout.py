# SPDX-License-Identifier: MIT
"""Where each field of a template stands on paper: A4, twelve columns, the same in every language.

Lengths in points (1/72 inch), origin top left, pages from 0. Widths of words are estimated from the longest
language, so that one region serves all four prints of a form.
"""

import math
from dataclasses import dataclass

from privdesk.domain.forms import FieldKind, FieldRegion, FormSection, FormTemplate, TemplateField, Texts

PAGE_WIDTH = 595.28
PAGE_HEIGHT = 841.89
LEFT = 56.0
TEXT_WIDTH = PAGE_WIDTH - 2 * LEFT
COLUMN_GAP = 13.0
FIRST_TOP = 164.0
NEXT_TOP = 92.0
BOTTOM = 742.0

BAR_HEIGHT = 18.0
BAR_BEFORE = 7.0
BAR_AFTER = 9.0
LABEL_HEIGHT = 12.0
BOX_HEIGHT = 25.0
ROW_GAP = 8.0
LONG_TEXT_HEIGHT = 84.0
SIGNATURE_HEIGHT = 31.0
MARK_SIZE = 11.5
CHOICE_ROW = 24.0
TICK_LINE = 12.0
NOTE_LINE = 11.5
SIDE_LABEL = 76.0
TEXT_SIZE = 8.8
_LETTER = 4.75
_SIDE_LABEL_LETTERS = 16


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in points, origin top left."""

    x: float
    y: float
    w: float
    h: float


@dataclass(frozen=True, slots=True)
class OptionSpot:
    """The small square of one choice."""

    choice: str
    box: Box
    label_width: float


@dataclass(frozen=True, slots=True)
class FieldSpot:
    """One field on paper: `box` is what is filled in, `area` includes the label."""

    field: TemplateField
    page: int
    area: Box
    box: Box
    options: tuple[OptionSpot, ...] = ()
    label_beside: bool = False


@dataclass(frozen=True, slots=True)
class SectionSpot:
    """The bar of a section, and the room of the note below it (height 0 without one)."""

    section: FormSection
    number: int
    page: int
    bar: Box
    note: Box


@dataclass(frozen=True, slots=True)
class FormLayout:
    """A whole form on paper."""

    pages: int
    sections: tuple[SectionSpot, ...]
    fields: tuple[FieldSpot, ...]

    def spot(self, key: str) -> FieldSpot | None:
        """Where the field called `key` stands."""
        return next((spot for spot in self.fields if spot.field.key == key), None)

    def region(self, key: str) -> FieldRegion | None:
        """The part of the page to frame while the field is keyed."""
        spot = self.spot(key)
        if spot is None:
            return None
        box = spot.area if spot.options else spot.box
        return FieldRegion(
            spot.page, box.x / PAGE_WIDTH, box.y / PAGE_HEIGHT, box.w / PAGE_WIDTH, box.h / PAGE_HEIGHT
        )


def lay_out(template: FormTemplate) -> FormLayout:
    """Place every section and field of `template`, opening a new page where one is full."""
    sheet = _Sheet()
    for number, section in enumerate(template.sections, start=1):
        sheet.add_section(section, number)
    return FormLayout(sheet.page + 1, tuple(sheet.sections), tuple(sheet.fields))


def lines_needed(texts: Texts, width: float) -> int:
    """How many lines of ordinary text the longest language needs in `width` points."""
    longest = max((len(text) for text in texts.values()), default=0)
    return max(1, math.ceil(longest * _LETTER / width)) if longest else 0


class _Sheet:
    """The paper while it is being filled from top to bottom."""

    def __init__(self) -> None:
        self.page = 0
        self.y = FIRST_TOP
        self.sections: list[SectionSpot] = []
        self.fields: list[FieldSpot] = []

    def add_section(self, section: FormSection, number: int) -> None:
        rows = _rows(section.fields)
        note = lines_needed(section.notes, TEXT_WIDTH - 8) * NOTE_LINE
        note += 5 if note else 0
        self._room(BAR_BEFORE + BAR_HEIGHT + BAR_AFTER + note + _row_height(rows[0]))
        top = self.y + BAR_BEFORE
        bar = Box(LEFT, top, TEXT_WIDTH, BAR_HEIGHT)
        self.y = top + BAR_HEIGHT + BAR_AFTER
        self.sections.append(
            SectionSpot(section, number, self.page, bar, Box(LEFT, self.y - 3, TEXT_WIDTH, note))
        )
        self.y += note
        for row in rows:
            self._add_row(row)

    def _room(self, height: float) -> None:
        if self.y + height > BOTTOM and self.y > NEXT_TOP:
            self.page += 1
            self.y = NEXT_TOP

    def _add_row(self, row: list[TemplateField]) -> None:
        height = _row_height(row)
        self._room(height)
        column = 0
        for each in row:
            x = LEFT + column * (TEXT_WIDTH + COLUMN_GAP) / 12
            width = each.columns * (TEXT_WIDTH + COLUMN_GAP) / 12 - COLUMN_GAP
            self.fields.append(_spot(each, self.page, Box(x, self.y, width, height - ROW_GAP)))
            column += each.columns
        self.y += height


def _rows(fields: tuple[TemplateField, ...]) -> list[list[TemplateField]]:
    rows: list[list[TemplateField]] = []
    used = 12
    for each in fields:
        if used + each.columns > 12:
            rows.append([])
            used = 0
        rows[-1].append(each)
        used += each.columns
    return rows


def _row_height(row: list[TemplateField]) -> float:
    return max(_height(each) for each in row) + ROW_GAP


def _height(each: TemplateField) -> float:
    width = each.columns * (TEXT_WIDTH + COLUMN_GAP) / 12 - COLUMN_GAP
    if each.kind is FieldKind.TICK:
        return max(MARK_SIZE, lines_needed(each.labels, width - 24) * TICK_LINE)
    if each.kind is FieldKind.CHOICE:
        beside = _label_beside(each)
        lines = len(_option_rows(each, width - (SIDE_LABEL if beside else 0)))
        return lines * (CHOICE_ROW - ROW_GAP) + (0 if beside else LABEL_HEIGHT + 3)
    if each.kind is FieldKind.LONG_TEXT:
        return LABEL_HEIGHT + LONG_TEXT_HEIGHT
    if each.kind is FieldKind.SIGNATURE:
        return LABEL_HEIGHT + SIGNATURE_HEIGHT
    return LABEL_HEIGHT + BOX_HEIGHT


def _spot(each: TemplateField, page: int, area: Box) -> FieldSpot:
    if each.kind is FieldKind.TICK:
        mark = Box(area.x + 1, area.y, MARK_SIZE, MARK_SIZE)
        return FieldSpot(each, page, area, area, (OptionSpot("", mark, area.w - 24),), label_beside=True)
    if each.kind is FieldKind.CHOICE:
        return _choice_spot(each, page, area)
    height = {FieldKind.LONG_TEXT: LONG_TEXT_HEIGHT, FieldKind.SIGNATURE: SIGNATURE_HEIGHT}.get(
        each.kind, BOX_HEIGHT
    )
    return FieldSpot(each, page, area, Box(area.x, area.y + LABEL_HEIGHT, area.w, height))


def _choice_spot(each: TemplateField, page: int, area: Box) -> FieldSpot:
    beside = _label_beside(each)
    left = area.x + (SIDE_LABEL if beside else 1)
    y = area.y + (2 if beside else LABEL_HEIGHT + 4)
    spots: list[OptionSpot] = []
    for row in _option_rows(each, area.w - (SIDE_LABEL if beside else 0)):
        x = left
        for key, width in row:
            spots.append(OptionSpot(key, Box(x, y, MARK_SIZE, MARK_SIZE), width - 24))
            x += width
        y += CHOICE_ROW - ROW_GAP
    return FieldSpot(each, page, area, area, tuple(spots), label_beside=beside)


def _label_beside(each: TemplateField) -> bool:
    return max(len(label) for label in each.labels.values()) <= _SIDE_LABEL_LETTERS


def _option_rows(each: TemplateField, width: float) -> list[list[tuple[str, float]]]:
    wanted = [
        (choice.key, 34 + max(len(label) for label in choice.labels.values()) * _LETTER)
        for choice in each.choices
    ]
    widest = max(cell for _, cell in wanted)
    if widest * len(wanted) <= width:
        return [[(key, widest) for key, _ in wanted]]
    rows: list[list[tuple[str, float]]] = []
    used = width + 1
    for key, cell in wanted:
        if used + cell > width:
            rows.append([])
            used = 0.0
        rows[-1].append((key, cell))
        used += cell
    return rows
