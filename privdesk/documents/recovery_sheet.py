# SPDX-License-Identifier: MIT
"""The recovery sheet: one printed page with the code that sets a new password when one is forgotten."""

from collections.abc import Mapping, Sequence
from datetime import date
from io import BytesIO
from typing import Any

from babel.dates import format_date
from reportlab.lib.colors import Color, HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from privdesk.documents.typefaces import SANS, SANS_SEMI, SERIF, SERIF_SEMI, register_typefaces
from privdesk.domain.forms import text_in
from privdesk.resources import resource_toml

INK = HexColor("#211F1B")
MUTED = HexColor("#5B544A")
ACCENT = HexColor("#0D5A57")
SOFT = HexColor("#E0ECE9")
FAINT = HexColor("#C9DAD6")
WIDTH, HEIGHT = A4
LEFT = 72.0
ROOM = WIDTH - 2 * LEFT
_LOCALES = {"en": "en_GB"}
COLUMNS = 4
CODE_SIZE = 19.0
CELL = 19.0
"""Every character of the code stands in a cell of this width, so that groups align like print of a machine."""


def make_recovery_sheet(
    groups: Sequence[str], vault_name: str, staff_name: str, made_on: date, language: str
) -> bytes:
    """Return the sheet as a one-page A4 PDF, in memory only.

    `groups` are the code as printed, `made_on` the office's day, `language` de, fr, it or en.
    """
    register_typefaces()
    words = resource_toml("letters", "recovery-sheet.toml")
    target = BytesIO()
    make_canvas: Any = Canvas
    canvas: Canvas = make_canvas(target, pagesize=A4, pageCompression=1, initialFontName=SANS, lang=language)
    canvas.setTitle(text_in(words["title"], language))
    canvas.setCreator("privdesk")
    canvas.setProducer("privdesk")
    sheet = _Sheet(canvas, words, language)
    sheet.head(
        vault_name, staff_name, format_date(made_on, format="long", locale=_LOCALES.get(language, language))
    )
    sheet.code(groups)
    sheet.advice()
    sheet.foot()
    canvas.showPage()
    canvas.save()
    return target.getvalue()


class _Sheet:
    """The page being drawn; `y` counts from the top."""

    def __init__(self, canvas: Canvas, words: Mapping[str, Mapping[str, str]], language: str) -> None:
        self.canvas = canvas
        self.words = words
        self.language = language
        self.y = 0.0

    def head(self, vault_name: str, staff_name: str, made_on: str) -> None:
        self._frame()
        self._diamond(LEFT + 12, 104, 12)
        self._line(LEFT + 34, 109, "privdesk", SERIF_SEMI, 14)
        self._line(LEFT, 162, self._say("title"), SERIF_SEMI, 27)
        self.y = 192
        self._paragraph(self._say("purpose"), SERIF, 11.5, 16)
        self.y += 10
        for key, value in (("records", vault_name), ("made_for", staff_name), ("made_on", made_on)):
            self._line(LEFT, self.y, self._say(key), SANS, 8.6, MUTED)
            self._line(LEFT + 112, self.y, self._fitted(value, ROOM - 112), SANS_SEMI, 10.2)
            self.y += 18
        self.y += 12

    def code(self, groups: Sequence[str]) -> None:
        rows = -(-len(groups) // COLUMNS)
        height = rows * 58 + 18
        self.canvas.setFillColor(SOFT)
        self.canvas.roundRect(LEFT - 14, HEIGHT - self.y - height, ROOM + 28, height, 6, stroke=0, fill=1)
        step = (ROOM + 6) / COLUMNS
        for index, group in enumerate(groups):
            row, column = divmod(index, COLUMNS)
            self._group(LEFT + 4 + column * step, self.y + 30 + row * 58, index + 1, group)
        self.y += height + 30

    def _group(self, x: float, y: float, number: int, group: str) -> None:
        self._line(x + 2, y, str(number), SANS, 7.6, ACCENT)
        for place, character in enumerate(group):
            left = x + place * CELL + (CELL - stringWidth(character, SANS_SEMI, CODE_SIZE)) / 2
            self._line(left, y + 22, character, SANS_SEMI, CODE_SIZE)

    def advice(self) -> None:
        for heading, body in (("what", "what_text"), ("keep", "keep_text"), ("use", "use_text")):
            self._line(LEFT, self.y, self._say(heading), SANS_SEMI, 10.2, ACCENT)
            self.y += 16
            self._paragraph(self._say(body), SANS, 9.4, 14)
            self.y += 12

    def foot(self) -> None:
        lines = simpleSplit(self._say("letters"), SANS, 8, ROOM)
        for index, line in enumerate(lines):
            self._line(LEFT, 776 - (len(lines) - 1 - index) * 11, line, SANS, 8, MUTED)

    def _frame(self) -> None:
        self.canvas.setStrokeColor(FAINT)
        for inset, width in ((30.0, 1.4), (35.0, 0.5)):
            self.canvas.setLineWidth(width)
            self.canvas.rect(inset, inset, WIDTH - 2 * inset, HEIGHT - 2 * inset, stroke=1, fill=0)

    def _diamond(self, x: float, y: float, half: float) -> None:
        path = self.canvas.beginPath()
        low = HEIGHT - y
        path.moveTo(x, low + half)
        for dx, dy in ((half, 0.0), (0.0, -half), (-half, 0.0)):
            path.lineTo(x + dx, low + dy)
        path.close()
        self.canvas.setFillColor(ACCENT)
        self.canvas.drawPath(path, stroke=0, fill=1)

    def _say(self, key: str) -> str:
        return text_in(self.words[key], self.language)

    def _line(self, x: float, y: float, text: str, face: str, size: float, ink: Color = INK) -> None:
        self.canvas.setFillColor(ink)
        self.canvas.setFont(face, size)
        self.canvas.drawString(x, HEIGHT - y, text)

    def _paragraph(self, text: str, face: str, size: float, leading: float) -> None:
        for line in simpleSplit(text, face, size, ROOM):
            self._line(LEFT, self.y, line, face, size)
            self.y += leading

    def _fitted(self, text: str, room: float) -> str:
        while stringWidth(text, SANS_SEMI, 10.2) > room:
            text = f"{text[:-2]}…"
        return text
