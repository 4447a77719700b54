# SPDX-License-Identifier: MIT
"""Finding people by whatever somebody types."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from privdesk.domain.agencies import Agency, AgencyId
from privdesk.domain.audit import Action, AuditEvent
from privdesk.domain.people import Contract, ContractId, PersonField, PersonId
from privdesk.storage.fold import words_of
from privdesk.storage.queries import parse_query
from privdesk.storage.unit_of_work import SqlRecords, SqlUnitOfWork
from tests.storage_fixtures import OpenRecords, an_origin, open_records

F = PersonField
_ADDED = AuditEvent(Action.PERSON_ADDED)
PEOPLE = (
    (
        "Keller",
        "Zoë",
        "Rue du Lac",
        "4",
        "1003",
        "Lausanne",
        "+41791234567",
        "zoe.keller@example.org",
        "1980-03-24",
    ),
    (
        "Müller",
        "Jürg",
        "Bahnhofstrasse",
        "12",
        "8001",
        "Zürich",
        "+41446680011",
        "j.m@example.org",
        "1975-12-01",
    ),
    ("Łukasiewicz", "Anna Maria", "Am Bach", "1a", "3011", "Bern", "", "", "2001-02-03"),
    ("Kessler", "Zora", "Seeweg", "9", "3011", "Bern", "", "", ""),
    ("Чайка", "Нина", "Seeweg", "9", "3011", "Bern", "", "", ""),
)
FIELDS = (
    F.LAST_NAME, F.FIRST_NAME, F.STREET, F.NUMBER, F.POSTCODE, F.TOWN, F.PHONE_MOBILE, F.EMAIL, F.DATE_OF_BIRTH
)  # fmt: skip


def fill(work: SqlUnitOfWork) -> None:
    agency = work.agencies.put(Agency(AgencyId(0), "1", "Régie Example"))
    for number, values in enumerate(PEOPLE, start=1):
        person = work.people.add(dict(zip(FIELDS, values, strict=True)), an_origin())
        contract = Contract(
            ContractId(0),
            person.id,
            f"10441{number}",
            date(2026, 1, 1),
            None,
            agency.id,
            badge=f"B-77{number}",
        )
        work.contracts.add(contract)


@pytest.fixture(scope="module")
def reading(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqlRecords]:
    records = open_records(Path(tmp_path_factory.mktemp("search")))
    with records.open_work() as work:
        fill(work)
        work.audit.record(_ADDED)
        work.commit()
    with records.open_reading() as reading:
        yield reading
    records.database.close()


def found(reading: SqlRecords, text: str) -> list[str]:
    return [hit.name for hit in reading.people.search(text, 20)]


@pytest.mark.parametrize(
    "text",
    [
        "keller", "KELLER", "kel", "zoe", "zoë keller", "keller zo", "  keller,  zoë ", "lac 4 keller", "lausanne",
        "1003", "keller 1003", "rue lac", "1003 lausanne zoe",
        "104411", "B-771", "b771", "079 123 45 67", "+41 79 123 45 67", "0041791234567", "+41 (0)79 123 45 67",
        "123456", "234567", "zoe.keller@", "ZOE.KELLER@example.org", "<zoe.keller@example.org>",
        "24.3.1980", "24.03.1980", "24.03.80", "24/3/1980", "3/24/1980", "24-3-1980", "1980-03-24", "24 3 1980",
        "24. März 1980", "24 mars 1980", "24 marzo 1980", "24th March 1980", "24031980", "19800324",
        "keller 24.3.1980", "1980-03-24 zoe", "keler lausane", "March 24, 1980", "24-mar-1980", "24. Mrz 80",
        "24 mars '80", "24 de marzo de 1980", "24th of March 1980", "1980 03 24", "24,3,1980", "24 . 3 . 1980", "240380",
        "٢٤.٣.١٩٨٠", "０７９１２３４５６７", "keller 24-mar-1980",
    ],
)  # fmt: skip
def test_one_person_by_many_ways(reading: SqlRecords, text: str) -> None:
    assert found(reading, text)[:1] == ["Zoë Keller"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("mueller", "Jürg Müller"), ("muller", "Jürg Müller"), ("müller", "Jürg Müller"), ("juerg", "Jürg Müller"),
        ("zuerich", "Jürg Müller"), ("lukasi", "Anna Maria Łukasiewicz"), ("maria anna", "Anna Maria Łukasiewicz"),
        ("чай", "Нина Чайка"), ("ЧАЙКА нина", "Нина Чайка"), ("чакйа", "Нина Чайка"),
    ],
)  # fmt: skip
def test_accents_and_scripts(reading: SqlRecords, text: str, name: str) -> None:
    assert found(reading, text) == [name]


@pytest.mark.parametrize("text", ["keler", "kellr", "kleler", "kepler", "kelller", "eller", "kelel"])
def test_one_slip_of_the_keys(reading: SqlRecords, text: str) -> None:
    hits = reading.people.search(text, 20)
    assert "Keller" in [word for hit in hits for word in hit.matched]


@pytest.mark.parametrize(
    "text",
    [
        "", "   ", "keller moser", "keller 24.3.1981", "xyzzy", "zoe.keller@example.com", "999999", "12345",
        "nobody@", "31.2.1980", "kexxer",
    ],
)  # fmt: skip
def test_what_nobody_bears_finds_nobody(reading: SqlRecords, text: str) -> None:
    assert found(reading, text) == []


def test_exact_comes_before_nearly(reading: SqlRecords) -> None:
    assert sorted(found(reading, "zo ke")) == ["Zora Kessler", "Zoë Keller"]
    hits = reading.people.search("keller", 20)
    assert hits[0].name == "Zoë Keller"
    assert hits == sorted(hits, key=lambda hit: -hit.score)


def test_a_hit_tells_people_apart(reading: SqlRecords) -> None:
    hit = reading.people.search("keller", 1)[0]
    assert (hit.address, hit.user_number, hit.agency_name) == (
        "Rue du Lac 4, 1003 Lausanne",
        "104411",
        "Régie Example",
    )
    assert (hit.matched, hit.contract_ended, hit.restricted, hit.open_cases) == (("Keller",), False, False, 0)


def test_the_limit_is_kept(reading: SqlRecords) -> None:
    assert len(found(reading, "bern")) == 3
    assert len(reading.people.search("bern", 2)) == 2
    assert reading.people.search("bern", 0) == []


@pytest.mark.parametrize(
    "text",
    [
        '"', "keller*", "NEAR(a b)", "a AND OR NOT", "words:keller", "keller)", "(((", "'; DROP TABLE person; --", "%",
        "_", "\x00\x01", "🎉🎉", "\ud800", "@", "a@b@c", "-", "^keller", "é" * 500, "١٢٣٤٥٦", "²³", "+" * 50,
    ],
)  # fmt: skip
def test_any_text_is_allowed(reading: SqlRecords, text: str) -> None:
    assert len(reading.people.search(text, 20)) <= 20


def test_a_pasted_page_is_allowed(reading: SqlRecords) -> None:
    assert reading.people.search("keller 079 " * 100_000, 20) is not None


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(st.text(alphabet=st.characters(), max_size=30))
def test_no_text_breaks_it(reading: SqlRecords, text: str) -> None:
    assert len(reading.people.search(text, 5)) <= 5


def test_search_keeps_step_within_the_transaction(records: OpenRecords) -> None:
    with records.open_work() as work:
        fill(work)
        keller = PersonId(1)
        assert work.people.search("keller", 5)[0].id == keller
        work.people.change(keller, {F.LAST_NAME: "Berger", F.PHONE_MOBILE: "+41765556677"}, an_origin())
        assert work.people.search("keller", 5) == []
        assert work.people.search("kelelr", 5) == []
        assert work.people.search("brger", 5)[0].id == keller
        assert work.people.search("1234567", 5) == []
        assert work.people.search("5556677", 5)[0].id == keller


def test_a_misspelling_is_found_after_words_came_later(records: OpenRecords) -> None:
    for name in ("Keller", "Berger"):
        with records.open_work() as work:
            work.people.add({F.LAST_NAME: name}, an_origin())
            work.audit.record(_ADDED)
            work.commit()
        with records.open_reading() as reading:
            assert found(reading, name[:-2] + "re") == [name]


def test_digits_run_together_may_be_a_number_or_a_day() -> None:
    query = parse_query("24031980")
    assert (query.days, query.phone, query.code) == (frozenset({"1980-03-24"}), "24031980", "24031980")


def test_a_street_that_is_named_after_a_day_is_no_date_of_birth() -> None:
    for text in ("rue du 4 septembre 15", "rue du lac 4, 12 1003", "seeweg 9 3011 bern"):
        assert (parse_query(text).days, len(parse_query(text).words)) == (frozenset(), len(words_of(text)))


def test_six_digits_are_a_telephone_number_first_and_a_day_after_that(records: OpenRecords) -> None:
    with records.open_work() as work:
        born = work.people.add({F.LAST_NAME: "Keller", F.DATE_OF_BIRTH: "1980-03-24"}, an_origin()).id
        reached = work.people.add({F.LAST_NAME: "Berger", F.PHONE_MOBILE: "+41792403801"}, an_origin()).id
        assert [hit.id for hit in work.people.search("240380", 5)] == [reached, born]


def test_six_digits_out_of_a_number_may_begin_with_zeros(records: OpenRecords) -> None:
    with records.open_work() as work:
        work.people.add({F.LAST_NAME: "Berger", F.PHONE_MOBILE: "+41790045601"}, an_origin())
        for typed in ("004560", "00 45 60", "900456"):
            assert [hit.matched for hit in work.people.search(typed, 5)] == [("+41790045601",)]
