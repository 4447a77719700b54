# SPDX-License-Identifier: MIT
"""A letter as PDF. Runs in the worker process as task `letter`, the office's logo as task `logo`."""

from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from itertools import groupby
from typing import Any

from PIL import Image, UnidentifiedImageError
from reportlab import rl_config
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.utils import ImageReader
from reportlab.platypus import CondPageBreak, Flowable, KeepTogether, Spacer
from reportlab.platypus import Paragraph as Text

from privdesk.documents.letter_pages import LetterTemplate
from privdesk.documents.letter_styles import BOX, BOX_LARGE, CLOSING, ENCLOSURE, ITEM, LABEL, SUBJECT, FactRow
from privdesk.documents.report_styles import LETTER, SUBHEADING, plain
from privdesk.documents.tasks import Beat, TaskResult
from privdesk.documents.typefaces import SERIF, SERIF_SEMI, register_typefaces
from privdesk.domain.errors import FileNotReadableError
from privdesk.domain.letter_json import letter_from_json
from privdesk.domain.letter_model import Letter, LetterParagraph, Style

LOGO_BYTES = 2_000_000
_LOGO_SIDE, _LOGO_PIXELS = 1200, 40_000_000
_LARGE_BOX = 24
"""A boxed text of at most so many characters is set large: a code, a date, an amount."""


def render_task(_arguments: Mapping[str, Any], parts: Sequence[bytes], _beat: Beat) -> TaskResult:
    """Worker task `letter`: the letter as JSON, then the logo as PNG where the office has one."""
    logo = parts[1] if len(parts) > 1 else b""
    pdf, pages = render(letter_from_json(parts[0]), logo)
    return {"pages": pages}, (pdf,)


def logo_task(_arguments: Mapping[str, Any], parts: Sequence[bytes], _beat: Beat) -> TaskResult:
    """Worker task `logo`: a PNG or JPEG from outside becomes a clean PNG. Raises: FileNotReadableError."""
    return {}, (clean_logo(parts[0]),)


def clean_logo(data: bytes) -> bytes:
    """The picture drawn anew as PNG, at most 1,200 pixels a side, with nothing hidden in it.

    Raises: FileNotReadableError (`too_large`, `unknown_kind`, `damaged`).
    """
    if len(data) > LOGO_BYTES:
        raise FileNotReadableError("too_large")
    try:
        with Image.open(BytesIO(data), formats=("PNG", "JPEG")) as picture:
            if picture.width * picture.height > _LOGO_PIXELS:
                raise FileNotReadableError("too_large")
            drawn = picture.convert("RGBA")
    except UnidentifiedImageError:
        raise FileNotReadableError("unknown_kind") from None
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise FileNotReadableError("damaged") from None
    drawn.thumbnail((_LOGO_SIDE, _LOGO_SIDE))
    clean = Image.new("RGBA", drawn.size)
    clean.paste(drawn)
    target = BytesIO()
    clean.save(target, "PNG", optimize=True)
    return target.getvalue()


def render(letter: Letter, logo: bytes = b"") -> tuple[bytes, int]:
    """The PDF and its number of pages; `logo` as `clean_logo` made it."""
    register_typefaces()
    rl_config.useA85 = 0
    target = BytesIO()
    template = LetterTemplate(target, letter, ImageReader(BytesIO(logo)) if logo else None)
    template.build(list(_story(letter)), canvasmaker=template.canvas)
    return target.getvalue(), template.page


def _story(letter: Letter) -> Iterator[Flowable]:
    yield Text(plain(letter.subject, SERIF_SEMI), SUBJECT)
    if letter.salutation:
        yield Text(plain(letter.salutation, SERIF), LETTER)
    *before, last = list(_body(letter.paragraphs)) or [Spacer(0, 0)]
    yield from before
    enclosures = list(_enclosures(letter)) if letter.enclosures else []
    few = len(letter.enclosures) <= _FEW
    ending = [*_closing(letter), *(enclosures if few else [])]
    if isinstance(last, Text) and len(last.text) < _ENDS_TOGETHER:
        yield KeepTogether([last, *ending])
    else:
        yield last
        yield KeepTogether(ending)
    if not few:
        yield KeepTogether(enclosures)


