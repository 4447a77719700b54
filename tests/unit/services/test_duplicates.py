# SPDX-License-Identifier: MIT
"""Duplicates as the privacy officer works on them: found, compared, merged, taken back, told apart; nobody else may."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from privdesk.domain.audit import Action, AuditEvent, Purpose
from privdesk.domain.erasure_plan import ErasureRunningError
from privdesk.domain.erasures import Erasure, ErasureId, ErasureState
from privdesk.domain.errors import Cancelled, NotFoundError
from privdesk.domain.matching import Agreement, PairState
from privdesk.domain.merging import LaterMergeError, MergedAwayError, MergeMissingError, SamePersonTwiceError
from privdesk.domain.people import Channel, Facts, PersonField, PersonId, Source
from privdesk.domain.staff import NotAllowedError, Role
from privdesk.services.duplicates import Duplicates
from privdesk.services.holds import Holds
from privdesk.services.people import People
from privdesk.services.report_reading import read_dossier
from privdesk.storage.rows_matching import PairRow
from tests.storage_fixtures import an_origin
from tests.unit.services.places import ZOE, Desk, open_desk

F = PersonField
ZOE_AGAIN: Facts = {
    **ZOE, F.LAST_NAME: "Keler", F.PHONE_MOBILE: "+41795550147", F.EMAIL: "z.keller@example.ch",
}  # fmt: skip


class Counting:
    """Progress that remembers, and stops when told to."""

    def __init__(self, stop_after: int | None = None) -> None:
        self.seen: list[tuple[int, int]] = []
        self.stop_after = stop_after

    def report(self, done: int, total: int) -> None:
        self.seen.append((done, total))

    def raise_if_cancelled(self) -> None:
        if self.stop_after is not None and len(self.seen) > self.stop_after:
            raise Cancelled


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    opened = open_desk(tmp_path)
    yield opened
    opened.records.database.close()


@pytest.fixture
def duplicates(desk: Desk) -> Duplicates:
    return Duplicates(desk.place)


def twice(desk: Desk) -> tuple[PersonId, PersonId]:
    return desk.add_person(), desk.add_person(ZOE_AGAIN, "300901")


def acts_of(service: Duplicates, one: PersonId, other: PersonId) -> tuple[Callable[[], object], ...]:
    return (
        service.overview, service.pairs, service.history, service.run, service.learn, service.open_count,
        lambda: service.compare(one, other), lambda: service.merge(one, other),
        lambda: service.not_the_same(one, other), lambda: service.look_for(one),
    )  # fmt: skip


def test_only_who_may_match_people_sees_anything_of_duplicates(desk: Desk) -> None:
    one, other = twice(desk)
    agency = desk.add_agency()
    for place in (desk.as_member(Role.CLERK), desk.as_member(Role.AGENCY_CLERK, agency=agency.id)):
        for act in acts_of(Duplicates(place), one, other):
            with pytest.raises(NotAllowedError):
                act()
    assert desk.actions(Action.PEOPLE_MERGED, Action.PERSON_VIEWED) == []


def test_a_search_over_everybody_finds_the_pair_and_is_recorded(desk: Desk, duplicates: Duplicates) -> None:
    one, other = twice(desk)
    progress = Counting()
    run = duplicates.run(progress)
    assert run.ended_at is not None
    assert progress.seen[-1] == (2, 2)
    assert [(line.first.id, line.second.id) for line in duplicates.pairs()] == [(one, other)]
    assert duplicates.pairs()[0].first.user_number == "300900"
    assert duplicates.overview().open == 1
    assert duplicates.open_count() == 1
    assert [event.action for event in desk.actions()[-3:]] == [
        Action.DUPLICATES_STARTED, Action.DUPLICATES_SEARCHED, Action.DUPLICATES_ENDED,
    ]  # fmt: skip


def test_a_stopped_search_keeps_what_it_found_and_goes_on(desk: Desk, duplicates: Duplicates) -> None:
    twice(desk)
    with pytest.raises(Cancelled):
        duplicates.run(Counting(stop_after=0))
    stopped = duplicates.overview().run
    assert stopped is not None
    assert stopped.ended_at is None
    assert desk.actions(Action.DUPLICATES_ENDED)[-1].reference == "stopped"
    run = duplicates.run()
    assert run.started_at == stopped.started_at
    assert run.ended_at is not None


def test_comparing_is_a_look_up_of_both_for_quality(desk: Desk, duplicates: Duplicates) -> None:
    one, other = twice(desk)
    duplicates.compare(one, other)
    seen = [(event.record, event.purpose) for event in desk.actions(Action.PERSON_VIEWED)]
    assert seen == [(f"person:{one}", Purpose.QUALITY), (f"person:{other}", Purpose.QUALITY)]
    with pytest.raises(SamePersonTwiceError):
        duplicates.compare(one, one)
    with pytest.raises(NotFoundError):
        duplicates.compare(one, PersonId(99))
    assert len(desk.actions(Action.PERSON_VIEWED)) == 2


def test_values_stand_side_by_side_with_how_they_agree(desk: Desk, duplicates: Duplicates) -> None:
    one, other = twice(desk)
    found = duplicates.compare(one, other)
    stand = {each.field: each.agreement for each in found.fields}
    assert stand[F.FIRST_NAME] is Agreement.EQUAL
    assert stand[F.LAST_NAME] in (Agreement.NEAR, Agreement.EQUAL)
    assert stand[F.PHONE_MOBILE] is Agreement.MISSING
    assert F.IBAN not in stand
    assert [len(side.contracts) for side in (found.first, found.second)] == [1, 1]
    assert found.fields[1].first_version is not None


def test_the_value_received_last_is_proposed_and_an_address_is_taken_whole(
    desk: Desk, duplicates: Duplicates
) -> None:
    one, other = twice(desk)
    later = desk.records.clock.now() + timedelta(days=3)
    with desk.records.open_work() as work:
        work.people.change(other, {F.STREET: "Rue Neuve"}, an_origin("F-9", later))
        work.people.confirm(one, F.EMAIL, date(2027, 1, 1))
        work.audit.record(desk.actions()[0])
        work.commit()
    proposed = duplicates.compare(one, other).proposed()
    assert proposed[F.STREET] == proposed[F.NUMBER] == proposed[F.TOWN] == other
    assert proposed[F.EMAIL] == one
    assert proposed[F.PHONE_MOBILE] == other
    assert proposed[F.FIRST_NAME] == one


def test_the_person_with_a_running_contract_is_kept(desk: Desk, duplicates: Duplicates) -> None:
    one, other = twice(desk)
    assert duplicates.compare(one, other).kept == one
    with desk.records.open_work() as work:
        contract = work.contracts.of_person(one)[0]
        work.contracts.change(replace(contract, end=date(2026, 1, 1)))
        work.audit.record(desk.actions()[0])
        work.commit()
    found = duplicates.compare(one, other)
    assert (found.kept, found.gone) == (other, one)


def test_a_merge_takes_the_chosen_values_and_is_recorded_without_any(
    desk: Desk, duplicates: Duplicates
) -> None:
    one, other = twice(desk)
    duplicates.merge(one, other, {F.EMAIL: other, F.LAST_NAME: one})
    assert desk.fact(one, F.EMAIL) == "z.keller@example.ch"
    assert desk.fact(one, F.LAST_NAME) == "Keller"
    assert desk.fact(one, F.PHONE_MOBILE) == "+41795550147"
    event = desk.actions(Action.PEOPLE_MERGED)[0]
    assert (event.record, event.reference) == (f"person:{one}", f"person:{other}")
    assert event.fields == ("email", "phone_mobile")
    with desk.records.open_reading() as records:
        assert {each.user_number for each in records.contracts.of_person(one)} == {"300900", "300901"}


def test_a_hold_set_meanwhile_stands_on_both_when_a_merge_is_taken_back(
    desk: Desk, duplicates: Duplicates
) -> None:
    """It was set for one person; a disposal must not take what it kept because that person is two again."""
    one, other = twice(desk)
    holds, review = Holds(desk.place), desk.place.clock.today() + timedelta(days=90)
    record = duplicates.merge(one, other)
    lifted = holds.set(one, "lifted meanwhile", review)
    holds.set(one, "proceeding 4417", review, {"contract"})
    holds.lift(lifted.id, "settled")
    duplicates.unmerge(record.id)
    assert [line.hold.reason for line in holds.of_person(other)] == ["proceeding 4417"]
    (line,) = holds.of_person(other)
    assert (line.hold.groups, line.hold.review_on) == (frozenset({"contract"}), review)
    assert [line.hold.reason for line in holds.of_person(one) if line.hold.stands] == ["proceeding 4417"]
    assert desk.actions(Action.HOLD_SET)[-1].record == f"person:{other}"


def test_the_old_number_opens_the_person_it_was_merged_into(desk: Desk, duplicates: Duplicates) -> None:
    one, other = twice(desk)
    duplicates.merge(one, other)
    page = People(desk.place).open(other, Purpose.QUALITY)
    assert page.person.id == one
    assert [line.record.gone for line in page.merges] == [other]
    clerk = People(desk.as_member(Role.CLERK)).open(other, Purpose.QUALITY)
    assert clerk.person.id == one
    assert clerk.merges == ()
    with pytest.raises(MergedAwayError):
        duplicates.compare(one, other)


def test_an_agency_clerk_sees_only_their_part_and_nothing_of_the_merge(
    desk: Desk, duplicates: Duplicates
) -> None:
    lake, hill = desk.add_agency(), desk.add_agency("A-2", "Régie du Mont")
    one = desk.add_person(agency_id=lake.id)
    other = desk.add_person(ZOE_AGAIN, "300901", hill.id)
    duplicates.merge(one, other)
    for agency, number in ((lake, "300900"), (hill, "300901")):
        page = People(desk.as_member(Role.AGENCY_CLERK, agency=agency.id)).open(one, Purpose.CONTRACT)
        assert [each.user_number for each in page.contracts] == [number]
        assert page.merges == ()
    elsewhere = desk.add_agency("A-3", "Régie d’ailleurs")
    with pytest.raises(NotFoundError):
        People(desk.as_member(Role.AGENCY_CLERK, agency=elsewhere.id)).open(other, Purpose.CONTRACT)


def test_a_merge_is_taken_back_and_the_history_says_so(desk: Desk, duplicates: Duplicates) -> None:
    one, other = twice(desk)
    record = duplicates.merge(one, other)
    third = desk.add_person({**ZOE, F.FIRST_NAME: "Zoé"}, "300902")
    duplicates.merge(third, one)
    lines = duplicates.history()
    assert [(line.kept_name, line.gone_name) for line in lines] == [
        ("Zoé Keller", "Zoë Keller"), ("Zoé Keller", "Zoë Keler"),
    ]  # fmt: skip
    assert [line.can_be_taken_back for line in lines] == [True, False]
    with pytest.raises(LaterMergeError):
        duplicates.unmerge(record.id)
    duplicates.unmerge(lines[0].record.id)
    duplicates.unmerge(record.id)
    assert desk.fact(other, F.LAST_NAME) == "Keler"
    event = desk.actions(Action.PEOPLE_UNMERGED)[-1]
    assert (event.record, event.reference) == (f"person:{one}", f"person:{other}")
    assert [line.record.stands for line in duplicates.merges_of(other)] == [False]
    assert duplicates.overview().merged == 0


def test_once_something_was_erased_a_merge_cannot_be_taken_back(desk: Desk, duplicates: Duplicates) -> None:
    one, other = twice(desk)
    record = duplicates.merge(one, other)
    with desk.records.open_work() as work:
        work.eraser.erase(one, ["refund"])
        work.audit.record(desk.actions()[0])
        work.commit()
    (line,) = duplicates.history()
    assert line.erased
    assert not line.can_be_taken_back
    with pytest.raises(MergeMissingError):
        duplicates.unmerge(record.id)
    assert len(desk.actions(Action.PEOPLE_UNMERGED)) == 0


def test_people_told_apart_are_not_proposed_again_whatever_changes(
    desk: Desk, duplicates: Duplicates
) -> None:
    one, other = twice(desk)
    duplicates.run()
    duplicates.not_the_same(other, one)
    assert desk.actions(Action.NOT_THE_SAME)[0].record == f"person:{one}"
    assert desk.actions(Action.NOT_THE_SAME)[0].reference == f"person:{other}"
    with desk.records.open_work() as work:
        work.people.change(other, {F.LAST_NAME: "Keller"}, an_origin("F-9"))
        work.audit.record(desk.actions()[0])
        work.commit()
    duplicates.run(anew=True)
    assert duplicates.pairs() == []
    assert duplicates.next_pair() is None
    assert duplicates.overview().not_the_same == 1
    found = duplicates.look_for(one)
    assert [(line.second.id, line.state) for line in found] == [(other, PairState.NOT_THE_SAME)]
    duplicates.open_again(one, other)
    assert [line.second.id for line in duplicates.pairs()] == [other]


def test_the_access_report_tells_of_merges_and_of_look_ups_under_every_number(
    desk: Desk, duplicates: Duplicates
) -> None:
    one, other = twice(desk)
    third = desk.add_person({**ZOE, F.FIRST_NAME: "Zoran"}, "300902")
    duplicates.compare(one, other)
    record = duplicates.merge(one, other)
    duplicates.not_the_same(one, third)
    with desk.records.open_reading() as records:
        held = read_dossier(records, one, None)
        assert [merge.at for merge in held.merges] == [record.at]
        assert (len(held.look_ups), held.told_apart, held.doubts) == (2, 1, 0)
    duplicates.unmerge(record.id)
    with desk.records.open_reading() as records:
        held = read_dossier(records, other, None)
        assert held.merges[0].undone_at is not None
        assert len(held.look_ups) == 1


def test_who_is_entered_by_hand_although_alike_is_kept_as_a_pair(desk: Desk, duplicates: Duplicates) -> None:
    one = desk.add_person()
    day = desk.records.clock.today()
    again = People(desk.place).add(
        ZOE_AGAIN, None, source=Source.PERSON, channel=Channel.COUNTER, received_on=day
    )
    other = {F.LAST_NAME: "Bianchi", F.FIRST_NAME: "Marco", F.TOWN: "Lugano"}
    People(desk.place).add(other, None, source=Source.PERSON, channel=Channel.COUNTER, received_on=day)
    assert [(line.first.id, line.second.id) for line in duplicates.pairs()] == [(one, again)]


def test_looking_for_one_person_keeps_new_pairs(desk: Desk, duplicates: Duplicates) -> None:
    one, other = twice(desk)
    assert [line.first.id for line in duplicates.look_for(other)] == [one]
    assert duplicates.next_pair() is not None
    assert len(desk.actions(Action.DUPLICATES_SEARCHED)) == 1
    duplicates.look_for(one)
    assert len(desk.actions(Action.DUPLICATES_SEARCHED)) == 1


def test_pairs_that_wait_are_weighed_anew_by_weights_just_learned(desk: Desk, duplicates: Duplicates) -> None:
    twice(desk)
    duplicates.run()
    with desk.records.open_work() as work:
        before = work.duplicates.weights()
        kinds = list(before.shares)
        shares = {kind: 0.9 if kind == kinds[0] else 0.1 / (len(kinds) - 1) for kind in kinds}
        work.duplicates.use(replace(before, shares=shares))
        work.audit.record(desk.actions()[0])
        work.commit()
    with desk.records.open_reading() as records:
        (pair,) = records.duplicates.open_pairs(9)
        held = records._scope.connection.scalar(select(PairRow.weight))
    assert held == round(pair.evidence.weight * 1000)


def test_with_too_few_people_nothing_is_learned(desk: Desk, duplicates: Duplicates) -> None:
    twice(desk)
    assert duplicates.learn().learned_at is None
    assert desk.actions(Action.WEIGHTS_LEARNED) == []


@pytest.mark.parametrize("state", [ErasureState.RUNNING, ErasureState.CLEARING])
def test_nobody_whose_erasure_has_begun_is_merged_or_parted(
    desk: Desk, duplicates: Duplicates, state: ErasureState
) -> None:
    one, other = twice(desk)
    third = desk.add_person({**ZOE, F.FIRST_NAME: "Lia"}, "300902")
    merged = duplicates.merge(one, third)
    with desk.place.work() as work:
        begun = work.erasures.add(Erasure(ErasureId(0), "E-2026-0001", one, None, state, whole=True))
        work.audit.record(AuditEvent(Action.ERASED, f"person:{one}"))
        work.commit()
    acts: tuple[Callable[[], object], ...] = (
        lambda: duplicates.merge(one, other), lambda: duplicates.merge(other, one),
        lambda: duplicates.unmerge(merged.id),
    )  # fmt: skip
    for act in acts:
        with pytest.raises(ErasureRunningError):
            act()
    with desk.place.work() as work:
        work.erasures.change(replace(begun, state=ErasureState.DONE))
        work.audit.record(AuditEvent(Action.ERASED, f"person:{one}"))
        work.commit()
    assert duplicates.unmerge(merged.id).undone_at is not None
