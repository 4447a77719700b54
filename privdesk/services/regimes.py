# SPDX-License-Identifier: MIT
"""The laws the desk knows, and the holidays of a place: read from resources, kept while the desk runs."""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache

from privdesk.domain.deadline_errors import PlaceUnknownError, RegimeUnknownError
from privdesk.domain.holidays import HolidayTable
from privdesk.domain.regimes import Regime, RegimeId, parse_regime
from privdesk.resources import resource_path, resource_toml

REGIME_IDS = tuple(RegimeId(name) for name in ("gdpr", "uk-gdpr", "ch-fadp", "ccpa", "lgpd", "quebec"))
_BEFORE, _AFTER = timedelta(days=31), timedelta(days=200)


class Regimes:
    """Laws as data and holiday tables; both are values that a case snapshots by version and digest."""

    def get(self, regime_id: str) -> Regime:
        """Return one law.

        Raises:
            RegimeUnknownError: no law of this id.
            RegimeUnreadableError: its file was altered.
        """
        if regime_id not in REGIME_IDS:
            raise RegimeUnknownError(regime_id, REGIME_IDS)
        return _regime(regime_id)

    def all(self) -> tuple[Regime, ...]:
        """Return every law, in the order in which the desk offers them."""
        return tuple(_regime(regime_id) for regime_id in REGIME_IDS)

    def propose(self, residence: str) -> Regime | None:
        """Return the law that goes with a residence (ISO 3166, like `US-CA`), for staff to confirm."""
        country = residence.partition("-")[0]
        for regime in self.all():
            if residence in regime.residence or country in regime.residence:
                return regime
        return None

    def places(self) -> Mapping[str, str]:
        """Return the places with a reviewed table: code to English name."""
        return {code: str(_table_file(code)["name"]) for code in sorted(_reviewed_places())}

    def holidays(self, place: str, around: date, until: date | None = None) -> HolidayTable:
        """Return the holidays of `place`, good from a month before `around` to six months after `until`.

        Our own reviewed table where there is one; years or places outside it come from the library, and the
        table then says that it is not reviewed.

        Raises:
            PlaceUnknownError: neither knows this place.
        """
        last = max(around, until or around) + _AFTER
        code = place.strip().upper()
        table = _table(code) if code in _reviewed_places() else HolidayTable(code, {}, reviewed=False)
        first_year, last_year = _table_years(code)
        wanted = range((around - _BEFORE).year, last.year + 1)
        missing = tuple(year for year in wanted if not first_year <= year <= last_year)
        return _completed(table, missing) if missing else table


@cache
def _regime(regime_id: str) -> Regime:
    return parse_regime(resource_toml("regimes", f"{regime_id}.toml"))


@cache
def _reviewed_places() -> frozenset[str]:
    return frozenset(path.stem for path in resource_path("holidays").glob("*.toml"))


@cache
def _table_file(code: str) -> Mapping[str, object]:
    return resource_toml("holidays", f"{code}.toml")


def _table_years(code: str) -> tuple[int, int]:
    """Return the first and last year of a reviewed table; an empty range where there is none."""
    if code not in _reviewed_places():
        return 1, 0
    years = _table_file(code)["years"]
    if not isinstance(years, list):
        raise TypeError("years")
    return int(years[0]), int(years[1])


@cache
def _table(code: str) -> HolidayTable:
    days = _table_file(code)["days"]
    if not isinstance(days, dict):
        raise TypeError("days")
    return HolidayTable(code, {date.fromisoformat(day): row[0] for day, row in days.items()})


def _completed(table: HolidayTable, years: tuple[int, ...]) -> HolidayTable:
    return HolidayTable(table.place, {**table.days, **_from_library(table.place, years)}, reviewed=False)


@cache
def _from_library(code: str, years: tuple[int, ...]) -> Mapping[date, str]:
    """Return holidays the library knows; it is loaded only here, so that the desk starts fast."""
    import holidays

    country, dash, subdivision = code.partition("-")
    unknown = PlaceUnknownError(code, tuple(sorted(_reviewed_places())))
    if len(country) != len("DE") or bool(dash) is not bool(subdivision):
        raise unknown
    try:
        found = holidays.country_holidays(country, subdiv=subdivision or None, years=years, language="en_US")
    except NotImplementedError:
        raise unknown from None
    return dict(found)
