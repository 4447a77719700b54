# SPDX-License-Identifier: MIT
"""Laws and holiday tables as they are shipped, and what happens when they are not."""

import subprocess
import sys
import tomllib
from collections.abc import Callable
from copy import deepcopy
from datetime import date, timedelta
from typing import Any

import pytest

from privdesk.domain.deadline_errors import PlaceUnknownError, RegimeUnknownError, RegimeUnreadableError
from privdesk.domain.holidays import HolidayTable
from privdesk.domain.regimes import ClockKind, Regime, parse_regime
from privdesk.resources import resource_path, resource_toml
from privdesk.services.regimes import REGIME_IDS, Regimes

REGIMES = Regimes()
PLACES = sorted(path.stem for path in resource_path("holidays").glob("*.toml"))
GDPR_RIGHTS = {
    "access",
    "portability",
    "rectification",
    "erasure",
    "restriction",
    "notification",
    "objection",
    "withdrawal",
    "automated",
}


@pytest.mark.parametrize("name", REGIME_IDS)
def test_each_law_is_complete(name: str) -> None:
    regime = REGIMES.get(name)
    assert regime.id == name
    assert regime.version
    assert {ClockKind.REQUEST, ClockKind.REFUSAL} <= regime.clocks.keys()
    assert all(clock.cite for clock in regime.clocks.values())
    assert all(rule.cite for rule in regime.pauses.values())
    assert regime.default_place in PLACES
    assert regime.articles["access"]


def test_there_is_no_law_on_file_that_nobody_offers() -> None:
    assert {path.stem for path in resource_path("regimes").glob("*.toml")} == set(REGIME_IDS)
    assert [regime.id for regime in REGIMES.all()] == list(REGIME_IDS)


@pytest.mark.parametrize(
    ("name", "right", "article"),
    [
        ("gdpr", "access", "GDPR Art. 15"),
        ("gdpr", "notification", "GDPR Art. 19"),
        ("gdpr", "withdrawal", "GDPR Art. 7(3)"),
        ("uk-gdpr", "automated", "UK GDPR Art. 22A–22D"),
        ("ch-fadp", "access", "FADP Art. 25–27"),
        ("ch-fadp", "notification", "FADP Art. 32(4)"),
        ("ccpa", "erasure", "CCPA 1798.105"),
    ],
)
def test_each_right_has_its_article(name: str, right: str, article: str) -> None:
    assert REGIMES.get(name).articles[right] == article


def test_rights_exist_only_where_a_law_has_them() -> None:
    for name in ("gdpr", "uk-gdpr", "ch-fadp"):
        assert set(REGIMES.get(name).articles) == GDPR_RIGHTS
    assert set(REGIMES.get("ccpa").articles) == GDPR_RIGHTS - {"withdrawal", "automated"}
    assert REGIMES.get("ch-fadp").rights["restriction"].note == "none_as_such"


def test_withdrawal_acts_at_once_and_objection_to_advertising_too() -> None:
    rights = REGIMES.get("gdpr").rights
    assert rights["withdrawal"].at_once == "always"
    assert rights["objection"].at_once == "advertising"
    assert rights["access"].at_once == ""


@pytest.mark.parametrize(
    ("residence", "name"),
    [
        ("DE", "gdpr"),
        ("LI", "gdpr"),
        ("CH", "ch-fadp"),
        ("CH-VD", "ch-fadp"),
        ("GB-SCT", "uk-gdpr"),
        ("US-CA", "ccpa"),
        ("BR", "lgpd"),
        ("CA-QC", "quebec"),
        ("US-NY", None),
        ("CA", None),
    ],
)
def test_the_residence_proposes_the_law(residence: str, name: str | None) -> None:
    proposed = REGIMES.propose(residence)
    assert (proposed.id if proposed else None) == name


def test_an_unknown_law_is_named_with_those_on_file() -> None:
    with pytest.raises(RegimeUnknownError) as caught:
        REGIMES.get("../gdpr")
    assert "gdpr" in caught.value.known


def _without_id(data: dict[str, Any]) -> None:
    del data["id"]


def _strange_key(data: dict[str, Any]) -> None:
    data["clocks"]["request"]["rolls"] = True


def _strange_unit(data: dict[str, Any]) -> None:
    data["clocks"]["request"]["unit"] = "fortnight"


def _no_time(data: dict[str, Any]) -> None:
    data["clocks"]["request"]["amount"] = 0


def _strange_pause(data: dict[str, Any]) -> None:
    data["pauses"]["holiday"] = data["pauses"]["identity"]


def _clocks_list(data: dict[str, Any]) -> None:
    data["clocks"] = []


@pytest.mark.parametrize(
    "spoil", [_without_id, _strange_key, _strange_unit, _no_time, _strange_pause, _clocks_list]
)
def test_a_damaged_law_is_refused_and_never_guessed(spoil: Callable[[dict[str, Any]], None]) -> None:
    data = deepcopy(resource_toml("regimes", "gdpr.toml"))
    assert isinstance(parse_regime(data), Regime)
    spoil(data)
    with pytest.raises(RegimeUnreadableError):
        parse_regime(data)


