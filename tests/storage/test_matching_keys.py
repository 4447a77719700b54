# SPDX-License-Identifier: MIT
"""Blocking keys: in step with the people whatever happens, without meaning to whoever lacks the key."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from privdesk.domain.audit import Action, AuditEvent
from privdesk.domain.people import Facts, PersonField, PersonId
from privdesk.storage.matching.key_table import KEYS, differences, forget_person, rebuild
from privdesk.storage.matching.keys import hashes_of, kind_of
from privdesk.storage.matching.prepared import prepare, sound
from tests.storage_fixtures import OpenRecords, an_origin, open_records

F = PersonField
WORDS = st.sampled_from(
    ["Müller", "Mueller", "Meier", "Meyer", "Zoë", "Ada", "", "d'Arc", "Łukasz", "Иван", "李", "  "]
)
FACTS = st.dictionaries(st.sampled_from(list(PersonField)), WORDS, max_size=8)


def rows(records: OpenRecords) -> list[tuple[int, int]]:
    with records.open_reading() as reading:
        found = reading._scope.connection.execute(select(KEYS.c.hash, KEYS.c.person_id))
        return [(row[0], row[1]) for row in found]


def check(records: OpenRecords) -> int:
    with records.open_reading() as reading:
        return differences(reading._scope.connection, reading._scope.matching.key)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.tuples(st.integers(0, 3), FACTS), min_size=1, max_size=8))
def test_keys_always_equal_a_rebuild(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[int, Facts]]
) -> None:
    records = open_records(Path(tmp_path_factory.mktemp("keys")))
    with records.open_work() as work:
        known: list[PersonId] = []
        for choice, facts in steps:
            if choice < len(known):
                work.people.change(
                    known[choice], {name: facts.get(name, "") for name in PersonField}, an_origin()
                )
            else:
                known.append(work.people.add(facts, an_origin()).id)
        work.audit.record(AuditEvent(Action.PERSON_ADDED))
        work.commit()
    before = rows(records)
    assert check(records) == 0
    with records.open_work() as work:
        assert rebuild(work._scope.connection, work._scope.matching.key) == len(known)
        work.audit.record(AuditEvent(Action.PERSON_ADDED))
        work.commit()
    assert rows(records) == before
    records.database.close()


def test_a_check_finds_what_is_too_many_too_few_or_wrong(records: OpenRecords) -> None:
    with records.open_work() as work:
        person = work.people.add({F.LAST_NAME: "Muster", F.FIRST_NAME: "Ada"}, an_origin())
        connection, key = work._scope.connection, work._scope.matching.key
        assert differences(connection, key) == 0
        connection.exec_driver_sql("UPDATE match_key SET hash = hash + 1")
        assert differences(connection, key) == 1
        rebuild(connection, key)
        connection.exec_driver_sql("INSERT INTO match_key (hash, person_id) VALUES (5, 77), (6, 77)")
        assert differences(connection, key) == 2
        connection.exec_driver_sql("DELETE FROM match_key")
        assert differences(connection, key) == len(hashes_of(prepare(person.facts), key))


def test_one_command_rebuilds_them_with_the_search_index(records: OpenRecords) -> None:
    with records.open_work() as work:
        work.people.add({F.LAST_NAME: "Muster", F.FIRST_NAME: "Ada"}, an_origin())
        work._scope.connection.exec_driver_sql("DELETE FROM match_key")
        work.audit.record(AuditEvent(Action.PERSON_ADDED))
        work.commit()
    assert records.database.matching_differences() > 0
    assert records.database.rebuild_index(records.open_work) == 1
    assert records.database.matching_differences() == 0


def test_a_person_erased_leaves_neither_keys_nor_pairs(records: OpenRecords) -> None:
    with records.open_work() as work:
        facts = {F.LAST_NAME: "Muster", F.FIRST_NAME: "Ada", F.EMAIL: "ada@example.org"}
        one, other = (work.people.add(facts, an_origin()) for _each in range(2))
        work.duplicates.note(one.id, other.id)
        forget_person(work._scope.connection, work._scope.matching.key, one.id, one.facts)
        held = work._scope.connection.execute(select(KEYS.c.person_id).distinct()).scalars().all()
        assert held == [other.id]
        assert work.duplicates.of_person(other.id) == []


def test_hashes_need_the_key_and_say_what_they_are_made_of() -> None:
    person = prepare({F.LAST_NAME: "Muster", F.FIRST_NAME: "Ada", F.DATE_OF_BIRTH: "1980-03-24"})
    one, other = hashes_of(person, bytes(32)), hashes_of(person, bytes(31) + b"\1")
    assert one.isdisjoint(other)
    assert sorted(map(kind_of, one)) == sorted(map(kind_of, other))
    assert all(-(2**63) <= each < 2**63 for each in one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Meier", "Meyer"),
        ("Maier", "Mayr"),
        ("Müller", "Mueller"),
        ("Müller", "Muller"),
        ("Schmidt", "Schmitt"),
        ("Thomas", "Tomas"),
        ("Philipp", "Filip"),
    ],
)
def test_names_that_sound_alike_share_a_sound(one: str, other: str) -> None:
    left, right = (prepare({F.LAST_NAME: each}).last_sound for each in (one, other))
    assert left == right


@pytest.mark.parametrize("text", ["", "  ", "'", "h", "hhh", "李", "1", "\x00"])
def test_any_text_has_a_sound_or_none(text: str) -> None:
    assert isinstance(sound(prepare({F.LAST_NAME: text}).last), str)
