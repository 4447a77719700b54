# SPDX-License-Identifier: MIT
"""Sound files made hostile: by blind damage, and by damage that knows the format."""

import random
import re
import struct
import zlib
from collections.abc import Callable, Sequence

from tests.hostile.seeds import Seed

LARGEST = 4 * 1024 * 1024
NUMBERS = (
    b"0",
    b"-1",
    b"1",
    b"65535",
    b"2147483647",
    b"4294967295",
    b"-2147483648",
    b"99999999999999999999",
    b"1e309",
)
_NUMBER = re.compile(rb"(?<![\w.])-?\d{1,10}(?![\w.])")
_NAME = re.compile(rb"/[A-Za-z]{1,20}")
_REFERENCE = re.compile(rb"\d{1,5} 0 R")
_HEADER = re.compile(rb"(?m)^[A-Za-z-]{2,40}:[^\r\n]*")
_TEXT_BITS = (
    b'"', b"'", b";", b",", b"\x00", b"\r", b"\n", b"\xff", b"\xef\xbb\xbf", b"=1+1", "\u202e".encode(), b"\xed\xa0\x80",
    b"{", b"[", b"]", b"}", b"\\ud800", b"1e999", b"NaN", b"\x1e", b"\x1f", "\U0001f9fe".encode() * 50, b"%00", b"A" * 30_000,
)  # fmt: skip
_MAIL_BITS = (
    b"Content-Type: multipart/mixed; boundary=b1\r\n", b"Content-Type: text/plain; charset=utf-7\r\n",
    b"Content-Type: text/plain; charset=\"x\x00y\"\r\n", b"Content-Transfer-Encoding: uuencode\r\n",
    b"Content-Transfer-Encoding: base64\r\n", b"Content-Type: message/partial; id=1; number=1\r\n",
    b"Content-Type: message/external-body; access-type=local-file; name=/etc/passwd\r\n", b"--b1\r\n", b"--b1--\r\n",
    b"Subject: =?utf-8?B?/////w==?= =?x?q?=?=\r\n", b"Date: Thu, 99 Nov 99999 25:61:61 +9999\r\n", b"From: \"\\\" <>, ,,;:@\r\n",
    b"Content-Disposition: attachment; filename*=utf-8''%2e%2e%2f%2e%2e%2fx.pdf; filename*0*=x\r\n", b"Content-Type: /;;;=\r\n",
    b"Message-ID: " + b"<" * 5000 + b"\r\n", b"\r\n\r\n", b"\t\r\n", b"Content-ID: <x>\r\n",
)  # fmt: skip
Mutator = Callable[[bytearray, random.Random], None]


def mutated(seed: Seed, others: Sequence[Seed], chance: random.Random) -> Seed:
    """One hostile child of a sound file: a few mutations, blind and knowing ones mixed."""
    data = bytearray(seed.data)
    if chance.random() < 0.06:
        _splice(data, chance.choice(others).data, chance)
    knowing = _knowing(seed.name)
    for _each in range(chance.choice((1, 1, 1, 2, 3, 6))):
        chance.choice((*BLIND, *knowing, *knowing))(data, chance)
    return Seed(seed.name, bytes(data[:LARGEST]), seed.table)


def _knowing(name: str) -> tuple[Mutator, ...]:
    ending = name.rpartition(".")[2]
    if ending == "pdf":
        return (_pdf_number, _pdf_name, _pdf_reference, _pdf_stream, _pdf_object_twice)
    if ending in {"png", "tiff", "tif", "jpeg", "jpg"}:
        return (_image_number, _png_chunk, _image_head)
    if ending == "eml":
        return (_mail_bit, _mail_header_out, _text_bit)
    return (_text_bit, _line_twice, _text_bit)


# Blind


def _bits(data: bytearray, chance: random.Random) -> None:
    for _each in range(chance.randrange(1, 40)):
        if data:
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)


def _bytes(data: bytearray, chance: random.Random) -> None:
    if data:
        start = chance.randrange(len(data))
        count = min(len(data) - start, chance.randrange(1, 200))
        data[start : start + count] = chance.choice((bytes(count), b"\xff" * count, chance.randbytes(count)))


def _cut(data: bytearray, chance: random.Random) -> None:
    if data:
        del data[chance.randrange(len(data)) :]


def _hole(data: bytearray, chance: random.Random) -> None:
    if data:
        start = chance.randrange(len(data))
        del data[start : start + chance.randrange(1, 5000)]


def _again(data: bytearray, chance: random.Random) -> None:
    if data:
        start = chance.randrange(len(data))
        part = data[start : start + chance.randrange(1, 5000)] * chance.choice((1, 1, 2, 30))
        place = chance.randrange(len(data))
        data[place:place] = part


