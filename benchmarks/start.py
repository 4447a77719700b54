# SPDX-License-Identifier: MIT
"""Cold start to the unlock window against an empty window of the same library."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from time import perf_counter

from benchmarks.first_window import PAINTED
from benchmarks.measures import ROOT, Measure, in_turn, milliseconds
from benchmarks.records import copied

ROUNDS = 11
GOAL = 1.3


def measure() -> Iterator[Measure]:
    """A fresh process each time, both in turn."""
    with copied() as vault:

        def ours() -> float:
            return _seconds_to_paint("ours", vault)

        def empty() -> float:
            return _seconds_to_paint("empty", vault)

        ours(), empty()
        windows, bare = in_turn(ours, empty, ROUNDS)
    yield Measure(
        "start", "Cold start to the unlock window against an empty window",
        median(windows) / median(bare), "×", GOAL,
        detail={"empty ms": round(median(bare) * 1000), "quickest ×": round(min(windows) / min(bare), 2), **milliseconds(windows)},
    )  # fmt: skip


def _seconds_to_paint(which: str, vault: Path) -> float:
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "HOME": str(vault.parent),
        "PYTHONPATH": str(ROOT),
    }
    began = perf_counter()
    with subprocess.Popen(
        [sys.executable, "-m", "benchmarks.first_window", which, str(vault)], cwd=ROOT, env=environment,
        stdout=subprocess.PIPE, text=True,
    ) as child:  # fmt: skip
        assert child.stdout is not None
        line = child.stdout.readline().strip()
        taken = perf_counter() - began
    if line != PAINTED:
        raise RuntimeError(f"the {which} window was not painted")
    return taken
