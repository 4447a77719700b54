# SPDX-License-Identifier: MIT
"""How the office's letters look: A4, one ink, one teal, hairlines; sizes after type_paper of the tokens.

Lengths in points.
"""

from collections.abc import Iterable
from functools import cache
from html import escape
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.pdfmetrics import stringWidth

from privdesk.documents.typefaces import SANS, SANS_SEMI, SERIF, SERIF_SEMI
from privdesk.domain.disclosure.document import Run

INK = HexColor("#211F1B")
MUTED = HexColor("#645D53")
TEAL = HexColor("#0D5A57")
LINE = HexColor("#E2DDD3")
HAIRLINE = 0.5
TEAL_LINE = 0.9

PAGE_WIDTH, PAGE_HEIGHT = A4
LEFT = 25 * mm
RIGHT = 20 * mm
TEXT_WIDTH = PAGE_WIDTH - LEFT - RIGHT
TOP = 24 * mm
BOTTOM = 23 * mm
TEXT_HEIGHT = PAGE_HEIGHT - TOP - BOTTOM
LETTER_TOP = 100 * mm
"""From the upper edge to the first line under the address window (DIN 5008 B, SN 010130)."""

BODY = ParagraphStyle(
    "body",
    fontName=SERIF,
    fontSize=10,
    leading=14,
    textColor=INK,
    spaceAfter=6,
    allowWidows=0,
    allowOrphans=0,
)
LETTER = ParagraphStyle("letter", parent=BODY, spaceAfter=7)
NOTE = ParagraphStyle(
    "note", fontName=SERIF, fontSize=8.5, leading=12, textColor=MUTED, spaceBefore=4, spaceAfter=2
)
TOLD = ParagraphStyle("told", parent=BODY, fontSize=9.5, leading=13.5, spaceBefore=7, spaceAfter=4)
TITLE = ParagraphStyle("title", fontName=SERIF_SEMI, fontSize=16, leading=21, textColor=INK, spaceAfter=8)
HEADING = ParagraphStyle("heading", fontName=SERIF_SEMI, fontSize=11.5, leading=16, textColor=INK)
SUBHEADING = ParagraphStyle(
    "subheading", fontName=SERIF_SEMI, fontSize=10, leading=14, textColor=INK, spaceBefore=9, spaceAfter=2
)
QUOTE = ParagraphStyle(
    "quote", fontName=SERIF, fontSize=9.5, leading=13.5, textColor=INK, leftIndent=10, spaceBefore=4
)

CELL_SIZE, CELL_LEADING = 8.5, 11.5
_BEGINNING = 2000
"""Characters of a word that are enough to see that it is too wide."""
FACT_SIZE, FACT_LEADING = 10.0, 14.0


def markup(runs: Iterable[Run]) -> str:
    """Running text for a paragraph, foreign characters harmless, leads in semibold."""
    return "".join(
        f'<font name="{SERIF_SEMI}">{plain(run.text, SERIF_SEMI)}</font>'
        if run.strong
        else plain(run.text, SERIF)
        for run in runs
    )


def plain(text: str, font: str) -> str:
    """Foreign text for a paragraph: nothing in it is markup, its line breaks stay."""
    return escape(printable(text, font), quote=False).replace("\n", "<br/>")


def printable(text: str, font: str) -> str:
    """`text` with each character that `font` cannot show named by its number, so that no value is lost."""
    glyphs = _glyphs(font)
    if all(ord(character) in glyphs for character in text):
        return text
    return "".join(_shown(character, glyphs) for character in text)


def _shown(character: str, glyphs: frozenset[int]) -> str:
    if ord(character) in glyphs or character == "\n":
        return character
    if character.isspace():
        return " "
    return character if character == "\u00ad" else f"[U+{ord(character):04X}]"


@cache
def _glyphs(font: str) -> frozenset[int]:
    face: Any = pdfmetrics.getFont(font)
    return frozenset(face.face.charToGlyph)


@cache
def width_of(text: str, font: str, size: float) -> float:
    """How wide a word is; remembered, since tables repeat theirs."""
    return float(stringWidth(text, font, size))


def wrapped(text: str, font: str, size: float, width: float) -> list[str]:
    """`text` in lines of at most `width`; a word that is too long for a line is cut where it ends."""
    text = printable(text, font)
    if "\n" not in text and width_of(text, font, size) <= width:
        return [text]
    lines: list[str] = []
    for paragraph in text.split("\n"):
        lines += _fill(paragraph.split(" "), font, size, width)
    return lines


def _fill(words: Iterable[str], font: str, size: float, width: float) -> list[str]:
    lines, line = [], ""
    for word in words:
        joined = f"{line} {word}" if line else word
        if stringWidth(joined, font, size) <= width:
            line = joined
            continue
        if line:
            lines.append(line)
        line = word
        while len(line) > 1 and _too_wide(line, font, size, width):
            cut = _longest(line, font, size, width)
            lines.append(line[:cut])
            line = line[cut:]
    return [*lines, line]


def _too_wide(word: str, font: str, size: float, width: float) -> bool:
    """Whether `word` needs more than a line; of a very long one the beginning tells, so that it stays quick."""
    begins = word[:_BEGINNING]
    return stringWidth(begins, font, size) > width or (
        len(word) > len(begins) and stringWidth(word, font, size) > width
    )


def _longest(word: str, font: str, size: float, width: float) -> int:
    """How many characters of `word` fit; at least one; best after a sign where addresses may break."""
    fits, used = 0, 0.0
    for sign in word:
        used += stringWidth(sign, font, size)
        if used > width and fits:
            break
        fits += 1
    breaks = [index + 1 for index, sign in enumerate(word[:fits]) if sign in "@/-_.:" and index > fits // 2]
    return breaks[-1] if breaks else fits


TABLE_FONT, TABLE_HEAD_FONT = SANS, SANS_SEMI
