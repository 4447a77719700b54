# SPDX-License-Identifier: MIT
"""The office's own forms as PDF: printable and fillable, made from one template."""

from collections.abc import Mapping
from dataclasses import replace
from io import BytesIO
from typing import Any

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from privdesk.documents.form_codes import code_text
from privdesk.documents.form_fields import Filling, draw_field
from privdesk.documents.form_marks import MARGIN, MARK, draw_code, draw_corner_marks
from privdesk.documents.form_widgets import place_template_field
from privdesk.documents.typefaces import SANS, SANS_SEMI, SERIF_ITALIC, SERIF_SEMI, register_typefaces
from privdesk.domain.form_layout import (
    LEFT,
    NOTE_LINE,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    TEXT_SIZE,
    TEXT_WIDTH,
    FormLayout,
    SectionSpot,
    lay_out,
)
from privdesk.domain.forms import FormSender, FormTemplate, TemplateRef, text_in
from privdesk.resources import resource_toml

INK = HexColor("#211F1B")
MUTED = HexColor("#5B544A")
ACCENT = HexColor("#0D5A57")
BAR = HexColor("#E0ECE9")
BAR_INK = HexColor("#17302E")
CODE_SIZE = 58.0
HAND_SIZE = 14.0
CLOSING_SIZE = 6.9
CLOSING_LINE = 8.9


def make_form(
    template: FormTemplate,
    language: str,
    sender: FormSender,
    values: Mapping[str, str] | None = None,
    *,
    fillable: bool = True,
    hand: bool = False,
) -> bytes:
    """Return `template` as an A4 PDF in `language`, empty or with `values` (by field key) already entered.

    `hand` writes the values of a printed form in a sloping hand, for invented examples.
    The PDF names its template in a hidden read-only field, in its keywords and in the code on each page, so a
    filled copy is recognised exactly even when it was saved anew or printed and scanned.
    """
    register_typefaces()
    ref = TemplateRef(template.id, template.version, language)
    target = BytesIO()
    make_canvas: Any = Canvas
    canvas: Canvas = make_canvas(
        target, pagesize=(PAGE_WIDTH, PAGE_HEIGHT), pageCompression=1, initialFontName=SANS, lang=language
    )
    canvas.setTitle(template.title(language))
    canvas.setAuthor(sender.name)
    canvas.setSubject(_words("number", language, number=template.number, version=template.version))
    canvas.setKeywords(f"privdesk-form {ref.code()}")
    canvas.setCreator("privdesk")
    canvas.setProducer("privdesk")
    filling = Filling(values or {}, language, fillable)
    if hand:
        filling = replace(filling, face=SERIF_ITALIC, size=HAND_SIZE)
    _Form(canvas, template, ref, sender, filling).draw()
    canvas.save()
    return target.getvalue()


def _words(key: str, language: str, **values: object) -> str:
    return text_in(resource_toml("forms", "furniture.toml")[key], language).format(**values)