def _splice(data: bytearray, other: bytes, chance: random.Random) -> None:
    data[chance.randrange(len(data) + 1) :] = other[chance.randrange(len(other)) :]


BLIND: tuple[Mutator, ...] = (_bits, _bytes, _cut, _hole, _again)


# Knowing


def _replace(data: bytearray, pattern: re.Pattern[bytes], new: bytes, chance: random.Random) -> None:
    places = [match.span() for match in pattern.finditer(data)]
    if places:
        start, end = chance.choice(places)
        data[start:end] = new


def _pdf_number(data: bytearray, chance: random.Random) -> None:
    _replace(data, _NUMBER, chance.choice(NUMBERS), chance)


def _pdf_name(data: bytearray, chance: random.Random) -> None:
    names = _NAME.findall(data) or [b"/Kids"]
    _replace(data, _NAME, chance.choice(names), chance)


def _pdf_reference(data: bytearray, chance: random.Random) -> None:
    """Point anywhere: at itself, at its parent, at nothing."""
    _replace(data, _REFERENCE, b"%d 0 R" % chance.randrange(0, 60), chance)


def _pdf_stream(data: bytearray, chance: random.Random) -> None:
    """Damage a stream after unpacking it, or put a small bomb in its place."""
    starts = [
        match.end()
        for match in re.finditer(rb"stream\r?\n", data)
        if data[match.start() - 3 : match.start()] != b"end"
    ]
    if not starts:
        return
    start = chance.choice(starts)
    end = data.find(b"endstream", start)
    if end < 0:
        return
    try:
        plain = bytearray(zlib.decompress(bytes(data[start:end])))
    except zlib.error:
        plain = bytearray(data[start:end])
    if chance.random() < 0.15:
        plain = bytearray(chance.choice((b"q ", b"[", b"<<", b"(", b"\x00")) * 200_000)
    elif plain:
        chance.choice(BLIND)(plain, chance)
        _replace(plain, _NUMBER, chance.choice(NUMBERS), chance)
    data[start:end] = zlib.compress(bytes(plain)) + b"\n"


def _pdf_object_twice(data: bytearray, chance: random.Random) -> None:
    objects = [match.span() for match in re.finditer(rb"\d{1,5} 0 obj.*?endobj", data, re.DOTALL)]
    if objects:
        start, end = chance.choice(objects)
        copy = bytearray(data[start:end])
        _replace(copy, re.compile(rb"^\d{1,5}"), b"%d" % chance.randrange(60), chance)
        data[end:end] = b"\n" + copy + b"\n"


def _image_number(data: bytearray, chance: random.Random) -> None:
    """A number in the first kilobyte, where sizes, counts and offsets stand."""
    if len(data) > 16:
        place = chance.randrange(4, min(len(data) - 4, 1024))
        form = chance.choice(("<H", ">H", "<I", ">I"))
        new = struct.pack(form, chance.choice((0, 1, 255, 0x7FFF, 0xFFFF, chance.randrange(0x10000))))
        data[place : place + len(new)] = new


def _png_chunk(data: bytearray, chance: random.Random) -> None:
    """Other sizes or depths in a PNG's head, with a sum that fits."""
    if data.startswith(b"\x89PNG") and len(data) > 33:
        head = struct.pack(
            ">IIBBBBB", *(chance.choice((0, 1, 640, 20_000, 60_000, 0x7FFFFFFF)) for _ in range(2)),
            chance.choice((1, 2, 4, 8, 16, 99)), chance.choice((0, 2, 3, 4, 6, 7)), 0, 0, chance.choice((0, 1)),
        )  # fmt: skip
        data[16:33] = head + struct.pack(">I", zlib.crc32(b"IHDR" + head))


def _image_head(data: bytearray, chance: random.Random) -> None:
    if data:
        for _each in range(chance.randrange(1, 6)):
            data[chance.randrange(min(len(data), 400))] = chance.randrange(256)


def _mail_bit(data: bytearray, chance: random.Random) -> None:
    lines = [match.start() for match in re.finditer(rb"(?m)^", bytes(data))]
    place = chance.choice(lines)
    data[place:place] = chance.choice(_MAIL_BITS)


def _mail_header_out(data: bytearray, chance: random.Random) -> None:
    _replace(data, _HEADER, chance.choice((b"", b"X: y", b":", b" folded", b"From:")), chance)


def _text_bit(data: bytearray, chance: random.Random) -> None:
    place = chance.randrange(len(data) + 1)
    data[place:place] = chance.choice(_TEXT_BITS)


def _line_twice(data: bytearray, chance: random.Random) -> None:
    lines = bytes(data).split(b"\n")
    line = chance.choice(lines)
    data += b"\n" + line * chance.choice((1, 2, 500))
