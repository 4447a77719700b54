# SPDX-License-Identifier: MIT
"""Where a clock starts, and which days do not count: questions to the person, fees, rolls."""

from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from privdesk.domain.holidays import HolidayTable
from privdesk.domain.regimes import Clock, FeeEffect, FeeRule, PauseEffect, PauseKind, Regime, Span, Unit

WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Pause:
    """A question to the person, and when it was answered (None: not yet)."""

    kind: PauseKind
    asked: date
    answered: date | None = None


@dataclass(frozen=True, slots=True)
class Fee:
    """A fee told to the person, and when it was confirmed or paid (None: not yet).

    `lapsed`: the time to confirm is over and nothing came; the caller says so, the engine has no clock.
    """

    told: date
    confirmed: date | None = None
    lapsed: bool = False


@dataclass(frozen=True, slots=True)
class Reason:
    """One step of the reckoning: a key, and values as text (dates in ISO form)."""

    key: str
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Start:
    """Where the clock starts, by law, and why."""

    day: date
    basis: str
    reasons: tuple[Reason, ...] = ()
    closed: str | None = None


@dataclass(frozen=True, slots=True)
class Paused:
    """Days added to the legal date, and to the notice of extension."""

    days: int
    notice_days: int
    reasons: tuple[Reason, ...]


def add_span(day: date, span: Span, holidays: HolidayTable) -> date:
    """Return the last day of a period whose event is `day`, the event's day not counted.

    Law: Regulation 1182/71 Art. 3(1), 3(2)(c): the same-numbered day, or the last of that month.
    """
    if span.unit is Unit.DAY:
        return day + timedelta(days=span.amount)
    if span.unit is Unit.BUSINESS_DAY:
        return holidays.add_working_days(day, span.amount)
    year, month = divmod(day.year * 12 + day.month - 1 + span.amount, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def roll(clock: Clock, day: date, holidays: HolidayTable) -> date:
    """Return `day`, or the next working day where the clock's law moves its last day."""
    return holidays.next_working_day(day) if clock.roll_cite else day


def start_of(
    regime: Regime,
    clock: Clock,
    received: date,
    holidays: HolidayTable,
    pauses: Sequence[Pause],
    fee: Fee | None,
) -> Start:
    """Return where the clock starts: with receipt, or later where the law itself says so."""
    start = Start(received, "receipt")
    ordinary_end = roll(clock, add_span(received, clock.span, holidays), holidays)
    for pause in sorted(pauses, key=lambda each: each.asked):
        rule = regime.pauses.get(pause.kind)
        in_time = pause.asked <= ordinary_end
        if rule is None or rule.effect is not PauseEffect.START or pause.answered is None or not in_time:
            continue
        if pause.answered > start.day:
            started = Reason("started_later", {"basis": pause.kind.value, "cite": rule.cite})
            start = Start(pause.answered, pause.kind.value, (started,))
    if fee is None:
        return start
    if regime.fee is None:
        return _with_reason(start, Reason("fee_unknown", {"law": regime.name}))
    if fee.told > ordinary_end:
        return _with_reason(start, Reason("fee_late", {"told": fee.told.isoformat()}))
    return _fee_start(regime.fee, start, holidays, fee)


def _with_reason(start: Start, reason: Reason) -> Start:
    return replace(start, reasons=(*start.reasons, reason))


def _fee_start(rule: FeeRule, start: Start, holidays: HolidayTable, fee: Fee) -> Start:
    """Return the start after a fee.

    The reflection period is counted without a roll; a confirmation still counts on the next working day.

    Law: DPO Art. 19; UK: receipt of the fee, if later.
    """
    if rule.effect is FeeEffect.START:
        if fee.confirmed is None:
            return _with_reason(start, Reason("fee_open", {"told": fee.told.isoformat(), "cite": rule.cite}))
        if fee.confirmed <= start.day:
            return start
        return Start(fee.confirmed, "fee", (Reason("started_later", {"basis": "fee", "cite": rule.cite}),))
    ends = fee.told + timedelta(days=rule.days)
    confirm_by = holidays.next_working_day(ends)
    values = {
        "told": fee.told.isoformat(),
        "ends": ends.isoformat(),
        "confirm_by": confirm_by.isoformat(),
        "days": str(rule.days),
        "cite": rule.cite,
    }
    if fee.lapsed or (fee.confirmed is not None and fee.confirmed > confirm_by):
        return Start(max(ends, start.day), "reflection", (Reason(WITHDRAWN, values),), WITHDRAWN)
    key = "reflection" if fee.confirmed is not None else "unconfirmed"
    return Start(max(ends, start.day), "reflection", (Reason(key, values),))


def paused_days(
    regime: Regime, clock: Clock, start: Start, end: date, holidays: HolidayTable, pauses: Sequence[Pause]
) -> Paused:
    """Return the days that do not count; a day under two questions is left out once.

    `end` is the unrolled last day: a question after it no longer stops anything. One asked after the first
    span, in the time won by an extension, does not stretch the notice of that extension.
    """
    first = add_span(start.day, clock.span, holidays)
    out: set[date] = set()
    notice_out: set[date] = set()
    reasons: list[Reason] = []
    for pause in sorted(pauses, key=lambda each: each.asked):
        rule = regime.pauses.get(pause.kind)
        values = {"for": pause.kind.value, "asked": pause.asked.isoformat(), "law": regime.name}
        if rule is None:
            reasons.append(Reason("pause_unknown", values))
        elif pause.asked > roll(clock, _later(end, out), holidays):
            reasons.append(Reason("pause_late", values))
        elif pause.answered is None:
            reasons.append(Reason("pause_open", {**values, "cite": rule.cite}))
        elif rule.effect is PauseEffect.START:
            # In time it moved the start already; asked in the time won by an extension it moves nothing.
            reasons += [Reason("pause_late", values)] if pause.answered > start.day else []
        else:
            days = _days_out(rule.effect, pause.asked, pause.answered, start.day) - out
            out |= days
            if rule.stretches_notice and pause.asked <= roll(clock, _later(first, notice_out), holidays):
                notice_out |= days
            values |= {"answered": pause.answered.isoformat(), "days": str(len(days)), "cite": rule.cite}
            reasons.append(Reason("paused", values))
    return Paused(len(out), len(notice_out), tuple(reasons))


def _later(day: date, out: set[date]) -> date:
    return day + timedelta(days=len(out))


def _days_out(effect: PauseEffect, asked: date, answered: date, start: date) -> set[date]:
    """Return the days between question and reply that lie in the clock's time."""
    count = (answered - asked).days + (effect is PauseEffect.ADD_BOTH)
    days = (asked + timedelta(days=number) for number in range(count))
    return {day for day in days if day >= start}
