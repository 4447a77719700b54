# SPDX-License-Identifier: MIT
"""What was read from a file, as JSON and raw parts and back; the desk checks every type it receives."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

from privdesk.documents.frames import Frame
from privdesk.documents.media_types import IMAGES, MAIL, MAX_ATTACHMENTS, MAX_PAGES, PDF
from privdesk.domain.errors import FileNotReadableError
from privdesk.domain.forms import Certainty, FieldReading, ReadingOrigin, TemplateRef
from privdesk.domain.incoming import Attachment, IncomingKind, MailContent, ReadFile, ScannedSheet, TableFile

T = TypeVar("T")
MAX_VALUES = 10_000
_CELL, _ROW = "\x1f", "\x1e"
_PARTED = (_CELL, _ROW, "\x00")
_MARKS = dict.fromkeys(map(ord, _PARTED))


def read_file_parts(found: ReadFile) -> tuple[dict[str, Any], list[bytes]]:
    """A reading as it goes through the pipe."""
    header: dict[str, Any] = {
        "kind": found.kind.value,
        "media_type": found.media_type,
        "pages": found.pages,
        "template": found.template.code() if found.template else "",
        "values": {
            key: [each.value, each.certainty.value, each.origin.value, each.note]
            for key, each in found.values.items()
        },
        "sheets": [
            [sheet.template.code(), sheet.page, sheet.form_page, sheet.turn] for sheet in found.sheets
        ],
        "notes": list(found.notes),
    }
    parts: list[bytes] = []
    if found.mail is not None:
        header["mail"] = _mail_header(found.mail)
        parts = [attachment.data for attachment in found.mail.attachments]
    return header, parts


def _mail_header(mail: MailContent) -> dict[str, Any]:
    return {
        "subject": mail.subject,
        "sender_name": mail.sender_name,
        "sender_address": mail.sender_address,
        "recipients": list(mail.recipients),
        "sent_at": mail.sent_at.isoformat() if mail.sent_at else "",
        "message_id": mail.message_id,
        "text": mail.text,
        "attachments": [[each.name, each.media_type] for each in mail.attachments],
        "dropped": mail.dropped,
    }


def read_file_from(frame: Frame) -> ReadFile:
    """The reading that a frame carries. Raises: FileNotReadableError when the worker sent anything else."""
    try:
        return _read_file(frame.header, frame.parts)
    except (KeyError, TypeError, ValueError, IndexError):
        raise FileNotReadableError("damaged") from None


def _read_file(header: Mapping[str, Any], parts: Sequence[bytes]) -> ReadFile:
    if len(header["values"]) > MAX_VALUES or len(header["sheets"]) > MAX_PAGES:
        raise ValueError("too many")
    return ReadFile(
        kind=IncomingKind(header["kind"]),
        media_type=_one_of(header["media_type"], (PDF, MAIL, *IMAGES)),
        pages=_between(header["pages"], 0, MAX_PAGES),
        template=TemplateRef.parse(str(header["template"])),
        values={
            str(key): FieldReading(str(value), Certainty(certainty), ReadingOrigin(origin), str(note))
            for key, (value, certainty, origin, note) in header["values"].items()
        },
        sheets=tuple(_sheet(each) for each in header["sheets"]),
        mail=_mail(header["mail"], parts) if "mail" in header else None,
        notes=tuple(str(note) for note in header["notes"]),
    )


def _sheet(found: Sequence[Any]) -> ScannedSheet:
    template = TemplateRef.parse(str(found[0]))
    if template is None:
        raise ValueError("template")
    page, form_page = (_between(each, 0, MAX_PAGES) for each in found[1:3])
    return ScannedSheet(template, page, form_page, _one_of(found[3], (0, 90, 180, 270)))


def _one_of(value: T, allowed: Collection[T]) -> T:
    if value not in allowed:
        raise ValueError("value")
    return value


def _between(value: object, least: int, most: int) -> int:
    number = int(str(value))
    if not least <= number <= most:
        raise ValueError("number")
    return number


def _mail(header: Mapping[str, Any], parts: Sequence[bytes]) -> MailContent:
    if len(parts) > MAX_ATTACHMENTS:
        raise ValueError("too many")
    return MailContent(
        subject=str(header["subject"]),
        sender_name=str(header["sender_name"]),
        sender_address=str(header["sender_address"]),
        recipients=tuple(str(each) for each in header["recipients"]),
        sent_at=datetime.fromisoformat(header["sent_at"]) if header["sent_at"] else None,
        message_id=str(header["message_id"]),
        text=str(header["text"]),
        attachments=tuple(
            Attachment(str(name), str(media_type), data)
            for (name, media_type), data in zip(header["attachments"], parts, strict=True)
        ),
        dropped=_between(header["dropped"], 0, 1_000_000),
    )


def without_marks(text: str) -> str:
    """`text` without NUL and the two signs that part cells and rows on the way."""
    return text.translate(_MARKS) if any(mark in text for mark in _PARTED) else text


def table_parts(table: TableFile) -> tuple[dict[str, Any], tuple[bytes]]:
    """A table as it goes through the pipe: one text, whose cells hold none of the marks."""
    rows = _ROW.join([_CELL.join(row) for row in table.rows])
    header = {
        "columns": table.columns, "rows": len(table.rows), "layout": table.layout, "unread": table.unread
    }  # fmt: skip
    return header, (rows.encode("utf-8", "surrogatepass"),)


def table_from(frame: Frame) -> TableFile:
    """The table that a frame carries. Raises: FileNotReadableError when the worker sent anything else."""
    try:
        columns = tuple(str(each) for each in frame.header["columns"])
        count, layout = int(frame.header["rows"]), str(frame.header["layout"])
        unread = tuple(int(each) for each in frame.header["unread"])
        (packed,) = frame.parts
        lines = packed.decode("utf-8", "surrogatepass").split(_ROW) if count else []
    except (KeyError, TypeError, ValueError):
        raise FileNotReadableError("damaged") from None
    rows = tuple([tuple(line.split(_CELL)) for line in lines])
    if len(rows) != count or any(len(row) != len(columns) for row in rows):
        raise FileNotReadableError("damaged")
    if not all(0 < each <= count for each in unread):
        raise FileNotReadableError("damaged")
    return TableFile(columns, rows, layout, unread)
