# SPDX-License-Identifier: MIT
"""Dates as people write them, in four languages, to ISO. The day comes first, as in all of them on paper."""

import re
import unicodedata
from datetime import date

from privdesk.domain.checked import Checked, CheckProblem

_MONTHS = (
    ("jan", "januar", "janner", "january", "janvier", "gennaio", "gen"),
    ("feb", "februar", "feber", "february", "fevrier", "fevr", "fev", "febbraio", "febb"),
    ("mar", "marz", "maerz", "march", "mars", "marzo"),
    ("apr", "april", "avril", "avr", "aprile"),
    ("may", "mai", "maggio", "mag"),
    ("jun", "juni", "june", "juin", "giugno", "giu"),
    ("jul", "juli", "july", "juillet", "juil", "luglio", "lug"),
    ("aug", "august", "aout", "agosto", "ago"),
    ("sep", "sept", "september", "septembre", "settembre", "set", "sett"),
    ("oct", "okt", "oktober", "october", "octobre", "ottobre", "ott"),
    ("nov", "november", "novembre"),
    ("dec", "dez", "dezember", "december", "decembre", "dicembre", "dic"),
)
_BY_NAME = {name: number for number, names in enumerate(_MONTHS, start=1) for name in names}
_ISO = re.compile(r"(\d{4})[-./ ](\d{1,2})[-./ ](\d{1,2})")
_DAY_FIRST = re.compile(r"(\d{1,2})\s*[-./ ]\s*(\d{1,2})\s*[-./ ]\s*(\d{4}|\d{2})")
_NAMED = re.compile(
    r"(\d{1,2})(?:\.|er|st|nd|rd|th|º|°)?\s*(?:de\s+|di\s+|of\s+)?([a-z]+)\.?,?\s*(\d{4}|\d{2})"
)
_MONTH_FIRST = re.compile(r"([a-z]+)\.?\s*(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4}|\d{2})")
_RUN = re.compile(r"(\d{2})(\d{2})(\d{4}|\d{2})")
_PIVOT = 2069


def check_date(text: str, *, latest: date | None = None) -> Checked:
    """Read a date in any usual way of writing; the value kept is ISO (`2026-11-22`).

    Two digits of a year mean 1970 to 2069, or the last hundred years before `latest` where that is given
    (a date of birth). A date after `latest` is worth a look.
    """
    plain = _plain(text)
    if not plain:
        return Checked("")
    parts = _parts(plain)
    if parts is None:
        return Checked(text.strip(), CheckProblem.DATE_FORM)
    day, month, year = parts
    try:
        found = date(_full_year(year, latest), month, day)
    except ValueError:
        return Checked(text.strip(), CheckProblem.DATE_IMPOSSIBLE)
    late = latest is not None and found > latest
    return Checked(found.isoformat(), CheckProblem.DATE_FUTURE if late else None)


def _plain(text: str) -> str:
    marks = unicodedata.normalize("NFKD", text.strip().casefold())
    return " ".join("".join(letter for letter in marks if not unicodedata.combining(letter)).split())


def _parts(plain: str) -> tuple[int, int, str] | None:
    if match := _ISO.fullmatch(plain):
        return int(match[3]), int(match[2]), match[1]
    if match := _DAY_FIRST.fullmatch(plain) or _RUN.fullmatch(plain):
        day, month = int(match[1]), int(match[2])
        # 11/25/2026 can only be meant the American way
        return (month, day, match[3]) if month > 12 >= day else (day, month, match[3])
    if (match := _NAMED.fullmatch(plain)) and match[2] in _BY_NAME:
        return int(match[1]), _BY_NAME[match[2]], match[3]
    if (match := _MONTH_FIRST.fullmatch(plain)) and match[1] in _BY_NAME:
        return int(match[2]), _BY_NAME[match[1]], match[3]
    return None


def _full_year(year: str, latest: date | None) -> int:
    if len(year) == 4:
        return int(year)
    last = latest.year if latest else _PIVOT
    return last - (last - int(year)) % 100
