# SPDX-License-Identifier: MIT
"""The results as a page for people."""

from collections.abc import Mapping
from typing import Any

HEAD = """# What was done to the records, and what came of it

Written by `python3 dev.py faults`; a short form of each experiment is part of the test suite (tests/faults). "Bad" is what must never
be: something acknowledged and then lost, harm that nobody notices, a word where none may be, a breakdown or hang of the desk.
Each is done on real records with weak passwords, so that it can be done often. Power loss is simulated by kill -9 only: what a disk
does that lies about flushing was not tried; neither was Windows or macOS.

| experiment | times | bad | measured | minutes | when, where |
|---|---:|---:|---|---:|---|
"""
ORDER = ("kills", "flips", "old-files", "audit", "no-room", "traces", "erased", "hostile")


def page(results: Mapping[str, Mapping[str, Any]]) -> str:
    """The table, then what was counted in each."""
    known = [name for name in ORDER if name in results]
    rows = "".join(_row(results[name]) for name in known)
    return HEAD + rows + "".join(_details(name, results[name]) for name in known)


def _row(found: Mapping[str, Any]) -> str:
    bad = sum(found["bad"].values())
    measured = "; ".join(f"{name}: {value:g}" for name, value in sorted(found["measured"].items()))
    minutes = f"{found['seconds'] / 60:.1f}"
    where = ", ".join(each for each in (found["date"], found["system"], found.get("note", "")) if each)
    return f"| {found['title']} | {found['tried']:,} | **{bad}** | {measured} | {minutes} | {where} |\n"


def _details(name: str, found: Mapping[str, Any]) -> str:
    lines = [f"- {key}: {count:,}" for key, count in sorted(found["counts"].items())]
    lines += [f"- **bad** {key}: {count:,}" for key, count in sorted(found["bad"].items()) if count]
    return f"\n## {found['title'].capitalize()} (`{name}`)\n" + "\n".join(lines) + "\n"
