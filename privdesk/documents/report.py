# SPDX-License-Identifier: MIT
"""The access report as PDF: the one interface behind which paper is made from the document model.

Runs in the worker process as task `report`; papers of the office itself as task `paper`.
"""

from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from typing import Any

from reportlab import rl_config
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import CondPageBreak, Flowable, PageBreak, Spacer
from reportlab.platypus import Paragraph as Text

from privdesk.documents.report_charts import chart_of
from privdesk.documents.report_pages import ReportTemplate
from privdesk.documents.report_styles import (
    BODY,
    HAIRLINE,
    HEADING,
    LETTER,
    LINE,
    MUTED,
    NOTE,
    QUOTE,
    SUBHEADING,
    TEAL,
    TEAL_LINE,
    TEXT_HEIGHT,
    TEXT_WIDTH,
    TITLE,
    TOLD,
    markup,
    plain,
    printable,
)
from privdesk.documents.report_tables import RowTable, fact_table, grid_table
from privdesk.documents.tasks import Beat, TaskResult
from privdesk.documents.typefaces import SERIF, SERIF_SEMI, register_typefaces
from privdesk.domain.disclosure.document import (
    Block,
    Chart,
    FactTable,
    Figure,
    GridTable,
    Heading,
    Letter,
    Paragraph,
    Part,
    Passage,
    ReportDocument,
    Run,
    Section,
    from_json,
)
from privdesk.domain.disclosure.office_paper import OfficePaper, paper_from_json

_CAPTION = 16.0


def render_task(arguments: Mapping[str, Any], parts: Sequence[bytes], _beat: Beat) -> TaskResult:
    """Worker task `report`: the document model as JSON, then a JPEG for each name in `figures`."""
    figures = dict(zip(arguments["figures"], parts[1:], strict=True))
    pdf, pages = render(from_json(parts[0]), figures)
    return {"pages": pages}, (pdf,)


def render(document: ReportDocument, figures: Mapping[str, bytes]) -> tuple[bytes, int]:
    """Return the PDF and its number of pages; a figure without its picture is left out with its caption kept."""
    register_typefaces()
    rl_config.useA85 = 0
    target = BytesIO()
    template = ReportTemplate(target, document)
    template.build(list(_story(document, figures)), canvasmaker=template.canvas)
    return target.getvalue(), template.page


def paper_task(_arguments: Mapping[str, Any], parts: Sequence[bytes], _beat: Beat) -> TaskResult:
    """Worker task `paper`: an `OfficePaper` as JSON."""
    pdf, pages = render_paper(paper_from_json(parts[0]))
    return {"pages": pages}, (pdf,)


def render_paper(paper: OfficePaper) -> tuple[bytes, int]:
    """Return the PDF and its number of pages; parts follow one another without a new page."""
    register_typefaces()
    rl_config.useA85 = 0
    target = BytesIO()
    template = ReportTemplate(target, paper)
    template.build(list(_paper_story(paper)), canvasmaker=template.canvas)
    return target.getvalue(), template.page


def _paper_story(paper: OfficePaper) -> Iterator[Flowable]:
    for number, part in enumerate(paper.parts):
        if number:
            yield PageBreak()
        yield from _part(part, {}, together=True)


def _story(document: ReportDocument, figures: Mapping[str, bytes]) -> Iterator[Flowable]:
    yield from _letter(document.letter)
    for part in document.parts:
        yield PageBreak()
        yield from _part(part, figures)


def _letter(letter: Letter) -> Iterator[Flowable]:
    yield _Bookmark(letter.subject, 0)
    yield Text(plain(letter.subject, SERIF_SEMI), TITLE)
    yield Text(plain(letter.salutation, SERIF), LETTER)
    for paragraph in letter.paragraphs:
        yield Text(markup(paragraph.runs), LETTER)
    yield CondPageBreak(92)
    yield Text(plain(letter.closing, SERIF), LETTER)
    yield Text(plain(letter.signature[0], SERIF), BODY)
    yield Spacer(0, 30)
    yield _SignatureLine(letter.signature[1])


def _part(part: Part, figures: Mapping[str, bytes], *, together: bool = False) -> Iterator[Flowable]:
    yield _Bookmark(part.title, 0)
    yield Text(plain(part.title, SERIF_SEMI), TITLE)
    yield from _kept([each for block in part.lead for each in _block(block, figures)])
    for index, section in enumerate(part.sections):
        if index and any(isinstance(block, Figure) for block in section.blocks):
            yield PageBreak()
        yield from _section(section, figures, together=together)


def _section(section: Section, figures: Mapping[str, bytes], *, together: bool) -> Iterator[Flowable]:
    """Heading and blocks; `together` keeps a section that needs less than half a page on one."""
    flowables = [each for block in section.blocks for each in _block(block, figures)]
    head = _SectionHead(section.number, section.title)
    needed = _first_height(flowables)
    if together:
        whole = sum(each.wrap(TEXT_WIDTH, TEXT_HEIGHT)[1] + each.getSpaceAfter() for each in flowables)
        needed = whole if whole < TEXT_HEIGHT / 2 else needed
    yield CondPageBreak(head.needed + needed)
    yield _Bookmark(f"{section.number} {section.title}", 1)
    yield head
    yield from _kept(flowables)


