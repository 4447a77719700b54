# SPDX-License-Identifier: MIT
"""Half-typed words about a person, found by the number of what they were typed for."""

from collections.abc import Collection, Iterator

from sqlalchemy import Connection, delete, or_

from privdesk.storage.row_base import table_of
from privdesk.storage.rows_inbox import DraftRow

_DRAFT = table_of(DraftRow)
_CHUNK = 200


def drop_drafts(
    connection: Connection,
    counts: dict[str, int],
    *,
    items: Collection[int] = (),
    cases: Collection[int] = (),
    calls: Collection[int] = (),
    people: Collection[int] = (),
) -> None:
    """Take away every member's half-typed words about these; adds to `counts`."""
    patterns = list(_patterns(items, cases, calls, people))
    for start in range(0, len(patterns), _CHUNK):
        some = patterns[start : start + _CHUNK]
        done = connection.execute(delete(_DRAFT).where(or_(*(_DRAFT.c.key.like(each) for each in some))))
        if done.rowcount:
            counts[_DRAFT.name] = counts.get(_DRAFT.name, 0) + done.rowcount


def _patterns(
    items: Collection[int], cases: Collection[int], calls: Collection[int], people: Collection[int]
) -> Iterator[str]:
    """Keys as Capture, calls, requests and pages make them."""
    for item in items:
        yield f"capture:{item}"
        yield f"request:%:item:{item}"
        yield f"request:%:item:{item}:%"
    for case in cases:
        yield f"request:%:case:{case}:%"
        yield f"request:%:report:{case}:%"
    for call in calls:
        yield f"call:{call}"
        yield f"request:%:page:call:{call}"
    for person in people:
        yield f"request:%:new:{person}"
        yield f"request:%:report:%:{person}"
        yield f"request:%:page:person:{person}:%"
