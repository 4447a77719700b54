# SPDX-License-Identifier: MIT
"""Four eyes: proposed by one, approved by another, used once for exactly the plan that was approved."""

from datetime import datetime, timedelta

import pytest

from privdesk.domain.approvals import (
    VALID_FOR,
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
from privdesk.domain.staff import NotAllowedError, Role, StaffMember
from privdesk.domain.vault import StaffId
from privdesk.services.approvals import Approvals, digest_of
from privdesk.services.clock import OfficeClock
from privdesk.services.session import Session
from privdesk.services.workplace import Workplace
from tests.unit.services.places import Desk

KIND, SUBJECT, PLAN, OTHER = ApprovalKind.ERASURE, "person:17", digest_of("17: all"), digest_of("17: none")
LINES = ["14 values of identity and contact", "2 documents"]
ANNA, BEAT, CARL = (StaffId(letter * 32) for letter in "abc")


class Office:
    """Three people over the same records, and a clock that can be turned."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.now = desk.place.clock.now()
        self.members: dict[StaffId, StaffMember] = {}

    def hire(self, staff_id: StaffId, *roles: Role, disabled: bool = False) -> Approvals:
        member = StaffMember(staff_id, staff_id[:1].upper(), frozenset(roles), disabled=disabled)
        with self.desk.records.open_work() as work:
            work.staff.put(member)
            work.audit.record(AuditEvent(Action.STAFF_ADDED))
            work.commit()
        self.members[staff_id] = member
        return self.seat(staff_id)

    def seat(self, staff_id: StaffId) -> Approvals:
        place = self.desk.place
        session = Session(self.members[staff_id], "Lavarelle SA", place.session.folder)
        clock = OfficeClock("Europe/Zurich", self.turned)
        return Approvals(Workplace(session, place.work, place.reading, clock, place.sealer, place.files))

    def turned(self) -> datetime:
        return self.now


@pytest.fixture
def office(desk: Desk) -> Office:
    return Office(desk)


@pytest.fixture
def anna(office: Office) -> Approvals:
    return office.hire(ANNA, Role.PRIVACY_OFFICER)


@pytest.fixture
def beat(office: Office) -> Approvals:
    return office.hire(BEAT, Role.PRIVACY_OFFICER)


def why(seat: Approvals, digest: str = PLAN) -> MissingApproval:
    with pytest.raises(ApprovalMissingError) as missing:
        seat.take(KIND, SUBJECT, digest)
    return missing.value.why


def test_what_was_approved_runs_once(office: Office, anna: Approvals, beat: Approvals) -> None:
    assert anna.need(KIND)
    assert why(anna) is MissingApproval.NOT_PROPOSED
    proposal = anna.propose(KIND, SUBJECT, PLAN, LINES)
    assert why(anna) is MissingApproval.WAITING
    assert anna.waiting() == []
    (entry,) = beat.waiting()
    assert (entry.approval.summary, entry.proposed_by) == (tuple(LINES), "A")
    beat.approve(proposal.id)
    assert beat.waiting() == []
    taken = anna.take(KIND, SUBJECT, PLAN)
    assert taken is not None
    assert taken.decided_by == BEAT
    assert why(anna) is MissingApproval.NOT_PROPOSED
    assert anna.entries()[0].state is ApprovalState.USED
    proposed, approved, used = office.desk.actions(Action.PROPOSED, Action.APPROVED)[:3]
    assert [each.action for each in (proposed, approved, used)] == [
        Action.PROPOSED, Action.APPROVED, Action.APPROVED,
    ]  # fmt: skip
    assert used.fields == ("erasure", "used")


def test_nobody_approves_what_they_proposed(anna: Approvals, beat: Approvals) -> None:
    proposal = anna.propose(KIND, SUBJECT, PLAN, LINES)
    with pytest.raises(OwnProposalError):
        anna.approve(proposal.id)
    assert why(beat) is MissingApproval.WAITING


def test_another_plan_needs_another_approval(anna: Approvals, beat: Approvals) -> None:
    beat.approve(anna.propose(KIND, SUBJECT, PLAN, LINES).id)
    assert why(anna, OTHER) is MissingApproval.OTHER_PLAN
    with pytest.raises(ApprovalMissingError):
        anna.take(KIND, "person:18", PLAN)
    with pytest.raises(ApprovalMissingError):
        anna.take(ApprovalKind.DISPOSAL, SUBJECT, PLAN)


def test_only_who_proposed_it_carries_it_out(office: Office, anna: Approvals, beat: Approvals) -> None:
    carl = office.hire(CARL, Role.PRIVACY_OFFICER)
    beat.approve(anna.propose(KIND, SUBJECT, PLAN, LINES).id)
    assert why(beat) is MissingApproval.OTHERS
    assert why(carl) is MissingApproval.OTHERS
    beats = beat.propose(KIND, SUBJECT, PLAN, LINES)
    assert why(beat) is MissingApproval.OTHERS
    carl.approve(beats.id)
    taken = beat.take(KIND, SUBJECT, PLAN)
    assert taken is not None
    assert (taken.proposed_by, taken.decided_by) == (BEAT, CARL)
    assert anna.take(KIND, SUBJECT, PLAN) is not None


def test_a_proposal_that_waits_is_not_made_twice(anna: Approvals, beat: Approvals) -> None:
    first = anna.propose(KIND, SUBJECT, PLAN, LINES)
    assert anna.propose(KIND, SUBJECT, PLAN, LINES).id == first.id
    assert beat.propose(KIND, SUBJECT, PLAN, LINES).id != first.id
    assert anna.propose(KIND, SUBJECT, OTHER, LINES).id != first.id


def test_declined_with_a_reason_and_closed(anna: Approvals, beat: Approvals) -> None:
    proposal = anna.propose(KIND, SUBJECT, PLAN, LINES)
    with pytest.raises(DeclineReasonMissingError):
        beat.decline(proposal.id, "  ")
    assert beat.decline(proposal.id, " A claim is open ").reason == "A claim is open"
    assert why(anna) is MissingApproval.DECLINED
    with pytest.raises(ApprovalSettledError):
        beat.approve(proposal.id)
    assert anna.propose(KIND, SUBJECT, PLAN, LINES).id != proposal.id


def test_who_proposed_takes_it_back(anna: Approvals, beat: Approvals) -> None:
    proposal = anna.propose(KIND, SUBJECT, PLAN, LINES)
    anna.decline(proposal.id, "Wrong person")
    assert beat.waiting() == []
    assert why(anna) is MissingApproval.DECLINED


def test_both_proposal_and_approval_expire(office: Office, anna: Approvals, beat: Approvals) -> None:
    waiting = anna.propose(KIND, SUBJECT, PLAN, LINES)
    beat.approve(anna.propose(KIND, SUBJECT, OTHER, LINES).id)
    office.now += VALID_FOR - timedelta(seconds=1)
    assert [each.approval.id for each in beat.waiting()] == [waiting.id]
    office.now += timedelta(seconds=1)
    assert beat.waiting() == []
    with pytest.raises(ApprovalSettledError) as settled:
        beat.approve(waiting.id)
    assert settled.value.state is ApprovalState.EXPIRED
    assert why(anna, OTHER) is MissingApproval.EXPIRED


def test_an_approval_falls_with_the_one_who_gave_it(office: Office, anna: Approvals, beat: Approvals) -> None:
    office.hire(CARL, Role.PRIVACY_OFFICER)
    beat.approve(anna.propose(KIND, SUBJECT, PLAN, LINES).id)
    office.hire(BEAT, Role.CLERK)
    assert why(anna) is MissingApproval.APPROVER_GONE


def test_one_alone_may_act_and_the_audit_says_so(office: Office, anna: Approvals) -> None:
    office.hire(BEAT, Role.PRIVACY_OFFICER, disabled=True)
    assert not anna.need(KIND)
    assert anna.take(KIND, SUBJECT, PLAN) is None
    (event,) = office.desk.actions(Action.APPROVED)
    assert (event.record, event.fields) == (SUBJECT, ("erasure", "alone"))


def test_taking_belongs_to_the_transaction_of_the_act(
    office: Office, anna: Approvals, beat: Approvals
) -> None:
    beat.approve(anna.propose(KIND, SUBJECT, PLAN, LINES).id)
    with office.desk.records.open_work() as work:
        assert anna.take(KIND, SUBJECT, PLAN, work) is not None
    assert anna.take(KIND, SUBJECT, PLAN) is not None


def test_a_re_key_takes_an_administrator_and_another_one_or_a_privacy_officer() -> None:
    def staff(*roles: Role) -> list[StaffMember]:
        return [StaffMember(StaffId(str(at)), "", frozenset({role})) for at, role in enumerate(roles)]

    first = StaffMember(StaffId("x"), "", frozenset({Role.ADMINISTRATOR, Role.PRIVACY_OFFICER, Role.CLERK}))
    assert not needs_two(ApprovalKind.RE_KEY, [first, *staff(Role.CLERK)])
    assert needs_two(ApprovalKind.RE_KEY, staff(Role.ADMINISTRATOR, Role.PRIVACY_OFFICER))
    assert needs_two(ApprovalKind.RE_KEY, staff(Role.ADMINISTRATOR, Role.ADMINISTRATOR))
    assert not needs_two(ApprovalKind.ERASURE, staff(Role.ADMINISTRATOR, Role.PRIVACY_OFFICER, Role.CLERK))


def test_who_has_no_say_learns_nothing(office: Office, anna: Approvals, beat: Approvals) -> None:
    proposal = anna.propose(KIND, SUBJECT, PLAN, LINES)
    administrator, clerk = office.hire(CARL, Role.ADMINISTRATOR), office.hire(StaffId("d" * 32), Role.CLERK)
    assert administrator.entries() == clerk.entries() == []
    for number in (proposal.id, ApprovalId(999)):
        with pytest.raises(NotFoundError):
            administrator.approve(number)
        with pytest.raises(NotAllowedError):
            clerk.approve(number)
    with pytest.raises(NotAllowedError):
        clerk.propose(KIND, SUBJECT, PLAN, LINES)
