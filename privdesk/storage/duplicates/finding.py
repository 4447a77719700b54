# SPDX-License-Identifier: MIT
"""The search for duplicates over everybody: along the table of blocking keys, in parts, with constant memory.

Keys lie in the order of their hashes: people who share one lie together, and reading on needs no look-up. A crowd's
key is passed over; how many make a crowd depends on what the key is made of.
"""

from collections.abc import Sequence

from sqlalchemy import delete, func, insert, select, update

from privdesk.domain.matching import Band, DuplicateRun, PairState
from privdesk.storage import dialect
from privdesk.storage.matching.blocks import KEYS_EACH, pairs_in, whole_blocks
from privdesk.storage.matching.key_table import read_prepared
from privdesk.storage.row_base import table_of
from privdesk.storage.rows_matching import DuplicateRunRow, PairRow
from privdesk.storage.rows_people import PersonRow
from privdesk.storage.scope import Scope

_LOWEST, _SPAN = -(2**63), 2**64
_RUN = table_of(DuplicateRunRow)
_PAIRS = table_of(PairRow)
_PERSON = table_of(PersonRow)


def begin_run(scope: Scope) -> DuplicateRun:
    """Note that the search begins from the start."""
    people = int(scope.connection.scalar(select(func.count()).select_from(_PERSON)) or 0)
    run = DuplicateRun(0, people, 0, scope.now(), None, _LOWEST)
    scope.connection.execute(delete(_RUN))
    scope.connection.execute(insert(_RUN), {"id": 1, "started_at": run.started_at, **_state(run)})
    return run


def last_run(scope: Scope) -> DuplicateRun | None:
    """The last search, or None."""
    row = scope.connection.execute(select(_RUN)).first()
    return None if row is None else DuplicateRun(
        row.done, row.of_people, row.found, row.started_at, row.ended_at, row.mark
    )  # fmt: skip


def find_next(scope: Scope, run: DuplicateRun, people: int) -> DuplicateRun:
    """Search on for about so many people, keep the pairs found as open, note how far it came."""
    rows = dialect.keys_after(scope.connection, run.mark, max(1, people) * KEYS_EACH)
    whole, mark = whole_blocks(rows, max(1, people) * KEYS_EACH)
    found = run.found + _keep(scope, sorted(pairs_in(whole)))
    ended = mark is None
    after = DuplicateRun(
        done=run.of if mark is None else min(run.of, (mark - _LOWEST) * run.of // _SPAN),
        of=run.of,
        found=found,
        started_at=run.started_at,
        ended_at=scope.now() if ended else None,
        mark=run.mark if mark is None else mark,
    )
    scope.connection.execute(update(_RUN).values(**_state(after)))
    return after


def _keep(scope: Scope, pairs: Sequence[tuple[int, int]]) -> int:
    """Weigh the pairs and keep those worth a look; returns how many were not known."""
    if not pairs:
        return 0
    judge = scope.matching.judge(scope.connection)
    people = read_prepared(
        scope.connection, sorted({each for pair in pairs for each in pair}), scope.matching.memo
    )
    kept = []
    for first, second in pairs:
        left, right = people.get(first), people.get(second)
        if left is None or right is None:
            continue
        levels = judge.compare(left, right)
        weight = judge.weigher.weigh(levels)
        if judge.weigher.band(weight) is not Band.DIFFERENT:
            text = "".join(map(str, levels))
            kept.append((first, second, PairState.OPEN.value, round(weight * 1000), text))
    return dialect.insert_new(scope.connection, _PAIRS, kept)


def _state(run: DuplicateRun) -> dict[str, object]:
    return {
        "mark": run.mark, "done": run.done, "of_people": run.of, "found": run.found, "ended_at": run.ended_at,
    }  # fmt: skip
