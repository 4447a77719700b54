# SPDX-License-Identifier: MIT
"""Laws and places that are not on file, and dates that cannot be."""

from dataclasses import dataclass
from datetime import date

from privdesk.domain.errors import PrivdeskError


@dataclass(eq=False)
class RegimeUnknownError(PrivdeskError):
    """No law of this name is on file."""

    regime: str
    known: tuple[str, ...]


@dataclass(eq=False)
class RegimeUnreadableError(PrivdeskError):
    """The file of a law lacks a part or has one that makes no sense."""

    regime: str
    part: str


@dataclass(eq=False)
class PlaceUnknownError(PrivdeskError):
    """The holidays of this place are not known."""

    place: str
    known: tuple[str, ...]


@dataclass(eq=False)
class ClockUnknownError(PrivdeskError):
    """A law sets no time for this kind of answer."""

    regime: str
    kind: str
    known: tuple[str, ...]


@dataclass(eq=False)
class ClockNotInForceError(PrivdeskError):
    """The duty did not exist yet when this was received."""

    regime: str
    kind: str
    in_force: date


@dataclass(eq=False)
class ExtensionUnknownError(PrivdeskError):
    """A law does not let this time be extended."""

    regime: str
    kind: str


@dataclass(eq=False)
class ExtensionTooLateError(PrivdeskError):
    """The notice of extension came after its last day."""

    told: date
    latest: date


@dataclass(eq=False)
class ExtensionShortensError(PrivdeskError):
    """The date named for the answer lies before the ordinary end."""

    named: date
    end: date


@dataclass(eq=False)
class QuestionBeforeRequestError(PrivdeskError):
    """A question to the person is dated before the request it is about."""

    asked: date
    received: date


@dataclass(eq=False)
class AnswerBeforeQuestionError(PrivdeskError):
    """A reply is dated before its question."""

    asked: date
    answered: date


class AnswerWithoutQuestionError(PrivdeskError):
    """A reply is given without the day of its question."""


@dataclass(eq=False)
class FeeBeforeRequestError(PrivdeskError):
    """A fee was told before the request it is about."""

    told: date
    received: date


@dataclass(eq=False)
class FeeConfirmedBeforeToldError(PrivdeskError):
    """A fee was confirmed before it was told."""

    told: date
    confirmed: date


class FeeConfirmedUntoldError(PrivdeskError):
    """A fee is confirmed that was not told."""


@dataclass(eq=False)
class DateOutOfReachError(PrivdeskError):
    """A date is so far away that it must be a slip of the keys."""

    day: date
