# SPDX-License-Identifier: MIT
"""What kind of file some bytes are."""

import re

from privdesk.domain.errors import FileNotReadableError

PDF = "application/pdf"
TIFF = "image/tiff"
JPEG = "image/jpeg"
PNG = "image/png"
MAIL = "message/rfc822"
IMAGES = (TIFF, JPEG, PNG)
MAX_PAGES = 500

_STARTS = (
    (b"II*\x00", TIFF), (b"MM\x00*", TIFF), (b"II+\x00", TIFF), (b"MM\x00+", TIFF),
    (b"\xff\xd8\xff", JPEG), (b"\x89PNG\r\n\x1a\n", PNG),
)  # fmt: skip
_HEADER_LINE = re.compile(rb"[A-Za-z][A-Za-z0-9-]{1,60}:[ \t\r\n]")
_MAIL_HEADERS = re.compile(rb"(?im)^(from|subject|message-id|received|date|mime-version|return-path):")


def media_type_of(name: str, data: bytes) -> str:
    """What `data` is by its own bytes; the name decides only between a mail and other text.

    Raises:
        FileNotReadableError: empty, or of no known kind.
    """
    if not data:
        raise FileNotReadableError("empty")
    for start, media_type in _STARTS:
        if data.startswith(start):
            return media_type
    if b"%PDF-" in data[:1024]:
        return PDF
    head = data[:8192].lstrip(b"\xef\xbb\xbf\r\n")
    looks_like_mail = _HEADER_LINE.match(head) or head.startswith(b"From ")
    headers = len(set(_MAIL_HEADERS.findall(head)))
    if looks_like_mail and headers >= (1 if name.casefold().endswith(".eml") else 2):
        return MAIL
    raise FileNotReadableError("unknown_kind")
