# SPDX-License-Identifier: MIT
"""What was found in a file that came from outside: its kind, its pages, its values, its mail text."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from privdesk.domain.forms import FieldReading, TemplateRef


class IncomingKind(StrEnum):
    """What a received file turned out to be."""

    FILLED_FORM = "filled_form"
    IMAGE_PAGES = "image_pages"
    MAIL = "mail"
    PLAIN_PDF = "plain_pdf"


@dataclass(frozen=True, slots=True)
class Attachment:
    """One file that came with a mail, as it was sent."""

    name: str
    media_type: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class MailContent:
    """A mail as plain text; `sent_at` carries the sender's UTC offset, or is None when the mail has no valid date.

    `dropped` counts attachments left out because they were too many, too large or nested too deep.
    """

    subject: str
    sender_name: str
    sender_address: str
    recipients: tuple[str, ...]
    sent_at: datetime | None
    message_id: str
    text: str = field(repr=False)
    attachments: tuple[Attachment, ...] = ()
    dropped: int = 0


@dataclass(frozen=True, slots=True)
class ScannedSheet:
    """One page on which the program's own code was found; `turn` degrees clockwise set the page upright."""

    template: TemplateRef
    page: int
    form_page: int
    turn: int


@dataclass(frozen=True, slots=True)
class ReadFile:
    """Everything read from one received file.

    `media_type` is what the bytes are, whatever the name said. `values` hold what can be proposed for the
    fields of `template`; an unknown form keeps its values under the names its maker gave them.
    `notes` are keys: `xfa_picture` (the page picture may differ from the data), `attachments_dropped`.
    """

    kind: IncomingKind
    media_type: str
    pages: int
    template: TemplateRef | None = None
    values: Mapping[str, FieldReading] = field(default_factory=dict, repr=False)
    sheets: tuple[ScannedSheet, ...] = ()
    mail: MailContent | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PageImage:
    """One page as pixels: 8-bit RGB rows from the top, without padding."""

    width: int
    height: int
    rgb: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class TableFile:
    """An electronic export as columns and rows of text; rows are numbered as in the file, from 1 (header excluded)."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...] = field(repr=False)
    layout: str = "csv"
    unread: tuple[int, ...] = ()
    """Numbers of rows that could not be read; they hold the line as it stands in their first cell."""
