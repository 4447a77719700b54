# SPDX-License-Identifier: MIT
"""Pages as pixels: scans and photographs, PDF pages with their form values, and the code printed on our forms.

Runs in the worker only.
"""

import warnings
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from typing import Any

import pypdfium2
import zxingcpp
from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

from privdesk.documents.form_codes import parse_code_text
from privdesk.documents.media_types import IMAGES, JPEG, MAX_PAGES, PDF
from privdesk.documents.tasks import Beat, TaskResult
from privdesk.domain.errors import FileNotReadableError
from privdesk.domain.incoming import IncomingKind, ReadFile, ScannedSheet

MAX_PIXELS = 150_000_000
"""A page of A3 at 600 dpi has 70 million."""
MAX_DRAWN = 40_000_000
MAX_WIDTH = 6000
CODE_PAGES = 50
"""Pages of one file on which our code is looked for."""
_CODE_WIDTH = 1700
_SIDES = 4
_QR: Any = zxingcpp.BarcodeFormat.QRCode

Image.MAX_IMAGE_PIXELS = MAX_PIXELS
warnings.simplefilter("error", Image.DecompressionBombWarning)


def read_images(data: bytes, media_type: str, beat: Beat) -> ReadFile:
    """A scan or photograph: its pages, and which form they show where our code is found.

    Raises:
        FileNotReadableError: damaged, too many pages, too large.
    """
    sheets: list[ScannedSheet] = []
    count = 0
    for image in _frames(data):
        if count < CODE_PAGES:
            sheets += sheets_on(image, count)
        count += 1
        beat()
    return ReadFile(
        kind=IncomingKind.IMAGE_PAGES,
        media_type=media_type,
        pages=count,
        template=sheets[0].template if sheets else None,
        sheets=tuple(sheets),
    )


def sheets_on(image: Image.Image, page: int) -> list[ScannedSheet]:
    """Our code on one page image, at most one; codes of others are passed over."""
    if image.width > _CODE_WIDTH:
        image = image.resize((_CODE_WIDTH, max(1, round(image.height * _CODE_WIDTH / image.width))))
    codes = zxingcpp.read_barcodes(image.convert("L"), formats=_QR)
    for code in codes:
        found = parse_code_text(code.text)
        if found is not None:
            turn = -round(code.orientation / 90) % _SIDES * 90
            return [ScannedSheet(found.template, page, found.page, turn)]
    return []


def render_task(arguments: Mapping[str, Any], parts: Sequence[bytes], _beat: Beat) -> TaskResult:
    """Worker task `render`: one page as RGB rows."""
    image = _draw(arguments, parts[0])
    return {"width": image.width, "height": image.height}, (image.tobytes(),)


def jpeg_task(arguments: Mapping[str, Any], parts: Sequence[bytes], _beat: Beat) -> TaskResult:
    """Worker task `jpeg`: one page as JPEG; a JPEG that stands upright is handed back as it came."""
    if arguments["media_type"] == JPEG and _upright(parts[0]):
        return {}, (parts[0],)
    target = BytesIO()
    _draw(arguments, parts[0]).save(target, "JPEG", quality=82, optimize=True)
    return {}, (target.getvalue(),)


def _draw(arguments: Mapping[str, Any], data: bytes) -> Image.Image:
    page, width = int(arguments["page"]), min(MAX_WIDTH, max(16, int(arguments["width"])))
    if arguments["media_type"] == PDF:
        return draw_pdf_page(data, page, width)
    if arguments["media_type"] not in IMAGES:
        raise FileNotReadableError("unknown_kind")
    for index, image in enumerate(_frames(data)):
        if index == page:
            return _scaled(image.convert("RGB"), width)
    raise FileNotReadableError("damaged")


def draw_pdf_page(data: bytes, page: int, width: int) -> Image.Image:
    """One page of a PDF, `width` pixels wide, with the values of its form fields.

    Raises:
        FileNotReadableError: locked, damaged, no such page.
    """
    document = open_pdf(data)
    try:
        document.init_forms()
        if not 0 <= page < len(document):
            raise FileNotReadableError("damaged")
        sheet = document[page]
        across, down = sheet.get_size()
        if across < 1 or down < 1:
            raise FileNotReadableError("damaged")
        scale = min(width / across, (MAX_DRAWN / (across * down)) ** 0.5)
        drawn: Image.Image = sheet.render(scale=scale, may_draw_forms=True).to_pil().convert("RGB")
        return drawn
    finally:
        document.close()


def open_pdf(data: bytes) -> pypdfium2.PdfDocument:
    """Open a PDF for drawing. Raises: FileNotReadableError (locked, damaged)."""
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        locked = "password" in str(error).casefold()
        raise FileNotReadableError("locked" if locked else "damaged") from None


def _frames(data: bytes) -> Iterator[Image.Image]:
    """Every page of a TIFF, JPEG or PNG, turned as its camera or scanner noted."""
    try:
        with Image.open(BytesIO(data), formats=("TIFF", "JPEG", "PNG")) as image:
            for index, frame in enumerate(ImageSequence.Iterator(image)):
                if index >= MAX_PAGES:
                    raise FileNotReadableError("too_many_pages")
                if frame.width * frame.height > MAX_PIXELS:
                    raise FileNotReadableError("too_large")
                frame.load()
                yield _flat(ImageOps.exif_transpose(frame))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError):
        raise FileNotReadableError("too_large") from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, KeyError, TypeError):
        raise FileNotReadableError("damaged") from None


def _flat(image: Image.Image) -> Image.Image:
    """Transparent parts become white paper; 16-bit grey becomes 8-bit."""
    if image.mode.startswith("I") or image.mode == "F":
        return image.convert("F").point(lambda value: value / 257).convert("L")
    if image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info:
        paper = Image.new("RGBA", image.size, "white")
        return Image.alpha_composite(paper, image.convert("RGBA")).convert("RGB")
    return image


def _scaled(image: Image.Image, width: int) -> Image.Image:
    height = max(1, round(image.height * width / image.width))
    if width * height > MAX_DRAWN:
        width, height = max(1, MAX_DRAWN // height), min(height, MAX_DRAWN)
    return image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=2.0)


def _upright(data: bytes) -> bool:
    with Image.open(BytesIO(data), formats=("JPEG",)) as image:
        return bool(image.getexif().get(0x0112, 1) == 1)
