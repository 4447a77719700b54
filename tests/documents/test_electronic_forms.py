# SPDX-License-Identifier: MIT
"""Exports become columns and rows, whatever their signs, letters and line ends."""

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privdesk.documents.electronic import read_table
from privdesk.documents.foreign_files import ForeignFiles
from privdesk.documents.frames import Frame
from privdesk.documents.wire import table_from, table_parts
from privdesk.domain.errors import FileNotReadableError

ROWS = (("Rochat", "Zoë", "1003"), ("Keller", "O’Hara; née", "8001"))


@pytest.mark.parametrize("sign", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_csv_in_the_habits_of_spreadsheets(sign: str, encoding: str, end: str) -> None:
    lines = [sign.join(("Name", "Vorname", "PLZ"))]
    lines += [sign.join(f'"{cell}"' for cell in row) for row in ROWS]
    table = read_table((end.join(lines) + end).encode(encoding))
    assert table.columns == ("Name", "Vorname", "PLZ")
    assert table.rows == ROWS


def test_commas_within_words_do_not_confuse() -> None:
    table = read_table(b"name;note\nA;one, two, three\nB;four, five\n")
    assert table.rows == (("A", "one, two, three"), ("B", "four, five"))


def test_short_long_and_empty_rows_keep_everything() -> None:
    table = read_table(b"a;b\n1\n\n1;2;3\n")
    assert table.rows == (("1", ""), ("1", "2 3"))


def test_a_quotation_mark_that_is_never_closed_swallows_no_rows() -> None:
    rows = [f"{n};Fam{n};Vor{n};8000" for n in range(50)]
    whole = "number;last;first;postcode\n" + "\n".join([*rows[:20], '20;"Zum Adler;Vor;8000', *rows[21:]])
    with pytest.raises(FileNotReadableError) as refused:
        read_table(whole.encode())
    assert refused.value.reason_key == "open_quote"


def test_a_cell_of_several_lines_is_one_cell() -> None:
    table = read_table(b'a;b;c;d\n1;"one; two\nthree; four";3;4\n')
    assert table.rows == (("1", "one; two\nthree; four", "3", "4"),)


def test_columns_have_distinct_names() -> None:
    assert read_table(b"a;a;\n1;2;3\n").columns == ("a", "a (2)", "column 3")


@pytest.mark.parametrize(
    "text",
    [
        json.dumps([{"n": "A", "z": 1003, "d": {"ok": True}}, {"n": "B", "x": None}]),
        '{"n": "A", "z": 1003, "d": {"ok": true}}\n{"n": "B", "x": null}\n',
        json.dumps({"forms": [{"n": "A", "z": 1003, "d": {"ok": True}}, {"n": "B", "x": None}]}),
    ],
)
def test_json_lists_lines_and_wrapped_lists(text: str) -> None:
    table = read_table(text.encode())
    assert table.columns == ("n", "z", "d.ok", "x")
    assert table.rows == (("A", "1003", "yes", ""), ("B", "", "", ""))


def test_numbers_stay_as_written() -> None:
    assert read_table(b'[{"a": 0012.50, "b": 1}]'.replace(b"0012.50", b"12.50")).rows == (("12.50", "1"),)


@pytest.mark.parametrize("data", [b"", b"  \n", b"one line", b"[1, 2]", b"[]", b'{"a":', b"\xff\x00\x01\x80"])
def test_what_is_no_table_is_refused(data: bytes) -> None:
    with pytest.raises(FileNotReadableError):
        read_table(data)


def test_deeply_nested_json_is_refused() -> None:
    with pytest.raises(FileNotReadableError):
        read_table(b"[" * 200_000)


def test_a_table_comes_through_the_worker(files: ForeignFiles) -> None:
    table = files.read_table("x.csv", "Name;Ort\nŻak;Nyon\n".encode())
    assert (table.columns, table.rows, table.layout) == (("Name", "Ort"), (("Żak", "Nyon"),), "csv")


@given(st.binary(max_size=300))
def test_any_bytes_are_a_table_or_refused(data: bytes) -> None:
    try:
        table = read_table(data)
    except FileNotReadableError:
        return
    assert all(len(row) == len(table.columns) for row in table.rows)


def test_a_table_comes_through_the_pipe_as_it_was_read(files: ForeignFiles) -> None:
    cells = ["", "a,b", "two\nlines", "\x1e\x1f\x00x", " 𝒳 ", "'=1+1"]
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=";").writerows([list("abcdef"), cells, ["1", *[""] * 5]])
    table = files.read_table("x.csv", written.getvalue().encode())
    assert table.columns == tuple("abcdef")
    assert table.rows == (("", "a,b", "two\nlines", "x", "𝒳", "'=1+1"), ("1", "", "", "", "", ""))


@pytest.mark.parametrize("rows", [1, 2, 3])
def test_a_table_whose_rows_do_not_fit_is_refused(rows: int) -> None:
    with pytest.raises(FileNotReadableError):
        table_from(Frame({"columns": ["a", "b"], "rows": rows, "layout": "csv"}, (b"1\x1f2\x1e3",)))


def test_one_bad_line_of_json_lines_is_one_bad_row() -> None:
    data = (
        b'{"Nr": "1", "Ort": "Vevey"}\n{"Nr": "2", "Ort":\n{"Nr": "3", "Ort": "Nyon"}\n"text"\n{"Nr": "5"}\n'
    )
    table = read_table(data)
    assert table.layout == "jsonl"
    assert table.unread == (2, 4)
    assert table.rows[0] == ("1", "Vevey")
    assert table.rows[1][0] == '{"Nr": "2", "Ort":'
    assert table.rows[2] == ("3", "Nyon")
    header, parts = table_parts(table)
    assert table_from(Frame(json.loads(json.dumps(header)), parts)) == table


def test_a_file_that_is_mostly_no_json_is_no_table() -> None:
    with pytest.raises(FileNotReadableError) as error:
        read_table(b'{"Nr": "1"}\n{x\n{y\n')
    assert error.value.reason_key == "no_table"
