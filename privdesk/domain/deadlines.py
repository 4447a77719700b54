# SPDX-License-Identifier: MIT
"""When a request must be answered: the legal date, the safe date, and why.

All dates are civil dates at the office, never UTC. The *legal* date has pauses and the roll to a working day
applied; the *safe* date has neither and is never later under any reading; *act by* is the last working day on
or before the safe date.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from privdesk.domain.deadline_errors import (
    AnswerBeforeQuestionError,
    ClockNotInForceError,
    DateOutOfReachError,
    ExtensionShortensError,
    ExtensionTooLateError,
    ExtensionUnknownError,
    FeeBeforeRequestError,
    FeeConfirmedBeforeToldError,
    QuestionBeforeRequestError,
)
from privdesk.domain.holidays import HolidayTable
from privdesk.domain.reckoning import Fee, Pause, Paused, Reason, Start, add_span, paused_days, roll, start_of
from privdesk.domain.regimes import Clock, ClockKind, PauseKind, Regime, RegimeId, Unit

__all__ = [
    "ClockKind",
    "Deadline",
    "Fee",
    "HolidayTable",
    "Pause",
    "PauseKind",
    "Reason",
    "Regime",
    "RegimeId",
    "add_span",
    "compute",
    "require_reach",
]

_ONE_DAY = timedelta(days=1)
_FIRST_YEAR, _LAST_YEAR = 1990, 2190


@dataclass(frozen=True, slots=True)
class Deadline:
    """When to answer, with the steps that led there; `closed` is `withdrawn` where a case closes itself."""

    legal: date
    safe: date
    act_by: date
    extension_notice: date | None
    """Last day for the notice of extension, with reasons; None where there is no extension."""
    acknowledge_by: date | None
    reasons: tuple[Reason, ...]
    regime: RegimeId
    closed: str | None = None


def compute(
    regime: Regime,
    received: date,
    holidays: HolidayTable,
    *,
    kind: ClockKind = ClockKind.REQUEST,
    extended: bool = False,
    pauses: Sequence[Pause] = (),
    fee: Fee | None = None,
    extension_told: date | None = None,
    extension_named: date | None = None,
) -> Deadline:
    """Reckon the dates of one clock.

    `received` is the day on which it reached any official channel, whatever the weekday. Questions and fees
    that have no effect under this law are named in the reasons, not refused: they are facts of the case.
    `extension_named` is the date the office named where the law sets no length; elsewhere it is not used.

    Law: resources/regimes; safe date, act-by date and the two readings as docs/adr/0005 says.

    Raises:
        ClockUnknownError: this law has no such clock.
        ClockNotInForceError: the clock did not exist when this was received.
        ExtensionUnknownError, ExtensionTooLateError, ExtensionShortensError: it cannot be extended so.
        AnswerBeforeQuestionError, QuestionBeforeRequestError, FeeBeforeRequestError,
        FeeConfirmedBeforeToldError: dates in an order that cannot be.
        DateOutOfReachError: a date before 1990 or after 2190.
    """
    clock = regime.clock(kind)
    _check(clock, kind, regime, received, pauses, fee)
    start = start_of(regime, clock, received, holidays, pauses, fee)
    longer = _may_extend(regime, clock, kind) if extended else False
    end = _end(clock, start.day, holidays, longer=longer)
    paused = paused_days(regime, clock, start, end, holidays, pauses)
    moved = end + timedelta(days=paused.days)
    notice = _notice(clock, start.day, paused, holidays)
    if longer and notice is not None and extension_told is not None and extension_told > notice:
        raise ExtensionTooLateError(extension_told, notice)
    legal, safe = roll(clock, moved, holidays), _safe(clock, start.day, holidays, longer=longer)
    named: tuple[Reason, ...] = ()
    if longer and clock.extension is not None and clock.extension.total is None:
        legal, safe, named = _named(clock.extension.cite, legal, safe, extension_named)
    safe = min(safe, legal)
    act_by = holidays.previous_working_day(safe)
    acknowledge = _acknowledge(clock, start.day, legal, holidays)
    reasons = (
        *start.reasons,
        _period(clock, kind, start, end, longer=longer),
        *paused.reasons,
        *_rolled(clock, moved, holidays),
        *named,
        *_safe_reason(clock, end, safe, legal, act_by, longer=longer),
        *_other_dates(clock, kind, notice, acknowledge, longer=longer),
    )
    return Deadline(legal, safe, act_by, notice, acknowledge, reasons, regime.id, start.closed)


def require_reach(received: date, pauses: Sequence[Pause] = (), fee: Fee | None = None) -> None:
    """Refuse a year that must be a slip of the keys. Raises: DateOutOfReachError."""
    told = () if fee is None else (fee.told, fee.confirmed or fee.told)
    for day in (received, *told, *(day for pause in pauses for day in (pause.asked, pause.answered) if day)):
        if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
            raise DateOutOfReachError(day)


def _check(
    clock: Clock, kind: ClockKind, regime: Regime, received: date, pauses: Sequence[Pause], fee: Fee | None
) -> None:
    """Refuse dates that cannot be."""
    require_reach(received, pauses, fee)
    if clock.in_force is not None and received < clock.in_force:
        raise ClockNotInForceError(regime.id, kind.value, clock.in_force)
    for pause in pauses:
        if pause.asked < received:
            raise QuestionBeforeRequestError(pause.asked, received)
        if pause.answered is not None and pause.answered < pause.asked:
            raise AnswerBeforeQuestionError(pause.asked, pause.answered)
    if fee is not None and fee.told < received:
        raise FeeBeforeRequestError(fee.told, received)
    if fee is not None and fee.confirmed is not None and fee.confirmed < fee.told:
        raise FeeConfirmedBeforeToldError(fee.told, fee.confirmed)


def _may_extend(regime: Regime, clock: Clock, kind: ClockKind) -> bool:
    """Whether an extension changes this clock; refused where the law has none."""
    if clock.ignores_extension:
        return False
    if clock.extension is None:
        raise ExtensionUnknownError(regime.id, kind.value)
    return True


def _end(clock: Clock, start: date, holidays: HolidayTable, *, longer: bool) -> date:
    """Return the last day of the clock before any pause or roll."""
    if longer and clock.extension is not None and clock.extension.total is not None:
        return add_span(start, clock.extension.total, holidays)
    return add_span(start, clock.span, holidays)


def _safe(clock: Clock, start: date, holidays: HolidayTable, *, longer: bool) -> date:
    """Return the day that is in time under every reading: no pause, no roll, the earliest way of counting.

    Law: GDPR Art. 12(3): two further months counted on from the clamped first month; UK GDPR Art. 12A(1): a
    month "beginning with" the day; 11 CCR 7021: the day of receipt counted.
    """
    if clock.first_day_counts and clock.span.unit is Unit.BUSINESS_DAY:
        return _end(clock, start - _ONE_DAY, holidays, longer=longer)
    end = _end(clock, start, holidays, longer=longer)
    further = clock.extension.chained_safe if longer and clock.extension is not None else None
    if further is not None:
        end = min(end, add_span(add_span(start, clock.span, holidays), further, holidays))
    return end - _ONE_DAY if clock.first_day_counts else end


def _notice(clock: Clock, start: date, paused: Paused, holidays: HolidayTable) -> date | None:
    """Return the last day for the notice of extension: the first span, never the extended one."""
    if clock.extension is None:
        return None
    end = add_span(start, clock.span, holidays) + timedelta(days=paused.notice_days)
    return roll(clock, end, holidays)


def _acknowledge(clock: Clock, start: date, legal: date, holidays: HolidayTable) -> date | None:
    rule = clock.acknowledgement
    if rule is None:
        return None
    return min(roll(clock, add_span(start, rule.span, holidays), holidays), legal)


def _named(cite: str, legal: date, safe: date, named: date | None) -> tuple[date, date, tuple[Reason, ...]]:
    """Apply an extension whose length the law leaves to the office.

    Law: DPO Art. 18(2): say within the time that it is not possible, and name the date.
    """
    if named is None:
        return legal, safe, (Reason("extension_unnamed", {"cite": cite}),)
    if named < safe:
        raise ExtensionShortensError(named, safe)
    reason = Reason("extension_named", {"named": named.isoformat(), "cite": cite})
    return max(legal, named), max(safe, named), (reason,)


def _period(clock: Clock, kind: ClockKind, start: Start, end: date, *, longer: bool) -> Reason:
    extension = clock.extension if longer else None
    total = extension.total if extension is not None else None
    span = total or clock.span
    cites = clock.cite.split("; ")
    if extension is not None and total is not None:
        cites += extension.cite.split("; ")
    return Reason(
        "period",
        {
            "kind": kind.value,
            "basis": start.basis,
            "start": start.day.isoformat(),
            "amount": str(span.amount),
            "unit": span.unit.value,
            "end": end.isoformat(),
            "extended": "yes" if total is not None else "",
            "cite": "; ".join(dict.fromkeys(cites)),
        },
    )


def _rolled(clock: Clock, end: date, holidays: HolidayTable) -> tuple[Reason, ...]:
    to = roll(clock, end, holidays)
    if to == end:
        return ()
    return (Reason("rolled", {"from": end.isoformat(), "to": to.isoformat(), "cite": clock.roll_cite}),)


def _safe_reason(
    clock: Clock, end: date, safe: date, legal: date, act_by: date, *, longer: bool
) -> tuple[Reason, ...]:
    """Say which day is safe, and the last working day before it, where they differ from the legal date."""
    reasons: list[Reason] = []
    if safe != legal:
        chained = longer and clock.extension is not None and clock.extension.chained_safe is not None
        earliest = end - _ONE_DAY if clock.first_day_counts else end
        values = {
            "day": safe.isoformat(),
            "first_day": "yes" if clock.first_day_counts else "",
            "chained": "yes" if chained and safe < earliest else "",
        }
        reasons.append(Reason("safe", values))
    if act_by != safe:
        reasons.append(Reason("act_by", {"day": act_by.isoformat()}))
    return tuple(reasons)


def _other_dates(
    clock: Clock, kind: ClockKind, notice: date | None, acknowledge: date | None, *, longer: bool
) -> tuple[Reason, ...]:
    reasons: list[Reason] = []
    if longer and notice is not None and clock.extension is not None:
        reasons.append(Reason("notice", {"by": notice.isoformat(), "cite": clock.extension.cite}))
    if acknowledge is not None and clock.acknowledgement is not None and kind is not ClockKind.COMPLAINT:
        values = {"by": acknowledge.isoformat(), "cite": clock.acknowledgement.cite}
        reasons.append(Reason("acknowledge", values))
    if clock.at_once_cite:
        reasons.append(Reason("at_once", {"cite": clock.at_once_cite}))
    if clock.silence_cite:
        reasons.append(Reason("silence", {"cite": clock.silence_cite}))
    if clock.remedies:
        reasons.append(Reason("remedies", {"remedies": ",".join(clock.remedies)}))
    return tuple(reasons)
