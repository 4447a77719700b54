# SPDX-License-Identifier: MIT
"""A received PDF: filled form, scan, or something else; runs in the worker only."""

import re
from collections.abc import Iterator, Mapping
from io import BytesIO

import pypdf
import pypdfium2
from pypdf.errors import DependencyError, PdfReadError, PyPdfError

from privdesk.documents.form_codes import TEMPLATE_FIELD
from privdesk.documents.images import CODE_PAGES, open_pdf, sheets_on
from privdesk.documents.media_types import MAX_PAGES, PDF
from privdesk.documents.pdf_forms import read_form, read_xfa
from privdesk.documents.tasks import Beat
from privdesk.domain.errors import FileNotReadableError
from privdesk.domain.forms import FieldReading, TemplateRef
from privdesk.domain.incoming import IncomingKind, ReadFile, ScannedSheet

_KEYWORD = re.compile(r"privdesk-form ([a-z0-9-]{1,60}/[0-9]{1,6}/[a-z]{2})")
_SCAN_DPI = 150
_FEW_LETTERS = 20


def read_pdf(data: bytes, beat: Beat) -> ReadFile:
    """Read a PDF. Raises: FileNotReadableError (locked, damaged, too many pages)."""
    reader = _open(data)
    pages = _count_pages(reader)
    beat()
    form = read_form(reader)
    xfa = {} if form and TEMPLATE_FIELD in form else read_xfa(reader)
    template = _template(reader, form)
    values = {key: reading for key, reading in {**xfa, **form}.items() if key != TEMPLATE_FIELD}
    beat()
    if values or (form and template):
        notes = ("xfa_picture",) if xfa else ()
        return ReadFile(IncomingKind.FILLED_FORM, PDF, pages, template, values, notes=notes)
    return _without_values(data, pages, template, beat)


def _open(data: bytes) -> pypdf.PdfReader:
    try:
        reader = pypdf.PdfReader(BytesIO(data), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise FileNotReadableError("locked")
    except (DependencyError, NotImplementedError):
        raise FileNotReadableError("locked") from None
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError, IndexError, OSError):
        raise FileNotReadableError("damaged") from None
    return reader


def _count_pages(reader: pypdf.PdfReader) -> int:
    try:
        pages = len(reader.pages)
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise FileNotReadableError("damaged") from None
    if not pages:
        raise FileNotReadableError("damaged")
    if pages > MAX_PAGES:
        raise FileNotReadableError("too_many_pages")
    return pages


def _template(reader: pypdf.PdfReader, form: Mapping[str, FieldReading]) -> TemplateRef | None:
    """The hidden field names the template; a copy that lost it still has the keyword."""
    if TEMPLATE_FIELD in form:
        return TemplateRef.parse(form[TEMPLATE_FIELD].value)
    try:
        keywords = str(reader.metadata.get("/Keywords", "")) if reader.metadata else ""
    except (PdfReadError, ValueError, KeyError, TypeError, AttributeError):
        return None
    match = _KEYWORD.search(keywords)
    return TemplateRef.parse(match[1]) if match else None


def _without_values(data: bytes, pages: int, template: TemplateRef | None, beat: Beat) -> ReadFile:
    document = open_pdf(data)
    try:
        document.init_forms()
        sheets = tuple(_sheets(document, beat))
        scanned = _is_scan(document)
    finally:
        document.close()
    return ReadFile(
        kind=IncomingKind.IMAGE_PAGES if scanned or sheets else IncomingKind.PLAIN_PDF,
        media_type=PDF,
        pages=pages,
        template=sheets[0].template if sheets else template,
        sheets=sheets,
    )


def _sheets(document: pypdfium2.PdfDocument, beat: Beat) -> Iterator[ScannedSheet]:
    for index in range(min(len(document), CODE_PAGES)):
        page = document[index]
        across, down = page.get_size()
        if across >= 1 and down >= 1:
            scale = min(_SCAN_DPI / 72, 2400 / max(across, down))
            yield from sheets_on(page.render(scale=scale, grayscale=True).to_pil(), index)
        page.close()
        beat()


def _is_scan(document: pypdfium2.PdfDocument) -> bool:
    """Whether the first pages hold a picture and hardly a letter."""
    pictures = 0
    for index in range(min(len(document), 3)):
        page = document[index]
        text = page.get_textpage()
        letters = text.count_chars()
        text.close()
        if letters > _FEW_LETTERS:
            return False
        pictures += any(
            each.type == pypdfium2.raw.FPDF_PAGEOBJ_IMAGE for each in page.get_objects(max_depth=3)
        )
    return pictures > 0