_ENDS_TOGETHER = 600
_FEW = 5
"""So many rows, such as an authority with its address, stay on one page."""
_ROWS = frozenset({Style.FACT, Style.ITEM})


def _body(paragraphs: Sequence[LetterParagraph]) -> Iterator[Flowable]:
    """Passage by passage; rows never stand without what leads in to them, and a few of them stay together."""
    leading: list[Flowable] = []
    for style, several in groupby(paragraphs, key=lambda paragraph: paragraph.style):
        flow = [list(_paragraph(paragraph, style, last=last)) for paragraph, last in _marked(list(several))]
        if style in _ROWS:
            whole = len(flow) <= _FEW
            lead = [each for each in leading if not isinstance(each, CondPageBreak)]
            yield KeepTogether([*lead, *(each for row in (flow if whole else flow[:1]) for each in row)])
            yield from (each for row in (() if whole else flow[1:]) for each in row)
            leading = []
        elif style is Style.HEADING:
            yield from leading
            leading = [each for part in flow for each in part]
        else:
            *before, last_one = [each for part in flow for each in part]
            if not before and leading and isinstance(leading[0], CondPageBreak):
                leading = [*leading, last_one]
                continue
            yield from (*leading, *before)
            leading = [last_one]
    yield from leading


def _marked(paragraphs: Sequence[LetterParagraph]) -> Iterator[tuple[LetterParagraph, bool]]:
    """Each with whether it is the last of its kind."""
    for index, paragraph in enumerate(paragraphs):
        yield paragraph, index == len(paragraphs) - 1


def _paragraph(paragraph: LetterParagraph, style: Style, *, last: bool) -> Iterator[Flowable]:
    if style is Style.HEADING:
        yield CondPageBreak(70)
        yield Text(plain(paragraph.text, SERIF_SEMI), SUBHEADING)
    elif style is Style.FACT:
        yield FactRow(paragraph.label, paragraph.text)
    elif style is Style.ITEM:
        yield Text(plain(paragraph.text, SERIF), ITEM, bulletText="–")
    elif style is Style.BOX:
        large = len(paragraph.text) <= _LARGE_BOX and not paragraph.free
        yield Text(plain(paragraph.text, SERIF_SEMI if large else SERIF), BOX_LARGE if large else BOX)
    else:
        for text in _passages(paragraph):
            yield Text(text, LETTER)
    if last and style in {Style.FACT, Style.ITEM}:
        yield Spacer(0, 6)


def _passages(paragraph: LetterParagraph) -> Iterator[str]:
    """What stands between empty lines; a label, if any, leads in semibold."""
    for index, passage in enumerate(paragraph.text.split("\n\n")):
        lead = ""
        if paragraph.label and not index:
            lead = f'<font name="{SERIF_SEMI}">{plain(paragraph.label, SERIF_SEMI)}</font> '
        if passage.strip():
            yield lead + plain(passage.strip("\n"), SERIF)


def _closing(letter: Letter) -> Iterator[Flowable]:
    yield Text(plain(letter.closing, SERIF), CLOSING)
    yield Spacer(0, 34)
    for index, line in enumerate(letter.signature):
        font = SERIF if index else SERIF_SEMI
        yield Text(plain(line, font), ParagraphStyle("signed", parent=LETTER, fontName=font, spaceAfter=0))


def _enclosures(letter: Letter) -> Iterator[Flowable]:
    yield Spacer(0, 14)
    yield Text(plain(letter.enclosures_label, SERIF), LABEL)
    for line in letter.enclosures:
        yield Text(plain(line, SERIF), ENCLOSURE, bulletText="–")
