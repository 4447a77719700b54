# SPDX-License-Identifier: MIT
"""Numbers, goals and how they are shown."""

import json
import platform
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from math import ceil
from pathlib import Path
from statistics import median
from time import perf_counter

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "benchmarks.md"
RESULTS = Path(__file__).with_name("results.json")
_PAGE_BYTES = 4096
EXPLANATIONS = """\
- **Start**: from starting the interpreter until the field for the password is painted; *in sight* is the bare window
  before it. The empty window is a `QWidget` with the same library.
- **Unlock**: signing in, opening database and anchor, building the desk and reading the first Today page, less one
  Argon2id derivation of the same strength measured in the same run.
- **Saving**: a registration that came as a filled PDF: new person, contract, consents, the document's new place;
  commit with `synchronous=FULL`, anchor written and flushed. The bare commit inserts one row of 1 KB with the same
  driver, cipher, pragmas and folder.
- **Report**: `prepare`, `make` and the first page as a picture, with the worker warm; 1,000 rows of activity.
- **Import**: the whole import (reading the file in the worker, checking, looking people up, batches with audit entry
  and anchor) against the driver's own `executemany` of the same stored rows, in the same order, in one transaction
  of the same encrypted schema.
- **Matching**: records as they come in again (slips, moved, married, half empty, names swapped) and people who are new, half of them
  as relatives, twins or namesakes of somebody on file; weights learned on the same records. FEBRL: as in docs/adr/0010.
- **Stall**: a timer ticks every 5 ms in the real window; a stall is by how much a tick came too late. *Idle* is what
  the computer itself does to the same window while nothing runs.

- **Keystroke**: first and last name of invented people of 21 languages in either order, with no, one and two slips (a
  letter wrong, missing, too many, two swapped; the first letter not spared), each state of the field from the first
  letter on, to the rows as they are shown; each text on all three sides one after the other. Tantivy finds fuzzy
  beginnings with as many slips forgiven, the first twenty, without rows to show. The unencrypted side is the same
  database exported without a key.
- **Found**: the very person stands among the first twenty.
- **During an import**: 40,000 usages of anybody, then 2,000 new people, come in while somebody types; *idle* is the same without it, in the
  same process.
- **Person out of all**: rows of activity lie in key order in one table; the page is the real one in the real window.

## What is missed, and why
- **Start**: the empty window leaves 42 ms for fonts, theme and the unlock page. The window is in sight within the goal; until the
  password can be typed Qt's own classes, its style and our parts take some 100 ms more.
- **Saving** takes about 10 ms of work in Python (some fifty statements) and 1.5 ms of flushing. Against a disk that flushes in
  half a millisecond, as here in a quiet hour, that is a large ratio; against one that takes 4.5 ms it was 4.5×.
- **Import**: reading, checking, marking and counting a row takes 25 µs of Python; the driver alone puts a row into a small table
  in 3 µs, into a large one in 25. With more rows than the cache holds the goal is nearly met. These rows of the table are from before
  the sums for retention were kept, which cost another tenth (measured beside much other work).
- **People**: in two paired runs 4.6 and 4.2 times as fast as the first version over the same file (2,000 people: 19.6 and
  19.9 s, now 4.3 and 4.7 s), with the same outcome; a row takes 2 ms, nearly half of it the search for duplicates.
- **Stall**: none of the long jobs holds the window; building and painting a page does. Pages are made in turns now, Capture field
  by field; the greatest part left is the first page after signing in.
- **Look-up**: beside Tantivy 1.43 in one hour and 1.57 in another of the same day, on a machine that is shared; the table has
  the later one.
- **Person page**: half of it is reading (some seventy statements after the look-up was made durable), half building and painting. Among
  20,000 people it takes 67–90 ms on the same machine; among fifty million rows a page more often comes from the disk."""


