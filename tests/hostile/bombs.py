# SPDX-License-Identifier: MIT
"""Files made to break a reader: far larger unpacked, endless, in a circle, nested, or lying about their size."""

import base64
import random
import struct
import zlib
from collections.abc import Iterator
from io import BytesIO

import pypdf
from pypdf.generic import ArrayObject, NameObject, StreamObject, TextStringObject
from pypdf.generic import DictionaryObject as Dictionary

from tests.hostile.seeds import Seed

HEAD = b"From: a@example.ch\r\nTo: b@example.ch\r\nSubject: s\r\nMIME-Version: 1.0\r\n"


def bombs() -> list[Seed]:
    """All of them, small on the disk."""
    return [*_pdfs(), *_images(), *_mails(), *_tables()]


def _pdfs() -> Iterator[Seed]:
    yield Seed("zeros-in-a-page.pdf", _page_of(zlib.compress(bytes(200_000_000), 9), flate=1))
    yield Seed("twice-packed.pdf", _page_of(zlib.compress(zlib.compress(bytes(200_000_000), 9), 9), flate=2))
    yield Seed("endless-marks.pdf", _page_of(zlib.compress(b"q 1 0 0 1 0 0 cm " * 2_000_000), flate=1))
    yield Seed("endless-text.pdf", _page_of(zlib.compress(b"BT (x) Tj ET " * 3_000_000), flate=1))
    yield Seed("page-tree-in-a-circle.pdf", _raw(b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2>>"))
    yield Seed("count-of-pages-lies.pdf", _raw(b"<</Type/Pages/Kids[]/Count 2147483647>>"))
    yield Seed("count-below-nought.pdf", _raw(b"<</Type/Pages/Kids[]/Count -1>>"))
    yield Seed("deep-arrays.pdf", _raw(b"<</Type/Pages/Kids" + b"[" * 60_000 + b"]" * 60_000 + b"/Count 1>>"))
    yield Seed(
        "deep-dictionaries.pdf",
        _raw(b"<</Type/Pages/A" + b"<</A" * 40_000 + b" 1" + b">>" * 40_000 + b"/Kids[]/Count 0>>"),
    )
    yield Seed("wide-page.pdf", _blank(14_400, 3))
    yield Seed("huge-page.pdf", _blank(9e9, 9e9))
    yield Seed("page-without-size.pdf", _blank(0, 0))
    yield Seed("many-pages.pdf", _many_pages(2_000))
    yield Seed("many-fields.pdf", _many_fields(20_000))
    yield Seed("fields-nested.pdf", _nested_fields(400))
    yield Seed("billion-laughs.pdf", _xfa(_laughs()))
    yield Seed("deep-xml.pdf", _xfa(b"<a>" * 100_000 + b"</a>" * 100_000))
    yield Seed("picture-60000.pdf", _picture(60_000, 60_000))
    yield Seed("cross-table-in-a-circle.pdf", _raw(b"<</Type/Pages/Kids[]/Count 0>>", previous=b"/Prev 9"))
    yield Seed("header-alone.pdf", b"%PDF-1.7\n")
    yield Seed("late-header.pdf", bytes(1000) + b"%PDF-1.7\n%%EOF")


def _page_of(content: bytes, flate: int) -> bytes:
    filters = b"[" + b"/FlateDecode" * flate + b"]"
    stream = b"<</Length %d/Filter%s>>stream\n%s\nendstream" % (len(content), filters, content)
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<<>>>>"
    return _raw(b"<</Type/Pages/Kids[3 0 R]/Count 1>>", page, stream)


def _raw(pages: bytes, *more: bytes, previous: bytes = b"") -> bytes:
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", pages, *more]
    body, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    table += b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF" % (
        len(objects) + 1,
        previous,
        len(body),
    )
    return body + table + end


def _written(writer: pypdf.PdfWriter) -> bytes:
    target = BytesIO()
    writer.write(target)
    return target.getvalue()


def _blank(across: float, down: float) -> bytes:
    return _raw(
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %f %f]>>" % (across, down),
    )


def _many_pages(count: int) -> bytes:
    kids = b" ".join(b"3 0 R" for _ in range(count))
    return _raw(
        b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, count), b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>"
    )


def _many_fields(count: int) -> bytes:
    writer = pypdf.PdfWriter()
    writer.add_blank_page(100, 100)
    fields = ArrayObject()
    for number in range(count):
        fields.append(
            Dictionary({
                NameObject("/T"): TextStringObject(f"f{number}"), NameObject("/FT"): NameObject("/Tx"),
                NameObject("/V"): TextStringObject("x"),
            })
        )  # fmt: skip
    writer._root_object[NameObject("/AcroForm")] = Dictionary({NameObject("/Fields"): fields})
    return _written(writer)