def _kept(flowables: Sequence[Flowable]) -> Iterator[Flowable]:
    """The same, each heading held together with what follows it."""
    for index, flowable in enumerate(flowables):
        if isinstance(flowable, Text) and flowable.style is SUBHEADING:
            yield CondPageBreak(_first_height(flowables[index:]))
        yield flowable


def _first_height(flowables: Sequence[Flowable]) -> float:
    """What of `flowables` must stand on the same page as the heading before them."""
    height = 0.0
    for flowable in flowables:
        if isinstance(flowable, RowTable):
            return height + flowable.first_height()
        if isinstance(flowable, _Picture):
            return height + flowable.least
        _, needed = flowable.wrap(TEXT_WIDTH, TEXT_HEIGHT)
        if not (isinstance(flowable, Text) and flowable.style is SUBHEADING):
            return height + min(needed, 60.0)
        height += needed + SUBHEADING.spaceBefore + SUBHEADING.spaceAfter
    return height


def _block(block: Block, figures: Mapping[str, bytes]) -> Iterator[Flowable]:
    match block:
        case Paragraph():
            style = NOTE if block.small else TOLD if any(run.strong for run in block.runs) else BODY
            yield Text(markup(block.runs), style)
        case Heading():
            yield Text(plain(block.text, SERIF_SEMI), SUBHEADING)
        case FactTable():
            yield fact_table(block)
        case GridTable():
            yield grid_table(block)
        case Chart():
            yield chart_of(block)
        case Passage():
            yield fact_table(FactTable(block.facts))
            for paragraph in block.text.split("\n\n"):
                yield Text(plain(paragraph.strip("\n"), SERIF), QUOTE)
        case Figure():
            image = figures.get(block.image)
            if image is None:
                yield Text(markup((Run(block.caption),)), NOTE)
            else:
                yield _Picture(image, block.caption, block.turn)


class _Bookmark(Flowable):
    """A line in the outline; takes no room."""

    def __init__(self, title: str, level: int) -> None:
        super().__init__()
        self._title, self._level = title, level

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        return 0, 0

    def draw(self) -> None:
        canvas: Any = self.canv
        key = f"{canvas.getPageNumber()}-{self._title}"
        canvas.bookmarkPage(key)
        canvas.addOutlineEntry(self._title, key, self._level)


class _SectionHead(Flowable):
    """Number and title over a teal rule."""

    _above, _below = 6.0, 3.0

    def __init__(self, number: str, title: str) -> None:
        super().__init__()
        self._text = Text(f"{plain(number, SERIF_SEMI)}&nbsp;&nbsp;{plain(title, SERIF_SEMI)}", HEADING)
        self.spaceBefore, self.spaceAfter = 16.0, 4.0
        self.needed = self.wrap(TEXT_WIDTH, TEXT_HEIGHT)[1] + self.spaceBefore + self.spaceAfter

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        self._height = self._text.wrap(width, height)[1]
        return width, self._height + self._above + self._below

    def draw(self) -> None:
        canvas: Any = self.canv
        self._text.drawOn(canvas, 0, self._below)
        canvas.setStrokeColor(TEAL)
        canvas.setLineWidth(TEAL_LINE)
        canvas.line(0, 0, TEXT_WIDTH, 0)


class _SignatureLine(Flowable):
    """A line to sign on, with what belongs under it."""

    def __init__(self, caption: str) -> None:
        super().__init__()
        self._caption = caption

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        return TEXT_WIDTH, 14

    def draw(self) -> None:
        canvas: Any = self.canv
        canvas.setStrokeColor(MUTED)
        canvas.setLineWidth(HAIRLINE)
        canvas.line(0, 12, 230, 12)
        canvas.setFont(SERIF, 8.5)
        canvas.setFillColor(MUTED)
        canvas.drawString(0, 1, printable(self._caption, SERIF))


class _Picture(Flowable):
    """A page of a stored document, as large as fits, with its caption and a hairline around it."""

    least = TEXT_HEIGHT * 0.55

    def __init__(self, jpeg: bytes, caption: str, turn: int) -> None:
        super().__init__()
        self._reader, self._caption, self._turn = ImageReader(BytesIO(jpeg)), caption, turn % 360

    def wrap(self, _width: float, height: float) -> tuple[float, float]:
        across, down = self._reader.getSize()
        if self._turn in (90, 270):
            across, down = down, across
        room = (height if height >= self.least else TEXT_HEIGHT) - _CAPTION - 2
        scale = min(TEXT_WIDTH / across, room / down)
        self._size = across * scale, down * scale
        return TEXT_WIDTH, self._size[1] + _CAPTION

    def draw(self) -> None:
        canvas: Any = self.canv
        width, height = self._size
        canvas.setFont(SERIF, 8.5)
        canvas.setFillColor(MUTED)
        canvas.drawString(0, height + 5, printable(self._caption, SERIF))
        canvas.saveState()
        self._turned(canvas, width, height)
        canvas.restoreState()
        canvas.setStrokeColor(LINE)
        canvas.setLineWidth(HAIRLINE)
        canvas.rect(0, 0, width, height)

    def _turned(self, canvas: Canvas, width: float, height: float) -> None:
        """Draw the picture turned clockwise into the box."""
        if self._turn == 90:
            canvas.translate(0, height)
        elif self._turn == 180:
            canvas.translate(width, height)
        elif self._turn == 270:
            canvas.translate(width, 0)
        canvas.rotate(-self._turn)
        box = (height, width) if self._turn in (90, 270) else (width, height)
        canvas.drawImage(self._reader, 0, 0, *box)
