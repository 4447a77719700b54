# SPDX-License-Identifier: MIT
"""Rights requests: one letter or call, several rights, one clock, one answer."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import NewType

from privdesk.domain.agencies import AgencyId
from privdesk.domain.case_facts import CaseFee as CaseFee
from privdesk.domain.case_facts import CaseKind as CaseKind
from privdesk.domain.case_facts import Representative as Representative
from privdesk.domain.case_facts import RepresentativeKind as RepresentativeKind
from privdesk.domain.deadlines import Deadline
from privdesk.domain.inbox import DocumentId, ItemId
from privdesk.domain.people import Channel, PersonField, PersonId
from privdesk.domain.reckoning import Pause as Pause
from privdesk.domain.rights import Right as Right
from privdesk.domain.rights import answers_needed
from privdesk.domain.vault import StaffId

CaseId = NewType("CaseId", int)
CallId = NewType("CallId", int)


class Outcome(StrEnum):
    """What became of one right."""

    TO_DECIDE = "to_decide"
    GRANTED = "granted"
    PARTLY = "partly"
    REFUSED = "refused"
    NOTHING_HELD = "nothing_held"
    WITHDRAWN = "withdrawn"


class Step(StrEnum):
    """Where a case stands."""

    RECEIVED = "received"
    IDENTITY = "identity"
    DECISION = "decision"
    FULFILLED = "fulfilled"
    ANSWERED = "answered"


class IdentityMethod(StrEnum):
    """How we made sure who asks."""

    QUESTIONS = "questions"
    CALL_BACK = "call_back"
    LETTER_CODE = "letter_code"
    CARD_SEEN = "card_seen"
    KNOWN_ADDRESS = "known_address"
    """Written from the e-mail address on file, unchanged for 30 days."""
    AUTHORITY_SEEN = "authority_seen"
    """Somebody speaks for the person, and the paper that says so was looked at."""


@dataclass(frozen=True, slots=True)
class IdentityCheck:
    """One check and its result; questions by key, never answers."""

    method: IdentityMethod
    passed: bool
    at: datetime
    by: StaffId
    questions: tuple[str, ...] = ()
    right: int = 0
    needed: int = 0
    contact: PersonField | None = None
    """The contact on file that served a call-back or letter."""

    def enough_for(self, needed: int) -> bool:
        """Whether it was as strict as `needed` right answers; every way but questions always is."""
        return self.method is not IdentityMethod.QUESTIONS or self.needed >= needed


@dataclass(frozen=True, slots=True)
class CaseRight:
    """One right asked for in a case, with its own outcome."""

    right: Right
    outcome: Outcome = Outcome.TO_DECIDE
    wish: str = ""
    """The person's own words, as far as noted."""
    changes: Mapping[PersonField, str] = field(default_factory=dict)
    """For rectification: the values the person says are right."""
    reason: str = ""
    proof: str = ""
    decided_at: datetime | None = None
    decided_by: StaffId | None = None
    reason_key: str = ""
    """The reason from the lists that cite the law; `reason` has the office's own words besides."""
    legal: date | None = None
    """The legal date of this right alone; None where it was never reckoned."""
    safe: date | None = None
    purposes: tuple[str, ...] = ()
    """For a withdrawal: the purposes named, by key; none: every consent given."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The reply that closes a case."""

    on: date
    channel: Channel
    document_id: DocumentId | None
    note: str
    by: StaffId


