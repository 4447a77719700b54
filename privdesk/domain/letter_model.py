# SPDX-License-Identifier: MIT
"""Letters as values: their kinds, the wording they are made from, the facts they need, the finished letter."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from privdesk.domain.disclosure.wording import Wording

LETTER_LANGUAGES = ("de", "fr", "it", "en")


class LetterKind(StrEnum):
    """What a letter is for; the wording of each stands in resources/letters/<language>/<kind>.toml."""

    ACKNOWLEDGEMENT = "acknowledgement"
    IDENTITY_REQUEST = "identity_request"
    IDENTITY_CODE = "identity_code"
    CLARIFICATION = "clarification"
    EXTENSION = "extension"
    FEE_NOTICE = "fee_notice"
    ACCESS_COVER = "access_cover"
    PORTABILITY_COVER = "portability_cover"
    RECTIFICATION_DONE = "rectification_done"
    ERASURE_FULL = "erasure_full"
    ERASURE_PARTIAL = "erasure_partial"
    OBJECTION_GRANTED = "objection_granted"
    OBJECTION_REFUSED = "objection_refused"
    WITHDRAWAL_CONFIRMED = "withdrawal_confirmed"
    RESTRICTION_SET = "restriction_set"
    RESTRICTION_LIFTED = "restriction_lifted"
    NOTHING_HELD = "nothing_held"
    REFUSAL = "refusal"
    RECIPIENT_NOTICE = "recipient_notice"
    PLEASE_COMPLETE = "please_complete"
    SERVICE_REFUSED = "service_refused"
    COMPLAINT_ACKNOWLEDGEMENT = "complaint_acknowledgement"
    ANSWER = "answer"
    """One reply to several rights, a passage a right."""


class Part(StrEnum):
    """A statement that a letter must make, because the law or good faith asks for it."""

    REASON = "reason"
    AUTHORITY = "authority"
    """The supervisory authority with its address."""
    COURT = "court"
    DATES = "dates"
    NEW_DATE = "new_date"
    AMOUNT = "amount"
    CONFIRM_BY = "confirm_by"
    OUTCOME = "outcome"
    KEPT = "kept"
    MISSING = "missing"
    QUESTION = "question"
    CODE = "code"


REMEDIES = (Part.REASON, Part.AUTHORITY, Part.COURT)
LAW_PARTS: Mapping[LetterKind, tuple[Part, ...]] = {
    LetterKind.ACKNOWLEDGEMENT: (Part.DATES,),
    LetterKind.IDENTITY_CODE: (Part.CODE,),
    LetterKind.CLARIFICATION: (Part.QUESTION,),
    LetterKind.EXTENSION: (Part.REASON, Part.NEW_DATE),
    LetterKind.FEE_NOTICE: (Part.AMOUNT, Part.REASON),
    LetterKind.ERASURE_PARTIAL: (Part.KEPT, *REMEDIES),
    LetterKind.OBJECTION_REFUSED: REMEDIES,
    LetterKind.REFUSAL: REMEDIES,
    LetterKind.NOTHING_HELD: (Part.OUTCOME, Part.AUTHORITY),
    LetterKind.PLEASE_COMPLETE: (Part.MISSING,),
    LetterKind.SERVICE_REFUSED: (Part.REASON,),
    LetterKind.ANSWER: (Part.OUTCOME,),
}
"""What no wording may leave out, whoever edits it.

Law: GDPR Art. 12(3) extension with reasons, 12(4) refusal with reasons, complaint and court; FADP Art. 26(4),
DPO Art. 18(2)–(3) and 19 (the amount is told first).
"""


class Style(StrEnum):
    """How a paragraph is set."""

    TEXT = "text"
    HEADING = "heading"
    FACT = "fact"
    """A label and its value, side by side."""
    ITEM = "item"
    """One line of a list."""
    BOX = "box"
    """Set apart: a code, an amount."""


class Window(StrEnum):
    """Where the address stands on the sheet, so that it shows in the envelope's window."""

    CH_LEFT = "ch-left"
    CH_RIGHT = "ch-right"
    DE = "de"
    FR = "fr"
    UK = "uk"


def window_for(country: str) -> Window:
    """The usual window envelope of an office's country (ISO 3166-1 alpha-2)."""
    usual = {"CH": Window.CH_RIGHT, "LI": Window.CH_RIGHT, "FR": Window.FR, "IT": Window.FR, "GB": Window.UK}
    return usual.get(country, Window.DE)


