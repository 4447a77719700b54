# SPDX-License-Identifier: MIT
"""Who on file may be somebody described: the same, perhaps, different – the cases that families and offices make."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from privdesk.domain.agencies import Agency, AgencyId
from privdesk.domain.audit import Action, AuditEvent
from privdesk.domain.matching import Agreement, Band, Candidate, Compared
from privdesk.domain.people import Contract, ContractId, Facts, PersonField
from privdesk.storage.unit_of_work import SqlRecords
from tests.storage_fixtures import START, OpenRecords, an_origin, open_records

F = PersonField
ZOE: Facts = {
    F.LAST_NAME: "Müller", F.FIRST_NAME: "Zoë", F.STREET: "Rue du Lac", F.NUMBER: "4", F.POSTCODE: "1003",
    F.TOWN: "Lausanne", F.EMAIL: "zoe@example.org", F.PHONE_MOBILE: "+41791234567", F.PHONE_LANDLINE: "+41215550100",
    F.DATE_OF_BIRTH: "1980-03-24", F.IBAN: "CH9300762011623852957",
}  # fmt: skip
HANS: Facts = {
    F.LAST_NAME: "Oberholzer", F.FIRST_NAME: "Hans", F.STREET: "Bahnhofstrasse", F.NUMBER: "12", F.POSTCODE: "8620",
    F.TOWN: "Wetzikon", F.PHONE_LANDLINE: "+41435550111",
}  # fmt: skip
BORN_HANS: Facts = {
    **HANS, F.LAST_NAME: "Wüthrich", F.STREET: "Seeweg", F.POSTCODE: "3012", F.TOWN: "Bern", F.DATE_OF_BIRTH: "1951-07-08"
}  # fmt: skip
HOME = (F.STREET, F.NUMBER, F.POSTCODE, F.TOWN)
ELSEWHERE = {"street": "Hauptgasse", "number": "77", "postcode": "8001", "town": "Zürich"}
NAMES = (F.LAST_NAME, F.FIRST_NAME)


@pytest.fixture(scope="module")
def reading(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqlRecords]:
    records = open_records(Path(tmp_path_factory.mktemp("like")))
    with records.open_work() as work:
        for known in (ZOE, HANS, BORN_HANS):
            work.people.add(known, an_origin())
        for number in range(300):
            others = {
                F.LAST_NAME: f"Muster{number}", F.FIRST_NAME: "Zoë", F.TOWN: "Lausanne", F.POSTCODE: f"1{number:03d}"
            }  # fmt: skip
            work.people.add(others, an_origin())
        work.audit.record(AuditEvent(Action.PERSON_ADDED))
        work.commit()
    with records.open_reading() as reading:
        yield reading
    records.database.close()


def best(reading: SqlRecords, facts: Facts, name: str = "Müller") -> Candidate | None:
    found = reading.people.like(facts, 5)
    return next((one for one in found if one.person.fact(F.LAST_NAME) == name), None)


def band(reading: SqlRecords, facts: Facts, name: str = "Müller") -> Band:
    found = best(reading, facts, name)
    return Band.DIFFERENT if found is None else found.evidence.band


def some(*names: PersonField, **changes: str) -> Facts:
    return {**{name: ZOE[name] for name in names}, **{F(name): value for name, value in changes.items()}}


def but(known: Facts, **changes: str) -> Facts:
    changed = {**known, **{F(name): value for name, value in changes.items()}}
    return {name: value for name, value in changed.items() if value}


@pytest.mark.parametrize(
    "facts",
    [
        pytest.param(ZOE, id="herself"),
        pytest.param(some(*NAMES, *HOME, F.DATE_OF_BIRTH), id="name, address, birthday"),
        pytest.param(
            some(*NAMES, *HOME, F.EMAIL, last_name="Mueller", first_name="Zoe"), id="umlaut spelt out"
        ),
        pytest.param(some(*NAMES, *HOME, F.PHONE_MOBILE, last_name="Mulller"), id="slip in the name"),
        pytest.param(some(*NAMES, F.DATE_OF_BIRTH, **ELSEWHERE), id="moved, birthday"),
        pytest.param(some(*NAMES, F.EMAIL, **ELSEWHERE), id="moved, e-mail"),
        pytest.param(some(*NAMES, F.PHONE_MOBILE, **ELSEWHERE), id="moved, mobile"),
        pytest.param(but(ZOE, last_name="Keller", email=""), id="married and stayed"),
        pytest.param(
            some(F.FIRST_NAME, F.DATE_OF_BIRTH, F.PHONE_MOBILE, last_name="Keller", **ELSEWHERE),
            id="married and moved",
        ),
        pytest.param(
            {F.LAST_NAME: "Zoe", F.FIRST_NAME: "Muller", **some(*HOME, F.DATE_OF_BIRTH)}, id="names swapped"
        ),
        pytest.param(but(ZOE, date_of_birth="1980-03-25"), id="slip in the birthday"),
        pytest.param(but(ZOE, date_of_birth="1980-24-03"), id="day and month swapped"),
    ],
)
def test_the_same(reading: SqlRecords, facts: Facts) -> None:
    assert band(reading, facts) is Band.SAME


def test_name_and_town_are_worth_a_look(reading: SqlRecords) -> None:
    assert band(reading, some(*NAMES, F.POSTCODE, F.TOWN)) is Band.PERHAPS


def test_father_and_son_of_one_name_without_a_birthday(reading: SqlRecords) -> None:
    assert band(reading, but(HANS, phone_mobile="+41795550122"), "Oberholzer") is Band.PERHAPS


def test_father_and_son_born_on_the_same_day_of_the_year_are_no_slip(reading: SqlRecords) -> None:
    born = some(*NAMES, *HOME, F.DATE_OF_BIRTH)
    (slip,) = reading.people.like({**born, F.DATE_OF_BIRTH: "1981-03-24"}, 5)[:1]
    (parent,) = reading.people.like({**born, F.DATE_OF_BIRTH: "1950-03-24"}, 5)[:1]
    assert (slip.evidence.band, parent.evidence.band) == (Band.SAME, Band.PERHAPS)


def test_father_and_son_of_one_name_with_two_birthdays(reading: SqlRecords) -> None:
    son = but(BORN_HANS, date_of_birth="1983-11-02", phone_mobile="+41795550122")
    assert band(reading, son, "Wüthrich") is Band.DIFFERENT


@pytest.mark.parametrize(
    "facts",
    [
        pytest.param(some(*HOME, F.LAST_NAME, F.PHONE_LANDLINE, first_name="Jonas"), id="husband"),
        pytest.param(
            some(*HOME, F.LAST_NAME, F.PHONE_LANDLINE, F.EMAIL, first_name="Jonas", date_of_birth="2008-01-02"),
            id="child with the mother's e-mail",
        ),
        pytest.param(some(*HOME, F.LAST_NAME, F.DATE_OF_BIRTH, F.PHONE_LANDLINE, first_name="Lea"), id="twin"),
        pytest.param(
            some(*HOME, F.LAST_NAME, F.DATE_OF_BIRTH, F.IBAN, F.EMAIL, first_name="Lea"), id="twin, one account"
        ),
        pytest.param(some(*NAMES, date_of_birth="1951-07-08", email="other@example.com", **ELSEWHERE), id="namesake"),
        pytest.param(some(F.FIRST_NAME, F.TOWN, last_name="Berger"), id="first name and town"),
        pytest.param(some(F.DATE_OF_BIRTH, last_name="Berger", first_name="Tom"), id="birthday"),
        pytest.param(
            some(F.FIRST_NAME, F.DATE_OF_BIRTH, last_name="Keller", **ELSEWHERE), id="first name and birthday"
        ),
        pytest.param(some(*HOME, last_name="Berger", first_name="Tom"), id="neighbour"),
        pytest.param({}, id="nothing"),
        pytest.param({F.TOWN: "Lausanne"}, id="town"),
    ],
)  # fmt: skip
def test_never_the_same(reading: SqlRecords, facts: Facts) -> None:
    found = best(reading, facts)
    assert found is None or (found.evidence.band is Band.PERHAPS and found.percent < 60)


def test_evidence_names_every_field(reading: SqlRecords) -> None:
    found = best(reading, but(ZOE, last_name="Muler", street="", number="", town="Bern", phone_landline=""))
    assert found is not None
    stands = {line.compared: line.agreement for line in found.evidence.lines}
    assert list(stands) == list(Compared)
    assert stands[Compared.FIRST_NAME] is Agreement.EQUAL
    assert stands[Compared.LAST_NAME] is Agreement.NEAR
    assert stands[Compared.TOWN] is Agreement.DIFFERENT
    assert stands[Compared.STREET] is Agreement.MISSING
    assert stands[Compared.PHONE] is Agreement.EQUAL
    assert {line.compared for line in found.evidence.lines if line.weight == 0.0} >= {Compared.STREET}


def test_best_first_and_no_more_than_asked(reading: SqlRecords) -> None:
    found = reading.people.like({**ZOE, F.LAST_NAME: "Muster7"}, 3)
    assert len(found) <= 3
    assert [one.evidence.weight for one in found] == sorted(
        (one.evidence.weight for one in found), reverse=True
    )
    assert reading.people.like(ZOE, 0) == []


def test_one_street_with_many_people_hides_nobody(records: OpenRecords) -> None:
    with records.open_work() as work:
        for number in range(400):
            crowd = {F.LAST_NAME: "Wang", F.FIRST_NAME: f"Li{number}", **some(*HOME)}
            work.people.add(crowd, an_origin())
        zoe = work.people.add(ZOE, an_origin())
        assert [one.person.id for one in work.people.like(but(ZOE, last_name="Wang"), 5)][:1] == [zoe.id]


def test_an_agency_hears_of_its_own_people_only(records: OpenRecords) -> None:
    with records.open_work() as work:
        own = work.agencies.put(Agency(AgencyId(0), "1", "Own"))
        other = work.agencies.put(Agency(AgencyId(0), "2", "Other"))
        people = []
        for number in range(300):
            person = work.people.add(but(ZOE, phone_mobile=""), an_origin())
            contract = Contract(ContractId(0), person.id, f"N{number}", START.date(), agency_id=other.id)
            work.contracts.add(contract)
            people.append(person)
        twice = people[150]
        work.contracts.add(Contract(ContractId(0), twice.id, "OWN", START.date(), agency_id=own.id))
        found = work.people.like(ZOE, 5, own.id)
        assert [(one.person.id, one.user_number) for one in found] == [(twice.id, "OWN")]
        assert all(
            line.agreement is Agreement.MISSING
            for line in found[0].evidence.lines
            if line.compared is Compared.IBAN
        )
