# SPDX-License-Identifier: MIT
"""Everything the records hold on one person, and the occasion on which it is told."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from privdesk.domain.activity import Connection, SurveyAnswer, TopUp, Usage, UsageMonth
from privdesk.domain.agencies import Agency, AgencyId, Building, BuildingId
from privdesk.domain.audit import Purpose
from privdesk.domain.cases import CallSheet, Case, CaseId
from privdesk.domain.catalogue import Catalogue, Office, RecipientKind, Texts
from privdesk.domain.consent import ConsentEntry
from privdesk.domain.disclosure.elements import Element
from privdesk.domain.disclosure.wording import Wording
from privdesk.domain.forms import FormTemplate, TemplateId
from privdesk.domain.inbox import Document, DocumentRole, InboxItem, ItemId
from privdesk.domain.objections import Objection
from privdesk.domain.people import Channel, Contract, FactVersion, Person
from privdesk.domain.restriction import Restriction
from privdesk.domain.submissions import Submission
from privdesk.domain.tellings import Telling


class GroupKey(StrEnum):
    """The data groups of the report, in its order; keys of the catalogue."""

    IDENTITY = "identity"
    CONTRACT = "contract"
    REFUND = "refund"
    CONNECTIONS = "connections"
    TOP_UPS = "topups"
    USAGE = "usage"
    USAGE_SUMS = "usage_sums"
    SURVEYS = "surveys"
    CONSENTS = "consents"
    FORMS = "forms"
    REQUESTS = "requests"
    LETTERS = "letters"
    LOOK_UPS = "lookups"
    DUPLICATES = "duplicates"
    DOCUMENTS = "documents"


TRACES = frozenset({GroupKey.LOOK_UPS, GroupKey.REQUESTS, GroupKey.DOCUMENTS})
"""Groups that the request itself brings about: they alone do not make somebody known to the office."""


@dataclass(frozen=True, slots=True)
class LookUp:
    """A staff member opened the record: when and why – never who (CJEU C-579/21)."""

    at: datetime
    purpose: Purpose | None


@dataclass(frozen=True, slots=True)
class Merged:
    """That two records were taken for one person: when, and when it was taken back."""

    at: datetime
    undone_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Dossier:
    """What is held on one person; `person` is None when nobody on file was found."""

    person: Person | None
    history: tuple[FactVersion, ...] = ()
    contracts: tuple[Contract, ...] = ()
    agencies: Mapping[AgencyId, Agency] = field(default_factory=dict)
    buildings: Mapping[BuildingId, Building] = field(default_factory=dict)
    connections: tuple[Connection, ...] = ()
    topups: tuple[TopUp, ...] = ()
    usages: tuple[Usage, ...] = ()
    surveys: tuple[SurveyAnswer, ...] = ()
    consents: tuple[ConsentEntry, ...] = ()
    submissions: tuple[Submission, ...] = ()
    templates: Mapping[TemplateId, FormTemplate] = field(default_factory=dict)
    cases: tuple[Case, ...] = ()
    calls: tuple[CallSheet, ...] = ()
    items: Mapping[ItemId, InboxItem] = field(default_factory=dict)
    documents: tuple[Document, ...] = ()
    look_ups: tuple[LookUp, ...] = ()
    doubts: int = 0
    """Notes that somebody else may be the person, not decided yet."""
    told_apart: int = 0
    """Such notes decided: not the same person."""
    merges: tuple[Merged, ...] = ()
    tellings: tuple[Telling, ...] = ()
    """Who else was told, or will be, of what was corrected, erased or restricted."""
    restrictions: tuple[Restriction, ...] = ()
    objections: Mapping[CaseId, Objection] = field(default_factory=dict)
    waiting: tuple[InboxItem, ...] = ()
    """Items of the Inbox that are the person's and not entered yet."""
    usage_months: tuple[UsageMonth, ...] = ()
    """Monthly sums of usage whose detail went by its retention rule."""

    def letters(self) -> tuple[Document, ...]:
        """Letters that belong to no request."""
        in_cases = {letter.document_id for case in self.cases for letter in case.letters}
        answers = {case.answer.document_id for case in self.cases if case.answer is not None}
        return tuple(
            document
            for document in self.documents
            if document.role is DocumentRole.LETTER and document.id not in in_cases | answers
        )


@dataclass(frozen=True, slots=True)
class Occasion:
    """Why, when, under which law and in which words the dossier is told."""

    wording: Wording
    office: Office
    catalogue: Catalogue
    kind_titles: Mapping[RecipientKind, Texts]
    today: date
    reference: str
    audit_head: str
    """The head of the audit chain in hexadecimal."""
    local: Callable[[datetime], datetime]
    """A moment as the clock at the office shows it."""
    phone: Callable[[str], str]
    """A number on file, grouped for reading."""
    elements: tuple[Element, ...]
    """What the law asks for."""
    case: Case | None = None
    groups: frozenset[str] | None = None
    """Groups that the person asked for; None is everything."""
    limited_because: str = ""
    name: str = ""
    """Name as given, where nobody on file was found."""

    @property
    def language(self) -> str:
        """The language of the letter."""
        return self.wording.language

    @property
    def regime(self) -> str:
        """The law under which it is told: the case's, else the office's."""
        return self.case.regime if self.case else self.office.regime

    @property
    def channel(self) -> Channel | None:
        """How it was asked for, if it was."""
        return self.case.channel if self.case else None

    def includes(self, key: str) -> bool:
        """Whether a group is part of the report."""
        return self.groups is None or key in self.groups

    def day(self, moment: datetime) -> date:
        """The office's civil date of a moment."""
        return self.local(moment).date()

    def moment(self, moment: datetime) -> str:
        """A moment in words for a table."""
        return self.wording.moment(self.local(moment))

    def exact_moment(self, moment: datetime) -> str:
        """A moment as exactly as it was recorded: with its seconds, where it has some."""
        local = self.local(moment)
        seconds = f"{local:%S.%f}".rstrip("0").rstrip(".")
        return self.wording.moment(local) + (f":{seconds}" if local.second or local.microsecond else "")
