# SPDX-License-Identifier: MIT
"""The access report on paper: whole, numbered, embedded, readable; nothing cut, nothing alone on a page."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from io import BytesIO
from typing import Any

import pypdf
import pypdfium2
import pytest
from PIL import Image
from reportlab.pdfbase.pdfmetrics import stringWidth

from privdesk.documents.foreign_files import ForeignFiles, OwnWork
from privdesk.documents.report import render
from privdesk.documents.report_rendering import WorkerReportRenderer
from privdesk.documents.report_styles import TEXT_WIDTH, printable, wrapped
from privdesk.documents.report_tables import fact_table
from privdesk.documents.typefaces import SERIF, register_typefaces
from privdesk.domain.disclosure.assembly import assemble
from privdesk.domain.disclosure.document import Fact, FactTable, Heading, ReportDocument, Section, as_json
from privdesk.domain.disclosure.dossier import GroupKey
from privdesk.services.report_wording import REPORT_LANGUAGES
from tests.documents.conftest import WORKER
from tests.unit import dossiers as some


def jpeg(number: int) -> bytes:
    target = BytesIO()
    Image.new("RGB", (310, 438), (230, 240 - number, 235)).save(target, "JPEG")
    return target.getvalue()


def made(language: str = "fr", rows: int = 60) -> tuple[ReportDocument, bytes, int]:
    document = assemble(some.dossier(language, rows), some.occasion(language, some.case()))
    pictures = {figure.image: jpeg(number) for number, figure in enumerate(document.figures())}
    return (document, *render(document, pictures))


@lru_cache(maxsize=8)
def pages(language: str = "fr", rows: int = 60) -> tuple[str, ...]:
    _document, pdf, count = made(language, rows)
    texts = page_texts(pdf)
    assert len(texts) == count
    return texts


def page_texts(pdf: bytes) -> tuple[str, ...]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return tuple(page.get_textpage().get_text_range().replace("\r\n", "\n") for page in document)
    finally:
        document.close()


@pytest.mark.parametrize(
    ("language", "label"),
    [("de", "Seite {} von {}"), ("fr", "Page {} sur {}"), ("it", "Pagina {} di {}"), ("en", "Page {} of {}")],
)
def test_each_page_says_which_of_how_many_and_the_reference(language: str, label: str) -> None:
    texts = pages(language)
    for number, text in enumerate(texts, 1):
        flat = re.sub(r"\s+", " ", text)
        assert f"{label.format(number, len(texts))} R-2026-0038" in flat
        assert "3f9ac1d2b4e57788" in text


@pytest.mark.parametrize("language", REPORT_LANGUAGES)
def test_letter_and_summary_take_one_page_each(language: str) -> None:
    document, _pdf, _count = made(language)
    texts = pages(language)
    assert document.letter.signature[1] in texts[0]
    assert document.parts[0].title in texts[1]
    assert document.parts[1].title in texts[2]


def test_the_numbers_of_the_summary_are_the_rows_on_paper() -> None:
    document, _pdf, _count = made("de", 400)
    texts = pages("de", 400)
    usage = document.section(GroupKey.USAGE)
    assert usage is not None
    lines = "\n".join(texts).split("\n")
    assert (
        sum(1 for line in lines if re.match(r"\d\d\.\d\d\.\d{4} \d\d:\d\d T-0417", line))
        == usage.count
        == 400
    )
    assert re.search(r"6 Nutzung der Maschinen 400 ", texts[1])


def test_tables_repeat_their_heads() -> None:
    texts = pages("de", 400)
    used = [text for text in texts if re.search(r"\d\d:\d\d T-0417", text)]
    assert len(used) > 5
    assert all("Zeitpunkt Terminal Maschine Dauer Betrag Guthaben" in text for text in used)


@pytest.mark.parametrize("rows", [1, 23, 41, 67, 120, 400])
def test_no_heading_stands_alone_at_the_foot(rows: int) -> None:
    document, pdf, _count = made("fr", rows)
    titles = {f"{section.number} {section.title}" for section in document.sections()}
    blocks = (block for section in document.sections() for block in section.blocks)
    titles |= {block.text for block in blocks if isinstance(block, Heading)}
    for text in page_texts(pdf):
        body = re.split(r"Page \d+ sur", text)[0]
        lines = [re.sub(r"\s+", " ", line).strip() for line in body.split("\n") if line.strip()]
        assert lines[-1] not in titles


def test_every_typeface_is_embedded() -> None:
    _document, pdf, _count = made()
    fonts = dict(embedded_fonts(pypdf.PdfReader(BytesIO(pdf))))
    assert any("SourceSerif4" in name for name in fonts)
    assert any("NotoSans" in name for name in fonts)
    assert all(fonts.values())


def embedded_fonts(reader: pypdf.PdfReader) -> Iterator[tuple[str, bool]]:
    for page in reader.pages:
        resources: Any = page["/Resources"]
        for reference in resources["/Font"].values():
            font = reference.get_object()
            descriptor = font.get("/FontDescriptor")
            yield font["/BaseFont"], descriptor is not None and "/FontFile2" in descriptor.get_object()


def test_metadata_name_the_language_and_the_reference_never_the_person() -> None:
    _document, pdf, _count = made("de")
    reader = pypdf.PdfReader(BytesIO(pdf))
    root: Any = reader.trailer["/Root"]
    assert root["/Lang"] == "de"
    facts = {key: str(value) for key, value in (reader.metadata or {}).items()}
    assert facts["/Title"] == "Antwort auf Ihr Auskunftsbegehren · R-2026-0038"
    assert facts["/Author"] == "Lavarelle SA"
    assert not any("Delacr" in value or "Zo" in value for value in facts.values())


def test_page_pictures_go_in_byte_for_byte() -> None:
    _document, pdf, _count = made()
    assert all(jpeg(number) in pdf for number in range(3))


def test_the_outline_leads_to_parts_and_sections() -> None:
    document, pdf, _count = made("de")
    outline = pypdf.PdfReader(BytesIO(pdf)).outline
    titles = [entry.title for entry in outline if not isinstance(entry, list)]
    assert titles[0] == document.letter.subject
    assert titles[1:] == [part.title for part in document.parts]


def test_foreign_text_is_never_markup() -> None:
    text = "\n".join(pages())
    assert "Mes données <b>toutes</b>" in text
    assert "sur moi & depuis quand" in text


def test_what_no_typeface_has_is_named_by_its_number() -> None:
    register_typefaces()
    assert printable("Łódź Ελλάς Київ 李", SERIF) == "Łódź Ελλάς Київ [U+674E]"


def test_a_word_that_is_too_long_loses_nothing() -> None:
    register_typefaces()
    word = "donaudampfschifffahrtsgesellschaft" * 5 + "@example.ch"
    lines = wrapped(word, SERIF, 10, 120)
    assert len(lines) > 3
    assert "".join(lines) == word


def test_a_note_longer_than_a_page_is_cut_between_its_lines() -> None:
    document = assemble(some.dossier("de", 3), some.occasion("de", some.case()))
    story = " ".join(f"Satz{number:04d}." for number in range(1500))
    table = FactTable((Fact("Kurz", "vorher"), Fact("Notizen", story), Fact("Kurz", "nachher")))
    part = replace(document.parts[2], sections=(Section("requests", "1", "Anfragen", (table,)),))
    pdf, _count = render(replace(document, parts=(part,)), {})
    told = re.findall(r"Satz(\d{4})\.", "\n".join(page_texts(pdf)))
    assert [int(number) for number in told] == list(range(1500))


@pytest.mark.parametrize("height", range(60, 700, 7))
def test_no_row_stands_alone_before_or_after_a_page(height: int) -> None:
    register_typefaces()
    table = fact_table(FactTable(tuple(Fact("Wert", str(number)) for number in range(7))))
    parts = table.split(TEXT_WIDTH, height)
    sizes = [round(part.wrap(TEXT_WIDTH, height)[1] / 21) for part in parts]
    assert sizes == [] or (min(sizes) >= 2 and sum(sizes) == 7)
    assert table.split(TEXT_WIDTH, 40) == []


@pytest.mark.parametrize("lines", [18, 19, 25, 40, 60, 200])
def test_rows_of_any_length_find_their_pages(lines: int) -> None:
    document = assemble(some.dossier("de", 3), some.occasion("de", some.case()))
    long = "\n".join(f"Zeile {number}" for number in range(lines))
    for count in (1, 2, 3, 5):
        table = FactTable(tuple(Fact("Notizen", long) for _number in range(count)))
        section = Section("requests", "1", "Anfragen", (table,))
        pdf, _count = render(replace(document, parts=(replace(document.parts[2], sections=(section,)),)), {})
        assert "\n".join(page_texts(pdf)).count(f"Zeile {lines - 1}\n") == count


def test_a_picture_that_lies_on_its_side_stands_upright() -> None:
    items = {key: replace(item, turned=90) for key, item in some.items().items()}
    held = replace(some.dossier(), items=items)
    document = assemble(held, some.occasion("fr", some.case()))
    wide = BytesIO()
    picture = Image.new("RGB", (438, 310), "white")
    picture.paste(
        (200, 0, 0), (0, 0, 60, 60)
    )  # turned clockwise, the upper left corner comes to the upper right
    picture.save(wide, "JPEG")
    pdf, count = render(document, {figure.image: wide.getvalue() for figure in document.figures()})
    number = next(n for n, text in enumerate(page_texts(pdf)) if "scan-0812.pdf, page 2 sur 2" in text)
    opened = pypdfium2.PdfDocument(pdf)
    drawn = opened[number].render(scale=1).to_pil().convert("RGB")
    opened.close()
    red = [
        (x, y) for x in range(0, drawn.width, 4) for y in range(0, drawn.height, 4) if _is_red(drawn, x, y)
    ]
    assert count > number
    assert min(x for x, _y in red) > drawn.width / 2
    assert max(y for _x, y in red) < drawn.height / 2


def _is_red(image: Image.Image, x: int, y: int) -> bool:
    pixel = image.getpixel((x, y))
    return isinstance(pixel, tuple) and pixel[0] > 150 and pixel[1] < 80


def test_without_a_picture_its_caption_stays() -> None:
    document = assemble(some.dossier(), some.occasion("fr", some.case()))
    pdf, _count = render(document, {})
    assert "scan-0812.pdf, page 1 sur 2" in "\n".join(page_texts(pdf))


def test_the_worker_makes_the_same_report() -> None:
    work, files = OwnWork(WORKER), ForeignFiles(WORKER)
    try:
        renderer = WorkerReportRenderer(work, files)
        document = assemble(some.dossier("de", 5), some.occasion("de", some.case()))
        own = jpeg(1)
        assert renderer.figure(own, "image/jpeg", 0) == own
        pdf, count = renderer.render(as_json(document), {figure.image: own for figure in document.figures()})
    finally:
        work.close()
        files.close()
    assert len(page_texts(pdf)) == count
    assert own in pdf
    assert "Antwort auf Ihr Auskunftsbegehren" in page_texts(pdf)[0]


def test_a_word_without_end_is_cut_into_lines_at_once() -> None:
    register_typefaces()
    word = "x" * 20_000
    lines = wrapped(word, SERIF, 9, 60)
    assert "".join(lines) == word
    assert all(stringWidth(line, SERIF, 9) <= 60 for line in lines)
    assert wrapped("y" * 200_000, SERIF, 9, 400)[0].startswith("yyy")
