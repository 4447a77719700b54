# SPDX-License-Identifier: MIT
"""How retention rules answer a request for erasure: which group goes at once, which stays by law, and until when.

Law: GDPR Art. 17(1)(a)–(b), 17(3)(b), (e); FADP Art. 6(4), 32(2)(c); CO Art. 127, 958f.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import Enum, auto

from privdesk.domain.catalogue import DataGroup, RetentionRule, Trigger
from privdesk.domain.erasure_plan import CONTACT, Act, Choice, Ground, GroupHeld, PlanRow
from privdesk.domain.holds import Hold, hold_on
from privdesk.domain.retention import kept_until


class Duty(Enum):
    """What a group is to a request for erasure."""

    LAW = auto()
    """Stays against the request until its period ends."""
    NEED = auto()
    """Stays only while a contract runs."""
    FREE = auto()
    """Goes whenever the person wishes."""
    WITH_RECORD = auto()


@dataclass(frozen=True, slots=True)
class _Standing:
    duty: Duty
    ground: Ground
    act: Act = Act.KEEP


_STANDING: Mapping[str, _Standing] = {
    "identity": _Standing(Duty.LAW, Ground.CLAIMS, Act.RESTRICT),
    CONTACT: _Standing(Duty.NEED, Ground.NO_LONGER_NEEDED),
    "contract": _Standing(Duty.LAW, Ground.CLAIMS, Act.RESTRICT),
    "forms": _Standing(Duty.LAW, Ground.CLAIMS, Act.RESTRICT),
    "documents": _Standing(Duty.LAW, Ground.CLAIMS, Act.RESTRICT),
    "refund": _Standing(Duty.LAW, Ground.ACCOUNTS),
    "topups": _Standing(Duty.LAW, Ground.ACCOUNTS),
    "usage_sums": _Standing(Duty.LAW, Ground.ACCOUNTS),
    "consents": _Standing(Duty.LAW, Ground.PROOF),
    "requests": _Standing(Duty.LAW, Ground.PROOF),
    "lookups": _Standing(Duty.LAW, Ground.PROOF),
    "connections": _Standing(Duty.NEED, Ground.NO_LONGER_NEEDED),
    "usage": _Standing(Duty.NEED, Ground.NO_LONGER_NEEDED),
    "letters": _Standing(Duty.NEED, Ground.NO_LONGER_NEEDED),
    "surveys": _Standing(Duty.FREE, Ground.CONSENT),
    "duplicates": _Standing(Duty.WITH_RECORD, Ground.WITH_RECORD),
}
_OTHER = _Standing(Duty.LAW, Ground.CLAIMS, Act.RESTRICT)
"""A group that the office added: it stays by its rule."""
_DATED = frozenset({Trigger.EVENT, Trigger.BOOKING_YEAR_END})


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """What the plan is reckoned from."""

    today: date
    held: Mapping[str, GroupHeld]
    contract_runs: bool = False
    contract_end: date | None = None
    """The last day of the last contract, where all have ended; None: one runs, or there was none."""
    case_open: bool = False
    case_closed: date | None = None
    """The day on which the last request was closed."""
    holds: Sequence[Hold] = ()
    choices: Mapping[str, Choice] = field(default_factory=dict)


def plan_rows(
    groups: Sequence[DataGroup], rules: Mapping[str, RetentionRule], facts: PlanFacts
) -> tuple[PlanRow, ...]:
    """A row for each group of the catalogue, in its order; identity is followed by the part nobody needs longer."""
    rows = {group.key: _row(group.key, rules[group.rule], facts) for group in groups}
    if "identity" in rows:
        rows = _with_contact(rows, rules, facts)
        rows["identity"] = _as_vouchers_need(rows, facts)
    for key, standing in _STANDING.items():
        if standing.duty is Duty.WITH_RECORD and key in rows:
            rows[key] = _with_record(rows[key], rows.get("identity"))
    decided = {key: _decided(row, rules[row.rule], facts) for key, row in rows.items()}
    if "identity" in decided:
        decided["identity"] = _as_holds_need(decided)
        decided[CONTACT] = _as_its_name(decided[CONTACT], decided["identity"])
    return tuple(decided.values())


def cut_off(rule: RetentionRule, today: date) -> date | None:
    """The last day whose entries are past their period; None for rules that do not look at the entry's own day."""
    if rule.trigger not in _DATED:
        return None
    if rule.trigger is Trigger.BOOKING_YEAR_END:
        day = date(today.year - rule.months // 12, 12, 31)
        while _over(rule, day, today) is False:
            day = date(day.year - 1, 12, 31)
        return day
    day = today - timedelta(days=rule.months * 30)
    while not _over(rule, day, today):
        day -= timedelta(days=1)
    return day


def _over(rule: RetentionRule, day: date, today: date) -> bool:
    until = kept_until(rule, event=day)
    return until is not None and until < today


def _row(key: str, rule: RetentionRule, facts: PlanFacts) -> PlanRow:
    standing, held = _STANDING.get(key, _OTHER), facts.held.get(key, GroupHeld())
    until = _until(rule, held, facts)
    goes = PlanRow(key, held.count, Act.ERASE, Act.ERASE, _goes_by(standing, until, facts), rule.key)
    stays = replace(goes, act=standing.act, proposed=standing.act, ground=standing.ground, until=until)
    if standing.duty is Duty.FREE or not held.count:
        return goes
    if standing.duty is Duty.WITH_RECORD:
        return replace(stays, until=None)
    if facts.contract_runs and (standing.duty is Duty.NEED or rule.trigger is Trigger.CONTRACT_END):
        over = until is not None and until < facts.today
        running = replace(stays, act=Act.KEEP, proposed=Act.KEEP, ground=Ground.CONTRACT_RUNS)
        return goes if over else running
    if standing.duty is Duty.NEED:
        return goes
    if key == "requests" and facts.case_open:
        return replace(stays, until=None)
    return stays if until is not None and until >= facts.today else goes


def _until(rule: RetentionRule, held: GroupHeld, facts: PlanFacts) -> date | None:
    return kept_until(rule, event=held.newest, contract_end=facts.contract_end, case_closed=facts.case_closed)


def _goes_by(standing: _Standing, until: date | None, facts: PlanFacts) -> Ground:
    if standing.duty is Duty.FREE:
        return Ground.CONSENT
    return Ground.PERIOD_OVER if until is not None and until < facts.today else Ground.NO_LONGER_NEEDED


def _with_contact(
    rows: Mapping[str, PlanRow], rules: Mapping[str, RetentionRule], facts: PlanFacts
) -> dict[str, PlanRow]:
    result: dict[str, PlanRow] = {}
    for key, row in rows.items():
        result[key] = row
        if key == "identity":
            result[CONTACT] = _row(CONTACT, rules[row.rule], facts)
    return result


def _as_vouchers_need(rows: Mapping[str, PlanRow], facts: PlanFacts) -> PlanRow:
    """Vouchers without a name prove nothing: the name stays as long as they do, and is restricted."""
    identity = rows["identity"]
    kept = [rows[key] for key in ("topups", "usage_sums", "refund") if key in rows]
    kept = [row for row in kept if row.held and row.until is not None and row.act is not Act.ERASE]
    kept = [row for row in kept if _chosen(row, facts) is not Act.ERASE]
    if not kept or not identity.held or identity.ground is Ground.CONTRACT_RUNS:
        return identity
    last = max(kept, key=lambda row: row.until or date.min)
    if identity.act is not Act.ERASE and identity.until and last.until and identity.until >= last.until:
        return identity
    return replace(
        identity, act=Act.RESTRICT, proposed=Act.RESTRICT, ground=Ground.VOUCHERS, rule=last.rule, until=last.until
    )  # fmt: skip


def _as_holds_need(rows: Mapping[str, PlanRow]) -> PlanRow:
    """What a hold keeps is worth nothing without whose it is: the name stays with it."""
    identity = rows["identity"]
    hold = next((row.hold for row in rows.values() if row.hold is not None), None)
    if hold is None or identity.act is not Act.ERASE or not identity.held:
        return identity
    return replace(
        identity, act=Act.RESTRICT, proposed=Act.RESTRICT, ground=Ground.HOLD, hold=hold, reason=""
    )


def _as_its_name(contact: PlanRow, identity: PlanRow) -> PlanRow:
    """E-mail and phones of nobody are kept for nothing: they go with the name."""
    if identity.act is not Act.ERASE or not identity.held or contact.act is Act.ERASE:
        return contact
    return replace(
        contact, act=Act.ERASE, proposed=Act.ERASE, ground=Ground.WITH_RECORD, until=None, reason=""
    )


def _chosen(row: PlanRow, facts: PlanFacts) -> Act:
    choice = facts.choices.get(row.group)
    return choice.act if choice is not None else row.act


def _with_record(row: PlanRow, identity: PlanRow | None) -> PlanRow:
    """Notes on mix-ups say something only while there is a record that could be mixed up."""
    act = Act.ERASE if identity is None or identity.act is Act.ERASE else Act.KEEP
    until = identity.until if identity is not None and act is Act.KEEP else None
    return replace(row, act=act, proposed=act, ground=Ground.WITH_RECORD, until=until)


def _decided(row: PlanRow, rule: RetentionRule, facts: PlanFacts) -> PlanRow:
    """A hold keeps, whatever else was said; then what somebody decided counts."""
    hold = hold_on(facts.holds, row.group)
    if hold is not None and row.held:
        act = row.act if row.act is not Act.ERASE else Act.RESTRICT
        return replace(row, act=act, proposed=act, ground=Ground.HOLD, hold=hold)
    choice = facts.choices.get(row.group)
    if choice is None or row.locked or not row.held:
        return row
    until = row.until
    if choice.act is not Act.ERASE and until is None and row.proposed is Act.ERASE:
        until = _until(rule, facts.held.get(row.group, GroupHeld()), facts)
    return replace(row, act=choice.act, reason=choice.reason, until=until)


def with_cut_offs(
    rows: Sequence[PlanRow], rules: Mapping[str, RetentionRule], over: Mapping[str, int], today: date
) -> tuple[PlanRow, ...]:
    """The rows with what is past its period although the rest stays; `over` counts entries up to each cut-off."""
    result = []
    for row in rows:
        day = cut_off(rules[row.rule], today) if row.act is not Act.ERASE and row.hold is None else None
        count = over.get(row.group, 0) if day is not None else 0
        result.append(replace(row, cut_off=day if count else None, over=count))
    return tuple(result)
