# SPDX-License-Identifier: MIT
"""Four eyes: what one member of staff proposes and another approves before it runs.

An approval names exactly one plan by its digest, is used once, and expires. Nobody approves what they proposed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NewType

from privdesk.domain.errors import PrivdeskError
from privdesk.domain.staff import Permission, StaffMember
from privdesk.domain.vault import StaffId

ApprovalId = NewType("ApprovalId", int)
VALID_FOR = timedelta(days=14)
"""From the proposal on; decided or not, what is older is proposed anew."""


class ApprovalKind(StrEnum):
    """What takes two."""

    ERASURE = "erasure"
    DISPOSAL = "disposal"
    RE_KEY = "re_key"


PROPOSES = {
    ApprovalKind.ERASURE: Permission.ERASE,
    ApprovalKind.DISPOSAL: Permission.MANAGE_RETENTION,
    ApprovalKind.RE_KEY: Permission.RE_KEY,
}
"""Who proposes a thing and carries it out."""
APPROVES = {
    ApprovalKind.ERASURE: Permission.ERASE,
    ApprovalKind.DISPOSAL: Permission.MANAGE_RETENTION,
    ApprovalKind.RE_KEY: Permission.APPROVE_RE_KEY,
}
"""Who says yes or no to it."""


class ApprovalState(StrEnum):
    """Where a proposal stands."""

    WAITING = "waiting"
    APPROVED = "approved"
    DECLINED = "declined"
    USED = "used"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Approval:
    """One proposal and what became of it. Moments are aware, UTC."""

    id: ApprovalId
    kind: ApprovalKind
    subject: str
    """Kind and id of what it is about, such as `case:3`, `person:17`, `vault`."""
    digest: str
    """SHA-256 of the plan, hexadecimal: another plan needs another approval."""
    summary: tuple[str, ...]
    """What would happen, a line each, for the one who approves; it names nobody."""
    proposed_by: StaffId
    proposed_at: datetime
    decided_by: StaffId | None = None
    decided_at: datetime | None = None
    approved: bool | None = None
    reason: str = ""
    """Why it was declined."""
    used_at: datetime | None = None

    @property
    def expires_at(self) -> datetime:
        """From when on it counts no more."""
        return self.proposed_at + VALID_FOR

    def state(self, now: datetime) -> ApprovalState:
        """Where it stands at `now`."""
        if self.used_at is not None:
            return ApprovalState.USED
        if self.approved is False:
            return ApprovalState.DECLINED
        if now >= self.expires_at:
            return ApprovalState.EXPIRED
        return ApprovalState.APPROVED if self.approved else ApprovalState.WAITING


def needs_two(kind: ApprovalKind, staff: Iterable[StaffMember]) -> bool:
    """Whether there are two who may approve, so that one alone must not act.

    Erasure and disposal: two privacy officers. Re-key: two administrators, or one and a privacy officer besides.
    """
    return sum(member.may(APPROVES[kind]) for member in staff) > 1


class MissingApproval(StrEnum):
    """Why there is no approval to use."""

    NOT_PROPOSED = "not_proposed"
    WAITING = "waiting"
    DECLINED = "declined"
    EXPIRED = "expired"
    OTHER_PLAN = "other_plan"
    """One was given, but what would run now is not what was approved."""
    OTHERS = "others"
    """A colleague proposed it and carries it out."""
    APPROVER_GONE = "approver_gone"
    """Who approved may not approve any more."""


class ApprovalMissingError(PrivdeskError):
    """This takes two, and nobody else has approved it."""

    def __init__(self, kind: ApprovalKind, why: MissingApproval) -> None:
        super().__init__(kind.value, why.value)
        self.approval_kind, self.why = kind, why


class OwnProposalError(PrivdeskError):
    """Nobody approves what they proposed themselves."""


class ApprovalSettledError(PrivdeskError):
    """The proposal was decided, used or has expired; `state` says which."""

    def __init__(self, state: ApprovalState) -> None:
        super().__init__(state.value)
        self.state = state


class DeclineReasonMissingError(PrivdeskError):
    """Who declines says why."""
