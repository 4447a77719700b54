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
MAX_ATTACHMENTS = 100

_STARTS = (
    (b"II*\x00", TIFF), (b"MM\x00*", TIFF), (b"II+\x00", TIFF), (b"MM\x00+", TIFF),
    (b"\xff\xd8\xff", JPEG), (b"\x89PNG\r\n\x1a\n", PNG),
)  # fmt: skip
_ARCHIVES = (
    b"PK\x03\x04", b"PK\x05\x06", b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00", b"\x28\xb5\x2f\xfd",
)  # fmt: skip
_OFFICE_PARTS = (b"word/", b"xl/", b"ppt/", b"[Content_Types].xml", b"mimetypeapplication/vnd.oasis")
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
    raise FileNotReadableError(_unknown(data))


def _unknown(data: bytes) -> str:
    """Archives and office documents are never opened: what they hold may be any size and anything at all."""
    if not data.startswith(_ARCHIVES) and data[257:262] != b"ustar":
        return "unknown_kind"
    whole = data[:4096] + data[-4096:]
    return "office_file" if any(part in whole for part in _OFFICE_PARTS) else "archive"
