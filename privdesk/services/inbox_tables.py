# SPDX-License-Identifier: MIT
"""Tables dropped into the Inbox: electronic forms of the web platform, when the desk knows how to read them."""

from pathlib import Path

from privdesk.domain.errors import FileNotReadableError
from privdesk.domain.imports import ImportKind, ImportRun
from privdesk.domain.inbox import OPEN_STATES, ItemId
from privdesk.domain.staff import Permission
from privdesk.services.imports import Imports
from privdesk.services.inbox_view import Added
from privdesk.services.progress import Progress
from privdesk.services.workplace import Workplace

ENDINGS = frozenset({".csv", ".json", ".jsonl", ".ndjson"})


def is_table(path: Path) -> bool:
    """Whether a file's name says that it is a table."""
    return path.suffix.lower() in ENDINGS


def forms_in(place: Workplace, path: Path, progress: Progress) -> Added:
    """Take each row as a form: by the mapping remembered, or where a column says which form it is.

    Any other table is left where it is: what it brings is said under Import.
    """
    imports = Imports(place)
    if not place.member.may(Permission.IMPORT):
        return Added(failed=((path.name, "table"),))
    try:
        inspection = imports.inspect(ImportKind.FORMS, path)
    except FileNotReadableError as error:
        return Added(failed=((path.name, error.reason_key),))
    if not inspection.remembered and "template" not in inspection.mapping.columns:
        return Added(failed=((path.name, "table"),))
    run = imports.run(ImportKind.FORMS, path, inspection.mapping, progress)
    items = _items_of(place, path)
    if not run.counts.new:
        return Added(already=items)
    return Added(items=_newest(place, items, run))


def _items_of(place: Workplace, path: Path) -> tuple[ItemId, ...]:
    with place.reading() as records:
        waiting = records.inbox.items(OPEN_STATES)
    return tuple(item.id for item in waiting if item.name.startswith(f"{path.name} · "))


def _newest(place: Workplace, items: tuple[ItemId, ...], run: ImportRun) -> tuple[ItemId, ...]:
    """Those of `items` that this run brought."""
    with place.reading() as records:
        return tuple(each for each in items if records.inbox.get(each).arrived_at >= run.started_at)
