# SPDX-License-Identifier: MIT
"""A letter on its way: about what, the offer, the draft with its free parts, the finished paper, what was filed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from privdesk.domain.cases import Case, CaseId
from privdesk.domain.inbox import DocumentId
from privdesk.domain.letters import Letter, LetterFacts, LetterKind, LetterTemplate
from privdesk.domain.people import PersonField
from privdesk.domain.submissions import SubmissionId
from privdesk.domain.tellings import TellingId

ADDRESS, REASONS, ENCLOSURES, UNTIL, WHOM = "address", "reasons", "enclosures", "until", "whom"
"""Keys of what is typed besides the free parts: lines, keys of reasons one a line, lines, a day as ISO date, a name."""


class LetterWay(StrEnum):
    """The way a letter leaves the desk."""

    PRINTED = "printed"
    SAVED = "saved"
    EMAIL_DRAFT = "email_draft"
    SENT = "sent"
    """By e-mail, from here."""


@dataclass(frozen=True, slots=True)
class LetterSubject:
    """What a letter is about: a request, an entered form, or the telling of a recipient. Exactly one is given."""

    case_id: CaseId | None = None
    submission_id: SubmissionId | None = None
    telling_id: TellingId | None = None


@dataclass(frozen=True, slots=True)
class LetterOffer:
    """One kind of letter that may be written now, or why not yet."""

    kind: LetterKind
    title: str
    suggested: bool
    """The one that is next."""
    why_not: str = ""
    """Empty where it may be written."""

    @property
    def allowed(self) -> bool:
        """Whether it may be written."""
        return not self.why_not


@dataclass(frozen=True, slots=True)
class FreeField:
    """A passage that the member of staff writes."""

    key: str
    title: str
    required: bool
    text: str


@dataclass(frozen=True, slots=True)
class ReasonOption:
    """A reason from the lists that cite the law, in the words of the letter."""

    key: str
    text: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class AuthorityCheck:
    """An authority whose address nobody of the office has reviewed: to be looked up at its source before it goes."""

    name: str
    address: str
    source: str
    """Where the authority publishes its address."""


@dataclass(frozen=True, slots=True)
class LetterDraft:
    """A letter being written: facts filled from the records, free parts as typed, what is missing by name."""

    subject: LetterSubject
    kind: LetterKind
    title: str
    language: str
    regime: str
    law: str
    template: LetterTemplate
    facts: LetterFacts
    parts: tuple[FreeField, ...]
    reasons: tuple[ReasonOption, ...]
    """Empty where this letter gives no reason, or the reason stands in the request."""
    missing: tuple[str, ...]
    """Keys; in words: `privdesk.services.letter_names.part_name`."""
    address_open: bool
    """The address is typed here: somebody acts for the person, or nobody is on file."""
    reference: str
    ways: tuple[LetterWay, ...]
    """Those that can be used, the usual one first."""
    email: str = ""
    contact_changed: PersonField | None = None
    """The contact by which it would go, where it changed within 30 days."""
    serves_from: date | None = None
    date_open: bool = False
    """The new date of an extension is named here, since the law sets no length."""
    until: date | None = None
    identity_open: bool = False
    """It gives something out, and identity does not stand."""
    nameless: bool = False
    """The record of the person is gone: what is filed bears no name."""
    authority: AuthorityCheck | None = None
    """The authority that it names, where its address is not reviewed."""
    whom_open: bool = False
    """About whom it is must be typed: the record is gone, and the desk was locked since."""
    whom: str = ""
    rests_on: tuple[str, ...] = field(default=(), repr=False)
    """What must still be so when the letter goes."""

    @property
    def free(self) -> Mapping[str, str]:
        """The free parts that are written."""
        return {part.key: part.text for part in self.parts if part.text.strip()}

    @property
    def complete(self) -> bool:
        """Whether nothing is missing."""
        return not self.missing

    @property
    def typed(self) -> Mapping[str, str]:
        """What was typed and chosen, as it is kept half done."""
        kept = {part.key: part.text for part in self.parts if part.text.strip()}
        chosen = [reason.key for reason in self.reasons if reason.chosen]
        if chosen:
            kept[REASONS] = "\n".join(chosen)
        if self.address_open and self.facts.addressee.lines:
            kept[ADDRESS] = "\n".join(self.facts.addressee.lines)
        if self.date_open and self.until is not None:
            kept[UNTIL] = self.until.isoformat()
        if self.facts.enclosures:
            kept[ENCLOSURES] = "\n".join(self.facts.enclosures)
        if self.whom_open and self.whom:
            kept[WHOM] = self.whom
        return kept


@dataclass(frozen=True, slots=True)
class LetterPreview:
    """The paper as it stands now; gaps are marked where something is missing. Never handed out."""

    pdf: bytes
    pages: int
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MadeLetter:
    """A finished letter in memory; nothing is filed yet."""

    draft: LetterDraft
    letter: Letter
    pdf: bytes
    pages: int
    file_name: str
    filed_pdf: bytes = b""
    """What is filed instead, where the paper bears a secret: the letter with its code hidden."""


@dataclass(frozen=True, slots=True)
class FiledLetter:
    """What became of it."""

    document_id: DocumentId
    way: LetterWay
    case: Case | None = None
    """The request as it stands then."""
    effects: tuple[str, ...] = field(default=())
    """What else was recorded by it: acknowledged, asked, extended, told."""
