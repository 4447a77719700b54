# SPDX-License-Identifier: MIT
"""Tables that leave the records as CSV: the one place where they are made, so that none carries a formula."""

import csv
import io
from collections.abc import Iterable, Sequence

_STARTS = frozenset("=+-@\t\r\n|%＝＋－＠")
"""Signs with which a spreadsheet begins a formula, wide forms included; `|` and `%` for very old ones."""


def csv_bytes(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """A table for a spreadsheet: semicolons, UTF-8 with its mark, every cell quoted and harmless.

    Heads are made harmless as well: they may come from a file that somebody else wrote. Quoting every cell
    keeps a program that splits at commas from finding a cell of its own within one.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n", quoting=csv.QUOTE_ALL)
    writer.writerow([harmless(each) for each in columns])
    for row in rows:
        writer.writerow([harmless(each) for each in row])
    return text.getvalue().encode("utf-8-sig", "replace")


def harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula; phone numbers and amounts stay as they are."""
    start = cell.lstrip(" \u00a0\ufeff\x00")
    if not start or start[0] not in _STARTS:
        return cell
    plain = start[1:].replace(" ", "").replace(".", "")
    if start is cell and cell[0] in "+-" and plain.isascii() and plain.isdigit():
        return cell
    return f"'{cell}"
