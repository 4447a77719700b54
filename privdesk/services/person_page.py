# SPDX-License-Identifier: MIT
"""What the person page shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from privdesk.domain.activity import MonthSum
from privdesk.domain.agencies import Agency, Building
from privdesk.domain.cases import Case
from privdesk.domain.consent import ConsentEntry
from privdesk.domain.people import Contract, FactVersion, Person, PersonField, PersonHit
from privdesk.services.duplicate_views import MergeLine
from privdesk.services.timeline import TimelineEntry, TimelineKind


@dataclass(frozen=True, slots=True)
class Mark:
    """A clear mark in the head; `tone` is `plain`, `good`, `look` or `bad`, `icon` a Lucide name."""

    text: str
    tone: str
    icon: str


@dataclass(frozen=True, slots=True)
class PersonPage:
    """Everything about one person, with the beginning of the timeline.

    For a restricted person opened by a clerk `hidden` is true: the facts are empty and the marks say why.
    """

    person: Person
    contracts: Sequence[Contract] = ()
    """Newest start first; the first one is in the head."""
    agency: Agency | None = None
    building: Building | None = None
    origins: Mapping[PersonField, FactVersion] = field(default_factory=dict)
    """The version in force."""
    before: Mapping[PersonField, FactVersion] = field(default_factory=dict)
    """The version before it, where there was one."""
    balance: tuple[int, str] | None = None
    """Minor units and currency."""
    months: Sequence[MonthSum] = ()
    """Twelve months, oldest first; empty when this role sees no activity."""
    counts: Mapping[TimelineKind, int] = field(default_factory=dict)
    newest: Sequence[TimelineEntry] = ()
    """The newest lines of the timeline: `FIRST_LINES` of them at least, or all."""
    cases: Sequence[Case] = ()
    """Open requests."""
    kept_until: Sequence[tuple[str, str]] = ()
    """Data group's title and the words that say until when it is kept."""
    consents: Sequence[ConsentEntry] = ()
    """In force now: the newest line of each purpose."""
    doubts: Sequence[PersonHit] = ()
    """People who may be the same, not decided yet."""
    merges: Sequence[MergeLine] = ()
    """Merges in which the person took part, newest first; for those who may match people."""
    marks: Sequence[Mark] = ()
    ledger: Sequence[ConsentEntry] = ()
    """Every line of the consent ledger, newest first."""
    to_tell: int = 0
    """Recipients who must still be told of something about this person."""
    hidden: bool = False
    """Restricted and not shown to this role."""
    sees_activity: bool = True
