# SPDX-License-Identifier: MIT
"""Rights requests: opened, checked, decided, answered, closed – each step recorded."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from privdesk.domain.cases import Case, CaseId, IdentityMethod, Outcome, Right
from privdesk.domain.inbox import DocumentId, ItemId
from privdesk.domain.people import Channel, Facts, PersonField, PersonHit, PersonId
from privdesk.services.request_pages import CasePage


@dataclass(frozen=True, slots=True)
class NewRequest:
    """A request to be opened: every ticked right with the person's own words (empty where none were noted)."""

    person_id: PersonId | None
    rights: Mapping[Right, str]
    channel: Channel
    received_on: date
    """The day it reached any official channel, an agency included."""
    language: str = ""
    """Empty: the person's own."""
    changes: Facts = field(default_factory=dict)
    """For rectification: the values the person says are right."""
    notes: str = ""
    item_id: ItemId | None = None
    person_name: str = ""
    """As given, where the person is not on file."""
    regime: str | None = None
    """Law chosen by the clerk; None: the office's, or the person's residence where that one is earlier."""


@dataclass(frozen=True, slots=True)
class RegimeChoice:
    """A law that may apply, with its dates and why it is proposed."""

    regime: str
    name: str
    legal: date
    safe: date
    why: str
    proposed: bool


@dataclass(frozen=True, slots=True)
class Proposal:
    """What an item from the Inbox seems to ask; the clerk confirms or corrects each part."""

    item_id: ItemId
    person_id: PersonId | None
    """The one person on file who wrote from this address, if there is exactly one."""
    candidates: Sequence[PersonHit]
    rights: Mapping[Right, Sequence[str]]
    """With the words that made each suggestion, as they stand in the mail."""
    language: str
    channel: Channel
    received_on: date
    joins: Case | None
    """An open request of that person, offered first."""
    regimes: Sequence[RegimeChoice]


class Requests:
    """Requests of the signed-in member of staff's office."""

    def propose(self, item_id: ItemId) -> Proposal:
        """Say what an item seems to ask and who wrote it. Writes nothing.

        Raises: NotFoundError, NotAllowedError.
        """
        raise NotImplementedError

    def regimes(self, person_id: PersonId | None, received_on: date) -> Sequence[RegimeChoice]:
        """The laws that may apply with their dates, the proposed one first."""
        raise NotImplementedError

    def open(self, request: NewRequest) -> Case:
        """Open one case for all rights, with law, holidays and deadline kept as they are today; commits.

        Raises: ReceivedInFutureError, NoRightAskedError, PersonUnknownError, NotFoundError, NotAllowedError.
        """
        raise NotImplementedError

    def join(self, case_id: CaseId, item_id: ItemId) -> Case:
        """Put an item among the correspondence of an open case; no new clock; commits."""
        raise NotImplementedError

    def get(self, case_id: CaseId) -> Case:
        """One case. Raises: NotFoundError."""
        raise NotImplementedError

    def open_cases(self) -> Sequence[Case]:
        """Most urgent first."""
        raise NotImplementedError

    def of_person(self, person_id: PersonId) -> Sequence[Case]:
        """All cases of a person, newest first."""
        raise NotImplementedError

    def page(self, case_id: CaseId) -> CasePage:
        """Everything the page shows; the look-up is recorded first (purpose: rights request)."""
        raise NotImplementedError

    def check_identity(
        self,
        case_id: CaseId,
        method: IdentityMethod,
        passed: bool,
        *,
        questions: Sequence[str] = (),
        right: int = 0,
        needed: int = 0,
        contact: PersonField | None = None,
    ) -> Case:
        """Record a check and its result, never answers; commits.

        Raises: ContactChangedError, CaseClosedError.
        """
        raise NotImplementedError

    def add_right(self, case_id: CaseId, right: Right, wish: str = "", changes: Facts | None = None) -> Case:
        """Add a right named later in the same matter; the clock stays; commits.

        Raises: RightAlreadyAskedError, CaseClosedError.
        """
        raise NotImplementedError

    def decide(self, case_id: CaseId, right: Right, outcome: Outcome, reason: str = "") -> Case:
        """Record what becomes of one right; commits.

        Raises: IdentityOpenError, NotAllowedError, ReasonMissingError, OutcomeNotPossibleError, CaseClosedError.
        """
        raise NotImplementedError

    def rectify(self, case_id: CaseId, changes: Facts, proof: str) -> Case:
        """Really correct the values, keeping old ones, who, when and from which document; commits.

        Raises: IdentityOpenError, ProofMissingError, NothingToCorrectError, RightNotAskedError, CaseClosedError.
        """
        raise NotImplementedError

    def extend(self, case_id: CaseId, reason: str, until: date | None = None) -> Case:
        """Extend the clock, told today; `until` only where the law lets the office name the date; commits.

        Raises: ExtensionTooLateError, ExtensionUnknownError, ReasonMissingError, CaseClosedError.
        """
        raise NotImplementedError

    def record_answer(
        self,
        case_id: CaseId,
        *,
        channel: Channel,
        on: date,
        document_id: DocumentId | None = None,
        note: str = "",
    ) -> Case:
        """Record the reply that was given; commits.

        Raises: AnswerDateError, CaseClosedError.
        """
        raise NotImplementedError

    def close(self, case_id: CaseId) -> Case:
        """Close for good; commits. Raises: RightUndecidedError, AnswerMissingError, CaseClosedError."""
        raise NotImplementedError

    def note(self, case_id: CaseId, text: str) -> Case:
        """Add a note to the correspondence; the person may read it; commits."""
        raise NotImplementedError
