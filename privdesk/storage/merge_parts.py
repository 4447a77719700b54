# SPDX-License-Identifier: MIT
"""What a merge keeps for taking it back, as JSON: keys of rows that went over, whole rows as they lay."""

import base64
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeAlias

from sqlalchemy import Connection, Table, delete, insert, select

from privdesk.storage.row_base import table_of
from privdesk.storage.rows_merging import MERGED_ACTIVITY, MergePartRow

_PART = table_of(MergePartRow)
_BYTES = "bytes"
Raw: TypeAlias = Mapping[str, Any]
"""One row as it lies in the file, by column."""


class Parts:
    """The parts of one merge, by name."""

    def __init__(self, connection: Connection, merge_id: int) -> None:
        self._connection = connection
        self._merge_id = merge_id

    def put(self, name: str, body: object) -> None:
        """Keep something that JSON can hold; nothing at all is not kept."""
        if body:
            text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
            values = {"merge_id": self._merge_id, "name": name, "body": text}
            self._connection.execute(insert(_PART), values)

    def get(self, name: str) -> Any:  # noqa: ANN401 -- JSON
        """What was kept under this name; an empty list where nothing was."""
        where = (_PART.c.merge_id == self._merge_id, _PART.c.name == name)
        text = self._connection.scalar(select(_PART.c.body).where(*where))
        return json.loads(text) if text is not None else []

    def drop(self) -> None:
        """Forget everything: the merge was taken back, or the person erased."""
        for table in (_PART, MERGED_ACTIVITY):
            self._connection.execute(delete(table).where(table.c.merge_id == self._merge_id))


def raw_rows(connection: Connection, table: Table, column: str, value: int) -> list[Raw]:
    """Rows as they lie in the file, ready for JSON."""
    names = [each.name for each in table.columns]
    columns = ", ".join(f'"{name}"' for name in names)
    statement = f'SELECT {columns} FROM "{table.name}" WHERE "{column}" = ?'  # noqa: S608 - our own names
    rows = connection.exec_driver_sql(statement, (value,))
    return [dict(zip(names, map(_plain, row), strict=True)) for row in rows]


def put_raw(connection: Connection, table: Table, rows: Iterable[Raw]) -> None:
    """Insert rows as `raw_rows` read them; those whose key is there already are left out."""
    for row in rows:
        columns = ", ".join(f'"{name}"' for name in row)
        marks = ", ".join("?" for _ in row)
        statement = (
            f'INSERT INTO "{table.name}" ({columns}) VALUES ({marks}) '  # noqa: S608 - our own names
            "ON CONFLICT DO NOTHING"
        )
        connection.exec_driver_sql(statement, tuple(_raw(value) for value in row.values()))


def key_of(table: Table, row: Raw) -> tuple[Any, ...]:
    """The primary key of a raw row."""
    return tuple(row[column.name] for column in table.primary_key)


def drop_raw(connection: Connection, table: Table, keys: Iterable[Sequence[Any]]) -> None:
    """Delete rows by primary key."""
    where = " AND ".join(f'"{column.name}" = ?' for column in table.primary_key)
    statement = f'DELETE FROM "{table.name}" WHERE {where}'  # noqa: S608 - our own names
    for key in keys:
        connection.exec_driver_sql(statement, tuple(map(_raw, key)))


def _plain(value: Any) -> Any:  # noqa: ANN401 -- what SQLite holds
    return {_BYTES: base64.b64encode(value).decode()} if isinstance(value, bytes) else value


def _raw(value: Any) -> Any:  # noqa: ANN401 -- what SQLite holds
    return base64.b64decode(value[_BYTES]) if isinstance(value, dict) else value