def _nested_fields(depth: int) -> bytes:
    writer = pypdf.PdfWriter()
    writer.add_blank_page(100, 100)
    field = Dictionary({NameObject("/T"): TextStringObject("x"), NameObject("/FT"): NameObject("/Tx")})
    for _each in range(depth):
        reference = writer._add_object(field)
        field = Dictionary(
            {NameObject("/T"): TextStringObject("x"), NameObject("/Kids"): ArrayObject([reference])}
        )
    form = Dictionary({NameObject("/Fields"): ArrayObject([writer._add_object(field)])})
    writer._root_object[NameObject("/AcroForm")] = form
    return _written(writer)


def _xfa(data: bytes) -> bytes:
    writer = pypdf.PdfWriter()
    writer.add_blank_page(100, 100)
    stream = StreamObject()
    stream.set_data(data)
    form = Dictionary({NameObject("/Fields"): ArrayObject()})
    form[NameObject("/XFA")] = ArrayObject(
        [TextStringObject("datasets"), writer._add_object(stream.flate_encode())]
    )
    writer._root_object[NameObject("/AcroForm")] = form
    return _written(writer)


def _laughs() -> bytes:
    lines = b"".join(b"<!ENTITY l%d '%s'>" % (n, b"&l%d;" % (n - 1) * 10 if n else b"ha") for n in range(12))
    return b"<?xml version='1.0'?><!DOCTYPE d [" + lines + b"]><d><town>&l11;</town></d>"


def _picture(across: int, down: int) -> bytes:
    data = zlib.compress(bytes(1000))
    picture = b"<</Type/XObject/Subtype/Image/Width %d/Height %d/BitsPerComponent 8/ColorSpace/DeviceRGB" % (
        across,
        down,
    )
    picture += b"/Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (len(data), data)
    page = (
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</XObject<</P 5 0 R>>>>>>"
    )
    content = b"<</Length 30>>stream\nq 600 0 0 800 0 0 cm /P Do Q  \nendstream"
    return _raw(b"<</Type/Pages/Kids[3 0 R]/Count 1>>", page, content, picture)


def _png(across: int, down: int, pixels: bytes, *more: tuple[bytes, bytes]) -> bytes:
    head = struct.pack(">IIBBBBB", across, down, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", head), *more, (b"IDAT", pixels), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks
    )


def _tiff(entries: list[tuple[int, int, int, int]], following: int = 0, repeat: int = 1) -> bytes:
    directory = struct.pack("<H", len(entries)) + b"".join(struct.pack("<HHII", *entry) for entry in entries)
    return b"II*\x00" + struct.pack("<I", 8) + (directory + struct.pack("<I", following)) * repeat


def _images() -> Iterator[Seed]:
    yield Seed("claims-60000.png", _png(60_000, 60_000, zlib.compress(bytes(1000))))
    yield Seed("claims-nought.png", _png(0, 0, b""))
    yield Seed("just-allowed.png", _png(12_000, 12_000, zlib.compress(bytes(12_000 * (36_000 + 1)), 9)))
    text = b"Comment\x00\x00" + zlib.compress(bytes(200_000_000), 9)
    yield Seed("packed-words.png", _png(10, 10, zlib.compress(bytes(310)), (b"zTXt", text)))
    yield Seed(
        "circle.tif", _tiff([(256, 4, 1, 10), (257, 4, 1, 10), (273, 4, 1, 8), (279, 4, 1, 10)], following=8)
    )
    yield Seed(
        "claims-huge.tif",
        _tiff([(256, 4, 1, 2**31 - 1), (257, 4, 1, 2**31 - 1), (273, 4, 1, 8), (279, 4, 1, 9)]),
    )
    yield Seed("endless-tag.tif", _tiff([(256, 4, 1, 10), (257, 4, 1, 10), (270, 2, 2**32 - 1, 8)]))
    yield Seed(
        "claims-65535.jpg",
        b"\xff\xd8\xff\xc0\x00\x11\x08\xff\xff\xff\xff\x03\x01\x22\x00\x02\x11\x01\x03\x11\x01\xff\xd9",
    )
    yield Seed("empty-segments.jpg", b"\xff\xd8" + b"\xff\xfe\x00\x02" * 200_000 + b"\xff\xd9")
    yield Seed("exif-in-a-circle.jpg", _exif())


def _exif() -> bytes:
    tiff = _tiff([(0x8769, 4, 1, 8), (0x0112, 3, 1, 6), (0x8825, 4, 1, 8)], following=8)
    segment = b"Exif\x00\x00" + tiff
    return b"\xff\xd8\xff\xe1" + struct.pack(">H", len(segment) + 2) + segment + b"\xff\xd9"