class _Form:
    """One form on its way to paper."""

    def __init__(
        self, canvas: Canvas, template: FormTemplate, ref: TemplateRef, sender: FormSender, filling: Filling
    ) -> None:
        self.canvas = canvas
        self.template = template
        self.ref = ref
        self.sender = sender
        self.filling = filling
        self.layout: FormLayout = lay_out(template)

    def draw(self) -> None:
        for page in range(self.layout.pages):
            draw_corner_marks(self.canvas)
            self._head(page)
            for section in self.layout.sections:
                if section.page == page:
                    self._section(section)
            for spot in self.layout.fields:
                if spot.page == page:
                    draw_field(self.canvas, spot, self.filling)
            if page == self.layout.pages - 1:
                self._closing()
            self._foot(page)
            if page == 0 and self.filling.fillable:
                place_template_field(self.canvas, self.ref)
            self.canvas.showPage()

    def _text(self, x: float, y: float, text: str, face: str, size: float, ink: Color = INK) -> None:
        self.canvas.setFillColor(ink)
        self.canvas.setFont(face, size)
        self.canvas.drawString(x, PAGE_HEIGHT - y, text)

    def _right(self, x: float, y: float, text: str, face: str, size: float, ink: Color = INK) -> None:
        self._text(x - stringWidth(text, face, size), y, text, face, size, ink)

    def _head(self, page: int) -> None:
        right = LEFT + TEXT_WIDTH
        top = 52.0
        draw_code(
            self.canvas,
            code_text(self.ref, page),
            right - CODE_SIZE,
            PAGE_HEIGHT - top - CODE_SIZE,
            CODE_SIZE,
        )
        self._diamond(LEFT + 15, top + 15, 15)
        self._text(LEFT + 42, top + 14, self.sender.name, SERIF_SEMI, 13.5)
        self._text(LEFT + 42, top + 26, self.sender.strapline, SANS, 7.8, MUTED)
        number = _words(
            "number", self.ref.language, number=self.template.number, version=self.template.version
        )
        self._right(right - CODE_SIZE - 12, top + 9, number, SANS, 7.8, MUTED)
        pages = _words("page", self.ref.language, page=page + 1, pages=self.layout.pages)
        self._right(right - CODE_SIZE - 12, top + 20, pages, SANS, 7.8, MUTED)
        if page == 0:
            room = TEXT_WIDTH - CODE_SIZE - 16
            title = self.template.title(self.ref.language)
            size = min(19.0, 19.0 * room / max(room, stringWidth(title, SERIF_SEMI, 19)))
            self._text(LEFT, 132, title, SERIF_SEMI, size)
            self._text(LEFT, 148, self.template.subtitle(self.ref.language), SANS, 8.4, MUTED)

    def _diamond(self, x: float, y: float, half: float) -> None:
        path = self.canvas.beginPath()
        low = PAGE_HEIGHT - y
        path.moveTo(x, low + half)
        for dx, dy in ((half, 0), (0, -half), (-half, 0)):
            path.lineTo(x + dx, low + dy)
        path.close()
        self.canvas.setFillColor(ACCENT)
        self.canvas.drawPath(path, stroke=0, fill=1)

    def _section(self, spot: SectionSpot) -> None:
        bar = spot.bar
        self.canvas.setFillColor(BAR)
        self.canvas.rect(bar.x, PAGE_HEIGHT - bar.y - bar.h, bar.w, bar.h, stroke=0, fill=1)
        baseline = bar.y + bar.h / 2 + 3.3
        self._text(bar.x + 8, baseline, str(spot.number), SANS_SEMI, 9.2, ACCENT)
        self._text(bar.x + 21, baseline, spot.section.title(self.ref.language), SANS_SEMI, 9.2, BAR_INK)
        lines = simpleSplit(spot.section.note(self.ref.language), SANS, TEXT_SIZE - 0.6, TEXT_WIDTH)
        for index, line in enumerate(lines):
            y = spot.note.y + 8 + index * NOTE_LINE
            self._text(LEFT, y, line, SANS, TEXT_SIZE - 0.6, MUTED)

    def _closing(self) -> None:
        words = self.template.closing(self.ref.language)
        lines = simpleSplit(words, SANS, CLOSING_SIZE, TEXT_WIDTH)
        y = 790 - (len(lines) - 1) * CLOSING_LINE
        for index, line in enumerate(lines):
            self._text(LEFT, y + index * CLOSING_LINE, line, SANS, CLOSING_SIZE, MUTED)

    def _foot(self, page: int) -> None:
        y = PAGE_HEIGHT - MARGIN - 4
        self.canvas.setStrokeColor(BAR)
        self.canvas.setLineWidth(0.8)
        self.canvas.line(LEFT, MARGIN + MARK - 6, LEFT + TEXT_WIDTH, MARGIN + MARK - 6)
        address = ", ".join((self.sender.name, *self.sender.address))
        if self.sender.address:
            address = f"{_words('send_to', self.ref.language)} {address}"
        self._text(LEFT, y, address, SANS_SEMI if not page else SANS, 7.2, MUTED)
        self._right(LEFT + TEXT_WIDTH, y, self.sender.contact, SANS, 7.2, MUTED)
