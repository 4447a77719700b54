# SPDX-License-Identifier: MIT
"""From the catalogue to what is due: which rule says so, up to which day, how much of it, and what stays although due."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from privdesk.domain.catalogue import Catalogue, DataGroup, RetentionRule
from privdesk.domain.catalogue_errors import RulePeriodError
from privdesk.domain.disposal_errors import (
    GroupGoesOtherwiseError,
    GroupNeedsOthersError,
    GroupWithoutRuleError,
    NothingDueError,
)
from privdesk.domain.disposals import DisposalGroup
from privdesk.domain.erasure_plan import CONTACT, GroupUnknownError
from privdesk.domain.errors import PrivdeskError
from privdesk.domain.retention_due import (
    IDENTITY,
    NOT_DISPOSED,
    DueCount,
    DueMonth,
    DueRule,
    due_rules,
    due_spans,
)
from privdesk.domain.retention_rules import may_date_names, require_sound_rule
from privdesk.services.office import catalogue_of
from privdesk.services.ports import Records

MONTHS_AHEAD = 12
NAMES = frozenset({IDENTITY, CONTACT})
"""The groups that say whose everything else is."""


@dataclass(frozen=True, slots=True)
class DueLine:
    """One data group with what of it is past its period."""

    due: DueRule
    rule: RetentionRule
    count: DueCount

    @property
    def group(self) -> str:
        """Key of the data group."""
        return self.due.group


@dataclass(frozen=True, slots=True)
class GroupTrouble:
    """A data group of which nobody can say when it is due, and why."""

    group: str
    error: PrivdeskError


@dataclass(frozen=True, slots=True)
class WhatIsDue:
    """What may go on one day. Nothing of it names anybody."""

    as_at: date
    catalogue: Catalogue
    lines: tuple[DueLine, ...]
    """Every group that disposals look after, in the order in which they go."""
    troubles: tuple[GroupTrouble, ...] = ()

    @property
    def now(self) -> tuple[DueLine, ...]:
        """Groups of which something is due."""
        return tuple(line for line in self.lines if line.count.entries)

    @property
    def entries(self) -> int:
        """How many entries are due."""
        return sum(line.count.entries for line in self.lines)

    @property
    def held_back(self) -> int:
        """How often a hold or a restriction keeps somebody's group."""
        return sum(line.count.held_back for line in self.lines)

    @property
    def restricted(self) -> int:
        """How often it is a restriction alone that keeps somebody's group."""
        return sum(line.count.restricted for line in self.lines)

    def line(self, group: str) -> DueLine | None:
        """The line of one group."""
        return next((each for each in self.lines if each.group == group), None)


def what_is_due(records: Records, day: date) -> WhatIsDue:
    """Count what is past its period on `day`; two seconds at most with a million people."""
    catalogue = catalogue_of(records)
    sound, rules, troubles = _sound(catalogue)
    due = due_rules(sound, rules, day)
    counts = records.retention.due(due)
    lines = tuple(DueLine(each, rules[each.rule], count) for each, count in zip(due, counts, strict=True))
    return WhatIsDue(day, catalogue, lines, troubles)


def due_months(records: Records, day: date, months: int = MONTHS_AHEAD) -> Sequence[DueMonth]:
    """How much of each group falls due in this month after `day` and in those that follow."""
    sound, rules, _troubles = _sound(catalogue_of(records))
    return records.retention.by_month(due_spans(sound, rules, day, months))


def rules_as_at(records: Records, day: date) -> Mapping[str, tuple[DueRule, RetentionRule]]:
    """The rule of each group with its cut-off as at `day`, by group; nothing is counted."""
    sound, rules, _troubles = _sound(catalogue_of(records))
    return {each.group: (each, rules[each.rule]) for each in due_rules(sound, rules, day)}


def disposal_groups(due: WhatIsDue, chosen: Collection[str] | None = None) -> tuple[DisposalGroup, ...]:
    """What a disposal of these groups would take away; None = everything that is due.

    Who somebody is goes only together with everything else that is due: entries of nobody prove nothing.

    Raises: GroupUnknownError, GroupGoesOtherwiseError, GroupWithoutRuleError or RulePeriodError for a group named,
        GroupNeedsOthersError, NothingDueError.
    """
    wanted = {line.group for line in due.now} - _unsure(due) if chosen is None else set(chosen)
    for group in sorted(wanted):
        _require_disposable(due, group)
    if wanted & _unsure(due):
        raise due.troubles[0].error
    left = {line.group for line in due.now} - wanted
    if wanted & NAMES and left - NAMES:
        raise GroupNeedsOthersError(min(left - NAMES))
    groups = [
        DisposalGroup(line.group, line.rule, line.due.cut_off, line.count.people, line.count.entries)
        for line in due.now
        if line.group in wanted
    ]
    if not groups:
        raise NothingDueError
    return tuple(groups)


def _unsure(due: WhatIsDue) -> frozenset[str]:
    """Who somebody is goes with nothing of which nobody can say how long it is kept."""
    return NAMES if due.troubles else frozenset()


def _require_disposable(due: WhatIsDue, group: str) -> None:
    if due.line(group) is not None:
        return
    for trouble in due.troubles:
        if trouble.group == group:
            raise trouble.error
    if group in NOT_DISPOSED or group in {each.key for each in due.catalogue.groups}:
        raise GroupGoesOtherwiseError(group)
    raise GroupUnknownError(group)


def _sound(
    catalogue: Catalogue,
) -> tuple[Sequence[DataGroup], Mapping[str, RetentionRule], tuple[GroupTrouble, ...]]:
    """Groups whose rule says when they are due, the rules, and the groups without such a rule."""
    rules = {rule.key: rule for rule in catalogue.rules}
    sound, troubles = [], []
    for group in catalogue.groups:
        error = _trouble(group, rules)
        if error is None:
            sound.append(group)
        elif group.key not in NOT_DISPOSED:
            troubles.append(GroupTrouble(group.key, error))
    return sound, rules, tuple(troubles)


def _trouble(group: DataGroup, rules: Mapping[str, RetentionRule]) -> PrivdeskError | None:
    """Why nobody can say when the group is due; a rule that keeps too long, or gives no reason, still says when."""
    rule = rules.get(group.rule)
    if rule is None or not may_date_names(group.key, rule):
        return GroupWithoutRuleError(group.key)
    try:
        require_sound_rule(rule)
    except RulePeriodError as error:
        return error
    except PrivdeskError:
        return None
    return None
