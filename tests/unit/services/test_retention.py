# SPDX-License-Identifier: MIT
"""What is due goes by its rule, what is held stays and is counted; stopped or killed, nothing is counted twice."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from privdesk.domain.approvals import ApprovalMissingError, MissingApproval
from privdesk.domain.audit import Action, AuditEvent
from privdesk.domain.case_fact_errors import DayInFutureError
from privdesk.domain.catalogue_errors import RulePeriodError
from privdesk.domain.disposal_errors import (
    DisposalChangedError,
    DisposalRunningError,
    DisposalSettledError,
    GroupGoesOtherwiseError,
    GroupNeedsOthersError,
    GroupWithoutRuleError,
    NothingDueError,
)
from privdesk.domain.disposals import Disposal, DisposalId, DisposalState
from privdesk.domain.erasure_plan import GroupUnknownError, PaperSettledError
from privdesk.domain.errors import Cancelled, NotFoundError
from privdesk.domain.holds import HoldLiftedError, HoldReviewError
from privdesk.domain.ledger import EVERYTHING, LedgerKind
from privdesk.domain.restriction import Restriction, RestrictionGround, RestrictionId
from privdesk.domain.staff import NotAllowedError, Role
from privdesk.services import disposal_run
from privdesk.services.approvals import Approvals
from privdesk.services.explain import describe
from privdesk.services.holds import Holds
from privdesk.services.office import catalogue_of
from privdesk.services.retention import Retention
from tests.storage_fixtures import STAFF
from tests.unit.services.places import open_desk
from tests.unit.services.retention_kit import ENDED, Clearing, Killed, NoPaper, Office, StopAfter
from tests.unit.services.retention_kit import office as opened

NEXT_YEAR = timedelta(days=300)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with opened(open_desk(tmp_path)) as held:
        yield held


def in_small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    """One person a batch."""
    monkeypatch.setattr(disposal_run, "PEOPLE_AT_ONCE", 1)


def test_what_is_due_is_counted_by_group_with_its_rule_and_cut_off(office: Office) -> None:
    office.person(1)
    office.person(2, ended=None, year=2026)
    due = office.retention.due()
    found = {line.group: line for line in due.now}
    assert found["connections"].count.entries == 1
    assert found["contract"].count.people == 1
    assert found["contract"].rule.months == 120
    assert found["contract"].due.cut_off < due.as_at - timedelta(days=3650)
    assert due.line("surveys") is not None
    assert due.line("surveys") not in due.now
    assert {"lookups", "duplicates"}.isdisjoint(line.group for line in due.lines)
    before = office.retention.due(ENDED)
    assert "contract" not in {line.group for line in before.now}


def test_what_is_past_its_period_goes_and_everybody_else_stays(office: Office) -> None:
    gone, stays = office.person(1), office.person(2, ended=None, year=2026)
    disposal = office.retention.propose()
    assert not office.retention.standing().needs_two
    done = office.retention.run(disposal.id)
    assert done.state is DisposalState.DONE
    assert done.number == "D-2026-0001"
    assert office.people() == {stays}
    assert office.clearing.scrubbed == 1
    assert done.done["identity"].entries == 1
    assert done.done["connections"].entries == 1
    require_as_planned(done)
    assert office.retention.due().now == ()
    with office.desk.records.open_work() as work:
        lines = [line for line in work.ledger.lines() if line.kind is LedgerKind.DISPOSED]
        assert work.ledger.verify() is None
    assert [line.group for line in lines] == ["usage", EVERYTHING], "the whole record takes the rest along"
    assert gone not in office.people()
    ended = office.desk.actions(Action.DISPOSAL_ENDED)
    assert [(event.reference, event.count) for event in ended] == [("D-2026-0001", done.disposed)]
    assert [event.count for event in office.desk.actions(Action.DISPOSED) if event.count]


def test_who_has_something_newer_loses_only_what_is_due(office: Office) -> None:
    person = office.person(1, ended=date(2025, 6, 30))
    done = office.retention.run(office.retention.propose().id)
    assert office.people() == {person}
    assert set(done.done) == {"connections", "topups", "usage"}
    with office.desk.records.open_work() as work:
        lines = [line for line in work.ledger.lines() if line.kind is LedgerKind.DISPOSED]
        assert {(line.group, line.on is not None) for line in lines} == {
            ("usage", True), ("connections", True), ("topups", True),
        }  # fmt: skip
        assert work.ledger.verify() is None
    assert office.rows("usage_month") == 1, "what was used stays as a sum"


def test_people_under_a_hold_are_left_out_and_counted(office: Office) -> None:
    office.person(1)
    held = office.person(2)
    Holds(office.desk.place).set(held, "proceeding 4417", office.desk.place.clock.today() + NEXT_YEAR)
    due = office.retention.due()
    line = due.line("contract")
    assert line is not None
    assert (line.count.people, line.count.held_back) == (1, 1)
    done = office.retention.run(office.retention.propose().id)
    assert office.people() == {held}
    assert {each.group: each.people for each in done.held}["contract"] == 1
    with office.desk.records.open_work() as work:
        assert work.contracts.of_person(held)
        assert work.activity.counts(held).connections == 1
    with pytest.raises(NothingDueError):
        office.retention.propose()


def test_a_hold_set_while_it_runs_counts_from_the_next_batch_on(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = [office.person(number) for number in range(1, 4)]
    in_small_batches(monkeypatch)
    disposal = office.retention.propose({"connections"})
    with pytest.raises(Cancelled):
        office.retention.run(disposal.id, StopAfter(1))
    Holds(office.desk.place).set(people[2], "claim", office.desk.place.clock.today() + NEXT_YEAR)
    done = office.retention.go_on(disposal.id)
    assert done.done["connections"].entries == 2
    assert [each.people for each in done.held] == [1]
    assert office.rows("connection") == 1


def test_stopped_it_goes_on_where_it_stood(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(1, 6):
        office.person(number)
    in_small_batches(monkeypatch)
    disposal = office.retention.propose()
    stop = StopAfter(3)
    with pytest.raises(Cancelled):
        office.retention.run(disposal.id, stop)
    half = office.retention.get(disposal.id)
    assert half.unfinished
    assert 0 < half.disposed < half.entries
    assert stop.seen[-1] == (half.disposed, half.entries)
    with pytest.raises(DisposalRunningError):
        office.retention.propose()
    with pytest.raises(DisposalSettledError):
        office.retention.certificate(disposal.id)
    done = office.retention.go_on(disposal.id)
    assert done.disposed == done.entries
    assert office.people() == set()
    assert len(office.desk.actions(Action.DISPOSAL_STARTED)) == 1
    assert len(office.desk.actions(Action.DISPOSAL_STOPPED)) == 1


@pytest.mark.parametrize("dies_at", range(2, 16, 3))
def test_killed_at_any_batch_nothing_is_lost_or_counted_twice(
    office: Office, monkeypatch: pytest.MonkeyPatch, dies_at: int
) -> None:
    for number in range(1, 5):
        office.person(number)
    in_small_batches(monkeypatch)
    disposal = office.retention.propose()
    office.clearing = Clearing(dies_at=dies_at)
    with pytest.raises(Killed):
        office.retention.run(disposal.id)
    office.clearing = Clearing()
    done = office.retention.go_on(disposal.id)
    require_as_planned(done)
    assert office.people() == set()


def test_ended_where_it_stands_what_went_stays_gone_and_the_rest_stays(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(1, 4):
        office.person(number)
    in_small_batches(monkeypatch)
    disposal = office.retention.propose({"connections", "topups"})
    with pytest.raises(Cancelled):
        office.retention.run(disposal.id, StopAfter(2))
    done = office.retention.end_here(disposal.id)
    assert (done.state, done.ended_early) == (DisposalState.DONE, True)
    assert done.disposed == 2
    assert office.rows("connection") == 1
    with pytest.raises(DisposalSettledError):
        office.retention.go_on(disposal.id)
    assert "ended before everything" in office.retention.certificate(disposal.id, "en").pdf.decode()


def test_two_officers_approve_exactly_this_plan(office: Office) -> None:
    office.person(1)
    second = office.second()
    disposal = office.retention.propose()
    with pytest.raises(ApprovalMissingError) as missing:
        office.retention.run(disposal.id)
    assert missing.value.why is MissingApproval.WAITING
    assert office.people()
    (waiting,) = Approvals(second).waiting()
    assert "Old1" not in " ".join(waiting.approval.summary)
    assert str(disposal.entries) in waiting.approval.summary[0]
    Approvals(second).approve(waiting.approval.id)
    with pytest.raises(ApprovalMissingError) as others:
        Retention(second, office.clearing, NoPaper()).run(disposal.id)
    assert others.value.why is MissingApproval.OTHERS
    planned = office.retention.standing().planned
    assert planned is not None
    assert planned.own
    assert office.retention.run(disposal.id).state is DisposalState.DONE
    with pytest.raises(DisposalSettledError):
        office.retention.run(disposal.id)


def test_without_approval_where_two_officers_exist_nothing_goes(office: Office) -> None:
    office.person(1)
    disposal = office.retention.propose()
    office.second()
    with pytest.raises(ApprovalMissingError) as missing:
        office.retention.run(disposal.id)
    assert missing.value.why is MissingApproval.NOT_PROPOSED
    assert office.rows("connection") == 1
    assert not office.desk.actions(Action.DISPOSAL_STARTED)


def test_more_than_was_planned_never_goes_and_less_needs_no_new_plan(office: Office) -> None:
    office.person(1)
    disposal = office.retention.propose()
    office.person(2)
    with pytest.raises(DisposalChangedError) as changed:
        office.retention.run(disposal.id)
    assert describe(changed.value).remedy
    assert len(office.people()) == 2
    again = office.retention.propose()
    assert again.entries == 2 * disposal.entries
    with pytest.raises(NotFoundError):
        office.retention.run(disposal.id)
    first = min(office.people())
    Holds(office.desk.place).set(first, "claim", office.desk.place.clock.today() + NEXT_YEAR)
    done = office.retention.run(again.id)
    assert done.disposed == disposal.entries
    assert office.people() == {first}


def test_a_rule_that_was_changed_asks_for_another_plan(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(1, 4):
        office.person(number)
    in_small_batches(monkeypatch)
    disposal = office.retention.propose({"connections"})
    with pytest.raises(Cancelled):
        office.retention.run(disposal.id, StopAfter(1))
    change_rule(office, "connections", 24)
    with pytest.raises(DisposalChangedError):
        office.retention.go_on(disposal.id)
    assert office.rows("connection") == 2
    assert office.retention.end_here(disposal.id).disposed == 1
    planned = office.retention.propose({"connections"})
    change_rule(office, "connections", 36)
    with pytest.raises(DisposalChangedError):
        office.retention.run(planned.id)


def test_a_group_without_a_period_is_told_apart_and_never_goes(office: Office) -> None:
    office.person(1)
    change_rule(office, "connections", 0)
    due = office.retention.due()
    assert [each.group for each in due.troubles] == ["connections"]
    with pytest.raises(RulePeriodError):
        office.retention.propose({"connections"})
    change_group(office, "surveys", "horoscope")
    with pytest.raises(GroupWithoutRuleError):
        office.retention.propose({"surveys"})
    with pytest.raises(RulePeriodError):
        office.retention.propose({line.group for line in office.retention.due().now})
    done = office.retention.run(office.retention.propose().id)
    assert "connections" not in done.done
    assert office.people(), "a record goes with nothing that nobody can date"
    assert office.rows("connection") == 1


def test_a_name_that_nobody_could_date_is_told(office: Office) -> None:
    office.person(1)
    change_group(office, "identity", "connections")
    assert [each.group for each in office.retention.due().troubles] == ["identity"]
    office.retention.run(office.retention.propose().id)
    assert office.people()


def test_groups_are_chosen_with_sense(office: Office) -> None:
    office.person(1)
    for group, error in (
        ("lookups", GroupGoesOtherwiseError), ("duplicates", GroupGoesOtherwiseError),
        ("horoscope", GroupUnknownError), ("identity", GroupNeedsOthersError), ("surveys", NothingDueError),
    ):  # fmt: skip
        with pytest.raises(error):
            office.retention.propose({group})
    assert not office.desk.actions(Action.DISPOSAL_PLANNED)
    done = office.retention.run(office.retention.propose({"connections"}).id)
    assert set(done.done) == {"connections"}
    assert office.people()


def test_a_plan_is_withdrawn_with_its_proposal(office: Office) -> None:
    office.person(1)
    second = office.second()
    disposal = office.retention.propose()
    office.retention.withdraw(disposal.id)
    assert Approvals(second).waiting() == []
    assert office.retention.standing().planned is None
    with pytest.raises(NotFoundError):
        office.retention.withdraw(disposal.id)
    other = office.retention.propose()
    assert office.retention.propose().id != other.id
    assert len(Approvals(second).waiting()) == 1


def test_originals_on_paper_are_listed_by_disposal_and_ticked(office: Office) -> None:
    office.person(1, place="Binder 7")
    office.person(2, place="Binder 7")
    done = office.retention.run(office.retention.propose().id)
    papers = office.retention.papers(done.id)
    assert [(paper.place, paper.erasure_id, paper.disposal_id) for paper in papers] == [
        ("Binder 7", None, done.id)
    ] * 2
    assert office.retention.papers() == papers
    with pytest.raises(DayInFutureError):
        office.retention.destroyed([papers[0].id], office.desk.place.clock.today() + NEXT_YEAR)
    assert office.retention.destroyed([paper.id for paper in papers]) == 2
    with pytest.raises(PaperSettledError):
        office.retention.destroyed([papers[0].id])
    assert office.retention.papers() == []
    assert len(office.desk.actions(Action.PAPER_DESTROYED)) == 2


@pytest.mark.parametrize("language", ["de", "fr", "it", "en"])
def test_the_certificate_has_two_parts_and_names_nobody(office: Office, language: str) -> None:
    office.person(1, place="Binder 7")
    held = office.person(2)
    Holds(office.desk.place).set(held, "Old2 sues", office.desk.place.clock.today() + NEXT_YEAR)
    done = office.retention.run(office.retention.propose().id)
    made = office.retention.certificate(done.id, language)
    text = made.pdf.decode()
    assert made.file_name == f"{done.number}.pdf"
    for part in ("disposed", "held", "elsewhere"):
        assert f'"{part}"' in text
    for word in ("Old1", "Old2", "sues", "example.org"):
        assert word not in text
    assert "Binder 7" in text
    assert done.number in text
    assert len(office.desk.actions(Action.CERTIFICATE_MADE)) == 1


def test_a_hold_and_a_restriction_are_told_apart(office: Office) -> None:
    office.person(1)
    held, both, restricted = (office.person(number) for number in (2, 3, 4))
    with office.desk.records.open_work() as work:
        for person in (both, restricted):
            now, day = office.desk.place.clock.now(), office.desk.place.clock.today()
            work.restrictions.add(
                Restriction(RestrictionId(0), person, RestrictionGround.CLAIMS, day, now, STAFF)
            )
        work.audit.record(AuditEvent(Action.RESTRICTION_SET))
        work.commit()
    for person in (held, both):
        Holds(office.desk.place).set(person, "claim", office.desk.place.clock.today() + NEXT_YEAR)
    due = office.retention.due()
    assert {(line.count.held_back, line.count.restricted) for line in due.now} == {(3, 1)}
    done = office.retention.run(office.retention.propose().id)
    assert {(each.people, each.restricted) for each in office.retention.get(done.id).held} == {(3, 1)}
    paper = office.retention.certificate(done.id, "en").pdf.decode()
    assert "a hold stands" in paper
    assert "the use is restricted" in paper


def test_only_the_privacy_officer_looks_after_retention(office: Office) -> None:
    clerk = Retention(office.desk.as_member(Role.CLERK), office.clearing, NoPaper())
    for call in (
        clerk.due, clerk.will_be_due, clerk.standing, clerk.tasks, clerk.propose, clerk.recent, clerk.papers,
        lambda: clerk.run(DisposalId(1)), lambda: clerk.go_on(DisposalId(1)), lambda: clerk.end_here(DisposalId(1)),
    ):  # fmt: skip
        with pytest.raises(NotAllowedError):
            call()


def test_the_months_to_come_and_what_is_to_do_today(office: Office) -> None:
    assert office.retention.tasks() == []
    person = office.person(1, ended=date(2017, 3, 1), year=2016)
    months = office.retention.will_be_due()
    assert len({each.month for each in months}) == 12
    assert sum(each.entries for each in months if each.group == "topups") == 1
    hold = Holds(office.desk.place).set(person, "claim", office.desk.place.clock.today() + timedelta(days=2))
    office.desk.records.clock.forward(days=3)
    assert [task.kind for task in office.retention.tasks()][:1] == ["holds"]
    holds = Holds(office.desk.place)
    with pytest.raises(HoldReviewError):
        holds.keep_until(hold.id, office.desk.place.clock.today())
    assert holds.keep_until(hold.id, office.desk.place.clock.today() + NEXT_YEAR).stands
    assert office.desk.actions(Action.HOLD_REVIEWED)
    holds.lift(hold.id, "settled")
    with pytest.raises(HoldLiftedError):
        holds.keep_until(hold.id, office.desk.place.clock.today() + NEXT_YEAR)
    assert [task.kind for task in office.retention.tasks()] == ["due"]


def require_as_planned(done: Disposal) -> None:
    """Everything that was planned went, and was counted once."""
    went = {group: each.entries for group, each in done.done.items()}
    assert went == {each.group: each.entries for each in done.groups}


def change_rule(office: Office, key: str, months: int) -> None:
    """The office gives a rule another period, past the checks of the catalogue's page."""
    with office.desk.records.open_work() as work:
        rule = catalogue_of(work).rule(key)
        work.catalogue.put_rule(replace(rule, months=months))
        work.audit.record(AuditEvent(Action.CATALOGUE_CHANGED))
        work.commit()


def change_group(office: Office, key: str, rule: str) -> None:
    """The office names another rule for a group."""
    with office.desk.records.open_work() as work:
        group = next(each for each in catalogue_of(work).groups if each.key == key)
        work.catalogue.put_group(replace(group, rule=rule))
        work.audit.record(AuditEvent(Action.CATALOGUE_CHANGED))
        work.commit()
