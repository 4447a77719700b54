# SPDX-License-Identifier: MIT
"""`privdesk figures` and `privdesk processing-record`: papers of the office itself."""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from privdesk.cli.output import Output
from privdesk.domain.errors import FileThereError
from privdesk.domain.figures import Tally, YearFigures
from privdesk.i18n import _, desk_language, ngettext
from privdesk.services.desk import Desk
from privdesk.services.figures import Figures
from privdesk.services.figures_tables import figure_tables, shown
from privdesk.services.figures_words import figure_words
from privdesk.services.processing import ProcessingRecords

MakeCommand = Callable[[str, str], ArgumentParser]
_LANGUAGES = ("de", "fr", "it", "en")


def add_paper_commands(command: MakeCommand) -> None:
    """Both commands."""
    counted = command("figures", "count a year's requests: rights, outcomes, days, refusals, identity checks")
    counted.add_argument("--year", type=int, metavar="YEAR", help="default: this year")
    record = command("processing-record", "put the record of processing together, and name what is missing")
    for each in (counted, record):
        each.add_argument("--pdf", metavar="FILE", type=Path, help="write it as a PDF")
        each.add_argument("--csv", metavar="FILE", type=Path, help="write it as a table")
        each.add_argument(
            "--language", choices=_LANGUAGES, default="", help="of the files (default: the office's)"
        )
    record.add_argument("--joint", metavar="TEXT", help="keep who is responsible jointly with us, or none")
    record.add_argument("--representative", metavar="TEXT", help="keep who represents us abroad, or none")
    record.add_argument("--persons", metavar="TEXT", help="keep whose data stand in groups the office added")
    record.add_argument("--measures", metavar="TEXT", help="keep the office's own measures of security")


def figures(desk: Desk, args: Namespace, out: Output) -> int:
    """Count a year; write it where asked to."""
    service = _figures(desk)
    _require_free(args.pdf, args.csv)
    year = desk.clock.today().year if args.year is None else args.year
    found = service.of_year(year)
    data: dict[str, Any] = {"ok": True, **_figure_data(found)}
    if args.pdf is not None:
        made = service.made(year, args.language)
        service.save_paper(made, args.pdf)
        data |= {"pdf": args.pdf, "pages": made.pages}
    if args.csv is not None:
        data |= {"csv": args.csv, "lines": service.save_table(year, args.csv, args.language)}
    out.answer(data, _figure_words(desk, found))
    return 0


def processing_record(desk: Desk, args: Namespace, out: Output) -> int:
    """Name what is missing; keep what was stated and write the record where asked to."""
    service = _records(desk)
    _require_free(args.pdf, args.csv)
    said = {
        "joint_controllers": args.joint, "representative": args.representative, "persons": args.persons,
        "measures": args.measures,
    }  # fmt: skip
    given = {key: text for key, text in said.items() if text is not None}
    state = service.state()
    if given:
        service.say(replace(state.record.statements, **given))
        state = service.state()
    data: dict[str, Any] = {
        "ok": True, "as_at": state.record.day, "activities": len(state.record.activities),
        "missing": [
            {"what": gap.kind, "sentence": words}
            for gap, words in zip(state.record.gaps, state.missing, strict=True)
        ],
        "statements": asdict(state.record.statements),
    }  # fmt: skip
    if args.pdf is not None:
        made = service.made(args.language)
        service.save_paper(made, args.pdf)
        data |= {"pdf": args.pdf, "pages": made.pages}
    if args.csv is not None:
        data |= {"csv": args.csv, "lines": service.save_table(args.csv, args.language)}
    count = len(state.missing)
    head = ngettext("{n} thing is missing:", "{n} things are missing:", count).format(n=count)
    out.answer(data, "\n".join([head, *state.missing]) if count else _("Nothing is missing."))
    return 0


def _figures(desk: Desk) -> Figures:
    if desk.figures is None:
        raise RuntimeError("a desk without figures")
    return desk.figures


def _records(desk: Desk) -> ProcessingRecords:
    if desk.processing is None:
        raise RuntimeError("a desk without a record of processing")
    return desk.processing


def _require_free(*paths: Path | None) -> None:
    for path in paths:
        if path is not None and path.exists():
            raise FileThereError(path)


def _figure_data(found: YearFigures) -> dict[str, Any]:
    answering = asdict(found.answering)
    return {
        "year": found.year, "as_at": found.as_at, "requests": _tally(found.requests),
        "complaints": _tally(found.complaints), "opt_outs": _tally(found.opt_outs),
        "months": [_tally(each.tally) for each in found.months],
        "rights": {
            right.value: {outcome.value: count for outcome, count in outcomes.items()}
            for right, outcomes in found.rights.items()
        },
        "channels": {key.value: _tally(each) for key, each in found.channels.items()},
        "regimes": {key: _tally(each) for key, each in found.regimes.items()},
        "answering": answering,
        "refusals": [asdict(each) for each in found.refusals],
        "identity": {
            "made": {key.value: count for key, count in found.identity.made.items()},
            "not_established": {key.value: count for key, count in found.identity.failed.items()},
            "in_calls": found.identity.calls,
        },
    }  # fmt: skip


def _tally(tally: Tally) -> dict[str, int]:
    return {"received": tally.received, "answered": tally.answered, "open": tally.open}


def _figure_words(desk: Desk, found: YearFigures) -> str:
    """The tables as plain lines, in the language of the desk."""
    office = desk.office.office()
    words = figure_words(desk_language(), office.regime, office.country)
    lines = [words("title", year=found.year)]
    if found.empty:
        lines.append(words("empty", year=found.year))
    for table in figure_tables(found, words, office.country):
        lines += ["", "  ".join([table.title, *table.columns[1:]])]
        lines += ["  ".join([row.words, *(shown(each, words) for each in row.entries)]) for row in table.rows]
        if not table.rows:
            lines.append(words("none"))
        lines.append(table.means)
    return "\n".join(lines)
