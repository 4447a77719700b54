# SPDX-License-Identifier: MIT
"""People: values in force, their history, marks, doubts, contracts, consents."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from privdesk.domain.agencies import Agency, AgencyId, Building, BuildingId, Undertaking
from privdesk.domain.consent import ConsentEntry, ConsentState
from privdesk.domain.errors import NotFoundError, UserNumberTakenError
from privdesk.domain.people import Contract, ContractId, FactVersion, Person, PersonField, PersonId
from privdesk.storage.unit_of_work import SqlUnitOfWork
from tests.storage_fixtures import STAFF, START, OpenRecords, an_origin

F = PersonField
LEA = {F.LAST_NAME: "Moser", F.FIRST_NAME: "Lea", F.TOWN: "Bern", F.EMAIL: "Lea.Moser@example.org"}
SPRING = date(2026, 3, 1)


def add(work: SqlUnitOfWork, **changes: str) -> Person:
    return work.people.add(LEA | {F(name): value for name, value in changes.items()}, an_origin())


def a_contract(person_id: PersonId, number: str = "104417", start: date = SPRING) -> Contract:
    return Contract(ContractId(0), person_id, number, start)


def test_a_person_comes_back_as_added(records: OpenRecords) -> None:
    with records.open_work() as work:
        added = add(work, iban="")
        assert added.facts == LEA, "an empty fact is absent"
        assert added.created_at == START
        work._scope.session.expunge_all()
        assert work.people.get(added.id) == added
        assert work.people.many([added.id, PersonId(999)]) == {added.id: added}
        assert work.people.count() == 1


def test_every_fact_comes_back(records: OpenRecords) -> None:
    facts = {name: f"value of {name}" for name in PersonField}
    with records.open_work() as work:
        person = work.people.add(facts, an_origin())
        work._scope.session.expunge_all()
        assert work.people.get(person.id).facts == facts
        assert [version.value for version in work.people.history(person.id)] == list(facts.values())


def test_an_unknown_person_is_named_by_id_only(records: OpenRecords) -> None:
    with records.open_reading() as reading, pytest.raises(NotFoundError) as refused:
        reading.people.get(PersonId(7))
    assert (refused.value.kind, refused.value.key) == ("person", "7")


def test_a_change_keeps_what_was_before(records: OpenRecords) -> None:
    later = START + timedelta(days=2)
    origin = an_origin("R-2026-0001", later)
    with records.open_work() as work:
        person = add(work)
        changed = work.people.change(person.id, {F.TOWN: "Biel", F.EMAIL: "", F.LAST_NAME: "Moser"}, origin)
        assert changed == [FactVersion(F.TOWN, "Biel", origin), FactVersion(F.EMAIL, "", origin)]
        assert work.people.get(person.id).facts == {F.LAST_NAME: "Moser", F.FIRST_NAME: "Lea", F.TOWN: "Biel"}
        towns = [version for version in work.people.history(person.id) if version.field is F.TOWN]
    assert towns == [FactVersion(F.TOWN, "Biel", origin), FactVersion(F.TOWN, "Bern", an_origin(), later)]


def test_a_change_of_nothing_leaves_no_trace(records: OpenRecords) -> None:
    with records.open_work() as work:
        person = add(work)
        assert work.people.change(person.id, {F.TOWN: "Bern", F.IBAN: ""}, an_origin()) == []
        assert len(work.people.history(person.id)) == len(LEA)


def test_a_contact_is_confirmed_once_and_only_where_there_is_one(records: OpenRecords) -> None:
    with records.open_work() as work:
        person = add(work)
        work.people.confirm(person.id, F.EMAIL, SPRING)
        confirmed = {version.field: version.origin.confirmed_on for version in work.people.history(person.id)}
        assert confirmed[F.EMAIL] == SPRING
        assert confirmed[F.TOWN] is None
        with pytest.raises(NotFoundError):
            work.people.confirm(person.id, F.PHONE_MOBILE, SPRING)


def test_marks_come_and_go(records: OpenRecords) -> None:
    with records.open_work() as work:
        person = add(work)
        work.people.mark(person.id, restricted_since=SPRING, no_advertising_since=None)
        assert work.people.get(person.id) == replace(person, restricted_since=SPRING)
        assert work.people.search("moser", 5)[0].restricted
        work.people.mark(person.id, restricted_since=None, no_advertising_since=None)
        assert work.people.get(person.id) == person


def test_doubts_stand_with_both(records: OpenRecords) -> None:
    with records.open_work() as work:
        one, other = add(work), add(work)
        work.duplicates.note(other.id, one.id)
        work.duplicates.note(one.id, other.id)
        work.duplicates.note(one.id, one.id)
        assert [pair.other(one.id) for pair in work.duplicates.of_person(one.id)] == [other.id]
        assert [pair.other(other.id) for pair in work.duplicates.of_person(other.id)] == [one.id]


def test_contracts_are_found_by_person_and_number(records: OpenRecords) -> None:
    with records.open_work() as work:
        person = add(work)
        old = work.contracts.add(
            replace(a_contract(person.id), end=date(2026, 5, 31), badge="B-7", product_number="9")
        )
        new = work.contracts.add(a_contract(person.id, "104418", date(2026, 6, 1)))
        assert work.contracts.get(old.id) == old
        assert work.contracts.of_person(person.id) == [new, old]
        assert work.contracts.by_user_number("104417") == old
        assert work.contracts.by_user_number("999") is None
        assert work.contracts.by_user_numbers(["104417", "999", ""]) == {"104417": person.id}
        ended = replace(new, end=date(2026, 12, 31))
        work.contracts.change(ended)
        assert work.contracts.get(new.id) == ended


def test_a_user_number_is_given_once(records: OpenRecords) -> None:
    with records.open_work() as work:
        one, other = add(work), add(work)
        work.contracts.add(a_contract(one.id))
        second = work.contracts.add(a_contract(other.id, "104418"))
        with pytest.raises(UserNumberTakenError) as refused:
            work.contracts.add(a_contract(other.id))
        assert refused.value.person_id == one.id
        with pytest.raises(UserNumberTakenError):
            work.contracts.change(replace(second, user_number="104417"))


def test_contracts_without_a_user_number_stand_side_by_side(records: OpenRecords) -> None:
    with records.open_work() as work:
        person = add(work)
        numbers = [work.contracts.add(a_contract(person.id, "")).user_number for _ in range(2)]
        assert numbers == ["", ""]


def test_agencies_and_buildings(records: OpenRecords) -> None:
    signed = Undertaking(SPRING, "binder 4", date(2028, 3, 1))
    with records.open_work() as work:
        agency = work.agencies.put(
            Agency(AgencyId(0), "12", "Régie du Léman", town="Lausanne", undertaking=signed)
        )
        work.agencies.put(Agency(AgencyId(0), "", "Ohne Nummer"))
        work.agencies.put(Agency(AgencyId(0), "", "Auch ohne"))
        building = work.agencies.put_building(
            Building(BuildingId(0), agency.id, "B1", "Rue du Lac 4", "1003", "Lausanne")
        )
        work._scope.session.expunge_all()
        assert work.agencies.get(agency.id) == agency
        assert work.agencies.by_number("12") == agency
        assert work.agencies.by_name("REGIE DU LEMAN") == agency
        assert work.agencies.by_name("regie") is None
        assert work.agencies.building(building.id) == building
        assert work.agencies.building_by_number("B1") == building
        assert work.agencies.buildings(agency.id) == [building]
        changed = work.agencies.put(replace(agency, phone="+41215550100", undertaking=None))
        assert work.agencies.get(agency.id) == changed
        person = add(work)
        for number in ("1", "2"):
            contract = replace(a_contract(person.id, number), agency_id=agency.id, building_id=building.id)
            assert replace(contract, id=ContractId(0)) == replace(
                work.contracts.add(contract), id=ContractId(0)
            )
        counts = {one.agency.name: (one.buildings, one.people) for one in work.agencies.summaries()}
        assert counts == {"Auch ohne": (0, 0), "Ohne Nummer": (0, 0), "Régie du Léman": (1, 1)}


def test_the_consent_ledger_keeps_every_line(records: OpenRecords) -> None:
    with records.open_work() as work:
        person = add(work)
        given = ConsentEntry(
            person.id,
            "newsletter",
            ConsentState.GIVEN,
            SPRING,
            "F-26-00001",
            "Words",
            "2026-01",
            START,
            STAFF,
        )
        withdrawn = replace(given, state=ConsentState.WITHDRAWN, on=date(2026, 4, 1), form="R-2026-0001")
        work.consents.add(given)
        work.consents.add(withdrawn)
        assert work.consents.of_person(person.id) == [withdrawn, given]
