# SPDX-License-Identifier: MIT
"""A letter's sheets around the text: letterhead, window, reference line, fold marks, running head, page x of y."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from reportlab.lib.colors import Color
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate

from privdesk.documents.letter_windows import PLACES
from privdesk.documents.report_pages import CountingCanvas
from privdesk.documents.report_styles import (
    BOTTOM,
    HAIRLINE,
    INK,
    LEFT,
    LETTER_TOP,
    LINE,
    MUTED,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    RIGHT,
    TEAL,
    TEXT_HEIGHT,
    TEXT_WIDTH,
    printable,
    width_of,
    wrapped,
)
from privdesk.documents.typefaces import SERIF, SERIF_SEMI
from privdesk.domain.letter_model import Letter

LOGO_WIDTH, LOGO_HEIGHT = 60 * mm, 18 * mm
"""The largest room a logo takes."""
_RIGHT_EDGE = PAGE_WIDTH - RIGHT
_HEAD_TOP = 12 * mm
_NAME_BASE = 22 * mm
_CONTACT_LEFT = 125 * mm
_COLUMN = 70 * mm
_NAME_SIZES = (13.0, 12.0, 11.0, 10.0, 9.0)
_LEAST_ADDRESS = 7.0
_FOOT = 13 * mm
_SMALL = 7.0


class LetterTemplate(BaseDocTemplate):
    """The sheet with the window first, then sheets with a running head."""

    def __init__(self, target: BytesIO, letter: Letter, logo: ImageReader | None) -> None:
        super().__init__(
            target,
            title=" · ".join(part for part in (letter.subject, letter.reference) if part),
            author=letter.sender.name,
            subject=letter.reference,
            creator="privdesk",
            lang=letter.language,
            pageCompression=1,
            initialFontName=SERIF,
        )
        self._letter, self._logo = letter, logo
        self._place = PLACES[letter.window]
        self._before, _, self._after = letter.page_label.partition("{pages}")
        first = PageTemplate(
            "first", [_frame(PAGE_HEIGHT - LETTER_TOP - BOTTOM)], self._first_page, self._foot
        )
        first.autoNextPageTemplate = "next"
        self.addPageTemplates(
            [first, PageTemplate("next", [_frame(TEXT_HEIGHT)], self._next_page, self._foot)]
        )

    def canvas(self, *args: Any, **named: Any) -> CountingCanvas:  # noqa: ANN401 - as reportlab calls it
        """The canvas for `build`, with the words after the number of pages."""
        canvas = CountingCanvas(*args, **named)
        canvas.after_total = self._after
        return canvas

    def _first_page(self, canvas: Canvas, _template: BaseDocTemplate) -> None:
        self._letterhead(canvas)
        self._window(canvas)
        self._reference_line(canvas)
        self._marks(canvas)

    def _letterhead(self, canvas: Canvas) -> None:
        """Logo or ornament and name above; the contact on the side where the window is not."""
        below = self._name(canvas)
        sender = self._letter.sender
        lines = (*sender.address, sender.phone, sender.email)
        if self._place.on_right:
            _column(canvas, LEFT, below + 5.0 * mm, lines)
        else:
            top = _NAME_BASE if self._logo is None else _HEAD_TOP + 2.5 * mm
            _column(canvas, _CONTACT_LEFT, top, lines)

    def _name(self, canvas: Canvas) -> float:
        """The head's first line or lines; returns how far down it reaches."""
        name, room = self._letter.sender.name, _CONTACT_LEFT - LEFT - 4 * mm
        if self._logo is not None:
            below = _draw_logo(canvas, self._logo)
            return _paragraph(canvas, name, LEFT, below + 4.2 * mm, room, (9.0,))
        _lozenge(canvas, LEFT + 6, PAGE_HEIGHT - _NAME_BASE + 4.4)
        return _paragraph(canvas, name, LEFT + 19, _NAME_BASE, room - 19, _NAME_SIZES)

    def _window(self, canvas: Canvas) -> None:
        """The office's line and the address, wrapped and if need be smaller, so that all of it shows."""
        place = self._place
        left, width = place.text_left * mm, (place.right - place.text_left) * mm
        size = _fitting(self._letter.sender_line, SERIF, width, (7.0, 6.5, 6.0, 5.5, 5.0))
        line = _shortened(self._letter.sender_line, SERIF, size, width)
        _text(canvas, left, place.sender_line * mm, line, SERIF, size, MUTED)
        canvas.setStrokeColor(LINE)
        canvas.setLineWidth(HAIRLINE)
        rule = PAGE_HEIGHT - (place.sender_line + 0.9) * mm
        canvas.line(left, rule, left + width, rule)
        size, lines = _address(self._letter.recipient, width, place.lines)
        step = min(place.step, (place.bottom - 1 - place.first_line) / max(1, len(lines) - 1))
        for index, text in enumerate(lines):
            _text(canvas, left, (place.first_line + index * step) * mm, text, SERIF, size)

    def _reference_line(self, canvas: Canvas) -> None:
        date, reference = self._letter.place_and_date, self._letter.reference
        base = 94 * mm
        together = width_of(printable(date, SERIF), SERIF, 10) + width_of(
            printable(reference, SERIF), SERIF, 10
        )
        if together + 6 * mm > TEXT_WIDTH:
            _text(canvas, LEFT, base - 4.8 * mm, reference, SERIF, 10, MUTED)
            reference = ""
        _text(canvas, LEFT, base, date, SERIF, 10, MUTED)
        canvas.drawRightString(_RIGHT_EDGE, PAGE_HEIGHT - base, printable(reference, SERIF))

    def _marks(self, canvas: Canvas) -> None:
        """Where the sheet is folded (long) and punched (short)."""
        canvas.setStrokeColor(MUTED)
        canvas.setLineWidth(HAIRLINE / 2)
        for down in self._place.folds:
            canvas.line(4 * mm, PAGE_HEIGHT - down * mm, 8 * mm, PAGE_HEIGHT - down * mm)
        if self._place.punch not in self._place.folds:
            y = PAGE_HEIGHT - self._place.punch * mm
            canvas.line(4 * mm, y, 6 * mm, y)

    def _next_page(self, canvas: Canvas, _template: BaseDocTemplate) -> None:
        top, letter = 15 * mm, self._letter
        reference = printable(letter.reference, SERIF)
        room = TEXT_WIDTH - width_of(reference, SERIF, 8.5) - 6 * mm
        name = _shortened(letter.sender.name, SERIF_SEMI, 8.5, room)
        _text(canvas, LEFT, top, name, SERIF_SEMI, 8.5)
        canvas.setFillColor(MUTED)
        canvas.setFont(SERIF, 8.5)
        canvas.drawRightString(_RIGHT_EDGE, PAGE_HEIGHT - top, reference)
        canvas.setStrokeColor(LINE)
        canvas.setLineWidth(HAIRLINE)
        canvas.line(LEFT, PAGE_HEIGHT - top - 6, _RIGHT_EDGE, PAGE_HEIGHT - top - 6)

    def _foot(self, canvas: Canvas, _template: BaseDocTemplate) -> None:
        label = self._before.format(page=canvas.getPageNumber())
        _text(canvas, LEFT, PAGE_HEIGHT - _FOOT, label, SERIF, 8.5, MUTED)
        canvas.saveState()
        canvas.translate(LEFT + width_of(label, SERIF, 8.5), _FOOT)
        canvas.doForm("pages-in-all")
        canvas.restoreState()
        canvas.setFont(SERIF, _SMALL)
        canvas.setFillColor(MUTED)
        lines = wrapped(self._letter.small_print, SERIF, _SMALL, TEXT_WIDTH - 45 * mm)
        for index, line in enumerate(lines):
            canvas.drawRightString(_RIGHT_EDGE, _FOOT - index * 9, line)


