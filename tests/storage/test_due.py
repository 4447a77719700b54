# SPDX-License-Identifier: MIT
"""What is due is what rules say of the rows themselves; holds and what still needs a name keep; nobody's data go, too."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from privdesk.domain.activity import Activity, TopUp, Usage
from privdesk.domain.cases import Answer, CallId, CallSheet, Case, CaseRight, Right
from privdesk.domain.catalogue import RetentionRule, Trigger
from privdesk.domain.holds import Hold, HoldId
from privdesk.domain.imports import ImportKind, Reject
from privdesk.domain.inbox import Document, DocumentId, DocumentRole, Draft, InboxItem, ItemId, ItemState
from privdesk.domain.people import Channel, Contract, ContractId, PersonField, PersonId
from privdesk.domain.restriction import Restriction, RestrictionGround, RestrictionId
from privdesk.domain.retention_due import DueCount, DueRule, due_rules, due_spans
from privdesk.services.catalogue import default_catalogue
from privdesk.storage import retention
from privdesk.storage.row_base import table_of
from privdesk.storage.rows_cases import CaseRow
from privdesk.storage.rows_inbox import DraftRow, InboxItemRow
from privdesk.storage.rows_office import RejectRow
from privdesk.storage.unit_of_work import SqlUnitOfWork
from tests.storage.test_work_items import a_case
from tests.storage_fixtures import STAFF, START, OpenRecords, an_origin

F = PersonField
TODAY = date(2026, 11, 23)
CATALOGUE = default_catalogue("CH")
RULES = {rule.key: rule for rule in CATALOGUE.rules}
DUE = {rule.group: rule for rule in due_rules(CATALOGUE.groups, RULES, TODAY)}
LAST = date(2016, 11, 22)
"""The last day on which a contract may have ended whose data are due today."""
NOBODY = PersonId(0)


def a_person(work: SqlUnitOfWork, *ends: date | None) -> PersonId:
    facts = {F.LAST_NAME: "Moser", F.TOWN: "Biel", F.EMAIL: "lea@example.org"}
    person_id = work.people.add(facts, an_origin("F-1")).id
    for end in ends:
        work.contracts.add(
            Contract(ContractId(0), person_id, "", date(2010, 1, 1), end, None, None, "", "P1")
        )
    return person_id


def due(work: SqlUnitOfWork, group: str) -> DueCount:
    (count,) = work.retention.due([DUE[group]])
    return count


def people(work: SqlUnitOfWork, group: str, after: int = 0, limit: int = 100) -> list[PersonId]:
    return list(work.retention.people_due(DUE[group], PersonId(after), limit))


def come(work: SqlUnitOfWork, *rows: Activity) -> None:
    run = work.imports.start(ImportKind.USAGES, "u.csv", "0" * 64)
    work.activity.add(rows, run.id)


def usage(person: PersonId, at: datetime, amount: int = 300) -> Usage:
    return Usage(person, at, "P1", "washer", "W1", 40, amount, "CHF", 4700)


def a_hold(person: PersonId, *groups: str) -> Hold:
    return Hold(HoldId(0), person, frozenset(groups), "proceeding", date(2026, 12, 31), START, STAFF)


@pytest.mark.parametrize("few", [5000, -1])
def test_the_last_contract_decides(records: OpenRecords, few: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether people are found by their contracts' ends or walked over, they are the same."""
    monkeypatch.setattr(retention, "_FEW", few)
    with records.open_work() as work:
        ended = a_person(work, LAST)
        a_person(work, LAST + timedelta(days=1))
        a_person(work, LAST, None)
        a_person(work, date(2012, 1, 1), date(2020, 1, 1))
        a_person(work)
        twice = a_person(work, date(2012, 1, 1), date(2014, 1, 1))
        assert people(work, "contract") == [ended, twice]
        assert people(work, "contract", ended) == [twice]
        assert people(work, "contract", limit=1) == [ended]
        assert due(work, "contract") == DueCount("contract", 2, 3)
        assert people(work, "identity") == people(work, "contact") == [ended, twice]
        assert people(work, "consents") == people(work, "forms") == []
        work.eraser.erase(twice, ("contract",))
        assert people(work, "contract") == [ended]
        assert people(work, "identity") == [ended, twice]
        assert due(work, "identity") == DueCount("identity", 2, 2)


