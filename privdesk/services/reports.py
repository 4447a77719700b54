# SPDX-License-Identifier: MIT
"""The access report: what goes out, whether it is complete under the law, the PDF, and the hand-over.

Law: GDPR and UK GDPR Art. 15, FADP Art. 25–26.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from privdesk.domain.cases import Case, CaseId
from privdesk.domain.incoming import PageImage
from privdesk.domain.people import PersonField, PersonId
from privdesk.services.progress import NO_PROGRESS, Progress


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
class ReportPlan:
    """What the report will hold, before it is made; nothing has left the desk yet."""

    person_id: PersonId
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
        """Whether there is nothing to disclose but the search itself."""
        return not any(group.count for group in self.groups)


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


class Reports:
    """Access reports, from the first look to the hand-over."""

    def prepare(
        self,
        person_id: PersonId,
        *,
        case_id: CaseId | None = None,
        language: str | None = None,
        groups: frozenset[str] | None = None,
        reason: str = "",
    ) -> ReportPlan:
        """Tell what the report will hold and whether it is complete. Writes nothing.

        `language` None takes the person's own. `groups` None means everything; leaving a group out needs the
        person's own wish as `reason`, else the plan is not complete.

        Raises: NotFoundError, NotAllowedError.
        """
        raise NotImplementedError

    def make(self, plan: ReportPlan, progress: Progress = NO_PROGRESS) -> MadeReport:
        """Render the report; commits the audit entry first, nothing else is kept.

        Raises: ReportIncompleteError, Cancelled.
        """
        raise NotImplementedError

    def page(self, made: MadeReport, page: int, width: int) -> PageImage:
        """One page from 0 as it will print, `width` pixels wide."""
        raise NotImplementedError

    def hand_out(
        self,
        made: MadeReport,
        way: HandOut,
        case_id: CaseId | None = None,
        path: Path | None = None,
        *,
        contact_confirmed: bool = False,
    ) -> Case | None:
        """Seal the PDF among the documents, write `path` (SAVED: PDF, EMAIL_DRAFT: .eml), record; commits.

        `contact_confirmed` says that a contact changed within 30 days was confirmed the old way.

        Raises: IdentityOpenError, ContactChangedError, FolderNotWritableError.
        """
        raise NotImplementedError