def _mails() -> Iterator[Seed]:
    yield Seed("nested-bundles.eml", _nested_bundles(3_000))
    yield Seed(
        "nested-mails.eml", HEAD + b"Content-Type: message/rfc822\r\n\r\n" * 2_000 + b"Subject: end\r\n\r\nx"
    )
    yield Seed("many-files.eml", _many_files(5_000))
    yield Seed("many-headers.eml", HEAD + b"X-A: b\r\n" * 200_000 + b"\r\nText")
    yield Seed("long-header.eml", HEAD + b"X-A: " + b"b" * 5_000_000 + b"\r\n\r\nText")
    yield Seed("many-senders.eml", b"From: " + b"a@b.c, " * 100_000 + b"\r\nSubject: s\r\n\r\nText")
    yield Seed("quotes.eml", b"From: " + b'"(' * 20_000 + b"\r\nSubject: s\r\nDate: x\r\n\r\nText")
    yield Seed("encoded-words.eml", HEAD.replace(b": s", b": " + b"=?utf-8?Q?a?= " * 30_000) + b"\r\nText")
    yield Seed("open-tags.eml", HEAD + b"Content-Type: text/html\r\n\r\n" + b"<p><table><tr><td>" * 40_000)
    yield Seed(
        "odd-tags.eml",
        HEAD + b"Content-Type: text/html\r\n\r\n" + b"<!--" * 100_000 + b"<![" * 100_000 + b"&#" * 100_000,
    )
    yield Seed("attributes.eml", HEAD + b"Content-Type: text/html\r\n\r\n<a " + b"b='c\" " * 100_000)
    yield Seed(
        "half-base64.eml",
        HEAD + b"Content-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n" + b"=" * 100_000,
    )
    yield Seed("archive.eml", _with_file("forms.zip", b"PK\x03\x04" + bytes(5000)))
    yield Seed(
        "odd-charsets.eml", HEAD + b"Content-Type: text/plain; charset=idna\r\n\r\n" + b"xn--" * 30_000
    )
    yield Seed("parameters.eml", HEAD + b"Content-Type: text/plain" + b"; a*0*=b" * 50_000 + b"\r\n\r\nText")


def _nested_bundles(depth: int) -> bytes:
    lines = [b"Content-Type: multipart/mixed; boundary=%d\r\n\r\n--%d\r\n" % (n, n) for n in range(depth)]
    return HEAD + b"".join(lines) + b"Content-Type: text/plain\r\n\r\nText"


def _many_files(count: int) -> bytes:
    part = b"--b\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; filename=a.pdf\r\n\r\n%PDF-\r\n"
    return HEAD + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + part * count + b"--b--\r\n"


def _with_file(name: str, data: bytes) -> bytes:
    head = HEAD + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: application/zip\r\n"
    kind = f"Content-Disposition: attachment; filename={name}\r\nContent-Transfer-Encoding: base64\r\n\r\n".encode()
    return head + kind + base64.encodebytes(data) + b"--b--\r\n"


def _tables() -> Iterator[Seed]:
    lines = b"a;b\n"
    yield Seed("open-quote.csv", lines + b'"' + b"1;2\n" * 200_000, True)
    yield Seed("one-line.csv", b"a;b;" * 1_000_000, True)
    yield Seed("many-columns.csv", b";".join(b"c%d" % n for n in range(50_000)) + b"\n1", True)
    yield Seed("quotes.csv", lines + b'""' * 2_000_000, True)
    yield Seed("noughts.csv", lines + bytes(1_000_000), True)
    yield Seed("marks.csv", "a;b\n\x1e\x1f;\x00\u2028\u0085\n".encode() * 10_000, True)
    yield Seed("surrogates.csv", b"a;b\n\xed\xa0\x80;\xff\xfe\n" * 1000, True)
    yield Seed("half-utf-16.csv", b"\xff\xfea\x00;\x00b", True)
    yield Seed("deep.json", b"[" * 500_000 + b"]" * 500_000, True)
    yield Seed("deep-objects.json", b'{"a":' * 200_000 + b"1" + b"}" * 200_000, True)
    yield Seed("deep-lines.jsonl", b'{"a":1}\n' + b'{"a":' * 100_000, True)
    yield Seed("long-number.json", b'[{"a":' + b"9" * 1_000_000 + b"}]", True)
    yield Seed("many-keys.json", b"[" + b",".join(b'{"k%d":1}' % n for n in range(20_000)) + b"]", True)
    yield Seed("lone-surrogates.json", b'[{"\\ud800":"\\udfff"},{"a\\u001e":"\\u0000\\u001f"}]', True)
    yield Seed("lists.json", b'[{"a":' + b"[" * 900 + b'"x"' + b"]" * 900 + b"}]", True)
    yield Seed("noise.csv", random.Random(8).randbytes(300_000), True)
