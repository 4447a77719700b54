# SPDX-License-Identifier: MIT
"""Every letter in every language on paper: all of it there, within the margins, the address in the window alone."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from io import BytesIO
from itertools import pairwise, product
from typing import Any

import pypdfium2
import pytest
from PIL import Image
from pypdf import PdfReader

from privdesk.documents.letter_windows import PLACES
from privdesk.documents.letters import LOGO_BYTES, clean_logo, logo_task, render, render_task
from privdesk.domain.errors import FileNotReadableError
from privdesk.domain.letter_json import letter_json
from privdesk.domain.letters import LETTER_LANGUAGES, Letter, LetterKind, LetterParagraph, Style, Window
from tests.documents.letter_kit import SENDER, longest

MM = 72 / 25.4
HEIGHT = 841.89
OFFICES = (
    ("ch-fadp", "CH", Window.CH_RIGHT),
    ("gdpr", "DE", Window.DE),
    ("uk-gdpr", "GB", Window.UK),
    ("gdpr", "FR", Window.FR),
    ("ch-fadp", "CH", Window.CH_LEFT),
)
EVERY = [
    pytest.param(kind, language, *OFFICES[place % len(OFFICES)], id=f"{kind.value}-{language}")
    for place, (kind, language) in enumerate(product(LetterKind, LETTER_LANGUAGES))
]


@cache
def logo(size: tuple[int, int] = (600, 200)) -> bytes:
    target = BytesIO()
    Image.new("RGB", size, "#0D5A57").save(target, "PNG")
    return clean_logo(target.getvalue())


def glyphs(text: str) -> str:
    """Without gaps and hyphens at line ends: how lines break does not matter here."""
    return re.sub(r"[\s\u00ad\ufffe\u0002]", "", text)


def texts(letter: Letter) -> Iterator[str]:
    """Everything that must stand on the paper."""
    yield from (letter.subject, letter.salutation, letter.place_and_date, letter.reference, letter.closing)
    yield from (*letter.recipient, *letter.signature, *letter.enclosures, letter.enclosures_label)
    yield from (letter.small_print, letter.sender.name, *letter.sender.address, letter.sender.phone)
    for paragraph in letter.paragraphs:
        yield from (paragraph.label, *re.split(r"\n+", paragraph.text))


def parsed(pdf: bytes) -> Sequence[str]:
    return [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]


def stands(text: str, pages: Sequence[str]) -> bool:
    """Whether a passage is on a page, or goes on from one page to the next."""
    if any(text in page for page in pages):
        return True
    cuts = range(1, len(text))
    return any(
        text[:cut] in before and text[cut:] in after for before, after in pairwise(pages) for cut in cuts
    )


def boxes(pdf: bytes) -> Iterator[tuple[float, float, float, float]]:
    """Left, bottom, right and top of each printed character of each page."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        for page in document:
            read: Any = page.get_textpage()
            for at in range(read.count_chars()):
                if read.get_text_range(at, 1).strip():
                    yield read.get_charbox(at)
            read.close()
            page.close()
    finally:
        document.close()


def in_window(pdf: bytes, window: Window) -> str:
    """What shows in the envelope's window."""
    place, document = PLACES[window], pypdfium2.PdfDocument(pdf)
    page = document[0]
    read: Any = page.get_textpage()
    try:
        return str(
            read.get_text_bounded(
                place.left * MM, HEIGHT - place.bottom * MM, place.right * MM, HEIGHT - place.top * MM
            )
        )
    finally:
        read.close()
        page.close()
        document.close()


@pytest.mark.parametrize(("kind", "language", "regime", "country", "window"), EVERY)
def test_every_letter_is_whole_on_paper(
    kind: LetterKind, language: str, regime: str, country: str, window: Window
) -> None:
    letter = longest(kind, language, regime=regime, country=country, window=window)
    pdf, pages = render(letter, logo() if len(kind.value) % 2 else b"")
    found = [glyphs(page) for page in parsed(pdf)]
    assert len(found) == pages
    for text in texts(letter):
        assert stands(glyphs(text), found), text
    for number, page in enumerate(found, start=1):
        label = letter.page_label.format(page=number, pages=pages)
        assert glyphs(label) in page
        assert number == 1 or glyphs(letter.reference) in page
    for left, bottom, right, top in boxes(pdf):
        assert left > 24.5 * MM
        assert top < HEIGHT - 10 * MM
        in_address = PLACES[window].top < (HEIGHT - bottom) / MM < PLACES[window].bottom
        assert right < max(190.5, PLACES[window].right if in_address else 0) * MM
    shown = glyphs(in_window(pdf, window))
    assert shown.endswith(glyphs("".join(letter.recipient)))
    before = shown.removesuffix(glyphs("".join(letter.recipient))).rstrip("…")
    assert before
    assert glyphs(letter.sender_line).startswith(before)


@pytest.mark.parametrize("window", list(Window))
@pytest.mark.parametrize("with_logo", [False, True])
def test_an_address_of_one_line_or_ten_stays_in_the_window(window: Window, with_logo: bool) -> None:
    letter = longest(LetterKind.ACKNOWLEDGEMENT, "en", window=window)
    for lines in (
        ("Zoë Keller",),
        tuple(f"Line {number} of a long address in the countryside" for number in range(10)),
    ):
        pdf, _pages = render(replace(letter, recipient=lines), logo((90, 900)) if with_logo else b"")
        assert glyphs(in_window(pdf, window)).endswith(glyphs("".join(lines)))