@dataclass(frozen=True, slots=True)
class Amount:
    """A sum of money; `minor` in hundredths."""

    minor: int
    currency: str


Value = str | int | date | Amount
"""A fact; dates, numbers and amounts are written as the language and country want it."""
Row = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Sender:
    """The office as it stands on the letter."""

    name: str
    address: tuple[str, ...]
    """Lines under the name."""
    town: str
    country: str = "CH"
    phone: str = ""
    email: str = ""
    privacy_contact: str = ""
    signer: str = ""
    """Who signs, where the office wants a name under its letters."""


@dataclass(frozen=True, slots=True)
class Addressee:
    """Whom the letter goes to: the person, a representative, or a recipient of data."""

    lines: tuple[str, ...]
    """Name and address as they stand in the window, country included where it is another."""
    name: str
    """For the salutation; empty: nobody by name."""
    civility: str = ""
    """`ms`, `mr` or empty."""
    last_name: str = ""


@dataclass(frozen=True, slots=True)
class LetterFacts:
    """All that a letter says beside its wording.

    `values` are facts by placeholder, `rows` lists by name, `holds` conditions that are simply true. A value or
    list that is there and not empty is a condition too. docs/adr/0017-letters.md lists the names.
    """

    sender: Sender
    addressee: Addressee
    day: date
    reference: str
    values: Mapping[str, Value] = field(default_factory=dict)
    rows: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)
    holds: frozenset[str] = frozenset()
    enclosures: tuple[str, ...] = ()
    window: Window = Window.CH_RIGHT
    audit_head: str = ""


@dataclass(frozen=True, slots=True)
class TemplateParagraph:
    """One paragraph of a wording, printed where every condition holds.

    Conditions: `name` (there and not empty), `!name`, `name=a,b` (a value, or a column `list.column` of any row,
    is one of these).
    """

    key: str
    style: Style
    texts: Mapping[str, str]
    """The text by choice; the only key is empty where there is nothing to choose."""
    label: str = ""
    when: tuple[str, ...] = ()
    each: str = ""
    """Name of the list whose rows repeat this paragraph."""
    choose: tuple[str, ...] = ()
    """Facts whose values choose the text: `a.b` before `a` before the empty key."""
    states: tuple[Part, ...] = ()
    """What is said once this is printed."""


@dataclass(frozen=True, slots=True)
class FreePart:
    """A passage that the member of staff writes; printed as the place `{free:key}`."""

    key: str
    required: bool = False


@dataclass(frozen=True, slots=True)
class Mandatory:
    """A part that must be said, always or where every condition of `when` holds."""

    part: Part
    when: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LetterTemplate:
    """The wording of one kind in one language, already chosen for the law and the office's country."""

    kind: LetterKind
    language: str
    regime: str
    version: str
    wording: Wording
    subject: TemplateParagraph
    paragraphs: tuple[TemplateParagraph, ...]
    mandatory: tuple[Mandatory, ...]
    free: tuple[FreePart, ...]
    placeholders: frozenset[str]
    """Facts this kind may name."""
    lists: Mapping[str, frozenset[str]]
    """Columns of each list this kind may name."""
    citations: Mapping[str, str]
    """Articles of this law by key; a key that is not there prints nothing."""


@dataclass(frozen=True, slots=True)
class LetterParagraph:
    """One printed paragraph."""

    key: str
    style: Style
    text: str
    label: str = ""
    states: tuple[Part, ...] = ()
    free: tuple[str, ...] = ()
    """The free parts whose words stand in it: what may be edited."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A finished letter: plain values, no fonts, no pages."""

    kind: LetterKind
    language: str
    regime: str
    version: str
    sender: Sender
    sender_line: str
    """The office in one line, above the address in the window."""
    recipient: tuple[str, ...]
    window: Window
    day: date
    place_and_date: str
    reference: str
    """With its label: “Our reference R-2026-0038”; empty where there is none."""
    subject: str
    salutation: str
    paragraphs: tuple[LetterParagraph, ...]
    closing: str
    signature: tuple[str, ...]
    enclosures_label: str
    enclosures: tuple[str, ...]
    small_print: str
    """Reference, audit head and version of the wording."""
    page_label: str
    """With the places `{page}` and `{pages}`."""
    cites: tuple[str, ...] = ()
    """The articles that the letter names, in order."""
