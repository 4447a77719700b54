# SPDX-License-Identifier: MIT
"""How the paragraphs of a letter look; lengths in points. The rest is as in the report."""

from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable
from reportlab.platypus import Paragraph as Text

from privdesk.documents.report_styles import (
    BODY,
    HAIRLINE,
    INK,
    LETTER,
    LINE,
    MUTED,
    TEXT_WIDTH,
    plain,
)
from privdesk.documents.typefaces import SERIF, SERIF_SEMI

SOFT = HexColor("#E0ECE9")
"""The tint behind what is set apart."""
SUBJECT = ParagraphStyle(
    "subject", fontName=SERIF_SEMI, fontSize=12.5, leading=17, textColor=INK, spaceAfter=12
)
ITEM = ParagraphStyle("item", parent=BODY, leftIndent=12, bulletIndent=0, bulletFontName=SERIF, spaceAfter=3)
BOX = ParagraphStyle(
    "box",
    parent=BODY,
    backColor=SOFT,
    borderPadding=9,
    leftIndent=10,
    rightIndent=10,
    spaceBefore=15,
    spaceAfter=18,
)
BOX_LARGE = ParagraphStyle(
    "box-large", parent=BOX, fontName=SERIF_SEMI, fontSize=17, leading=24, borderPadding=9
)
CLOSING = ParagraphStyle("closing", parent=LETTER, spaceBefore=6)
LABEL = ParagraphStyle("label", fontName=SERIF, fontSize=8.5, leading=12, textColor=MUTED, spaceAfter=1)
ENCLOSURE = ParagraphStyle(
    "enclosure", parent=ITEM, fontSize=8.5, leading=12, bulletFontSize=8.5, spaceAfter=1
)
_FACT = ParagraphStyle("fact", parent=BODY, spaceAfter=0)
_FACT_LABEL = ParagraphStyle("fact-label", parent=_FACT, textColor=MUTED)
_LABEL_SHARE = 0.36
_GAP, _PAD = 10.0, 3.0


class FactRow(Flowable):
    """A label and its value side by side over a hairline; a value longer than the sheet goes on on the next."""

    def __init__(self, label: str, value: str) -> None:
        super().__init__()
        self._label_width = TEXT_WIDTH * _LABEL_SHARE - _GAP
        self._value_left = TEXT_WIDTH * _LABEL_SHARE if label else 0.0
        self._texts: tuple[Flowable, Flowable] = (
            Text(plain(label, SERIF), _FACT_LABEL),
            Text(plain(value, SERIF), _FACT),
        )

    @classmethod
    def _of(cls, label: Flowable, value: Flowable, value_left: float) -> "FactRow":
        row = cls("", "")
        row._texts, row._value_left = (label, value), value_left
        return row

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        """Width and height: the taller of both."""
        label, value = self._texts
        self._heights = (
            label.wrap(self._label_width, 1e6)[1],
            value.wrap(TEXT_WIDTH - self._value_left, 1e6)[1],
        )
        self.height = max(self._heights) + 2 * _PAD
        return TEXT_WIDTH, self.height

    def split(self, _width: float, height: float) -> list[Flowable]:
        """The beginning of a long value here, the rest on the next sheet; a short one goes there whole."""
        label, value = self._texts
        room = height - 2 * _PAD
        if self.height <= height or room < max(40.0, self._heights[0]):
            return []
        parts = value.split(TEXT_WIDTH - self._value_left, room)
        if len(parts) != 2:
            return []
        return [
            self._of(label, parts[0], self._value_left),
            self._of(Text("", _FACT_LABEL), parts[1], self._value_left),
        ]

    def draw(self) -> None:
        """Both texts from the top, the line below."""
        canvas: Any = self.canv
        top = self.height - _PAD
        for text, height, left in zip(self._texts, self._heights, (0.0, self._value_left), strict=True):
            text.drawOn(canvas, left, top - height)
        canvas.setStrokeColor(LINE)
        canvas.setLineWidth(HAIRLINE)
        canvas.line(0, 0, TEXT_WIDTH, 0)