def test_foreign_words_are_no_markup_and_nothing_of_them_is_lost() -> None:
    letter = longest(LetterKind.CLARIFICATION, "de")
    wild = "<b>1 & 2</b> \N{GRINNING FACE} " + "x" * 400
    changed = replace(
        letter,
        paragraphs=(LetterParagraph("a", Style.TEXT, wild), LetterParagraph("b", Style.FACT, wild, wild)),
    )
    everything = glyphs("".join(parsed(render(changed)[0])))
    assert everything.count("<b>1&2</b>[U+1F600]") == 3
    assert everything.count("x" * 400) == 3


def test_a_very_long_letter_goes_on_over_pages_and_keeps_each_line() -> None:
    letter = longest(LetterKind.ANSWER, "fr")
    rows = tuple(
        LetterParagraph(
            str(number), style, f"Row {number} " + "of what we have to say " * 60, f"Label {number}"
        )
        for number in range(40)
        for style in (Style.FACT, Style.ITEM, Style.BOX)
    )
    pdf, pages = render(replace(letter, paragraphs=rows))
    everything = glyphs("".join(parsed(pdf)))
    assert pages > 15
    assert all(everything.count(f"Row{number}ofwhat") == 3 for number in range(40))


def test_an_empty_letter_is_a_page() -> None:
    letter = longest(LetterKind.REFUSAL, "it")
    bare = replace(letter, paragraphs=(), enclosures=(), reference="", salutation="", small_print="")
    assert render(bare)[1] == 1


def test_the_file_says_whose_it_is_and_in_which_language() -> None:
    letter = longest(LetterKind.REFUSAL, "it")
    reader = PdfReader(BytesIO(render(letter)[0]))
    assert reader.metadata is not None
    assert reader.metadata.author == SENDER.name
    root: Any = reader.trailer["/Root"]
    assert root["/Lang"] == "it"


def test_the_worker_task_takes_the_letter_and_the_logo() -> None:
    letter = longest(LetterKind.REFUSAL, "en")
    result, parts = render_task({}, (letter_json(letter), logo()), lambda: None)
    assert result["pages"] == len(PdfReader(BytesIO(parts[0])).pages)
    assert "/XObject" in str(PdfReader(BytesIO(parts[0])).pages[0]["/Resources"])


def test_a_logo_is_drawn_anew_and_kept_small() -> None:
    target = BytesIO()
    Image.new("RGB", (3000, 1000), "red").save(target, "JPEG", comment=b"taken at home")
    _result, (clean,) = logo_task({}, (target.getvalue(),), lambda: None)
    with Image.open(BytesIO(clean)) as picture:
        assert picture.format == "PNG"
        assert max(picture.size) == 1200
    assert b"taken at home" not in clean


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "unknown_kind"),
        (b"\x89PNG\r\n\x1a\n broken", "unknown_kind"),
        (b"x" * (LOGO_BYTES + 1), "too_large"),
    ],
)
def test_what_is_no_logo_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(FileNotReadableError) as caught:
        clean_logo(data)
    assert caught.value.reason_key == reason


def test_a_logo_cut_off_is_damaged() -> None:
    target = BytesIO()
    Image.effect_noise((500, 500), 90).save(target, "PNG")
    with pytest.raises(FileNotReadableError) as caught:
        clean_logo(target.getvalue()[:20_000])
    assert caught.value.reason_key == "damaged"


@pytest.mark.parametrize(
    "kind", [LetterKind.REFUSAL, LetterKind.COMPLAINT_ACKNOWLEDGEMENT, LetterKind.ANSWER]
)
@pytest.mark.parametrize("lines", range(0, 40, 3))
def test_an_authority_is_never_torn_from_its_address(kind: LetterKind, lines: int) -> None:
    """However much stands before it: name, address and website of the authority are on one page."""
    letter = longest(kind, "de")
    filling = LetterParagraph("filling", Style.TEXT, "Wort " * 12 * lines)
    grown = replace(letter, paragraphs=(filling, *letter.paragraphs))
    pages = [re.sub(r"\s", "", page) for page in parsed(render(grown)[0])]
    (at,) = [number for number, page in enumerate(pages) if "Feldeggweg1" in page]
    assert "www.edoeb.admin.ch" in pages[at]
    assert "Datenschutz-undÖffentlichkeitsbeauftragter" in pages[at]


def test_enclosures_do_not_stand_on_a_page_of_their_own() -> None:
    letter = replace(longest(LetterKind.IDENTITY_CODE, "de"), enclosures=("Ein Bericht",))
    for lines in range(30):
        filling = LetterParagraph("filling", Style.TEXT, "Wort " * 12 * lines)
        pages = parsed(render(replace(letter, paragraphs=(filling, *letter.paragraphs)))[0])
        (at,) = [number for number, page in enumerate(pages) if "Ein Bericht" in page]
        assert letter.closing in pages[at]
