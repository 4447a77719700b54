# SPDX-License-Identifier: MIT
"""A privacy law as a value: its clocks, pauses, fee and rights. The texts stand in resources/regimes."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, NewType

from privdesk.domain.deadline_errors import ClockUnknownError, RegimeUnreadableError
from privdesk.domain.rights import Right

RegimeId = NewType("RegimeId", str)


class ClockKind(StrEnum):
    """What has to be answered in time."""

    REQUEST = "request"
    REFUSAL = "refusal"
    COMPLAINT = "complaint"
    OPT_OUT = "opt-out"


class PauseKind(StrEnum):
    """What the person was asked."""

    IDENTITY = "identity"
    CLARIFICATION = "clarification"


class Unit(StrEnum):
    """What a period is counted in."""

    MONTH = "month"
    DAY = "day"
    BUSINESS_DAY = "business-day"


class PauseEffect(StrEnum):
    """What a question does to the clock."""

    ADD_BETWEEN = "add-reply-minus-ask"
    """The days from the question (counted) to the reply (not counted) are added."""
    ADD_BOTH = "add-both-inclusive"
    """The days from the question to the reply, both counted, are added."""
    START = "start"
    """The clock starts with the reply, if that is later."""


class FeeEffect(StrEnum):
    """What a fee does to the clock."""

    REFLECTION = "reflection"
    """The clock starts when the reflection period ends; no confirmation within it withdraws the request."""
    START = "start"
    """The clock starts with the payment, if that is later."""


class ChargeKind(StrEnum):
    """What a fee is asked for."""

    EFFORT = "effort"
    """The answer takes a disproportionate effort."""
    FURTHER_COPIES = "further-copies"
    EXCESSIVE = "excessive"
    """The request is manifestly unfounded or excessive; the office bears the proof."""


@dataclass(frozen=True, slots=True)
class Span:
    """A length of time, such as one month or ten business days."""

    amount: int
    unit: Unit


@dataclass(frozen=True, slots=True)
class ExtensionRule:
    """How far a clock may be extended, in all from its start; `total` None: the office names the date."""

    cite: str
    total: Span | None = None
    chained_safe: Span | None = None
    """The further span; counted on from the end of the first span it may give an earlier, safe day."""


@dataclass(frozen=True, slots=True)
class AcknowledgementRule:
    """How soon receipt must be confirmed."""

    span: Span
    cite: str


@dataclass(frozen=True, slots=True)
class Clock:
    """One period of a law, from the event (not counted) to its last day."""

    span: Span
    cite: str
    roll_cite: str = ""
    """Rule that moves a last day that is no working day to the next one; empty: it does not move."""
    first_day_counts: bool = False
    """A strict reading counts the day of the event: the safe date is one day earlier."""
    extension: ExtensionRule | None = None
    ignores_extension: bool = False
    """The clock is the same where the case is extended."""
    acknowledgement: AcknowledgementRule | None = None
    in_force: date | None = None
    at_once_cite: str = ""
    """Rule that wants a first, simple answer at once."""
    silence_cite: str = ""
    """Rule by which silence counts as a refusal."""
    remedies: tuple[str, ...] = ()
    """What the letter must mention: `controller`, `authority`, `court`."""


@dataclass(frozen=True, slots=True)
class PauseRule:
    """What a question of one kind does under a law."""

    effect: PauseEffect
    cite: str
    stretches_notice: bool = False
    """Whether the time for the notice of extension gets longer too."""


@dataclass(frozen=True, slots=True)
class FeeRule:
    """When a fee is told and what it does to the clock."""

    effect: FeeEffect
    cite: str
    days: int = 0
    maximum: str = ""
    """Amount with currency, such as `CHF 300`."""


@dataclass(frozen=True, slots=True)
class ChargeRule:
    """A fee that a law lets the office ask."""

    cite: str
    maximum: str = ""
    """Amount with currency, such as `CHF 300`; empty: what is reasonable."""
    proof: bool = False
    """Whether the office must show why."""
    rights: frozenset[Right] = frozenset()
    """The rights whose answer it may be asked for; none: whatever was asked."""

    def is_for(self, right: Right) -> bool:
        """Whether the answer to this right may wait for the fee."""
        return not self.rights or right in self.rights


@dataclass(frozen=True, slots=True)
class RightRule:
    """A right as a law knows it."""

    article: str
    """To be shown and printed, such as `GDPR Art. 15`."""
    at_once: str = ""
    """`always` or `advertising`: it acts at once, only the confirmation has the clock's time."""
    note: str = ""
    """Key of a remark, such as `none_as_such`."""


