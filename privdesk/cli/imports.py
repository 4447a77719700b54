# SPDX-License-Identifier: MIT
"""`privdesk agency|person|activity import`: the office's own tables."""

from argparse import Namespace
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from privdesk.cli.output import Output, TerminalProgress
from privdesk.cli.pairs import pairs
from privdesk.domain.errors import FileThereError
from privdesk.domain.imports import ColumnMapping, ImportCounts, ImportKind
from privdesk.i18n import _
from privdesk.services.desk import Desk


def run_import(desk: Desk, kind: ImportKind, files: Sequence[Path], args: Namespace, out: Output) -> int:
    """Bring one or more files in, or say what would happen; a file of rejects that is there already is never written over.

    Raises: FileThereError, before anything came in.
    """
    rejected = 0
    targets = rejects_files(args.rejects, len(files))
    for target in targets:
        if target is not None and target.exists():
            raise FileThereError(target)
    for file, target in zip(files, targets, strict=True):
        answer = _one(desk, kind, file, args, target)
        answer["ok"] = not answer["rejected"]
        rejected += int(answer["rejected"])
        out.answer(answer, _words(file, answer))
    return 1 if rejected else 0


def rejects_files(first: Path | None, count: int) -> Sequence[Path | None]:
    """Where the rejected rows of each file go: rejects.csv, rejects-2.csv and so on."""
    if first is None:
        return [None] * count
    return [first, *(first.with_stem(f"{first.stem}-{number}") for number in range(2, count + 1))][:count]


def _one(desk: Desk, kind: ImportKind, file: Path, args: Namespace, rejects: Path | None) -> dict[str, Any]:
    inspection = desk.imports.inspect(kind, file)
    mapping = ColumnMapping(
        {**inspection.mapping.columns, **pairs(args.map)}, {**inspection.mapping.constants, **pairs(args.set)}
    )
    if args.dry_run:
        dry = desk.imports.dry_run(kind, file, mapping, TerminalProgress())
        reasons = [{"row": each.row, "field": each.field, "reason": each.reason} for each in dry.rejects]
        return {"ok": True, "file": file.name, "dry_run": True, **asdict(dry.counts), "rejects": reasons}
    run = desk.imports.run(kind, file, mapping, TerminalProgress())
    if rejects is not None and _rejected(run.counts):
        desk.imports.export_rejects(run.id, rejects)
    reasons = [
        {"row": r.row, "field": r.field, "reason": r.reason} for r in desk.imports.rejects(run.id)[:200]
    ]
    return {
        "ok": True,
        "file": file.name,
        "dry_run": False,
        "import": run.id,
        **asdict(run.counts),
        "rejects": reasons,
    }


def _rejected(counts: ImportCounts) -> int:
    return counts.rejected + counts.doubtful


def _words(file: Path, answer: dict[str, Any]) -> str:
    text = _(
        "{file}: {read} rows, {new} new, {changed} changed, {unchanged} unchanged, {doubtful} doubtful, {rejected} rejected."
    )
    return text.format(**{**answer, "file": file.name})
