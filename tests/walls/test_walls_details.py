# SPDX-License-Identifier: MIT
"""The walls piece by piece: references, foreign numbers, the answer about a taken number, the day of receipt."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privdesk.domain.audit import Purpose
from privdesk.domain.cases import CaseId
from privdesk.domain.errors import NotFoundError
from privdesk.domain.people import Channel, Contract, ContractId, PersonField, PersonId, Source
from privdesk.domain.references import References, as_foreign, as_written
from privdesk.domain.submissions import SubmissionState
from privdesk.services.reasons import OFFICE_DECIDES
from tests.walls import history
from tests.walls.history import Act
from tests.walls.world import World, answer, template_vault, world

KEYED = References(b"key of the test")


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return template_vault(tmp_path_factory.mktemp("details"))


@pytest.fixture
def both(template: Path, tmp_path: Path) -> Iterator[World]:
    with world(template, tmp_path / "Small.privdesk", history.prepared(), both=True) as made:
        for actor, kinds in (("o", "add"), ("b", "add"), ("b", "share")):
            history.play(made, [Act(actor, kinds, 0, 0)], both=True)
        yield made


@given(st.integers(min_value=1, max_value=2**30 - 1))
def test_every_id_has_one_reference_and_back(number: int) -> None:
    hidden = KEYED.hide("PersonId", number)
    assert 0 < hidden < 2**30
    assert KEYED.show("PersonId", hidden) == number
    assert KEYED.hide("CaseId", number) != hidden or number < 5


@given(st.integers(2000, 2099), st.integers(1, 60_000_000), st.sampled_from("RFD"))
def test_every_number_has_one_reference_and_back(year: int, sequence: int, letter: str) -> None:
    number = f"R-{year}-{sequence:04d}" if letter == "R" else f"{letter}-{year % 100:02d}-{sequence:05d}"
    hidden = KEYED.hide_numbers(f"Joins {number}, now.")
    assert number not in hidden
    assert KEYED.show_numbers(hidden.lower() if letter == "R" else hidden).upper() == f"JOINS {number}, NOW."


def test_references_of_neighbours_tell_no_order() -> None:
    hidden = [KEYED.hide("PersonId", number) for number in range(1, 400)]
    rising = sum(one < other for one, other in pairwise(hidden))
    assert 150 < rising < 250


def test_a_foreign_number_stays_as_written_and_is_no_number_of_the_desk() -> None:
    marked = as_foreign("see R-2026-0001 and F-26-00012.")
    assert KEYED.hide_numbers(marked) == marked
    assert as_written(marked) == "see R-2026-0001 and F-26-00012."


def test_texts_full_of_numbers_yield_no_references(both: World) -> None:
    desk, said = both.as_seen(), "R-2026-0001 R-2026-0002 F-26-00001"
    desk.half_typed.keep("page", {"note": said})
    assert desk.half_typed.read("page") == {"note": said}
    person = desk.people.search("keller")[0].id
    case = desk.requests.open(replace(history.request(person, Act("a", "x", 0, 0)), notes=said))
    assert case.notes == said
    assert desk.requests.note(case.id, said).letters[-1].detail == said
    with pytest.raises(NotFoundError):
        desk.requests.by_number("R-2026-0001")


def test_a_taken_and_a_free_number_get_the_same_answer_and_the_office_decides(both: World) -> None:
    saved = [
        both.a.capture.save(replace(entry, values={**entry.values, "user_number": number}))
        for number in ("700003", "777777")
        for entry in (history.typed(Act("a", "type", 0, 0), history.CHANGE),)
    ]
    for each in saved:
        assert each.left_to_office
        assert each.person_id is None
        assert each.submission.state is SubmissionState.INCOMPLETE
        assert each.submission.entry.reasons == (OFFICE_DECIDES,)
    waiting = both.office.today.overview().incomplete
    assert [row.reasons for row in waiting] == ["the office decides about the user number"] * 2


def test_a_person_of_two_agencies_shows_each_its_own_part(both: World) -> None:
    person = both.a.people.search("keller")[0].id
    page = both.a.people.open(person, Purpose.CONTRACT)
    assert {each.user_number for each in page.contracts} == {"500001"}
    assert page.cases == []
    assert PersonField.IBAN not in page.person.facts
    assert page.before == {}
    assert (page.consents, page.balance, page.months) == ((), None, ())
    raw = both.raw("PersonId", 0)
    with both.records.reading() as records:
        assert len(records.contracts.of_person(raw)) == 2
        assert len(records.cases.of_person(raw)) == 1


def test_an_end_of_contract_ends_the_own_contract_only(both: World) -> None:
    entry = history.typed(Act("a", "type", 0, 0), history.END)
    values = {**entry.values, "user_number": "500001"}
    both.a.capture.save(replace(entry, values=values))
    with both.records.reading() as records:
        ends = {each.user_number: each.end for each in records.contracts.of_person(both.raw("PersonId", 0))}
    assert ends["500001"] is not None
    assert [end for number, end in ends.items() if number != "500001"] == [None]


def test_what_an_agency_takes_in_counts_as_received_on_its_day(both: World) -> None:
    day = both.a.clock.today() - timedelta(days=3)
    item = both.a.inbox.item(
        both.a.inbox.add_bytes("form1.pdf", b"x", channel=Channel.COUNTER, received_on=day)
    )
    assert item.received_on == day
    person = both.a.people.search("keller")[0].id
    case = both.a.requests.open(replace(history.request(person, Act("a", "x", 0, 0)), received_on=day))
    assert case.received_on == day
    with both.records.reading() as records:
        assert records.cases.get(CaseId(both.references.show("CaseId", case.id))).agency_id == both.agency.id


def test_an_agency_s_building_is_its_own(both: World) -> None:
    assert both.other_building is not None
    guessed = answer(
        lambda: both.a.people.add(
            history.facts(3),
            Contract(ContractId(0), PersonId(0), "", history.DAY, building_id=both.other_building.id),  # type: ignore[union-attr]
            source=Source.PERSON, channel=Channel.COUNTER, received_on=history.DAY,
        )
    )  # fmt: skip
    assert guessed[0] == "NotFoundError"
