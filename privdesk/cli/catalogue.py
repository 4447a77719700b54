# SPDX-License-Identifier: MIT
"""`privdesk catalogue …`: what the office uses, why, how long, who gets it, under which notice."""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from privdesk.cli.output import Output
from privdesk.domain.catalogue import RetentionRule, Trigger
from privdesk.i18n import _, ngettext
from privdesk.services.catalogue_desk import CatalogueDesk
from privdesk.services.catalogue_export import PARTS, catalogue_entries
from privdesk.services.catalogue_words import period_words, said
from privdesk.services.desk import Desk

MakeCommand = Callable[[str, str], ArgumentParser]


def add_catalogue_commands(command: MakeCommand) -> None:
    """Both commands of the group."""
    show = command("show", "list the catalogue in force, and what the office changed or added")
    show.add_argument("--part", choices=PARTS, default="", help="one part only")
    export = command("export", "write the whole catalogue as JSON")
    export.add_argument("--out", metavar="FILE", type=Path, required=True, help="where it goes")
    export.add_argument("--replace", action="store_true", help="write over a file that is there")


def show(desk: Desk, args: Namespace, out: Output) -> int:
    """One line an entry."""
    entries = catalogue_entries(_kept(desk).state(), args.part)
    out.rows((entry, _line(entry)) for entry in entries)
    return 0


def export(desk: Desk, args: Namespace, out: Output) -> int:
    """Write it to a file; recorded."""
    count = _kept(desk).export(args.out, over=args.replace)
    words = ngettext("{n} entry written to {file}.", "{n} entries written to {file}.", count)
    out.answer({"ok": True, "file": args.out, "entries": count}, words.format(n=count, file=args.out.name))
    return 0


def _kept(desk: Desk) -> CatalogueDesk:
    assert desk.catalogue is not None, "the desk is open"
    return desk.catalogue


def _line(entry: Mapping[str, Any]) -> str:
    """`rule contract (default): contract end + 10 years, limitation of contractual claims, CO Art. 127`."""
    name = (
        entry["name"]
        if isinstance(entry.get("name"), str)
        else said(entry.get("title") or entry.get("name") or {})
    )
    parts = [name]
    if entry["part"] == "rule":
        rule = RetentionRule(entry["key"], Trigger(entry["trigger"]), entry["months"], {}, {})
        parts = [period_words(rule), said(entry["basis"])]
    if entry["part"] == "group":
        parts.append(said(entry["basis"]))
    if entry["part"] == "notice":
        parts.append(f"{entry['in_force_from']}")
    if entry["part"] == "authority":
        parts += [entry["address"], "" if entry["reviewed"] else _("not certain")]
    if entry["part"] == "recipient":
        parts += [entry["address"], entry["country"]]
    source = f" ({entry['source']})" if entry["source"] else ""
    return f"{entry['part']} {entry['key']}{source}: " + ", ".join(part for part in parts if part)
