# SPDX-License-Identifier: MIT
"""What an access report will hold, whether it is complete under the law, and the finished PDF."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Protocol

from privdesk.domain.cases import CaseId
from privdesk.domain.disclosure.document import ReportDocument
from privdesk.domain.inbox import Document, ItemId
from privdesk.domain.people import PersonField, PersonId


class HandOut(StrEnum):
    """The way a report leaves the desk."""

    PRINTED = "printed"
    SAVED = "saved"
    EMAIL_DRAFT = "email_draft"


class CountUnit(StrEnum):
    """What a group's count counts: values in force and earlier ones, or entries (rows)."""

    VALUES = "values"
    ENTRIES = "entries"


@dataclass(frozen=True, slots=True)
class GroupCount:
    """One data group: `title` in the language of the desk, `count` rows as printed, 0 = none held."""

    key: str
    title: str
    count: int
    unit: CountUnit
    included: bool = True


@dataclass(frozen=True, slots=True)
class LawElement:
    """One element that the law asks for: its article, whether it applies, and where it stands."""

    number: int
    """As numbered in the office's list, 1 to 16."""
    key: str
    title: str
    article: str
    applies: bool
    shown: bool
    where: str
    """Heading in the report (in its language) under which it stands; empty when it does not stand."""


@dataclass(frozen=True, slots=True)
class LastHandOut:
    """An earlier report of this person: the day and the way."""

    on: date
    way: HandOut


@dataclass(frozen=True, slots=True)
class PagePicture:
    """One page of a stored document that the report shows; `page` counts from 0."""

    key: str
    document: Document
    page: int


@dataclass(frozen=True, slots=True)
class ReportPlan:
    """What the report will hold, before it is made; nothing has left the desk yet."""

    person_id: PersonId | None
    """None where nobody on file was found."""
    person_name: str
    reference: str
    case_id: CaseId | None
    language: str
    language_on_file: bool
    """Whether `language` is the person's own."""
    regime: str
    law: str
    """The article by which completeness is judged, such as `FADP Art. 25`."""
    as_at: date
    groups: tuple[GroupCount, ...]
    elements: tuple[LawElement, ...]
    pages_of_documents: int
    """Pages of the person's scans and forms that will be shown."""
    way: HandOut
    """The way that follows the channel of the request: the filled button."""
    contact_changed: PersonField | None = None
    """The contact that was changed within 30 days and not confirmed: it serves no hand-over yet."""
    handed_out: tuple[LastHandOut, ...] = ()
    """Newest first."""
    advice: tuple[str, ...] = ()
    """What the office should look at before it sends the report, as sentences."""
    waiting: tuple[ItemId, ...] = ()
    """Items of the Inbox that are not entered yet and may be theirs."""
    document: ReportDocument | None = field(default=None, repr=False)
    """What will be rendered, exactly as counted above."""
    pictures: tuple[PagePicture, ...] = field(default=(), repr=False)
    """Where the page pictures of the document come from."""

    @property
    def missing(self) -> tuple[LawElement, ...]:
        """Elements that apply and do not stand in the report."""
        return tuple(element for element in self.elements if element.applies and not element.shown)

    @property
    def complete(self) -> bool:
        """Whether every element that applies stands in the report; if not, the acts are disabled."""
        return not self.missing

    @property
    def nothing_held(self) -> bool:
        """Whether the office holds nothing but the request itself."""
        return self.person_id is None


@dataclass(frozen=True, slots=True)
class MadeReport:
    """The finished PDF, in memory only."""

    plan: ReportPlan
    pdf: bytes = field(repr=False)
    pages: int
    reference: str
    file_name: str
    """Proposed name for saving: reference, never the person's name."""


class ReportRenderer(Protocol):
    """Turns the document model into paper, in the worker process."""

    def figure(self, data: bytes, media_type: str, page: int) -> bytes:
        """One page as JPEG; a JPEG comes back unchanged. Raises: FileNotReadableError."""
        ...

    def render(self, document: bytes, figures: Mapping[str, bytes]) -> tuple[bytes, int]:
        """The PDF and its number of pages, from the document model as JSON and JPEG pages by figure key."""
        ...
