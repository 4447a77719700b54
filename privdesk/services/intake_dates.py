# SPDX-License-Identifier: MIT
"""The day of an older letter that a reminder names."""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache

from privdesk.resources import resource_toml
from privdesk.services.intake_rules import LETTER_LANGUAGES, fold

_NUMBERS = re.compile(r"\b(\d{1,2})[./](\d{1,2})[./](\d{2,4})?")


def day_named(words: Iterable[str], latest: date) -> date | None:
    """The first day named in `words` that is not after `latest`; without a year, the last such day."""
    return next((day for each in words for day in _days(fold(each), latest)), None)


def _days(words: str, latest: date) -> Iterator[date]:
    for match in _NUMBERS.finditer(words):
        yield from _day(int(match[1]), int(match[2]), match[3], latest)
    for match in _in_words().finditer(words):
        month = _months()[match["month"] or match["first"]]
        yield from _day(int(match["day"] or match["second"]), month, match["year"], latest)


def _day(day: int, month: int, year: str | None, latest: date) -> Iterator[date]:
    years = [int(year) + (2000 if len(year) == 2 else 0)] if year else [latest.year, latest.year - 1]
    for each in years:
        try:
            found = date(each, month, day)
        except ValueError:
            continue
        if found <= latest:
            yield found
            return


@cache
def _months() -> dict[str, int]:
    return {
        fold(name): number
        for language in LETTER_LANGUAGES
        for number, name in enumerate(resource_toml("requests", f"{language}.toml")["text"]["months"], 1)
    }


@cache
def _in_words() -> re.Pattern[str]:
    months = "|".join(_months())
    return re.compile(
        rf"\b(?:(?P<day>\d{{1,2}})(?:\.|er|st|nd|rd|th)?\s+(?:of\s+)?(?P<month>{months})"
        rf"|(?P<first>{months})\s+(?P<second>\d{{1,2}})(?:st|nd|rd|th)?,?)(?:\s+(?P<year>\d{{4}}))?\b"
    )
