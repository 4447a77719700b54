# SPDX-License-Identifier: MIT
"""Merging two people takes everything along; taking it back restores every row."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from privdesk.domain.activity import ActivityKind, Usage
from privdesk.domain.cases import Answer
from privdesk.domain.consent import ConsentEntry, ConsentState
from privdesk.domain.errors import NotFoundError
from privdesk.domain.imports import ImportKind
from privdesk.domain.merging import (
    Followed,
    LaterMergeError,
    MergedAwayError,
    MergeId,
    MergeMissingError,
    MergePlan,
    MergeTakenBackError,
    SamePersonTwiceError,
    Side,
)
from privdesk.domain.people import Channel, Contract, ContractId, PersonField, PersonId
from privdesk.storage.merge_moves import OWN_WAY, clustered, followers, paired
from privdesk.storage.row_base import Row
from privdesk.storage.unit_of_work import SqlUnitOfWork
from tests.storage.merge_kit import EVENTS, Life, changed_tables, events, exercise, picture
from tests.storage.test_work_items import a_case, a_document
from tests.storage_fixtures import STAFF, OpenRecords, an_origin

F = PersonField
choices = st.dictionaries(st.sampled_from(list(PersonField)), st.sampled_from(list(Side)))
over_one_file = settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def two_people(work: SqlUnitOfWork) -> tuple[PersonId, PersonId]:
    one = work.people.add({F.LAST_NAME: "Moser", F.FIRST_NAME: "Lea", F.TOWN: "Biel"}, an_origin("F-1")).id
    other = work.people.add(
        {F.LAST_NAME: "Moser-Keller", F.FIRST_NAME: "Lea", F.EMAIL: "lea@example.org"}, an_origin("F-2")
    ).id
    return one, other


@over_one_file
@given(events, choices)
def test_merge_then_unmerge_restores_every_row(
    records: OpenRecords, lived: list[tuple[str, int, int, int]], chosen: Mapping[PersonField, Side]
) -> None:
    with records.open_work() as work:
        life = Life(work)
        life.begin(4)
        for event in lived:
            life.happen(event)
        before = picture(work)
        record = work.merging.merge(MergePlan(life.people[0], life.people[1], chosen))
        work.merging.unmerge(record.id)
        assert changed_tables(before, picture(work)) == {}


@over_one_file
@given(events, st.permutations(range(4)), st.lists(choices, min_size=3, max_size=3))
def test_a_chain_of_merges_taken_back_in_reverse_restores_every_row(
    records: OpenRecords,
    lived: list[tuple[str, int, int, int]],
    order: list[int],
    chosen: list[Mapping[PersonField, Side]],
) -> None:
    with records.open_work() as work:
        life = Life(work)
        life.begin(4)
        for event in lived:
            life.happen(event)
        before = picture(work)
        done = []
        kept = life.people[order[0]]
        for place, other in enumerate(order[1:]):
            into, gone = (kept, life.people[other]) if place % 2 == 0 else (life.people[other], kept)
            done.append(work.merging.merge(MergePlan(into, gone, chosen[place])))
            kept = into
        assert {work.merging.resolve(person) for person in life.people} == {kept}
        assert work.merging.numbers_of(kept) == frozenset(life.people)
        for record in reversed(done):
            work.merging.unmerge(record.id)
        assert changed_tables(before, picture(work)) == {}


@over_one_file
@given(events, choices)
def test_nothing_of_the_one_who_goes_is_left_behind(
    records: OpenRecords, lived: list[tuple[str, int, int, int]], chosen: Mapping[PersonField, Side]
) -> None:
    with records.open_work() as work:
        life = Life(work)
        life.begin(3)
        for event in lived:
            life.happen(event)
        kept, gone = life.people[:2]
        work.merging.merge(MergePlan(kept, gone, chosen))
        connection = work._scope.connection
        assert connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall() == []
        assert f"{gone}, " not in "".join(picture(work)["person_words"])
        assert work.people.count() == 2
        for name in EVENTS:
            life.people = [kept]
            life.happen((name, 0, 1, 1))
        assert connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall() == []


def test_every_table_that_names_a_person_has_its_way() -> None:
    """A table added later stands here, so that somebody thinks of what merging means for it."""
    following = {f"{table.name}.{column.name}" for table, column in followers()}
    assert following == {
        "contract.person_id", "consent.person_id", "submission.person_id", "submission.chosen_person_id",
        "document.person_id", "case_file.person_id", "call_sheet.person_id", "telling.person_id",
        "restriction.person_id", "objection.person_id", "hold.person_id", "erasure.person_id",
    }  # fmt: skip
    assert {table.name for table, _ in clustered()} == {"usage_month", "ended_contract"}
    assert {table.name for table, *_ in paired()} == {"duplicate_pair"}
    assert set(Row.metadata.tables) >= OWN_WAY


def test_values_are_chosen_one_by_one_and_both_histories_stand(records: OpenRecords) -> None:
    with records.open_work() as work:
        one, other = two_people(work)
        record = work.merging.merge(MergePlan(one, other, {F.LAST_NAME: Side.GONE}))
        merged = work.people.get(one)
        assert merged.facts == {
            F.LAST_NAME: "Moser-Keller", F.FIRST_NAME: "Lea", F.TOWN: "Biel", F.EMAIL: "lea@example.org",
        }  # fmt: skip
        names = [
            (version.value, version.origin.reference, version.superseded_at is None)
            for version in work.people.history(one)
            if version.field is F.LAST_NAME
        ]
        assert names == [("Moser-Keller", "F-2", True), ("Moser", "F-1", False)]
        assert record.moved == {Followed.FACTS: 3}
        assert record.choices == {F.LAST_NAME: Side.GONE}


def test_whoever_goes_is_found_no_more_but_the_number_leads_on(records: OpenRecords) -> None:
    with records.open_work() as work:
        one, other = two_people(work)
        work.merging.merge(MergePlan(one, other, {F.LAST_NAME: Side.KEPT}))
        assert [hit.id for hit in work.people.search("moser", 10)] == [one]
        assert work.people.search("keller", 10) == []
        with pytest.raises(NotFoundError):
            work.people.get(other)
        assert work.merging.resolve(other) == one
        assert work.merging.resolve(one) == one
        with pytest.raises(MergedAwayError) as away:
            work.merging.merge(MergePlan(other, one))
        assert (away.value.person_id, away.value.into) == (other, one)
        with pytest.raises(NotFoundError):
            work.merging.merge(MergePlan(one, PersonId(99)))
        with pytest.raises(SamePersonTwiceError):
            MergePlan(one, one)


def test_the_chosen_name_is_found_again_after_taking_back(records: OpenRecords) -> None:
    with records.open_work() as work:
        one, other = two_people(work)
        record = work.merging.merge(MergePlan(one, other, {F.LAST_NAME: Side.GONE}))
        assert [hit.id for hit in work.people.search("keller", 10)] == [one]
        work.merging.unmerge(record.id)
        assert [hit.id for hit in work.people.search("keller", 10)] == [other]


@pytest.mark.parametrize(("mine", "theirs"), [(3, 1), (1, 3), (None, 2), (2, None)])
def test_the_stricter_mark_wins(records: OpenRecords, mine: int | None, theirs: int | None) -> None:
    def day(number: int | None) -> date | None:
        return None if number is None else date(2026, 1, number)

    with records.open_work() as work:
        one, other = two_people(work)
        work.people.mark(one, restricted_since=day(mine), no_advertising_since=day(theirs))
        work.people.mark(other, restricted_since=day(theirs), no_advertising_since=day(mine))
        record = work.merging.merge(MergePlan(one, other))
        merged = work.people.get(one)
        first = day(min(number for number in (mine, theirs) if number is not None))
        assert (merged.restricted_since, merged.no_advertising_since) == (first, first)
        work.merging.unmerge(record.id)
        assert work.people.get(one).restricted_since == day(mine)
        assert work.people.get(other).restricted_since == day(theirs)


def test_a_mark_set_since_holds_for_both_and_one_lifted_since_only_for_the_kept(records: OpenRecords) -> None:
    with records.open_work() as work:
        one, other = two_people(work)
        work.people.mark(other, restricted_since=date(2026, 1, 1), no_advertising_since=None)
        record = work.merging.merge(MergePlan(one, other))
        work.people.mark(one, restricted_since=None, no_advertising_since=date(2026, 3, 3))
        work.merging.unmerge(record.id)
        kept, back = work.people.get(one), work.people.get(other)
        assert (kept.restricted_since, back.restricted_since) == (None, date(2026, 1, 1))
        assert kept.no_advertising_since == back.no_advertising_since == date(2026, 3, 3)


def test_a_correction_since_stays_with_the_kept_and_the_other_gets_the_own_value_back(
    records: OpenRecords,
) -> None:
    with records.open_work() as work:
        one, other = two_people(work)
        record = work.merging.merge(MergePlan(one, other, {F.LAST_NAME: Side.GONE}))
        records.clock.forward(days=1)
        work.people.change(one, {F.LAST_NAME: "Moser Weber"}, an_origin("F-3", records.clock.now()))
        work.merging.unmerge(record.id)
        assert work.people.get(one).fact(F.LAST_NAME) == "Moser Weber"
        assert work.people.get(other).fact(F.LAST_NAME) == "Moser-Keller"
        before = [version for version in work.people.history(one) if version.value == "Moser"]
        assert before[0].superseded_at == records.clock.now()
        assert F.EMAIL not in work.people.get(one).facts


def test_rows_that_both_had_are_one_while_merged_and_two_again(records: OpenRecords) -> None:
    at = datetime(2025, 5, 1, tzinfo=UTC)
    with records.open_work() as work:
        one, other = two_people(work)
        first = work.imports.start(ImportKind.USAGES, "a.csv", "a" * 64).id
        second = work.imports.start(ImportKind.USAGES, "b.csv", "b" * 64).id
        usage = Usage(one, at, "P1", "washer", "W1", 40, 300, "CHF", None)
        work.activity.add([usage], first)
        work.activity.add([replace(usage, person_id=other)], second)
        before = picture(work)
        record = work.merging.merge(MergePlan(one, other))
        assert work.activity.counts(one).usages == 1
        assert record.moved[Followed.ACTIVITY] == 1
        work.merging.unmerge(record.id)
        assert work.activity.counts(other).usages == 1
        assert picture(work) == before


def test_an_import_again_after_the_merge_doubles_nothing(records: OpenRecords) -> None:
    at = datetime(2025, 5, 1, tzinfo=UTC)
    with records.open_work() as work:
        one, other = two_people(work)
        run = work.imports.start(ImportKind.USAGES, "a.csv", "a" * 64).id
        work.activity.add([Usage(other, at, "P1", "washer", "W1", 40, 300, "CHF", None)], run)
        record = work.merging.merge(MergePlan(one, other))
        again = work.imports.start(ImportKind.USAGES, "b.csv", "b" * 64).id
        assert work.activity.add([Usage(one, at, "P1", "washer", "W1", 40, 300, "CHF", None)], again) == 0
        work.merging.unmerge(record.id)
        assert (work.activity.counts(one).usages, work.activity.counts(other).usages) == (0, 1)


def test_usage_since_goes_back_only_where_the_product_is_the_other_s_alone(records: OpenRecords) -> None:
    at = datetime(2026, 5, 1, tzinfo=UTC)
    with records.open_work() as work:
        one, other = two_people(work)
        for person, product in ((one, "P1"), (other, "P2")):
            day = date(2025, 1, 1)
            work.contracts.add(Contract(ContractId(0), person, f"U{person}", day, product_number=product))
        record = work.merging.merge(MergePlan(one, other))
        run = work.imports.start(ImportKind.USAGES, "a.csv", "a" * 64).id
        for product in ("P1", "P2", "P3"):
            work.activity.add([Usage(one, at, product, "washer", "W1", 40, 300, "CHF", None)], run)
        work.merging.unmerge(record.id)
        held = {
            person: {
                row.product_number
                for row in work.activity.of_person(person, ActivityKind.USAGE, 9)
                if isinstance(row, Usage)
            }
            for person in (one, other)
        }
        assert held == {one: {"P1", "P3"}, other: {"P2"}}


def test_papers_since_go_back_with_their_request(records: OpenRecords) -> None:
    with records.open_work() as work:
        one, other = two_people(work)
        case = work.cases.add(a_case(other))
        record = work.merging.merge(MergePlan(one, other))
        assert work.cases.of_person(one)[0].id == case.id
        records.clock.forward(days=1)
        answer, else_ = (replace(a_document(number), created_at=records.clock.now()) for number in (1, 2))
        for document in (answer, else_):
            work.documents.add(document)
            work.documents.give_to(document.id, one)
        day = records.clock.today()
        work.cases.change(
            replace(
                case, person_id=one, answer=Answer(day, Channel.POST, answer.id, "", STAFF), closed_on=day
            )
        )
        work.merging.unmerge(record.id)
        assert [case.closed_on for case in work.cases.of_person(other)] == [day]
        assert [document.id for document in work.documents.of_person(other)] == [answer.id]
        assert [document.id for document in work.documents.of_person(one)] == [else_.id]


def test_what_other_rights_left_since_goes_back_with_its_request(records: OpenRecords) -> None:
    with records.open_work() as work:
        one, other = two_people(work)
        own, case = work.cases.add(a_case(one)).id, work.cases.add(a_case(other)).id
        record = work.merging.merge(MergePlan(one, other))
        for each in (own, case):
            exercise(work, one, each)
        work.merging.unmerge(record.id)
        for person, its in ((one, own), (other, case)):
            left = [
                [each.case_id for each in work.tellings.of_person(person)],
                [each.case_id for each in work.restrictions.of_person(person)],
                [each.case_id for each in work.objections.of_person(person)],
                [each.case_id for each in work.erasures.of_person(person)],
            ]
            assert left == [[its]] * 4


def test_a_consent_since_stays_with_the_kept(records: OpenRecords) -> None:
    with records.open_work() as work:
        one, other = two_people(work)
        record = work.merging.merge(MergePlan(one, other))
        at = records.clock.now() + timedelta(days=1)
        given_ = ConsentEntry(
            one, "information", ConsentState.GIVEN, at.date(), "F-9", "words", "1", at, STAFF
        )
        work.consents.add(given_)
        work.merging.unmerge(record.id)
        assert (len(work.consents.of_person(one)), len(work.consents.of_person(other))) == (1, 0)


def test_merges_are_taken_back_in_reverse_order_only(records: OpenRecords) -> None:
    with records.open_work() as work:
        one, other = two_people(work)
        third = work.people.add({F.LAST_NAME: "Meyer"}, an_origin()).id
        first = work.merging.merge(MergePlan(one, other))
        second = work.merging.merge(MergePlan(third, one))
        with pytest.raises(LaterMergeError) as refused:
            work.merging.unmerge(first.id)
        assert (refused.value.later, refused.value.kept, refused.value.gone) == (second.id, third, one)
        work.merging.unmerge(second.id)
        assert work.merging.unmerge(first.id).stands is False
        with pytest.raises(MergeTakenBackError):
            work.merging.unmerge(first.id)
        with pytest.raises(MergeMissingError):
            work.merging.unmerge(MergeId(99))


def test_merges_are_listed_newest_first_by_person_and_over_all(records: OpenRecords) -> None:
    with records.open_work() as work:
        one, other = two_people(work)
        third = work.people.add({F.LAST_NAME: "Meyer"}, an_origin()).id
        first = work.merging.merge(MergePlan(one, other))
        second = work.merging.merge(MergePlan(third, one))
        assert [record.id for record in work.merging.of_person(third)] == [second.id, first.id]
        assert [record.id for record in work.merging.recent()] == [second.id, first.id]
        assert [record.id for record in work.merging.recent(before=second.id)] == [first.id]
        assert work.merging.count() == 2
        work.merging.unmerge(second.id)
        assert [record.id for record in work.merging.of_person(other)] == [second.id, first.id][1:]
        assert [record.id for record in work.merging.of_person(third)] == [second.id]
        assert work.merging.count() == 1


def test_erasing_a_person_erases_the_merges_and_what_they_kept(records: OpenRecords) -> None:
    with records.open_work() as work:
        one, other = two_people(work)
        record = work.merging.merge(MergePlan(one, other))
        assert work.merging.forget(one) == 1
        connection = work._scope.connection
        for table in ("merge_record", "merge_part", "merge_activity"):
            assert connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar() == 0
        with pytest.raises(MergeMissingError):
            work.merging.unmerge(record.id)
        assert work.merging.resolve(other) == other


def test_an_undecided_pair_follows_and_comes_back(records: OpenRecords) -> None:
    with records.open_work() as work:
        one, other = two_people(work)
        third = work.people.add({F.LAST_NAME: "Meyer"}, an_origin()).id
        work.duplicates.note(other, third)
        record = work.merging.merge(MergePlan(one, other))
        assert [pair.other(one) for pair in work.duplicates.of_person(one)] == [third]
        work.merging.unmerge(record.id)
        assert [pair.other(one) for pair in work.duplicates.of_person(one)] == []
        assert [pair.other(other) for pair in work.duplicates.of_person(other)] == [third]
