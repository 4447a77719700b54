# SPDX-License-Identifier: MIT
"""What stands on each page around the text: letterhead and window on the first, running head, foot, page x of y."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from reportlab.lib.colors import Color
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate

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
)
from privdesk.documents.typefaces import SERIF, SERIF_SEMI
from privdesk.domain.disclosure.document import Letter, ReportDocument
from privdesk.domain.disclosure.office_paper import OfficePaper

_TOTAL = "pages-in-all"
_RIGHT_EDGE = PAGE_WIDTH - RIGHT
_FOOT = 13 * mm
_SMALL = 7.5
_PAPER_TOP = 58 * mm
"""From the upper edge to the title of a paper of the office itself."""


class CountingCanvas(Canvas):
    """Knows at the end how many pages there are, and says so on each of them through one form."""

    after_total = ""

    def save(self) -> None:
        """Define the form that every page refers to, then finish the file."""
        self.beginForm(_TOTAL, 0, -3, 80, 12)
        self.setFont(SERIF, 8.5)
        self.setFillColor(MUTED)
        self.drawString(0, 0, f"{self.getPageNumber() - 1}{self.after_total}")
        self.endForm()
        super().save()


class ReportTemplate(BaseDocTemplate):
    """The letter's first page (or the office's letterhead alone), then pages with a running head."""

    def __init__(self, target: BytesIO, document: ReportDocument | OfficePaper) -> None:
        super().__init__(
            target,
            title=f"{document.title} · {document.reference}",
            author=document.author,
            subject=document.reference,
            creator="privdesk",
            lang=document.language,
            pageCompression=1,
            initialFontName=SERIF,
        )
        self._document = document
        self._before, _, self._after = document.page_label.partition("{pages}")
        alone = isinstance(document, OfficePaper)
        first_height = PAGE_HEIGHT - (_PAPER_TOP if alone else LETTER_TOP) - BOTTOM
        on_page = self._paper_page if alone else self._letter_page
        first = PageTemplate("letter", [_frame(first_height)], on_page, self._foot)
        first.autoNextPageTemplate = "page"
        self.addPageTemplates([first, PageTemplate("page", [_frame(TEXT_HEIGHT)], self._page, self._foot)])

    def canvas(self, *args: Any, **named: Any) -> CountingCanvas:  # noqa: ANN401 - as reportlab calls it
        """The canvas for `build`, with the words after the number of pages."""
        canvas = CountingCanvas(*args, **named)
        canvas.after_total = self._after
        return canvas

    def _letter_page(self, canvas: Canvas, _template: BaseDocTemplate) -> None:
        if isinstance(self._document, OfficePaper):
            return
        letter = self._document.letter
        _letterhead(canvas, letter.sender, letter.sender_lines)
        _window(canvas, letter)
        _dateline(canvas, PAGE_HEIGHT - 94 * mm, letter.place_and_date, letter.reference)
        _fold_marks(canvas)

    def _paper_page(self, canvas: Canvas, _template: BaseDocTemplate) -> None:
        paper = self._document
        if isinstance(paper, OfficePaper):
            _letterhead(canvas, paper.author, paper.author_lines)
            _dateline(canvas, PAGE_HEIGHT - 48 * mm, paper.place_and_date, "")

    def _page(self, canvas: Canvas, _template: BaseDocTemplate) -> None:
        top = PAGE_HEIGHT - 15 * mm
        _text(canvas, LEFT, top, self._document.author, SERIF_SEMI, 8.5)
        canvas.setFillColor(MUTED)
        canvas.setFont(SERIF, 8.5)
        canvas.drawRightString(_RIGHT_EDGE, top, f"{self._document.title} · {self._document.reference}")
        _rule(canvas, top - 6)

    def _foot(self, canvas: Canvas, _template: BaseDocTemplate) -> None:
        label = self._before.format(page=canvas.getPageNumber())
        _text(canvas, LEFT, _FOOT, label, SERIF, 8.5, MUTED)
        canvas.saveState()
        canvas.translate(LEFT + width_of(label, SERIF, 8.5), _FOOT)
        canvas.doForm(_TOTAL)
        canvas.restoreState()
        canvas.setFont(SERIF, _SMALL)
        canvas.setFillColor(MUTED)
        canvas.drawRightString(_RIGHT_EDGE, _FOOT, self._document.small_print)


def _frame(height: float) -> Frame:
    return Frame(
        LEFT, BOTTOM, TEXT_WIDTH, height, leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0
    )


def _text(canvas: Canvas, x: float, y: float, text: str, font: str, size: float, colour: Color = INK) -> None:
    canvas.setFont(font, size)
    canvas.setFillColor(colour)
    canvas.drawString(x, y, printable(text, font))


def _rule(canvas: Canvas, y: float) -> None:
    canvas.setStrokeColor(LINE)
    canvas.setLineWidth(HAIRLINE)
    canvas.line(LEFT, y, _RIGHT_EDGE, y)


def _letterhead(canvas: Canvas, sender: str, lines: Sequence[str]) -> None:
    """A long name keeps the line to itself; the address then stands below it."""
    top = PAGE_HEIGHT - 22 * mm
    _lozenge(canvas, LEFT + 6, top + 4.4)
    room, wide = TEXT_WIDTH - 19, width_of(sender, SERIF_SEMI, 13)
    _text(canvas, LEFT + 19, top, sender, SERIF_SEMI, min(13.0, 13.0 * room / max(room, wide)))
    beside = wide + max((width_of(line, SERIF, 8.5) for line in lines), default=0) + 16 <= room
    canvas.setFont(SERIF, 8.5)
    canvas.setFillColor(MUTED)
    first = top + 3 if beside else top - 14
    for index, line in enumerate(lines):
        canvas.drawRightString(_RIGHT_EDGE, first - index * 12, printable(line, SERIF))


def _lozenge(canvas: Canvas, x: float, y: float) -> None:
    """A small teal ornament before the name."""
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


def _window(canvas: Canvas, letter: Letter) -> None:
    """The address where a left window shows it: 45 to 90 mm from the upper edge."""
    y = PAGE_HEIGHT - 49 * mm
    _text(canvas, LEFT, y, letter.return_line, SERIF, 7, MUTED)
    y -= 17
    for line in letter.recipient:
        _text(canvas, LEFT, y, line, SERIF, 10.5)
        y -= 14


def _dateline(canvas: Canvas, y: float, place_and_date: str, reference: str) -> None:
    _text(canvas, LEFT, y, place_and_date, SERIF, 10, MUTED)
    canvas.drawRightString(_RIGHT_EDGE, y, reference)


def _fold_marks(canvas: Canvas) -> None:
    """Where the sheet is folded for the window (105 mm) and punched (148.5 mm)."""
    canvas.setStrokeColor(LINE)
    canvas.setLineWidth(HAIRLINE)
    for down, long in ((105, 4), (148.5, 2)):
        y = PAGE_HEIGHT - down * mm
        canvas.line(5 * mm, y, (5 + long) * mm, y)
