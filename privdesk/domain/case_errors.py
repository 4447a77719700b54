# SPDX-License-Identifier: MIT
"""What can go wrong with requests and calls; data only, never a person's value."""

from dataclasses import dataclass
from datetime import date

from privdesk.domain.cases import Outcome, Right
from privdesk.domain.errors import PrivdeskError
from privdesk.domain.people import PersonField


@dataclass(eq=False)
class ReceivedInFutureError(PrivdeskError):
    """A request cannot have been received after today."""

    received: date
    today: date


class NoRightAskedError(PrivdeskError):
    """No right is ticked, so there is nothing to open."""


class PersonUnknownError(PrivdeskError):
    """Neither a person on file nor a name is given."""


class IdentityOpenError(PrivdeskError):
    """We are not sure yet who asks; nothing is given out or corrected before."""


@dataclass(eq=False)
class ContactChangedError(PrivdeskError):
    """A contact that changed within 30 days (or is not held) serves neither call-back nor hand-over."""

    field: PersonField
    serves_from: date | None = None
    """First day on which it serves without being confirmed; None where it is not held."""


class OtherSenderError(PrivdeskError):
    """The e-mails of the request came from another address than the one on file."""


class CaseClosedError(PrivdeskError):
    """A closed request is read-only."""


@dataclass(eq=False)
class RightNotAskedError(PrivdeskError):
    """This right is not part of the request."""

    right: Right


@dataclass(eq=False)
class RightAlreadyAskedError(PrivdeskError):
    """This right is part of the request already."""

    right: Right


@dataclass(eq=False)
class RightUndecidedError(PrivdeskError):
    """A request does not close with a right undecided."""

    rights: tuple[Right, ...]


class AnswerMissingError(PrivdeskError):
    """A request does not close without its answer."""


@dataclass(eq=False)
class AnswerDateError(PrivdeskError):
    """An answer lies between the day of receipt and today."""

    on: date
    received: date
    today: date


class ReasonMissingError(PrivdeskError):
    """A refusal, a decision of the privacy officer and an extension need their reason."""


class ProofMissingError(PrivdeskError):
    """A correction needs the document or the statement it rests on."""


class NothingToCorrectError(PrivdeskError):
    """Every value named is on file already, or none is named."""


@dataclass(eq=False)
class OutcomeNotPossibleError(PrivdeskError):
    """This outcome cannot be recorded for this right in this way."""

    right: Right
    outcome: Outcome


@dataclass(eq=False)
class IdentityTooWeakError(PrivdeskError):
    """The answers do not make us sure enough for what is asked."""

    right: int
    needed: int


@dataclass(eq=False)
class ItemTakenError(PrivdeskError):
    """This item from the Inbox belongs to a request already."""

    item_id: int


class CaseOfOtherPersonError(PrivdeskError):
    """The request was made by somebody else than the person whose data would be given out."""


class ExtendedAlreadyError(PrivdeskError):
    """A request is extended once."""


class ExtensionDateMissingError(PrivdeskError):
    """This law sets no length: the notice of extension must name the date."""


class CodeWrongError(PrivdeskError):
    """The code from the letter is not right, was not sent, or is too old – never said which."""


class CallEndedError(PrivdeskError):
    """This call has ended; its sheet is read-only."""
