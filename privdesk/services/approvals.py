# SPDX-License-Identifier: MIT
"""Four eyes: proposals, what another member of staff said to them, and their one use.

Whoever carries out an erasure, a disposal or a re-key calls `take` in the transaction that does it (or begins it).
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from privdesk.domain.approvals import (
    APPROVES,
    PROPOSES,
    Approval,
    ApprovalId,
    ApprovalKind,
    ApprovalMissingError,
    ApprovalSettledError,
    ApprovalState,
    DeclineReasonMissingError,
    MissingApproval,
    OwnProposalError,
    needs_two,
)
from privdesk.domain.audit import Action, AuditEvent
from privdesk.domain.errors import NotFoundError
from privdesk.domain.staff import Permission, StaffMember
from privdesk.domain.vault import StaffId
from privdesk.services.ports import Records, UnitOfWork
from privdesk.services.workplace import Workplace

ALONE = "alone"
"""Audit field: there was nobody else who could have approved."""
USED = "used"
"""Audit field: the approval was spent on what ran."""


def digest_of(plan: str) -> str:
    """The digest that ties an approval to one plan, given as canonical text."""
    return hashlib.sha256(plan.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class ApprovalEntry:
    """One proposal as it is listed."""

    approval: Approval
    state: ApprovalState
    proposed_by: str
    """The name of the one who proposed it."""
    decided_by: str
    may_decide: bool
    """Whether the signed-in member says yes or no to it."""


class Approvals:
    """What takes two members of staff."""

    def __init__(self, place: Workplace) -> None:
        self._place = place

    def need(self, kind: ApprovalKind) -> bool:
        """Whether a second person must approve; with nobody else who could, one alone may act."""
        self._place.require(Permission.USE_DESK)
        with self._place.reading() as records:
            return needs_two(kind, records.staff.all())

    def propose(self, kind: ApprovalKind, subject: str, digest: str, summary: Sequence[str]) -> Approval:
        """Ask a colleague; commits. An equal one of your own that still waits or was approved is given back.

        `summary` says what would happen, a line each, and names nobody: it outlives an erasure.

        Raises: NotAllowedError.
        """
        self._place.require(PROPOSES[kind])
        now = self._place.clock.now()
        with self._place.work() as work:
            for held in work.approvals.about(kind, subject):
                own = held.proposed_by == self._place.member.id and held.digest == digest
                if own and held.state(now) in (ApprovalState.WAITING, ApprovalState.APPROVED):
                    return held
            approval = work.approvals.add(
                Approval(ApprovalId(0), kind, subject, digest, tuple(summary), self._place.member.id, now)
            )
            self._note(work, Action.PROPOSED, approval)
            work.commit()
        return approval

    def waiting(self) -> Sequence[ApprovalEntry]:
        """What waits for the signed-in member's yes or no, oldest first."""
        return [each for each in reversed(self.entries()) if each.may_decide]

    def entries(self) -> Sequence[ApprovalEntry]:
        """Proposals of the kinds that the member proposes or decides, newest first."""
        self._place.require(Permission.USE_DESK)
        member = self._place.member
        with self._place.reading() as records:
            names = {each.id: each.name for each in records.staff.all()}
            return [
                self._entry(each, names)
                for each in records.approvals.recent()
                if member.may(PROPOSES[each.kind]) or member.may(APPROVES[each.kind])
            ]

    def approve(self, approval_id: ApprovalId) -> Approval:
        """Say yes, as somebody else than who proposed it; commits.

        Raises: OwnProposalError, ApprovalSettledError, NotFoundError, NotAllowedError.
        """
        return self._decide(approval_id, Action.APPROVED, "")

    def decline(self, approval_id: ApprovalId, reason: str) -> Approval:
        """Say no and why; commits. Who proposed it may take it back in the same way.

        Raises: DeclineReasonMissingError, ApprovalSettledError, NotFoundError, NotAllowedError.
        """
        return self._decide(approval_id, Action.DECLINED, reason.strip())

    def take(
        self, kind: ApprovalKind, subject: str, digest: str, work: UnitOfWork | None = None
    ) -> Approval | None:
        """Use the approval of exactly this plan, once, as the one who proposed it; recorded.

        None where nobody else could approve: that is recorded, too.

        With `work` it belongs to that transaction, which the caller commits; without, it commits by itself.

        Raises: ApprovalMissingError, NotAllowedError.
        """
        self._place.require(PROPOSES[kind])
        if work is not None:
            return self._take(work, kind, subject, digest)
        with self._place.work() as own:
            taken = self._take(own, kind, subject, digest)
            own.commit()
        return taken

    def _take(self, work: UnitOfWork, kind: ApprovalKind, subject: str, digest: str) -> Approval | None:
        staff = work.staff.all()
        if not needs_two(kind, staff):
            work.audit.record(AuditEvent(Action.APPROVED, subject, (kind.value, ALONE)))
            return None
        found = self._usable(work, kind, subject, digest, staff)
        used = replace(found, used_at=self._place.clock.now())
        work.approvals.change(used)
        self._note(work, Action.APPROVED, used, USED)
        return used

    def _usable(
        self, records: Records, kind: ApprovalKind, subject: str, digest: str, staff: Sequence[StaffMember]
    ) -> Approval:
        now = self._place.clock.now()
        about = records.approvals.about(kind, subject)
        same = [each for each in about if each.digest == digest]
        approved = [each for each in same if each.state(now) is ApprovalState.APPROVED]
        allowed = {member.id for member in staff if member.may(APPROVES[kind])}
        mine = [each for each in approved if each.proposed_by == self._place.member.id]
        if approved and not mine:
            raise ApprovalMissingError(kind, MissingApproval.OTHERS)
        for each in mine:
            if each.decided_by in allowed and each.decided_by != each.proposed_by:
                return each
        if approved:
            raise ApprovalMissingError(kind, MissingApproval.APPROVER_GONE)
        raise ApprovalMissingError(kind, _why(same, about, {each.id: each.state(now) for each in about}))

    def _decide(self, approval_id: ApprovalId, action: Action, reason: str) -> Approval:
        member = self._place.member
        if not any(member.may(needed) for needed in {*APPROVES.values(), *PROPOSES.values()}):
            self._place.require(Permission.ERASE)
        self._place.require(Permission.USE_DESK)
        with self._place.work() as work:
            approval = work.approvals.get(approval_id)
            own = approval.proposed_by == member.id
            takes_back = own and action is Action.DECLINED
            if not (member.may(APPROVES[approval.kind]) or takes_back):
                raise NotFoundError("approval", str(approval_id))
            state = approval.state(self._place.clock.now())
            if state is not ApprovalState.WAITING:
                raise ApprovalSettledError(state)
            if own and not takes_back:
                raise OwnProposalError
            if action is Action.DECLINED and not reason:
                raise DeclineReasonMissingError
            decided = replace(
                approval,
                decided_by=None if own else member.id,
                decided_at=self._place.clock.now(),
                approved=action is Action.APPROVED,
                reason=reason,
            )
            work.approvals.change(decided)
            self._note(work, action, decided)
            work.commit()
        return decided

    def _entry(self, approval: Approval, names: Mapping[StaffId, str]) -> ApprovalEntry:
        member, state = self._place.member, approval.state(self._place.clock.now())
        may = (
            state is ApprovalState.WAITING
            and member.may(APPROVES[approval.kind])
            and approval.proposed_by != member.id
        )
        decided = approval.decided_by or (approval.proposed_by if approval.decided_at else None)
        return ApprovalEntry(
            approval,
            state,
            names.get(approval.proposed_by, ""),
            names.get(decided, "") if decided else "",
            may,
        )

    def _note(self, work: UnitOfWork, action: Action, approval: Approval, *fields: str) -> None:
        event = AuditEvent(
            action, approval.subject, (approval.kind.value, *fields), reference=f"approval:{approval.id}"
        )
        work.audit.record(event)


def _why(
    same: Sequence[Approval], about: Sequence[Approval], states: Mapping[ApprovalId, ApprovalState]
) -> MissingApproval:
    """The most helpful reason: what became of the newest proposal of this plan, else of another one."""
    if same:
        return {
            ApprovalState.WAITING: MissingApproval.WAITING,
            ApprovalState.DECLINED: MissingApproval.DECLINED,
            ApprovalState.EXPIRED: MissingApproval.EXPIRED,
        }.get(states[same[0].id], MissingApproval.NOT_PROPOSED)
    others = {states[each.id] for each in about}
    if others & {ApprovalState.APPROVED, ApprovalState.WAITING}:
        return MissingApproval.OTHER_PLAN
    return MissingApproval.NOT_PROPOSED
