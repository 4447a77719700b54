# SPDX-License-Identifier: MIT
"""Seed our own holiday tables from the library `holidays`; the result is reviewed and committed.

Run `python resources/holidays/make.py [PLACE …]` after a change here, read the difference, commit it.
Every row names its source; a row of the library without a source here stops the run, so that nothing enters
unread. The desk itself only reads the TOML files.
"""

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import holidays

YEARS = range(2020, 2036)
HERE = Path(__file__).resolve().parent
OBSERVED = " (observed)"


@dataclass(frozen=True)
class Place:
    """What stands behind one table."""

    name: str
    sources: dict[str, str]
    """Source key to the law or page."""
    rows: dict[str, str]
    """Holiday name of the library to source key; `*` for every other one."""
    dropped: dict[str, str] = field(default_factory=dict)
    """Holiday name of the library to the reason why it is no row of ours."""
    added: Callable[[int], Iterator[tuple[date, str, str]]] | None = None
    """Rows the library lacks, for a year: day, name, source key."""
    since: dict[str, date] = field(default_factory=dict)
    """Holiday name to the first day on which it counts here."""


def weekday_of_month(year: int, month: int, weekday: int, number: int) -> date:
    """Return the `number`-th `weekday` (Monday is 0) of a month."""
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (number - 1))


def californian(year: int) -> Iterator[tuple[date, str, str]]:
    """Court holidays that the library lacks."""
    yield date(year, 2, 12), "Lincoln's Birthday", "gov"
    if year >= 2022:  # AB 855: from 1 January 2022 Native American Day replaces Columbus Day in the courts
        yield weekday_of_month(year, 9, 4, 4), "Native American Day", "ccp"
    else:
        yield weekday_of_month(year, 10, 0, 2), "Columbus Day", "gov"


def quebecois(year: int) -> Iterator[tuple[date, str, str]]:
    """Easter Monday is a holiday of the Interpretation Act; the library knows it as a choice of employers."""
    good_friday = next(
        day
        for day, name in holidays.country_holidays("CA", subdiv="QC", years=year, language="en_US").items()
        if name == "Good Friday"
    )
    yield good_friday + timedelta(days=3), "Easter Monday", "interpretation"


UK = Place(
    "",
    {
        "act": "Banking and Financial Dealings Act 1971, Schedule 1",
        "proclamation": "Royal proclamation (Banking and Financial Dealings Act 1971, s. 1(3)); gov.uk",
        "common": "Common law holiday; gov.uk/bank-holidays",
    },
    {
        "New Year's Day": "proclamation",
        "Good Friday": "common",
        "Easter Monday": "act",
        "May Day": "proclamation",
        "Spring Bank Holiday": "act",
        "Late Summer Bank Holiday": "act",
        "Christmas Day": "common",
        "Boxing Day": "act",
        "Platinum Jubilee of Elizabeth II": "proclamation",
        "State Funeral of Queen Elizabeth II": "proclamation",
        "Coronation of Charles III": "proclamation",
    },
)