@pytest.mark.parametrize("place", PLACES)
def test_every_holiday_has_a_source_and_lies_in_the_years_of_its_table(place: str) -> None:
    with resource_path("holidays", f"{place}.toml").open("rb") as file:
        data = tomllib.load(file)
    first, last = data["years"]
    assert (first, last) == (2020, 2035)
    assert data["place"] == place
    assert data["name"]
    for day, (name, source) in data["days"].items():
        assert first <= date.fromisoformat(day).year <= last
        assert name
        assert data["sources"][source]


@pytest.mark.parametrize("place", PLACES)
def test_every_table_knows_every_new_year_and_christmas(place: str) -> None:
    table = REGIMES.holidays(place, date(2026, 6, 1))
    assert table.reviewed
    for year in range(2020, 2036):
        assert {date(year, 1, 1), date(year, 12, 25)} <= table.days.keys()


@pytest.mark.parametrize(
    ("place", "day", "closed"),
    [
        ("DE", "2026-04-06", True),
        ("DE", "2026-10-31", False),
        ("GB-ENG", "2026-08-31", True),
        ("GB-ENG", "2022-09-19", True),
        ("CH-ZH", "2026-05-01", True),
        ("CH-VD", "2026-05-01", False),
        ("CH-VD", "2026-09-21", True),
        ("US-CA", "2026-01-19", True),
        ("US-CA", "2024-02-15", False),
        ("US-CA", "2027-10-29", False),
        ("US-CA", "2026-02-12", True),
        ("US-CA", "2026-09-25", True),
        ("US-CA", "2026-10-12", False),
        ("US-CA", "2026-07-03", True),
        ("US-CA", "2029-03-30", True),
        ("BR", "2026-11-20", True),
        ("BR", "2023-11-20", False),
        ("CA-QC", "2026-04-06", True),
        ("CA-QC", "2026-06-24", True),
    ],
)
def test_a_place_has_its_own_holidays(place: str, day: str, closed: bool) -> None:
    on = date.fromisoformat(day)
    assert (on in REGIMES.holidays(place, on).days) is closed


def test_the_places_with_a_table_of_ours_have_names() -> None:
    places = REGIMES.places()
    assert list(places) == PLACES
    assert places["CH-ZH"] == "Canton of Zurich"


def test_years_outside_the_table_come_from_the_library_and_say_so() -> None:
    table = REGIMES.holidays("DE", date(2041, 4, 1))
    assert not table.reviewed
    assert date(2041, 5, 1) in table.days
    assert date(2026, 5, 1) in table.days
    near_the_end = REGIMES.holidays("DE", date(2035, 11, 1))
    assert date(2036, 1, 1) in near_the_end.days
    assert not near_the_end.reviewed


def test_the_table_reaches_as_far_as_the_last_fact() -> None:
    assert REGIMES.holidays("DE", date(2035, 1, 10)).reviewed
    assert date(2036, 5, 1) in REGIMES.holidays("DE", date(2035, 1, 10), date(2035, 12, 1)).days


def test_a_place_without_a_table_of_ours_comes_from_the_library_and_says_so() -> None:
    table = REGIMES.holidays("pl", date(2026, 4, 1))
    assert table.place == "PL"
    assert not table.reviewed
    assert date(2026, 5, 3) in table.days


@pytest.mark.parametrize("place", ["XX", "DE-XX", "", "../gdpr", "CH-", "CHE"])
def test_an_unknown_place_is_named_with_those_on_file(place: str) -> None:
    with pytest.raises(PlaceUnknownError) as caught:
        REGIMES.holidays(place, date(2026, 4, 1))
    assert "DE" in caught.value.known


def test_the_digest_names_exactly_one_table() -> None:
    one = HolidayTable("DE", {date(2026, 5, 1): "Labor Day", date(2026, 12, 25): "Christmas Day"})
    same = HolidayTable("DE", dict(reversed(list(one.days.items()))))
    assert one.digest() == same.digest()
    assert len(one.digest()) == 64
    others = [
        HolidayTable("AT", one.days),
        HolidayTable("DE", {**one.days, date(2026, 5, 2): "Labor Day"}),
        HolidayTable("DE", {**one.days, date(2026, 5, 1): "May Day"}),
    ]
    assert len({one.digest(), *(other.digest() for other in others)}) == 4


def test_working_days_step_over_weekends_and_holidays_both_ways() -> None:
    table = HolidayTable("DE", {date(2026, 4, 3): "Good Friday", date(2026, 4, 6): "Easter Monday"})
    assert table.next_working_day(date(2026, 4, 3)) == date(2026, 4, 7)
    assert table.previous_working_day(date(2026, 4, 6)) == date(2026, 4, 2)
    assert table.next_working_day(date(2026, 4, 2)) == date(2026, 4, 2)
    assert table.add_working_days(date(2026, 4, 2), 2) == date(2026, 4, 8)
    assert not table.is_working_day(date(2026, 4, 4))
    assert table.is_working_day(date(2026, 4, 2) - timedelta(days=1))


def test_the_library_is_not_loaded_while_our_tables_do() -> None:
    code = (
        "import sys; from datetime import date; from privdesk.services.deadlines import Deadlines;"
        "Deadlines().compute('gdpr', date(2026, 3, 5)); sys.exit('holidays' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
