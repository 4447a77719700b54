# SPDX-License-Identifier: MIT
"""What one box finds: sound-alikes, double names, companies, addresses, numbers; the best guess first, with its marks."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from privdesk.domain.agencies import Agency, AgencyId
from privdesk.domain.people import Contract, ContractId, PersonField, PersonId
from privdesk.storage.lookup.ranking import rank
from privdesk.storage.lookup.readings import KEPT, covers
from privdesk.storage.lookup.sounds import MOST, sound_alikes
from privdesk.storage.unit_of_work import SqlRecords
from tests.storage.test_lookup_index import committed
from tests.storage.test_work_items import a_case, a_submission, an_item
from tests.storage_fixtures import an_origin, open_records

F = PersonField
PEOPLE = (
    ("Meyer", "Zoë", "Rue du Lac", "4", "1003", "Lausanne"),
    ("Hartmann", "Stephan", "Seeweg", "9", "3011", "Bern"),
    ("Müller-Huber", "Anna Maria", "Am Bach", "1a", "8001", "Zürich"),
    ("Bernasconi", "Luca", "Via Motta", "7", "6900", "Lugano"),
    ("Elektro Zumstein AG", "", "Industriestrasse", "12", "3011", "Bern"),
    ("Keller", "Ivo", "Seeweg", "11", "3011", "Bern"),
    ("Keller", "Ivo", "Seeweg", "13", "3011", "Bern"),
    ("Schmitz", "Rolf", "Gartenweg", "2", "3011", "Bern"),
)
FIELDS = (F.LAST_NAME, F.FIRST_NAME, F.STREET, F.NUMBER, F.POSTCODE, F.TOWN)


@pytest.fixture(scope="module")
def reading(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqlRecords]:
    records = open_records(Path(tmp_path_factory.mktemp("finding")))
    with committed(records) as work:
        for values in PEOPLE:
            work.people.add(dict(zip(FIELDS, values, strict=True)), an_origin())
        ended = Contract(ContractId(0), PersonId(2), "2001", date(2020, 1, 1), date(2021, 1, 31))
        work.contracts.add(ended)
        work.contracts.add(Contract(ContractId(0), PersonId(1), "2002", date(2020, 1, 1)))
        work.people.mark(PersonId(3), restricted_since=date(2026, 1, 2), no_advertising_since=None)
        work.cases.add(a_case(PersonId(1)))
        work.submissions.add(a_submission(PersonId(4), work.inbox.add(an_item())))
        work.people.change(PersonId(6), {F.TOWN: "Biel"}, an_origin())
        work.people.change(PersonId(8), {F.PHONE_MOBILE: "+41795550147"}, an_origin())
    with records.open_reading() as reading:
        yield reading
    records.database.close()


@pytest.mark.parametrize(
    ("typed", "people"),
    [
        ("schmitz 079 555 01 47", [8]), ("079 555 01 47 rolf schmitz", [8]), ("shmits, +41 79 555 01 47", [8]),
        ("hartmann 2001", [2]), ("2001 stephan", [2]), ("hartmann 079 555 01 47", [8, 2]), ("schmitz 079", [8]),
        ("zumstein 079 555 99 99", [5]), ("nobody 2001", [2]), ("nobody 99999", []), ("schmitz ,,, 079 555 01 47", [8]),
    ],
)  # fmt: skip
def test_a_name_beside_a_number_means_who_has_both_or_else_each(
    reading: SqlRecords, typed: str, people: list[int]
) -> None:
    assert [hit.id for hit in reading.people.search(typed, 5)] == people


@pytest.mark.parametrize(
    ("typed", "person"),
    [
        ("meier", 1), ("maier", 1), ("zoe meyr", 1), ("stefan hartman", 2), ("hartmann steffan", 2), ("muellerhuber", 3),
        ("müller huber", 3), ("huber anna", 3), ("maria muler", 3), ("zumstein", 5), ("elektro zumstien", 5),
        ("zumstein ag bern", 5), ("rue du lac 4", 1), ("lac 4 meyer", 1), ("industriestr 12", 5), ("schmits", 8),
        ("shmitz rolf", 8), ("R-2026-0001", 1), ("r-2026-", 1), ("#R-2026-0001", 1), ("F-26-00001", 4), ("f-26-0", 4),
        ("R 2026 1", 1), ("r2026-1", 1), ("R-2026-01", 1), ("f 26 1", 4), ("F-26-1", 4),
        ("2001", 2), ("bernasconi", 4), ("bern", 4), ("ivo kellre", 6),
    ],
)  # fmt: skip
def test_one_box_finds(reading: SqlRecords, typed: str, person: int) -> None:
    assert [hit.id for hit in reading.people.search(typed, 20)][:1] == [person]


def test_a_name_that_begins_so_comes_before_a_town_of_that_name(reading: SqlRecords) -> None:
    found = [hit.name for hit in reading.people.search("bern", 20)]
    assert found[0] == "Luca Bernasconi"
    assert len(found) == 5


def test_of_equals_the_one_whose_facts_changed_last_comes_first(reading: SqlRecords) -> None:
    assert [hit.id for hit in reading.people.search("ivo keller", 20)] == [6, 7]


def test_of_those_who_share_a_telephone_the_one_whose_facts_changed_last_comes_first(tmp_path: Path) -> None:
    records = open_records(tmp_path)
    try:
        with records.open_work() as work:
            shared = {F.PHONE_LANDLINE: "+41215550101"}
            first, second = (
                work.people.add({F.LAST_NAME: name, **shared}, an_origin()).id for name in ("Uno", "Due")
            )
            assert [hit.id for hit in work.people.search("555 01 01", 5)] == [second, first]
            work.people.change(first, {F.TOWN: "Biel"}, an_origin())
            assert [hit.id for hit in work.people.search("555 01 01", 5)] == [first, second]
    finally:
        records.database.close()


def test_hits_say_why_and_carry_their_marks(reading: SqlRecords) -> None:
    (hartmann,) = reading.people.search("stefan hartman", 5)
    assert set(hartmann.matched) == {"Stephan", "Hartmann"}
    assert (hartmann.contract_ended, hartmann.ends_on) == (True, date(2021, 1, 31))
    (huber,) = reading.people.search("huber", 5)
    assert (huber.restricted, huber.contract_ended, huber.matched) == (True, False, ("Müller-Huber",))
    meyer = reading.people.search("R-2026-0001", 5)[0]
    assert (meyer.open_cases, meyer.matched, meyer.contract_ended) == (1, ("R-2026-0001",), False)


def test_a_rare_word_anchors_a_short_one_that_is_hardly_recognised(reading: SqlRecords) -> None:
    assert [hit.name for hit in reading.people.search("rfol gartenweg schmitz", 5)] == ["Rolf Schmitz"]


def test_sound_alikes_are_few_and_never_the_word_itself() -> None:
    for word in ("meier", "stefan", "schmitz", "aeschlimann", "x"):
        assert len(sound_alikes(word)) <= MOST
        assert word not in sound_alikes(word)
    assert "meyer" in sound_alikes("meier")


def test_a_question_holds_no_reading_that_another_one_finds() -> None:
    many = {"keller": 0, **{f"k{letter}ller": 2 for letter in "abcdfghijklmnopqrstuvwxyzäöüéèê"}, "kelle": 2}
    (kept,) = covers([many])
    assert len(kept) <= 2 * KEPT
    assert not any(one != other and one.startswith(other) for one in kept for other in kept)
    rare, short = covers([{"zumstein": 0}, many])
    assert (list(rare), len(short) > KEPT) == (["zumstein"], True)


def test_no_word_of_a_record_is_meant_twice() -> None:
    readings = [{"keller": 0, "kellner": 2}, {"kellner": 0, "keller": 2}]
    (one,) = rank(("keller", "kellner"), readings, [(1, "keller|ivo||||", 0)])
    assert not one.whole
    (both,) = rank(("keller", "kellner"), readings, [(1, "keller kellner|ivo||||", 0)])
    assert both.whole


def test_a_name_borne_whole_comes_before_a_double_one_wherever_the_town_stands() -> None:
    typed = ("zoe", "keler", "laus")
    readings = [{word: 0} | ({"keller": 2} if word == "keler" else {}) for word in typed]
    plain = (1, "keller|zoe|rue du lac|4|1003|lausanne", 1)
    double = (2, "keller favre|zoe|rue du lac|5|1003|lausanne", 2)
    assert [one.person_id for one in rank(typed, readings, [double, plain])] == [1, 2]


def test_a_double_name_typed_as_one_word_says_why_and_stands_before_a_near_one(reading: SqlRecords) -> None:
    (huber,) = reading.people.search("muellerhuber", 5)
    assert (huber.matched, huber.score > 1) == (("Müller-Huber",), True)
    double = (1, "de luca|ivo||||", 0)
    near = (2, "delucca|ivo||||", 9)
    first, _second = rank(("deluca",), [{"deluca": 0, "delucca": 2}], [near, double])
    assert (first.person_id, first.words, first.whole) == (1, ("de", "luca"), True)


@pytest.mark.parametrize(
    "typed",
    [
        "R 2026 1", "r-2026-0001", "R-2026-00", "R-2026-", "R-2026-1", "R-20\u200b26-0001", "R\u2060-2026-0001",
        "R-2026-０001", "F-26-00001\u200b", "f-26-00001", "F-26-0", "F 26 1",
    ],
)  # fmt: skip
def test_an_agency_finds_nobody_by_a_number_that_counts(walled: SqlRecords, typed: str) -> None:
    assert len(walled.people.search(typed, 5)) == 1
    assert walled.people.search(typed, 5, AgencyId(1)) == []


def test_what_an_agency_s_reference_stands_for_is_found_and_not_named(walled: SqlRecords) -> None:
    for number in ("R-2026-0001", " F-26-00001 "):
        assert [hit.matched for hit in walled.people.search(number, 5)] == [(number.strip(),)]
        assert [hit.matched for hit in walled.people.search(number, 5, AgencyId(1))] == [()]


@pytest.fixture(scope="module")
def walled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqlRecords]:
    records = open_records(Path(tmp_path_factory.mktemp("walled")))
    with committed(records) as work:
        agency = work.agencies.put(Agency(AgencyId(0), "1", "Régie Example")).id
        person = work.people.add({F.LAST_NAME: "Keller"}, an_origin()).id
        work.contracts.add(Contract(ContractId(0), person, "3001", date(2020, 1, 1), None, agency))
        work.cases.add(replace(a_case(person), agency_id=agency))
        item = work.inbox.add(replace(an_item(), agency_id=agency))
        form = a_submission(person, item)
        work.submissions.add(replace(form, entry=replace(form.entry, agency_id=agency)))
    with records.open_reading() as reading:
        yield reading
    records.database.close()
