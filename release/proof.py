# SPDX-License-Identifier: MIT
"""Proves a built program from outside: it is started as an office starts it, in an empty folder of its own.

What a build can lose is asked for: the worker, key stores, resources, database dialects, telephone tables,
holiday calendars, fonts, the window.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

STAFF = "Ada Example"
PASSWORD = "seven harbour trams at noon\n"
SECONDS = 300
PEOPLE = """user number;last name;first name;street;number;postcode;town;phone mobile;language;start
1010001;Müller;Anna;Seestrasse;1;8002;Zürich;+41 79 555 01 01;de;2024-01-01
1010002;Favre;Luc;Rue du Lac;12;1003;Lausanne;079 555 02 02;fr;2025-05-02
"""
KEY_STORES = {"win32": "keyring.backends.Windows", "darwin": "keyring.backends.macOS"}


class ProofError(Exception):
    """Something that the program must be able to do, it cannot."""


@dataclass(frozen=True, slots=True)
class Program:
    """A program and the folder from which it is called."""

    command: Sequence[str]
    folder: Path

    def run(self, *arguments: str, given: str = "") -> str:
        """Run it to its end and return what it printed. Raises: ProofError."""
        done = subprocess.run(
            [*self.command, *arguments], cwd=self.folder, env=self._environment(), input=given, text=True,
            encoding="utf-8", capture_output=True, timeout=SECONDS, check=False,
        )  # fmt: skip
        if done.returncode != 0:
            told = done.stderr.strip() or done.stdout.strip()
            raise ProofError(f"`{' '.join(arguments)}` ended with {done.returncode}: {told}")
        return done.stdout

    def ask(self, *arguments: str, given: str = "") -> list[dict[str, Any]]:
        """Run it with `--json` and return its answers."""
        return [json.loads(line) for line in self.run(*arguments, "--json", given=given).splitlines()]

    def at_desk(self, *arguments: str) -> list[dict[str, Any]]:
        """The same with the records of the proof, signed in."""
        return self.ask(*arguments, "--staff", STAFF, "--password-file", "-", given=PASSWORD)

    def _environment(self) -> Mapping[str, str]:
        """Nothing of the developer's: no path to the sources, no settings, no screen."""
        kept = {name: os.environ[name] for name in ("SYSTEMROOT", "TEMP", "PATH") if name in os.environ}
        home = str(self.folder)
        return {**kept, "HOME": home, "USERPROFILE": home, "QT_QPA_PLATFORM": "offscreen"}


def prove(command: Sequence[str]) -> int:
    """Do everything once and say so line by line; returns the exit status."""
    with tempfile.TemporaryDirectory(prefix="privdesk-proof-") as given:
        program = Program(command, Path(given))
        try:
            for words in chain(_alone(program), _records(program), _window(program)):
                print(f"  {words}", flush=True)
        except ProofError as error:
            print(f"  NOT: {error}", file=sys.stderr)
            return 1
    return 0


def _require(fact: object, words: str) -> None:
    if not fact:
        raise ProofError(words)


def _alone(program: Program) -> Iterator[str]:
    """What needs no records."""
    yield f"says its version: {program.run('--version').strip()}"
    (facts,) = program.ask("selftest")
    _require(facts["worker"], "the worker does not start")
    yield f"its worker reads a form: {facts['worker']}"
    store = KEY_STORES.get(sys.platform, "keyring.backends.SecretService")
    _require(store in facts["keyring_backends"], f"{store} is missing")
    yield f"key stores: {', '.join(each.rpartition('.')[2] for each in facts['keyring_backends'])}"
    _require(facts["resources"], "resources are missing")
    yield "finds its resources"
    (dates,) = program.ask("deadline", "--regime", "gdpr", "--received", "2026-03-02", "--holidays", "PL")
    _require(dates["legal"] == "2026-04-02", f"a wrong date: {dates['legal']}")
    yield "reckons with the calendar of a place that it holds no table of"


def _records(program: Program) -> Iterator[str]:
    """The main job, small."""
    made = ("office.privdesk", "--name", "Example", "--staff", STAFF, "--password-file", "-")
    program.ask("vault", "create", *made, "--recovery-file", "sheet.pdf", given=PASSWORD)
    (found,) = program.at_desk("vault", "check", "office.privdesk")
    _require(found["ok"], f"findings: {found['findings']}")
    yield "makes, opens and checks records"
    (program.folder / "people.csv").write_text(PEOPLE, encoding="utf-8")
    (counts,) = program.at_desk("person", "import", "office.privdesk", "people.csv")
    _require(counts["new"] == len(PEOPLE.splitlines()) - 1, f"people did not come in: {counts}")
    (hit,) = program.at_desk("person", "find", "office.privdesk", "muler")
    yield f"brings people in and finds one: {hit['name']}"
    program.at_desk(
        "template", "print", "office.privdesk", "registration", "--language", "fr", "--out", "form.pdf"
    )
    (item,) = program.at_desk("inbox", "add", "office.privdesk", "form.pdf")
    _require(item["template"] == "registration/3/fr" or item["template"], "the form was not recognised")
    yield f"prints a form and takes it in: {item['number']}, {item['template']}"
    who = (
        "--street",
        "Seestrasse 1",
        "--postcode",
        "8002",
        "--town",
        "Zürich",
        "--email",
        "office@example.org",
    )
    program.at_desk("office", "office.privdesk", *who, "--privacy-contact", "Ada Example, office@example.org")
    (report,) = program.at_desk(
        "report", "access", "office.privdesk", str(hit["person"]), "--out", "report.pdf"
    )
    _require((program.folder / "report.pdf").read_bytes().startswith(b"%PDF-"), "no report")
    yield f"makes an access report: {report['pages']} pages, {report['language']}"
    (chain_,) = program.at_desk("audit", "verify", "office.privdesk")
    _require(chain_["ok"], "the record of what was done is broken")
    yield f"kept a whole record of what was done: {chain_['entries']} entries"


def _window(program: Program) -> Iterator[str]:
    (facts,) = program.ask("selftest", "--window")
    _require(facts["window"], "the window did not open")
    yield "opens the window, paints its first field and ends"
    *_, told = program.ask("demo", "--folder", "demo", "--people", "20", "--no-window")
    pictures = sorted((program.folder / "demo" / "pictures").glob("*.png"))
    _require(told["ok"] and pictures, "the demo left no pictures")
    yield f"runs the whole demo through every screen: {len(pictures)} pictures, report {Path(told['report']).name}"
