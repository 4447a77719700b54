# SPDX-License-Identifier: MIT
"""What is erased is gone, what stays is untouched; two of them where there are two; everything recorded."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest

from privdesk.domain.approvals import ApprovalMissingError, MissingApproval
from privdesk.domain.audit import Action, AuditEvent
from privdesk.domain.case_errors import CaseOfOtherPersonError, IdentityOpenError
from privdesk.domain.case_fact_errors import DayInFutureError
from privdesk.domain.cases import IdentityMethod, Outcome, Right
from privdesk.domain.erasure_plan import (
    ORDER,
    Act,
    BalanceLeftError,
    ChangeReasonMissingError,
    ClosingNotToldError,
    CopyOwedError,
    ErasureNotRunError,
    ErasurePlan,
    GroupHeld,
    GroupLockedError,
    GroupUnknownError,
    NothingToEraseError,
    Obstacle,
    PaperSettledError,
    PlanChangedError,
    RestrictionAskedError,
)
from privdesk.domain.erasures import ErasureState
from privdesk.domain.errors import Cancelled, NotFoundError
from privdesk.domain.holds import (
    HoldLiftedError,
    HoldOfRestrictionError,
    HoldReasonMissingError,
    OpenHoldError,
)
from privdesk.domain.inbox import DocumentId
from privdesk.domain.ledger import LedgerKind
from privdesk.domain.people import Channel, PersonId
from privdesk.domain.restriction import RestrictionGround
from privdesk.domain.staff import NotAllowedError, Role, StaffMember
from privdesk.domain.tellings import TellingCause
from privdesk.domain.vault import StaffId
from privdesk.services.approvals import Approvals
from privdesk.services.erasure import Erasure
from privdesk.services.explain import describe
from privdesk.services.holds import Holds
from privdesk.services.objections import Objections
from privdesk.services.requests import NewRequest, Requests
from privdesk.services.restrictions import Restrictions
from tests.storage.whole_person import live, traces
from tests.unit.services.places import Desk, open_desk

WORD, OTHER = "kanarienvogel", "zeisig"
_NONE = GroupHeld()
REASON = f"decided at the meeting with {WORD}"


@dataclass
class KeptClearing:
    """Remembers what was cleared, in order."""

    desk: Desk
    removed: list[DocumentId] = field(default_factory=list)
    scrubbed: int = 0

    def remove(self, document_ids: Sequence[DocumentId]) -> None:
        self.removed += document_ids

    def scrub(self) -> None:
        self.desk.records.database.scrub()
        self.scrubbed += 1


class NoPaper:
    """Stands in for the worker."""

    def figure(self, data: bytes, media_type: str, page: int) -> bytes:
        return data

    def render(self, document: bytes, figures: Mapping[str, bytes]) -> tuple[bytes, int]:
        return document, 2

    def render_paper(self, document: bytes) -> tuple[bytes, int]:
        return document, 2

    def attach(self, pdf: bytes, files: Mapping[str, bytes]) -> bytes:
        return pdf


@dataclass
class Eraser:
    """A desk with an eraser, and somebody with something in every table."""

    desk: Desk
    clearing: KeptClearing
    service: Erasure
    person_id: PersonId

    def plan(self) -> ErasurePlan:
        return self.service.plan(self.person_id)

    def at(self, *roles: Role, staff: str = "") -> Erasure:
        place = self.desk.as_member(*roles)
        if staff:
            member = replace(place.member, id=StaffId(staff))
            place = replace(place, session=replace(place.session, member=member))
        return Erasure(place, self.clearing, NoPaper())

    def decide(self, erase: set[str]) -> ErasurePlan:
        """Erase exactly these groups."""
        for row in self.plan().rows:
            act = Act.ERASE if row.group in erase else Act.RESTRICT
            if not row.locked and row.held and row.act is not act:
                self.service.change(self.person_id, row.group, act, REASON)
        return self.plan()


def tell_of_closing(desk: Desk, person_id: PersonId) -> None:
    """They asked to be told before the account closes, and were."""
    with desk.records.open_work() as work:
        wishes = [each for each in work.objections.of_person(person_id) if each.must_be_told]
    for each in wishes:
        Objections(desk.place).told_closing(each.case_id, desk.place.clock.today(), Channel.PHONE)


@pytest.fixture
def eraser(tmp_path: Path) -> Iterator[Eraser]:
    desk = open_desk(tmp_path)
    live(desk.records, OTHER, 2)
    person_id = live(desk.records, WORD, 1)
    clearing = KeptClearing(desk)
    service = Erasure(desk.place, clearing, NoPaper())
    with desk.records.open_work() as work:
        for each in (*work.people.search(OTHER, 1), *work.people.search(WORD, 1)):
            work.erasures.drop(work.erasures.of_person(each.id)[0].id)
        work.audit.record(AuditEvent(Action.ERASURE_PLANNED))
        work.commit()
    service.settle_balance(person_id, f"by bank to {WORD}")
    tell_of_closing(desk, person_id)
    yield Eraser(desk, clearing, service, person_id)
    desk.records.database.close()


@pytest.mark.parametrize("seed", range(6))
def test_what_is_erased_is_gone_and_what_stays_is_untouched(eraser: Eraser, seed: int) -> None:
    chosen = set(Random(seed).sample(ORDER, 5)) - {"duplicates"}
    plan = eraser.decide(chosen)
    carried = eraser.service.run(plan)
    erased = {row.group for row in plan.rows if row.act is Act.ERASE and row.held}
    assert erased
    with eraser.desk.records.open_work() as work:
        after = work.erasures.held(eraser.person_id)
        lines = {line.group for line in work.ledger.lines() if line.kind is LedgerKind.ERASED}
    gone = {row.group for row in plan.rows if row.goes}
    assert erased <= gone
    assert lines == gone == set(carried.erasure.done) - {"requests"}
    for row in plan.rows:
        if row.act is Act.ERASE:
            assert after.get(row.group, _NONE).count == 0, row.group
        elif row.group not in ("requests", "lookups", "documents", "letters", "duplicates"):
            assert after[row.group].count == row.held - row.over, row.group
    assert eraser.clearing.scrubbed == 1
    with eraser.desk.records.open_work() as work:
        (case,) = work.cases.of_person(eraser.person_id)
    assert (case.notes, case.rights[0].wish, case.item_id) == ("", "", None)


def test_the_whole_person_leaves_no_word_and_the_other_stays(eraser: Eraser) -> None:
    plan = eraser.decide(set(ORDER))
    assert plan.whole
    carried = eraser.service.run(plan)
    assert carried.erasure.person_id is None
    assert sorted(eraser.clearing.removed) == ["letter1", "report1", "scan1", "wish1"]
    with eraser.desk.records.open_work() as work:
        left = traces(work, WORD)
        assert set(left) <= {"paper_original.place"}, left
        assert traces(work, OTHER)
        (paper,) = {each.place for each in work.erasures.papers()}
    assert paper == WORD
    assert [event.reference for event in eraser.desk.actions(Action.ERASURE_ENDED)] == ["E-2026-0001"]
    assert all(event.purpose for event in eraser.desk.actions(Action.ERASED))


def test_where_there_are_two_officers_a_colleague_approves_exactly_this_plan(eraser: Eraser) -> None:
    with eraser.desk.records.open_work() as work:
        work.staff.put(StaffMember(StaffId("b" * 32), "B. Roth", frozenset({Role.PRIVACY_OFFICER})))
        work.audit.record(AuditEvent(Action.STAFF_ADDED))
        work.commit()
    plan = eraser.plan()
    with pytest.raises(ApprovalMissingError) as missing:
        eraser.service.run(plan)
    assert missing.value.why is MissingApproval.NOT_PROPOSED
    approval = eraser.service.propose(eraser.person_id)
    assert WORD not in " ".join(approval.summary).lower()
    page = eraser.service.page(eraser.person_id)
    assert (page.needs_two, page.own_proposal) == (True, True)
    second = eraser.desk.as_member(Role.PRIVACY_OFFICER)
    second = replace(
        second, session=replace(second.session, member=replace(second.member, id=StaffId("b" * 32)))
    )
    Approvals(second).approve(approval.id)
    changed = eraser.service.change(eraser.person_id, "usage", Act.KEEP, REASON)
    with pytest.raises(ApprovalMissingError) as other:
        eraser.service.run(changed)
    assert other.value.why is MissingApproval.OTHER_PLAN
    eraser.service.change(eraser.person_id, "usage", Act.ERASE, "")
    assert eraser.service.run(eraser.plan()).erasure.state is ErasureState.DONE
    with eraser.desk.records.open_work() as work:
        assert [each.used_at is not None for each in work.approvals.recent()] == [True]


def test_changes_need_reasons_and_are_recorded(eraser: Eraser) -> None:
    service, person_id = eraser.service, eraser.person_id
    with pytest.raises(ChangeReasonMissingError):
        service.change(person_id, "topups", Act.ERASE, " ")
    with pytest.raises(GroupLockedError):
        service.change(person_id, "requests", Act.ERASE, REASON)
    with pytest.raises(GroupUnknownError):
        service.change(person_id, "horoscope", Act.ERASE, REASON)
    with pytest.raises(ChangeReasonMissingError):
        service.settle_balance(person_id, "")
    assert service.change(person_id, "topups", Act.ERASE, REASON).row("topups").reason == REASON
    assert not service.change(person_id, "topups", Act.KEEP, "").row("topups").changed
    fields = [event.fields for event in eraser.desk.actions(Action.ERASURE_PLANNED)]
    assert fields == [(), ("balance",), ("topups",), ("topups",)]
    stale = eraser.plan()
    service.change(person_id, "topups", Act.ERASE, REASON)
    with pytest.raises(PlanChangedError):
        service.run(stale)


def test_what_stands_in_the_way_is_refused_and_nothing_is_done(eraser: Eraser) -> None:
    desk, person_id = eraser.desk, eraser.person_id
    requests = Requests(desk.place)
    asked = {Right.ERASURE: "", Right.ACCESS: ""}
    case = requests.open(NewRequest(person_id, asked, Channel.POST, desk.place.clock.today()))
    with pytest.raises(IdentityOpenError):
        eraser.service.run(eraser.service.plan(person_id, case.id))
    requests.check_identity(case.id, IdentityMethod.CARD_SEEN, True)
    with pytest.raises(CopyOwedError) as owed:
        eraser.service.run(eraser.service.plan(person_id, case.id))
    assert owed.value.case_number == case.number
    with desk.records.open_work() as work:
        other = next(hit.id for hit in work.people.search(OTHER, 1))
    with pytest.raises(CaseOfOtherPersonError):
        eraser.service.plan(other, case.id)
    with pytest.raises(BalanceLeftError) as money:
        eraser.service.run(eraser.service.plan(other))
    assert describe(money.value).title
    assert not desk.actions(Action.ERASURE_STARTED)


def test_a_copy_that_was_granted_and_never_went_out_holds_up_the_erasure(eraser: Eraser) -> None:
    """Law: GDPR Art. 15(3): nothing could be given out afterwards."""
    desk, person_id = eraser.desk, eraser.person_id
    requests, today = Requests(desk.place), desk.place.clock.today()
    case = requests.open(NewRequest(person_id, {Right.ERASURE: "", Right.ACCESS: ""}, Channel.POST, today))
    requests.check_identity(case.id, IdentityMethod.CARD_SEEN, True)
    requests.decide(case.id, Right.ACCESS, Outcome.GRANTED)
    with pytest.raises(CopyOwedError):
        eraser.service.run(eraser.service.plan(person_id, case.id))
    desk.records.clock.forward(minutes=5)
    with desk.records.open_work() as work:
        work.audit.record(AuditEvent(Action.REPORT_HANDED_OUT, f"person:{person_id}"))
        work.commit()
    assert Obstacle.COPY_ASKED not in eraser.service.plan(person_id, case.id).obstacles
    requests.decide(case.id, Right.ACCESS, Outcome.REFUSED, "shows somebody else")
    assert Obstacle.COPY_ASKED not in eraser.service.plan(person_id, case.id).obstacles


def test_who_asks_that_the_data_be_kept_is_decided_about_first(eraser: Eraser) -> None:
    """Law: GDPR Art. 18(1)(b)–(c): the person may need them; after the erasure nothing could be restricted."""
    desk, person_id = eraser.desk, eraser.person_id
    requests, today = Requests(desk.place), desk.place.clock.today()
    both = requests.open(
        NewRequest(person_id, {Right.ERASURE: "", Right.RESTRICTION: ""}, Channel.POST, today)
    )
    requests.check_identity(both.id, IdentityMethod.CARD_SEEN, True)
    assert Obstacle.RESTRICTION_ASKED not in eraser.plan().obstacles, "until the erasure, that means"
    kept = requests.open(NewRequest(person_id, {Right.RESTRICTION: "for the court"}, Channel.POST, today))
    with pytest.raises(RestrictionAskedError) as refused:
        eraser.service.run(eraser.service.plan(person_id, both.id))
    assert kept.number in describe(refused.value).happened
    assert not desk.actions(Action.ERASURE_STARTED)
    requests.decide(kept.id, Right.RESTRICTION, Outcome.REFUSED, "no ground")
    assert Obstacle.RESTRICTION_ASKED not in eraser.plan().obstacles


def test_who_asked_to_be_told_before_the_account_closes_is_told_first(eraser: Eraser) -> None:
    desk, person_id = eraser.desk, eraser.person_id
    requests, objections = Requests(desk.place), Objections(desk.place)
    asked = {Right.OBJECTION: "no more, and tell me before you close my account"}
    case = requests.open(NewRequest(person_id, asked, Channel.POST, desk.place.clock.today()))
    objections.note(case.id, tell_before_closing=True)
    part = eraser.decide({"contact"})
    assert part.wish is not None
    assert part.wish.number == case.number
    assert Obstacle.CLOSING_WISH not in part.obstacles, "this plan closes nothing"
    plan = eraser.decide(set(ORDER))
    assert Obstacle.CLOSING_WISH in plan.obstacles
    with pytest.raises(ClosingNotToldError) as refused:
        eraser.service.run(plan)
    assert case.number in describe(refused.value).happened
    assert not desk.actions(Action.ERASURE_STARTED)
    objections.told_closing(case.id, desk.place.clock.today(), Channel.PHONE)
    assert eraser.plan().wish is None
    assert eraser.service.run(eraser.plan()).erasure.whole


def test_an_erasure_is_granted_only_once_it_was_carried_out(eraser: Eraser) -> None:
    desk, requests = eraser.desk, Requests(eraser.desk.place)
    asked = NewRequest(eraser.person_id, {Right.ERASURE: ""}, Channel.POST, desk.place.clock.today())
    first, second = requests.open(asked), requests.open(asked)
    for case in (first, second):
        requests.check_identity(case.id, IdentityMethod.CARD_SEEN, True)
    for outcome in (Outcome.GRANTED, Outcome.PARTLY):
        with pytest.raises(ErasureNotRunError) as refused:
            requests.decide(first.id, Right.ERASURE, outcome, "all gone")
        assert "Nothing held" in describe(refused.value).remedy
    assert requests.get(first.id).rights[0].outcome is Outcome.TO_DECIDE
    assert not requests.page(first.id).options.erased
    plan = eraser.service.plan(eraser.person_id, first.id)
    eraser.service.run(plan)
    assert requests.page(first.id).options.erased
    (right,) = requests.get(first.id).rights
    assert (right.outcome, right.reason_key) == (Outcome.PARTLY, "erasure_duty")
    requests.decide(second.id, Right.ERASURE, Outcome.PARTLY, "see the other request")
    desk.records.clock.forward(days=1)
    third = requests.open(asked)
    requests.check_identity(third.id, IdentityMethod.CARD_SEEN, True)
    with pytest.raises(ErasureNotRunError):
        requests.decide(third.id, Right.ERASURE, Outcome.GRANTED, "erased last year")
    requests.decide(third.id, Right.ERASURE, Outcome.NOTHING_HELD, "everything went with the other request")


@pytest.mark.parametrize("ground", sorted(RestrictionGround))
def test_what_the_person_wants_kept_is_held_back_as_long_as_use_is_restricted(
    eraser: Eraser, ground: RestrictionGround
) -> None:
    desk, person_id = eraser.desk, eraser.desk.add_person()
    restrictions, holds = Restrictions(desk.place), Holds(desk.place)
    restriction = restrictions.set(person_id, ground)
    if ground not in {RestrictionGround.CLAIMS, RestrictionGround.UNLAWFUL}:
        assert restriction.hold_id is None
        assert holds.of_person(person_id) == []
        return
    assert restriction.hold_id is not None
    plan = eraser.service.plan(person_id)
    assert Obstacle.HOLD in plan.obstacles
    with pytest.raises(OpenHoldError) as refused:
        eraser.service.run(plan)
    assert "restricted" in describe(refused.value).happened
    with desk.records.open_reading() as records:
        assert records.holds.held_people([person_id]) == {person_id}, "disposals leave them out"
    with pytest.raises(HoldOfRestrictionError) as held:
        holds.lift(restriction.hold_id, "not needed")
    assert describe(held.value).remedy
    restrictions.tell(person_id, desk.place.clock.today(), Channel.POST)
    restrictions.lift(person_id, "the claim is settled")
    (line,) = holds.of_person(person_id)
    assert (line.hold.stands, line.hold.lift_reason) == (False, "the claim is settled")
    assert Obstacle.HOLD not in eraser.service.plan(person_id).obstacles


def test_an_erasure_from_the_persons_page_answers_the_request_that_asks_for_it(eraser: Eraser) -> None:
    desk, requests = eraser.desk, Requests(eraser.desk.place)
    asked = NewRequest(eraser.person_id, {Right.ERASURE: ""}, Channel.POST, desk.place.clock.today())
    unknown, known = requests.open(asked), requests.open(asked)
    requests.check_identity(known.id, IdentityMethod.CARD_SEEN, True)
    carried = eraser.service.run(eraser.decide(set(ORDER)))
    assert (carried.erasure.whole, carried.erasure.case_id) == (True, known.id)
    assert requests.get(known.id).rights[0].outcome is Outcome.GRANTED
    assert requests.get(unknown.id).rights[0].outcome is Outcome.TO_DECIDE, "nobody proved who asked there"


def test_a_stopped_run_goes_on_and_nothing_runs_beside_it(eraser: Eraser) -> None:
    class Stop:
        def report(self, done: int, total: int) -> None:
            self.done = done

        def raise_if_cancelled(self) -> None:
            if self.done == 3:
                raise Cancelled

    with pytest.raises(Cancelled):
        eraser.service.run(eraser.decide(set(ORDER)), Stop())
    (begun,) = eraser.service.unfinished()
    assert len(begun.done) == 3
    assert eraser.clearing.removed == []
    done = eraser.service.resume(begun.id)
    assert done.erasure.state is ErasureState.DONE
    assert eraser.service.resume(begun.id).erasure == done.erasure
    assert len(eraser.desk.actions(Action.ERASURE_ENDED)) == 1


def test_where_everything_stays_there_is_nothing_to_run(eraser: Eraser) -> None:
    person_id = eraser.desk.add_person()
    with pytest.raises(NothingToEraseError):
        eraser.service.run(eraser.service.plan(person_id))


def test_recipients_are_to_be_told_and_papers_to_be_destroyed(eraser: Eraser) -> None:
    agency = eraser.desk.add_agency()
    with eraser.desk.records.open_work() as work:
        (contract,) = work.contracts.of_person(eraser.person_id)
        work.contracts.change(replace(contract, agency_id=agency.id))
        work.audit.record(AuditEvent(Action.AGENCY_CHANGED))
        work.commit()
    plan = eraser.decide({"forms", "contact", "connections"})
    assert agency.name in plan.recipients
    carried = eraser.service.run(plan)
    with eraser.desk.records.open_work() as work:
        told = [
            each for each in work.tellings.of_person(eraser.person_id) if each.cause is TellingCause.ERASED
        ]
    assert agency.name in {each.party.name for each in told}
    papers = eraser.service.papers(carried.erasure.id, waiting=True)
    assert {paper.destroy_by for paper in papers} == {eraser.desk.place.clock.today() + timedelta(days=30)}
    done = eraser.service.destroyed(papers[0].id)
    assert done.destroyed_on == eraser.desk.place.clock.today()
    with pytest.raises(PaperSettledError):
        eraser.service.destroyed(papers[0].id)
    with pytest.raises(DayInFutureError):
        eraser.service.destroyed(papers[-1].id, date(2999, 1, 1))


@pytest.mark.parametrize("roles", [{Role.CLERK}, {Role.ADMINISTRATOR}])
def test_only_the_privacy_officer_erases_and_holds(eraser: Eraser, roles: set[Role]) -> None:
    service = eraser.at(*roles)
    with pytest.raises(NotAllowedError):
        service.plan(eraser.person_id)
    with pytest.raises(NotAllowedError):
        service.run(eraser.plan())
    with pytest.raises(NotAllowedError):
        Holds(eraser.desk.as_member(*roles)).standing()


def test_holds_are_set_listed_and_lifted_with_reasons(eraser: Eraser) -> None:
    holds, today = Holds(eraser.desk.place), eraser.desk.place.clock.today()
    with pytest.raises(NotFoundError):
        holds.set(PersonId(404), "why", today + timedelta(days=5))
    with pytest.raises(GroupUnknownError):
        holds.set(eraser.person_id, "why", today + timedelta(days=5), ["horoscope"])
    later = holds.set(eraser.person_id, "Proceeding 8", today + timedelta(days=60), ["topups"])
    sooner = holds.set(eraser.person_id, "Proceeding 9", today + timedelta(days=6))
    assert [line.hold.id for line in holds.standing()] == [sooner.id, later.id]
    assert WORD in holds.standing()[0].person_name
    with pytest.raises(HoldReasonMissingError):
        holds.lift(sooner.id, " ")
    holds.lift(sooner.id, "settled")
    with pytest.raises(HoldLiftedError):
        holds.lift(sooner.id, "again")
    plan = eraser.plan()
    assert plan.row("topups").locked
    assert not plan.row("usage").locked
    eraser.desk.records.clock.forward(days=61)
    assert holds.standing()[0].to_review
    recorded = [
        (each.action, each.fields) for each in eraser.desk.actions(Action.HOLD_SET, Action.HOLD_LIFTED)
    ]
    assert recorded[-1] == (Action.HOLD_LIFTED, ())


def test_the_certificate_names_groups_counts_and_laws_in_every_language(eraser: Eraser) -> None:
    carried = eraser.service.run(eraser.decide({"connections", "contact"}))
    texts = {
        language: eraser.service.certificate(carried.erasure.id, language=language).pdf.decode()
        for language in ("de", "fr", "it", "en", "xx")
    }
    for text in texts.values():
        assert carried.erasure.number in text
        assert "{" not in text.replace('{"', "").replace("{page}", "").replace("{pages}", "")
    assert len({texts[language] for language in ("de", "fr", "it", "en")}) == 4
    assert texts["xx"] == texts["en"]
    assert "Art. 127" in texts["en"]
