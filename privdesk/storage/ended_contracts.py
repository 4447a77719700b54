# SPDX-License-Identifier: MIT
"""When the last contract ended of people whose contracts went before their name: what is left is kept from that day."""

from datetime import date

from sqlalchemy import Connection, insert, select, update

from privdesk.domain.people import PersonId
from privdesk.storage.merge_parts import Parts
from privdesk.storage.rows_retention import ENDED_CONTRACT

_OWN = f"{ENDED_CONTRACT.name}.own"
_APART = f"{ENDED_CONTRACT.name}.apart"


def note_end(connection: Connection, person_id: PersonId, ends_on: date) -> None:
    """Remember that a contract ended on a day; the latest counts."""
    held = connection.scalar(select(ENDED_CONTRACT.c.ends_on).where(ENDED_CONTRACT.c.person_id == person_id))
    if held is None:
        connection.execute(insert(ENDED_CONTRACT), {"person_id": person_id, "ends_on": ends_on})
    elif held < ends_on:
        same = update(ENDED_CONTRACT).where(ENDED_CONTRACT.c.person_id == person_id)
        connection.execute(same.values(ends_on=ends_on))


def join_ends(connection: Connection, parts: Parts, kept: PersonId) -> None:
    """After a merge: of two ends the later counts; what `merge_moves` left apart is the other's."""
    for row in parts.get(_APART):
        held = connection.scalar(select(ENDED_CONTRACT.c.ends_on).where(ENDED_CONTRACT.c.person_id == kept))
        if held is not None and held < date.fromisoformat(row["ends_on"]):
            parts.put(_OWN, held.isoformat())
            note_end(connection, kept, date.fromisoformat(row["ends_on"]))


def part_ends(connection: Connection, parts: Parts, kept: PersonId) -> None:
    """Before a merge is taken back: the kept person's own end again."""
    own = parts.get(_OWN)
    if own:
        same = update(ENDED_CONTRACT).where(ENDED_CONTRACT.c.person_id == kept)
        connection.execute(same.values(ends_on=date.fromisoformat(own)))