@pytest.mark.parametrize("few", [5000, -1])
def test_a_name_stays_while_anything_says_whose_it_is(
    records: OpenRecords, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "_FEW", few)
    with records.open_work() as work:
        paid, used, asked, called, free = (a_person(work, LAST) for _ in range(5))
        come(work, TopUp(paid, datetime(2016, 1, 5, tzinfo=UTC), "twint", 900, "CHF", 900))
        come(work, usage(used, datetime(2016, 5, 1, tzinfo=UTC)))
        work.retention.fold_usage(used, date(2020, 1, 1))
        work.cases.add(a_case(asked))
        work.calls.add(CallSheet(CallId(0), START, STAFF, called, ended_at=START))
        assert people(work, "identity") == [free]
        assert due(work, "identity").people == 1
        assert people(work, "contact") == [paid, used, called, free]
        work.eraser.erase(paid, ("topups",))
        work.eraser.erase(used, ("usage_sums",))
        assert people(work, "identity") == [paid, used, free]


def test_an_open_request_for_access_keeps_back_until_it_is_closed(records: OpenRecords) -> None:
    with records.open_work() as work:
        asked, free = a_person(work, LAST), a_person(work, LAST)
        for person in (asked, free):
            come(work, usage(person, datetime(2024, 1, 5, tzinfo=UTC)))
        case = work.cases.add(a_case(asked))
        assert people(work, "usage") == [free]
        assert due(work, "usage") == DueCount("usage", 1, 1, 1, restricted=1)
        work.cases.change(closed(case, date(2026, 11, 1)))
        assert people(work, "usage") == [asked, free]


def test_holds_and_restrictions_keep_back(records: OpenRecords) -> None:
    with records.open_work() as work:
        held, whole, stopped, kept, free = (a_person(work, LAST) for _ in range(5))
        for person in (held, whole, stopped, kept, free):
            come(work, usage(person, datetime(2024, 1, 5, tzinfo=UTC)))
        work.holds.add(a_hold(held, "usage"))
        work.holds.add(a_hold(whole))
        for person, ground in ((stopped, RestrictionGround.CLAIMS), (kept, RestrictionGround.KEPT_BY_LAW)):
            work.restrictions.add(
                Restriction(RestrictionId(0), person, ground, date(2026, 1, 1), START, STAFF)
            )
        assert people(work, "usage") == [kept, free]
        assert due(work, "usage") == DueCount("usage", 2, 2, 3, restricted=1)
        assert people(work, "contract") == [held, kept, free]
        assert due(work, "contract") == DueCount("contract", 3, 3, 2, restricted=1)
        assert people(work, "contact") == [held, kept, free]
        hold = work.holds.of_person(held)[0]
        work.holds.change(replace(hold, lifted_at=START, lifted_by=STAFF, lift_reason="ended"))
        assert due(work, "usage") == DueCount("usage", 3, 3, 2, restricted=1)


@pytest.mark.parametrize("named", ["contact", "identity"])
def test_a_hold_on_contact_details_or_on_who_somebody_is_keeps_them(records: OpenRecords, named: str) -> None:
    with records.open_work() as work:
        held, free = a_person(work, LAST), a_person(work, LAST)
        work.holds.add(a_hold(held, named))
        assert people(work, "contact") == [free]
        assert people(work, "identity") == [free]
        assert people(work, "contract") == [held, free]


def closed(case: Case, on: date) -> Case:
    return replace(case, closed_on=on, answer=Answer(on, Channel.POST, None, "", STAFF))


