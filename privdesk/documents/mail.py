# SPDX-License-Identifier: MIT
"""A received mail: heading, text as plain text, attachments as sent; runs in the worker only.

A mail within a mail is one attachment, handed back whole, so that the desk seals and reads it like any other.
"""

from collections.abc import Iterator
from datetime import datetime
from email import policy
from email.errors import MessageError
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import getaddresses
from html.parser import HTMLParser
from typing import cast

from privdesk.documents.media_types import MAX_ATTACHMENTS
from privdesk.domain.errors import FileNotReadableError
from privdesk.domain.incoming import Attachment, IncomingKind, MailContent, ReadFile

MAX_TOTAL = 128 * 1024 * 1024
MAX_DEPTH = 8
MAX_TEXT = 200_000
MAX_HEADING = 16 * 1024
"""Characters of one heading: the parser takes minutes over a megabyte of addresses or parameters."""
_MOST_REMARKS = 1000
_SMALL_PICTURE = 24 * 1024
_BLOCKS = frozenset(
    ("p", "div", "br", "tr", "li", "h1", "h2", "h3", "h4", "blockquote", "table", "ul", "ol", "hr")
)
_SILENT = frozenset(("script", "style", "head", "title", "template", "noscript"))
_ODD = (MessageError, LookupError, ValueError, TypeError, AttributeError, RecursionError)


class _ShortHeadings(policy.EmailPolicy):
    """Cuts a heading off before anything looks into it."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(sourcelines)
        return name[:MAX_HEADING], value[:MAX_HEADING]


_POLICY = _ShortHeadings()


def read_mail(data: bytes) -> ReadFile:
    """Read one mail. Raises: FileNotReadableError when it has neither heading nor text nor attachment."""
    message = cast("EmailMessage", BytesParser(policy=_POLICY).parsebytes(data))
    body, attachments, dropped = _contents(message)
    mail = MailContent(
        subject=_header(message, "Subject"),
        sender_name=_people(message, "From")[0][0],
        sender_address=_people(message, "From")[0][1],
        recipients=tuple(address for _, address in _people(message, "To") if address),
        sent_at=_sent_at(message),
        message_id=_header(message, "Message-ID"),
        text=body[:MAX_TEXT],
        attachments=tuple(attachments),
        dropped=dropped,
    )
    if not (mail.subject or mail.text or mail.attachments or mail.sender_address):
        raise FileNotReadableError("damaged")
    notes = ("attachments_dropped",) if dropped else ()
    return ReadFile(IncomingKind.MAIL, "message/rfc822", 0, mail=mail, notes=notes)


def _contents(message: EmailMessage) -> tuple[str, list[Attachment], int]:
    plain: list[str] = []
    html: list[str] = []
    attachments: list[Attachment] = []
    dropped = total = 0
    for part, depth in _leaves(message, 0):
        kind = part.get_content_type()
        if kind in {"text/plain", "text/html"} and part.get_content_disposition() != "attachment":
            (plain if kind == "text/plain" else html).append(_text_of(part))
            continue
        found = _attachment(part, len(attachments) + 1)
        if found is None:
            continue
        total += len(found.data)
        if depth > MAX_DEPTH or len(attachments) >= MAX_ATTACHMENTS or total > MAX_TOTAL:
            dropped += 1
            continue
        attachments.append(found)
    text = "\n\n".join(each for each in plain if each.strip())
    return text or "\n\n".join(plain_text(each) for each in html), attachments, dropped


def _leaves(part: EmailMessage, depth: int) -> Iterator[tuple[EmailMessage, int]]:
    """Every part that is not a bundle of parts; a mail within the mail stays whole."""
    if depth > MAX_DEPTH or not part.is_multipart() or part.get_content_type() == "message/rfc822":
        yield part, depth
        return
    for each in cast("list[EmailMessage]", part.get_payload()):
        yield from _leaves(each, depth + 1)


def _attachment(part: EmailMessage, number: int) -> Attachment | None:
    kind = part.get_content_type()
    if kind == "message/rfc822":
        return _nested(part, number)
    data = _bytes_of(part)
    name = _file_name(part)
    embedded = bool(part.get("Content-ID")) and part.get_content_disposition() != "attachment"
    if not data or (kind.startswith("image/") and embedded and len(data) < _SMALL_PICTURE):
        return None
    return Attachment(name or f"attachment-{number}{_ending(kind)}", kind, data)


def _nested(part: EmailMessage, number: int) -> Attachment | None:
    inner = part.get_payload()
    first = inner[0] if isinstance(inner, list) and inner else None
    if first is None:
        return None
    try:
        data = cast("EmailMessage", first).as_bytes(policy=policy.default.clone(max_line_length=None))
    except _ODD:
        return None
    return Attachment(_file_name(part) or f"mail-{number}.eml", "message/rfc822", data)


def _bytes_of(part: EmailMessage) -> bytes:
    try:
        data = part.get_payload(decode=True)
    except _ODD:
        return b""
    return data if isinstance(data, bytes) else b""


def _text_of(part: EmailMessage) -> str:
    try:
        text = part.get_content()
    except _ODD:
        text = _bytes_of(part).decode("cp1252", "replace")
    return str(text).replace("\r\n", "\n").replace("\x00", "")[: 4 * MAX_TEXT]


def _file_name(part: EmailMessage) -> str:
    """The name alone, without folders or control characters."""
    try:
        name = part.get_filename() or ""
    except _ODD:
        return ""
    name = name.replace("\\", "/").rpartition("/")[2]
    return "".join(letter for letter in name if letter.isprintable()).strip(" .")[:150]


def _ending(kind: str) -> str:
    return {"application/pdf": ".pdf", "image/jpeg": ".jpg", "image/png": ".png", "image/tiff": ".tif"}.get(
        kind, ""
    )


def _header(message: EmailMessage, name: str) -> str:
    try:
        value = _raw_letters(message, name) or str(message.get(name, ""))
    except _ODD:
        return ""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in value).split())[:1000]


def _raw_letters(message: EmailMessage, name: str) -> str:
    """A heading whose letters were sent as they are, neither ASCII nor encoded; empty for any other."""
    raw = next((value for key, value in message.raw_items() if key.lower() == name.lower()), "")
    if not isinstance(raw, str) or raw.isascii():
        return ""
    data = raw.encode("utf-8", "surrogateescape")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _people(message: EmailMessage, name: str) -> list[tuple[str, str]]:
    found = getaddresses([_header(message, name)])
    return [(real, address) for real, address in found if address or real] or [("", "")]


def _sent_at(message: EmailMessage) -> datetime | None:
    try:
        sent = message["Date"].datetime
    except _ODD:
        return None
    if not isinstance(sent, datetime):
        return None
    return sent if sent.tzinfo else None


def plain_text(html: str) -> str:
    """The words of an HTML mail, without markup, scripts or hidden heads."""
    html = html[:MAX_TEXT]
    for sign in ("<!", "<?"):  # the parser looks for the end of each to the end of the text
        if html.count(sign) > _MOST_REMARKS:
            html = html.replace(sign, " ")
    reader = _Words()
    reader.feed(html)
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.pieces).split("\n"))
    text = "\n".join(lines)
    while "\n\n\n" in text:
        text = text.replace("\n\n\n", "\n\n")
    return text.strip()


class _Words(HTMLParser):
    """Keeps text, drops everything else."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, _attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent += 1
        elif tag in _BLOCKS:
            self.pieces.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag in _BLOCKS:
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.pieces.append(data.replace("\n", " "))
