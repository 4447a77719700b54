# SPDX-License-Identifier: MIT
"""No table that leaves the records carries a formula, whoever wrote its heads and cells."""

import ast
import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privdesk.services.csv_export import csv_bytes, harmless

ROOT = Path(__file__).parents[3]
FORMULAS = [
    "=1+1",
    "+cmd|'/c calc'!A1",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    " =1+1",
    "＝1+1",
    "\u00a0=1",
    "-1=2",
]


@pytest.mark.parametrize("formula", FORMULAS)
def test_a_formula_becomes_text(formula: str) -> None:
    assert harmless(formula) == f"'{formula}"


@pytest.mark.parametrize("plain", ["", "Keller", "+41 21 555 01 47", "-12.50", "a=b", "12", "O'Neil"])
def test_plain_cells_stay(plain: str) -> None:
    assert harmless(plain) == plain


@given(st.lists(st.lists(st.text(max_size=8), min_size=2, max_size=2), max_size=4))
def test_a_table_reads_back_and_no_cell_begins_a_formula(rows: list[list[str]]) -> None:
    heads = ["=evil()", "b"]
    written = csv_bytes(heads, rows).decode("utf-8-sig")
    read = list(csv.reader(written.splitlines(keepends=True), delimiter=";"))
    cells = [cell for row in read for cell in row]
    assert len(read) == len(rows) + 1 or any("\r" in c or "\n" in c or "\x85" in c for r in rows for c in r)
    for cell in cells:
        start = cell.lstrip(" \u00a0\ufeff\x00")[:1]
        assert start not in {"=", "@", "\t", "\r", "＝", "＋", "－", "＠"}
    assert '"\'=evil()"' in written


def test_tables_are_written_in_one_place_only() -> None:
    """Whoever exports a table uses `csv_bytes`; the demo's input files are no exports."""
    found = set()
    for path in sorted((ROOT / "privdesk").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and ast.unparse(node) in {"csv.writer", "csv.DictWriter"}:
                found.add(path.relative_to(ROOT / "privdesk").as_posix())
    assert {each for each in found if not each.startswith("demo/")} == {"services/csv_export.py"}
