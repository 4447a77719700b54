# SPDX-License-Identifier: MIT
"""A disposal: what is past its retention period goes, from the plan to the certificate. It names nobody.

Law: GDPR Art. 5(1)(e), 5(2); FADP Art. 6(4).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import NewType

from privdesk.domain.catalogue import RetentionRule
from privdesk.domain.inbox import DocumentId
from privdesk.domain.people import PersonId
from privdesk.domain.vault import StaffId

DisposalId = NewType("DisposalId", int)
USAGE, USAGE_SUMS, IDENTITY = "usage", "usage_sums", "identity"
NOBODY = PersonId(0)
"""Where a group begins: every person's number is above it."""


class DisposalState(StrEnum):
    """Where a disposal stands."""

    PLANNED = "planned"
    """Nothing has run; a colleague may approve it."""
    RUNNING = "running"
    CLEARING = "clearing"
    """Every row is gone; pages are being cleared."""
    DONE = "done"


@dataclass(frozen=True, slots=True)
class DisposalGroup:
    """One data group of the plan, with its rule as it stood then."""

    group: str
    rule: RetentionRule
    cut_off: date
    """The last day of the rule's trigger whose period is over."""
    people: int
    entries: int
    """How many entries were due when it was planned: more than this never goes."""


@dataclass(frozen=True, slots=True)
class Disposed:
    """What went of one data group."""

    people: int = 0
    """Whose entries went in the group's own turn; whole records are counted as such."""
    entries: int = 0

    def plus(self, people: int, entries: int) -> "Disposed":
        """With another batch."""
        return Disposed(self.people + people, self.entries + entries)


@dataclass(frozen=True, slots=True)
class HeldBack:
    """How many people's data of one group stay although they are due: by a hold, or because they restricted their use.

    Law: GDPR Art. 17(3)(e), 18(1)–(2); FADP Art. 6(4).
    """

    group: str
    people: int
    restricted: int = 0
    """Those of them on whom no hold stands."""


@dataclass(frozen=True, slots=True)
class Disposal:
    """One disposal. Moments are aware, UTC."""

    id: DisposalId
    number: str
    """Like D-2026-0003; empty while it is only planned."""
    state: DisposalState
    as_at: date
    """The day of the plan: its cut-offs are reckoned from it."""
    groups: tuple[DisposalGroup, ...]
    planned_at: datetime
    planned_by: StaffId
    step: int = 0
    """Which of the turns is being worked on."""
    last: PersonId = NOBODY
    """The person of this group up to whom the run has come."""
    done: Mapping[str, Disposed] = field(default_factory=dict)
    held: tuple[HeldBack, ...] = ()
    files: tuple[DocumentId, ...] = ()
    """Sealed files of the last batch, whose keys are gone and which are still to be removed."""
    backups_until: date | None = None
    """The day on which the last backup that holds the data expires; None: there is no backup."""
    started_at: datetime | None = None
    ended_at: datetime | None = None
    run_by: StaffId | None = None
    ended_early: bool = False
    """Whether somebody ended it before everything was gone."""

    @property
    def unfinished(self) -> bool:
        """Whether it began and must go on, or be ended."""
        return self.state in {DisposalState.RUNNING, DisposalState.CLEARING}

    @property
    def entries(self) -> int:
        """How many entries the plan takes away."""
        return sum(each.entries for each in self.groups)

    @property
    def disposed(self) -> int:
        """How many entries went so far."""
        return sum(each.entries for each in self.done.values())

    @property
    def turns(self) -> tuple[DisposalGroup, ...]:
        """The groups in the order in which they go.

        Use first, because its sums may keep a name, and sums before the sums that it leaves; then whole records, which
        take everything of theirs along; then what is due of everybody else.
        """
        first = (USAGE_SUMS, USAGE, IDENTITY)
        place = {group: number for number, group in enumerate(first)}
        return tuple(sorted(self.groups, key=lambda each: place.get(each.group, len(first))))

    def planned(self, group: str) -> DisposalGroup | None:
        """What is planned of one group; None where it is no part of this disposal."""
        return next((each for each in self.groups if each.group == group), None)

    def text(self) -> str:
        """The canonical text to which an approval is tied: groups, rules, cut-offs, and how much goes at most."""
        groups = [
            [each.group, each.rule.key, each.rule.trigger, each.rule.months, each.cut_off.isoformat(), each.entries]
            for each in self.groups
        ]  # fmt: skip
        return json.dumps([self.id, self.as_at.isoformat(), groups], separators=(",", ":"))


def same_rule(planned: DisposalGroup, rule: RetentionRule) -> bool:
    """Whether the rule still keeps as long as the one that was planned by."""
    was = planned.rule
    return (rule.key, rule.trigger, rule.months) == (was.key, was.trigger, was.months)


def grown(planned: DisposalGroup, entries: int) -> bool:
    """Whether more of the group is due than was planned.

    Less is no reason to ask again: a hold, an erasure or a correction took it out of the plan.
    """
    return entries > planned.entries
