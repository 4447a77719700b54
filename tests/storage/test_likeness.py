# SPDX-License-Identifier: MIT
"""Who on file may be the person on a form: likely at 85 and more, not worth a word below 30."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from privdesk.domain.audit import Action, AuditEvent
from privdesk.domain.people import Facts, Likeness, PersonField
from privdesk.storage.unit_of_work import SqlRecords
from tests.storage_fixtures import an_origin, open_records

F = PersonField
ZOE: Facts = {
    F.LAST_NAME: "Müller", F.FIRST_NAME: "Zoë", F.STREET: "Rue du Lac", F.NUMBER: "4", F.POSTCODE: "1003",
    F.TOWN: "Lausanne", F.EMAIL: "zoe@example.org", F.PHONE_MOBILE: "+41791234567", F.PHONE_LANDLINE: "+41215550100",
    F.DATE_OF_BIRTH: "1980-03-24",
}  # fmt: skip
HOME = (F.STREET, F.NUMBER, F.POSTCODE, F.TOWN)
NAMES = (F.LAST_NAME, F.FIRST_NAME)


@pytest.fixture(scope="module")
def reading(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqlRecords]:
    records = open_records(Path(tmp_path_factory.mktemp("like")))
    with records.open_work() as work:
        work.people.add(ZOE, an_origin())
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


def best(reading: SqlRecords, facts: Facts) -> Likeness | None:
    return next(
        (one for one in reading.people.like(facts, 5) if one.person.fact(F.LAST_NAME) == "Müller"), None
    )


def some(*names: PersonField, **changes: str) -> Facts:
    return {name: ZOE[name] for name in names} | {F(name): value for name, value in changes.items()}


@pytest.mark.parametrize(
    "facts",
    [
        ZOE,
        some(*NAMES, F.POSTCODE, F.TOWN),
        some(*NAMES, *HOME, last_name="Mueller", first_name="Zoe"),
        some(*NAMES, *HOME, last_name="Mulller"),
        some(*NAMES, F.DATE_OF_BIRTH, postcode="8001", town="Zürich"),
        some(*NAMES, F.EMAIL, postcode="8001", town="Zürich"),
        some(F.FIRST_NAME, F.DATE_OF_BIRTH, F.PHONE_MOBILE, last_name="Keller"),
        {F.LAST_NAME: "Zoe", F.FIRST_NAME: "Muller", **some(*HOME, F.DATE_OF_BIRTH)},
    ],
)
def test_probably_the_same(reading: SqlRecords, facts: Facts) -> None:
    likeness = best(reading, facts)
    assert likeness is not None
    assert 85 <= likeness.percent <= 100


@pytest.mark.parametrize(
    "facts",
    [
        some(*HOME, F.LAST_NAME, F.PHONE_LANDLINE, first_name="Jonas"),
        some(*HOME, F.LAST_NAME, F.PHONE_LANDLINE, F.EMAIL, first_name="Jonas", date_of_birth="2008-01-02"),
        some(*NAMES, postcode="8001", town="Zürich"),
        some(*NAMES),
    ],
)
def test_perhaps_but_not_likely(reading: SqlRecords, facts: Facts) -> None:
    likeness = best(reading, facts)
    assert likeness is None or likeness.percent < 85


@pytest.mark.parametrize(
    "facts",
    [
        some(*NAMES, date_of_birth="1951-07-08", postcode="8001", town="Zürich", email="other@example.com"),
        some(F.FIRST_NAME, F.TOWN, last_name="Berger"),
        some(F.DATE_OF_BIRTH, last_name="Berger", first_name="Tom"),
        some(*HOME, last_name="Berger", first_name="Tom"),
        {},
        {F.TOWN: "Lausanne"},
    ],
)
def test_not_worth_a_word(reading: SqlRecords, facts: Facts) -> None:
    assert best(reading, facts) is None


def test_fields_are_told_apart(reading: SqlRecords) -> None:
    likeness = best(reading, some(*NAMES, F.POSTCODE, last_name="Muler", town="Bern", iban="CH00"))
    assert likeness is not None
    assert likeness.equal == {F.FIRST_NAME, F.POSTCODE}
    assert likeness.near == {F.LAST_NAME}
    assert likeness.different == {F.TOWN}
    assert likeness.user_number == ""


def test_best_first_and_no_more_than_asked(reading: SqlRecords) -> None:
    found = reading.people.like({**ZOE, F.LAST_NAME: "Muster7"}, 3)
    assert len(found) <= 3
    assert [one.percent for one in found] == sorted((one.percent for one in found), reverse=True)
