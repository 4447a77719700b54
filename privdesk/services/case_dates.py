# SPDX-License-Identifier: MIT
"""All dates of a case under one law, from the facts of the case; and the care that a second law asks for."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date

from privdesk.domain.cases import Case, Outcome, Right
from privdesk.domain.deadline_errors import ExtensionShortensError, ExtensionTooLateError
from privdesk.domain.deadlines import Deadline, Fee, HolidayTable, Pause, Reason, compute
from privdesk.domain.regimes import ChargeKind, ClockKind, Regime


@dataclass(frozen=True, slots=True)
class DateFacts:
    """What the dates of a case depend on, besides the law and the holidays."""

    received: date
    kind: ClockKind
    rights: tuple[Right, ...]
    open_rights: tuple[Right, ...] = ()
    """Rights still to be decided: the first of their clocks to run out is the case's."""
    pauses: tuple[Pause, ...] = ()
    fee: Fee | None = None
    fee_kind: ChargeKind | None = None
    extended: bool = False
    told: date | None = None
    """When the extension was told."""
    named: date | None = None
    """The date that the notice of extension named."""

    @property
    def last_day(self) -> date:
        """The latest day of them all: the holidays must reach beyond it."""
        days = [self.received, self.told, self.named]
        days += [day for pause in self.pauses for day in (pause.asked, pause.answered)]
        days += [self.fee.told, self.fee.confirmed] if self.fee is not None else []
        return max(day for day in days if day is not None)


@dataclass(frozen=True, slots=True)
class LawDates:
    """The dates under one law."""

    regime: Regime
    table: HolidayTable
    deadline: Deadline
    """Of the whole case: the first to run out of the rights still open."""
    refusal: Deadline | None
    by_right: Mapping[Right, Deadline]


def date_facts(case: Case) -> DateFacts:
    """What the dates of a case depend on."""
    return DateFacts(
        received=case.received_on,
        kind=case.kind.clock,
        rights=tuple(each.right for each in case.rights),
        open_rights=tuple(each.right for each in case.rights if each.outcome is Outcome.TO_DECIDE),
        pauses=case.pauses,
        fee=case.fee.clock_fee if case.fee is not None else None,
        fee_kind=case.fee.kind if case.fee is not None else None,
        extended=case.extended,
        told=case.extension_told,
        named=case.extension_named,
    )


def clock_kind(regime: Regime, right: Right, kind: ClockKind = ClockKind.REQUEST) -> ClockKind:
    """The clock of one right in a case of that kind: the opt-out's where the law has one for objections.

    Law: 11 CCR 7026(f).
    """
    opts_out = right is Right.OBJECTION and ClockKind.OPT_OUT in regime.clocks
    return ClockKind.OPT_OUT if kind is ClockKind.REQUEST and opts_out else kind


def clock_kinds(regime: Regime, facts: DateFacts, rights: Collection[Right]) -> list[ClockKind]:
    """The clocks of these rights, or the case's own where it has none."""
    return sorted({clock_kind(regime, right, facts.kind) for right in rights} or {facts.kind})


def dates_under(regime: Regime, table: HolidayTable, facts: DateFacts) -> LawDates:
    """Reckon every clock of the case. The refusal's is never extended; a fee moves those whose answer it is for.

    Law: GDPR Art. 12(3)–(4), DPO Art. 18–19, 11 CCR 7021, 7026(f), DPA 2018 s. 164A.

    Raises: as `privdesk.domain.deadlines.compute`.
    """
    by_right = {
        right: _one(regime, table, fee_facts(regime, facts, right), clock_kind(regime, right, facts.kind))
        for right in facts.rights
    }
    running = facts.open_rights or facts.rights
    clocks = [by_right[right] for right in running] or [_one(regime, table, facts, facts.kind)]
    first = _with_fee(min(clocks, key=lambda each: (each.safe, each.legal)), clocks)
    refusal = None
    if facts.kind is ClockKind.REQUEST and ClockKind.REFUSAL in regime.clocks:
        paid = [fee_facts(regime, facts, right) for right in running] or [facts]
        refusals = [_one(regime, table, each, ClockKind.REFUSAL) for each in paid]
        refusal = min(refusals, key=lambda each: (each.safe, each.legal))
    return LawDates(regime, table, first, refusal, by_right)