PLACES = {
    "DE": Place(
        "Germany, holidays of all sixteen states",
        {
            "states": "Holiday acts of the sixteen states, in common",
            "unity": "Unification Treaty Art. 2(2)",
        },
        {"German Unity Day": "unity", "*": "states"},
    ),
    "AT": Place("Austria", {"arg": "Arbeitsruhegesetz § 7(2)"}, {"*": "arg"}),
    "FR": Place("France", {"travail": "Code du travail L3133-1"}, {"*": "travail"}),
    "IT": Place(
        "Italy",
        {"law260": "Legge 260/1949 as amended", "law151": "Legge 151/2025"},
        {"Saint Francis of Assisi, Patron Saint of Italy": "law151", "*": "law260"},
        {"National Unity Day": "a commemoration on a Sunday, no day off"},
    ),
    "GB-ENG": Place("England", UK.sources, UK.rows),
    "GB-WLS": Place("Wales", UK.sources, UK.rows),
    "CH": Place(
        "Switzerland, holidays of all cantons",
        {"constitution": "Federal Constitution Art. 110(3)", "cantons": "Laws of the cantons, in common"},
        {"National Day": "constitution", "*": "cantons"},
    ),
    "CH-ZH": Place(
        "Canton of Zurich", {"rlg": "Ruhetags- und Ladenöffnungsgesetz (LS 822.4) § 1"}, {"*": "rlg"}
    ),
    "CH-BE": Place(
        "Canton of Bern", {"rtg": "Gesetz über die Ruhe an öffentlichen Feiertagen (BSG 555.1)"}, {"*": "rtg"}
    ),
    "CH-VD": Place("Canton of Vaud", {"lemp": "Loi sur l'emploi (BLV 822.11) art. 47"}, {"*": "lemp"}),
    "CH-GE": Place(
        "Canton of Geneva", {"ljf": "Loi sur les jours fériés (rsGE J 1 45) art. 1"}, {"*": "ljf"}
    ),
    "US-CA": Place(
        "California, court holidays",
        {
            "gov": "Gov. Code § 6700 with Code of Civil Procedure § 135",
            "ccp": "Code of Civil Procedure § 135",
        },
        {
            "New Year's Day": "gov",
            "Martin Luther King Jr. Day": "gov",
            "Presidents' Day": "gov",
            "Cesar Chavez Day": "gov",
            "Memorial Day": "gov",
            "Juneteenth National Independence Day": "gov",
            "Independence Day": "gov",
            "Labor Day": "gov",
            "Veterans Day": "gov",
            "Thanksgiving Day": "gov",
            "Day After Thanksgiving": "ccp",
            "Christmas Day": "gov",
        },
        {
            "Susan B. Anthony Day": "a day of observance; the courts are open",
            "Diwali": "a state holiday that CCP § 135 excepts (AB 268, Statutes of 2025, ch. 358)",
        },
        californian,
        {"Juneteenth National Independence Day": date(2023, 1, 1)},
    ),
    "BR": Place(
        "Brazil",
        {
            "law662": "Lei 662/1949, as amended by Lei 10.607/2002",
            "law6802": "Lei 6.802/1980",
            "law9093": "Lei 9.093/1995 Art. 2",
            "law14759": "Lei 14.759/2023",
        },
        {
            "Good Friday": "law9093",
            "Our Lady of Aparecida": "law6802",
            "National Day of Zumbi and Black Awareness": "law14759",
            "*": "law662",
        },
    ),
    "CA-QC": Place(
        "Quebec",
        {
            "interpretation": "Interpretation Act (CQLR c. I-16) s. 61(23)",
            "labour": "Act respecting labour standards (CQLR c. N-1.1) s. 60",
        },
        {"National Patriots' Day": "labour", "*": "interpretation"},
        {
            f"{name}{OBSERVED}": "a day off for employees, no holiday of the Interpretation Act"
            for name in ("New Year's Day", "Saint John the Baptist Day", "Christmas Day")
        },
        quebecois,
    ),
}


def rows(code: str, place: Place) -> dict[date, tuple[str, str]]:
    """Return the table of a place: day to name and source key."""
    country, _dash, subdivision = code.partition("-")
    seed = holidays.country_holidays(country, subdiv=subdivision or None, years=YEARS, language="en_US")
    table: dict[date, tuple[str, str]] = {}
    for day, names in seed.items():
        for name in names.split("; "):
            plain = name.removesuffix(OBSERVED)
            if (
                {plain, name} & place.dropped.keys()
                or day < place.since.get(plain, day)
                or day.year not in YEARS
            ):
                continue
            if plain not in place.rows and "*" not in place.rows:
                raise SystemExit(f"{code}: no source for {plain}, {day}")
            table.setdefault(day, (name, place.rows.get(plain, place.rows.get("*", ""))))
    for year in YEARS:
        for day, name, source in place.added(year) if place.added else ():
            table.setdefault(day, (name, source))
    if code == "US-CA":
        observe(table)
    return table


def observe(table: dict[date, tuple[str, str]]) -> None:
    """Courts observe a Saturday's holiday on the Friday, a Sunday's on the Monday (CCP § 135)."""
    for day, (name, source) in sorted(table.items()):
        if OBSERVED in name or day.weekday() < 5:
            continue
        other = day + timedelta(days=1 if day.weekday() == 6 else -1)
        if other.year in YEARS:
            table.setdefault(other, (name + OBSERVED, source))


def text(code: str, place: Place) -> str:
    """Return the file of a place."""
    lines = [
        "# SPDX-License-Identifier: MIT",
        "# Made by make.py, reviewed and committed; change make.py, not this file. Weekends need no row.",
        f'place = "{code}"',
        f'name = "{place.name}"',
        f"years = [{YEARS[0]}, {YEARS[-1]}]",
    ]
    lines += [f"# Not a row: {name} – {why}." for name, why in place.dropped.items()]
    lines += [
        "",
        "[sources]",
        *(f'{key} = "{source}"' for key, source in place.sources.items()),
        "",
        "[days]",
    ]
    lines += [
        f'{day.isoformat()} = ["{name}", "{source}"]'
        for day, (name, source) in sorted(rows(code, place).items())
    ]
    return "\n".join(lines) + "\n"


def main(codes: list[str]) -> None:
    """Write the tables of `codes`, or all."""
    for code in codes or PLACES:
        (HERE / f"{code}.toml").write_text(text(code, PLACES[code]), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(sys.argv[1:])
