# SPDX-License-Identifier: MIT
"""What a scanner finds on a printed form: four corner marks and the code that names template and page.

The marks are the first four of the public ArUco dictionary "4x4": 8 mm, 16 inner cells, black frame. The code
is a QR code, level M, `privdesk:registration/3/fr/1` (template, version, language, page from 1).
"""

import re
from dataclasses import dataclass

from reportlab.graphics.barcode import qrencoder
from reportlab.pdfgen.canvas import Canvas

from privdesk.domain.form_layout import PAGE_HEIGHT, PAGE_WIDTH
from privdesk.domain.forms import TemplateRef

MARK = 22.68
"""8 mm in points."""
MARGIN = 22.68
_PATTERNS = (0b1011_0101_0011_0010, 0b0000_1111_1001_1010, 0b0011_0011_0010_1101, 0b1001_1001_0100_0110)
_CODE = re.compile(r"privdesk:([a-z0-9-]{1,60}/[0-9]{1,6}/[a-z]{2})/([0-9]{1,3})")


@dataclass(frozen=True, slots=True)
class FoundCode:
    """What a code on a page says; `page` is the form's own page, from 0."""

    template: TemplateRef
    page: int


def code_text(template: TemplateRef, page: int) -> str:
    """The text of the code on `page` (from 0)."""
    return f"privdesk:{template.code()}/{page + 1}"


def parse_code_text(text: str) -> FoundCode | None:
    """Read a code as printed by the program; any other code is None."""
    match = _CODE.fullmatch(text.strip())
    template = TemplateRef.parse(match[1]) if match else None
    if match is None or template is None or not int(match[2]):
        return None
    return FoundCode(template, int(match[2]) - 1)


def draw_corner_marks(canvas: Canvas) -> None:
    """Draw the four marks, in reading order from the top left."""
    right, low = PAGE_WIDTH - MARGIN - MARK, MARGIN
    high = PAGE_HEIGHT - MARGIN - MARK
    places = ((MARGIN, high), (right, high), (MARGIN, low), (right, low))
    for pattern, (x, y) in zip(_PATTERNS, places, strict=True):
        _draw_mark(canvas, pattern, x, y)


def _draw_mark(canvas: Canvas, pattern: int, x: float, y: float) -> None:
    cell = MARK / 6
    canvas.setFillGray(0)
    canvas.rect(x, y, MARK, MARK, stroke=0, fill=1)
    canvas.setFillGray(1)
    for index in range(16):
        if pattern >> (15 - index) & 1:
            row, column = divmod(index, 4)
            canvas.rect(x + (column + 1) * cell, y + (4 - row) * cell, cell, cell, stroke=0, fill=1)


def draw_code(canvas: Canvas, text: str, x: float, y: float, size: float) -> None:
    """Draw `text` as a QR code with its lower left corner at (x, y), `size` points wide."""
    code = qrencoder.QRCode(None, qrencoder.QRErrorCorrectLevel.M)
    code.addData(text)
    code.make()
    count = code.getModuleCount()
    cell = size / count
    canvas.setFillGray(0)
    for row in range(count):
        start = None
        for column in range(count + 1):
            dark = column < count and code.isDark(row, column)
            if dark and start is None:
                start = column
            elif not dark and start is not None:
                canvas.rect(x + start * cell, y + size - (row + 1) * cell, (column - start) * cell, cell, 0, 1)
                start = None
