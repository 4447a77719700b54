# SPDX-License-Identifier: MIT
"""What a scanner finds on a printed form: four corner marks and the code that names template and page.

The marks are the first four of the public ArUco dictionary "4x4": 8 mm, 16 inner cells, black frame. The code
is a QR code, level M; `form_codes` says what stands in it.
"""

from typing import Any

from reportlab.graphics.barcode import qrencoder
from reportlab.pdfgen.canvas import Canvas

from privdesk.domain.form_layout import PAGE_HEIGHT, PAGE_WIDTH

MARK = 22.68
"""8 mm in points."""
MARGIN = 22.68
_PATTERNS = (0b1011_0101_0011_0010, 0b0000_1111_1001_1010, 0b0011_0011_0010_1101, 0b1001_1001_0100_0110)


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
    code: Any = qrencoder.QRCode(None, qrencoder.QRErrorCorrectLevel.M)
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
                canvas.rect(
                    x + start * cell, y + size - (row + 1) * cell, (column - start) * cell, cell, 0, 1
                )
                start = None