@dataclass(frozen=True, slots=True)
class Regime:
    """One privacy law as the desk applies it; a case keeps `id` and `version`."""

    id: RegimeId
    version: str
    name: str
    """Short name, such as `UK GDPR`."""
    title_key: str
    """The law's full name in English, to be passed through gettext."""
    laws: tuple[str, ...]
    """Short names of the texts that are cited."""
    default_place: str
    """Place whose holidays count where the office has named none."""
    clocks: Mapping[ClockKind, Clock]
    pauses: Mapping[PauseKind, PauseRule] = field(default_factory=dict)
    fee: FeeRule | None = None
    """What a fee does to the clock; None: nothing."""
    charges: Mapping[ChargeKind, ChargeRule] = field(default_factory=dict)
    """The fees that may be asked."""
    rights: Mapping[str, RightRule] = field(default_factory=dict)
    """By right: access, portability, rectification, erasure, restriction, notification, objection, …"""
    residence: tuple[str, ...] = ()
    """Countries or subdivisions (ISO 3166) whose residents this law is proposed for."""
    keep_requests_months: int | None = None

    @property
    def articles(self) -> Mapping[str, str]:
        """The article to cite for each right that exists here."""
        return {right: rule.article for right, rule in self.rights.items()}

    def clock(self, kind: ClockKind) -> Clock:
        """Return the clock for `kind`.

        Raises:
            ClockUnknownError: this law has none.
        """
        try:
            return self.clocks[kind]
        except KeyError:
            raise ClockUnknownError(self.id, kind.value, tuple(sorted(self.clocks))) from None

    def charges_for(self, rights: Collection[Right]) -> Mapping[ChargeKind, ChargeRule]:
        """The fees that may be asked where these rights are asked for."""
        return {
            kind: rule
            for kind, rule in self.charges.items()
            if not rule.rights or any(map(rule.is_for, rights))
        }


def parse_regime(data: Mapping[str, Any]) -> Regime:
    """Build a regime from the parsed file.

    Raises:
        RegimeUnreadableError: a key is missing, unknown or has a value that makes no sense.
    """
    name = data.get("id")
    try:
        return _regime(dict(data))
    except (KeyError, TypeError, ValueError, AttributeError) as problem:
        raise RegimeUnreadableError(name if isinstance(name, str) else "", str(problem)) from problem


def _regime(data: dict[str, Any]) -> Regime:
    fee = data.pop("fee", None)
    return Regime(
        id=RegimeId(_text(data.pop("id"))),
        clocks={ClockKind(kind): _clock(clock) for kind, clock in data.pop("clocks").items()},
        pauses={PauseKind(kind): _pause(rule) for kind, rule in data.pop("pauses", {}).items()},
        fee=None if fee is None else FeeRule(**{**fee, "effect": FeeEffect(fee["effect"])}),
        charges={ChargeKind(kind): _charge(rule) for kind, rule in data.pop("charges", {}).items()},
        rights={_text(right): RightRule(**rule) for right, rule in data.pop("rights", {}).items()},
        laws=tuple(_text(law) for law in data.pop("laws")),
        residence=tuple(_text(place) for place in data.pop("residence", ())),
        **data,
    )


def _charge(data: Mapping[str, Any]) -> ChargeRule:
    return ChargeRule(**{**data, "rights": frozenset(Right(right) for right in data.get("rights", ()))})


def _clock(data: Mapping[str, Any]) -> Clock:
    rest = dict(data)
    span = _span(rest.pop("amount"), rest.pop("unit"))
    extension = rest.pop("extension", None)
    acknowledgement = rest.pop("acknowledgement", None)
    return Clock(
        span=span,
        extension=None if extension is None else _extension(extension, span.unit),
        acknowledgement=None if acknowledgement is None else _acknowledgement(acknowledgement),
        remedies=tuple(_text(remedy) for remedy in rest.pop("remedies", ())),
        **rest,
    )


def _extension(data: Mapping[str, Any], unit: Unit) -> ExtensionRule:
    rest = dict(data)
    total, further = rest.pop("total", None), rest.pop("chained_safe", None)
    return ExtensionRule(
        total=None if total is None else _span(total, unit),
        chained_safe=None if further is None else _span(further, unit),
        **rest,
    )


def _acknowledgement(data: Mapping[str, Any]) -> AcknowledgementRule:
    rest = dict(data)
    return AcknowledgementRule(span=_span(rest.pop("amount"), rest.pop("unit")), **rest)


def _pause(data: Mapping[str, Any]) -> PauseRule:
    return PauseRule(**{**data, "effect": PauseEffect(data["effect"])})


def _span(amount: object, unit: object) -> Span:
    if not isinstance(amount, int) or isinstance(amount, bool) or amount <= 0:
        raise ValueError("amount")
    return Span(amount, Unit(_text(unit)))


def _text(value: object) -> str:
    if not isinstance(value, str) or not value:
        raise ValueError("text expected")
    return value
