# SPDX-License-Identifier: MIT
"""The streams of two people becoming one cluster, and two again, without a row passing through the program."""

from collections.abc import Iterable

from sqlalchemy import Connection, Table, and_, case, delete, exists, func, insert, literal, select, update

from privdesk.storage.row_base import table_of
from privdesk.storage.rows_activity import STREAMS, TERM, USAGE
from privdesk.storage.rows_merging import MERGED_ACTIVITY
from privdesk.storage.rows_office import ImportRunRow

_NOTED = MERGED_ACTIVITY.c
_RUN = table_of(ImportRunRow)
_KEY = ("at", "micro", "mark")


def join_activity(connection: Connection, merge_id: int, kept: int, gone: int) -> int:
    """Give the rows of `gone` to `kept`; of rows that both have one is kept. Returns how many went over."""
    for table in STREAMS.values():
        twin = table.alias()
        same = exists().where(twin.c.person_id == kept, *(twin.c[name] == table.c[name] for name in _KEY))
        theirs = table.c.person_id == gone
        noted = select(
            literal(merge_id), literal(table.name), *(table.c[name] for name in _KEY),
            case((same, table.c.import_id)),
        ).where(theirs)  # fmt: skip
        connection.execute(
            insert(MERGED_ACTIVITY).from_select([each.name for each in MERGED_ACTIVITY.c], noted)
        )
        connection.execute(delete(table).where(theirs, same))
        connection.execute(update(table).where(theirs).values(person_id=kept))
    counted = select(func.count()).where(_NOTED.merge_id == merge_id)
    return connection.scalar(counted) or 0


def part_activity(connection: Connection, merge_id: int, kept: int, gone: int) -> None:
    """Give them back; what was deleted since stays deleted."""
    for table in STREAMS.values():
        _split_twins(connection, table, merge_id, kept, gone)
        noted = exists().where(
            _NOTED.merge_id == merge_id, _NOTED.stream == table.name, _NOTED.twin_import_id.is_(None),
            *(_NOTED[name] == table.c[name] for name in _KEY),
        )  # fmt: skip
        connection.execute(update(table).where(table.c.person_id == kept, noted).values(person_id=gone))


def part_new_usage(
    connection: Connection, kept: int, gone: int, last_import: int, products: Iterable[str]
) -> None:
    """Usage imported since the merge of products that only the other's contracts have goes back with them."""
    wanted = select(TERM.c.id).where(TERM.c.text.in_(sorted(products)))
    fresh = (USAGE.c.person_id == kept, USAGE.c.import_id > last_import)
    connection.execute(
        update(USAGE).where(*fresh, USAGE.c.product_number_id.in_(wanted)).values(person_id=gone)
    )


def last_import(connection: Connection) -> int:
    """Number of the newest import run, or 0."""
    return connection.scalar(select(func.max(_RUN.c.id))) or 0


def _split_twins(connection: Connection, table: Table, merge_id: int, kept: int, gone: int) -> None:
    """Put rows that both had back as two; where its import is not on file any more, with that of the other."""
    there = exists().where(_RUN.c.id == _NOTED.twin_import_id)
    own = {
        "person_id": literal(gone),
        "import_id": case((there, _NOTED.twin_import_id), else_=table.c.import_id),
    }
    columns = [own.get(column.name, column) for column in table.columns]
    same = and_(*(_NOTED[name] == table.c[name] for name in _KEY))
    twins = (
        select(*columns)
        .select_from(table.join(MERGED_ACTIVITY, same))
        .where(
            table.c.person_id == kept, _NOTED.merge_id == merge_id, _NOTED.stream == table.name,
            _NOTED.twin_import_id.is_not(None),
        )
    )  # fmt: skip
    connection.execute(insert(table).from_select([each.name for each in table.columns], twins))
