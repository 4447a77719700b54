# SPDX-License-Identifier: MIT
"""Pairs and the search over everybody: found once, decided once, going on where it stopped; weights learned and kept."""

import random
from dataclasses import replace

import pytest

from privdesk.domain.audit import Action, AuditEvent
from privdesk.domain.errors import NotFoundError
from privdesk.domain.matching import Band, DuplicateRun, PairState
from privdesk.domain.people import Facts, PersonField, PersonId
from privdesk.storage.matching.weights import SAME, shipped_weights
from privdesk.storage.unit_of_work import SqlUnitOfWork
from tests.storage_fixtures import OpenRecords, an_origin

F = PersonField
SYLLABLES = ("ba", "ki", "lo", "mu", "re", "sa", "tu", "vo", "ne", "di", "pra", "ste", "gon", "fel", "har")


def word(dice: random.Random, parts: int) -> str:
    return "".join(dice.choice(SYLLABLES) for _part in range(parts)).capitalize()


def somebody(dice: random.Random) -> Facts:
    return {
        F.LAST_NAME: word(dice, 4), F.FIRST_NAME: word(dice, 3), F.STREET: f"{word(dice, 3)}weg",
        F.NUMBER: str(dice.randint(1, 90)), F.POSTCODE: str(dice.randint(1000, 9999)), F.TOWN: word(dice, 3),
        F.DATE_OF_BIRTH: f"19{dice.randint(40, 99)}-{dice.randint(1, 12):02}-{dice.randint(1, 28):02}",
    }  # fmt: skip


def fill(work: SqlUnitOfWork, people: int, twice: int) -> set[tuple[PersonId, PersonId]]:
    """Invented people, `twice` of them entered again with a slip or from another address."""
    dice = random.Random(3)
    known = [work.people.add(somebody(dice), an_origin()) for _each in range(people)]
    pairs = set()
    for place, person in enumerate(known[:twice]):
        facts = dict(person.facts)
        if place % 3 == 0:
            facts |= {F.STREET: "Neugasse", F.NUMBER: str(place), F.POSTCODE: "8005", F.TOWN: "Zürich"}
        elif place % 3 == 1:
            facts[F.LAST_NAME] = facts[F.LAST_NAME][:2] + facts[F.LAST_NAME][3:]
        pairs.add((person.id, work.people.add(facts, an_origin()).id))
    return pairs


def search(work: SqlUnitOfWork, people: int, run: DuplicateRun | None = None) -> DuplicateRun:
    run = run or work.duplicates.start_run()
    while run.ended_at is None:
        run = work.duplicates.find_next(run, people)
    return run


def test_everybody_entered_twice_is_found_and_nobody_else(records: OpenRecords) -> None:
    with records.open_work() as work:
        pairs = fill(work, 200, 60)
        run = search(work, 20)
        found = work.duplicates.open_pairs(1000)
        assert {(pair.first, pair.second) for pair in found} == pairs
        assert (run.done, run.of, run.found) == (260, 260, 60)
        assert sum(pair.evidence.band is Band.SAME for pair in found) >= 55


def test_a_search_goes_on_where_it_stopped_and_finds_the_same(records: OpenRecords) -> None:
    with records.open_work() as work:
        fill(work, 120, 40)
        search(work, 1000)
        whole = work.duplicates.open_pairs(1000)
        work._scope.connection.exec_driver_sql("DELETE FROM duplicate_pair")
        run = work.duplicates.start_run()
        shares = []
        while run.ended_at is None:
            found = work.duplicates.find_next(run, 7)
            kept = work.duplicates.run()
            assert kept == found
            run = kept
            shares.append(run.done)
        assert len(shares) > 5
        assert shares == sorted(shares)
        assert work.duplicates.open_pairs(1000) == whole


