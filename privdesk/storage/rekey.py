# SPDX-License-Identifier: MIT
"""The database under new keys, beside the one in use: copied, what lay under the old keys carried over, proven."""

import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from sqlalchemy import Connection, select, update

from privdesk.domain.backup_errors import CopyDiffersError
from privdesk.domain.backups import Exported
from privdesk.storage import dialect
from privdesk.storage.database import Database
from privdesk.storage.export import Watch, export_to, facts_of, verify_copy
from privdesk.storage.matching.key_table import rebuild
from privdesk.storage.matching.sampling import common_names
from privdesk.storage.row_base import table_of
from privdesk.storage.rows_inbox import DocumentRow
from privdesk.storage.rows_matching import MatchWeightsRow

Rewrap = Callable[[str, bytes], bytes]
"""Document id and its key wrapped under the old documents key → wrapped under the new one."""
_DOCUMENT = table_of(DocumentRow)
_WEIGHTS = table_of(MatchWeightsRow)
_CHUNK = 1000


def copy_under(
    source: Path, key: bytes, target: Path, new_key: bytes, watch: Watch | None = None
) -> Exported:
    """Copy the database under another key and prove that the copy opens and holds the same.

    Nobody else has the database open. Raises: as `export_to` and `verify_copy`.
    """
    facts = export_to(source, key, target, new_key, watch)
    verify_copy(target, new_key, facts)
    return facts


def audit_end(path: Path, key: bytes) -> int:
    """Number of the last audit entry of a database that nobody writes."""
    connection = dialect.connect_frozen(path, key)
    try:
        row = connection.execute("SELECT audit_sequence FROM record_state").fetchone()
    finally:
        connection.close()
    return int(row[0] or 0) if row else 0


def carry_over(database: Database, rewrap: Rewrap, search_key: bytes) -> int:
    """Put wrapped document keys and keyed hashes of an open copy under the new keys; returns how many documents."""
    done, last = 0, ""
    with database.carrying_over() as connection:
        while True:
            statement = select(_DOCUMENT.c.id, _DOCUMENT.c.wrapped_key).where(_DOCUMENT.c.id > last)
            rows = connection.execute(statement.order_by(_DOCUMENT.c.id).limit(_CHUNK)).all()
            for document_id, wrapped in rows:
                change = update(_DOCUMENT).where(_DOCUMENT.c.id == document_id)
                connection.execute(change.values(wrapped_key=rewrap(document_id, wrapped)))
            if not rows:
                break
            done, last = done + len(rows), rows[-1][0]
        rebuild(connection, search_key)
        _count_names_anew(connection, search_key)
    return done


def _count_names_anew(connection: Connection, search_key: bytes) -> None:
    """Which names are common is kept as keyed hashes, too: counted anew where it was learned."""
    learned = connection.execute(select(_WEIGHTS.c.id, _WEIGHTS.c.common)).all()
    if not any(common for _id, common in learned):
        return
    common = sorted(common_names(connection, search_key, random.Random(0)).items())  # noqa: S311 - a sample
    for number, before in learned:
        if before:
            connection.execute(update(_WEIGHTS).where(_WEIGHTS.c.id == number).values(common=common))


def prove(path: Path, key: bytes, before: Exported, free_to_differ: frozenset[str]) -> None:
    """Prove a finished copy: seals, pages, references, and every table's rows but those that may differ.

    Raises:
        CopyDiffersError: names what is not as it should be.
    """
    connection = dialect.connect_frozen(path, key)
    try:
        found = facts_of(connection)
    finally:
        connection.close()
    if {name: n for name, n in found.counts.items() if name not in free_to_differ} != {
        name: n for name, n in before.counts.items() if name not in free_to_differ
    }:
        raise CopyDiffersError("counts")
    if found.heads.counter != before.heads.counter + 1:
        raise CopyDiffersError("heads")
    verify_copy(path, key, replace(found))
