# SPDX-License-Identifier: MIT
"""What has reached the end of its retention period on a day, and what will in the months to come.

Rules become cut-offs here, without a record being read. Law: GDPR Art. 5(1)(e); FADP Art. 6(4).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from privdesk.domain.catalogue import DataGroup, RetentionRule, Trigger
from privdesk.domain.erasure_plan import CONTACT
from privdesk.domain.retention import add_months, kept_until

IDENTITY = "identity"
USAGE_SUMS = "usage_sums"
"""Usage by month, kept as accounts demand once the detail went."""
UNENTERED = "unentered"
"""What arrived and what was half typed, and belongs to nobody on file."""
DATED = frozenset({Trigger.EVENT, Trigger.BOOKING_YEAR_END, Trigger.CASE_CLOSED})
"""Triggers that look at each entry's own day; a contract's end lets everything of the person go at once."""
NOT_DISPOSED = frozenset({"lookups", "duplicates"})
"""Look-ups leave with the audit trail's own rule, notes on mix-ups with the record."""
_ORDER = (
    "connections", "topups", "usage", USAGE_SUMS, "surveys", "requests", "letters", UNENTERED, "consents",
    "forms", "documents", "contract", "refund", CONTACT, IDENTITY,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class DueRule:
    """One data group with the last day whose entries (or contracts) are past their period."""

    group: str
    """Key of the catalogue, or `contact`."""
    rule: str
    trigger: Trigger
    cut_off: date
    """Inclusive, at the office: of the entry itself, of the closing of the request, or of the last contract's end."""
    keeps: tuple["DueRule", ...] = ()
    """Other groups that keep this one as long as they hold anything newer than their own cut-off: the name stays
    while there is anything it says the owner of."""

    @property
    def erases_up_to(self) -> date | None:
        """The cut-off to erase by; None: everything of the group goes, whatever its date."""
        return self.cut_off if self.trigger in DATED else None


@dataclass(frozen=True, slots=True)
class DueCount:
    """How much of one data group is past its period."""

    group: str
    people: int
    """People on file of whom something goes; those held back are not among them."""
    entries: int
    """Entries that go, those that name nobody on file included."""
    held_back: int = 0
    """People of whom something would go but for a hold, or a restriction that forbids erasing."""
    ownerless: int = 0
    """Entries that name nobody on file: requests of erased people, items never entered."""
    restricted: int = 0
    """Those held back on whom no hold stands: they had the use restricted, or their request is open."""


@dataclass(frozen=True, slots=True)
class DueSpan:
    """What of one data group falls due within one month: dated after `after`, up to and including `rule.cut_off`."""

    month: date
    """The first day of the month in which it falls due."""
    after: date
    rule: DueRule


@dataclass(frozen=True, slots=True)
class DueMonth:
    """How many entries of one data group will fall due in a month, holds left aside.

    Groups that go with the contract's end are counted in people.
    """

    group: str
    month: date
    entries: int


def due_rules(
    groups: Sequence[DataGroup], rules: Mapping[str, RetentionRule], today: date
) -> tuple[DueRule, ...]:
    """What may go today, by group, in the order in which it goes: what names the person last.

    Groups that follow the person, and look-ups, are left out.
    """
    found = {
        group.key: DueRule(group.key, group.rule, rules[group.rule].trigger, day)
        for group in groups
        if group.key not in NOT_DISPOSED and (day := last_over(rules[group.rule], today)) is not None
    }
    if IDENTITY in found:
        found[CONTACT] = replace(found[IDENTITY], group=CONTACT)
        others = [rule for key, rule in found.items() if key not in {IDENTITY, CONTACT, UNENTERED}]
        found[IDENTITY] = replace(found[IDENTITY], keeps=tuple(others))
    return tuple(sorted(found.values(), key=_place))


def due_spans(
    groups: Sequence[DataGroup], rules: Mapping[str, RetentionRule], today: date, months: int
) -> tuple[DueSpan, ...]:
    """For this month (what falls due after today) and those that follow it, what falls due by group."""
    spans = []
    for number in range(months):
        first = add_months(today.replace(day=1), number)
        before = {
            rule.group: rule for rule in due_rules(groups, rules, max(first - timedelta(days=1), today))
        }
        last = due_rules(groups, rules, add_months(first, 1) - timedelta(days=1))
        spans += [DueSpan(first, before[rule.group].cut_off, replace(rule, keeps=())) for rule in last]
    return tuple(spans)


def last_over(rule: RetentionRule, today: date) -> date | None:
    """The last day of the rule's event whose data need not be kept today; None for what follows the person."""
    if rule.trigger is Trigger.WITH_PERSON:
        return None
    if rule.trigger is Trigger.BOOKING_YEAR_END:
        day = date(add_months(today, -rule.months).year, 12, 31)
        while not _over(rule, day, today):
            day = date(day.year - 1, 12, 31)
        return day
    day = add_months(today, -rule.months) + timedelta(days=1)
    while not _over(rule, day, today):
        day -= timedelta(days=1)
    return day


def _over(rule: RetentionRule, day: date, today: date) -> bool:
    until = kept_until(rule, event=day, contract_end=day, case_closed=day)
    return until is not None and until < today


def _place(rule: DueRule) -> tuple[int, str]:
    place = _ORDER.index(rule.group) if rule.group in _ORDER else 0
    return place, rule.group