days = st.integers(0, 900)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 3), days), max_size=30), days)
def test_streams_are_counted_as_they_lie(
    records: OpenRecords, lived: list[tuple[int, int]], cut: int
) -> None:
    begin = datetime(2023, 6, 1, 21, 30, tzinfo=UTC)
    with records.open_work() as work:
        everybody = [a_person(work) for _ in range(4)]
        rows = [usage(everybody[whose], begin + timedelta(hours=hour * 7)) for whose, hour in lived]
        come(work, *rows)
        rule = replace(DUE["usage"], cut_off=date(2023, 6, 1) + timedelta(days=cut // 3))
        day = {(row.person_id, row.at): row.at.astimezone(records.clock.zone).date() for row in rows}
        past = {key for key, on in day.items() if on <= rule.cut_off}
        owners = sorted({person for person, _at in past})
        assert list(work.retention.due([rule])) == [DueCount("usage", len(owners), len(past))]
        assert list(work.retention.people_due(rule, NOBODY, 10)) == owners
        for person in owners:
            work.eraser.erase(person, ("usage",), rule.cut_off)
        assert list(work.retention.due([rule])) == [DueCount("usage", 0, 0)]
        held = [each for person in everybody for each in work.activity.usage_months(person)]
        assert sum(each.times for each in held) == len(past)
        assert sum(each.amount for each in held) == 300 * len(past)


def test_closed_requests_and_ended_calls_are_due_together(records: OpenRecords) -> None:
    with records.open_work() as work:
        one, other = a_person(work), a_person(work)
        over, later = date(2023, 11, 22), date(2023, 11, 23)
        work.cases.add(closed(a_case(one), over))
        work.cases.add(closed(a_case(one), later))
        work.cases.add(replace(a_case(other), rights=(CaseRight(Right.ERASURE),)))
        ended = datetime(2023, 11, 22, 22, 59, tzinfo=UTC)
        work.calls.add(CallSheet(CallId(0), ended, STAFF, other, ended_at=ended))
        assert due(work, "requests") == DueCount("requests", 2, 2)
        assert people(work, "requests") == [one, other]
        for person in people(work, "requests"):
            work.eraser.erase(person, ("requests",), DUE["requests"].erases_up_to)
        assert due(work, "requests") == DueCount("requests", 0, 0)
        assert len(work.cases.of_person(one)) == len(work.cases.of_person(other)) == 1


def test_what_names_nobody_goes_some_at_a_time(records: OpenRecords) -> None:
    with records.open_work() as work:
        over = datetime(2026, 8, 22, 10, tzinfo=UTC)
        records.clock.moment = over
        for number in range(3):
            item = work.inbox.add(
                InboxItem(ItemId(0), "", ItemState.LOOK, Channel.EMAIL, "a.pdf", TODAY, over, ())
            )
            work.inbox.change(replace(item, state=ItemState.SET_ASIDE))
            work.drafts.put(Draft(f"capture:{item.id}", STAFF, "{}", "", over))
            work.cases.add(closed(replace(a_case(None), person_name=""), date(2020, 1, number + 1)))
        waiting = work.inbox.add(
            InboxItem(ItemId(0), "", ItemState.LOOK, Channel.EMAIL, "b.pdf", TODAY, over, ())
        )
        run = work.imports.start(ImportKind.PEOPLE, "p.csv", "1" * 64)
        work.imports.add_rejects(run.id, [Reject(1, "missing", "last_name", {"first_name": "Lea"})])
        work.imports.change(replace(run, ended_at=over))
        records.clock.moment = START
        work.drafts.put(Draft("capture:99", STAFF, "{}", "", START))
        rule = DUE["unentered"]
        assert rule.cut_off == date(2026, 8, 22)
        assert due(work, "unentered") == DueCount("unentered", 0, 7, 0, 7)
        assert due(work, "requests") == DueCount("requests", 0, 3, 0, 3)
        rounds = 0
        while work.eraser.erase_ownerless(rule, 2).rows:
            rounds += 1
        while work.eraser.erase_ownerless(DUE["requests"], 2).rows:
            rounds += 1
        assert rounds == 4
        assert due(work, "unentered") == DueCount("unentered", 0, 0)
        assert due(work, "requests") == DueCount("requests", 0, 0)
        left = {
            table.name: work._scope.connection.scalar(select(func.count()).select_from(table))
            for table in map(table_of, (InboxItemRow, DraftRow, RejectRow, CaseRow))
        }
        assert left == {"inbox_item": 1, "draft": 1, "import_reject": 0, "case_file": 0}
        assert work.inbox.get(waiting.id).state is ItemState.LOOK


def test_a_call_never_ended_and_a_letter_to_nobody_go(records: OpenRecords) -> None:
    with records.open_work() as work:
        long_ago = datetime(2023, 11, 22, 12, tzinfo=UTC)
        work.calls.add(CallSheet(CallId(0), long_ago, STAFF))
        work.calls.add(CallSheet(CallId(0), START, STAFF))
        lines = (
            ("old", DocumentRole.LETTER, long_ago),
            ("new", DocumentRole.LETTER, START),
            ("ours", DocumentRole.CATALOGUE, long_ago),
        )
        for name, role, at in lines:
            work.documents.add(
                Document(DocumentId(name), role, "a.pdf", "application/pdf", 9, "0" * 64, b"k", 1, at)
            )
        assert due(work, "unentered").ownerless == 1
        assert due(work, "letters").ownerless == 1
        assert list(work.eraser.erase_ownerless(DUE["letters"], 9).documents) == ["old"]
        assert work.eraser.erase_ownerless(DUE["unentered"], 9).rows == {"call_sheet": 1}
        assert work.documents.ids() == {"new", "ours"}
        assert len(work.calls.unfinished()) == 1


def test_an_item_set_aside_anew_begins_its_period_anew(records: OpenRecords) -> None:
    with records.open_work() as work:
        over = datetime(2026, 8, 22, 10, tzinfo=UTC)
        records.clock.moment = over
        item = work.inbox.add(
            InboxItem(ItemId(0), "", ItemState.LOOK, Channel.EMAIL, "a.pdf", TODAY, over, ())
        )
        work.inbox.change(replace(item, state=ItemState.SET_ASIDE))
        records.clock.moment = START
        work.inbox.change(replace(item, state=ItemState.SET_ASIDE, turned=90))
        assert due(work, "unentered").entries == 1
        work.inbox.change(replace(item, state=ItemState.LOOK))
        assert due(work, "unentered").entries == 0
        work.inbox.change(replace(item, state=ItemState.SET_ASIDE))
        assert due(work, "unentered").entries == 0


def test_each_month_shows_what_falls_due_in_it(records: OpenRecords) -> None:
    with records.open_work() as work:
        a_person(work, LAST)
        a_person(work, date(2016, 12, 15))
        person = a_person(work, None)
        come(work, usage(person, datetime(2024, 11, 25, tzinfo=UTC)))
        come(work, usage(person, datetime(2024, 12, 25, tzinfo=UTC)))
        come(work, TopUp(person, datetime(2016, 5, 1, tzinfo=UTC), "twint", 900, "CHF", 900))
        spans = due_spans(CATALOGUE.groups, RULES, TODAY, 3)
        found = {
            (each.group, each.month.month): each.entries
            for each in work.retention.by_month(spans)
            if each.entries and each.group in {"usage", "contract", "topups"}
        }
        assert found == {("usage", 11): 1, ("usage", 12): 1, ("contract", 12): 1, ("topups", 1): 1}


@pytest.mark.parametrize("trigger", list(Trigger))
def test_every_group_answers_under_every_trigger(records: OpenRecords, trigger: Trigger) -> None:
    """The office may choose another trigger for any group."""
    rules = {key: RetentionRule(key, trigger, 12, {}, {}) for key in RULES}
    found = due_rules(CATALOGUE.groups, rules, TODAY)
    with records.open_work() as work:
        person = a_person(work, LAST)
        come(work, usage(person, datetime(2020, 1, 1, tzinfo=UTC)))
        counts = work.retention.due(found)
        assert [count.group for count in counts] == [rule.group for rule in found]
        for rule, count in zip(found, counts, strict=True):
            assert len(work.retention.people_due(rule, NOBODY, 9)) == count.people
        work.retention.by_month(due_spans(CATALOGUE.groups, rules, TODAY, 2))


def test_a_group_that_the_office_added_holds_nothing(records: OpenRecords) -> None:
    with records.open_work() as work:
        rule = DueRule("cameras", "contract", Trigger.EVENT, TODAY)
        assert list(work.retention.due([rule])) == [DueCount("cameras", 0, 0)]
        assert list(work.retention.people_due(rule, NOBODY, 9)) == []
