# SPDX-License-Identifier: MIT
"""Hostile files through the desk's own side of the worker: no breakdown of the desk, nothing that hangs."""

import os
import random
import sys
import threading
from collections import Counter
from pathlib import Path

from privdesk.documents.foreign_files import ForeignFiles
from tests.faults.outcome import Outcome, Timed
from tests.hostile.bombs import bombs
from tests.hostile.driver import take
from tests.hostile.mutators import mutated
from tests.hostile.seeds import Seed, seeds

WORKER = (sys.executable, "-c", "from privdesk.documents.worker_main import main; raise SystemExit(main())")


def run(folder: Path, times: int, seed: int) -> Outcome:
    """`times` files, the bombs among them, on two workers at once; what breaks is kept in `folder`."""
    outcome = Outcome("hostile", "hostile files")
    lock, left = threading.Lock(), iter(range(times))
    sound = seeds()
    special = bombs() if times >= 1000 else bombs()[:0]
    every = max(1, times // len(special)) if special else 0

    def work() -> None:
        files = ForeignFiles(WORKER)
        try:
            while True:
                with lock:
                    number = next(left, None)
                if number is None:
                    return
                child = _child(number)
                result, seconds = take(files, child)
                with lock:
                    _count(outcome, folder, number, child, result, seconds)
        finally:
            files.close()

    def _child(number: int) -> Seed:
        if every and number % every == 0 and number // every < len(special):
            return special[number // every]
        return mutated(sound[number % len(sound)], sound, random.Random(seed * 1_000_003 + number))

    with Timed(outcome):
        threads = [threading.Thread(target=work) for _ in range(min(2, os.cpu_count() or 1))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    return outcome


def _count(outcome: Outcome, folder: Path, number: int, child: Seed, result: str, seconds: float) -> None:
    outcome.tried += 1
    outcome.worst("longest (s)", seconds)
    if result.startswith("BROKE"):
        outcome.bad[result.removeprefix("BROKE: ")] += 1
    else:
        outcome.counts[result] += 1
    if result.startswith("BROKE") or result in {"crashed", "too_slow"}:
        kept: Counter[str] = outcome.counts
        kept[f"{result}: {child.name.rpartition('.')[2]}"] += 1
        (folder / f"{number}-{child.name}").write_bytes(child.data)
