# SPDX-License-Identifier: MIT
"""`privdesk duplicates …` over real records: found, shown, merged, taken back, told apart."""

import json
from argparse import Namespace
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, cast

import pytest

from privdesk.cli import duplicates
from privdesk.cli.output import Output
from privdesk.cli.parser import parse
from privdesk.domain.errors import PairMalformedError
from privdesk.domain.people import PersonField, PersonId
from privdesk.services.desk import Desk as OpenDesk
from privdesk.services.duplicates import Duplicates
from tests.unit.services.places import ZOE, Desk, open_desk

Command = Callable[[OpenDesk, Namespace, Output], int]


class Seat:
    """Two records of one person, and commands on them."""

    def __init__(self, desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
        self.desk, self._capsys = desk, capsys
        self.one = desk.add_person()
        self.other = desk.add_person({**ZOE, PersonField.LAST_NAME: "Keler"}, "300901")
        self._open = cast("OpenDesk", Namespace(duplicates=Duplicates(desk.place)))

    def say(self, command: Command, *given: str, as_json: bool = True) -> list[Any]:
        """What a command answers: one object a line."""
        args = parse(["duplicates", given[0], "V", *given[1:]])
        assert command(self._open, args, Output(as_json=as_json)) == 0
        lines = self._capsys.readouterr().out.splitlines()
        return [json.loads(line) for line in lines] if as_json else lines


@pytest.fixture
def seat(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[Seat]:
    desk = open_desk(tmp_path)
    yield Seat(desk, capsys)
    desk.records.database.close()


def last_name(seat: Seat, person: PersonId) -> str:
    return seat.desk.fact(person, PersonField.LAST_NAME)


def test_a_run_finds_the_pair_and_the_list_shows_it(seat: Seat) -> None:
    (run,) = seat.say(duplicates.search, "run")
    assert (run["people"], run["open"], run["merged"]) == (2, 1, 0)
    assert run["ended_at"] is not None
    (pair,) = seat.say(duplicates.listing, "list")
    assert (pair["first"], pair["second"]) == (seat.one, seat.other)
    assert pair["evidence"]["first_name"] == "equal"
    (words,) = seat.say(duplicates.listing, "list", as_json=False)
    assert "Zoë Keller" in words
    assert "Zoë Keler" in words


def test_two_people_are_shown_and_merged_with_a_chosen_value(seat: Seat) -> None:
    (shown,) = seat.say(duplicates.show, "show", str(seat.one), str(seat.other))
    assert shown["kept"] == seat.one
    assert shown["fields"]["last_name"]["first"] == "Keller"
    (merged,) = seat.say(
        duplicates.merge, "merge", str(seat.one), str(seat.other), "--take", f"last_name={seat.other}"
    )
    assert merged["moved"]["contracts"] == 1
    assert last_name(seat, seat.one) == "Keler"
    (line,) = seat.say(duplicates.history, "history")
    assert line["can_be_taken_back"] is True
    (undone,) = seat.say(duplicates.unmerge, "unmerge", str(merged["merge"]))
    assert undone["undone_at"] is not None
    assert last_name(seat, seat.one) == "Keller"
    (words,) = seat.say(duplicates.history, "history", as_json=False)
    assert "taken back" in words


@pytest.mark.parametrize("given", ["last_name=99", "shoe_size=1", "last_name"])
def test_a_choice_that_names_nobody_or_nothing_is_wrong_usage(seat: Seat, given: str) -> None:
    args = parse(["duplicates", "merge", "V", str(seat.one), str(seat.other), "--take", given])
    with pytest.raises(PairMalformedError):
        duplicates.merge(seat._open, args, Output(as_json=True))
    assert last_name(seat, seat.other) == "Keler"


def test_a_pair_told_apart_waits_again_after_undo(seat: Seat) -> None:
    seat.say(duplicates.search, "run")
    (noted,) = seat.say(duplicates.different, "different", str(seat.one), str(seat.other))
    assert noted["state"] == "not_the_same"
    assert seat.say(duplicates.listing, "list") == []
    (again,) = seat.say(duplicates.different, "different", str(seat.one), str(seat.other), "--undo")
    assert again["state"] == "open"
    assert len(seat.say(duplicates.listing, "list")) == 1
