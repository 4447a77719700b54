# SPDX-License-Identifier: MIT
"""Reading the cells of an export: moments, days, amounts, durations. Written for many rows."""

import re
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal, DecimalException
from operator import itemgetter

from privdesk.domain.imports import ColumnMapping
from privdesk.services.clock import OfficeClock

Row = tuple[str, ...]
Cell = Callable[[Row], str]
_EUROPEAN = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4})(?:[ ,T]+(\d{1,2})[:.h](\d{2})(?::(\d{2}))?)?")
_GROUPS = str.maketrans("−", "-", "'’ \u00a0\u202f")
_MINUTES = re.compile(r"(\d+)(?:[.,]0+)?\s*(?:min\.?|minuten|minutes|minuti)?", re.IGNORECASE)
_LONGEST = 14
"""Characters from which an amount or a duration is a slip of the keys, and would not fit the records."""
_CLOCK = re.compile(r"(\d+):(\d{2})(?::\d{2})?")


class CellError(Exception):
    """A cell that cannot be read; `reason` is a key, `field` our field."""

    def __init__(self, reason: str, field: str) -> None:
        super().__init__(reason, field)
        self.reason = reason
        self.field = field


def cells(columns: Sequence[str], mapping: ColumnMapping) -> Callable[[str], Cell]:
    """For each of our fields the way to its text in a row: its column, its constant, or nothing."""
    places = {name: place for place, name in enumerate(columns)}

    def cell(field: str) -> Cell:
        place = places.get(mapping.columns.get(field, ""))
        constant = mapping.constants.get(field, "").strip()
        if place is None:
            return lambda _row: constant
        return lambda row: row[place].strip() or constant

    return cell


def picked(columns: Sequence[str], mapping: ColumnMapping, fields: Sequence[str]) -> Callable[[Row], Row]:
    """A quick way to the texts of `fields` in a row, in their order; what nothing feeds is empty."""
    places = {name: place for place, name in enumerate(columns)}
    constants = tuple(mapping.constants.get(field, "").strip() for field in fields)
    width = len(columns)
    wanted = [
        places.get(mapping.columns.get(field, ""), width + number) for number, field in enumerate(fields)
    ]
    pick = itemgetter(*wanted)
    return lambda row: pick(row + constants)


class Memo(dict[str, int]):
    """Numbers read from texts, each text once; forgotten with the import."""

    def __init__(self, read: Callable[[str, str], int], field: str) -> None:
        super().__init__()
        self._read = read
        self._field = field

    def __missing__(self, text: str) -> int:
        number = self[text] = self._read(text, self._field)
        return number


def read_moment(clock: OfficeClock) -> Callable[[str], datetime]:
    """A reader of moments: ISO, or 24.03.2026 18:30; without an offset it is the office's wall clock. Gives UTC."""
    zone = clock.zone
    from_iso = datetime.fromisoformat
    offsets: dict[tuple[int, int, int, int], timedelta] = {}

    def moment(text: str) -> datetime:
        try:
            wall = from_iso(text)
        except ValueError:
            wall = _european(text)
        try:
            return wall.astimezone(UTC) if wall.tzinfo else wall.replace(tzinfo=UTC) - offset(wall)
        except OverflowError:  # the first and the last day of the calendar
            raise CellError("moment_form", "at") from None

    def offset(wall: datetime) -> timedelta:
        """The wall clock's lead on UTC; the same for a whole hour, looked up once."""
        hour = (wall.year, wall.month, wall.day, wall.hour)
        known = offsets.get(hour)
        if known is None:
            placed = wall.replace(tzinfo=zone)
            known = offsets[hour] = wall.replace(tzinfo=UTC) - placed.astimezone(UTC)
        return known

    return moment


def read_day(text: str, field: str) -> date | None:
    """A day as ISO or 24.03.2026; None when empty. Raises: CellError."""
    if not text:
        return None
    try:
        return datetime.fromisoformat(text).date()
    except ValueError:
        pass
    try:
        return _european(text).date()
    except CellError:
        raise CellError("date_form", field) from None


def read_minor(text: str, field: str) -> int:
    """An amount as 12.50, 12,50 or 1’234.50 in minor units; empty is 0. Raises: CellError."""
    if 3 < len(text) < _LONGEST and text[-3] == "." and (text[:-3] + text[-2:]).isdecimal():
        return int(text[:-3] + text[-2:])
    if not text:
        return 0
    plain = text.translate(_GROUPS)
    whole, sign, part = plain.replace(",", ".").rpartition(".")
    digits = whole.replace(".", "") + sign + part if sign else plain
    try:
        minor = Decimal(digits) * 100
    except DecimalException:
        raise CellError("amount_form", field) from None
    if not minor.is_finite() or abs(minor) >= 10**12 or minor != int(minor):
        raise CellError("amount_form", field)
    return int(minor)


def read_minutes(text: str, field: str) -> int:
    """A duration in minutes: 54, 54 min, 0:54; empty is 0. Raises: CellError."""
    if not text:
        return 0
    if len(text) >= _LONGEST:
        raise CellError("duration_form", field)
    if text.isdecimal():
        return int(text)
    clock = _CLOCK.fullmatch(text)
    if clock is not None:
        return int(clock[1]) * 60 + int(clock[2])
    plain = _MINUTES.fullmatch(text)
    if plain is None:
        raise CellError("duration_form", field)
    return int(plain[1])


def _european(text: str) -> datetime:
    found = _EUROPEAN.fullmatch(text.strip())
    if found is None:
        raise CellError("moment_form", "at")
    day, month, year, hour, minute, second = (int(each or 0) for each in found.groups())
    try:
        return datetime(year, month, day, hour, minute, second)  # noqa: DTZ001 - wall clock, placed by the caller
    except ValueError:
        raise CellError("moment_form", "at") from None
