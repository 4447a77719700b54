# SPDX-License-Identifier: MIT
"""Exports of the web platform and spreadsheets: CSV, JSON and JSON Lines as columns and rows of text.

Runs in the worker. Nothing is interpreted: numbers and dates stay as written, formulas are mere text.
"""

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from io import StringIO
from typing import Any

from privdesk.documents.tasks import Beat, TaskResult
from privdesk.documents.wire import table_parts, without_marks
from privdesk.domain.errors import FileNotReadableError
from privdesk.domain.incoming import TableFile

MAX_COLUMNS = 400
MAX_ROWS = 1_000_000
MAX_CELL = 20_000
_DELIMITERS = (";", ",", "\t", "|")
_BEAT_EVERY = 5_000
_ENCODINGS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def read_table(data: bytes, beat: Beat = lambda: None) -> TableFile:
    """Columns and rows of an export; every row has one text a column.

    Raises:
        FileNotReadableError: empty, or neither a table nor a list of objects, or beyond the limits.
    """
    text = without_marks(_decoded(data))
    if not text.strip():
        raise FileNotReadableError("empty")
    start = text.lstrip()[:1]
    if start in {"[", "{"}:
        records, layout = _json_records(text)
        return _from_records(records, layout, beat)
    return _from_csv(text, beat)


def table_task(_arguments: Mapping[str, Any], parts: Sequence[bytes], beat: Beat) -> TaskResult:
    """Worker task `table`."""
    table = read_table(parts[0], beat)
    return table_parts(table)


def _decoded(data: bytes) -> str:
    for start, encoding in _ENCODINGS:
        if data.startswith(start):
            return data.decode(encoding, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        if b"\x00" in data:
            raise FileNotReadableError("no_table") from None
        return data.decode("cp1252", "replace")


def _json_records(text: str) -> tuple[list[Mapping[str, Any] | str], str]:
    try:
        whole = json.loads(text, parse_float=str, parse_int=str)
    except (ValueError, RecursionError):
        return _json_lines(text), "jsonl"
    if isinstance(whole, dict):
        lists = [value for value in whole.values() if isinstance(value, list) and value]
        whole = lists[0] if len(lists) == 1 and all(isinstance(each, dict) for each in lists[0]) else [whole]
    if not isinstance(whole, list) or not whole or not all(isinstance(each, dict) for each in whole):
        raise FileNotReadableError("no_table")
    return whole, "json"


def _json_lines(text: str) -> list[Mapping[str, Any] | str]:
    """One object a line; a line that is none stays text. Raises: FileNotReadableError when most are none."""
    records = [_json_line(line) for line in filter(str.strip, text.splitlines())]
    bad = sum(isinstance(each, str) for each in records)
    if not records or 2 * bad > len(records):
        raise FileNotReadableError("no_table")
    return records


def _json_line(line: str) -> Mapping[str, Any] | str:
    try:
        record = json.loads(line, parse_float=str, parse_int=str)
    except (ValueError, RecursionError):
        return line
    return record if isinstance(record, dict) else line


def _from_records(records: Sequence[Mapping[str, Any] | str], layout: str, beat: Beat) -> TableFile:
    _check_size(len(records), 1)
    columns: dict[str, None] = {}
    flat: list[dict[str, str]] = []
    for number, record in enumerate(records):
        flat.append({} if isinstance(record, str) else dict(_flattened(record, "", 0)))
        columns.update(dict.fromkeys(flat[-1]))
        _check_size(1, len(columns))
        if not number % _BEAT_EVERY:
            beat()
    unread = {number: each[:MAX_CELL] for number, each in enumerate(records) if isinstance(each, str)}
    if unread and not columns:
        raise FileNotReadableError("no_table")
    for number, line in unread.items():
        flat[number] = {next(iter(columns)): line}
    rows = tuple(tuple(row.get(each, "") for each in columns) for row in flat)
    return TableFile(tuple(columns), rows, layout, tuple(number + 1 for number in unread))


def _flattened(value: object, name: str, depth: int) -> Iterable[tuple[str, str]]:
    if isinstance(value, dict) and depth < 6:
        for key, inner in value.items():
            own = without_marks(str(key))
            yield from _flattened(inner, f"{name}.{own}" if name else own, depth + 1)
        return
    yield name, _cell(value)


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return "; ".join(_cell(each) for each in value)[:MAX_CELL]
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return without_marks(text)[:MAX_CELL]


def _from_csv(text: str, beat: Beat) -> TableFile:
    csv.field_size_limit(1_000_000)
    sign = _delimiter(text)
    reader = csv.reader(StringIO(text, newline=""), delimiter=sign)
    try:
        header = [each.strip() for each in next(reader)]
        rows: list[tuple[str, ...]] = []
        for row in reader:
            cells = list(map(str.strip, row))
            if any("\n" in cell and _swallowed(cell, sign, len(header)) for cell in cells):
                raise FileNotReadableError("open_quote")
            if any(cells):
                rows.append(_fitted(cells, len(header)))
            if not reader.line_num % _BEAT_EVERY:
                _check_size(len(rows), len(header))
                beat()
    except (csv.Error, StopIteration):
        raise FileNotReadableError("no_table") from None
    _check_size(len(rows), len(header))
    if len(header) < 2 or not any(header):
        raise FileNotReadableError("no_table")
    return TableFile(_distinct(header), tuple(rows), "csv")


def _delimiter(text: str) -> str:
    """The sign that splits the first lines into the same number of cells, and into the most."""
    lines = [line for line in text.splitlines()[:20] if line.strip()]

    def score(sign: str) -> tuple[int, int]:
        counts = [len(row) for row in csv.reader(lines, delimiter=sign)]
        return (sum(count == counts[0] for count in counts) if counts and counts[0] > 1 else 0, counts[0])

    try:
        return max(_DELIMITERS, key=score)
    except (csv.Error, IndexError):
        raise FileNotReadableError("no_table") from None


def _swallowed(cell: str, sign: str, width: int) -> bool:
    """Whether a cell holds further rows, because its quotation mark was never closed."""
    return any(line.count(sign) >= max(width - 1, 3) for line in cell.splitlines()[1:])


def _fitted(cells: list[str], width: int) -> tuple[str, ...]:
    """Short rows are filled up; what stands beyond the last column is joined to it, so nothing is lost."""
    if max(map(len, cells)) > MAX_CELL:
        cells = [cell[:MAX_CELL] for cell in cells]
    if len(cells) == width:
        return tuple(cells)
    if len(cells) > width:
        cells[width - 1 :] = [" ".join(filter(None, cells[width - 1 :]))]
    return tuple(cells + [""] * (width - len(cells)))


def _distinct(header: Sequence[str]) -> tuple[str, ...]:
    names: list[str] = []
    for number, name in enumerate(header, start=1):
        wanted = name or f"column {number}"
        names.append(wanted if wanted not in names else f"{wanted} ({number})")
    return tuple(names)


def _check_size(rows: int, columns: int) -> None:
    if rows > MAX_ROWS or columns > MAX_COLUMNS:
        raise FileNotReadableError("too_large")