def _frame(height: float) -> Frame:
    return Frame(
        LEFT, BOTTOM, TEXT_WIDTH, height, leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0
    )


def _text(canvas: Canvas, x: float, down: float, text: str, font: str, size: float, ink: Color = INK) -> None:
    canvas.setFont(font, size)
    canvas.setFillColor(ink)
    canvas.drawString(x, PAGE_HEIGHT - down, printable(text, font))


def _column(canvas: Canvas, x: float, down: float, lines: Sequence[str]) -> None:
    for line in lines:
        for part in wrapped(line, SERIF, 8.5, _COLUMN - 5 * mm) if line else ():
            _text(canvas, x, down, part, SERIF, 8.5, MUTED)
            down += 4.1 * mm


def _paragraph(
    canvas: Canvas, text: str, x: float, down: float, width: float, sizes: Sequence[float]
) -> float:
    """`text` in semibold, smaller where it is long, wrapped where it is longer; returns its last base line."""
    size = _fitting(text, SERIF_SEMI, width, sizes)
    for index, line in enumerate(wrapped(text, SERIF_SEMI, size, width)):
        down += index and size * 1.25
        _text(canvas, x, down, line, SERIF_SEMI, size)
    return down


def _fitting(text: str, font: str, width: float, sizes: Sequence[float]) -> float:
    text = printable(text, font)
    return next((size for size in sizes if width_of(text, font, size) <= width), sizes[-1])


def _shortened(text: str, font: str, size: float, width: float) -> str:
    text = printable(text, font)
    while len(text) > 1 and width_of(text, font, size) > width:
        text = f"{text[:-2].rstrip()}…"
    return text


def _address(lines: Sequence[str], width: float, most: int) -> tuple[float, list[str]]:
    """The lines of an address in the largest size in which all of them fit."""
    size = 10.5
    while True:
        fitted = [part for line in lines for part in wrapped(line, SERIF, size, width)]
        if len(fitted) <= most or size <= _LEAST_ADDRESS:
            return size, fitted
        size -= 0.5


def _draw_logo(canvas: Canvas, logo: ImageReader) -> float:
    across, down = logo.getSize()
    scale = min(LOGO_WIDTH / across, LOGO_HEIGHT / down)
    width, height = across * scale, down * scale
    canvas.drawImage(logo, LEFT, PAGE_HEIGHT - _HEAD_TOP - height, width, height, mask="auto")
    return _HEAD_TOP + height


def _lozenge(canvas: Canvas, x: float, y: float) -> None:
    """A small teal ornament before the name, for an office without a logo."""
    canvas.setFillColor(TEAL)
    canvas.setStrokeColor(TEAL)
    canvas.setLineWidth(1.1)
    for half, filled in ((6.0, 0), (3.0, 1)):
        path = canvas.beginPath()
        path.moveTo(x, y + half)
        for dx, dy in ((half, 0), (0, -half), (-half, 0)):
            path.lineTo(x + dx, y + dy)
        path.close()
        canvas.drawPath(path, stroke=1 - filled, fill=filled)
