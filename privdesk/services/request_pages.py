# SPDX-License-Identifier: MIT
"""What the page of a request shows, and which act is next."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from privdesk.domain.cases import Case, Outcome, Right, Step
from privdesk.domain.inbox import DocumentId, InboxItem, ItemId
from privdesk.domain.people import Person, PersonField
from privdesk.domain.regimes import ChargeKind, ChargeRule, PauseKind
from privdesk.domain.vault import StaffId
from privdesk.services.today_page import Tone


class StepState(StrEnum):
    """How a step is drawn."""

    DONE = "done"
    NOW = "now"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class CaseStep:
    """One step of the line; `when` is its date, `now`, or `by` the last day."""

    step: Step
    title: str
    state: StepState
    when: str


class ActKey(StrEnum):
    """What can be done with a request."""

    CHECK_IDENTITY = "check_identity"
    MAKE_REPORT = "make_report"
    CORRECT = "correct"
    PLAN_ERASURE = "plan_erasure"
    """Open the plan: what goes, what stays by law; granting happens by running it."""
    RECORD_EFFECT = "record_effect"
    """Record a withdrawal of consent or an objection to advertising."""
    DECIDE = "decide"
    RECORD_ANSWER = "record_answer"
    CLOSE = "close"
    EXTEND = "extend"
    ADD_RIGHT = "add_right"
    ADD_NOTE = "add_note"
    ACKNOWLEDGE = "acknowledge"
    ASK = "ask"
    REPLY = "reply"
    CHARGE = "charge"
    CONFIRM_FEE = "confirm_fee"
    LAPSE_FEE = "lapse_fee"
    REPRESENT = "represent"
    END_REPRESENTATION = "end_representation"
    REGIME = "regime"
    ASSIGN = "assign"
    TAKE_ALONG = "take_along"
    """Make the data that the person takes along."""
    WEIGH = "weigh"
    RESTRICT = "restrict"
    TELL = "tell"
    """Tell the recipients of what changed."""


@dataclass(frozen=True, slots=True)
class NextAct:
    """One thing that may be done; where not allowed it stays visible with who may."""

    key: ActKey
    title: str
    right: Right | None
    allowed: bool
    who: str
    """Who may, such as `privacy officer`, or why not now; empty when allowed."""


@dataclass(frozen=True, slots=True)
class ClockView:
    """The clock of a request; shares are of the time from receipt to the legal date, 0 to 1."""

    days_left: int
    """To the earlier of safe and legal date; negative when late."""
    left: str
    """In words: `14 days left`, `due today`, `2 days late`."""
    heading: str
    """Both dates: `Due Tue 7 Apr 2026 · Fri 3 Apr safe`."""
    sentence: str
    received_on: date
    legal: date
    safe: date
    act_by: date
    share: float
    safe_share: float
    tone: Tone
    extension: str
    """Until when it may be extended, or that it was, in one sentence."""


@dataclass(frozen=True, slots=True)
class RightRow:
    """One right asked for; `tone` is `plain`, `good`, `look` or `bad`."""

    right: Right
    icon: str
    title: str
    law: str
    finding: str
    """The person's words, or what was found or done."""
    outcome: Outcome
    outcome_text: str
    tone: str
    act: NextAct | None


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One value asked to be corrected: on file, wished, and whether it was done."""

    field: PersonField
    title: str
    before: str
    after: str
    done: bool
    when: str
    by: str
    proof: str


@dataclass(frozen=True, slots=True)
class LetterRow:
    """One line of the correspondence; `right` is `received`, `sent` or `noted`."""

    when: str
    icon: str
    title: str
    detail: str
    right: str
    document_id: DocumentId | None = None
    item_id: ItemId | None = None


@dataclass(frozen=True, slots=True)
class LawOption:
    """A law that the case may be put under, and why it is named."""

    regime: str
    name: str
    why: str


@dataclass(frozen=True, slots=True)
class CaseOptions:
    """What the acts of the page offer to choose from."""

    questions: Sequence[PauseKind] = ()
    """Questions that stop this law's clock."""
    charges: Sequence[tuple[ChargeKind, ChargeRule]] = ()
    laws: Sequence[LawOption] = ()
    colleagues: Sequence[tuple[StaffId, str]] = ()
    country: str = "CH"
    """Of the office: how its letters are spelled."""
    extend_until: date | None = None
    """The new date to name, where the law sets no length of an extension."""
    erased: bool = False
    """Whether an erasure was carried out: only then one may be granted."""


@dataclass(frozen=True, slots=True)
class CasePage:
    """Everything the page of a request shows."""

    case: Case
    person: Person | None
    title: str
    """The rights in words: `Erasure and 3 more rights`."""
    steps: Sequence[CaseStep]
    clock: ClockView
    rights: Sequence[RightRow]
    changes: Sequence[ChangeRow]
    letters: Sequence[LetterRow]
    """Newest first."""
    next_act: NextAct | None
    """The one filled button; None when closed."""
    acts: Sequence[NextAct]
    """Everything else that can be done, for the menu."""
    identity: str
    """How identity stands, as a sentence."""
    handover: str
    """Contacts that were changed lately and serve no hand-over; empty when all serve."""
    facts: Sequence[tuple[str, str]]
    """The person's facts for the side panel: title and value."""
    regime: Sequence[tuple[str, str]]
    """Law, holidays, what to do when late: title and value."""
    banner: str
    """What to do now when the request is late; empty otherwise."""
    item: InboxItem | None
    """The letter or e-mail it came by."""
    read_only: bool
    matter: Sequence[tuple[str, str]] = ()
    restricted_since: date | None = None
    """Since when use of the person's data is restricted; shown to everybody."""
    """Who works on it, who speaks for the person, questions, fee, confirmation of receipt: title and value."""
    options: CaseOptions = field(default_factory=CaseOptions)