def test_what_was_decided_stays_decided(records: OpenRecords) -> None:
    with records.open_work() as work:
        fill(work, 50, 10)
        search(work, 1000)
        first, second, *_rest = work.duplicates.open_pairs(10)
        work.duplicates.decide(first.second, first.first, PairState.NOT_THE_SAME)
        run = search(work, 1000)
        assert run.found == 0
        assert first not in work.duplicates.open_pairs(100)
        assert work.duplicates.state(first.first, first.second) is PairState.NOT_THE_SAME
        work.duplicates.note(first.first, first.second)
        assert work.duplicates.of_person(first.first) == []
        assert work.duplicates.of_person(second.second) == [second]
        assert second.other(second.first) == second.second
        assert work.duplicates.counts() == {
            PairState.OPEN: 9, PairState.NOT_THE_SAME: 1, PairState.MERGED: 0
        }  # fmt: skip


def test_pairs_are_listed_in_parts(records: OpenRecords) -> None:
    with records.open_work() as work:
        fill(work, 60, 25)
        search(work, 1000)
        whole = work.duplicates.open_pairs(100)
        assert [pair.evidence.weight for pair in whole] == sorted(
            (pair.evidence.weight for pair in whole), reverse=True
        )
        parts = list(work.duplicates.open_pairs(10))
        while more := work.duplicates.open_pairs(10, parts[-1]):
            parts += more
        assert parts == whole


def test_a_person_is_never_in_doubt_with_itself_or_with_nobody(records: OpenRecords) -> None:
    with records.open_work() as work:
        (one, other), *_rest = sorted(fill(work, 3, 1))
        work.duplicates.note(one, one)
        assert work.duplicates.open_pairs(5) == []
        assert work.duplicates.pair(one, other) is None
        assert work.duplicates.state(one, other) is None
        assert work.duplicates.run() is None
        assert work.duplicates.compare(other, one).weight == work.duplicates.compare(one, other).weight
        with pytest.raises(NotFoundError):
            work.duplicates.compare(one, PersonId(99))
        with pytest.raises(NotFoundError):
            work.duplicates.note(one, PersonId(99))


def test_a_crowd_under_one_key_is_passed_over_without_end(records: OpenRecords) -> None:
    with records.open_work() as work:
        for _each in range(150):
            work.people.add({F.LAST_NAME: "Wang", F.FIRST_NAME: "Li"}, an_origin())
        run = search(work, 2)
        assert (run.done, run.found) == (150, 0)


def test_weights_are_learned_kept_and_used(records: OpenRecords) -> None:
    with records.open_work() as work:
        pairs = fill(work, 500, 300)
        for place in range(400):
            dice = random.Random(place)
            home = {F.POSTCODE: "8001", F.TOWN: "Zürich", F.STREET: f"{word(dice, 2)}gasse", F.NUMBER: "4"}
            for _member in range(3):
                work.people.add({**somebody(dice), **home}, an_origin())
        assert work.duplicates.weights() == shipped_weights()
        learned = work.duplicates.learn()
        assert learned.pairs >= 500
        assert learned != shipped_weights()
        assert sum(learned.shares.values()) == pytest.approx(1)
        assert work.duplicates.weights() == shipped_weights()
        work.duplicates.use(replace(learned, learned_at=records.clock.now()))
        kept = work.duplicates.weights()
        assert (kept.learned_at, kept.pairs) == (records.clock.now(), learned.pairs)
        assert kept.shares == learned.shares
        assert 200 < sum(kept.shares[kind] for kind in SAME) * kept.pairs < 400
        search(work, 1000)
        found = {(pair.first, pair.second) for pair in work.duplicates.open_pairs(2000)}
        assert found >= pairs
        assert len(found - pairs) <= 3


def test_too_little_to_learn_from_changes_nothing(records: OpenRecords) -> None:
    with records.open_work() as work:
        fill(work, 20, 10)
        assert work.duplicates.learn() == shipped_weights()
        work.audit.record(AuditEvent(Action.PERSON_ADDED))
        work.commit()
