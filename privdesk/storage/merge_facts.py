# SPDX-License-Identifier: MIT
"""The history of two people's facts becoming one, and two again.

The other's versions are put behind those of the person kept, numbered on; the value not chosen is superseded at the
moment of the merge. Nothing is rewritten, so that moving the numbers back restores both.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select, update

from privdesk.domain.merging import Side
from privdesk.domain.people import Facts, PersonField
from privdesk.storage.row_base import Plain, table_of
from privdesk.storage.rows_people import FactRow, OriginRow

_FACT = table_of(FactRow)
_ORIGIN = table_of(OriginRow)
_KEPT, _GONE = Side.KEPT.value, Side.GONE.value


def join_facts(
    connection: Connection, kept: int, gone: int, side: Callable[[PersonField], Side], at: datetime
) -> dict[str, Any]:
    """Put both histories under `kept`; returns what `part_facts` needs."""
    offset, count = _last(connection, kept), _last(connection, gone)
    ours, theirs = _in_force(connection, kept), _in_force(connection, gone)
    moved = update(_FACT).where(_FACT.c.person_id == gone)
    connection.execute(moved.values(person_id=kept, sequence=_FACT.c.sequence + offset))
    lost = [number for number, name in ours if side(name) is Side.GONE]
    lost += [number + offset for number, name in theirs if side(name) is Side.KEPT]
    _supersede(connection, kept, lost, at)
    return {
        "offset": offset, "count": count, _KEPT: [number for number, _ in ours],
        _GONE: [number for number, _ in theirs],
    }  # fmt: skip


def part_facts(connection: Connection, kept: int, gone: int, joined: Plain) -> None:
    """Give each their own history back; a value that `kept` got since the merge stays in force there."""
    offset, last = joined["offset"], joined["offset"] + joined["count"]
    since = _first_since(connection, kept, last)
    own = select(_FACT.c.sequence, _FACT.c.field).where(
        _FACT.c.person_id == kept, _FACT.c.sequence <= offset, _FACT.c.sequence.in_(joined[_KEPT])
    )
    for number, name in connection.execute(own).all():
        _supersede(connection, kept, [number], since.get(name))
    theirs = (_FACT.c.person_id == kept, _FACT.c.sequence > offset, _FACT.c.sequence <= last)
    connection.execute(
        update(_FACT).where(*theirs).values(person_id=gone, sequence=_FACT.c.sequence - offset)
    )
    _supersede(connection, gone, joined[_GONE], None)


def facts_in_force(connection: Connection, person_id: int) -> Facts:
    """The values in force by the history."""
    statement = select(_FACT.c.field, _FACT.c.value).where(
        _FACT.c.person_id == person_id, _FACT.c.superseded_at.is_(None)
    )
    found = connection.execute(statement.order_by(_FACT.c.sequence)).all()
    return {PersonField(name): value for name, value in found if value}


def _last(connection: Connection, person_id: int) -> int:
    return connection.scalar(select(func.max(_FACT.c.sequence)).where(_FACT.c.person_id == person_id)) or 0


def _in_force(connection: Connection, person_id: int) -> list[tuple[int, PersonField]]:
    statement = select(_FACT.c.sequence, _FACT.c.field).where(
        _FACT.c.person_id == person_id, _FACT.c.superseded_at.is_(None)
    )
    found = connection.execute(statement.order_by(_FACT.c.sequence))
    return [(number, PersonField(name)) for number, name in found]


def _first_since(connection: Connection, person_id: int, last: int) -> Mapping[str, datetime]:
    """When each field first got another value after the version numbered `last`."""
    statement = (
        select(_FACT.c.field, _ORIGIN.c.recorded_at)
        .join(_ORIGIN, _FACT.c.origin_id == _ORIGIN.c.id)
        .where(_FACT.c.person_id == person_id, _FACT.c.sequence > last)
        .order_by(_FACT.c.sequence.desc())
    )
    return dict(connection.execute(statement).all())


def _supersede(connection: Connection, person_id: int, numbers: Sequence[int], at: datetime | None) -> None:
    if numbers:
        these = (_FACT.c.person_id == person_id, _FACT.c.sequence.in_(numbers))
        connection.execute(update(_FACT).where(*these).values(superseded_at=at))
