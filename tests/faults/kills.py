# SPDX-License-Identifier: MIT
"""kill -9 in the middle of entry, typing, import, backup and re-key: what was acknowledged must stand.

A child does the work and says through a pipe what was acknowledged to it; it is killed at a moment drawn by lot;
then the records are opened, checked, and compared with what the child said. Run as a program of its own, so that
children are forked from a process with one thread: `python -m tests.faults.kills FOLDER TIMES SEED`.
"""

import json
import os
import random
import select
import signal
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import IO

from privdesk.domain.errors import PrivdeskError
from tests.faults import kill_work
from tests.faults.kill_keys import BACKUP, REKEY
from tests.faults.kill_work import ENTER, IMPORT, TYPE, Said, Work
from tests.faults.office import HarmedOffice, made_office
from tests.faults.outcome import Outcome, Timed, copy_of, dump, findings_of

WORKS = (ENTER, IMPORT, BACKUP, REKEY, ENTER, IMPORT, TYPE)
LIVES = 12
"""Kills that one copy of the records goes through."""


@dataclass
class Killed:
    """What a child said before it was killed, and when that was."""

    said: list[Said]
    at: float
    ready: bool
    error: str


def run(folder: Path, times: int, seed: int, only: Sequence[str] = ()) -> Outcome:
    """Kill `times` children, in turn at each kind of work."""
    outcome = Outcome("kills", "kill -9 while working")
    chance = random.Random(seed)
    kinds = [each for each in WORKS if not only or each.name in only]
    turns: Counter[str] = Counter()
    with Timed(outcome):
        made = made_office(folder / "made", forms=40, people=30)
        kill_work.tables(made, folder)
        for number in range(times):
            work = kinds[number % len(kinds)]
            target = folder / f"{work.name}" / "Office.privdesk"
            turns[work.name] += 1
            if turns[work.name] % LIVES == 1:
                target.parent.mkdir(exist_ok=True)
                copy_of(made.folder, target)
                work.begin()
            _one(outcome, made.at(target), work, chance, folder)
    return outcome


def _one(outcome: Outcome, office: HarmedOffice, work: Work, chance: random.Random, folder: Path) -> None:
    killed = _killed(office, work, chance, folder)
    outcome.tried += 1
    outcome.counts[f"{work.name}: killed"] += 1
    outcome.counts[f"{work.name}: acknowledged"] += len(killed.said)
    if killed.error:
        outcome.bad["work failed before the kill"] += 1
        outcome.note(f"{work.name}: {killed.error}")
    try:
        with office.desk() as desk:
            for found in findings_of(desk):
                outcome.bad["corrupt"] += 1
                outcome.note(f"{work.name}: {found}")
            work.verify(outcome, desk, killed.said, killed.at, folder)
    except PrivdeskError as error:
        outcome.bad["does not open"] += 1
        outcome.note(f"{work.name}: {type(error).__name__} {getattr(error, 'state', '')}")
        copy_of(office.folder, folder / f"lost-{outcome.tried}")
        copy_of(folder / "made" / "Office.privdesk", office.folder)
        work.begin()


def _killed(office: HarmedOffice, work: Work, chance: random.Random, folder: Path) -> Killed:
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _be_child(lambda: work.do(office, os.fdopen(writing, "w", buffering=1), folder))
    os.close(writing)
    early = chance.random() < 0.08
    wait = chance.uniform(0, 0.1 if early else work.span)
    with os.fdopen(reading) as pipe:
        killed = _until(pipe, child, wait, early=early)
    os.waitpid(child, 0)
    return killed


def _be_child(work: Callable[[], None]) -> None:
    """Do the work in a forked child and never return."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 2)
    try:
        work()
    finally:
        os._exit(0)


def _until(pipe: IO[str], child: int, wait: float, *, early: bool) -> Killed:
    """Listen for `wait` seconds after the child is ready (or at once), then kill; what is still in the pipe counts."""
    said: list[Said] = []
    ready, error = False, ""
    end = monotonic() + (wait if early else 20.0)
    at = 0.0
    descriptor = pipe.fileno()
    waiting = b""
    while True:
        left = end - monotonic()
        if at == 0.0 and left <= 0:
            at = monotonic()
            os.kill(child, signal.SIGKILL)
        readable, _, _ = select.select([descriptor], [], [], max(0.0, left) if at == 0.0 else 5.0)
        if not readable:
            continue
        data = os.read(descriptor, 65536)
        if not data:
            break
        *lines, waiting = (waiting + data).split(b"\n")
        for line in lines:
            message = json.loads(line)
            if message[0] == "ready":
                ready = True
                end = end if early else monotonic() + wait
            elif message[0] == "error":
                error = str(message[1])
            else:
                said.append((str(message[0]), message[1:]))
    return Killed(said, at or monotonic(), ready, error)


def main() -> int:
    """`FOLDER TIMES SEED [KIND …]`; one line of JSON comes back."""
    folder, times, seed, *only = sys.argv[1:]
    print(dump(run(Path(folder), int(times), int(seed), only)))  # noqa: T201
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
