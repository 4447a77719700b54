# SPDX-License-Identifier: MIT
"""What Today shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from privdesk.domain.cases import CallId, CaseId, Right, Step
from privdesk.domain.inbox import ItemId
from privdesk.domain.people import Channel, PersonId
from privdesk.domain.submissions import SubmissionId
from privdesk.services.objections import ClosingWish
from privdesk.services.retention_tasks import RetentionTask
from privdesk.services.tellings import TellingLine
from privdesk.services.undertakings import EndingUndertaking


class Tone(StrEnum):
    """How pressing a row is; follows the safe date."""

    CALM = "calm"
    SOON = "soon"
    """Ten days or fewer to the safe date."""
    URGENT = "urgent"
    """Three days or fewer."""
    LATE = "late"
    """The earlier of the two dates has passed."""


@dataclass(frozen=True, slots=True)
class DueRow:
    """One open request, most urgent first."""

    case_id: CaseId
    number: str
    person_id: PersonId | None
    person_name: str
    title: str
    """The rights in words: `Erasure and 3 more rights`."""
    next_act: str
    """What this member of staff, or whoever may, does next."""
    step: Step
    days_left: int
    """To the earlier of safe and legal date; negative when late."""
    left: str
    """The same in words: `9 days`, `today`, `2 days late`."""
    tone: Tone
    received_on: date
    safe: date
    legal: date
    dates: str
    """Both dates in words."""
    share: float
    """How much of the time from receipt to the legal date is over, 0 to 1, for the bar."""
    safe_share: float
    """Where the safe date's tick stands on the bar, 0 to 1."""
    channel: Channel


@dataclass(frozen=True, slots=True)
class IncompleteRow:
    """A form that waits for what is missing."""

    submission_id: SubmissionId
    number: str
    item_id: ItemId | None
    name: str
    form: str
    reasons: str
    received_on: date
    waiting_days: int


@dataclass(frozen=True, slots=True)
class UnfinishedCall:
    """A call sheet that was interrupted."""

    call_id: CallId
    person_name: str
    """Empty when the caller was not found yet."""
    started_at: datetime
    wishes: tuple[Right, ...]


@dataclass(frozen=True, slots=True)
class DaySum:
    """Forms entered on one office day."""

    day: date
    by_channel: Mapping[Channel, int]

    @property
    def total(self) -> int:
        """All channels together."""
        return sum(self.by_channel.values())


class StepKey(StrEnum):
    """The first steps of a new desk."""

    RECORDS = "records"
    RECOVERY = "recovery"
    FIRST_FORM = "first_form"
    PEOPLE = "people"


@dataclass(frozen=True, slots=True)
class FirstStep:
    """One thing a new desk does first."""

    key: StepKey
    title: str
    sentence: str
    done: bool


@dataclass(frozen=True, slots=True)
class TodayPage:
    """Everything on Today."""

    due: Sequence[DueRow]
    incomplete: Sequence[IncompleteRow]
    unfinished_calls: Sequence[UnfinishedCall]
    forms_a_day: Sequence[DaySum]
    """Ten office days that end today, oldest first."""
    requests_by_step: Mapping[Step, int]
    since: Sequence[str]
    """What came since this member of staff left, as sentences."""
    steps: Sequence[FirstStep]
    """Empty once all are done, and for good."""
    waiting: int
    """Items that wait in the Inbox."""
    tellings: Sequence[TellingLine] = ()
    """Recipients whom nobody has told yet, longest due first."""
    undertakings: Sequence[EndingUndertaking] = ()
    """Undertakings to confidentiality to be renewed."""
    closings: Sequence[ClosingWish] = ()
    """People who want to be told before their account closes, and whose contract has an end."""
    retention: Sequence[RetentionTask] = ()
    """What retention asks for; counted beside the page, which does not wait for it."""