def fee_facts(regime: Regime, facts: DateFacts, right: Right) -> DateFacts:
    """The facts of one right: without the fee where the law lets nobody ask one for its answer.

    Law: DPO Art. 19 speaks of information, GDPR Art. 15(3) of copies; an erasure waits for neither.
    """
    rule = regime.charges.get(facts.fee_kind) if facts.fee_kind is not None else None
    return facts if rule is None or rule.is_for(right) else replace(facts, fee=None)


def _with_fee(first: Deadline, clocks: Collection[Deadline]) -> Deadline:
    """The first clock to run out, with a word on a fee that waits beside it."""
    told = next((each for clock in clocks for each in clock.reasons if "confirm_by" in each.values), None)
    if told is None or told in first.reasons:
        return first
    return replace(first, reasons=(*first.reasons, Reason("fee_beside", told.values)))


def second_dates(regime: Regime, table: HolidayTable, facts: DateFacts, named: date) -> LawDates:
    """The dates under a second law that may apply; it follows an extension only where its own notice is kept.

    `named` is the date that the notice of extension gave the person.
    """
    if facts.extended:
        try:
            return dates_under(regime, table, replace(facts, named=named))
        except (ExtensionTooLateError, ExtensionShortensError):
            pass
    return dates_under(regime, table, replace(facts, extended=False, told=None, named=None))


def with_dates(case: Case, ours: LawDates, theirs: LawDates | None) -> Case:
    """The case with its dates; of two laws the earlier safe date counts. A right decided keeps its own dates."""

    def careful(own: Deadline, other: Deadline | None) -> Deadline:
        return own if theirs is None else careful_of(own, other, theirs.regime.name)

    def dated(right: Right) -> Deadline:
        return careful(ours.by_right[right], theirs.by_right[right] if theirs is not None else None)

    return replace(
        case,
        regime=ours.regime.id,
        regime_version=ours.regime.version,
        holiday_place=ours.table.place,
        holiday_digest=ours.table.digest(),
        deadline=careful(ours.deadline, theirs.deadline if theirs is not None else None),
        refusal=careful(ours.refusal, theirs.refusal if theirs is not None else None)
        if ours.refusal is not None
        else None,
        rights=tuple(
            replace(each, legal=dated(each.right).legal, safe=dated(each.right).safe)
            if each.outcome is Outcome.TO_DECIDE or each.safe is None
            else each
            for each in case.rights
        ),
    )


def careful_of(own: Deadline, other: Deadline | None, law: str) -> Deadline:
    """The chosen law's deadline, with the other law's safe date where that is earlier, and a word on why."""
    if other is None or other.safe >= own.safe:
        return own
    kept = tuple(reason for reason in own.reasons if reason.key not in {"safe", "act_by"})
    why = Reason("safe_elsewhere", {"law": law, "day": other.safe.isoformat()})
    return replace(own, safe=other.safe, act_by=other.act_by, reasons=(*kept, why))


def never_earlier(dates: Deadline, before: Deadline) -> Deadline:
    """An extension moves no date forward."""
    return replace(
        dates,
        legal=max(dates.legal, before.legal),
        safe=max(dates.safe, before.safe),
        act_by=max(dates.act_by, before.act_by),
    )


def _one(regime: Regime, table: HolidayTable, facts: DateFacts, kind: ClockKind) -> Deadline:
    longer = facts.extended and regime.clock(kind).extension is not None
    return compute(
        regime, facts.received, table, kind=kind, extended=longer, pauses=facts.pauses, fee=facts.fee,
        extension_told=facts.told, extension_named=facts.named,
    )  # fmt: skip
