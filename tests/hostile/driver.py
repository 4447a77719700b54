# SPDX-License-Identifier: MIT
"""Hands hostile files to the desk's own side of the worker: each is read, or refused with a known reason."""

from collections import Counter
from time import perf_counter

from privdesk.documents.foreign_files import ForeignFiles
from privdesk.documents.worker import FILE_SECONDS
from privdesk.domain.errors import FileNotReadableError
from privdesk.domain.incoming import IncomingKind
from privdesk.services.explain_files import file_reason
from tests.hostile.seeds import Seed

REASONS = frozenset({
    "empty", "unknown_kind", "archive", "office_file", "damaged", "locked", "crashed", "too_slow", "too_large",
    "too_many_pages", "no_table", "open_quote",
})  # fmt: skip
HANGING = FILE_SECONDS + 10


def take(files: ForeignFiles, seed: Seed) -> tuple[str, float]:
    """Read the file, and draw its first page where it has one; the outcome and the seconds it took.

    The outcome is `read`, a reason, or – what must never be – `BROKE:` with the kind of error.
    """
    began = perf_counter()
    try:
        outcome = _taken(files, seed)
    except FileNotReadableError as error:
        known = error.reason_key in REASONS and file_reason(error.reason_key)
        outcome = error.reason_key if known else f"BROKE: no words for {error.reason_key}"
    except Exception as error:  # noqa: BLE001 - whatever it was, it must be counted
        outcome = f"BROKE: {type(error).__name__}"
    seconds = perf_counter() - began
    return (outcome if seconds < HANGING else "BROKE: hangs"), seconds


def _taken(files: ForeignFiles, seed: Seed) -> str:
    if seed.table:
        table = files.read_table(seed.name, seed.data)
        if any(len(row) != len(table.columns) for row in table.rows):
            return "BROKE: rows of other lengths"
        return "read"
    found = files.read(seed.name, seed.data)
    if found.kind is IncomingKind.MAIL:
        return "read" if found.mail is not None else "BROKE: no mail"
    image = files.render(seed.data, found.media_type, 0, 160)
    return "read" if len(image.rgb) == image.width * image.height * 3 else "BROKE: no page"


def tally(outcomes: Counter[str]) -> Counter[str]:
    """Only what must never be."""
    return Counter({key: count for key, count in outcomes.items() if key.startswith("BROKE")})
