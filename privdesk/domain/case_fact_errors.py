# SPDX-License-Identifier: MIT
"""Facts of a request that cannot be so: questions, fees, representatives, days; data only, never a person's value."""

from dataclasses import dataclass
from datetime import date

from privdesk.domain.case_facts import CaseKind
from privdesk.domain.errors import PrivdeskError
from privdesk.domain.regimes import ChargeKind, PauseKind
from privdesk.domain.rights import Right


@dataclass(eq=False)
class DayInFutureError(PrivdeskError):
    """What is recorded has happened: its day is not after today."""

    day: date
    today: date


@dataclass(eq=False)
class DayBeforeReceiptError(PrivdeskError):
    """Nothing of a request happened before it was received."""

    day: date
    received: date


class CaseAnsweredError(PrivdeskError):
    """The answer is out: law, clock, fee and rights of the request stand as they were."""


@dataclass(eq=False)
class KindOfRightError(PrivdeskError):
    """This right is not asked for in a case of this kind."""

    kind: CaseKind
    right: Right


@dataclass(eq=False)
class PauseUnknownError(PrivdeskError):
    """This law stops no clock for such a question."""

    law: str
    kind: PauseKind


@dataclass(eq=False)
class QuestionOpenError(PrivdeskError):
    """The person was asked already and has not replied yet."""

    asked: date


class NoQuestionOpenError(PrivdeskError):
    """No question to the person is open."""


@dataclass(eq=False)
class FeeNotAllowedError(PrivdeskError):
    """This law lets nobody ask a fee for this."""

    law: str
    kind: ChargeKind


@dataclass(eq=False)
class FeeAmountError(PrivdeskError):
    """A fee is more than nothing, and no more than the law's most; `maximum` like `CHF 300`, or empty."""

    maximum: str = ""
    cite: str = ""


@dataclass(eq=False)
class FeeProofMissingError(PrivdeskError):
    """Who calls a request unfounded or excessive must show it."""

    cite: str


@dataclass(eq=False)
class FeeToldAlreadyError(PrivdeskError):
    """A fee was told for this request already."""

    told: date


@dataclass(eq=False)
class FeeConfirmedAlreadyError(PrivdeskError):
    """The fee was confirmed already."""

    confirmed: date


@dataclass(eq=False)
class FeeTimeOverError(PrivdeskError):
    """The time to confirm the fee had ended: the request counts as withdrawn."""

    confirm_by: date


@dataclass(eq=False)
class FeeTimeRunningError(PrivdeskError):
    """The person may still confirm the fee; None: this law sets no time for it."""

    confirm_by: date | None


@dataclass(eq=False)
class RepresentativeIncompleteError(PrivdeskError):
    """Who speaks for the person is named, for which rights, and with a paper; `part` names what lacks."""

    part: str
    """`name`, `scope` or `document`."""


@dataclass(eq=False)
class AuthorityExpiredError(PrivdeskError):
    """The representative's authority is over; nothing goes to them any more."""

    until: date


@dataclass(eq=False)
class OutsideAuthorityError(PrivdeskError):
    """The representative's authority does not cover this right."""

    right: Right


class AuthorityUnprovenError(PrivdeskError):
    """No paper was seen yet that lets the representative speak for the person; nothing goes to them."""


class NotRepresentedError(PrivdeskError):
    """Nobody speaks for the person in this request."""


class AssigneeError(PrivdeskError):
    """This colleague cannot work on this request."""


@dataclass(eq=False)
class AcknowledgedAlreadyError(PrivdeskError):
    """Receipt was confirmed already."""

    on: date


class NoteEmptyError(PrivdeskError):
    """A note without words says nothing."""


@dataclass(eq=False)
class ReasonUnknownError(PrivdeskError):
    """No such reason stands in the lists that cite this law."""

    key: str


class ReasonDisprovedError(PrivdeskError):
    """The request itself shows that this reason is not so: identity stands, or nobody speaks for the person."""


class ReasonProofMissingError(PrivdeskError):
    """The office must be able to show this reason: what shows it is written down with it."""
