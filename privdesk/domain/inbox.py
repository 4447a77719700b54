# SPDX-License-Identifier: MIT
"""What arrived and waits to be entered."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import NewType

from privdesk.domain.agencies import AgencyId
from privdesk.domain.forms import FieldReading, TemplateRef
from privdesk.domain.people import Channel
from privdesk.domain.vault import StaffId

ItemId = NewType("ItemId", int)
DocumentId = NewType("DocumentId", str)


class ItemState(StrEnum):
    """Where an item stands."""

    READING = "reading"
    READY = "ready"
    LOOK = "look"
    """Some fields want a look, or the form must be chosen, or it is keyed from its image."""
    REQUEST = "request"
    """Looks like a rights request."""
    NOT_READ = "not_read"
    INCOMPLETE = "incomplete"
    ENTERED = "entered"
    SET_ASIDE = "set_aside"
    SERVICE_REFUSED = "service_refused"
    CASE_OPENED = "case_opened"

    @property
    def settled(self) -> bool:
        """Whether nobody works on it any more although nothing was entered from it."""
        return self in {ItemState.SET_ASIDE, ItemState.SERVICE_REFUSED}


OPEN_STATES = frozenset({
    ItemState.READING, ItemState.READY, ItemState.LOOK, ItemState.REQUEST, ItemState.NOT_READ,
})  # fmt: skip


class DocumentRole(StrEnum):
    """What a sealed file is to its item or person."""

    ORIGINAL = "original"
    ATTACHMENT = "attachment"
    REPORT = "report"
    LETTER = "letter"
    CATALOGUE = "catalogue"
    """A paper of the office itself: an undertaking, the wording of a notice."""


@dataclass(frozen=True, slots=True)
class Document:
    """A sealed file: bytes lie in the vault's documents folder, its wrapped key here."""

    id: DocumentId
    role: DocumentRole
    name: str
    media_type: str
    size: int
    sha256: str
    wrapped_key: bytes
    pages: int
    created_at: datetime


@dataclass(frozen=True, slots=True)
class MailFacts:
    """The heading and text of an e-mail; `sent_at` aware or None."""

    sender: str
    recipient: str
    subject: str
    sent_at: datetime | None
    text: str
    message_id: str

    @property
    def sender_address(self) -> str:
        """The address that it came from; empty where it has none."""
        return sender_parts(self.sender)[1]


def sender_parts(sender: str) -> tuple[str, str]:
    """Name and address of a sender written `Name <address>`; either may be empty.

    The address is the one in the last angle brackets: a name that looks like an address is still a name.
    """
    text = sender.strip()
    if text.endswith(">") and "<" in text:
        name, _bracket, address = text[:-1].rpartition("<")
        return name.strip(), address.strip()
    return ("", text) if "@" in text and " " not in text else (text, "")


@dataclass(frozen=True, slots=True)
class InboxItem:
    """Something that arrived. `number` looks like F-26-04417; `received_on` is the day it reached the office."""

    id: ItemId
    number: str
    state: ItemState
    channel: Channel
    name: str
    received_on: date
    arrived_at: datetime
    documents: tuple[Document, ...]
    template: TemplateRef | None = None
    readings: Mapping[str, FieldReading] = field(default_factory=dict)
    """By template field key."""
    agency_id: AgencyId | None = None
    agency_name: str = ""
    mail: MailFacts | None = None
    reason: str = ""
    """Key of the reason why it could not be read, is incomplete or set aside."""
    turned: int = 0
    """Degrees clockwise by which pages must be turned to stand upright: 0, 90, 180 or 270."""

    @property
    def pages(self) -> int:
        """Pages over all documents that can be shown."""
        return sum(document.pages for document in self.documents)

    @property
    def sender(self) -> str:
        """Name read from the form, else the mail's sender, else the file's name."""
        read = [self.readings[key].value for key in ("first_name", "last_name") if key in self.readings]
        name = " ".join(read).strip()
        return name or (self.mail.sender if self.mail else "") or self.name


@dataclass(frozen=True, slots=True)
class Draft:
    """A half-typed form or call sheet, kept at most one second after the last key.

    `body` is a JSON object of plain values; `place` says where the caret stood.
    """

    key: str
    """`capture:17` or `call:3`."""
    staff_id: StaffId
    body: str
    place: str
    saved_at: datetime