@dataclass(frozen=True, slots=True)
class Measure:
    """One number with its goal; `detail` holds what it was made of, in the units its keys name."""

    key: str
    what: str
    value: float
    unit: str
    goal: float | None = None
    at_least: bool = False
    detail: Mapping[str, float] = field(default_factory=dict)
    note: str = ""

    @property
    def met(self) -> bool | None:
        """Whether the goal is met; None where there is none."""
        if self.goal is None:
            return None
        return self.value >= self.goal if self.at_least else self.value <= self.goal

    def shown(self, value: float) -> str:
        """A value with its unit."""
        text = f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
        return f"{text} {self.unit}".replace(" ×", "×")

    def goal_shown(self) -> str:
        """The goal with its sign."""
        return "–" if self.goal is None else f"{'≥' if self.at_least else '≤'} {self.shown(self.goal)}"


def seconds(work: Callable[[], object]) -> float:
    """How long one call takes."""
    began = perf_counter()
    work()
    return perf_counter() - began


def in_turn(
    first: Callable[[], float], second: Callable[[], float], rounds: int
) -> tuple[list[float], list[float]]:
    """Both measured in turn, so that whatever else the computer does falls on both."""
    ones: list[float] = []
    others: list[float] = []
    for each in range(rounds):
        order = (first, second) if each % 2 == 0 else (second, first)
        for work in order:
            (ones if work is first else others).append(work())
    return ones, others


def share(values: Sequence[float], part: float) -> float:
    """The value that `part` (0–1) of all values do not exceed."""
    return sorted(values)[max(0, ceil(len(values) * part) - 1)]


def resident() -> float:
    """Memory of this process now in MiB; 0 where the system does not say."""
    path = Path("/proc/self/statm")
    return int(path.read_text().split()[1]) * _PAGE_BYTES / 2**20 if path.exists() else 0.0


def milliseconds(values: Sequence[float]) -> dict[str, float]:
    """Median, 95 % and greatest of times in seconds."""
    return {
        "median ms": round(median(values) * 1000, 2), "95 % ms": round(share(values, 0.95) * 1000, 2),
        "most ms": round(max(values) * 1000, 2), "times": len(values),
    }  # fmt: skip


def table(measures: Sequence[Measure]) -> str:
    """The measures as a Markdown table."""
    words = {None: "–", True: "yes", False: "**no**"}
    rows = ["| what | result | goal | met | of which |", "|---|---|---|---|---|"]
    for each in measures:
        detail = ", ".join(f"{key} {value:,g}" for key, value in each.detail.items())
        told = " – ".join(part for part in (detail, each.note) if part)
        rows.append(
            f"| {each.what} | {each.shown(each.value)} | {each.goal_shown()} | {words[each.met]} | {told} |"
        )
    return "\n".join(rows)


def keep(measures: Sequence[Measure]) -> None:
    """Write results.json and docs/benchmarks.md; measures that were not run now keep their last numbers."""
    held = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else {}
    when = datetime.now(UTC).strftime("%Y-%m-%d")
    for each in measures:
        held[each.key] = {**asdict(each), "met": each.met, "measured": when, "where": where()}
    RESULTS.write_text(json.dumps(held, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    names = set(Measure.__dataclass_fields__)
    shown = [
        Measure(**{name: value for name, value in row.items() if name in names}) for row in held.values()
    ]
    dates = sorted({row["measured"] for row in held.values()})
    places = sorted({row["where"] for row in held.values()})
    PAGE.write_text(_page(shown, dates, places), encoding="utf-8")


def where() -> str:
    """What kind of computer this is, without its name."""
    python = ".".join(map(str, sys.version_info[:3]))
    return f"{platform.system()} {platform.machine()}, {_processors()} processors, Python {python}, without a screen"


def _processors() -> int:
    import os

    return os.cpu_count() or 1


def _page(measures: Sequence[Measure], dates: Sequence[str], places: Sequence[str]) -> str:
    return f"""# Benchmarks

Made by `python3 dev.py bench` (all) or `python3 dev.py bench start import …` (some); numbers in `benchmarks/results.json`.
Where a goal is a ratio, both sides are measured in turn in the same run on the same disk, so that a slower computer changes both.
People, agencies and activity are invented. Tests never assert times.

{table(measures)}

Measured {" and ".join(dates)}: {"; ".join(places)}.

{EXPLANATIONS}
"""