class LetterDirection(StrEnum):
    """In, out, or written down at the desk."""

    IN = "in"
    OUT = "out"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class CaseLetter:
    """One piece of a case's correspondence: a letter, e-mail, call or note."""

    at: datetime
    direction: LetterDirection
    channel: Channel
    title: str
    detail: str = ""
    document_id: DocumentId | None = None
    item_id: ItemId | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """A request as it stands. `deadline` was computed with the snapshotted regime and holiday table."""

    id: CaseId
    number: str
    """Like R-2026-0038."""
    person_id: PersonId | None
    person_name: str
    channel: Channel
    received_on: date
    """Day on which it reached any official channel, an agency included."""
    entered_at: datetime
    language: str
    regime: str
    regime_version: str
    holiday_place: str
    holiday_digest: str
    deadline: Deadline
    rights: tuple[CaseRight, ...]
    identity: tuple[IdentityCheck, ...] = ()
    letters: tuple[CaseLetter, ...] = ()
    answer: Answer | None = None
    closed_on: date | None = None
    extended: bool = False
    extension_reason: str = ""
    notes: str = ""
    item_id: ItemId | None = None
    agency_id: AgencyId | None = None
    """The agency at which it was handed in; None: at the office."""
    kind: CaseKind = CaseKind.REQUEST
    refusal: Deadline | None = None
    """When a refusal must be out, never extended; None where the matter has no such clock."""
    other_regime: str = ""
    """A second law that may apply, by the residence: the earlier safe date counts."""
    pauses: tuple[Pause, ...] = ()
    """Questions to the person, in the order asked."""
    fee: CaseFee | None = None
    representative: Representative | None = None
    assigned_to: StaffId | None = None
    acknowledged_on: date | None = None
    extension_told: date | None = None
    extension_named: date | None = None
    """The date that the notice of extension named, where the law sets no length."""

    @property
    def identity_stands(self) -> bool:
        """Whether a check was passed that is enough for every right asked; disclosure and rectification wait for it.

        Answers that were enough for an objection are not enough for a report that is asked for later.
        """
        needed = answers_needed({each.right for each in self.rights})
        return any(check.enough_for(needed) for check in self.checks_standing)

    @property
    def checks_standing(self) -> tuple[IdentityCheck, ...]:
        """The checks that were passed; one that failed in the same way later takes them away.

        A card that turns out false, or a paper that no longer speaks for the person, proves nobody.
        """
        failed = {check.method: place for place, check in enumerate(self.identity) if not check.passed}
        return tuple(
            check
            for place, check in enumerate(self.identity)
            if check.passed and place > failed.get(check.method, -1)
        )

    @property
    def step(self) -> Step:
        """The step that is next or running; a complaint and an opt-out need no identity."""
        if self.closed_on is not None:
            return Step.ANSWERED
        if self.kind is CaseKind.COMPLAINT:
            return Step.DECISION if self.answer is None else Step.FULFILLED
        if self.kind is CaseKind.REQUEST and not self.identity_stands:
            return Step.IDENTITY if self.identity else Step.RECEIVED
        if any(right.outcome is Outcome.TO_DECIDE for right in self.rights):
            return Step.DECISION
        return Step.FULFILLED

    def days_left(self, today: date) -> int:
        """Days to the earlier of safe and legal date; negative when late."""
        return (min(self.deadline.safe, self.deadline.legal) - today).days


@dataclass(frozen=True, slots=True)
class IdentityQuestion:
    """A question from data on file that stands on no letter, envelope, badge or building directory."""

    key: str
    values: Mapping[str, str]
    """Data for the question's words, such as the currency; never the answer."""
    answer: str
    """The answer on file, shown small to the clerk, never read out."""


@dataclass(frozen=True, slots=True)
class CallSheet:
    """A call being taken; saved as it is typed."""

    id: CallId
    started_at: datetime
    staff_id: StaffId
    person_id: PersonId | None = None
    answers: Mapping[str, bool] = field(default_factory=dict)
    """By question key: right or wrong."""
    called_back: PersonField | None = None
    wishes: frozenset[Right] = frozenset()
    changes: Mapping[PersonField, str] = field(default_factory=dict)
    notes: str = ""
    ended_at: datetime | None = None
    case_id: CaseId | None = None
    representative: Representative | None = None
    """Who calls for the person; its paper is empty until it was seen, its scope follows the wishes."""
    purposes: frozenset[str] = frozenset()
    """For a withdrawal: the consents named; none: every one given."""
    against: frozenset[str] = frozenset()
    """For an objection: the purposes named besides advertising."""
    letter_code: bool = False
    """A code is to go by letter to the address on file."""
    reached_on: date | None = None
    """The day an earlier letter or visit reached an official channel; None: this call is the request."""
    agency_id: AgencyId | None = None
    """The agency that it reached then; None: the office."""
