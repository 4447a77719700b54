# SPDX-License-Identifier: MIT
"""Cold start to the unlock window against an empty window of the same library."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from time import perf_counter

from benchmarks.first_window import PAINTED, READY
from benchmarks.measures import ROOT, Measure, in_turn, milliseconds
from benchmarks.records import copied

ROUNDS = 11
GOAL = 1.3
PATIENCE = 30


def measure() -> Iterator[Measure]:
    """A fresh process each time, both in turn."""
    sights: list[float] = []
    with copied() as vault:

        def ours() -> float:
            sight, ready = _seconds("ours", vault)
            sights.append(sight)
            return ready

        def empty() -> float:
            return _seconds("empty", vault)[1]

        ours(), empty()
        sights.clear()
        windows, bare = in_turn(ours, empty, ROUNDS)
    yield Measure(
        "start-sight", "Cold start until our window is in sight, against an empty window",
        median(sights) / median(bare), "×", GOAL,
        detail={"empty ms": round(median(bare) * 1000), **milliseconds(sights)},
    )  # fmt: skip
    yield Measure(
        "start", "Cold start until the password can be typed, against an empty window",
        median(windows) / median(bare), "×", GOAL,
        detail={
            "empty ms": round(median(bare) * 1000), "quickest ×": round(min(windows) / min(bare), 2),
            **milliseconds(windows),
        },
    )  # fmt: skip


def _seconds(which: str, vault: Path) -> tuple[float, float]:
    """Seconds until something is in sight, and until the window is what it is for."""
    environment = {
        **os.environ, "QT_QPA_PLATFORM": "offscreen", "HOME": str(vault.parent), "PYTHONPATH": str(ROOT),
    }  # fmt: skip
    began = perf_counter()
    with subprocess.Popen(
        [sys.executable, "-m", "benchmarks.first_window", which, str(vault)], cwd=ROOT, env=environment,
        stdout=subprocess.PIPE, text=True,
    ) as child:  # fmt: skip
        assert child.stdout is not None
        guard = threading.Timer(PATIENCE, child.kill)
        guard.start()
        told = {}
        for line in child.stdout:
            told[line.strip()] = perf_counter() - began
        guard.cancel()
    if told.keys() != {PAINTED, READY}:
        raise RuntimeError(f"the {which} window was not painted")
    return told[PAINTED], told[READY]
